//! Person names: given, family and middle name as three slots of one comparison.
//!
//! Knows equal values by frequency, swapped order, nicknames, initials, pinyin against 汉字, names of other scripts by their
//! sound, umlauts written out, one-edit typos and Jaro–Winkler closeness (thresholds 0.92 and 0.82, the usual ones of Winkler's work and Splink's guides).

mod han;
#[cfg(test)]
mod tests;
mod texts;

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::value::{Class, Dict, Part};

use super::super::text::Sketch;
use super::sound::{Latin, Sounds, Verdict};
use super::words::{Member, Outline, Sets};
use super::{Buckets, Memo, NULL, Slot, TermPart, Terms};
pub use han::last_han;
use han::{first_letters, letter_bit, second_letters};
use texts::{NEAR, family_text, given_text, is_one_surname};

/// The level of names that are altogether others but for the letter they begin with.
pub const FIRST_LETTER: &str = "first letter";

const GIVEN: &[&str] = &[
    "equal, rare",
    "equal",
    "equal, common",
    "equal, very common",
    "nickname or sound",
    "initial",
    "close",
    "near",
    "some edits",
    FIRST_LETTER,
    "else",
];
const FAMILY: &[&str] = &[
    "equal, rare",
    "equal",
    "equal, common",
    "equal, very common",
    "swapped or sound",
    "close",
    "near",
    "some edits",
    FIRST_LETTER,
    "else",
];
const MIDDLE: &[&str] = &["equal", "initial", "else"];

const G_SOUND: u8 = 5;
const G_INITIAL: u8 = 6;
const G_CLOSE: u8 = 7;
const G_NEAR: u8 = 8;
const G_EDITS: u8 = 9;
const G_LETTER: u8 = 10;
const G_ELSE: u8 = 11;
const F_SOUND: u8 = 5;
const F_CLOSE: u8 = 6;
const F_NEAR: u8 = 7;
const F_EDITS: u8 = 8;
const F_LETTER: u8 = 9;
const F_ELSE: u8 = 10;
/// Characters from which on 汉字 that begin with no surname are a nickname; one alone is what is left of 小芳.
const NICKNAME: u8 = 2;
/// No levels: the names are not compared by their sound.
const UNHEARD: u8 = u8::MAX;

/// Slots of a name comparison: given, family, middle.
pub fn slots(name: &str) -> Vec<Slot> {
    let slot = |part: &str, levels: &[&'static str], exact| Slot { name: format!("{name}.{part}"), levels: levels.to_vec(), exact };
    vec![slot("given", GIVEN, 4), slot("family", FAMILY, 4), slot("middle", MIDDLE, 1)]
}

/// Compares names by their parts. Given and family texts share one pool of words, so that swaps are code tests.
pub struct NameComparer {
    names: Vec<Name>,
    /// Middle names of all values, one value after the other.
    middles: Vec<u32>,
    /// First letters of the readings of given names in 汉字, one bit each, by value; empty if there is none.
    initials: Vec<u32>,
    /// First letters of the second syllables of those readings, likewise.
    second_initials: Vec<u32>,
    /// The last 汉字 of names in 汉字, by value, `None` where it is hidden; empty if no masked name shows it.
    ends: Vec<Option<char>>,
    /// Names of two 汉字 as one word, by value, 0 for any other; empty if there is none: what reads as a surname and a given name may
    /// be a given name alone.
    pairs: Vec<u32>,
    sounds: Sounds,
    words: crate::model::text::Interner,
    roots: Sets,
    given_sound: Sets,
    family_sound: Sets,
    given_bucket: Buckets,
    family_bucket: Buckets,
}

/// What of a name is looked at for every pair, in one place of memory. Codes of words, 0 = none.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Name {
    given: u32,
    family: u32,
    /// Characters and lengths of both, see [`Sketch`].
    characters: [u64; 2],
    lengths: [u8; 2],
    /// The first four bytes of both, the first one lowest.
    heads: [u32; 2],
    script: Script,
    /// What somebody calls himself rather than is called.
    is_nickname: bool,
    /// Written as one word and an initial behind it, which was taken for the given name (`Smith J.`).
    ends_in_initial: bool,
    /// Middle names, at most 255.
    middles: u8,
    /// Where its middle names begin.
    middle: u32,
    /// Formal names behind the given name, readings of the given and of the family name.
    root: Member,
    given_sound: Member,
    family_sound: Member,
}

/// Is the first word of a name more than an initial?
fn begins_with_word(text: &str) -> bool {
    text.split(' ').next().is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

impl Name {
    /// `Genesis B.` may be read as `Smith J.` is, with the family name in front. The given name of the whole name, if that is what
    /// `self` begins with and its initial is that of the family name.
    fn as_given_and_initial(&self, whole: &Name) -> Option<u32> {
        let initial = whole.lengths[1] > 1 && self.heads[0] & 0xff == whole.heads[1] & 0xff;
        (self.ends_in_initial && initial && self.family != 0 && self.family == whole.given).then_some(whole.given)
    }

    fn outline(&self, part: usize) -> Outline {
        Outline { sketch: Sketch::from_parts((self.characters[part], self.lengths[part])), head: self.heads[part] }
    }
}

/// What a name is written in, as far as comparing cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Script {
    Han,
    Latin,
    /// Its readings are those of characters it may be written with, of which many sound alike.
    Hangul,
    #[default]
    Other,
}

impl Script {
    fn of(name: &str) -> Self {
        match name {
            "han" => Self::Han,
            "latin" => Self::Latin,
            "hangul" => Self::Hangul,
            _ => Self::Other,
        }
    }
}

impl NameComparer {
    /// Prepares the features of every distinct name.
    pub fn new(dict: &Dict) -> Self {
        let mut words = crate::model::text::Interner::new();
        let (roots, given_sound, family_sound) =
            (Sets::new(dict, Part::Key), Sets::new(dict, Part::GivenPinyin), Sets::new(dict, Part::FamilyPinyin));
        let member = |sets: &Sets, part: Part, v: u32| sets.of_text[dict.part_column(part).code(v) as usize];
        let mut middles = Vec::new();
        // Many names have one given or family name: its word and its sketch are worked out once.
        let [given, family] = [Part::Given, Part::Family].map(|part| {
            let texts = dict.part_column(part).pool.arena().iter();
            texts.map(|(_, text)| (words.intern(text), Outline::of(text))).collect::<Vec<_>>()
        });
        let mut name = |v: u32| {
            let (given, family) =
                (given[dict.part_column(Part::Given).code(v) as usize], family[dict.part_column(Part::Family).code(v) as usize]);
            let start = middles.len();
            middles.extend(dict.part(v, Part::Middle).split(' ').filter(|t| !t.is_empty()).take(255).map(|t| words.intern(t)));
            let lengths = [given.1, family.1].map(|outline| outline.sketch.parts().1);
            let script = Script::of(dict.part(v, Part::Script));
            let is_doubtful = script == Script::Han && dict.class(v) == Class::Possible;
            Name {
                given: given.0,
                family: family.0,
                characters: [given.1, family.1].map(|outline| outline.sketch.parts().0),
                lengths,
                heads: [given.1.head, family.1.head],
                script,
                ends_in_initial: script == Script::Latin && lengths[0] == 1 && begins_with_word(dict.text(v)),
                is_nickname: is_doubtful && lengths[0].saturating_add(lengths[1]) >= NICKNAME,
                middles: (middles.len() - start) as u8,
                middle: start as u32,
                root: member(&roots, Part::Key, v),
                given_sound: member(&given_sound, Part::GivenPinyin, v),
                family_sound: member(&family_sound, Part::FamilyPinyin, v),
            }
        };
        let n = dict.len() as u32;
        let names: Vec<Name> = (0..n).map(&mut name).collect();
        let pairs = han::pairs(dict, &mut words);
        let read = dict.part_column(Part::GivenPinyin).pool.arena().len() > 1;
        let initials = if read { (0..n).map(|v| first_letters(dict.part(v, Part::GivenPinyin))).collect() } else { Vec::new() };
        let second_initials = if read { (0..n).map(|v| second_letters(dict, v)).collect() } else { Vec::new() };
        let shows_end = |v: u32| dict.class(v) == Class::Masked && last_han(dict, v).is_some();
        let ends = if (0..n).any(shows_end) { (0..n).map(|v| last_han(dict, v)).collect() } else { Vec::new() };
        Self {
            names,
            middles,
            initials,
            second_initials,
            ends,
            pairs,
            sounds: Sounds::new(dict),
            words,
            roots,
            given_sound,
            family_sound,
            given_bucket: Buckets::default(),
            family_bucket: Buckets::default(),
        }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], terms: &mut Terms<'_>) {
        let mut buckets = |name, codes: &[u32]| {
            let word = |v: usize| hash64(self.words.arena().get(codes[v]).as_bytes());
            terms.buckets(&TermPart { name, codes, classes: 4 }, counts, word)
        };
        (self.given_bucket, self.family_bucket) = (buckets("given", &self.given()), buckets("family", &self.family()));
    }

    fn given(&self) -> Vec<u32> {
        self.names.iter().map(|n| n.given).collect()
    }

    fn family(&self) -> Vec<u32> {
        self.names.iter().map(|n| n.family).collect()
    }

    /// Middle names.
    fn middle(&self, name: &Name) -> &[u32] {
        &self.middles[name.middle as usize..][..usize::from(name.middles)]
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.names[code as usize].given
    }

    /// Agreement code of every value and the frequency classes, for given (0) and family (1) name.
    pub fn exactness(&self, slot: usize) -> Option<(Cow<'_, [u32]>, &Buckets)> {
        match slot {
            0 => Some((Cow::Owned(self.given()), &self.given_bucket)),
            1 => Some((Cow::Owned(self.family()), &self.family_bucket)),
            _ => None,
        }
    }

    /// Levels of two names: given | family << 4 | middle << 8.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u16 {
        let (x, y) = (&self.names[a as usize], &self.names[b as usize]);
        let (ga, gb, fa, fb) = (x.given, y.given, x.family, y.family);
        if ga != 0 && fa != 0 && ga == fb && fa == gb && ga != fa {
            // The commoner of both given names, so that neither record comes first.
            let class = self.given_bucket.class(ga).max(self.given_bucket.class(gb));
            return self.pack(1 + class, F_SOUND, self.middle_level(x, y));
        }
        if let Some(given) = x.as_given_and_initial(y).or_else(|| y.as_given_and_initial(x)) {
            return self.pack(1 + self.given_bucket.class(given), F_NEAR, self.middle_level(x, y));
        }
        if x.script != y.script
            && !self.both_in_pinyin(a, b)
            && let Some(levels) = self.heard(a, b, memo)
        {
            // Serhii is Сергей: spellings of one name in two languages.
            let (given, family) = ((levels & 15) as u8, (levels >> 4 & 15) as u8);
            let namesakes = given == G_ELSE && family != F_ELSE && self.roots.agree(x.root, y.root) == Some(true);
            return if namesakes { self.pack(G_SOUND, family, NULL) } else { levels };
        }
        let mut given = self.given_level((a, x), (b, y), memo);
        let mut family = self.family_level(x, y, memo);
        let alike = (1..G_LETTER).contains(&given) || (1..F_LETTER).contains(&family);
        if x.is_nickname != y.is_nickname && !alike {
            // 爱吃豆包 on the parcel of 李一涵 says nothing against her.
            return self.pack(NULL, NULL, self.middle_level(x, y));
        }
        if x.is_nickname && y.is_nickname {
            // 一路向北 is one word, however it would be cut into a surname and a given name.
            return self.pack(given, NULL, self.middle_level(x, y));
        }
        if given >= G_LETTER && family == F_ELSE && (self.is_given_alone(a, y) || self.is_given_alone(b, x)) {
            // 安波, of the surname 安 or without one, beside 陈安波.
            let whole = if self.is_given_alone(a, y) { gb } else { ga };
            return self.pack(1 + self.given_bucket.class(whole), NULL, self.middle_level(x, y));
        }
        // One side is a single word: it may be the other's family name.
        if fa == 0 && ga != 0 && fb != 0 && ga == fb && given >= G_LETTER
            || fb == 0 && gb != 0 && fa != 0 && gb == fa && given >= G_LETTER
        {
            family = 1 + self.family_bucket.class(if fa == 0 { fb } else { fa });
            given = NULL;
        }
        self.pack(given, family, self.middle_level(x, y))
    }

    /// Is a name of two 汉字 the given name of another?
    fn is_given_alone(&self, pair: u32, whole: &Name) -> bool {
        whole.script == Script::Han && self.pairs.get(pair as usize).is_some_and(|&pair| pair != 0 && pair == whole.given)
    }

    /// A name in 汉字 that may be Chinese against one that is read as Chinese: pinyin decides.
    fn both_in_pinyin(&self, a: u32, b: u32) -> bool {
        let sound = |v: u32| self.names[v as usize].family_sound;
        (self.sounds.may_be_chinese(a) || self.sounds.may_be_chinese(b)) && self.family_sound.agree(sound(a), sound(b)).is_some()
    }

    /// Levels of two names of different scripts by their sound; `None` if they are not compared so.
    fn heard(&self, a: u32, b: u32, memo: &mut Memo) -> Option<u16> {
        if self.sounds.is_empty() {
            return None;
        }
        let packed = memo.level(2, a, b, |a, b| self.sounds.compare(a, b, |code| self.latin(code)).map_or(UNHEARD, heard_levels));
        (packed != UNHEARD).then_some(u16::from(packed))
    }

    /// A name in Latin letters, for hearing.
    fn latin(&self, code: u32) -> Option<Latin<'_>> {
        let word = |w: u32| self.words.arena().get(w);
        let name = &self.names[code as usize];
        (name.script == Script::Latin).then(|| Latin {
            given: word(name.given),
            middle: self.middle(name).iter().map(|&w| word(w)).collect(),
            family: word(name.family),
        })
    }

    /// Keys under which a name meets those of other scripts that sound like it; none in tables of one script.
    pub fn heard_keys(&self, code: u32) -> Vec<String> {
        if self.sounds.is_empty() { Vec::new() } else { self.sounds.keys(code, self.latin(code)) }
    }

    /// True if names in Latin letters have keys by ear.
    pub fn keys_latin_by_ear(&self) -> bool {
        self.sounds.keys_latin()
    }

    #[expect(clippy::unused_self, reason = "reads as a method of the comparison's own layout")]
    fn pack(&self, given: u8, family: u8, middle: u8) -> u16 {
        u16::from(given) | u16::from(family) << 4 | u16::from(middle) << 8
    }

    fn given_level(&self, (a, x): (u32, &Name), (b, y): (u32, &Name), memo: &mut Memo) -> u8 {
        let (ga, gb) = (x.given, y.given);
        if ga == 0 || gb == 0 {
            // A middle name may stand in for the given name (Sir Falkiner Minchin).
            let (one, middle) = if ga == 0 { (gb, self.middle(x)) } else { (ga, self.middle(y)) };
            return if one != 0 && middle.contains(&one) { G_CLOSE } else { self.end_level(a, b) };
        }
        if ga == gb {
            return if x.lengths[0] == 1 && self.is_initial(ga) { G_INITIAL } else { 1 + self.given_bucket.class(ga) };
        }
        if (x.script == Script::Han) != (y.script == Script::Han) {
            return match self.given_sound.agree(x.given_sound, y.given_sound) {
                Some(true) => G_SOUND,
                Some(false) if one_is_latin(x, y) => G_ELSE,
                Some(false) => NULL,
                None if x.script == Script::Han => self.initial_of_han(a, y),
                None => self.initial_of_han(b, x),
            };
        }
        let heard = x.script != Script::Hangul || y.script != Script::Hangul;
        if self.roots.agree(x.root, y.root) == Some(true)
            || heard && self.given_sound.agree(x.given_sound, y.given_sound) == Some(true)
        {
            return G_SOUND;
        }
        let level = if x.outline(0).is_unlike(y.outline(0), NEAR) {
            G_ELSE
        } else {
            memo.level(0, ga, gb, |a, b| given_text(self.words.arena().get(a), self.words.arena().get(b)))
        };
        match level {
            G_ELSE if self.middle(x).contains(&gb) || self.middle(y).contains(&ga) => G_CLOSE,
            G_ELSE if begin_alike(x.heads[0], y.heads[0]) => G_LETTER,
            level => level,
        }
    }

    /// Level of given names that are hidden but for the last 汉字: it agrees as an initial does.
    fn end_level(&self, a: u32, b: u32) -> u8 {
        let end = |v: u32| self.ends.get(v as usize).copied().flatten();
        end(a).zip(end(b)).map_or(NULL, |(x, y)| if x == y { G_INITIAL } else { G_ELSE })
    }

    fn family_level(&self, x: &Name, y: &Name, memo: &mut Memo) -> u8 {
        let (fa, fb) = (x.family, y.family);
        if fa == 0 || fb == 0 {
            return NULL;
        }
        if fa == fb {
            return 1 + self.family_bucket.class(fa);
        }
        let heard = x.script != Script::Hangul || y.script != Script::Hangul;
        let sound = if heard { self.family_sound.agree(x.family_sound, y.family_sound) } else { None };
        if (x.script == Script::Han) != (y.script == Script::Han) {
            return match sound {
                Some(true) => F_SOUND,
                Some(false) if one_is_latin(x, y) => F_ELSE,
                _ => NULL,
            };
        }
        if sound == Some(true) {
            // 张 and 章 sound alike and are two families; a given name is mistyped so more often.
            let other = x.script == Script::Han && !is_one_surname(self.words.arena().get(fa), self.words.arena().get(fb));
            return if other { F_NEAR } else { F_SOUND };
        }
        if x.script == Script::Han {
            return F_ELSE;
        }
        let level = if x.outline(1).is_unlike(y.outline(1), NEAR) {
            F_ELSE
        } else {
            memo.level(1, fa, fb, |a, b| family_text(self.words.arena().get(a), self.words.arena().get(b)))
        };
        if level == F_ELSE && begin_alike(x.heads[1], y.heads[1]) { F_LETTER } else { level }
    }

    /// A given name in 汉字 against one that is no pinyin: an initial agrees with the first letter of a reading.
    fn initial_of_han(&self, han: u32, latin: &Name) -> u8 {
        let initials = self.initials.get(han as usize).copied().unwrap_or(0);
        match self.words.arena().get(latin.given).as_bytes() {
            [letter] if letter.is_ascii_lowercase() && initials != 0 => {
                if initials & letter_bit(*letter) != 0 && self.second_initial_fits(han, latin) { G_INITIAL } else { G_ELSE }
            }
            _ => NULL,
        }
    }

    /// 丽颖 against `L. Y.`: the second initial is that of the second syllable; true where there is none or it cannot be told.
    fn second_initial_fits(&self, han: u32, latin: &Name) -> bool {
        let Some(&second) = self.middle(latin).first() else { return true };
        let possible = self.second_initials.get(han as usize).copied().unwrap_or(0);
        match self.words.arena().get(second).as_bytes() {
            [letter] if letter.is_ascii_lowercase() && possible != 0 => possible & letter_bit(*letter) != 0,
            _ => true,
        }
    }

    fn middle_level(&self, x: &Name, y: &Name) -> u8 {
        let (x, y) = (self.middle(x), self.middle(y));
        if x.is_empty() || y.is_empty() {
            return NULL;
        }
        if x == y && !x.iter().any(|&w| self.is_initial(w)) {
            return 1;
        }
        let arena = self.words.arena();
        let first = |codes: &[u32]| arena.get(codes[0]).chars().next();
        let shares = x.iter().any(|w| y.contains(w) && !self.is_initial(*w));
        if shares || first(x) == first(y) { 2 } else { 3 }
    }

    fn is_initial(&self, word: u32) -> bool {
        let text = self.words.arena().get(word);
        text.len() == 1
    }
}

/// True if two words, by their first bytes, begin with one Latin letter.
fn begin_alike(x: u32, y: u32) -> bool {
    (x as u8).is_ascii_alphabetic() && x as u8 == y as u8
}

fn one_is_latin(x: &Name, y: &Name) -> bool {
    x.script == Script::Latin || y.script == Script::Latin
}

/// Given and family level of what was heard, four bits each.
fn heard_levels(verdict: Verdict) -> u8 {
    let given = match verdict.given {
        Some(true) if verdict.initial => G_INITIAL,
        Some(true) => G_SOUND,
        Some(false) => G_ELSE,
        None => NULL,
    };
    let family = match verdict.family {
        Some(true) => F_SOUND,
        Some(false) => F_ELSE,
        None => NULL,
    };
    given | family << 4
}
