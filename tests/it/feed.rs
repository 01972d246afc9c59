//! `changes.csv` is a feed: applied to the last master it gives the new one, whatever happened that night.

use std::collections::BTreeMap;

use crate::support::{Dir, csv_rows, one_channel};

type Row = BTreeMap<String, String>;
type Master = BTreeMap<String, Row>;

fn master(dir: &Dir) -> Master {
    csv_rows(&dir.read("out/current/master.csv")).into_iter().map(|row| (row["customer_id"].clone(), row)).collect()
}

/// What a follower does: new and revived customers are fetched whole, of updated ones the named columns, merged and retired
/// ones are removed. A split says where records went; the customers it touches are announced by themselves.
fn apply(mut followed: Master, feed: &[Row], now: &Master) -> Master {
    for change in feed {
        let id = &change["customer_id"];
        match change["change"].as_str() {
            "created" | "revived" => {
                followed.insert(id.clone(), now[id].clone());
            }
            "merged" | "retired" => {
                followed.remove(id);
            }
            "updated" => {
                let row = followed.get_mut(id).expect("only known customers are updated");
                for field in change["fields"].split('|') {
                    row.insert(field.to_owned(), now[id][field].clone());
                }
            }
            "split" => assert!(now.contains_key(&change["into_customer_id"]), "{change:?}"),
            other => panic!("unknown change `{other}`"),
        }
    }
    followed
}

/// Runs one night and follows it; gives the kinds of change that occurred.
fn follow(dir: &Dir, day: u32, followed: &mut Master) -> BTreeMap<String, usize> {
    let ran = dir.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}")]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let (feed, now) = (csv_rows(&dir.read("out/current/changes.csv")), master(dir));
    let seq: Vec<usize> = feed.iter().map(|c| c["seq"].parse().expect("a number")).collect();
    assert!(seq.iter().enumerate().all(|(i, &n)| n == i + 1), "{seq:?}");
    *followed = apply(std::mem::take(followed), &feed, &now);
    assert_eq!(followed.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>(), "night {day}: {feed:?}");
    for (id, row) in &now {
        for (column, value) in row {
            assert_eq!(followed[id].get(column), Some(value), "night {day}, {id}, {column}: {feed:?}");
        }
    }
    let mut kinds = BTreeMap::new();
    for change in feed {
        *kinds.entry(change["change"].clone()).or_default() += 1;
    }
    kinds
}

const HEADER: &str = "编号,姓名,手机号码,邮箱,城市\n";

fn rules() -> String {
    one_channel("fields = { source_key = \"编号\" }\n")
}

#[test]
fn every_kind_of_change_can_be_followed() {
    let dir = Dir::new();
    dir.write("guiyi.toml", rules());
    let crowd = (0..30)
        .map(|i| {
            let name = "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢".chars().nth(i).expect("thirty");
            format!("k{i},{name}清扬,139111{:05},u{i}@qq.com,杭州\n", 20_000 + i * 131)
        })
        .collect::<Vec<_>>()
        .concat();
    let (a, b) = ("a,郭安宁,13811110001,guo1@qq.com,杭州\n", "b,郭安宁,13811110002,guo2@qq.com,杭州\n");
    let verdict = |word: &str| {
        let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
        dir.write("decisions.csv", format!("{header}people,a,people,b,{word},王,2026-11-01,\n"));
    };
    let mut followed = Master::new();
    let mut night = |day: u32, rows: &[&str]| {
        dir.write("people.csv", format!("{HEADER}{crowd}{}", rows.concat()));
        follow(&dir, day, &mut followed)
    };
    verdict("different");
    assert_eq!(night(1, &[a, b])["created"], 32);
    assert_eq!(night(2, &[a, b]), BTreeMap::new());
    verdict("same");
    assert_eq!(night(3, &[a, b]).get("merged"), Some(&1));
    verdict("different");
    let parted = night(4, &[a, b]);
    assert_eq!((parted.get("split"), parted.get("created")), (Some(&1), Some(&1)), "{parted:?}");
    assert_eq!(night(5, &[a, "b,郭安宁,13811110002,guo2@qq.com,宁波\n"]).get("updated"), Some(&1));
    assert_eq!(night(6, &[a]).get("retired"), Some(&1));
    assert_eq!(night(7, &[a, b]).get("revived"), Some(&1));
    // One goes while the other comes back changed: everything at once.
    verdict("same");
    let all = night(8, &["b,郭安宁,13811110002,guo2@qq.com,无锡\n", "d,钱安宁,13811110009,qian@qq.com,杭州\n"]);
    assert_eq!((all.get("created"), all.get("retired")), (Some(&1), Some(&1)), "{all:?}");
    let back = night(9, &[a, b]);
    assert_eq!(back.keys().collect::<Vec<_>>(), ["merged", "retired", "revived"], "{back:?}");
}

#[test]
fn random_nights_can_be_followed() {
    let dir = Dir::new();
    dir.write("guiyi.toml", rules());
    // A fixed sequence: the nights are the same in every run of the test.
    let mut state = 7u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut followed = Master::new();
    let mut seen = BTreeMap::new();
    for day in 1..=7 {
        let mut rows = Vec::new();
        for key in 0..70u64 {
            if random(5) == 0 {
                continue;
            }
            // Twenty-five persons, whose rows now and then carry a second phone of a neighbour, or lose their own.
            let person = key % 25;
            let name = "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金".chars().nth(person as usize).expect("a name");
            let phone = |who: u64| format!("1391122{:04}", 1000 + who * 37);
            let phones = match random(12) {
                0 => format!("{};{}", phone(person), phone((person + 1) % 25)),
                1 => String::new(),
                _ => phone(person),
            };
            let city = ["杭州", "苏州", "宁波"][random(3) as usize];
            rows.push(format!("k{key},{name}安宁,{phones},u{}@qq.com,{city}\n", person + 100 * (random(9) / 8)));
        }
        dir.write("people.csv", format!("{HEADER}{}", rows.concat()));
        for (kind, n) in follow(&dir, day, &mut followed) {
            *seen.entry(kind).or_insert(0) += n;
        }
    }
    assert!(seen.len() >= 4, "the nights are too dull: {seen:?}");
}

/// Three buyers whose first orders lie 71, 30 and 20 days back on the second night.
const ORDERS: &str = "单号,姓名,手机,时间,金额\n\
    o1,张伟,13912345678,2026-09-01 10:00:00,300\no2,张伟,13912345678,2026-10-22 10:00:00,80\n\
    o3,李娜,13787654321,2026-10-12 10:00:00,50\no4,王建国,13600001234,2026-10-22 09:00:00,70\n";

#[test]
fn a_night_on_which_nothing_was_delivered_lists_only_whom_the_calendar_changed() {
    let dir = Dir::new();
    let fields =
        "{ \"event.key\" = \"单号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.amount\" = \"金额\" }";
    dir.write("people.csv", ORDERS)
        .write("guiyi.toml", one_channel(&format!("record = \"event\"\nevent_kind = \"order\"\nfields = {fields}\n")));
    let mut followed = Master::new();
    follow(&dir, 10, &mut followed);
    follow(&dir, 11, &mut followed);
    let feed = csv_rows(&dir.read("out/current/changes.csv"));
    let told: Vec<[&str; 3]> =
        feed.iter().map(|c| [&c["change"], &followed[&c["customer_id"]]["name"], &c["fields"]].map(String::as_str)).collect();
    assert_eq!(told, [["updated", "李娜", "tags"]], "her first order is more than 30 days old");
    let columns: Vec<&String> = followed.values().next().expect("customers").keys().collect();
    assert!(!columns.iter().any(|column| ["days_since_contact", "recency_days"].contains(&column.as_str())), "{columns:?}");
}
