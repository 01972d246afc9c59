//! Reads what the last published run remembers of a channel.

use std::path::Path;

use anyhow::Context as _;

use crate::model::publish::{KEPT, KEPT_FORMAT};
use crate::model::raw::{InputFacts, RawTable};
use crate::model::text::TextColumn;
use crate::registry::parquet;

use super::{FIXED, SEEN_FILE, Seen, folder_name};

/// Remembered rows of one layout (header) of a channel.
#[derive(Debug, Clone)]
pub struct KeptTable {
    /// The rows as the source wrote them. The file is `state/kept/<channel>/<n>.parquet`, rows count from 1.
    pub raw: RawTable,
    /// Source key of each row.
    pub source_key: TextColumn,
    /// Number of the run that first saw each row.
    pub first: Vec<u32>,
    /// The file each row was read from.
    pub file: TextColumn,
    /// Its row there.
    pub file_row: Vec<u32>,
}

/// Everything remembered of a channel in the run whose folder is given: tables by number, and superseded values. Nothing
/// if the channel remembers nothing.
///
/// # Errors
/// If a file cannot be read or is damaged.
pub fn kept(run: &Path, channel: &str) -> anyhow::Result<(Vec<KeptTable>, Vec<Seen>)> {
    let name = format!("{KEPT}/{}", folder_name(channel));
    let folder = run.join(&name);
    let mut tables = Vec::new();
    for number in 1.. {
        let path = folder.join(format!("{number}.parquet"));
        if !path.is_file() {
            break;
        }
        let context = || format!("the remembered rows of channel `{channel}` cannot be used");
        tables.push(table(&path, format!("{name}/{number}.parquet")).with_context(context)?);
    }
    let path = folder.join(format!("{SEEN_FILE}.parquet"));
    let seen = if path.is_file() { seen(&path)? } else { Vec::new() };
    Ok((tables, seen))
}

fn table(path: &Path, file: String) -> anyhow::Result<KeptTable> {
    let frame = parquet::read(path, None)?;
    let names: Vec<String> = frame.get_column_names().iter().map(ToString::to_string).collect();
    let cells = || names.iter().skip(FIXED.len());
    let columns = cells().map(|name| parquet::texts(&frame, name)).collect::<anyhow::Result<Vec<_>>>()?;
    // `3:手机号码`: the number keeps repeated and empty headers apart.
    let header = cells().map(|name| name.split_once(':').map_or("", |(_, header)| header).to_owned()).collect();
    let rows = frame.height() as u32;
    let whole = |name: &str| -> anyhow::Result<Vec<u32>> {
        Ok(parquet::numbers(&frame, name)?.into_iter().map(|n| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0)).collect())
    };
    let input = InputFacts {
        format: KEPT_FORMAT.to_owned(),
        encoding_margin: f64::INFINITY,
        physical_rows: u64::from(rows),
        bytes: std::fs::metadata(path).map_or(0, |m| m.len()),
        ..InputFacts::default()
    };
    Ok(KeptTable {
        source_key: parquet::texts(&frame, "source_key")?,
        first: whole("first")?,
        file: parquet::texts(&frame, "file")?,
        file_row: whole("file_row")?,
        raw: RawTable { file, header, columns, rows: (1..=rows).collect(), input, ..RawTable::default() },
    })
}

fn seen(path: &Path) -> anyhow::Result<Vec<Seen>> {
    let frame = parquet::read(path, None)?;
    let keys = parquet::texts(&frame, "key")?;
    let (values, first, last) =
        (parquet::numbers(&frame, "value")?, parquet::numbers(&frame, "first")?, parquet::numbers(&frame, "last")?);
    let whole = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let read = |i: usize| {
        let key = u128::from_str_radix(keys.get(i), 16).with_context(|| format!("`{}`: a key is damaged", path.display()))?;
        Ok(Seen { key, value: values[i].unwrap_or(0).cast_unsigned(), first: whole(first[i]), last: whole(last[i]) })
    };
    (0..keys.len()).map(read).collect()
}
