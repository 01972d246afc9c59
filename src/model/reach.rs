//! Several ways to reach somebody in one cell: `13812345678 微信 lucky_88`, `(326) 466-8511 / b.taylor@yahoo.com`, `IG: @austinw`.
//!
//! Comes in: a cell of a column of phones, mail addresses or accounts. Goes out: its mail addresses, its accounts with their
//! networks, and what is left, in which a phone may be. Only what is marked as an address (`@`) or named as an account is taken
//! out; what a cell of nothing else says stays as it was typed.

use super::networks::network_in_front;

/// What a cell says about reaching somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Mail addresses, in order.
    pub mails: Vec<String>,
    /// Accounts with their networks, in order.
    pub accounts: Vec<(&'static str, String)>,
    /// The cell without them; empty where nothing a phone could be is left.
    pub rest: String,
}

/// Digits (or stars) of a phone, at least.
const PHONE_MIN: usize = 5;
/// Characters of an account, at least and at most.
const ACCOUNT_CHARS: std::ops::RangeInclusive<usize> = 4..=32;

/// Reads a cell; `None` where it holds neither mail addresses nor accounts beside something else to be told apart.
#[must_use]
pub fn reach(cell: &str) -> Option<Reach> {
    // Digits, blanks and signs alone are the usual cell, or one mail address.
    if !cell.bytes().any(|b| b.is_ascii_alphabetic() || b == b'@') || is_address_alone(cell) {
        return None;
    }
    let mut found = Reach::default();
    let without_mails = take_mails(cell, &mut found.mails);
    let rest = take_accounts(&without_mails, &mut found.accounts);
    if found.mails.is_empty() && found.accounts.is_empty() {
        return None;
    }
    let dialled = rest.chars().filter(|c| c.is_ascii_digit() || matches!(c, '*' | '０'..='９')).count();
    if dialled >= PHONE_MIN {
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '、' | '，' | '；' | '|' | ':' | '：'))
            .clone_into(&mut found.rest);
    }
    Some(found)
}

/// Mail services whose mailboxes of eleven digits are named by their holders' phones: carriers, and those that give such a name to
/// the number's holder alone. QQ's digits are accounts.
const NAMED_BY_PHONE: &[&str] = &["139.com", "189.cn", "wo.cn", "wo.com.cn", "163.com", "126.com", "yeah.net"];

/// The Chinese mobile number that the mailbox in a cell is named by (`13812345678@139.com`).
#[must_use]
pub fn phone_of_mailbox(cell: &str) -> Option<&str> {
    let (local, domain) = cell.trim().split_once('@')?;
    let is_mobile =
        local.len() == 11 && local.bytes().all(|b| b.is_ascii_digit()) && local.starts_with('1') && local.as_bytes()[1] >= b'3';
    (is_mobile && NAMED_BY_PHONE.iter().any(|d| domain.eq_ignore_ascii_case(d))).then_some(local)
}

/// Is the cell a phone as it is dialled across networks: a Chinese mobile number, or one with its country's code?
#[must_use]
pub fn is_dialled(cell: &str) -> bool {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let plain = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
    let mobile = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3';
    plain && (mobile || cell.trim_start().starts_with('+') && (8..=15).contains(&digits.len()))
}

/// Nothing but the characters of one mail address?
fn is_address_alone(cell: &str) -> bool {
    let mut ats = 0;
    cell.bytes().all(|b| {
        ats += usize::from(b == b'@');
        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%' | b'*' | b'@')
    }) && ats == 1
        && !cell.starts_with('@')
}

/// Takes the mail addresses out of a cell.
fn take_mails(cell: &str, mails: &mut Vec<String>) -> String {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '*');
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*');
    let mut left = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find('@') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let start = before.char_indices().rev().take_while(|(_, c)| is_local(*c)).last().map_or(at, |(i, _)| i);
        let end = after.find(|c: char| !is_domain(c)).unwrap_or(after.len());
        let domain = after[..end].trim_end_matches('.');
        if start < at && domain.find('.').is_some_and(|dot| dot > 0 && dot + 1 < domain.len()) {
            mails.push(rest[start..at + 1 + domain.len()].to_owned());
            left.push_str(before[..start].strip_suffix("mailto:").unwrap_or(&before[..start]));
            left.push(' ');
            rest = &after[domain.len()..];
        } else {
            left.push_str(&rest[..=at]);
            rest = after;
        }
    }
    left.push_str(rest);
    left
}

/// Takes the accounts that a word for their network stands in front of.
fn take_accounts(cell: &str, accounts: &mut Vec<(&'static str, String)>) -> String {
    let lower = cell.to_lowercase();
    if lower.len() != cell.len() {
        return cell.to_owned();
    }
    let mut left = String::new();
    let mut at = 0;
    let mut word_before = false;
    while let Some(c) = cell[at..].chars().next() {
        let found = if word_before { None } else { network_in_front(&lower[at..]) };
        let account =
            found.and_then(|(network, len)| account_at(network, &cell[at + len..]).map(|(a, end)| (network, a, len + end)));
        if let Some((network, account, end)) = account {
            accounts.push((network, account.to_owned()));
            left.push(' ');
            at += end;
            word_before = false;
        } else {
            left.push(c);
            word_before = c.is_ascii_alphanumeric();
            at += c.len_utf8();
        }
    }
    left
}

/// The account behind the word for its network and where it ends; `None` for a phone, which reaches the account as well.
fn account_at<'a>(network: &str, text: &'a str) -> Option<(&'a str, usize)> {
    let start = text.find(|c: char| !(c.is_whitespace() || matches!(c, ':' | '：' | '号' | '@' | '#' | '=')))?;
    let end = start
        + text[start..].find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len() - start);
    let account = text[start..end].trim_end_matches(['.', '-']);
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    let is_account = match network {
        "qq" => (5..=11).contains(&digits) && digits == account.len(),
        _ => account.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'),
    };
    (is_account && ACCOUNT_CHARS.contains(&account.len())).then_some((account, start + account.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_told_apart() {
        let check = |cell: &str, mails: &[&str], accounts: &[(&'static str, &str)], rest: &str| {
            let accounts = accounts.iter().map(|&(network, account)| (network, account.to_owned())).collect();
            let want = Reach { mails: mails.iter().map(|m| (*m).to_owned()).collect(), accounts, rest: rest.to_owned() };
            assert_eq!(reach(cell), Some(want), "{cell}");
        };
        check("(326) 466-8511 / b.taylor@yahoo.com", &["b.taylor@yahoo.com"], &[], "(326) 466-8511");
        check("mailto:a.b@c.org", &["a.b@c.org"], &[], "");
        check("a@b.com;c@d.cn", &["a@b.com", "c@d.cn"], &[], "");
        check("微信：lucky_88", &[], &[("wechat", "lucky_88")], "");
        check("13812345678 微信lucky_88", &[], &[("wechat", "lucky_88")], "13812345678");
        check("QQ：1234567，电话 13812345678", &[], &[("qq", "1234567")], "电话 13812345678");
        check("IG: @austinw236", &[], &[("instagram", "austinw236")], "");
        check("V信 abc123", &[], &[("wechat", "abc123")], "");
        check("138****1234 a***@163.com", &["a***@163.com"], &[], "138****1234");
    }

    #[test]
    fn some_mailboxes_are_named_by_phones() {
        for (cell, phone) in [
            ("13812345678@139.com", Some("13812345678")),
            (" 17666672697@163.COM", Some("17666672697")),
            ("13812345678@qq.com", None),
            ("12345678901@163.com", None),
            ("1381234567@163.com", None),
            ("a13812345678@163.com", None),
        ] {
            assert_eq!(phone_of_mailbox(cell), phone, "{cell}");
        }
    }

    #[test]
    fn what_is_no_mixture_stays() {
        for cell in [
            "",
            "13812345678",
            "+1 (326) 466-8511 x12",
            "13812345678（微信同号）",
            "微信：13812345678",
            "微信同号",
            "tel:(326)466-8511",
            "lucky_88",
            "n/a",
            "@",
            "a@b",
            "b.taylor@yahoo.com",
            "call line 2",
        ] {
            assert_eq!(reach(cell), None, "{cell}");
        }
    }
}
