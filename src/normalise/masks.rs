//! Signs that hide characters: every system has its own, and they all become stars.

use std::borrow::Cow;

use super::Context;
use super::understand::ENDS;

/// Does the sign stand for a hidden character, whatever stands beside it?
#[must_use]
pub fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '∗' | '✱' | '﹡' | '•' | '●' | '○' | '█' | '■' | '▪' | '×')
}

/// An id with every hidden character as `*`: signs as [`is_star`] has them; and the letter X, two and more of it, where the id has no
/// other letter and once at least `letters` of it in a row (`XXX-XX-1234`; a single one may be a check digit).
#[must_use]
pub fn starred(text: &str, letters: usize) -> Cow<'_, str> {
    let is_x = |c: char| matches!(c, 'x' | 'X');
    let mut run = 0;
    let has_run = text.chars().any(|c| {
        run = if is_x(c) { run + 1 } else { 0 };
        run >= letters
    });
    let of_letters = has_run && text.chars().all(|c| is_x(c) || !c.is_alphabetic());
    if !of_letters && !text.chars().any(|c| c != '*' && is_star(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = if is_x(c) { rest.find(|c| !is_x(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (same, after) = rest.split_at(end);
        if is_star(c) || of_letters && is_x(c) && same.len() >= 2 {
            out.extend(same.chars().map(|_| '*'));
        } else {
            out.push_str(same);
        }
        rest = after;
    }
    Cow::Owned(out)
}

/// The last characters of a number, in a column that holds no more of it.
pub fn end_only<'a>(raw: &'a str, context: &Context) -> Option<&'a str> {
    let end = raw.trim_matches(|c: char| c.is_whitespace() || c == '\'');
    let is_end = context.ends_only && ENDS.contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    is_end.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_runs_of_x_hide() {
        for (text, stars) in [
            ("XXX-XX-1234", "***-**-1234"),
            ("xxx-xx-1234", "***-**-1234"),
            ("•••-••-1234", "***-**-1234"),
            ("330102XXXXXXXX123X", "330102********123X"),
            ("3301●●●●1234", "3301****1234"),
            ("VIP****162", "VIP****162"),
            ("EXXX1234", "EXXX1234"),
            ("XX1234567", "XX1234567"),
            ("33010219900101123X", "33010219900101123X"),
        ] {
            assert_eq!(starred(text, 3), stars, "{text}");
        }
    }
}
