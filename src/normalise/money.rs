//! Money: amounts in minor units.

use super::Context;

/// An amount in minor units (two decimals; none for JPY, KRW, VND) and its currency if the text names one.
#[must_use]
pub fn minor(raw: &str, context: &Context) -> Option<(i64, Option<&'static str>)> {
    let _ = (raw, context);
    None
}
