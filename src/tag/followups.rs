//! Follow-ups: what is due, when, for whom; and the log that says what was done.
//!
//! Comes in: the pass with metrics, lifecycle and tags, and the project's follow-up log. Goes out: open actions by due
//! time. An entry of the log closes the actions of its name that began before it. Without any log or follow-up event
//! nothing is called overdue, and that is said once.

use std::borrow::Cow;

use chrono::{DateTime, Days, NaiveDate, NaiveTime};

use crate::model::customers::{ByPeople, Customers, Followup, LogEntry};
use crate::model::events::Events;
use crate::model::table::Data;
use crate::model::text::TextColumn;
use crate::rules::{Calendar, Due, OnDayOff};

use super::assign::{Pass, instants};
use super::compile;
use super::frame::{holds, show};

/// What `channel` and `platform` say for entries of the follow-up log.
pub(super) const LOG_CHANNEL: &str = "followup_log";

/// Kind of the events that entries of the log are.
const LOG_KIND: &str = "followup";

/// The events with the entries of the log as events of kind `followup`, so that metrics count them.
pub(super) fn with_log<'a>(events: &'a Events, people: &ByPeople, customers: &Customers) -> Cow<'a, Events> {
    let log = people.log.as_deref().unwrap_or_default();
    if log.is_empty() {
        return Cow::Borrowed(events);
    }
    let mut all = events.clone();
    for entry in log {
        // Any record of the customer says whose event it is; the channel is told apart by the event's position.
        all.record.push(customers.members.get(entry.customer as usize).first().copied().unwrap_or(u32::MAX));
        all.at.push(Some(entry.at));
        all.amount.push(None);
        all.refunded.push(None);
        all.score.push(None);
    }
    let rows = all.record.len();
    for column in [&mut all.key, &mut all.status, &mut all.currency] {
        column.codes.resize(rows, crate::model::text::MISSING);
    }
    append(&mut all.kind, log, |_| LOG_KIND);
    append(&mut all.owner, log, |entry| &entry.by);
    append(&mut all.text, log, |entry| &entry.outcome);
    Cow::Owned(all)
}

fn append(column: &mut TextColumn, log: &[LogEntry], text: impl Fn(&LogEntry) -> &str) {
    let mut last: Option<(&str, u32)> = None;
    for entry in log {
        let text = text(entry);
        let code = match last {
            _ if text.is_empty() => crate::model::text::MISSING,
            Some((known, code)) if known == text => code,
            _ => std::sync::Arc::make_mut(&mut column.values).push(text),
        };
        last = Some((text, code));
        column.codes.push(code);
    }
}

impl Pass<'_> {
    /// Open actions by (due time, customer, rule).
    pub(super) fn followups(&mut self) -> Vec<Followup> {
        let compiled = self.compiled;
        let mut out: Vec<(usize, Followup)> = Vec::new();
        for (i, followup) in compiled.followups.iter().enumerate() {
            out.extend(self.of_rule(followup).into_iter().map(|one| (i, one)));
        }
        self.remark(&out);
        out.sort_by_key(|(rule, followup)| (followup.due_at, followup.customer, *rule));
        out.into_iter().map(|(_, followup)| followup).collect()
    }

    /// What one rule leaves open.
    fn of_rule(&mut self, followup: &compile::Followup) -> Vec<Followup> {
        let compiled = self.compiled;
        let title = format!("follow-up `{}`", followup.rule.action);
        let from = self.evaluate(&title, &followup.from);
        let from = instants(&from, compiled);
        let applies = followup.when.as_ref().map(|when| holds(&self.evaluate(&title, when)));
        let done = followup.unless.as_ref().map(|unless| holds(&self.evaluate(&title, unless)));
        let rule = format!("{}:{}", followup.rule.place.file, followup.rule.place.line);
        let owners = self.customers.golden.column("owner");
        let mut open = Vec::new();
        for (row, from) in from.iter().enumerate() {
            let Some(from) = *from else { continue };
            let customer = u32::try_from(row).unwrap_or(u32::MAX);
            let is_closed = || self.closed(customer, &followup.rule.action, from);
            if applies.as_ref().is_some_and(|a| !a[row]) || done.as_ref().is_some_and(|d| d[row]) || is_closed() {
                continue;
            }
            let due_at = self.due(followup, from);
            let overdue = self.has_touches.then_some(due_at < self.as_of);
            let owner = self.owner(owners, row);
            let late = followup.rule.escalate_ms.is_some_and(|grace| due_at.saturating_add(grace) < self.as_of);
            let escalated_to = match overdue {
                Some(true) if late => compiled.managers.get(&owner).cloned().unwrap_or_default(),
                _ => String::new(),
            };
            let action = followup.rule.action.clone();
            open.push(Followup { customer, action, rule: rule.clone(), due_at, overdue, owner, escalated_to });
        }
        open
    }

    fn owner(&self, owners: Option<&Data>, row: usize) -> String {
        let owner = owners.and_then(|data| show(data, row, &self.compiled.zone)).unwrap_or_default();
        owner.split('|').next().unwrap_or("").to_owned()
    }

    /// Has the log an entry that closes this action? Those before the action began close an earlier one.
    fn closed(&self, customer: u32, action: &str, from: i64) -> bool {
        let log = self.people.log.as_deref().unwrap_or_default();
        let first = log.partition_point(|entry| entry.customer < customer);
        let own = log[first..].iter().take_while(|entry| entry.customer == customer);
        let mut closing = own.filter(|entry| {
            let named = entry.action.is_empty() || entry.action.eq_ignore_ascii_case(action);
            entry.done && named && (from..=self.as_of).contains(&entry.at)
        });
        closing.next().is_some()
    }

    /// When an action is due that began at `from`.
    fn due(&self, followup: &compile::Followup, from: i64) -> i64 {
        let (zone, calendar) = (&self.compiled.zone, &self.compiled.calendar);
        let due = match followup.rule.due {
            Due::After(millis) => from.saturating_add(millis),
            Due::WorkingDays(days) => on_day(zone.local(from), |day| step(calendar, day, days)).map_or(from, |t| zone.instant(t)),
        };
        let moved = match followup.rule.on_day_off {
            OnDayOff::Keep => None,
            OnDayOff::Next => on_day(zone.local(due), |day| nearest(calendar, day, 1)),
            OnDayOff::Previous => on_day(zone.local(due), |day| nearest(calendar, day, -1)),
        };
        moved.map_or(due, |local| zone.instant(local))
    }

    /// Says once what the user should know about follow-ups as a whole.
    fn remark(&mut self, open: &[(usize, Followup)]) {
        if !open.is_empty() && !self.has_touches {
            let remark =
                "there is no follow-up data (events of kind `followup` or `touch`, or a [followup_log]): nothing is called overdue";
            self.remarks.push(remark.to_owned());
        }
        let actions: Vec<&str> = self.compiled.followups.iter().map(|f| f.rule.action.as_str()).collect();
        let log = self.people.log.as_deref().unwrap_or_default();
        let is_known = |entry: &&LogEntry| entry.action.is_empty() || actions.iter().any(|a| a.eq_ignore_ascii_case(&entry.action));
        let mut unknown: Vec<&str> = log.iter().filter(|entry| !is_known(entry)).map(|entry| entry.action.as_str()).collect();
        if !unknown.is_empty() {
            let entries = unknown.len();
            unknown.sort_unstable();
            unknown.dedup();
            unknown.truncate(5);
            let names = unknown.join("`, `");
            self.remarks.push(format!(
                "{entries} entries of the follow-up log name an action that no rule has: `{names}`; they count as contact only"
            ));
        }
        let unlogged = open.iter().filter(|(_, f)| f.overdue == Some(true) && f.owner.is_empty()).count();
        if unlogged > 0 {
            self.remarks.push(format!("{unlogged} overdue follow-ups have no owner"));
        }
        self.remark_calendar(open);
    }

    fn remark_calendar(&mut self, open: &[(usize, Followup)]) {
        use chrono::Datelike as _;
        let Some(last) = self.compiled.calendar.last_year else { return };
        let uses = |rule: &crate::rules::FollowupRule| matches!(rule.due, Due::WorkingDays(_)) || rule.on_day_off != OnDayOff::Keep;
        let year = |f: &Followup| DateTime::from_timestamp_millis(self.compiled.zone.local(f.due_at)).map_or(0, |at| at.year());
        if open.iter().any(|(i, f)| uses(&self.compiled.followups[*i].rule) && year(f) > last) {
            self.remarks.push(format!("the calendar knows holidays up to {last}: later due times look at weekends only"));
        }
    }
}

/// The same wall-clock time on another day.
fn on_day(local: i64, other: impl Fn(NaiveDate) -> NaiveDate) -> Option<i64> {
    let at = DateTime::from_timestamp_millis(local)?.naive_utc();
    let time: NaiveTime = at.time();
    Some(other(at.date()).and_time(time).and_utc().timestamp_millis())
}

fn neighbour(day: NaiveDate, direction: i32) -> NaiveDate {
    let next = if direction < 0 { day.checked_sub_days(Days::new(1)) } else { day.checked_add_days(Days::new(1)) };
    next.unwrap_or(day)
}

/// A month without a working day is a calendar that cannot be meant.
const DAYS_TRIED: usize = 31;

/// The day itself if it is worked, else the next one in the direction.
fn nearest(calendar: &Calendar, day: NaiveDate, direction: i32) -> NaiveDate {
    let days = std::iter::successors(Some(day), |day| Some(neighbour(*day, direction)));
    days.take(DAYS_TRIED).find(|day| calendar.is_worked(*day)).unwrap_or(day)
}

/// So many working days on, or back. Counting starts after the day itself, whether it is worked or not.
fn step(calendar: &Calendar, day: NaiveDate, days: i32) -> NaiveDate {
    let direction = days.signum();
    (0..days.abs()).fold(day, |day, _| nearest(calendar, neighbour(day, direction), direction))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse().unwrap();
        Calendar {
            weekend: BTreeSet::from([5, 6]),
            days_off: BTreeSet::from([day("2026-10-01"), day("2026-10-02")]),
            workdays: BTreeSet::from([day("2026-10-10")]),
            last_year: None,
        }
    }

    #[test]
    fn working_days_leave_out_holidays_and_count_worked_weekends() {
        let check = |from: &str, days, to: &str| {
            assert_eq!(step(&calendar(), from.parse().unwrap(), days), to.parse::<NaiveDate>().unwrap(), "{from} {days}");
        };
        check("2026-09-30", 1, "2026-10-05");
        check("2026-10-09", 1, "2026-10-10");
        check("2026-10-09", 2, "2026-10-12");
        check("2026-10-03", 1, "2026-10-05");
        check("2026-10-05", -1, "2026-09-30");
        check("2026-10-05", 0, "2026-10-05");
    }

    #[test]
    fn a_day_off_moves_to_a_neighbour() {
        let check = |from: &str, direction, to: &str| {
            assert_eq!(nearest(&calendar(), from.parse().unwrap(), direction), to.parse::<NaiveDate>().unwrap(), "{from}");
        };
        check("2026-10-01", 1, "2026-10-05");
        check("2026-10-01", -1, "2026-09-30");
        check("2026-10-10", 1, "2026-10-10");
    }
}
