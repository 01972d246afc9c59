//! Mail addresses: equal key, same local part elsewhere, close local part, same rare domain.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::hash::hash64;
use crate::model::text::{Arena, Interner};
use crate::model::value::{Class, Dict, Part};

use super::super::text::{Sketch, jaro_winkler, within_one_edit};
use super::groups::Groups;
use super::{Buckets, Memo, NULL, TermPart, Terms};

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
    "visible characters agree",
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
const FEW_VISIBLE: u8 = 10;
const DOMAIN: u8 = 11;
const ELSE: u8 = 12;

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

/// True if a level is told differently where names explain the local parts.
#[must_use]
pub fn may_be_explained(level: u8) -> bool {
    matches!(level, LOCAL | CLOSE | CLOSE_OTHER)
}

/// True if a local part is made from a name: it holds the family name, or the given name, or their pinyin, perhaps with one
/// character of it mistyped.
#[must_use]
pub fn made_from(local: &str, names: &[&str]) -> bool {
    let usable = |n: &&str| n.len() >= 3 && n.is_ascii();
    let mut names = names.iter().flat_map(|n| n.split('|')).filter(usable).peekable();
    if names.peek().is_none() {
        return false;
    }
    if local.bytes().all(|b| b.is_ascii_alphabetic()) {
        return names.any(|n| holds(local, n));
    }
    let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
    names.any(|n| holds(&letters, n))
}

/// Do these letters hold the name, or one that is an edit away from a name of [`MISTYPED_MIN`] letters and more?
fn holds(letters: &str, name: &str) -> bool {
    if letters.contains(name) {
        return true;
    }
    // One edit leaves one half of the name as it is.
    let (start, end) = name.split_at(name.len() / 2);
    let is_name = |piece: &str| within_one_edit(piece, name);
    let lengths = name.len() - 1..=name.len() + 1;
    let from = |at: usize| lengths.clone().filter_map(move |n| letters.get(at..at + n)).any(is_name);
    let until = |at: usize| lengths.clone().filter_map(move |n| letters.get(at.checked_sub(n)?..at)).any(is_name);
    name.len() >= MISTYPED_MIN
        && (letters.match_indices(start).any(|(at, _)| from(at))
            || letters.match_indices(end).any(|(at, end)| until(at + end.len())))
}

/// Letters of a name that is known by all but one of them.
const MISTYPED_MIN: usize = 5;

/// Compares mail addresses by key, local part and domain.
pub struct MailComparer {
    addresses: Vec<Address>,
    locals: Arena,
    hosts: Arena,
    /// The patterns of masked addresses (`eth***@example.com`), by value.
    masks: BTreeMap<u32, Box<str>>,
    buckets: Buckets,
    domains: Buckets,
    /// How many addresses a local part has: many people are `david@` somewhere.
    common: Buckets,
}

/// What of an address is looked at for every pair, in one place of memory.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Address {
    /// Characters of the local part, see [`Sketch`].
    characters: u64,
    /// Code of the whole address, 0 = none or masked.
    key: u32,
    local: u32,
    domain: u32,
    /// Code of the digits of the local part, 0 = none.
    digits: u32,
    /// There are so few digits that namesakes have the same ones by chance.
    few_digits: bool,
    /// Length of the local part.
    length: u8,
    masked: bool,
    /// A mailbox of a function among persons: it tells the firm, not who of it.
    of_firm: bool,
}

impl Address {
    fn sketch(&self) -> Sketch {
        Sketch::from_parts((self.characters, self.length))
    }

    /// What stands in the column without being an address (a phone, a remark) is nobody's other address.
    fn is_none(&self) -> bool {
        self.local == 0 && self.domain == 0
    }
}

impl MailComparer {
    /// Prepares the parts of every distinct address. Among `persons` a mailbox of a function (`info@…`) is its firm's: equality
    /// is agreement of the domain, and another address is no other person's.
    pub fn new(dict: &Dict, persons: bool) -> Self {
        let locals = dict.part_column(Part::Local).pool.arena().clone();
        let mut number = String::new();
        let mut digits = Interner::new();
        let digits: Vec<(u32, bool)> = locals
            .iter()
            .map(|(_, local)| {
                number.clear();
                number.extend(local.chars().filter(char::is_ascii_digit));
                (digits.intern(&number), number.len() <= FEW_DIGITS)
            })
            .collect();
        let (local, domain) = (dict.part_column(Part::Local), dict.part_column(Part::Domain));
        let is_masked = |c: u32| dict.class(c) == Class::Masked;
        let is_of_firm = |c: u32| persons && dict.class(c) == Class::Role;
        let hash = |c: u32| {
            let own = key_of(dict, c);
            // Two masks that look the same are no equal addresses.
            if is_masked(c) || is_of_firm(c) || own.is_empty() { 0 } else { hash64(own.as_bytes()) }
        };
        let hashes: Vec<u64> = (0..dict.len() as u32).into_par_iter().map(hash).collect();
        let keys = Groups::numbers(&hashes, |c, earlier| key_of(dict, c) == key_of(dict, earlier));
        let address = |c: u32| {
            let (masked, of_firm, key) = (is_masked(c), is_of_firm(c), keys[c as usize]);
            let local = local.code(c);
            let (characters, length) = Sketch::of(locals.get(local)).parts();
            let (digits, few_digits) = digits[local as usize];
            Address { characters, key, local, domain: domain.code(c), digits, few_digits, length, masked, of_firm }
        };
        Self {
            addresses: (0..dict.len() as u32).into_par_iter().map(address).collect(),
            hosts: dict.part_column(Part::Domain).pool.arena().clone(),
            masks: (0..dict.len() as u32).filter(|&c| is_masked(c)).map(|c| (c, dict.text(c).into())).collect(),
            locals,
            buckets: Buckets::default(),
            domains: Buckets::default(),
            common: Buckets::default(),
        }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let (keys, domains) = (self.keys(), self.addresses.iter().map(|a| a.domain).collect::<Vec<u32>>());
        let whole = TermPart { name: "", codes: &keys, classes: EXACT };
        self.buckets = terms.buckets(&whole, counts, |v| hash64(key_of(dict, v as u32).as_bytes()));
        let domain = TermPart { name: "domain", codes: &domains, classes: 4 };
        self.domains = terms.buckets(&domain, counts, |v| hash64(dict.part(v as u32, Part::Domain).as_bytes()));
        let locals: Vec<u32> = self.addresses.iter().map(|a| a.local).collect();
        let local = TermPart { name: "local", codes: &locals, classes: 4 };
        let addresses: Vec<u32> = counts.iter().map(|&count| count.min(1)).collect();
        self.common = terms.buckets(&local, &addresses, |v| hash64(dict.part(v as u32, Part::Local).as_bytes()));
    }

    fn keys(&self) -> Vec<u32> {
        self.addresses.iter().map(|a| a.key).collect()
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Owned(self.keys()), &self.buckets)
    }

    /// Local part and domain of the address, or of its mask.
    fn sides(&self, value: u32) -> (&str, &str) {
        match self.masks.get(&value) {
            None => {
                let address = &self.addresses[value as usize];
                (self.locals.get(address.local), self.hosts.get(address.domain))
            }
            Some(mask) => mask.split_once('@').unwrap_or((mask, "")),
        }
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.addresses[code as usize].key
    }

    /// Level of two addresses.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (x, y) = (&self.addresses[a as usize], &self.addresses[b as usize]);
        if x.masked || y.masked {
            return masked_level(self.sides(a), self.sides(b));
        }
        if x.of_firm || y.of_firm {
            let rare = self.domains.class(x.domain) == 0;
            let one_firm = x.domain == y.domain && x.domain != 0 && (rare || x.local == y.local);
            return if one_firm { DOMAIN } else { NULL };
        }
        if x.key == y.key {
            return if x.key == 0 { NULL } else { 1 + self.buckets.class(x.key) };
        }
        if x.is_none() || y.is_none() {
            return NULL;
        }
        if x.local == y.local && x.length >= 4 {
            return match (x.digits, self.common.class(x.local)) {
                (0, 0) => LOCAL,
                // What many have by chance is no sign of one holder.
                (0, _) => NULL,
                _ => LOCAL_DIGITS,
            };
        }
        let close = x.length.min(y.length) >= 4
            && x.sketch().could_be_close(y.sketch(), CLOSE_LOCAL)
            && memo.level(0, x.local, y.local, |a, b| u8::from(close_locals(self.locals.get(a), self.locals.get(b)))) == 1;
        if close {
            match x.digits == y.digits {
                true if x.few_digits => CLOSE,
                true => CLOSE_DIGITS,
                false => CLOSE_OTHER,
            }
        } else if x.domain == y.domain && x.domain != 0 && self.domains.class(x.domain) == 0 {
            DOMAIN
        } else {
            ELSE
        }
    }
}

/// What two addresses are equal by.
fn key_of(dict: &Dict, code: u32) -> &str {
    let key = dict.part(code, Part::Key);
    if key.is_empty() { dict.text(code) } else { key }
}

/// Digits that agree by chance once in a hundred pairs of namesakes.
const FEW_DIGITS: usize = 2;

/// Jaro–Winkler similarity of close local parts.
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
        (Some(local), Some(_)) if local >= 1 => FEW_VISIBLE,
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
    use crate::model::trained::Facts;
    use crate::model::value::Normal;

    /// Level of the first two of these addresses among all of them; those of an office are a function's.
    fn level(addresses: &[&str], persons: bool) -> u8 {
        let mut dict = Dict::new();
        let mut codes = Vec::new();
        for address in addresses {
            let (local, domain) = address.split_once('@').unwrap_or_default();
            let mut n = Normal::valid(*address);
            n.set(Part::Local, local);
            n.set(Part::Domain, domain);
            n.class = if local == "office" { Class::Role } else { Class::Valid };
            codes.push(dict.intern(&n));
        }
        let counts: Vec<u32> = (0..dict.len() as u32).map(|code| codes.iter().filter(|&&c| c == code).count() as u32).collect();
        let mut learned = Facts::default();
        let mut comparer = MailComparer::new(&dict, persons);
        comparer.count(&counts, &dict, &mut Terms::new("email", None, &mut learned));
        comparer.compare(codes[0], codes[1], &mut Memo::default())
    }

    #[test]
    fn a_local_part_is_made_from_a_name_that_may_be_mistyped() {
        for (local, name, made) in [
            ("rolsen86", "olsen", true),
            ("kjimenez85", "jimenez", true),
            ("kjimenez85", "jimenz", true),
            ("kjimenez85", "jimeneez", true),
            ("kjimenez85", "ximenez", true),
            ("jimenezk", "jimenex", true),
            ("h.jones", "james", false),
            ("al", "alvarez", false),
            ("tkin", "king", false),
            ("müller", "muller", true),
            ("user1985", "", false),
        ] {
            assert_eq!(made_from(local, &[name]), made, "{local} {name}");
        }
    }

    #[test]
    fn digits_that_namesakes_share_by_chance_are_no_witness() {
        assert_eq!(level(&["jsmith45@a.com", "ksmith45@a.com"], true), CLOSE);
        assert_eq!(level(&["jsmith4517@a.com", "ksmith4517@a.com"], true), CLOSE_DIGITS);
        assert_eq!(level(&["jsmith45@a.com", "jsmith46@a.com"], true), CLOSE_OTHER);
        assert_eq!(explained_by_names(CLOSE), NULL);
    }

    #[test]
    fn a_local_part_that_many_have_is_no_sign_of_one_holder() {
        let davids = ["david@a.com", "david@b.com", "david@c.com", "david@d.com", "zorblax@e.com"];
        assert_eq!(level(&davids, true), NULL);
        assert_eq!(level(&["zorblax@a.com", "zorblax@b.com", "david@c.com"], true), LOCAL);
        assert_eq!(level(&["david7@a.com", "david7@b.com", "david7@c.com", "david7@d.com"], true), LOCAL_DIGITS);
    }

    #[test]
    fn the_mailbox_of_a_function_is_its_firms_among_persons_and_a_customers_own_among_firms() {
        assert_eq!(level(&["office@a.com", "office@a.com"], true), DOMAIN);
        assert_eq!(level(&["office@a.com", "anna@a.com"], true), DOMAIN);
        assert_eq!(level(&["office@a.com", "office@b.com"], true), NULL);
        assert!(level(&["office@a.com", "office@a.com"], false) <= EXACT);
    }

    #[test]
    fn what_is_no_address_is_no_other_one() {
        assert_eq!(level(&["+1 (98) 944-0", "anna@a.com"], true), NULL);
        assert_eq!(level(&["anna@a.com", "none yet"], false), NULL);
        assert!(level(&["+1 (98) 944-0", "+1 (98) 944-0"], true) <= EXACT);
        assert_eq!(level(&["zorblax@a.com", "anna@b.com"], true), ELSE);
    }

    #[test]
    fn masked_addresses_agree_by_what_both_show() {
        for (a, b, level) in [
            ("eth***@example.com", "ethan.buck@example.com", VISIBLE),
            ("eth***@example.com", "eth***@example.com", VISIBLE),
            ("eth***@example.com", "edith@example.com", ELSE),
            ("eth***@example.com", "ethan@other.com", ELSE),
            ("e***n@g***.com", "ethan@gmail.com", FEW_VISIBLE),
            ("***@gmail.com", "ethan@gmail.com", NULL),
            ("138****1234@qq.com", "13899991234@qq.com", VISIBLE),
            ("138****1234@qq.com", "1389999123@qq.com", ELSE),
            ("z***@163.com", "z***@163.com", FEW_VISIBLE),
        ] {
            let (x, y) = (a.split_once('@').expect("an address"), b.split_once('@').expect("an address"));
            assert_eq!(masked_level(x, y), level, "{a} {b}");
            assert_eq!(masked_level(y, x), level, "{b} {a}");
        }
    }
}
