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

/// Bits between the weights at which components are cut.
const BAR_STEP: f32 = 0.125;

/// Components of at most `max` members, and how many were cut to get there. Cutting drops the weakest quarter of a
/// component's edges at a time, and those up to the next step of weight.
#[must_use]
pub fn components(n: usize, edges: &[Link], content: &[u64], max: usize) -> (Vec<Component>, u64) {
    let mut done = Vec::new();
    let mut cut = 0;
    let mut open = split(n, edges);
    while let Some(component) = open.pop() {
        if component.members.len() <= max {
            done.push(component);
            continue;
        }
        cut += 1;
        let mut bits: Vec<f32> = component.edges.iter().map(|e| e.bits).collect();
        bits.sort_by(f32::total_cmp);
        let quarter = bits[bits.len() / 4];
        let above = |bar: f32| -> Vec<Link> { component.edges.iter().filter(|e| e.bits > bar).copied().collect() };
        // A bar in whole steps stays where it is when a few edges change, and with it all parts they are not in.
        let mut kept = above((quarter / BAR_STEP).ceil() * BAR_STEP);
        if kept.len() < component.edges.len() / 4 {
            kept = above(quarter);
        }
        if kept.len() == component.edges.len() || kept.is_empty() {
            // Equal weights cannot be told apart: the stronger half by the content of the pair, not by the order of rows.
            kept.clone_from(&component.edges);
            let pair = |e: &Link| {
                let (a, b) = (content[e.left as usize], content[e.right as usize]);
                (a.min(b), a.max(b))
            };
            kept.sort_by(|a, b| b.bits.total_cmp(&a.bits).then_with(|| pair(a).cmp(&pair(b))));
            kept.truncate(component.edges.len() / 2);
        }
        open.extend(split_few(kept));
    }
    done.sort_by_key(|c| c.members[0]);
    (done, cut)
}

/// Components of edges between a few of the identity records: their numbers are made dense first, so that cutting one
/// component does not cost a pass over all records.
fn split_few(mut edges: Vec<Link>) -> Vec<Component> {
    let mut ids: Vec<u32> = edges.iter().flat_map(|e| [e.left, e.right]).collect();
    ids.sort_unstable();
    ids.dedup();
    let dense = |id: u32| ids.binary_search(&id).map_or(0, |i| i as u32);
    for edge in &mut edges {
        (edge.left, edge.right) = (dense(edge.left), dense(edge.right));
    }
    let mut parts = split(ids.len(), &edges);
    for part in &mut parts {
        part.members.iter_mut().for_each(|m| *m = ids[*m as usize]);
        part.edges.iter_mut().for_each(|e| (e.left, e.right) = (ids[e.left as usize], ids[e.right as usize]));
    }
    parts
}

/// Components by their smallest members; members ascending, edges in their order.
fn split(n: usize, edges: &[Link]) -> Vec<Component> {
    let mut forest = Forest((0..n as u32).collect());
    for edge in edges {
        forest.union(edge.left, edge.right);
    }
    let mut members = vec![0u32; n];
    (0..n as u32).for_each(|id| members[forest.find(id) as usize] += 1);
    let mut own = vec![0u32; n];
    for edge in edges {
        own[forest.find(edge.left) as usize] += 1;
    }
    // From here on `own` of a root is the number of its component.
    let mut parts = Vec::new();
    for root in (0..n).filter(|&root| members[root] > 1) {
        let (size, inside) = (members[root] as usize, own[root] as usize);
        own[root] = parts.len() as u32;
        parts.push(Component { members: Vec::with_capacity(size), edges: Vec::with_capacity(inside) });
    }
    for id in 0..n as u32 {
        let root = forest.find(id) as usize;
        if members[root] > 1 {
            parts[own[root] as usize].members.push(id);
        }
    }
    for &edge in edges {
        parts[own[forest.find(edge.left) as usize] as usize].edges.push(edge);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(left: u32, right: u32, bits: f32) -> Link {
        Link { left, right, bits, rule: 0 }
    }

    #[test]
    fn components_are_found_with_their_edges() {
        let (parts, cut) = components(9, &[edge(1, 2, 3.0), edge(2, 5, 3.0), edge(7, 8, 1.0)], &[0; 9], 10);
        let found: Vec<(Vec<u32>, usize)> = parts.into_iter().map(|c| (c.members, c.edges.len())).collect();
        assert_eq!((found, cut), (vec![(vec![1, 2, 5], 2), (vec![7, 8], 1)], 0));
    }

    #[test]
    fn an_edge_that_changes_moves_no_cut_elsewhere() {
        // A chain of threes: strong inside, weaker from one to the next.
        let chain = |first: f32| -> Vec<Vec<u32>> {
            let inside = |t: u32, bits: f32| [edge(t, t + 1, bits), edge(t + 1, t + 2, bits)];
            let edges = (0..20).flat_map(|i| {
                let t = 3 * i;
                let between = edge(t + 2, t + 3, if i == 0 { first } else { 1.0 + i as f32 / 100.0 });
                inside(t, 9.0).into_iter().chain((i < 19).then_some(between))
            });
            components(60, &edges.collect::<Vec<Link>>(), &[0; 60], 30).0.into_iter().map(|c| c.members).collect()
        };
        let before = chain(1.0);
        assert_eq!(before, (0..20).map(|i| vec![3 * i, 3 * i + 1, 3 * i + 2]).collect::<Vec<_>>());
        let mut after = chain(7.0);
        assert_eq!(after.remove(0), [0, 1, 2, 3, 4, 5]);
        assert_eq!(after, before[2..]);
    }

    #[test]
    fn a_large_component_is_cut_at_its_weakest_edges() {
        let (parts, cut) = components(4, &[edge(0, 1, 9.0), edge(1, 2, 1.0), edge(2, 3, 9.0)], &[0; 4], 2);
        let found: Vec<Vec<u32>> = parts.into_iter().map(|c| c.members).collect();
        assert_eq!((found, cut), (vec![vec![0, 1], vec![2, 3]], 1));
    }
}
