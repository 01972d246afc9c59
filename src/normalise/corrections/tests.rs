//! Whole tables: what is suggested, what is not, and what applying does.

use super::*;
use crate::model::finding::Findings;
use crate::model::kind::Party;
use crate::model::text::ListColumn;
use crate::model::value::Dict;
use crate::normalise::{Context, cell};
use crate::rules::Rules;

/// Records of one file with the given columns of raw cells.
fn records(columns: &[(&str, Kind, &[&str])]) -> Records {
    let n = columns.first().map_or(0, |c| c.2.len());
    let mut records = Records {
        channels: vec!["made".into()],
        files: vec!["made.csv".into()],
        channel_of_file: vec![0],
        file: vec![0; n],
        row: (1..=n as u32).collect(),
        ..Records::default()
    };
    for (name, kind, cells) in columns {
        let (mut dict, mut values) = (Dict::of(*kind), ListColumn::new());
        for raw in *cells {
            let mut normal = Vec::new();
            cell(*kind, raw, &Context::default(), &mut normal);
            values.push(normal.iter().map(|v| dict.intern(v)).filter(|&c| c != 0).collect::<Vec<_>>());
        }
        let (name, party) = ((*name).to_owned(), Party::Principal);
        records.fields.push(Field { name, kind: *kind, party, scope: String::new(), matches: true, dict, values });
    }
    records
}

/// `n` times one cell, then the others.
fn column<'a>(often: &'a str, n: usize, then: &[&'a str]) -> Vec<&'a str> {
    std::iter::repeat_n(often, n).chain(then.iter().copied()).collect()
}

/// `field.part value -> suggestion reason` of every suggestion.
fn lines(records: &Records) -> Vec<String> {
    let line = |c: &Correction| format!("{}.{} {} -> {} {}", c.field, c.part, c.value, c.suggestion, c.reason);
    suggest(records).iter().map(line).collect()
}

#[test]
fn rare_values_one_slip_from_a_frequent_one_are_suggested() {
    let mails: Vec<String> = (0..9).map(|i| format!("u{i}@acme-tools.de")).chain(["x@acme-tolos.de".into()]).collect();
    let mails: Vec<&str> = mails.iter().map(String::as_str).collect();
    let found = lines(&records(&[
        ("email", Kind::Email, &mails),
        ("等级", Kind::Category, &column("金卡会员", 9, &["金卡会圆"])),
        ("job_title", Kind::JobTitle, &column("Manager", 9, &["Manger"])),
        ("company", Kind::Company, &column("杭州浩海科技有限公司", 9, &["杭州活海科技有限公司"])),
    ]));
    assert_eq!(
        found,
        [
            "company.brand 活海 -> 浩海 same_shape",
            "email.domain acme-tolos.de -> acme-tools.de swapped_characters",
            "job_title.value Manger -> Manager one_letter",
            "等级.value 金卡会圆 -> 金卡会员 same_sound",
        ]
    );
}

#[test]
fn other_values_frequent_ones_and_known_ones_are_left_alone() {
    let found = lines(&records(&[
        ("等级", Kind::Category, &column("金卡会员", 9, &["银卡会员"])),
        ("款式", Kind::Category, &column("2023款", 9, &["2024款"])),
        ("渠道", Kind::Category, &column("Facebook", 9, &["FaceBook"])),
        ("来源", Kind::Category, &column("manager", 4, &["manger", "", "", "", "", ""])),
        ("email", Kind::Email, &column("a@gmail.com", 9, &["b@ymail.com"])),
    ]));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn names_differ_by_a_slip_only_beside_the_same_phone() {
    let names = ["王小明", "王小明", "王晓明", "李娜", "John Smith", "John Smith", "Jonh Smith", "李雷"];
    let phones = ["13912345678", "13912345678", "13912345678", "13912345678", "13712345678", "13712345678", "13712345678", ""];
    let found = lines(&records(&[("name", Kind::PersonName, &names), ("phone", Kind::Phone, &phones)]));
    assert_eq!(found, ["name.name Jonh Smith -> John Smith swapped_characters", "name.name 王晓明 -> 王小明 same_sound"]);
    let apart = ["13912345678", "13912345678", "13612345678", "", "", "", "", ""];
    assert!(lines(&records(&[("name", Kind::PersonName, &names), ("phone", Kind::Phone, &apart)])).is_empty());
}

#[test]
fn a_mailbox_beside_many_names_is_suspicious() {
    let names = ["王伟", "李娜", "张敏", "刘洋", "陈静", "杨帆", "黄磊", "赵倩", "周涛", "吴迪", "徐莉"];
    let mails = column("weixin@made-shop.cn", names.len(), &[]);
    let table = records(&[("name", Kind::PersonName, &names), ("email", Kind::Email, &mails)]);
    let found = suggest(&table);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].part, found[0].reason, found[0].names, found[0].suggestion.as_str()), ("mailbox", "many_names", 11, ""));
}

#[test]
fn only_what_the_rule_names_is_applied_and_every_changed_row_says_so() {
    let table = || {
        records(&[
            ("等级", Kind::Category, &column("金卡会员", 9, &["金卡会圆"])),
            ("job_title", Kind::JobTitle, &column("Manager", 9, &["Manger"])),
        ])
    };
    let applied = |names: &[&str]| {
        let (mut records, mut findings) = (table(), Findings::default());
        let mut found = suggest(&records);
        let rules = Compiled { apply: names.iter().map(|n| (*n).to_owned()).collect() };
        apply(&mut records, &mut findings, &mut found, &rules);
        let shown = |f: &Field| f.dict.text(f.values.get(9)[0]).to_owned();
        let marked: Vec<bool> = found.iter().map(|c| c.applied).collect();
        (shown(&records.fields[0]), shown(&records.fields[1]), marked, findings.counts.len(), records.findings.len())
    };
    assert_eq!(applied(&[]), ("金卡会圆".into(), "Manger".into(), vec![false, false], 0, 0));
    assert_eq!(applied(&["job_title"]), ("金卡会圆".into(), "Manager".into(), vec![true, false], 1, 10));
    assert_eq!(applied(&["等级", "job_title"]), ("金卡会员".into(), "Manager".into(), vec![true, true], 2, 10));
}

#[test]
fn an_address_with_its_city_put_right_is_the_value_of_those_that_were_right() {
    let cells = column("12 Oak Street, Springfield, IL 62701", 9, &["12 Oak Street, Springfeild, IL 62701"]);
    let (mut records, mut findings) = (records(&[("address", Kind::Address, &cells)]), Findings::default());
    let mut found = suggest(&records);
    assert_eq!(lines(&records), ["address.city Springfeild -> Springfield swapped_characters"]);
    apply(&mut records, &mut findings, &mut found, &Compiled { apply: vec!["city".to_owned()] });
    let values = &records.fields[0].values;
    assert_eq!(values.get(9), values.get(0));
}

#[test]
fn an_unknown_name_in_the_rule_is_a_mistake_with_a_hint() {
    let mut rules = crate::rules::implied(std::path::Path::new(".")).expect("shipped presets");
    let check = |rules: &mut Rules, name: &str| {
        rules.normalise.apply_corrections = vec![name.to_owned()];
        compile(rules)
    };
    assert!(check(&mut rules, "city").is_ok());
    let errors = check(&mut rules, "domian").expect_err("no such part");
    assert_eq!(errors[0].message, "[normalise] cannot apply corrections of `domian`");
    assert_eq!(errors[0].hint, "did you mean `domain`?");
}
