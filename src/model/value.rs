//! Normalised values: one dictionary per field, each distinct value with its class and its parts.
//!
//! `normalise` writes a [`Normal`] per distinct raw value; equal normal values become one entry of a [`Dict`].
//! `resolve` reads nothing but the parts; it never parses text itself.

use std::hint::black_box;

use super::packed::{Packed, PackedValue};
use super::parts::Parts;
use super::slots::Slots;
use super::text::{Arena, Interner, MISSING, TOGETHER};

/// The class of a normalised value. It decides whether the value may be a key, evidence, or a golden value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Class {
    /// Well formed and plausible: key, evidence and golden value.
    #[default]
    Valid,
    /// Well formed but not verifiable (a number of right length without metadata): key and evidence.
    Possible,
    /// Shared on purpose: role mailbox, switchboard. Evidence by its frequency; never a person's key by itself.
    Role,
    /// Relay or privacy value of a platform: no evidence across orders, never a key.
    Virtual,
    /// Partly hidden (`138****1234`, `张**`): supports or contradicts, never a key by itself.
    Masked,
    /// A filler (`13800138000`, `test@test.com`, `无`): missing, counted.
    Placeholder,
    /// Cannot be what its column says: missing for matching, counted, kept raw.
    Invalid,
}

impl Class {
    /// Every class with its name in reports.
    pub const ALL: &'static [(Class, &'static str)] = &[
        (Class::Valid, "valid"),
        (Class::Possible, "possible"),
        (Class::Role, "role"),
        (Class::Virtual, "virtual"),
        (Class::Masked, "masked"),
        (Class::Placeholder, "placeholder"),
        (Class::Invalid, "invalid"),
    ];

    /// The class's name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// May the value be compared at all?
    #[must_use]
    pub fn is_evidence(self) -> bool {
        matches!(self, Class::Valid | Class::Possible | Class::Role | Class::Masked)
    }

    /// May the value be a blocking key of its own?
    #[must_use]
    pub fn is_key(self) -> bool {
        matches!(self, Class::Valid | Class::Possible | Class::Role)
    }

    /// May the value be a filled golden value (completeness)?
    #[must_use]
    pub fn is_filled(self) -> bool {
        matches!(self, Class::Valid | Class::Possible | Class::Role)
    }
}

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A derived part of a normalised value. Multi-valued parts join their values with `|`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Part { $($(#[$doc])* $variant,)+ }
        impl Part {
            /// Every part in declaration order (`part as usize` is the index).
            pub const ALL: &'static [Part] = &[$(Part::$variant,)+];
            /// The part's name in stage dumps.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Part::$variant => $name,)+ }
            }
        }
    };
}

parts! {
    /// Given name, folded for keys: lower case ASCII-folded Latin, or simplified 汉字. For a masked 张** absent.
    Given = "given",
    /// Middle names or initials, folded, space-joined.
    Middle = "middle",
    /// Family name, folded as `Given`.
    Family = "family",
    /// Pinyin of the family name, all readings (`zeng|ceng`). For a Latin-written Chinese name: its family syllable(s). For
    /// names in kana, hangul and other scripts: the name in Latin letters.
    FamilyPinyin = "family_pinyin",
    /// Pinyin of the given name, syllables run together, all readings (`chongyang|zhongyang`), at most 8; for names in other
    /// scripts than 汉字 and Latin the name in Latin letters.
    GivenPinyin = "given_pinyin",
    /// Generation suffix: jr, sr, ii, iii.
    Suffix = "suffix",
    /// Honorific or title stripped from the name (`先生`, `总`, `dr`), folded.
    Honorific = "honorific",
    /// Script of the name: `han`, `latin`, `kana`, `hangul`, `other`.
    Script = "script",
    /// Visible pattern of a masked value: hidden characters are `*` (`张**`, `138****1234`), nothing else changed.
    Mask = "mask",
    /// National significant number, digits.
    National = "national",
    /// Region of a value: ISO 3166 country of a phone, place inside a company name.
    Region = "region",
    /// Type of a value: `mobile`, `landline`, … of a phone; `person`, `role` of a mailbox.
    Type = "type",
    /// Phone extension digits.
    Extension = "extension",
    /// Local part of a mail address as keyed (plus and dot rules applied).
    Local = "local",
    /// Domain as keyed (typo suggestion applied), registrable domain of a url.
    Domain = "domain",
    /// Digits a value carries that may be a phone or QQ number (`13812345678@qq.com`).
    Digits = "digits",
    /// Brand (distinguishing) part of a company name, folded.
    Brand = "brand",
    /// Brand in pinyin, if 汉字.
    BrandPinyin = "brand_pinyin",
    /// Trade part of a company name (`塑胶地板`, `logistics`), folded.
    Trade = "trade",
    /// Legal form, canonical (`有限公司`, `ltd`).
    LegalForm = "legal_form",
    /// Branch part (`北京分公司`, `store 12`).
    Branch = "branch",
    /// Acronym of the brand and trade words (`lm`).
    Acronym = "acronym",
    /// Country, ISO 3166 alpha-2 upper case.
    Country = "country",
    /// Province or state: canonical full name (`浙江省`) or code (`TX`).
    Province = "province",
    /// City, canonical.
    City = "city",
    /// District, county, suburb, canonical.
    District = "district",
    /// 街道/镇 or locality below district.
    Town = "town",
    /// Road or street name, folded and abbreviations expanded, without the number.
    Road = "road",
    /// House number.
    Number = "number",
    /// Residential compound, estate, building name and number.
    Building = "building",
    /// Unit, flat, room.
    Room = "room",
    /// Postcode, folded (no spaces, upper case).
    Postcode = "postcode",
    /// What was written where a postcode belongs and is none (`2873G`): compared with postcodes, never printed.
    MistypedPostcode = "mistyped_postcode",
    /// Year, four digits.
    Year = "year",
    /// Month, two digits.
    Month = "month",
    /// Day, two digits.
    Day = "day",
    /// Canonical key of the value when it differs from the text (folded, suggestion applied).
    Key = "key",
    /// Folded word tokens, `|`-joined in text order, for token overlap.
    Tokens = "tokens",
    /// Lines of business that a company's trade names, in words that are the same for all languages, `|`-joined: `food|freight`.
    Line = "line",
}

/// One normalised value before it is interned. Reused between calls: see [`Normal::clear`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normal {
    /// Canonical text: what a person reads and the master prints. Never empty for an evidence class.
    pub text: String,
    /// The value's class.
    pub class: Class,
    /// Parts, in any order.
    pub parts: Parts,
    /// Reason codes (documented in `normalise/reasons.rs`), static words.
    pub findings: Vec<&'static str>,
}

impl Normal {
    /// A valid value without parts.
    #[must_use]
    pub fn valid(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: Class::Valid, ..Self::default() }
    }

    /// The value of a part, `""` where absent.
    #[must_use]
    pub fn part(&self, part: Part) -> &str {
        self.parts.get(part)
    }

    /// Sets a part unless `value` is empty; replaces an earlier value.
    pub fn set(&mut self, part: Part, value: impl AsRef<str>) {
        self.parts.set(part, value.as_ref());
    }

    /// Makes it the empty valid value again, keeping the allocations.
    pub fn clear(&mut self) {
        self.text.clear();
        self.class = Class::Valid;
        self.parts.clear();
        self.findings.clear();
    }
}

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
    hashes: Vec<u64>,
    table: Slots,
}

impl Default for Dict {
    fn default() -> Self {
        Self::new()
    }
}

impl Dict {
    /// A dictionary that holds only the missing value.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: Arena::new(),
            class: vec![Class::Valid],
            parts: vec![PartColumn::default(); Part::ALL.len()],
            hashes: vec![0],
            table: Slots::default(),
        }
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
            self.look_ahead_parts(new.iter().flat_map(PackedValue::parts));
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
        self.hashes.push(value.hash);
        code
    }

    fn set_parts(&mut self, code: u32, value: &PackedValue) {
        for (part, text, hash) in value.parts() {
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
    }

    /// Makes room for this many values more, with texts of so many bytes together.
    pub fn reserve(&mut self, values: usize, bytes: usize) {
        self.text.reserve(values, bytes);
        self.class.reserve(values);
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
    fn the_same_text_with_other_parts_is_another_value() {
        let mut dict = Dict::new();
        let plain = Normal::valid("Anna May");
        let mut split = Normal::valid("Anna May");
        split.set(Part::Family, "may");
        assert_ne!(dict.intern(&plain), dict.intern(&split));
    }
}
