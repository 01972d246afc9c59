//! Who receives a parcel, in one cell: name, phone and address in any order.
//!
//! Comes in: a cell such as `周强，86-13900000004，江苏省 扬州市 …` or `收件人：张三 电话：138… 地址：…`. Goes out: its three pieces as
//! written. The phone is what tells such a cell; it is a Chinese mobile or fixed number, or stands between two commas.

/// The pieces of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contact {
    /// Perhaps masked; empty where the cell holds none.
    pub name: String,
    /// Perhaps masked.
    pub phone: String,
    /// Everything else.
    pub address: String,
}

/// Characters of an address, at least.
const ADDRESS_MIN: usize = 5;

/// Splits a cell; `None` where it is no contact.
pub(super) fn contact(cell: &str) -> Option<Contact> {
    listed(cell).or_else(|| around_phone(cell))
}

/// `name，phone，address`; the phone must look like one.
fn listed(cell: &str) -> Option<Contact> {
    let mut parts = cell.splitn(3, ['，', ',']);
    let (name, phone, address) = (parts.next()?.trim(), parts.next()?.trim(), parts.next()?.trim());
    let dialled = phone.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let is_phone = dialled >= 7 && phone.chars().all(|c| c.is_ascii_digit() || "+-* ()".contains(c));
    let name = unlabelled(name);
    let is_name = !name.is_empty() && name.chars().count() <= 40 && !name.chars().any(|c| c.is_ascii_digit());
    (is_phone && is_name).then(|| Contact {
        name: name.to_owned(),
        phone: phone.to_owned(),
        address: unlabelled(address).to_owned(),
    })
}

/// Name and address on either side of a phone.
fn around_phone(cell: &str) -> Option<Contact> {
    let (start, end) = phone_at(cell)?;
    let (mut before, mut after) = (pieces(&cell[..start]), pieces(&cell[end..]));
    // The name is next to the phone, or at an end of the cell.
    let name = take_name(&mut before, &mut after).unwrap_or_default();
    let address: Vec<&str> = before.into_iter().chain(after).collect();
    let written = address.iter().flat_map(|piece| piece.chars()).filter(|c| c.is_alphabetic()).count();
    (written >= ADDRESS_MIN && address.iter().any(|piece| piece.chars().any(is_han))).then(|| Contact {
        name: name.to_owned(),
        phone: cell[start..end].trim().to_owned(),
        address: address.join(" "),
    })
}

fn take_name<'a>(before: &mut Vec<&'a str>, after: &mut Vec<&'a str>) -> Option<&'a str> {
    if before.len() == 1 && is_name(before[0]) {
        return before.pop();
    }
    if before.last().is_some_and(|piece| is_name(piece)) && (before.len() > 1 || !after.is_empty()) {
        return before.pop();
    }
    if after.first().is_some_and(|piece| is_name(piece)) {
        return Some(after.remove(0));
    }
    if before.first().is_some_and(|piece| is_name(piece)) {
        return Some(before.remove(0));
    }
    if after.last().is_some_and(|piece| is_name(piece)) { after.pop() } else { None }
}

/// The pieces of a text, without labels.
fn pieces(text: &str) -> Vec<&str> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、' | '/' | '|' | '。');
    text.split(is_gap).map(unlabelled).filter(|piece| piece.chars().any(|c| c.is_alphanumeric() || c == '*')).collect()
}

/// Labels in front of the pieces, the longer ones first.
const LABELS: &[&str] = &[
    "收货人姓名",
    "收件人姓名",
    "联系人姓名",
    "收货地址",
    "收件地址",
    "详细地址",
    "联系电话",
    "联系方式",
    "手机号码",
    "电话号码",
    "所在地区",
    "收货人",
    "收件人",
    "联系人",
    "手机号",
    "姓名",
    "手机",
    "电话",
    "地址",
    "地区",
];

/// A piece without the label in front of it.
fn unlabelled(piece: &str) -> &str {
    let piece = piece.trim().trim_start_matches([':', '：']).trim_start();
    for label in LABELS {
        if let Some(rest) = piece.strip_prefix(label) {
            let rest = rest.trim_start();
            if rest.is_empty() {
                return "";
            }
            if let Some(value) = rest.strip_prefix([':', '：']) {
                return value.trim();
            }
        }
    }
    piece
}

/// Two to four 汉字, masked or with a form of address, or a few letters; never the name of a place.
fn is_name(piece: &str) -> bool {
    let count = piece.chars().count();
    if piece.chars().any(is_han) {
        let place = [
            '省', '市', '区', '县', '镇', '乡', '村', '路', '街', '道', '号', '室', '楼', '州', '盟', '旗', '園', '园', '城', '厦',
            '苑',
        ];
        return (2..=5).contains(&count)
            && piece.chars().all(|c| is_han(c) || matches!(c, '*' | '·' | '＊'))
            && !piece.ends_with(place);
    }
    (2..=30).contains(&count)
        && piece.chars().all(|c| c.is_alphabetic() || matches!(c, '*' | '.' | '-' | '\''))
        && piece.contains(char::is_alphabetic)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Where the first Chinese mobile or fixed number stands, masked or not, with its country's or area's code.
fn phone_at(cell: &str) -> Option<(usize, usize)> {
    let bytes = cell.as_bytes();
    let is_start = |i: usize| i == 0 || !(bytes[i - 1].is_ascii_alphanumeric() || matches!(bytes[i - 1], b'-' | b'*'));
    (0..bytes.len()).filter(|&i| matches!(bytes[i], b'0' | b'1' | b'8' | b'+') && is_start(i)).find_map(|start| {
        let dialled = |b: u8| b.is_ascii_digit() || b == b'*';
        let mut end = start;
        while end < bytes.len() {
            let next = bytes.get(end + 1).copied().is_some_and(dialled);
            match bytes[end] {
                b if dialled(b) => end += 1,
                b'+' if end == start => end += 1,
                b'-' | b' ' if next && end > start => end += 1,
                _ => break,
            }
        }
        let digits: String = cell[start..end].chars().filter(|c| c.is_ascii_digit() || *c == '*').collect();
        let own =
            digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|own| own.len() >= 10)).unwrap_or(&digits);
        let mobile = own.len() == 11 && own.starts_with('1') && own.as_bytes()[1] != b'0';
        let fixed = own.starts_with('0') && (11..=12).contains(&own.len());
        (mobile || fixed).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_phone_and_address_stand_in_any_order() {
        let address = "浙江省杭州市西湖区文三路100号";
        for (cell, name, phone) in [
            ("张三，13812345678，浙江省杭州市西湖区文三路100号", "张三", "13812345678"),
            ("张三 13812345678 浙江省杭州市西湖区文三路100号", "张三", "13812345678"),
            ("张三/138****5678/浙江省杭州市西湖区文三路100号", "张三", "138****5678"),
            ("张三\n13812345678\n浙江省杭州市西湖区文三路100号", "张三", "13812345678"),
            ("浙江省杭州市西湖区文三路100号 张三 13812345678", "张三", "13812345678"),
            ("浙江省杭州市西湖区文三路100号，13812345678，张三", "张三", "13812345678"),
            ("13812345678 张女士 浙江省杭州市西湖区文三路100号", "张女士", "13812345678"),
            ("张三 浙江省杭州市西湖区文三路100号 0571-88886666", "张三", "0571-88886666"),
            ("收件人：张三 电话：+86 138-1234-5678 地址：浙江省杭州市西湖区文三路100号", "张三", "+86 138-1234-5678"),
            ("收货人: 张*; 手机号码: 13812345678; 收货地址: 浙江省杭州市西湖区文三路100号", "张*", "13812345678"),
            ("浙江省杭州市西湖区文三路100号 13812345678", "", "13812345678"),
        ] {
            let want = Contact { name: name.to_owned(), phone: phone.to_owned(), address: address.to_owned() };
            assert_eq!(contact(cell), Some(want), "{cell}");
        }
        let spaced = contact("林宇 13812345678 江苏省 扬州市 广陵区 文昌路1号").expect("a contact");
        assert_eq!((spaced.name.as_str(), spaced.address.as_str()), ("林宇", "江苏省 扬州市 广陵区 文昌路1号"));
    }

    #[test]
    fn what_is_no_contact_stays_whole() {
        for cell in [
            "",
            "13812345678",
            "张三 13812345678",
            "浙江省杭州市西湖区文三路100号",
            "订单 20231123456789 已发货请查收",
            "张三 12 号楼",
        ] {
            assert_eq!(contact(cell), None, "{cell}");
        }
    }
}
