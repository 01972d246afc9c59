//! Streams over a file's bytes: once for evidence, once decoded in blocks.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use memchr::memchr_iter;

/// Bytes read at a time.
const CHUNK_BYTES: usize = 256 * 1024;
/// Bytes of the file's beginning kept for magic numbers, BOM and NUL pattern.
const HEAD_BYTES: usize = 64 * 1024;
/// Bytes of non-ASCII lines kept for scoring: some ten thousand characters decide any pair of encodings.
const SAMPLE_BYTES: usize = 256 * 1024;
/// Bytes of non-ASCII lines taken from each later chunk, so that the whole file has its say.
const SAMPLE_BYTES_LATER: usize = 4 * 1024;

/// NUL bytes in the head that damaged cells may leave in a small file.
const STRAY_NULS_MAX: u64 = 4;
/// Least share of UTF-16 units with a NUL high byte in a table with other scripts: delimiters, digits and line ends of
/// tables of Chinese text alone are a fifth and more.
const UTF16_ASCII_SHARE_MIN: f64 = 0.1;
/// The same share where no byte is above 127: then all units are ASCII but for damage.
const UTF16_LATIN_SHARE_MIN: f64 = 0.9;
/// NUL high bytes there must be for each NUL low byte.
const UTF16_LOW_NULS_PER_HIGH: u64 = 8;

/// What one pass over the bytes tells about their encoding.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Evidence {
    /// The first bytes.
    pub head: Vec<u8>,
    /// Lines that hold bytes above 127.
    pub sample: Vec<u8>,
    /// Well-formed UTF-8 sequences of two bytes and more.
    pub utf8_multibyte: u64,
    /// Byte sequences that are no UTF-8.
    pub utf8_bad: u64,
    /// Bytes in all.
    pub bytes: u64,
    nul_at_even: u64,
    nul_at_odd: u64,
    controls: u64,
    blank: bool,
}

impl Evidence {
    /// Reads to the end.
    pub(in crate::ingest) fn gather(mut reader: impl Read) -> io::Result<Self> {
        let mut evidence = Self { blank: true, ..Self::default() };
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut cut: Vec<u8> = Vec::new();
        loop {
            let n = read_full(&mut reader, &mut chunk)?;
            if n == 0 {
                evidence.utf8_bad += u64::from(!cut.is_empty());
                return Ok(evidence);
            }
            evidence.take(&chunk[..n], &mut cut);
        }
    }

    fn take(&mut self, chunk: &[u8], cut: &mut Vec<u8>) {
        if self.head.is_empty() {
            self.head.extend_from_slice(&chunk[..chunk.len().min(HEAD_BYTES)]);
            for at in memchr_iter(0, &self.head) {
                *(if at % 2 == 0 { &mut self.nul_at_even } else { &mut self.nul_at_odd }) += 1;
            }
            let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0);
            self.controls = self.head.iter().filter(control).count() as u64;
        }
        self.blank = self.blank && chunk.iter().all(|b| b.is_ascii_whitespace() || matches!(b, 0xef | 0xbb | 0xbf));
        self.bytes += chunk.len() as u64;
        if chunk.is_ascii() && cut.is_empty() {
            return;
        }
        self.keep_sample(chunk);
        if cut.is_empty() {
            self.check_utf8(chunk, cut);
        } else {
            let mut joined = std::mem::take(cut);
            joined.extend_from_slice(chunk);
            self.check_utf8(&joined, cut);
        }
    }

    fn keep_sample(&mut self, chunk: &[u8]) {
        let first = self.bytes <= CHUNK_BYTES as u64;
        let mut room =
            if first { SAMPLE_BYTES } else { SAMPLE_BYTES_LATER.min((4 * SAMPLE_BYTES).saturating_sub(self.sample.len())) };
        for line in chunk.split(|&b| b == b'\n') {
            if line.is_ascii() {
                continue;
            }
            let taken = &line[..line.len().min(room)];
            self.sample.extend_from_slice(taken);
            self.sample.push(b'\n');
            room -= taken.len();
            if room == 0 {
                return;
            }
        }
    }

    fn check_utf8(&mut self, mut bytes: &[u8], cut: &mut Vec<u8>) {
        // Once it is clear that the file is no UTF-8, counting on would only cost time.
        if self.utf8_bad > 10_000 && self.utf8_bad > self.utf8_multibyte {
            return;
        }
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.utf8_multibyte += multibyte(text.as_bytes());
                    return;
                }
                Err(error) => {
                    let good = error.valid_up_to();
                    self.utf8_multibyte += multibyte(&bytes[..good]);
                    let Some(bad) = error.error_len() else {
                        cut.extend_from_slice(&bytes[good..]);
                        return;
                    };
                    self.utf8_bad += 1;
                    bytes = &bytes[good + bad..];
                }
            }
        }
    }

    /// True if the NUL bytes of the head are more than the few that databases and damaged disks leave in text cells.
    pub(super) fn is_nul_ridden(&self) -> bool {
        self.nuls() > STRAY_NULS_MAX && self.nuls() * 100 > self.head.len() as u64
    }

    fn nuls(&self) -> u64 {
        self.nul_at_even + self.nul_at_odd
    }

    /// The UTF-16 that explains the NUL bytes: they are the high bytes of ASCII (delimiters, digits, line ends), so they
    /// sit on one parity and are many; where every other byte is ASCII, too, they are almost half of all.
    pub(super) fn utf16(&self) -> Option<&'static Encoding> {
        let (encoding, high, low) = if self.nul_at_odd > self.nul_at_even {
            (UTF_16LE, self.nul_at_odd, self.nul_at_even)
        } else {
            (UTF_16BE, self.nul_at_even, self.nul_at_odd)
        };
        let units = self.head.len() as u64 / 2;
        let is_latin_only = self.head.is_ascii();
        let share_min = if is_latin_only { UTF16_LATIN_SHARE_MIN } else { UTF16_ASCII_SHARE_MIN };
        let many = high as f64 >= units as f64 * share_min;
        // A character such as 一 (U+4E00) has its low byte NUL: a few on the other parity are no objection.
        (units > 1 && many && low * UTF16_LOW_NULS_PER_HIGH <= high).then_some(encoding)
    }

    /// Share of control bytes in the head, 0–1.
    pub(super) fn control_share(&self) -> f64 {
        self.controls as f64 / self.head.len().max(1) as f64
    }

    /// True if no byte is above 127.
    pub(super) fn is_ascii(&self) -> bool {
        self.utf8_bad + self.utf8_multibyte == 0
    }

    /// True if there is nothing but white space and a BOM.
    pub(in crate::ingest) fn is_blank(&self) -> bool {
        self.blank || (self.bytes <= 2 && matches!(self.head.as_slice(), [0xff, 0xfe] | [0xfe, 0xff]))
    }
}

/// Sequences of two bytes and more in valid UTF-8: their lead bytes.
fn multibyte(text: &[u8]) -> u64 {
    text.iter().filter(|&&b| b >= 0xc0).count() as u64
}

/// Reads until `buffer` is full or the stream ends.
fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Decoded text, block by block, without NUL characters.
pub(in crate::ingest) struct TextBlocks<R> {
    reader: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    ended: bool,
    /// Bytes read so far.
    pub bytes: u64,
    /// Byte sequences that could not be decoded; each became U+FFFD.
    pub malformed: u64,
    /// NUL characters taken out: no text has any.
    pub nuls: u64,
}

impl<R: Read> TextBlocks<R> {
    /// Decodes `reader` from `encoding`, a BOM taken off.
    pub(in crate::ingest) fn new(reader: R, encoding: &'static Encoding) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder_with_bom_removal(),
            chunk: vec![0; CHUNK_BYTES],
            ended: false,
            bytes: 0,
            malformed: 0,
            nuls: 0,
        }
    }

    /// Appends decoded text until `text` holds `bytes_min` bytes or the file ends. True at the end of the file.
    pub(in crate::ingest) fn fill(&mut self, text: &mut String, bytes_min: usize) -> io::Result<bool> {
        while !self.ended && text.len() < bytes_min {
            let n = read_full(&mut self.reader, &mut self.chunk)?;
            self.ended = n < self.chunk.len();
            self.bytes += n as u64;
            let before = text.len();
            self.decode(n, text);
            self.drop_nuls(text, before);
        }
        Ok(self.ended)
    }

    /// Takes NUL characters out of what was decoded from byte `from` on.
    fn drop_nuls(&mut self, text: &mut String, from: usize) {
        let found = memchr_iter(0, &text.as_bytes()[from..]).count();
        if found > 0 {
            let clean = text[from..].replace('\0', "");
            text.truncate(from);
            text.push_str(&clean);
            self.nuls += found as u64;
        }
    }

    fn decode(&mut self, n: usize, text: &mut String) {
        let mut from = 0;
        loop {
            let room = self.decoder.max_utf8_buffer_length_without_replacement(n - from).unwrap_or(CHUNK_BYTES * 3);
            text.reserve(room + 3);
            let (result, read) = self.decoder.decode_to_string_without_replacement(&self.chunk[from..n], text, self.ended);
            from += read;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(_, _) => {
                    self.malformed += 1;
                    text.push('\u{fffd}');
                }
            }
        }
    }
}
