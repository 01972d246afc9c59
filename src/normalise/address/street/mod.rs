//! What stands below the county in a Chinese address: town, road, number, building, unit, room.
//!
//! In: folded text after the divisions, without blanks between ideographs. Out: the parts, folded for comparing.
//! Does not know which roads exist: it goes by the words that end names and follow numbers.

mod numbers;
mod road;

use super::fold::is_han;
use numbers::number;
use road::{ROAD_ENDS, ROAD_TAILS, behind_crossing, ends_with_any, split_road, village_end};

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
            // 茂业广场18-5: one house, so that it is a floor and a door there.
            [_, door] if self.building_number.is_empty() && door.len() <= 2 && ends_with_any(&self.name, ONE_HOUSE) => {
                self.take_room(digits);
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
            self.compound.push_str(behind_crossing(after));
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
                self.compound.push_str(behind_crossing(after));
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

/// What names of single houses end with.
const ONE_HOUSE: &[&str] = &["大厦", "大楼", "广场", "写字楼"];

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
    fn a_crossing_is_no_building() {
        check("珞喻路与民族大道交叉口光谷国际广场B座1207", ["", "珞喻路", "", "光谷国际广场b", "1207"]);
        check("航海东路与第五大街交叉口向东200米路北", ["", "航海东路", "", "", ""]);
        check("滨海街南侧财富中心A座", ["", "滨海街", "", "财富中心a", ""]);
        check("九水东路130号院士产业园2号楼", ["", "九水东路", "130", "院士产业园2", ""]);
    }

    #[test]
    fn brackets_are_remarks() {
        check("文三路100号(近学院路)", ["", "文三路", "100", "", ""]);
    }
}
