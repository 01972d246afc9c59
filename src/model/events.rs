//! Events and their line items: orders, inquiries, scans, sign-ups, typed and in columns.

use super::text::TextColumn;

/// Events of all channels. Row `i` of every column is one event.
#[derive(Debug, Clone, Default)]
pub struct Events {
    /// Index (into `Records`) of the source row that first carried the event.
    pub record: Vec<u32>,
    /// The platform's id of the event; `""` if it has none (then it is known by its source key).
    pub key: TextColumn,
    /// Event kind: `order`, `inquiry`, `signup`, …
    pub kind: TextColumn,
    /// Milliseconds since the epoch, UTC.
    pub at: Vec<Option<i64>>,
    /// Canonical status: `paid`, `pending`, `cancelled`, `refunded`, or the folded source word where unmapped.
    pub status: TextColumn,
    /// Minor units (分, cents).
    pub amount: Vec<Option<i64>>,
    /// Minor units refunded.
    pub refunded: Vec<Option<i64>>,
    /// ISO 4217 code of the amounts.
    pub currency: TextColumn,
    /// Sales person.
    pub owner: TextColumn,
    /// Survey score.
    pub score: Vec<Option<f64>>,
    /// Message or remark.
    pub text: TextColumn,
    /// Line items of all events.
    pub items: Items,
}

/// Line items; `event` is ascending.
#[derive(Debug, Clone, Default)]
pub struct Items {
    /// Index of the event.
    pub event: Vec<u32>,
    /// Stock keeping unit.
    pub sku: TextColumn,
    /// Product title.
    pub product: TextColumn,
    /// Pieces.
    pub quantity: Vec<Option<f64>>,
    /// Minor units in the event's currency.
    pub amount: Vec<Option<i64>>,
}

impl Events {
    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.record.len()
    }

    /// True without events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.record.is_empty()
    }
}
