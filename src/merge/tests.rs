//! Small worlds: rows as (channel, what they say), customers as lists of rows.

use proptest::prelude::*;

use super::compile::tests::empty;
use super::*;
use crate::model::events::Items;
use crate::model::kind::{Kind, Party};
use crate::model::records::Field;
use crate::model::resolution::{NO_CLUSTER, Resolution, ReviewPair};
use crate::model::text::ListColumn;
use crate::model::value::{Class, Dict, Normal, Part};
use crate::rules::{ChannelRule, MergeRule, Place, Rules};

/// One row: channel, time (0 = unknown), values by kind.
#[derive(Debug, Clone)]
struct Row {
    channel: &'static str,
    at: i64,
    entity: Entity,
    values: Vec<(Kind, Normal)>,
}

fn row(channel: &'static str, at: i64, values: &[(Kind, Normal)]) -> Row {
    Row { channel, at, entity: Entity::Person, values: values.to_vec() }
}

fn clear(text: &str) -> Normal {
    Normal::valid(text)
}

fn of_class(text: &str, class: Class) -> Normal {
    Normal { text: text.into(), class, ..Normal::default() }
}

fn name(given: &str, family: &str) -> Normal {
    let mut name = Normal::valid(format!("{family}{given}"));
    name.set(Part::Given, given);
    name.set(Part::Family, family);
    name
}

fn address(text: &str, province: &str, road: &str) -> Normal {
    let mut address = Normal::valid(text);
    address.set(Part::Province, province);
    address.set(Part::Road, road);
    address
}

fn records(rows: &[Row]) -> Records {
    let mut channels: Vec<String> = rows.iter().map(|r| r.channel.to_owned()).collect();
    channels.sort();
    channels.dedup();
    let mut kinds: Vec<Kind> = rows.iter().flat_map(|r| r.values.iter().map(|(k, _)| *k)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let fields = kinds.into_iter().map(|kind| {
        let (mut dict, mut values) = (Dict::new(), ListColumn::new());
        for row in rows {
            let codes: Vec<u32> = row.values.iter().filter(|(k, _)| *k == kind).map(|(_, v)| dict.intern(v)).collect();
            values.push(codes);
        }
        let name = if kind == Kind::Boolean { "consent.sms".to_owned() } else { kind.name().to_owned() };
        let scope = if kind == Kind::AccountId { "taobao".to_owned() } else { String::new() };
        Field { name, kind, party: Party::Principal, scope, matches: true, dict, values }
    });
    Records {
        fields: fields.collect(),
        platforms: channels.clone(),
        files: channels.clone(),
        channel_of_file: (0..channels.len() as u16).collect(),
        file: rows.iter().map(|r| channels.iter().position(|c| c == r.channel).unwrap() as u32).collect(),
        row: (1..=rows.len() as u32).collect(),
        source_key: TextColumn::from_texts((0..rows.len()).map(|i| format!("k{i}"))),
        entity: rows.iter().map(|r| r.entity).collect(),
        updated_at: rows.iter().map(|r| (r.at > 0).then_some(r.at)).collect(),
        created_at: vec![None; rows.len()],
        channels,
        ..Records::default()
    }
}

fn roster(customers: &[&[u32]], rows: usize) -> Roster {
    let ids = (0..customers.len()).map(|customer| format!("0{customer}")).collect();
    let mut roster = Roster { ids, of_record: vec![u32::MAX; rows], ..Roster::default() };
    for (customer, members) in customers.iter().enumerate() {
        roster.members.push(members.iter().copied());
        members.iter().for_each(|&row| roster.of_record[row as usize] = customer as u32);
    }
    roster
}

fn rules(trust: &[(&str, u8)], merge: &[(&str, &[&str])]) -> Compiled {
    let channels = trust.iter().map(|&(name, trust)| ChannelRule { name: name.into(), trust, ..ChannelRule::default() });
    let merge = merge.iter().map(|&(field, prefer)| MergeRule {
        place: Place::default(),
        field: field.into(),
        prefer: prefer.iter().map(|&p| p.to_owned()).collect(),
    });
    compile(&Rules { channels: channels.collect(), merge: merge.collect(), ..empty() }).unwrap()
}

/// Merges all rows into one customer.
fn one(rows: &[Row], rules: &Compiled) -> Customers {
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    several(rows, &[&all], rules)
}

fn several(rows: &[Row], customers: &[&[u32]], rules: &Compiled) -> Customers {
    let (records, roster, events) = (records(rows), roster(customers, rows.len()), Events::default());
    merge(&MergeInput { records: &records, events: &events, roster: &roster, rules, as_of: i64::MAX })
}

fn cell<'a>(customers: &'a Customers, column: &str, customer: usize) -> &'a str {
    match customers.golden.column(column) {
        Some(Data::Text(values)) => values.get(customer),
        other => panic!("{column} is no text column: {other:?}"),
    }
}

/// One golden value with where it came from.
struct Origin {
    field: String,
    value: String,
    record: u32,
    rule: String,
    losers: String,
}

/// What is told, list by list.
fn told(customers: &Customers) -> Vec<Origin> {
    let of = |list: &Lineage, i: usize| Origin {
        field: list.field.clone(),
        value: list.value.get(i).to_owned(),
        record: list.record[i],
        rule: list.rule.get(i).to_owned(),
        losers: list.losers.get(i).to_owned(),
    };
    customers.lineage.iter().flat_map(|list| (0..list.customer.len()).map(move |i| of(list, i))).collect()
}

/// The winner of a column and the rule that decided.
fn check(rows: &[Row], rules: &Compiled, column: &str, expected: (&str, &str)) {
    let customers = one(rows, rules);
    let told = told(&customers).into_iter().find(|l| l.field == column).expect("lineage of the column");
    assert_eq!((cell(&customers, column, 0), told.rule.as_str()), expected);
    assert_eq!(told.value, expected.0);
}

#[test]
fn the_golden_columns_stand_in_the_contracts_order() {
    let customers = one(&[row("a", 0, &[(Kind::Phone, clear("+1")), (Kind::Industry, clear("retail"))])], &rules(&[], &[]));
    let names: Vec<&str> = customers.golden.columns().iter().map(|c| c.name.as_str()).collect();
    let mut fixed: Vec<&str> = MASTER.columns.to_vec();
    fixed.retain(|c| !["lifecycle", "lifecycle_since", "tags"].contains(c));
    fixed.push("industry");
    assert_eq!(names, fixed);
    let master = master_table(&customers, &crate::model::customers::TagOutcome::default());
    let names: Vec<&str> = master.columns().iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, [MASTER.columns, &["industry"]].concat());
    let mut metrics = Table::new();
    for name in ["visits", "days_since_visit"] {
        metrics.push(name, Data::Int(vec![Some(1); customers.ids.len()]));
    }
    let rules_only = vec!["days_since_visit".to_owned()];
    let master = master_table(&customers, &crate::model::customers::TagOutcome { metrics, rules_only, ..Default::default() });
    let names: Vec<&str> = master.columns().iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, [MASTER.columns, &["industry", "visits"]].concat(), "what only rules read is no column");
}

#[test]
fn each_preference_decides_in_its_turn() {
    let phone = |channel, at, text| row(channel, at, &[(Kind::Phone, clear(text))]);
    let rows = [phone("a", 9, "+111"), phone("b", 5, "+2"), phone("b", 1, "+2")];
    check(&rows, &rules(&[("a", 10), ("b", 90)], &[]), "phone", ("+2", "trust"));
    check(&rows, &rules(&[], &[]), "phone", ("+111", "newest"));
    check(&rows, &rules(&[], &[("phone", &["frequent"])]), "phone", ("+2", "frequent"));
    check(&rows, &rules(&[], &[("phone", &["longest"])]), "phone", ("+111", "longest"));
    check(&rows[1..], &rules(&[], &[]), "phone", ("+2", "only"));
    check(&[phone("a", 0, "+2"), phone("a", 0, "+1")], &rules(&[], &[]), "phone", ("+1", "tie"));
}

#[test]
fn masked_never_beats_clear_and_possible_never_beats_valid() {
    let trusted = rules(&[("a", 99), ("b", 1)], &[]);
    let of = |class| of_class("138****1234", class);
    let rows = |class| [row("a", 9, &[(Kind::Phone, of(class))]), row("b", 1, &[(Kind::Phone, clear("+8613812341234"))])];
    check(&rows(Class::Masked), &trusted, "phone", ("+8613812341234", "clear"));
    check(&rows(Class::Possible), &trusted, "phone", ("+8613812341234", "clear"));
    let customers = one(&rows(Class::Masked), &trusted);
    assert_eq!(cell(&customers, "phones", 0), "+8613812341234");
}

#[test]
fn a_full_name_comes_before_a_surname() {
    let rows = [row("a", 9, &[(Kind::PersonName, name("", "王"))]), row("b", 1, &[(Kind::PersonName, name("小明", "王"))])];
    check(&rows, &rules(&[("a", 99)], &[]), "name", ("王小明", "clear"));
}

#[test]
fn an_address_comes_as_a_whole_from_one_row() {
    let rows = [
        row("a", 5, &[(Kind::Address, address("浙江省文三路1号", "浙江省", "文三路"))]),
        row("a", 9, &[(Kind::Address, address("人民路9号", "", "人民路"))]),
    ];
    let customers = one(&rows, &rules(&[], &[("address", &["newest"])]));
    // The first one has a province as well: more detail comes before any preference.
    assert_eq!((cell(&customers, "address", 0), cell(&customers, "province", 0)), ("浙江省文三路1号", "浙江省"));
    let told = told(&customers);
    let told: Vec<(&str, &str, u32)> = told.iter().map(|l| (l.field.as_str(), l.losers.as_str(), l.record)).collect();
    assert_eq!(told, [("address", "人民路9号", 0), ("province", "", 0)]);
}

#[test]
fn a_single_row_has_no_lineage() {
    let customers = one(&[row("a", 0, &[(Kind::Phone, clear("+1"))])], &rules(&[], &[]));
    assert_eq!((customers.lineage.len(), cell(&customers, "phone", 0)), (0, "+1"));
}

#[test]
fn fillers_and_impossible_values_are_never_golden() {
    let rows = [row("a", 0, &[(Kind::Phone, of_class("+0", Class::Placeholder)), (Kind::Email, of_class("x", Class::Invalid))])];
    let customers = one(&rows, &rules(&[], &[]));
    assert_eq!((cell(&customers, "phone", 0), cell(&customers, "email", 0)), ("", ""));
}

#[test]
fn an_organisation_is_named_by_its_company_and_persons_link_to_it() {
    let company = |text: &str| (Kind::Company, clear(text));
    let mut organisation = row("b", 0, &[company("杭州某某有限公司")]);
    organisation.entity = Entity::Organisation;
    let person = row("a", 0, &[company("杭州某某有限公司"), (Kind::PersonName, name("三", "张"))]);
    let other = row("a", 0, &[company("别家"), (Kind::PersonName, name("四", "李"))]);
    let customers = several(&[person, organisation, other], &[&[0], &[1], &[2]], &rules(&[], &[]));
    assert_eq!((cell(&customers, "name", 0), cell(&customers, "company_id", 0)), ("张三", "01"));
    assert_eq!((cell(&customers, "name", 1), cell(&customers, "company_id", 1)), ("杭州某某有限公司", "01"));
    assert_eq!(cell(&customers, "company_id", 2), "");
}

#[test]
fn lists_hold_everything_clear_once() {
    let account = |text: &str| (Kind::AccountId, clear(text));
    let tags = |text: &str| (Kind::Tags, clear(text));
    let rows = [
        row("b", 1, &[account("u2"), tags("vip"), (Kind::Email, clear("b@x.cn"))]),
        row("a", 2, &[account("u1"), account("u2"), tags("vip"), tags("new"), (Kind::Email, clear("a@x.cn"))]),
    ];
    let customers = one(&rows, &rules(&[], &[]));
    let cells: Vec<&str> = ["channels", "account_ids", "manual_tags", "emails"].map(|c| cell(&customers, c, 0)).to_vec();
    assert_eq!(cells, ["a|b", "taobao:u1|taobao:u2", "new|vip", "a@x.cn|b@x.cn"]);
}

#[test]
fn consent_and_completeness_are_columns_of_the_master() {
    let rows = [
        row("a", 1, &[(Kind::Boolean, clear("yes"))]),
        row("b", 2, &[(Kind::Boolean, clear("no")), (Kind::PersonName, name("三", "张"))]),
    ];
    let customers = one(&rows, &rules(&[], &[]));
    assert_eq!(cell(&customers, "consent", 0), "sms:no");
    // Name and channel of name, contact, channel, province.
    let Some(Data::Float(completeness)) = customers.golden.column("completeness") else { panic!("numbers") };
    assert_eq!((completeness[0], customers.filled[0]), (Some(0.5), 0b0101));
}

#[test]
fn the_province_of_an_address_that_is_masked_below_it_is_filled() {
    let masked = |province: &str| Normal { class: Class::Masked, ..address(&format!("{province}****"), province, "") };
    let filled = |province: &str| {
        let customers = one(&[row("a", 1, &[(Kind::Address, masked(province))])], &rules(&[], &[]));
        // Name, contact, channel, province.
        (cell(&customers, "province", 0).to_owned(), customers.filled[0] & 0b1000 != 0)
    };
    assert_eq!(filled("浙江省"), ("浙江省".to_owned(), true));
    assert_eq!(filled("浙*"), ("浙*".to_owned(), false));
}

fn event(record: u32, at: i64, status: &'static str, amount: i64) -> (u32, i64, &'static str, i64) {
    (record, at, status, amount)
}

fn events(list: &[(u32, i64, &'static str, i64)]) -> Events {
    Events {
        record: list.iter().map(|e| e.0).collect(),
        key: TextColumn::from_texts((0..list.len()).map(|i| format!("o{i}"))),
        kind: TextColumn::from_texts(list.iter().map(|_| "order")),
        at: list.iter().map(|e| Some(e.1)).collect(),
        status: TextColumn::from_texts(list.iter().map(|e| e.2)),
        amount: list.iter().map(|e| Some(e.3)).collect(),
        refunded: vec![Some(10); list.len()],
        currency: TextColumn::from_texts(list.iter().map(|_| "CNY")),
        owner: TextColumn::from_texts(list.iter().map(|e| if e.1 > 5 { "Li" } else { "Wang" })),
        score: vec![None; list.len()],
        text: TextColumn::missing(list.len()),
        items: Items::default(),
    }
}

#[test]
fn only_paid_events_up_to_the_day_count_and_refunds_subtract() {
    let records = records(&[row("a", 0, &[]), row("a", 0, &[]), row("a", 0, &[]), row("a", 0, &[])]);
    let roster = roster(&[&[0, 1, 2, 3]], 4);
    let events =
        events(&[event(0, 3, "paid", 100), event(1, 7, "paid", 50), event(2, 8, "cancelled", 999), event(3, 99, "paid", 1)]);
    let rules = rules(&[], &[]);
    let customers = merge(&MergeInput { records: &records, events: &events, roster: &roster, rules: &rules, as_of: 50 });
    let number = |column: &str| match customers.golden.column(column) {
        Some(Data::Int(v) | Data::Time(v) | Data::Money(v)) => v[0],
        other => panic!("{column}: {other:?}"),
    };
    assert_eq!((number("orders"), number("spend"), number("last_order_at")), (Some(2), Some(130), Some(7)));
    assert_eq!((number("first_seen"), number("last_seen")), (Some(3), Some(8)));
    assert_eq!(cell(&customers, "owner", 0), "Li");
}

#[test]
fn kpis_count_rows_and_required_fields() {
    let rows = [
        row("a", 0, &[(Kind::PersonName, name("三", "张")), (Kind::Phone, clear("+1"))]),
        row("a", 0, &[(Kind::Phone, clear("+1"))]),
        row("b", 0, &[(Kind::Phone, of_class("1**", Class::Masked))]),
        row("b", 0, &[]),
    ];
    let (records, roster) = (records(&rows), roster(&[&[0, 1], &[2]], 4));
    let rules = rules(&[], &[]);
    let events = Events::default();
    let customers = merge(&MergeInput { records: &records, events: &events, roster: &roster, rules: &rules, as_of: 0 });
    let pair = ReviewPair { left: 1, right: 2, weight: 0.0, probability: 0.5, why: String::new() };
    let resolution = Resolution { cluster: vec![0, 0, 1, NO_CLUSTER], clusters: 2, review: vec![pair], ..Resolution::default() };
    let rejected = [("a".to_owned(), 1), ("c".to_owned(), 2)].into();
    let kpis =
        kpis(&KpiInput { records: &records, resolution: &resolution, customers: &customers, rules: &rules, rejected: &rejected });
    let share = |part, whole| crate::model::kpi::Share { part, whole };
    assert_eq!((kpis.unification, kpis.completeness, kpis.multi_channel), (share(1, 7), share(4, 8), share(0, 2)));
    let channels: Vec<_> = kpis.channels.iter().map(|c| (c.channel.as_str(), c.unification, c.completeness)).collect();
    let expected = [("a", share(1, 3), share(3, 4)), ("b", share(0, 2), share(1, 4)), ("c", share(0, 2), share(0, 0))];
    assert_eq!(channels, expected);
    let contact = kpis.fields.iter().find(|f| f.entity == "person" && f.field == "contact").unwrap();
    assert_eq!(contact.filled, share(1, 2));
}

/// Any row with a few values out of a small pool.
fn any_row() -> impl Strategy<Value = Row> {
    let value = (0..6_usize, "[abc]{1,3}", 0..7_usize).prop_map(|(kind, text, class)| {
        let kinds = [Kind::PersonName, Kind::Phone, Kind::Email, Kind::Address, Kind::Gender, Kind::Industry];
        let mut value = of_class(&text, Class::ALL[class].0);
        value.set(Part::Province, &text[..1]);
        (kinds[kind], value)
    });
    let values = prop::collection::vec(value, 0..6);
    (prop::sample::select(vec!["a", "b", "c"]), 0..4_i64, values).prop_map(|(channel, at, values)| row(channel, at, &values))
}

proptest! {
    /// Every golden value exists in a member, its lineage points at a row that has it, and the losers are others' values.
    #[test]
    fn every_golden_value_exists_in_a_member(rows in prop::collection::vec(any_row(), 1..7)) {
        let (customers, records) = (one(&rows, &rules(&[("b", 70)], &[])), records(&rows));
        for (column, kind) in [("name", Kind::PersonName), ("phone", Kind::Phone), ("email", Kind::Email), ("address", Kind::Address), ("gender", Kind::Gender), ("industry", Kind::Industry)] {
            let Some(Data::Text(golden)) = customers.golden.column(column) else { continue };
            let golden = golden.get(0);
            let Some(field) = records.field(kind, Party::Principal) else { continue };
            let texts_of = |row: usize| field.values.get(row).iter().map(|&c| field.dict.text(c)).collect::<Vec<_>>();
            let told = told(&customers).into_iter().find(|l| l.field == column);
            if golden.is_empty() || rows.len() < 2 {
                prop_assert!(told.is_none());
                continue;
            }
            let told = told.expect("every golden value is told");
            prop_assert_eq!(&told.value, golden);
            prop_assert!(texts_of(told.record as usize).contains(&golden));
            for loser in told.losers.split('|').filter(|l| !l.is_empty()) {
                prop_assert!(loser != golden && (0..rows.len()).any(|row| texts_of(row).contains(&loser)));
            }
        }
    }

    /// The order of rows and files changes nothing but which of equal rows is named.
    #[test]
    fn golden_values_do_not_depend_on_the_order_of_rows(rows in prop::collection::vec(any_row(), 1..7)) {
        let forth = one(&rows, &rules(&[("b", 70)], &[]));
        let mut turned = rows.clone();
        turned.reverse();
        let back = one(&turned, &rules(&[("b", 70)], &[]));
        for column in forth.golden.columns() {
            if let (Data::Text(a), Some(Data::Text(b))) = (&*column.data, back.golden.column(&column.name)) {
                prop_assert_eq!(a.get(0), b.get(0), "{}", column.name);
            }
        }
        let said = |c: &Customers| told(c).into_iter().map(|l| (l.field, l.value, l.rule, l.losers)).collect::<Vec<_>>();
        prop_assert_eq!(said(&forth), said(&back));
    }
}
