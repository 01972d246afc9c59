//! Chinese provinces in Latin letters.
//!
//! In: a folded Latin word. Out: the canonical Chinese name. Does not read other pinyin.

use super::world::folded;

/// English names of the provinces, as in ISO 3166-2:CN, with the everyday ones.
const PROVINCES: &[(&str, &str)] = &[
    ("anhui", "安徽省"),
    ("beijing", "北京市"),
    ("chongqing", "重庆市"),
    ("fujian", "福建省"),
    ("gansu", "甘肃省"),
    ("guangdong", "广东省"),
    ("guangxi", "广西壮族自治区"),
    ("guizhou", "贵州省"),
    ("hainan", "海南省"),
    ("hebei", "河北省"),
    ("heilongjiang", "黑龙江省"),
    ("henan", "河南省"),
    ("hubei", "湖北省"),
    ("hunan", "湖南省"),
    ("inner mongolia", "内蒙古自治区"),
    ("nei mongol", "内蒙古自治区"),
    ("neimenggu", "内蒙古自治区"),
    ("jiangsu", "江苏省"),
    ("jiangxi", "江西省"),
    ("jilin", "吉林省"),
    ("liaoning", "辽宁省"),
    ("ningxia", "宁夏回族自治区"),
    ("qinghai", "青海省"),
    ("shaanxi", "陕西省"),
    ("shandong", "山东省"),
    ("shanghai", "上海市"),
    ("shanxi", "山西省"),
    ("sichuan", "四川省"),
    ("tianjin", "天津市"),
    ("tibet", "西藏自治区"),
    ("xizang", "西藏自治区"),
    ("xinjiang", "新疆维吾尔自治区"),
    ("yunnan", "云南省"),
    ("zhejiang", "浙江省"),
];

/// Canonical name of a province written in Latin letters (`Zhejiang Province`, `ZHE JIANG`); `None` if it is none.
#[must_use]
pub fn province(text: &str) -> Option<&'static str> {
    if !text.is_ascii() || text.len() < 5 {
        return None;
    }
    let mut name = folded(text);
    for word in [" province", " sheng", " municipality", " autonomous region", " shi", " city"] {
        if let Some(stem) = name.strip_suffix(word) {
            name = stem.to_owned();
        }
    }
    let glued = name.replace(' ', "");
    PROVINCES.iter().find(|(latin, _)| *latin == name || *latin == glued).map(|(_, han)| *han)
}
