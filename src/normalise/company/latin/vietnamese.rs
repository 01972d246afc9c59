//! Companies with a Vietnamese legal form: what they do stands before their name, the country behind it.
//!
//! Comes in: the words behind the legal form. Goes out: the words of the name. Syllables stand apart, so that a trade is a phrase.

use super::Word;

/// What Vietnamese companies do, folded, in syllables; a phrase before the shorter ones it begins with.
const TRADES: &[&str] = &[
    "xuat nhap khau",
    "cong nghe thong tin",
    "san xuat",
    "thuong mai",
    "dich vu",
    "dau tu",
    "phat trien",
    "xay dung",
    "cong nghe",
    "cong nghiep",
    "van tai",
    "du lich",
    "tu van",
    "thiet ke",
    "co khi",
    "dien tu",
    "duoc pham",
    "thuc pham",
    "may mac",
    "det may",
    "giai phap",
    "truyen thong",
    "quang cao",
    "bat dong san",
    "kinh doanh",
    "tap doan",
    "mot thanh vien",
    "mtv",
    "tm",
    "dv",
    "sx",
    "xnk",
    "va",
];

/// Takes trades off the front and the country off the end, leaving two syllables.
pub(super) fn strip(words: &mut Vec<Word>, region: &mut String) {
    while let Some(n) = TRADES.iter().find_map(|trade| leading(words, trade)).filter(|n| n + 2 <= words.len()) {
        words.drain(..n);
    }
    let n = words.len();
    if n >= 4 && words[n - 2].key == "viet" && words[n - 1].key == "nam" {
        words.truncate(n - 2);
        "vietnam".clone_into(region);
    }
}

/// How many words the phrase is, if they begin with it.
fn leading(words: &[Word], phrase: &str) -> Option<usize> {
    let syllables = phrase.split(' ');
    let n = syllables.clone().count();
    (words.len() > n && syllables.zip(words).all(|(syllable, word)| syllable == word.key)).then_some(n)
}
