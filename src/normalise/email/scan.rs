//! Finds the addresses in a cell: labels, names, brackets, lists and typing slips around the @.

use std::borrow::Cow;

use crate::normalise::fold::fold;
use crate::normalise::masks::is_star;

/// One address of a cell.
pub(super) struct Found {
    /// Folded and in lower case.
    pub text: String,
    /// A comma or blank stood where a dot must be.
    pub repaired: bool,
}

/// True for an ASCII address without anything around it, in whatever case: the common cell.
pub(super) fn is_plain(cell: &str) -> bool {
    let Some((local, domain)) = cell.split_once('@') else { return false };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
    !local.is_empty()
        && local.bytes().all(plain)
        && domain.contains('.')
        && domain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && !domain.starts_with(['.', '-'])
        && !domain.ends_with(['.', '-'])
        && !domain.contains("..")
}

/// Every address of a cell, in order; nothing if there is no @.
pub(super) fn addresses(cell: &str) -> Vec<Found> {
    let folded = fold(cell);
    // Every way of hiding characters is a star.
    let folded = if folded.contains(is_star) { Cow::Owned(folded.replace(is_star, "*")) } else { folded };
    let folded = unescape(&folded);
    let folded = spoken(&folded).map_or(folded, Cow::Owned);
    let folded = between(&folded).map_or(folded, Cow::Owned);
    if !folded.contains('@') {
        return Vec::new();
    }
    if splits_local(&folded) {
        return Vec::new();
    }
    let (joined, repaired) = close_gaps(&folded);
    let lower = joined.to_lowercase();
    lower.split(is_boundary).filter(|t| t.contains('@')).map(|t| Found { text: clean(t).to_owned(), repaired }).collect()
}

/// True for `zhang san@qq.com`: a blank inside the address, of which half would be somebody else's. Labels and names
/// (capitals, other scripts) before an address are none of it.
fn splits_local(cell: &str) -> bool {
    const LABELS: &[&str] = &["email", "e-mail", "mail", "mailto", "to", "cc", "e", "or", "and", "is"];
    let mut words = cell.split(' ').filter(|w| !w.is_empty());
    let (Some(first), Some(address), None) = (words.next(), words.next(), words.next()) else { return false };
    let halves = |w: &str| w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'));
    halves(first) && !LABELS.contains(&first) && !address.starts_with(['@', '<', '(']) && address.contains('@')
}

/// `"ann lee"@acme.com`: a local part in quotes (RFC 5321), without them where they are not needed.
pub(super) fn quoted(cell: &str) -> Option<String> {
    let (local, domain) = cell.strip_prefix('"')?.split_once("\"@")?;
    let plain = |c: char| c != '"' && c != '\\' && c != '@' && !c.is_control();
    if local.is_empty() || !local.chars().all(plain) || domain.contains(|c: char| is_boundary(c) || c == '@') {
        return None;
    }
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    let unquoted = super::local::fault(&local).is_none();
    Some(if unquoted { [&local, "@", &domain].concat() } else { ["\"", &local, "\"@", &domain].concat() })
}

/// `ann at acme dot com`: the words spoken for the signs.
fn spoken(cell: &str) -> Option<String> {
    if cell.contains('@') || !cell.contains(" at ") {
        return None;
    }
    let address = cell.trim().replacen(" at ", "@", 1).replace(" dot ", ".");
    (!address.contains(' ') && address.is_ascii() && address.rsplit('@').next().is_some_and(|d| d.contains('.'))).then_some(address)
}

/// `a@qq.com和b@163.com`: a Chinese "and" or "or" between two addresses is a boundary.
fn between(cell: &str) -> Option<String> {
    const WORDS: &[char] = &['和', '或', '及', '与'];
    if !cell.contains(WORDS) || cell.matches('@').count() < 2 {
        return None;
    }
    let chars: Vec<char> = cell.chars().collect();
    let beside = |i: usize| chars.get(i).is_some_and(char::is_ascii_alphanumeric);
    let joins = |i: usize| WORDS.contains(&chars[i]) && i > 0 && beside(i - 1) && beside(i + 1);
    Some((0..chars.len()).map(|i| if joins(i) { ';' } else { chars[i] }).collect())
}

/// `(at)`, `[at]`, `&#64;` and `%40` for @; `(dot)` for a dot.
fn unescape(cell: &str) -> Cow<'_, str> {
    const SPELLINGS: &[(&str, &str)] = &[
        ("(at)", "@"),
        ("[at]", "@"),
        ("{at}", "@"),
        ("(AT)", "@"),
        ("[AT]", "@"),
        ("(a)", "@"),
        ("&#64;", "@"),
        ("%40", "@"),
        ("#at#", "@"),
        ("(dot)", "."),
        ("[dot]", "."),
        ("(点)", "."),
    ];
    let mut text = Cow::Borrowed(cell);
    if cell.contains(['(', '[', '{', '&', '%', '#']) {
        for (from, to) in SPELLINGS {
            if text.contains(from) {
                text = text.replace(from, to).into();
            }
        }
    }
    text
}

/// Removes blanks around @ and around the dots of a domain, and turns `,` or `。` before a top level domain into a dot.
fn close_gaps(cell: &str) -> (String, bool) {
    const TOPS: &[&str] = &["com", "cn", "net", "org", "edu", "gov", "co", "de", "uk", "fr", "jp", "hk", "tw", "io", "info", "me"];
    let chars: Vec<char> = cell.chars().collect();
    let mut out = String::with_capacity(cell.len());
    let mut repaired = false;
    let mut in_domain = false;
    for (i, &c) in chars.iter().enumerate() {
        let next = chars[i + 1..].iter().copied().find(|c| *c != ' ');
        let previous = chars[..i].iter().rev().copied().find(|c| *c != ' ');
        let at_gap = c == ' ' && (next == Some('@') && previous.is_some_and(is_local_end) || previous == Some('@'));
        let dot_gap = c == ' ' && in_domain && (next == Some('.') || previous == Some('.')) && top_follows(&chars[i..], TOPS);
        if at_gap || dot_gap {
            repaired |= dot_gap;
            continue;
        }
        let dot =
            in_domain && matches!(c, ',' | '。' | '、') && !domain_so_far(&out).contains('.') && top_follows(&chars[i + 1..], TOPS);
        if dot || (in_domain && c == '。') {
            repaired |= dot && c == ',';
            out.push('.');
            continue;
        }
        in_domain = c == '@' || (in_domain && (c.is_alphanumeric() || c == '.' || c == '-'));
        out.push(c);
    }
    (out, repaired)
}

fn is_local_end(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn domain_so_far(text: &str) -> &str {
    text.rsplit('@').next().unwrap_or("")
}

/// True if a top level domain, and no more of a word, follows blanks and dots.
fn top_follows(chars: &[char], tops: &[&str]) -> bool {
    let word: String = chars
        .iter()
        .skip_while(|c| matches!(c, ' ' | '.'))
        .take_while(|c| c.is_ascii_alphabetic())
        .map(char::to_ascii_lowercase)
        .collect();
    let after = chars.iter().skip_while(|c| matches!(c, ' ' | '.')).nth(word.len());
    tops.contains(&word.as_str()) && after.is_none_or(|&c| c != '@' && !c.is_ascii_digit())
}

fn is_boundary(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | ';' | '、' | '|' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '/' | '\\' | '。' | ':' | '《' | '》')
}

/// Strips punctuation, a query, and Chinese words run together with the address.
fn clean(token: &str) -> &str {
    let token = token.split_once('?').map_or(token, |(address, _)| address);
    let token = token.split_once("#mailto").map_or(token, |(address, _)| address);
    let token = token.trim_matches(['\'', '=', '!', '`']).trim_end_matches(is_edge);
    let Some((local, domain)) = token.split_once('@') else { return token };
    let han = |c: char| ('\u{2E80}'..='\u{9FFF}').contains(&c);
    let start = local.char_indices().rev().find(|&(_, c)| han(c)).map_or(0, |(i, c)| i + c.len_utf8());
    let start = if start == local.len() { 0 } else { start };
    // 汉字 after a complete ASCII domain are a remark; before its first dot they are an internationalised domain.
    let end = match domain.char_indices().find(|&(_, c)| han(c)) {
        Some((i, _)) if domain[..i].contains('.') && domain[..i].ends_with(|c: char| c.is_ascii_alphabetic()) => {
            local.len() + 1 + i
        }
        _ => token.len(),
    };
    token[start..end].trim_matches(['\'', '=', '!', '`']).trim_end_matches(is_edge)
}

/// Punctuation that stands behind an address, not in it.
fn is_edge(c: char) -> bool {
    matches!(c, '.' | ',' | '!' | '\'' | '=' | '#' | '-' | '~' | '^' | '`')
}

/// The domain in ASCII (IDN as punycode), without a trailing dot; `None` if it cannot be one.
pub(super) fn ascii_domain(domain: &str) -> Option<String> {
    let domain = domain.trim_end_matches('.');
    let ascii = if domain.is_ascii() { domain.to_owned() } else { idna::domain_to_ascii(domain).ok()? };
    let label_ok = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let top_ok = ascii.rsplit('.').next().is_some_and(|t| t.len() >= 2 && !t.bytes().all(|b| b.is_ascii_digit()));
    (ascii.len() <= 253 && top_ok && ascii.split('.').all(label_ok)).then_some(ascii)
}

/// The domain as people read it.
pub(super) fn unicode_domain(ascii: &str) -> Cow<'_, str> {
    if !ascii.contains("xn--") {
        return Cow::Borrowed(ascii);
    }
    let (unicode, result) = idna::domain_to_unicode(ascii);
    if result.is_ok() { Cow::Owned(unicode) } else { Cow::Borrowed(ascii) }
}
