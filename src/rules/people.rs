//! Rules about what people do by hand: manual tags and their other names, entry rules, the follow-up log, working days.
//!
//! Comes in: sections of rule files. Goes out: checked values. The tables people write are read elsewhere; here only
//! stands where they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::duration::parse_duration;
use super::hint::did_you_mean;
use super::reader::{Section, Source};
use super::shipped::shipped_calendars;
use super::types::{Calendar, Due, EntryRule, OnDayOff, PeopleFile, Place, TagAliasRule};

/// What may happen on a day off.
pub(super) const DAYS_OFF: &[(&str, OnDayOff)] =
    &[("keep", OnDayOff::Keep), ("next", OnDayOff::Next), ("previous", OnDayOff::Previous)];

/// Days of the week, Monday first.
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Columns of a table of manual tags.
const TAG_ROLES: &[&str] = &["customer", "tag", "at", "by", "note", "expires"];

/// Columns of a follow-up log.
const LOG_ROLES: &[&str] = &["customer", "action", "at", "by", "outcome"];

/// Columns of a table of costs.
const COST_ROLES: &[&str] = &["channel", "cost", "at", "currency"];

/// Reads one `[[tag_alias]]`.
pub(super) fn read_alias(section: &mut Section<'_, '_>) -> TagAliasRule {
    let place = section.source.place(section.at);
    let from = section.texts("from").unwrap_or_default();
    if from.is_empty() {
        let at = section.at;
        section.source.error(at, "[[tag_alias]] has no `from`".to_owned(), "add `from = [\"VIP\", \"贵宾\"]`".to_owned());
    }
    let to = section.required("to");
    if to.contains('|') {
        section.blame("to", format!("tag `{to}` holds `|`"), "`|` separates the tags of a cell".to_owned());
    }
    TagAliasRule { place, from, to, channel: section.text("channel"), expires_ms: read_expiry(section) }
}

/// `expires = "90d"`.
pub(super) fn read_expiry(section: &mut Section<'_, '_>) -> Option<i64> {
    let expires = section.duration("expires")?;
    if expires <= 0 {
        section.blame("expires", "`expires` must be longer than 0".to_owned(), String::new());
        return None;
    }
    Some(expires)
}

/// Reads one `[[entry_rule]]`.
pub(super) fn read_entry_rule(section: &mut Section<'_, '_>) -> EntryRule {
    EntryRule {
        place: section.source.place(section.at),
        field: section.required("field"),
        pattern: section.required("pattern"),
        message: section.required("message"),
        channel: section.text("channel"),
        lines: section.lines(),
    }
}

/// Reads `[manual_tags]`.
pub(super) fn read_manual_tags(section: &mut Section<'_, '_>) -> PeopleFile {
    read_file(section, "[manual_tags]", TAG_ROLES, "exports/tags*.xlsx")
}

/// Reads `[followup_log]`.
pub(super) fn read_followup_log(section: &mut Section<'_, '_>) -> PeopleFile {
    let mut file = read_file(section, "[followup_log]", LOG_ROLES, "exports/followups*.xlsx");
    file.open_outcomes = section.texts("open_outcomes").unwrap_or_default();
    file
}

/// Reads `[costs]`.
pub(super) fn read_costs(section: &mut Section<'_, '_>) -> PeopleFile {
    read_file(section, "[costs]", COST_ROLES, "costs/*.xlsx")
}

fn read_file(section: &mut Section<'_, '_>, title: &str, roles: &[&str], example: &str) -> PeopleFile {
    let place = section.source.place(section.at);
    let files = section.texts("files").unwrap_or_default();
    if files.is_empty() {
        let at = section.at;
        section.source.error(at, format!("{title} has no `files`"), format!("add `files = \"{example}\"`"));
    }
    let mut columns = BTreeMap::new();
    for (role, value) in section.entries("columns").unwrap_or_default() {
        let at = value.span().start;
        match value.get_ref().as_str() {
            _ if !roles.contains(&role.as_str()) => {
                let hint = did_you_mean(&role, roles.iter().copied());
                section.source.error(at, format!("unknown column `{role}`"), hint);
            }
            Some(header) => {
                columns.insert(role, header.to_owned());
            }
            None => section.source.error(at, format!("column `{role}` must have a header in quotes"), String::new()),
        }
    }
    PeopleFile { place, files, columns, channel: section.text("channel"), open_outcomes: Vec::new() }
}

/// `due = "24h"`, `"-7d"`, or working days: `"3wd"`.
pub(super) fn read_due(section: &mut Section<'_, '_>) -> Due {
    let Some(text) = section.text("due") else { return Due::After(0) };
    let days = text.trim().strip_suffix("wd").and_then(|days| days.trim().parse::<i32>().ok());
    match (days, parse_duration(&text)) {
        (Some(days), _) if days.abs() <= 366 => Due::WorkingDays(days),
        (None, Some(millis)) => Due::After(millis),
        _ => {
            let hint = "write a number and a unit: `15m`, `24h`, `30d`, `2w`, or working days: `3wd`".to_owned();
            section.blame("due", format!("`due` of [[followup]] is no duration: `{text}`"), hint);
            Due::After(0)
        }
    }
}

/// `[managers]`: owner → manager.
pub(super) fn read_managers(root: &mut Section<'_, '_>) -> Option<(Place, BTreeMap<String, String>)> {
    let at = root.value("managers")?.span().start;
    let place = root.source.place(at);
    let mut managers = BTreeMap::new();
    for (owner, value) in root.entries("managers")? {
        match value.get_ref().as_str() {
            Some(manager) => {
                managers.insert(owner, manager.to_owned());
            }
            None => root.source.error(value.span().start, format!("manager of `{owner}` must be a name in quotes"), String::new()),
        }
    }
    Some((place, managers))
}

/// The calendar of a project that says nothing: Saturdays and Sundays off.
pub(super) fn weekends() -> Calendar {
    Calendar { weekend: BTreeSet::from([5, 6]), ..Calendar::default() }
}

/// Reads `[calendar]`: a shipped one by `use`, with days of one's own on top.
pub(super) fn read_calendar(section: &mut Section<'_, '_>) -> Calendar {
    let mut calendar = weekends();
    if let Some(name) = section.text("use") {
        if let Some((_, file, text)) = shipped_calendars().iter().find(|(known, _, _)| *known == name) {
            calendar = shipped_calendar(file, text);
        } else {
            let hint = did_you_mean(&name, shipped_calendars().iter().map(|(known, _, _)| *known));
            section.blame("use", format!("unknown calendar `{name}`"), hint);
        }
    }
    read_days(section, &mut calendar);
    calendar
}

/// A shipped calendar; a test reads every one.
fn shipped_calendar(file: &str, text: &str) -> Calendar {
    let mut source = Source::new(file, text);
    let document = source.parse();
    let mut section = Section::new(&mut source, document.get_ref(), 0, "this calendar");
    let mut calendar = Calendar::default();
    section.text("name");
    calendar.last_year = section.whole("last_year", 1970, 2100).and_then(|year| i32::try_from(year).ok());
    read_days(&mut section, &mut calendar);
    section.finish();
    calendar
}

fn read_days(section: &mut Section<'_, '_>, calendar: &mut Calendar) {
    if let Some(names) = section.texts("weekend") {
        calendar.weekend.clear();
        for name in names {
            match WEEK.iter().position(|day| *day == name) {
                Some(day) => {
                    calendar.weekend.insert(day as u8);
                }
                None => section.blame("weekend", format!("unknown day `{name}`"), did_you_mean(&name, WEEK)),
            }
        }
        if calendar.weekend.len() == WEEK.len() {
            section.blame("weekend", "no day of the week is worked".to_owned(), String::new());
        }
    }
    let off = days(section, "days_off");
    let worked = days(section, "workdays");
    calendar.workdays.retain(|day| !off.contains(day));
    calendar.days_off.retain(|day| !worked.contains(day));
    calendar.days_off.extend(off);
    calendar.workdays.extend(worked);
}

fn days(section: &mut Section<'_, '_>, key: &'static str) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    for text in section.texts(key).unwrap_or_default() {
        match NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d") {
            Ok(day) => {
                days.insert(day);
            }
            Err(_) => section.blame(key, format!("`{text}` is no day"), "write `\"2026-10-01\"`".to_owned()),
        }
    }
    days
}

impl Calendar {
    /// Is work done on this day?
    #[must_use]
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        let weekend = self.weekend.contains(&(day.weekday().num_days_from_monday() as u8));
        self.workdays.contains(&day) || !(weekend || self.days_off.contains(&day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calendar_knows_holidays_and_worked_weekends() {
        let (_, file, text) = shipped_calendars()[0];
        let calendar = shipped_calendar(file, text);
        let check = |day: &str, worked| assert_eq!(calendar.is_worked(day.parse().unwrap()), worked, "{day}");
        check("2026-10-01", false);
        check("2026-10-08", true);
        check("2026-10-10", true);
        check("2026-10-11", false);
        check("2026-02-20", false);
        check("2026-02-24", true);
        assert_eq!(calendar.last_year, Some(2026));
    }
}
