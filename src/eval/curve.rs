//! Precision and recall at every threshold, from the rows a run joined and the weights it joined them at.
//!
//! Single linkage over a tree of joins gives the customers of every threshold (the tree is that of average linkage: see `joins`
//! in `model::publish`), so one pass from the highest weight down scores them all.

use std::collections::HashMap;

use crate::model::table::{Data, Table};

use super::labels::{EvalError, Labelled};
use super::{Pairs, pairs_in};

/// The score at one threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Threshold in bits.
    pub threshold: f64,
    /// Over all pairs of labelled records.
    pub pairs: Pairs,
}

/// Weights from this many bits on were decided by people or the source, and hold at every threshold.
const DECIDED: f64 = 999.0;

/// The score at every whole bit that joins reach, and at the threshold that was `chosen`, from the highest threshold down.
///
/// `joins` is the published table of that name.
///
/// # Errors
/// If a column of `joins` is missing or of another type.
pub fn curve(data: &Labelled, joins: &Table, chosen: f64) -> Result<Vec<Point>, EvalError> {
    let mut forest = Forest::of(data);
    let mut joins = read(data, joins, &mut forest)?;
    joins.sort_by(|a, b| b.2.total_cmp(&a.2));
    let scored = joins.iter().map(|join| join.2).filter(|bits| bits.abs() < DECIDED);
    let (low, high) = scored.fold((chosen, chosen), |(low, high), bits| (low.min(bits), high.max(bits)));
    let mut thresholds: Vec<f64> = (low.floor() as i64..=high.ceil() as i64).map(|bits| bits as f64).chain([chosen]).collect();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    let mut rest = joins.as_slice();
    let mut point = |threshold: f64| {
        let taken = rest.iter().take_while(|join| join.2 >= threshold).count();
        rest[..taken].iter().for_each(|&(a, b, _)| forest.union(a, b));
        rest = &rest[taken..];
        Point { threshold, pairs: forest.pairs }
    };
    Ok(thresholds.into_iter().map(&mut point).collect())
}

/// Joins as pairs of nodes with their weight; rows that nobody labelled become nodes without an entity.
fn read(data: &Labelled, joins: &Table, forest: &mut Forest) -> Result<Vec<(u32, u32, f64)>, EvalError> {
    let lacks = |name: &str| EvalError(format!("joins: no column `{name}` of its type"));
    let mut files: HashMap<&str, usize> = data.files.iter().enumerate().map(|(i, file)| (file.as_str(), i)).collect();
    let mut node: HashMap<(usize, i64), u32> = HashMap::new();
    for (i, record) in data.records.iter().enumerate() {
        if let Some((file, row)) = record.place {
            node.insert((file, row as i64), i as u32);
        }
    }
    let mut ends = Vec::new();
    for (file, row) in [("file", "row"), ("to_file", "to_row")] {
        let (Some(Data::Text(names)), Some(Data::Int(rows))) = (joins.column(file), joins.column(row)) else {
            return Err(lacks(file));
        };
        let mut end = Vec::with_capacity(rows.len());
        for (name, row) in names.iter().zip(rows) {
            let next = files.len();
            let file = *files.entry(name).or_insert(next);
            end.push(*node.entry((file, row.unwrap_or_default())).or_insert_with(|| forest.unlabelled()));
        }
        ends.push(end);
    }
    let Some(Data::Float(weights)) = joins.column("weight") else { return Err(lacks("weight")) };
    let bits = weights.iter().map(|weight| weight.unwrap_or(f64::NEG_INFINITY));
    Ok(ends[0].iter().zip(&ends[1]).zip(bits).map(|((&a, &b), bits)| (a, b, bits)).collect())
}

/// Growing customers with the entities of their labelled rows.
struct Forest {
    parent: Vec<u32>,
    /// Of each root: labelled rows by entity.
    entities: Vec<Vec<(usize, u64)>>,
    pairs: Pairs,
}

impl Forest {
    /// One node per labelled record, each alone.
    fn of(data: &Labelled) -> Self {
        let mut sizes: HashMap<usize, u64> = HashMap::new();
        for record in &data.records {
            *sizes.entry(record.entity).or_default() += 1;
        }
        Self {
            parent: (0..data.records.len() as u32).collect(),
            entities: data.records.iter().map(|record| vec![(record.entity, 1)]).collect(),
            pairs: Pairs { real: sizes.values().map(|&n| pairs_in(n)).sum(), ..Pairs::default() },
        }
    }

    fn unlabelled(&mut self) -> u32 {
        self.parent.push(self.parent.len() as u32);
        self.entities.push(Vec::new());
        self.parent.len() as u32 - 1
    }

    fn root(&mut self, mut node: u32) -> u32 {
        while self.parent[node as usize] != node {
            self.parent[node as usize] = self.parent[self.parent[node as usize] as usize];
            node = self.parent[node as usize];
        }
        node
    }

    fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (large, small) = if self.entities[a as usize].len() >= self.entities[b as usize].len() { (a, b) } else { (b, a) };
        self.parent[small as usize] = large;
        let moved = std::mem::take(&mut self.entities[small as usize]);
        let list = &mut self.entities[large as usize];
        let rows = |list: &[(usize, u64)]| list.iter().map(|&(_, n)| n).sum::<u64>();
        self.pairs.found += rows(list) * rows(&moved);
        for (entity, n) in moved {
            match list.iter_mut().find(|(e, _)| *e == entity) {
                Some((_, m)) => {
                    self.pairs.right += *m * n;
                    *m += n;
                }
                None => list.push((entity, n)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::join;
    use super::*;
    use crate::model::text::TextColumn;

    fn joins(list: &[(i64, i64, f64)]) -> Table {
        let mut table = Table::new();
        let files = || Data::Text(TextColumn::from_texts(list.iter().map(|_| "a.csv")));
        table.push("file", files());
        table.push("row", Data::Int(list.iter().map(|j| Some(j.0)).collect()));
        table.push("to_file", files());
        table.push("to_row", Data::Int(list.iter().map(|j| Some(j.1)).collect()));
        table.push("weight", Data::Float(list.iter().map(|j| Some(j.2)).collect()));
        table
    }

    #[test]
    fn every_threshold_is_counted_by_hand() {
        // p: rows 1, 2, 4; q: row 3; row 5 has no label and joins 4 to the others.
        let truth = b"file,row,person_id\na.csv,1,p\na.csv,2,p\na.csv,3,q\na.csv,4,p\n";
        let xref = b"file,row,customer_id\na.csv,1,X\na.csv,2,X\na.csv,3,Y\na.csv,4,Z\na.csv,5,Z\n";
        let data = join(xref, truth).expect("both files are sound");
        let table = joins(&[(2, 1, 1000.0), (5, 4, 9.5)]);
        let points =
            curve(&data, &joins(&[(2, 1, 9.5), (5, 4, 3.0), (5, 1, 1.5), (3, 1, -2.0)]), 2.25).expect("the columns are there");
        let at = |threshold: f64| {
            let point = points.iter().find(|p| p.threshold == threshold).expect("a point");
            (point.pairs.right, point.pairs.found, point.pairs.real)
        };
        assert_eq!((points[0].threshold, points[points.len() - 1].threshold), (10.0, -2.0));
        assert_eq!((at(10.0), at(9.0), at(2.25), at(1.0), at(-2.0)), ((0, 0, 3), (1, 1, 3), (1, 1, 3), (3, 3, 3), (3, 6, 3)));
        let decided = curve(&data, &table, 2.25).expect("the columns are there");
        assert_eq!((decided[0].threshold, decided[0].pairs.found), (10.0, 1), "a decision holds everywhere and is no point");
    }

    #[test]
    fn a_table_without_its_columns_is_refused() {
        let data = Labelled::default();
        assert_eq!(curve(&data, &Table::new(), 0.0).unwrap_err().0, "joins: no column `file` of its type");
    }
}
