//! Columns together: repeated names, several addresses, ids, names whose owner the header leaves open.

use crate::model::kind::{Kind, Party, Target};
use crate::model::raw::RawTable;

use super::decide::{Guess, is_birth_like};
use super::facts::ColumnFacts;
use super::group_ids;
use super::header::{Meaning, phrase};
use super::looks::Look;
use super::mixed::is_mixed;
use super::repeats;
use super::table::is_head;

/// Settles what needs more than one column.
pub(super) fn settle(table: &RawTable, facts: &[ColumnFacts], guesses: &mut [Guess]) {
    date_parts(facts, guesses);
    one_person(facts, guesses);
    whole_names(facts, guesses);
    half_names(facts, guesses);
    some_names(facts, guesses);
    stray_names(facts, guesses);
    ids(facts, guesses);
    group_ids::set_aside(table, facts, guesses);
    parcels(guesses);
    one_address(facts, guesses);
    repeats::repeated_names(table, guesses);
    repeats::repeated_streets(table, guesses);
    one_birth_date(facts, guesses);
    constants(facts, guesses);
    last_resort(facts, guesses);
}

/// Rows from which on one value in all of them is the same for a reason that is not the customers'.
const CONSTANT_ROWS: u64 = 20;

/// A name, number, mail or street that stands in every row alike is the shop's, a sender's or a test's, and nobody's own.
fn constants(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    const OWN: &[Kind] = &[
        Kind::PersonName,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::Street,
        Kind::NationalId,
        Kind::MemberId,
        Kind::AccountId,
    ];
    for (f, guess) in facts.iter().zip(guesses) {
        let same = f.distinct == 1 && f.filled == f.rows && f.rows >= CONSTANT_ROWS;
        if same && field(guess).is_some_and(|(_, kind)| OWN.contains(&kind)) {
            keep_aside(guess, Kind::Category, "one value in all rows is nobody's own");
        }
    }
}

/// Where nothing else could match, the column with most distinct texts is the name of what the table lists.
fn last_resort(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    const IDENTITY: &[Kind] = &[
        Kind::PersonName,
        Kind::GivenName,
        Kind::FamilyName,
        Kind::Nickname,
        Kind::Company,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::Street,
        Kind::NationalId,
        Kind::TaxId,
        Kind::MemberId,
        Kind::AccountId,
        Kind::Url,
    ];
    let known = |g: &Guess| field(g).is_some_and(|(_, k)| IDENTITY.contains(&k));
    if guesses.iter().any(known) {
        return;
    }
    let wordy = |i: &usize| {
        matches!(guesses[*i].meaning, Meaning::Plain(Kind::Category | Kind::Text))
            && facts[*i].share_of(|s| s.text.chars().filter(|c| c.is_alphabetic()).count() >= 2) >= 0.8
            && facts[*i].distinct >= 10
    };
    let Some(best) = (0..facts.len()).filter(wordy).max_by_key(|&i| (facts[i].distinct, std::cmp::Reverse(i))) else { return };
    let f = &facts[best];
    let person = f.share(Look::HanName) >= 0.3
        || (f.share(Look::Words) >= 0.7 && f.share(Look::OrgWord) < 0.05 && !looks_like_organisations(f));
    let kind = if person { Kind::PersonName } else { Kind::Company };
    set(&mut guesses[best], kind, "nothing else in the table could say who a row is");
}

/// The party and kind a guess is a value of.
pub(super) fn field(guess: &Guess) -> Option<(Party, Kind)> {
    match guess.meaning {
        Meaning::Target(Target::Field(party, kind)) => Some((party, kind)),
        _ => None,
    }
}

/// True if the guess is a value of the row's own party, of one of these kinds.
pub(super) fn is_kind(guess: &Guess, kinds: &[Kind]) -> bool {
    field(guess).is_some_and(|(party, kind)| party == Party::Principal && kinds.contains(&kind))
}

const NAMED: &[Kind] = &[Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];

const NAMES: &[Kind] = &[Kind::PersonName, Kind::GivenName, Kind::FamilyName];

fn set(guess: &mut Guess, kind: Kind, why: &str) {
    guess.meaning = Meaning::Target(Target::Field(Party::Principal, kind));
    guess.reason = format!("{}; {why}", guess.reason);
}

/// Keeps a column that is no evidence, with the reason.
pub(super) fn keep_aside(guess: &mut Guess, kind: Kind, why: &str) {
    guess.meaning = Meaning::Plain(kind);
    guess.reason = format!("{}; {why}", guess.reason);
}

/// Columns `year`, `month`, `day` side by side are a birth date if the years are birth years.
fn date_parts(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let find = |names: &[&str], look: Look| {
        (0..facts.len()).find(|&i| names.contains(&phrase(&facts[i].header).as_str()) && facts[i].share(look) >= 0.8)
    };
    let year = find(&["year", "yyyy", "yr", "年", "jahr", "annee", "ano"], Look::Year);
    let month = find(&["month", "mm", "mon", "月", "monat", "mois", "mes"], Look::Month);
    let day = find(&["day", "dd", "日", "tag", "jour", "dia"], Look::Day);
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return };
    let born = facts[year].share_of(|s| s.text.parse::<u16>().is_ok_and(|y| (1900..=2016).contains(&y)));
    if born >= 0.9 && facts[year].distinct >= 15 {
        for (i, kind) in [(year, Kind::BirthYear), (month, Kind::BirthMonth), (day, Kind::BirthDay)] {
            set(&mut guesses[i], kind, "year, month and day stand side by side and the years are birth years");
        }
    }
}

/// Several first and several last names are several people in one row (both who register, parent and child): the first pair
/// with the best filled given name is whom the row is about.
fn one_person(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let of =
        |guesses: &[Guess], kind: Kind| -> Vec<usize> { (0..guesses.len()).filter(|&i| is_kind(&guesses[i], &[kind])).collect() };
    let (given, family) = (of(guesses, Kind::GivenName), of(guesses, Kind::FamilyName));
    if given.len() < 2 || family.len() < 2 {
        return;
    }
    for columns in [given, family] {
        let first = columns.iter().copied().max_by_key(|&i| (facts[i].filled, std::cmp::Reverse(i)));
        for i in columns.into_iter().filter(|&i| Some(i) != first) {
            keep_aside(&mut guesses[i], Kind::Category, "the row has another first and last name that is filled no worse");
        }
    }
}

/// A lone given or family name whose values are several words is the whole name (`Nombre`, `Nom`, `名`).
fn whole_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    for party in [Party::Principal, Party::Receiver] {
        let of_party = |g: &Guess, kinds: &[Kind]| field(g).is_some_and(|(p, kind)| p == party && kinds.contains(&kind));
        let parts: Vec<usize> = (0..guesses.len()).filter(|&i| of_party(&guesses[i], NAMES)).collect();
        let [only] = parts[..] else { continue };
        let f = &facts[only];
        let several = f.share_of(|s| s.text.split_whitespace().count() >= 2);
        if of_party(&guesses[only], &[Kind::GivenName, Kind::FamilyName]) && several.max(f.share(Look::HanName)) >= 0.6 {
            guesses[only].meaning = Meaning::Target(Target::Field(party, Kind::PersonName));
            guesses[only].reason = format!("{}; it is the only name and its values are whole names", guesses[only].reason);
        }
    }
}

/// A name column beside one half of the name is the other half, if its values are single words (`Name` and `Vorname`,
/// `名字` and `姓氏`).
fn half_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let of = |guesses: &[Guess], kind: Kind| -> Vec<usize> {
        (0..guesses.len()).filter(|&i| guesses[i].by_header && is_kind(&guesses[i], &[kind])).collect()
    };
    let [whole] = of(guesses, Kind::PersonName)[..] else { return };
    let (given, family) = (of(guesses, Kind::GivenName), of(guesses, Kind::FamilyName));
    let f = &facts[whole];
    let half = f.share(Look::OneWord) >= 0.6 || (f.share(Look::Han) >= 0.6 && f.median_chars <= 2);
    match (given.len(), family.len()) {
        (1, 0) if half => set(&mut guesses[whole], Kind::FamilyName, "single words beside a given name"),
        (0, 1) if half => set(&mut guesses[whole], Kind::GivenName, "single words beside a family name"),
        _ => {}
    }
}

/// A `… name` column: a person's, an organisation's, or a category, by its values.
fn some_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let has = |guesses: &[Guess], kinds: &[Kind]| guesses.iter().any(|g| is_kind(g, kinds) && g.by_header);
    // Of a handful of sites the rows come from none is the row's own name.
    let few = |f: &ColumnFacts| f.distinct <= 30 || f.repeats() > 20.0;
    let site = |g: &Guess, f: &ColumnFacts| is_kind(g, &[Kind::Company]) && few(f) && f.rows > 200;
    let firms =
        |guesses: &[Guess]| guesses.iter().zip(facts).any(|(g, f)| is_kind(g, &[Kind::Company]) && g.by_header && !site(g, f));
    for i in 0..guesses.len() {
        let f = &facts[i];
        let exact_name = is_kind(&guesses[i], &[Kind::PersonName]) && guesses[i].by_header && guesses[i].exact;
        if exact_name
            && looks_like_organisations(f)
            && !has(guesses, &[Kind::BirthDate, Kind::Gender, Kind::GivenName, Kind::FamilyName])
        {
            set(&mut guesses[i], Kind::Company, "values are organisations");
            continue;
        }
        if guesses[i].meaning != Meaning::SomeName {
            continue;
        }
        let personal = has(guesses, &[Kind::BirthDate, Kind::Gender, Kind::NationalId, Kind::BirthYear]);
        let person = f.share(Look::HanName) >= 0.5
            || (f.share(Look::GivenWord).max(f.share(Look::FamilyWord)) >= 0.3 && f.share(Look::OrgWord) < 0.05)
            || personal && !looks_like_organisations(f)
            || is_mixed(&Target::Field(Party::Principal, Kind::PersonName), f);
        // A name that few rows have (`Full Name` of those whose firm is the customer) leaves the others without one.
        let told = |(g, other): (&Guess, &ColumnFacts)| {
            g.by_header && is_kind(g, NAMED) && 2 * other.filled >= f.filled && !site(g, other)
        };
        let taken = guesses.iter().zip(facts).any(told);
        if few(f) && f.rows > 200 {
            keep_aside(&mut guesses[i], Kind::Category, "few distinct values");
        } else if person && !taken {
            set(&mut guesses[i], Kind::PersonName, "values are person names");
        } else if !taken && (looks_like_organisations(f) || !person) {
            set(&mut guesses[i], Kind::Company, "values are organisations");
        } else if !firms(guesses) && !personal && f.share(Look::OrgWord) >= NAMED_SO && looks_like_organisations(f) {
            // The persons named beside it are whom to ask for there (`charity name`, `contact`).
            set(&mut guesses[i], Kind::Company, "values are organisations");
        } else if firms(guesses) && !has(guesses, NAMES) && f.repeats() <= 3.0 {
            // What a shop or seller calls itself beside the name it is registered under.
            guesses[i].meaning = Meaning::Attribute(Kind::Nickname);
            guesses[i].reason.push_str("; another name of the organisation");
        } else {
            keep_aside(&mut guesses[i], Kind::Category, "the row has another name");
        }
    }
}

/// Share of values with an organisation's word (`trust`, `club`, 医院) from which a column beside persons' names is their organisation's.
const NAMED_SO: f32 = 0.3;

/// Words or marks of organisations, and few of persons.
fn looks_like_organisations(facts: &ColumnFacts) -> bool {
    let marks = facts.share_of(|s| {
        let lower = s.text.to_lowercase();
        s.looks.has(Look::OrgWord)
            || lower.contains(['&', '/'])
            || lower.contains("'s ")
            || lower.ends_with("'s")
            || lower.starts_with("the ")
            || lower.contains(" of ")
            || lower.contains(" and ")
            || (s.looks.has(Look::Latin) && lower.bytes().any(|b| b.is_ascii_digit()))
    });
    let persons = facts.share_of(|s| {
        s.looks.has(Look::HanName)
            || s.looks.has(Look::Honorific)
            || (s.looks.has(Look::GivenWord) && s.looks.has(Look::FamilyWord))
    });
    marks >= 0.2 && marks > persons * 1.5
}

/// Kinds that are no identity of the row where only values speak for them and few rows have them.
const STRAY: &[Kind] = &[
    Kind::Company,
    Kind::Url,
    Kind::BirthDate,
    Kind::Gender,
    Kind::Address,
    Kind::Street,
    Kind::City,
    Kind::Province,
    Kind::Country,
];

/// Names and companies seen by values only do not compete with those that a header names.
fn stray_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let person = guesses.iter().any(|g| g.by_header && is_kind(g, NAMES));
    let named = person || guesses.iter().any(|g| g.by_header && is_kind(g, &[Kind::Company]));
    let addressed = guesses.iter().any(|g| g.by_header && is_kind(g, ADDRESS));
    // Town and postcode may be named by their headers while the line above them is known by its values only.
    let has_line = guesses.iter().any(|g| g.by_header && is_kind(g, LINES));
    let mut seen_name = false;
    for i in 0..guesses.len() {
        if guesses[i].by_header {
            continue;
        }
        if is_kind(&guesses[i], NAMES) {
            let kind = field(&guesses[i]).map_or(Kind::PersonName, |(_, k)| k);
            // A given and a family name may stand beside each other; a second whole name may not.
            let of_company = !person && kind == Kind::PersonName && is_contact(&facts[i]);
            if (named && !of_company) || (kind == Kind::PersonName && seen_name) {
                keep_aside(&mut guesses[i], Kind::Category, "the row's own name stands elsewhere");
            }
            seen_name |= kind == Kind::PersonName;
        } else if is_kind(&guesses[i], ADDRESS) && addressed && (has_line || !is_kind(&guesses[i], LINES)) {
            keep_aside(&mut guesses[i], Kind::Category, "the row's own address stands elsewhere");
        } else if named && is_kind(&guesses[i], STRAY) && facts[i].filled * 2 < facts[i].rows {
            keep_aside(&mut guesses[i], Kind::Category, "filled in few rows and the header does not say whose it is");
        }
    }
}

/// Beside a company, under a header that says nothing: names of its people, of each hardly more than one row. Those of one's
/// own staff repeat, and who runs a company is no contact.
fn is_contact(facts: &ColumnFacts) -> bool {
    facts.share(Look::HanName) >= 0.8 && 2 * facts.filled >= facts.rows && facts.repeats() <= 2.0 && !is_head(&facts.header)
}

/// Where only the receiver has a name, phones and addresses that name no party are the receiver's. Where nobody but the row's
/// own party has a name, phone or address, a shipping address is its own.
fn parcels(guesses: &mut [Guess]) {
    let of_receiver = |g: &Guess, kinds: &[Kind]| matches!(field(g), Some((Party::Receiver, kind)) if kinds.contains(&kind));
    let receiver = guesses.iter().any(|g| of_receiver(g, &[Kind::PersonName]));
    let buyer = guesses.iter().any(|g| is_kind(g, NAMES));
    let reached = guesses.iter().any(|g| of_receiver(g, NAMES) || of_receiver(g, &[Kind::Phone, Kind::Email, Kind::Company]));
    if buyer && !reached && !guesses.iter().any(|g| is_kind(g, ADDRESS)) {
        for guess in guesses.iter_mut() {
            if let Some((Party::Receiver, kind)) = field(guess).filter(|(_, kind)| ADDRESS.contains(kind)) {
                set(guess, kind, "no other receiver is named and there is no other address");
            }
        }
    }
    if !receiver || buyer {
        return;
    }
    for guess in guesses.iter_mut() {
        if let Some((Party::Principal, kind)) = field(guess)
            && (kind == Kind::Phone || ADDRESS.contains(&kind))
            && !["buyer", "billing", "customer", "买家", "客户", "会员", "下单"]
                .iter()
                .any(|w| guess.reason.to_lowercase().contains(w))
        {
            guess.meaning = Meaning::Target(Target::Field(Party::Receiver, kind));
            guess.reason = format!("{}; the receiver is the only person named", guess.reason);
        }
    }
}

/// Ids: the row's own key, a party's number that repeats, or nothing of use.
fn ids(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let mut has_key = guesses.iter().any(|g| is_kind(g, &[Kind::SourceKey]));
    // Whom to ask for at an organisation is not known in every row.
    let named = |(f, g): (&ColumnFacts, &Guess)| is_kind(g, NAMES) && 10 * f.filled >= 8 * f.rows;
    let organisations = guesses.iter().any(|g| is_kind(g, &[Kind::Company])) && !facts.iter().zip(&*guesses).any(named);
    for i in 0..guesses.len() {
        let f = &facts[i];
        let row_id = match guesses[i].meaning {
            Meaning::RowId => true,
            Meaning::SomeId => false,
            _ => continue,
        };
        let complete = f.filled == f.rows && f.is_unique();
        let first = i == 0 && f.median_chars <= 40;
        if complete && !has_key && (row_id || first) {
            has_key = true;
            set(&mut guesses[i], Kind::SourceKey, "one value per row, so it is the row's own key");
        } else if f.is_unique() || f.repeats() < 1.001 {
            keep_aside(&mut guesses[i], Kind::Ignore, "one value per row tells nothing about equality");
        } else if is_party_id(&f.header, organisations)
            || (!row_id
                && f.repeats() <= 20.0
                && f.share(Look::Integer) + f.share(Look::Token) >= 0.8
                && f.median_chars >= 4
                && guesses[i].by_header)
        {
            let own = is_party_id(&f.header, organisations);
            guesses[i].meaning = if own {
                Meaning::Target(Target::Field(Party::Principal, Kind::MemberId))
            } else {
                Meaning::Attribute(Kind::MemberId)
            };
            guesses[i].reason = format!("{}; {} distinct values repeat over {} cells", guesses[i].reason, f.distinct, f.filled);
        } else {
            keep_aside(&mut guesses[i], if f.repeats() > 20.0 { Kind::Category } else { Kind::Ignore }, "no id of the party");
        }
    }
}

/// The header names a party whose id this is: in a table of organisations, an organisation or the register it is in.
fn is_party_id(header: &str, organisations: bool) -> bool {
    let phrase = phrase(header);
    let named = |words: &[&str]| words.iter().any(|w| phrase.split(' ').any(|p| p.starts_with(w)));
    if organisations
        && (named(ORGANISATION_WORDS) || ["注册号", "登记号", "公司", "企业", "单位", "供应商"].iter().any(|w| phrase.contains(w)))
    {
        return true;
    }
    [
        "customer",
        "client",
        "cust",
        "user",
        "person",
        "patient",
        "member",
        "contact",
        "student",
        "employee",
        "voter",
        "party",
        "subject",
        "kunden",
        "patron",
        "borrower",
        "elector",
        "subscriber",
        "guest",
        "resident",
        "participant",
        "applicant",
        "attendee",
        "registrant",
        "buyer",
        "purchaser",
        "individual",
    ]
    .iter()
    .any(|w| phrase.split(' ').any(|p| p.starts_with(w)))
        || ["客户", "用户", "会员", "顾客", "联系人", "顧客", "고객"].iter().any(|w| phrase.contains(w))
        || matches!(phrase.as_str(), "ncid" | "uid")
}

/// Beginnings of words for an organisation, its account and the register it is in.
const ORGANISATION_WORDS: &[&str] = &[
    "compan",
    "entity",
    "organi",
    "org",
    "firm",
    "business",
    "corporat",
    "supplier",
    "vendor",
    "merchant",
    "account",
    "partner",
    "dealer",
    "registration",
    "registry",
    "register",
    "regno",
    "handelsregister",
    "kvk",
    "firma",
];

const LINES: &[Kind] = &[Kind::Address, Kind::Street];

const ADDRESS: &[Kind] = &[
    Kind::Address,
    Kind::Street,
    Kind::HouseNumber,
    Kind::Unit,
    Kind::Country,
    Kind::Province,
    Kind::City,
    Kind::District,
    Kind::Postcode,
];

/// Of several addresses of the same party (home and mailing), the best filled is the address; parts that can stand only
/// once (city, province …) come from one column.
fn one_address(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let place = |g: &Guess| field(g).filter(|(_, k)| ADDRESS.contains(k));
    for party in [Party::Principal, Party::Receiver] {
        let columns: Vec<usize> = (0..guesses.len()).filter(|&i| place(&guesses[i]).is_some_and(|(p, _)| p == party)).collect();
        let groups: Vec<&'static str> = columns.iter().map(|&i| address_group(&facts[i].header)).collect();
        let mut named: Vec<(&str, u64)> = Vec::new();
        for (&i, &group) in columns.iter().zip(&groups) {
            match named.iter_mut().find(|(g, _)| *g == group) {
                Some(entry) => entry.1 += facts[i].filled,
                None => named.push((group, facts[i].filled)),
            }
        }
        let has_lines = |group: &str| columns.iter().zip(&groups).any(|(&i, &g)| g == group && is_line(&guesses[i]));
        named.retain(|(group, _)| !group.is_empty() && has_lines(group));
        if named.len() > 1 {
            // The place somebody lives at comes before the one letters go to and the employer's, if it is filled at all well.
            let rank = |group: &str| GROUPS.iter().position(|g| *g == group);
            let most = named.iter().map(|(_, filled)| *filled).max().unwrap_or(0);
            let best = named.iter().filter(|(_, filled)| 2 * filled >= most).min_by_key(|(g, _)| rank(g)).map_or("", |(g, _)| *g);
            for (&i, &group) in columns.iter().zip(&groups) {
                if group != best && named.iter().any(|(g, _)| *g == group) {
                    keep_aside(&mut guesses[i], Kind::Category, "another address of the row says more of who it is");
                }
            }
        }
        for kind in [Kind::Country, Kind::Province, Kind::City, Kind::District, Kind::Postcode, Kind::HouseNumber] {
            let same: Vec<usize> = (0..guesses.len()).filter(|&i| field(&guesses[i]) == Some((party, kind))).collect();
            let best = same.iter().copied().max_by_key(|&i| (facts[i].filled, guesses[i].exact, std::cmp::Reverse(i)));
            for i in same {
                if Some(i) != best {
                    keep_aside(&mut guesses[i], Kind::Category, "another column of the same kind is better filled");
                }
            }
        }
    }
}

fn is_line(guess: &Guess) -> bool {
    field(guess).is_some_and(|(_, k)| matches!(k, Kind::Address | Kind::Street | Kind::City | Kind::Postcode))
}

/// Addresses a row may have besides each other, the most personal first.
#[rustfmt::skip]
const GROUPS: &[&str] = &[
    "home", "residential", "residence", "res", "permanent", "current", "physical", "legal", "default", "billing", "mailing", "mail", "postal",
    "work", "workplace", "office", "business", "company", "employer", "organisation", "organization", "firm", "job", "other",
];

/// The same groups at the beginning of Chinese headers.
#[rustfmt::skip]
const HAN_GROUPS: &[(&str, &str)] = &[
    ("家庭", "home"), ("住宅", "home"), ("居住", "home"), ("现住", "home"), ("现居", "home"), ("常住", "home"), ("户籍", "permanent"),
    ("户口", "permanent"), ("通讯", "mailing"), ("通信", "mailing"), ("邮寄", "mailing"), ("单位", "work"), ("公司", "work"),
    ("工作", "work"), ("办公", "work"), ("企业", "work"),
];

/// Which of a row's addresses a header speaks of.
fn address_group(header: &str) -> &'static str {
    let phrase = phrase(header);
    if let Some((_, group)) = HAN_GROUPS.iter().find(|(start, _)| phrase.starts_with(start)) {
        return group;
    }
    let first = phrase.split(' ').next().unwrap_or("");
    GROUPS.iter().copied().find(|g| *g == first && phrase.contains(' ')).unwrap_or("")
}

/// A birth date named by the header wins over one seen by values; of several without header the best spread stays.
fn one_birth_date(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let births: Vec<usize> = (0..guesses.len()).filter(|&i| is_kind(&guesses[i], &[Kind::BirthDate])).collect();
    let named = births.iter().any(|&i| guesses[i].by_header);
    let person = guesses.iter().any(|g| is_kind(g, NAMES));
    for i in births {
        if !guesses[i].by_header && (named || !person || !is_birth_like(&facts[i])) {
            keep_aside(&mut guesses[i], Kind::Date, "not the birth date of a person");
        }
    }
}
