//! Hangul read in every usual Latin spelling: can a Latin word stand for these syllables?
//!
//! Facts: Revised Romanisation (2000), McCune–Reischauer (1937) without marks, and the habits of Korean passports (`oo` for
//! ㅜ, `ee` for ㅣ, `u` for ㅓ in closed syllables, `Park`, `Lee`, `Choi`).

/// Initial consonants in the order of Unicode, each with its spellings.
const INITIALS: [&[&str]; 19] = [
    &["g", "k"],
    &["kk", "gg", "k"],
    &["n"],
    &["d", "t"],
    &["tt", "dd", "t"],
    &["r", "l"],
    &["m"],
    &["b", "p"],
    &["pp", "bb", "p"],
    &["s", "sh"],
    &["ss", "s"],
    &[""],
    &["j", "ch", "c"],
    &["jj", "tch", "j"],
    &["ch", "c"],
    &["k", "kh"],
    &["t", "th"],
    &["p", "ph"],
    &["h"],
];

/// Vowels in the order of Unicode, each with its spellings.
const VOWELS: [&[&str]; 21] = [
    &["a", "ah"],
    &["ae", "ai", "e", "a"],
    &["ya", "yah"],
    &["yae"],
    &["eo", "uh", "eoh", "er", "ur", "o"],
    &["e", "eh"],
    &["yeo", "you", "yu", "yuh", "yo"],
    &["ye", "yeh", "e"],
    &["o", "oh", "oe"],
    &["wa", "oa"],
    &["wae", "wai"],
    &["oe", "oi", "we"],
    &["yo", "yoh"],
    &["u", "oo", "ou", "woo", "wu"],
    &["wo", "weo", "won"],
    &["we"],
    &["wi", "wee", "ui"],
    &["yu", "yoo", "you", "ryu"],
    &["eu", "u"],
    &["ui", "eui", "ee", "hi", "i"],
    &["i", "ee", "yi", "y"],
];

/// What ㅓ, ㅕ, ㅡ and ㅝ may be written as besides before a final consonant.
const CLOSED: [(usize, &[&str]); 4] =
    [(4, &["u", "ou", "oe"]), (6, &["you", "u", "oung", "ou"]), (18, &["o", "oo"]), (14, &["o", "oo"])];

/// Final consonants in the order of Unicode, each with its spellings.
const FINALS: [&[&str]; 28] = [
    &[""],
    &["k", "g", "ck"],
    &["k"],
    &["k"],
    &["n"],
    &["n"],
    &["n"],
    &["t", "d"],
    &["l", "r"],
    &["k"],
    &["m"],
    &["l"],
    &["l"],
    &["l"],
    &["p"],
    &["l"],
    &["m"],
    &["p", "b"],
    &["p"],
    &["t", "s"],
    &["t"],
    &["ng"],
    &["t"],
    &["t"],
    &["k"],
    &["t"],
    &["p"],
    &["h", ""],
];

/// Family names with spellings that no rule gives.
const FAMILIES: &[(&str, &[&str])] = &[
    ("이", &["lee", "rhee", "yi", "li", "ri", "rhie", "leigh"]),
    ("리", &["lee", "rhee", "yi", "li", "ri"]),
    ("박", &["park", "bark", "pak", "bahk"]),
    ("최", &["choi", "choe", "che", "chey", "choy"]),
    ("정", &["chung", "jung", "joung", "cheong", "chong", "jeoung"]),
    ("임", &["lim", "rim", "yim", "leem"]),
    ("림", &["lim", "rim", "im"]),
    ("유", &["yoo", "ryu", "you", "yu", "lyu", "yoou"]),
    ("류", &["ryu", "yoo", "lyu", "ryoo", "you"]),
    ("노", &["noh", "roh", "no", "ro"]),
    ("나", &["na", "ra", "rha", "nah"]),
    ("양", &["yang", "ryang", "liang"]),
    ("여", &["yeo", "yuh", "lyuh"]),
    ("신", &["shin", "sin"]),
    ("심", &["shim", "sim"]),
    ("우", &["woo", "wu", "u"]),
    ("구", &["koo", "ku", "goo", "gu"]),
    ("문", &["moon", "mun"]),
    ("윤", &["yoon", "yun", "youn"]),
    ("손", &["son", "sohn", "shon"]),
    ("송", &["song", "soong"]),
    ("전", &["jeon", "jun", "chun", "cheon"]),
    ("조", &["cho", "jo", "joe"]),
    ("강", &["kang", "gang"]),
    ("권", &["kwon", "gwon", "kweon"]),
    ("곽", &["kwak", "gwak"]),
    ("백", &["baek", "paik", "paek", "back", "baik"]),
    ("배", &["bae", "pae", "bai"]),
    ("현", &["hyun", "hyeon"]),
    ("하", &["ha", "hah"]),
    ("서", &["seo", "suh", "so", "sur"]),
    ("선우", &["sunwoo", "seonu", "sunoo"]),
    ("독고", &["dokgo", "dokko", "tokko"]),
];

/// First hangul syllable, and how many.
const FIRST: u32 = 0xAC00;
const COUNT: u32 = 11_172;

/// Can `latin` (folded, blanks and hyphens left out) be read as `hangul`?
pub fn reads(hangul: &str, latin: &str, is_family: bool) -> bool {
    let latin: String = latin.chars().filter(char::is_ascii_lowercase).collect();
    if is_family && FAMILIES.iter().any(|(family, spellings)| *family == hangul && spellings.contains(&latin.as_str())) {
        return true;
    }
    let syllables: Vec<u32> =
        hangul.chars().map(u32::from).filter(|c| (FIRST..FIRST + COUNT).contains(c)).map(|c| c - FIRST).collect();
    !syllables.is_empty() && follows(&syllables, &latin)
}

/// Can `latin` be read as family and given name, whichever stands first?
pub fn whole(family: &str, given: &str, latin: &str) -> bool {
    let latin: String = latin.chars().filter(char::is_ascii_lowercase).collect();
    let cuts = |at: &usize| {
        let (head, tail) = latin.split_at(*at);
        reads(family, head, true) && reads(given, tail, false) || reads(given, head, false) && reads(family, tail, true)
    };
    (1..latin.len()).any(|at| cuts(&at))
}

/// Depth-first over the spellings of the first syllable.
fn follows(syllables: &[u32], latin: &str) -> bool {
    let Some((&first, rest)) = syllables.split_first() else { return latin.is_empty() };
    let (initial, vowel, r#final) = ((first / 588) as usize, (first % 588 / 28) as usize, (first % 28) as usize);
    let closed: &[&str] = if r#final == 0 { &[] } else { CLOSED.iter().find(|c| c.0 == vowel).map_or(&[], |c| c.1) };
    INITIALS[initial].iter().any(|i| {
        latin.strip_prefix(i).is_some_and(|after| {
            VOWELS[vowel].iter().chain(closed).any(|v| {
                after
                    .strip_prefix(v)
                    .is_some_and(|after| FINALS[r#final].iter().any(|f| after.strip_prefix(f).is_some_and(|l| follows(rest, l))))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_known_in_every_usual_spelling() {
        for (hangul, latin, is_family, expected) in [
            ("김", "kim", true, true),
            ("김", "gim", true, true),
            ("이", "lee", true, true),
            ("박", "park", true, true),
            ("최", "choi", true, true),
            ("민수", "minsu", false, true),
            ("민수", "minsoo", false, true),
            ("민수", "minseo", false, false),
            ("지성", "jisung", false, true),
            ("정희", "chunghee", false, true),
            ("정희", "jeonghui", false, true),
            ("영희", "younghee", false, true),
            ("우성", "woosung", false, true),
            ("흥민", "heungmin", false, true),
            ("혜교", "hyekyo", false, true),
            ("연아", "yeona", false, true),
            ("준호", "minho", false, false),
            ("", "kim", true, false),
        ] {
            assert_eq!(reads(hangul, latin, is_family), expected, "{hangul} {latin}");
        }
    }
}
