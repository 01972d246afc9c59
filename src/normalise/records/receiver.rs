//! Whether a parcel's receiver is the buyer.
//!
//! A marketplace order often names an account and a receiver and nothing else. The receiver's values count as the
//! buyer's own if the row has no other contact and that receiver gets most of the account's orders (at least half of
//! them, and more than any other receiver). A row without an account counts as its own. A receiver reached at the
//! buyer's own phone, or of the buyer's own full name and at no other phone, is the buyer in any case. All other
//! receivers stay contact points.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::kind::{Kind, Party};
use crate::model::packed::Packed;
use crate::model::records::{Field, Records};
use crate::model::shaped::{ChannelTable, NO_EVENT};
use crate::model::text::{ListColumn, MISSING};
use crate::model::value::{Class, Dict, Part};

/// Kinds that move with the receiver.
const PROMOTED: &[Kind] = &[Kind::PersonName, Kind::Phone, Kind::Address, Kind::Email, Kind::Company];

/// A field with its place among all fields.
type Placed = (usize, Field);

/// An account, as field and code, and a row that names it.
type OfAccount = ((usize, u32), usize);

/// Moves the receiver's values to the principal of every row whose receiver is the buyer.
pub(super) fn promote(records: &mut Records, tables: &[&ChannelTable]) {
    if !records.fields.iter().any(|f| f.party == Party::Receiver) {
        return;
    }
    let promoted = promoted_rows(records, &order_of_row(tables));
    let all = std::mem::take(&mut records.fields);
    let (moved, rest): (Vec<Placed>, Vec<Placed>) =
        all.into_iter().enumerate().partition(|(_, field)| PROMOTED.contains(&field.kind));
    let mut of_kinds: Vec<Vec<Placed>> = PROMOTED.iter().map(|_| Vec::new()).collect();
    for (at, field) in moved {
        let kind = PROMOTED.iter().position(|kind| *kind == field.kind).expect("only fields of these kinds are taken out");
        of_kinds[kind].push((at, field));
    }
    of_kinds.par_iter_mut().for_each(|fields| move_values(fields, &promoted));
    // A field that is new stands where the receiver's did, before it.
    let mut fields: Vec<Placed> = of_kinds.into_iter().flatten().chain(rest).collect();
    fields.sort_by_key(|(at, field)| (*at, field.party == Party::Receiver));
    records.fields = fields.into_iter().map(|(_, field)| field).collect();
}

/// A number per order: its event, or the row itself where it has none.
fn order_of_row(tables: &[&ChannelTable]) -> Vec<u64> {
    let mut out = Vec::with_capacity(tables.iter().map(|table| table.event_of_row.len()).sum());
    let mut base = 0u64;
    for table in tables {
        for (row, &event) in table.event_of_row.iter().enumerate() {
            let number = if event == NO_EVENT { row as u64 } else { u64::from(event) };
            out.push((base + number) * 2 + u64::from(event == NO_EVENT));
        }
        base += table.rows.len() as u64;
    }
    out
}

/// One receiver as named on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    name: u32,
    phone: u32,
}

struct Fields<'a> {
    name: Option<&'a Field>,
    phone: Option<&'a Field>,
}

impl Fields<'_> {
    fn named(&self, row: usize) -> Named {
        let first = |field: Option<&Field>| {
            field.and_then(|f| f.values.get(row).iter().copied().find(|&c| f.dict.class(c).is_evidence())).unwrap_or(MISSING)
        };
        Named { name: first(self.name), phone: first(self.phone) }
    }
}

fn promoted_rows(records: &Records, order_of_row: &[u64]) -> Vec<bool> {
    let fields =
        Fields { name: records.field(Kind::PersonName, Party::Receiver), phone: records.field(Kind::Phone, Party::Receiver) };
    let receiver_fields: Vec<&Field> = records.fields.iter().filter(|f| f.party == Party::Receiver).collect();
    let by_itself = |row: usize| {
        if receiver_fields.iter().all(|f| f.values.get(row).is_empty()) {
            return (false, None);
        }
        let account = account(records, row);
        let is_buyer = shares_phone(records, row) || shares_name(records, row);
        let promote = is_buyer || (account.is_none() && !has_contact(records, row));
        (promote, account.map(|account| (account, row)))
    };
    let rows = (0..records.len()).into_par_iter().with_min_len(CHUNK);
    let (mut promoted, accounts): (Vec<bool>, Vec<Option<OfAccount>>) = rows.map(by_itself).unzip();
    let mut accounts: Vec<OfAccount> = accounts.into_iter().flatten().collect();
    accounts.par_sort_unstable();
    let by_account: Vec<&[OfAccount]> = accounts.chunk_by(|a, b| a.0 == b.0).collect();
    let usual = |rows: &[OfAccount]| {
        let rows: Vec<usize> = rows.iter().map(|(_, row)| *row).collect();
        usual_receiver(&rows, order_of_row, &fields).into_iter().filter(|&row| !has_contact(records, row))
    };
    let usual: Vec<usize> = by_account.par_iter().with_min_len(CHUNK).flat_map_iter(|rows| usual(rows)).collect();
    for row in usual {
        promoted[row] = true;
    }
    promoted
}

/// Rows or accounts looked at by one thread at a time, at least.
const CHUNK: usize = 1024;

/// The row's account or member number: (field, code).
fn account(records: &Records, row: usize) -> Option<(usize, u32)> {
    let counts = |f: &Field| matches!(f.kind, Kind::AccountId | Kind::MemberId) && f.party == Party::Principal;
    records.fields.iter().enumerate().filter(|(_, f)| counts(f)).find_map(|(i, f)| {
        let code = f.values.get(row).iter().copied().find(|&c| f.dict.class(c).is_key());
        code.map(|code| (i, code))
    })
}

/// True if the row names its principal by name, phone or mail.
fn has_contact(records: &Records, row: usize) -> bool {
    [Kind::PersonName, Kind::Phone, Kind::Email].into_iter().any(|kind| {
        records
            .field(kind, Party::Principal)
            .is_some_and(|f| f.values.get(row).iter().any(|&code| f.dict.class(code).is_evidence()))
    })
}

/// Visible digits in common that make a partly hidden number the same as another, when nothing visible differs: a
/// Chinese mobile hides four of eleven.
const VISIBLE_MIN: usize = 7;

/// True if a phone of the receiver is a phone of the principal, or may be it with enough digits visible in both.
fn shares_phone(records: &Records, row: usize) -> bool {
    let (Some(own), Some(theirs)) = (records.field(Kind::Phone, Party::Principal), records.field(Kind::Phone, Party::Receiver))
    else {
        return false;
    };
    let told = |f: &Field, code: u32| matches!(f.dict.class(code), Class::Valid | Class::Possible | Class::Masked);
    let same = |a: u32, b: u32| {
        if own.dict.class(a) != Class::Masked && theirs.dict.class(b) != Class::Masked {
            return own.dict.text(a) == theirs.dict.text(b);
        }
        let (x, y) = (shown(&own.dict, a), shown(&theirs.dict, b));
        visible_in_both(&x, &y) >= VISIBLE_MIN && visible_digits_agree(&x, &y)
    };
    own.values
        .get(row)
        .iter()
        .filter(|&&a| told(own, a))
        .any(|&a| theirs.values.get(row).iter().any(|&b| told(theirs, b) && same(a, b)))
}

/// True if buyer and receiver have one full name, written in clear, and not a phone each.
fn shares_name(records: &Records, row: usize) -> bool {
    let both = |kind: Kind| Some((records.field(kind, Party::Principal)?, records.field(kind, Party::Receiver)?));
    let Some((own, theirs)) = both(Kind::PersonName) else { return false };
    let full = |f: &Field, code: u32| f.dict.class(code) == Class::Valid && !f.dict.part(code, Part::Family).is_empty();
    let same = |a: u32, b: u32| {
        let part = |part: Part| !own.dict.part(a, part).is_empty() && own.dict.part(a, part) == theirs.dict.part(b, part);
        full(own, a) && full(theirs, b) && part(Part::Family) && part(Part::Given)
    };
    let named = own.values.get(row).iter().any(|&a| theirs.values.get(row).iter().any(|&b| same(a, b)));
    let reached = |(own, theirs): (&Field, &Field)| !own.values.get(row).is_empty() && !theirs.values.get(row).is_empty();
    named && !both(Kind::Phone).is_some_and(reached)
}

/// Digits that two numbers of equal length show at the same places; 0 for numbers of different lengths.
fn visible_in_both(a: &str, b: &str) -> usize {
    let digits = |s: &str| s.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect::<Vec<char>>();
    let (a, b) = (digits(a), digits(b));
    if a.len() != b.len() {
        return 0;
    }
    a.iter().zip(&b).filter(|(x, y)| **x != '*' && **y != '*').count()
}

/// The rows of an account whose receiver gets most of its orders; none if no receiver gets more than every other.
fn usual_receiver(rows: &[usize], order_of_row: &[u64], fields: &Fields) -> Vec<usize> {
    let first = rows.first().map(|&row| fields.named(row)).filter(|first| first.name != MISSING || first.phone != MISSING);
    if rows.iter().all(|&row| Some(fields.named(row)) == first) {
        // Mostly there is no other.
        return rows.to_vec();
    }
    let mut orders: BTreeMap<Named, Vec<u64>> = BTreeMap::new();
    for &row in rows {
        let named = fields.named(row);
        if named.name != MISSING || named.phone != MISSING {
            orders.entry(named).or_default().push(order_of_row[row]);
        }
    }
    for list in orders.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    let receivers: Vec<(Named, u64)> = orders.into_iter().map(|(named, list)| (named, list.len() as u64)).collect();
    let group = same_receivers(&receivers, fields);
    let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
    for (i, &(_, count)) in receivers.iter().enumerate() {
        *counts.entry(group[i]).or_default() += count;
    }
    let total: u64 = counts.values().sum();
    let most = counts.values().copied().max().unwrap_or(0);
    let winners: Vec<usize> = counts.iter().filter(|&(_, &n)| n == most).map(|(&g, _)| g).collect();
    let [winner] = winners[..] else { return Vec::new() };
    if most * 2 < total {
        return Vec::new();
    }
    let of_winner: Vec<Named> = receivers.iter().zip(&group).filter(|&(_, &g)| g == winner).map(|(&(n, _), _)| n).collect();
    rows.iter().copied().filter(|&row| of_winner.binary_search(&fields.named(row)).is_ok()).collect()
}

/// A group number per receiver: the same clear name or phone is the same receiver; a partly hidden one follows the
/// clear receiver with most orders that it may be.
fn same_receivers(receivers: &[(Named, u64)], fields: &Fields) -> Vec<usize> {
    let mut group: Vec<usize> = (0..receivers.len()).collect();
    let mut first_with: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for (i, &(named, _)) in receivers.iter().enumerate() {
        for key in clear_keys(named, fields) {
            let other = *first_with.entry(key).or_insert(i);
            let (from, to) = (group[i], group[other]);
            group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
        }
    }
    let is_clear: Vec<bool> = receivers.iter().map(|&(named, _)| !clear_keys(named, fields).is_empty()).collect();
    let mut counts = vec![0u64; receivers.len()];
    for (i, &(_, count)) in receivers.iter().enumerate() {
        if is_clear[i] {
            counts[group[i]] += count;
        }
    }
    for i in (0..receivers.len()).filter(|&i| !is_clear[i]) {
        let fits = |&j: &usize| may_be(receivers[i].0, receivers[j].0, fields);
        let best =
            (0..receivers.len()).filter(|&j| is_clear[j]).filter(fits).max_by_key(|&j| (counts[group[j]], std::cmp::Reverse(j)));
        let masked_twin = || (0..i).filter(|&j| !is_clear[j]).find(fits);
        if let Some(j) = best.or_else(masked_twin) {
            group[i] = group[j];
        }
    }
    group
}

/// What identifies a receiver that is written in clear: name and phone.
fn clear_keys(named: Named, fields: &Fields) -> Vec<(u8, String)> {
    let mut keys = Vec::new();
    if let Some(field) = fields.name.filter(|f| is_clear(&f.dict, named.name)) {
        let (family, given) = (field.dict.part(named.name, Part::Family), field.dict.part(named.name, Part::Given));
        if family.is_empty() || given.is_empty() {
            // A surname with a title names many; it is compared as a partly hidden name.
            if family.is_empty() && given.is_empty() {
                keys.push((0, field.dict.text(named.name).to_owned()));
            }
        } else {
            keys.push((0, format!("{family} {given}")));
        }
    }
    if let Some(field) = fields.phone.filter(|f| is_clear(&f.dict, named.phone)) {
        keys.push((1, field.dict.text(named.phone).to_owned()));
    }
    keys
}

fn is_clear(dict: &Dict, code: u32) -> bool {
    code != MISSING && dict.class(code).is_key()
}

/// Visible digits in common that are no accident among the few receivers of one account: the first and the last four.
const VISIBLE_OF_ACCOUNT: usize = 5;

/// May a partly hidden receiver be another one? One phone is one receiver, as among those in clear, whatever name the parcel bears;
/// else what both say must agree, and they must say something in common.
fn may_be(hidden: Named, other: Named, fields: &Fields) -> bool {
    let name = fields.name.and_then(|f| agree(&f.dict, hidden.name, other.name, visible_names_agree));
    let phone = fields.phone.and_then(|f| agree(&f.dict, hidden.phone, other.phone, visible_digits_agree));
    match (name, phone) {
        // A typo in the given name: the surname and the visible digits still agree.
        (Some(false), Some(true)) => {
            fields.name.is_some_and(|f| first_char(&f.dict, hidden.name) == first_char(&f.dict, other.name))
                || fields.phone.is_some_and(|f| {
                    visible_in_both(&shown(&f.dict, hidden.phone), &shown(&f.dict, other.phone)) >= VISIBLE_OF_ACCOUNT
                })
        }
        (Some(false), _) | (_, Some(false)) | (None, None) => false,
        (Some(true), _) | (None, Some(true)) => true,
    }
}

/// The first character of a name as shown.
fn first_char(dict: &Dict, code: u32) -> Option<char> {
    shown(dict, code).chars().next()
}

/// Whether two values agree in what is visible; `None` if one is missing.
fn agree(dict: &Dict, a: u32, b: u32, test: fn(&str, &str) -> bool) -> Option<bool> {
    (a != MISSING && b != MISSING).then(|| a == b || test(&shown(dict, a), &shown(dict, b)))
}

/// The visible pattern of a masked value; the national digits of a phone; a Chinese name in simplified characters; the text
/// of any other.
fn shown(dict: &Dict, code: u32) -> String {
    let part = |part| dict.part(code, part);
    if part(Part::Script) == "han" && part(Part::Mask).is_empty() && !part(Part::Given).is_empty() {
        return format!("{}{}", part(Part::Family), part(Part::Given));
    }
    let text = [part(Part::Mask), part(Part::National)].into_iter().find(|t| !t.is_empty());
    text.map_or_else(|| dict.text(code).replace(' ', ""), str::to_owned)
}

/// Names agree if what stands before and after the hidden part is the same.
fn visible_names_agree(a: &str, b: &str) -> bool {
    let ends = |s: &str| (s.split('*').next().unwrap_or("").to_owned(), s.rsplit('*').next().unwrap_or("").to_owned());
    match (a.contains('*'), b.contains('*')) {
        (true, true) => {
            let ((a0, a1), (b0, b1)) = (ends(a), ends(b));
            (a0.starts_with(&b0) || b0.starts_with(&a0)) && (a1.ends_with(&b1) || b1.ends_with(&a1))
        }
        (true, false) => {
            let (head, tail) = ends(a);
            b.starts_with(&head) && b.ends_with(&tail)
        }
        (false, true) => visible_names_agree(b, a),
        (false, false) => a == b,
    }
}

/// Digits agree position by position where both are visible; of different lengths, the trailing ones count.
fn visible_digits_agree(a: &str, b: &str) -> bool {
    let digits = |s: &str| s.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect::<Vec<char>>();
    let (a, b) = (digits(a), digits(b));
    let same = a.len() == b.len();
    let pairs: Vec<(char, char)> = a.iter().rev().copied().zip(b.iter().rev().copied()).collect();
    let compared = if same { pairs.len() } else { pairs.len().min(4) };
    pairs[..compared].iter().all(|&(x, y)| x == '*' || y == '*' || x == y)
}

/// Moves the receiver's values to the principal's field in the promoted rows, among the fields of one kind with their places.
fn move_values(fields: &mut Vec<Placed>, promoted: &[bool]) {
    let at = |fields: &[Placed], party: Party| fields.iter().position(|(_, f)| f.party == party);
    let Some(found) = at(fields, Party::Receiver) else { return };
    if at(fields, Party::Principal).is_none() {
        let (place, kind) = (fields[found].0, fields[found].1.kind);
        let field = Field {
            name: kind.name().to_owned(),
            kind,
            party: Party::Principal,
            scope: String::new(),
            matches: true,
            dict: Dict::of(kind),
            values: empty(promoted.len()),
        };
        // Principal fields come before the receiver's.
        fields.insert(found, (place, field));
    }
    let (Some(from), Some(to)) = (at(fields, Party::Receiver), at(fields, Party::Principal)) else { return };
    let source = &mut fields[from].1;
    let (dict, values) = (std::mem::take(&mut source.dict), std::mem::take(&mut source.values));
    let principal = &mut fields[to].1;
    let rows = promoted.iter().enumerate().filter(|(_, promote)| **promote).map(|(row, _)| row);
    let translated = translated(&dict, rows.flat_map(|row| values.get(row).iter().copied()), &mut principal.dict);
    let moved: usize = promoted.iter().enumerate().filter(|(_, promote)| **promote).map(|(row, _)| values.get(row).len()).sum();
    let mut own = ListColumn::with_capacity(promoted.len(), principal.values.codes().len() + moved);
    let mut rest = ListColumn::with_capacity(promoted.len(), values.codes().len() - moved);
    let mut list = Vec::new();
    for (row, &promote) in promoted.iter().enumerate() {
        list.clear();
        list.extend_from_slice(principal.values.get(row));
        if promote {
            for &code in values.get(row) {
                let moved = translated[code as usize];
                if moved != MISSING && !list.contains(&moved) {
                    list.push(moved);
                }
            }
            rest.push([]);
        } else {
            rest.push(values.get(row).iter().copied());
        }
        own.push(list.iter().copied());
    }
    principal.values = own;
    principal.matches = true;
    fields[from].1.dict = dict;
    fields[from].1.values = rest;
}

/// Values interned together.
const TOGETHER: usize = 256;

/// The code in another dictionary of each value that `codes` name, which are interned there in their order; [`MISSING`] for all
/// others.
fn translated(dict: &Dict, codes: impl Iterator<Item = u32>, into: &mut Dict) -> Vec<u32> {
    let mut is_named = vec![false; dict.len()];
    let named: Vec<u32> = codes.filter(|&code| !std::mem::replace(&mut is_named[code as usize], true)).collect();
    let mut out = vec![MISSING; dict.len()];
    let in_use = |part: &Part| !dict.part_column(*part).pool.arena().is_empty();
    let parts: Vec<Part> = Part::ALL.iter().copied().filter(in_use).collect();
    let mut given = Vec::with_capacity(TOGETHER);
    for some in named.chunks(TOGETHER) {
        let mut packed = Packed::default();
        for &code in some {
            packed.push_of(dict, code, &parts);
        }
        given.clear();
        into.intern_packed(&packed, &mut given);
        for (&code, &new) in some.iter().zip(&given) {
            out[code as usize] = new;
        }
    }
    out
}

/// A list column of rows without values.
fn empty(rows: usize) -> ListColumn {
    let mut out = ListColumn::with_capacity(rows, 0);
    for _ in 0..rows {
        out.push([]);
    }
    out
}
