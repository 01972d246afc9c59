//! What a header says: the name side of the evidence.
//!
//! Comes in: one header as written. Goes out: a [`Hint`], or nothing. It never looks at values.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};
use crate::normalise::fold::simplify;

use super::looks::is_han;
use super::nations::NATIONS_WORDS;
use super::tongues::{LINKING, MORE_WORDS, OWN_BEHIND, PARTY_NAMES, RECEIVER_BEHIND};
use super::words::{OTHERS, OWN_PARTY, OWN_PARTY_HAN, QUALIFIERS, RECEIVER, RECEIVER_HAN, WORDS};

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A target that rule files could name.
    Target(Target),
    /// An attribute of the party that may match.
    Attribute(Kind),
    /// A column to keep that does not match.
    Plain(Kind),
    /// Where the row came from.
    Provenance,
    /// An id; its values decide whose.
    RowId,
    /// Some name whose owner the header does not say for sure (`site name`).
    SomeName,
    /// Some id or number of something the header does not say for sure (`provider id`).
    SomeId,
}

/// A header's meaning and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hint {
    /// The meaning.
    pub meaning: Meaning,
    /// The whole header was known, not just a part of it.
    pub exact: bool,
}

/// Every meaning with its words, the common tongues first.
fn all_words() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    WORDS.iter().chain(MORE_WORDS).chain(NATIONS_WORDS)
}

static INDEX: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (code, words) in all_words() {
        for word in *words {
            index.entry(*word).or_insert_with(|| meaning(code));
        }
    }
    index
});

/// Words that may be found inside a longer Chinese, Japanese or Korean header, longest first. A bare word for a party (`会员`)
/// is its name only where it stands alone.
static INSIDE: LazyLock<Vec<(&'static str, Meaning)>> = LazyLock::new(|| {
    let mut inside: Vec<(&str, Meaning)> = all_words()
        .flat_map(|(code, words)| words.iter().map(|w| (*w, meaning(code))))
        .filter(|(w, _)| w.chars().count() >= 2 && w.chars().any(is_cjk) && !PARTY_NAMES.contains(w))
        .collect();
    inside.sort_by_key(|(w, _)| (std::cmp::Reverse(w.chars().count()), *w));
    inside
});

fn meaning(code: &str) -> Meaning {
    let kind = |name: &str| name.parse::<Kind>().expect("the table names kinds");
    match code {
        "provenance" => Meaning::Provenance,
        "row_id" => Meaning::RowId,
        _ => match code.as_bytes()[0] {
            b'+' => Meaning::Attribute(kind(&code[1..])),
            b'-' => Meaning::Plain(kind(&code[1..])),
            _ => Meaning::Target(code.parse().expect("the table names targets")),
        },
    }
}

fn is_cjk(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// What a header says about its column.
pub(super) fn hint(header: &str) -> Option<Hint> {
    let phrase = phrase(header);
    if phrase.is_empty() {
        return None;
    }
    if let Some(meaning) = INDEX.get(phrase.as_str()) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    if phrase.contains(' ') && phrase.chars().any(is_cjk) {
        // `商品ID` is one word although two scripts meet in it.
        if let Some(meaning) = INDEX.get(phrase.replace(' ', "").as_str()) {
            return Some(Hint { meaning: meaning.clone(), exact: true });
        }
    }
    if let Some(hint) = bracketed(&phrase, header).or_else(|| numbered(&phrase)) {
        return Some(hint);
    }
    let (cjk, latin): (Vec<&str>, Vec<&str>) = phrase.split(' ').partition(|w| w.chars().any(is_cjk));
    if cjk.is_empty() { latin_hint(&latin) } else { han_hint(&cjk.concat()).or_else(|| latin_hint(&latin)) }
}

/// The header without what stands in brackets at its end, if it is known as a whole then: a unit, a currency, a time zone, how
/// it is counted (`Order Total (USD)`, `销售金额(折扣后)`, `Created (UTC)`).
fn bracketed(whole: &str, header: &str) -> Option<Hint> {
    let text = header.trim().trim_end_matches(['*', ':', '：', '?', '？']).trim_end();
    let inside = text.strip_suffix([')', '）', ']', '】'])?;
    let before = &inside[..inside.rfind(['(', '（', '[', '【'])?];
    let short = phrase(before);
    if short.is_empty() || short == whole || RECEIVER_BEHIND.iter().chain(OWN_BEHIND).any(|w| whole.ends_with(w)) {
        return None;
    }
    let known = INDEX.get(short.as_str()).or_else(|| INDEX.get(&*simplify(&short)))?;
    Some(Hint { meaning: known.clone(), exact: true })
}

/// A Chinese word before `No`, `ID` or `编号` in Latin letters, as if it were one Chinese header (`訂單 No`: 订单号).
fn numbered(phrase: &str) -> Option<Hint> {
    let (word, mark) = phrase.split_once(' ')?;
    if !word.chars().all(is_cjk) || !matches!(mark, "no" | "id" | "nr" | "num" | "number" | "code") {
        return None;
    }
    let word = simplify(word);
    let known = ["号", "编号", "id"].iter().find_map(|ending| INDEX.get(format!("{word}{ending}").as_str()))?;
    Some(Hint { meaning: known.clone(), exact: true })
}

/// As written, then with simplified characters; a header known as a whole goes before one known in part.
fn han_hint(text: &str) -> Option<Hint> {
    let written = cjk_hint(text);
    if written.as_ref().is_some_and(|hint| hint.exact) {
        return written;
    }
    let simplified = simplify(text);
    let other = if simplified == text { None } else { cjk_hint(&simplified) };
    if other.as_ref().is_some_and(|hint| hint.exact) { other } else { written.or(other) }
}

/// A header without marks: NFKC, question numbers and `(必填)` marks off, words in lower case without accents, one blank
/// between Latin words, none between Chinese characters.
pub(super) fn phrase(header: &str) -> String {
    let text: String = header.nfkc().collect();
    let text = strip_marks(&text);
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let next_lower = chars.get(i + 1).is_some_and(|n| n.is_lowercase());
        let camel = c.is_uppercase() && (previous.is_lowercase() || (previous.is_uppercase() && next_lower));
        let script = (is_cjk(c) && previous.is_alphanumeric() && !is_cjk(previous) && previous.is_alphabetic())
            || (is_cjk(previous) && c.is_alphabetic() && !is_cjk(c));
        if (camel || script) && !out.ends_with(' ') {
            out.push(' ');
        }
        if c.is_alphanumeric() || (matches!(c, '/' | '(' | ')') && is_cjk(previous)) || (c == '#' && chars.len() <= 8) {
            out.extend(c.to_lowercase());
        } else if !(out.ends_with(' ') || (is_cjk(previous) && chars.get(i + 1).is_some_and(|&n| is_cjk(n)))) {
            out.push(' ');
        }
        previous = c;
    }
    fold_accents(out.trim())
}

/// Latin letters without their accents; `ß` is `ss`.
fn fold_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            c if is_cjk(c) => out.push(c),
            c => out.extend(std::iter::once(c).nfd().filter(|d| !matches!(d, '\u{300}'..='\u{36f}'))),
        }
    }
    out
}

/// Takes question numbers, mandatory marks, asking words and punctuation off.
fn strip_marks(text: &str) -> String {
    let mut text = text.replace(['\u{feff}', '\r', '\n', '\t'], " ");
    for mark in ["必填", "选填", "系统", "单选", "多选", "可选", "required", "optional", "必須", "任意", "필수"] {
        for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('<', '>'), ('{', '}')] {
            text = text.replace(&format!("{open}{mark}{close}"), "");
        }
    }
    let mut rest = text.trim().trim_matches(['*', ':', '?', '!', '"', '\'', '。', '、', '？', '：', '＊']).trim();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let after = rest[digits..].trim_start();
        if let Some(stripped) = after.strip_prefix(['、', '.', ')', ':', '．']) {
            rest = stripped.trim();
        }
    }
    let lower = rest.to_lowercase();
    for ask in
        ["what is your ", "what's your ", "please enter your ", "please provide your ", "enter your ", "please enter ", "your "]
    {
        if lower.starts_with(ask) && rest.is_char_boundary(ask.len()) {
            rest = &rest[ask.len()..];
            break;
        }
    }
    rest.trim().to_owned()
}

fn latin_hint(words: &[&str]) -> Option<Hint> {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !matches!(*w, "the" | "of" | "de" | "field" | "col" | "column" | "txt" | "str" | "value" | "clean" | "cleaned"))
        .collect();
    let words: Vec<&str> = words.into_iter().flat_map(split_number).collect();
    let bare: Vec<&str> = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) => rest.to_vec(),
        _ => words.clone(),
    };
    // With its number first: `Billing Address 2` is a second line, `Phone 2` a second phone.
    let told: Vec<&str> = bare.iter().copied().filter(|w| !LINKING.contains(w)).collect();
    let whole = [&words, &bare, &told].into_iter().find_map(|candidate| whole_hint(candidate));
    if whole.is_some() {
        return whole;
    }
    let party_behind = told.split_last().filter(|(_, rest)| !rest.is_empty()).and_then(|(last, rest)| {
        let party = if RECEIVER_BEHIND.contains(last) { Party::Receiver } else { Party::Principal };
        (party == Party::Receiver || OWN_BEHIND.contains(last)).then_some((rest, party))
    });
    if let Some((meaning, party)) = party_behind.and_then(|(rest, party)| Some((INDEX.get(rest.join(" ").as_str())?, party))) {
        return Some(Hint { meaning: of_party(meaning.clone(), party), exact: true });
    }
    for (rest, party) in without_party(&bare) {
        if let Some(hint) = latin_hint(rest) {
            return Some(Hint { meaning: of_party(hint.meaning, party), exact: false });
        }
    }
    let of_others = bare.iter().any(|w| OTHERS.contains(w));
    if of_others {
        return bare.last().and_then(|last| others_hint(last, &bare));
    }
    tail_hint(&bare)
}

/// The meaning of all words together, perhaps behind words that name a party.
fn whole_hint(words: &[&str]) -> Option<Hint> {
    let known = |words: &[&str]| INDEX.get(words.join(" ").as_str());
    if let Some(meaning) = known(words) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    let (meaning, party) = without_party(words).find_map(|(rest, party)| Some((known(rest)?, party)))?;
    Some(Hint { meaning: of_party(meaning.clone(), party), exact: true })
}

/// The words after one that names a party, with the party.
fn without_party<'a>(words: &'a [&'a str]) -> impl Iterator<Item = (&'a [&'a str], Party)> {
    let named = RECEIVER.iter().map(|p| (*p, Party::Receiver)).chain(OWN_PARTY.iter().map(|p| (*p, Party::Principal)));
    named.filter_map(move |(prefix, party)| {
        let n = prefix.split(' ').count();
        (words.len() > n && words[..n].join(" ") == prefix).then(|| (&words[n..], party))
    })
}

/// `line2` as `line` and `2`; one-letter codes (`c1`) stay whole.
fn split_number(word: &str) -> impl Iterator<Item = &str> {
    let cut = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let cut = if cut < 3 { word.len() } else { cut };
    [&word[..cut], &word[cut..]].into_iter().filter(|w| !w.is_empty())
}

/// A column about somebody else is kept, but is no identity of the row's party.
fn others_hint(last: &str, words: &[&str]) -> Option<Hint> {
    let item = words.len() > 1 && matches!(words[0], "lineitem" | "item" | "product" | "line");
    let kind = match INDEX.get(last)? {
        meaning @ Meaning::Target(Target::Item(_)) if item => return Some(Hint { meaning: meaning.clone(), exact: false }),
        Meaning::Target(Target::Field(_, Kind::PersonName)) if item => {
            return Some(Hint { meaning: Meaning::Target(Target::Item(ItemPart::Product)), exact: false });
        }
        Meaning::Target(Target::Event(EventPart::At | EventPart::PaidAt)) | Meaning::Plain(Kind::Date) => Kind::Date,
        Meaning::RowId => return Some(Hint { meaning: Meaning::SomeId, exact: false }),
        Meaning::Target(Target::Field(_, Kind::PersonName)) if !words.contains(&"file") => {
            return Some(Hint { meaning: Meaning::SomeName, exact: false });
        }
        _ => Kind::Category,
    };
    Some(Hint { meaning: Meaning::Plain(kind), exact: false })
}

/// The longest known ending, then the longest known beginning, of a header of several words.
fn tail_hint(words: &[&str]) -> Option<Hint> {
    let partial = |meaning: &Meaning| Some(Hint { meaning: meaning.clone(), exact: false });
    for n in (1..words.len()).rev() {
        if let Some(meaning) = INDEX.get(words[words.len() - n..].join(" ").as_str()) {
            return match meaning {
                Meaning::Target(Target::Field(_, Kind::PersonName)) if n == 1 => {
                    Some(Hint { meaning: Meaning::SomeName, exact: false })
                }
                Meaning::RowId if n == 1 => Some(Hint { meaning: Meaning::SomeId, exact: false }),
                // `… Nr.` numbers anything; alone, or behind a street, it is the house.
                Meaning::Target(Target::Field(_, Kind::HouseNumber)) if n == 1 && words.last() == Some(&"nr") => {
                    Some(Hint { meaning: Meaning::SomeId, exact: false })
                }
                other => partial(other),
            };
        }
    }
    for n in (1..words.len()).rev() {
        let qualified = words[n..].iter().all(|w| w.len() <= 2 || QUALIFIERS.contains(w) || OWN_PARTY.contains(w));
        if let Some(meaning) =
            INDEX.get(words[..n].join(" ").as_str()).filter(|m| qualified && matches!(m, Meaning::Target(Target::Field(..))))
        {
            return partial(meaning);
        }
    }
    // `code` and `num` end ids whose owner is anyone's guess.
    matches!(words.last(), Some(&"code" | &"num" | &"nbr" | &"nr")).then_some(Hint { meaning: Meaning::SomeId, exact: false })
}

fn cjk_hint(text: &str) -> Option<Hint> {
    if let Some(meaning) = INDEX.get(text) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    for (prefixes, party) in [(RECEIVER_HAN, Party::Receiver), (OWN_PARTY_HAN, Party::Principal)] {
        for prefix in prefixes {
            let Some(rest) = text.strip_prefix(prefix) else { continue };
            if rest.is_empty() && party == Party::Receiver {
                return Some(Hint { meaning: Meaning::Target(Target::Field(party, Kind::PersonName)), exact: true });
            }
            let rest = rest.trim_start_matches(['的', '/', '：']);
            if let Some(meaning) = INDEX.get(rest) {
                return Some(Hint { meaning: of_party(meaning.clone(), party), exact: true });
            }
        }
    }
    let of_others = OTHERS.iter().any(|o| o.chars().any(is_han) && text.contains(o));
    let party = if RECEIVER_HAN.iter().any(|r| text.contains(r)) { Party::Receiver } else { Party::Principal };
    let ending = INSIDE.iter().find(|(w, _)| text.ends_with(w));
    let found = ending.or_else(|| INSIDE.iter().find(|(w, _)| text.contains(w)))?;
    if of_others {
        let kind = match &found.1 {
            Meaning::Target(Target::Event(EventPart::At | EventPart::PaidAt) | Target::CreatedAt | Target::UpdatedAt)
            | Meaning::Plain(Kind::Date) => Kind::Date,
            Meaning::Target(Target::Field(_, Kind::Owner)) => return Some(Hint { meaning: found.1.clone(), exact: false }),
            _ => Kind::Category,
        };
        return Some(Hint { meaning: Meaning::Plain(kind), exact: false });
    }
    Some(Hint { meaning: of_party(found.1.clone(), party), exact: false })
}

/// The same meaning for a party.
fn of_party(meaning: Meaning, party: Party) -> Meaning {
    match meaning {
        Meaning::Target(Target::Field(Party::Principal, kind)) => Meaning::Target(Target::Field(party, kind)),
        Meaning::Target(Target::Event(_) | Target::CreatedAt) | Meaning::Plain(_) if party == Party::Receiver => {
            Meaning::Plain(Kind::Category)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The meaning of a header in short: the target's name, `+kind`, `-kind`, or a word.
    fn said(header: &str) -> String {
        match hint(header).map(|h| h.meaning) {
            None => "nothing".to_owned(),
            Some(Meaning::Target(target)) => target.to_string(),
            Some(Meaning::Attribute(kind)) => format!("+{kind}"),
            Some(Meaning::Plain(kind)) => format!("-{kind}"),
            Some(Meaning::Provenance) => "provenance".to_owned(),
            Some(Meaning::RowId) => "row_id".to_owned(),
            Some(Meaning::SomeName) => "some_name".to_owned(),
            Some(Meaning::SomeId) => "some_id".to_owned(),
        }
    }

    fn check(cases: &[(&str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(header, want)| said(header) != *want)
            .map(|(header, want)| format!("{header}: want {want}, got {}", said(header)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn headers_of_the_north_the_east_and_arabia_are_understood() {
        check(&[
            ("Név", "name"),
            ("Vezetéknév", "family_name"),
            ("Születési dátum", "birth_date"),
            ("Irányítószám", "postcode"),
            ("Nama Lengkap", "name"),
            ("No. HP", "phone"),
            ("Tanggal Lahir", "birth_date"),
            ("Kota/Kabupaten", "city"),
            ("NIK", "national_id"),
            ("Příjmení", "family_name"),
            ("Datum narození", "birth_date"),
            ("PSČ", "postcode"),
            ("Număr de telefon", "phone"),
            ("Județ", "province"),
            ("Fødselsdato", "birth_date"),
            ("Företagsnamn", "company"),
            ("Sähköpostiosoite", "email"),
            ("Ονοματεπώνυμο", "name"),
            ("Κινητό τηλέφωνο", "phone"),
            ("Прізвище", "family_name"),
            ("Дата народження", "birth_date"),
            ("رقم الجوال", "phone"),
            ("تاريخ الميلاد", "birth_date"),
            ("שם משפחה", "family_name"),
            ("Életkor", "+number"),
        ]);
    }

    #[test]
    fn no_word_is_listed_under_two_meanings() {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        let mut twice = Vec::new();
        for (code, words) in all_words() {
            for word in *words {
                if let Some(other) = seen.insert(word, code)
                    && other != *code
                {
                    twice.push(format!("`{word}`: {other} and {code}"));
                }
            }
        }
        assert!(twice.is_empty(), "{}", twice.join("\n"));
    }

    #[test]
    fn latin_words_are_listed_as_headers_are_folded() {
        let wrong: Vec<&str> = all_words().flat_map(|(_, w)| *w).copied().filter(|w| w.is_ascii() && phrase(w) != *w).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn english_headers_in_any_spelling_are_known() {
        check(&[
            ("First Name", "given_name"),
            ("firstName", "given_name"),
            ("FIRST_NM", "given_name"),
            ("fname_c1", "given_name"),
            ("given-name", "given_name"),
            ("forename", "given_name"),
            ("Surname", "family_name"),
            ("LastName", "family_name"),
            ("lname", "family_name"),
            ("Customer Last Name", "family_name"),
            ("midl_name", "middle_name"),
            ("MI", "middle_name"),
            ("Full Name", "name"),
            ("CUSTOMER_NAME", "name"),
            ("contactName", "name"),
            ("E-mail Address", "email"),
            ("emailAddress1", "email"),
            ("work_email", "email"),
            ("Home Phone", "phone"),
            ("phone_number_2", "phone"),
            ("TelephoneNumber", "phone"),
            ("Mobile No.", "phone"),
            ("area_cd", "area_code"),
            ("DOB", "birth_date"),
            ("date_of_birth", "birth_date"),
            ("BirthDate", "birth_date"),
            ("birth_year", "birth_year"),
            ("YOB", "birth_year"),
            ("sex_code", "gender"),
            ("ZIP", "postcode"),
            ("zip_code", "postcode"),
            ("postcode_fake", "postcode"),
            ("Billing Zip", "postcode"),
            ("res_street_address", "street"),
            ("street_number", "house_number"),
            ("address_1", "street"),
            ("AddressLine2", "unit"),
            ("Suburb", "district"),
            ("county_desc", "district"),
            ("state_cd", "province"),
            ("res_city_desc", "city"),
            ("Mailing City", "city"),
            ("Shipping City", "receiver.city"),
            ("ship_to_name", "receiver.name"),
            ("Recipient Phone Number", "receiver.phone"),
            ("soc_sec_id", "national_id"),
            ("SSN", "national_id"),
            ("VAT Number", "tax_id"),
            ("org_name", "company"),
            ("Company Name", "company"),
            ("employer", "company"),
            ("web site", "url"),
            ("birth_place", "place"),
            ("occupation", "+category"),
            ("race_code", "+category"),
            ("Order #", "event.key"),
            ("Order Date", "event.at"),
            ("order_total", "event.amount"),
            ("Submitted At", "event.at"),
            ("Your Message", "event.text"),
            ("Created At", "created_at"),
            ("registr_dt", "created_at"),
            ("Last Modified Date", "updated_at"),
            ("Lead Source", "provenance"),
            ("source", "provenance"),
            ("rec_id", "row_id"),
            ("Customer ID", "row_id"),
            ("voter_reg_num", "row_id"),
            ("Provider ID", "some_id"),
            ("Site name", "some_name"),
            ("Product Name", "item.product"),
            ("Lineitem quantity", "item.quantity"),
            ("age", "+number"),
            ("Notes", "-text"),
            ("Tags", "tags"),
            ("Accepts Marketing", "consent.email"),
            ("Emergency Contact Phone", "-category"),
            ("F3", "nothing"),
            ("col_1", "nothing"),
        ]);
    }

    #[test]
    fn chinese_headers_are_known_with_their_decorations() {
        check(&[
            ("1、您的姓名", "name"),
            ("2.您的联系方式：", "phone"),
            ("*手机号码（必填）", "phone"),
            ("请填写您的手机号", "phone"),
            ("联系人姓名", "name"),
            ("客户名称", "name"),
            ("会员卡号", "member_id"),
            ("开卡日期", "created_at"),
            ("所在地区", "province"),
            ("收货人", "receiver.name"),
            ("收货人姓名", "receiver.name"),
            ("收货人手机号/提货人手机号", "receiver.phone"),
            ("收货人省份", "receiver.province"),
            ("收货地址省", "receiver.province"),
            ("收货地址市", "receiver.city"),
            ("收货地址区", "receiver.district"),
            ("收货地址", "receiver.address"),
            ("最近一次交易时间", "-date"),
            ("默认地址国家/地区代码", "country"),
            ("详细收货地址/提货地址", "receiver.address"),
            ("收件人手机号", "receiver.phone"),
            ("公司名称", "company"),
            ("贵公司名称", "company"),
            ("统一社会信用代码", "tax_id"),
            ("身份证号", "national_id"),
            ("出生年月", "birth_date"),
            ("性别", "gender"),
            ("微信昵称", "nickname"),
            ("微信号", "account_id"),
            ("买家会员名", "account_id"),
            ("电子邮箱", "email"),
            ("详细地址", "address"),
            ("邮政编码", "postcode"),
            ("订单编号", "event.key"),
            ("下单时间", "event.at"),
            ("实付金额", "event.amount"),
            ("商品ID", "item.sku"),
            ("咨询内容", "event.text"),
            ("提交时间", "event.at"),
            ("来源渠道", "provenance"),
            ("备注", "-text"),
            ("是否会员", "-category"),
            ("分销员手机号", "-category"),
            ("推荐人姓名", "-category"),
            ("紧急联系人电话", "-category"),
            ("店铺名称", "-category"),
            ("专属导购", "owner"),
            ("姓名 Name", "name"),
            ("手机 Mobile", "phone"),
            ("職業", "+category"),
            ("聯絡電話", "phone"),
            ("最近消费时间", "-date"),
            ("会员", "name"),
            ("会员码", "nothing"),
            ("顾客等级", "-category"),
            ("业务类型", "-category"),
            ("活動名稱", "-category"),
        ]);
    }

    #[test]
    fn what_stands_in_brackets_or_counts_does_not_hide_a_header() {
        check(&[
            ("Order Total (USD)", "event.amount"),
            ("Created (UTC)", "created_at"),
            ("销售金额(折扣后)", "event.amount"),
            ("銷售金額(折扣後)", "event.amount"),
            ("出生(民國)", "birth_date"),
            ("注册资金(万元)", "nothing"),
            ("訂單 No", "event.key"),
            ("會員 ID", "member_id"),
            ("轉單日期時間", "event.at"),
            ("訂單成立日期", "event.at"),
            ("Order placed", "event.at"),
            ("USt-IdNr.", "tax_id"),
            ("Steuer-Nr.", "tax_id"),
            ("Vertrags-Nr.", "some_id"),
            ("Phone (Shipping)", "receiver.phone"),
        ]);
    }

    #[test]
    fn the_sender_of_a_parcel_is_somebody_else() {
        check(&[
            ("寄件电话", "-category"),
            ("寄件人", "-category"),
            ("发件人手机", "-category"),
            ("收件人", "receiver.name"),
            ("收件电话", "receiver.phone"),
            ("Sender Phone", "-category"),
            ("Absender Straße", "-category"),
        ]);
    }

    #[test]
    fn staff_name_columns_in_their_own_words() {
        check(&[
            ("备注名", "name"),
            ("对接人", "name"),
            ("Name in English", "name"),
            ("所属员工", "owner"),
            ("電話國碼", "area_code"),
            ("What company do you work for?", "company"),
            ("Werbung erlaubt?", "consent.email"),
            ("愿意收短信？", "consent.sms"),
            ("累積金額", "-amount"),
        ]);
    }

    #[test]
    fn other_languages_are_known() {
        check(&[
            ("Vorname", "given_name"),
            ("Nachname", "family_name"),
            ("Straße", "street"),
            ("Hausnummer", "house_number"),
            ("PLZ", "postcode"),
            ("Geburtsdatum", "birth_date"),
            ("Prénom", "given_name"),
            ("Nom", "family_name"),
            ("Téléphone", "phone"),
            ("Code Postal", "postcode"),
            ("Correo electrónico", "email"),
            ("Apellidos", "family_name"),
            ("Fecha de nacimiento", "birth_date"),
            ("Teléfono", "phone"),
            ("氏名", "name"),
            ("電話番号", "phone"),
            ("生年月日", "birth_date"),
            ("이름", "name"),
            ("Nome do comprador", "given_name"),
            ("Nome para a entrega", "receiver.given_name"),
            ("Telefone para a entrega", "receiver.phone"),
            ("Nombre y apellidos", "name"),
            ("Teléfono de contacto", "phone"),
            ("Dirección de envío", "receiver.address"),
            ("Direcció", "nothing"),
            ("Straße und Hausnummer", "street"),
            ("Lieferadresse Vorname", "receiver.given_name"),
            ("Rechnungsadresse Nachname", "family_name"),
            ("Número do Pedido", "event.key"),
            ("Status do Pedido", "event.status"),
            ("Marca temporal", "event.at"),
            ("Date d'adhésion", "created_at"),
            ("Họ và tên", "name"),
            ("Điện thoại", "phone"),
            ("Doğum Tarihi", "birth_date"),
            ("Imię i nazwisko", "name"),
            ("Geboortedatum", "birth_date"),
            ("掃描時間", "event.at"),
            ("流動電話", "phone"),
            ("電郵", "email"),
            ("ステータス", "event.status"),
            ("注文日時", "event.at"),
            ("お届け先氏名", "receiver.name"),
            ("연락처", "phone"),
            ("Phone (Shipping)", "receiver.phone"),
            ("Co-Registrant First Name", "some_name"),
            ("휴대폰", "phone"),
            ("생년월일", "birth_date"),
        ]);
    }
}
