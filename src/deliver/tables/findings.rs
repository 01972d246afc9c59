//! `rejects` and `followups`: what could not be kept, and what is to be done.

use crate::model::customers::{Customers, TagOutcome};
use crate::model::raw::RawReject;
use crate::model::shaped::ChannelTable;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::columns;

/// One row per source row that could not be kept, by file and row.
#[must_use]
pub fn rejects(tables: &[ChannelTable]) -> Table {
    let mut sorted: Vec<(&ChannelTable, &RawReject)> = tables.iter().flat_map(|t| t.rejects.iter().map(move |r| (t, r))).collect();
    sorted.sort_by_key(|(t, r)| (t.file.as_str(), r.row));
    let text = |of: fn(&(&ChannelTable, &RawReject)) -> String| Data::Text(TextColumn::from_texts(sorted.iter().map(of)));
    let mut table = Table::new();
    table.push("channel", text(|(t, _)| t.mapping.channel.clone()));
    table.push("file", text(|(t, _)| t.file.clone()));
    table.push("row", Data::Int(sorted.iter().map(|(_, r)| Some(i64::from(r.row))).collect()));
    table.push("reason", text(|(_, r)| r.reason.to_owned()));
    table.push("column", text(|(_, r)| r.column.clone()));
    table.push("raw", text(|(_, r)| r.raw.clone()));
    table
}

/// One row per action that is due, by due time and customer.
#[must_use]
pub fn followups(customers: &Customers, tags: &TagOutcome) -> Table {
    let mut sorted: Vec<_> = tags.followups.iter().collect();
    sorted.sort_by(|a, b| (a.due_at, a.customer, &a.action, &a.rule).cmp(&(b.due_at, b.customer, &b.action, &b.rule)));
    let mut table = Table::new();
    table.push("customer_id", columns::customers(&customers.ids, sorted.iter().map(|f| f.customer)));
    table.push("action", Data::Text(TextColumn::from_texts(sorted.iter().map(|f| &f.action))));
    table.push("rule", Data::Text(TextColumn::from_texts(sorted.iter().map(|f| &f.rule))));
    table.push("due_at", Data::Time(sorted.iter().map(|f| Some(f.due_at)).collect()));
    table.push("overdue", Data::Bool(sorted.iter().map(|f| f.overdue).collect()));
    table.push("owner", Data::Text(TextColumn::from_texts(sorted.iter().map(|f| &f.owner))));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::customers::Followup;
    use crate::model::publish::{FOLLOWUPS, REJECTS};

    #[test]
    fn rejects_stand_by_file_and_row() {
        let reject = |row| RawReject { row, reason: "wrong_width", column: String::new(), raw: "a,b".into() };
        let of = |file: &str, rows: &[u32]| ChannelTable {
            file: file.into(),
            rejects: rows.iter().map(|&r| reject(r)).collect(),
            ..ChannelTable::default()
        };
        let table = rejects(&[of("b.csv", &[1]), of("a.csv", &[2, 10])]);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), REJECTS.columns);
        let Some(Data::Int(rows)) = table.column("row") else { panic!("numbers") };
        assert_eq!(rows, &[Some(2), Some(10), Some(1)]);
    }

    #[test]
    fn the_earliest_due_comes_first() {
        let due = |customer, due_at| Followup {
            customer,
            action: "call".into(),
            rule: "r".into(),
            due_at,
            overdue: None,
            owner: String::new(),
            escalated_to: String::new(),
        };
        let customers = Customers { ids: ["0A", "0B"].into_iter().collect(), ..Customers::default() };
        let tags = TagOutcome { followups: vec![due(0, 9), due(1, 5), due(0, 5)], ..TagOutcome::default() };
        let table = followups(&customers, &tags);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), FOLLOWUPS.columns);
        let Some(Data::Text(ids)) = table.column("customer_id") else { panic!("text") };
        assert_eq!(ids.iter().collect::<Vec<_>>(), ["0A", "0B", "0A"]);
    }
}
