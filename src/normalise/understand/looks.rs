//! What one text looks like, by its characters alone: the value side of the evidence.
//!
//! Cheap and independent of the normalisers, so that a column can be looked at before its country or kind is known.
//! A text may look like several things; nothing here decides.

use super::lexicon;

macro_rules! look {
    ($($(#[$doc:meta])* $variant:ident,)+) => {
        /// One thing a text may look like.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(in crate::normalise) enum Look { $($(#[$doc])* $variant,)+ }
        impl Look {
            /// Number of looks.
            pub(super) const COUNT: usize = [$(Look::$variant,)+].len();
        }
    };
}

look! {
    /// Mail address.
    Email,
    /// Web address or social profile.
    Url,
    /// A phone beyond doubt: international prefix, brackets, a Chinese mobile, or masked.
    PhoneStrong,
    /// Digits that may be a phone.
    PhoneWeak,
    /// Calendar date in any order, with or without time.
    Date,
    /// Has a time of day.
    Time,
    /// A whole number.
    Integer,
    /// A number with decimals or a sign.
    Number,
    /// A number with a currency.
    Money,
    /// Year 1880–2030.
    Year,
    /// Whole number 1–12 or a month's name.
    Month,
    /// Whole number 1–31.
    Day,
    /// A Chinese person name, plain, masked or with a title.
    HanName,
    /// Only letters in one to five words, in an alphabetic script.
    Words,
    /// Exactly one word of letters.
    OneWord,
    /// A known given name first.
    GivenWord,
    /// A known family name last, or alone.
    FamilyWord,
    /// Title or honorific of a person.
    Honorific,
    /// A company's legal form.
    LegalForm,
    /// A word that organisations carry.
    OrgWord,
    /// Road word, house number, 省市区路号: an address.
    Address,
    /// A number and words, without a road word.
    NumberedWords,
    /// Province or state, name or code.
    Province,
    /// Country, name or code.
    Country,
    /// Chinese city or district name.
    HanPlace,
    /// A postcode with a form of its own (UK, Canada, ZIP+4, Dutch, …).
    PostcodeForm,
    /// Four to six digits.
    PostcodeDigits,
    /// Male or female.
    Gender,
    /// Yes or no.
    YesNo,
    /// 身份证 with check digit, or an SSN-like form.
    NationalId,
    /// 统一社会信用代码 with check digit, VAT number.
    TaxId,
    /// One unspaced token with digits: an id, perhaps.
    Token,
    /// A uuid or long hexadecimal.
    Uuid,
    /// IPv4 address.
    Ip,
    /// Thirty or more characters or a sentence.
    Long,
    /// A unit or flat.
    Unit,
    /// Partly hidden by `*`.
    Masked,
    /// Has Han characters.
    Han,
    /// Has Kana.
    Kana,
    /// Has Hangul.
    Hangul,
    /// Has Latin letters.
    Latin,
    /// One letter, perhaps with a full stop.
    Initial,
}

/// A set of [`Look`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::normalise) struct Looks(u64);

impl Looks {
    /// True if the text has this look.
    pub(in crate::normalise) fn has(self, look: Look) -> bool {
        self.0 >> (look as u8) & 1 == 1
    }

    /// True if the look of this number is set.
    pub(super) fn bit(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }

    fn set(&mut self, look: Look, is: bool) {
        self.0 |= u64::from(is) << (look as u8);
    }
}

/// Everything a text looks like; the empty text looks like nothing.
pub(in crate::normalise) fn looks(raw: &str) -> Looks {
    let mut out = Looks::default();
    let text = raw.trim();
    if text.is_empty() {
        return out;
    }
    let seen = Seen::new(text);
    scripts(&seen, &mut out);
    if internet(&seen, &mut out) {
        return out;
    }
    let date = super::dates::form(text);
    out.set(Look::Date, date.is_some());
    out.set(Look::Time, date.is_some_and(|d| d.has_time));
    numbers(&seen, &mut out);
    phone(&seen, date.is_some(), &mut out);
    ids(&seen, &mut out);
    words(&seen, &mut out);
    places(&seen, &mut out);
    out.set(Look::Masked, text.contains('*') && seen.letters + seen.digits > 0);
    out.set(Look::Long, seen.chars >= 60 || (seen.chars >= 12 && text.contains(['。', '？', '?', '！', '!', '，', '；'])));
    out
}

/// A text with its counts.
struct Seen<'a> {
    text: &'a str,
    lower: String,
    chars: usize,
    digits: usize,
    letters: usize,
    han: usize,
}

impl<'a> Seen<'a> {
    fn new(text: &'a str) -> Self {
        let mut seen = Self { text, lower: text.to_lowercase(), chars: 0, digits: 0, letters: 0, han: 0 };
        for c in text.chars() {
            seen.chars += 1;
            seen.digits += usize::from(c.is_ascii_digit());
            seen.letters += usize::from(c.is_alphabetic());
            seen.han += usize::from(is_han(c));
        }
        seen
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty())
    }
}

/// True for Han characters.
pub(in crate::normalise) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' | '〇')
}

fn scripts(seen: &Seen, out: &mut Looks) {
    out.set(Look::Han, seen.han > 0);
    out.set(Look::Kana, seen.text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}')));
    out.set(Look::Hangul, seen.text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}')));
    out.set(Look::Latin, seen.text.chars().any(|c| c.is_alphabetic() && (c as u32) < 0x250));
}

/// Mail, web and IP addresses; true if the text is one of them.
fn internet(seen: &Seen, out: &mut Looks) -> bool {
    let text = seen.lower.as_str();
    let first = text.split([';', ',', ' ', '；', '，', '|']).next().unwrap_or("");
    let email = first.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.contains('@') && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
    });
    let scheme = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
    let bare = !email
        && !text.contains([' ', '@', ','])
        && text.split('/').next().is_some_and(|host| {
            host.rsplit_once('.').is_some_and(|(name, tld)| {
                name.len() > 1 && name.chars().any(char::is_alphabetic) && lexicon::is_web_ending(tld) && !name.ends_with('.')
            })
        });
    let ip = {
        let parts: Vec<&str> = text.split('(').next().unwrap_or("").trim().split('.').collect();
        parts.len() == 4 && parts.iter().all(|p| p.len() <= 3 && p.parse::<u8>().is_ok())
    };
    out.set(Look::Email, email);
    out.set(Look::Url, scheme || bare);
    out.set(Look::Ip, ip);
    email || scheme || bare || ip
}

/// A number without the letters of its currency (`NT$1200`, `EUR12.50`, `89.00CHF`).
fn without_currency(text: &str) -> &str {
    const LETTERS: &[&str] = &[
        "NT$", "HK$", "US$", "A$", "C$", "S$", "R$", "MOP$", "RM", "CN¥", "RMB", "CNY", "USD", "EUR", "GBP", "CHF", "HKD", "TWD",
        "JPY", "KRW", "SGD", "AUD", "CAD",
    ];
    let text = LETTERS.iter().find_map(|l| text.strip_prefix(l)).unwrap_or(text);
    LETTERS.iter().find_map(|l| text.strip_suffix(l)).unwrap_or(text)
}

fn numbers(seen: &Seen, out: &mut Looks) {
    let plain: String = seen.text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '，')).collect();
    let unsigned = plain.trim_start_matches(['-', '+', '(', ' ']).trim_end_matches(')');
    let integer = !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit());
    let bare = without_currency(unsigned)
        .trim_start_matches(['¥', '￥', '$', '€', '£'])
        .trim_end_matches(['元', '€', '$', '円', '원', '%']);
    let money = bare.len() < unsigned.len() && bare.parse::<f64>().is_ok();
    let decimal = !integer && unsigned.parse::<f64>().is_ok() && seen.letters == 0;
    out.set(Look::Integer, integer && plain == unsigned);
    out.set(Look::Number, decimal || (integer && plain != unsigned));
    out.set(Look::Money, money && !seen.text.ends_with('%'));
    if integer && unsigned.len() <= 4 {
        let value: u32 = unsigned.parse().unwrap_or(0);
        out.set(Look::Year, unsigned.len() == 4 && (1880..=2030).contains(&value));
        out.set(Look::Month, (1..=12).contains(&value));
        out.set(Look::Day, (1..=31).contains(&value));
    }
    out.set(Look::Month, lexicon::is_month(&seen.lower));
    out.set(Look::PostcodeDigits, integer && plain == seen.text && (4..=6).contains(&unsigned.len()));
}

/// Phone numbers; a text that is a date in punctuation is none.
fn phone(seen: &Seen, is_date: bool, out: &mut Looks) {
    let stars = seen.text.chars().filter(|&c| c == '*').count();
    let total = seen.digits + stars;
    let extension = seen.words().any(|w| matches!(w, "ext" | "x" | "extension" | "转" | "tel" | "mobile"));
    let letters_ok = seen.letters == 0 || (extension && seen.letters <= 10);
    let marks_ok = seen.text.chars().all(|c| c.is_ascii_digit() || c.is_alphabetic() || "+-–() .*/,;#·，；、\t\n（）".contains(c));
    if !letters_ok || !marks_ok || !(7..=40).contains(&total) {
        return;
    }
    let digits: String = seen.text.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|d| d.len() == 11)).unwrap_or(&digits);
    let mobile_cn = local.len() == 11
        && local.starts_with('1')
        && local.as_bytes()[1] != b'0'
        && local.as_bytes()[1] != b'1'
        && local.as_bytes()[1] != b'2';
    let masked = stars >= 3 && seen.digits >= 3 && (mobile_cn || total >= 8) && seen.letters == 0;
    let plus = seen.text.starts_with('+') && seen.digits >= 8;
    let bracketed = seen.text.contains('(') && seen.text.contains(')') && seen.digits >= 9;
    let grouped = !is_date
        && seen.digits >= 9
        && seen.digits <= 13
        && seen.text.chars().filter(|c| matches!(c, '-' | ' ' | '.' | '/')).count() >= 2
        && !out.has(Look::Number);
    // Three groups of 3-2-4 digits are a social security number, not a phone.
    let grouped = grouped && !is_ssn_form(seen.text);
    out.set(Look::PhoneStrong, mobile_cn || masked || plus || bracketed || grouped);
    out.set(Look::PhoneWeak, !is_date && (7..=13).contains(&seen.digits) && !out.has(Look::Number) && !is_ssn_form(seen.text));
}

fn is_ssn_form(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', ' ']).collect();
    let lens: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    lens == [3, 2, 4] && groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()))
}

fn ids(seen: &Seen, out: &mut Looks) {
    let text = seen.text;
    let unspaced = !text.contains(char::is_whitespace);
    out.set(Look::NationalId, is_resident_id(text) || is_ssn_form(text));
    out.set(Look::TaxId, is_credit_code(text));
    let hex = text.bytes().filter(u8::is_ascii_hexdigit).count();
    out.set(Look::Uuid, unspaced && seen.chars >= 24 && hex + text.matches('-').count() == text.len() && seen.letters > 0);
    let marks = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./#:".contains(c));
    out.set(Look::Token, unspaced && marks && seen.digits > 0 && seen.chars >= 2);
}

/// 18 characters of a Chinese resident number with a sound check digit (GB 11643-1999).
fn is_resident_id(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(&b, w)| u32::from(b - b'0') * w).sum();
    b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

/// 18 characters of a unified social credit code with a sound check character (GB 32100-2015).
fn is_credit_code(text: &str) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let upper = text.to_ascii_uppercase();
    if upper.len() != 18 {
        return false;
    }
    let mut sum = 0u32;
    let mut weight = 1u32;
    let mut last = 0u32;
    for (i, b) in upper.bytes().enumerate() {
        let Some(value) = ALPHABET.iter().position(|&a| a == b) else { return false };
        last = u32::try_from(value).unwrap_or(0);
        if i < 17 {
            sum += last * weight;
            weight = weight * 3 % 31;
        }
    }
    (31 - sum % 31) % 31 == last && !upper.bytes().all(|b| b == b'0')
}

fn words(seen: &Seen, out: &mut Looks) {
    let text = seen.text;
    out.set(Look::HanName, lexicon::is_han_name(text));
    out.set(Look::Honorific, lexicon::has_honorific(text, &seen.lower));
    out.set(Look::LegalForm, lexicon::has_legal_form(&seen.lower));
    out.set(Look::OrgWord, lexicon::has_org_word(&seen.lower));
    out.set(Look::Gender, lexicon::is_gender(&seen.lower));
    out.set(Look::YesNo, lexicon::is_yes_no(&seen.lower));
    let alphabetic = seen.han == 0
        && seen.digits == 0
        && seen.letters > 0
        && text.chars().all(|c| c.is_alphabetic() || " '’.-,·`".contains(c) || ('\u{300}'..'\u{370}').contains(&c));
    if !alphabetic {
        return;
    }
    let tokens: Vec<&str> = seen.words().collect();
    out.set(Look::Words, (1..=5).contains(&tokens.len()) && seen.chars <= 40);
    out.set(Look::OneWord, tokens.len() == 1 && seen.chars <= 24);
    out.set(Look::Initial, tokens.len() == 1 && tokens[0].chars().count() == 1);
    let (first, last) = (tokens.first().copied().unwrap_or(""), tokens.last().copied().unwrap_or(""));
    out.set(Look::GivenWord, tokens.len() <= 4 && tokens.iter().any(|t| lexicon::is_given(t)));
    out.set(Look::FamilyWord, tokens.len() <= 4 && (lexicon::is_family(last) || (tokens.len() > 1 && lexicon::is_family(first))));
}

fn places(seen: &Seen, out: &mut Looks) {
    let text = seen.text;
    let road = lexicon::has_road_word(&seen.lower);
    let levels = text
        .chars()
        .filter(|c| matches!(c, '省' | '市' | '区' | '县' | '镇' | '乡' | '路' | '街' | '道' | '号' | '村' | '弄' | '巷' | '栋'))
        .count();
    let han_address = seen.han >= 5 && (levels >= 3 || (levels >= 2 && seen.digits > 0));
    out.set(
        Look::Address,
        han_address
            || has_postcode_inside(&seen.lower)
            || (road && seen.chars >= 6 && (seen.digits > 0 || seen.han > 0 || seen.words().count() >= 2)),
    );
    out.set(
        Look::NumberedWords,
        seen.han == 0
            && seen.digits > 0
            && seen.letters >= 3
            && text.contains(' ')
            && text.starts_with(|c: char| c.is_ascii_digit()),
    );
    out.set(Look::Province, lexicon::is_province(&seen.lower));
    out.set(Look::Country, lexicon::is_country(&seen.lower));
    out.set(
        Look::HanPlace,
        seen.han >= 2 && seen.chars <= 12 && seen.digits == 0 && text.ends_with(['市', '区', '县', '州', '盟', '旗']),
    );
    out.set(Look::PostcodeForm, is_postcode_form(&seen.lower));
    out.set(Look::Unit, lexicon::is_unit(&seen.lower));
}

/// An address in one line: at least three parts between commas, one after the first of which begins or ends with a postcode
/// (`Leeds, LS1 4AB`, `10115 Berlin`, `Austin, TX 78701`).
fn has_postcode_inside(lower: &str) -> bool {
    let five = |w: &str| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit());
    let is_post = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let state = words.len() == 2 && words[0].len() == 2 && five(words[1].split('-').next().unwrap_or(""));
        let town = words.len() >= 2 && five(words[0]) && words[1].chars().all(char::is_alphabetic);
        let tail = words.len() >= 2 && is_postcode_form(&words[words.len() - 2..].join(" "));
        state || town || tail || words.last().is_some_and(|w| w.len() >= 6 && is_postcode_form(w))
    };
    lower.matches(',').count() >= 2 && lower.split(',').skip(1).any(is_post)
}

/// Postcodes that no other short text looks like.
fn is_postcode_form(lower: &str) -> bool {
    let form: String = lower
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                '9'
            } else if c.is_ascii_alphabetic() {
                'a'
            } else {
                c
            }
        })
        .collect();
    matches!(
        form.as_str(),
        "a9 9aa" | "a99 9aa" | "aa9 9aa" | "aa99 9aa" | "a9a 9aa" | "aa9a 9aa" // United Kingdom
            | "a99aa" | "a999aa" | "aa99aa" | "aa999aa" | "a9a9aa" | "aa9a9aa"
            | "a9a 9a9" | "a9a9a9" // Canada
            | "9999 aa" | "9999aa" // Netherlands
            | "99999-9999" // United States
            | "999-9999" // Japan
            | "99-999" // Poland
            | "9999-999" // Portugal
            | "99999-999" // Brazil
    )
}
