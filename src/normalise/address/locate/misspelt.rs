//! Divisions with one wrong character: 浙江省杭洲市.

use ::pinyin::{Pinyin, ToPinyinMulti};

use super::super::divisions::{Division, Level, Table};
use super::super::fold;
use super::moved::is_zone;
use super::road::followed_by_own;
use super::{Place, is_between, is_separator, told_by_county};

/// Characters that tell two places apart by themselves: a name with another of these is another name.
pub(super) const TELLING: &[char] =
    &['东', '西', '南', '北', '中', '上', '下', '城', '新', '老', '高', '经', '开', '大', '小', '郊', '市', '县', '区'];

/// A county or city of what is known whose name is written with one wrong character (雁搭区, 东菀市), or a city that cannot be
/// read before a county that tells it (抗州市西湖区). Returns the bytes of the misspelt name.
pub(super) fn misspelt(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    if place.county.is_some() || place.ambiguous.is_some() || place.conflict {
        return None;
    }
    let (level, above) = match (place.province, place.city) {
        (Some(province), None) => (Level::City, province),
        (Some(_), Some(city)) => (Level::County, city),
        (None, _) => return misspelt_city(table, rest, place),
    };
    if level == Level::City
        && let Some((city, len)) = misspelt_short(table, rest, above)
    {
        place.take(table, city);
        place.misspelt = true;
        return Some(len);
    }
    let end = rest.char_indices().skip(2).take(4).find(|(_, c)| matches!(c, '市' | '区' | '县' | '州'))?;
    let written = &rest[..end.0 + end.1.len_utf8()];
    if is_zone(written) || !written.chars().all(fold::is_han) {
        return None;
    }
    let near = |d: &Division| d.level == level && d.parent == above && one_wrong(d.name, written, level == Level::City);
    let mut found = table.all().filter(|(_, d)| near(d)).map(|(i, _)| i);
    let only = found.next().filter(|_| found.next().is_none());
    let own = only.or_else(|| told_by_county(table, &rest[written.len()..], above, level, written))?;
    place.take(table, own);
    place.misspelt = true;
    Some(written.len())
}

/// A city written with one wrong character of the same sound before one of its counties (杭洲市西湖区), nothing being known.
pub(super) fn misspelt_city(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    let end = rest.char_indices().skip(2).take(3).find(|(_, c)| *c == '市')?;
    let written = &rest[..end.0 + end.1.len_utf8()];
    let after = rest[written.len()..].trim_start_matches(is_between);
    let near = |own: u16, d: &Division| {
        d.level == Level::City && one_wrong(d.name, written, true) && followed_by_own(table, own, Level::City, after)
    };
    let mut found = table.all().filter(|(own, d)| near(*own, d)).map(|(own, _)| own);
    let own = found.next().filter(|_| found.next().is_none())?;
    place.take(table, own);
    place.misspelt = true;
    Some(written.len())
}

/// A city of the province by its short name with one wrong character of the same sound, at the end or before a separator
/// (广西柳洲). Returns the city and the bytes.
pub(super) fn misspelt_short(table: &Table, rest: &str, province: u16) -> Option<(u16, usize)> {
    let len: usize = rest.chars().take(2).map(char::len_utf8).sum();
    let (written, after) = rest.split_at(len);
    if len < 6 || !after.chars().next().is_none_or(is_separator) || !written.chars().all(fold::is_han) {
        return None;
    }
    let full = [written, "市"].concat();
    let near = |d: &Division| d.level == Level::City && d.parent == province && one_wrong(d.name, &full, true);
    let mut found = table.all().filter(|(_, d)| near(d)).map(|(own, _)| own);
    found.next().filter(|_| found.next().is_none()).map(|own| (own, len))
}

/// Is `written` the name but for one character? Cities differ from others of their province by one character, so there the
/// wrong one must sound the same.
pub(super) fn one_wrong(name: &str, written: &str, must_sound: bool) -> bool {
    if name.len() != written.len() || name.len() < 9 {
        return false;
    }
    let mut wrong = name.chars().zip(written.chars()).filter(|(a, b)| a != b);
    match (wrong.next(), wrong.next()) {
        (Some((a, b)), None) => {
            let telling = TELLING.contains(&a) || TELLING.contains(&b);
            sounds_alike(a, b) || !must_sound && !telling
        }
        _ => false,
    }
}

/// Do two characters share a reading, tones aside?
pub(super) fn sounds_alike(a: char, b: char) -> bool {
    let readings = |c: char| c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    readings(a).any(|x| readings(b).any(|y| x == y))
}
