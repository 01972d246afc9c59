//! Term frequency as levels: equal values fall into levels by how common the value is.

use crate::model::trained::{Facts, term};

use super::part_counts;

/// Frequency classes of one part: class 0 is the rarest. Boundaries are geometric between 2 and the most frequent
/// value, so they need no constant of any data set.
#[derive(Debug, Clone, Default)]
pub struct Buckets {
    counts: Vec<u32>,
    class: Vec<u8>,
}

impl Buckets {
    /// `classes` frequency classes over part codes with these counts.
    #[must_use]
    pub fn new(counts: Vec<u32>, classes: u8) -> Self {
        let most = counts.iter().skip(1).copied().max().unwrap_or(0).max(2);
        let span = (f64::from(most) / 2.0).ln().max(1.0);
        let class = counts
            .iter()
            .map(|&count| {
                let at = (f64::from(count.max(2)) / 2.0).ln() / span * f64::from(classes);
                (at as u8).min(classes - 1)
            })
            .collect();
        Self { counts, class }
    }

    /// Class of a code, 0 = rarest.
    #[must_use]
    pub fn class(&self, code: u32) -> u8 {
        self.class.get(code as usize).copied().unwrap_or(0)
    }

    /// Identity records that hold a code's value.
    #[must_use]
    pub fn holders(&self, code: u32) -> u32 {
        self.counts.get(code as usize).copied().unwrap_or(0)
    }

    /// Identity records that hold the most frequent value.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.counts.iter().skip(1).copied().max().unwrap_or(0)
    }

    /// Per class: pairs of identity records that agree on a value of the class, and identity records with such a value.
    #[must_use]
    pub fn agreeing(&self, classes: u8) -> Vec<(f64, f64)> {
        let mut sums = vec![(0.0, 0.0); classes as usize];
        for (code, &count) in self.counts.iter().enumerate().skip(1) {
            let f = f64::from(count);
            let sum = &mut sums[self.class[code] as usize];
            sum.0 += f * (f - 1.0) / 2.0;
            sum.1 += f;
        }
        sums
    }
}

/// Where the frequency facts of a comparison come from and go to: counted in the table at hand, or kept with a model.
pub struct Terms<'a> {
    comparison: &'a str,
    kept: Option<&'a Facts>,
    learned: &'a mut Facts,
}

/// One part of a comparison's values.
pub struct TermPart<'a> {
    /// `given`, `domain`; empty for the whole value.
    pub name: &'a str,
    /// The part's code of every value code; 0 = none.
    pub codes: &'a [u32],
    /// Frequency classes.
    pub classes: u8,
}

impl<'a> Terms<'a> {
    /// Facts of a comparison. With `kept`, nothing is learned: terms that are not listed there are rare.
    pub fn new(comparison: &'a str, kept: Option<&'a Facts>, learned: &'a mut Facts) -> Self {
        Self { comparison, kept, learned }
    }

    fn key(&self, part: &str) -> String {
        if part.is_empty() { self.comparison.to_owned() } else { format!("{}.{part}", self.comparison) }
    }

    /// Frequency classes of a part. `counts` are identity records per value code, `hash` is that of a value's part:
    /// what the class is known by from one table to the next.
    pub fn buckets(&mut self, part: &TermPart<'_>, counts: &[u32], hash: impl Fn(usize) -> u64) -> Buckets {
        let pool = part.codes.iter().copied().max().unwrap_or(0) as usize + 1;
        let mut buckets = Buckets::new(part_counts(part.codes, pool, counts), part.classes);
        let key = self.key(part.name);
        let kept = self.kept.map(|facts| facts.part(&key).unwrap_or(&[]));
        if let Some(kept) = kept {
            buckets.class.fill(0);
            if kept.is_empty() {
                return buckets;
            }
        }
        let mut seen = vec![false; pool];
        let mut learned = Vec::new();
        for (value, &code) in part.codes.iter().enumerate() {
            if code == 0 || std::mem::replace(&mut seen[code as usize], true) {
                continue;
            }
            let class = &mut buckets.class[code as usize];
            match kept {
                Some(kept) => *class = term(kept, hash(value)).map_or(0, |c| (c as u8).min(part.classes - 1)),
                None if *class > 0 => learned.push((hash(value), u32::from(*class))),
                None => {}
            }
        }
        if kept.is_none() {
            self.learned.set(key, learned);
        }
        buckets
    }

    /// Numbers that stand for a part's terms: those kept with a model, else `learn`'s, which are then kept.
    pub fn numbers(&mut self, part: &str, learn: impl FnOnce() -> Vec<(u64, u32)>) -> Vec<(u64, u32)> {
        let key = self.key(part);
        if let Some(kept) = self.kept {
            return kept.part(&key).unwrap_or(&[]).to_vec();
        }
        self.learned.set(key.clone(), learn());
        self.learned.part(&key).unwrap_or(&[]).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_grow_with_the_count_and_cover_all() {
        let b = Buckets::new(vec![0, 1, 2, 9, 60, 400, 2000], 4);
        let classes: Vec<u8> = (0..7).map(|c| b.class(c)).collect();
        assert_eq!(classes, [0, 0, 0, 0, 1, 3, 3]);
        assert!(classes.windows(2).all(|w| w[0] <= w[1]));
    }

    #[test]
    fn a_column_of_unique_values_has_one_class() {
        let b = Buckets::new(vec![0, 1, 1, 2], 4);
        assert!((0..4).all(|c| b.class(c) == 0));
    }

    #[test]
    fn kept_classes_hold_whatever_the_counts_of_the_table_at_hand() {
        let (mut learned, mut unused) = (Facts::default(), Facts::default());
        let codes = [0, 1, 2, 3];
        let part = TermPart { name: "family", codes: &codes, classes: 4 };
        let hash = |value: usize| value as u64 * 1000;
        let first = Terms::new("name", None, &mut learned).buckets(&part, &[0, 2, 90, 2000], hash);
        assert_eq!((1..4).map(|c| first.class(c)).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(learned.part("name.family"), Some(&[(2000, 2), (3000, 3)][..]));
        let later = Terms::new("name", Some(&learned), &mut unused).buckets(&part, &[0, 5000, 1, 1], hash);
        assert_eq!((1..4).map(|c| later.class(c)).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(unused, Facts::default());
    }
}
