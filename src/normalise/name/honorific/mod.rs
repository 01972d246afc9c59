//! Honorifics around a name in 汉字: the table and how they are taken off. Titles, degrees and generation suffixes of names in Latin
//! letters are in [`latin`].

mod latin;

use std::sync::LazyLock;

use hashbrown::HashSet;

use crate::model::value::{Normal, Part};
use crate::normalise::edges::Longest;

pub(super) use latin::{
    generation, goes_with_given, is_degree, is_ordinal, is_peerage, is_title, is_title_after, is_title_alone,
    is_whole_word_generation, latin_words,
};

/// Honorifics after a 汉字 name of two or more characters, in simplified form; longest first.
const HAN_AFTER: &[&str] = &[
    "副主任医师",
    "主任医师",
    "主治医师",
    "住院医师",
    "董事长",
    "护士长",
    "检验师",
    "药剂师",
    "总经理",
    "副经理",
    "副总裁",
    "老板娘",
    "小姐姐",
    "副主任",
    "副院长",
    "副校长",
    "副教授",
    "项目经理",
    "客户经理",
    "销售经理",
    "采购经理",
    "大堂经理",
    "工程师",
    "班主任",
    "采购员",
    "业务员",
    "技术员",
    "检验员",
    "负责人",
    "联系人",
    "收货人",
    "收件人",
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "老师",
    "教授",
    "博士",
    "医生",
    "大夫",
    "医师",
    "药师",
    "技师",
    "护士",
    "经理",
    "总监",
    "主任",
    "主管",
    "老板",
    "店长",
    "师傅",
    "师父",
    "阿姨",
    "叔叔",
    "大哥",
    "大姐",
    "哥哥",
    "姐姐",
    "弟弟",
    "妹妹",
    "同学",
    "同志",
    "朋友",
    "律师",
    "会计",
    "院长",
    "校长",
    "园长",
    "局长",
    "处长",
    "科长",
    "队长",
    "部长",
    "厂长",
    "组长",
    "行长",
    "馆长",
    "所长",
    "站长",
    "村长",
    "镇长",
    "市长",
    "班长",
    "书记",
    "秘书",
    "助理",
    "客服",
    "老总",
    "总裁",
    "教练",
    "警官",
    "法官",
    "导师",
    "导演",
    "设计师",
    "采购",
    "财务",
    "女仕",
    "女生",
    "男士",
    "帅哥",
    "美女",
    "小哥",
    "大爷",
    "大妈",
    "爷爷",
    "奶奶",
    "妈妈",
    "爸爸",
    "家长",
    "大人",
    "亲启",
    "代收",
    "签收",
    "敬启",
    "嫂子",
    "姑娘",
    "小朋友",
    "宝宝",
    "副总",
    "夫妇",
    "夫妻",
];

/// One-character honorifics: taken off only where what is left is one whole surname, or, for those of
/// [`HAN_AFTER_ALWAYS`], at least a surname and one more character.
const HAN_AFTER_SURNAME: &[char] = &[
    '总', '工', '董', '姐', '哥', '叔', '姨', '嫂', '妈', '爷', '婶', '伯', '导', '局', '处', '队', '氏', '某', '太', '生', '收',
    '君',
];

/// One-character marks that end a whole name: receiver marks and `总`.
const HAN_AFTER_ALWAYS: &[char] = &['收', '总'];

/// Characters before a lone surname: 老王, 小李.
const HAN_BEFORE: &[char] = &['老', '小', '阿', '大'];

/// A 汉字 name without its honorific.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stripped<'a> {
    /// What is left, at least one character.
    pub rest: &'a str,
    /// The honorific; empty for none.
    pub honorific: &'a str,
}

/// Takes honorifics off the end of a simplified 汉字 name (several in turn: `王伟经理收`), and 老/小 off the front of a
/// lone surname. `is_surname` says whether a text is one whole surname.
pub(super) fn strip_han(name: &str, is_surname: impl Fn(&str) -> bool) -> Stripped<'_> {
    let mut rest = name;
    let mut from = name.len();
    while let Some(shorter) = strip_one(rest, &is_surname) {
        rest = shorter.trim_end();
        from = rest.len();
    }
    if from == name.len() {
        let mut chars = name.chars();
        if let Some(first) = chars.next()
            && HAN_BEFORE.contains(&first)
            && chars.clone().count() == 1
            && is_surname(chars.as_str())
            && first != '阿'
            // David, not big Wei.
            && name != "大卫"
        {
            return Stripped { rest: chars.as_str(), honorific: &name[..first.len_utf8()] };
        }
    }
    Stripped { rest, honorific: name[from..].trim() }
}

fn strip_one<'a>(name: &'a str, is_surname: &impl Fn(&str) -> bool) -> Option<&'a str> {
    let last = name.chars().next_back()?;
    let before = &name[..name.len() - last.len_utf8()];
    let before = before.trim_end();
    if before.is_empty() {
        return None;
    }
    if HAN_AFTER_SURNAME.contains(&last) && (is_surname(before) && !matches!(last, '君' | '生' | '某' | '太' | '收')) {
        return Some(before);
    }
    let listed = || HAN_AFTER.iter().find_map(|h| name.strip_suffix(h)).map(str::trim_end).filter(|rest| !rest.is_empty());
    if HAN_AFTER_LAST.may_be(last)
        && let Some(rest) = listed()
    {
        return Some(rest);
    }
    let enough = if last == '收' { 2 } else { 3 };
    (HAN_AFTER_ALWAYS.contains(&last) && before.chars().count() >= enough).then_some(before)
}

/// Last characters of [`HAN_AFTER`]: a cheap first look.
static HAN_AFTER_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(HAN_AFTER.iter().copied()));

static HAN_AFTER_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| HAN_AFTER.iter().copied().collect());

/// True if a simplified text is nothing but an honorific.
pub(super) fn is_han_honorific(text: &str) -> bool {
    HAN_AFTER_SET.contains(text)
}

/// Keeps an honorific that was found, unless one is kept already.
pub(super) fn note(honorific: &str, out: &mut Normal) {
    if !honorific.is_empty() && out.part(Part::Honorific).is_empty() {
        out.set(Part::Honorific, honorific);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honorifics_come_off_and_names_stay() {
        let is_surname = |s: &str| ["王", "李", "欧阳", "刘"].contains(&s);
        for (name, rest, honorific) in [
            ("王先生", "王", "先生"),
            ("王志辉先生", "王志辉", "先生"),
            ("王总", "王", "总"),
            ("李工", "李", "工"),
            ("李志工", "李志工", ""),
            ("王志辉总", "王志辉", "总"),
            ("欧阳女士", "欧阳", "女士"),
            ("老王", "王", "老"),
            ("小李", "李", "小"),
            ("刘伟经理收", "刘伟", "经理收"),
            ("刘建", "刘建", ""),
            ("先生", "先生", ""),
            ("王医师", "王", "医师"),
            ("李护士长", "李", "护士长"),
            ("刘志辉副主任医师", "刘志辉", "副主任医师"),
        ] {
            assert_eq!(strip_han(name, is_surname), Stripped { rest, honorific }, "{name}");
        }
    }
}
