//! What a cell says around the name of a company: labels before it, another name before the registered one.
//!
//! Comes in: a clean cell. Goes out: where the name begins. What stands behind a name is read by [`super::branches`].

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::{forms, places, trades};
use crate::normalise::fold::{self, simplify};
use crate::normalise::name::is_han_name_in_full;

/// Labels before a colon, folded.
const LABELS: &str = "公司 公司名 公司名称 公司全称 单位 单位名称 单位全称 工作单位 所在单位 客户 客户名称 客户单位 客户公司 购货单位 购买方 销售方 供应商 供货商 厂家 厂商 厂名 \
甲方 乙方 买方 卖方 需方 供方 抬头 发票抬头 开票抬头 开票名称 企业 企业名称 名称 户名 开户名 商户 商户名称 店铺 店名 店铺名称 收货单位 发货单位 委托单位 \
company companyname customer client supplier vendor buyer seller employer firm organisation organization account accountname billto shipto soldto 淘宝 淘宝店 淘宝店铺 天猫 天猫店 京东店 抖音 抖音小店 微店 拼多多 拼多多店铺 快手小店";

static LABEL_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LABELS.split_ascii_whitespace().collect());

/// Longest label, in bytes.
const LABEL_MAX: usize = 24;

/// A cell without the label before it: 客户: 广东东鹏饮料有限公司.
pub(super) fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(':').filter(|(label, _)| label.len() <= LABEL_MAX) else { return text };
    let rest = rest.trim_start();
    if !rest.is_empty() && LABEL_SET.contains(fold::letters(label).as_str()) { rest } else { text }
}

/// Signs between two names.
pub(super) const BETWEEN: [char; 6] = [' ', '/', '-', ',', '|', '、'];

/// Where the registered name begins in a cell of two: 理想汽车 | 北京车和家信息技术有限公司, Lenovo (Beijing) Limited | 联想(北京)有限公司.
/// There is a blank, a slash or a dash before it. `None` for one name, also one with blanks inside: 北京小米科技 有限责任公司, ABB 厦门开关有限公司.
pub(super) fn second_name(text: &str) -> Option<usize> {
    if text.is_ascii() || !text.ends_with(['司', ')']) || !text.contains(BETWEEN) {
        return None;
    }
    let simple = simplify(text);
    let starts = simple.match_indices(BETWEEN).map(|(at, sign)| at + sign.len());
    starts
        .filter(|at| simple[*at..].starts_with(fold::is_han))
        .find(|at| are_two(simple[..*at].trim_end_matches(BETWEEN), &simple[*at..]))
}

fn are_two(first: &str, registered: &str) -> bool {
    let Some((stem, _)) = forms::han_form(registered).filter(|_| registered.ends_with("公司")) else { return false };
    let (place, left) = places::leading(stem).map_or((false, stem), |(len, _)| (true, &stem[len..]));
    let bare = left.trim_start_matches(|c: char| !fold::is_letter(c));
    let named =
        bare.len() == left.len() && !trades::is_generic(bare) && trades::split(bare, true).0.chars().count() >= trades::BRAND_MIN;
    // 联想(北京)有限公司: the place stands in brackets.
    let named = named || place && left.is_empty();
    if !named {
        return false;
    }
    if !first.chars().any(fold::is_han) {
        let words = first.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some()).count();
        return words >= 2;
    }
    let brand: String = first.chars().filter(|c| fold::is_han(*c)).collect();
    let shared = || {
        brand
            .char_indices()
            .zip(brand.char_indices().skip(2).map(|(at, _)| at).chain([brand.len()]))
            .any(|((from, _), to)| stem.contains(&brand[from..to]))
    };
    let own = brand.chars().count() >= trades::BRAND_MIN && places::leading(first).is_none() && forms::han_form(first).is_none();
    own && (place || shared() || is_han_name_in_full(first))
}

/// Fewest letters of a name in Latin letters before the same one in 汉字; shorter ones are initials (TCL, ABB).
const LETTERS_MIN: usize = 4;

/// Where the name in 汉字 begins in a registered one that stands behind the same name in Latin letters: Anker | 安克创新科技股份有限公司.
pub(super) fn behind_latin(text: &str) -> Option<usize> {
    let at = text.find(|c: char| !c.is_ascii_alphabetic()).filter(|at| *at >= LETTERS_MIN)?;
    let rest = text[at..].trim_start();
    let (stem, _) = forms::han_form(rest).filter(|_| rest.starts_with(fold::is_han) && rest.ends_with("公司"))?;
    let name = &stem[..stem.find('(').unwrap_or(stem.len())];
    let (brand, _) = trades::split(name, true);
    let own = !trades::is_generic(name) && !trades::is_generic(brand) && places::leading(name).is_none();
    (own && brand.chars().count() >= trades::BRAND_MIN).then(|| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_left_out() {
        assert_eq!(without_label("客户:广东东鹏饮料有限公司"), "广东东鹏饮料有限公司");
        assert_eq!(without_label("Company Name: Acme Ltd"), "Acme Ltd");
        for whole in ["Mission: Impossible Ltd", "公司:", "华星: 科技有限公司", "Acme"] {
            assert_eq!(without_label(whole), whole);
        }
    }

    #[test]
    fn a_name_in_two_scripts_is_that_in_the_second() {
        let behind = |text: &'static str| behind_latin(text).map(|at| &text[at..]);
        assert_eq!(behind("Anker安克创新科技股份有限公司"), Some("安克创新科技股份有限公司"));
        assert_eq!(behind("realme锐尔觅移动通信有限公司"), Some("锐尔觅移动通信有限公司"));
        for one in [
            "TCL科技集团股份有限公司",
            "SOHO中国有限公司",
            "OPPO广东移动通信有限公司",
            "Acme贸易有限公司",
            "Acme贸易(上海)有限公司",
            "BOSS直聘",
            "Acme",
        ] {
            assert_eq!(behind(one), None, "{one}");
        }
    }

    #[test]
    fn a_registered_name_behind_another_one_begins_at_its_blank() {
        let second = |text: &'static str| second_name(text).map(|at| &text[at..]);
        assert_eq!(second("理想汽车 北京车和家信息技术有限公司"), Some("北京车和家信息技术有限公司"));
        assert_eq!(second("Lenovo (Beijing) Limited 联想(北京)有限公司"), Some("联想(北京)有限公司"));
        assert_eq!(second("ST海航 海航集团有限公司"), Some("海航集团有限公司"));
        assert_eq!(second("王磊 平安科技(深圳)有限公司"), Some("平安科技(深圳)有限公司"));
        assert_eq!(second("拼多多/上海寻梦信息技术有限公司"), Some("上海寻梦信息技术有限公司"));
        for one in [
            "北京小米科技 有限责任公司",
            "北京 小米科技有限公司",
            "杭州网易 云音乐科技有限公司",
            "ABB 厦门开关有限公司",
            "一汽-大众汽车有限公司",
            "DHL-中外运敦豪国际航空快件有限公司",
            "TCL 科技集团股份有限公司",
            "深圳市 比亚迪股份 有限公司",
        ] {
            assert_eq!(second(one), None, "{one}");
        }
    }
}
