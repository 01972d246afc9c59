//! What a record is over runs (its identity) and what it says (its fingerprint), as hashes.

use rayon::prelude::*;

use crate::model::hash::{hash64, hash128, mix};
use crate::model::mapping::Entity;
use crate::model::records::{Field, Records};

/// Separates channel and key: a control character neither can hold after parsing.
const SEPARATOR: u8 = 0x1f;

/// Hash of (channel, source key), the same in every run.
pub(super) fn identity(channel: &str, source_key: &str, buffer: &mut Vec<u8>) -> u128 {
    buffer.clear();
    buffer.extend_from_slice(channel.as_bytes());
    buffer.push(SEPARATOR);
    buffer.extend_from_slice(source_key.as_bytes());
    hash128(buffer)
}

/// The identity of every record.
pub(super) fn identities(records: &Records) -> Vec<u128> {
    (0..records.len())
        .into_par_iter()
        .map_init(Vec::new, |buffer, row| identity(records.channel_name(row), records.source_key.get(row), buffer))
        .collect()
}

/// Hash of each record's entity and matching values: equal for rows that fold into one identity record, and different
/// from the last run's where the source changed something that matters to matching. The order of values is free.
#[must_use]
pub fn fingerprints(records: &Records) -> Vec<u64> {
    let fields: Vec<(u64, &Field)> = records.fields.iter().filter(|f| f.matches).map(|f| (field_hash(f), f)).collect();
    (0..records.len())
        .into_par_iter()
        .map(|row| {
            let start = match records.entity[row] {
                Entity::Person => 1_u64,
                Entity::Organisation => 2,
            };
            fields.iter().fold(start, |sum, (seed, field)| {
                let values = field.values.get(row).iter().filter(|&&c| c != 0);
                values.fold(sum, |sum, &code| sum.wrapping_add(mix(*seed, field.dict.hash(code))))
            })
        })
        .collect()
}

fn field_hash(field: &Field) -> u64 {
    hash64(format!("{}\u{1f}{}\u{1f}{:?}", field.name, field.scope, field.party).as_bytes())
}
