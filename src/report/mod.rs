//! Facts to pages: one self-contained HTML page and the same numbers as JSON.
//!
//! Comes in: [`ReportFacts`]. Goes out: the text of `report/index.html` and `report.json`. Pure: no clock, no files, no
//! network, in the page neither. Samples are masked before either text is made, unless the project says otherwise.

mod facts;
mod measure;
mod gates;
mod mask;
mod canvas;
mod charts;
mod sankey;
mod levels;
mod keys;
mod view;
mod notice;
mod render;
mod profile;
#[cfg(test)]
mod tests;

pub use facts::*;
pub use gates::gates;
pub use mask::mask;
pub use measure::{Behind, Frame, Measured, measure};
pub use notice::{Notice, failure_notice, notice};
pub use profile::profile_page;

/// The report's two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `report/index.html`.
    pub html: String,
    /// `report.json`.
    pub json: String,
}

/// What may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Samples {
    /// Samples and names are masked.
    #[default]
    Masked,
    /// Samples and names are shown as they are.
    Clear,
}

/// Renders the report.
///
/// # Panics
/// Never: the facts are maps with text keys and finite numbers, which always have a JSON form.
#[must_use]
pub fn report(facts: &ReportFacts, samples: Samples) -> Report {
    let mut facts = facts.clone();
    facts.format_version = REPORT_FORMAT_VERSION;
    facts.masked = samples == Samples::Masked;
    if facts.masked {
        mask_samples(&mut facts);
    }
    let json = serde_json::to_string_pretty(&facts).expect("facts are maps with text keys and finite numbers");
    Report { html: render::page(&facts), json: json + "\n" }
}

/// The JSON Schema of `report.json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ReportFacts).to_value()
}

fn mask_samples(facts: &mut ReportFacts) {
    let findings = facts.findings.iter_mut().flat_map(|line| &mut line.samples);
    let rejects = facts.rejects.iter_mut().flat_map(|line| &mut line.samples);
    let entries = facts.entry.iter_mut().flat_map(|line| &mut line.samples);
    for sample in findings.chain(rejects).chain(entries) {
        sample.text = mask(&sample.text);
    }
    for line in facts.corrections.iter_mut().filter(|line| line.is_personal()) {
        line.value = mask(&line.value);
        line.suggestion = mask(&line.suggestion);
    }
    for cluster in facts.largest.iter_mut().chain(&mut facts.weakest) {
        cluster.name = mask(&cluster.name);
    }
}
