//! The administrative divisions of China and every name they go by.
//!
//! In: the embedded tables. Out: divisions with their parents, and the names that start at a place in a text (full,
//! short or former ones). Does not decide which of several divisions of one name is meant.

use std::sync::LazyLock;

/// Codes and names; source and date stand in the file.
const CURRENT: &str = include_str!("../data/divisions.txt");
/// Former names with the code of today.
const FORMER: &str = include_str!("../data/divisions_former.txt");
/// Short names that no rule gives, with codes.
const ALIASES: &str = include_str!("../data/divisions_alias.txt");

/// Last characters of names that say their level.
const LEVEL_WORDS: [char; 7] = ['省', '市', '区', '县', '州', '盟', '旗'];

/// Level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 省, 自治区, 直辖市, 特别行政区.
    Province,
    /// 地级市, 自治州, 盟, 地区, and counties directly under a province.
    City,
    /// 区, 县, 旗, 县级市.
    County,
}

/// One division.
#[derive(Debug, Clone, Copy)]
pub struct Division {
    /// Six-digit code.
    pub code: u32,
    /// Official name of today.
    pub name: &'static str,
    /// Its level.
    pub level: Level,
    /// Index of the division above; its own index for a province.
    pub parent: u16,
    /// Index of the province; its own index for a province.
    pub province: u16,
}

/// How a name names its division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The official name, or a name with its level word (`凉山州`).
    Full,
    /// A name it had before.
    Former,
    /// The name without its level word (`浙江`, `海淀`).
    Short,
}

/// A name of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The name, folded.
    pub text: &'static str,
    /// How it names it.
    pub how: How,
    /// Index of the division.
    pub division: u16,
}

/// All divisions and names.
///
/// Invariant: `names` is sorted; `first[i]..first[i + 1]` are the names that start with the `i`-th ideograph; `second` holds
/// the second ideograph of each name as its three bytes.
#[derive(Debug)]
pub struct Table {
    divisions: Vec<Division>,
    names: Vec<Name>,
    first: Vec<u32>,
    second: Vec<u32>,
}

/// First ideograph that [`Table::first`] counts from.
const HAN_START: u32 = 0x4E00;
/// Number of ideographs it covers.
const HAN_COUNT: usize = 0x5200;

/// The one table, built on first use (about ten thousand names).
pub static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

impl Table {
    fn build() -> Self {
        let divisions = divisions();
        let mut names = Vec::with_capacity(12_000);
        for (i, division) in divisions.iter().enumerate() {
            add_names(&divisions, i as u16, division, &mut names);
        }
        // What the table says of a former name goes before what is only likely (大同县 was not 大同区 of another city).
        let written: std::collections::BTreeSet<&str> = lines(FORMER).map(|(_, text)| text).collect();
        names.retain(|n| n.how != How::Former || !written.contains(n.text));
        for (code, text) in lines(FORMER) {
            push(&mut names, text, How::Former, index(&divisions, code));
        }
        for (code, text) in lines(ALIASES) {
            let how = if text.ends_with(LEVEL_WORDS) { How::Full } else { How::Short };
            push(&mut names, text, how, index(&divisions, code));
        }
        names.sort_unstable();
        names.dedup_by(|b, a| a.text == b.text && a.division == b.division);
        let mut first = vec![0u32; HAN_COUNT + 1];
        for name in &names {
            first[slot(name.text).unwrap_or(0) + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let second = names.iter().map(|n| second(n.text).unwrap_or(0)).collect();
        Self { divisions, names, first, second }
    }

    /// Every division with its index, in order of codes.
    pub fn all(&self) -> impl Iterator<Item = (u16, &Division)> + '_ {
        (0u16..).zip(&self.divisions)
    }

    /// A division by its index.
    #[must_use]
    pub fn get(&self, index: u16) -> &Division {
        &self.divisions[index as usize]
    }

    /// Index of the division with this code.
    #[must_use]
    pub fn by_code(&self, code: u32) -> Option<u16> {
        self.divisions.binary_search_by_key(&code, |d| d.code).ok().map(|i| i as u16)
    }

    /// The first short name of a division by its code, if it has one (`凉山` of 凉山彝族自治州).
    pub fn short(&self, index: u16) -> Option<&'static str> {
        let name = self.get(index).name;
        let of_it = |n: &&Name| n.division == index && n.how == How::Short && name.starts_with(n.text);
        let start = name.chars().next().map_or("", |c| &name[..c.len_utf8()]);
        let range = slot(start).map_or(0..0, |i| self.first[i] as usize..self.first[i + 1] as usize);
        self.names[range].iter().find(of_it).map(|n| n.text)
    }

    /// True if a city has counties; 东莞 and the counties directly under a province have none.
    #[must_use]
    pub fn has_counties(&self, city: u16) -> bool {
        // Counties follow their city in the table.
        self.divisions.get(city as usize + 1).is_some_and(|d| d.parent == city)
    }

    /// The names that `text` starts with, shortest first.
    pub fn starting<'t>(&'t self, text: &'t str) -> impl DoubleEndedIterator<Item = &'t Name> + 't {
        let range = slot(text).map_or(0..0, |i| self.first[i] as usize..self.first[i + 1] as usize);
        // Every name has at least two ideographs: narrow the bucket by the second.
        let (from, to) = match second(text) {
            Some(key) if !range.is_empty() => {
                let from = range.start + self.second[range.clone()].partition_point(|&s| s < key);
                let same = self.second[from..range.end].iter().take_while(|&&s| s == key).count();
                (from, from + same)
            }
            _ => (0, 0),
        };
        self.names[from..to].iter().filter(|n| text.starts_with(n.text))
    }
}

/// Index of the first ideograph of a text in [`Table::first`].
fn slot(text: &str) -> Option<usize> {
    let c = text.chars().next()? as u32;
    let i = c.wrapping_sub(HAN_START) as usize;
    (i < HAN_COUNT).then_some(i)
}

/// The three bytes after the first ideograph, as a number that orders like them.
fn second(text: &str) -> Option<u32> {
    let bytes = text.as_bytes().get(3..6)?;
    Some(u32::from(bytes[0]) << 16 | u32::from(bytes[1]) << 8 | u32::from(bytes[2]))
}

/// `(code, name)` of every line that is no comment.
fn lines(table: &'static str) -> impl Iterator<Item = (u32, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let (code, name) = l.split_once(' ')?;
        Some((code.parse().ok()?, name))
    })
}

fn divisions() -> Vec<Division> {
    let mut all: Vec<Division> = Vec::with_capacity(3600);
    for (code, name) in lines(CURRENT) {
        let own = all.len() as u16;
        let find = |code: u32, all: &[Division]| all.binary_search_by_key(&code, |d| d.code).ok().map(|i| i as u16);
        let (province_code, city_code) = (code / 10_000 * 10_000, code / 100 * 100);
        let province = find(province_code, &all).unwrap_or(own);
        let above = if city_code == code { None } else { find(city_code, &all) };
        let (level, parent) = match above {
            _ if province == own => (Level::Province, own),
            Some(city) => (Level::County, city),
            None => (Level::City, province),
        };
        // 500229 (counties of Chongqing) have no prefecture of their own: they belong to the city of that name.
        let municipal = matches!(province_code, 110_000 | 120_000 | 310_000 | 500_000);
        let (level, parent) = match (municipal, find(province_code + 100, &all)) {
            (true, Some(city)) if level == Level::City => (Level::County, city),
            _ => (level, parent),
        };
        all.push(Division { code, name, level, parent, province });
    }
    all
}

fn index(all: &[Division], code: u32) -> u16 {
    all.binary_search_by_key(&code, |d| d.code).expect("the name tables only hold codes of the division table") as u16
}

fn push(names: &mut Vec<Name>, text: &'static str, how: How, division: u16) {
    if text.len() >= 6 {
        names.push(Name { text, how, division });
    }
}

/// A name made by gluing; it lives as long as the program, like the table itself.
fn glued(head: &str, tail: &str) -> &'static str {
    Box::leak(format!("{head}{tail}").into_boxed_str())
}

/// Peoples in the names of autonomous divisions, as they stand before 自治.
const PEOPLES: &[&str] = &[
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "蒙古族",
    "蒙古",
    "锡伯",
    "回族",
    "藏族",
    "壮族",
    "满族",
    "苗族",
    "彝族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "畲族",
    "羌族",
    "水族",
    "土族",
    "佤族",
    "布依族",
    "土家族",
    "朝鲜族",
    "哈尼族",
    "傈僳族",
    "景颇族",
    "拉祜族",
    "纳西族",
    "布朗族",
    "仫佬族",
    "毛南族",
    "仡佬族",
    "各族",
    "撒拉族",
    "保安族",
    "东乡族",
    "裕固族",
    "普米族",
    "独龙族",
    "怒族",
    "达斡尔族",
    "鄂温克族",
    "鄂伦春",
    "回",
    "满",
];

/// The name before the peoples and 自治县, 自治州, 自治旗, 自治区; `None` for a division that is not autonomous.
fn before_peoples(name: &'static str) -> Option<&'static str> {
    let at = name.find("自治")?;
    let mut stem = &name[..at];
    while let Some(shorter) = PEOPLES.iter().filter_map(|p| stem.strip_suffix(p)).filter(|s| s.len() >= 6).min_by_key(|s| s.len()) {
        stem = shorter;
    }
    Some(stem)
}

/// Level words of development zones with the names they go by within their city.
const ZONES: &[(&str, &[&str])] = &[
    ("高新技术产业开发区", &["高新区", "高新技术产业开发区", "高新技术开发区", "高新开发区"]),
    ("高新技术产业园区", &["高新区", "高新技术产业园区"]),
    ("高新技术开发区", &["高新区", "高新技术产业开发区", "高新技术开发区", "高新开发区"]),
    ("高技术产业开发区", &["高新区", "高新技术产业开发区", "高新技术开发区"]),
    ("经济技术开发区", &["经开区", "开发区", "经济开发区", "经济技术开发区"]),
    ("经济开发区", &["经开区", "开发区", "经济开发区", "经济技术开发区"]),
    ("工业园区", &["工业园区"]),
    ("城乡一体化示范区", &["城乡一体化示范区", "示范区"]),
];

fn add_names(all: &[Division], own: u16, division: &Division, names: &mut Vec<Name>) {
    let name = division.name;
    // 北京市 the city is reached through 北京市 the province.
    if division.level == Level::City && all[division.parent as usize].name == name {
        return;
    }
    push(names, name, How::Full, own);
    if division.level == Level::County && is_zone(name) {
        add_zone(&all[division.parent as usize], own, name, names);
        return;
    }
    let level_word = |word: &str| name.strip_suffix(word).filter(|s| s.len() >= 6);
    if let Some(stem) = before_peoples(name) {
        let word = name.chars().next_back().unwrap_or('县');
        push(names, stem, How::Short, own);
        push(names, glued(stem, &word.to_string()), How::Full, own);
        push(names, glued(stem, &format!("自治{word}")), How::Full, own);
        return;
    }
    match division.level {
        Level::Province => {
            for word in ["特别行政区", "省", "市"] {
                if let Some(s) = level_word(word) {
                    push(names, s, How::Short, own);
                }
            }
        }
        Level::City => {
            for word in ["市", "地区", "盟", "林区"] {
                if let Some(s) = level_word(word) {
                    push(names, s, How::Short, own);
                }
            }
            if let Some(s) = level_word("县") {
                push(names, s, How::Short, own);
            }
        }
        Level::County => {
            let city = all[division.parent as usize].name.trim_end_matches('市');
            for word in ["新区", "区", "县", "市", "旗"] {
                let Some(stem) = name.strip_suffix(word) else { continue };
                if stem.len() >= 6 && stem != city {
                    push(names, stem, How::Short, own);
                }
                // What is a district or a city now was a county once.
                if matches!(word, "区" | "市") && stem.len() >= 6 {
                    push(names, glued(stem, "县"), How::Former, own);
                }
                break;
            }
        }
    }
}

fn is_zone(name: &str) -> bool {
    ["开发区", "示范区", "管理区", "园区", "实验区", "名胜区", "管委会", "委员会", "聚集区", "食品区"]
        .iter()
        .any(|w| name.ends_with(w))
}

fn add_zone(city: &Division, own: u16, name: &'static str, names: &mut Vec<Name>) {
    let stem = city.name.strip_suffix('市').unwrap_or(city.name);
    if let Some(at) = name.find(stem).filter(|&at| at > 0) {
        push(names, &name[at..], How::Full, own); // 河南濮阳工业园区 → 濮阳工业园区
    }
    let Some((word, others)) = ZONES.iter().find(|(word, _)| name.ends_with(word)) else { return };
    // 长春汽车经济技术开发区 is not what 长春经开区 means.
    let plain = name.strip_suffix(word).is_some_and(|head| head.trim_end_matches('市').ends_with(stem));
    if !plain {
        return;
    }
    for other in *others {
        // Within its city only: `开发区` alone names a hundred zones.
        push(names, other, How::Short, own);
        push(names, glued(stem, other), How::Full, own);
        push(names, glued(city.name, other), How::Full, own);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn named(text: &str) -> Vec<(&'static str, How)> {
        TABLE.starting(text).filter(|n| n.text == text).map(|n| (TABLE.get(n.division).name, n.how)).collect()
    }

    #[test]
    fn folding_leaves_every_name_as_it_is() {
        for name in &TABLE.names {
            let mut folded = String::new();
            fold::text(name.text, &mut folded);
            assert_eq!(folded, name.text);
        }
    }

    #[test]
    fn every_county_has_a_city_and_a_province() {
        for d in &TABLE.divisions {
            let parent = TABLE.get(d.parent);
            match d.level {
                Level::Province => assert_eq!(d.code % 10_000, 0, "{}", d.name),
                Level::City => assert_eq!(parent.level, Level::Province, "{}", d.name),
                Level::County => assert_eq!(parent.level, Level::City, "{}", d.name),
            }
        }
    }

    #[test]
    fn short_and_former_names_find_their_division() {
        assert_eq!(named("凉山州"), [("凉山彝族自治州", How::Full)]);
        assert_eq!(named("恩施州"), [("恩施土家族苗族自治州", How::Full)]);
        assert_eq!(named("内蒙古"), [("内蒙古自治区", How::Short)]);
        assert_eq!(named("襄樊市"), [("襄阳市", How::Former)]);
        assert_eq!(named("郫县"), [("郫都区", How::Former)]);
        assert_eq!(named("武鸣县"), [("武鸣区", How::Former)]);
        assert_eq!(named("朝阳区").len(), 2);
        assert_eq!(named("仙桃市"), [("仙桃市", How::Full)]);
        assert_eq!(named("忠县"), [("忠县", How::Full)]);
    }
}
