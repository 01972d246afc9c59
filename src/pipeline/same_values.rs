//! Columns that hold the same numbers in several channels although no header says so: a frame number here is `VIN` there, a plate `车牌` and
//! `车牌号码`, a device's serial number `SN` and `机身编号`.
//!
//! Comes in: understood tables, columns that feed nothing included. Goes out: which columns are one attribute of the customer, and its name.
//! Equal values alone prove nothing (products and shops have codes, too): the rows behind them have to name the same people. It reads
//! and writes nothing.

use super::grouping::Found;
use super::id_columns::{Ids, PERSONAL, Values};
use crate::model::kind::{Kind, Target};
use crate::model::mapping::Mapping;

/// Customers that have to be comparable beside the value, and the share of them that has to agree.
const COMPARED_LEAST: usize = 10;
const AGREEING_PART: f64 = 0.5;

/// A column that several channels have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SameColumn {
    /// Place among the channels.
    pub channel: usize,
    /// Place among the mapping's columns.
    pub column: usize,
    /// What it is: `attribute.category.NAME`, the name being the header of the first channel that has it. A car, a device, a house has its
    /// number, and a family shares it; only where every header says an id is it one of the customer's own, `attribute.member_id.NAME`.
    pub target: Target,
    /// Why.
    pub reason: String,
}

/// Finds them among `firsts` (one table per channel, with the channel's mapping), in order of channel and column.
pub(super) fn same_values(firsts: &[(&Found, &Mapping)], codes: &[Vec<(usize, Ids)>]) -> Vec<SameColumn> {
    let codes: Vec<(usize, usize, &Ids)> = codes
        .iter()
        .enumerate()
        .flat_map(|(channel, codes)| codes.iter().map(move |(column, ids)| (channel, *column, ids)))
        .collect();
    let mut first: Vec<usize> = (0..codes.len()).collect();
    for a in 0..codes.len() {
        for b in a + 1..codes.len() {
            if codes[a].0 != codes[b].0 && first[a] != first[b] && are_same(codes[a].2, codes[b].2) {
                let (keep, go) = (first[a].min(first[b]), first[a].max(first[b]));
                first.iter_mut().filter(|f| **f == go).for_each(|f| *f = keep);
            }
        }
    }
    let is_shared = |at: usize| first.iter().filter(|&&f| f == first[at]).count() > 1;
    (0..codes.len())
        .filter(|&at| is_shared(at))
        .map(|at| {
            let (channel, column, _) = codes[at];
            let named = codes[first[at]].2;
            let all_ids = codes.iter().zip(&first).all(|((c, i, _), f)| *f != first[at] || is_id(&firsts[*c].1.columns[*i].target));
            let kind = if all_ids { Kind::MemberId } else { Kind::Category };
            let others = codes.iter().zip(&first).filter(|((c, ..), f)| *c != channel && **f == first[at]);
            let others: Vec<String> = others.map(|((c, ..), _)| format!("`{}`", firsts[*c].1.channel)).collect();
            let reason = format!("the same people have the same values in {}", others.join(", "));
            SameColumn { channel, column, target: Target::Attribute(named.header.clone(), kind), reason }
        })
        .collect()
}

fn is_id(target: &Target) -> bool {
    matches!(target, Target::Extra(_, Kind::MemberId))
}

#[expect(clippy::cast_precision_loss, reason = "shares for a decision")]
fn are_same(x: &Ids, y: &Ids) -> bool {
    let shared = x.shared(y);
    if shared.is_chance() {
        return false;
    }
    let (own, others) = (Values::of(x.table, &PERSONAL), Values::of(y.table, &PERSONAL));
    let told: Vec<bool> = shared.rows.iter().filter_map(|&(a, b)| own.agrees(a, &others, b)).collect();
    let agreeing = told.iter().filter(|same| **same).count() as f64;
    told.len() >= COMPARED_LEAST && agreeing >= AGREEING_PART * told.len() as f64
}

#[cfg(test)]
mod tests {
    use super::super::id_columns::codes_of;
    use super::super::same_ids::tests::{Column, PHONE, found};
    use super::*;
    use crate::model::kind::Party;

    const COMPANY: Target = Target::Field(Party::Principal, Kind::Company);

    fn kept(kind: Kind) -> Target {
        Target::Extra("x".to_owned(), kind)
    }

    /// Channel, column and target of what is found.
    fn check(tables: &[Found], expected: &[(usize, usize, &str)]) {
        let firsts: Vec<(&Found, &Mapping)> = tables.iter().map(|found| (found, &found.table.mapping)).collect();
        let got = same_values(&firsts, &tables.iter().map(codes_of).collect::<Vec<_>>());
        let got: Vec<_> = got.iter().map(|same| (same.channel, same.column, same.target.to_string())).collect();
        assert_eq!(got, expected.iter().map(|&(c, i, t)| (c, i, t.to_owned())).collect::<Vec<_>>());
    }

    fn table(name: &str, header: &'static str, kind: Kind, code: fn(usize) -> String, beside: Column) -> Found {
        found(name, &[beside, (header, kept(kind), code)])
    }

    #[test]
    fn plates_under_other_headers_are_one_id_where_the_rows_name_the_same_people() {
        let plate: fn(usize) -> String = |i| format!("粤B{:05}", 7 * i);
        let phone: Column = ("手机", PHONE, |i| format!("1381234{i:04}"));
        let owners = table("owners", "车牌号", Kind::Ignore, plate, phone.clone());
        let visits = table(
            "visits",
            "号牌",
            Kind::Text,
            |i| format!("粤b{:05} ", 7 * (i / 2)),
            ("tel", PHONE, |i| format!("1381234{:04}", i / 2)),
        );
        let leads = table("leads", "渠道", Kind::Category, |i| format!("web-{:04}", i % 3), phone);
        let name = "attribute.category.车牌号";
        check(&[owners, leads, visits], &[(0, 1, name), (2, 1, name)]);
        let policy = |name| table(name, "保单号", Kind::MemberId, plate, ("手机", PHONE, |i| format!("1381234{i:04}")));
        let name = "attribute.member_id.保单号";
        check(&[policy("a"), policy("b")], &[(0, 1, name), (1, 1, name)]);
    }

    #[test]
    fn codes_of_goods_are_nobodys() {
        let sku: fn(usize) -> String = |i| format!("SKU-{:04}", i % 30);
        let shop = table("shop", "货号", Kind::Text, sku, ("手机", PHONE, |i| format!("1381234{i:04}")));
        let mall = table("mall", "sku", Kind::Text, sku, ("手机", PHONE, |i| format!("1399876{i:04}")));
        check(&[shop, mall], &[]);
    }

    #[test]
    fn what_a_firms_people_share_is_no_id_of_theirs() {
        let number: fn(usize) -> String = |i| format!("D{:06}", 31 * i);
        let firm: Column = ("company", COMPANY, |i| format!("Firm {i}"));
        let a: fn(usize) -> String = |i| format!("1381234{i:04}");
        let b: fn(usize) -> String = |i| format!("1399876{i:04}");
        let leads = found("leads", &[firm.clone(), ("p", PHONE, a), ("duns", kept(Kind::Text), number)]);
        let fair = found("fair", &[firm, ("p", PHONE, b), ("no", kept(Kind::Text), number)]);
        check(&[leads, fair], &[]);
    }
}
