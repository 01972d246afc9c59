//! The cases the rules were asked for, with the shipped rules and real files: three inquiries in thirty days, a contract
//! that ends, a first touch within a day, three silent years, and the two gates.

use std::fmt::Write as _;

use crate::support::{AS_OF, Dir, Ran, csv_rows};

const NO_GATES: &str = "[project]\nname = \"test\"\n[gates]\nunification = 0\ncompleteness = 0\n\n";

fn run(dir: &Dir) -> Ran {
    dir.guiyi(&["run", "--as-of", AS_OF])
}

/// A column of the master by customer name.
fn cell(dir: &Dir, name: &str, column: &str) -> String {
    let rows = csv_rows(&dir.read("out/current/master.csv"));
    rows.iter().find(|row| row["name"] == name).map(|row| row[column].clone()).expect("the customer")
}

fn has(dir: &Dir, name: &str, tag: &str) -> bool {
    cell(dir, name, "tags").split('|').any(|given| given == tag)
}

/// Due times of an action by customer name.
fn due(dir: &Dir, action: &str) -> Vec<(String, String, String)> {
    let names = csv_rows(&dir.read("out/current/master.csv"));
    let name = |id: &str| names.iter().find(|row| row["customer_id"] == id).map(|row| row["name"].clone()).expect("a customer");
    let rows = csv_rows(&dir.read("out/current/followups.csv"));
    let of = rows.iter().filter(|row| row["action"] == action);
    of.map(|row| (name(&row["customer_id"]), row["due_at"].clone(), row["overdue"].clone())).collect()
}

#[test]
fn three_inquiries_within_thirty_days_make_a_highly_active_lead() {
    // The run looks from the end of 31 October: 30 days before is the last millisecond of 1 October.
    let dir = Dir::new();
    dir.write(
        "form.csv",
        "姓名,手机,时间,咨询内容\n\
         张伟,13912345678,2026-10-02 00:00:00,想了解价格\n张伟,13912345678,2026-10-15 10:00:00,什么时候发货\n张伟,13912345678,2026-10-31 23:59:59,有现货吗\n\
         李娜,13787654321,2026-10-01 23:59:59,想了解价格\n李娜,13787654321,2026-10-15 10:00:00,什么时候发货\n李娜,13787654321,2026-10-31 23:59:59,有现货吗\n\
         赵丽华,13500005678,2026-10-20 10:00:00,一\n赵丽华,13500005678,2026-10-21 10:00:00,二\n",
    )
    .write(
        "guiyi.toml",
        format!(
            "{NO_GATES}[[channel]]\nname = \"form\"\nfiles = \"form.csv\"\nrecord = \"event\"\nevent_kind = \"inquiry\"\n\
             fields = {{ name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.text\" = \"咨询内容\" }}\n"
        ),
    );
    run(&dir).exits(0);
    let told = ["张伟", "李娜", "赵丽华"].map(|name| (cell(&dir, name, "inquiries_30d"), has(&dir, name, "高活跃意向客户")));
    assert_eq!(told, [("3".into(), true), ("2".into(), false), ("2".into(), false)]);
    assert_eq!(cell(&dir, "张伟", "lifecycle"), "意向");
}

#[test]
fn a_contract_is_renewed_seven_days_before_its_end() {
    let dir = Dir::new();
    dir.write(
        "crm.csv",
        "编号,姓名,手机,合同到期日\nc1,张伟,13912345678,2026-11-07\nc2,李娜,13787654321,2026-11-30\nc3,赵丽华,13500005678,2026-12-31\nc4,王建国,13600001234,2026-10-30\n",
    )
    .write(
        "guiyi.toml",
        format!(
            "{NO_GATES}[[channel]]\nname = \"crm\"\nfiles = \"crm.csv\"\n\
             fields = {{ source_key = \"编号\", name = \"姓名\", phone = \"手机\", contract_end = \"合同到期日\" }}\n"
        ),
    );
    run(&dir).exits(0);
    let told = due(&dir, "续约提醒");
    let told: Vec<(&str, &str)> = told.iter().map(|(name, at, _)| (name.as_str(), at.as_str())).collect();
    // Due today and in three weeks; the third is two months away, the last is over.
    assert_eq!(told, [("张伟", "2026-10-31T00:00:00+08:00"), ("李娜", "2026-11-23T00:00:00+08:00")]);
}

#[test]
fn a_first_touch_is_due_within_a_day_and_a_log_closes_it() {
    let dir = Dir::new();
    dir.write(
        "contacts.csv",
        "编号,姓名,手机,登记时间\nc1,张伟,13912345678,2026-10-31 20:00:00\nc2,李娜,13787654321,2026-10-30 09:00:00\nc3,赵丽华,13500005678,2026-10-30 10:00:00\n",
    )
    .write("log.csv", "客户,动作,时间,跟进人\nc3,首次触达,2026-10-30 15:00:00,王芳\n")
    .write(
        "guiyi.toml",
        format!(
            "{NO_GATES}[followup_log]\nfiles = \"log.csv\"\nchannel = \"store\"\n\n[[channel]]\nname = \"store\"\nfiles = \"contacts.csv\"\n\
             fields = {{ source_key = \"编号\", name = \"姓名\", phone = \"手机\", created_at = \"登记时间\" }}\n"
        ),
    );
    run(&dir).exits(0);
    let told = due(&dir, "首次触达");
    let told: Vec<(&str, &str, &str)> = told.iter().map(|(name, at, late)| (name.as_str(), at.as_str(), late.as_str())).collect();
    let expected = [("李娜", "2026-10-31T09:00:00+08:00", "true"), ("张伟", "2026-11-01T20:00:00+08:00", "false")];
    assert_eq!(told, expected);
}

#[test]
fn an_old_customer_silent_for_three_years_is_marked_and_kept() {
    let dir = Dir::new();
    dir.write(
        "orders.csv",
        "单号,姓名,手机,时间,金额,状态\n\
         o1,张伟,13912345678,2023-10-31 10:00:00,100,已付款\no2,李娜,13787654321,2023-11-01 00:00:00,100,已付款\n\
         o3,赵丽华,13500005678,2020-01-01 10:00:00,100,已付款\no4,赵丽华,13500005678,2026-10-01 10:00:00,100,已付款\n",
    )
    .write(
        "guiyi.toml",
        format!(
            "{NO_GATES}[[channel]]\nname = \"shop\"\nfiles = \"orders.csv\"\nrecord = \"event\"\nevent_kind = \"order\"\nstatus = {{ \"已付款\" = \"paid\" }}\n\
             fields = {{ \"event.key\" = \"单号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.amount\" = \"金额\", \"event.status\" = \"状态\" }}\n"
        ),
    );
    run(&dir).exits(0);
    let told = ["张伟", "李娜", "赵丽华"].map(|name| (has(&dir, name, "老客户3年无互动"), cell(&dir, name, "lifecycle")));
    assert_eq!(told, [(true, "流失".into()), (false, "流失".into()), (false, "复购".into())]);
    assert_eq!(cell(&dir, "张伟", "net_spend"), "100", "nothing is deleted");
}

/// A person's id of the People's Republic: the last place checks the others.
fn national_id(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).expect("a digit") * weight).sum();
    format!("{first}{}", char::from(b"10X98765432"[sum as usize % 11]))
}

/// `people` unlike people, of whom the first `without` have no province.
fn people(people: usize, without: usize) -> String {
    let mut text = String::from("姓名,手机号码,邮箱,省份,身份证号\n");
    let names = "王赵陈杨黄周吴徐孙胡".chars().flat_map(|f| ["丽华", "建国", "晓燕", "志强"].map(|g| format!("{f}{g}")));
    for (i, name) in names.take(people).enumerate() {
        let phone = format!("1{}{:08}", 35 + i % 5, 10_345_678 + i * 1_234_567);
        let province = if i < without { "" } else { ["浙江省", "四川省", "广东省"][i % 3] };
        let id = national_id(&format!("33010219{}0101{:03}", 60 + i % 40, 100 + i * 7));
        let _ = writeln!(text, "{name},{phone},user{i}@qq.com,{province},{id}");
    }
    text
}

fn gated(table: &str) -> Ran {
    let dir = Dir::new();
    dir.write("people.csv", table).write("guiyi.toml", "[[channel]]\nname = \"people\"\nfiles = \"people.csv\"\n");
    let ran = run(&dir);
    assert!(dir.path("out/current/master.csv").exists(), "delivered either way");
    ran
}

#[test]
fn completeness_of_exactly_ninety_per_cent_passes_and_less_is_exit_1() {
    // Ten persons have forty required fields; four or five are empty.
    gated(&people(10, 4)).exits(0).says("completeness 90.0 %");
    gated(&people(10, 5)).exits(1).says("gate failed: completeness 0.875 < 0.9");
}

#[test]
fn unification_of_exactly_ninety_five_per_cent_passes_and_less_is_exit_1() {
    // Two rows of one name, phone and mailbox with two different ids: a conflict for people to settle.
    let twice = |id: &str| format!("张伟,13912345678,zhangwei@163.com,浙江省,{}\n", national_id(id));
    let conflict = twice("33010219880304121") + &twice("33010219880304347");
    gated(&(people(38, 0) + &conflict)).exits(0).says("unification 95.0 %");
    gated(&(people(37, 0) + &conflict)).exits(1).says("gate failed: unification 0.9487 < 0.95");
}
