//! One dictionary per field: each distinct value with its class and its parts.
//!
//! Comes in: values as they are normalised, packed. Goes out: their codes, and what is asked of a value by its code. All parts tell
//! values apart; those that nobody asks a kind of value for are not kept.

use std::hint::black_box;

use super::kind::Kind;
use super::packed::{Packed, PackedValue};
use super::slots::Slots;
use super::text::{Arena, Interner, MISSING, TOGETHER};
use super::value::{Class, Normal, Part};

/// One part over all values of a [`Dict`]: a code into the part's own pool of distinct texts.
#[derive(Debug, Clone, Default)]
pub struct PartColumn {
    /// Distinct part texts; code 0 is "no such part".
    pub pool: Interner,
    /// One code per value of the dictionary.
    pub codes: Vec<u32>,
}

impl PartColumn {
    /// The part's code of a value; 0 where it has none (also for values after the last that had one).
    #[must_use]
    pub fn code(&self, value: u32) -> u32 {
        self.codes.get(value as usize).copied().unwrap_or(MISSING)
    }
}

/// Distinct normalised values of one field: text, class and parts by code. Code 0 is missing.
///
/// Two values are the same entry if text, class and all parts are equal.
#[derive(Debug, Clone)]
pub struct Dict {
    text: Arena,
    class: Vec<Class>,
    parts: Vec<PartColumn>,
    /// Number of parts, those that are not kept included.
    n_parts: Vec<u8>,
    /// Parts that are not kept.
    unasked: &'static [Part],
    /// A key that is the text itself is not kept.
    key_or_text: bool,
    hashes: Vec<u64>,
    table: Slots,
}

/// Parts that nobody asks a value of this kind for.
fn unasked(kind: Kind) -> &'static [Part] {
    match kind {
        Kind::PersonName => &[Part::Tokens, Part::Suffix, Part::Honorific],
        Kind::Phone => &[Part::Region],
        Kind::Email => &[Part::Type, Part::Digits],
        Kind::Company => &[Part::Region, Part::LegalForm],
        Kind::Address => &[Part::Key, Part::Tokens],
        _ => &[],
    }
}

impl Default for Dict {
    fn default() -> Self {
        Self::new()
    }
}

impl Dict {
    /// A dictionary that holds only the missing value, and keeps every part.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: Arena::new(),
            class: vec![Class::Valid],
            parts: vec![PartColumn::default(); Part::ALL.len()],
            n_parts: vec![0],
            unasked: &[],
            key_or_text: false,
            hashes: vec![0],
            table: Slots::default(),
        }
    }

    /// A dictionary of values of a kind: it keeps the parts that the kind is asked for. Of a mail address whose key is its own text
    /// no key is kept, as whoever asks for one takes the text where there is none.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        Self { unasked: unasked(kind), key_or_text: kind == Kind::Email, ..Self::new() }
    }

    /// Number of values, the missing one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// True if it holds only the missing value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// Interns a value; the empty text is missing.
    pub fn intern(&mut self, value: &Normal) -> u32 {
        let (mut packed, mut codes) = (Packed::default(), Vec::new());
        packed.push(value);
        self.intern_packed(&packed, &mut codes);
        codes.first().copied().unwrap_or(MISSING)
    }

    /// As [`Self::intern`] for all values of `packed`; `codes` gets their codes in their order.
    ///
    /// Tables and texts are far larger than a processor's memory. So all that some values will be compared with is looked at
    /// before the first of them is: the processor then waits for it at once instead of in turn.
    pub fn intern_packed(&mut self, packed: &Packed, codes: &mut Vec<u32>) {
        if self.table.is_empty() && !self.is_empty() {
            self.fill_table();
        }
        let mut values = packed.iter();
        let (mut some, mut new) = (Vec::with_capacity(TOGETHER), Vec::with_capacity(TOGETHER));
        loop {
            some.clear();
            some.extend(values.by_ref().take(TOGETHER));
            if some.is_empty() {
                return;
            }
            self.look_ahead(&some);
            let first = self.len();
            new.clear();
            for value in &some {
                let code = self.code_of(value);
                // New ones are counted on.
                if code as usize == first + new.len() {
                    new.push(*value);
                }
                codes.push(code);
            }
            self.look_ahead_parts(new.iter().flat_map(|value| self.kept_parts(value)));
            for (code, value) in (first as u32..).zip(&new) {
                self.set_parts(code, value);
            }
        }
    }

    fn look_ahead(&self, values: &[PackedValue]) {
        black_box(values.iter().fold(0, |seen, value| seen ^ self.table.glance(value.hash)));
        let look = |code: u32| self.hashes[code as usize] ^ u64::from(self.text.bytes(code).first().copied().unwrap_or(0));
        black_box(values.iter().fold(0, |seen, value| seen ^ self.table.guess(value.hash).map_or(0, look)));
    }

    /// The parts of a value that are kept.
    fn kept_parts<'a>(&self, value: &PackedValue<'a>) -> impl Iterator<Item = (Part, &'a str, u64)> + Clone + use<'a> {
        let (unasked, key_or_text, text) = (self.unasked, self.key_or_text, value.text);
        value.parts().filter(move |(part, own, _)| !(unasked.contains(part) || key_or_text && *part == Part::Key && *own == text))
    }

    fn look_ahead_parts<'a>(&self, parts: impl Iterator<Item = (Part, &'a str, u64)> + Clone) {
        let pool = |part: Part| &self.parts[part as usize].pool;
        black_box(parts.clone().fold(0, |seen, (part, _, hash)| seen ^ pool(part).look_at_slot(hash)));
        black_box(parts.fold(0, |seen, (part, _, hash)| seen ^ pool(part).look_at(hash)));
    }

    /// The code of a value; a new one is kept without its parts.
    fn code_of(&mut self, value: &PackedValue) -> u32 {
        if value.text.is_empty() {
            return MISSING;
        }
        let (text, hashes) = (&self.text, &self.hashes);
        let free = match self.table.find_or_free(value.hash, |c| hashes[c as usize] == value.hash && text.get(c) == value.text) {
            Ok(code) => return code,
            Err(free) => free,
        };
        let code = self.text.push(value.text);
        free.take(code);
        self.class.push(value.class);
        self.n_parts.push(value.n_parts);
        self.hashes.push(value.hash);
        code
    }

    fn set_parts(&mut self, code: u32, value: &PackedValue) {
        for (part, text, hash) in self.kept_parts(value) {
            let column = &mut self.parts[part as usize];
            column.codes.resize(code as usize, MISSING);
            let part_code = if text.is_empty() { MISSING } else { column.pool.intern_hashed(text, hash) };
            column.codes.push(part_code);
        }
    }

    fn fill_table(&mut self) {
        self.table.reserve(self.len());
        for (code, &hash) in (0u32..).zip(&self.hashes).skip(1) {
            if let Err(free) = self.table.find_or_free(hash, |_| false) {
                free.take(code);
            }
        }
    }

    /// Lets go of what only serves to intern further values; it is made again if one comes. Brands can still be looked up at
    /// once: acronyms are looked up among them.
    pub fn seal(&mut self) {
        self.table = Slots::default();
        for (column, _) in self.parts.iter_mut().zip(Part::ALL).filter(|(_, part)| **part != Part::Brand) {
            column.pool.seal();
        }
    }

    /// Lets go of the parts of all values: nobody asks for them once customers are made.
    pub fn release_parts(&mut self) {
        self.parts.fill(PartColumn::default());
        self.n_parts = Vec::new();
    }

    /// Makes room for this many values more, with texts of so many bytes together.
    pub fn reserve(&mut self, values: usize, bytes: usize) {
        self.text.reserve(values, bytes);
        self.class.reserve(values);
        self.n_parts.reserve(values);
        self.hashes.reserve(values);
        self.table.reserve(values);
    }

    /// Makes room for the parts of this many values more that are as those so far. Parts of which few are different get none.
    pub fn foresee(&mut self, more: usize) {
        let so_far = self.len();
        for column in self.parts.iter_mut().filter(|c| !c.codes.is_empty()) {
            column.codes.reserve((so_far + more).saturating_sub(column.codes.len()));
            let (distinct, bytes) = (column.pool.arena().len(), column.pool.arena().text_bytes());
            if distinct > so_far / 4 {
                column.pool.reserve(more * distinct / so_far, more * bytes / so_far);
            }
        }
    }

    /// Canonical text of a value; `""` for missing.
    #[must_use]
    pub fn text(&self, code: u32) -> &str {
        self.text.get(code)
    }

    /// The texts of all values, by code.
    #[must_use]
    pub fn texts(&self) -> &Arena {
        &self.text
    }

    /// Class of a value; [`Class::Valid`] for missing, so test the code first.
    #[must_use]
    pub fn class(&self, code: u32) -> Class {
        self.class[code as usize]
    }

    /// Content hash of a value: stable over processes, equal for equal values of any dictionary.
    #[must_use]
    pub fn hash(&self, code: u32) -> u64 {
        self.hashes[code as usize]
    }

    /// How many parts a value has, those that are not kept included; 0 once they are let go.
    #[must_use]
    pub fn n_parts(&self, code: u32) -> u8 {
        self.n_parts.get(code as usize).copied().unwrap_or(0)
    }

    /// One part over all values.
    #[must_use]
    pub fn part_column(&self, part: Part) -> &PartColumn {
        &self.parts[part as usize]
    }

    /// A part of a value; `""` where it has none.
    #[must_use]
    pub fn part(&self, code: u32, part: Part) -> &str {
        let column = &self.parts[part as usize];
        column.pool.arena().get(column.code(code))
    }

    /// Heap bytes held, roughly.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.text.heap_bytes()
            + self.class.len()
            + self.n_parts.len()
            + self.hashes.len() * 8
            + self.table.heap_bytes()
            + self.parts.iter().map(|p| p.codes.capacity() * 4 + p.pool.heap_bytes()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_one_entry_whatever_the_order_of_parts() {
        let mut dict = Dict::new();
        let mut a = Normal::valid("张三");
        a.set(Part::Family, "张");
        a.set(Part::Given, "三");
        let mut b = Normal::valid("张三");
        b.set(Part::Given, "三");
        b.set(Part::Family, "张");
        let code = dict.intern(&a);
        assert_eq!(dict.intern(&b), code);
        assert_eq!((dict.len(), dict.part(code, Part::Family), dict.part(code, Part::Suffix)), (2, "张", ""));
    }

    #[test]
    fn values_are_interned_together_as_one_after_the_other() {
        let value = |i: usize| {
            let mut value = Normal::valid(if i.is_multiple_of(11) { String::new() } else { (i * i % 70).to_string() });
            value.set(Part::Given, (i % 2).to_string());
            value.set(if i.is_multiple_of(3) { Part::Family } else { Part::Key }, (i * i % 70 / 3).to_string());
            value
        };
        let (mut one, mut together, mut packed, mut codes) = (Dict::new(), Dict::new(), Packed::default(), Vec::new());
        let want: Vec<u32> = (0..300).map(|i| one.intern(&value(i))).collect();
        (0..300).for_each(|i| packed.push(&value(i)));
        together.intern_packed(&packed, &mut codes);
        assert_eq!(codes, want);
        for code in 0..one.len() as u32 {
            let all = |dict: &Dict| Part::ALL.iter().map(|&p| dict.part(code, p).to_owned()).collect::<Vec<_>>();
            assert_eq!((one.text(code), one.hash(code), all(&one)), (together.text(code), together.hash(code), all(&together)));
        }
        together.seal();
        assert_eq!((together.intern(&value(7)), together.len()), (want[7], one.len()));
    }

    #[test]
    fn parts_that_nobody_asks_for_tell_values_apart_and_are_not_kept() {
        let value = |tokens: &str| {
            let mut value = Normal::valid("Anna May");
            value.set(Part::Given, "anna");
            value.set(Part::Tokens, tokens);
            value
        };
        let (mut names, mut all) = (Dict::of(Kind::PersonName), Dict::new());
        let [one, two] = ["anna|may", "annamay"].map(|tokens| names.intern(&value(tokens)));
        assert_ne!(one, two);
        assert_eq!((names.part(one, Part::Given), names.part(one, Part::Tokens), names.n_parts(one)), ("anna", "", 2));
        let same = all.intern(&value("anna|may"));
        assert_eq!((all.part(same, Part::Tokens), all.hash(same), all.n_parts(same)), ("anna|may", names.hash(one), 2));
        // Out of one dictionary into another.
        let (mut packed, mut codes) = (Packed::default(), Vec::new());
        packed.push_of(&names, one, Part::ALL);
        all.intern_packed(&packed, &mut codes);
        assert_eq!(codes, [same]);
    }

    #[test]
    fn a_mail_address_that_is_its_own_key_is_kept_once() {
        let mut mails = Dict::of(Kind::Email);
        let keys = [("anna@may.example", ""), ("anna+shop@may.example", "anna@may.example")].map(|(text, kept)| {
            let mut mail = Normal::valid(text);
            mail.set(Part::Key, "anna@may.example");
            let code = mails.intern(&mail);
            (mails.part(code, Part::Key) == kept, mails.n_parts(code))
        });
        assert_eq!(keys, [(true, 1); 2]);
    }

    #[test]
    fn the_same_text_with_other_parts_is_another_value() {
        let mut dict = Dict::new();
        let plain = Normal::valid("Anna May");
        let mut split = Normal::valid("Anna May");
        split.set(Part::Family, "may");
        assert_ne!(dict.intern(&plain), dict.intern(&split));
    }
}
