//! Which required fields each customer has filled.

use std::collections::BTreeMap;

use crate::model::mapping::Entity;
use crate::model::table::Data;

use super::compile::Compiled;

/// Most required fields per entity: one bit each.
pub(super) const REQUIRED_MAX: usize = 64;

/// Name under which the flags of [`super::lists::has_account`] are passed.
pub(super) const ACCOUNT: &str = "account_ids";

impl Compiled {
    /// Required fields of an entity.
    pub(super) fn required(&self, entity: Entity) -> &[String] {
        match entity {
            Entity::Person => &self.completeness.person,
            Entity::Organisation => &self.completeness.organisation,
        }
    }
}

/// Bits of the filled required fields per customer. `flags` says per field who has it filled; a field nobody maps is
/// filled for nobody. `contact` is a clear phone, e-mail or platform account; every customer has a `channel`.
pub(super) fn filled(rules: &Compiled, entity: &[Entity], flags: &BTreeMap<String, Vec<bool>>) -> Vec<u64> {
    let has = |field: &str, customer: usize| flags.get(field).is_some_and(|f| f[customer]);
    let is_filled = |field: &str, customer: usize| match field {
        "channel" => true,
        "contact" => ["phone", "email", ACCOUNT].iter().any(|f| has(f, customer)),
        field => has(field, customer),
    };
    (0..entity.len())
        .map(|customer| {
            let required = rules.required(entity[customer]).iter().take(REQUIRED_MAX).enumerate();
            required.fold(0, |bits, (i, field)| bits | u64::from(is_filled(field, customer)) << i)
        })
        .collect()
}

/// `completeness`: share of required fields filled, 0–1, with four decimals; 1 if nothing is required.
pub(super) fn column(rules: &Compiled, entity: &[Entity], filled: &[u64]) -> Data {
    let share = |(entity, bits): (&Entity, &u64)| {
        let required = rules.required(*entity).len().min(REQUIRED_MAX);
        let share = if required == 0 { 1.0 } else { f64::from(bits.count_ones()) / required as f64 };
        Some((share * 1e4).round() / 1e4)
    };
    Data::Float(entity.iter().zip(filled).map(share).collect())
}
