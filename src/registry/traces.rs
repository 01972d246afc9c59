//! What a published run knows of people: its records with their names and contacts, and which rows they are.

use std::collections::BTreeSet;
use std::path::Path;

use crate::model::text::TextColumn;

use super::parquet;

/// The records of a run as its state has them, absent ones that are remembered included.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    /// Channel of each record.
    pub channel: TextColumn,
    /// Source key.
    pub source_key: TextColumn,
    /// Customer; `""` if it has none.
    pub customer_id: TextColumn,
    /// Names of persons, joined by `|`.
    pub name: TextColumn,
    /// Names of companies.
    pub company: TextColumn,
    /// Phones.
    pub phone: TextColumn,
    /// Mail addresses.
    pub email: TextColumn,
}

/// Reads the records of a run.
///
/// # Errors
/// If the file cannot be read or is damaged.
pub fn traces(run: &Path) -> anyhow::Result<Traces> {
    let frame = parquet::read(&run.join("state/records.parquet"), None)?;
    let has = |name: &str| frame.get_column_names().iter().any(|n| n.as_str() == name);
    let texts = |name: &str| {
        if has(name) { parquet::texts(&frame, name) } else { Ok(TextColumn::missing(frame.height())) }
    };
    Ok(Traces {
        channel: texts("channel")?,
        source_key: texts("source_key")?,
        customer_id: texts("customer_id")?,
        name: texts("principal.name")?,
        company: texts("principal.company")?,
        phone: texts("principal.phone")?,
        email: texts("principal.email")?,
    })
}

/// Files and rows of these records (channel, source key) in a run.
///
/// # Errors
/// If `xref.parquet` cannot be read or is damaged.
pub fn rows_of(run: &Path, sources: &BTreeSet<(String, String)>) -> anyhow::Result<BTreeSet<(String, i64)>> {
    let frame = parquet::read(&run.join("xref.parquet"), Some(&["channel", "file", "row", "source_key"]))?;
    let (channels, keys) = (parquet::texts(&frame, "channel")?, parquet::texts(&frame, "source_key")?);
    let (files, rows) = (parquet::texts(&frame, "file")?, parquet::numbers(&frame, "row")?);
    let wanted: BTreeSet<&str> = sources.iter().map(|(_, key)| key.as_str()).collect();
    let is_one =
        |i: &usize| wanted.contains(keys.get(*i)) && sources.contains(&(channels.get(*i).to_owned(), keys.get(*i).to_owned()));
    Ok((0..keys.len()).filter(is_one).map(|i| (files.get(i).to_owned(), rows[i].unwrap_or(0))).collect())
}
