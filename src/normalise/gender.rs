//! Gender: words of several languages and forms of address to `male` or `female`.

use strsim::osa_distance;

use super::Context;
use super::fold::fold;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal};

#[rustfmt::skip]
const MALE: &[&str] = &[
    "男", "男性", "男士", "男生", "男孩", "先生", "公", "m", "male", "man", "boy", "mr", "mister", "sir", "♂", "男♂", "masculin",
    "masculino", "homme", "dhr", "heer", "de heer", "pan", "bay", "erkek", "mężczyzna", "senhor", "sig", "signor", "don", "anh", "ông", "mees", "мистер", "hombre", "herr", "männlich", "maennlich", "mann", "monsieur", "señor", "sr", "signore", "maschio",
    "uomo", "남", "남성", "남자", "мужской", "муж", "м", "ذكر", "nam",
];

#[rustfmt::skip]
const FEMALE: &[&str] = &[
    "女", "女性", "女士", "女生", "女孩", "小姐", "太太", "夫人", "母", "f", "female", "woman", "girl", "mrs", "ms", "miss",
    "madam", "ma'am", "lady", "♀", "女♀", "féminin", "feminin", "femenino", "feminino", "femme", "mevr", "mevrouw", "mw", "pani", "bayan", "kadın", "kobieta", "senhora", "srta", "sig.ra", "doña", "dona", "chị", "bà", "vrouw", "mujer", "frau", "weiblich",
    "madame", "mme", "mlle", "señora", "sra", "señorita", "signora", "femmina", "donna", "w", "여", "여성", "여자", "женский",
    "жен", "ж", "أنثى", "nữ", "nu",
];

#[rustfmt::skip]
const UNSAID: &[&str] = &[
    "未知", "保密", "不详", "u", "unknown", "其他", "other", "x", "-", "diverse", "divers", "non-binary", "nonbinary", "不公开",
    "unspecified", "",
];

/// True for words and forms of address that say male or female; lower case, a full stop behind is no matter.
#[must_use]
pub fn is_word(lower: &str) -> bool {
    let bare = lower.trim_end_matches('.');
    MALE.contains(&bare) || FEMALE.contains(&bare)
}

/// Does a column hold the digits of ISO/IEC 5218 (GB/T 2261.1 has the same): 1 male, 2 female, 0 unknown, 9 not said? Both of the
/// first two have to be there: with 0 and 1 alone, 1 is either.
#[must_use]
pub fn holds_codes<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut male, mut female) = (false, false);
    for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
        match text {
            "1" => male = true,
            "2" => female = true,
            "0" | "9" => {}
            _ => return false,
        }
    }
    male && female
}

/// The word for a digit of a column that [`holds_codes`]; what is none stays.
#[must_use]
pub fn of_code(text: &str) -> &str {
    match text.trim() {
        "1" => "male",
        "2" => "female",
        "0" | "9" => "unknown",
        _ => text,
    }
}

/// `male` or `female`. A bare digit is [`Class::Invalid`]: 1 is male in some systems and female in others. Words that do
/// not say it are [`Class::Placeholder`]; a slip of one letter in the English words is [`Class::Possible`].
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let folded = fold(raw).trim_end_matches('.').to_lowercase();
    let word = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"' | '\''));
    let (class, text, reason) = if MALE.contains(&word) {
        (Class::Valid, "male", None)
    } else if FEMALE.contains(&word) {
        (Class::Valid, "female", None)
    } else if UNSAID.contains(&word) {
        (Class::Placeholder, word, Some("not_said"))
    } else if word.len() <= 8 && osa_distance(word, "female") == 1 {
        (Class::Possible, "female", Some("spelling"))
    } else if (3..=6).contains(&word.len()) && osa_distance(word, "male") == 1 {
        (Class::Possible, "male", Some("spelling"))
    } else {
        (Class::Invalid, word, Some("not_a_gender"))
    };
    let text = if text.is_empty() { "-" } else { text };
    out.push(Normal { text: text.to_owned(), class, parts: Parts::default(), findings: reason.into_iter().collect() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_genders_where_both_are_there() {
        let holds = |texts: &[&str]| holds_codes(texts.iter().copied());
        assert!(holds(&["", "1", "2", "0"]) && holds(&["2", "1"]));
        assert!(!holds(&["0", "1"]) && !holds(&["1", "2", "3"]) && !holds(&["1", "男"]) && !holds(&[]));
        assert_eq!(["1", "2", "0", "男"].map(of_code), ["male", "female", "unknown", "男"]);
    }

    #[test]
    fn words_of_the_world_are_two_values() {
        for (raw, want) in [
            ("男", "valid male"),
            ("女", "valid female"),
            (" M ", "valid male"),
            ("F", "valid female"),
            ("Male", "valid male"),
            ("FEMALE", "valid female"),
            ("先生", "valid male"),
            ("女士", "valid female"),
            ("Mr.", "valid male"),
            ("Mrs", "valid female"),
            ("Ｍ", "valid male"),
            ("（女）", "valid female"),
            ("Herr", "valid male"),
            ("weiblich", "valid female"),
            ("Femal", "possible female"),
            ("Mle", "possible male"),
            ("1", "invalid 1"),
            ("2", "invalid 2"),
            ("未知", "placeholder 未知"),
            ("U", "placeholder u"),
            ("保密", "placeholder 保密"),
            ("abc", "invalid abc"),
            ("", "placeholder -"),
        ] {
            let mut out = Vec::new();
            normalise(raw, &Context::default(), &mut out);
            assert_eq!(format!("{} {}", out[0].class.name(), out[0].text), want, "{raw:?}");
        }
    }
}
