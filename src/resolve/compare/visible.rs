//! How often different numbers agree in the digits that masked ones show.
//!
//! Pairs drawn at random cannot tell it: what agrees in seven visible digits is nearly always the same number, and hardly ever
//! drawn. The numbers that are written in full tell it: they are held against each other as if they were masked in the same way.

use std::collections::BTreeMap;

use crate::model::hash::hash64;

/// Names of the levels of masked values that agree in most of what they show, and in some.
pub const LEVELS: [&str; 2] = ["visible digits agree, 7+", "visible digits agree, 4+"];
/// Characters that must agree for the one and the other.
pub const LEAST: [usize; 2] = [7, 4];

/// Ways of masking looked at, the most frequent ones.
const SHAPES: usize = 16;

/// A number of the table.
pub struct Number<'a> {
    /// Its digits, stars where they are hidden.
    pub digits: &'a str,
    /// Records that hold it.
    pub records: u32,
}

/// Probability that two records with different numbers, one at least of them masked, agree in all digits that both show: in seven
/// and more, and in four to six. `None` without masked numbers. `numbers`: each once; longer ones than 64 digits are none.
pub fn strangers<'a>(numbers: impl Iterator<Item = Number<'a>> + Clone) -> Option<[f64; 2]> {
    let numbers = numbers.filter(|number| number.records > 0 && number.digits.len() <= 64);
    // Length and the places that are visible, a bit each.
    let mut shapes: BTreeMap<(usize, u64), u64> = BTreeMap::new();
    let mut records = 0u64;
    for number in numbers.clone() {
        records += u64::from(number.records);
        let digits = number.digits.as_bytes();
        if digits.contains(&b'*') {
            let visible = digits.iter().enumerate().fold(0, |bits, (place, digit)| bits | u64::from(*digit != b'*') << place);
            *shapes.entry((digits.len(), visible)).or_default() += u64::from(number.records);
        }
    }
    if shapes.is_empty() {
        return None;
    }
    let mut full: BTreeMap<usize, Vec<&[u8]>> = BTreeMap::new();
    for digits in numbers.map(|number| number.digits.as_bytes()).filter(|digits| !digits.contains(&b'*')) {
        full.entry(digits.len()).or_default().push(digits);
    }
    let mut shapes: Vec<((usize, u64), u64)> = shapes.into_iter().collect();
    shapes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut chance = [0.0; 2];
    for ((length, visible), held) in shapes.into_iter().take(SHAPES).filter(|((_, visible), _)| visible.count_ones() >= 4) {
        let visible: Vec<usize> = (0..length).filter(|place| visible >> place & 1 == 1).collect();
        let alike = alike(full.get(&length).map_or(&[], Vec::as_slice), &visible);
        let share = held as f64 / records as f64;
        chance[usize::from(visible.len() < 7)] += (1.0 - (1.0 - share).powi(2)) * alike;
    }
    Some(chance)
}

/// Probability that two of these numbers agree in all these places. Few numbers tell little: then four digits are one of ten
/// thousand, and the three in front of them of some forty.
fn alike(numbers: &[&[u8]], places: &[usize]) -> f64 {
    let expected = if places.len() < 7 { 1e-4 } else { 2.5e-6 };
    let mut keys: Vec<u64> = Vec::with_capacity(numbers.len());
    let mut shown = Vec::with_capacity(places.len());
    for number in numbers {
        shown.clear();
        shown.extend(places.iter().map(|&place| number[place]));
        keys.push(hash64(&shown));
    }
    keys.sort_unstable();
    let pairs = |n: usize| n as f64 * (n as f64 - 1.0) / 2.0;
    let agreeing: f64 = keys.chunk_by(|a, b| a == b).map(|same| pairs(same.len())).sum();
    (agreeing + 1.0) / (pairs(keys.len()) + 1.0 / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(full: &[String], masked: &[&str]) -> Option<[f64; 2]> {
        let all = full.iter().map(String::as_str).chain(masked.iter().copied());
        strangers(all.map(|digits| Number { digits, records: 1 }))
    }

    #[test]
    fn numbers_in_full_tell_how_often_visible_digits_agree() {
        // A thousand numbers of one prefix with all ends different, then with ends that five share.
        let numbers = |ends: usize| -> Vec<String> { (0..1000).map(|i| format!("138{:04}{:04}", i, i % ends)).collect() };
        let [seven, four] = told(&numbers(1000), &["138****0001"]).expect("one is masked");
        assert!(seven < 1e-8 && four == 0.0, "{seven} {four}");
        let [seven, _] = told(&numbers(200), &["138****0001"]).expect("one is masked");
        assert!((seven / (2.0 / 1001.0) / (2000.0 / 499_500.0) - 1.0).abs() < 0.6, "{seven}");
        let [_, four] = told(&numbers(200), &["*******0001"]).expect("one is masked");
        assert!(four > 1e-6, "{four}");
        assert_eq!(told(&numbers(200), &[]), None);
        assert_eq!(told(&numbers(200), &["138******01", "1*********1"]).map(|c| c[0]), Some(0.0), "five digits and two");
    }

    #[test]
    fn without_numbers_in_full_digits_are_as_frequent_as_digits_are() {
        let [seven, four] = told(&[], &["138****0001", "139****0002"]).expect("both are masked");
        assert!((seven - 2.5e-6).abs() < 1e-12 && four == 0.0, "{seven} {four}");
    }
}
