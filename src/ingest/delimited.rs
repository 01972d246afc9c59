//! Delimited text (csv, tsv, txt): sniffs the dialect on the first block, then streams block by block.

use super::block::{Block, Cell};
use super::build::Builder;
use super::cell;
use super::encoding::{self, Evidence, TextBlocks};
use super::layout;
use super::source::Source;
use super::split::Splitter;
use super::two_rows;
use super::{IngestError, ReadOptions};
use crate::model::raw::{InputFacts, RawTable};
use crate::model::remark::Remark;
use crate::model::watch::Watch;

/// Bytes of text parsed at a time: large enough for the columns to be interned side by side, small enough to stay
/// far below the table's own size, and near the processor's memory.
const BLOCK_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of text the dialect is sniffed on.
const SNIFF_BYTES: usize = 256 * 1024;
/// Records the delimiters are compared on.
const SNIFF_RECORDS: usize = 200;

/// What the first block tells about the text.
struct Dialect {
    splitter: Splitter,
    header: Vec<String>,
    /// The header's last row, cell by cell.
    written: Vec<String>,
    header_at: u64,
}

/// Reads the one table of a delimited text file.
pub(super) fn read(
    source: &Source,
    evidence: &Evidence,
    options: &ReadOptions,
    watch: &dyn Watch,
) -> Result<RawTable, IngestError> {
    let choice = encoding::choose(&source.shown, evidence, options.encoding.as_deref())?;
    let mut blocks = TextBlocks::new(source.reader()?, choice.encoding);
    let failed = |e: std::io::Error| IngestError::io(&source.shown, &e);
    let mut text = String::with_capacity(BLOCK_BYTES.min(evidence.bytes as usize));
    let mut last = blocks.fill(&mut text, BLOCK_BYTES).map_err(failed)?;
    let dialect = sniff(&source.shown, &text, last, options)?;
    let mut builder = Builder::new(dialect.header, Some(dialect.header_at), char::from(dialect.splitter.delimiter));
    if builder.width() == dialect.written.len() {
        builder.is_written(&dialect.written);
    }
    let (mut block, mut next_text, mut next) = (Block::default(), String::new(), Block::default());
    let mut used = dialect.splitter.split(&text, last, &mut block);
    let (mut first, decoded) = (true, blocks.bytes.max(1));
    while !(last && used == text.len() || watch.cancelled()) {
        next_text.clear();
        next_text.push_str(&text[used..]);
        next.clear();
        let read_on = || {
            let wanted = next_text.len() + BLOCK_BYTES;
            let last = blocks.fill(&mut next_text, wanted)?;
            Ok((last, dialect.splitter.split(&next_text, last, &mut next)))
        };
        // The next block is decoded and cut while the columns of this one are interned.
        let (read, ()) = rayon::join(read_on, || builder.take(&text, &block));
        watch.tick(block.records.len() as u64);
        if std::mem::take(&mut first) {
            builder.foresee((evidence.bytes as f64 / decoded as f64 - 1.0).max(0.0));
        }
        (last, used) = read.map_err(failed)?;
        std::mem::swap(&mut text, &mut next_text);
        std::mem::swap(&mut block, &mut next);
    }
    builder.take(&text, &block);
    watch.tick(block.records.len() as u64);
    let mut input = InputFacts {
        format: "csv".to_owned(),
        encoding: choice.name.to_owned(),
        encoding_runner_up: choice.runner_up.to_owned(),
        encoding_margin: choice.margin,
        delimiter: Some(char::from(dialect.splitter.delimiter)),
        ..InputFacts::default()
    };
    input.remarks.extend(choice.remark);
    if blocks.malformed > 0 && input.remarks.is_empty() {
        input.remarks.push(Remark::new("replaced_bytes", [choice.name.to_owned(), blocks.malformed.to_string()]));
    }
    input.remarks.extend((blocks.nuls > 0).then(|| Remark::new("nul_characters", [blocks.nuls.to_string()])));
    Ok(builder.finish(source.shown.clone(), input))
}

fn sniff(file: &str, text: &str, whole: bool, options: &ReadOptions) -> Result<Dialect, IngestError> {
    let mut end = text.len().min(SNIFF_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let whole = whole && end == text.len();
    let terminator = if !sample.contains('\n') && sample.contains('\r') { b'\r' } else { b'\n' };
    let delimiter = match options.delimiter {
        Some(c) if c.is_ascii() => c as u8,
        Some(c) => {
            return Err(IngestError::unreadable(
                file,
                format!("delimiter `{c}` is not supported"),
                "use one of `,` `;` `|` or a tab",
            ));
        }
        None => declared(sample).unwrap_or_else(|| best_delimiter(sample, whole, terminator)),
    };
    let mut splitter = Splitter { delimiter, terminator, width: None };
    let rows = first_rows(&splitter, sample, whole);
    let look = rows.len().min(layout::LOOK_ROWS.max(options.header_row.unwrap_or(0) as usize));
    let header_at = layout::find_header(&rows[..look], options.header_row).map_err(|h| no_header(file, h))?;
    let found = two_rows::whole(&rows[..look], header_at);
    let written = raw_header(&splitter, sample, whole, found.at);
    let header_at = found.at;
    let mut header = if found.is_joined { found.names } else { written.clone() };
    if has_row_names(&rows[header_at + 1..], header.len()) {
        header.insert(0, String::new());
    }
    splitter.width = Some(header.len());
    Ok(Dialect { splitter, header, written, header_at: header_at as u64 })
}

/// True if every row has one cell more than the header and begins with its number: R's row names, whose column has no
/// header.
fn has_row_names(rows: &[Vec<String>], width: usize) -> bool {
    let filled: Vec<&Vec<String>> = rows.iter().filter(|r| r.iter().any(|c| !c.is_empty())).collect();
    let first = filled.first().and_then(|r| r[0].parse::<usize>().ok());
    let numbered = |(i, row): (usize, &&Vec<String>)| row.len() == width + 1 && row[0].parse().ok() == first.map(|n| n + i);
    filled.len() > 2 && first.is_some() && filled.iter().enumerate().all(numbered)
}

/// The error of a table without header.
pub(super) fn no_header(file: &str, found: layout::Headless) -> IngestError {
    let hint = "add a header row, or set `header_row` of the channel to the row that holds the column names".to_owned();
    IngestError::NoHeader { file: file.to_owned(), row: found.row, value: found.value, hint }
}

/// Excel's own first line `sep=;`.
fn declared(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim().trim_matches('"');
    match line.strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter under which most records are equally wide, wider tables first.
fn best_delimiter(sample: &str, whole: bool, terminator: u8) -> u8 {
    let mut best = (0.0, b',');
    for delimiter in [b',', b'\t', b';', b'|'] {
        let rows = first_rows(&Splitter { delimiter, terminator, width: None }, sample, whole);
        let widths: Vec<usize> = rows.iter().filter(|r| r.iter().any(|c| !c.is_empty())).map(Vec::len).collect();
        let mode = widths.iter().copied().max_by_key(|&w| (widths.iter().filter(|&&x| x == w).count(), w)).unwrap_or(1);
        let share = widths.iter().filter(|&&w| w == mode).count() as f64 / widths.len().max(1) as f64;
        let score = share * share * (mode as f64).ln();
        if score > best.0 + 1e-9 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// The first records as unwrapped cells, blank ones included.
fn first_rows(splitter: &Splitter, sample: &str, whole: bool) -> Vec<Vec<String>> {
    let block = first_block(splitter, sample, whole);
    let mut scratch = String::new();
    let mut unwrapped = |c: &Cell| cell::unwrap(c.text(sample, &mut scratch)).to_owned();
    (0..block.records.len().min(SNIFF_RECORDS)).map(|r| block.cells_of(r).iter().map(&mut unwrapped).collect()).collect()
}

/// The header's cells as written, without BOM and line ends at their edges.
fn raw_header(splitter: &Splitter, sample: &str, whole: bool, header_at: usize) -> Vec<String> {
    let block = first_block(splitter, sample, whole);
    let mut scratch = String::new();
    let edges = ['\u{feff}', '\r', '\n'];
    block.cells_of(header_at).iter().map(|c| c.text(sample, &mut scratch).trim_matches(edges).to_owned()).collect()
}

fn first_block(splitter: &Splitter, sample: &str, whole: bool) -> Block {
    let mut block = Block::default();
    splitter.split(sample, whole, &mut block);
    if block.records.is_empty() {
        // One record longer than the sample: take what there is.
        splitter.split(sample, true, &mut block);
    }
    block
}
