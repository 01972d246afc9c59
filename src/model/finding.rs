//! What is wrong with data, as values: counted and sampled, never an error.

use std::collections::BTreeMap;

/// Physical rows of a file that are no data, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// `banner`, `header`, `footer`, `blank`, `instruction`, `total`; `superseded` and `known` where a channel remembers rows.
    pub reason: &'static str,
    /// How many.
    pub rows: u64,
}

/// How often a reason occurred in one column of one channel, with samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingCount {
    /// Cells with this reason.
    pub cells: u64,
    /// At most [`SAMPLES`] examples: (file, row, raw text).
    pub samples: Vec<(String, u32, String)>,
}

/// How many examples a finding keeps.
pub const SAMPLES: usize = 5;

/// Findings by (channel, field, reason code).
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Counts by (channel, field, reason).
    pub counts: BTreeMap<(String, String, &'static str), FindingCount>,
}

impl Findings {
    /// Counts `cells` cells of (channel, field, reason); `sample` is asked only while examples are wanted.
    pub fn add(
        &mut self,
        channel: &str,
        field: &str,
        reason: &'static str,
        cells: u64,
        sample: impl FnOnce() -> (String, u32, String),
    ) {
        let count = self.counts.entry((channel.to_owned(), field.to_owned(), reason)).or_default();
        count.cells += cells;
        if count.samples.len() < SAMPLES {
            count.samples.push(sample());
        }
    }
}
