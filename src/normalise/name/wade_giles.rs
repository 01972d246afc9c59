//! Wade–Giles and what passports of Taiwan make of it: syllables in Latin letters and the pinyin they may stand for.
//!
//! Comes in: pinyin syllables. Goes out: a table by their spelling without apostrophes and accents. Rules after the tables of T. F. Wade
//! and H. A. Giles; other habits are listed one by one. Names are put together in [`super::romanised`].

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::pinyin;

/// Wade–Giles syllables without apostrophes and accents, with the pinyin syllables they may stand for.
pub(super) static SYLLABLES: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Vec<&'static str>> = HashMap::new();
    for syllable in pinyin::syllables() {
        table.entry(wade_giles(syllable)).or_default().push(syllable);
    }
    for (written, syllable) in TAIWANESE {
        let readings = table.entry((*written).to_owned()).or_default();
        if !readings.contains(syllable) {
            readings.push(syllable);
        }
    }
    table
});

/// Spellings in passports of Taiwan that are no Wade–Giles: Tongyong, Gwoyeu, and habits.
const TAIWANESE: &[(&str, &str)] = &[
    ("i", "yi"),
    ("ing", "ying"),
    ("chi", "zhi"),
    ("je", "zhe"),
    ("jeou", "jiu"),
    ("jhih", "zhi"),
    ("chih", "chi"),
    ("zih", "zi"),
    ("cih", "ci"),
    ("sih", "si"),
    ("syu", "xu"),
    ("syuan", "xuan"),
    ("sin", "xin"),
    ("siao", "xiao"),
    ("siang", "xiang"),
    ("sian", "xian"),
    ("sing", "xing"),
    ("sih", "xi"),
    ("jyun", "jun"),
    ("jyuan", "juan"),
    ("cyuan", "quan"),
    ("jhen", "zhen"),
    ("jheng", "zheng"),
    ("jhong", "zhong"),
    ("jia", "jia"),
    ("jie", "jie"),
    ("wun", "wen"),
    ("yuh", "yu"),
    ("shing", "xing"),
    ("shin", "xin"),
    ("shu", "shu"),
    ("ru", "ru"),
    ("loong", "long"),
    ("ying", "ying"),
    ("yi", "yi"),
    ("chee", "zhi"),
    ("hwa", "hua"),
    ("hwai", "huai"),
    ("hwan", "huan"),
    ("wey", "wei"),
    ("huei", "hui"),
    ("guei", "gui"),
    ("fong", "feng"),
    ("fang", "fang"),
    ("yuan", "yuan"),
    ("jiun", "jun"),
    ("juin", "jun"),
    ("jiuan", "juan"),
    ("ih", "yi"),
    ("yih", "yi"),
    ("tseh", "zhe"),
    ("hsue", "xue"),
    ("shen", "sen"),
    ("luan", "lun"),
    ("kwang", "guang"),
    ("kwei", "gui"),
    ("hwei", "hui"),
    ("jyh", "zhi"),
    ("jy", "zhi"),
    ("shyh", "shi"),
    ("shyi", "xi"),
    ("shyun", "xun"),
    ("shye", "shi"),
    ("jong", "zhong"),
    ("jang", "zhang"),
    ("jaw", "zhao"),
    ("shiang", "xiang"),
    ("shyang", "xiang"),
    ("shiuan", "xuan"),
    ("shiou", "xiu"),
    ("shiow", "xiu"),
    ("lih", "li"),
    ("chyi", "qi"),
    ("chyuan", "quan"),
    ("jinn", "jin"),
    ("jiann", "jian"),
    ("yuann", "yuan"),
    ("wenn", "wen"),
    ("herng", "heng"),
    ("horng", "hong"),
    ("torng", "tong"),
    ("chorng", "chong"),
    ("perng", "peng"),
    ("tzong", "zong"),
    ("den", "dun"),
    ("pyng", "ping"),
    ("chyng", "qing"),
    ("yng", "ying"),
    ("suan", "xuan"),
];

/// A pinyin syllable in Wade–Giles, without apostrophes and accents.
fn wade_giles(syllable: &str) -> String {
    match syllable {
        "zhi" | "chi" => return "chih".to_owned(),
        "shi" => return "shih".to_owned(),
        "ri" => return "jih".to_owned(),
        "zi" | "ci" => return "tzu".to_owned(),
        "si" => return "szu".to_owned(),
        "er" => return "erh".to_owned(),
        "ye" => return "yeh".to_owned(),
        "yue" => return "yueh".to_owned(),
        "yan" => return "yen".to_owned(),
        "you" => return "yu".to_owned(),
        "yong" => return "yung".to_owned(),
        _ => {}
    }
    const INITIALS: &[(&str, &str)] = &[
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("r", "j"),
        ("z", "ts"),
        ("c", "ts"),
    ];
    let (initial, written, r#final) = INITIALS
        .iter()
        .find_map(|(from, to)| syllable.strip_prefix(from).map(|rest| (*from, *to, rest)))
        .or_else(|| {
            let first = &syllable[..1];
            "pmftnlkhs".contains(first).then(|| (first, first, &syllable[1..]))
        })
        .unwrap_or(("", "", syllable));
    let r#final = match r#final {
        "ie" => "ieh",
        "ian" => "ien",
        "ong" => "ung",
        "iong" => "iung",
        "ue" | "ve" => "ueh",
        "v" => "u",
        "uo" if !matches!(initial, "g" | "k" | "h" | "sh") => "o",
        "ui" if matches!(initial, "g" | "k") => "uei",
        "e" if matches!(initial, "g" | "k" | "h") => "o",
        other => other,
    };
    written.to_owned() + r#final
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_spelt_as_in_taiwan() {
        for (pinyin, expected) in
            [("zhi", "chih"), ("xie", "hsieh"), ("guo", "kuo"), ("rong", "jung"), ("tian", "tien"), ("lv", "lu")]
        {
            assert_eq!(wade_giles(pinyin), expected, "{pinyin}");
        }
        assert!(SYLLABLES.get("hwai").is_some_and(|pinyin| pinyin.contains(&"huai")));
    }
}
