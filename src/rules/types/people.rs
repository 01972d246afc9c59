//! Checked follow-ups, calendars, and where the tables stand that people write.

use std::collections::{BTreeMap, BTreeSet};

use super::{KeyLines, Place};

/// How far a due time is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Milliseconds.
    After(i64),
    /// Working days; the time of day stays.
    WorkingDays(i32),
}

/// What happens to a due time on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDayOff {
    /// It stays.
    #[default]
    Keep,
    /// The next working day, at the same time of day.
    Next,
    /// The working day before, at the same time of day.
    Previous,
}

/// `[calendar]`: which days are worked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Days of the week without work, Monday = 0.
    pub weekend: BTreeSet<u8>,
    /// Days off besides.
    pub days_off: BTreeSet<chrono::NaiveDate>,
    /// Weekend days worked all the same.
    pub workdays: BTreeSet<chrono::NaiveDate>,
    /// The last year whose days off are known; `None` = all that matter are written.
    pub last_year: Option<i32>,
}

/// `[manual_tags]`, `[followup_log]` and `[costs]`: tables that people write, which are no channels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFile {
    /// Where it was written.
    pub place: Place,
    /// Glob patterns relative to the project.
    pub files: Vec<String>,
    /// Role → header; roles that are not named are found by their usual headers.
    pub columns: BTreeMap<String, String>,
    /// Channel of ids that name none.
    pub channel: Option<String>,
    /// Outcomes that leave the action open.
    pub open_outcomes: Vec<String>,
}

/// `[[followup]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowupRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// What to do.
    pub action: String,
    /// English name; empty = `action`.
    pub action_en: String,
    /// Time column or metric the due date counts from.
    pub from: String,
    /// When it is due, counted from there; may be before (`-7d`).
    pub due: Due,
    /// What happens to a due time on a day off.
    pub on_day_off: OnDayOff,
    /// How long after the due time the owner's manager is told, milliseconds; `None` = never.
    pub escalate_ms: Option<i64>,
    /// SQL condition under which the rule applies at all; empty = always.
    pub when: String,
    /// SQL condition under which nothing is due; empty = never.
    pub unless: String,
}
