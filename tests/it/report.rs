//! What the report shows: costs, where contacts begin and end, answers, reasons; every figure leads to its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::{AS_OF, Dir, csv_rows};

const PROJECT: &str = "[project]\nname = \"test\"\n[gates]\nunification = 0\ncompleteness = 0\n\n[currency]\nbase = \"CNY\"\nrates = { USD = 7 }\n\n\
    [[channel]]\nname = \"form\"\nfiles = \"form.csv\"\nrecord = \"event\"\nevent_kind = \"inquiry\"\n\
    fields = { \"event.key\" = \"编号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.text\" = \"内容\" }\n\n\
    [[channel]]\nname = \"shop\"\nfiles = \"orders.csv\"\nrecord = \"event\"\nevent_kind = \"order\"\n\
    fields = { \"event.key\" = \"编号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.amount\" = \"金额\" }\n\n\
    [[channel]]\nname = \"survey\"\nfiles = \"survey.csv\"\nrecord = \"event\"\nevent_kind = \"survey\"\n\
    fields = { \"event.key\" = \"编号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.score\" = \"分数\" }\n\n\
    [[channel]]\nname = \"service\"\nfiles = \"tickets.csv\"\nrecord = \"event\"\nevent_kind = \"ticket\"\n\
    fields = { \"event.key\" = \"编号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.text\" = \"内容\" }\n\n";

/// Four customers: 张伟 asked, then bought twice; 李娜 bought, then asked; 赵丽华 only asked; 王建国 only bought, long ago.
fn project(more: &str) -> Dir {
    let dir = Dir::new();
    let (zhang, li, zhao, wang) = ("张伟,13912345678", "李娜,13787654321", "赵丽华,13500005678", "王建国,13600001234");
    dir.write("form.csv", format!("编号,姓名,手机,时间,内容\nf1,{zhang},2026-09-01 10:00:00,价格\nf2,{li},2026-10-20 10:00:00,发货\nf3,{zhao},2026-10-05 10:00:00,价格\n"))
        .write("orders.csv", format!("编号,姓名,手机,时间,金额\no1,{zhang},2026-10-02 10:00:00,300\no2,{zhang},2026-10-12 10:00:00,100\no3,{li},2026-10-03 10:00:00,50.50\no4,{wang},2025-01-05 10:00:00,1000\n"))
        .write("survey.csv", format!("编号,姓名,手机,时间,分数\ns1,{zhang},2026-10-20 10:00:00,9\ns2,{li},2026-10-21 10:00:00,3\ns3,{zhao},2026-10-21 10:00:00,10\ns4,{wang},2025-02-01 10:00:00,8\n"))
        .write("tickets.csv", format!("编号,姓名,手机,时间,内容\nt1,{wang},2025-03-01 10:00:00,质量太差\nt2,{li},2026-10-22 10:00:00,发货太慢\n"))
        .write("guiyi.toml", format!("{PROJECT}{more}"));
    dir
}

fn report(dir: &Dir) -> serde_json::Value {
    serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON")
}

#[test]
fn a_cost_file_gives_cost_per_customer_and_return_for_the_time_it_covers() {
    let dir = project("[costs]\nfiles = \"costs/*.csv\"\n");
    dir.write("costs/october.csv", "渠道,费用,月份,币种\nshop,100,2026-10,\nform,\"1,000.50\",,\nshop,50,2026年11月,\n")
        .write("costs/more.csv", "channel,cost,date,currency\nshop,10,2026-10-15,USD\nsurvey,5,2026-10-01,EUR\n");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("note: 1 costs in EUR are left out: [currency] gives no rate for EUR");
    let report = report(&dir);
    let line =
        |name: &str| report["channels"].as_array().expect("lines").iter().find(|c| c["channel"] == name).expect("it").clone();
    let shop = line("shop");
    // November has not begun; October acquired one customer (李娜) and sold for 450.50.
    assert_eq!((&shop["cost"], &shop["cost_since"]), (&170.0.into(), &"2026-10-01".into()));
    assert_eq!((&shop["cost_acquired"], &shop["cost_spend"]), (&1.into(), &450.5.into()));
    let form = line("form");
    assert_eq!((&form["cost"], &form["cost_since"], &form["cost_acquired"]), (&1000.5.into(), &"".into(), &2.into()));
    let page = dir.read("out/current/report/index.html");
    assert!(page.contains("渠道成本与回报") && page.contains("165.0%"), "(450.5 − 170) ÷ 170");
}

#[test]
fn a_cost_that_cannot_be_read_stops_the_run() {
    let check = |rows: &str, expected: &str| {
        let dir = project("[costs]\nfiles = \"costs.csv\"\n");
        dir.write("costs.csv", format!("渠道,费用,月份\n{rows}"));
        dir.guiyi(&["run", "--as-of", AS_OF]).exits(2).says(expected);
        assert!(!dir.path("out/current").exists());
    };
    check("shp,100,\n", "costs.csv:1: no channel is named `shp`\n\nhint: did you mean `shop`?");
    check("shop,viel,\n", "costs.csv:1: `viel` is no amount");
    check("shop,1,\nshop,100,im Herbst\n", "costs.csv:2: `im Herbst` is no day and no month");
}

#[test]
fn flows_answers_reasons_and_grades_are_counted() {
    let dir = project("");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let report = report(&dir);
    let flows: Vec<(&str, &str, u64, u64)> = report["flows"]
        .as_array()
        .expect("flows")
        .iter()
        .map(|f| {
            (
                f["from"].as_str().unwrap_or(""),
                f["to"].as_str().unwrap_or(""),
                f["customers"].as_u64().unwrap_or(0),
                f["converted"].as_u64().unwrap_or(0),
            )
        })
        .collect();
    assert_eq!(flows, [("form", "survey", 2, 1), ("shop", "service", 2, 2)]);
    let answers = &report["satisfaction"];
    assert_eq!(
        (&answers["nps"], &answers["promoters"], &answers["passives"], &answers["detractors"]),
        (&25.0.into(), &2.into(), &1.into(), &1.into())
    );
    let reasons: Vec<(&str, u64)> = report["churn_reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .map(|r| (r["reason"].as_str().unwrap_or(""), r["customers"].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(reasons, [("物流", 1), ("质量", 1)]);
    let grades: Vec<&str> = report["grades"].as_array().expect("grades").iter().filter_map(|g| g["grade"].as_str()).collect();
    assert_eq!(grades, ["A", "B", "C"]);
}

#[test]
fn decisions_are_told_in_chinese_on_the_chinese_page() {
    let dir = project("");
    dir.write(
        "decisions.csv",
        "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\nform,f1,shop,o9,same,王,2026-10-01,\n",
    );
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("decisions.csv:2: `same` is obsolete: the second record is not there");
    let page = dir.read("out/current/report/index.html");
    for words in ["人工裁定：0 条已执行，1 条已失效，0 条互相矛盾", "裁定 `same` 已失效：第二条记录不在"]
    {
        assert!(page.contains(words), "{words}");
    }
    let report = report(&dir);
    let wordless = report["remarks"].as_array().expect("remarks").iter().filter(|remark| remark["code"] == "").count();
    assert_eq!(wordless, 0, "{:#}", report["remarks"]);
}

/// Figures of a page that lead to rows: file, condition, number as shown.
fn figures(page: &str) -> Vec<(String, String, String)> {
    let plain = |text: &str| {
        text.replace("&#x27;", "'")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x2f;", "/")
            .replace("&amp;", "&")
    };
    page.split("<a data-f=\"")
        .skip(1)
        .map(|rest| {
            let (file, rest) = rest.split_once("\" data-w=\"").expect("a condition");
            let (condition, rest) = rest.split_once("\">").expect("a figure");
            let (shown, _) = rest.split_once("</a>").expect("its end");
            (plain(file), plain(condition), shown.replace(',', ""))
        })
        .collect()
}

/// A condition without its values: conditions of one shape are right or wrong together.
fn shape(condition: &str) -> String {
    let mut parts = condition.split('\'');
    let mut shape = String::new();
    while let Some(outside) = parts.next() {
        shape.push_str(&outside.chars().filter(|c| !c.is_ascii_digit()).collect::<String>());
        parts.next();
        shape.push('?');
    }
    shape
}

#[test]
fn every_figure_of_the_master_is_the_number_of_customers_its_condition_selects() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "."]).exits(0);
    let ran = dir.guiyi(&["run", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let mut seen = BTreeSet::new();
    let figures: Vec<(String, String, String)> = figures(&dir.read("out/current/report/index.html"))
        .into_iter()
        .filter(|(file, condition, _)| file == "master.csv" && seen.insert(shape(condition)))
        .collect();
    assert!(figures.len() >= 12, "{figures:?}");
    let mut rules = dir.read("guiyi.toml");
    for (i, (_, condition, _)) in figures.iter().enumerate() {
        let columns = "include_opted_out = true\ncolumns = [\"name\"]";
        let _ = writeln!(rules, "\n[[extract]]\nname = \"e{i}\"\n{columns}\nwhere = \"\"\"{condition}\"\"\"");
    }
    dir.write("guiyi.toml", rules);
    for (i, (_, condition, shown)) in figures.iter().enumerate() {
        let ran = dir.guiyi(&["extract", &format!("e{i}")]).exits(0);
        assert!(ran.err.contains(&format!(": {shown} rows of {shown} customers")), "{condition}: {shown} on the page\n{}", ran.err);
    }
}

/// Shares of a page that lead to rows: file, condition, number of rows.
fn shares(page: &str) -> Vec<(String, String, String)> {
    let plain = |text: &str| text.replace("&#x27;", "'").replace("&#x2f;", "/");
    page.split("<a data-n=\"")
        .skip(1)
        .map(|rest| {
            let (rows, rest) = rest.split_once("\" data-f=\"").expect("a file");
            let (file, rest) = rest.split_once("\" data-w=\"").expect("a condition");
            let (condition, _) = rest.split_once("\">").expect("a figure");
            (plain(file), plain(condition), rows.to_owned())
        })
        .collect()
}

/// The rows of a table that a condition of the page selects: equalities and bounds of numbers, joined by AND.
fn selected(rows: &[BTreeMap<String, String>], condition: &str) -> usize {
    let holds = |row: &BTreeMap<String, String>, part: &str| {
        let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("`{text}` in {condition} is no number"));
        if let Some((column, value)) = part.split_once(" = ") {
            return match value.strip_prefix('\'') {
                Some(_) => format!("'{}'", row[column].replace('\'', "''")) == value,
                None => number(&row[column]) == number(value),
            };
        }
        let (column, least) = part.split_once(" > ").unwrap_or_else(|| panic!("`{part}` is no relation"));
        number(&row[column]) > number(least)
    };
    rows.iter().filter(|row| condition.split(" AND ").all(|part| holds(row, part))).count()
}

/// A Parquet file as rows of texts.
fn parquet_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    use polars::prelude::{DataType, ParquetReader, SerReader as _};
    let frame = ParquetReader::new(std::fs::File::open(path).expect("a file")).finish().expect("a Parquet file");
    let mut rows = vec![BTreeMap::new(); frame.height()];
    for column in frame.columns() {
        let texts = column.cast(&DataType::String).expect("texts");
        for (row, text) in rows.iter_mut().zip(texts.str().expect("texts").iter()) {
            row.insert(column.name().to_string(), text.unwrap_or_default().to_owned());
        }
    }
    rows
}

#[test]
fn every_figure_of_another_table_is_the_number_of_rows_its_condition_selects() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "."]).exits(0);
    dir.guiyi(&["run", "--as-of", "2026-10-30"]);
    dir.guiyi(&["run", "--as-of", AS_OF]);
    let page = dir.read("out/current/report/index.html");
    let mut tables: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    let mut shapes = BTreeSet::new();
    for (file, condition, shown) in figures(&page).into_iter().chain(shares(&page)).filter(|(file, ..)| file != "master.csv") {
        let path = dir.path(&format!("out/current/{file}"));
        let is_parquet = path.extension().is_some_and(|ending| ending == "parquet");
        let read = || if is_parquet { parquet_rows(&path) } else { csv_rows(&dir.read(&format!("out/current/{file}"))) };
        let found = selected(tables.entry(file.clone()).or_insert_with(read), &condition);
        if file != "affinity.csv" {
            assert_eq!(found.to_string(), shown, "{file}: {condition}");
        }
        assert!(found > 0, "{file}: {condition}");
        shapes.insert(format!("{file}: {}", shape(&condition)));
    }
    for file in ["xref.csv", "changes.csv", "followups.csv", "events.parquet", "customer_channels.csv", "customer_months.csv"] {
        assert!(tables.contains_key(file), "{:?}", tables.keys());
    }
    // Acquired, bought so often, and both of a flow.
    assert!(shapes.iter().filter(|shape| shape.starts_with("customer_channels.csv")).count() >= 4, "{shapes:?}");
}

#[test]
fn cohorts_lead_to_the_customers_who_bought_again() {
    let dir = project("");
    dir.guiyi(&["run", "--as-of", "2026-12-31"]).exits(0);
    // 张伟 and 李娜 first bought in October and not again; 王建国's month is too long ago.
    let rows = csv_rows(&dir.read("out/current/customer_months.csv"));
    let months: Vec<(&str, &str)> = rows.iter().map(|row| (row["first_month"].as_str(), row["month"].as_str())).collect();
    assert_eq!(months, [("2026-10", "2026-10"); 2]);
    let page = dir.read("out/current/report/index.html");
    let lead = "data-f=\"customer_months.csv\" data-w=\"first_month = &#x27;2026-10&#x27; AND month = &#x27;2026-10&#x27;\">2</a>";
    assert!(page.contains(lead), "{:?}", page.split("customer_months.csv").nth(2));
    let channels = csv_rows(&dir.read("out/current/customer_channels.csv"));
    let of = |name: &str, channel: &str| {
        let master = csv_rows(&dir.read("out/current/master.csv"));
        let id = master.iter().find(|row| row["name"] == name).expect("the customer")["customer_id"].clone();
        let row = channels.iter().find(|row| row["customer_id"] == id && row["channel"] == channel).expect("the channel").clone();
        ["acquired", "acquired_at", "last_channel", "orders", "customer_orders"].map(|column| row[column].clone())
    };
    assert_eq!(of("张伟", "form"), ["true", "2026-09-01T10:00:00+08:00", "survey", "0", "2"]);
    assert_eq!(of("张伟", "shop"), ["false", "", "survey", "2", "2"]);
    assert_eq!(of("王建国", "shop"), ["true", "2025-01-05T10:00:00+08:00", "service", "1", "1"]);
}

#[test]
fn blocking_rules_are_named_in_the_language_of_the_page() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "."]).exits(0);
    dir.guiyi(&["run", "--as-of", AS_OF]);
    let page = dir.read("out/current/report/index.html");
    for words in ["data-zh=\"姓和名\" data-en=\"given and family name\">姓和名<", "title=\"name.namefull\""] {
        assert!(page.contains(words), "{words}");
    }
    for raw in [">name.namefull<", ">phone.last4", ">address.district"] {
        assert!(!page.contains(raw), "{raw}");
    }
}

/// Breaches of a JSON Schema, as paths; enough of it for what schemars makes.
fn breaches(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return breaches(root, &root["$defs"][name], value, path, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|s| {
            let mut inner = Vec::new();
            breaches(root, s, value, path, &mut inner);
            inner.is_empty()
        });
        if !fits {
            found.push(path.to_owned());
        }
        return;
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => value.is_number(),
    };
    let types: Vec<&str> = match &schema["type"] {
        serde_json::Value::Array(list) => list.iter().filter_map(serde_json::Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if !types.is_empty() && !types.iter().any(|t| is(t)) {
        found.push(format!("{path}: not {types:?}"));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let open = &schema["additionalProperties"];
        match schema["properties"].get(key).or_else(|| open.is_object().then_some(open)) {
            Some(known) => breaches(root, known, inner, &format!("{path}/{key}"), found),
            None => found.push(format!("{path}/{key}: unknown")),
        }
    }
    for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
        breaches(root, &schema["items"], inner, &format!("{path}/{i}"), found);
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
        if value.get(key).is_none() {
            found.push(format!("{path}/{key}: missing"));
        }
    }
}

#[test]
fn report_json_fits_its_schema() {
    let dir = project("[costs]\nfiles = \"costs.csv\"\n");
    dir.write("costs.csv", "渠道,费用,月份\nshop,100,2026-10\n");
    dir.guiyi(&["run", "--as-of", "2026-10-30"]).exits(0);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let schema: serde_json::Value = serde_json::from_str(&dir.guiyi(&["schema", "report"]).exits(0).out).expect("JSON");
    let mut found = Vec::new();
    breaches(&schema, &schema, &report(&dir), "", &mut found);
    assert_eq!(found, Vec::<String>::new());
}
