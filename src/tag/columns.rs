//! What SQL sees: the columns of `events`, `items` and `fields` with their types.
//!
//! Comes in: the rules (user fields make columns). Goes out: names and types; the values are put together in
//! `frame.rs` and only for columns that some rule reads.

use crate::model::kind::Kind;
use crate::model::nature::Holds;
use crate::rules::Rules;

use super::sql::{Columns, Type};

/// Columns of an event, shared by `events` and `items`.
const SHARED: &[(&str, Type)] = &[
    ("event_key", Type::Text),
    ("kind", Type::Text),
    ("channel", Type::Text),
    ("platform", Type::Text),
    ("at", Type::Time),
    ("status", Type::Text),
    ("paid", Type::Bool),
    ("currency", Type::Text),
    ("owner", Type::Text),
    ("score", Type::Number),
    ("text", Type::Text),
];

/// Columns of `events` only. Amounts are in major units of the base currency; `net` is `amount - refunded` of paid
/// events and 0 of others.
const EVENT_ONLY: &[(&str, Type)] = &[("amount", Type::Number), ("refunded", Type::Number), ("net", Type::Number)];

/// Columns of `items` only.
const ITEM_ONLY: &[(&str, Type)] =
    &[("sku", Type::Text), ("product", Type::Text), ("quantity", Type::Number), ("amount", Type::Number)];

/// Master columns that are no text. `tags`, `lifecycle` and `lifecycle_since` are made here and come later.
const TYPED_MASTER: &[(&str, Type)] = &[
    ("birth_date", Type::Time),
    ("first_seen", Type::Time),
    ("last_seen", Type::Time),
    ("last_order_at", Type::Time),
    ("orders", Type::Number),
    ("spend", Type::Number),
    ("completeness", Type::Number),
    ("source_rows", Type::Number),
];

/// Master columns that this room makes, or that no rule needs.
const MADE_LATER: &[&str] = &["customer_id", "lifecycle", "lifecycle_since", "tags"];

fn columns(lists: &[&[(&str, Type)]]) -> Columns {
    lists.iter().flat_map(|list| list.iter()).map(|(name, kind)| ((*name).to_owned(), *kind)).collect()
}

/// Columns of `events`.
pub(super) fn events() -> Columns {
    columns(&[SHARED, EVENT_ONLY])
}

/// Columns of `items`.
pub(super) fn items() -> Columns {
    columns(&[SHARED, ITEM_ONLY])
}

/// Columns of `fields` before any metric: the master's, kinds that may be mapped, and the user's own.
pub(super) fn fields(rules: &Rules) -> Columns {
    let mut all = Columns::new();
    for kind in Kind::ALL {
        if !matches!(kind, Kind::Ignore | Kind::SourceKey | Kind::LinksTo) {
            all.insert(kind.name().to_owned(), type_of_kind(*kind));
        }
    }
    for name in crate::model::publish::MASTER.columns {
        if !MADE_LATER.contains(name) {
            all.insert((*name).to_owned(), Type::Text);
        }
    }
    all.extend(columns(&[TYPED_MASTER, &[(super::affinity::RECOMMENDED, Type::Text)]]));
    let mapped = rules.channels.iter().map(|c| &c.fields).chain(rules.presets.iter().map(|p| &p.fields));
    for (target, _) in mapped.flatten() {
        if let Some((name, kind)) = target.own_field() {
            all.entry(name.to_owned()).or_insert(type_of_kind(kind));
        }
    }
    all
}

/// Type of a user's field.
fn type_of_kind(kind: Kind) -> Type {
    match kind.nature().holds {
        Holds::Text => Type::Text,
        Holds::Number => Type::Number,
        Holds::Time => Type::Time,
        Holds::Bool => Type::Bool,
    }
}
