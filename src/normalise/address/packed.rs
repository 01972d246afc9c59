//! Cells that pack a receiver's name, phone and address together.
//!
//! In: one raw cell such as `周强，86-13900000004，江苏省 扬州市 …`. Out: its three pieces as written. Does not normalise them.

use super::recognise::looks_like_address;

/// The pieces of a packed cell, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The receiver; may be masked, `""` if the cell holds none.
    pub name: String,
    /// The phone; may be masked.
    pub phone: String,
    /// The address.
    pub address: String,
}

/// Splits a cell that holds a phone and an address, and perhaps a name, in any order. `None` if it does not.
///
/// ```
/// let packed = guiyi::normalise::address::unpack("张三 13812345678 浙江省杭州市西湖区文三路100号").expect("three pieces");
/// assert_eq!((packed.name.as_str(), packed.phone.as_str()), ("张三", "13812345678"));
/// ```
#[must_use]
pub fn unpack(raw: &str) -> Option<Packed> {
    let (start, end) = phone_at(raw)?;
    let (before, phone, after) = (&raw[..start], &raw[start..end], &raw[end..]);
    let (before, after) = (clean(before), clean(after));
    let (name, address) = if before.is_empty() && !split_name(after).0.is_empty() && looks_like_address(split_name(after).1) {
        let (name, rest) = split_name(after);
        (name.to_owned(), rest.to_owned())
    } else if looks_like_address(after) {
        match split_name(before) {
            ("", _) if before.is_empty() || looks_like_name(before) => (before.to_owned(), after.to_owned()),
            (name, rest) if !name.is_empty() && looks_like_address(rest) => (name.to_owned(), format!("{rest} {after}")),
            _ if !before.chars().any(char::is_alphanumeric) => (String::new(), after.to_owned()),
            _ => return None,
        }
    } else if looks_like_address(before) {
        if after.is_empty() || looks_like_name(after) {
            match split_name(before) {
                (name, rest) if after.is_empty() && !name.is_empty() && looks_like_address(rest) => {
                    (name.to_owned(), rest.to_owned())
                }
                _ => tail_name(before, after),
            }
        } else {
            return None;
        }
    } else {
        return None;
    };
    Some(Packed { name, phone: phone.trim().to_owned(), address })
}

/// Labels before names and phones.
const LABELS: &[&str] = &[
    "收货人",
    "收件人",
    "姓名",
    "联系人",
    "联系电话",
    "手机号码",
    "手机号",
    "手机",
    "电话",
    "收货地址",
    "详细地址",
    "地址",
    "所在地区",
    "收",
];

fn clean(text: &str) -> &str {
    let mut text = trim(text);
    loop {
        let before = text.len();
        for label in LABELS {
            if let Some(rest) = text.strip_prefix(label) {
                let after = rest.trim_start_matches([' ', '\u{3000}']);
                if let Some(after) = after.strip_prefix([':', '：']) {
                    text = trim(after);
                }
            }
            if let Some(rest) =
                text.strip_suffix(label).or_else(|| text.strip_suffix([':', '：']).and_then(|t| t.strip_suffix(label)))
                && (rest.ends_with(|c: char| !c.is_alphanumeric()) || rest.is_empty())
            {
                text = trim(rest);
            }
        }
        if text.len() == before {
            return text;
        }
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、' | '。' | '/' | '|' | '-' | '_' | '.' | '"' | '+')
    })
}

/// Splits `name SEP address` at its first separator; `("", text)` if the head is no name.
fn split_name(text: &str) -> (&str, &str) {
    let at = text.find([' ', ',', '，', '\u{3000}', ';', '；', '、', '\t', '\n']);
    match at {
        Some(at) if looks_like_name(&text[..at]) => (&text[..at], trim(&text[at..])),
        _ => ("", text),
    }
}

/// `address name` before a phone that ends the cell, or a name after it.
fn tail_name(before: &str, after: &str) -> (String, String) {
    if !after.is_empty() {
        return (after.to_owned(), before.to_owned());
    }
    if let Some(at) = before.rfind([' ', ',', '，', '\u{3000}', '\t', '\n', ';', '；']) {
        let (head, tail) = (trim(&before[..at]), trim(&before[at..]));
        if looks_like_name(tail) && tail.chars().count() <= 4 && looks_like_address(head) {
            return (tail.to_owned(), head.to_owned());
        }
    }
    (String::new(), before.to_owned())
}

/// A few characters without digits that are no division.
fn looks_like_name(text: &str) -> bool {
    let text = clean(text);
    let n = text.chars().count();
    let han = text.chars().any(super::fold::is_han);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    n >= 1
        && n <= if han { 10 } else { 40 }
        && digits == 0
        && !super::recognise::looks_like_division(text)
        && !looks_like_address(text)
}

/// Byte range of the first mobile number, masked or not, with its country prefix.
fn phone_at(raw: &str) -> Option<(usize, usize)> {
    let bytes = raw.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let boundary = i == 0 || !bytes[i - 1].is_ascii_alphanumeric();
        if !boundary || !matches!(bytes[i], b'1' | b'8' | b'+' | b'0') {
            i += 1;
            continue;
        }
        let mut at = i;
        for prefix in ["+86", "0086", "86"] {
            if raw[i..].starts_with(prefix) {
                at = i + prefix.len();
                at += raw[at..].bytes().take_while(|b| matches!(b, b'-' | b' ')).count();
                break;
            }
        }
        if bytes.get(at) == Some(&b'1') {
            let (mut digits, mut end) = (0, at);
            while let Some(&b) = bytes.get(end) {
                match b {
                    b'0'..=b'9' | b'*' => digits += 1,
                    b'-' | b' ' if digits == 3 || digits == 7 => {}
                    _ => break,
                }
                end += 1;
                if digits == 11 {
                    break;
                }
            }
            let ends = !bytes.get(end).is_some_and(|b| b.is_ascii_digit() || *b == b'*');
            let second = bytes.get(at + 1).is_some_and(|b| matches!(b, b'3'..=b'9' | b'*'));
            if digits == 11 && ends && second {
                return Some((i, end));
            }
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: Option<(&str, &str, &str)>) {
        let got = unpack(raw);
        assert_eq!(got.as_ref().map(|p| (p.name.as_str(), p.phone.as_str(), p.address.as_str())), want, "{raw}");
    }

    #[test]
    fn name_phone_address_in_any_order() {
        check(
            "周强，86-13900000004，江苏省 扬州市 广陵区 文昌路1号",
            Some(("周强", "86-13900000004", "江苏省 扬州市 广陵区 文昌路1号")),
        );
        check("张三 13812345678 浙江省杭州市西湖区文三路100号", Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")));
        check("浙江省杭州市西湖区文三路100号 张三 13812345678", Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")));
        check("13812345678 张三 浙江省杭州市西湖区文三路100号", Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")));
        check("张三 浙江省杭州市西湖区文三路100号 13812345678", Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")));
        check("浙江省杭州市西湖区文三路100号,13812345678,张三", Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")));
        check(
            "收货人：张三，手机：13812345678，地址：浙江省杭州市西湖区文三路100号",
            Some(("张三", "13812345678", "浙江省杭州市西湖区文三路100号")),
        );
        check("张**，138****5678，江苏省 扬州市 广陵区 ****", Some(("张**", "138****5678", "江苏省 扬州市 广陵区 ****")));
    }

    #[test]
    fn plain_cells_are_not_packed() {
        check("浙江省杭州市西湖区文三路100号", None);
        check("13812345678", None);
        check("张三 13812345678", None);
        check("", None);
    }
}
