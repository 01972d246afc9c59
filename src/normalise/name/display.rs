//! Names that people chose on a platform: nicks and account display names.

use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use crate::normalise::fold;

/// Default names platforms give; they name nobody. Folded, letters and digits only.
const DEFAULTS: &[&str] = &[
    "匿名用户",
    "匿名买家",
    "匿名",
    "微信用户",
    "淘宝用户",
    "京东用户",
    "抖音用户",
    "快手用户",
    "小红书用户",
    "支付宝用户",
    "手机用户",
    "美团用户",
    "拼多多用户",
    "用户",
    "新用户",
    "游客",
    "访客",
    "买家",
    "会员",
    "默认昵称",
    "昵称",
    "未设置",
    "未设置昵称",
    "未命名",
    "无",
    "已注销",
    "账号已注销",
    "帐号已注销",
    "该用户已注销",
    "wechatuser",
    "guest",
    "user",
    "anonymous",
    "anonymoususer",
    "unknown",
    "nickname",
    "none",
    "null",
    "na",
    "test",
    "deleteduser",
    "shopper",
    "customer",
];

/// Normalises a display name: clean text, `Key` folded, masked ones (`t**5`) with their pattern.
pub(super) fn normalise(raw: &str, out: &mut Vec<Normal>) {
    let text = fold::clean(raw);
    if text.is_empty() {
        let raw = raw.trim();
        if !raw.is_empty() {
            let findings = vec!["placeholder"];
            out.push(Normal { text: raw.to_owned(), class: Class::Placeholder, parts: Parts::default(), findings });
        }
        return;
    }
    let mut value = Normal::valid(&*text);
    let letters = fold::letters(&text);
    if text.contains('*') && !letters.is_empty() {
        value.class = Class::Masked;
        value.findings.push("masked");
        value.set(Part::Mask, fold::key(&text));
    } else if letters.is_empty() && !text.chars().any(fold::is_decoration) || DEFAULTS.contains(&letters.as_str()) {
        value.class = Class::Placeholder;
        value.findings.push("placeholder");
    } else {
        value.set(Part::Key, fold::key(&text));
    }
    out.push(value);
}
