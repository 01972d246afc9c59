//! Tibetan names in 汉字: two names of two characters each, without a surname.
//!
//! Comes in: a simplified name without blanks. Goes out: its two names, and how each is spelt in Latin letters outside China
//! (扎西次仁: `Tashi Tsering`). Facts of everyday knowledge.

use std::sync::LazyLock;

use hashbrown::HashSet;

use crate::normalise::pinyin;

/// Names in 汉字 with their everyday spellings in Latin letters, the commonest first.
const NAMES: &[(&str, &str)] = &[
    ("扎西", "tashi"),
    ("次仁", "tsering"),
    ("才仁", "tsering"),
    ("才让", "tsering"),
    ("卓玛", "dolma|drolma"),
    ("旦增", "tenzin"),
    ("丹增", "tenzin"),
    ("洛桑", "lobsang"),
    ("罗桑", "lobsang"),
    ("格桑", "kelsang|kalsang"),
    ("尼玛", "nyima"),
    ("达瓦", "dawa"),
    ("多吉", "dorje|dorjee"),
    ("白玛", "pema"),
    ("央金", "yangchen"),
    ("央宗", "yangzom"),
    ("德吉", "deki|dekyi"),
    ("拉姆", "lhamo"),
    ("平措", "phuntsok"),
    ("索朗", "sonam"),
    ("索南", "sonam"),
    ("贡嘎", "kunga"),
    ("强巴", "jampa"),
    ("益西", "yeshe|yeshi"),
    ("罗布", "norbu"),
    ("顿珠", "dhondup|dondrub"),
    ("边巴", "pemba|penpa"),
    ("米玛", "migmar"),
    ("巴桑", "pasang"),
    ("普布", "phurbu|phurba"),
    ("拉巴", "lhakpa"),
    ("仁青", "rinchen"),
    ("仁增", "rigzin"),
    ("曲珍", "choedon"),
    ("群培", "choephel"),
    ("加央", "jamyang"),
    ("嘉央", "jamyang"),
    ("丹巴", "tenpa"),
    ("土登", "thupten"),
    ("阿旺", "ngawang"),
    ("江白", "jampel"),
    ("玉珍", "yudron"),
    ("桑珠", "samdup"),
    ("旺堆", "wangdu"),
    ("旺姆", "wangmo"),
    ("旺久", "wangchuk"),
    ("措姆", "tsomo"),
    ("桑吉", "sangye"),
    ("坚赞", "gyaltsen"),
    ("嘉措", "gyatso"),
    ("加措", "gyatso"),
    ("晋美", "jigme"),
    ("久美", "jigme"),
    ("班觉", "paljor"),
];

/// Every spelling of a name in Latin letters, pinyin among them.
static LATIN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let outside = NAMES.iter().flat_map(|(_, spellings)| spellings.split('|')).map(str::to_owned);
    outside.chain(NAMES.iter().map(|(han, _)| pinyin::usual(han))).collect()
});

/// Every spelling of a Tibetan name in Latin letters, folded.
pub(super) fn latin() -> impl Iterator<Item = &'static str> {
    LATIN.iter().map(String::as_str)
}

/// Is a folded word a Tibetan name?
pub(super) fn is_latin(word: &str) -> bool {
    LATIN.contains(word)
}

/// Two Tibetan names written without a dot, in the order of writing.
pub(super) fn split(simple: &str) -> Option<(&str, &str)> {
    let (middle, _) = simple.char_indices().nth(2)?;
    let (one, two) = simple.split_at(middle);
    (two.chars().count() == 2 && spelt(one).is_some() && spelt(two).is_some()).then_some((one, two))
}

/// Everyday spellings of one name, joined by `|`.
pub(super) fn spelt(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(han, _)| *han == name).map(|(_, spellings)| *spellings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_tibetan_names_in_a_row_are_split() {
        assert_eq!(split("扎西次仁"), Some(("扎西", "次仁")));
        assert_eq!((split("欧阳次仁"), split("扎西"), split("王志辉")), (None, None, None));
        assert_eq!(spelt("次仁"), Some("tsering"));
        assert!(is_latin("tsering") && is_latin("ciren") && !is_latin("wang"));
    }
}
