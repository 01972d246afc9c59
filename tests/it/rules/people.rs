//! What people write about customers: manual tags and their other names, entry rules, the follow-up log, owners, calendar.

use crate::support::{AS_OF, Dir, csv_rows};

const CONTACTS: &str = "编号,姓名,手机,邮箱,标签,添加人,添加时间,备注名\n\
    c1,张伟,13912345678,zhangwei@163.com,VIP;母婴推车,王芳,2026-10-30 09:00:00,张伟-浙江\n\
    c2,李娜,13787654321,lina88@qq.com,vip,王芳,2026-10-01 09:00:00,李娜\n\
    c3,欧阳晓月,13600001234,ouyang@qq.com,母婴-推车,李雷,2026-09-01 09:00:00,欧阳-广东\n\
    c4,赵丽华,13500005678,zhaolh@163.com,,,2026-10-31 20:00:00,\n";

const PROJECT: &str = "[project]\nname = \"test\"\n[gates]\nunification = 0\ncompleteness = 0\n\n[[channel]]\nname = \"wecom\"\nfiles = \"contacts.csv\"\n\
    fields = { source_key = \"编号\", name = \"姓名\", phone = \"手机\", email = \"邮箱\", tags = \"标签\", owner = \"添加人\", created_at = \"添加时间\", \
    \"extra.text.备注名\" = \"备注名\" }\n\n";

fn project(rules: &str) -> Dir {
    let dir = Dir::new();
    dir.write("contacts.csv", CONTACTS).write("guiyi.toml", format!("{PROJECT}{rules}"));
    dir
}

/// One column of a published file by customer name.
fn by_name(dir: &Dir, column: &str) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> =
        csv_rows(&dir.read("out/current/master.csv")).into_iter().map(|row| (row["name"].clone(), row[column].clone())).collect();
    cells.sort();
    cells
}

fn cell(dir: &Dir, name: &str, column: &str) -> String {
    by_name(dir, column).into_iter().find(|(known, _)| known == name).map(|(_, cell)| cell).expect("the customer")
}

fn id(dir: &Dir, name: &str) -> String {
    cell(dir, name, "customer_id")
}

#[test]
fn manual_tags_come_under_canonical_names_with_author_and_date() {
    let dir = project("[[tag_alias]]\nfrom = [\"VIP\", \"贵宾\"]\nto = \"重点客户\"\n");
    dir.write(
        "manual_tags.csv",
        "customer,tag,by,at,note\nwecom:c2,贵宾、老乡,周经理,2026-10-20,展会认识\nwecom:c9,贵宾,周经理,2026-10-20,\n",
    );
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("1 manual tags are about no known customer: manual_tags.csv:2 `wecom:c9`");
    assert_eq!(cell(&dir, "李娜", "manual_tags"), "老乡|重点客户");
    assert_eq!(cell(&dir, "张伟", "manual_tags"), "母婴推车|重点客户");
    assert!(!cell(&dir, "李娜", "tags").contains("重点客户"), "tags of people stay apart from those of rules");
    let rows = csv_rows(&dir.read("out/current/manual_tags.csv"));
    let told: Vec<[&str; 7]> = rows
        .iter()
        .filter(|row| row["customer_id"] == id(&dir, "李娜"))
        .map(|row| ["tag", "given_as", "channel", "row", "by", "at", "note"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ["老乡", "老乡", "", "", "周经理", "2026-10-20T00:00:00+08:00", "展会认识"],
            ["重点客户", "vip", "wecom", "2", "王芳", "2026-10-01T09:00:00+08:00", ""],
            ["重点客户", "贵宾", "", "", "周经理", "2026-10-20T00:00:00+08:00", "展会认识"],
        ]
    );
    let run: serde_json::Value = serde_json::from_str(&dir.read("out/current/run.json")).expect("JSON");
    let inputs: Vec<&str> = run["inputs"].as_array().expect("inputs").iter().filter_map(|i| i["channel"].as_str()).collect();
    assert_eq!(inputs, ["wecom", "manual_tags"], "its checksum is kept, its rows make no customer");
    assert_eq!(by_name(&dir, "name").len(), 4);
}

#[test]
fn a_tag_of_people_ends_by_its_date_or_its_age() {
    let dir = project("[[tag_alias]]\nfrom = \"VIP\"\nto = \"重点客户\"\nexpires = \"20d\"\n");
    dir.write(
        "manual_tags.csv",
        "customer,tag,at,expires\nwecom:c4,到月底,2026-10-01,2026-10-31\nwecom:c4,已过期,2026-10-01,2026-10-30\n",
    );
    // The moment is the last of 31 October, which still belongs to that day.
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("2 tags given by people have ended");
    assert_eq!(cell(&dir, "赵丽华", "manual_tags"), "到月底");
    assert_eq!(cell(&dir, "张伟", "manual_tags"), "母婴推车|重点客户");
    assert_eq!(cell(&dir, "李娜", "manual_tags"), "", "given on 1 October, more than 20 days ago");
}

#[test]
fn a_tag_of_a_rule_ends_by_its_age() {
    let own = "[[tag]]\nname = \"刚添加\"\nwhen = \"entity = 'person'\"\nsince = \"first_seen\"\nexpires = \"48h\"\n";
    let dir = project(own);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let tagged: Vec<String> =
        by_name(&dir, "tags").into_iter().filter(|(_, tags)| tags == "刚添加").map(|(name, _)| name).collect();
    assert_eq!(tagged, ["张伟", "赵丽华"]);
}

#[test]
fn rules_may_ask_for_tags_of_people() {
    let own = "[[tag_alias]]\nfrom = \"vip\"\nto = \"重点客户\"\n[[tag]]\nname = \"重点且有邮箱\"\nwhen = \"HAS(manual_tags, '重点客户') AND email IS NOT NULL\"\n";
    let dir = project(own);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    assert_eq!((cell(&dir, "李娜", "tags"), cell(&dir, "欧阳晓月", "tags")), ("重点且有邮箱".to_owned(), String::new()));
}

#[test]
fn the_report_lists_tags_that_deserve_a_look_and_breaches_of_entry_rules() {
    let dir = project(
        "[[tag_alias]]\nfrom = \"VIP\"\nto = \"重点客户\"\n[[entry_rule]]\nfield = \"备注名\"\npattern = '^[^-]+-[^-]+$'\nmessage = \"备注名写成 姓名-地区\"\n",
    );
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let report: serde_json::Value = serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON");
    let audit: Vec<(&str, bool, usize)> = report["tag_audit"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["manual"] == true)
        .map(|line| (line["tag"].as_str().unwrap_or(""), line["unmapped"] == true, line["near"].as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(audit, [("VIP", false, 1), ("vip", false, 1), ("母婴-推车", true, 1), ("母婴推车", true, 1)]);
    let entry: Vec<(&str, u64, u64)> = report["entry"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| {
            (line["owner"].as_str().unwrap_or(""), line["cells"].as_u64().unwrap_or(0), line["breaches"].as_u64().unwrap_or(0))
        })
        .collect();
    assert_eq!(entry, [("李雷", 1, 0), ("王芳", 2, 1)]);
    let page = dir.read("out/current/report/index.html");
    assert!(page.contains("备注名写成 姓名-地区") && page.contains("母婴-推车") && page.contains("contacts.csv:2"), "{page}");
    assert!(!page.contains("<td>李娜</td>"));
}

#[test]
fn what_entered_and_left_a_tag_is_told() {
    let dir = project("");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    assert_eq!(dir.read("out/current/tag_changes.csv"), "customer_id,tag,change\n", "the first run has nothing to compare with");
    dir.guiyi(&["run", "--as-of", "2026-12-15"]).exits(0);
    let rows = csv_rows(&dir.read("out/current/tag_changes.csv"));
    let left = rows.iter().filter(|row| row["tag"] == "新客户" && row["change"] == "left").count();
    let entered: Vec<&str> = rows.iter().filter(|row| row["change"] == "entered").map(|row| row["tag"].as_str()).collect();
    assert!(left == 2 && entered.iter().all(|tag| *tag == "沉默线索"), "{rows:?}");
    let report: serde_json::Value = serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON");
    let line = report["tags"].as_array().expect("tags").iter().find(|tag| tag["name"] == "新客户").expect("the tag").clone();
    assert_eq!((line["customers"].as_u64(), line["entered"].as_u64(), line["left"].as_u64()), (Some(0), Some(0), Some(2)));
}

const TOUCH: &str = "[[followup]]\naction = \"首次触达\"\nfrom = \"first_seen\"\ndue = \"24h\"\nescalate = \"48h\"\n";

fn followups(dir: &Dir) -> Vec<(String, String, String)> {
    let names: Vec<(String, String)> = by_name(dir, "customer_id").into_iter().map(|(name, id)| (id, name)).collect();
    let name = |id: &str| names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone()).expect("a customer");
    let rows = csv_rows(&dir.read("out/current/followups.csv"));
    rows.into_iter().map(|row| (name(&row["customer_id"]), row["due_at"].clone(), row["overdue"].clone())).collect()
}

#[test]
fn without_a_log_nothing_is_overdue_and_that_is_said_once() {
    let dir = project(TOUCH);
    let ran = dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    assert_eq!(ran.err.matches("there is no follow-up data").count(), 1, "{}", ran.err);
    let open = followups(&dir);
    assert_eq!(open.len(), 4);
    assert!(open.iter().all(|(_, _, overdue)| overdue.is_empty()), "{open:?}");
}

#[test]
fn a_log_closes_actions_counts_as_contact_and_tells_what_is_overdue() {
    let dir = project(&format!(
        "{TOUCH}\n[followup_log]\nfiles = \"log/*.csv\"\nchannel = \"wecom\"\n\n[managers]\n\"王芳\" = \"陈总\"\n\"李雷\" = \"陈总\"\n"
    ));
    let log = "客户编号,动作,时间,跟进人,结果\n\
        c1,首次触达,2026-10-30 15:00:00,王芳,已加微信\n\
        c2,首次触达,2026-10-02 15:00:00,王芳,无人接听\n\
        c3,首次触达,2026-08-01 10:00:00,李雷,早于添加\n\
        c7,首次触达,2026-10-02 15:00:00,李雷,\n\
        c4,送礼,2026-10-31 21:00:00,李雷,好\n";
    let (encoded, _, _) = encoding_rs::GB18030.encode(log);
    dir.write("log/october.csv", encoded);
    dir.guiyi(&["run", "--as-of", AS_OF])
        .exits(0)
        .says("1 entries of the follow-up log are about no known customer: log/october.csv:4 `wecom:c7`")
        .says("1 entries of the follow-up log name an action that no rule has: `送礼`");
    let open = followups(&dir);
    let expected = [
        ("欧阳晓月", "2026-09-02T09:00:00+08:00", "true"),
        ("李娜", "2026-10-02T09:00:00+08:00", "true"),
        ("赵丽华", "2026-11-01T20:00:00+08:00", "false"),
    ];
    assert_eq!(open.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!(cell(&dir, "李娜", "touches"), "1", "an attempt is a contact, but closes nothing");
    assert_eq!(cell(&dir, "李娜", "channels"), "wecom", "the log is no channel");
    let late = csv_rows(&dir.read("out/current/escalations.csv"));
    assert_eq!(
        late.iter().map(|row| (row["manager"].as_str(), row["owner"].as_str())).collect::<Vec<_>>(),
        [("陈总", "李雷"), ("陈总", "王芳")]
    );
    let load = csv_rows(&dir.read("out/current/followups_by_owner.csv"));
    let shown: Vec<[&str; 6]> = load
        .iter()
        .map(|row| ["owner", "manager", "open", "due", "overdue", "escalated"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(shown, [["", "", "1", "0", "0", "0"], ["李雷", "陈总", "1", "1", "1", "1"], ["王芳", "陈总", "1", "1", "1", "1"]]);
    let calendar = dir.read("out/current/followups.ics");
    assert!(calendar.contains("SUMMARY:首次触达 李娜\r\n") && calendar.contains("DTSTART:20261002T010000Z\r\n"), "{calendar}");
}

#[test]
fn due_times_keep_to_working_days() {
    let rules = "[calendar]\nuse = \"cn\"\ndays_off = [\"2026-11-02\"]\n\
        [[followup]]\naction = \"两个工作日内\"\nfrom = \"first_seen\"\ndue = \"2wd\"\n\
        [[followup]]\naction = \"次日\"\nfrom = \"first_seen\"\ndue = \"24h\"\non_day_off = \"next\"\n";
    let dir = project(rules);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let rows = csv_rows(&dir.read("out/current/followups.csv"));
    let due = |name: &str, action: &str| {
        let id = id(&dir, name);
        rows.iter()
            .find(|row| row["customer_id"] == id && row["action"] == action)
            .map(|row| row["due_at"].clone())
            .expect("a follow-up")
    };
    // Friday 30 October; Saturday, Sunday and the company's own Monday are off.
    assert_eq!(
        (due("张伟", "两个工作日内"), due("张伟", "次日")),
        ("2026-11-04T09:00:00+08:00".into(), "2026-11-03T09:00:00+08:00".into())
    );
    // 1 October begins the holidays up to the 7th; Saturday the 10th is worked.
    assert_eq!(
        (due("李娜", "两个工作日内"), due("李娜", "次日")),
        ("2026-10-09T09:00:00+08:00".into(), "2026-10-08T09:00:00+08:00".into())
    );
}

#[test]
fn a_table_without_the_needed_column_stops_the_run_and_says_how_to_name_it() {
    let dir = project("[followup_log]\nfiles = \"log.csv\"\n");
    dir.write("log.csv", "谁,时间\nc1,2026-10-01\n");
    dir.guiyi(&["run", "--as-of", AS_OF])
        .exits(2)
        .says("guiyi.toml:12: no column of `log.csv` is the customer")
        .says("hint: name it with `columns = { customer = \"…\" }`");
    dir.write(
        "guiyi.toml",
        format!("{PROJECT}[followup_log]\nfiles = \"log.csv\"\nchannel = \"wecom\"\ncolumns = {{ customer = \"谁\" }}\n"),
    );
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    dir.write("guiyi.toml", format!("{PROJECT}[followup_log]\nfiles = \"logs/*.csv\"\n"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(2).says("no file matches `logs/*.csv`");
}

#[test]
fn explain_shows_the_evidence_of_a_tag_or_the_part_that_failed() {
    let dir = project("[[tag_alias]]\nfrom = \"vip\"\nto = \"重点客户\"\n");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let ask = |id: &str, tag: &str| dir.guiyi(&["explain", id, "--tag", tag, "--as-of", AS_OF]);
    let given = ask("wecom:c1", "新客户").exits(0).out;
    assert!(
        given.contains("has the tag 新客户") && given.contains("first_seen") && given.contains("2026-10-30 09:00:00"),
        "{given}"
    );
    let absent = ask("wecom:c3", "新客户").exits(0).out;
    assert!(absent.contains("has not the tag 新客户") && absent.contains("fails"), "{absent}");
    let manual = ask("wecom:c2", "重点客户").exits(0).out;
    assert!(manual.contains("given by people") && manual.contains("王芳") && manual.contains("vip"), "{manual}");
    ask("wecom:c2", "新客").exits(2).says("no rule makes the tag `新客`").says("did you mean `新客户`?");
    dir.guiyi(&["explain", "wecom:c1", "wecom:c2", "--tag", "新客户"]).exits(2);
}

#[test]
fn explain_tells_what_happened_to_a_customer_in_order_with_the_log() {
    let dir = project(
        "[followup_log]\nfiles = \"log.csv\"\nchannel = \"wecom\"\n\n[[channel]]\nname = \"shop\"\nfiles = \"orders.csv\"\nrecord = \"line\"\nevent_kind = \"order\"\n\
        fields = { \"event.key\" = \"单号\", name = \"姓名\", phone = \"手机\", \"event.at\" = \"时间\", \"event.amount\" = \"金额\", \"item.product\" = \"商品\" }\n",
    );
    dir.write("orders.csv", "单号,姓名,手机,时间,金额,商品\no1,张伟,13912345678,2026-10-29 10:00:00,100,推车\no1,张伟,13912345678,2026-10-29 10:00:00,100,婴儿床\n");
    dir.write("log.csv", "客户,动作,时间,跟进人,结果\nc1,首次触达,2026-10-30 15:00:00,王芳,已加微信\n");
    let story = dir.guiyi(&["explain", "wecom:c1", "--as-of", AS_OF]).exits(0).out;
    let timeline = story.split("\ntimeline\n").nth(1).expect("a timeline");
    let at = |text: &str| timeline.find(text).unwrap_or_else(|| panic!("{text}: {story}"));
    assert!(at("推车, 婴儿床") < at("已加微信"), "{story}");
    assert!(timeline.contains("2026-10-30 15:00:00") && timeline.contains("首次触达"), "{story}");
    assert!(story.contains("\nfollow-ups\n"), "{story}");
}

#[test]
fn what_people_wrote_gives_the_same_bytes_for_any_number_of_threads() {
    let files = |threads: &str| {
        let dir = project(&format!(
            "{TOUCH}[followup_log]\nfiles = \"log.csv\"\nchannel = \"wecom\"\n[[tag_alias]]\nfrom = \"vip\"\nto = \"重点客户\"\n"
        ));
        dir.write("log.csv", "客户,动作,时间,跟进人\nc1,首次触达,2026-10-30 15:00:00,王芳\n");
        dir.write("manual_tags.csv", "客户,标签,时间\nwecom:c2,老乡,2026-10-20\n");
        dir.guiyi(&["run", "--as-of", AS_OF, "--threads", threads]).exits(0);
        let mut files = dir.files("out/runs");
        files.retain(|name, _| !name.ends_with("run.json"));
        files
    };
    let (one, four) = (files("1"), files("4"));
    let differing: Vec<&String> = one.iter().filter(|(name, bytes)| four.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(differing.is_empty() && one.len() == four.len(), "{differing:?}");
}

#[test]
fn a_customer_id_of_an_earlier_run_is_known_wherever_it_went() {
    let dir = project("");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let id = id(&dir, "李娜");
    dir.write("manual_tags.csv", format!("customer_id,tag\n{id},老乡\n"));
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    assert_eq!(cell(&dir, "李娜", "manual_tags"), "vip|老乡");
}
