//! Column understanding on invented tables.

use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{Entity, Mapping};
use crate::model::raw::RawTable;
use crate::model::text::TextColumn;
use crate::rules::Project;

use super::understand;

/// A table out of a header line and rows, cells separated by `|`.
pub(super) fn table(header: &str, rows: &[&str]) -> RawTable {
    let header: Vec<String> = header.split('|').map(str::to_owned).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.split('|').collect()).collect();
    let columns = (0..header.len()).map(|c| TextColumn::from_texts(cells.iter().map(|r| r[c]))).collect();
    RawTable {
        file: "made/customers.csv".to_owned(),
        header,
        columns,
        rows: (1..=rows.len() as u32).collect(),
        ..RawTable::default()
    }
}

pub(super) fn mapping(header: &str, rows: &[&str]) -> Mapping {
    understand(&table(header, rows), &[], None, &Project::named("test")).expect("no presets, no ties")
}

pub(super) fn targets(header: &str, rows: &[&str]) -> Vec<String> {
    mapping(header, rows).columns.iter().map(|c| c.target.to_string()).collect()
}

#[test]
fn a_chinese_sign_up_list_is_understood() {
    let rows = [
        "VIP0001|王建国|男|1985-03-02|13812345678|无|朝阳店|2026/01/02|12.50元|老客户",
        "VIP0002|李娜|女|1990年8月10日|13912345679|lina@qq.com|朝阳店|2026/01/03|￥99|",
        "VIP0003|张伟|男|1978/12/01|+8613712345670|-|海淀店|2026/02/04|18|要发票",
        "VIP0004|欧阳娜娜|女|2001-05-06|159****3344|a@163.com|海淀店|2026/02/05|5.00|",
    ];
    let m = mapping("会员卡号|姓名|性别|出生日期|手机号码（必填）|邮箱|开卡门店|开卡日期|累计消费|备注", &rows);
    let got: Vec<String> = m.columns.iter().map(|c| c.target.to_string()).collect();
    let want = [
        "member_id",
        "name",
        "gender",
        "birth_date",
        "phone",
        "email",
        "extra.category.开卡门店",
        "created_at",
        "extra.amount.累计消费",
        "extra.text.备注",
    ];
    assert_eq!(got, want);
    assert_eq!((m.country.as_str(), m.entity, m.event_kind.as_str()), ("CN", Some(Entity::Person), "signup"));
}

#[test]
fn whoever_is_in_charge_of_a_firm_is_its_contact_where_every_firm_has_another_one() {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙"];
    let row = |firm: usize, owner: usize| format!("宁波{}机械有限公司|{}建国|1381234{firm:04}", surnames[firm], surnames[owner]);
    let kinds = |rows: &[String]| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        targets("终端单位|负责人|电话", &rows)
    };
    let others: Vec<String> = (0..12).map(|i| row(i, i)).collect();
    assert_eq!(kinds(&others), ["company", "name", "phone"]);
    let few: Vec<String> = (0..12).map(|i| row(i, i % 3)).collect();
    assert_eq!(kinds(&few), ["company", "owner", "phone"]);
}

#[test]
fn an_age_matches_unless_a_birth_date_says_as_much() {
    let rows = ["Anna|Weber|34|1991-02-03", "Paul|Kern|61|1964-11-30", "Ida|Lang|8|2017-05-06", "Uwe|Roth|45|1980-07-19"];
    let matching =
        |header: &str, rows: &[&str]| mapping(header, rows).columns.into_iter().find(|c| c.header == "age").map(|c| c.matches);
    let without: Vec<&str> = rows.iter().map(|row| &row[..row.rfind('|').expect("four cells")]).collect();
    assert_eq!(matching("first_name|last_name|age", &without), Some(true));
    assert_eq!(matching("first_name|last_name|age|date_of_birth", &rows), Some(false));
}

#[test]
fn values_veto_a_header() {
    let rows = ["red|a@x.com", "green|b@y.org", "blue|c@z.net", "pink|d@z.net"];
    let got = targets("phone|contact", &rows);
    assert_ne!(got[0], "phone");
    assert_eq!(got[1], "email");
}

#[test]
fn opaque_headers_are_read_by_their_values() {
    let rows: Vec<String> = (0..60)
        .map(|i| {
            format!(
                "k{i}x|{}|1{}{:09}|user{i}@example.com|{}-0{}-1{}",
                ["王伟", "李静", "张敏", "刘洋", "陈杰", "杨丽", "黄磊"][i % 7],
                3 + i % 6,
                12_345_678 + i * 7,
                1950 + i,
                1 + i % 9,
                i % 9
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(targets("F1|F2|F3|F4|F5", &rows), ["source_key", "name", "phone", "email", "birth_date"]);
}

#[test]
fn row_order_does_not_matter() {
    let mut rows = vec!["1|Ann|Smith|1980-01-02", "2|Bob|Jones|1975-05-06", "3|Eve|Brown|1990-11-12", "4|Joe|White|1960-07-08"];
    let a = mapping("id|first_name|surname|dob", &rows);
    rows.reverse();
    let b = mapping("id|first_name|surname|dob", &rows);
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}

#[test]
fn a_whole_name_that_repeats_its_parts_is_dropped() {
    let rows = ["Ann May Smith|Ann Smith|Ann|Smith", "Bob Jones|Bob Jones|Bob|Jones", "Eve Lee Brown|Eve Brown|Eve|Brown"];
    let m = mapping("full_name|first_and_surname|first_name|surname", &rows);
    assert_eq!(m.columns[0].target, Target::Field(Party::Principal, Kind::PersonName));
    assert!(matches!(m.columns[1].target, Target::Extra(_, Kind::Ignore)), "{:?}", m.columns[1]);
}

/// Rows made by repeating templates: `{i}` is the row number, `{a}` … `{d}` pick from the lists.
pub(super) fn made(n: usize, row: impl Fn(usize) -> String) -> Vec<String> {
    (0..n).map(row).collect()
}

pub(super) fn check(header: &str, rows: &[String], want: &[&str]) -> Mapping {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let m = mapping(header, &rows);
    let got: Vec<String> = m.columns.iter().map(|c| c.target.to_string()).collect();
    let reasons: Vec<&str> = m.columns.iter().map(|c| c.reason.as_str()).collect();
    assert_eq!(got, want, "{reasons:#?}\n{:?}", m.remarks);
    m
}

pub(super) const GIVEN: [&str; 8] = ["James", "Mary", "Robert", "Linda", "David", "Susan", "Thomas", "Karen"];
pub(super) const FAMILY: [&str; 9] = ["Smith", "Johnson", "Brown", "Miller", "Wilson", "Moore", "Taylor", "Clark", "Lewis"];

#[test]
fn an_american_voter_list_keeps_one_address_and_one_key() {
    let rows = made(90, |i| {
        format!(
            "{}|AB{}|{}|{}|{}|{} Oak St|Raleigh|NC|2{:04}|PO Box {i}|Raleigh|{}|{}|{}|{}",
            1000 + i,
            77 + i,
            FAMILY[i % 9],
            GIVEN[i % 8],
            ["A", "B", "", "M"][i % 4],
            100 + i,
            7000 + i,
            1930 + i % 70,
            ["M", "F", "U"][i % 3],
            ["DEM", "REP", "UNA"][i % 3],
            9_195_550_000u64 + i as u64
        )
    });
    let m = check(
        "voter_reg_num|ncid|last_name|first_name|middle_name|res_street_address|res_city_desc|state_cd|zip_code|mail_addr1|mail_city|birth_year|sex_code|party_cd|full_phone_number",
        &rows,
        &[
            "source_key",
            "extra.ignore.ncid",
            "family_name",
            "given_name",
            "middle_name",
            "street",
            "city",
            "province",
            "postcode",
            "extra.category.mail_addr1",
            "extra.category.mail_city",
            "birth_year",
            "gender",
            "attribute.category.party_cd",
            "phone",
        ],
    );
    assert_eq!((m.country.as_str(), m.entity), ("US", Some(Entity::Person)));
    assert_eq!(m.missing, ["u"]);
}

#[test]
fn a_birth_date_may_stand_in_three_columns() {
    let rows = made(40, |i| format!("{}|{}|{}|{}|{}", GIVEN[i % 8], FAMILY[i % 9], 1940 + i * 2, 1 + i % 12, 1 + i % 28));
    check("fname_c1|lname_c1|by|bm|bd", &rows, &["given_name", "family_name", "birth_year", "birth_month", "birth_day"]);
    check("first name|surname|year|month|day", &rows, &["given_name", "family_name", "birth_year", "birth_month", "birth_day"]);
}

#[test]
fn a_house_number_without_a_road_is_compared_for_itself() {
    let rows = made(60, |i| format!("{}|{}|{}|{}", GIVEN[i % 8], FAMILY[i % 9], 1 + i % 30, 20 + i % 50));
    check(
        "First name|Surname|House No|Age",
        &rows,
        &["given_name", "family_name", "attribute.category.House No", "attribute.number.Age"],
    );
    let rows = made(60, |i| format!("{}|{}|{}|{} Road", GIVEN[i % 8], FAMILY[i % 9], 1 + i % 30, FAMILY[i % 7]));
    check("First name|Surname|House No|Street", &rows, &["given_name", "family_name", "house_number", "street"]);
}

#[test]
fn a_german_customer_file_is_understood() {
    let rows = made(30, |i| {
        format!(
            "{}|{}|{}|{}straße|{}|{}|Berlin|0{}.1{}.19{}|+49 30 1234{:03}|max{i}@web.de",
            ["Herr", "Frau"][i % 2],
            ["Hans", "Petra", "Uwe", "Sabine"][i % 4],
            ["Müller", "Schmidt", "Weber"][i % 3],
            ["Berg", "Park"][i % 2],
            1 + i,
            10_115 + i,
            1 + i % 9,
            i % 3,
            50 + i,
            i
        )
    });
    let m = check(
        "Anrede|Vorname|Nachname|Straße|Hausnummer|PLZ|Ort|Geburtsdatum|Telefon|E-Mail",
        &rows,
        &["gender", "given_name", "family_name", "street", "house_number", "postcode", "city", "birth_date", "phone", "email"],
    );
    assert_eq!((m.country.as_str(), m.currency.as_str()), ("DE", "EUR"));
}

#[test]
fn a_restaurant_guide_lists_organisations() {
    let names = [
        "Arnie's of Chicago",
        "Art's Delicatessen",
        "Hotel Bel-Air",
        "Cafe Bizou",
        "Campanile",
        "Chinois on Main",
        "Citrus",
        "Fenix at the Argyle",
        "Granita",
        "Grill on the Alley",
        "Restaurant Katsu",
        "L'Orangerie",
        "Le Chardonnay",
        "Locanda Veneta",
        "Matsuhisa",
        "The Palm",
        "Patina",
        "Philippe's The Original",
        "Pinot Bistro",
        "Rex Restaurant",
        "Spago",
        "Valentino",
        "Yujean Kang's Cuisine",
        "21 Club",
    ];
    let rows = made(48, |i| {
        format!(
            "{}|{} La Cienega Blvd.|Los Angeles|310-246-{:04}|{}",
            names[i % 24],
            400 + i,
            1500 + i,
            ["American", "French", "Asian"][i % 3]
        )
    });
    let m = check("name|addr|city|phone|type", &rows, &["company", "address", "city", "phone", "attribute.category.type"]);
    assert_eq!(m.entity, Some(Entity::Organisation));
}

#[test]
fn where_somebody_lives_comes_before_the_place_of_work() {
    let rows = made(40, |i| {
        format!(
            "{} {}|{} Works Rd|Bigtown|{} Home St|{}",
            GIVEN[i % 8],
            FAMILY[i % 9],
            i + 1,
            900 - i,
            if i % 4 == 0 { "" } else { "Springfield" }
        )
    });
    let aside = "extra.category.employer_city";
    check(
        "name|employer_street_name|employer_city|mailing_address_street_name|mailing_address_city",
        &rows,
        &["name", "extra.category.employer_street_name", aside, "street", "city"],
    );
    let rows = made(40, |i| {
        format!("王小{}|北京市朝阳区建国路{i}号|上海市浦东新区世纪大道{}号", ["明", "红", "伟", "芳"][i % 4], 100 + i)
    });
    check("姓名|单位地址|家庭地址", &rows, &["name", "extra.category.单位地址", "address"]);
}

#[test]
fn date_order_is_read_off_the_column() {
    let day_first = made(40, |i| format!("{}|{:02}/{:02}/19{}", GIVEN[i % 8], 1 + i % 28, 1 + i % 12, 50 + i));
    let m = check("first_name|dob", &day_first, &["given_name", "birth_date"]);
    assert_eq!(m.columns[1].dates, Some(crate::model::mapping::DateOrder::DayFirst));
    let month_first = made(40, |i| format!("{}|{}/{}/19{}", GIVEN[i % 8], 1 + i % 12, 1 + i % 28, 50 + i));
    let m = check("first_name|dob", &month_first, &["given_name", "birth_date"]);
    assert_eq!(m.columns[1].dates, Some(crate::model::mapping::DateOrder::MonthFirst));
}

#[test]
fn words_for_nothing_are_missing_where_they_cannot_be_values() {
    let rows = made(60, |i| {
        format!(
            "{}|{}|{}",
            ["NA", "Kim", "Lee"][i % 3],
            if i % 4 == 0 { "NA".to_owned() } else { format!("{}-01-02", 1950 + i) },
            ["\\N", "a@b.com", "c@d.org"][i % 3]
        )
    });
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(mapping("surname|dob|email", &rows).missing, ["\\n", "na"]);
    let only_names = made(60, |i| ["Na", "Kim", "Lee"][i % 3].to_owned());
    let only_names: Vec<&str> = only_names.iter().map(String::as_str).collect();
    assert_eq!(mapping("surname", &only_names).missing, Vec::<String>::new());
}

#[test]
fn a_rule_overrides_and_an_unknown_column_is_named() {
    let t = table("a|b", &["1|x", "2|y"]);
    let rule = |header: &str| crate::rules::ChannelRule {
        name: "c".into(),
        fields: vec![(Target::Field(Party::Principal, Kind::SourceKey), vec![header.into()])],
        ..crate::rules::ChannelRule::default()
    };
    let project = Project::named("test");
    let m = understand(&t, &[], Some(&rule("B")), &project).expect("the column is there");
    assert_eq!(m.columns[1].target.to_string(), "source_key");
    let error = understand(&t, &[], Some(&rule("bb")), &project).expect_err("no such column");
    assert_eq!(error.to_string(), "made/customers.csv: no column `bb` for `source_key`\n\nhint: did you mean `b`?");
    let column = |kind: Kind, name: &str| (Target::Field(Party::Principal, kind), vec![name.to_owned()]);
    let fields = vec![column(Kind::PersonName, "姓名"), column(Kind::Phone, "手机"), column(Kind::Email, "a")];
    let list = crate::rules::ChannelRule { fields, ..rule("bb") };
    let error = understand(&t, &[], Some(&list), &project).expect_err("another table");
    assert!(
        error.to_string().ends_with("hint: it is another table, with 1 of the 3 columns that the channel's rule names"),
        "{error}"
    );
}

#[test]
fn a_column_of_affiliations_alone_is_a_list_of_organisations() {
    let places = [
        "Univ. of Oslo, Dept. of Physics",
        "Oslo University",
        "TU Berlin",
        "Technical University Berlin",
        "CERN, Geneva",
        "ETH Zurich",
    ];
    let rows = made(60, |i| format!("{i}|{} {}", places[i % 6], ["", "Norway", "Germany", "Lab 3"][i % 4]));
    let m = check("id|affil1", &rows, &["source_key", "company"]);
    assert_eq!(m.entity, Some(Entity::Organisation));
}

#[test]
fn a_street_line_that_repeats_the_next_is_dropped() {
    let rows = made(30, |i| format!("{} {}|{} Elm Rd., Apt {i}|{} Elm Rd.|Apt {i}", GIVEN[i % 8], FAMILY[i % 9], 10 + i, 10 + i));
    check(
        "name|Billing Street|Billing Address1|Billing Address2",
        &rows,
        &["name", "extra.ignore.Billing Street", "street", "unit"],
    );
}

#[test]
fn a_town_and_a_postcode_do_not_hide_the_line_above_them() {
    let rows = ["12 Elm Rd|Leeds|LS1 4AB|Ann", "7 Oak St|York|YO1 7HH|Bob", "9 Ash Ln|Hull|HU1 3DZ|Eve"];
    assert_eq!(targets("Where exactly|Town|Postcode|First name", &rows), ["address", "city", "postcode", "given_name"]);
}

#[test]
fn a_row_about_two_people_is_the_first_ones() {
    let rows = ["Ann|Smith|Tom|Reed", "Bob|Jones||", "Eve|Brown|Max|Lee", "Joe|White||"];
    let got = targets("Participant First Name|Participant Last Name|Partner First Name|Partner Last Name", &rows);
    assert_eq!(got[..2], ["given_name", "family_name"]);
    assert!(got[2..].iter().all(|t| t.starts_with("extra.")), "{got:?}");
}

#[test]
fn a_shipping_address_without_another_receiver_is_the_partys_own() {
    let rows = ["Ann Smith|a@x.com|1 Elm Rd|Leeds", "Bob Jones|b@x.com|2 Oak St|York", "Eve Brown|c@x.com|3 Ash Ln|Hull"];
    assert_eq!(targets("Full Name|Email|Shipping Address|Shipping City", &rows), ["name", "email", "address", "city"]);
}

#[test]
fn a_name_beside_a_first_name_is_the_last_name() {
    let rows = ["Weber|Jonas|j@x.de", "Huber|Anna|a@x.de", "Koch|Lena|l@x.de", "Vogel|Max|m@x.de"];
    assert_eq!(targets("Name|Vorname|E-Mail", &rows), ["family_name", "given_name", "email"]);
    let rows = ["Jonas Weber|j@x.de", "Anna Huber|a@x.de", "Lena Koch|l@x.de"];
    assert_eq!(targets("Nombre|Correo", &rows), ["name", "email"]);
}

#[test]
fn names_written_family_first_are_seen_by_header_or_values() {
    let first = |header: &str, rows: &[&str]| mapping(header, rows).columns[0].family_first;
    assert!(first("Cognome e Nome|CAP", &["ROSSI MARIO|00100", "BIANCHI ANNA|20100", "VERDI LUCA|10100"]));
    assert!(first(
        "Nominativo|E-mail",
        &["SMITH MARY|a@x.com", "JONES JOHN|b@x.com", "BROWN ROBERT|c@x.com", "WHITE LINDA|d@x.com"]
    ));
    assert!(!first("Full name|E-mail", &["Mary Smith|a@x.com", "John Jones|b@x.com", "Robert Brown|c@x.com"]));
}

#[test]
fn who_runs_a_company_does_not_make_its_row_a_person() {
    let rows = [
        "扬州华信科技有限公司|王伟|0514-87654321",
        "深圳鼎盛贸易有限公司||0755-26543210",
        "宁波蓝海实业有限公司|李静|0574-87651234",
    ];
    assert_eq!(mapping("单位名称|负责人姓名|办公电话", &rows).entity, Some(Entity::Organisation));
}

#[test]
fn headers_and_values_say_the_country() {
    let country = |header: &str, rows: &[&str]| mapping(header, rows).country;
    assert_eq!(
        country("氏名|フリガナ|電話番号", &["佐藤 健|サトウ ケン|090-1234-5678", "鈴木 愛|スズキ アイ|080-2345-6789"]),
        "JP"
    );
    assert_eq!(country("Cust Name|Mob No", &["Ravi Kumar|9876543210", "Anita Rao|8765432109", "Vijay Shah|7654321098"]), "IN");
    let japanese = ["山田太郎|港区芝公園四丁目二", "中村健|大阪市北区梅田", "小林誠|名古屋市中区栄", "加藤明|札幌市中央区"];
    assert_eq!(country("name|address", &japanese), "JP");
    let chinese = ["王伟|上海市浦东新区", "優の小店|杭州市西湖区", "约翰・史密斯|北京市朝阳区", "陈静|天津市和平区"];
    assert_eq!(country("name|address", &chinese), "CN");
    let taiwanese = ["陳嘉欣|彰化縣彰化市中山路", "黃志明|臺中市西屯區", "李詠詩|高雄市左營區", "林家豪|新竹縣竹北市"];
    assert_ne!(country("name|address", &taiwanese), "JP");
    assert_eq!(country("Vorname|Nachname|PLZ|Ort", &["Jonas|Weber|10115|Berlin", "Anna|Huber|80331|Muenchen"]), "DE");
}

/// Thirty rows, made of their number.
pub(super) fn rows(line: impl Fn(usize) -> String) -> Vec<String> {
    (0..30).map(line).collect()
}

pub(super) fn targets_of(header: &str, rows: &[String]) -> Vec<String> {
    targets(header, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_title_of_forms_of_address_is_a_gender() {
    let lines = rows(|i| format!("{}|Ada|Moore{i}", ["Mr", "Ms", "Mrs."][i % 3]));
    assert_eq!(targets_of("Title|First Name|Last Name", &lines)[0], "gender");
    let lines = rows(|i| format!("{}|Ada|Moore{i}", ["Buyer", "CFO", "Owner"][i % 3]));
    assert_eq!(targets_of("Title|First Name|Last Name", &lines)[0], "job_title");
}

#[test]
fn contacts_beside_a_company_are_persons_under_any_header() {
    let given = ["建国", "娜", "伟", "敏", "洋", "杰", "丽", "磊", "静", "强"];
    let names: Vec<String> = ["王", "李", "张"].iter().flat_map(|f| given.iter().map(move |g| format!("{f}{g}"))).collect();
    let lines = rows(|i| format!("华翔{i}机械有限公司|{}|{}", names[i], ["赵磊", "孙丽"][i % 2]));
    assert_eq!(targets_of("客户单位|接头的人|谁在跟", &lines)[..2], ["company", "name"]);
    assert_eq!(targets_of("企业名称|法定代表人|谁在跟", &lines)[0], "company");
    let m = mapping("企业名称|法定代表人|谁在跟", &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(m.entity, Some(Entity::Organisation));
}

#[test]
fn rows_without_a_person_are_organisations_where_they_have_a_company_and_nothing_else_of_a_person() {
    let line = |i: usize, salutation: &str, first: &str, last: &str| {
        format!("{}|Huber{i} Software KG|{salutation}|{first}|{last}|buero{i}@huber-soft.de", 10_000 + i)
    };
    let of = |lines: &[String]| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        mapping("Kundennummer|Firmenname|Anrede|Vorname|Nachname|E-Mail 1", &lines).entity
    };
    // Books of contacts hold firms and their people.
    assert_eq!(of(&rows(|i| if i % 2 == 0 { line(i, "Frau", "Anna", "Weber") } else { line(i, "", "", "") })), None);
    // Here the name was only forgotten.
    let forgotten = rows(|i| if i % 2 == 0 { line(i, "Frau", "Anna", "Weber") } else { line(i, "Herr", "", "") });
    assert_eq!(of(&forgotten), Some(Entity::Person));
}

#[test]
fn the_country_column_and_the_characters_of_the_headers_say_where_numbers_are_at_home() {
    let country = |header: &str, row: &dyn Fn(usize) -> String| {
        let rows: Vec<String> = (0..20).map(row).collect();
        mapping(header, &rows.iter().map(String::as_str).collect::<Vec<_>>()).country
    };
    let names = ["陳嘉欣", "黃志明", "李詠詩", "林家豪"];
    assert_eq!(country("中文姓名|電話", &|i| format!("{}|6{:07}", names[i % 4], 1_234_567 + i * 31)), "HK");
    assert_eq!(country("姓名|手機", &|i| format!("{}|09{:08}", names[i % 4], 12_345_678 + i * 31)), "TW");
    assert_eq!(country("姓名|電話", &|i| format!("{}|138{:08}", names[i % 4], 12_345_678 + i * 31)), "CN");
    let latin = ["Tan Wei Ming", "Lim Hui Ling", "Priya Nair", "Ahmad Yusof"];
    let row = |i: usize| format!("{}|659{:07}|Singapore", latin[i % 4], 1_234_567 + i * 31);
    assert_eq!(country("customerName|billingPhone|billingCountry", &row), "SG", "no Indian mobiles");
}

#[test]
fn names_with_years_of_life_are_names() {
    let rows = made(40, |i| format!("{}, {}, {}-{}|editor", FAMILY[i % 9], GIVEN[i % 8], 1800 + i * 2, 1860 + i));
    check("heading|relator", &rows, &["name", "extra.category.relator"]);
}
