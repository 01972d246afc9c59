//! Names of which neither part is equal: how often unrelated people have them.
//!
//! Comes in: candidate pairs by pattern and what training thinks of them. Goes out: a floor of u. Names that sound alike or are
//! nearly equal in both parts hang together (they are one people's: `Ahmad ElSayed`, `Ahmed Al-Sayed`) and are too rare in a sample of all
//! pairs to show it; where one part is equal, chance was measured among such pairs.

use crate::model::kind::Kind;

use super::chance::Chance;
use super::pattern::{Factor, Layout, Pattern};

/// Candidate pairs in the joint cells of a name in which neither part is equal.
pub struct NearNames {
    /// Pairs `[factor][cell]`; empty for factors that are no joint names.
    pairs: Vec<Vec<f64>>,
    /// Pairs of records that have a value, per factor.
    filled: Vec<f64>,
}

impl NearNames {
    /// Counts the candidate pairs; each counted one stands for `scale` of them.
    #[must_use]
    pub fn count(layout: &Layout, chance: &Chance, counts: &[(Pattern, u32)], scale: f64) -> Self {
        let pairs = |factor: &Factor| {
            if factor.at.len() != 2 || factor.kinds[0] != Kind::PersonName {
                return Vec::new();
            }
            let mut pairs = vec![0.0; factor.cells()];
            for &(pattern, count) in counts {
                let cell = factor.cell(pattern);
                let levels = Factor::split(cell);
                if (0..2).all(|slot| levels[slot] > usize::from(factor.exact[slot])) {
                    pairs[cell] += f64::from(count) * scale;
                }
            }
            pairs
        };
        Self { pairs: layout.factors.iter().map(pairs).collect(), filled: chance.floor.iter().map(|floor| 0.25 / floor).collect() }
    }

    /// Raises u to what is left of these pairs when those are taken out that are thought to be somebody's: `thought[class][factor][cell]`
    /// are sums of posteriors, none before anything is learned.
    pub fn raise(&self, u: &mut [Vec<f64>], thought: &[Vec<Vec<f64>>]) {
        for (i, pairs) in self.pairs.iter().enumerate().filter(|(_, pairs)| !pairs.is_empty()) {
            for cell in (0..pairs.len()).filter(|&cell| pairs[cell] > 0.0) {
                let explained: f64 = thought.iter().map(|class| class[i][cell]).sum();
                u[i][cell] = u[i][cell].max((pairs[cell] - explained) / self.filled[i]);
            }
            let both = |cell: &usize| Factor::comparable(*cell) == 3;
            let sum: f64 = (0..pairs.len()).filter(both).map(|cell| u[i][cell]).sum();
            (0..pairs.len()).filter(both).for_each(|cell| u[i][cell] /= sum.max(1e-300));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::mapping::Entity;

    use super::*;

    /// Names of three levels each: equal, near, else.
    fn names() -> Layout {
        let factor = Factor {
            name: "name".to_owned(),
            slots: vec!["name.given".to_owned(), "name.family".to_owned()],
            at: vec![0, 1],
            of: vec![(0, 0), (0, 1)],
            levels: [3, 3],
            names: vec![vec!["equal", "near", "else"]; 2],
            exact: [1, 1],
            kinds: vec![Kind::PersonName; 2],
            kept_chance: 0.1,
        };
        Layout { offset: vec![0], factors: vec![factor], entity: Entity::Person, both: false }
    }

    #[test]
    fn near_names_are_no_rarer_than_the_pairs_that_are_nobodys() {
        let layout = names();
        let mut cells = vec![0.0; 256];
        (cells[0x11], cells[0x22], cells[0x12], cells[0x33]) = (1e-6, 1e-9, 1e-6, 1.0 - 2e-6 - 1e-9);
        let chance = Chance {
            cells: vec![cells.clone()],
            floor: vec![0.25 / 1e6],
            least: vec![0.0],
            own: vec![Vec::new()],
            holders: vec![0],
            visible: Vec::new(),
            drawn: Vec::new(),
            together: Vec::new(),
            pairs: 1e6,
        };
        let near = NearNames::count(&layout, &chance, &[(0x22, 300), (0x11, 500), (0x12, 500)], 2.0);
        let raised = |matches: f64| {
            let mut sums = vec![0.0; 256];
            sums[0x22] = matches;
            let mut u = vec![cells.clone()];
            near.raise(&mut u, &[vec![sums]]);
            let all: f64 = u[0].iter().sum();
            assert!((all - 1.0).abs() < 1e-9, "{all}");
            u.remove(0)
        };
        // Six hundred pairs of a million: all of them are chance, or all but a hundred are matches.
        assert!((raised(0.0)[0x22] / 6e-4 - 1.0).abs() < 1e-2);
        assert!((raised(500.0)[0x22] / 1e-4 - 1.0).abs() < 1e-2);
        assert!((raised(600.0)[0x22] / 1e-9 - 1.0).abs() < 1e-2, "what was measured stays");
        // Where one part is equal, chance was measured among such pairs.
        assert!((raised(0.0)[0x12] / 1e-6 - 1.0).abs() < 1e-2);
    }
}
