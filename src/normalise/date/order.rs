//! Day-first or month-first: decided for a whole column, from all its values.

use crate::model::mapping::DateOrder;
use crate::normalise::fold::fold;

/// What the values of a column say about their order.
#[derive(Default)]
struct Evidence {
    /// Values with the year last (or short) at all.
    year_last: u64,
    /// The first number cannot be a month.
    day_first: u64,
    /// The second number cannot be a month.
    month_first: u64,
    /// Distinct first and second numbers seen (bits 1–12).
    firsts: u16,
    seconds: u16,
}

/// The order of day and month in a column, with the evidence in one sentence.
///
/// One value above 12 decides; the majority where they disagree. Without any, the number that takes more distinct values
/// is the day; a tie is month-first. A column that is year-first throughout is [`DateOrder::Iso`].
pub fn order_evidence<'a>(raws: impl Iterator<Item = &'a str>) -> (DateOrder, String) {
    let mut evidence = Evidence::default();
    for raw in raws {
        if let Some((a, b)) = leading_pair(&fold(raw)) {
            evidence.add(a, b);
        }
    }
    evidence.decide()
}

impl Evidence {
    fn add(&mut self, a: u32, b: u32) {
        self.year_last += 1;
        match (a > 12, b > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) => {
                self.firsts |= 1 << a;
                self.seconds |= 1 << b;
            }
            (true, true) => {}
        }
    }

    fn decide(&self) -> (DateOrder, String) {
        if self.year_last == 0 {
            return (DateOrder::Iso, "the year comes first".to_owned());
        }
        let counts = format!("{} values have a first number above 12, {} a second", self.day_first, self.month_first);
        if self.day_first > self.month_first {
            return (DateOrder::DayFirst, format!("day before month: {counts}"));
        }
        if self.month_first > 0 {
            return (DateOrder::MonthFirst, format!("month before day: {counts}"));
        }
        let (firsts, seconds) = (self.firsts.count_ones(), self.seconds.count_ones());
        let spread = format!("no number above 12; {firsts} distinct first numbers, {seconds} second");
        if firsts > seconds {
            (DateOrder::DayFirst, format!("day before month: {spread}"))
        } else {
            (DateOrder::MonthFirst, format!("month before day: {spread}"))
        }
    }
}

/// The first two numbers of `12/03/2024`, `12.3.24`, `12-03-2024 10:00`; `None` for other shapes.
fn leading_pair(cell: &str) -> Option<(u32, u32)> {
    let cell = cell.trim_start_matches(['\'', '"', ' ']);
    let day = cell.split([' ', 'T', ',']).next()?;
    let sep = day.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = day.split(sep);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some()
        || a.len() > 2
        || b.len() > 2
        || !matches!(c.len(), 2 | 4)
        || ![a, b, c].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let (first, second): (u32, u32) = (a.parse().ok()?, b.parse().ok()?);
    let possible = (1..=31).contains(&first) && (1..=31).contains(&second);
    // `85-08-10` has its year first.
    possible.then_some((first, second))
}
