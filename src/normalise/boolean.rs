//! Yes and no: consent, membership and other statements with two answers.

use super::Context;
use super::fold::fold;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal};

#[rustfmt::skip]
const YES: &[&str] = &[
    "yes", "y", "true", "t", "1", "on", "ok", "x", "checked", "subscribed", "opted in", "opt in", "opt-in", "opted-in", "opt_in",
    "enabled", "active", "agree", "agreed", "accepted", "accept", "confirmed", "是", "有", "同意", "已同意", "接受", "已接受",
    "愿意", "订阅", "已订阅", "开", "开启", "已开启", "启用", "已授权", "授权", "对", "真", "√", "✓", "✔", "☑", "会员", "已添加",
    "已加", "ja", "j", "oui", "o", "si", "sí", "sim", "はい", "예", "네", "да",
];

#[rustfmt::skip]
const NO: &[&str] = &[
    "no", "n", "false", "f", "0", "off", "unchecked", "not subscribed", "not_subscribed", "unsubscribed", "opted out", "opt out",
    "opt-out", "opted-out", "opt_out", "disabled", "inactive", "disagree", "declined", "rejected", "cleaned", "invalid",
    "redacted", "否", "没有", "不同意", "未同意", "拒绝", "已拒绝", "不接受", "不愿意", "未订阅", "退订", "已退订", "取消订阅",
    "关", "关闭", "已关闭", "停用", "禁用", "未授权", "不", "不是", "错", "假", "×", "✗", "✘", "☐", "非会员", "未添加", "未加",
    "nein", "non", "nao", "não", "いいえ", "아니요", "нет",
];

/// The word of a suppression list: a no that no later yes undoes.
const SUPPRESSED: &str = "suppressed";

/// `yes`, `no` or `suppressed`; anything else is [`Class::Invalid`], pending answers included.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let folded = fold(raw).to_lowercase();
    let word =
        folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '!' | '。' | '"' | '\'' | '(' | ')' | '[' | ']'));
    let word = word.strip_suffix(".0").unwrap_or(word);
    let value = if word == SUPPRESSED {
        Some(SUPPRESSED)
    } else if YES.contains(&word) {
        Some("yes")
    } else if NO.contains(&word) {
        Some("no")
    } else {
        // `Yes, please`, `No, thanks`: the first word answers.
        word.split_once([',', ' ']).and_then(|(first, _)| match first {
            "yes" | "ja" | "oui" | "是的" => Some("yes"),
            "no" | "nein" | "non" => Some("no"),
            _ => None,
        })
    };
    out.push(match value {
        Some(text) => Normal::valid(text),
        None => Normal { text: word.to_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec!["not_yes_or_no"] },
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_in_every_system() {
        for (raw, want) in [
            ("yes", "yes"),
            ("No", "no"),
            ("TRUE", "yes"),
            ("False", "no"),
            ("是", "yes"),
            ("否", "no"),
            ("同意", "yes"),
            ("不同意", "no"),
            ("1", "yes"),
            ("0", "no"),
            ("1.0", "yes"),
            ("SUBSCRIBED", "yes"),
            ("not_subscribed", "no"),
            ("已退订", "no"),
            ("√", "yes"),
            ("Yes, please", "yes"),
            ("No thanks", "no"),
            ("Ｙ", "yes"),
            ("suppressed", "suppressed"),
            ("maybe", "maybe!"),
            ("2", "2!"),
            ("", "!"),
        ] {
            let mut out = Vec::new();
            normalise(raw, &Context::default(), &mut out);
            let shown = format!("{}{}", out[0].text, if out[0].class == Class::Invalid { "!" } else { "" });
            assert_eq!(shown, want, "{raw:?}");
        }
    }
}
