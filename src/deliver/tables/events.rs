//! `events` and `items`: what customers did, with ids that are the same in every run.

use rayon::prelude::*;

use crate::model::customers::Customers;
use crate::model::events::Events;
use crate::model::hash::{hash64, mix};
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{Arena, TextColumn};

use super::columns;

/// One row per event, by customer (unattributed ones first), time (unknown first) and event id.
#[must_use]
pub fn events(records: &Records, events: &Events, customers: &Customers) -> Table {
    let ids = event_ids(records, events);
    let customer = |event: u32| customers.of_record[events.record[event as usize] as usize];
    // Customers ascend by id, and "none" wraps to 0: the empty id comes first. What is compared lies together.
    let group = |e: u32| customer(e).wrapping_add(1) as usize;
    let order = grouped(events.len() as u32, customers.ids.len() + 1, group, |e| (events.at[e as usize], ids[e as usize], e));
    let rows = || order.iter().copied();
    let source = || rows().map(|e| events.record[e as usize]);
    columns::table(&[
        ("event_id", &|| hex(rows().map(|e| ids[e as usize]))),
        ("event_key", &|| columns::picked(&events.key, rows())),
        ("customer_id", &|| columns::customers(&customers.ids, rows().map(customer))),
        ("channel", &|| columns::channels(records, source())),
        ("platform", &|| columns::platforms(records, source())),
        ("file", &|| columns::files(records, source())),
        ("row", &|| columns::row_numbers(records, source())),
        ("kind", &|| columns::picked(&events.kind, rows())),
        ("at", &|| Data::Time(rows().map(|e| events.at[e as usize]).collect())),
        ("status", &|| columns::picked(&events.status, rows())),
        ("amount", &|| Data::Money(rows().map(|e| events.amount[e as usize]).collect())),
        ("refunded", &|| Data::Money(rows().map(|e| events.refunded[e as usize]).collect())),
        ("currency", &|| columns::picked(&events.currency, rows())),
        ("owner", &|| columns::picked(&events.owner, rows())),
        ("score", &|| Data::Float(rows().map(|e| events.score[e as usize]).collect())),
        ("text", &|| columns::picked(&events.text, rows())),
    ])
}

/// One row per line item, by event id; the items of one event keep their order.
#[must_use]
pub fn items(records: &Records, events: &Events) -> Table {
    let ids = event_ids(records, events);
    let items = &events.items;
    let mut order: Vec<u32> = (0..items.event.len() as u32).collect();
    order.par_sort_unstable_by_key(|&i| (ids[items.event[i as usize] as usize], i));
    let rows = || order.iter().copied();
    columns::table(&[
        ("event_id", &|| hex(rows().map(|i| ids[items.event[i as usize] as usize]))),
        ("sku", &|| columns::picked(&items.sku, rows())),
        ("product", &|| columns::picked(&items.product, rows())),
        ("quantity", &|| Data::Float(rows().map(|i| items.quantity[i as usize]).collect())),
        ("amount", &|| Data::Money(rows().map(|i| items.amount[i as usize]).collect())),
    ])
}

/// Numbers below `count` by group, and within a group by key: put into their groups by counting, so that only few are compared.
fn grouped<K: Ord>(count: u32, groups: usize, group: impl Fn(u32) -> usize + Sync, key: impl Fn(u32) -> K + Sync) -> Vec<u32> {
    let mut next = vec![0_u32; groups + 1];
    for number in 0..count {
        next[group(number) + 1] += 1;
    }
    for at in 0..groups {
        next[at + 1] += next[at];
    }
    let mut order = vec![0; count as usize];
    for number in 0..count {
        let next = &mut next[group(number)];
        order[*next as usize] = number;
        *next += 1;
    }
    // Every group has been filled: where its next one would go is its end.
    let (mut parts, mut rest, mut start) = (Vec::new(), order.as_mut_slice(), 0);
    for &end in &next[..groups] {
        let (part, after) = rest.split_at_mut((end - start) as usize);
        (rest, start) = (after, end);
        if part.len() > 1 {
            parts.push(part);
        }
    }
    parts.par_iter_mut().for_each(|part| part.sort_unstable_by_key(|&number| key(number)));
    order
}

/// Hash of (platform, kind, event key); an event without a key is known by its channel and source key.
fn event_ids(records: &Records, events: &Events) -> Vec<u64> {
    let of = |text: &str| hash64(text.as_bytes());
    let names = |names: &[String], tag: u64| names.iter().map(|name| mix(tag, of(name))).collect::<Vec<u64>>();
    let (channels, platforms) = (names(&records.channels, 1), names(&records.platforms, 2));
    let kinds: Vec<u64> = events.kind.values.iter().map(|(_, kind)| of(kind)).collect();
    (0..events.len())
        .into_par_iter()
        .map(|event| {
            let row = events.record[event] as usize;
            let channel = records.channel(row) as usize;
            let (scope, key) = match events.key.get(event) {
                "" => (channels[channel], records.source_key.get(row)),
                key => (platforms[channel], key),
            };
            mix(mix(scope, kinds[events.kind.codes[event] as usize]), of(key))
        })
        .collect()
}

/// Hashes as 16 hex digits, which sort as the numbers do.
fn hex(hashes: impl Iterator<Item = u64>) -> Data {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut values = Arena::new();
    let many = hashes.size_hint().0;
    values.reserve(many, many * 16);
    let mut push = |hash: u64| {
        let digits: [u8; 16] = std::array::from_fn(|place| DIGITS[(hash >> (60 - 4 * place) & 15) as usize]);
        values.push(std::str::from_utf8(&digits).expect("digits are ASCII"))
    };
    let codes = hashes.map(&mut push).collect();
    Data::Text(TextColumn { values: values.into(), codes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::customers::NO_CUSTOMER;
    use crate::model::events::Items;
    use crate::model::publish::{EVENTS, ITEMS};

    fn world() -> (Records, Events, Customers) {
        let records = Records {
            channels: vec!["tb".into()],
            platforms: vec!["taobao".into()],
            files: vec!["a.csv".into()],
            channel_of_file: vec![0],
            file: vec![0; 3],
            row: vec![1, 2, 3],
            source_key: TextColumn::from_texts(["k1", "k2", "k3"]),
            ..Records::default()
        };
        let events = Events {
            record: vec![0, 1, 2],
            key: TextColumn::from_texts(["o1", "", "o3"]),
            kind: TextColumn::from_texts(["order"; 3]),
            at: vec![Some(5), None, Some(3)],
            status: TextColumn::from_texts(["paid"; 3]),
            amount: vec![Some(100), None, Some(200)],
            refunded: vec![None; 3],
            currency: TextColumn::from_texts(["CNY"; 3]),
            owner: TextColumn::missing(3),
            score: vec![None; 3],
            text: TextColumn::missing(3),
            items: Items {
                event: vec![0, 0, 2],
                sku: TextColumn::from_texts(["s2", "s1", "s3"]),
                product: TextColumn::missing(3),
                quantity: vec![Some(1.0); 3],
                amount: vec![None; 3],
            },
        };
        let customers =
            Customers { ids: ["0A", "0B"].into_iter().collect(), of_record: vec![1, NO_CUSTOMER, 1], ..Customers::default() };
        (records, events, customers)
    }

    fn texts(table: &Table, column: &str) -> Vec<String> {
        let Some(Data::Text(values)) = table.column(column) else { panic!("text column {column}") };
        values.iter().map(str::to_owned).collect()
    }

    #[test]
    fn events_stand_by_customer_and_time_with_unattributed_ones_first() {
        let (records, given, customers) = world();
        let table = events(&records, &given, &customers);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), EVENTS.columns);
        assert_eq!(texts(&table, "event_key"), ["", "o3", "o1"]);
        assert_eq!(texts(&table, "customer_id"), ["", "0B", "0B"]);
    }

    #[test]
    fn items_of_an_event_keep_their_order_and_carry_its_id() {
        let (records, given, customers) = world();
        let table = items(&records, &given);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ITEMS.columns);
        let ids = texts(&table, "event_id");
        assert!(ids.is_sorted());
        let sku = texts(&table, "sku");
        let at = |s: &str| sku.iter().position(|x| x == s).unwrap();
        assert_eq!(at("s1"), at("s2") + 1);
        let known = texts(&events(&records, &given, &customers), "event_id");
        assert!(ids.iter().all(|id| known.contains(id)));
    }
}
