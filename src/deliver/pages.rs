//! Pages of text columns, made of dictionary codes as they are.
//!
//! Comes in: rows of a text column. Goes out: a dictionary page and a page of keys, or pages of texts, compressed. They are byte
//! for byte what polars' encoder makes of the same rows; that one needs arrays of them first, and looks at every row several
//! times more. Every thread keeps its buffers and its compressor from page to page.

use std::cell::RefCell;
use std::io;
use std::ops::Range;

use polars::prelude::PolarsResult;
use polars_parquet::parquet::CowBuffer;
use polars_parquet::parquet::compression::Compression;
use polars_parquet::parquet::encoding::hybrid_rle::{Encoder, encode};
use polars_parquet::parquet::metadata::Descriptor;
use polars_parquet::parquet::page::{
    CompressedDataPage, CompressedDictPage, CompressedPage, DataPageHeader, DataPageHeaderV1, Page,
};
use polars_parquet::parquet::schema::types::PrimitiveType;
use polars_parquet::parquet::statistics::BinaryStatistics;
use polars_parquet::write::Encoding;

use super::parquet::{EXTREMES_MAX, ROWS_PER_VALUE, Seen, ZSTD_LEVEL, is_sorted};
use crate::model::text::{MISSING, TextColumn};

/// Bytes of a page, about.
const PAGE_BYTES: usize = 1 << 20;

/// Longer extremes are cut by polars: their columns are left to it.
const EXTREME_BYTES: usize = 64;

/// What a thread keeps from page to page.
struct Scratch {
    page: Vec<u8>,
    packed: Vec<u8>,
    filled: Vec<bool>,
    keys: Vec<u32>,
    zstd: zstd::bulk::Compressor<'static>,
}

impl Scratch {
    fn new() -> io::Result<Self> {
        let zstd = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
        Ok(Self { page: Vec::new(), packed: Vec::new(), filled: Vec::new(), keys: Vec::new(), zstd })
    }

    /// The page in the buffer, compressed.
    fn compressed(&mut self) -> io::Result<CowBuffer> {
        let Self { page, packed, zstd, .. } = self;
        compress(page, packed, zstd)
    }
}

fn compress(page: &[u8], packed: &mut Vec<u8>, zstd: &mut zstd::bulk::Compressor<'static>) -> io::Result<CowBuffer> {
    packed.clear();
    packed.reserve(zstd::zstd_safe::compress_bound(page.len()));
    zstd.compress_to_buffer(page, packed)?;
    Ok(CowBuffer::Owned(packed.clone()))
}

thread_local! {
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

/// Does something with what the thread keeps. Nothing within may wait for other threads' work: they could come here too.
fn with_scratch<T>(work: impl FnOnce(&mut Scratch) -> io::Result<T>) -> PolarsResult<T> {
    SCRATCH.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Some(Scratch::new()?);
        }
        let scratch = kept.as_mut().expect("it was made above");
        Ok(work(scratch)?)
    })
}

/// A page that polars made, compressed.
pub(super) fn compressed(page: Page) -> PolarsResult<CompressedPage> {
    with_scratch(|scratch| {
        let Scratch { packed, zstd, .. } = scratch;
        Ok(match page {
            Page::Data(page) => {
                let bytes = compress(page.buffer(), packed, zstd)?;
                let (size, rows) = (page.buffer().len(), page.num_rows().unwrap_or_default());
                let (header, descriptor) = (page.header().clone(), page.descriptor);
                CompressedPage::Data(CompressedDataPage::new(header, bytes, Compression::Zstd, size, descriptor, rows))
            }
            Page::Dict(page) => {
                let bytes = compress(&page.buffer, packed, zstd)?;
                let (size, values) = (page.buffer.len(), page.num_values);
                CompressedPage::Dict(CompressedDictPage::new(bytes, Compression::Zstd, size, values, page.is_sorted))
            }
        })
    })
}

/// Rows of a text column.
pub(super) struct Texts<'a> {
    pub(super) column: &'a TextColumn,
    pub(super) rows: Range<usize>,
    pub(super) of_type: &'a PrimitiveType,
}

impl Texts<'_> {
    /// The pages; `None` for a column that is left to polars.
    pub(super) fn pages(&self, seen: &mut Seen) -> PolarsResult<Option<Vec<CompressedPage>>> {
        let codes = &self.column.codes[self.rows.clone()];
        with_scratch(|scratch| {
            scratch.filled.clear();
            scratch.filled.extend(codes.iter().map(|&code| code != MISSING));
            seen.keys_of(codes, &mut scratch.keys);
            let repeats = scratch.keys.len() as f64 >= seen.distinct.len() as f64 * ROWS_PER_VALUE;
            if repeats && !seen.distinct.is_empty() {
                self.by_key(&seen.distinct, scratch)
            } else {
                self.one_by_one(codes, scratch)
            }
        })
    }

    /// A dictionary page and a page of keys: so few bytes per row fit into one.
    fn by_key(&self, distinct: &[u32], scratch: &mut Scratch) -> io::Result<Option<Vec<CompressedPage>>> {
        let text = |&code: &u32| self.column.values.bytes(code);
        let extremes = if distinct.len() <= EXTREMES_MAX || is_sorted(self.column, distinct) {
            (distinct.iter().map(text).min(), distinct.iter().map(text).max())
        } else {
            (None, None)
        };
        let rows = scratch.filled.len();
        let Some(statistics) = self.statistics(extremes, rows - scratch.keys.len()) else { return Ok(None) };
        scratch.page.clear();
        for code in distinct {
            plain(text(code), &mut scratch.page);
        }
        let dictionary = scratch.compressed()?;
        let dictionary = CompressedDictPage::new(dictionary, Compression::Zstd, scratch.page.len(), distinct.len(), false);
        let Scratch { page, filled, keys, .. } = scratch;
        page.clear();
        levels(filled, page)?;
        let bits = usize::BITS - (distinct.len() - 1).leading_zeros();
        page.push(bits as u8);
        encode::<u32, _, _>(page, keys.iter().copied(), bits)?;
        let data = self.data(Encoding::RleDictionary, rows, statistics, scratch)?;
        Ok(Some(vec![CompressedPage::Dict(dictionary), data]))
    }

    /// Pages of texts as they are.
    fn one_by_one(&self, codes: &[u32], scratch: &mut Scratch) -> io::Result<Option<Vec<CompressedPage>>> {
        let text = |&code: &u32| self.column.values.bytes(code);
        let ordered = is_sorted(self.column, codes);
        let mut pages = Vec::new();
        let per_page = rows_per_page(self.column, codes, scratch.keys.len() < codes.len());
        for start in (0..codes.len()).step_by(per_page) {
            let rows = start..codes.len().min(start + per_page);
            let Scratch { page, filled, .. } = scratch;
            page.clear();
            levels(&filled[rows.clone()], page)?;
            let mut known = codes[rows.clone()].iter().filter(|&&code| code != MISSING);
            let mut count = 0;
            for code in known.clone() {
                plain(text(code), page);
                count += 1;
            }
            let extremes =
                if ordered { (known.next().map(text), known.next_back().or(known.next()).map(text)) } else { (None, None) };
            let extremes = (extremes.0, extremes.1.or(extremes.0));
            let Some(statistics) = self.statistics(extremes, rows.len() - count) else { return Ok(None) };
            pages.push(self.data(Encoding::Plain, rows.len(), statistics, scratch)?);
        }
        Ok(Some(pages))
    }

    /// What a page says of its values; `None` if an extreme is too long.
    fn statistics(&self, (least, greatest): (Option<&[u8]>, Option<&[u8]>), missing: usize) -> Option<BinaryStatistics> {
        let is_short = |value: Option<&[u8]>| value.is_none_or(|value| value.len() <= EXTREME_BYTES);
        (is_short(least) && is_short(greatest)).then(|| BinaryStatistics {
            primitive_type: self.of_type.clone(),
            null_count: i64::try_from(missing).ok(),
            distinct_count: None,
            max_value: greatest.map(<[u8]>::to_vec),
            min_value: least.map(<[u8]>::to_vec),
        })
    }

    /// The data page in the buffer.
    fn data(
        &self,
        encoding: Encoding,
        rows: usize,
        statistics: BinaryStatistics,
        scratch: &mut Scratch,
    ) -> io::Result<CompressedPage> {
        let header = DataPageHeader::V1(DataPageHeaderV1 {
            num_values: i32::try_from(rows).unwrap_or(i32::MAX),
            encoding: encoding.into(),
            definition_level_encoding: Encoding::Rle.into(),
            repetition_level_encoding: Encoding::Rle.into(),
            statistics: Some(statistics.serialize()),
        });
        let bytes = scratch.compressed()?;
        let descriptor = Descriptor { primitive_type: self.of_type.clone(), max_def_level: 0, max_rep_level: 0 };
        let size = scratch.page.len();
        Ok(CompressedPage::Data(CompressedDataPage::new(header, bytes, Compression::Zstd, size, descriptor, rows)))
    }
}

/// How many rows of texts make a page: by the bytes that the rows would have as an array.
fn rows_per_page(column: &TextColumn, codes: &[u32], has_missing: bool) -> usize {
    const OFFSET_BYTES: usize = 8;
    let texts: usize = codes.iter().map(|&code| column.values.bytes(code).len()).sum();
    let validity = if has_missing { codes.len().div_ceil(8) } else { 0 };
    let bytes = texts + (codes.len() + 1) * OFFSET_BYTES + validity;
    (PAGE_BYTES / (bytes / codes.len().max(1) + 1)).max(1)
}

/// A text with its length.
fn plain(text: &[u8], page: &mut Vec<u8>) {
    page.extend_from_slice(&(text.len() as u32).to_le_bytes());
    page.extend_from_slice(text);
}

/// Which rows have a value, behind the number of bytes it takes.
fn levels(filled: &[bool], page: &mut Vec<u8>) -> io::Result<()> {
    const LENGTH_BYTES: usize = 4;
    let start = page.len();
    page.extend_from_slice(&[0; LENGTH_BYTES]);
    if filled.contains(&false) {
        encode::<bool, _, _>(page, filled.iter().copied(), 1)?;
    } else {
        <bool as Encoder<bool>>::run_length_encode(page, filled.len(), true, 1)?;
    }
    let length = (page.len() - start - LENGTH_BYTES) as u32;
    page[start..start + LENGTH_BYTES].copy_from_slice(&length.to_le_bytes());
    Ok(())
}
