//! Persons beside the one a row is about: who booked for the traveller, who signed the group up, whom to call in an emergency.
//!
//! In: the table, facts about its columns and what each was taken for. Out: the same guesses, where the name of another person and the
//! numbers that are his stay aside, and a name that customers chose themselves is a nickname beside the one they are known by.

use crate::model::kind::Kind;
use crate::model::raw::RawTable;
use crate::normalise::fold::simplify;

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::lexicon::{HAN_TITLES, is_han_name};
use super::looks::{Look, is_han};
use super::relate::{is_kind, keep_aside, set};
use super::words::OTHERS;

/// Headers of what a customer is called in somebody's list of contacts (企业微信 备注名).
const REMARKS: &[&str] = &["备注名", "备注姓名", "备注名称", "客户备注名", "好友备注", "好友备注名", "備註名", "備註名稱"];
/// Headers, beside one of [`REMARKS`], of the name that a customer gave himself.
const CHOSEN: &[&str] =
    &["客户名称", "客户名", "名称", "客户", "好友名称", "好友", "微信名称", "外部联系人", "外部联系人名称", "客戶名稱"];

/// A column of remarks, where it holds what the staff call each customer: a name and perhaps a note (`张三-杭州`, `张三5678`).
const REMARK: &[&str] = &["备注", "客户备注", "備註", "客戶備註"];
/// Share of such cells that makes a column of remarks one of names, and of rows that have a remark.
const NAMED_LEAST: f32 = 0.6;
const REMARKED_LEAST: u64 = 5;

/// True if a column of remarks holds names.
pub(super) fn holds_names(facts: &ColumnFacts) -> bool {
    let is_named = |text: &str| {
        let name: String = text.trim().chars().take_while(|c| is_han(*c)).collect();
        is_han_name(&name) && (name.chars().count() >= 2) && text.chars().count() <= 20
    };
    REMARK.contains(&phrase(&facts.header).as_str())
        && facts.filled * REMARKED_LEAST >= facts.rows
        && facts.repeats() < 2.0
        && facts.share_of(|s| is_named(&s.text)) >= NAMED_LEAST
}

/// A remark that holds names is the name where nothing but a chosen name says who the customer is.
pub(super) fn remarked_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let is_one_of = |i: usize, list: &[&str]| list.contains(&phrase(&facts[i].header).as_str());
    let names: Vec<usize> = (0..guesses.len()).filter(|&i| is_kind(&guesses[i], &[Kind::PersonName, Kind::Company])).collect();
    if names.is_empty() || !names.iter().all(|&i| is_one_of(i, CHOSEN)) || !guesses.iter().any(|g| is_kind(g, &[Kind::Owner])) {
        return;
    }
    let Some(remark) = (0..guesses.len()).find(|&i| matches!(guesses[i].meaning, Meaning::Plain(_)) && holds_names(&facts[i]))
    else {
        return;
    };
    set(&mut guesses[remark], Kind::PersonName, "values are what the staff call each customer");
    for i in names {
        if facts[i].share(Look::OrgWord) < 0.3 {
            set(&mut guesses[i], Kind::Nickname, "what the staff call the customer stands beside it");
        }
    }
}

/// The name a customer chose is a nickname where the same row has what the staff call him.
pub(super) fn chosen_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let is_one_of = |i: usize, list: &[&str]| list.contains(&phrase(&facts[i].header).as_str());
    if !(0..guesses.len()).any(|i| is_kind(&guesses[i], &[Kind::PersonName]) && is_one_of(i, REMARKS)) {
        return;
    }
    for i in (0..guesses.len()).filter(|&i| is_one_of(i, CHOSEN)) {
        if is_kind(&guesses[i], &[Kind::PersonName]) && facts[i].share(Look::OrgWord) < 0.3 {
            set(&mut guesses[i], Kind::Nickname, "what the staff call the customer stands beside it");
        }
    }
}

/// Rows compared, and how many must hold two whole names in 汉字 before anything is said of them.
const ROWS: usize = 2_000;
const ROWS_LEAST: usize = 10;
/// Share of rows, beyond which two columns that name other people name two persons, and no one's two names.
const OTHERS_LEAST: f32 = 0.25;

/// Of two columns that name two persons in 汉字, the row's own is the one with more different names; the other is that of whoever
/// signs up, books or pays for several.
pub(super) fn other_persons(table: &RawTable, facts: &[ColumnFacts], guesses: &mut [Guess]) {
    loop {
        let whole: Vec<usize> = (0..guesses.len())
            .filter(|&i| is_kind(&guesses[i], &[Kind::PersonName]) && facts[i].share(Look::HanName) >= 0.5)
            .collect();
        let pairs = whole.iter().enumerate().flat_map(|(n, &a)| whole[n + 1..].iter().map(move |&b| (a, b)));
        let Some((a, b)) = pairs.into_iter().find(|&(a, b)| are_two_persons(table, a, b)) else { return };
        let other = if facts[b].repeats() > facts[a].repeats() || facts[b].filled * 2 < facts[a].filled { b } else { a };
        let other = if (facts[a].repeats() - facts[b].repeats()).abs() < 0.05 { b } else { other };
        keep_aside(&mut guesses[other], Kind::Category, "names another person than the row's own name does");
    }
}

fn are_two_persons(table: &RawTable, a: usize, b: usize) -> bool {
    let names = |row: usize| (table.columns[a].get(row), table.columns[b].get(row));
    let is_whole = |text: &str| is_han_name(text) && !HAN_TITLES.iter().any(|title| text.ends_with(title));
    let both = (0..table.rows.len()).map(names).filter(|(x, y)| is_whole(x) && is_whole(y)).take(ROWS);
    let (mut n, mut others) = (0_usize, 0_usize);
    for (x, y) in both {
        n += 1;
        others += usize::from(are_others(x, y));
    }
    n >= ROWS_LEAST && others as f32 > OTHERS_LEAST * n as f32
}

/// No character in common behind the first: neither slips nor short forms of one name.
fn are_others(x: &str, y: &str) -> bool {
    let given = |text: &str| -> Vec<char> { simplify(text).chars().filter(|c| is_han(*c)).skip(1).collect() };
    let (x, y) = (given(x), given(y));
    !x.is_empty() && !y.is_empty() && x.iter().all(|c| !y.contains(c))
}

/// Endings of a header that names a role's holder.
const NAME_ENDINGS: &[&str] = &["姓名", "名称", "名字", " full name", " name"];
/// Words of whom to call if something happens to the customer.
const EMERGENCY: &[&str] = &["紧急", "緊急", "emergency"];

/// Ways to reach somebody.
const REACH: &[Kind] = &[Kind::Phone, Kind::Email];
/// Ids of somebody.
const IDS: &[Kind] = &[Kind::MemberId, Kind::AccountId, Kind::NationalId];

/// Numbers, mailboxes and ids that a header gives to a person beside the customer (`预订人手机` beside `预订人`), where the row has
/// others of its own; an id of another person is none of the row's in any case.
pub(super) fn numbers_of_others(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let phrases: Vec<String> = facts.iter().map(|f| phrase(&f.header)).collect();
    let role = |text: &str| NAME_ENDINGS.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text).trim_end().to_owned();
    // A parent's or a spouse's number reaches the customer as his own does.
    let is_aside = |i: &usize| {
        matches!(guesses[*i].meaning, Meaning::Plain(_))
            && !OTHERS.iter().any(|other| phrases[*i].contains(other))
            && (facts[*i].share(Look::HanName) >= 0.5
                || facts[*i].share_of(|s| s.looks.has(Look::GivenWord) && s.looks.has(Look::FamilyWord)) >= 0.3)
    };
    let roles: Vec<String> =
        (0..guesses.len()).filter(is_aside).map(|i| role(&phrases[i])).filter(|role| role.chars().count() >= 2).collect();
    let of_other = |text: &str| {
        EMERGENCY.iter().any(|word| text.contains(word))
            || roles.iter().any(|role| text.len() > role.len() && text.starts_with(role))
    };
    let named = guesses.iter().any(|g| is_kind(g, &[Kind::PersonName, Kind::GivenName, Kind::FamilyName]));
    for i in 0..guesses.len() {
        if !of_other(&phrases[i]) {
            continue;
        }
        let own =
            |kind: Kind| (0..guesses.len()).any(|k| is_kind(&guesses[k], &[kind]) && !of_other(&phrases[k]) && facts[k].filled > 0);
        let reached = REACH.iter().find(|&&kind| is_kind(&guesses[i], &[kind])).is_some_and(|&kind| own(kind));
        if reached || named && is_kind(&guesses[i], IDS) {
            keep_aside(&mut guesses[i], Kind::Category, "it is that of another person than the row's own");
        }
    }
}

/// Words of a paper that says who somebody is.
const PAPERS: &[&str] = &["护照", "证件", "身份证", "签证", "passport", "visa", "id card", "licence", "license"];

/// The end of a paper is none of a contract, where the header does not say of which and the row has papers.
pub(super) fn ends_of_papers(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let of_paper = |i: usize| PAPERS.iter().any(|word| phrase(&facts[i].header).contains(word));
    let of_contract = |i: usize| {
        ["合同", "合约", "服务", "会员", "contract", "member", "subscription"]
            .iter()
            .any(|word| phrase(&facts[i].header).contains(word))
    };
    let has_papers = (0..guesses.len()).any(|i| of_paper(i) && is_kind(&guesses[i], &[Kind::NationalId]));
    for i in (0..guesses.len()).filter(|&i| has_papers && !of_contract(i)) {
        if is_kind(&guesses[i], &[Kind::ContractEnd]) {
            keep_aside(&mut guesses[i], Kind::Date, "it is the end of the papers beside it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{rows, targets_of};

    const SURNAMES: &[&str] = &["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马"];
    const GIVEN: &[&str] = &["建国", "秀英", "志强", "丽娟", "晓东", "雨萱", "浩然"];

    fn name(i: usize) -> String {
        format!("{}{}", SURNAMES[i % 13], GIVEN[i * 5 % 7])
    }

    #[test]
    fn whoever_signs_a_group_up_is_not_each_of_it() {
        let lines =
            rows(|i| format!("{}|E{:08}|138{:08}|{}|139{:08}", name(i), i * 7919, i * 104_729, name(i - i % 3), (i - i % 3) * 7));
        let got = targets_of("姓名|护照号|手机|报名人|报名人手机", &lines);
        assert_eq!(got, ["name", "national_id", "phone", "extra.category.报名人", "extra.category.报名人手机"]);
        let alone = rows(|i| format!("{}|138{:08}", name(i), i * 104_729));
        assert_eq!(targets_of("报名人|手机", &alone), ["name", "phone"]);
    }

    #[test]
    fn numbers_of_parents_reach_their_pupils() {
        let lines = rows(|i| format!("{}|{}|139{:08}|138{:08}", name(i), name(i + 5), i * 7919, i * 104_729));
        assert_eq!(targets_of("学员姓名|家长姓名|家长手机|备用联系电话", &lines)[2..], ["phone", "phone"]);
    }

    #[test]
    fn ids_of_whoever_books_are_not_the_travellers() {
        let lines = rows(|i| format!("{}|M{:09}|{}|139{:08}", name(i), (i - i % 3) * 7919, name(i - i % 3), (i - i % 3) * 7));
        let got = targets_of("出行人姓名|预订人会员号|预订人|预订人手机", &lines);
        assert_eq!(
            got,
            ["name", "extra.category.预订人会员号", "extra.category.预订人", "phone"],
            "the only number is a household's"
        );
    }

    #[test]
    fn whom_to_call_in_an_emergency_is_somebody_else() {
        let lines = rows(|i| format!("{}|138{:08}|{}|139{:08}", name(i), i * 104_729, name(i + 5), i * 7919));
        let got = targets_of("姓名|手机|紧急联系人|紧急联系人电话", &lines);
        assert_eq!(got[1], "phone");
        assert_eq!(got[3], "extra.category.紧急联系人电话");
        let lines = rows(|i| format!("Ada|Moore{i}|(212) 555-{i:04}|(415) 555-{i:04}"));
        let got = targets_of("First Name|Last Name|Phone|Emergency Contact Phone", &lines);
        assert_eq!(got[3], "extra.category.Emergency Contact Phone");
    }

    #[test]
    fn what_staff_call_a_customer_goes_before_the_name_he_chose() {
        let nicks = ["追梦人", "Lucky", "向日葵", "小熊", "A订货", "云朵"];
        let lines = rows(|i| format!("{}|{}|小蒋|138{:08}", nicks[i % 6], name(i), i * 104_729));
        assert_eq!(targets_of("客户名称|备注名|跟进员工|手机号", &lines)[..2], ["nickname", "name"]);
        let lines =
            rows(|i| format!("{}|{}{}|小蒋|138{:08}", nicks[i % 6], name(i), ["-杭州", "5678", "", " 日本团"][i % 4], i * 104_729));
        assert_eq!(targets_of("客户名称|备注|跟进员工|手机号", &lines)[..2], ["nickname", "name"]);
        let notes = rows(|i| format!("{}|{}|小蒋|138{:08}", name(i), ["老客户", "要发票", "", "周末来店"][i % 4], i * 104_729));
        assert_eq!(targets_of("客户名称|备注|跟进员工|手机号", &notes)[0], "name");
        assert_eq!(targets_of("客户名称|负责人|手机号", &rows(|i| format!("{}|小蒋|138{i:08}", name(i))))[0], "name");
    }

    #[test]
    fn papers_end_and_are_no_contracts() {
        let lines = rows(|i| format!("{}|E{:08}|203{}-08-1{}|138{:08}", name(i), i * 7919, i % 7, i % 9, i * 104_729));
        assert_eq!(targets_of("姓名|护照号|有效期至|手机", &lines)[2], "extra.date.有效期至");
        assert_eq!(targets_of("姓名|会员号|有效期至|手机", &lines)[2], "contract_end");
    }

    #[test]
    fn names_of_those_who_attended_are_no_firms() {
        let (given, family) =
            (["Mary", "John", "Susan", "David", "Laura"], ["Smith", "Baker", "Clark", "Young", "Hughes", "Walker", "Allen"]);
        let lines = rows(|i| format!("{0} {1}|{0}|{1}|p{i}@example.com|Apr 02, 2026 01:02 PM", given[i % 5], family[i % 7]));
        let got = targets_of("User Name (Original Name)|First Name|Last Name|Email|Last message", &lines);
        assert!(!["company", "account_id"].contains(&got[0].as_str()), "{}", got[0]);
        assert_eq!(got[4], "extra.date.Last message");
        let lines = rows(|i| {
            format!(
                "{}/{}|E{:08}|1980-01-{:02}",
                ["ZHANG", "WANG", "LI", "CHEN"][i % 4],
                ["SAN", "XIAOMING", "NA"][i % 3],
                i * 7919,
                i % 28 + 1
            )
        });
        assert_eq!(targets_of("英文姓名|护照号|出生日期", &lines)[0], "name");
        assert_ne!(
            targets_of(
                "姓名|英文姓名|护照号",
                &rows(|i| format!("{}|{}/SAN|E{:08}", name(i), ["ZHANG", "WANG", "LI", "CHEN"][i % 4], i * 7919))
            )[1],
            "company"
        );
    }

    #[test]
    fn two_names_of_one_person_stay_two_names() {
        let lines = rows(|i| {
            format!(
                "{}|{}|138{:08}",
                name(i),
                if i % 4 == 0 { format!("{}小{}", &name(i)[..3], &name(i)[6..]) } else { name(i) },
                i * 104_729
            )
        });
        assert_eq!(targets_of("姓名|真实姓名|手机", &lines)[0], "name");
    }
}
