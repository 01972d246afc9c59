//! A question for people: are these two records the same customer?

use super::decisions::Identity;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuestionKind {
    /// Two customers that may be one.
    Pair,
    /// One customer whose records disagree in a strong id.
    Conflict,
}

impl QuestionKind {
    /// The word in `review.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuestionKind::Pair => "pair",
            QuestionKind::Conflict => "conflict",
        }
    }
}

/// Chance that an answer changes something where the model cannot say: a conflicted customer is right or wrong.
pub const CONFLICT_CHANCE: f64 = 0.5;

/// One question of a published run.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Number in the run's `review.csv`, from 1.
    pub item: u32,
    /// What is asked.
    pub kind: QuestionKind,
    /// Customers of the two records.
    pub customers: [String; 2],
    /// The two records.
    pub records: [Identity; 2],
    /// Match weight in bits, as printed; empty for conflicts.
    pub weight: String,
    /// Probability that the two are one customer, 0–1; `None` for conflicts.
    pub probability: Option<f64>,
    /// Why it is asked.
    pub why: String,
    /// The compared fields.
    pub fields: Vec<Compared>,
    /// Records of the smaller of the two customers: what an answer moves. 0 if the run's state does not tell.
    pub moves: u32,
}

impl Question {
    /// Chance that the answer changes who is whom, 0–1.
    #[must_use]
    pub fn chance(&self) -> f64 {
        self.probability.unwrap_or(CONFLICT_CHANCE)
    }

    /// Names of the fields that are filled on both sides and differ.
    pub fn differs(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|f| f.agreement == Agreement::Differs).map(|f| f.name.as_str())
    }
}

/// One field on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// Values of both sides as a person reads them, several joined by `|`; masked where asked for.
    pub values: [String; 2],
    /// How the two compare, before masking.
    pub agreement: Agreement,
}

/// How two sides of a field compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The same values.
    Equal,
    /// Some values in common, or a masked one (`138****1234`) that may be the other.
    Overlaps,
    /// No value in common.
    Differs,
    /// Empty on one side or both.
    Missing,
}

impl Agreement {
    /// Compares two lists of values joined by `|`.
    #[must_use]
    pub fn of(a: &str, b: &str) -> Self {
        if a.is_empty() || b.is_empty() {
            return Agreement::Missing;
        }
        let (mut left, mut right): (Vec<&str>, Vec<&str>) = (a.split('|').collect(), b.split('|').collect());
        left.sort_unstable();
        right.sort_unstable();
        if left == right {
            Agreement::Equal
        } else if left.iter().any(|l| right.iter().any(|r| l == r || may_be(l, r))) {
            Agreement::Overlaps
        } else {
            Agreement::Differs
        }
    }
}

/// May two values be one, of which at least one is masked?
fn may_be(a: &str, b: &str) -> bool {
    if !a.contains('*') && !b.contains('*') {
        return false;
    }
    let [a, b] = [a, b].map(|v| v.strip_prefix("+86").unwrap_or(v));
    let ends = |v: &'_ str| -> [String; 2] {
        let head = v.split('*').next().unwrap_or(v).to_owned();
        // What stands behind the mask, back to front; a value without a mask is read whole from both ends.
        let tail = v.rsplit('*').next().unwrap_or(v).chars().rev().collect();
        [head, tail]
    };
    let ([head_a, tail_a], [head_b, tail_b]) = (ends(a), ends(b));
    let fits = |x: &str, y: &str| x.starts_with(y) || y.starts_with(x);
    fits(&head_a, &head_b) && fits(&tail_a, &tail_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_compare_as_sets() {
        let check = |a, b, expected| assert_eq!(Agreement::of(a, b), expected, "{a} {b}");
        check("x", "x", Agreement::Equal);
        check("x|y", "y|x", Agreement::Equal);
        check("x|y", "y", Agreement::Overlaps);
        check("x", "y", Agreement::Differs);
        check("", "y", Agreement::Missing);
        check("", "", Agreement::Missing);
    }

    #[test]
    fn a_masked_value_is_no_difference_where_it_may_be_the_other() {
        let check = |a, b, expected| assert_eq!(Agreement::of(a, b), expected, "{a} {b}");
        check("187****6206", "+8618726406206", Agreement::Overlaps);
        check("187****6206", "+8618726406207", Agreement::Differs);
        check("熊**", "熊才娟", Agreement::Overlaps);
        check("熊**", "王才娟", Agreement::Differs);
        check("1******6206", "187****6206", Agreement::Overlaps);
    }
}
