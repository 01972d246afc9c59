//! The linkage as a tree over rows: from which threshold down two rows are one customer.

use rayon::prelude::*;

use crate::model::resolution::Join;

use super::cluster::Merge;
use super::prepare::NONE;

/// The joins of all rows, by (row, to). `identity_of_row` and `first_row` tell which rows folded; `own` is the weight of each identity record against its own copy: below it, rows that are
/// equal in all that is compared are too poor to be one customer, unless their record is linked to another.
pub fn joins(identity_of_row: &[u32], first_row: &[u32], merges: &[Vec<Merge>], own: &[f64]) -> Vec<Join> {
    let mut joins = Vec::new();
    let mut together = own.to_vec();
    for steps in merges {
        // A step is taken at a threshold only if those before it are.
        let mut reached = f64::INFINITY;
        for step in steps {
            reached = reached.min(step.bits);
            joins.push(join(first_row[step.into as usize], first_row[step.from as usize], reached));
            for id in [step.into, step.from] {
                together[id as usize] = together[id as usize].max(reached);
            }
        }
    }
    for (row, &id) in identity_of_row.iter().enumerate() {
        if id != NONE && first_row[id as usize] != row as u32 {
            joins.push(join(first_row[id as usize], row as u32, together[id as usize]));
        }
    }
    joins.par_sort_unstable_by_key(|join| (join.row, join.to));
    joins
}

fn join(a: u32, b: u32, bits: f64) -> Join {
    Join { row: a.max(b), to: a.min(b), bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_counts_no_more_than_those_before_it_and_equal_rows_join_with_their_record() {
        let (identity_of_row, first_row) = ([0, 1, 0, 2, NONE, 3, 3], [0, 1, 3, 5]);
        let step = |into, from, bits| Merge { into, from, bits };
        let merges = vec![vec![step(0, 1, 3.0), step(0, 2, 4.0)]];
        let own = [1.0, f64::INFINITY, f64::INFINITY, -2.0];
        let joins = joins(&identity_of_row, &first_row, &merges, &own);
        let told: Vec<(u32, u32, f64)> = joins.iter().map(|j| (j.row, j.to, j.bits)).collect();
        assert_eq!(told, [(1, 0, 3.0), (2, 0, 3.0), (3, 0, 3.0), (6, 5, -2.0)]);
    }
}
