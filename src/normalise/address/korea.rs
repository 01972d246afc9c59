//! Korean addresses in hangul: province or city, district, road and number, building, floor or room, postcode.
//!
//! In: a cell. Out: a [`Normal`] with country `KR`, or nothing if it does not begin with one of Korea's provinces (after a postcode
//! and the country). Words are parted by blanks, as the postal service writes them; there is no table of districts.

use crate::model::value::{Normal, Part};

/// First syllables of provinces and metropolitan cities, with their full names. Source: ISO 3166-2:KR.
const PROVINCES: &[(&str, &str)] = &[
    ("서울", "서울특별시"),
    ("부산", "부산광역시"),
    ("대구", "대구광역시"),
    ("인천", "인천광역시"),
    ("광주", "광주광역시"),
    ("대전", "대전광역시"),
    ("울산", "울산광역시"),
    ("세종", "세종특별자치시"),
    ("경기", "경기도"),
    ("강원", "강원특별자치도"),
    ("충청북", "충청북도"),
    ("충북", "충청북도"),
    ("충청남", "충청남도"),
    ("충남", "충청남도"),
    ("전라북", "전북특별자치도"),
    ("전북", "전북특별자치도"),
    ("전라남", "전라남도"),
    ("전남", "전라남도"),
    ("경상북", "경상북도"),
    ("경북", "경상북도"),
    ("경상남", "경상남도"),
    ("경남", "경상남도"),
    ("제주", "제주특별자치도"),
];

/// Ends of the names of provinces, behind their first syllables.
const PROVINCE_ENDS: &[&str] = &["", "시", "도", "특별시", "광역시", "특별자치시", "특별자치도"];

/// Normalises a Korean address; `None` for any other text.
#[must_use]
pub fn normalise(raw: &str) -> Option<Normal> {
    if !raw.contains(|c| matches!(c, '\u{AC00}'..='\u{D7A3}')) {
        return None;
    }
    let text: String = raw.chars().map(|c| if matches!(c, ',' | '(' | ')' | '，' | '[' | ']') { ' ' } else { c }).collect();
    let mut words: Vec<&str> = text.split_whitespace().filter(|w| !matches!(*w, "대한민국" | "한국")).collect();
    let postcode = take_postcode(&mut words);
    let province = province(words.first()?)?;
    let mut rest = words[1..].iter().copied().peekable();
    let [mut city, mut district, mut town] = [""; 3];
    while let Some(word) = rest.peek().copied() {
        let levels = word.chars().count() >= 2;
        match word.chars().next_back() {
            Some('시') if levels && city.is_empty() => city = word,
            Some('구' | '군') if levels && district.is_empty() => district = word,
            Some('읍' | '면' | '동' | '리' | '가')
                if levels && town.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                town = word;
            }
            _ => break,
        }
        rest.next();
    }
    let road = rest.next_if(|w| w.ends_with(['로', '길']) || w.contains('로') && w.ends_with('길')).unwrap_or("");
    let number = rest.next_if(|w| w.trim_end_matches("번지").bytes().all(|b| b.is_ascii_digit() || b == b'-')).unwrap_or("");
    let number = number.trim_end_matches("번지");
    let (mut building, mut room) = (String::new(), String::new());
    for word in rest {
        let numbered = word.starts_with(|c: char| c.is_ascii_digit());
        if numbered && word.ends_with(['층', '호', '동']) {
            let digits = word.trim_end_matches(['층', '호', '동']);
            if !room.is_empty() {
                room.push('-');
            }
            room.push_str(digits);
        } else {
            building.push_str(word);
        }
    }
    let city = if city.is_empty() && province.ends_with('시') { province } else { city };
    let mut normal = Normal::valid(words.join(" "));
    let parts = [province, if city == province { "" } else { city }, district, town, road, number, &building, &room];
    let tokens: Vec<&str> = parts.into_iter().filter(|t| !t.is_empty()).collect();
    for (part, value) in [
        (Part::Country, "KR"),
        (Part::Province, province),
        (Part::City, city),
        (Part::District, district),
        (Part::Town, town),
        (Part::Road, road),
        (Part::Number, number),
        (Part::Building, &building),
        (Part::Room, &room),
        (Part::Postcode, &postcode),
        (Part::Tokens, &tokens.join("|")),
        (Part::Key, &tokens.concat().to_lowercase()),
    ] {
        normal.set(part, value);
    }
    if !postcode.is_empty() {
        normal.text.extend([" ", &postcode]);
    }
    Some(normal)
}

/// Five digits at either end.
fn take_postcode(words: &mut Vec<&str>) -> String {
    let is_code = |w: &str| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit());
    if words.len() > 1 && words.first().is_some_and(|w| is_code(w)) {
        return words.remove(0).to_owned();
    }
    match words.last() {
        Some(last) if words.len() > 2 && is_code(last) => words.pop().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn province(word: &str) -> Option<&'static str> {
    let known = PROVINCES.iter().filter_map(|(start, full)| Some((word.strip_prefix(start)?, *full)));
    known.into_iter().find(|(end, _)| PROVINCE_ENDS.contains(end)).map(|(_, full)| full)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: [&str; 7]) {
        let n = normalise(raw).unwrap_or_default();
        let got =
            [Part::Province, Part::City, Part::District, Part::Road, Part::Number, Part::Room, Part::Postcode].map(|p| n.part(p));
        assert_eq!(got, want, "{raw}");
        assert_eq!(normalise(&n.text), Some(n.clone()), "{raw}");
    }

    #[test]
    fn province_district_road_and_number() {
        check(
            "서울특별시 강남구 테헤란로 152 강남파이낸스센터 10층",
            ["서울특별시", "서울특별시", "강남구", "테헤란로", "152", "10", ""],
        );
        check(
            "서울 강남구 테헤란로 152, 101동 1203호 (역삼동) 06236",
            ["서울특별시", "서울특별시", "강남구", "테헤란로", "152", "101-1203", "06236"],
        );
        check("경기도 성남시 분당구 판교역로 235", ["경기도", "성남시", "분당구", "판교역로", "235", "", ""]);
        check("06236 서울시 강남구 역삼동 737번지", ["서울특별시", "서울특별시", "강남구", "", "737", "", "06236"]);
        assert!(normalise("김민준").is_none() && normalise("서울역 앞").is_none());
    }
}
