//! A run small enough to count by hand.

use super::*;
use crate::model::customers::Followup;
use crate::model::kind::{Kind, Party};
use crate::model::mapping::{Entity, Mapping};
use crate::model::raw::{InputFacts, RawReject};
use crate::model::records::Field;
use crate::model::resolution::MatchedBy;
use crate::model::table::{Data, Table};
use crate::model::text::{ListColumn, TextColumn};
use crate::model::value::{Class, Dict, Normal};
use crate::rules;

const DAY: i64 = 86_400_000;

fn list(rows: &[&[u32]]) -> ListColumn {
    let mut column = ListColumn::new();
    for row in rows {
        column.push(row.iter().copied());
    }
    column
}

/// Rows 0–2 in `jd`, 3–4 in `shop`; customers {0, 3}, {1, 2}, {4}.
fn records() -> Records {
    let mut dict = Dict::new();
    let phone = dict.intern(&Normal::valid("+8613912345678"));
    let masked = dict.intern(&Normal { text: "139****5678".into(), class: Class::Masked, ..Normal::default() });
    let filler = dict.intern(&Normal { text: "13800138000".into(), class: Class::Placeholder, ..Normal::default() });
    Records {
        channels: vec!["jd".into(), "shop".into()],
        platforms: vec!["jd".into(), "shop".into()],
        files: vec!["jd.csv".into(), "shop.csv".into()],
        channel_of_file: vec![0, 1],
        file: vec![0, 0, 0, 1, 1],
        row: vec![1, 2, 3, 1, 2],
        source_key: TextColumn::from_texts(["1", "2", "3", "1", "2"]),
        entity: vec![Entity::Person; 5],
        fields: vec![Field {
            name: "phone".into(),
            kind: Kind::Phone,
            party: Party::Principal,
            scope: String::new(),
            matches: true,
            dict,
            values: list(&[&[phone], &[masked], &[], &[masked, phone], &[filler]]),
        }],
        created_at: vec![Some(5 * DAY), Some(DAY), Some(2 * DAY), Some(3 * DAY), None],
        updated_at: vec![None; 5],
        ..Records::default()
    }
}

fn events() -> Events {
    Events {
        record: vec![0, 1, 2, 3, 4],
        key: TextColumn::missing(5),
        kind: TextColumn::from_texts(["order"; 5]),
        at: vec![Some(5 * DAY), Some(DAY), Some(2 * DAY), Some(99 * DAY), Some(4 * DAY)],
        status: TextColumn::from_texts(["paid", "paid", "paid", "paid", "pending"]),
        amount: vec![Some(1010), Some(2020), Some(30), Some(9900), Some(7)],
        refunded: vec![None, Some(20), None, None, None],
        currency: TextColumn::from_texts(["CNY"; 5]),
        owner: TextColumn::missing(5),
        score: vec![None; 5],
        text: TextColumn::missing(5),
        ..Events::default()
    }
}

fn customers() -> Customers {
    let mut golden = Table::new();
    golden.push("name", Data::Text(TextColumn::from_texts(["甲", "", "丙"])));
    golden.push("company", Data::Text(TextColumn::from_texts(["", "乙公司", ""])));
    golden.push("province", Data::Text(TextColumn::from_texts(["浙江省", "", "浙江省"])));
    golden.push("country", Data::Text(TextColumn::from_texts(["CN", "DE", "CN"])));
    golden.push("owner", Data::Text(TextColumn::from_texts(["王芳|李雷", "", "王芳"])));
    golden.push("orders", Data::Int(vec![Some(1), Some(2), Some(0)]));
    golden.push("spend", Data::Money(vec![Some(1010), Some(2030), None]));
    Customers {
        ids: ["A", "B", "C"].into_iter().collect(),
        entity: vec![Entity::Person, Entity::Organisation, Entity::Person],
        members: list(&[&[0, 3], &[1, 2], &[4]]),
        of_record: vec![0, 1, 1, 0, 2],
        golden,
        ..Customers::default()
    }
}

fn facts() -> ReportFacts {
    facts_at(10 * DAY)
}

fn facts_at(as_of_ms: i64) -> ReportFacts {
    let (records, events, customers) = (records(), events(), customers());
    let mut rules = rules::implied(std::path::Path::new(".")).unwrap();
    rules.channels = vec![rules::ChannelRule { name: "jd".into(), cost: Some(100.0), ..rules::ChannelRule::default() }];
    rules.gates = vec![rules::Gate {
        place: rules::Place::default(),
        kpi: "unification".into(),
        channel: Some("jd".into()),
        min: Some(0.95),
        max: None,
        max_drop: Some(0.1),
        fail: true,
    }];
    let reject = |row| RawReject { row, reason: "wrong_width", column: String::new(), raw: "a,b".into() };
    let table = ChannelTable {
        mapping: Mapping { channel: "jd".into(), ..Mapping::default() },
        file: "jd.csv".into(),
        rows: vec![1, 2, 3],
        rejects: vec![reject(4), reject(5)],
        input: InputFacts { physical_rows: 6, ..InputFacts::default() },
        ..ChannelTable::default()
    };
    let resolution = Resolution {
        matched_by: vec![MatchedBy::Exact(0), MatchedBy::Score, MatchedBy::Score, MatchedBy::Exact(0), MatchedBy::Single],
        match_weight: vec![Some(12.0), Some(4.5), Some(4.5), Some(12.0), None],
        exact_keys: vec!["phone".into()],
        ..Resolution::default()
    };
    let followup = |customer, due_at, overdue| Followup {
        customer,
        action: "call".into(),
        rule: "r".into(),
        due_at,
        overdue,
        escalated_to: String::new(),
        owner: String::new(),
    };
    let tags = TagOutcome {
        tag_counts: vec![("t".into(), "value".into(), 2)],
        followups: vec![followup(0, 8 * DAY, Some(true)), followup(2, 12 * DAY, Some(false))],
        ..TagOutcome::default()
    };
    rules.followups = vec![rules::FollowupRule {
        place: rules::Place::default(),
        lines: rules::KeyLines::new(),
        action: "call".into(),
        action_en: String::new(),
        from: "first_seen".into(),
        due: crate::rules::Due::After(0),
        on_day_off: crate::rules::OnDayOff::Keep,
        escalate_ms: None,
        when: String::new(),
        unless: String::new(),
    }];
    let kpis = Kpis {
        unification: Share { part: 3, whole: 5 },
        channels: vec![crate::model::kpi::ChannelKpis {
            channel: "jd".into(),
            unification: Share { part: 3, whole: 4 },
            completeness: Share { part: 1, whole: 2 },
        }],
        ..Kpis::default()
    };
    let previous = PreviousRun { values: [("unification/jd".to_owned(), 0.9)].into(), ..PreviousRun::default() };
    let found = Measured {
        rules: &rules,
        tables: &[table],
        records: &records,
        events: &events,
        findings: &Findings::default(),
        corrections: &[],
        resolution: &resolution,
        customers: &customers,
        tags: &tags,
        kpis: &kpis,
        costs: &[],
        as_of_ms,
    };
    measure(&found, Frame { previous: Some(previous), ..Frame::default() }).0
}

#[test]
fn buyers_return_in_the_months_after_their_first_order() {
    let cohort = |customers, returned: &[u64]| crate::report::facts::Cohort {
        month: "1970-01".into(),
        customers,
        returned: returned.into(),
    };
    // Customer A buys on day 5 and on day 99, which is in April; B twice in January; C never paid.
    assert_eq!(facts_at(100 * DAY).cohorts, [cohort(2, &[0, 0, 1])]);
    assert_eq!(facts_at(10 * DAY).cohorts, [cohort(2, &[])]);
    // More than a year later, the cohort is no longer shown.
    assert_eq!(facts_at(400 * DAY).cohorts, []);
}

#[test]
fn channels_are_counted_by_customer_first_row_and_paid_order() {
    let facts = facts();
    let jd = &facts.channels[0];
    assert_eq!((jd.rows, jd.customers, jd.acquired, jd.exclusive), (3, 2, 1, 1));
    assert_eq!((jd.orders, jd.converted, jd.repeat, jd.spend, jd.cost), (3, 2, 1, 30.4, Some(100.0)));
    let shop = &facts.channels[1];
    // The order of row 3 lies after `as_of`, that of row 4 is not paid.
    assert_eq!((shop.customers, shop.acquired, shop.exclusive, shop.orders, shop.spend), (2, 2, 1, 0, 0.0));
    let pairs: Vec<_> = facts.overlap.iter().map(|o| (o.a.as_str(), o.b.as_str(), o.customers)).collect();
    assert_eq!(pairs, [("jd", "jd", 2), ("jd", "shop", 1), ("shop", "shop", 2)]);
    assert_eq!(facts.channel_sets.iter().map(|s| s.customers).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn a_row_counts_once_in_the_field_matrix_by_its_best_value() {
    let facts = facts();
    let line = |channel: &str| facts.fields.iter().find(|f| f.channel == channel).unwrap();
    let jd = line("jd");
    assert_eq!((jd.rows, jd.filled, jd.valid, jd.masked, jd.placeholder, jd.distinct), (3, 2, 1, 1, 0, 1));
    let shop = line("shop");
    assert_eq!((shop.rows, shop.filled, shop.valid, shop.masked, shop.placeholder, shop.distinct), (2, 2, 1, 0, 1, 1));
}

#[test]
fn gates_see_channels_and_the_run_before() {
    let facts = facts();
    assert_eq!(facts.gates[0].miss, "unification/jd 0.75 < 0.95, unification/jd fell by 0.15 > 0.1");
    let rejected = facts.kpis.iter().find(|k| k.name == "rejected_share" && k.channel.is_none()).unwrap();
    assert_eq!((rejected.part, rejected.whole), (Some(2), Some(5)));
    assert_eq!((facts.rejects[0].rows, facts.rejects[0].samples.len()), (2, 2));
}

#[test]
fn clusters_regions_and_team_are_listed() {
    let facts = facts();
    assert_eq!(facts.weakest[0].customer_id, "B");
    assert_eq!((facts.weakest[0].name.as_str(), facts.weakest[0].weakest_bits), ("乙公司", Some(4.5)));
    assert_eq!(facts.matching.matched_by.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["exact:phone", "score", "single"]);
    let regions: Vec<_> = facts.regions.iter().map(|r| (r.region.as_str(), r.customers, r.spend)).collect();
    assert_eq!(regions, [("浙江省", 2, 10.1), ("DE", 1, 20.3)]);
    let team: Vec<_> = facts.team.iter().map(|t| (t.owner.as_str(), t.customers, t.followups, t.overdue)).collect();
    assert_eq!(team, [("王芳", 2, 2, Some(1)), ("", 1, 0, None)]);
    assert_eq!((facts.followups[0].open, facts.followups[0].due, facts.followups[0].overdue), (2, 1, Some(1)));
    assert_eq!((facts.counts.persons, facts.counts.organisations, facts.counts.unattributed_events), (2, 1, 0));
}

#[test]
fn nothing_at_all_can_be_measured() {
    let rules = rules::implied(std::path::Path::new(".")).unwrap();
    let found = Measured {
        rules: &rules,
        tables: &[],
        records: &Records::default(),
        events: &Events::default(),
        findings: &Findings::default(),
        corrections: &[],
        resolution: &Resolution::default(),
        customers: &Customers::default(),
        tags: &TagOutcome::default(),
        kpis: &Kpis::default(),
        costs: &[],
        as_of_ms: 0,
    };
    let (facts, behind) = measure(&found, Frame::default());
    assert_eq!((behind.channels.rows(), behind.months.rows()), (0, 0));
    assert!(facts.kpis.iter().filter(|k| k.name == "unification").all(|k| k.value.is_none()));
}
