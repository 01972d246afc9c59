//! What people who look after customers work with: tags given by hand, follow-ups per owner, escalations, a
//! calendar, what is bought together.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use crate::model::customers::{Affinity, Customers, Followup, TagOutcome};
use crate::model::hash::hash64;
use crate::model::publish::{AFFINITY, ESCALATIONS, FOLLOWUPS_BY_OWNER, MANUAL_TAGS};
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::columns;

/// Events of a calendar file at most: more are of no use to a person, and calendar programs choke on them.
pub const CALENDAR_MAX: usize = 5_000;

/// Length of an event: a due time is a moment, but calendars show nothing shorter well.
const EVENT_MINUTES: i64 = 15;

/// A table of these columns in the order of the contract.
fn table(names: &[&str], data: impl IntoIterator<Item = Data>) -> Table {
    let mut table = Table::new();
    for (name, data) in names.iter().zip(data) {
        table.push(*name, data);
    }
    table
}

fn texts<S: AsRef<str>>(texts: impl Iterator<Item = S>) -> Data {
    Data::Text(TextColumn::from_texts(texts))
}

/// One row per tag that somebody gave, by customer, tag and time.
#[must_use]
pub fn manual_tags(records: &Records, customers: &Customers, tags: &TagOutcome) -> Table {
    let rows = &tags.manual;
    let file = |record: &Option<u32>| record.map_or("", |record| records.files[records.file[record as usize] as usize].as_str());
    let row = |record: &Option<u32>| record.map(|record| i64::from(records.row[record as usize]));
    let data = [
        columns::customers(&customers.ids, rows.customer.iter().copied()),
        Data::Text(rows.tag.clone()),
        Data::Text(rows.given_as.clone()),
        Data::Text(rows.channel.clone()),
        texts(rows.record.iter().map(file)),
        Data::Int(rows.record.iter().map(row).collect()),
        Data::Text(rows.by.clone()),
        Data::Time(rows.at.clone()),
        Data::Text(rows.note.clone()),
    ];
    table(MANUAL_TAGS.columns, data)
}

/// One row per pair of products and direction, strongest first.
#[must_use]
pub fn affinity(tags: &TagOutcome) -> Table {
    // More digits than a millionth say nothing.
    let share = |of: fn(&Affinity) -> f64| Data::Float(tags.affinity.iter().map(|a| Some((of(a) * 1e6).round() / 1e6)).collect());
    let count = |of: fn(&Affinity) -> u64| Data::Int(tags.affinity.iter().map(|a| Some(of(a) as i64)).collect());
    let data = [
        texts(tags.affinity.iter().map(|a| &a.product)),
        texts(tags.affinity.iter().map(|a| &a.other)),
        count(|a| a.customers),
        count(|a| a.customers_other),
        count(|a| a.both),
        share(Affinity::support),
        share(Affinity::confidence),
        share(Affinity::lift),
    ];
    table(AFFINITY.columns, data)
}

/// What one owner has to do of one action.
#[derive(Debug, Default)]
struct Load<'a> {
    manager: &'a str,
    open: i64,
    due: i64,
    overdue: Option<i64>,
    escalated: i64,
    oldest: Option<i64>,
}

/// One row per owner and action, follow-ups without owner first. `overdue` is empty where nobody can tell.
#[must_use]
pub fn followups_by_owner(tags: &TagOutcome, managers: &BTreeMap<String, String>, as_of_ms: i64) -> Table {
    let mut loads: BTreeMap<(&str, &str), Load> = BTreeMap::new();
    for followup in &tags.followups {
        let load = loads.entry((&followup.owner, &followup.action)).or_default();
        load.manager = managers.get(&followup.owner).map_or("", String::as_str);
        load.open += 1;
        load.due += i64::from(followup.due_at <= as_of_ms);
        load.overdue = followup.overdue.map_or(load.overdue, |overdue| Some(load.overdue.unwrap_or(0) + i64::from(overdue)));
        load.escalated += i64::from(!followup.escalated_to.is_empty());
        load.oldest = Some(load.oldest.map_or(followup.due_at, |oldest| oldest.min(followup.due_at)));
    }
    let counts = |of: fn(&Load) -> i64| Data::Int(loads.values().map(|load| Some(of(load))).collect());
    let data = [
        texts(loads.keys().map(|(owner, _)| owner)),
        texts(loads.values().map(|load| load.manager)),
        texts(loads.keys().map(|(_, action)| action)),
        counts(|load| load.open),
        counts(|load| load.due),
        Data::Int(loads.values().map(|load| load.overdue).collect()),
        counts(|load| load.escalated),
        Data::Time(loads.values().map(|load| load.oldest).collect()),
    ];
    table(FOLLOWUPS_BY_OWNER.columns, data)
}

/// One row per follow-up that is overdue for too long, by manager, owner and due time.
#[must_use]
pub fn escalations(customers: &Customers, tags: &TagOutcome) -> Table {
    let mut late: Vec<&Followup> = tags.followups.iter().filter(|followup| !followup.escalated_to.is_empty()).collect();
    late.sort_by(|a, b| {
        let key = |f: &'_ Followup| (f.escalated_to.clone(), f.owner.clone(), f.due_at, f.customer, f.action.clone());
        key(a).cmp(&key(b))
    });
    let data = [
        texts(late.iter().map(|followup| &followup.escalated_to)),
        texts(late.iter().map(|followup| &followup.owner)),
        columns::customers(&customers.ids, late.iter().map(|followup| followup.customer)),
        texts(late.iter().map(|followup| &followup.action)),
        Data::Time(late.iter().map(|followup| Some(followup.due_at)).collect()),
    ];
    table(ESCALATIONS.columns, data)
}

/// The follow-ups as a calendar file (RFC 5545), the [`CALENDAR_MAX`] nearest to the run's moment.
#[must_use]
pub fn calendar(customers: &Customers, tags: &TagOutcome, project: &str, as_of_ms: i64) -> String {
    let mut nearest: Vec<&Followup> = tags.followups.iter().collect();
    nearest.sort_by_key(|followup| (followup.due_at.abs_diff(as_of_ms), followup.customer));
    nearest.truncate(CALENDAR_MAX);
    nearest.sort_by(|a, b| (a.due_at, a.customer, &a.action).cmp(&(b.due_at, b.customer, &b.action)));
    let mut calendar = Calendar::new();
    calendar.name(project);
    for followup in nearest {
        if let Some(event) = event(followup, customers, as_of_ms) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(followup: &Followup, customers: &Customers, as_of_ms: i64) -> Option<Event> {
    let row = followup.customer as usize;
    let value = |name: &str| match customers.golden.column(name) {
        Some(Data::Text(column)) => column.get(row),
        _ => "",
    };
    let id = &customers.ids[row];
    let who = [value("name"), value("company"), id].into_iter().find(|text| !text.is_empty()).unwrap_or(id);
    let due = DateTime::from_timestamp_millis(followup.due_at)?;
    let facts = [("id", id), ("phone", value("phone")), ("owner", followup.owner.as_str())];
    let told: Vec<String> =
        facts.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}: {text}")).collect();
    let hash = hash64(format!("{id}/{}/{}", followup.rule, followup.due_at).as_bytes());
    let mut event = Event::new();
    // The same action keeps its UID over runs, so that a calendar replaces it; the stamp is the run's, not the clock's.
    event
        .uid(&format!("{hash:016x}@guiyi"))
        .timestamp(DateTime::from_timestamp_millis(as_of_ms)?)
        .summary(&format!("{} {who}", followup.action))
        .description(&told.join("\n"))
        .starts(due)
        .ends(due + TimeDelta::minutes(EVENT_MINUTES));
    Some(event.done())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(customer: u32, owner: &str, due_at: i64, overdue: Option<bool>, escalated_to: &str) -> Followup {
        Followup {
            customer,
            action: "首次触达".into(),
            rule: "r:1".into(),
            due_at,
            overdue,
            owner: owner.into(),
            escalated_to: escalated_to.into(),
        }
    }

    fn world() -> (Customers, TagOutcome) {
        let mut golden = Table::new();
        golden.push("name", Data::Text(TextColumn::from_texts(["张伟, 先生", ""])));
        let customers = Customers { ids: ["0A", "0B"].into_iter().collect(), golden, ..Customers::default() };
        let followups =
            vec![due(0, "王芳", 1_000, Some(true), "李雷"), due(1, "王芳", 90_000, Some(false), ""), due(1, "", 5_000, None, "")];
        (customers, TagOutcome { followups, ..TagOutcome::default() })
    }

    fn ints(table: &Table, name: &str) -> Vec<Option<i64>> {
        match table.column(name) {
            Some(Data::Int(values) | Data::Time(values)) => values.clone(),
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn an_owner_sees_what_is_open_due_and_overdue() {
        let (_, tags) = world();
        let managers = BTreeMap::from([("王芳".to_owned(), "李雷".to_owned())]);
        let table = followups_by_owner(&tags, &managers, 10_000);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), FOLLOWUPS_BY_OWNER.columns);
        assert_eq!(ints(&table, "open"), [Some(1), Some(2)]);
        assert_eq!(ints(&table, "due"), [Some(1), Some(1)]);
        assert_eq!(ints(&table, "overdue"), [None, Some(1)]);
        assert_eq!(ints(&table, "escalated"), [Some(0), Some(1)]);
        assert_eq!(ints(&table, "oldest_due_at"), [Some(5_000), Some(1_000)]);
    }

    #[test]
    fn escalations_name_the_manager() {
        let (customers, tags) = world();
        let table = escalations(&customers, &tags);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ESCALATIONS.columns);
        let Some(Data::Text(manager)) = table.column("manager") else { panic!("text") };
        assert_eq!(manager.iter().collect::<Vec<_>>(), ["李雷"]);
    }

    #[test]
    fn a_calendar_has_one_event_per_follow_up_and_no_clock() {
        let (customers, tags) = world();
        let text = calendar(&customers, &tags, "演示", 0);
        assert_eq!(text, calendar(&customers, &tags, "演示", 0));
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
        assert!(text.contains("SUMMARY:首次触达 张伟\\, 先生\r\n"), "{text}");
        assert!(text.contains("DTSTART:19700101T000001Z\r\n") && text.contains("DTSTAMP:19700101T000000Z\r\n"), "{text}");
    }
}
