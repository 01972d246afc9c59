//! Blocking keys of a value: which of its parts and pieces two records may share to be looked at.
//!
//! In: a value's parts, as normalising left them. Out: per [`Atom`] the hashes that are its keys, none where the value has not
//! what the atom looks at. Hashes are of content, never of codes, so that they mean the same in every batch.

use crate::model::hash::{hash64, mix};
use crate::model::kind::Kind;
use crate::model::value::{Class, Dict, Part};

use super::super::compare::{Comparison, shown_characters, shown_digits, written_digits};
use super::super::text::without_accents;

/// Keeps keys by ear apart from keys in pinyin.
const HEARD: u64 = 0x6561_7200;

/// What of a value is the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// The whole value as keyed.
    Whole,
    /// Given and family name, in either order.
    NameFull,
    /// Given and family name in pinyin; in tables of several scripts also by their consonants.
    NameSound,
    /// Given name.
    Given,
    /// Formal names behind a given name.
    GivenRoot,
    /// Family name.
    Family,
    /// Family name in pinyin.
    FamilySound,
    /// First three letters (one 汉字) of the given name.
    GivenStart,
    /// First three letters (one 汉字) of the family name.
    FamilyStart,
    /// Last three letters of the given name, two of a short one (one 汉字).
    GivenEnd,
    /// The same of the family name.
    FamilyEnd,
    /// Year of a date.
    Year,
    /// Month and day of a date.
    MonthDay,
    /// Last four digits, also of masked numbers; of ids the last four characters.
    Last4,
    /// Last seven digits.
    Last7,
    /// First three and last four digits of a longer number: what `138****6898` shows.
    Ends,
    /// What a masked number shows, if it is most of it.
    Shown,
    /// Local part of a mail address.
    Local,
    /// First characters of a mail address's local part, an account or another id: what an edit further behind leaves as it was.
    Start,
    /// Last characters of the same.
    End,
    /// First character of a nickname, also of a masked one.
    First,
    /// Brand of a company.
    Brand,
    /// Brand in pinyin.
    BrandSound,
    /// First three letters (one 汉字) of a brand.
    BrandStart,
    /// Each rare word of a company name.
    Word,
    /// Acronym of a company.
    Acronym,
    /// Road and house number.
    House,
    /// House number and the first three letters of its road: a road that is mistyped, cut off or abbreviated.
    HouseStart,
    /// Road.
    Road,
    /// Postcode.
    Postcode,
    /// District.
    District,
    /// City.
    City,
}

impl Atom {
    /// Is it a piece at the edge of a value, for pairs that are mistyped in every field? What else is looked for by the start of a
    /// name does not count.
    pub fn is_edge(self) -> bool {
        matches!(self, Atom::Start | Atom::End | Atom::GivenEnd | Atom::FamilyEnd | Atom::BrandStart)
    }
}

/// The atoms of a kind, best first.
pub fn atoms(kind: Kind) -> &'static [Atom] {
    match kind {
        Kind::PersonName => &[
            Atom::NameFull,
            Atom::NameSound,
            Atom::Given,
            Atom::GivenRoot,
            Atom::Family,
            Atom::FamilySound,
            Atom::GivenStart,
            Atom::FamilyStart,
            Atom::GivenEnd,
            Atom::FamilyEnd,
        ],
        Kind::BirthDate => &[Atom::Whole, Atom::Year, Atom::MonthDay],
        Kind::Phone => &[Atom::Whole, Atom::Last4, Atom::Last7, Atom::Ends, Atom::Shown],
        Kind::Email => &[Atom::Whole, Atom::Local, Atom::Start, Atom::End],
        Kind::AccountId => &[Atom::Whole, Atom::Start, Atom::End],
        Kind::MemberId | Kind::NationalId | Kind::TaxId => &[Atom::Whole, Atom::Last4, Atom::Start, Atom::End],
        Kind::Nickname => &[Atom::Whole, Atom::First],
        Kind::Company => &[Atom::Whole, Atom::Brand, Atom::BrandSound, Atom::BrandStart, Atom::Word, Atom::Acronym],
        Kind::Address => &[Atom::House, Atom::HouseStart, Atom::Road, Atom::Postcode, Atom::District, Atom::City],
        Kind::Gender => &[],
        _ => &[Atom::Whole],
    }
}

/// The part that the keys of an atom are made from, where it is one alone.
pub fn part_of(atom: Atom, kind: Kind) -> Option<Part> {
    Some(match atom {
        Atom::Given | Atom::GivenStart | Atom::GivenEnd => Part::Given,
        Atom::Family | Atom::FamilyStart | Atom::FamilyEnd => Part::Family,
        Atom::GivenRoot => Part::Key,
        Atom::FamilySound => Part::FamilyPinyin,
        Atom::Year => Part::Year,
        Atom::Local => Part::Local,
        Atom::Start | Atom::End if kind == Kind::Email => Part::Local,
        Atom::Brand | Atom::BrandStart => Part::Brand,
        Atom::BrandSound => Part::BrandPinyin,
        Atom::Acronym => Part::Acronym,
        Atom::Word => Part::Tokens,
        Atom::Road => Part::Road,
        Atom::Postcode => Part::Postcode,
        Atom::District => Part::District,
        Atom::City => Part::City,
        Atom::Whole
        | Atom::NameFull
        | Atom::NameSound
        | Atom::MonthDay
        | Atom::Last4
        | Atom::Last7
        | Atom::Ends
        | Atom::Shown
        | Atom::House
        | Atom::HouseStart
        | Atom::Start
        | Atom::End
        | Atom::First => return None,
    })
}

/// The keys of a part's text. `words`: hashes of the words that are keys.
pub fn part_keys(atom: Atom, text: &str, words: &[u64], keys: &mut Vec<u64>) {
    let hash = |text: &str| hash64(text.as_bytes());
    match atom {
        _ if text.is_empty() => {}
        Atom::GivenStart | Atom::FamilyStart | Atom::BrandStart => keys.push(hash(start(text))),
        Atom::GivenEnd | Atom::FamilyEnd => keys.push(hash(end(text))),
        Atom::GivenRoot | Atom::FamilySound => keys.extend(text.split('|').filter(|t| !t.is_empty()).map(hash)),
        Atom::Word => keys.extend(text.split('|').map(hash).filter(|h| words.binary_search(h).is_ok())),
        Atom::Local if text.len() < 4 => {}
        Atom::Acronym if text.len() < 2 => {}
        Atom::Start | Atom::End => keys.extend(edge(atom, text).map(hash)),
        // As they are compared.
        Atom::City | Atom::District => keys.push(hash(&without_accents(text))),
        _ => keys.push(hash(text)),
    }
}

/// The keys of a value, for atoms that look at more than one part of it.
pub fn whole_keys(atom: Atom, comparison: &Comparison, dict: &Dict, code: u32, keys: &mut Vec<u64>) {
    let part = |p: Part| dict.part(code, p);
    let mut one = |text: &str| {
        if !text.is_empty() {
            keys.push(hash64(text.as_bytes()));
        }
    };
    let clear = dict.class(code).is_key();
    match atom {
        Atom::Shown if dict.class(code) == Class::Masked => {
            let mask = part(Part::Mask);
            one(if mask.bytes().filter(u8::is_ascii_digit).count() >= SHOWN { mask } else { "" });
        }
        Atom::Whole if !clear && dict.class(code) != Class::Invalid => {}
        Atom::Whole if comparison.kind == Kind::Phone => one(&written_digits(dict, code)),
        Atom::Whole if comparison.kind == Kind::Url => one(part(Part::Domain)),
        Atom::Whole => one(if part(Part::Key).is_empty() { dict.text(code) } else { part(Part::Key) }),
        Atom::NameSound => {
            for g in part(Part::GivenPinyin).split('|').filter(|t| !t.is_empty()) {
                for f in part(Part::FamilyPinyin).split('|').filter(|t| !t.is_empty()) {
                    keys.push(mix(hash64(f.as_bytes()), hash64(g.as_bytes())));
                }
            }
            keys.extend(comparison.heard_keys(code).iter().map(|key| mix(hash64(key.as_bytes()), HEARD)));
        }
        Atom::MonthDay if !part(Part::Day).is_empty() => one(&format!("{}{}", part(Part::Month), part(Part::Day))),
        Atom::First => {
            let mask = part(Part::Mask);
            let shown = if !mask.is_empty() {
                mask
            } else if !part(Part::Key).is_empty() {
                part(Part::Key)
            } else {
                dict.text(code)
            };
            one(shown.chars().next().filter(|&c| c != '*').map_or("", |c| &shown[..c.len_utf8()]));
        }
        Atom::Last4 if comparison.kind != Kind::Phone => {
            let shown = shown_characters(dict, code);
            let end = shown.len().checked_sub(4).and_then(|at| shown.get(at..));
            one(end.filter(|end| shown.len() >= SHOWN && !end.contains('*')).unwrap_or_default());
        }
        Atom::Last4 | Atom::Last7 => {
            let digits = match dict.class(code) {
                Class::Masked | Class::Invalid => shown_digits(dict, code),
                _ => part(Part::National).into(),
            };
            let want = if atom == Atom::Last4 { 4 } else { 7 };
            if digits.is_ascii() && digits.len() >= want {
                let end = &digits[digits.len() - want..];
                if end.bytes().all(|b| b.is_ascii_digit()) {
                    one(end);
                }
            }
        }
        Atom::Ends => {
            if let Some((first, last)) = ends(dict, code) {
                keys.push(mix(hash64(first.as_bytes()), hash64(last.as_bytes())));
            }
        }
        Atom::HouseStart if !part(Part::Number).is_empty() && !part(Part::Road).is_empty() => {
            one(&format!("{} {}", part(Part::Number), start(part(Part::Road))));
        }
        Atom::Start | Atom::End if clear => one(edge(atom, dict.text(code)).unwrap_or_default()),
        // What is made from one part, or from two whole ones, is keyed by their texts.
        _ => {}
    }
}

/// True if a masked number shows its first three and last four digits.
pub fn shows_ends(dict: &Dict) -> bool {
    (1..dict.len() as u32).any(|code| dict.class(code) == Class::Masked && ends(dict, code).is_some())
}

/// First three and last four digits, of a number in full or one of which something between them is hidden.
fn ends(dict: &Dict, code: u32) -> Option<(&str, &str)> {
    let digits = match dict.class(code) {
        Class::Masked => dict.part(code, Part::Mask),
        Class::Valid | Class::Possible => dict.part(code, Part::National),
        _ => return None,
    };
    let is_long = digits.len() >= ENDS_OF && digits.is_ascii();
    let (first, last) = is_long.then(|| (&digits[..3], &digits[digits.len() - 4..]))?;
    [first, last].iter().all(|end| end.bytes().all(|b| b.is_ascii_digit())).then_some((first, last))
}

/// Digits from which on seven of a number are no accident among the numbers of one country.
const ENDS_OF: usize = 10;

/// Digits a mask must show to be a key; characters of an id whose last four are one.
const SHOWN: usize = 6;

/// Characters at the edge of a mail address, account or id that are a key.
const EDGE: usize = 5;

/// The first or last characters of a longer text: one edit nearly always leaves the one or the other.
fn edge(atom: Atom, text: &str) -> Option<&str> {
    let (start, end) = (text.char_indices().nth(EDGE)?.0, text.char_indices().nth_back(EDGE - 1)?.0);
    Some(if atom == Atom::Start { &text[..start] } else { &text[end..] })
}

/// Last 汉字, or the last three letters; of a name of at most five letters two, so that an edit in front leaves them.
fn end(text: &str) -> &str {
    let letters = match text.len() {
        _ if !text.is_ascii() => 1,
        ..6 => 2,
        _ => 3,
    };
    text.char_indices().nth_back(letters - 1).map_or(text, |(at, _)| &text[at..])
}

/// First 汉字, or the first three letters.
fn start(text: &str) -> &str {
    if text.is_ascii() { &text[..text.len().min(3)] } else { &text[..text.chars().next().map_or(0, char::len_utf8)] }
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;
    use crate::resolve::prepare::prepare;
    use crate::resolve::tests::{own_field, records};

    use super::*;

    /// Keys of a value's only field.
    fn keys(atom: Atom, kind: Kind, value: &Normal) -> Vec<u64> {
        let mut records = records(&[("anna", "abel", "", "", "")]);
        records.fields.truncate(1);
        records.fields.push(own_field("tested", kind, std::iter::once(Some(value.clone()))));
        let prepared = prepare(&records, &[], None);
        let Some(comparison) = prepared.comparisons.iter().find(|c| c.kind == kind) else { return Vec::new() };
        let dict = &records.fields[comparison.field].dict;
        let mut keys = Vec::new();
        whole_keys(atom, comparison, dict, 1, &mut keys);
        keys
    }

    #[test]
    fn a_road_cut_off_keeps_its_key_beside_the_number() {
        let house = |road: &str, number: &str| {
            let mut value = Normal::valid(format!("{number} {road}"));
            value.set(Part::Road, road);
            value.set(Part::Number, number);
            keys(Atom::HouseStart, Kind::Address, &value)
        };
        assert_eq!(house("karen falls", "6385"), house("karen fal", "6385"));
        assert_ne!(house("karen falls", "6385"), house("karen falls", "6386"));
        assert!(house("karen falls", "").is_empty());
    }

    #[test]
    fn most_of_a_number_is_a_key_where_the_rest_is_hidden_or_spoilt() {
        let of = |atom: Atom, class: Class, text: &str| {
            let mut value = Normal { class, ..Normal::valid(text) };
            if class == Class::Masked {
                value.set(Part::Mask, text);
            }
            keys(atom, Kind::Phone, &value)
        };
        assert_eq!(of(Atom::Shown, Class::Masked, "***108249**").len(), 1);
        assert!(of(Atom::Shown, Class::Masked, "*******8249").is_empty(), "many share four digits");
        assert_eq!(of(Atom::Last4, Class::Invalid, "+1 617 l69 8038").len(), 1);
        assert_eq!(of(Atom::Last4, Class::Invalid, "+1 617 l69 8038"), of(Atom::Last4, Class::Masked, "*******8038"));
        assert!(of(Atom::Last4, Class::Placeholder, "00000000").is_empty());
    }

    #[test]
    fn what_a_masked_number_shows_is_a_key_of_numbers_in_full() {
        let of = |class: Class, digits: &str| {
            let mut value = Normal { class, ..Normal::valid(digits) };
            value.set(if class == Class::Masked { Part::Mask } else { Part::National }, digits);
            keys(Atom::Ends, Kind::Phone, &value)
        };
        let masked = of(Class::Masked, "138****6898");
        assert_eq!(masked.len(), 1);
        assert_eq!(masked, of(Class::Valid, "13845676898"));
        assert_ne!(masked, of(Class::Valid, "13945676898"));
        assert!(of(Class::Masked, "1******6898").is_empty(), "many share four digits");
        assert!(of(Class::Valid, "91234567").is_empty(), "too short to hide some");
    }

    #[test]
    fn one_edit_leaves_the_one_edge_or_the_other() {
        let edges = |text: &'static str| [Atom::Start, Atom::End].map(|atom| edge(atom, text).unwrap_or("-"));
        assert_eq!(edges("abraham.reynolds133256"), ["abrah", "33256"]);
        assert_eq!(edges("zhangwei"), ["zhang", "ngwei"]);
        assert_eq!(edges("王小明wx2020号"), ["王小明wx", "2020号"]);
        assert_eq!(edges("G847864"), ["G8478", "47864"]);
        assert_eq!(edges("jsmit"), ["-", "-"], "too short for two");
        assert_eq!(["danin", "darin", "garrison", "o", "小明", ""].map(end), ["in", "in", "son", "o", "明", ""]);
    }
}
