//! Headers as they are compared, and the names that exports are known to use.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::shipped;

/// Marks that import templates put beside a column name.
const MARKS: [&str; 12] = [
    "(必填)",
    "(选填)",
    "(必填项)",
    "(选填项)",
    "(系统)",
    "(必选)",
    "(可选)",
    "(required)",
    "(optional)",
    "[必填]",
    "【必填】",
    "[选填]",
];

/// Names that tables use in every channel and no preset needs to list: evidence that a row is a header.
const COMMON: [&str; 60] = [
    "姓名",
    "名字",
    "名称",
    "客户",
    "客户名称",
    "客户姓名",
    "联系人",
    "联系方式",
    "联系电话",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "邮箱",
    "电子邮箱",
    "邮件",
    "微信",
    "微信号",
    "公司",
    "公司名称",
    "企业",
    "单位",
    "职位",
    "职务",
    "部门",
    "地址",
    "省",
    "市",
    "区",
    "省份",
    "城市",
    "地区",
    "邮编",
    "性别",
    "生日",
    "出生日期",
    "年龄",
    "备注",
    "来源",
    "时间",
    "日期",
    "金额",
    "状态",
    "序号",
    "编号",
    "id",
    "name",
    "full name",
    "first name",
    "last name",
    "phone",
    "mobile",
    "email",
    "e-mail",
    "company",
    "address",
    "city",
    "country",
    "date",
    "notes",
];

/// A header as it is compared: trimmed, NFKC (so brackets are half width), lower case, inner blanks and line breaks as
/// one space, marks such as （必填） and a leading or trailing `*` taken off.
///
/// ```
/// assert_eq!(guiyi::rules::header_key(" *客户名称（必填）\n"), "客户名称");
/// assert_eq!(guiyi::rules::header_key("Order  #"), "order #");
/// ```
#[must_use]
pub fn header_key(header: &str) -> String {
    let folded: String = header.nfkc().filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '"')).collect::<String>().to_lowercase();
    let mut key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in MARKS {
        if key.contains(mark) {
            key = key.replace(mark, "");
        }
    }
    key.trim_matches([' ', '*', ':']).to_owned()
}

/// True if a shipped preset or common usage knows the header; evidence for finding the header row.
#[must_use]
pub fn known_header(header: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let presets = shipped::all().as_deref().unwrap_or_default();
        let listed = presets.iter().flat_map(super::Preset::headers).cloned();
        listed.chain(COMMON.iter().map(|&h| h.to_owned())).collect()
    });
    // Longer texts are questions or values, and no known name is that long.
    header.len() <= 120 && KNOWN.contains(&header_key(header))
}
