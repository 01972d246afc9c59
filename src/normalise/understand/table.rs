//! The table as a whole: persons or organisations, record type, event kind, country, currency, status words.

use std::collections::BTreeMap;

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};
use crate::model::mapping::{Entity, RecordType};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::lexicon::{STATES_AU, STATES_CA, STATES_US};
use super::looks::{Look, is_han};

fn principal(guess: &Guess, kinds: &[Kind]) -> bool {
    matches!(&guess.meaning, Meaning::Target(Target::Field(Party::Principal, kind)) if kinds.contains(kind))
}

fn feeds(guess: &Guess, target: &Target) -> bool {
    matches!(&guess.meaning, Meaning::Target(t) if t == target)
}

/// Share of rows filled in the best filled column of these kinds.
#[expect(clippy::cast_precision_loss, reason = "a share for decisions")]
fn filled(facts: &[ColumnFacts], guesses: &[Guess], kinds: &[Kind]) -> f64 {
    facts
        .iter()
        .zip(guesses)
        .filter(|(_, g)| principal(g, kinds))
        .map(|(f, _)| if f.rows == 0 { 0.0 } else { f.filled as f64 / f.rows as f64 })
        .fold(0.0, f64::max)
}

/// Persons or organisations; `None` where rows differ.
pub(super) fn entity(facts: &[ColumnFacts], guesses: &[Guess]) -> (Option<Entity>, String) {
    let person = filled(facts, guesses, &[Kind::PersonName, Kind::GivenName, Kind::FamilyName]);
    let company = filled(facts, guesses, &[Kind::Company]);
    let personal = guesses.iter().any(|g| principal(g, &[Kind::BirthDate, Kind::Gender, Kind::NationalId, Kind::BirthYear]));
    if person == 0.0 && company > 0.0 && !personal {
        (Some(Entity::Organisation), "organisations: there is a company column and no person's name".to_owned())
    } else if company == 0.0 || personal || person >= 0.8 {
        (Some(Entity::Person), "persons: there are columns only persons have".to_owned())
    } else if person < 0.3 && company >= 0.7 {
        (Some(Entity::Organisation), "organisations: nearly every row has a company and few have a person's name".to_owned())
    } else {
        (
            None,
            "persons and organisations: a row with a person's name is a person, one with a company alone an organisation"
                .to_owned(),
        )
    }
}

/// What one row is and what kind of event it makes, with the reason.
pub(super) fn record_type(facts: &[ColumnFacts], guesses: &[Guess]) -> (RecordType, &'static str, String) {
    let find = |target: Target| (0..guesses.len()).find(|&i| feeds(&guesses[i], &target));
    let key = find(Target::Event(EventPart::Key)).filter(|&i| facts[i].filled * 2 >= facts[i].rows);
    let at = find(Target::Event(EventPart::At));
    let amount = find(Target::Event(EventPart::Amount));
    let item = ItemPart::ALL.iter().any(|&(part, _)| find(Target::Item(part)).is_some());
    if let Some(key) = key
        && (amount.is_some() || item || at.is_some())
    {
        let repeats = facts[key].distinct < facts[key].filled || facts[key].filled < facts[key].rows;
        let name = &facts[key].header;
        return if repeats && item {
            (RecordType::Line, "order", format!("order lines: `{name}` repeats and there are item columns"))
        } else {
            (RecordType::Event, "order", format!("orders: `{name}` is an order number"))
        };
    }
    if let (Some(at), Some(amount)) = (at, amount) {
        return (RecordType::Event, "order", format!("sales: `{}` and `{}`", facts[at].header, facts[amount].header));
    }
    if find(Target::Event(EventPart::Text)).is_some() {
        return (RecordType::Person, "inquiry", "form entries with a message: each makes an inquiry".to_owned());
    }
    if let Some(at) = at {
        let kind = event_word(&phrase(&facts[at].header), find(Target::Event(EventPart::Score)).is_some());
        return (RecordType::Person, kind, format!("`{}` says when each entry was made: {kind}", facts[at].header));
    }
    if let Some(created) = find(Target::CreatedAt).filter(|&i| is_signup(&phrase(&facts[i].header))) {
        return (RecordType::Person, "signup", format!("`{}` says when each person signed up", facts[created].header));
    }
    (RecordType::Person, "", "one row per person or organisation, without events".to_owned())
}

/// The event kind a time column's header speaks of.
fn event_word(phrase: &str, has_score: bool) -> &'static str {
    let any = |words: &[&str]| words.iter().any(|w| phrase.contains(w));
    if has_score {
        "survey"
    } else if any(&["scan", "扫"]) {
        "scan"
    } else if any(&["visit", "到访", "来访", "到店", "check", "签到", "参会"]) {
        "visit"
    } else if any(&["call", "来电", "通话"]) {
        "call"
    } else if any(&["order", "purchase", "transaction", "sale", "invoice", "订单", "下单", "购买", "交易", "成交", "消费"])
    {
        "order"
    } else if any(&["inquiry", "enquiry", "咨询", "留言", "appointment", "预约"]) {
        "inquiry"
    } else {
        "signup"
    }
}

/// The header of a creation time speaks of joining.
fn is_signup(phrase: &str) -> bool {
    [
        "sign",
        "join",
        "regist",
        "enrol",
        "member since",
        "customer since",
        "opt",
        "anmeld",
        "inscription",
        "开卡",
        "注册",
        "入会",
        "加入",
        "办卡",
        "成为",
        "登记",
        "登録",
        "가입",
        "註冊",
    ]
    .iter()
    .any(|w| phrase.contains(w))
}

/// Takes event targets back from tables whose rows make no such event: all of them where there is none at all, and what
/// only orders have (key, amounts, status) where rows are entries of people.
pub(super) fn without_event(guesses: &mut [Guess], no_event_at_all: bool) {
    for guess in guesses {
        let kind = match guess.meaning {
            Meaning::Target(Target::Event(part)) => match part {
                EventPart::At | EventPart::Score | EventPart::Text | EventPart::Owner | EventPart::Kind if !no_event_at_all => {
                    continue;
                }
                EventPart::Key => Kind::Ignore,
                EventPart::At | EventPart::PaidAt => Kind::Date,
                EventPart::Amount | EventPart::Refunded => Kind::Amount,
                EventPart::Score => Kind::Score,
                EventPart::Text => Kind::Text,
                EventPart::Owner => Kind::Owner,
                EventPart::Kind | EventPart::Status | EventPart::Currency => Kind::Category,
            },
            Meaning::Target(Target::Item(part)) => match part {
                ItemPart::Quantity => Kind::Number,
                ItemPart::Amount => Kind::Amount,
                ItemPart::Sku | ItemPart::Product => Kind::Category,
            },
            _ => continue,
        };
        guess.meaning = Meaning::Plain(kind);
        guess.reason = format!("{}; rows of this table are no orders", guess.reason);
    }
}

/// Of several columns for the same part of an order the one that says most is taken; the others are kept aside.
pub(super) fn one_column_each(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    const FIRST: &[(EventPart, Kind, &[&str])] = &[
        (
            EventPart::Amount,
            Kind::Amount,
            &["实付", "实际支付", "付款金额", "支付金额", "paid", "应付", "grand total", "total", "订单金额", "总"],
        ),
        (EventPart::Refunded, Kind::Amount, &[]),
        (EventPart::Status, Kind::Category, &["financial", "payment", "订单状态", "order", "交易状态", "支付", "付款"]),
        (EventPart::At, Kind::Date, &["创建", "下单", "order", "purchase", "submit", "提交", "订单"]),
        (EventPart::PaidAt, Kind::Date, &[]),
        (EventPart::Key, Kind::Ignore, &["主订单", "订单编号", "订单号", "order"]),
        (EventPart::Text, Kind::Text, &["message", "留言", "咨询", "inquiry"]),
    ];
    for (part, kind, words) in FIRST {
        let target = Target::Event(*part);
        let columns: Vec<usize> = (0..guesses.len()).filter(|&i| feeds(&guesses[i], &target)).collect();
        let rank = |i: usize| {
            let phrase = phrase(&facts[i].header);
            let word = words.iter().position(|w| phrase.contains(w)).unwrap_or(words.len());
            (facts[i].filled * 2 < facts[i].rows, word, i)
        };
        let best = columns.iter().copied().min_by_key(|&i| rank(i));
        for i in columns {
            if Some(i) != best {
                guesses[i].meaning = Meaning::Plain(*kind);
                guesses[i].reason = format!("{}; another column says it better", guesses[i].reason);
            }
        }
    }
}

/// True if names and companies are written in Latin letters only.
pub(super) fn is_latin(facts: &[ColumnFacts], guesses: &[Guess]) -> bool {
    let named = [Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];
    let mut names = facts.iter().zip(guesses).filter(|(_, g)| principal(g, &named)).map(|(f, _)| f).peekable();
    names.peek().is_some() && names.all(|f| f.share(Look::Latin) >= 0.95 && f.share(Look::Han) < 0.01)
}

/// The country that phones, postcodes, states, mail domains and script speak of.
///
/// Each kind of evidence votes with its share of values; the best country wins with half a vote at least.
pub(super) fn country(facts: &[ColumnFacts], guesses: &[Guess]) -> Option<(&'static str, String)> {
    let mut votes: BTreeMap<&'static str, (f32, &'static str)> = BTreeMap::new();
    let mut vote = |country: &'static str, weight: f32, why: &'static str| {
        let entry = votes.entry(country).or_insert((0.0, why));
        entry.0 += weight;
    };
    for (f, g) in facts.iter().zip(guesses) {
        let Meaning::Target(Target::Field(_, kind)) = g.meaning else { continue };
        match kind {
            Kind::Phone => phone_votes(f, &mut vote),
            Kind::Postcode => postcode_votes(f, &mut vote),
            Kind::Province => state_votes(f, &mut vote),
            Kind::Email | Kind::Url => domain_votes(f, &mut vote),
            Kind::Country => country_votes(f, &mut vote),
            Kind::City | Kind::Place => city_votes(f, &mut vote),
            _ => {}
        }
        match kind {
            Kind::PersonName | Kind::Address | Kind::Company | Kind::City => {
                vote("CN", f.share(Look::Han) - f.share(Look::Kana), "Chinese characters");
                vote("JP", f.share(Look::Kana), "Kana");
                vote("KR", f.share(Look::Hangul), "Hangul");
            }
            Kind::NationalId => {
                vote("US", f.share_of(|s| s.text.len() == 11 && s.looks.has(Look::NationalId)), "social security numbers")
            }
            _ => {}
        }
    }
    let mut best: Option<(&'static str, f32, &'static str)> = None;
    for (country, (weight, why)) in votes {
        if weight >= 0.3 && best.is_none_or(|(_, w, _)| weight > w) {
            best = Some((country, weight, why));
        }
    }
    best.map(|(country, _, why)| (country, format!("country {country}: {why}")))
}

type Vote<'a> = &'a mut dyn FnMut(&'static str, f32, &'static str);

fn phone_votes(f: &ColumnFacts, vote: Vote) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mobile_cn = f.share_of(|s| {
        let d = digits(&s.text);
        let d = d.strip_prefix("0086").or_else(|| d.strip_prefix("86").filter(|d| d.len() == 11)).unwrap_or(&d).to_owned();
        let masked =
            s.text.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() == 11 && s.text.contains('*') && d.starts_with('1');
        (d.len() == 11 && d.starts_with('1') && d.as_bytes()[1] > b'2') || masked
    });
    vote("CN", mobile_cn * 2.0, "Chinese mobile numbers");
    const PREFIXES: &[(&str, &str)] = &[
        ("44", "GB"),
        ("49", "DE"),
        ("33", "FR"),
        ("34", "ES"),
        ("39", "IT"),
        ("61", "AU"),
        ("81", "JP"),
        ("82", "KR"),
        ("91", "IN"),
        ("55", "BR"),
        ("52", "MX"),
        ("31", "NL"),
        ("32", "BE"),
        ("41", "CH"),
        ("43", "AT"),
        ("46", "SE"),
        ("47", "NO"),
        ("45", "DK"),
        ("358", "FI"),
        ("48", "PL"),
        ("351", "PT"),
        ("353", "IE"),
        ("64", "NZ"),
        ("65", "SG"),
        ("852", "HK"),
        ("886", "TW"),
        ("60", "MY"),
        ("7", "RU"),
        ("27", "ZA"),
        ("1", "US"),
    ];
    for (prefix, country) in PREFIXES {
        let share = f.share_of(|s| {
            let plus = s.text.strip_prefix('+').or_else(|| s.text.strip_prefix("00"));
            plus.is_some_and(|rest| digits(rest).starts_with(prefix))
        });
        vote(country, share * 2.0, "international phone prefixes");
    }
    let american = f.share_of(|s| {
        let d = digits(&s.text);
        let d = if d.len() == 11 { d.strip_prefix('1').unwrap_or(&d) } else { &d };
        d.len() == 10 && d.as_bytes()[0] >= b'2' && d.as_bytes()[3] >= b'2' && !s.text.starts_with('+')
    });
    vote("US", american, "ten-digit phone numbers");
    vote(
        "GB",
        f.share_of(|s| s.text.starts_with('0') && digits(&s.text).len() == 11) * 0.7,
        "eleven-digit phone numbers with a leading zero",
    );
    vote(
        "AU",
        f.share_of(|s| digits(&s.text).len() == 10 && s.text.trim_start_matches('(').starts_with("04")),
        "Australian mobile numbers",
    );
}

fn postcode_votes(f: &ColumnFacts, vote: Vote) {
    let form = |text: &str| {
        text.chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    '9'
                } else if c.is_ascii_alphabetic() {
                    'a'
                } else {
                    c
                }
            })
            .collect::<String>()
    };
    vote(
        "GB",
        f.share_of(|s| {
            let w = form(&s.text);
            w.ends_with("9aa") && w.starts_with('a')
        }),
        "British postcodes",
    );
    vote("CA", f.share_of(|s| matches!(form(&s.text).as_str(), "a9a 9a9" | "a9a9a9")), "Canadian postcodes");
    vote(
        "US",
        f.share_of(|s| matches!(form(&s.text).as_str(), "99999-9999")) + f.share_of(|s| form(&s.text) == "99999") * 0.4,
        "five-digit postcodes",
    );
    vote("CN", f.share_of(|s| form(&s.text) == "999999") * 0.5, "six-digit postcodes");
    vote("AU", f.share_of(|s| form(&s.text) == "9999") * 0.3, "four-digit postcodes");
    vote("NL", f.share_of(|s| matches!(form(&s.text).as_str(), "9999 aa" | "9999aa")), "Dutch postcodes");
    vote("JP", f.share_of(|s| form(&s.text) == "999-9999"), "Japanese postcodes");
    vote("BR", f.share_of(|s| form(&s.text) == "99999-999"), "Brazilian postcodes");
    vote("PL", f.share_of(|s| form(&s.text) == "99-999"), "Polish postcodes");
}

fn state_votes(f: &ColumnFacts, vote: Vote) {
    let of = |list: &str| f.share_of(|s| list.split(' ').any(|code| code.eq_ignore_ascii_case(&s.text)));
    vote("US", of(STATES_US), "states");
    vote("AU", of(STATES_AU) * 1.1, "states");
    vote("CA", of(STATES_CA), "provinces");
    vote("CN", f.share_of(|s| s.looks.has(Look::Province) && s.text.chars().any(is_han)), "provinces");
}

fn city_votes(f: &ColumnFacts, vote: Vote) {
    const CITIES: &[(&str, &str)] = &[
        (
            "GB",
            "london birmingham manchester liverpool leeds sheffield bristol glasgow edinburgh cardiff nottingham leicester coventry plymouth southampton norwich belfast aberdeen",
        ),
        (
            "US",
            "new york,los angeles,chicago,houston,phoenix,philadelphia,san antonio,san diego,dallas,austin,seattle,denver,boston,atlanta,miami,portland,columbus",
        ),
        ("AU", "sydney melbourne brisbane perth adelaide canberra hobart darwin geelong newcastle"),
        ("DE", "berlin hamburg münchen munich köln cologne frankfurt stuttgart düsseldorf leipzig dresden hannover bremen"),
        ("FR", "paris marseille lyon toulouse nice nantes strasbourg montpellier bordeaux lille rennes"),
        ("ES", "madrid barcelona valencia sevilla zaragoza málaga bilbao"),
        ("IT", "roma milano napoli torino palermo genova bologna firenze"),
        ("CA", "toronto montreal vancouver calgary ottawa edmonton winnipeg"),
        ("IN", "mumbai delhi bangalore bengaluru hyderabad chennai kolkata pune"),
        ("CN", "beijing shanghai guangzhou shenzhen hangzhou chengdu wuhan nanjing"),
    ];
    for (country, cities) in CITIES {
        let split = if cities.contains(',') { ',' } else { ' ' };
        // A handful of big cities stands for a country: a tenth of the column is already much.
        let share = f.share_of(|s| cities.split(split).any(|c| c == s.text.to_lowercase()));
        vote(country, (share * 6.0).min(0.8), "its cities");
    }
}

fn domain_votes(f: &ColumnFacts, vote: Vote) {
    const ENDINGS: &[(&str, &str)] = &[
        (".uk", "GB"),
        (".de", "DE"),
        (".fr", "FR"),
        (".it", "IT"),
        (".es", "ES"),
        (".com.au", "AU"),
        (".cn", "CN"),
        ("@qq.com", "CN"),
        ("@163.com", "CN"),
        ("@126.com", "CN"),
        (".jp", "JP"),
        (".kr", "KR"),
        (".br", "BR"),
        (".nl", "NL"),
        (".se", "SE"),
        (".no", "NO"),
        (".dk", "DK"),
        (".fi", "FI"),
        (".pl", "PL"),
        (".ca", "CA"),
        (".in", "IN"),
        (".mx", "MX"),
        (".nz", "NZ"),
        (".ie", "IE"),
        (".gov", "US"),
        (".edu", "US"),
    ];
    for (ending, country) in ENDINGS {
        vote(country, f.share_of(|s| s.text.to_lowercase().trim_end_matches('/').ends_with(ending)), "mail and web domains");
    }
}

fn country_votes(f: &ColumnFacts, vote: Vote) {
    const NAMES: &[(&str, &str)] = &[
        ("cn", "CN"),
        ("china", "CN"),
        ("中国", "CN"),
        ("us", "US"),
        ("usa", "US"),
        ("united states", "US"),
        ("united states of america", "US"),
        ("gb", "GB"),
        ("uk", "GB"),
        ("united kingdom", "GB"),
        ("de", "DE"),
        ("germany", "DE"),
        ("deutschland", "DE"),
        ("fr", "FR"),
        ("france", "FR"),
        ("au", "AU"),
        ("australia", "AU"),
        ("ca", "CA"),
        ("canada", "CA"),
        ("jp", "JP"),
        ("japan", "JP"),
        ("日本", "JP"),
        ("kr", "KR"),
        ("es", "ES"),
        ("spain", "ES"),
        ("it", "IT"),
        ("italy", "IT"),
        ("nl", "NL"),
        ("in", "IN"),
        ("india", "IN"),
        ("br", "BR"),
        ("mx", "MX"),
    ];
    for (name, country) in NAMES {
        vote(country, f.share_of(|s| s.text.eq_ignore_ascii_case(name)), "the country column");
    }
}

/// The currency that signs in amounts, or else the country, speak of.
pub(super) fn currency(facts: &[ColumnFacts], guesses: &[Guess], country: &str) -> Option<&'static str> {
    const SIGNS: &[(&str, &str)] = &[
        ("¥", "CNY"),
        ("￥", "CNY"),
        ("元", "CNY"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("円", "JPY"),
        ("₩", "KRW"),
        ("원", "KRW"),
        ("₹", "INR"),
    ];
    for (f, g) in facts.iter().zip(guesses) {
        let money = matches!(g.meaning, Meaning::Target(Target::Event(EventPart::Amount)) | Meaning::Plain(Kind::Amount));
        if money && let Some((_, code)) = SIGNS.iter().find(|(sign, _)| f.share_of(|s| s.text.contains(sign)) >= 0.1) {
            return Some(code);
        }
    }
    const OF_COUNTRY: &[(&str, &str)] = &[
        ("CN", "CNY"),
        ("US", "USD"),
        ("GB", "GBP"),
        ("JP", "JPY"),
        ("KR", "KRW"),
        ("AU", "AUD"),
        ("CA", "CAD"),
        ("IN", "INR"),
        ("BR", "BRL"),
        ("MX", "MXN"),
        ("CH", "CHF"),
        ("SE", "SEK"),
        ("NO", "NOK"),
        ("DK", "DKK"),
        ("PL", "PLN"),
        ("NZ", "NZD"),
        ("SG", "SGD"),
        ("HK", "HKD"),
        ("TW", "TWD"),
        ("DE", "EUR"),
        ("FR", "EUR"),
        ("ES", "EUR"),
        ("IT", "EUR"),
        ("NL", "EUR"),
        ("BE", "EUR"),
        ("AT", "EUR"),
        ("FI", "EUR"),
        ("IE", "EUR"),
        ("PT", "EUR"),
    ];
    OF_COUNTRY.iter().find(|(c, _)| *c == country).map(|(_, code)| *code)
}

/// Canonical statuses of the status words seen, by folded word.
pub(super) fn statuses(facts: &[ColumnFacts], guesses: &[Guess]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (f, _) in facts.iter().zip(guesses).filter(|(_, g)| feeds(g, &Target::Event(EventPart::Status))) {
        for value in &f.sample {
            let word = value.text.to_lowercase();
            if let Some(status) = status_of(&word) {
                out.insert(word, status.to_owned());
            }
        }
    }
    out
}

/// What a status word of any shop means.
fn status_of(word: &str) -> Option<&'static str> {
    let any = |words: &[&str]| words.iter().any(|w| word.contains(w));
    if any(&["refund", "退款成功", "已退款", "全额退款", "returned", "erstattet", "rembours"]) {
        Some("refunded")
    } else if any(&["cancel", "void", "failed", "declined", "expired", "取消", "关闭", "作废", "失败", "stornier", "annul"])
    {
        Some("cancelled")
    } else if any(&["unpaid", "pending", "await", "hold", "draft", "待付款", "未付款", "等待买家付款", "待支付", "未支付", "offen"])
    {
        Some("pending")
    } else if any(&[
        "paid",
        "complete",
        "fulfilled",
        "shipped",
        "deliver",
        "success",
        "processing",
        "closed won",
        "成功",
        "完成",
        "已付款",
        "已支付",
        "已发货",
        "待发货",
        "待收货",
        "已签收",
        "已收货",
        "bezahlt",
        "paye",
    ]) {
        Some("paid")
    } else {
        None
    }
}
