//! Tags that deserve a look: names nobody mapped, names written almost the same, tags that nearly everybody has.
//!
//! Comes in: how many customers have which tag. Goes out: the tags with something to say about, most customers first.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::model::customers::TagAudit;

use super::compile::Compiled;
use super::manual::Manual;

/// From this share of the customers on, a tag tells nothing.
const OVER_USED: f64 = 0.5;

/// Below so many customers a share says nothing.
const CUSTOMERS_MIN: usize = 20;

/// Names compared with each other at most: the most frequent ones.
const NAMES_MAX: usize = 1000;

/// Shortest folded name that may differ from another in one letter: in `A类` and `B类` the letter is the point.
const LETTERS_MIN: usize = 5;

/// How one name is used.
#[derive(Debug, Default)]
struct Use<'a> {
    manual: bool,
    known: bool,
    channels: BTreeSet<&'a str>,
    customers: u64,
}

/// Looks at all tags that somebody has.
pub(super) fn audit(
    compiled: &Compiled,
    counts: &[(String, String, u64)],
    manual: Option<&Manual>,
    customers: usize,
) -> Vec<TagAudit> {
    let mut uses: BTreeMap<(&str, bool), Use> = BTreeMap::new();
    for (name, _, count) in counts.iter().filter(|(_, _, count)| *count > 0) {
        uses.insert((name, false), Use { known: true, customers: *count, ..Use::default() });
    }
    if let Some(manual) = manual {
        gather(compiled, manual, &mut uses);
    }
    let near = near(&uses);
    let mut out: Vec<TagAudit> = uses
        .iter()
        .map(|(key, used)| TagAudit {
            tag: key.0.to_owned(),
            manual: used.manual,
            channels: used.channels.iter().map(|&channel| channel.to_owned()).collect(),
            customers: used.customers,
            unmapped: !used.known,
            over_used: customers >= CUSTOMERS_MIN && used.customers as f64 > customers as f64 * OVER_USED,
            near: near.get(key.0).map_or_else(Vec::new, |names| names.iter().map(|&name| name.to_owned()).collect()),
        })
        .filter(|audit| audit.unmapped || audit.over_used || !audit.near.is_empty())
        .collect();
    out.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| (&a.tag, a.manual).cmp(&(&b.tag, b.manual))));
    out
}

/// Names as people wrote them, with the customers that have each.
fn gather<'a>(compiled: &Compiled, manual: &'a Manual, uses: &mut BTreeMap<(&'a str, bool), Use<'a>>) {
    let rows = &manual.rows;
    let mut seen: BTreeSet<(&str, u32)> = BTreeSet::new();
    for row in 0..rows.customer.len() {
        let (name, channel) = (rows.given_as.get(row), rows.channel.get(row));
        let used = uses.entry((name, true)).or_insert_with(|| Use { manual: true, known: true, ..Use::default() });
        if used.channels.insert(channel) {
            used.known &= compiled.names.meaning(name, channel).known;
        }
        used.customers += u64::from(seen.insert((name, rows.customer[row])));
    }
}

/// Pairs of names that are written almost the same, by name. Names with one meaning are no pair.
fn near<'a>(uses: &BTreeMap<(&'a str, bool), Use>) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut names: Vec<(&str, u64, String)> = uses.iter().map(|((name, _), used)| (*name, used.customers, folded(name))).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    names.dedup_by(|a, b| a.0 == b.0);
    names.truncate(NAMES_MAX);
    let mut pairs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (i, (a, _, a_folded)) in names.iter().enumerate() {
        for (b, _, b_folded) in &names[i + 1..] {
            if a != b && alike(a_folded, b_folded) {
                pairs.entry(a).or_default().insert(b);
                pairs.entry(b).or_default().insert(a);
            }
        }
    }
    pairs
}

/// Words at the end of a tag that add nothing.
const EMPTY_ENDINGS: [&str; 4] = ["客户", "用户", "人群", "标签"];

/// Width, case and signs taken off, and an ending that adds nothing.
fn folded(name: &str) -> String {
    let plain: String = name.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let stem = EMPTY_ENDINGS.iter().find_map(|end| plain.strip_suffix(end)).filter(|stem| !stem.is_empty());
    stem.map_or(plain.clone(), str::to_owned)
}

/// Are two folded names the same, the same letters in another order, or long and one letter apart?
fn alike(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    if sorted(a) == sorted(b) {
        return true;
    }
    let (a_letters, b_letters): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let long = a_letters.len().min(b_letters.len()) >= LETTERS_MIN;
    // Digits and single Latin letters tell classes apart: 2025 and 2026, type A and type B.
    let marks = |letters: &[char]| letters.iter().filter(|c| c.is_numeric()).copied().collect::<Vec<_>>();
    let same_marks = marks(&a_letters) == marks(&b_letters);
    let is_class = |letters: &[char]| {
        letters.first().is_some_and(char::is_ascii_alphabetic) && !letters.iter().all(char::is_ascii_alphanumeric)
    };
    long && same_marks && !is_class(&a_letters) && !is_class(&b_letters) && strsim::damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_written_almost_the_same_are_found() {
        let check = |a: &str, b: &str, expected| assert_eq!(alike(&folded(a), &folded(b)), expected, "{a} {b}");
        check("VIP", "ｖｉｐ", true);
        check("重点客户", "客户重点", false);
        check("高价值客户", "高价值用户", true);
        check("母婴-推车", "母婴推车", true);
        check("价格敏感", "敏感价格", true);
        check("newsletter", "newsleter", true);
        check("A类客户", "B类客户", false);
        check("2025届家长会", "2026届家长会", false);
        check("男", "女", false);
        check("-", "+", false);
    }
}
