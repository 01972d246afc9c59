//! Chinese surnames: which characters are surnames, how common, and how they are read and romanised.
//!
//! Facts: the surname order follows the published counts of the 2020 national register for the first hundred and the
//! 百家姓 after them; readings are the surname readings of 现代汉语词典, with the everyday reading after them, since many
//! systems romanise 曾 as `ceng`.

mod spellings;

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::edges::Longest;
use crate::normalise::fold::simplify_char;
use crate::normalise::pinyin;
use spellings::ROMANISED;

/// Single-character surnames, commonest first.
const SINGLE: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖\
范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤肖闫洪倪温康施文樊庞殷颜翟申易庄华季岳柴辛柳苗\
关齐梅常俞祝葛牛左冉安路柯卞毕凌祁耿焦童霍管路祖伍成欧谷靳骆纪车翁阮游辜聂尤齐兰穆单项盛包裴章鲁艾费古荣詹隋鲍娄卓佟甄屈解苟晏闵景党\
连时司宗卫代米桂池满舒涂应宫窦强房瞿全畅楼蒲邢宁喻褚付原边郎郁沙巩储刁匡麦简车曲卜丛楚霍蔺晋牟闻屠官冷巫隆商初丘冀敖盖仇查区朴种黑折秘逄郗芮\
羿储靳汲邴糜松井富乌焦巴弓牧隗山宓蓬郗班仰秋仲伊宫仇栾暴甘钭厉戎符刘束幸司韶郜黎蓟薄印宿怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘翟贡劳逄姬\
扶堵冉宰郦雍璩桑桂濮寿通边扈燕浦尚农别晏柴阎充慕茹习宦艾鱼容古慎戈廖庾终暨居衡步都耿满弘国文寇广禄阙东殳沃利蔚越夔师巩厍聂晁勾敖融訾辛\
阚那简饶空曾毋沙乜养鞠须丰巢关蒯相荆红游竺权逯盖益桓公岑薛凤花方奚昌水陶喻柏计伏成谈茅干诸虞麻蓝席娄危粟练帅亓仝仉伦佘修候光全冒农冶刑卿厚原\
召台员哈坚型城奎妙孛宛宝寻尧展巨帖平底库恽战揭撒敬明晋普智曼朝朱未本束析柒校栗格桐森植楞樊欣殴母毋求沐沃泰洛洗浮海涂淡游渠湛源滑滕漆潭澹火炊烟\
焉熙牙犹独狄玄玉珠琚理琴甄生用由畅畜疏登皮盈盛相眭睢矫碧磨礼税稽章竹筱紫繁纳练经绳缑缪缴罕美老者耶肇胶臧臻舍良苑苟英茆茶荀药莽菅萨落葸蒿蓝藏蔄藤虎虢虞蛮衣补裘褟覃言訾谌谯谷豆\
贝贠贵赏赫起辉达迟迮道邝邸邹郄郇郑都鄢酆里钮铁铎铭锁锺镡门闪阳降陀随雒零霞青靖鞠韩顿频顾风飞香骈骞魁鲜鲜鹿麴黄黑齐龚芦车甫尉楚衣卜丑乃么乐乔习买云井亢介仁仆允元昝亢岑璩赛廉邬禹支宣贲杭嵇羊却郏况佴笪庹占来冼";

/// Compound surnames with their readings.
const COMPOUND: &[(&str, &str)] = &[
    ("欧阳", "ouyang"),
    ("司马", "sima"),
    ("上官", "shangguan"),
    ("诸葛", "zhuge"),
    ("夏侯", "xiahou"),
    ("皇甫", "huangfu"),
    ("尉迟", "yuchi|weichi"),
    ("公孙", "gongsun"),
    ("慕容", "murong"),
    ("长孙", "zhangsun|changsun"),
    ("司徒", "situ"),
    ("司空", "sikong"),
    ("令狐", "linghu"),
    ("宇文", "yuwen"),
    ("东方", "dongfang"),
    ("端木", "duanmu"),
    ("独孤", "dugu"),
    ("南宫", "nangong"),
    ("西门", "ximen"),
    ("轩辕", "xuanyuan"),
    ("澹台", "tantai|dantai"),
    ("申屠", "shentu"),
    ("太史", "taishi"),
    ("呼延", "huyan"),
    ("赫连", "helian"),
    ("钟离", "zhongli"),
    ("鲜于", "xianyu"),
    ("闾丘", "lvqiu|luqiu"),
    ("公冶", "gongye"),
    ("宗政", "zongzheng"),
    ("濮阳", "puyang"),
    ("淳于", "chunyu"),
    ("单于", "chanyu"),
    ("万俟", "moqi|wansi|wanqi"),
    ("拓跋", "tuoba"),
    ("百里", "baili"),
    ("东郭", "dongguo"),
    ("南门", "nanmen"),
    ("羊舌", "yangshe"),
    ("微生", "weisheng"),
    ("梁丘", "liangqiu"),
    ("左丘", "zuoqiu"),
    ("东门", "dongmen"),
    ("第五", "diwu"),
    ("闻人", "wenren"),
    ("即墨", "jimo"),
    ("完颜", "wanyan"),
    ("纳兰", "nalan"),
    ("爱新觉罗", "aixinjueluo"),
    ("叶赫那拉", "yehenala"),
    ("那拉", "nala"),
    ("章佳", "zhangjia"),
    ("公羊", "gongyang"),
    ("仲孙", "zhongsun"),
    ("谷梁", "guliang"),
    ("乐正", "yuezheng|lezheng"),
    ("漆雕", "qidiao"),
    ("公西", "gongxi"),
    ("巫马", "wuma"),
    ("壤驷", "rangsi"),
];

/// Surnames whose reading is not the everyday one, or is not settled. First the surname reading.
const READINGS: &[(char, &str)] = &[
    ('曾', "zeng|ceng"),
    ('单', "shan|dan"),
    ('解', "xie|jie"),
    ('仇', "qiu|chou"),
    ('朴', "piao|pu"),
    ('查', "zha|cha"),
    ('盖', "ge|gai"),
    ('区', "ou|qu"),
    ('乐', "yue|le"),
    ('任', "ren"),
    ('华', "hua"),
    ('缪', "miao|mou"),
    ('员', "yun|yuan"),
    ('贠', "yun"),
    ('覃', "qin|tan"),
    ('翟', "zhai|di"),
    ('冼', "xian"),
    ('洗', "xian|xi"),
    ('黑', "he|hei"),
    ('种', "chong|zhong"),
    ('秘', "bi|mi"),
    ('折', "she|zhe"),
    ('繁', "po|fan"),
    ('卜', "bu"),
    ('燕', "yan"),
    ('宁', "ning"),
    ('万', "wan"),
    ('纪', "ji"),
    ('葛', "ge"),
    ('么', "yao"),
    ('召', "shao|zhao"),
    ('那', "na"),
    ('牟', "mou|mu"),
    ('车', "che"),
    ('石', "shi"),
    ('隗', "wei|kui"),
    ('郗', "xi|chi"),
    ('谌', "chen|shen"),
    ('晟', "cheng|sheng"),
    ('柏', "bai|bo"),
    ('薄', "bo|bao"),
    ('褚', "chu|zhu"),
    ('曲', "qu"),
    ('宓', "mi|fu"),
    ('俞', "yu|shu"),
    ('句', "gou|ju"),
    ('瞿', "qu"),
    ('祭', "zhai|ji"),
    ('哈', "ha"),
    ('佴', "nai|er"),
    ('蔚', "yu|wei"),
    ('郇', "xun|huan"),
    ('厍', "she"),
    ('叶', "ye"),
    ('尉', "wei|yu"),
    ('莘', "shen|xin"),
    ('沈', "shen"),
    ('颉', "xie|jie"),
    ('能', "nai|neng"),
    ('干', "gan"),
    ('都', "du"),
    ('藏', "zang|cang"),
    ('臧', "zang"),
    ('乜', "nie|mie"),
    ('郄', "qie|xi"),
    ('逄', "pang"),
    ('阚', "kan"),
    ('长', "chang|zhang"),
    ('行', "xing|hang"),
    ('撒', "sa"),
    ('率', "shuai|lv"),
    ('参', "shen|can"),
    ('仉', "zhang"),
    ('訾', "zi"),
    ('眭', "sui"),
    ('睢', "sui"),
    ('贾', "jia"),
    ('谷', "gu"),
    ('盛', "sheng"),
    ('洪', "hong"),
    ('相', "xiang"),
    ('应', "ying"),
    ('令', "ling"),
    ('重', "chong|zhong"),
    ('弥', "mi"),
    ('费', "fei|bi"),
    ('过', "guo"),
    ('钭', "tou|dou"),
    ('陆', "lu"),
    ('吕', "lv|lu"),
    ('闾', "lv|lu"),
    ('余', "yu"),
    ('于', "yu"),
    ('肖', "xiao"),
    ('萧', "xiao"),
    ('冯', "feng"),
    ('王', "wang"),
    ('汤', "tang"),
    ('殷', "yin"),
    ('厉', "li"),
    ('戚', "qi"),
    ('尹', "yin"),
    ('奚', "xi"),
    ('孔', "kong"),
    ('强', "qiang"),
    ('邵', "shao"),
    ('亓', "qi"),
    ('芦', "lu"),
    ('阳', "yang"),
    ('畅', "chang"),
    ('景', "jing"),
    ('夏', "xia"),
    ('娄', "lou"),
    ('巩', "gong"),
    ('阮', "ruan"),
    ('鲍', "bao"),
];

/// Surnames of rank below this are common enough to be believed without further evidence.
pub(super) const COMMON: u16 = 120;

static RANKS: LazyLock<HashMap<char, u16>> = LazyLock::new(|| {
    let mut ranks = HashMap::new();
    for (rank, c) in SINGLE.chars().enumerate() {
        ranks.entry(c).or_insert(u16::try_from(rank).unwrap_or(u16::MAX));
    }
    ranks
});

static FAMILY_READINGS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| READINGS.iter().copied().collect());

/// Surname spellings in pinyin with the rank of the commonest surname read so.
static PINYIN_RANKS: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut ranks: HashMap<String, u16> = HashMap::new();
    let mut learn = |readings: &str, rank: u16| {
        for (i, reading) in readings.split('|').enumerate() {
            // The everyday reading of a surname that has its own is much rarer in names.
            let rank = rank.saturating_add(if i == 0 { 0 } else { 150 });
            let known = ranks.entry(reading.to_owned()).or_insert(rank);
            *known = (*known).min(rank);
        }
    };
    for (rank, c) in SINGLE.chars().enumerate() {
        learn(family_reading(c), u16::try_from(rank).unwrap_or(u16::MAX));
    }
    for (_, readings) in COMPOUND {
        learn(readings, 100);
    }
    ranks
});

static ROMANISED_READINGS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| ROMANISED.iter().copied().collect());

/// First characters of [`COMPOUND`]: a cheap first look.
static COMPOUND_FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(COMPOUND.iter().map(|(s, _)| *s)));

/// Rank of a simplified single-character surname, 0 = commonest; `None` for a character that is no known surname.
pub(super) fn rank(c: char) -> Option<u16> {
    RANKS.get(&simplify_char(c)).copied()
}

/// The compound surname a simplified name begins with, and its readings.
pub(super) fn compound(simplified: &str) -> Option<(&'static str, &'static str)> {
    let mut chars = simplified.chars();
    let first = chars.next()?;
    chars.next()?;
    if !COMPOUND_FIRST.may_be(first) {
        return None;
    }
    COMPOUND.iter().copied().find(|(surname, _)| simplified.starts_with(surname))
}

/// Readings of a simplified surname, joined by `|`, the surname reading first; empty without any.
pub(super) fn family_readings(simplified: &str) -> Cow<'static, str> {
    if let Some((surname, readings)) = compound(simplified)
        && surname.len() == simplified.len()
    {
        return readings.into();
    }
    let mut chars = simplified.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => family_reading(only).into(),
        _ => pinyin::joined_readings(simplified, 8).into(),
    }
}

fn family_reading(c: char) -> &'static str {
    if let Some(readings) = FAMILY_READINGS.get(&c) {
        return readings;
    }
    match pinyin::readings(c) {
        [] => "",
        ["lv", ..] => "lv|lu",
        [first, ..] => first,
    }
}

/// Every spelling of a surname in Latin letters, in pinyin or not.
pub(super) fn latin_spellings() -> impl Iterator<Item = &'static str> {
    // A reading's own text lives as long as the table.
    PINYIN_RANKS.keys().map(String::as_str).chain(ROMANISED_READINGS.keys().copied())
}

/// Rank of a folded Latin word as a surname in pinyin; `None` if no surname is read so.
pub(super) fn pinyin_rank(word: &str) -> Option<u16> {
    PINYIN_RANKS.get(word).copied()
}

/// Pinyin readings of a surname spelt outside pinyin (`cheung` → `zhang`), joined by `|`.
pub(super) fn romanised(word: &str) -> Option<&'static str> {
    ROMANISED_READINGS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surname_readings_come_before_everyday_ones() {
        for (surname, expected) in [
            ("曾", "zeng|ceng"),
            ("单", "shan|dan"),
            ("尉迟", "yuchi|weichi"),
            ("王", "wang"),
            ("张", "zhang"),
            ("吕", "lv|lu"),
            ("查", "zha|cha"),
            ("贺", "he"),
        ] {
            assert_eq!(family_readings(surname), expected, "{surname}");
        }
    }

    #[test]
    fn spellings_of_surnames_are_known() {
        assert_eq!(romanised("cheung"), Some("zhang"));
        assert!(pinyin_rank("wang").is_some_and(|r| r < COMMON));
        assert!(pinyin_rank("smith").is_none());
        assert!(ROMANISED.windows(2).all(|w| w[0].0 < w[1].0), "sorted");
    }
}
