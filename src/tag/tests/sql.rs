//! What expressions mean.

use super::*;

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
        |customer| evidence(&compiled, &customers, &outcome, crate::tag::Question { tag: "t", customer, as_of_ms: AS_OF }).unwrap();
    let absent = ask(0);
    assert!(!absent.given);
    assert_eq!(absent.parts, [("n >= 2".to_owned(), false), ("entity = 'person'".to_owned(), true)]);
    assert_eq!(absent.values, [("entity".to_owned(), "person".to_owned()), ("n".to_owned(), "0".to_owned())]);
    assert!(ask(1).given);
}
