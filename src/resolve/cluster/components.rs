//! Connected components of the edges, cut at their weakest edges where they are too large to link as a whole.

/// An edge between two identity records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Smaller identity record.
    pub left: u32,
    /// Larger identity record.
    pub right: u32,
    /// Match weight in bits.
    pub bits: f32,
    /// Blocking rule that emitted the pair.
    pub rule: u16,
}

/// One component with its edges.
#[derive(Debug, Clone)]
pub struct Component {
    /// Identity records, at least two.
    pub members: Vec<u32>,
    /// Edges inside.
    pub edges: Vec<Link>,
}

struct Forest(Vec<u32>);

impl Forest {
    fn find(&mut self, mut x: u32) -> u32 {
        while self.0[x as usize] != x {
            self.0[x as usize] = self.0[self.0[x as usize] as usize];
            x = self.0[x as usize];
        }
        x
    }

    fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Components of at most `max` members, and how many were cut to get there. Cutting drops the weakest quarter of a
/// component's edges at a time.
#[must_use]
pub fn components(n: usize, edges: &[Link], max: usize) -> (Vec<Component>, u64) {
    let mut done = Vec::new();
    let mut cut = 0;
    let mut open = split(n, edges.to_vec());
    while let Some(component) = open.pop() {
        if component.members.len() <= max {
            done.push(component);
            continue;
        }
        cut += 1;
        let mut bits: Vec<f32> = component.edges.iter().map(|e| e.bits).collect();
        bits.sort_by(f32::total_cmp);
        let quarter = bits[bits.len() / 4];
        let mut kept: Vec<Link> = component.edges.iter().filter(|e| e.bits > quarter).copied().collect();
        if kept.len() == component.edges.len() || kept.is_empty() {
            // Equal weights cannot be told apart; keep the strongest half by content-free order of the pair.
            kept = component.edges[..component.edges.len() / 2].to_vec();
        }
        open.extend(split(n, kept));
    }
    done.sort_by_key(|c| c.members[0]);
    (done, cut)
}

fn split(n: usize, edges: Vec<Link>) -> Vec<Component> {
    // Identity numbers are made dense first, so that cutting one component does not cost a pass over all records.
    let mut ids: Vec<u32> = edges.iter().flat_map(|e| [e.left, e.right]).collect();
    ids.sort_unstable();
    ids.dedup();
    debug_assert!(ids.last().is_none_or(|&l| (l as usize) < n));
    let dense = |id: u32| ids.binary_search(&id).map_or(0, |i| i as u32);
    let mut forest = Forest((0..ids.len() as u32).collect());
    let ends: Vec<(u32, u32)> = edges.iter().map(|e| (dense(e.left), dense(e.right))).collect();
    for &(a, b) in &ends {
        forest.union(a, b);
    }
    let root: Vec<u32> = (0..ids.len() as u32).map(|i| forest.find(i)).collect();
    let mut members: Vec<(u32, u32)> = root.iter().enumerate().map(|(i, &r)| (r, ids[i])).collect();
    members.sort_unstable();
    let mut inside: Vec<(u32, usize)> = ends.iter().enumerate().map(|(i, &(a, _))| (root[a as usize], i)).collect();
    inside.sort_unstable();
    let mut rest = inside.as_slice();
    members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| {
            let own = rest.iter().take_while(|e| e.0 == group[0].0).count();
            let component = Component {
                members: group.iter().map(|g| g.1).collect(),
                edges: rest[..own].iter().map(|&(_, i)| edges[i]).collect(),
            };
            rest = &rest[own..];
            component
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(left: u32, right: u32, bits: f32) -> Link {
        Link { left, right, bits, rule: 0 }
    }

    #[test]
    fn components_are_found_with_their_edges() {
        let (parts, cut) = components(9, &[edge(1, 2, 3.0), edge(2, 5, 3.0), edge(7, 8, 1.0)], 10);
        let found: Vec<(Vec<u32>, usize)> = parts.into_iter().map(|c| (c.members, c.edges.len())).collect();
        assert_eq!((found, cut), (vec![(vec![1, 2, 5], 2), (vec![7, 8], 1)], 0));
    }

    #[test]
    fn a_large_component_is_cut_at_its_weakest_edges() {
        let (parts, cut) = components(4, &[edge(0, 1, 9.0), edge(1, 2, 1.0), edge(2, 3, 9.0)], 2);
        let found: Vec<Vec<u32>> = parts.into_iter().map(|c| c.members).collect();
        assert_eq!((found, cut), (vec![vec![0, 1], vec![2, 3]], 1));
    }
}
