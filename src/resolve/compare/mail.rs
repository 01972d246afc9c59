//! Mail addresses: equal key, same local part elsewhere, close local part, same rare domain.

use std::borrow::Cow;

use crate::model::value::{Dict, Part};

use super::super::text::{jaro_winkler, within_one_edit};
use super::{Buckets, Memo, NULL, part_codes, part_counts};

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
const DOMAIN: u8 = 9;
const ELSE: u8 = 10;

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
    digits: Vec<Box<str>>,
    locals: Vec<Box<str>>,
    buckets: Buckets,
    domains: Buckets,
}

impl MailComparer {
    /// Prepares the parts of every distinct address.
    pub fn new(dict: &Dict) -> Self {
        let mut keys = crate::model::text::Interner::new();
        let key = (0..dict.len() as u32)
            .map(|c| {
                let key = dict.part(c, Part::Key);
                keys.intern(if key.is_empty() { dict.text(c) } else { key })
            })
            .collect();
        let locals: Vec<Box<str>> = dict.part_column(Part::Local).pool.arena().iter().map(|(_, t)| t.into()).collect();
        Self {
            key,
            digits: locals.iter().map(|l| l.chars().filter(char::is_ascii_digit).collect::<String>().into()).collect(),
            local: part_codes(dict, Part::Local),
            domain: part_codes(dict, Part::Domain),
            locals,
            buckets: Buckets::default(),
            domains: Buckets::default(),
        }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32]) {
        let pool = |codes: &[u32]| codes.iter().copied().max().unwrap_or(0) as usize + 1;
        self.buckets = Buckets::new(part_counts(&self.key, pool(&self.key), counts), EXACT);
        self.domains = Buckets::new(part_counts(&self.domain, pool(&self.domain), counts), 4);
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(&self.key), &self.buckets)
    }

    /// Level of two addresses.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (i, j) = (a as usize, b as usize);
        if self.key[i] == self.key[j] {
            return if self.key[i] == 0 { NULL } else { 1 + self.buckets.class(self.key[i]) };
        }
        let (la, lb) = (self.local[i], self.local[j]);
        let (x, y) = (&*self.locals[la as usize], &*self.locals[lb as usize]);
        if la == lb && x.len() >= 4 {
            return if self.digits[la as usize].is_empty() { LOCAL } else { LOCAL_DIGITS };
        }
        let same_domain = self.domain[i] == self.domain[j] && self.domain[i] != 0;
        let close = x.len().min(y.len()) >= 4
            && memo.level(3, la, lb, || u8::from(within_one_edit(x, y) || x.len().min(y.len()) >= 6 && jaro_winkler(x, y) >= 0.94))
                == 1;
        let (dx, dy) = (&self.digits[la as usize], &self.digits[lb as usize]);
        if close {
            match (dx == dy, dx.is_empty()) {
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
