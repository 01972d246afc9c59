//! What counts as missing: one contract for the whole program.
//!
//! In: a raw cell and its kind. Out: whether it says nothing. Values that say something but only fill the field
//! (13800138000, test@test.com) are not missing here: their normalisers class them as placeholders.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashSet;

use super::Context;
use super::edges::Longest;
use super::fold::{self, fold};
use crate::model::kind::Kind;

/// Words for "none" in every kind of column, folded to lower case. Sorted by nothing but meaning; the list is short
/// because longer cells are never looked up.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "无", "無", "暂无", "暫無", "没有", "沒有", "空", "空白", "无数据", "暂无数据", "未填", "未填写", "未填寫", "未提供", "未知",
    "不详", "不詳", "未录入", "未登记", "未登記", "未留", "未设置", "未選擇", "未选择", "保密", "不公开", "待补充", "待补",
    "待定", "待填", "缺失", "不适用", "跳过", "(跳过)", "(空)", "(无)", "[空]", "[无]", "无记录", "无信息", "不清楚", "不知道",
    "没填", "不方便", "不方便透露", "不便透露", "不愿透露", "不告知", "请填写", "请选择", "略", "(未填写)", "(未提供)", "未透露", "拒绝提供", "拒绝透露", "null", "(null)", "<null>", "[null]", "nil",
    "\\n", "nan", "-nan", "#n/a", "#na", "#null!", "#value!", "#ref!", "#name?", "#div/0!", "#num!", "n/a", "n.a.", "n.a", "n/a.",
    "none", "(none)", "undefined", "void", "<na>", "<none>", "(blank)", "blank", "(empty)", "empty", "nat", "unknown",
    "(unknown)", "not available", "not applicable", "not provided", "not specified", "not given", "not set", "no data",
    "unspecified", "missing", "to be confirmed", "tbc", "tbd", "withheld", "prefer not to say", "ninguno", "ninguna", "keine",
    "aucun", "aucune", "inconnu", "unbekannt", "desconocido", "nessuno", "なし", "無し", "不明", "없음", "нет",
];

/// The longest of [`WORDS`] in bytes of the raw cell, with room for full-width spelling.
const LONGEST: usize = 64;

/// True if a cell says nothing: empty, blanks, dashes, or a word for "none" (`无`, `-`, `NULL`, `N/A`, …) in a column of
/// this kind.
///
/// Kind-aware: `Na`, `None`, `Null` with one capital letter are names of people in name columns; a lone `0` is missing
/// where a number or an id is asked for; `U` is no gender; free text keeps words that may be an answer. Words of the
/// context (a channel's own fillers) are missing in every kind.
#[must_use]
pub fn is_missing(kind: Kind, raw: &str, context: &Context) -> bool {
    let trimmed = raw.trim();
    if trimmed.is_empty() || context.missing.iter().any(|m| m.trim().eq_ignore_ascii_case(trimmed)) {
        return true;
    }
    if trimmed.len() > LONGEST || !may_be_filler(trimmed.as_bytes()) {
        return false;
    }
    if is_no_word(trimmed) {
        return false;
    }
    let folded = fold(trimmed);
    let word = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    if word.chars().all(|c| {
        matches!(c, '-' | '—' | '_' | '/' | '\\' | '.' | '。' | '?' | '*' | '~' | ',' | '、' | '=' | ':' | '|' | '…' | ' ' | '\n')
    }) {
        // All stars are a masked value to its own kind, not a blank.
        return !word.contains('*') || !matches!(kind, Kind::Phone | Kind::PersonName);
    }
    let mut buffer = [0; LONGEST];
    let lower = lower_case(word, &mut buffer);
    by_kind(kind, word, &lower).unwrap_or_else(|| WORD_SET.contains(&*lower))
}

/// The words, for looking up.
static WORD_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WORDS.iter().copied().collect());

/// Words for "none" in columns of some kinds only: all those that [`by_kind`] asks for.
#[rustfmt::skip]
const WORDS_OF_KINDS: &[&str] = &[
    "na", "none", "null", "nil", "nan", "void", "blank", "missing", "nat", "empty", "unknown", "无名", "匿名", "anonymous", "no name",
    "noname", "name", "姓名", "空", "略", "no", "x", "xx", "xxx", "n", "no phone", "no email", "无手机", "无电话", "无邮箱", "未绑定",
    "没有手机", "没有电话", "没有邮箱", "没有邮件", "没有微信", "无手机号", "无手机号码", "无联系方式", "无座机", "无固话", "没有座机", "暂无手机", "暂无手机号", "暂无电话", "暂无邮箱", "暂无联系方式", "没有手机号", "没有邮箱地址", "同手机", "同手机号", "手机同号", "微信同号", "同电话", "电话同号", "同号", "同微信", "同步手机", "same", "same as phone", "same as mobile", "same as above", "as above", "无电话号码", "无邮件", "无电子邮箱", "未绑定手机", "未绑定邮箱", "同上", "同左", "u", "un", "其他", "other", "others", "unk", "never", "从未", "永不", "订单未关闭", "无", "暂无", "undefined",
];

/// What the words for "none" look like at their edges: a first look before everything else.
struct Edges {
    /// Lengths of the words in ASCII by their first letter, one bit each.
    lengths: [u32; 26],
    /// First characters of the words in 汉字.
    han: Longest,
}

static EDGES: LazyLock<Edges> = LazyLock::new(|| {
    let words = || WORDS.iter().chain(WORDS_OF_KINDS).copied();
    let mut lengths = [0; 26];
    for word in words().filter(|w| w.len() < 32 && w.as_bytes()[0].is_ascii_lowercase()) {
        lengths[usize::from(word.as_bytes()[0] - b'a')] |= 1 << word.len();
    }
    Edges { lengths, han: Longest::by_first(words()) }
});

/// True for a text that no quotes or dashes around it can make a word for "none": it begins and ends with an ASCII letter, or
/// begins with a 汉字, as none of the words do.
fn is_no_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let first = bytes[0].to_ascii_lowercase();
    if first.is_ascii_lowercase() {
        let may_be = EDGES.lengths[usize::from(first - b'a')].checked_shr(bytes.len() as u32).unwrap_or(0) & 1 != 0;
        return !may_be && bytes[bytes.len() - 1].is_ascii_alphabetic() && text.is_ascii();
    }
    first >= 0xE4 && text.chars().next().is_some_and(|c| matches!(c, '\u{4E00}'..='\u{9FFF}') && !EDGES.han.may_be(c))
}

/// A word in lower case; `buffer` holds one in ASCII.
fn lower_case<'a>(word: &'a str, buffer: &'a mut [u8; LONGEST]) -> Cow<'a, str> {
    if !word.bytes().any(|b| b.is_ascii_uppercase()) && (word.is_ascii() || word.chars().all(fold::is_han)) {
        // Ideographs have no case.
        return Cow::Borrowed(word);
    }
    match buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).map_or_else(|_| word.to_lowercase().into(), Cow::Borrowed)
        }
        None => word.to_lowercase().into(),
    }
}

/// True if the first byte may begin a word for "none", so that ordinary cells cost one look.
fn may_be_filler(bytes: &[u8]) -> bool {
    match bytes[0] {
        b'0' => bytes.iter().all(|b| matches!(b, b'0' | b'.')),
        b'1'..=b'9' | b'+' | b'@' => false,
        _ => true,
    }
}

/// What the kind says about a word; `None` leaves it to the general list.
fn by_kind(kind: Kind, word: &str, lower: &str) -> Option<bool> {
    let is_zero = lower.bytes().all(|b| matches!(b, b'0' | b'.')) && lower.len() <= 3;
    match kind {
        Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName | Kind::Nickname => match lower {
            // Surnames and given names of real people: only shouted or whispered they are fillers.
            "na" | "none" | "null" | "nil" | "nan" | "void" | "blank" | "missing" | "nat" | "empty" | "unknown" => {
                let shouted = word == lower || word == "NaN" || word.chars().all(char::is_uppercase);
                Some(shouted && !(lower == "na" && word == lower))
            }
            "无名" | "匿名" | "anonymous" | "no name" | "noname" | "name" | "姓名" => Some(true),
            "空" | "略" => Some(kind == Kind::PersonName),
            _ => None,
        },
        Kind::Phone
        | Kind::AreaCode
        | Kind::Email
        | Kind::MemberId
        | Kind::AccountId
        | Kind::NationalId
        | Kind::TaxId
        | Kind::Postcode
        | Kind::Url => {
            let no = matches!(
                lower,
                "na" | "no"
                    | "x"
                    | "xx"
                    | "xxx"
                    | "n"
                    | "no phone"
                    | "no email"
                    | "无手机"
                    | "无电话"
                    | "无邮箱"
                    | "未绑定"
                    | "没有手机"
                    | "没有电话"
                    | "没有邮箱"
                    | "没有邮件"
                    | "没有微信"
                    | "同手机"
                    | "同手机号"
                    | "手机同号"
                    | "微信同号"
                    | "同电话"
                    | "电话同号"
                    | "同号"
                    | "同微信"
                    | "同步手机"
                    | "same"
                    | "same as phone"
                    | "same as mobile"
                    | "same as above"
                    | "as above"
                    | "无手机号"
                    | "无手机号码"
                    | "无联系方式"
                    | "无座机"
                    | "无固话"
                    | "没有座机"
                    | "暂无手机"
                    | "暂无手机号"
                    | "暂无电话"
                    | "暂无邮箱"
                    | "暂无联系方式"
                    | "没有手机号"
                    | "没有邮箱地址"
                    | "无电话号码"
                    | "无邮件"
                    | "无电子邮箱"
                    | "未绑定手机"
                    | "未绑定邮箱"
                    | "同上"
                    | "同左"
            );
            (is_zero || no).then_some(true)
        }
        Kind::Gender => {
            matches!(lower, "u" | "un" | "x" | "na" | "0" | "其他" | "other" | "others" | "unk" | "-1" | "?").then_some(true)
        }
        Kind::Date | Kind::BirthDate | Kind::BirthYear | Kind::BirthMonth | Kind::BirthDay | Kind::ContractEnd => {
            (is_zero || matches!(lower, "na" | "never" | "从未" | "永不" | "订单未关闭")).then_some(true)
        }
        Kind::Text => {
            Some(matches!(lower, "" | "null" | "\\n" | "nan" | "#n/a" | "n/a" | "(跳过)" | "无" | "暂无" | "undefined" | "none"))
        }
        Kind::Category
        | Kind::Tags
        | Kind::Place
        | Kind::JobTitle
        | Kind::Industry
        | Kind::CompanySize
        | Kind::Owner
        | Kind::Company => (word == "NA").then_some(true),
        Kind::Address | Kind::Street | Kind::HouseNumber | Kind::Unit | Kind::City | Kind::District => {
            (is_zero || word == "NA").then_some(true)
        }
        // Codes: NA is Namibia, and Navarra.
        Kind::Country | Kind::Province => is_zero.then_some(true),
        Kind::Amount | Kind::Number | Kind::Score | Kind::Boolean => (lower == "na").then_some(true),
        Kind::SourceKey | Kind::LinksTo | Kind::Ignore => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, missing: &[&str], filled: &[&str]) {
        let context = Context::default();
        for raw in missing {
            assert!(is_missing(kind, raw, &context), "{kind} {raw:?} is missing");
        }
        for raw in filled {
            assert!(!is_missing(kind, raw, &context), "{kind} {raw:?} is filled");
        }
    }

    #[test]
    fn words_for_none_are_missing_everywhere() {
        let words = [
            "",
            " ",
            "\t",
            "　",
            "-",
            "--",
            "——",
            "—",
            "－",
            "无",
            "暂无",
            "没有",
            "NULL",
            "null",
            "N/A",
            "n.a.",
            "#N/A",
            "\\N",
            "nan",
            "NaN",
            "未填写",
            "未提供",
            "(跳过)",
            "（跳过）",
            "未知",
            "/",
            "...",
            "???",
            " 无 ",
            "\"\"",
            "''",
            "UNKNOWN",
            "保密",
        ];
        for kind in [
            Kind::Phone,
            Kind::Email,
            Kind::PersonName,
            Kind::Company,
            Kind::Address,
            Kind::Category,
            Kind::BirthDate,
            Kind::MemberId,
            Kind::Gender,
        ] {
            check(kind, &words, &[]);
        }
    }

    #[test]
    fn a_word_may_be_a_value_of_its_kind() {
        check(
            Kind::FamilyName,
            &["NA", "NULL", "N/A", "UNKNOWN", "null", "none"],
            &["Na", "An", "None", "Null", "吴", "na", "Nil"],
        );
        check(Kind::GivenName, &["NONE"], &["Na", "娜"]);
        check(Kind::PersonName, &["匿名", "NULL"], &["无名氏", "吴无", "***", "张**"]);
        check(Kind::Gender, &["U", "UN", "其他", "0"], &["M", "F", "女"]);
        check(Kind::Phone, &["0", "000", "no", "无手机"], &["110", "00000000", "13800138000", "***********"]);
        check(Kind::Country, &["0"], &["NA", "NO"]);
        check(Kind::Category, &["NA", "None"], &["No", "0", "无糖"]);
        check(Kind::Boolean, &["NA", "-"], &["0", "no", "否", "无效"]);
        check(Kind::Text, &["无", "NULL"], &["unknown caller", "未知", "没有"]);
        check(Kind::Amount, &["-", "NULL"], &["0", "0.00", "-5"]);
        check(Kind::BirthDate, &["0", "00"], &["0000-00-00", "1985"]);
    }

    #[test]
    fn the_first_look_passes_every_word_of_this_file() {
        // All words that anything here may ask for stand in this file in quotes; what stands between quotes does no harm.
        for word in
            include_str!("missing.rs").split('"').filter(|w| !w.is_empty() && w.trim() == *w && !w.contains(['\\', '{', '\n']))
        {
            for &kind in Kind::ALL {
                let lower = word.to_lowercase();
                if by_kind(kind, &lower, &lower).unwrap_or_else(|| WORD_SET.contains(&*lower)) {
                    assert!(!is_no_word(&lower) && !is_no_word(&lower.to_uppercase()), "{kind} {word}");
                }
            }
        }
    }

    #[test]
    fn the_tables_own_fillers_are_missing() {
        let words = ["订单未关闭".to_owned(), "n.v.t.".to_owned()];
        let context = Context { missing: &words, ..Context::default() };
        assert!(is_missing(Kind::Category, " N.V.T. ", &context));
        assert!(!is_missing(Kind::Category, "x", &context));
    }
}
