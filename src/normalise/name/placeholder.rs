//! Names that name nobody: fillers, tests, roles, the label of the field itself.

use std::sync::LazyLock;

use hashbrown::HashSet;

use crate::normalise::fold;

use super::honorific;

/// Fillers in both languages, letters and digits only, folded.
const FILLERS: &str = "测试 测试用户 测试账号 测试账户 测试客户 测试人员 测试数据 匿名 匿名用户 匿名买家 匿名客户 匿名者 客户 顾客 用户 买家 卖家 会员 游客 访客 \
新客户 老客户 散客 未知 未知用户 未知客户 不详 不知道 不明 无名 无名氏 姓名 名字 名称 您的姓名 客户姓名 收货人 收件人 联系人 本人 自己 我 无 没有 空 空白 \
暂无 暂缺 保密 不愿透露 未填 未填写 未提供 待定 待补充 待确认 路人 路人甲 某人 某某 某某某 网友 网民 先生女士 亲 门店 前台 员工 店员 管理员 系统 系统管理员 默认 \
默认用户 示例 样例 样本 范例 丰巢 菜鸟驿站 菜鸟 快递柜 丰巢快递柜 顺丰快递柜 蜂巢 驿站 自提 自提点 自提柜 代收点 物业 门卫 保安 保安室 传达室 收发室 门卫室 公司 单位 家里 家 快递 快递员 业主 住户 租客 房东 老板 非会员 零售客户 普通客户 现金客户 \
test tester testing testtest testuser testaccount testcustomer testname usertest anonymous anon unknown unknownuser na none null nil nan \
undefined asdf asdfasdf asdfgh asdfghjkl sdf sdfsdf qwe qwer qwerty qwertyuiop zxc zxcv zxcvbn abc abcd abcdef abcdefg abc123 xyz foo bar foobar baz \
lorem loremipsum firstname lastname firstnamelastname firstlast name yourname fullname customer customername guest guestuser user username admin \
administrator root noname nobody noone dummy fake sample example demo demouser deleted deleteduser donotuse walkin walkincustomer cashcustomer \
webuser notprovided notavailable notapplicable notgiven tbd tba tbc private confidential withheld redacted blank empty missing nameunknown \
notknown self myself me mr mrs ms miss sir madam dear sirmadam dearsir dearcustomer valuedcustomer hi hello";

static FILLER_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.split_ascii_whitespace().collect());

/// Longest filler in bytes, with room for digits behind it.
const FILLER_MAX: usize = 48;

/// True if a clean text is a filler and names nobody.
pub(super) fn is_placeholder(text: &str) -> bool {
    if text.len() > FILLER_MAX {
        return false;
    }
    // ASCII of ordinary names is looked up without an allocation.
    let mut buffer = [0_u8; FILLER_MAX];
    let mut n = 0;
    let key: &str = if text.is_ascii() {
        for b in text.bytes().filter(u8::is_ascii_alphanumeric) {
            buffer[n] = b.to_ascii_lowercase();
            n += 1;
        }
        std::str::from_utf8(&buffer[..n]).unwrap_or("")
    } else if text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        // Nothing to fold but the script.
        return is_filler(&fold::simplify(text));
    } else {
        return is_filler(&fold::letters(text));
    };
    is_filler(key)
}

/// Words for "nothing here" in one of several name columns, where a filler like `Guest` may be a surname.
pub(super) const NOTHING: &[&str] = &[
    "na",
    "none",
    "null",
    "nil",
    "nan",
    "undefined",
    "unknown",
    "unk",
    "notknown",
    "notprovided",
    "无",
    "未知",
    "不详",
    "没有",
    "暂无",
    "空",
    "tbd",
];

/// True if a clean cell beside other name columns says nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    let key = fold::letters(text);
    key.is_empty() && !text.contains('*') || NOTHING.contains(&key.as_str())
}

/// As [`is_placeholder`] for the letters of a text, in lower-case ASCII.
pub(super) fn is_filler_of_letters(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    let repeated = bytes.len() >= 2 && bytes.iter().all(|b| *b == bytes[0]) && !matches!(letters, "ii" | "jj");
    bytes.is_empty() || repeated || FILLER_SET.contains(letters)
}

fn is_filler(key: &str) -> bool {
    if key.is_empty() {
        return true;
    }
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    FILLER_SET.contains(key)
        || !key.is_ascii() && honorific::is_han_honorific(key)
        || stem.len() < key.len()
            && matches!(stem, "test" | "测试" | "user" | "guest" | "customer" | "demo" | "测试用户" | "用户" | "客户")
        || one_letter_repeated(key)
}

/// `aaa`, `xx`, `哈哈哈`: at least two of the same Latin letter, three of anything else.
fn one_letter_repeated(key: &str) -> bool {
    let mut chars = key.chars();
    let Some(first) = chars.next() else { return false };
    let n = key.chars().count();
    n >= if first.is_ascii_alphabetic() { 2 } else { 3 } && chars.all(|c| c == first) && !(n == 2 && matches!(first, 'i' | 'j'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_name_nobody() {
        for text in
            ["测试", "TEST", "test 123", "Test User", "匿名", "n/a", "N.A.", "asdf", "xxx", "先生", "未知", "-", "用户12345", "。"]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["王伟", "Ann", "Li", "Tess Tester-Smith", "Anon Chai", "张三", "II"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
