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
    "same local part",
    "close local part",
    "same rare domain",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 3;

const LOCAL: u8 = 4;
const CLOSE: u8 = 5;
const DOMAIN: u8 = 6;
const ELSE: u8 = 7;

/// Compares mail addresses by key, local part and domain.
pub struct MailComparer {
    key: Vec<u32>,
    local: Vec<u32>,
    domain: Vec<u32>,
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
        Self {
            key,
            local: part_codes(dict, Part::Local),
            domain: part_codes(dict, Part::Domain),
            locals: dict.part_column(Part::Local).pool.arena().iter().map(|(_, t)| t.into()).collect(),
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
            return LOCAL;
        }
        let same_domain = self.domain[i] == self.domain[j] && self.domain[i] != 0;
        let close = x.len().min(y.len()) >= 4
            && memo.level(3, la, lb, || u8::from(within_one_edit(x, y) || x.len().min(y.len()) >= 6 && jaro_winkler(x, y) >= 0.94))
                == 1;
        if close {
            CLOSE
        } else if same_domain && self.domains.class(self.domain[i]) == 0 {
            DOMAIN
        } else {
            ELSE
        }
    }
}
