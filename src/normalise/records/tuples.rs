//! The distinct tuples of codes that the columns of one source have in its rows.
//!
//! Comes in: a table and the columns that make one value together. Goes out: each tuple once, numbered in the order of rows.
//! No text is looked at.

use std::hint::black_box;

use crate::model::hash::mix;
use crate::model::shaped::ChannelTable;
use crate::model::slots::Slots;
use crate::model::text::MISSING;

use super::plan::SourcePlan;

/// Rows whose tuples are looked up together.
const TOGETHER: usize = 32;

/// The distinct tuples of codes of a source's columns; number 0 is "all missing".
pub(super) struct Tuples {
    /// The tuple of each row; `None` for the only column of a source, whose codes are its tuples.
    pub of_row: Option<Vec<u32>>,
    flat: Vec<u32>,
    distinct: usize,
}

impl Tuples {
    /// The tuples of a source's columns.
    pub(super) fn new(source: &SourcePlan, table: &ChannelTable) -> Self {
        let columns: Vec<&[u32]> = source.columns.iter().map(|&(_, c)| table.columns[c].text.codes.as_slice()).collect();
        if columns.len() == 1 {
            let distinct = table.columns[source.columns[0].1].text.values.len();
            return Self { of_row: None, flat: Vec::new(), distinct };
        }
        let width = columns.len();
        let mut flat = vec![MISSING; width];
        let mut index = Slots::default();
        let mut of_row = Vec::with_capacity(table.rows.len());
        let mut some = vec![MISSING; width * TOGETHER];
        for from in (0..table.rows.len()).step_by(TOGETHER) {
            let rows = from..table.rows.len().min(from + TOGETHER);
            for (i, column) in columns.iter().enumerate() {
                for (tuple, &code) in some.chunks_exact_mut(width).zip(&column[rows.clone()]) {
                    tuple[i] = code;
                }
            }
            let tuples = || some.chunks_exact(width).take(rows.len());
            // The slots of some rows are waited for at once.
            black_box(tuples().fold(0, |seen, tuple| seen ^ index.glance(hash(tuple))));
            for tuple in tuples() {
                if tuple.iter().all(|&c| c == MISSING) {
                    of_row.push(MISSING);
                    continue;
                }
                of_row.push(index.find_or_free(hash(tuple), |d| flat[d as usize * width..][..width] == *tuple).unwrap_or_else(
                    |free| {
                        let new = u32::try_from(flat.len() / width).expect("fewer than 2^32 rows in a table");
                        flat.extend_from_slice(tuple);
                        free.take(new);
                        new
                    },
                ));
            }
        }
        let distinct = flat.len() / width;
        Self { of_row: Some(of_row), flat, distinct }
    }

    /// Number of distinct tuples, "all missing" included.
    pub(super) fn len(&self) -> usize {
        self.distinct
    }

    /// The codes of a distinct tuple.
    pub(super) fn get<'a>(&'a self, distinct: &'a u32, width: usize) -> &'a [u32] {
        if self.of_row.is_none() { std::slice::from_ref(distinct) } else { &self.flat[*distinct as usize * width..][..width] }
    }
}

fn hash(tuple: &[u32]) -> u64 {
    tuple.iter().fold(tuple.len() as u64, |h, &code| mix(h, u64::from(code) + 1))
}
