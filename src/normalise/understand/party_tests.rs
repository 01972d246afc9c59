//! Whom a table is about: persons, organisations or both, on invented tables.

use crate::model::mapping::Entity;

use super::tests::{mapping, targets};

#[test]
fn whoever_is_in_charge_and_reached_by_mobile_is_a_person_and_a_legal_representative_is_his_firm() {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙"];
    let of = |header: &str, phone: &str| {
        let row = |i: usize| format!("宁波{0}恒机械有限公司|{0}建国|{phone}{i:04}", surnames[i]);
        let rows: Vec<String> = (0..12).map(row).collect();
        mapping(header, &rows.iter().map(String::as_str).collect::<Vec<_>>()).entity
    };
    assert_eq!(of("终端单位|负责人|电话", "1381234"), Some(Entity::Person));
    assert_eq!(of("终端单位|负责人|电话", "0574-8765"), Some(Entity::Organisation));
    assert_eq!(of("企业名称|法定代表人|电话", "1381234"), Some(Entity::Organisation));
}

#[test]
fn a_column_of_persons_and_organisations_is_mixed() {
    let people = ["John Smith", "Mary Jones", "Robert Brown", "Susan Clark", "Linda Walker", "David Young", "Karen Hall"];
    let firms = ["Northwind LLC", "Fabrikam Inc.", "Contoso Ltd", "Bluewater Bank", "Lakeside School"];
    let row = |(i, name): (usize, &&str)| format!("{name}|(212) 555-01{i:02}");
    let rows: Vec<String> = people.iter().chain(&firms).enumerate().map(row).collect();
    let m = mapping("Customer|Main Phone", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(m.columns[0].target.to_string(), "name");
    assert!(m.columns[0].mixed, "{}", m.columns[0].reason);
    assert_eq!(m.entity, None, "each row for itself");
    let firms_alone: Vec<String> = firms.iter().cycle().take(20).enumerate().map(row).collect();
    let m = mapping("Customer|Main Phone", &firms_alone.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!m.columns[0].mixed);
    let rows: Vec<String> = (10..40).map(|i| format!("C{i}|x{i}@example.com")).collect();
    let got = targets("Customer|Email", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_ne!(got[0], "name", "numbers of customers");
}

#[test]
fn a_firm_and_its_person_in_one_cell_make_a_mixed_column() {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵"];
    let rows: Vec<String> = (0..8).map(|i| format!("宁波{0}恒机械有限公司 {0}建国|1381234500{i}", surnames[i])).collect();
    let m = mapping("客户名称及联系人|手机", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(m.columns[0].mixed && m.entity.is_none(), "{}", m.columns[0].reason);
}

#[test]
fn a_question_answered_by_yes_and_no_is_no_name() {
    let names = ["Amy Chan", "Joe", "Mary Lee", "Wing Yan", "Ho Yin", "Peter Wong"];
    let row = |i: usize| format!("9123{i:04}|{}|{}|~amy", if i.is_multiple_of(3) { "Yes" } else { "No" }, names[i % 6]);
    let rows: Vec<String> = (0..12).map(row).collect();
    let got = targets("Phone Number|Is Business|Saved Name|Public Name", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got, ["phone", "extra.boolean.Is Business", "name", "nickname"]);
}

#[test]
fn a_number_that_different_persons_share_is_no_evidence() {
    let given = ["John", "Mary", "Robert", "Susan", "Linda", "David"];
    let family = ["Smith", "Jones", "Baker", "Clark", "Young"];
    let row = |i: usize, same: bool| {
        let (policy, n) = (i / 2, if same { i / 2 } else { i });
        format!("P{policy:05}|{} {}|19{:02}-0{}-11", given[n % 6], family[n % 5], 40 + n % 50, 1 + n % 9)
    };
    let target = |same: bool| {
        let rows: Vec<String> = (0..120).map(|i| row(i, same)).collect();
        mapping("policy_number|name|dob", &rows.iter().map(String::as_str).collect::<Vec<_>>()).columns.swap_remove(0)
    };
    assert!(!target(false).matches, "{}", target(false).reason);
    assert!(target(true).matches, "{}", target(true).reason);
}

#[test]
fn a_column_may_say_of_every_row_whether_it_is_a_person() {
    let row = |i: usize| {
        if i.is_multiple_of(3) { format!("Entity|Volga Petroleum {i}|RU") } else { format!("Individual|Ali Hashemi {i}|IR") }
    };
    let rows: Vec<String> = (0..30).map(row).collect();
    let m = mapping("schema|name|country", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((m.party_column, m.entity), (Some(0), None));
    let rows: Vec<String> = (0..30).map(|i| format!("Entity|Volga Petroleum {i}|RU")).collect();
    let m = mapping("schema|name|country", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(m.party_column, None, "all are one thing");
}

#[test]
fn some_name_beside_a_birth_date_is_a_persons() {
    let syllables = ["Zwr", "Blix", "Quo", "Trem", "Ghar", "Vyn"];
    let name = |i: usize| format!("{}o {}{}", syllables[i % 6], syllables[i / 6], syllables[i % 5].to_lowercase());
    let rows: Vec<String> = (0..30).map(|i| format!("{}|19{:02}-05-1{}|GK", name(i), 60 + i, i % 9)).collect();
    let got = targets("goalkeeper name|date of birth|position", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got[0], "name");
}

#[test]
fn what_an_organisation_calls_itself_is_compared_beside_its_registered_name() {
    let syllables = ["Zwr", "Blix", "Quo", "Trem", "Ghar", "Vyn"];
    let brand = |i: usize| format!("{}o{}", syllables[i % 6], syllables[i / 6].to_lowercase());
    let rows: Vec<String> = (0..36).map(|i| format!("{0}-EU|{0} Handel GmbH|DE12345{i:04}", brand(i))).collect();
    let m = mapping("seller_name|business_name|vat_number", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let got: Vec<String> = m.columns.iter().map(|c| c.target.to_string()).collect();
    assert_eq!(got[..2], ["extra.nickname.seller_name", "company"]);
    assert!(m.columns[0].matches);
}

#[test]
fn a_table_that_names_nobody_else_lists_the_agents_and_stores_it_names() {
    let given = ["John", "Mary", "Robert", "Susan", "Linda", "David"];
    let family = ["Smith", "Jones", "Brown", "Clark", "Walker"];
    let agent =
        |i: usize| format!("{}|{}|{0}.{i}@example.com|(212) 555-01{i:02}|Harbor Insurance Group", given[i % 6], family[i % 5]);
    let rows: Vec<String> = (10..40).map(agent).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let header = "agent_first_name|agent_last_name|agent_email|agent_phone|agency_name";
    assert_eq!(targets(header, &rows)[..4], ["given_name", "family_name", "email", "phone"]);
    let sold: Vec<String> = (10..50).map(|i| format!("A{i}|{}|{}|(212) 555-010{}", given[i % 4], family[i % 4], i % 4)).collect();
    let sold: Vec<&str> = sold.iter().map(String::as_str).collect();
    let got = targets("policy|agent_first_name|agent_last_name|agent_phone", &sold);
    assert!(!got.contains(&"given_name".to_owned()), "who sold it: {got:?}");

    let places = ["Harbor", "Summit", "Pioneer", "Maple", "Lakeside", "Granite"];
    let trades = ["Books", "Hardware", "Bakery", "Pharmacy", "Outfitters"];
    let store = |i: usize| format!("{} {}|{i} Main St|Springfield|{}", places[i % 6], trades[i % 5], 100 * i);
    let rows: Vec<String> = (10..40).map(store).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(targets("store_name|address_line1|city|square_footage", &rows)[..3], ["company", "street", "city"]);
    let orders: Vec<String> = (10..50).map(|i| format!("{} {}|1381234{i:04}", places[i % 4], trades[i % 4])).collect();
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    assert_eq!(targets("store_name|mobile", &orders), ["extra.category.store_name", "phone"], "where each has bought");

    let row =
        |i: usize| format!("{}{}店|宁波市鄞州区中山路{i}号|0574-8765{i:04}", ["城隍庙", "天一", "鼓楼", "东门", "南塘"][i % 5], i);
    let rows: Vec<String> = (10..40).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(targets("门店名称|门店地址|门店电话", &rows), ["company", "address", "phone"]);
}

#[test]
fn an_organisation_beside_the_person_to_ask_for_is_what_the_row_is_about() {
    let people = ["John Smith", "Mary Jones", "Robert Brown", "Susan Clark", "Linda Walker", "David Young", "Karen Hall"];
    let ends = ["Community Trust", "Youth Club", "Arts Association", "Memorial Foundation", "Hospice"];
    let towns = ["Whitby", "Selby", "Malton", "Thirsk", "Ripon", "Skipton", "Settle", "Helmsley"];
    let row = |i: usize| format!("{} {}|{}|{}", towns[i % 8], ends[i % 5], people[i % 7], towns[i % 8]);
    let rows: Vec<String> = (0..40).map(row).collect();
    let got = targets("hospice_name|contact|town", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got, ["company", "name", "city"]);
}

#[test]
fn the_sites_rows_come_from_are_not_whom_they_name() {
    let given = ["John", "Mary", "Robert", "Susan", "Linda", "David", "Karen", "Peter", "Anna", "Thomas", "Laura", "Mark", "Julia"];
    let family = ["Smith", "Jones", "Brown", "Clark", "Walker", "Young", "Hall", "King", "Green", "Baker", "Adams", "Hill"];
    let name = |i: usize| format!("{}, {}", family[i % 12], given[i % 13]);
    let rows: Vec<String> =
        (0..312).map(|i| format!("{}|{}|(212) 555-{i:04}", ["North Hospital", "East Clinic"][i % 2], name(i))).collect();
    let got = targets("facility|resident name|phone", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got[1..], ["name", "phone"]);
}

#[test]
fn the_number_of_whoever_the_row_is_about_is_evidence_whatever_he_is_called() {
    let given = ["John", "Mary", "Robert", "Susan", "Linda", "David"];
    let rows: Vec<String> = (0..60).map(|i| format!("{}|{}|Smith|{}", 4000 + i / 2, given[i / 2 % 6], i % 7)).collect();
    for header in
        ["guest_id|first_name|last_name|nights", "Patron No|First Name|Last Name|Loans", "subscriber id|first|last|months"]
    {
        let m = mapping(header, &rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(m.columns[0].matches, "{header}: {}", m.columns[0].reason);
    }
}
