//! The shipped packs of metrics and tags on few customers whose answers are counted by hand.

use super::*;

fn texts<'a>(outcome: &'a TagOutcome, metric: &str) -> Vec<&'a str> {
    match outcome.metrics.column(metric) {
        Some(Data::Text(values)) => values.iter().collect(),
        other => panic!("{metric} is {other:?}"),
    }
}

/// Ten buyers and one who never bought. Buyer `c` bought last `10 (c + 1)` days ago, each time for `c + 1` yuan; the first six
/// bought once, then twice, twice, three times and five times.
fn ten_buyers() -> TagOutcome {
    const ORDERS: [i64; 10] = [1, 1, 1, 1, 1, 1, 2, 2, 3, 5];
    let mut made = vec![event(10, "visit", DAY)];
    for (c, orders) in (0_u32..).zip(ORDERS) {
        let last = i64::from(c + 1) * 10 * DAY;
        made.extend((0..orders).map(|n| order(c, last + n * DAY, i64::from(c + 1) * 100)));
    }
    run("", 11, &made)
}

fn scores(outcome: &TagOutcome, metric: &str) -> Vec<i64> {
    ints(outcome, metric).into_iter().flatten().collect()
}

#[test]
fn quintiles_are_among_buyers_and_equal_values_score_equally() {
    let outcome = ten_buyers();
    assert_eq!(scores(&outcome, "rfm_r_quintile"), [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    // Cuts at 1, 1, 1.4 and 2.2 orders.
    assert_eq!(scores(&outcome, "rfm_f_quintile"), [1, 1, 1, 1, 1, 1, 4, 4, 5, 5]);
    // Spend is 1, 2, 3, 4, 5, 6, 14, 16, 27, 50.
    assert_eq!(scores(&outcome, "rfm_m_quintile"), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    for metric in ["rfm_r_quintile", "rfm_f_quintile", "rfm_m_quintile", "rfm_r", "rfm_f", "rfm_m"] {
        assert_eq!(ints(&outcome, metric)[10], None, "{metric} of one who never bought");
    }
}

#[test]
fn segments_compare_each_score_with_the_mean_and_make_one_tag() {
    // Means: recency 3, frequency 2.4, money 3.
    let (new, big, kept) = ("一般发展", "重要发展", "重要保持");
    let outcome = ten_buyers();
    assert_eq!(texts(&outcome, "rfm_segment"), [new, new, new, new, big, big, kept, kept, kept, kept, ""]);
    for (customer, segment) in texts(&outcome, "rfm_segment").into_iter().enumerate() {
        let tags = outcome.tags.get(customer).split('|');
        let given: Vec<&str> = tags.filter(|tag| tag.starts_with("一般") || tag.starts_with("重要")).collect();
        let expected: Vec<String> = (!segment.is_empty()).then(|| format!("{segment}客户")).into_iter().collect();
        assert_eq!(given, expected, "customer {customer}");
    }
}

#[test]
fn fixed_scores_do_not_depend_on_the_other_customers() {
    let outcome = ten_buyers();
    assert_eq!(scores(&outcome, "rfm_r"), [5, 5, 5, 4, 4, 4, 4, 4, 4, 3]);
    assert_eq!(scores(&outcome, "rfm_f"), [1, 1, 1, 1, 1, 1, 2, 2, 3, 4]);
    assert_eq!(scores(&outcome, "rfm_m"), [1; 10]);
}

#[test]
fn a_fifth_of_the_buyers_are_grade_a_and_the_next_three_tenths_grade_b() {
    let outcome = ten_buyers();
    // Cuts at 18.2 and 5.5 yuan.
    assert_eq!(texts(&outcome, "grade"), ["C", "C", "C", "C", "C", "B", "B", "B", "A", "A", ""]);
    assert!(has(&outcome, 9, "A级客户") && has(&outcome, 5, "B级客户") && has(&outcome, 0, "C级客户"));
    assert!(!outcome.tags.get(10).contains("级客户"), "one who never bought has no grade");
}

#[test]
fn tiers_come_by_spend_or_by_orders_and_the_best_one_counts() {
    let yuan = |c, ago, amount: i64| order(c, ago * DAY, amount * 100);
    let mut made = vec![
        yuan(0, 1, 9_999), // silver by spend
        yuan(1, 1, 10_000),
        yuan(2, 1, 2_999),
        Made { refunded: Some(1), ..yuan(4, 1, 10_000) }, // a cent short of gold
    ];
    made.extend((1..=10).map(|n| yuan(3, n, 1))); // gold by ten orders
    made.extend((1..=4).map(|n| yuan(5, n, 1))); // silver by four orders
    let outcome = run("", 7, &made);
    let tiers: Vec<Vec<&str>> =
        outcome.tags.iter().map(|tags| tags.split('|').filter(|tag| tag.ends_with("会员")).collect()).collect();
    let (gold, silver, plain): ([&str; 1], [&str; 1], [&str; 1]) = (["金卡会员"], ["银卡会员"], ["普通会员"]);
    assert_eq!(tiers, [silver.to_vec(), gold.to_vec(), plain.to_vec(), gold.to_vec(), silver.to_vec(), silver.to_vec(), vec![]]);
}

#[test]
fn churn_is_measured_by_the_customers_own_rhythm() {
    let every = |c, days: i64, gone: i64| (0..3).map(move |n| order(c, (gone + n * days) * DAY, 10_000));
    // Silent for 60 days: twice the rhythm of one, six times that of the other; a third bought only twice.
    let made: Vec<Made> = every(0, 30, 60).chain(every(1, 10, 60)).chain([order(2, 60 * DAY, 1), order(2, 70 * DAY, 1)]).collect();
    let outcome = run("", 3, &made);
    let risk = floats(&outcome, "churn_risk");
    assert_eq!(risk, [Some(0.864_665), Some(0.997_521), None], "1 − e⁻², 1 − e⁻⁶, too few orders");
    assert_eq!([0, 1, 2].map(|c| has(&outcome, c, "流失高风险")), [false, true, false]);
    // 100 yuan × 365 / 30 × e⁻².
    assert_eq!(floats(&outcome, "clv_365d")[0], Some(164.657_583));
}

#[test]
fn reasons_are_known_from_cancellations_and_from_what_follow_ups_mention() {
    let said = |c, kind, text| Made { text, ..event(c, kind, i64::from(c + 1) * DAY) };
    let made = [
        said(0, "cancellation", "不想续了"),
        said(1, "followup", "客户嫌太贵"),
        said(2, "followup", "已加微信"),
        said(3, "inquiry", "价格多少"),
        said(4, "ticket", "快递破损"),
        said(5, "churn", ""),
    ];
    let outcome = run("", 6, &made);
    assert_eq!(texts(&outcome, "churn_reason"), ["其他", "价格", "", "", "质量", ""]);
}

#[test]
fn every_shipped_tag_and_stage_has_an_english_name() {
    let rules = rules("");
    let missing: Vec<&str> = rules.tags.iter().filter(|tag| tag.name_en.is_empty()).map(|tag| tag.name.as_str()).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert!(rules.lifecycle.iter().all(|stage| !stage.stage_en.is_empty()));
    assert!(rules.followups.iter().all(|followup| !followup.action_en.is_empty()));
    let dimensions: std::collections::BTreeSet<&str> = rules.tags.iter().map(|tag| tag.dimension.as_str()).collect();
    assert_eq!(dimensions.into_iter().collect::<Vec<_>>(), ["basic", "behaviour", "needs", "value"]);
}
