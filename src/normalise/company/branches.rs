//! Branches of companies in 汉字: what stands behind a legal form, and what ends a name like an office.
//!
//! Comes in: a simplified name with its brackets. Goes out: the name of the company, and what stands behind it: its branch, or a
//! note, where it is a person, a telephone number, a department or another name of the company in Latin letters.

use super::{places, trades};
use crate::normalise::fold;
use crate::normalise::name::is_han_name_in_full;

/// Longest branch behind a legal form, in characters; more is another name.
const BRANCH_MAX: usize = 16;

/// Legal forms that may stand inside a name, before a branch.
const INNER_FORMS: &[&str] = &["有限责任公司", "股份有限公司", "有限公司", "股份公司", "集团公司", "总公司"];

/// Ends of branches.
pub(super) const BRANCH_ENDS: &[&str] = &[
    "分公司",
    "支公司",
    "子公司",
    "办事处",
    "代表处",
    "联络处",
    "分店",
    "分行",
    "支行",
    "分院",
    "分校",
    "分部",
    "分厂",
    "分所",
    "信用卡中心",
    "营业部",
    "项目部",
    "事业部",
    "门市部",
    "营业厅",
    "分中心",
];

/// Departments of a firm, at the beginning of their names: no branch of it.
const DEPARTMENTS: &[&str] = &[
    "财务",
    "采购",
    "人事",
    "人力资源",
    "行政",
    "市场",
    "技术",
    "研发",
    "工程",
    "后勤",
    "总务",
    "质检",
    "品质",
    "质量",
    "品管",
    "生产",
    "仓库",
    "仓储",
    "综合",
    "客服",
    "法务",
    "审计",
    "信息",
    "设备",
    "办公室",
    "总经办",
    "总经理办公室",
    "前台",
    "党委",
    "工会",
];

/// What people are called behind their names.
const TITLES: &[&str] = &[
    "经理", "总监", "先生", "女士", "小姐", "老师", "主任", "主管", "会计", "厂长", "老板", "店长", "科长", "部长", "师傅", "助理",
    "总", "工", "收",
];

/// Longest name of a person with a title, and of a department, in characters.
const NOTE_MAX: usize = 6;

/// Longest name of a bank with that of its branch, in characters.
const OFFICE_MAX: usize = 14;

/// Digits of a telephone number.
const PHONE_DIGITS: usize = 7;

/// Is a text behind a company's name no branch: a person, a telephone number, a department, a name in Latin letters?
pub(super) fn is_note(text: &str) -> bool {
    let n = text.chars().count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let department = || n <= NOTE_MAX && DEPARTMENTS.iter().any(|start| text.starts_with(start)) && !is_branch(text);
    let person = || {
        (2..=NOTE_MAX).contains(&n)
            && (TITLES.iter().any(|title| text.ends_with(title)) || is_han_name_in_full(text))
            && places::leading(text).is_none()
    };
    !text.chars().any(fold::is_han) || digits >= PHONE_DIGITS || department() || person()
}

fn is_branch(text: &str) -> bool {
    BRANCH_ENDS.iter().any(|end| text.ends_with(end))
}

/// Shortest name before 公司 in front of another firm's, in characters.
const FULL_MIN: usize = 6;

/// Where the first of [`INNER_FORMS`] outside brackets ends, or else the first 公司 before another one. All of them end with it.
fn first_inner_form(name: &str) -> Option<usize> {
    let ends = name.char_indices().filter(|(at, c)| *c == '公' && name[at + c.len_utf8()..].starts_with('司'));
    let outside = |end: &usize| name[..*end].matches('(').count() <= name[..*end].matches(')').count();
    let mut ends = ends.map(|(at, _)| at + "公司".len()).filter(outside).peekable();
    // 国网上海市电力公司 | 市区供电公司
    let first = ends
        .peek()
        .copied()
        .filter(|end| *end < name.len() && name.ends_with("公司") && name[..*end].chars().nth(FULL_MIN).is_some());
    ends.find(|&end| INNER_FORMS.iter().any(|form| name[..end].ends_with(form))).or(first)
}

/// Faculties of a university, at the end of their names.
const FACULTIES: &[&str] = &["学院", "系", "研究院", "研究所", "研究中心", "实验室", "图书馆", "研究生院", "校医院", "办公室"];

/// A university and what belongs to it: 上海交通大学 | 电子信息学院; a government and its office.
fn split_institution(name: &str) -> Option<(&str, &str)> {
    if !name.ends_with(['院', '系', '所', '心', '室', '馆', '厅', '部', '区']) {
        return None;
    }
    let office = ["办公室", "办公厅"].iter().find_map(|end| name.strip_suffix(end));
    if let Some(stem) = office.filter(|stem| stem.ends_with(['府', '局', '厅', '会', '院'])) {
        return Some(name.split_at(stem.len()));
    }
    // 深圳中学 | 初中部
    let part = ["初中部", "高中部", "小学部", "国际部"].iter().find_map(|end| name.strip_suffix(end));
    if let Some(stem) = part.filter(|stem| stem.ends_with(['学', '校'])) {
        return Some(name.split_at(stem.len()));
    }
    // 学军中学 | 紫金港校区
    if name.ends_with("校区") || name.ends_with("院区") {
        let kinds = ["中学", "小学", "学校", "大学", "学院", "医院"];
        let end = kinds.iter().filter_map(|kind| name.rfind(kind).map(|at| at + kind.len())).max()?;
        return Some(name.split_at(end));
    }
    let (at, _) = name.match_indices("大学").next()?;
    let (university, part) = name.split_at(at + "大学".len());
    let bare = part.trim_start_matches(['-', ' ', '/', ',']);
    let own = bare.starts_with(['生', '城', '路', '堂']) || places::leading(bare).is_some() || bare.contains("附属");
    (!own && at > "大学".len() / 2 && FACULTIES.iter().any(|end| bare.ends_with(end))).then_some((university, bare))
}

/// Parts a branch from its company: `…有限公司北京分公司`, `华星科技北京办事处`.
pub(super) fn split_branch(name: &str) -> (&str, &str) {
    if let Some(end) = first_inner_form(name) {
        let branch = name[end..].trim_matches([' ', '-', '/', ',', '.', '_']);
        return match () {
            () if branch.is_empty() || branch.starts_with('(') || branch.starts_with("集团") => (name, ""),
            () if is_note(branch) => (&name[..end], ""),
            () if branch.chars().count() <= BRANCH_MAX => (&name[..end], branch),
            () => (name, ""),
        };
    }
    if let Some(parts) = split_institution(name) {
        return parts;
    }
    // 上海市第六人民医院 | 东院
    if let Some((stem, side)) =
        name.strip_suffix('院').and_then(|stem| stem.char_indices().next_back().map(|(at, _)| stem.split_at(at)))
        && "东南西北总新".contains(side)
        && stem.ends_with("医院")
    {
        return name.split_at(stem.len());
    }
    let may_be = name.ends_with(['司', '处', '店', '行', '院', '校', '部', '厂', '所', '厅', '心']);
    let Some(end) = BRANCH_ENDS.iter().filter(|_| may_be).find(|end| name.ends_with(*end)) else { return (name, "") };
    let stem = &name[..name.len() - end.len()];
    // 浏阳河街道 | 办事处 is the office of a town.
    if *end == "办事处" && stem.ends_with(['道', '镇', '乡', '区']) {
        return (name, "");
    }
    // 华星电子 | 公司 is no branch.
    if *end == "子公司" && trades::ends_in_trade(&name[..stem.len() + "子".len()]) {
        return (name, "");
    }
    // 国信证券 | 深圳红岭中路营业部
    let offices = ["银行", "中国移动", "中国电信", "中国联通", "证券", "期货", "保险", "人寿", "事务所"];
    let office = offices.iter().find_map(|kind| stem.find(kind).map(|at| at + kind.len()));
    // 招商银行 | 科苑支行
    let of_bank = matches!(*end, "支行" | "分行" | "营业厅" | "营业部" | "信用卡中心") && stem.chars().count() <= OFFICE_MAX;
    let of_office = |rest: &str| {
        (!rest.is_empty() || *end == "信用卡中心")
            && (of_bank || places::leading(rest).is_some() || matches!(rest, "总行" | "总部"))
    };
    if let Some(at) = office.filter(|at| stem[..*at].chars().count() > 2 && of_office(&stem[*at..])) {
        return name.split_at(at);
    }
    let starts: Vec<usize> = stem.char_indices().map(|(i, _)| i).collect();
    let at = starts.iter().skip(2).copied().find(|&at| places::exact(&stem[at..]).is_some()).unwrap_or(stem.len());
    if stem[..at].chars().count() < 2 { (name, "") } else { name.split_at(at) }
}
