//! What holds a customer together: the scored pairs among its rows, the weakest of them, and the way from one row to another.
//!
//! Comes in: rows by name and the pairs among them, out of a run in memory or a published one. Goes out: what `explain` shows.

use std::collections::{BTreeMap, BTreeSet};

/// Published weights are in 1/1024 bit.
const FIXED: f64 = 1024.0;

/// Weights from this many bits on are no scores: a person or the source itself decided.
const DECIDED: f64 = 999.0;

/// A scored pair of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// `FILE:ROW` of both.
    pub rows: [String; 2],
    /// Match weight in bits; ± 1000 where it was decided.
    pub bits: f64,
    /// Blocking rule that found it; empty where none did.
    pub rule: String,
}

impl Link {
    /// Probability of the weight, 0–1.
    #[must_use]
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.bits).exp2())
    }

    /// True if the weight is a decision and no score.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.bits.abs() >= DECIDED
    }
}

/// How the rows of a customer hold together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bond {
    /// The strongest links that together reach every linked row, weakest first: the first is the customer's weakest link.
    pub links: Vec<Link>,
    /// Linked rows on both sides of the weakest link.
    pub sides: [usize; 2],
    /// Parts that no scored link joins: 1, unless the mean of weights too light to be kept holds them together; 0 without links.
    pub parts: usize,
    /// Rows without a link of their own: they are equal to linked ones in all that is compared.
    pub folded: usize,
    /// Bits from which on rows are linked; `None` if the run does not say.
    pub threshold: Option<f64>,
}

/// Rows and the scored pairs among them.
#[derive(Debug, Default)]
pub(super) struct Web {
    names: Vec<String>,
    place: BTreeMap<(String, String), usize>,
    /// (row, row, weight, rule).
    pairs: Vec<(usize, usize, i64, String)>,
}

impl Web {
    /// Takes a row in: its name, channel and source key.
    pub fn row(&mut self, name: String, channel: String, source_key: String) {
        self.place.insert((channel, source_key), self.names.len());
        self.names.push(name);
    }

    /// Takes a pair in, if both of its rows are there; each is (channel, source key).
    pub fn pair(&mut self, left: (String, String), right: (String, String), weight: i64, rule: &str) {
        if let (Some(&a), Some(&b)) = (self.place.get(&left), self.place.get(&right)) {
            self.pairs.push((a, b, weight, rule.to_owned()));
        }
    }

    fn link(&self, pair: &(usize, usize, i64, String)) -> Link {
        let (a, b, weight, rule) = pair;
        Link { rows: [self.names[*a].clone(), self.names[*b].clone()], bits: *weight as f64 / FIXED, rule: rule.clone() }
    }

    /// Pairs by weight, the heaviest first; equal ones by name.
    fn ordered(&self) -> Vec<&(usize, usize, i64, String)> {
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        let name = |p: &(usize, usize, i64, String)| (self.names[p.0].clone(), self.names[p.1].clone());
        pairs.sort_by(|x, y| y.2.cmp(&x.2).then_with(|| name(x).cmp(&name(y))));
        pairs
    }

    /// The heaviest links that reach every linked row (a maximum spanning tree).
    pub fn bond(&self, threshold: Option<f64>) -> Bond {
        let mut parts = Parts::new(self.names.len());
        let mut bond = Bond { threshold, ..Bond::default() };
        for pair in self.ordered() {
            if let Some(sides) = parts.join(pair.0, pair.1) {
                bond.links.push(self.link(pair));
                bond.sides = sides;
            }
        }
        bond.links.reverse();
        let linked: BTreeSet<usize> = self.pairs.iter().flat_map(|p| [p.0, p.1]).collect();
        bond.folded = self.names.len() - linked.len();
        bond.parts = linked.len() - bond.links.len();
        bond
    }

    /// The linked row that is equal to this one in what is compared, if this one has no link of its own; else itself.
    pub fn stand_in<T: PartialEq>(&self, name: &str, compared: impl Fn(&str) -> T) -> String {
        let linked: BTreeSet<usize> = self.pairs.iter().flat_map(|p| [p.0, p.1]).collect();
        let own = self.names.iter().position(|known| known == name);
        if own.is_none_or(|row| linked.contains(&row)) {
            return name.to_owned();
        }
        let values = compared(name);
        let equal = linked.into_iter().map(|row| &self.names[row]).find(|known| compared(known) == values);
        equal.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// Links with one end in each set of rows (by name), the heaviest first.
    pub fn between(&self, a: &[String], b: &[String]) -> Vec<Link> {
        let of = |row: usize, set: &[String]| set.contains(&self.names[row]);
        let across = |p: &&(usize, usize, i64, String)| (of(p.0, a) && of(p.1, b)) || (of(p.1, a) && of(p.0, b));
        self.ordered().into_iter().filter(across).map(|p| self.link(p)).collect()
    }

    /// The way from one row to another whose weakest link is the strongest; empty if there is none.
    pub fn way(&self, from: &str, to: &str) -> Vec<Link> {
        let find = |name: &str| self.names.iter().position(|known| known == name);
        let (Some(from), Some(to)) = (find(from), find(to)) else { return Vec::new() };
        // In the tree of heaviest links there is one way at most, and it is the best one.
        let mut parts = Parts::new(self.names.len());
        let tree: Vec<_> = self.ordered().into_iter().filter(|p| parts.join(p.0, p.1).is_some()).collect();
        let mut came: Vec<Option<usize>> = vec![None; self.names.len()];
        let mut next = vec![from];
        while let Some(row) = next.pop() {
            for (i, pair) in tree.iter().enumerate().filter(|(_, p)| p.0 == row || p.1 == row) {
                let other = if pair.0 == row { pair.1 } else { pair.0 };
                if other != from && came[other].is_none() {
                    came[other] = Some(i);
                    next.push(other);
                }
            }
        }
        let mut way = Vec::new();
        let mut row = to;
        while let Some(pair) = came[row].map(|i| tree[i]).filter(|_| row != from) {
            let mut link = self.link(pair);
            // Told in the direction one goes.
            if pair.1 != row {
                link.rows.swap(0, 1);
            }
            way.push(link);
            row = if pair.0 == row { pair.1 } else { pair.0 };
        }
        way.reverse();
        way
    }
}

/// Disjoint sets of rows.
struct Parts {
    parent: Vec<usize>,
    size: Vec<usize>,
}

impl Parts {
    fn new(n: usize) -> Self {
        Self { parent: (0..n).collect(), size: vec![1; n] }
    }

    fn root(&mut self, mut row: usize) -> usize {
        while self.parent[row] != row {
            self.parent[row] = self.parent[self.parent[row]];
            row = self.parent[row];
        }
        row
    }

    /// Joins two parts and tells their sizes; `None` if they were one already.
    fn join(&mut self, a: usize, b: usize) -> Option<[usize; 2]> {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return None;
        }
        let sides = [self.size[a], self.size[b]];
        self.parent[b] = a;
        self.size[a] += self.size[b];
        Some(sides)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows a, b, c … and pairs such as `ab 12`, weights in bits.
    fn web(rows: &str, pairs: &[(&str, i64)]) -> Web {
        let mut web = Web::default();
        for row in rows.chars() {
            web.row(format!("f:{row}"), "c".to_owned(), row.to_string());
        }
        for (pair, bits) in pairs {
            let key = |i: usize| ("c".to_owned(), pair[i..=i].to_owned());
            web.pair(key(0), key(1), bits * 1024, "phone");
        }
        web
    }

    fn names(links: &[Link]) -> Vec<String> {
        links.iter().map(|l| format!("{}{} {}", &l.rows[0][2..], &l.rows[1][2..], l.bits)).collect()
    }

    #[test]
    fn the_weakest_link_is_the_one_without_which_rows_part() {
        // a–b–c hold strongly, d hangs on c; the lighter pairs a–c and b–d hold nothing by themselves.
        let bond = web("abcde", &[("ab", 20), ("bc", 15), ("ac", 3), ("cd", 7), ("bd", 5)]).bond(Some(1.5));
        assert_eq!(names(&bond.links), ["cd 7", "bc 15", "ab 20"]);
        assert_eq!((bond.sides, bond.parts, bond.folded), ([3, 1], 1, 1));
    }

    #[test]
    fn a_customer_without_links_has_none() {
        assert_eq!(web("ab", &[]).bond(None), Bond { folded: 2, ..Bond::default() });
        assert_eq!(web("abcd", &[("ab", 4), ("cd", 5)]).bond(None).parts, 2);
    }

    #[test]
    fn the_way_between_two_rows_avoids_weak_links() {
        let web = web("abcdx", &[("ac", 1), ("ab", 9), ("cb", 8), ("cd", 6)]);
        assert_eq!(names(&web.way("f:a", "f:d")), ["ab 9", "bc 8", "cd 6"]);
        assert_eq!(names(&web.way("f:d", "f:a")), ["dc 6", "cb 8", "ba 9"]);
        assert!(web.way("f:a", "f:x").is_empty() && web.way("f:a", "f:a").is_empty());
        assert_eq!(names(&web.between(&["f:a".to_owned()], &["f:b".to_owned(), "f:c".to_owned()])), ["ab 9", "ac 1"]);
    }

    #[test]
    fn a_row_without_links_is_stood_in_for_by_an_equal_one() {
        let web = web("abcd", &[("ab", 9)]);
        let values = |name: &str| if name == "f:c" { "f:b".to_owned() } else { name.to_owned() };
        let stand_in = |name: &str| web.stand_in(name, values);
        assert_eq!(["f:a", "f:c", "f:d", "?"].map(stand_in), ["f:a", "f:b", "f:d", "?"]);
    }

    #[test]
    fn a_decision_is_told_from_a_score() {
        let mut web = web("ab", &[]);
        let key = |k: &str| ("c".to_owned(), k.to_owned());
        web.pair(key("a"), key("b"), 1000 * 1024, "");
        web.pair(key("a"), key("nobody"), 5, "phone");
        let bond = web.bond(None);
        assert!(bond.links.len() == 1 && bond.links[0].is_decided());
    }
}
