//! Normalised values: text, class and parts.
//!
//! `normalise` writes a [`Normal`] per distinct raw value; equal normal values become one entry of a [`Dict`].
//! `resolve` reads nothing but the parts; it never parses text itself.

use super::parts::Parts;

pub use super::dict::{Dict, PartColumn};

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
