//! Takes a person's events out of a calendar file of ours.
//!
//! Comes in: the text of `followups.ics`, customer ids. Goes out: the text without their events, all else byte for byte.

use std::collections::BTreeSet;

const BEGIN: &str = "BEGIN:VEVENT\r\n";
const END: &str = "END:VEVENT\r\n";

/// The calendar without the events of these customers, and how many went.
pub(super) fn without(calendar: &str, customers: &BTreeSet<String>) -> (String, u64) {
    let mut left = String::with_capacity(calendar.len());
    let mut removed = 0;
    for (i, part) in calendar.split(BEGIN).enumerate() {
        if i > 0 && customer_of(part).is_some_and(|id| customers.contains(&id)) {
            removed += 1;
            // What follows the last event belongs to the calendar.
            left.push_str(part.split_once(END).map_or("", |(_, rest)| rest));
            continue;
        }
        left.push_str(if i > 0 { BEGIN } else { "" });
        left.push_str(part);
    }
    (left, removed)
}

/// The customer of an event: its description begins with the id. Long lines are folded (RFC 5545, 3.1).
fn customer_of(event: &str) -> Option<String> {
    let unfolded = event.replace("\r\n ", "");
    let described = unfolded.lines().find_map(|line| line.strip_prefix("DESCRIPTION:id: "))?;
    Some(described.chars().take_while(char::is_ascii_alphanumeric).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::tables;
    use crate::model::customers::{Customers, Followup, TagOutcome};
    use crate::model::table::{Data, Table};
    use crate::model::text::TextColumn;

    /// The calendar of these customers, by id and name, one event each.
    fn calendar(of: &[(&str, &str)]) -> String {
        let mut golden = Table::new();
        golden.push("name", Data::Text(TextColumn::from_texts(of.iter().map(|(_, name)| name))));
        golden.push("phone", Data::Text(TextColumn::from_texts(of.iter().map(|_| "+8613900000000 ".repeat(6)))));
        let customers = Customers { ids: of.iter().map(|(id, _)| id).collect(), golden, ..Customers::default() };
        let due = |customer: usize| Followup {
            customer: customer as u32,
            action: "call".into(),
            rule: "r:1".into(),
            // The same order of events, whoever is in between.
            due_at: i64::from(customers.ids[customer].as_bytes()[1]),
            overdue: None,
            owner: String::new(),
            escalated_to: String::new(),
        };
        let tags = TagOutcome { followups: (0..of.len()).map(due).collect(), ..TagOutcome::default() };
        tables::calendar(&customers, &tags, "p", 0)
    }

    #[test]
    fn a_calendar_without_a_person_is_the_calendar_of_the_others() {
        let all = [("0A", "张伟"), ("0B", "李娜"), ("0C", "王芳")];
        for gone in 0..all.len() {
            let others: Vec<(&str, &str)> = all.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, c)| *c).collect();
            let ids = BTreeSet::from([all[gone].0.to_owned()]);
            assert_eq!(without(&calendar(&all), &ids), (calendar(&others), 1));
        }
        assert_eq!(without(&calendar(&all), &BTreeSet::new()), (calendar(&all), 0));
    }
}
