//! Checked `[[example]]`: a made customer and what the rules must say about it.

use super::{KeyLines, Place};

/// One plain value in a rule file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, dates included; `""` means missing.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

/// A named value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenCell {
    /// Where it was written.
    pub place: Place,
    /// Field or metric.
    pub name: String,
    /// The value.
    pub cell: Cell,
}

/// `[[example]]`: a made customer and what the rules must say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// What it shows.
    pub name: String,
    /// The moment it looks from, as written; empty = the end of 2026-06-30.
    pub as_of: String,
    /// IANA time zone; `None` = the project's.
    pub timezone: Option<String>,
    /// Fields of the customer. What is not written follows from the events where that is possible.
    pub customer: Vec<WrittenCell>,
    /// What happened.
    pub events: Vec<ExampleEvent>,
    /// Tags that must be given.
    pub tags: Vec<String>,
    /// Tags that must not be given.
    pub not_tags: Vec<String>,
    /// The stage; `Some("")` = none.
    pub stage: Option<String>,
    /// Metrics with their values.
    pub metrics: Vec<WrittenCell>,
    /// Follow-ups that must be open, with the due time where it matters (`""` = any).
    pub followups: Vec<WrittenCell>,
    /// Follow-ups that must not be open.
    pub not_followups: Vec<String>,
    /// Follow-ups that must be overdue.
    pub overdue: Vec<String>,
}

/// One event of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleEvent {
    /// Where it was written.
    pub place: Place,
    /// `order`, `inquiry`, …
    pub kind: String,
    /// When, as written; `None` = unknown.
    pub at: Option<String>,
    /// `paid`, `pending`, …
    pub status: String,
    /// Major units.
    pub amount: Option<f64>,
    /// Major units.
    pub refunded: Option<f64>,
    /// ISO 4217; empty = the project's.
    pub currency: String,
    /// Channel; empty = `example`.
    pub channel: String,
    /// Sales person.
    pub owner: String,
    /// Survey score.
    pub score: Option<f64>,
    /// Message.
    pub text: String,
    /// Line items.
    pub items: Vec<ExampleItem>,
}

/// One line item of an example's event.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleItem {
    /// Stock keeping unit.
    pub sku: String,
    /// Product title.
    pub product: String,
    /// Pieces.
    pub quantity: Option<f64>,
    /// Major units.
    pub amount: Option<f64>,
}
