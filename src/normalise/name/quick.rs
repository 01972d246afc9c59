//! The common names in Latin letters without allocation on the way: `Mary Adams`, `Mary J. Adams`, `Adams, Mary`.
//!
//! Two or three words of ASCII letters of which none has a role anywhere in the tables of this room: no title, suffix or
//! particle, no surname of a language that writes it first, no word of a company, nothing that may be pinyin's surname. What the
//! long way (`super::latin`) then does is known beforehand. Whatever is not certain here is left to it; both must say the same
//! (a test compares them).

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::nicknames::nickname_roots;
use super::{honorific, japanese, latin, notes, placeholder, surnames};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use crate::normalise::company;
use crate::normalise::pinyin;

/// Longest name that is looked at, in bytes. No longer than the longest filler, so that every filler is found.
const BYTES_MAX: usize = 48;

/// Most words.
const WORDS_MAX: usize = 3;

/// Every word that a table of this room knows in another role than a given name, folded, without hyphens.
static MARKED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = honorific::latin_words().chain(latin::marked_words()).chain(surnames::latin_spellings());
    let words = words.chain(notes::NOTE_WORDS.iter().copied()).chain(company::latin_ends());
    words.chain(["and", "lyu"]).map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect()).collect()
});

/// A word of a name: where it stands in the text, and in the letters alone.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    text: (u8, u8),
    letters: (u8, u8),
    hyphen: bool,
}

/// A text of plain words, taken apart.
struct Plain<'a> {
    text: &'a str,
    /// The letters of all words, in lower case, with nothing between.
    letters: &'a str,
    words: [Word; WORDS_MAX],
    n_words: usize,
    /// A comma stands behind the first word, and nowhere else.
    comma: bool,
}

/// The value of a clean name in one cell.
pub(super) fn whole(text: &str) -> Option<Normal> {
    let mut letters = [0; BYTES_MAX];
    let plain = Plain::read(text, &mut letters)?;
    let n = plain.n_words;
    if n < 2 || plain.is_marked() || placeholder::is_filler_of_letters(plain.letters) {
        return None;
    }
    // The order of printing: given names first.
    let mut order = [0, 1, 2];
    if plain.comma {
        order[..n].rotate_left(1);
        if placeholder::is_filler_of_letters(plain.in_order(&order[..n], &mut [0; BYTES_MAX])) {
            return None;
        }
    }
    let (first, last) = (order[0], order[n - 1]);
    // A last initial, or a first word alone in capitals: the family name may stand first.
    let capitals = |i: usize| plain.is_capitals(plain.words[i]);
    if plain.length(last) < 2 || capitals(first) && !capitals(last) {
        return None;
    }
    Some(plain.value(&order[..n]))
}

/// The value of a clean given name, of one or two words, and a clean family name of one in columns of their own.
pub(super) fn of_columns(given: &str, family: &str) -> Option<Normal> {
    let mut both = [0; BYTES_MAX];
    let (given, family) = (given.as_bytes(), family.as_bytes());
    let n = given.len() + 1 + family.len();
    let text = both.get_mut(..n)?;
    text[..given.len()].copy_from_slice(given);
    text[given.len()] = b' ';
    text[given.len() + 1..].copy_from_slice(family);
    let mut letters = [0; BYTES_MAX];
    let plain = Plain::read(std::str::from_utf8(text).ok()?, &mut letters)?;
    let last = plain.n_words - 1;
    let of_two = usize::from(plain.words[last].text.0) == given.len() + 1 && !plain.comma;
    if !of_two || plain.is_marked() || placeholder::is_filler_of_letters(plain.letters) {
        return None;
    }
    // Adams in both columns, and words for nothing in one of them.
    let word = |i: usize| plain.word(i);
    let repeated = last == 2 && word(1) == word(2);
    let nothing = |letters: &str| placeholder::NOTHING.contains(&letters);
    let of_given = &plain.letters[..usize::from(plain.words[last].letters.0)];
    if repeated || nothing(word(last)) || nothing(of_given) {
        return None;
    }
    Some(plain.value(&[0, 1, 2][..=last]))
}

impl<'a> Plain<'a> {
    /// Words of letters with inner apostrophes and hyphens, initials with a dot, single blanks, at most one comma behind the
    /// first word.
    fn read(text: &'a str, letters: &'a mut [u8; BYTES_MAX]) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() > BYTES_MAX || !bytes.last()?.is_ascii_alphabetic() {
            return None;
        }
        let mut plain = Self { text, letters: "", words: [Word::default(); WORDS_MAX], n_words: 0, comma: false };
        let mut n_letters = 0;
        for (at, &b) in bytes.iter().enumerate() {
            let inner = at > 0 && bytes[at - 1].is_ascii_alphabetic();
            match b {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    if at == 0 || matches!(bytes[at - 1], b' ' | b',') {
                        let word = plain.words.get_mut(plain.n_words)?;
                        (word.text.0, word.letters.0) = (at as u8, n_letters as u8);
                        plain.n_words += 1;
                    }
                    letters[n_letters] = b | 0x20;
                    n_letters += 1;
                    let word = &mut plain.words[plain.n_words - 1];
                    (word.text.1, word.letters.1) = (at as u8 + 1, n_letters as u8);
                }
                b'-' if inner && bytes[at + 1].is_ascii_alphabetic() => plain.words[plain.n_words - 1].hyphen = true,
                b'\'' if inner && bytes[at + 1].is_ascii_alphabetic() => {}
                // J. Adams, but not St.John.
                b'.' if inner && plain.length(plain.n_words - 1) == 1 && bytes[at + 1] == b' ' => {
                    plain.words[plain.n_words - 1].text.1 += 1;
                }
                b',' if inner && plain.n_words == 1 && !plain.comma => plain.comma = true,
                b' ' if at > 0 && bytes[at - 1] != b' ' => {}
                _ => return None,
            }
        }
        let letters: &'a [u8; BYTES_MAX] = letters;
        plain.letters = std::str::from_utf8(&letters[..n_letters]).ok()?;
        (0..plain.n_words).all(|i| !plain.runs_together(i)).then_some(plain)
    }

    /// `HanMeimei`: read as two words where the first of them is pinyin.
    fn runs_together(&self, i: usize) -> bool {
        let text = &self.text[usize::from(self.words[i].text.0)..usize::from(self.words[i].text.1)];
        let Some(at) = text.bytes().skip(1).position(|b| b.is_ascii_uppercase()).map(|at| at + 1) else { return false };
        at > 1 && text.as_bytes()[0].is_ascii_uppercase() && pinyin::split(&text[..at].to_ascii_lowercase()).is_some()
    }

    /// Has one of the words a role of its own, or two of them together?
    fn is_marked(&self) -> bool {
        let pairs = || {
            let (first, second) = (&self.letters[..self.end(1)], &self.letters[self.end(0)..]);
            MARKED.contains(first) || self.comma && MARKED.contains(second)
        };
        (0..self.n_words)
            .any(|i| MARKED.contains(self.word(i)) || japanese::is_surname(self.word(i)) || self.word(i).starts_with("abd"))
            || self.n_words == 3 && pairs()
    }

    /// Where the letters of a word end.
    fn end(&self, i: usize) -> usize {
        usize::from(self.words[i].letters.1)
    }

    /// The letters of a word, in lower case.
    fn word(&self, i: usize) -> &str {
        &self.letters[usize::from(self.words[i].letters.0)..usize::from(self.words[i].letters.1)]
    }

    /// How many letters a word has.
    fn length(&self, i: usize) -> usize {
        usize::from(self.words[i].letters.1 - self.words[i].letters.0)
    }

    /// A word as it was written.
    fn written(&self, i: usize) -> &str {
        &self.text[usize::from(self.words[i].text.0)..usize::from(self.words[i].text.1)]
    }

    /// At least two letters, all of them capitals.
    fn is_capitals(&self, word: Word) -> bool {
        let written = &self.text.as_bytes()[usize::from(word.text.0)..usize::from(word.text.1)];
        word.letters.1 - word.letters.0 >= 2 && !written.iter().any(u8::is_ascii_lowercase)
    }

    /// The letters of the words in another order.
    fn in_order<'b>(&self, order: &[usize], out: &'b mut [u8; BYTES_MAX]) -> &'b str {
        let mut n = 0;
        for &i in order {
            let word = self.word(i).as_bytes();
            out[n..n + word.len()].copy_from_slice(word);
            n += word.len();
        }
        std::str::from_utf8(&out[..n]).unwrap_or_default()
    }

    /// Appends a word's key: its letters, `between` for each hyphen.
    fn push_key(&self, i: usize, between: char, out: &mut String) {
        if !self.words[i].hyphen {
            out.push_str(self.word(i));
            return;
        }
        for b in self.written(i).bytes() {
            match b {
                b'-' => out.push(between),
                b'\'' | b'.' => {}
                letter => out.push(char::from(letter | 0x20)),
            }
        }
    }

    /// The value of words with the family name at the end of `order`.
    fn value(&self, order: &[usize]) -> Normal {
        let mut text = String::with_capacity(self.text.len());
        let mut parts = Parts::with_capacity(4 * self.text.len() + 8);
        for &i in order {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.written(i));
        }
        let (first, last) = (order[0], order[order.len() - 1]);
        parts.set(Part::Script, "latin");
        parts.write(Part::Tokens, |out| {
            for (n, &i) in order.iter().enumerate() {
                if n > 0 {
                    out.push('|');
                }
                self.push_key(i, '|', out);
            }
        });
        parts.write(Part::Key, |out| self.roots(first, out));
        parts.write(Part::Given, |out| self.push_key(first, ' ', out));
        if order.len() > 2 {
            parts.write(Part::Middle, |out| self.push_key(order[1], ' ', out));
        }
        parts.write(Part::Family, |out| self.push_key(last, ' ', out));
        Normal { text, class: Class::Valid, parts, findings: Vec::new() }
    }

    /// See [`latin::roots`].
    fn roots(&self, i: usize, out: &mut String) {
        let first = if self.words[i].hyphen { self.before_hyphen(i) } else { self.word(i) };
        match nickname_roots(first) {
            [] if first.len() < 2 => {}
            [] => self.push_key(i, ' ', out),
            roots => {
                for (n, root) in roots.iter().enumerate() {
                    if n > 0 {
                        out.push('|');
                    }
                    out.push_str(root);
                }
            }
        }
    }

    /// The letters of a word before its first hyphen.
    fn before_hyphen(&self, i: usize) -> &str {
        let n = self.written(i).bytes().take_while(|b| *b != b'-').filter(u8::is_ascii_alphabetic).count();
        &self.word(i)[..n]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::Context;
    use crate::normalise::name::{NameParts, compose_slowly, normalise_slowly};

    const WORDS: &[&str] = &[
        "Mary",
        "adams",
        "SMITH",
        "J",
        "J.",
        "O'Brien",
        "Anna-Lena",
        "McDonald",
        "DeLa",
        "Van",
        "van",
        "Jr",
        "Dr",
        "Lee",
        "Wang",
        "Zhihui",
        "Nguyen",
        "Kim",
        "Test",
        "User",
        "Ltd",
        "Co",
        "Bob",
        "Ou",
        "Yang",
        "Family",
        "Guest",
        "na",
        "None",
        "X",
        "xx",
        "King",
        "Bart",
        "Duke",
        "nee",
        "and",
        "III",
        "St",
        "D'Arcy",
        "LI",
        "Xiu-Ying",
        "Si",
        "Ma",
        "First",
        "Name",
        "School",
    ];

    fn check(text: &str) {
        let Some(quick) = whole(text) else { return };
        assert_eq!(sorted(&[quick]), slowly(|out| normalise_slowly(text, &Context::default(), out)), "{text}");
    }

    fn sorted(values: &[Normal]) -> String {
        let of = |v: &Normal| {
            let parts: Vec<_> = Part::ALL.iter().map(|p| (*p, v.part(*p))).filter(|(_, t)| !t.is_empty()).collect();
            format!("{:?} {:?} {parts:?} {:?}", v.text, v.class, v.findings)
        };
        values.iter().map(of).collect::<Vec<_>>().join("\n")
    }

    fn slowly(read: impl Fn(&mut Vec<Normal>)) -> String {
        let mut out = Vec::new();
        read(&mut out);
        sorted(&out)
    }

    #[test]
    fn ordinary_names_are_read_here() {
        for text in
            ["Mary Adams", "MARY ADAMS", "Mary J. Adams", "Adams, Mary", "Adams,Mary Jane", "Anna-Lena O'Brien", "bob Marley"]
        {
            assert!(whole(text).is_some(), "{text}");
            check(text);
        }
        assert!(of_columns("Mary", "Adams").is_some());
        for text in
            ["Dr Adams", "Zhang Wei", "Adams M", "ADAMS Mary", "van Gogh", "Acme Ltd", "Test User", "Mary", "HanMeimei Adams"]
        {
            assert!(whole(text).is_none(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn the_long_way_says_the_same(
            words in prop::collection::vec(prop_oneof![prop::sample::select(WORDS).prop_map(str::to_owned), "[A-Z]?[a-z]{1,7}", "[A-Za-z'.-]{1,6}"], 2..4),
            seps in prop::collection::vec(prop::sample::select(&[" ", " ", " ", ", ", ","][..]), 3),
        ) {
            let mut text = words[0].clone();
            for (word, sep) in words[1..].iter().zip(&seps) {
                text.push_str(sep);
                text.push_str(word);
            }
            check(&text);
            let (family, given) = words.split_last().expect("two words or more");
            let given = given.join(" ");
            if let Some(quick) = of_columns(&given, family) {
                let parts = NameParts { given: &given, family, ..NameParts::default() };
                prop_assert_eq!(sorted(&[quick]), slowly(|out| compose_slowly(&parts, &Context::default(), out)), "{} {}", given, family);
            }
        }
    }
}
