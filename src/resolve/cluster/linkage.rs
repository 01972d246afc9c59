//! Average linkage over match weights. Pairs that blocking did not make are scored on demand; pairs without a
//! comparable field are left out of the mean; every weight is clipped.

use super::Linkage;
use super::components::Link;

/// Scores pairs on demand.
pub trait Scorer: Sync {
    /// Match weight in bits, exact down to the clip of the linkage (what weighs less may be told as anything below it);
    /// `None` if nothing of the two is comparable; infinite if decided: negative for "different", positive for "same".
    fn bits(&self, a: u32, b: u32) -> Option<f64>;
}

/// What a must-link weighs against clipped pair weights.
const MUST: f64 = 1e9;
/// What a veto weighs: more than all must-links two clusters can have.
const VETO: f64 = 1e13;

/// Sum and number of pair weights between two clusters.
#[derive(Clone, Copy, Default)]
struct Between {
    sum: f64,
    pairs: f64,
}

impl Between {
    fn mean(self) -> f64 {
        if self.pairs > 0.0 { self.sum / self.pairs } else { f64::NEG_INFINITY }
    }
}
/// One step of the linkage: the cluster that starts with member `from` joins the one that starts with `into`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Merge {
    /// First member of the cluster that grows.
    pub into: u32,
    /// First member of the cluster that joins it.
    pub from: u32,
    /// Mean clipped pair weight between the two, in bits.
    pub bits: f64,
}

/// Merges of one component in the order average linkage makes them, down to `floor` bits. Taking the steps up to the
/// first one below a threshold is the linkage at that threshold.
#[must_use]
pub fn link(members: &[u32], edges: &[Link], linkage: Linkage, scorer: &dyn Scorer) -> Vec<Merge> {
    let k = members.len();
    if let ([into, from], [edge]) = (members, edges) {
        let bits = clipped(f64::from(edge.bits), linkage.clip);
        return if bits < linkage.floor { Vec::new() } else { vec![Merge { into: *into, from: *from, bits }] };
    }
    let mut merges = Vec::new();
    let mut between = matrix(members, edges, linkage.clip, scorer);
    let mut alive = vec![true; k];
    let mut best: Vec<(f64, usize)> = (0..k).map(|i| best_of(&between, &alive, k, i)).collect();
    while let Some(i) = (0..k).filter(|&i| alive[i]).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0).then(b.cmp(&a))) {
        let (bits, j) = best[i];
        if bits < linkage.floor || j == usize::MAX {
            break;
        }
        alive[j] = false;
        merges.push(Merge { into: members[i], from: members[j], bits });
        for x in (0..k).filter(|&x| alive[x] && x != i) {
            let add = between[x * k + j];
            for at in [x * k + i, i * k + x] {
                between[at].sum += add.sum;
                between[at].pairs += add.pairs;
            }
        }
        for x in (0..k).filter(|&x| alive[x]) {
            if x == i || best[x].1 == i || best[x].1 == j {
                best[x] = best_of(&between, &alive, k, x);
            } else {
                let mean = between[x * k + i].mean();
                if mean > best[x].0 || mean.total_cmp(&best[x].0).is_eq() && i < best[x].1 {
                    best[x] = (mean, i);
                }
            }
        }
    }
    merges
}

/// Best partner of a cluster: highest mean, then the smaller index.
fn best_of(between: &[Between], alive: &[bool], k: usize, i: usize) -> (f64, usize) {
    let mut best = (f64::NEG_INFINITY, usize::MAX);
    for j in (0..k).filter(|&j| j != i && alive[j]) {
        let mean = between[i * k + j].mean();
        if mean > best.0 {
            best = (mean, j);
        }
    }
    best
}

fn matrix(members: &[u32], edges: &[Link], clip: f64, scorer: &dyn Scorer) -> Vec<Between> {
    let k = members.len();
    let mut position: Vec<(u32, usize)> = members.iter().enumerate().map(|(i, &m)| (m, i)).collect();
    position.sort_unstable();
    let at = |id: u32| position[position.binary_search_by_key(&id, |p| p.0).expect("edges stay inside their component")].1;
    // A pair not yet known has a negative number of pairs.
    let mut between = vec![Between { sum: 0.0, pairs: -1.0 }; k * k];
    for edge in edges {
        let (i, j) = (at(edge.left), at(edge.right));
        between[i * k + j] = Between { sum: clipped(f64::from(edge.bits), clip), pairs: 1.0 };
        between[j * k + i] = between[i * k + j];
    }
    for i in 0..k {
        between[i * k + i].pairs = 0.0;
        for j in i + 1..k {
            if between[i * k + j].pairs < 0.0 {
                let value = scorer.bits(members[i], members[j]).map(|bits| clipped(bits, clip));
                between[i * k + j] = value.map_or(Between::default(), |sum| Between { sum, pairs: 1.0 });
                between[j * k + i] = between[i * k + j];
            }
        }
    }
    between
}

/// A veto stays a veto and a decision a decision, whatever the mean.
fn clipped(bits: f64, clip: f64) -> f64 {
    match bits {
        f64::INFINITY => MUST,
        f64::NEG_INFINITY => -VETO,
        _ => bits.clamp(-clip, clip),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Nothing;

    impl Scorer for Nothing {
        fn bits(&self, _: u32, _: u32) -> Option<f64> {
            None
        }
    }

    /// Edges of six records: a weight in bits, 13 = must-link, 14 = veto.
    fn six(weights: Vec<Option<i32>>) -> Vec<Link> {
        let pairs = (0..6u32).flat_map(|a| (a + 1..6).map(move |b| (a, b)));
        let bits = |w: i32, place: usize| match w {
            13 => f32::INFINITY,
            14 => f32::NEG_INFINITY,
            // Distinct weights: ties are settled by place, which the definition does not speak of.
            _ => w as f32 + place as f32 / 64.0,
        };
        let edge = |(place, ((left, right), w)): (usize, ((u32, u32), Option<i32>))| {
            w.map(|w| Link { left, right, bits: bits(w, place), rule: 0 })
        };
        pairs.zip(weights).enumerate().filter_map(edge).collect()
    }

    /// The definition: join the two clusters with the highest mean of the pairs that have a weight, until it is below the floor.
    fn naive(members: &[u32], edges: &[Link], linkage: Linkage) -> Vec<Merge> {
        let weight = |a: u32, b: u32| edges.iter().find(|e| (e.left, e.right) == (a.min(b), a.max(b))).map(|e| f64::from(e.bits));
        let mut clusters: Vec<Vec<u32>> = members.iter().map(|&m| vec![m]).collect();
        let mut merges = Vec::new();
        loop {
            let mut best: Option<(f64, usize, usize)> = None;
            for i in 0..clusters.len() {
                for j in i + 1..clusters.len() {
                    let known: Vec<f64> = clusters[i]
                        .iter()
                        .flat_map(|&a| clusters[j].iter().filter_map(move |&b| weight(a, b)))
                        .map(|w| w.clamp(-linkage.clip, linkage.clip))
                        .collect();
                    let mean = known.iter().sum::<f64>() / known.len() as f64;
                    if !known.is_empty() && best.is_none_or(|b| mean > b.0) {
                        best = Some((mean, i, j));
                    }
                }
            }
            let Some((bits, i, j)) = best.filter(|b| b.0 >= linkage.floor) else { return merges };
            merges.push(Merge { into: clusters[i][0], from: clusters[j][0], bits });
            let joined = clusters.remove(j);
            clusters[i].extend(joined);
        }
    }

    #[test]
    fn of_equal_means_the_smaller_index_is_joined_though_its_mean_came_later() {
        let mut weights = vec![None; 15];
        for (place, weight) in [(2, 0), (3, -3), (4, -6), (7, 0), (13, 0)] {
            weights[place] = Some(weight);
        }
        let (edges, members) = (six(weights), [0, 1, 2, 3, 4, 5]);
        let linkage = Linkage { floor: -6.0, clip: 20.0, component_max: 100 };
        assert_eq!(link(&members, &edges, linkage, &Nothing), naive(&members, &edges, linkage));
    }

    proptest! {
        #[test]
        fn linkage_is_what_its_definition_says_whatever_the_order_of_edges(
            weights in prop::collection::vec(prop::option::of(-12i32..12), 15), turn in 0usize..15,
        ) {
            let mut edges = six(weights);
            let linkage = Linkage { floor: -6.0, clip: 20.0, component_max: 100 };
            let members: Vec<u32> = (0..6).collect();
            let expected = naive(&members, &edges, linkage);
            let turn = turn.min(edges.len());
            edges.rotate_left(turn);
            let got = link(&members, &edges, linkage, &Nothing);
            prop_assert_eq!(got.len(), expected.len());
            for (g, e) in got.iter().zip(&expected) {
                prop_assert!((g.into, g.from) == (e.into, e.from) && (g.bits - e.bits).abs() < 1e-9, "{:?} {:?}", got, expected);
            }
        }

        #[test]
        fn a_veto_holds_against_every_weight_and_every_must_link(weights in prop::collection::vec(prop::option::of(-12i32..15), 15)) {
            let edges = six(weights);
            let linkage = Linkage { floor: -6.0, clip: 20.0, component_max: 100 };
            let mut cluster: Vec<u32> = (0..6).collect();
            for merge in link(&[0, 1, 2, 3, 4, 5], &edges, linkage, &Nothing) {
                cluster.iter_mut().filter(|c| **c == merge.from).for_each(|c| *c = merge.into);
            }
            for edge in edges.iter().filter(|e| e.bits == f32::NEG_INFINITY) {
                prop_assert_ne!(cluster[edge.left as usize], cluster[edge.right as usize], "{:?}", edges);
            }
        }
    }
}
