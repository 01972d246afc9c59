//! What answers imply: who is together, who is apart, and whether a further answer fits.

use std::collections::BTreeMap;

use crate::model::decisions::Verdict;

/// Things of which some are the same and some are different. Works on identities as on customers.
#[derive(Debug, Clone)]
pub(super) struct Partition<K> {
    index: BTreeMap<K, usize>,
    parent: Vec<usize>,
    /// Pairs that are different, as said.
    apart: Vec<(usize, usize)>,
}

impl<K> Default for Partition<K> {
    fn default() -> Self {
        Self { index: BTreeMap::new(), parent: Vec::new(), apart: Vec::new() }
    }
}

impl<K: Ord + Clone> Partition<K> {
    /// Takes in what was said about two things, whether it fits or not.
    pub fn say(&mut self, a: &K, b: &K, verdict: Verdict) {
        let (a, b) = (self.place(a), self.place(b));
        match verdict {
            Verdict::Same => {
                let (a, b) = (self.root(a), self.root(b));
                self.parent[a.max(b)] = a.min(b);
            }
            Verdict::Different => self.apart.push((a, b)),
        }
    }

    /// What is implied about two things so far; `None` if nothing is.
    pub fn implied(&self, a: &K, b: &K) -> Option<Verdict> {
        let (Some(&a), Some(&b)) = (self.index.get(a), self.index.get(b)) else { return None };
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return Some(Verdict::Same);
        }
        let is_apart = self.apart.iter().any(|&(x, y)| {
            let (x, y) = (self.root(x), self.root(y));
            (x, y) == (a, b) || (x, y) == (b, a)
        });
        is_apart.then_some(Verdict::Different)
    }

    fn place(&mut self, key: &K) -> usize {
        if let Some(&at) = self.index.get(key) {
            return at;
        }
        let at = self.parent.len();
        self.index.insert(key.clone(), at);
        self.parent.push(at);
        at
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sameness_carries_over_and_difference_goes_with_it() {
        let mut said = Partition::default();
        said.say(&"a", &"b", Verdict::Same);
        said.say(&"c", &"d", Verdict::Same);
        assert_eq!(said.implied(&"a", &"d"), None);
        said.say(&"b", &"c", Verdict::Different);
        assert_eq!(said.implied(&"a", &"d"), Some(Verdict::Different));
        assert_eq!(said.implied(&"d", &"c"), Some(Verdict::Same));
        assert_eq!(said.implied(&"a", &"z"), None);
    }
}
