//! Normal values one after the other in one text: what crosses from the normalising threads to the dictionary.
//!
//! Comes in: [`Normal`] values. Goes out: the same values as slices, with the hashes the dictionary needs. A block of
//! values is a handful of allocations, where the values themselves have one for every part. It finds no equal values;
//! [`super::value::Dict`] does.

use super::hash::{hash64, mix};
use super::value::{Class, Dict, Normal, Part};

/// Values packed into one text: each value's own text, then its parts.
#[derive(Debug, Default)]
pub struct Packed {
    text: String,
    values: Vec<Row>,
    parts: Vec<PartRow>,
    findings: Vec<&'static str>,
}

/// One value: where its text begins and ends, and where its parts and findings end in the lists of all values.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: usize,
    end: usize,
    parts_end: usize,
    findings_end: usize,
    hash: u64,
    class: Class,
    n_parts: u8,
}

/// One part: where its text ends. It begins where the part before it, or the value's own text, ends.
#[derive(Debug, Clone, Copy)]
struct PartRow {
    end: usize,
    hash: u64,
    part: Part,
}

/// One value of a [`Packed`].
#[derive(Debug, Clone, Copy)]
pub struct PackedValue<'a> {
    /// As [`Normal::text`].
    pub text: &'a str,
    /// As [`Normal::class`].
    pub class: Class,
    /// As [`Normal::findings`].
    pub findings: &'a [&'static str],
    /// Content hash over text, class and parts, whatever the order of the parts.
    pub hash: u64,
    /// Number of parts, also of those that the dictionary it comes from did not keep.
    pub n_parts: u8,
    all: &'a str,
    start: usize,
    parts: &'a [PartRow],
}

impl<'a> PackedValue<'a> {
    /// The parts with their texts and the texts' [`hash64`], the one set last first.
    pub fn parts(&self) -> impl Iterator<Item = (Part, &'a str, u64)> + Clone + use<'a> {
        let (all, mut start) = (self.all, self.start);
        self.parts.iter().map(move |row| {
            let text = &all[start..row.end];
            start = row.end;
            (row.part, text, row.hash)
        })
    }
}

impl Packed {
    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// True without values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Appends a value.
    pub fn push(&mut self, value: &Normal) {
        let start = self.text.len();
        self.text.push_str(&value.text);
        let end = self.text.len();
        let mut hash = hash64(value.text.as_bytes());
        for (part, text) in value.parts.iter() {
            self.text.push_str(text);
            let of_part = hash64(text.as_bytes());
            // Commutative over parts, so that their order is free.
            hash = hash.wrapping_add(mix(part as u64 + 1, of_part));
            self.parts.push(PartRow { end: self.text.len(), hash: of_part, part });
        }
        self.findings.extend_from_slice(&value.findings);
        let (parts_end, findings_end) = (self.parts.len(), self.findings.len());
        let (hash, n_parts) = (mix(hash, value.class as u64), value.parts.len() as u8);
        self.values.push(Row { start, end, parts_end, findings_end, hash, class: value.class, n_parts });
    }

    /// Appends the value behind a code, for another dictionary; of its parts those that are named, which must be all that are
    /// kept of it.
    pub fn push_of(&mut self, dict: &Dict, code: u32, parts: &[Part]) {
        let start = self.text.len();
        self.text.push_str(dict.text(code));
        let end = self.text.len();
        for &part in parts.iter().rev() {
            let text = dict.part(code, part);
            if !text.is_empty() {
                self.text.push_str(text);
                self.parts.push(PartRow { end: self.text.len(), hash: hash64(text.as_bytes()), part });
            }
        }
        let (parts_end, findings_end) = (self.parts.len(), self.findings.len());
        let (hash, n_parts) = (dict.hash(code), dict.n_parts(code));
        self.values.push(Row { start, end, parts_end, findings_end, hash, class: dict.class(code), n_parts });
    }

    /// All values in order.
    pub fn iter(&self) -> impl Iterator<Item = PackedValue<'_>> {
        let (mut parts, mut findings) = (0, 0);
        self.values.iter().map(move |row| {
            let value = PackedValue {
                text: &self.text[row.start..row.end],
                class: row.class,
                findings: &self.findings[findings..row.findings_end],
                hash: row.hash,
                n_parts: row.n_parts,
                all: &self.text,
                start: row.end,
                parts: &self.parts[parts..row.parts_end],
            };
            (parts, findings) = (row.parts_end, row.findings_end);
            value
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_out_as_they_went_in() {
        let mut a = Normal::valid("张三");
        a.set(Part::Family, "张");
        a.set(Part::Given, "三");
        let mut b = Normal { class: Class::Invalid, ..Normal::valid("?") };
        b.findings.push("no_letters");
        let mut packed = Packed::default();
        for value in [&a, &b, &a] {
            packed.push(value);
        }
        assert_eq!(packed.len(), 3);
        for (got, want) in packed.iter().zip([&a, &b, &a]) {
            let mut parts: Vec<(Part, &str)> = got.parts().map(|(part, text, _)| (part, text)).collect();
            parts.reverse();
            let back = Normal {
                text: got.text.to_owned(),
                class: got.class,
                parts: parts.into_iter().collect(),
                findings: got.findings.to_vec(),
            };
            assert_eq!(&back, want);
        }
        let hashes: Vec<u64> = packed.iter().map(|v| v.hash).collect();
        assert!(hashes[0] == hashes[2] && hashes[0] != hashes[1]);
    }

    #[test]
    fn a_value_out_of_a_dictionary_is_packed_as_it_went_in() {
        let mut value = Normal { class: Class::Masked, ..Normal::valid("张三") };
        value.set(Part::Given, "三");
        value.set(Part::Family, "张");
        let (mut packed, mut again) = (Packed::default(), Packed::default());
        packed.push(&value);
        let (mut dict, mut codes) = (Dict::new(), Vec::new());
        dict.intern_packed(&packed, &mut codes);
        again.push_of(&dict, codes[0], Part::ALL);
        let all = |packed: &Packed| {
            let values = packed.iter().map(|value| {
                let mut parts: Vec<(Part, String, u64)> =
                    value.parts().map(|(part, text, hash)| (part, text.to_owned(), hash)).collect();
                parts.sort();
                (value.text.to_owned(), value.class, value.hash, parts)
            });
            values.collect::<Vec<_>>()
        };
        assert_eq!(all(&packed), all(&again));
    }
}
