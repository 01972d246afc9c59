//! The derived parts of one value, kept one after the other in one text.
//!
//! Comes in: parts with their texts, while a value is read. Goes out: the same, for interning. A value has about ten parts of
//! a few letters each; a heap text for every one of them costs more than reading the value does. It knows nothing of what
//! a part means.

use std::fmt;

use super::value::Part;

/// Bytes behind each part's text: its length in base 128, then the part itself.
const TRAILER: usize = LENGTH + 1;

/// Digits of a length: 128^5 bytes, more than a cell can hold.
const LENGTH: usize = 5;

/// The parts of a value, each at most once, none of them empty.
///
/// Equal are parts that were set to the same texts in the same order.
///
/// ```
/// use guiyi::model::parts::Parts;
/// use guiyi::model::value::Part;
///
/// let mut parts = Parts::default();
/// parts.set(Part::Family, "smith");
/// parts.write(Part::Tokens, |out| out.push_str("mary|smith"));
/// parts.set(Part::Middle, "");
/// assert_eq!((parts.get(Part::Tokens), parts.get(Part::Middle), parts.len()), ("mary|smith", "", 2));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Text, trailer, text, trailer, … The trailer stands behind, so that a text is written in place before its length is known.
    all: String,
    /// Which parts are there, one bit each.
    has: u64,
}

const _: () = assert!(Part::ALL.len() <= 64, "a bit for every part");

impl Parts {
    /// Makes room for texts of so many bytes together and a trailer each for the usual number of parts.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { all: String::with_capacity(bytes + TRAILER * 8), has: 0 }
    }

    /// Number of parts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.has.count_ones() as usize
    }

    /// True without parts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.has == 0
    }

    /// True if the part is there.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.has & bit(part) != 0
    }

    /// The text of a part; `""` where it is not there.
    #[must_use]
    pub fn get(&self, part: Part) -> &str {
        if self.has(part) { self.iter().find(|(p, _)| *p == part).map_or("", |(_, text)| text) } else { "" }
    }

    /// Sets a part; the empty text takes it away.
    pub fn set(&mut self, part: Part, text: &str) {
        self.write(part, |out| out.push_str(text));
    }

    /// Sets a part to what `write` appends to the text it is given, of which it must touch nothing else; nothing takes the part away.
    pub fn write(&mut self, part: Part, write: impl FnOnce(&mut String)) {
        if self.has(part) {
            self.remove(part);
        }
        let start = self.all.len();
        write(&mut self.all);
        let mut length = self.all.len() - start;
        if length == 0 {
            return;
        }
        let mut trailer = [0; TRAILER];
        for digit in &mut trailer[..LENGTH] {
            *digit = (length % 128) as u8;
            length /= 128;
        }
        trailer[LENGTH] = part as u8;
        // Below 128 every byte is a character of its own.
        self.all.push_str(std::str::from_utf8(&trailer).unwrap_or_default());
        self.has |= bit(part);
    }

    /// Takes the parts away that `keep` is false for.
    pub fn retain(&mut self, keep: impl Fn(Part) -> bool) {
        for part in Part::ALL.iter().filter(|part| self.has & bit(**part) != 0 && !keep(**part)).copied().collect::<Vec<_>>() {
            self.remove(part);
        }
    }

    fn remove(&mut self, part: Part) {
        let mut end = self.all.len();
        while let Some((found, text)) = last(&self.all[..end]) {
            let start = end - TRAILER - text.len();
            if found == part {
                self.all.replace_range(start..end, "");
                self.has &= !bit(part);
                return;
            }
            end = start;
        }
    }

    /// Takes all parts away, keeping the allocation.
    pub fn clear(&mut self) {
        self.all.clear();
        self.has = 0;
    }

    /// The parts with their texts, the one set last first.
    pub fn iter(&self) -> impl Iterator<Item = (Part, &str)> {
        let mut rest = self.all.as_str();
        std::iter::from_fn(move || {
            let (part, text) = last(rest)?;
            rest = &rest[..rest.len() - TRAILER - text.len()];
            Some((part, text))
        })
    }
}

fn bit(part: Part) -> u64 {
    1 << part as u32
}

/// The last part of a text of parts.
fn last(all: &str) -> Option<(Part, &str)> {
    let (rest, trailer) = all.as_bytes().split_last_chunk::<TRAILER>()?;
    let length = trailer[..LENGTH].iter().rev().fold(0, |length, digit| length * 128 + usize::from(*digit));
    Some((Part::ALL[trailer[LENGTH] as usize], &all[rest.len() - length..rest.len()]))
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut parts: Vec<_> = self.iter().collect();
        parts.reverse();
        f.debug_list().entries(parts).finish()
    }
}

impl<S: AsRef<str>> FromIterator<(Part, S)> for Parts {
    fn from_iter<I: IntoIterator<Item = (Part, S)>>(parts: I) -> Self {
        let mut out = Self::default();
        out.extend(parts);
        out
    }
}

impl<S: AsRef<str>> Extend<(Part, S)> for Parts {
    fn extend<I: IntoIterator<Item = (Part, S)>>(&mut self, parts: I) {
        for (part, text) in parts {
            self.set(part, text.as_ref());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_set_again_has_its_last_text() {
        let mut parts: Parts = [(Part::Given, "三"), (Part::Family, "张"), (Part::Given, "四四")].into_iter().collect();
        assert_eq!((parts.get(Part::Given), parts.get(Part::Family), parts.len()), ("四四", "张", 2));
        parts.set(Part::Family, "");
        assert_eq!((parts.get(Part::Family), parts.len()), ("", 1));
        assert_eq!(format!("{parts:?}"), r#"[(Given, "四四")]"#);
    }

    proptest! {
        #[test]
        fn parts_are_a_map(sets in prop::collection::vec((0..Part::ALL.len(), "\\PC{0,300}"), 0..40)) {
            let (mut parts, mut map) = (Parts::default(), std::collections::BTreeMap::new());
            for (part, text) in sets {
                parts.set(Part::ALL[part], &text);
                map.insert(Part::ALL[part], text);
            }
            map.retain(|_, text| !text.is_empty());
            let got: std::collections::BTreeMap<Part, String> = parts.iter().map(|(p, t)| (p, t.to_owned())).collect();
            prop_assert_eq!(&got, &map);
            for part in Part::ALL {
                prop_assert_eq!(parts.get(*part), map.get(part).map_or("", |t| t));
            }
            parts.retain(|part| part > Part::Family);
            map.retain(|part, _| *part > Part::Family);
            prop_assert_eq!((parts.len(), parts.iter().count()), (map.len(), map.len()));
        }
    }
}
