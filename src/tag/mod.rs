//! Labels: metrics, lifecycle, tags and follow-ups of customers, from SQL expressions in rule files.
//!
//! Comes in: customers with golden values, their records and events, and [`Compiled`] rules. Goes out: a
//! [`TagOutcome`], rows aligned with the customers. No value of the master changes here; data never fails, an
//! expression that cannot be computed is a remark. Nothing reads a clock: every window hangs on `as_of`.

mod sql;
mod columns;
mod zone;
mod frame;
mod fields;
mod compile;
mod by_customer;
mod aggregate;
mod rows;
mod fold;
mod affinity;
mod manual;
mod audit;
mod entry;
mod assign;
mod followups;
mod evidence;
mod examples;
mod extract;
#[cfg(test)]
mod tests;

use crate::model::customers::{ByPeople, Customers, TagOutcome};
use crate::model::events::Events;
use crate::model::money::Money;
use crate::model::records::Records;

pub use compile::{Compiled, compile};
pub use entry::{EntryBreaches, entry_breaches};
pub use evidence::{Evidence, Question, evidence};
pub use examples::{ExampleOutcome, examples};
pub use extract::{Extract, Selected, select};

use aggregate::Source;
use assign::{Pass, Start};
use by_customer::ByCustomer;
use followups::with_log;

/// Kinds of events that say somebody followed up.
const TOUCH_KINDS: &[&str] = &["followup", "touch"];

/// What customers are labelled from.
#[derive(Debug, Clone, Copy)]
pub struct TagInput<'a> {
    /// Customers with golden values.
    pub customers: &'a Customers,
    /// The records behind them.
    pub records: &'a Records,
    /// All events.
    pub events: &'a Events,
    /// What people wrote about customers.
    pub people: &'a ByPeople,
    /// The moment the run looks from, milliseconds since the epoch, UTC.
    pub as_of_ms: i64,
}

/// Labels the customers. Events after `as_of` are ignored and counted in a remark; events without time count in
/// metrics without a window only.
#[must_use]
pub fn tag(input: TagInput, compiled: &Compiled) -> TagOutcome {
    let TagInput { customers, records, people, as_of_ms, .. } = input;
    let real = input.events.len();
    let events = &*with_log(input.events, people, customers);
    let by_customer = ByCustomer::new(events, &customers.of_record, customers.ids.len(), as_of_ms);
    let rates = compiled.rates.as_ref().map(|rates| (rates.base.as_str(), &rates.rates));
    let money = Money::new(events, rates, &compiled.currency);
    let mut remarks = Vec::new();
    if by_customer.later > 0 {
        remarks.push(format!("{} events lie after the moment the run looks from and are left out", by_customer.later));
    }
    for (currency, count) in &money.unconverted {
        let base = &money.base;
        remarks.push(format!(
            "{count} amounts in {currency} are left out of metrics in {base}: [currency] gives no rate for {currency}"
        ));
    }
    let source = Source { compiled, records, events, real, money: &money, as_of: as_of_ms };
    let by_hand = || {
        let mut remarks = Vec::new();
        let manual = manual::manual(&input, compiled, &mut remarks);
        let wanted = compiled.fields_read().contains(affinity::RECOMMENDED);
        (manual, wanted.then(|| affinity::bought(&source, &by_customer)), remarks)
    };
    let (metrics, (manual, bought, more)) = rayon::join(|| aggregate::metrics(source, &by_customer, &mut remarks), by_hand);
    remarks.extend(more);
    let has_touches = people.log.is_some()
        || TOUCH_KINDS.iter().any(|kind| {
            let code = events.kind.values.iter().find(|(_, text)| text == kind).map(|(code, _)| code);
            code.is_some_and(|code| events.kind.codes.contains(&code))
        });
    let start = Start { compiled, customers, as_of: as_of_ms, people, has_touches, manual, bought, remarks };
    let (pass, metrics) = Pass::new(start, metrics);
    pass.run(metrics)
}
