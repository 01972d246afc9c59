//! Hand-made customers whose tags can be counted by hand.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::customers::{ByPeople, Customers, TagOutcome};
use crate::model::events::Events;
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{ListColumn, TextBuilder, TextColumn};
use crate::rules::{Rules, load};

use super::{Compiled, TagInput, compile, evidence, tag};

/// 2026-06-30 23:59:59.999 in Shanghai, as a date `--as-of` means.
const AS_OF: i64 = 1_782_835_199_999;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// One made event: customer, kind, milliseconds before `AS_OF`, status, minor units.
#[derive(Clone, Copy)]
struct Made {
    customer: u32,
    kind: &'static str,
    ago: i64,
    status: &'static str,
    amount: Option<i64>,
    refunded: Option<i64>,
    currency: &'static str,
    text: &'static str,
}

fn event(customer: u32, kind: &'static str, ago: i64) -> Made {
    Made { customer, kind, ago, status: "", amount: None, refunded: None, currency: "CNY", text: "" }
}

fn order(customer: u32, ago: i64, amount: i64) -> Made {
    Made { status: "paid", amount: Some(amount), ..event(customer, "order", ago) }
}

fn rules(text: &str) -> Rules {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("{text}\n[[channel]]\nname = \"a\"\nfiles = \"a.csv\"\n");
    fs::write(dir.path().join("guiyi.toml"), text).unwrap();
    load(dir.path()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn compiled(text: &str) -> Compiled {
    compile(&rules(text)).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// `n` customers of one record each, without golden values.
fn customers(n: u32, golden: Table) -> Customers {
    let mut members = ListColumn::new();
    (0..n).for_each(|i| members.push([i]));
    Customers {
        ids: (0..n).map(|i| format!("C{i:011}")).collect(),
        entity: vec![Entity::Person; n as usize],
        members,
        of_record: (0..n).collect(),
        golden,
        ..Customers::default()
    }
}

fn records(n: u32) -> Records {
    Records {
        channels: vec!["a".into(), "b".into()],
        platforms: vec!["pa".into(), "pb".into()],
        files: vec!["a.csv".into(), "b.csv".into()],
        channel_of_file: vec![0, 1],
        file: (0..n).map(|i| i % 2).collect(),
        row: (1..=n).collect(),
        source_key: TextColumn::from_texts((0..n).map(|i| i.to_string())),
        entity: vec![Entity::Person; n as usize],
        ..Records::default()
    }
}

fn events(made: &[Made]) -> Events {
    let texts = |pick: fn(&Made) -> &'static str| {
        let mut builder = TextBuilder::default();
        for m in made {
            builder.push(pick(m));
        }
        builder.finish()
    };
    Events {
        record: made.iter().map(|m| m.customer).collect(),
        key: TextColumn::missing(made.len()),
        kind: texts(|m| m.kind),
        at: made.iter().map(|m| Some(AS_OF - m.ago)).collect(),
        status: texts(|m| m.status),
        amount: made.iter().map(|m| m.amount).collect(),
        refunded: made.iter().map(|m| m.refunded).collect(),
        currency: texts(|m| m.currency),
        owner: TextColumn::missing(made.len()),
        score: vec![None; made.len()],
        text: texts(|m| m.text),
        items: crate::model::events::Items::default(),
    }
}

fn run_with(compiled: &Compiled, golden: Table, n: u32, made: &[Made]) -> TagOutcome {
    let (customers, records, events) = (customers(n, golden), records(n), events(made));
    tag(
        TagInput { customers: &customers, records: &records, events: &events, people: &ByPeople::default(), as_of_ms: AS_OF },
        compiled,
    )
}

fn run(text: &str, n: u32, made: &[Made]) -> TagOutcome {
    run_with(&compiled(text), Table::new(), n, made)
}

fn ints(outcome: &TagOutcome, metric: &str) -> Vec<Option<i64>> {
    match outcome.metrics.column(metric) {
        Some(Data::Int(values)) => values.clone(),
        other => panic!("{metric} is {other:?}"),
    }
}

fn floats(outcome: &TagOutcome, metric: &str) -> Vec<Option<f64>> {
    match outcome.metrics.column(metric) {
        Some(Data::Float(values)) => values.clone(),
        other => panic!("{metric} is {other:?}"),
    }
}

fn tags(outcome: &TagOutcome) -> Vec<&str> {
    outcome.tags.iter().collect()
}

fn has(outcome: &TagOutcome, customer: usize, tag: &str) -> bool {
    outcome.tags.get(customer).split('|').any(|given| given == tag)
}

const INQUIRIES: &str =
    "[[metric]]\nname = \"n\"\nfrom = \"events\"\nwhere = \"kind = 'inquiry'\"\nwithin = \"30d\"\nvalue = \"COUNT(*)\"";

#[test]
fn a_window_leaves_out_the_moment_it_begins_with_and_keeps_its_end() {
    let made = [
        event(0, "inquiry", 30 * DAY),
        event(0, "inquiry", 30 * DAY - 1),
        event(0, "inquiry", 0),
        event(0, "inquiry", -1),
        event(0, "visit", 0),
    ];
    let outcome = run(INQUIRIES, 2, &made);
    assert_eq!(ints(&outcome, "n"), [Some(2), Some(0)]);
    assert!(outcome.remarks.iter().any(|r| r.starts_with("1 events lie after")), "{:?}", outcome.remarks);
}

#[test]
fn customers_without_events_count_zero_and_sum_nothing() {
    let text = "[[metric]]\nname = \"n\"\nvalue = \"COUNT(*) - 1\"\n[[metric]]\nname = \"s\"\nvalue = \"SUM(amount)\"\n\
                [[metric]]\nname = \"d\"\nvalue = \"COUNT(DISTINCT kind)\"\n[[metric]]\nname = \"f\"\nvalue = \"FIRST(channel)\"";
    let outcome = run(text, 3, &[order(1, DAY, 100), order(1, DAY, 250)]);
    assert_eq!(ints(&outcome, "n"), [Some(-1), Some(1), Some(-1)]);
    assert_eq!(floats(&outcome, "s"), [None, Some(3.5), None]);
    assert_eq!(ints(&outcome, "d"), [Some(0), Some(1), Some(0)]);
    match outcome.metrics.column("f") {
        Some(Data::Text(text)) => assert_eq!(text.iter().collect::<Vec<_>>(), ["", "b", ""]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_customers_and_no_events_are_no_problem() {
    let outcome = run("", 0, &[]);
    assert_eq!((outcome.metrics.rows(), outcome.tags.len(), outcome.followups.len()), (0, 0, 0));
}

#[test]
fn sums_of_cents_meet_their_threshold() {
    let text = "[[metric]]\nname = \"s\"\nvalue = \"SUM(net)\"\n[[tag]]\nname = \"full\"\nwhen = \"s >= 1.0\"";
    let outcome = run(text, 1, &[order(0, 1, 10); 10]);
    assert_eq!(tags(&outcome), ["full"]);
}

#[test]
fn only_paid_events_are_spend_and_refunds_subtract() {
    let refunded = Made { refunded: Some(300), ..order(0, DAY, 1000) };
    let cancelled = Made { status: "cancelled", ..order(0, DAY, 5000) };
    let returned = Made { status: "refunded", refunded: Some(2000), ..order(0, DAY, 2000) };
    let outcome = run("", 2, &[refunded, cancelled, returned, order(0, DAY, 500)]);
    assert_eq!(floats(&outcome, "net_spend"), [Some(12.0), None]);
    assert_eq!(ints(&outcome, "paid_orders"), [Some(2), Some(0)]);
    assert_eq!(floats(&outcome, "aov"), [Some(6.0), None]);
    assert_eq!(ints(&outcome, "refunds_90d"), [Some(2), Some(0)]);
}

#[test]
fn amounts_of_two_currencies_are_never_added() {
    let dollars = Made { currency: "USD", ..order(0, DAY, 100) };
    let outcome = run("", 1, &[dollars, order(0, DAY, 1000)]);
    assert_eq!(floats(&outcome, "net_spend"), [Some(10.0)]);
    assert!(outcome.remarks.iter().any(|r| r.contains("1 amounts in USD")), "{:?}", outcome.remarks);
    let converted = run("[currency]\nbase = \"CNY\"\nrates = { USD = 7.0 }", 1, &[dollars, order(0, DAY, 1000)]);
    assert_eq!(floats(&converted, "net_spend"), [Some(17.0)]);
    let alone = run("", 1, &[dollars]);
    assert_eq!(floats(&alone, "net_spend"), [Some(1.0)], "a single currency needs no rate");
}

#[test]
fn three_inquiries_in_thirty_days_make_a_highly_active_lead() {
    let made: Vec<Made> = [1, 10, 29]
        .map(|d| event(0, "inquiry", d * DAY))
        .into_iter()
        .chain([1, 10, 31].map(|d| event(1, "inquiry", d * DAY)))
        .collect();
    let outcome = run("", 2, &made);
    assert!(has(&outcome, 0, "高活跃意向客户") && !has(&outcome, 1, "高活跃意向客户"));
    assert_eq!(outcome.lifecycle.get(0), "意向");
    assert_eq!(outcome.lifecycle_since[0], Some(AS_OF - DAY));
}

#[test]
fn an_old_customer_without_contact_for_three_years_is_marked_by_the_calendar() {
    // 2023-06-30 23:59:59.999 is exactly three years back, over the leap day of 2024: 1096 days.
    let outcome = run("", 2, &[order(0, 1096 * DAY, 100), order(1, 1096 * DAY - 1, 100)]);
    assert!(has(&outcome, 0, "老客户3年无互动") && !has(&outcome, 0, "沉睡客户"), "{:?}", tags(&outcome));
    assert!(!has(&outcome, 1, "老客户3年无互动") && has(&outcome, 1, "沉睡客户"), "{:?}", tags(&outcome));
    assert_eq!(outcome.lifecycle.get(0), "流失");
}

#[test]
fn a_note_that_mentions_service_makes_a_service_minded_customer() {
    let note = |customer, text| Made { text, ..event(customer, "inquiry", DAY) };
    let outcome = run("", 3, &[note(0, "想问售后服务怎么样"), note(1, "你好"), note(2, "After-Sales hotline?")]);
    assert_eq!([0, 1, 2].map(|c| has(&outcome, c, "服务敏感型")), [true, false, true]);
}

#[test]
fn of_a_group_only_the_best_tag_is_given() {
    let outcome = run("", 4, &[order(0, DAY, 1_000_000), order(1, DAY, 300_000), order(2, DAY, 100)]);
    let tier = |c| ["金卡会员", "银卡会员", "普通会员"].into_iter().filter(|t| has(&outcome, c, t)).collect::<Vec<_>>();
    assert_eq!([tier(0), tier(1), tier(2), tier(3)], [vec!["金卡会员"], vec!["银卡会员"], vec!["普通会员"], vec![]]);
    let counted = outcome.tag_counts.iter().find(|(name, _, _)| name == "普通会员").unwrap();
    assert_eq!((counted.1.as_str(), counted.2), ("value", 1));
}

#[test]
fn the_last_stage_that_holds_counts() {
    let made = [
        order(1, 10 * DAY, 100),
        order(2, 10 * DAY, 100),
        order(2, 20 * DAY, 100),
        order(3, 200 * DAY, 100),
        order(4, 400 * DAY, 100),
    ];
    let outcome = run("", 5, &made);
    assert_eq!(outcome.lifecycle.iter().collect::<Vec<_>>(), ["线索", "成交", "复购", "流失预警", "流失"]);
    assert_eq!(outcome.lifecycle_since[4], Some(AS_OF - 35 * DAY));
}

#[test]
fn a_contract_is_renewed_seven_days_before_its_end() {
    let mut golden = Table::new();
    golden.push("contract_end", Data::Text(TextColumn::from_texts(["2026-07-10", "2026-12-31", ""])));
    golden.push("owner", Data::Text(TextColumn::from_texts(["王芳|李雷", "", ""])));
    let outcome = run_with(&compiled(""), golden, 3, &[]);
    let due: Vec<_> = outcome.followups.iter().filter(|f| f.action == "续约提醒").collect();
    assert_eq!(due.len(), 1);
    // 2026-07-03 00:00 in Shanghai.
    assert_eq!((due[0].customer, due[0].due_at, due[0].owner.as_str()), (0, AS_OF + 1 + 2 * DAY, "王芳"));
    assert_eq!(due[0].overdue, None);
}

#[test]
fn a_first_touch_is_due_within_a_day_and_overdue_only_where_follow_up_is_known() {
    let golden = || {
        let mut golden = Table::new();
        golden.push("first_seen", Data::Time(vec![Some(AS_OF - 25 * HOUR), Some(AS_OF - 23 * HOUR), Some(AS_OF - 25 * HOUR)]));
        golden
    };
    let first = |outcome: &TagOutcome| {
        outcome.followups.iter().filter(|f| f.action == "首次触达").map(|f| (f.customer, f.overdue)).collect::<Vec<_>>()
    };
    let unknown = run_with(&compiled(""), golden(), 3, &[]);
    assert_eq!(first(&unknown), [(0, None), (2, None), (1, None)]);
    assert!(unknown.remarks.iter().any(|r| r.contains("no follow-up data")));
    let known = run_with(&compiled(""), golden(), 3, &[event(2, "followup", HOUR)]);
    assert_eq!(first(&known), [(0, Some(true)), (1, Some(false))]);
}

#[test]
fn hours_are_those_of_the_project() {
    // 14:59 UTC is 22:59 in Shanghai and 23:59 in Tokyo.
    let made = [event(0, "visit", HOUR)];
    let text = "[[metric]]\nname = \"h\"\nvalue = \"MAX(EXTRACT(hour FROM at))\"\n[[metric]]\nname = \"d\"\nvalue = \"MAX(DATE_PART('day', at))\"";
    let shanghai = run(text, 1, &made);
    assert_eq!((ints(&shanghai, "h"), ints(&shanghai, "d")), (vec![Some(22)], vec![Some(30)]));
    let zoned = format!("[project]\ntimezone = \"Asia/Tokyo\"\n{text}");
    let tokyo = run(&zoned, 1, &made);
    assert_eq!((ints(&tokyo, "h"), ints(&tokyo, "d")), (vec![Some(23)], vec![Some(30)]));
}

#[test]
fn metrics_over_fields_wait_for_what_they_need() {
    let text = "[[metric]]\nname = \"b\"\nfrom = \"fields\"\nvalue = \"a * 2\"\n[[metric]]\nname = \"a\"\nfrom = \"fields\"\nvalue = \"n + 1\"\n[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"";
    let outcome = run(text, 2, &[event(1, "visit", 1)]);
    assert_eq!(ints(&outcome, "b"), [Some(2), Some(4)]);
}

#[test]
fn a_list_has_whole_entries_only() {
    let mut golden = Table::new();
    golden.push("channels", Data::Text(TextColumn::from_texts(["a|bc", "abc", "", "bc"])));
    let rules = compiled("[[tag]]\nname = \"t\"\nwhen = \"HAS(channels, 'bc') AND NOT HAS(channels, 'c')\"");
    assert_eq!(tags(&run_with(&rules, golden, 4, &[])), ["t", "", "", "t"]);
}

#[test]
fn every_shipped_example_holds() {
    let outcome = super::examples(&compiled(""));
    let shown = crate::rules::RuleErrors(outcome.failures.clone()).to_string();
    assert!(outcome.failures.is_empty(), "{shown}");
    assert!(outcome.held >= 20, "{} examples", outcome.held);
}

#[test]
fn a_failing_example_says_where_what_and_why() {
    let text = "[[example]]\nname = \"two\"\nevents = [{ kind = \"inquiry\", at = \"-1d\" }]\ntags = [\"高活跃意向客户\"]\nstage = \"成交\"\n\
                not_tags = [\"新客户\"]\nmetrics = { inquiries_30d = 2, aov = 3 }\nfollowups = { \"首次触达\" = \"2026-01-01\" }\noverdue = \"首次触达\"";
    let shown: Vec<String> = super::examples(&compiled(text))
        .failures
        .into_iter()
        .filter(|e| e.file == "guiyi.toml")
        .map(|e| format!("{}: {} ({})", e.line, e.message, e.hint))
        .collect();
    assert_eq!(
        shown,
        [
            "4: example `two`: expected tag `高活跃意向客户`, got `新客户` (`inquiries_30d >= 3` does not hold: inquiries_30d is 1)",
            "6: example `two`: expected no tag `新客户`, got it (`first_seen > as_of - INTERVAL '30 days'` holds: first_seen is 2026-06-29 23:59:59)",
            "5: example `two`: expected stage `成交`, got stage `意向` ()",
            "7: example `two`: expected metric `inquiries_30d` to be `2`, got `1` ()",
            "7: example `two`: expected metric `aov` to be `3`, got nothing ()",
            "8: example `two`: expected follow-up `首次触达` due 2026-01-01 00:00:00, got `首次触达` due 2026-06-30 23:59:59, `意向周跟进` due 2026-07-06 23:59:59 ()",
            "9: example `two`: expected follow-up `首次触达` to be overdue, got `首次触达` due 2026-06-30 23:59:59, `意向周跟进` due 2026-07-06 23:59:59 (without any event of kind `followup` or `touch` nothing is called overdue)",
        ]
    );
}

#[test]
fn division_by_zero_is_missing() {
    let text = "[[metric]]\nname = \"q\"\nvalue = \"COUNT(*) / (COUNT(*) - 1)\"";
    let outcome = run(text, 2, &[event(1, "visit", 1)]);
    assert_eq!(floats(&outcome, "q"), [Some(0.0), None]);
}

#[test]
fn quantiles_run_over_all_customers() {
    let text = "[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"\n[[tag]]\nname = \"top\"\nwhen = \"n >= QUANTILE_CONT(n, 0.75)\"";
    let made: Vec<Made> = (0..4).flat_map(|c| vec![event(c, "visit", 1); c as usize]).collect();
    assert_eq!(tags(&run(text, 4, &made)), ["", "", "", "top"]);
}

#[test]
fn line_items_are_grouped_with_their_events() {
    let mut events = events(&[order(0, DAY, 100), order(1, DAY, 100), Made { status: "cancelled", ..order(1, DAY, 900) }]);
    events.items = crate::model::events::Items {
        event: vec![0, 0, 1, 2],
        sku: TextColumn::from_texts(["A", "B", "A", "C"]),
        product: TextColumn::missing(4),
        quantity: vec![Some(1.0), Some(2.0), Some(4.0), Some(8.0)],
        amount: vec![None; 4],
    };
    let rules = compiled(
        "[[metric]]\nname = \"q\"\nfrom = \"items\"\nwhere = \"paid\"\nvalue = \"SUM(quantity)\"\n[[metric]]\nname = \"k\"\nfrom = \"items\"\nvalue = \"COUNT(DISTINCT sku)\"",
    );
    let (customers, records) = (customers(3, Table::new()), records(3));
    let outcome = tag(
        TagInput { customers: &customers, records: &records, events: &events, people: &ByPeople::default(), as_of_ms: AS_OF },
        &rules,
    );
    assert_eq!(floats(&outcome, "q"), [Some(3.0), Some(4.0), None]);
    assert_eq!(ints(&outcome, "k"), [Some(2), Some(2), Some(0)]);
}

#[test]
fn what_is_bought_together_is_recommended_to_those_who_lack_it() {
    // Thirty buyers: 0 to 5 bought a stroller, 0 to 4 also a cot; 6 bought a cot alone; 7 to 29 bought shoes.
    let mut made: Vec<Made> = (0..30).map(|c| order(c, DAY, 100)).collect();
    made.extend((0..5).map(|c| order(c, 2 * DAY, 100)));
    made.push(Made { status: "cancelled", ..order(9, DAY, 100) });
    let mut events = events(&made);
    let products = ["推车"; 6].into_iter().chain(["婴儿床"]).chain(["鞋"; 23]).chain(["婴儿床"; 5]).chain(["推车"]);
    events.items = crate::model::events::Items {
        event: (0..36).collect(),
        sku: TextColumn::missing(36),
        product: TextColumn::from_texts(products),
        quantity: vec![Some(1.0); 36],
        amount: vec![None; 36],
    };
    let rules = compiled("[[tag]]\nname = \"t\"\nwhen = \"recommended = '婴儿床'\"");
    let (customers, records) = (customers(30, Table::new()), records(30));
    let people = ByPeople::default();
    let outcome =
        tag(TagInput { customers: &customers, records: &records, events: &events, people: &people, as_of_ms: AS_OF }, &rules);
    let shown: Vec<(&str, &str, u64, u64)> =
        outcome.affinity.iter().map(|a| (a.product.as_str(), a.other.as_str(), a.both, a.buyers)).collect();
    assert_eq!(shown, [("推车", "婴儿床", 5, 30), ("婴儿床", "推车", 5, 30)]);
    // 5 of 6 stroller buyers bought a cot, as 6 of 30 buyers did.
    assert!((outcome.affinity[0].lift() - 5.0 / 6.0 * 30.0 / 6.0).abs() < 1e-12);
    assert!((outcome.affinity[0].support() - 5.0 / 30.0).abs() < 1e-12);
    let tagged: Vec<usize> = outcome.tags.iter().enumerate().filter(|(_, tags)| *tags == "t").map(|(c, _)| c).collect();
    assert_eq!(tagged, [5]);
    let Some(Data::Text(recommended)) = outcome.metrics.column("recommended") else { panic!("a column") };
    assert_eq!((recommended.get(5), recommended.get(6), recommended.get(7)), ("婴儿床", "推车", ""));
}

#[test]
fn every_allowed_function_runs() {
    let calls = [
        ("COUNT(at)", "n"),
        ("SUM(amount)", "n"),
        ("AVG(score)", "n"),
        ("MIN(at)", "t"),
        ("MAX(text)", "s"),
        ("MEDIAN(amount)", "n"),
        ("STDDEV(amount)", "n"),
        ("VARIANCE(amount)", "n"),
        ("QUANTILE_CONT(amount, 0.5)", "n"),
        ("QUANTILE_DISC(amount, 0.5)", "n"),
        ("FIRST(kind)", "s"),
        ("LAST(kind)", "s"),
        ("COUNT(*) FILTER (WHERE paid)", "n"),
    ];
    for (call, _) in calls {
        for filter in ["", "where = \"paid\"\nwithin = \"9d\"\n"] {
            let outcome = run(&format!("[[metric]]\nname = \"m\"\n{filter}value = \"{call}\""), 2, &[order(0, DAY, 7)]);
            assert!(!outcome.remarks.iter().any(|r| r.contains("computed")), "{call}: {:?}", outcome.remarks);
        }
    }
    let rows = [
        "COALESCE(orders, 0)",
        "IFNULL(orders, 0)",
        "NULLIF(orders, 0)",
        "GREATEST(orders, spend)",
        "LEAST(orders, spend)",
        "IF(orders > 1, 'a', 'b')",
        "ABS(orders)",
        "ROUND(spend, 1)",
        "ROUND(spend)",
        "SIGN(spend)",
        "SQRT(spend)",
        "EXP(spend)",
        "LN(spend)",
        "LOG10(spend)",
        "LOG2(spend)",
        "POW(spend, 2)",
        "POWER(spend, 2)",
        "MOD(orders, 2)",
        "CEIL(spend)",
        "FLOOR(spend)",
        "LENGTH(name)",
        "LOWER(name)",
        "UPPER(name)",
        "LEFT(name, 1)",
        "RIGHT(name, 1)",
        "SUBSTR(name, 2)",
        "SUBSTR(name, 1, 2)",
        "SUBSTRING(name FROM 1 FOR 2)",
        "TRIM(name)",
        "REPLACE(name, 'a', 'b')",
        "CONCAT(name, city)",
        "name || city",
        "STARTS_WITH(name, 'a')",
        "ENDS_WITH(name, 'a')",
        "STRPOS(name, 'a')",
        "HAS(channels, 'a')",
        "REGEXP_LIKE(name, '^a')",
        "DAYS_BETWEEN(as_of, first_seen)",
        "DATE_PART('month', first_seen)",
        "STRFTIME(first_seen, '%Y-%m')",
        "EXTRACT(year FROM first_seen)",
        "first_seen >= '2026-01-01'",
        "'2026-01-01 10:00' < first_seen",
        "first_seen BETWEEN '2026-01-01' AND as_of",
        "as_of - INTERVAL '3 years'",
        "city IN ('杭州市', '宁波市')",
        "name LIKE '张%'",
        "name ILIKE 'a%'",
        "CASE city WHEN '杭州市' THEN 1 ELSE 0 END",
        "CASE WHEN orders > 1 THEN 'x' END",
        "CAST(name AS BIGINT)",
        "CAST(orders AS VARCHAR)",
        "NOT (orders > 1)",
        "-orders",
        "orders IS NULL",
        "(orders > 1) IS TRUE",
        "AVG(orders)",
        "MAX(spend) - spend",
        "TRUE",
        "NULL",
        "1",
    ];
    for row in rows {
        let text = format!("[[metric]]\nname = \"m\"\nfrom = \"fields\"\nvalue = \"{row}\"");
        let outcome = run(&text, 2, &[]);
        assert_eq!(outcome.metrics.rows(), 2, "{row}");
        assert!(!outcome.remarks.iter().any(|r| r.contains("computed")), "{row}: {:?}", outcome.remarks);
    }
}

#[test]
fn evidence_names_the_part_that_failed() {
    let text = "[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"\n[[tag]]\nname = \"t\"\nwhen = \"n >= 2 AND entity = 'person'\"";
    let compiled = compiled(text);
    let (customers, records, events) = (customers(2, Table::new()), records(2), events(&[event(1, "visit", 1); 2]));
    let outcome = tag(
        TagInput { customers: &customers, records: &records, events: &events, people: &ByPeople::default(), as_of_ms: AS_OF },
        &compiled,
    );
    let ask =
        |customer| evidence(&compiled, &customers, &outcome, super::Question { tag: "t", customer, as_of_ms: AS_OF }).unwrap();
    let absent = ask(0);
    assert!(!absent.given);
    assert_eq!(absent.parts, [("n >= 2".to_owned(), false), ("entity = 'person'".to_owned(), true)]);
    assert_eq!(absent.values, [("entity".to_owned(), "person".to_owned()), ("n".to_owned(), "0".to_owned())]);
    assert!(ask(1).given);
}

fn fixture(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(kind)
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "toml"));
    files.sort();
    files
}

/// Loads and compiles a project file: the messages, or `""`.
fn messages(file: &Path) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(file, dir.path().join("guiyi.toml")).unwrap();
    let rules = match load(dir.path()) {
        Ok(rules) => rules,
        Err(errors) => return format!("error: {errors}\n"),
    };
    match compile(&rules) {
        Ok(_) => String::new(),
        Err(errors) => format!("error: {}\n", crate::rules::RuleErrors(errors)),
    }
}

#[test]
fn every_invalid_rule_file_gets_its_message() {
    for file in toml_files(&fixture("invalid")) {
        let found = messages(&file);
        let expected = file.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert!(!found.is_empty(), "{} is accepted", file.display());
        assert_eq!(found, expected, "{}", file.display());
    }
}

#[test]
fn every_valid_rule_file_is_accepted() {
    for file in toml_files(&fixture("valid")) {
        assert_eq!(messages(&file), "", "{}", file.display());
    }
}
