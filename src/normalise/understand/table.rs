//! The table as a whole: persons or organisations, record type, event kind, status words.

use std::collections::BTreeMap;

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};
use crate::model::mapping::{Entity, RecordType};

use crate::model::raw::RawTable;
use crate::normalise::fold::simplify;

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::looks::Look;
use super::mixed::is_mixed;

/// True if the guess is a value of the row's own party, of one of these kinds.
pub(super) fn principal(guess: &Guess, kinds: &[Kind]) -> bool {
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
pub(super) fn entity(table: &RawTable, facts: &[ColumnFacts], guesses: &[Guess]) -> (Option<Entity>, String) {
    let person = filled(facts, guesses, &[Kind::PersonName, Kind::GivenName, Kind::FamilyName]);
    let company = filled(facts, guesses, &[Kind::Company]);
    let personal = guesses.iter().any(|g| principal(g, &[Kind::BirthDate, Kind::Gender, Kind::NationalId, Kind::BirthYear]));
    let both = facts.iter().zip(guesses).find(|(f, g)| matches!(&g.meaning, Meaning::Target(t) if is_mixed(t, f)));
    if let Some((f, _)) = both {
        (None, format!("persons and organisations: `{}` names both", f.header))
    } else if company >= 0.8 && !personal && has_head(facts, guesses) {
        (
            Some(Entity::Organisation),
            "organisations: nearly every row has a company, and the person named is who runs it".to_owned(),
        )
    } else if person == 0.0 && company > 0.0 && !personal {
        (Some(Entity::Organisation), "organisations: there is a company column and no person's name".to_owned())
    } else if person < 0.8 && company >= 0.5 && firms_between(table, guesses) {
        (None, "persons and organisations: rows without a person's name have a company and nothing only persons have".to_owned())
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

/// One column alone names whom a row is about.
pub(super) fn has_one_name(guesses: &[Guess]) -> bool {
    let named = [Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];
    guesses.iter().filter(|g| principal(g, &named)).count() == 1
}

/// Rows from which on those without a person's name say what they are.
const FIRMS_LEAST: usize = 10;

/// Rows without a person's name are organisations: nearly all of them have a company, and hardly one has what only persons have.
fn firms_between(table: &RawTable, guesses: &[Guess]) -> bool {
    let columns = |kinds: &[Kind]| -> Vec<usize> { (0..guesses.len()).filter(|&i| principal(&guesses[i], kinds)).collect() };
    let names = columns(&[Kind::PersonName, Kind::GivenName, Kind::FamilyName]);
    let (firms, own) = (columns(&[Kind::Company]), columns(&[Kind::BirthDate, Kind::Gender, Kind::NationalId, Kind::BirthYear]));
    let has = |row: usize, columns: &[usize]| columns.iter().any(|&c| !table.columns[c].get(row).trim().is_empty());
    let unnamed: Vec<usize> = (0..table.rows.len()).filter(|&row| !has(row, &names)).collect();
    let count = |columns: &[usize]| unnamed.iter().filter(|&&row| has(row, columns)).count();
    !names.is_empty()
        && unnamed.len() >= FIRMS_LEAST
        && 10 * count(&firms) >= 9 * unnamed.len()
        && 10 * count(&own) <= unnamed.len()
}

/// The name column speaks of who runs or represents an organisation, and the table does not reach that person.
fn has_head(facts: &[ColumnFacts], guesses: &[Guess]) -> bool {
    let reached = || facts.iter().zip(guesses).any(|(f, g)| principal(g, &[Kind::Phone]) && are_mobiles(f));
    let head = |f: &ColumnFacts| is_head(&f.header) && !(is_in_charge(&f.header) && reached());
    facts
        .iter()
        .zip(guesses)
        .filter(|(_, g)| principal(g, &[Kind::PersonName, Kind::GivenName, Kind::FamilyName]))
        .any(|(f, _)| head(f))
}

/// Most of the phones are Chinese mobiles: somebody carries them.
fn are_mobiles(facts: &ColumnFacts) -> bool {
    let mobile = |text: &str| {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        let own = digits.strip_prefix(b"86").filter(|own| own.len() == 11).unwrap_or(&digits);
        own.len() == 11 && own[0] == b'1' && own[1] >= b'3'
    };
    facts.share_of(|s| s.looks.has(Look::PhoneStrong) && mobile(&s.text)) >= 0.5
}

/// Whoever is in charge of a shop or dealer, as lists of contacts say it; registers name a legal representative.
fn is_in_charge(header: &str) -> bool {
    let phrase = phrase(header);
    ["负责人", "店主", "老板", "负責人", "負責人"].iter().any(|head| phrase.contains(head))
}

/// The header speaks of who runs or represents an organisation (负责人, legal representative).
pub(super) fn is_head(header: &str) -> bool {
    const HEADS: &[&str] = &[
        "负责人",
        "法人",
        "法定代表",
        "经营者",
        "店主",
        "老板",
        "負責人",
        "代表者",
        "대표",
        "legal representative",
        "proprietor",
        "registered agent",
        "managing director",
        "geschaftsfuhrer",
        "inhaber",
        "representant legal",
        "representante legal",
        "rappresentante legale",
        "gerant",
        "zaakvoerder",
        "director name",
        "principal officer",
    ];
    let phrase = phrase(header);
    HEADS.iter().any(|head| phrase.contains(head))
}

/// What one row is and what kind of event it makes, with the reason.
pub(super) fn record_type(facts: &[ColumnFacts], guesses: &[Guess]) -> (RecordType, &'static str, String) {
    let find = |target: Target| (0..guesses.len()).find(|&i| feeds(&guesses[i], &target));
    let key = find(Target::Event(EventPart::Key)).filter(|&i| facts[i].filled * 2 >= facts[i].rows);
    let at = find(Target::Event(EventPart::At));
    let amount = find(Target::Event(EventPart::Amount));
    let item = ItemPart::ALL.iter().any(|&(part, _)| find(Target::Item(part)).is_some());
    let ticket = key.filter(|&i| amount.is_none() && is_ticket(&phrase(&facts[i].header)));
    if let (Some(key), Some(_)) = (ticket, at) {
        return (RecordType::Person, "ticket", format!("`{}` numbers tickets, and says nothing of money", facts[key].header));
    }
    if let Some(key) = key.filter(|_| ticket.is_none())
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

/// A header of complaints, repairs and other cases of a service desk.
fn is_ticket(phrase: &str) -> bool {
    ["ticket", "complaint", "投诉", "客诉", "报修", "工单", "受理"].iter().any(|word| phrase.contains(word))
}

/// The event kind a time column's header speaks of.
fn event_word(phrase: &str, has_score: bool) -> &'static str {
    let any = |words: &[&str]| words.iter().any(|w| phrase.contains(w));
    if has_score {
        "survey"
    } else if is_ticket(phrase) {
        "ticket"
    } else if any(&["scan", "扫"]) {
        "scan"
    } else if any(&["visit", "到访", "来访", "到店", "check", "签到", "参会", "就餐", "用餐", "就诊", "核销", "验券"])
    {
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

/// In a table of orders without a time of order, its one column that is just called a date, or says when the row was created,
/// is that.
pub(super) fn date_of_orders(guesses: &mut [Guess], facts: &[ColumnFacts]) {
    let has = |target: &Target| guesses.iter().any(|g| feeds(g, target));
    let bought = has(&Target::Event(EventPart::Amount)) || ItemPart::ALL.iter().any(|&(part, _)| has(&Target::Item(part)));
    let ordered = has(&Target::Event(EventPart::Key)) && bought;
    if !ordered || has(&Target::Event(EventPart::At)) || has(&Target::Event(EventPart::PaidAt)) {
        return;
    }
    const PLAIN: &[&str] = &[
        "date",
        "time",
        "datetime",
        "date time",
        "日期",
        "时间",
        "日期 date",
        "时间 time",
        "datum",
        "fecha",
        "data",
        "日付",
        "날짜",
    ];
    // When the row was created, unless the customer was.
    const OF_CUSTOMER: &[&str] = &["customer", "client", "user", "account", "member", "客户", "会员", "用户", "顾客"];
    let created = |phrase: &str| !is_signup(phrase) && !OF_CUSTOMER.iter().any(|w| phrase.contains(w));
    let plain = |i: &usize| {
        let phrase = phrase(&facts[*i].header);
        match &guesses[*i].meaning {
            Meaning::Plain(Kind::Date) => PLAIN.contains(&&*simplify(&phrase)),
            Meaning::Target(Target::CreatedAt) => created(&phrase),
            _ => false,
        }
    };
    let columns: Vec<usize> = (0..guesses.len()).filter(plain).collect();
    if let [only] = columns[..] {
        guesses[only].meaning = Meaning::Target(Target::Event(EventPart::At));
        guesses[only].reason = format!("{}; the only date of a table of orders", guesses[only].reason);
    }
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

/// Whoever is in charge (`负责人`, `agent`) is no sales person of ours where every firm of a list has another one and no column
/// names anybody else: it is the firm's own contact.
pub(super) fn contact_not_owner(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let any = |kinds: &[Kind]| {
        guesses.iter().any(|g| matches!(&g.meaning, Meaning::Target(Target::Field(Party::Principal, kind)) if kinds.contains(kind)))
    };
    if any(&[Kind::PersonName, Kind::GivenName, Kind::FamilyName]) || !any(&[Kind::Company]) {
        return;
    }
    let owner = Meaning::Target(Target::Field(Party::Principal, Kind::Owner));
    let own = |at: &usize| {
        guesses[*at].meaning == owner && facts[*at].filled >= CONTACTS_LEAST && facts[*at].distinct * 5 >= facts[*at].filled * 4
    };
    if let Some(at) = (0..guesses.len()).find(own) {
        guesses[at].meaning = Meaning::Target(Target::Field(Party::Principal, Kind::PersonName));
        guesses[at].reason.push_str(", but nearly every firm has another one: its own contact");
    }
}

/// Rows from which on a list shows whether everybody in charge is another one.
const CONTACTS_LEAST: u64 = 10;

/// An age says nothing beside a date or year of birth: it is made from it, and would count the same evidence twice.
pub(super) fn age_beside_birth(guesses: &mut [Guess]) {
    let born = |guess: &Guess| {
        matches!(guess.meaning, Meaning::Target(Target::Field(Party::Principal, Kind::BirthDate | Kind::BirthYear)))
    };
    if !guesses.iter().any(born) {
        return;
    }
    for guess in guesses.iter_mut().filter(|guess| guess.meaning == Meaning::Attribute(Kind::Number)) {
        guess.meaning = Meaning::Plain(Kind::Number);
        guess.reason.push_str("; the birth date says as much");
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

/// Canonical statuses of the status words seen, by folded word.
pub(super) fn statuses(facts: &[ColumnFacts], guesses: &[Guess]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (f, _) in facts.iter().zip(guesses).filter(|(_, g)| feeds(g, &Target::Event(EventPart::Status))) {
        for value in &f.sample {
            let word = value.text.to_lowercase();
            if let Some(status) = status_of(&simplify(&word)) {
                out.insert(word, status.to_owned());
            }
        }
    }
    out
}

/// What a status word of any shop means.
fn status_of(word: &str) -> Option<&'static str> {
    let any = |words: &[&str]| words.iter().any(|w| word.contains(w));
    if any(&[
        "refund",
        "退款成功",
        "已退款",
        "全额退款",
        "returned",
        "erstattet",
        "rembours",
        "reembols",
        "rimbors",
        "返金",
        "환불",
        "반품완료",
    ]) {
        Some("refunded")
    } else if any(&[
        "cancel",
        "void",
        "failed",
        "declined",
        "expired",
        "取消",
        "关闭",
        "作废",
        "失败",
        "stornier",
        "annul",
        "キャンセル",
        "취소",
        "geannuleerd",
        "anulowan",
        "iptal",
    ]) {
        Some("cancelled")
    } else if any(&[
        "unpaid",
        "pending",
        "await",
        "hold",
        "draft",
        "待付款",
        "未付款",
        "等待买家付款",
        "待支付",
        "未支付",
        "offen",
        "pendiente",
        "pendente",
        "入金待ち",
        "未入金",
        "입금대기",
        "openstaand",
    ]) {
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
        "confirmado",
        "pago",
        "pagado",
        "pagato",
        "betaald",
        "abgeschlossen",
        "発送済",
        "出荷済",
        "入金済",
        "결제완료",
        "배송완료",
        "배송중",
        "구매확정",
        "成功",
        "完成",
        "已付款",
        "已支付",
        "已发货",
        "待发货",
        "待收货",
        "已签收",
        "出货",
        "送达",
        "已寄出",
        "已收货",
        "bezahlt",
        "paye",
    ]) {
        Some("paid")
    } else {
        None
    }
}
