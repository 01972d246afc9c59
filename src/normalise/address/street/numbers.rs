//! Numbers of Chinese addresses with what they count: houses, buildings, units, floors, rooms.

use super::super::fold::is_han;
use super::Unit;

/// Words after a number by their first character, longest first where one begins another.
#[rustfmt::skip]
pub(super) const UNITS: &[(char, &[(&str, Unit)])] = &[
    ('号', &[("号大街", Unit::Name), ("号大道", Unit::Name), ("号公寓", Unit::Name), ("号厂房", Unit::Building), ("号单元", Unit::Entrance), ("号路", Unit::Name), ("号街", Unit::Name), ("号线", Unit::Name), ("号桥", Unit::Name), ("号门", Unit::Entrance), ("号楼", Unit::Building), ("号栋", Unit::Building), ("号幢", Unit::Building), ("号院", Unit::House), ("号库", Unit::Building), ("号馆", Unit::Building), ("号座", Unit::Building), ("号铺", Unit::Room), ("号房", Unit::Room), ("号室", Unit::Room), ("号", Unit::House)]),
    ('弄', &[("弄", Unit::Lane)]),
    ('栋', &[("栋楼", Unit::Building), ("栋", Unit::Building)]),
    ('幢', &[("幢", Unit::Building)]),
    ('座', &[("座", Unit::Building)]),
    ('橦', &[("橦", Unit::Building)]),
    ('#', &[("#楼", Unit::Building), ("#", Unit::Building)]),
    ('单', &[("单元", Unit::Entrance)]),
    ('门', &[("门", Unit::Entrance)]),
    ('层', &[("层", Unit::Floor)]),
    ('楼', &[("楼", Unit::Floor)]),
    ('室', &[("室", Unit::Room)]),
    ('房', &[("房", Unit::Room)]),
    ('户', &[("户", Unit::Room)]),
    ('铺', &[("铺", Unit::Room)]),
    ('村', &[("村民组", Unit::Group), ("村", Unit::Name)]),
    ('组', &[("组", Unit::Group)]),
    ('队', &[("队", Unit::Group)]),
    ('社', &[("社", Unit::Group)]),
    ('期', &[("期", Unit::Name)]),
    ('区', &[("区", Unit::Name)]),
    ('路', &[("路", Unit::Name)]),
    ('街', &[("街", Unit::Name)]),
    ('巷', &[("巷", Unit::Name)]),
    ('道', &[("道", Unit::Name)]),
    ('大', &[("大道", Unit::Name), ("大厦", Unit::Name), ("大楼", Unit::Name)]),
    ('广', &[("广场", Unit::Name)]),
    ('地', &[("地块", Unit::Name)]),
    ('国', &[("国道", Unit::Name)]),
    ('省', &[("省道", Unit::Name)]),
    ('条', &[("条", Unit::Name)]),
    ('环', &[("环", Unit::Name)]),
    ('段', &[("段", Unit::Name)]),
    ('里', &[("里", Unit::Name)]),
    ('公', &[("公里", Unit::Name)]),
    ('中', &[("中", Unit::Name)]),
    ('小', &[("小", Unit::Name)]),
    ('米', &[("米", Unit::Name)]),
    ('院', &[("院", Unit::House)]),
    ('城', &[("城", Unit::Name)]),
    ('坊', &[("坊", Unit::Name)]),
    ('团', &[("团", Unit::Name)]),
    ('师', &[("师", Unit::Name)]),
    ('连', &[("连", Unit::Name)]),
];

/// A number at the start of `text` with its word: `(folded digits, unit, bytes)`.
pub(super) fn number(text: &str, name: &str) -> Option<(String, Unit, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return Some(arabic(text));
    }
    if first.is_ascii_alphabetic() {
        return lettered(text, name);
    }
    if matches!(first, '甲' | '乙' | '丙' | '丁' | '特' | '附')
        && text[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    {
        let (digits, unit, len) = arabic(&text[first.len_utf8()..]);
        return Some((format!("{first}{digits}"), unit, len + first.len_utf8()));
    }
    if first == '第' {
        let (digits, unit, len) = number(&text['第'.len_utf8()..], name)?;
        return (unit != Unit::Bare && unit != Unit::Name).then_some((digits, unit, len + '第'.len_utf8()));
    }
    chinese(text)
}

/// `741号`, `2-804`, `100-2号`, `12A`, `15F`.
pub(super) fn arabic(text: &str) -> (String, Unit, usize) {
    let bytes = text.as_bytes();
    let mut len = 0;
    while let Some(&b) = bytes.get(len) {
        let joins = matches!(b, b'-' | b'/' | b'_') && bytes.get(len + 1).is_some_and(u8::is_ascii_alphanumeric);
        let letter = b.is_ascii_alphabetic() && (!bytes.get(len + 1).is_some_and(u8::is_ascii_alphabetic));
        if !(b.is_ascii_digit() || joins || letter) {
            break;
        }
        len += 1;
    }
    let mut digits = String::with_capacity(len + 4);
    let as_dash = |b: u8| if matches!(b, b'/' | b'_') { '-' } else { char::from(b.to_ascii_lowercase()) };
    digits.extend(text[..len].trim_start_matches('0').bytes().map(as_dash));
    let mut rest = &text[len..];
    for (han, ascii) in [("之", "-"), ("甲", "甲"), ("乙", "乙"), ("丙", "丙")] {
        if let Some(tail) = rest.strip_prefix(han) {
            let more = tail.bytes().take_while(u8::is_ascii_digit).count();
            if ascii == "-" && more == 0 {
                break;
            }
            digits.push_str(ascii);
            digits.push_str(&tail[..more]);
            rest = &tail[more..];
            break;
        }
    }
    let (mut unit, mut word) = unit_of(rest);
    if unit == Unit::House
        && let Some((nth, len)) = nth_of_number(&rest[word..])
    {
        digits.push('-');
        digits.push_str(&nth);
        word += len;
    }
    if unit == Unit::Floor && is_building(&digits, &rest[word..]) {
        unit = Unit::Building;
    }
    if unit == Unit::Bare && digits.ends_with('f') && !digits.contains('-') {
        return (digits.trim_end_matches('f').to_owned(), Unit::Floor, text.len() - rest.len());
    }
    (digits, unit, text.len() - rest.len() + word)
}

/// `19号之一`, `558号之2`: which of the houses of one number, and its bytes.
fn nth_of_number(rest: &str) -> Option<(String, usize)> {
    let tail = rest.strip_prefix('之')?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        return Some((tail[..digits].to_owned(), '之'.len_utf8() + digits));
    }
    let first = tail.chars().next()?;
    let nth = "一二三四五六七八九".chars().position(|c| c == first)? + 1;
    Some((nth.to_string(), '之'.len_utf8() + first.len_utf8()))
}

/// Highest floor of a house.
const FLOOR_MAX: u32 = 130;

/// `312楼5单元`: no floor has entrances, and no house so many floors.
fn is_building(digits: &str, after: &str) -> bool {
    let behind = after.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十甲乙丙丁".contains(c));
    let entrance = behind.len() < after.len() && (behind.starts_with("单元") || behind.starts_with('门'));
    entrance || digits.parse::<u32>().is_ok_and(|n| n > FLOOR_MAX)
}

/// `A座`, `b栋`, `C-1201`, `A2804`; other Latin words are names.
pub(super) fn lettered(text: &str, name: &str) -> Option<(String, Unit, usize)> {
    if name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let bytes = text.as_bytes();
    if bytes.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut len = 1;
    while bytes.get(len).is_some_and(|b| b.is_ascii_digit() || (*b == b'-' && bytes.get(len + 1).is_some_and(u8::is_ascii_digit))) {
        len += 1;
    }
    let digits = text[..len].to_ascii_lowercase();
    match unit_of(&text[len..]) {
        (Unit::Bare | Unit::Name, _) if len == 1 => None,
        // 碧湖万达广场A2地块
        (Unit::Name, word) if text[len..].starts_with("地块") => Some((digits, Unit::Name, len + word)),
        (Unit::Bare, _) => Some((digits, Unit::Bare, len)),
        (Unit::Name, _) => None,
        (unit, word) => Some((digits, unit, len + word)),
    }
}

/// `二十三号`, `三单元`; only before a word that counts.
pub(super) fn chinese(text: &str) -> Option<(String, Unit, usize)> {
    let mut value = 0u32;
    let mut digit = 0u32;
    let mut len = 0;
    for c in text.chars().take(6) {
        match c {
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => {
                digit = "一二三四五六七八九".chars().position(|d| d == c).unwrap_or(0) as u32 + 1;
            }
            '零' => {}
            '十' => {
                value += digit.max(1) * 10;
                digit = 0;
            }
            '百' if digit > 0 => {
                value += digit * 100;
                digit = 0;
            }
            '甲' | '乙' | '丙' | '丁' if len == 0 => {
                let (unit, word) = unit_of(&text[c.len_utf8()..]);
                return matches!(unit, Unit::Building | Unit::Entrance).then(|| (c.to_string(), unit, c.len_utf8() + word));
            }
            _ => break,
        }
        len += c.len_utf8();
    }
    if len == 0 {
        return None;
    }
    let (unit, word) = unit_of(&text[len..]);
    let counts = matches!(unit, Unit::House | Unit::Building | Unit::Entrance | Unit::Floor | Unit::Room | Unit::Group);
    counts.then(|| ((value + digit).to_string(), unit, len + word))
}

/// The word after a number and its bytes.
pub(super) fn unit_of(rest: &str) -> (Unit, usize) {
    let Some(first) = rest.chars().next().filter(|&c| c == '#' || is_han(c)) else { return (Unit::Bare, 0) };
    let words = UNITS.iter().find(|(c, _)| *c == first).map_or(&[][..], |(_, words)| words);
    // 130号院士产业园 is the house, and a park of academicians.
    let fits = |word: &str| rest.strip_prefix(word).is_some_and(|after| !(word.ends_with('院') && after.starts_with('士')));
    words.iter().find(|(word, _)| fits(word)).map_or((Unit::Bare, 0), |(word, unit)| (*unit, word.len()))
}
