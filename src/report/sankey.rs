//! First contact to last contact as a Sankey diagram (Sankey 1898): positions only, the template draws.
//!
//! Comes in: flows between channels. Goes out: nodes and ribbons in the units of the diagram's view box, with names and
//! numbers as they are; the template escapes them.

use serde::Serialize;

use super::facts::Flow;

/// Width of the view box.
const WIDTH: f64 = 760.0;
/// Where the left nodes begin: room for channel names before them.
const LEFT: f64 = 170.0;
/// Width of a node.
const NODE: f64 = 12.0;
/// Height of all nodes of a side together, without gaps.
const BODY: f64 = 300.0;
/// Between two nodes: a line of text fits beside the smallest one.
const GAP: f64 = 14.0;
/// Above the first node.
const TOP: f64 = 24.0;
/// Channels of their own on a side; the others share one node.
const NODES_MAX: usize = 12;

/// A diagram.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Sankey {
    width: f64,
    height: f64,
    left: Vec<Node>,
    right: Vec<Node>,
    ribbons: Vec<Ribbon>,
}

/// One channel on one side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Node {
    /// `""` stands for all that have no node of their own.
    name: String,
    customers: u64,
    /// Number of its colour.
    hue: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Middle, where the text stands.
    middle: f64,
}

/// One flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Ribbon {
    from: String,
    to: String,
    customers: u64,
    hue: usize,
    path: String,
}

/// Lays the flows out; `None` where nothing flows.
pub(super) fn sankey(flows: &[Flow]) -> Option<Sankey> {
    let total: u64 = flows.iter().map(|flow| flow.customers).sum();
    if total == 0 {
        return None;
    }
    let names = channels(flows);
    let side = |name: &str| names.iter().position(|known| known == name).unwrap_or(names.len());
    let mut cells = vec![vec![0_u64; names.len() + 1]; names.len() + 1];
    for flow in flows {
        cells[side(&flow.from)][side(&flow.to)] += flow.customers;
    }
    let scale = |customers: u64| customers as f64 / total as f64 * BODY;
    let sums = |right: bool| -> Vec<u64> {
        let at = |i: usize, j: usize| if right { cells[j][i] } else { cells[i][j] };
        (0..=names.len()).map(|i| (0..=names.len()).map(|j| at(i, j)).sum()).collect()
    };
    let left = nodes(&names, &sums(false), LEFT, scale);
    let right = nodes(&names, &sums(true), WIDTH - LEFT - NODE, scale);
    let ribbons = ribbons(&names, &cells, (&left, &right), scale);
    let bottom = left.iter().chain(&right).map(|node| node.y + node.height).fold(0.0, f64::max);
    let shown = |nodes: Vec<Node>| nodes.into_iter().filter(|node| node.customers > 0).collect();
    Some(Sankey { width: WIDTH, height: bottom + GAP, left: shown(left), right: shown(right), ribbons })
}

/// Channels with a node of their own: those of most customers on either side, largest first.
fn channels(flows: &[Flow]) -> Vec<String> {
    let mut sums: Vec<(String, u64)> = Vec::new();
    for (name, customers) in flows.iter().flat_map(|f| [(&f.from, f.customers), (&f.to, f.customers)]) {
        match sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += customers,
            None => sums.push((name.clone(), customers)),
        }
    }
    sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sums.truncate(NODES_MAX);
    sums.into_iter().map(|(name, _)| name).collect()
}

/// One node per channel and one for the rest, from top to bottom; empty ones take no room.
fn nodes(names: &[String], sums: &[u64], x: f64, scale: impl Fn(u64) -> f64) -> Vec<Node> {
    let mut y = TOP;
    let mut nodes = Vec::new();
    for (hue, &customers) in sums.iter().enumerate() {
        let height = scale(customers);
        let name = names.get(hue).cloned().unwrap_or_default();
        nodes.push(Node {
            name,
            customers,
            hue,
            x,
            y: round(y),
            width: NODE,
            height: round(height),
            middle: round(y + height / 2.0),
        });
        if customers > 0 {
            y += height + GAP;
        }
    }
    nodes
}

fn ribbons(names: &[String], cells: &[Vec<u64>], (left, right): (&[Node], &[Node]), scale: impl Fn(u64) -> f64) -> Vec<Ribbon> {
    let mut ribbons = Vec::new();
    let mut entered = vec![0.0; right.len()];
    for (i, from) in left.iter().enumerate() {
        let mut left_off = 0.0;
        for (j, to) in right.iter().enumerate().filter(|(j, _)| cells[i][*j] > 0) {
            let height = scale(cells[i][j]);
            let (x, top) = (from.x + NODE, from.y + left_off);
            let (end, end_top) = (to.x, to.y + entered[j]);
            left_off += height;
            entered[j] += height;
            let middle = f64::midpoint(x, end);
            let (bottom, end_bottom) = (top + height, end_top + height);
            let path = format!(
                "M{x:.0} {top:.1}C{middle:.0} {top:.1} {middle:.0} {end_top:.1} {end:.0} {end_top:.1}V{end_bottom:.1}C{middle:.0} {end_bottom:.1} {middle:.0} {bottom:.1} {x:.0} {bottom:.1}Z"
            );
            let name = |at: usize| names.get(at).cloned().unwrap_or_default();
            ribbons.push(Ribbon { from: name(i), to: name(j), customers: cells[i][j], hue: i, path });
        }
    }
    ribbons
}

/// To a tenth: nobody sees less, and the page stays small.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(from: &str, to: &str, customers: u64) -> Flow {
        Flow { from: from.into(), to: to.into(), customers, converted: 0 }
    }

    #[test]
    fn heights_are_shares_and_ribbons_fill_their_nodes() {
        let diagram = sankey(&[flow("a", "a", 30), flow("a", "b", 10), flow("b", "b", 20)]).unwrap();
        let heights = |nodes: &[Node]| nodes.iter().map(|n| (n.name.clone(), n.customers, n.height)).collect::<Vec<_>>();
        assert_eq!(heights(&diagram.left), [("a".into(), 40, 200.0), ("b".into(), 20, 100.0)]);
        assert_eq!(heights(&diagram.right), [("a".into(), 30, 150.0), ("b".into(), 30, 150.0)]);
        assert_eq!(diagram.ribbons.len(), 3);
        // The second ribbon of `a` begins where its first ends: 150 below the top.
        assert!(diagram.ribbons[1].path.starts_with("M182 174.0C"), "{}", diagram.ribbons[1].path);
    }

    #[test]
    fn many_channels_share_one_node_and_none_makes_no_diagram() {
        let flows: Vec<Flow> = (0..40).map(|i| flow(&format!("c{i:02}"), "x", 1)).collect();
        let diagram = sankey(&flows).unwrap();
        assert_eq!((diagram.left.len(), diagram.right.len()), (NODES_MAX, 1));
        assert_eq!(diagram.left.last().map(|n| (n.name.as_str(), n.customers)), Some(("", 29)));
        assert_eq!(sankey(&[]), None);
    }
}
