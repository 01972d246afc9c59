//! Mail addresses: equal key, same local part elsewhere, close local part, same rare domain.

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::value::{Class, Dict, Part};

use super::super::text::{Sketch, jaro_winkler, within_one_edit};
use super::{Buckets, Memo, NULL, TermPart, Terms, part_codes};

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "equal, one holder",
    "equal, few holders",
    "equal, many holders",
    "same local part with its digits",
    "same local part",
    "close local part, same digits",
    "close local part",
    "close local part, other digits",
    "visible characters agree, 3+",
    "same rare domain",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 3;

const LOCAL_DIGITS: u8 = 4;
const LOCAL: u8 = 5;
const CLOSE_DIGITS: u8 = 6;
const CLOSE: u8 = 7;
const CLOSE_OTHER: u8 = 8;
const VISIBLE: u8 = 9;
const DOMAIN: u8 = 10;
const ELSE: u8 = 11;

/// The level of two addresses whose local parts are both made from their holders' names: what the name explains is no
/// second witness, and other digits are what tells namesakes apart.
#[must_use]
pub fn explained_by_names(level: u8) -> u8 {
    match level {
        LOCAL | CLOSE => NULL,
        CLOSE_OTHER => ELSE,
        other => other,
    }
}

/// True if a local part is made from a name: it holds the family name, or the given name, or their pinyin.
#[must_use]
pub fn made_from(local: &str, names: &[&str]) -> bool {
    let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
    names.iter().flat_map(|n| n.split('|')).any(|n| n.len() >= 3 && n.is_ascii() && letters.contains(n))
}

/// Compares mail addresses by key, local part and domain.
pub struct MailComparer {
    key: Vec<u32>,
    local: Vec<u32>,
    domain: Vec<u32>,
    /// Code of the digits of each local part, 0 = none.
    digits: Vec<u32>,
    locals: Vec<Box<str>>,
    sketches: Vec<Sketch>,
    /// The pattern of masked addresses (`eth***@example.com`), empty for others.
    masks: Vec<Box<str>>,
    hosts: Vec<Box<str>>,
    buckets: Buckets,
    domains: Buckets,
}

impl MailComparer {
    /// Prepares the parts of every distinct address.
    pub fn new(dict: &Dict) -> Self {
        let mut keys = crate::model::text::Interner::new();
        let masked = |c: u32| dict.class(c) == Class::Masked;
        let key = (0..dict.len() as u32)
            .map(|c| {
                // Two masks that look the same are no equal addresses.
                if masked(c) {
                    return 0;
                }
                keys.intern(key_of(dict, c))
            })
            .collect();
        let mut digits = crate::model::text::Interner::new();
        let locals: Vec<Box<str>> = dict.part_column(Part::Local).pool.arena().iter().map(|(_, t)| t.into()).collect();
        Self {
            key,
            hosts: dict.part_column(Part::Domain).pool.arena().iter().map(|(_, t)| t.into()).collect(),
            masks: (0..dict.len() as u32).map(|c| if masked(c) { dict.text(c).into() } else { "".into() }).collect(),
            digits: locals.iter().map(|l| digits.intern(&l.chars().filter(char::is_ascii_digit).collect::<String>())).collect(),
            sketches: locals.iter().map(|l| Sketch::of(l)).collect(),
            local: part_codes(dict, Part::Local),
            domain: part_codes(dict, Part::Domain),
            locals,
            buckets: Buckets::default(),
            domains: Buckets::default(),
        }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let whole = TermPart { name: "", codes: &self.key, classes: EXACT };
        self.buckets = terms.buckets(&whole, counts, |v| hash64(key_of(dict, v as u32).as_bytes()));
        let domain = TermPart { name: "domain", codes: &self.domain, classes: 4 };
        self.domains = terms.buckets(&domain, counts, |v| hash64(dict.part(v as u32, Part::Domain).as_bytes()));
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(&self.key), &self.buckets)
    }

    /// Local part and domain of the address, or of its mask.
    fn sides(&self, value: usize) -> (&str, &str) {
        match &*self.masks[value] {
            "" => (&self.locals[self.local[value] as usize], &self.hosts[self.domain[value] as usize]),
            mask => mask.split_once('@').unwrap_or((mask, "")),
        }
    }

    /// Level of two addresses.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (i, j) = (a as usize, b as usize);
        if !self.masks[i].is_empty() || !self.masks[j].is_empty() {
            return masked_level(self.sides(i), self.sides(j));
        }
        if self.key[i] == self.key[j] {
            return if self.key[i] == 0 { NULL } else { 1 + self.buckets.class(self.key[i]) };
        }
        let (la, lb) = (self.local[i], self.local[j]);
        let (dx, dy) = (self.digits[la as usize], self.digits[lb as usize]);
        let (sx, sy) = (self.sketches[la as usize], self.sketches[lb as usize]);
        if la == lb && sx.length() >= 4 {
            return if dx == 0 { LOCAL } else { LOCAL_DIGITS };
        }
        let same_domain = self.domain[i] == self.domain[j] && self.domain[i] != 0;
        let close = sx.length().min(sy.length()) >= 4
            && sx.could_be_close(sy, CLOSE_LOCAL)
            && memo.level(3, la, lb, || u8::from(close_locals(&self.locals[la as usize], &self.locals[lb as usize]))) == 1;
        if close {
            match (dx == dy, dx == 0) {
                (true, false) => CLOSE_DIGITS,
                (true, true) => CLOSE,
                _ => CLOSE_OTHER,
            }
        } else if same_domain && self.domains.class(self.domain[i]) == 0 {
            DOMAIN
        } else {
            ELSE
        }
    }
}

/// Jaro–Winkler similarity of close local parts.
/// What two addresses are equal by.
fn key_of(dict: &Dict, code: u32) -> &str {
    let key = dict.part(code, Part::Key);
    if key.is_empty() { dict.text(code) } else { key }
}

const CLOSE_LOCAL: f64 = 0.94;

fn close_locals(x: &str, y: &str) -> bool {
    within_one_edit(x, y) || x.len().min(y.len()) >= 6 && jaro_winkler(x, y) >= CLOSE_LOCAL
}

/// Level of two addresses of which one at least is masked: what both show must agree, in front of the stars and behind.
fn masked_level((la, da): (&str, &str), (lb, db): (&str, &str)) -> u8 {
    if da.is_empty() || db.is_empty() {
        return NULL;
    }
    match (visible(la, lb), visible(da, db)) {
        (Some(local), Some(_)) if local >= 3 => VISIBLE,
        (Some(_), Some(_)) => NULL,
        _ => ELSE,
    }
}

/// Characters in which two patterns agree as far as both show them; `None` if they disagree.
fn visible(a: &str, b: &str) -> Option<usize> {
    fn ends(t: &str) -> Option<(&str, &str)> {
        t.find('*').map(|first| (&t[..first], &t[t.rfind('*').unwrap_or(first) + 1..]))
    }
    match (ends(a), ends(b)) {
        (None, None) => (a == b).then_some(a.len()),
        (Some((start, end)), None) | (None, Some((start, end))) => {
            let whole = if a.contains('*') { b } else { a };
            (whole.len() >= start.len() + end.len() && whole.starts_with(start) && whole.ends_with(end))
                .then_some(start.len() + end.len())
        }
        (Some((s, e)), Some((t, f))) => {
            let starts = s.starts_with(t) || t.starts_with(s);
            let ends = e.ends_with(f) || f.ends_with(e);
            (starts && ends).then_some(s.len().min(t.len()) + e.len().min(f.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_addresses_agree_by_what_both_show() {
        for (a, b, level) in [
            ("eth***@example.com", "ethan.buck@example.com", VISIBLE),
            ("eth***@example.com", "eth***@example.com", VISIBLE),
            ("eth***@example.com", "edith@example.com", ELSE),
            ("eth***@example.com", "ethan@other.com", ELSE),
            ("e***n@g***.com", "ethan@gmail.com", NULL),
            ("138****1234@qq.com", "13899991234@qq.com", VISIBLE),
            ("138****1234@qq.com", "1389999123@qq.com", ELSE),
            ("z***@163.com", "z***@163.com", NULL),
        ] {
            let (x, y) = (a.split_once('@').expect("an address"), b.split_once('@').expect("an address"));
            assert_eq!(masked_level(x, y), level, "{a} {b}");
            assert_eq!(masked_level(y, x), level, "{b} {a}");
        }
    }
}
