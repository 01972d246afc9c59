//! What stands below the county in a Chinese address: town, road, number, building, unit, room.
//!
//! In: folded text after the divisions, without blanks between ideographs. Out: the parts, folded for comparing.
//! Does not know which roads exist: it goes by the words that end names and follow numbers.

use super::fold::is_han;

/// The parts below the county; absent ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Street {
    /// 街道, 镇, 乡.
    pub town: String,
    /// Road or village, without the number.
    pub road: String,
    /// House number: digits, with `弄` between lane and house, `-` before a branch number.
    pub number: String,
    /// Compound or building name and building number.
    pub building: String,
    /// Unit and room, `2-804`.
    pub room: String,
}

/// What ends a road's name, longest first.
const ROAD_ENDS: &[&str] =
    &["大道", "大街", "公路", "国道", "省道", "县道", "胡同", "支路", "环路", "高速", "路", "街", "巷", "道", "弄", "条", "坊"];
/// What may follow a road's end and still belong to it, before 段, 路, 街 …
const ROAD_TAILS: &[&str] = &[
    "东一段",
    "东二段",
    "西一段",
    "西二段",
    "南一段",
    "南二段",
    "北一段",
    "北二段",
    "一段",
    "二段",
    "三段",
    "四段",
    "五段",
    "六段",
    "东段",
    "西段",
    "南段",
    "北段",
    "中段",
    "东路",
    "西路",
    "南路",
    "北路",
    "东街",
    "西街",
    "南街",
    "北街",
    "东里",
    "西里",
    "南里",
    "北里",
];
/// What ends a place before a road: the road's name begins after it.
const BEFORE_ROAD: &[&str] = &[
    "工业区",
    "工业园",
    "工业园区",
    "开发区",
    "科技园",
    "产业园",
    "园区",
    "小区",
    "社区",
    "新村",
    "村委会",
    "居委会",
    "广场",
    "大厦",
    "管理区",
    "农场",
    "林场",
    "示范区",
    "保税区",
    "度假区",
    "新区",
    "高新区",
    "经开区",
    "校区",
    "街道",
    "组团",
    "片区",
    "商圈",
];
/// What ends the name of a village.
const VILLAGE_ENDS: &[&str] = &["村", "嘎查", "社区", "农场", "林场", "大队"];

/// Their last characters: a first look.
const VILLAGE_LAST: &[char] = &['村', '查', '区', '场', '队'];

/// A number in the text and the word after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// 号, 号院.
    House,
    /// 弄.
    Lane,
    /// 栋, 幢, 座, 号楼, #.
    Building,
    /// 单元, 门.
    Entrance,
    /// 层, 楼, F.
    Floor,
    /// 室, 房, 户.
    Room,
    /// 组, 队.
    Group,
    /// Part of the name before it: 期, 区, 路, 街坊 …
    Name,
    /// No word.
    Bare,
}

/// Words after a number by their first character, longest first where one begins another.
#[rustfmt::skip]
const UNITS: &[(char, &[(&str, Unit)])] = &[
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
    ('大', &[("大道", Unit::Name)]),
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

/// Parses the text after the divisions.
#[must_use]
pub fn parse(rest: &str) -> Street {
    let mut street = Street::default();
    let after_town = town(rest, &mut street.town);
    let mut parser = Parser { street, ..Parser::default() };
    parser.run(after_town);
    parser.finish()
}

/// Takes a leading 街道, 镇 or 乡 off `rest`.
fn town<'a>(rest: &'a str, town: &mut String) -> &'a str {
    for (chars, (at, c)) in rest.char_indices().enumerate() {
        if !is_han(c) || chars > 7 {
            break;
        }
        let tail = &rest[at..];
        if chars > 0 {
            let word = ["街道办事处", "街道办", "街道", "苏木", "镇", "乡"].into_iter().find(|w| tail.starts_with(w));
            if let Some(word) = word {
                let after = &tail[word.len()..];
                let road_follows =
                    ["路", "街", "大道", "大街", "巷", "公路", "政府路", "道", "口"].iter().any(|w| after.starts_with(w));
                // 中南路街道 and 上街镇 are towns, 文三路翠苑街道 is a road and a town.
                let inside = &rest[..rest[..at].char_indices().next_back().map_or(0, |(i, _)| i)];
                let road_inside = inside.contains(['路', '街', '巷']) || inside.contains("大道");
                let one_char = chars == 1 && matches!(word, "镇" | "乡") && matches!(&rest[..at], "新" | "城" | "古" | "老" | "小");
                if !road_follows && !road_inside && !one_char {
                    town.push_str(&rest[..at]);
                    town.push_str(if word.starts_with("街道") { "街道" } else { word });
                    return after;
                }
            }
        }
    }
    rest
}

#[derive(Default)]
struct Parser {
    street: Street,
    /// Text since the last number.
    name: String,
    entrance: String,
    floor: String,
    room: String,
    compound: String,
    building_number: String,
    group: String,
    /// The number was a lane and waits for the house in it.
    lane: bool,
}

impl Parser {
    fn run(&mut self, text: &str) {
        let mut at = 0;
        let mut depth = 0u32;
        while let Some(c) = text[at..].chars().next() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                _ => {
                    if let Some((digits, unit, len)) = number(&text[at..], &self.name) {
                        self.take(&digits, unit, &text[at..at + len]);
                        at += len;
                        continue;
                    }
                    if is_han(c) {
                        self.name.push(c);
                    } else if c.is_alphanumeric() {
                        self.name.extend(c.to_lowercase());
                    } else if self.name.chars().next_back().is_some_and(|l| l.is_ascii_alphanumeric()) {
                        self.name.push(' ');
                    }
                }
            }
            at += c.len_utf8();
        }
    }

    /// Puts one number where its word says.
    fn take(&mut self, digits: &str, unit: Unit, raw: &str) {
        match unit {
            Unit::Name => self.name.push_str(&raw.to_lowercase()),
            Unit::House => self.house(digits),
            Unit::Lane => {
                self.take_road();
                self.street.number = format!("{digits}弄");
                self.lane = true;
            }
            Unit::Building => self.building(digits),
            Unit::Entrance => {
                self.take_name();
                digits.clone_into(&mut self.entrance);
            }
            Unit::Floor => {
                self.take_name();
                digits.clone_into(&mut self.floor);
            }
            Unit::Room => self.take_room(digits),
            Unit::Group => {
                self.take_road();
                self.group = format!("{digits}组");
            }
            Unit::Bare => self.bare(digits),
        }
        if unit != Unit::Name {
            self.name.clear();
        }
    }

    fn house(&mut self, digits: &str) {
        if self.lane || digits.starts_with('附') && !self.street.number.is_empty() {
            self.street.number.push_str(digits);
            self.lane = false;
        } else if !self.building_number.is_empty() {
            self.take_room(digits);
        } else if self.street.number.is_empty() && !self.name_is_compound() {
            self.take_road();
            digits.clone_into(&mut self.street.number);
        } else {
            self.building(digits);
        }
    }

    fn building(&mut self, digits: &str) {
        self.take_name();
        if self.building_number.is_empty() {
            digits.clone_into(&mut self.building_number);
        } else if self.room.is_empty() {
            self.building_number.push('-');
            self.building_number.push_str(digits);
        }
    }

    fn take_room(&mut self, digits: &str) {
        self.take_name();
        if self.room.is_empty() {
            digits.clone_into(&mut self.room);
        }
    }

    /// A number without a word: its place follows from what is known.
    fn bare(&mut self, digits: &str) {
        let pieces: Vec<&str> = digits.split('-').collect();
        let ends_as_road = ends_with_any(&self.name, ROAD_ENDS) || ends_with_any(&self.name, ROAD_TAILS);
        match pieces.as_slice() {
            _ if self.street.number.is_empty() && ends_as_road => {
                self.take_road();
                digits.clone_into(&mut self.street.number);
            }
            [building, entrance, room] if self.building_number.is_empty() => {
                self.take_name();
                (*building).clone_into(&mut self.building_number);
                (*entrance).clone_into(&mut self.entrance);
                self.take_room(room);
            }
            [entrance, room] if !self.building_number.is_empty() && self.entrance.is_empty() => {
                (*entrance).clone_into(&mut self.entrance);
                self.take_room(room);
            }
            [building, room] if self.building_number.is_empty() => {
                self.take_name();
                (*building).clone_into(&mut self.building_number);
                self.take_room(room);
            }
            _ if self.lane => self.house(digits),
            _ if !self.name.is_empty() && self.street.road.is_empty() && self.street.number.is_empty() && digits.len() < 3 => {
                self.building(digits);
            }
            _ => self.take_room(digits),
        }
    }

    /// Does the text since the last number end like a compound and hold no road?
    fn name_is_compound(&self) -> bool {
        const ENDS: &[&str] = &[
            "花园", "小区", "家园", "花苑", "公寓", "新村", "名都", "名城", "大厦", "广场", "苑", "雅居", "嘉园", "府", "庭",
            "华庭", "豪庭", "园", "城",
        ];
        ends_with_any(&self.name, ENDS) && !self.street.road.is_empty()
    }

    /// The text since the last number is a road (with a place before it, perhaps).
    fn take_road(&mut self) {
        let name = std::mem::take(&mut self.name);
        if name.is_empty() {
            return;
        }
        if !self.street.road.is_empty() {
            self.compound.push_str(&name);
            return;
        }
        let (before, road, after) = split_road(&name);
        self.street.road.push_str(if road.is_empty() { &name } else { road });
        if !road.is_empty() {
            self.compound.push_str(before);
            self.compound.push_str(after);
        }
    }

    /// The text since the last number is the name of a compound, or a road with a compound after it.
    fn take_name(&mut self) {
        let name = std::mem::take(&mut self.name);
        if self.street.road.is_empty() {
            let (before, road, after) = split_road(&name);
            if !road.is_empty() {
                self.street.road.push_str(road);
                self.compound.push_str(before);
                self.compound.push_str(after);
                return;
            }
            if let Some(end) = village_end(&name) {
                self.street.road.push_str(&name[..end]);
                self.compound.push_str(&name[end..]);
                return;
            }
        }
        self.compound.push_str(&name);
    }

    fn finish(mut self) -> Street {
        let has_room = !(self.room.is_empty() && self.floor.is_empty() && self.entrance.is_empty());
        if has_room && self.name.chars().count() <= 3 {
            self.name.clear(); // 5楼东户
        }
        self.take_name();
        let mut street = self.street;
        street.building = self.compound;
        if street.number.is_empty() && !self.group.is_empty() {
            street.number = self.group;
        }
        street.building.push_str(&self.building_number);
        street.building.retain(|c| !c.is_whitespace());
        if self.room.is_empty() && !self.floor.is_empty() {
            self.room = format!("{}f", self.floor);
        }
        if !self.entrance.is_empty() {
            street.room.push_str(&self.entrance);
            if !self.room.is_empty() {
                street.room.push('-');
            }
        }
        street.room.push_str(&self.room);
        street
    }
}

fn ends_with_any(text: &str, ends: &[&str]) -> bool {
    ends.iter().any(|e| text.ends_with(e))
}

/// Byte where a leading village name ends.
fn village_end(name: &str) -> Option<usize> {
    if !name.contains(VILLAGE_LAST) {
        return None;
    }
    VILLAGE_ENDS.iter().filter_map(|e| name.find(e).filter(|&at| at >= 3).map(|at| at + e.len())).min()
}

/// Splits a text into what stands before a road, the road, and what follows. The road is empty if there is none.
fn split_road(name: &str) -> (&str, &str, &str) {
    let mut end = 0;
    for (at, c) in name.char_indices() {
        if at == 0
            || !matches!(
                c,
                '大' | '公' | '国' | '省' | '县' | '胡' | '支' | '环' | '高' | '路' | '街' | '巷' | '道' | '弄' | '条' | '坊'
            )
        {
            continue;
        }
        let tail = &name[at..];
        let Some(word) = ROAD_ENDS.iter().find(|w| tail.starts_with(*w)) else { continue };
        let after = &tail[word.len()..];
        // 街道口, 路口 and 道路 are parts of names.
        if after.starts_with(['路', '街', '道']) && word.len() == 3 || *word == "条" && !after.is_empty() {
            continue;
        }
        end = at + word.len();
        if let Some(more) = ROAD_TAILS.iter().find(|w| after.starts_with(*w)) {
            end += more.len();
        } else if let Some(side) =
            after.chars().next().filter(|c| matches!(c, '东' | '西' | '南' | '北' | '中') && after.len() == c.len_utf8())
        {
            end += side.len_utf8(); // 德辅道中
        }
        break;
    }
    if end == 0 {
        return ("", "", name);
    }
    let road = &name[..end];
    // A marker of two characters and a road of three: shorter text holds no place before the road.
    let start = BEFORE_ROAD
        .iter()
        .filter(|_| end >= 15)
        .filter_map(|w| road.rfind(w).map(|at| at + w.len()))
        .filter(|&at| {
            let n = road[at..].chars().count();
            n > 3 || n == 3 && !road[at..].starts_with(['东', '西', '南', '北', '中', '一', '二', '三'])
        })
        .max()
        .unwrap_or(0);
    (&name[..start], &name[start..end], &name[end..])
}

/// A number at the start of `text` with its word: `(folded digits, unit, bytes)`.
fn number(text: &str, name: &str) -> Option<(String, Unit, usize)> {
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
fn arabic(text: &str) -> (String, Unit, usize) {
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
    let (unit, word) = unit_of(rest);
    if unit == Unit::Bare && digits.ends_with('f') && !digits.contains('-') {
        return (digits.trim_end_matches('f').to_owned(), Unit::Floor, text.len() - rest.len());
    }
    (digits, unit, text.len() - rest.len() + word)
}

/// `A座`, `b栋`, `C-1201`, `A2804`; other Latin words are names.
fn lettered(text: &str, name: &str) -> Option<(String, Unit, usize)> {
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
        (Unit::Bare, _) => Some((digits, Unit::Bare, len)),
        (Unit::Name, _) => None,
        (unit, word) => Some((digits, unit, len + word)),
    }
}

/// `二十三号`, `三单元`; only before a word that counts.
fn chinese(text: &str) -> Option<(String, Unit, usize)> {
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
fn unit_of(rest: &str) -> (Unit, usize) {
    let Some(first) = rest.chars().next().filter(|&c| c == '#' || is_han(c)) else { return (Unit::Bare, 0) };
    let words = UNITS.iter().find(|(c, _)| *c == first).map_or(&[][..], |(_, words)| words);
    words.iter().find(|(word, _)| rest.starts_with(word)).map_or((Unit::Bare, 0), |(word, unit)| (*unit, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rest: &str, want: [&str; 5]) {
        let s = parse(rest);
        assert_eq!([&s.town, &s.road, &s.number, &s.building, &s.room].map(String::as_str), want, "{rest}");
    }

    #[test]
    fn road_number_building_room() {
        check("朝阳东路741号", ["", "朝阳东路", "741", "", ""]);
        check("幸福东路756号翠湖家园29栋2单元804室", ["", "幸福东路", "756", "翠湖家园29", "2-804"]);
        check("中山路453号D座2204", ["", "中山路", "453", "d", "2204"]);
        check("文化南路37恒大花园19栋3单元901室", ["", "文化南路", "37", "恒大花园19", "3-901"]);
        check("学府南路947", ["", "学府南路", "947", "", ""]);
        check("翠湖家园29-2-804", ["", "", "", "翠湖家园29", "2-804"]);
        check("中山北路100弄20号502室", ["", "中山北路", "100弄20", "", "502"]);
        check("天府大道北段1700号", ["", "天府大道北段", "1700", "", ""]);
        check("文三路二十三号三单元五楼", ["", "文三路", "23", "", "3-5f"]);
    }

    #[test]
    fn towns_and_villages() {
        check("望京街道望京西路50号", ["望京街道", "望京西路", "50", "", ""]);
        check("土门镇青萍村三组12号", ["土门镇", "青萍村", "12", "", ""]);
        check("虎门镇", ["虎门镇", "", "", "", ""]);
        check("北山街道办事处曙光路122号", ["北山街道", "曙光路", "122", "", ""]);
        check("镇海路12号", ["", "镇海路", "12", "", ""]);
    }

    #[test]
    fn brackets_are_remarks() {
        check("文三路100号(近学院路)", ["", "文三路", "100", "", ""]);
    }
}
