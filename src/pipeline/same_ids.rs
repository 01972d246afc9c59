//! Channels that speak of customers by the same ids: a list of customers and the orders that name only their number.
//!
//! Comes in: understood tables. Goes out: which of them share a platform, and columns that are an id of the customer although
//! they looked like the row's own key. Ids of two systems may run over the same numbers, so what the rows say beside them
//! has to agree. It reads and writes nothing.

use super::grouping::Found;
use super::id_columns::{Ids, PERSONAL, Values, ids_of};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::Mapping;

/// The same where nothing beside the ids can be compared.
const SHARED_ALONE: f64 = 0.9;
/// Customers that have to be comparable beside their id, and the share of them that has to agree.
const COMPARED_LEAST: usize = 10;
const AGREEING_PART: f64 = 0.5;

/// What is compared beside ids.
const COMPARED: [Kind; 6] = [Kind::Phone, Kind::Email, Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];

/// What a channel's mapping lacks for its ids to be known as another's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SameIds {
    /// The platform whose ids they are.
    pub platform: Option<String>,
    /// Targets that columns feed besides their own.
    pub further: Vec<(Target, String)>,
    /// Sentences that say so.
    pub remarks: Vec<String>,
}

/// Finds the tables among `firsts` (one per channel, with the channel's name) that share ids.
pub(super) fn same_ids(firsts: &[(&Found, &Mapping)], codes: &[Vec<(usize, Ids)>]) -> Vec<SameIds> {
    let known: Vec<Vec<Ids>> = firsts.iter().map(|(found, _)| ids_of(found)).collect();
    let all = |at: usize| known[at].iter().chain(codes[at].iter().map(|(_, codes)| codes)).collect();
    let ids: Vec<Vec<&Ids>> = (0..firsts.len()).map(all).collect();
    let mut pairs: Vec<(usize, &Ids, usize, &Ids, Proof)> = Vec::new();
    for a in 0..firsts.len() {
        for b in a + 1..firsts.len() {
            let proven =
                ids[a].iter().flat_map(|&x| ids[b].iter().map(move |&y| (x, y))).find_map(|(x, y)| Some((x, y, proof(x, y)?)));
            pairs.extend(proven.map(|(x, y, proof)| (a, x, b, y, proof)));
        }
    }
    // Numbers that fit several lists, and nothing to tell by which they are of, are of none.
    let lists_of = |orders: usize| {
        let unproven = pairs.iter().filter(|(_, _, _, _, proof)| *proof == Proof::NumbersAlone);
        unproven.filter(|(a, x, b, _, _)| if x.is_key { *b == orders } else { *a == orders }).count()
    };
    let mut out = vec![SameIds::default(); firsts.len()];
    for &(a, x, b, y, proof) in &pairs {
        let orders = if x.is_key { b } else { a };
        if proof == Proof::RowsAgree || lists_of(orders) == 1 {
            link((firsts[a].1, x), (firsts[b].1, y), a, b, &mut out);
        }
    }
    out
}

/// Why two columns hold the same ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The rows beside the ids name the same people.
    RowsAgree,
    /// One names again and again what the other lists, and nothing else can be compared.
    NumbersAlone,
}

/// Writes down that two channels share ids. Whoever has a preset gives the platform, else whoever has one already, else the one
/// whose ids stand once: the list of customers.
fn link((left, x): (&Mapping, &Ids), (right, y): (&Mapping, &Ids), a: usize, b: usize, out: &mut [SameIds]) {
    if left.preset.is_some() && right.preset.is_some() {
        return;
    }
    let own = |mapping: &Mapping, same: &SameIds| {
        same.platform.clone().or_else(|| mapping.preset.as_ref().map(|_| mapping.platform.clone()))
    };
    let listed = if y.is_key && !x.is_key { &right.channel } else { &left.channel };
    let platform = own(left, &out[a]).or_else(|| own(right, &out[b])).unwrap_or_else(|| listed.clone());
    // Other ids of the two are read as the kind that stands in more rows than one.
    let kind = if y.is_key { x.kind } else { y.kind };
    let kind = if matches!(kind, Kind::SourceKey | Kind::Text) { Kind::MemberId } else { kind };
    for (at, mapping, ids, other) in [(a, left, x, right), (b, right, y, left)] {
        if mapping.preset.is_some() {
            continue;
        }
        out[at].platform = Some(platform.clone());
        let further = (Target::Field(Party::Principal, kind), ids.header.clone());
        if ids.kind != kind && !out[at].further.contains(&further) {
            out[at].further.push(further);
        }
        // The number is the key of the other list: the row belongs to that customer, whatever else it says.
        let listed = if at == a { y } else { x };
        let link = (Target::Field(Party::Principal, Kind::LinksTo), ids.header.clone());
        if listed.kind == Kind::SourceKey && !matches!(ids.kind, Kind::SourceKey | Kind::Text) && !out[at].further.contains(&link) {
            out[at].further.push(link);
        }
        out[at]
            .remarks
            .push(format!("`{}` holds the ids of channel `{}`: both are of platform `{platform}`", ids.header, other.channel));
    }
}

#[expect(clippy::cast_precision_loss, reason = "shares for a decision")]
fn proof(x: &Ids, y: &Ids) -> Option<Proof> {
    let unknown = [x, y].iter().filter(|ids| ids.kind == Kind::Text).count();
    if unknown == 2 {
        // What nobody knows on either side is an id of its own, if it is one.
        return None;
    }
    let shared = x.shared(y);
    if shared.is_chance() {
        return None;
    }
    let beside: &[Kind] = if unknown == 0 { &COMPARED } else { &PERSONAL };
    let (own, others) = (Values::of(x.table, beside), Values::of(y.table, beside));
    let told: Vec<bool> = shared.rows.iter().filter_map(|&(a, b)| own.agrees(a, &others, b)).collect();
    if told.len() >= COMPARED_LEAST {
        let agreeing = told.iter().filter(|same| **same).count() as f64;
        return (agreeing >= AGREEING_PART * told.len() as f64).then_some(Proof::RowsAgree);
    }
    // Rows of an order name a customer again and again; two lists that number their rows would each do so once.
    let is_list = unknown == 0 && (x.is_key != y.is_key) && (x.kind != Kind::SourceKey || y.kind != Kind::SourceKey);
    (shared.part >= SHARED_ALONE && is_list).then_some(Proof::NumbersAlone)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::id_columns::codes_of;
    use super::*;
    use crate::model::mapping::ColumnMapping;
    use crate::model::shaped::{ChannelTable, ShapedColumn};
    use crate::model::text::TextColumn;

    const ID: Target = Target::Field(Party::Principal, Kind::MemberId);
    const KEY: Target = Target::Field(Party::Principal, Kind::SourceKey);
    pub(in crate::pipeline) const PHONE: Target = Target::Field(Party::Principal, Kind::Phone);

    /// Header, target and the text of each row.
    pub(in crate::pipeline) type Column = (&'static str, Target, fn(usize) -> String);

    /// A table of forty rows.
    pub(in crate::pipeline) fn found(name: &str, columns: &[Column]) -> Found {
        let column = |(at, (header, target, text)): (usize, &Column)| {
            let texts = TextColumn::from_texts((0..40).map(text));
            let mapped = ColumnMapping::made(header, target);
            (mapped, ShapedColumn { target: target.clone(), network: None, source: at, text: texts })
        };
        let (mapped, shaped) = columns.iter().enumerate().map(column).unzip();
        let mapping = Mapping { channel: name.to_owned(), platform: name.to_owned(), columns: mapped, ..Mapping::default() };
        let table = ChannelTable { mapping, columns: shaped, ..ChannelTable::default() };
        Found { file: format!("{name}.csv"), part: String::new(), is_used: true, table }
    }

    fn found_same(firsts: &[(&Found, &Mapping)]) -> Vec<SameIds> {
        same_ids(firsts, &firsts.iter().map(|(found, _)| codes_of(found)).collect::<Vec<_>>())
    }

    fn check(left: &Found, right: &Found, expected: [(Option<&str>, usize); 2]) {
        let same = found_same(&[(left, &left.table.mapping), (right, &right.table.mapping)]);
        let got: Vec<_> = same.iter().map(|s| (s.platform.as_deref(), s.further.len())).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn orders_that_name_only_the_customers_number_are_the_lists() {
        let users = found(
            "users",
            &[("user_id", KEY, |i| format!("{}", 880_000 + 7 * i)), ("mobile", PHONE, |i| format!("1381234{i:04}"))],
        );
        let orders = found("orders", &[("user_id", ID, |i| format!("{}", 880_000 + 7 * (i / 2)))]);
        check(&users, &orders, [(Some("users"), 1), (Some("users"), 1)]);
        check(&orders, &users, [(Some("users"), 1), (Some("users"), 1)]);
    }

    #[test]
    fn a_number_that_looked_like_nothing_is_the_members_where_the_same_people_have_it() {
        let phone: fn(usize) -> String = |i| format!("1381234{i:04}");
        let other: fn(usize) -> String = |i| format!("1399876{i:04}");
        let number: fn(usize) -> String = |i| format!("KH{:06}", 37 * i);
        let ignored = Target::Extra("客户编号".to_owned(), Kind::Ignore);
        let orders = found("orders", &[("会员号", ID, number), ("p", PHONE, phone)]);
        let list = found("list", &[("客户编号", ignored.clone(), number), ("p", PHONE, phone)]);
        check(&orders, &list, [(Some("orders"), 0), (Some("orders"), 1)]);
        let strangers = found("list", &[("客户编号", ignored, number), ("p", PHONE, other)]);
        check(&orders, &strangers, [(None, 0), (None, 0)]);
    }

    #[test]
    fn two_lists_that_count_their_rows_share_nothing() {
        let phone: fn(usize) -> String = |i| format!("1381234{i:04}");
        let other: fn(usize) -> String = |i| format!("1399876{i:04}");
        let count: fn(usize) -> String = |i| format!("{}", i + 1);
        let (a, b) =
            (found("a", &[("id", KEY, count), ("p", PHONE, phone)]), found("b", &[("id", KEY, count), ("p", PHONE, other)]));
        check(&a, &b, [(None, 0), (None, 0)]);
        check(&found("a", &[("id", KEY, count)]), &found("b", &[("id", KEY, count)]), [(None, 0), (None, 0)]);
        // The same people under the same numbers are the same list.
        check(&a, &found("c", &[("id", KEY, count), ("p", PHONE, phone)]), [(Some("a"), 1), (Some("a"), 1)]);
    }

    #[test]
    fn orders_that_fit_two_lists_are_of_none() {
        let count: fn(usize) -> String = |i| format!("{}", i + 1);
        let phone: fn(usize) -> String = |i| format!("1381234{i:04}");
        let other: fn(usize) -> String = |i| format!("1399876{i:04}");
        let (a, b) =
            (found("a", &[("id", KEY, count), ("p", PHONE, phone)]), found("b", &[("id", KEY, count), ("p", PHONE, other)]));
        let orders = found("orders", &[("customer_id", ID, |i| format!("{}", i / 2 + 1))]);
        let same = found_same(&[(&a, &a.table.mapping), (&b, &b.table.mapping), (&orders, &orders.table.mapping)]);
        assert!(same.iter().all(|s| *s == SameIds::default()), "{same:?}");
    }

    #[test]
    fn a_presets_platform_is_taken_over() {
        let mut shop = found("taobao_1", &[("买家会员名", ID, |i| format!("tb{:04}", i / 2))]);
        shop.table.mapping.preset = Some("taobao_orders".to_owned());
        shop.table.mapping.platform = "taobao".to_owned();
        let fans = found("fans", &[("旺旺", ID, |i| format!("TB{i:04}"))]);
        check(&shop, &fans, [(None, 0), (Some("taobao"), 0)]);
    }
}
