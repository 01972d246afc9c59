//! Spellings as rows of sounds: Latin letters, pinyin, romanised kana and other scripts.

/// How a name is written, and so how its letters are read. The order is that of comparing: the first of two is the one
/// whose letters say most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Writing {
    /// Not heard.
    #[default]
    Silent,
    /// Latin letters.
    Latin,
    /// 汉字 that transcribe a foreign name, in pinyin.
    Pinyin,
    /// Kana, romanised after Hepburn.
    Kana,
    /// Hangul: read by its own rules.
    Hangul,
    /// Cyrillic, Greek and other alphabets, romanised letter by letter.
    Romanised,
    /// Arabic, Hebrew, Thai: romanised, vowels missing or out of place.
    Consonants,
}

/// One sound: the set of what it may be, and what leaving it out costs in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    pub mask: u32,
    pub skip: u32,
}

impl Unit {
    pub const fn is_vowel(self) -> bool {
        self.mask & !VOWELS == 0
    }
}

const B: u32 = 1;
const P: u32 = 1 << 1;
const D: u32 = 1 << 2;
const T: u32 = 1 << 3;
const TH: u32 = 1 << 4;
const G: u32 = 1 << 5;
const K: u32 = 1 << 6;
const H: u32 = 1 << 7;
const F: u32 = 1 << 8;
const V: u32 = 1 << 9;
const W: u32 = 1 << 10;
const S: u32 = 1 << 11;
const Z: u32 = 1 << 12;
const SH: u32 = 1 << 13;
const ZH: u32 = 1 << 14;
const J: u32 = 1 << 15;
const CH: u32 = 1 << 16;
const TS: u32 = 1 << 17;
const L: u32 = 1 << 18;
const R: u32 = 1 << 19;
const M: u32 = 1 << 20;
const N: u32 = 1 << 21;
const Y: u32 = 1 << 22;
const A: u32 = 1 << 24;
const E: u32 = 1 << 25;
const I: u32 = 1 << 26;
const O: u32 = 1 << 27;
const U: u32 = 1 << 28;

/// All vowels.
pub const VOWELS: u32 = A | E | I | O | U;

/// Consonants that are taken for each other: labial stops, labial fricatives, dentals, sibilants, velars, nasals. Scripts without l
/// or r read one as both.
const GROUPS: [u32; 6] = [B | P, F | V | W | H, D | T | TH | J, S | Z | SH | ZH | J | CH | TS | TH, G | K | H, M | N];

/// The groups a set of consonants belongs to, one bit each.
pub fn group(mask: u32) -> u32 {
    GROUPS.iter().enumerate().map(|(i, g)| u32::from(mask & g != 0) << i).sum()
}

/// How far two disjoint sets of vowels are apart, in hundredths.
pub fn vowel_distance(a: u32, b: u32) -> u32 {
    const PAIRS: [(u32, u32, u32); 10] =
        [(E, I, 15), (O, U, 15), (A, E, 25), (A, O, 25), (E, O, 40), (E, U, 40), (A, U, 40), (A, I, 55), (I, O, 60), (I, U, 60)];
    PAIRS.iter().filter(|(x, y, _)| a & x != 0 && b & y != 0 || a & y != 0 && b & x != 0).map(|p| p.2).min().unwrap_or(60)
}

/// Cost of leaving out a sound that is clearly there.
const FIRM: u32 = 110;
/// A sound that is often not written or not heard.
const WEAK: u32 = 40;
/// A sound that writers put in or leave out at will.
const FAINT: u32 = 8;
/// A vowel inside a word.
const VOWEL: u32 = 35;

/// The sounds of a folded text; blanks and hyphens are no sounds.
pub fn units(text: &str, writing: Writing) -> Vec<Unit> {
    let letters: Vec<u8> = text.bytes().filter(u8::is_ascii_lowercase).collect();
    let mut row = match writing {
        Writing::Silent | Writing::Hangul => Vec::new(),
        Writing::Pinyin => pinyin(&rewritten(&letters)),
        Writing::Latin | Writing::Kana | Writing::Romanised => latin(&letters),
        Writing::Consonants => letter_by_letter(&letters),
    };
    match writing {
        // Kana put u and o between consonants and have no l, v or th; the length of vowels is not written in Latin.
        Writing::Kana => row.iter_mut().for_each(|u| {
            let also = [(R, L), (B, V), (S, TH), (SH, TH | S), (Z, TH | J), (J, Z), (H, F), (T, TH), (CH, T)];
            let more: u32 = also.iter().filter(|(from, _)| u.mask & from != 0).map(|(_, to)| to).sum();
            u.mask |= more & !u.mask;
            if u.is_vowel() && u.mask & (U | O) != 0 {
                u.skip = FAINT + 6;
            }
        }),
        Writing::Consonants => {
            for u in &mut row {
                // و and י are consonants or vowels, ה and ح are heard or not.
                let (w, y) = (u.mask & W != 0, u.mask & Y != 0);
                if w || y || u.mask == H {
                    u.skip = FAINT;
                }
                u.mask |= if w {
                    O | U | V
                } else if y {
                    I | E
                } else {
                    0
                };
                u.mask |= if u.mask & V != 0 { B } else { 0 };
                u.mask |= if u.mask & P != 0 { F } else { 0 };
                u.mask |= if u.mask & CH != 0 { J } else { 0 };
                // Gamal is جمال in Cairo.
                u.mask |= if u.mask & J != 0 { G } else { 0 };
            }
        }
        _ => {}
    }
    row.dedup_by(|b, a| a.mask == b.mask && !a.is_vowel());
    row
}

/// The consonants of a row, one letter per group, without what may be missing: names of any writing that are one name
/// mostly have one skeleton. Sibilants, affricates and th are one group.
pub fn skeleton(row: &[Unit]) -> String {
    let mut out = String::new();
    for unit in row.iter().filter(|u| !u.is_vowel() && u.skip >= FIRM) {
        let letter = match unit.mask {
            m if m & (S | Z | SH | ZH | J | CH | TS | TH) != 0 => 's',
            m if m & (D | T) != 0 => 't',
            m if m & (G | K) != 0 => 'k',
            m if m & (F | V | W) != 0 => 'f',
            m if m & (B | P) != 0 => 'p',
            m if m & (L | R) != 0 => 'r',
            m if m & M != 0 => 'm',
            m if m & N != 0 => 'n',
            _ => continue,
        };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

/// Beginnings of names in pinyin that are not written by sound, with what they are heard as.
const TRADITIONAL: &[(&str, &str)] = &[
    ("yuehan", "jon"),
    ("fulangsuowa", "frankoa"),
    ("fulajimier", "fladimir"),
    ("yesu", "jesu"),
    ("moxi", "moses"),
    ("baoluo", "paul"),
];

/// Given names in pinyin that are older than the tables, with the names they stand for. Facts: the usual Chinese forms of
/// biblical and royal names.
const NAMESAKES: &[(&str, &[&str])] = &[
    ("aidehua", &["edward", "eduard", "edouard", "eduardo"]),
    ("bide", &["peter", "pyotr", "petr", "pieter", "petros", "piotr", "pedro", "petar"]),
    ("dawei", &["david", "dave", "davide", "dawid"]),
    ("fulangsuowa", &["francois"]),
    ("hengli", &["henry", "henri", "hendrik"]),
    ("jian", &["jane", "jan", "jean"]),
    ("liefu", &["leo", "lev", "leon"]),
    ("mali", &["mary", "marie", "mari", "maree", "marry", "mali", "malie"]),
    ("maliya", &["maria", "mariya", "marija", "mariah", "marya"]),
    ("qiaozhi", &["george", "georg", "georges", "jorge"]),
    ("rang", &["jean"]),
    ("sidifen", &["stephen", "steven", "stefan", "stephan"]),
    ("weilian", &["william", "will", "wilhelm", "willem"]),
    ("xila", &["hilary", "hillary"]),
    (
        "yalishanda",
        &["alexander", "aleksandr", "alexandre", "alessandro", "alejandro", "oleksandr", "aleksander", "alexandr", "alex"],
    ),
    ("yilishabai", &["elizabeth", "elisabeth", "elisabet", "elizaveta"]),
    ("yuehan", &["john", "jon", "johan", "johann", "johannes", "jonny", "johnny"]),
    ("yuesefu", &["joseph", "josef", "yosef", "yusuf", "youssef"]),
];

/// Whether a Latin name is one that a given name in pinyin stands for by tradition; `None` if tradition says nothing of it.
pub fn is_namesake(pinyin: &str, latin: &str) -> Option<bool> {
    NAMESAKES.iter().find(|(name, _)| *name == pinyin).map(|(_, names)| names.contains(&latin))
}

/// The letters with a traditional name at their beginning replaced by what it is heard as.
fn rewritten(letters: &[u8]) -> Vec<u8> {
    let known = TRADITIONAL.iter().filter(|(pinyin, _)| letters.starts_with(pinyin.as_bytes())).max_by_key(|(p, _)| p.len());
    known.map_or_else(|| letters.to_vec(), |(pinyin, heard)| [heard.as_bytes(), &letters[pinyin.len()..]].concat())
}

/// Syllables whose vowel only carries the consonant.
const CARRIERS: &[&[u8]] = &[
    b"si", b"te", b"de", b"ke", b"ge", b"fu", b"mu", b"bu", b"pu", b"he", b"ci", b"zi", b"shi", b"chi", b"zhi", b"le", b"fei",
    b"wei", b"qi", b"bo", b"po", b"nu", b"du", b"tu", b"ji", b"xi", b"hu",
];

/// Pinyin read as what it transcribes.
fn pinyin(p: &[u8]) -> Vec<Unit> {
    let mut row: Vec<Unit> = Vec::with_capacity(p.len());
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'v');
    let mut i = 0;
    while i < p.len() {
        let (initial, mask) = initial_sound(&p[i..]);
        let start = i;
        i += initial;
        let end = i + p[i..].iter().take_while(|&&c| vowel(c)).count();
        if initial > 0 {
            let (loose, mask) = match p[start] {
                b'y' => (true, mask),
                b'h' if p.get(i) == Some(&b'u') && end > i + 1 => (false, H | W | V),
                b'g' | b'k' if p.get(i) == Some(&b'u') && end > i + 1 => (false, mask),
                _ => (false, mask),
            };
            let skip = if loose {
                FAINT
            } else if p[start] == b'h' {
                WEAK + 20
            } else {
                FIRM
            };
            row.push(Unit { mask, skip });
        }
        if end == i && initial == 0 {
            i += 1;
            continue;
        }
        let finals = &p[i..end];
        i = end;
        // er, and the codas n and ng, unless they begin the next syllable.
        if finals == b"e" && p.get(i) == Some(&b'r') && initial == 0 && !p.get(i + 1).is_some_and(|&c| vowel(c)) {
            row.push(Unit { mask: L | R, skip: FAINT });
            i += 1;
            continue;
        }
        let carrier = CARRIERS.contains(&&p[start..i]);
        if !finals.is_empty() {
            row.push(Unit { mask: finals.iter().fold(0, |m, &c| m | vowel_sound(c)), skip: if carrier { FAINT } else { VOWEL } });
        }
        i = coda(p, i, &mut row);
    }
    row
}

/// Reads `n`, `ng` or `r` behind a vowel; gives where the next syllable begins.
fn coda(p: &[u8], mut i: usize, row: &mut Vec<Unit>) -> usize {
    let vowel = |c: &u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'v');
    if p.get(i) == Some(&b'n') && !p.get(i + 1).is_some_and(vowel) {
        i += 1;
        if p.get(i) == Some(&b'g') && !p.get(i + 1).is_some_and(vowel) {
            i += 1;
        }
        let before = p.get(i).copied().unwrap_or(0);
        let (mask, skip) = match before {
            b'm' | b'n' => (M | N, FAINT),
            b'b' | b'p' => (M | N, FIRM),
            _ => (N, FIRM),
        };
        row.push(Unit { mask, skip });
    } else if p.get(i) == Some(&b'r') && !p.get(i + 1).is_some_and(vowel) {
        row.push(Unit { mask: L | R, skip: FAINT });
        i += 1;
    }
    i
}

/// Length and sounds of a pinyin initial.
fn initial_sound(p: &[u8]) -> (usize, u32) {
    let two = p.get(1) == Some(&b'h');
    match p[0] {
        b'z' if two => (2, J | ZH | Z | G),
        b'c' if two => (2, CH | TS),
        b's' if two => (2, SH | S | Z),
        b'b' => (1, B | P | V),
        b'p' => (1, P),
        b'm' => (1, M),
        b'f' => (1, F | V),
        b'd' => (1, D | T),
        b't' => (1, T | D | TH),
        b'n' => (1, N),
        b'l' => (1, L | R),
        b'g' => (1, G | K),
        b'k' => (1, K | G),
        b'h' => (1, H | G | K),
        b'j' => (1, J | ZH | G | K | CH | Z),
        b'q' => (1, CH | K | TS | J),
        b'x' => (1, S | SH | H | Z | TH | ZH),
        b'r' => (1, R | J | ZH | L),
        b'z' => (1, Z | S | TS | J),
        b'c' => (1, TS | Z | S | CH),
        b's' => (1, S | Z | TH | TS | SH),
        b'w' => (1, W | V),
        b'y' => (1, Y | J),
        _ => (0, 0),
    }
}

/// The letters of a script without vowels, each by itself; digraphs of the romanisation count as one.
fn letter_by_letter(p: &[u8]) -> Vec<Unit> {
    let mut row = Vec::with_capacity(p.len());
    let mut i = 0;
    while i < p.len() {
        let digraph = matches!(p[i..], [b's' | b'c' | b'k' | b't', b'h', ..] | [b't', b's', ..]);
        let spelling = &p[i..=i + usize::from(digraph)];
        if !matches!(p[i], b'a' | b'e' | b'i' | b'o' | b'u') {
            row.extend(consonant(&[spelling, b"a"].concat(), 0).1.into_iter().filter(|u| u.mask != 0));
        }
        i += spelling.len();
    }
    row
}

/// A row without its vowels. `joined`: what then meets is one sound (Haddad: h d).
pub fn without_vowels(row: &[Unit], joined: bool) -> Vec<Unit> {
    let mut out: Vec<Unit> = row.iter().copied().filter(|u| !u.is_vowel()).collect();
    // The s and the th of Esther share a sound and are two.
    out.dedup_by(|b, a| joined && (a.mask & b.mask == a.mask || a.mask & b.mask == b.mask));
    out
}

fn vowel_sound(c: u8) -> u32 {
    match c {
        b'a' => A,
        b'e' => E,
        b'i' | b'y' => I,
        b'o' => O,
        b'u' | b'v' | b'w' => U,
        _ => 0,
    }
}

/// Latin letters as most European languages read them, all readings at once.
fn latin(p: &[u8]) -> Vec<Unit> {
    let mut row: Vec<Unit> = Vec::with_capacity(p.len());
    let mut i = 0;
    while i < p.len() {
        if is_vowel_at(p, i) {
            let end = (i..p.len()).find(|&k| !is_vowel_at(p, k)).unwrap_or(p.len());
            let mask = p[i..end].iter().fold(0, |m, &c| m | vowel_sound(c));
            let last = end == p.len();
            // The vowel of Bergman, Hubert: hardly any, heard as e, a or o.
            let before_r =
                p.get(end) == Some(&b'r') && p.get(end + 1).is_some_and(|c| !matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
            let mask = if before_r && mask & E != 0 { mask | A | O } else { mask };
            row.push(Unit { mask, skip: if last && p[i..end] == *b"e" { FAINT } else { VOWEL } });
            i = end;
        } else {
            let (length, sounds) = consonant(p, i);
            row.extend(sounds.into_iter().filter(|u| u.mask != 0));
            i += length;
        }
    }
    row
}

/// Is the letter a vowel? `y` is one unless it stands before one at the beginning; `w` behind a vowel and before a consonant.
fn is_vowel_at(p: &[u8], i: usize) -> bool {
    let plain = |k: usize| p.get(k).is_some_and(|c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u'));
    match p[i] {
        b'a' | b'e' | b'i' | b'o' => true,
        // Guy, Quentin, Rodriguez: u only hardens g and q.
        b'u' => {
            !(i > 0 && matches!(p[i - 1], b'q')
                || i > 0 && p[i - 1] == b'g' && p.get(i + 1).is_some_and(|c| matches!(c, b'e' | b'i' | b'y')))
        }
        b'y' => !(plain(i + 1) && (i == 0 || !plain(i - 1))),
        b'w' => i > 0 && plain(i - 1) && !plain(i + 1),
        _ => false,
    }
}

/// Length of the spelling of a consonant and its sounds (at most two).
fn consonant(p: &[u8], i: usize) -> (usize, [Unit; 2]) {
    let at = |k: usize| p.get(i + k).copied().unwrap_or(0);
    let soft = |k: usize| matches!(at(k), b'e' | b'i' | b'y');
    let is_last = |n: usize| i + n >= p.len();
    let none = Unit { mask: 0, skip: 0 };
    let one = |n: usize, mask: u32| (n, [Unit { mask, skip: FIRM }, none]);
    let weak = |n: usize, mask: u32, skip: u32| (n, [Unit { mask, skip }, none]);
    // Runs of one letter count once.
    let run = 1 + usize::from(at(1) == at(0));
    match at(0) {
        b'b' => one(run, B),
        b'c' => match (at(1), at(2)) {
            (b'h', _) => one(2, CH | SH | K | H),
            (b'k', _) => one(2, K),
            (b'z' | b's', _) => one(2, CH),
            (b'c', _) if soft(2) => (2, [Unit { mask: K | CH, skip: FIRM }, Unit { mask: S, skip: FAINT }]),
            _ if soft(1) => one(1, S | CH | TS | TH),
            _ if is_last(1) => weak(1, K | TS, WEAK + 20),
            _ => one(run, K),
        },
        b'd' => match at(1) {
            b'z' if at(2) == b'h' => one(3, J),
            b'j' => one(2, J | D),
            b'z' => one(2, J | Z | TS),
            b't' => one(2, T),
            b'h' => one(2, D | TH),
            _ if is_last(run) => weak(run, D | T, WEAK + 5),
            _ => one(run, D),
        },
        b'f' => one(run, F | V),
        b'g' => match at(1) {
            b'h' if is_last(2) || !matches!(at(2), b'a' | b'e' | b'i' | b'o' | b'u') => weak(2, G | F, FAINT),
            b'h' => one(2, G),
            b'n' => one(2, N),
            b'l' if at(2) == b'i' => one(2, L),
            _ if soft(run) => one(run, G | J | ZH | H | Y),
            _ => one(run, G | K),
        },
        b'h' => weak(1, H, if i == 0 { WEAK - 10 } else { FAINT }),
        b'j' => one(1, J | ZH | Y | H),
        b'k' => match at(1) {
            b'h' => one(2, K | H),
            b'n' if i == 0 => (2, [Unit { mask: K, skip: FAINT }, Unit { mask: N, skip: FIRM }]),
            _ => one(run, K),
        },
        b'l' => match at(1) {
            b'l' => one(2, L | Y),
            // Walker, Holmes: not heard.
            b'k' | b'm' => weak(1, L, FAINT),
            c if c != 0 && !matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') => weak(1, L, WEAK),
            _ => one(1, L),
        },
        b'm' => one(run, M),
        b'n' => match at(1) {
            b'g' if soft(2) => (2, [Unit { mask: N, skip: FIRM }, Unit { mask: G | J, skip: WEAK }]),
            b'g' => (2, [Unit { mask: N, skip: FIRM }, Unit { mask: G, skip: FAINT }]),
            _ => one(run, N),
        },
        b'p' => match at(1) {
            b'h' => one(2, F | P),
            b'f' => one(2, F),
            _ if is_last(run) => weak(run, P | B, FIRM - 20),
            _ => one(run, P),
        },
        b'q' => one(1 + usize::from(at(1) == b'u'), K | CH),
        b'r' => match at(run) {
            0 => weak(run, R, FAINT),
            b'h' => one(run + 1, R),
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => one(run, R),
            _ => weak(run, R, FAINT),
        },
        b's' => match (at(1), at(2), at(3)) {
            (b'c', b'h', _) => one(3, SH | S),
            (b'h', b'c', b'h') => one(4, SH | S),
            (b'h' | b'z', _, _) => one(2, SH | S),
            (b'c', b'e' | b'i', _) => one(2, SH | S),
            _ if is_last(run) => weak(run, S | Z | SH, WEAK + 30),
            _ => one(run, S | Z | SH),
        },
        b't' => match (at(1), at(2)) {
            (b'h', _) => one(2, TH | T | S),
            (b'c', b'h') => one(3, CH),
            (b's' | b'z', b'c') if at(3) == b'h' => one(4, CH),
            (b's' | b'z', _) => (2, [Unit { mask: T, skip: FAINT }, Unit { mask: TS | S | Z, skip: FIRM }]),
            // Gates, Yeats
            (b'e', b's') if is_last(3) => one(3, TS | S),
            (b'j', _) => one(2, CH),
            _ if is_last(run) => weak(run, T | D, WEAK + 5),
            _ => one(run, T),
        },
        b'v' => one(run, V | F | B | W),
        b'w' => match at(1) {
            b'h' => one(2, W),
            b'r' => one(2, R),
            _ => weak(1, W | V, if i == 0 { FIRM } else { WEAK - 15 }),
        },
        b'x' if i == 0 => one(1, S | Z | H),
        b'x' => (1, [Unit { mask: K | SH | H, skip: FIRM }, Unit { mask: S, skip: WEAK }]),
        b'y' => weak(1, Y, FAINT),
        b'z' => match at(1) {
            b'h' => one(2, ZH | J),
            _ if is_last(run) => weak(run, Z | S | TS, WEAK + 30),
            _ => one(run, Z | TS | S),
        },
        _ => (1, [none, none]),
    }
}
