//! Scores what was found against labels: pairwise precision, recall and F1, and B-cubed.
//!
//! Comes in: the bytes of `xref.csv` and `truth.csv`. Goes out: [`Score`]. Pairs are all pairs of labelled records;
//! a record that is missing or has no customer counts as a customer of its own. No file is opened here.

mod curve;
mod labels;

use std::collections::BTreeMap;

pub use curve::{Point, curve};
pub use labels::{EvalError, Labelled, Record, join};

/// Pairs within customers that are right, within customers at all, within entities at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Found and true.
    pub right: u64,
    /// Found.
    pub found: u64,
    /// True.
    pub real: u64,
}

impl Pairs {
    /// Share of found pairs that are true; 1 without any.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of true pairs that were found; 1 without any.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.real)
    }

    /// Harmonic mean of both.
    #[must_use]
    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

/// One customer or entity that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Customer id (false merges) or entity (misses).
    pub name: String,
    /// Labelled records in it.
    pub records: u64,
    /// Entities (false merges) or customers (misses) it is made of.
    pub parts: u64,
    /// Pairs that are wrong or were missed.
    pub pairs: u64,
    /// One record of each of its largest parts, at most four.
    pub samples: Vec<String>,
}

/// The outcome.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// Labelled records.
    pub rows: u64,
    /// Labelled records that are not in the xref.
    pub missing: u64,
    /// Xref rows without customer.
    pub anonymous: u64,
    /// Xref rows without label.
    pub extra: u64,
    /// Customers with a labelled record.
    pub customers: u64,
    /// Real entities.
    pub entities: u64,
    /// Over all pairs.
    pub pairs: Pairs,
    /// B-cubed precision: per record, the share of its customer that is its entity.
    pub b3_precision: f64,
    /// B-cubed recall: per record, the share of its entity that is in its customer.
    pub b3_recall: f64,
    /// Pairs by (source, source), both orders folded, sorted by name.
    pub by_source: Vec<(String, String, Pairs)>,
    /// Customers with most wrong pairs, worst first, at most [`WORST`].
    pub false_merges: Vec<Wrong>,
    /// Entities with most missed pairs, worst first, at most [`WORST`].
    pub misses: Vec<Wrong>,
}

/// How many wrong customers and entities are listed.
pub const WORST: usize = 10;

impl Score {
    /// B-cubed F1.
    #[must_use]
    pub fn b3(&self) -> f64 {
        harmonic(self.b3_precision, self.b3_recall)
    }
}

fn pairs_in(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// Scores labelled records.
#[must_use]
pub fn score(data: &Labelled) -> Score {
    let customer = |r: &Record| r.customer;
    let entity = |r: &Record| r.entity;
    let (found, real) = (groups(data, customer, data.customers.len()), groups(data, entity, data.entities.len()));
    let mut both: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for r in &data.records {
        *both.entry((r.customer, r.entity)).or_default() += 1;
    }
    let rows = data.records.len() as u64;
    let pairs = Pairs {
        right: both.values().map(|&n| pairs_in(n)).sum(),
        found: found.iter().map(|g| pairs_in(g.len() as u64)).sum(),
        real: real.iter().map(|g| pairs_in(g.len() as u64)).sum(),
    };
    let per_record = |size: &dyn Fn(usize, usize) -> usize| {
        let sum: f64 = both.iter().map(|(&(c, e), &n)| (n * n) as f64 / size(c, e) as f64).sum();
        if rows == 0 { 1.0 } else { sum / rows as f64 }
    };
    Score {
        rows,
        missing: data.missing,
        anonymous: data.anonymous,
        extra: data.extra,
        customers: data.customers.len() as u64,
        entities: data.entities.len() as u64,
        pairs,
        b3_precision: per_record(&|c, _| found[c].len()),
        b3_recall: per_record(&|_, e| real[e].len()),
        by_source: by_source(data, &found, &real),
        false_merges: worst(data, &found, &data.customers, entity),
        misses: worst(data, &real, &data.entities, customer),
    }
}

/// Record indexes by group.
fn groups(data: &Labelled, of: fn(&Record) -> usize, n: usize) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); n];
    for (i, record) in data.records.iter().enumerate() {
        groups[of(record)].push(i);
    }
    groups
}

fn by_source(data: &Labelled, found: &[Vec<usize>], real: &[Vec<usize>]) -> Vec<(String, String, Pairs)> {
    let mut table: BTreeMap<(&str, &str), Pairs> = BTreeMap::new();
    let mut count = |members: &[usize], add: fn(&mut Pairs, u64)| {
        let mut sources: BTreeMap<&str, u64> = BTreeMap::new();
        for &i in members {
            *sources.entry(&data.sources[data.records[i].source]).or_default() += 1;
        }
        let list: Vec<(&str, u64)> = sources.into_iter().collect();
        for (k, &(a, n)) in list.iter().enumerate() {
            add(table.entry((a, a)).or_default(), pairs_in(n));
            for &(b, m) in &list[k + 1..] {
                add(table.entry((a, b)).or_default(), n * m);
            }
        }
    };
    for members in found {
        count(members, |p, n| p.found += n);
        let mut split: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &i in members {
            split.entry(data.records[i].entity).or_default().push(i);
        }
        for part in split.values() {
            count(part, |p, n| p.right += n);
        }
    }
    for members in real {
        count(members, |p, n| p.real += n);
    }
    let pairs = table.into_iter().filter(|(_, p)| *p != Pairs::default());
    pairs.map(|((a, b), p)| (a.to_owned(), b.to_owned(), p)).collect()
}

/// Groups with most pairs across their parts.
fn worst(data: &Labelled, groups: &[Vec<usize>], names: &[String], part: fn(&Record) -> usize) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> =
        groups.iter().enumerate().filter_map(|(g, members)| one_wrong(data, members, &names[g], part)).collect();
    wrong.sort_by(|a, b| (b.pairs, &a.name).cmp(&(a.pairs, &b.name)));
    wrong.truncate(WORST);
    wrong
}

fn one_wrong(data: &Labelled, members: &[usize], name: &str, part: fn(&Record) -> usize) -> Option<Wrong> {
    let mut parts: BTreeMap<usize, (u64, usize)> = BTreeMap::new();
    for &i in members {
        parts.entry(part(&data.records[i])).or_insert((0, i)).0 += 1;
    }
    if parts.len() < 2 {
        return None;
    }
    let records = members.len() as u64;
    let pairs = pairs_in(records) - parts.values().map(|&(n, _)| pairs_in(n)).sum::<u64>();
    let mut largest: Vec<(u64, usize)> = parts.values().copied().collect();
    largest.sort_by_key(|&(n, first)| (std::cmp::Reverse(n), first));
    let samples = largest.iter().take(4).map(|&(_, i)| data.records[i].name.clone()).collect();
    Some(Wrong { name: name.to_owned(), records, parts: parts.len() as u64, pairs, samples })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xref: &str, truth: &str) -> Score {
        score(&join(xref.as_bytes(), truth.as_bytes()).expect("both files are sound"))
    }

    const TRUTH: &str = "file,row,person_id\na.csv,1,p\na.csv,2,p\nb.csv,1,p\nb.csv,2,q\n";

    #[test]
    fn counted_by_hand() {
        // Found: {a1, a2, b2}, {b1}. Three pairs found, one right (a1 a2); real pairs are a1 a2, a1 b1, a2 b1.
        let s = check("file,row,customer_id\na.csv,1,X\na.csv,2,X\nb.csv,1,Y\nb.csv,2,X\n", TRUTH);
        assert_eq!(s.pairs, Pairs { right: 1, found: 3, real: 3 });
        assert_eq!((s.customers, s.entities, s.missing), (2, 2, 0));
        // B-cubed precision (2/3 + 2/3 + 1 + 1/3) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4.
        assert!((s.b3_precision - 8.0 / 12.0).abs() < 1e-12 && (s.b3_recall - 8.0 / 12.0).abs() < 1e-12);
        assert_eq!(s.by_source.len(), 2);
        assert_eq!(s.by_source[1], ("a.csv".into(), "b.csv".into(), Pairs { right: 0, found: 2, real: 2 }));
        assert_eq!((s.false_merges[0].name.as_str(), s.false_merges[0].pairs), ("X", 2));
        assert_eq!((s.misses[0].name.as_str(), s.misses[0].pairs), ("p", 2));
    }

    #[test]
    fn everything_right_is_one_and_nothing_found_has_precision_one() {
        let right = check("file,row,customer_id\na.csv,1,X\na.csv,2,X\nb.csv,1,X\nb.csv,2,Y\n", TRUTH);
        assert_eq!((right.pairs.f1(), right.b3()), (1.0, 1.0));
        let none = check("file,row,customer_id\n", TRUTH);
        assert_eq!((none.pairs.precision(), none.pairs.recall(), none.missing), (1.0, 0.0, 4));
    }
}
