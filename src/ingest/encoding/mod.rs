//! Which encoding a text file has, and its bytes as UTF-8 text in blocks.
//!
//! Evidence in order: BOM, NUL pattern, strict UTF-8; then the candidates of [`models`] are scored together.

mod alphabets;
mod models;
mod stream;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::IngestError;
use crate::model::remark::Remark;
pub(super) use stream::{Evidence, TextBlocks};

/// Share of control bytes above which a file is no text. Text has tabs and line ends only; 1 in 100 forgives a
/// few stray terminal codes.
const CONTROL_SHARE_MAX: f64 = 0.01;

/// Bits per character by which an override may be worse than the best candidate. Right and wrong Chinese or
/// Western readings differ by three bits and more; neighbours (GBK, GB18030) by none.
const OVERRIDE_SLACK_BITS: f64 = 3.0;

/// A decision on the encoding.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// The encoding to decode with.
    pub encoding: &'static Encoding,
    /// Its name as people write it.
    pub name: &'static str,
    /// Name of the second best; empty where certain.
    pub runner_up: &'static str,
    /// Bits per character between the two; infinite where certain.
    pub margin: f64,
    /// Remark for the user, e.g. damaged UTF-8.
    pub remark: Option<Remark>,
}

impl Choice {
    fn certain(encoding: &'static Encoding, name: &'static str) -> Self {
        Self { encoding, name, runner_up: "", margin: f64::INFINITY, remark: None }
    }
}

/// Decides on the encoding of a file from its evidence.
pub(super) fn choose(file: &str, evidence: &Evidence, wanted: Option<&str>) -> Result<Choice, IngestError> {
    let found = detect(file, evidence);
    match wanted {
        Some(label) => check_override(file, evidence, label, found),
        None => found,
    }
}

fn detect(file: &str, evidence: &Evidence) -> Result<Choice, IngestError> {
    if let Some((encoding, _)) = Encoding::for_bom(&evidence.head) {
        return Ok(Choice::certain(encoding, name_of(encoding)));
    }
    if evidence.is_nul_ridden() {
        return match evidence.utf16() {
            Some(encoding) => Ok(Choice::certain(encoding, name_of(encoding))),
            None => Err(not_text(file)),
        };
    }
    if evidence.control_share() > CONTROL_SHARE_MAX {
        return Err(not_text(file));
    }
    if evidence.utf8_bad == 0 {
        return Ok(Choice::certain(UTF_8, "UTF-8"));
    }
    Ok(scored(evidence))
}

fn scored(evidence: &Evidence) -> Choice {
    // A long UTF-8 file with a cut character or two is UTF-8, not eight-bit text that happens to look like it.
    if evidence.utf8_multibyte >= 20 * evidence.utf8_bad {
        let mut choice = Choice::certain(UTF_8, "UTF-8");
        choice.remark = Some(Remark::new("replaced_bytes", ["UTF-8".to_owned(), evidence.utf8_bad.to_string()]));
        return choice;
    }
    let ranking = models::rank(&evidence.sample);
    let [best, second, ..] = ranking.as_slice() else { return Choice::certain(UTF_8, "UTF-8") };
    Choice { encoding: best.encoding, name: best.name, runner_up: second.name, margin: best.bits_per_char(second), remark: None }
}

fn check_override(file: &str, evidence: &Evidence, label: &str, found: Result<Choice, IngestError>) -> Result<Choice, IngestError> {
    let Some(encoding) = models::by_label(label) else {
        return Err(bad(
            file,
            label,
            "is not known",
            "use one of utf-8, utf-16le, utf-16be, gb18030, big5, shift_jis, euc-kr, windows-1250 to windows-1257, macintosh",
        ));
    };
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            return if encoding == UTF_16LE || encoding == UTF_16BE {
                Ok(Choice::certain(encoding, name_of(encoding)))
            } else {
                Err(error)
            };
        }
    };
    if encoding == found.encoding || evidence.is_ascii() {
        return Ok(Choice::certain(encoding, name_of(encoding)));
    }
    let hint = format!("the bytes look like {}: leave `encoding` out or write `{}`", found.name, found.name);
    if found.margin.is_infinite() {
        return Err(bad(file, label, "does not fit the bytes", &hint));
    }
    if encoding == UTF_8 || models::worse_by(&evidence.sample, encoding, found.encoding) > OVERRIDE_SLACK_BITS {
        return Err(bad(file, label, "does not fit the bytes", &hint));
    }
    Ok(Choice::certain(encoding, name_of(encoding)))
}

fn bad(file: &str, label: &str, what: &str, hint: &str) -> IngestError {
    IngestError::BadEncoding { file: file.to_owned(), encoding: label.to_owned(), what: what.to_owned(), hint: hint.to_owned() }
}

fn not_text(file: &str) -> IngestError {
    IngestError::unreadable(file, "is not a table or text file", "export it as csv or xlsx")
}

/// The name of an encoding as people write it.
pub(super) fn name_of(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "gb18030" | "GBK" => "GB18030",
        "macintosh" => "MacRoman",
        "Shift_JIS" => "Shift-JIS",
        name => name,
    }
}
