//! `lineage`: which source row each golden value came from, and what it beat.

use crate::model::customers::{Customers, Lineage};
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{Arena, Interner, MISSING, TextColumn};

use super::columns;

/// One row per golden value of the customers with two or more source rows, by customer and field.
#[must_use]
pub fn lineage(records: &Records, customers: &Customers) -> Table {
    let woven = Woven::new(&customers.lineage, customers.ids.len());
    let record = woven.numbers(|list| &list.record);
    let rows = || record.iter().copied();
    columns::table(&[
        ("customer_id", &|| columns::customers(&customers.ids, woven.numbers(|list| &list.customer).into_iter())),
        ("field", &|| woven.fields()),
        ("value", &|| woven.texts(|list| &list.value)),
        ("channel", &|| columns::channels(records, rows())),
        ("file", &|| columns::files(records, rows())),
        ("row", &|| columns::row_numbers(records, rows())),
        ("rule", &|| woven.texts(|list| &list.rule)),
        ("losers", &|| woven.texts(|list| &list.losers)),
    ])
}

/// Lists of one field each, woven into one by customer; for one customer in the order of the lists.
struct Woven<'a> {
    lists: &'a [Lineage],
    /// The row that each row of each list becomes.
    places: Vec<Vec<u32>>,
    rows: usize,
}

impl<'a> Woven<'a> {
    fn new(lists: &'a [Lineage], customers: usize) -> Self {
        debug_assert!(lists.is_sorted_by_key(|list| &list.field), "merge hands over lineage by field");
        let mut next = vec![0_u32; customers + 1];
        for &customer in lists.iter().flat_map(|list| &list.customer) {
            next[customer as usize + 1] += 1;
        }
        for customer in 0..customers {
            next[customer + 1] += next[customer];
        }
        let rows = next[customers] as usize;
        let mut place = |&customer: &u32| {
            let place = next[customer as usize];
            next[customer as usize] += 1;
            place
        };
        let places = lists.iter().map(|list| list.customer.iter().map(&mut place).collect()).collect();
        Self { lists, places, rows }
    }

    /// One number per row.
    fn numbers(&self, of: impl Fn(&Lineage) -> &[u32]) -> Vec<u32> {
        let mut out = vec![0; self.rows];
        for (list, places) in self.lists.iter().zip(&self.places) {
            places.iter().zip(of(list)).for_each(|(&place, &number)| out[place as usize] = number);
        }
        out
    }

    /// One text per row.
    fn texts(&self, of: impl Fn(&Lineage) -> &TextColumn) -> Data {
        let (mut values, mut codes) = (Arena::new(), vec![MISSING; self.rows]);
        for (list, places) in self.lists.iter().zip(&self.places) {
            let column = of(list);
            let filled = places.iter().zip(&column.codes).filter(|(_, code)| **code != MISSING);
            if column.codes.len() * 2 > column.values.len() {
                let shift = values.append(&column.values);
                filled.for_each(|(&place, &code)| codes[place as usize] = code + shift);
                continue;
            }
            // Most of the texts are of customers of one row, of whom nothing is told.
            let mut own = vec![MISSING; column.values.len()];
            for (&place, &code) in filled {
                let own = &mut own[code as usize];
                if *own == MISSING {
                    *own = values.push(column.values.get(code));
                }
                codes[place as usize] = *own;
            }
        }
        Data::Text(TextColumn { values: values.into(), codes })
    }

    fn fields(&self) -> Data {
        let (mut names, mut codes) = (Interner::new(), vec![MISSING; self.rows]);
        for (list, places) in self.lists.iter().zip(&self.places) {
            let code = names.intern(&list.field);
            for &place in places {
                codes[place as usize] = code;
            }
        }
        Data::Text(TextColumn { values: names.into_arena().into(), codes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::publish::LINEAGE;

    #[test]
    fn lists_of_fields_become_one_list_by_customer_and_field() {
        let list = |field: &str, customer: &[u32], value: &[&str], losers: &[&str]| Lineage {
            field: field.into(),
            customer: customer.to_vec(),
            value: TextColumn::from_texts(value),
            record: customer.iter().map(|c| c % 2).collect(),
            rule: TextColumn::from_texts(customer.iter().map(|_| "only")),
            losers: TextColumn::from_texts(losers),
        };
        let customers = Customers {
            ids: ["0A", "0B", "0C"].into_iter().collect(),
            lineage: vec![
                list("consent", &[2, 2], &["email:yes", "sms:no"], &["", "sms:yes"]),
                list("name", &[0, 2], &["张伟", "李娜"], &["", "李那"]),
                list("name", &[1], &["Acme"], &[""]),
            ],
            ..Customers::default()
        };
        let records = Records {
            channels: vec!["tb".into()],
            files: vec!["a.csv".into()],
            channel_of_file: vec![0],
            file: vec![0; 2],
            row: vec![7, 9],
            ..Records::default()
        };
        let table = lineage(&records, &customers);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), LINEAGE.columns);
        let texts = |name: &str| match table.column(name) {
            Some(Data::Text(column)) => column.iter().map(str::to_owned).collect::<Vec<_>>(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(texts("customer_id"), ["0A", "0B", "0C", "0C", "0C"]);
        assert_eq!(texts("field"), ["name", "name", "consent", "consent", "name"]);
        assert_eq!(texts("value"), ["张伟", "Acme", "email:yes", "sms:no", "李娜"]);
        assert_eq!(texts("losers"), ["", "", "", "sms:yes", "李那"]);
        let Some(Data::Int(rows)) = table.column("row") else { panic!("numbers") };
        assert_eq!(rows, &[Some(7), Some(9), Some(7), Some(7), Some(7)]);
    }
}
