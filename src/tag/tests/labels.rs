//! Windows, money, tags, stages, follow-ups and what is bought together, on a few made customers.

use super::*;

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
