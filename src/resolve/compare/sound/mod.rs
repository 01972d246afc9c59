//! Names heard across scripts: does a name in 汉字, kana, hangul, Cyrillic, Arabic … sound like one in Latin letters?
//!
//! Comes in: the parts of two names of different scripts. Goes out: whether given and family name can be the same name
//! written by ear. A spelling becomes a row of sounds ([`units`]), two rows are aligned with costs ([`align`]); hangul is
//! read syllable by syllable ([`hangul`]). Chinese names in pinyin are no matter of this file: their syllables are exact.
//!
//! The idea is that of phonetic matching over transliterations (Zobel & Dart 1996; Kondrak's ALINE 2000), with classes of
//! consonants instead of features. What pinyin syllables stand for follows the transcription tables into Chinese that
//! Xinhua's handbook uses: 斯 s, 特 t, 尔 l or r, 夫 f or v, 汉 han, 普 p.

mod align;
mod arabic;
mod hangul;
mod units;

use crate::model::value::{Dict, Part};

use units::{Unit, Writing};

/// Characters that transcriptions of foreign names are written with; a 汉字 name without `·` is taken for one only if it
/// has no others.
const TRANSCRIBING: &str = "阿埃艾爱安昂奥巴白拜班邦保鲍贝本比彼毕宾波伯博勃卜布查察昌彻茨慈达大戴丹当道德登邓迪蒂丁东杜顿多额恩尔\
法凡范菲费芬丰弗夫福富盖甘高戈哥格葛根贡古瓜圭哈海汉罕豪赫黑亨洪侯胡华怀惠霍基吉济加嘉贾简杰金津久居卡开凯坎康考\
柯科可克肯孔库夸奎昆拉莱赖兰朗劳勒雷蕾冷黎里理力历丽莉利莲廉林琳龙隆卢鲁路露伦罗洛吕马玛迈麦曼芒毛茂梅门蒙米密\
妮敏明摩莫默姆木穆纳娜奈南内尼宁纽农努诺欧帕潘庞培佩彭蓬皮平珀普齐奇恰乔切琴琼丘让热仁日荣瑞若萨塞赛桑瑟森沙莎山\
得茜薇娅黛碧缇蓓姬玫芙卫珊尚绍舍申圣施什史舒斯丝苏索塔泰坦汤唐陶特腾提田廷通图托瓦万旺威韦维卫温文翁沃乌伍武西希锡席夏香肖谢辛欣兴休修雪逊\
雅亚延扬杨耶叶伊因英尤于约宰扎泽曾詹章珍芝治朱兹祖佐伍翰孙";

/// Longest text that is heard, in bytes; longer ones are no names.
const TEXT_MAX: usize = 80;

/// A name as sounds.
type Row = Vec<Unit>;

/// Most readings of a name that are heard; the usual one is first.
const READINGS_MAX: usize = 4;

/// One name made ready for hearing.
#[derive(Debug, Clone, Default)]
struct Heard {
    writing: Writing,
    /// The given name in each of its readings; likewise the others. Empty if absent.
    given: Vec<Row>,
    family: Vec<Row>,
    /// Given and family name in the order of writing, where they cannot be told apart.
    whole: Vec<Row>,
    /// As written: hangul syllables, pinyin of 汉字, or Latin letters without blanks.
    given_text: String,
    family_text: String,
    /// Bytes of the first given name in `given_text`, if in Latin letters.
    given_length: usize,
}

/// A name in Latin letters, folded; absent parts are `""`.
#[derive(Debug, Clone)]
pub struct Latin<'a> {
    /// Given name.
    pub given: &'a str,
    /// Middle names, run together: the second syllable of a Korean name (Ji Sung Park).
    pub middle: String,
    /// Family name.
    pub family: &'a str,
}

/// What hearing two names said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Do the given names sound alike? `None` if one is not there.
    pub given: Option<bool>,
    /// The same of the family names.
    pub family: Option<bool>,
    /// A given name is an initial.
    pub initial: bool,
}

/// The names of a dictionary that are compared by ear, made ready. Names in Latin letters are read when they are asked for.
#[derive(Debug, Default)]
pub struct Sounds {
    /// Index into `heard` plus one per value; empty if there is no such name.
    of_value: Vec<u32>,
    heard: Vec<Heard>,
}

/// Names in Latin letters get keys by ear only where at least one name in this many is compared by ear, or in small tables:
/// a few foreign names in a large table are not worth a key for every row.
const KEYS_SHARE: usize = 200;
const KEYS_ALWAYS: usize = 20_000;

impl Sounds {
    /// Prepares every name that only hearing can compare.
    #[must_use]
    pub fn new(dict: &Dict) -> Self {
        let mut out = Self::default();
        for code in 1..dict.len() as u32 {
            if is_by_ear(dict, code) && dict.text(code).len() <= TEXT_MAX {
                out.of_value.resize(dict.len(), 0);
                out.heard.push(Heard::of(dict, code));
                out.of_value[code as usize] = out.heard.len() as u32;
            }
        }
        out
    }

    /// True if no name of the dictionary needs to be heard.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heard.is_empty()
    }

    /// Is a value a name in 汉字 that may be a Chinese one as well (安娜, 吕布)? Pinyin comes first then.
    #[must_use]
    pub fn may_be_chinese(&self, code: u32) -> bool {
        self.of(code).is_some_and(|h| !h.whole.is_empty())
    }

    fn of(&self, code: u32) -> Option<&Heard> {
        let index = self.of_value.get(code as usize).copied().unwrap_or(0);
        self.heard.get((index as usize).checked_sub(1)?)
    }

    /// Hears two names of different writing, of which `latin` gives those in Latin letters; `None` if they are compared
    /// otherwise.
    #[must_use]
    pub fn compare<'a>(&self, a: u32, b: u32, latin: impl Fn(u32) -> Option<Latin<'a>>) -> Option<Verdict> {
        let (x, y) = match (self.of(a), self.of(b)) {
            (Some(x), Some(y)) => {
                let readable = |h: &Heard| matches!(h.writing, Writing::Kana | Writing::Romanised);
                return (x.writing != y.writing && readable(x) && readable(y)).then(|| x.with(y));
            }
            (Some(x), None) => (latin(b)?, x),
            (None, Some(y)) => (latin(a)?, y),
            (None, None) => return None,
        };
        let article = y.writing == Writing::Consonants;
        let family = x.family.strip_prefix("al ").or_else(|| x.family.strip_prefix("el ")).filter(|_| article).unwrap_or(x.family);
        let mut x = Heard::latin(&Latin { family, ..x });
        if y.writing == Writing::Consonants {
            // The other side writes no vowels, and some of those that part two equal sounds (Sisi).
            for rows in [&mut x.given, &mut x.family] {
                *rows = rows.iter().flat_map(|row| [units::without_vowels(row, true), units::without_vowels(row, false)]).collect();
                rows.dedup();
            }
        }
        Some(if y.writing == Writing::Hangul { x.with_hangul(y) } else { x.with(y) })
    }

    /// True if names in Latin letters have keys: where enough other names are heard.
    #[must_use]
    pub fn keys_latin(&self) -> bool {
        let n = self.of_value.len();
        !self.is_empty() && (n < KEYS_ALWAYS || self.heard.len() * KEYS_SHARE >= n)
    }

    /// Keys under which names of any writing meet: the consonants of given and family name, roughly. Empty where nothing is heard.
    #[must_use]
    pub fn keys(&self, code: u32, latin: Option<Latin>) -> Vec<String> {
        let read = move || latin.filter(|_| self.keys_latin()).map(|name| Heard::latin(&name));
        let Some(heard) = self.of(code).cloned().or_else(read) else { return Vec::new() };
        let parts = if heard.whole.is_empty() { vec![&heard.given, &heard.family] } else { vec![&heard.whole] };
        let skeleton = |rows: &Vec<Row>| rows.first().map(|row| units::skeleton(row)).filter(|s| !s.is_empty());
        let mut parts: Vec<String> = parts.into_iter().filter_map(skeleton).collect();
        let mut keys = Vec::new();
        if parts.concat().len() >= 2 {
            keys.push(parts.concat());
        }
        // Written with the other end first.
        parts.reverse();
        let turned = parts.concat();
        if parts.len() == 2 && !keys.contains(&turned) && turned.len() >= 2 {
            keys.push(turned);
        }
        keys
    }
}

/// A word of another script, ready to be heard beside words in Latin letters.
#[derive(Debug)]
pub struct Word {
    /// Hangul as written; empty for other scripts.
    hangul: String,
    readings: Vec<Row>,
}

impl Word {
    /// A word in kana, hangul, Cyrillic or Greek with its readings in Latin letters, joined by `|`.
    #[must_use]
    pub fn spoken(text: &str, readings: &str) -> Self {
        let is = |range: std::ops::RangeInclusive<char>| text.chars().any(|c| range.contains(&c));
        let writing = if is('\u{3041}'..='\u{30FF}') { Writing::Kana } else { Writing::Romanised };
        let hangul = if is('\u{AC00}'..='\u{D7A3}') { text.replace(' ', "") } else { String::new() };
        let rows = readings.split('|').take(READINGS_MAX).map(|reading| units::units(reading, writing));
        Self { hangul, readings: rows.filter(|row| !row.is_empty()).collect() }
    }

    /// Can a word in Latin letters, folded, be this one written by ear?
    #[must_use]
    pub fn sounds_like(&self, latin: &str) -> bool {
        let letters = latin.replace(' ', "");
        let row = units::units(&letters, Writing::Latin);
        !self.hangul.is_empty() && hangul::reads(&self.hangul, &letters, false)
            || self.readings.iter().any(|reading| align::closely_alike(reading, &row))
    }
}

/// Is a name of a script that only hearing compares with Latin letters?
fn is_by_ear(dict: &Dict, code: u32) -> bool {
    match dict.part(code, Part::Script) {
        "" | "latin" => false,
        "han" => is_transcription(dict, code),
        _ => true,
    }
}

/// A foreign name in 汉字: with `·`, or of transcribing characters only.
fn is_transcription(dict: &Dict, code: u32) -> bool {
    let text = dict.text(code);
    text.contains('·') || text.chars().all(|c| TRANSCRIBING.contains(c))
}

impl Heard {
    /// Reads a name of another script out of its parts.
    fn of(dict: &Dict, code: u32) -> Self {
        let part = |p: Part| dict.part(code, p);
        let writing = match part(Part::Script) {
            "han" => Writing::Pinyin,
            "kana" => Writing::Kana,
            "hangul" => Writing::Hangul,
            _ if is_abjad(dict.text(code)) => Writing::Consonants,
            _ => Writing::Romanised,
        };
        let readings = |p: Part| part(p).split('|').filter(|r| !r.is_empty()).take(READINGS_MAX);
        let first = |p: Part| readings(p).next().unwrap_or_default();
        let (given, family) = (first(Part::GivenPinyin), first(Part::FamilyPinyin));
        // 汤姆, 约翰史密斯: the first character is no surname.
        let undivided = writing == Writing::Pinyin && !dict.text(code).contains('·');
        let sounds_as = if writing == Writing::Hangul { Writing::Romanised } else { writing };
        let rows = |p: Part| readings(p).map(|r| units::units(r, sounds_as)).filter(|row| !row.is_empty()).collect();
        let wholes = || match readings(Part::GivenPinyin).collect::<Vec<_>>() {
            none if none.is_empty() => vec![units::units(family, writing)],
            all => all.iter().map(|given| units::units(&[family, given].concat(), writing)).collect(),
        };
        Self {
            given: rows(Part::GivenPinyin),
            family: rows(Part::FamilyPinyin),
            whole: if undivided { wholes() } else { Vec::new() },
            given_text: match writing {
                Writing::Pinyin if undivided => [family, given].concat(),
                Writing::Pinyin => given.to_owned(),
                _ => part(Part::Given).to_owned(),
            },
            family_text: part(Part::Family).to_owned(),
            given_length: 0,
            writing,
        }
    }

    fn latin(name: &Latin) -> Self {
        let row = |text: &str| if text.is_empty() { Vec::new() } else { vec![units::units(text, Writing::Latin)] };
        Self {
            given: row(name.given),
            family: row(name.family),
            whole: Vec::new(),
            given_text: [name.given, &name.middle].concat().replace(' ', ""),
            family_text: name.family.replace(' ', ""),
            given_length: name.given.bytes().filter(|b| *b != b' ').count(),
            writing: Writing::Latin,
        }
    }

    /// Hears two names against each other, as written and with the ends changed over.
    fn with(&self, other: &Self) -> Verdict {
        if !self.whole.is_empty() || !other.whole.is_empty() {
            if let Some(same) = self.namesake(other).filter(|_| self.family.is_empty()) {
                return Verdict { given: Some(same), family: None, initial: false };
            }
            let alike = any_alike(&self.in_one(), &other.in_one());
            let both = !self.family.is_empty() && !other.family.is_empty();
            return Verdict { given: Some(alike), family: both.then_some(alike), initial: false };
        }
        let straight = self.judged(other, &other.given, &other.family);
        let turned = self.judged(other, &other.family, &other.given);
        if turned.given == Some(true) && turned.family == Some(true) { turned } else { straight }
    }

    fn in_one(&self) -> Vec<Row> {
        if self.whole.is_empty() {
            let first = |rows: &[Row]| rows.first().cloned().unwrap_or_default();
            return vec![[first(&self.given), first(&self.family)].concat()];
        }
        self.whole.clone()
    }

    fn judged(&self, other: &Self, given: &[Row], family: &[Row]) -> Verdict {
        let both = |a: &[Row], b: &[Row]| (!a.is_empty() && !b.is_empty()).then(|| any_alike(a, b));
        let is_initial = |h: &Self| matches!(h.writing, Writing::Latin | Writing::Romanised) && h.given_text.chars().count() == 1;
        let initial = is_initial(self) || is_initial(other);
        let heard = match (self.given.first(), given.first()) {
            (Some(a), Some(b)) if initial => Some(align::same_start(a, b)),
            _ => both(&self.given, given),
        };
        let straight = std::ptr::eq(given, other.given.as_slice());
        let known = if straight && !initial { self.namesake(other) } else { None };
        let own = self.writing == Writing::Latin && other.writing == Writing::Consonants && straight;
        let named = if own { arabic::is_namesake(&other.family_text, &self.family_text) } else { None };
        Verdict { given: known.or(heard), family: named.or_else(|| both(&self.family, family)), initial }
    }

    /// What tradition says of a Latin given name and one in 汉字.
    fn namesake(&self, other: &Self) -> Option<bool> {
        if other.writing == Writing::Consonants && self.writing == Writing::Latin {
            return arabic::is_namesake(&other.given_text, self.given_text.get(..self.given_length)?);
        }
        let pinyin = (other.writing == Writing::Pinyin && self.writing == Writing::Latin).then_some(other.given_text.as_str())?;
        // The first name alone: the rest of the letters are middle names.
        let first = self.given_text.get(..self.given_length).unwrap_or(&self.given_text);
        units::is_namesake(pinyin, first)
    }

    /// Hears a Latin name against one in hangul, in either order.
    fn with_hangul(&self, korean: &Self) -> Verdict {
        let test = |text: &str, latin: &str, is_family: bool| {
            (!text.is_empty() && !latin.is_empty()).then(|| hangul::reads(text, latin, is_family))
        };
        let hear = |given: &str, family: &str| Verdict {
            given: test(&korean.given_text, given, false),
            family: test(&korean.family_text, family, true),
            initial: false,
        };
        let (straight, turned) = (hear(&self.given_text, &self.family_text), hear(&self.family_text, &self.given_text));
        let agrees = |v: &Verdict| v.given == Some(true) && v.family == Some(true);
        let pieces = [&self.given_text, &self.family_text, &self.given_text];
        let anyhow = || {
            // Heung Min Son: the ends cannot be told in Latin letters.
            !korean.family_text.is_empty()
                && pieces
                    .windows(2)
                    .any(|w| hangul::whole(&korean.family_text, &korean.given_text, &[w[0].as_str(), w[1]].concat()))
        };
        match agrees(&turned) {
            true => turned,
            false if !agrees(&straight) && anyhow() => Verdict { given: Some(true), family: Some(true), initial: false },
            false => straight,
        }
    }
}

/// Does any reading of one name sound like any of the other?
fn any_alike(a: &[Row], b: &[Row]) -> bool {
    a.iter().any(|x| b.iter().any(|y| align::alike(x, y)))
}

/// Scripts that leave vowels out: Hebrew, Arabic and their kin.
fn is_abjad(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{E00}'..='\u{E7F}'))
}
