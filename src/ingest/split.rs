//! Delimited text to records: RFC 4180 with the leniency real exports need.
//!
//! A quote inside a quoted cell that is followed by neither a delimiter nor a line end is text. A quoted cell that
//! swallows rows (never closed, or closed by another row's quote) is found by its width: the record is then read
//! again as one line with the opening quote as text, and reading goes on at the next line.

use memchr::{memchr, memchr2};

use super::block::{Block, Cell, Mark};

/// A quoted cell longer than this is taken for an unbalanced quote. Excel's limit is 32,767 characters of up to four
/// bytes.
pub(super) const CELL_BYTES_MAX: usize = 128 * 1024;

/// How delimited text is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Splitter {
    /// Field delimiter.
    pub delimiter: u8,
    /// Line end: `\n`, or `\r` for old Mac files.
    pub terminator: u8,
    /// Number of cells in a row, once the header is known.
    pub width: Option<usize>,
}

/// How a record was closed.
#[derive(Default)]
struct Cut {
    /// Position after the record's line end.
    next: usize,
    /// Position of the line end (or a preceding `\r`).
    end: usize,
    /// What its quotes are like.
    quotes: Quotes,
}

/// What the quoted cells of a record are like.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent observations on one record")]
struct Quotes {
    /// A quoted cell holds line ends.
    many_lines: bool,
    /// The closing quote of such a cell stands where a cell begins: it may be the opening quote of another row.
    lone: bool,
    /// A quoted cell holds quotes that are neither doubled nor closing.
    stray: bool,
    /// A quoted cell was never closed.
    unclosed: bool,
}

impl Splitter {
    /// Cuts all whole records of `text` into `block` and returns where the first incomplete one begins. With `last`,
    /// the end of the text ends the last record.
    pub(super) fn split(&self, text: &str, last: bool, block: &mut Block) -> usize {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let first = block.cells.len();
            let Some(cut) = self.record(bytes, at, last, &mut block.cells) else {
                block.cells.truncate(first);
                return at;
            };
            at = self.settle(bytes, at, first, &cut, block);
        }
        at
    }

    /// Keeps a record as it was cut, or reads its first line again without trust in its quotes.
    fn settle(&self, bytes: &[u8], at: usize, first: usize, cut: &Cut, block: &mut Block) -> usize {
        let cells = block.cells.len() - first;
        if !cut.quotes.unclosed && !self.is_suspicious(bytes, at, cut, cells) {
            block.close(first, at, cut.end, Mark::Sound);
            return cut.next;
        }
        let (end, next) = self.line(bytes, at);
        let mut alone = Vec::new();
        self.one_line(bytes, at, end, &mut alone);
        let fits = self.width.is_none_or(|width| alone.len() == width);
        if !fits && !cut.quotes.unclosed {
            block.close(first, at, cut.end, Mark::Sound);
            return cut.next;
        }
        block.cells.truncate(first);
        block.cells.append(&mut alone);
        block.close(first, at, end, if fits { Mark::Resynced } else { Mark::Broken });
        next
    }

    /// A record over several lines is suspicious if its quotes are odd, its width is wrong, or its closing quote may be
    /// an opening one and each of its lines is a whole row by itself.
    fn is_suspicious(&self, bytes: &[u8], at: usize, cut: &Cut, cells: usize) -> bool {
        let (Some(width), true) = (self.width, cut.quotes.many_lines) else { return false };
        cut.quotes.stray || cells != width || (cut.quotes.lone && self.every_line_is_a_row(bytes, at, cut.end, width))
    }

    fn every_line_is_a_row(&self, bytes: &[u8], mut at: usize, record_end: usize, width: usize) -> bool {
        let mut alone = Vec::new();
        while at < record_end {
            let (end, next) = self.line(bytes, at);
            alone.clear();
            self.one_line(bytes, at, end.min(record_end), &mut alone);
            if alone.len() != width {
                return false;
            }
            at = next;
        }
        true
    }

    /// End of the physical line that begins at `at` (without `\r`), and the beginning of the next.
    fn line(&self, bytes: &[u8], at: usize) -> (usize, usize) {
        let end = memchr(self.terminator, &bytes[at..]).map_or(bytes.len(), |n| at + n);
        (self.without_return(bytes, at, end), (end + 1).min(bytes.len()))
    }

    fn without_return(&self, bytes: &[u8], start: usize, end: usize) -> usize {
        if self.terminator == b'\n' && end > start && bytes[end - 1] == b'\r' { end - 1 } else { end }
    }

    /// Cuts one record; `None` if the text ends before it does.
    fn record(&self, bytes: &[u8], start: usize, last: bool, cells: &mut Vec<Cell>) -> Option<Cut> {
        let mut cut = Cut { next: bytes.len(), end: bytes.len(), quotes: Quotes::default() };
        let mut at = start;
        loop {
            let stop = if bytes.get(at) == Some(&b'"') {
                self.quoted(bytes, at, last, cells, &mut cut.quotes)?
            } else {
                match memchr2(self.delimiter, self.terminator, &bytes[at..]) {
                    Some(n) => {
                        let end = if bytes[at + n] == self.terminator { self.without_return(bytes, at, at + n) } else { at + n };
                        cells.push(Cell::plain(at, end));
                        at + n
                    }
                    None if last => {
                        cells.push(Cell::plain(at, self.without_return(bytes, at, bytes.len())));
                        bytes.len()
                    }
                    None => return None,
                }
            };
            if cut.quotes.unclosed || stop >= bytes.len() {
                return Some(cut);
            }
            if bytes[stop] == self.terminator {
                cut.end = self.without_return(bytes, start, stop);
                cut.next = stop + 1;
                return Some(cut);
            }
            at = stop + 1;
        }
    }

    /// Cuts a quoted cell that opens at `open`; gives the position of the delimiter or line end after it.
    fn quoted(&self, bytes: &[u8], open: usize, last: bool, cells: &mut Vec<Cell>, quotes: &mut Quotes) -> Option<usize> {
        let start = open + 1;
        let mut escaped = false;
        let mut at = start;
        loop {
            let Some(n) = memchr(b'"', &bytes[at..]) else {
                return never_closed(bytes, start, last, quotes);
            };
            let quote = at + n;
            if quote - start > CELL_BYTES_MAX {
                return never_closed(bytes, start, true, quotes);
            }
            if bytes.get(quote + 1) == Some(&b'"') {
                escaped = true;
                at = quote + 2;
                continue;
            }
            let mut after = quote + 1;
            while matches!(bytes.get(after), Some(b' ' | b'\r')) && bytes[after] != self.terminator {
                after += 1;
            }
            let closes = match bytes.get(after) {
                Some(&b) => b == self.delimiter || b == self.terminator,
                None if last => true,
                None => return None,
            };
            if closes {
                if memchr(self.terminator, &bytes[start..quote]).is_some() {
                    quotes.many_lines = true;
                    quotes.lone |= bytes[quote - 1] == self.delimiter || bytes[quote - 1] == self.terminator;
                }
                cells.push(Cell { start: start as u32, end: quote as u32, escaped });
                return Some(after);
            }
            quotes.stray = true;
            at = quote + 1;
        }
    }

    /// Cuts one line; a quote that does not close on the line is dropped and the rest taken as text.
    fn one_line(&self, bytes: &[u8], start: usize, end: usize, cells: &mut Vec<Cell>) {
        let line = &bytes[..end];
        let mut at = start;
        loop {
            let mut ignored = Quotes::default();
            let from = cells.len();
            let closed = match line.get(at) {
                Some(b'"') => self.quoted(line, at, true, cells, &mut ignored).filter(|_| !ignored.unclosed),
                _ => None,
            };
            let stop = closed.unwrap_or_else(|| {
                cells.truncate(from);
                let begin = if line.get(at) == Some(&b'"') { at + 1 } else { at };
                let stop = memchr(self.delimiter, &line[begin..]).map_or(end, |n| begin + n);
                cells.push(Cell::plain(begin, stop));
                stop
            });
            if stop >= end {
                return;
            }
            at = stop + 1;
        }
    }
}

/// The end of the text, or `None` while more of a plausible cell may come.
fn never_closed(bytes: &[u8], start: usize, last: bool, quotes: &mut Quotes) -> Option<usize> {
    if !last && bytes.len() - start <= CELL_BYTES_MAX {
        return None;
    }
    quotes.unclosed = true;
    Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: Option<usize>) -> Vec<Vec<String>> {
        let splitter = Splitter { delimiter: b',', terminator: b'\n', width };
        let mut block = Block::default();
        assert_eq!(splitter.split(text, true, &mut block), text.len());
        let mut scratch = String::new();
        (0..block.records.len())
            .map(|r| block.cells_of(r).iter().map(|c| c.text(text, &mut scratch).to_owned()).collect())
            .collect()
    }

    fn check(text: &str, width: usize, expected: &[&[&str]]) {
        assert_eq!(rows(text, Some(width)), expected, "{text:?}");
    }

    #[test]
    fn plain_quoted_and_multi_line_cells_are_cut() {
        check("a,b\r\n1,2\r\n", 2, &[&["a", "b"], &["1", "2"]]);
        check("a,\"x, \"\"y\"\"\"\n", 2, &[&["a", "x, \"y\""]]);
        check("\"1\n2\",b\nc,d", 2, &[&["1\n2", "b"], &["c", "d"]]);
        check("a,b\n\nc,d\n", 2, &[&["a", "b"], &[""], &["c", "d"]]);
        check("a,\n,b", 2, &[&["a", ""], &["", "b"]]);
    }

    #[test]
    fn a_quote_inside_a_cell_is_text() {
        check("5\" tv,x\n", 2, &[&["5\" tv", "x"]]);
        check("\"a \"b\" c\",x\n", 2, &[&["a \"b\" c", "x"]]);
        check("\"a\" ,x\n", 2, &[&["a", "x"]]);
    }

    #[test]
    fn an_unbalanced_quote_costs_one_line() {
        check("1,\"bad,x\n2,b,y\n3,\"c, d\",z\n", 3, &[&["1", "bad", "x"], &["2", "b", "y"], &["3", "c, d", "z"]]);
        check("1,\"bad,x\n2,b,y\n3,c,z\n", 3, &[&["1", "bad", "x"], &["2", "b", "y"], &["3", "c", "z"]]);
        check("1,\"bad,x\n2,\"\",y\n3,c,z\n", 3, &[&["1", "bad", "x"], &["2", "", "y"], &["3", "c", "z"]]);
        check("1,a,\"bad\n2,b,\"\n3,c,z\n", 3, &[&["1", "a", "bad"], &["2", "b", ""], &["3", "c", "z"]]);
    }

    #[test]
    fn an_incomplete_record_waits_for_more_text() {
        let splitter = Splitter { delimiter: b',', terminator: b'\n', width: None };
        let mut block = Block::default();
        assert_eq!(splitter.split("a,b\nc,\"d\n", false, &mut block), 4);
        assert_eq!(block.records.len(), 1);
    }
}
