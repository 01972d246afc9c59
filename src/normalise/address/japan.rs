//! Japanese addresses, as far as customers of Chinese and western shops need: prefecture, city, numbers, postcode.
//!
//! In: a cell. Out: a [`Normal`] with country `JP`, or nothing if it is no Japanese address. The text is not simplified.

use super::fold;
use crate::model::value::{Normal, Part};

/// The prefectures. Source: ISO 3166-2:JP.
const PREFECTURES: &[&str] = &[
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The largest cities and the wards of Tokyo, which are as often written without their prefecture (but wards that other cities have too).
/// Source: Japan's lists of designated cities and of special wards.
const CITIES: &[(&str, &str)] = &[
    ("札幌市", "北海道"),
    ("仙台市", "宮城県"),
    ("さいたま市", "埼玉県"),
    ("千葉市", "千葉県"),
    ("横浜市", "神奈川県"),
    ("川崎市", "神奈川県"),
    ("相模原市", "神奈川県"),
    ("新潟市", "新潟県"),
    ("静岡市", "静岡県"),
    ("浜松市", "静岡県"),
    ("名古屋市", "愛知県"),
    ("京都市", "京都府"),
    ("大阪市", "大阪府"),
    ("堺市", "大阪府"),
    ("神戸市", "兵庫県"),
    ("岡山市", "岡山県"),
    ("広島市", "広島県"),
    ("北九州市", "福岡県"),
    ("福岡市", "福岡県"),
    ("熊本市", "熊本県"),
    ("千代田区", "東京都"),
    ("新宿区", "東京都"),
    ("文京区", "東京都"),
    ("台東区", "東京都"),
    ("墨田区", "東京都"),
    ("江東区", "東京都"),
    ("品川区", "東京都"),
    ("目黒区", "東京都"),
    ("大田区", "東京都"),
    ("世田谷区", "東京都"),
    ("渋谷区", "東京都"),
    ("中野区", "東京都"),
    ("杉並区", "東京都"),
    ("豊島区", "東京都"),
    ("荒川区", "東京都"),
    ("板橋区", "東京都"),
    ("練馬区", "東京都"),
    ("足立区", "東京都"),
    ("葛飾区", "東京都"),
    ("江戸川区", "東京都"),
];

/// Normalises a Japanese address; `None` if the cell does not begin with a prefecture or a designated city (after a postcode and the country).
#[must_use]
pub fn normalise(raw: &str) -> Option<Normal> {
    let start =
        raw.trim_start_matches(|c: char| c.is_whitespace() || c.is_numeric() || matches!(c, '〒' | '-' | '－' | 'ー' | ',' | '，'));
    let start = start.trim_start_matches("日本国").trim_start_matches("日本").trim_start();
    let mut chars = start.chars().skip(2);
    let level = |c: Option<char>| c.is_some_and(|c| matches!(c, '都' | '道' | '府' | '県'));
    let city = || CITIES.iter().find(|(city, _)| start.starts_with(city));
    if !level(chars.next()) && !level(chars.next()) && city().is_none() {
        return None; // Most cells, without looking further.
    }
    let text = width(raw);
    let rest = text.trim_start_matches("日本").trim_start_matches([' ', ',', '国', '〒']);
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let postcode: String = rest[..digits].chars().filter(char::is_ascii_digit).collect();
    let (postcode, rest) = if postcode.len() == 7 { (postcode, rest[digits..].trim_start()) } else { (String::new(), rest) };
    let written = PREFECTURES.iter().find(|p| rest.starts_with(*p));
    let prefecture =
        written.or_else(|| CITIES.iter().find(|(city, _)| rest.starts_with(city)).map(|(_, prefecture)| prefecture))?;
    let below = rest[written.map_or(0, |p| p.len())..].trim_start();
    let city_end = city_end(below);
    let (city, street) = (&below[..city_end], below[city_end..].trim());
    let number_at = street.find(|c: char| c.is_ascii_digit()).unwrap_or(street.len());
    let number_len = street[number_at..].find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(street.len() - number_at);
    let mut normal = Normal::valid([prefecture, city, street].concat());
    let road = folded(street[..number_at].trim());
    let number = street[number_at..number_at + number_len].trim_end_matches('-');
    let building = folded(street[number_at + number_len..].trim());
    // ハイツ201, ハイツ201号室 (whose 号 is gone)
    let name = building.trim_end_matches('室').trim_end_matches(|c: char| c.is_ascii_digit());
    let room = building[name.len()..].trim_end_matches('室');
    let (building, room) = if name.is_empty() || room.is_empty() { (building.as_str(), "") } else { (name, room) };
    let tokens: Vec<&str> = [*prefecture, city, &road, number, building, room].into_iter().filter(|t| !t.is_empty()).collect();
    for (part, value) in [
        (Part::Country, "JP"),
        (Part::Province, prefecture),
        (Part::City, city),
        (Part::Road, &road),
        (Part::Number, number),
        (Part::Building, building),
        (Part::Room, room),
        (Part::Postcode, &postcode),
        (Part::Tokens, &tokens.join("|")),
        (Part::Key, &folded(&tokens.concat())),
    ] {
        normal.set(part, value);
    }
    Some(normal)
}

/// Half width, one blank, `丁目` and `番地` as dashes.
fn width(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for c in raw.trim().chars() {
        match c {
            '\u{FF01}'..='\u{FF5E}' => text.extend(fold::char(c)),
            '−' | '‐' | '–' | '—' => text.push('-'),
            // A long vowel mark between digits is a dash.
            'ー' if text.ends_with(|l: char| l.is_ascii_digit()) => text.push('-'),
            _ if c.is_whitespace() => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            _ => text.push(c),
        }
    }
    let dashed =
        with_digits(&text).replace("丁目", "-").replace("番地の", "-").replace("番地", "-").replace('番', "-").replace('号', "");
    // Marks after the last digit say nothing.
    dashed.replace("--", "-").trim_end_matches(['-', ' ']).to_owned()
}

/// 三丁目 as 3丁目.
fn with_digits(text: &str) -> String {
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let Some(at) = text.find("丁目") else { return text.to_owned() };
    let (before, behind) = text.split_at(at);
    let digit = before.chars().next_back().and_then(|c| numerals.iter().position(|n| *n == c));
    let ten = before.chars().rev().nth(1) == Some('十');
    match digit.filter(|_| !ten) {
        Some(n) => [&before[..at - "一".len()], &(n + 1).to_string(), behind].concat(),
        None => text.to_owned(),
    }
}

/// Byte where 市, 区, 郡 … of the city ends; a ward after a city belongs to it.
fn city_end(below: &str) -> usize {
    let mut end = 0;
    for (at, c) in below.char_indices().take(12) {
        if at > 0 && matches!(c, '市' | '区' | '郡' | '村' | '町') && !(c == '市' && at < 6 && below[at + 3..].starts_with('市'))
        {
            end = at + c.len_utf8();
            if c != '市' || !below[end..].chars().take(4).any(|w| w == '区') {
                break;
            }
        }
        if c.is_ascii_digit() {
            break;
        }
    }
    end
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: [&str; 5]) {
        let n = normalise(raw).unwrap_or_default();
        let got = [Part::Province, Part::City, Part::Road, Part::Number, Part::Postcode].map(|p| n.part(p));
        assert_eq!(got, want, "{raw}");
        assert_eq!(normalise(&n.text).map(|m| m.text), Some(n.text.clone()), "{raw}");
    }

    #[test]
    fn prefecture_city_and_numbers() {
        check("〒150-0041 東京都渋谷区神南１丁目２番３号", ["東京都", "渋谷区", "神南", "1-2-3", "1500041"]);
        check("大阪府大阪市北区梅田3-1-3", ["大阪府", "大阪市北区", "梅田", "3-1-3", ""]);
        check("北海道札幌市中央区北一条西2-1", ["北海道", "札幌市中央区", "北一条西", "2-1", ""]);
        check("墨田区石原町1丁目2番地", ["東京都", "墨田区", "石原町", "1-2", ""]);
        check("大阪市北区梅田三丁目1-3", ["大阪府", "大阪市北区", "梅田", "3-1-3", ""]);
        assert!(normalise("湖南省株洲市石峰区").is_none());
    }
}
