//! `[[example]]`: a made customer with events, and what the rules must say about it.
//!
//! Comes in: a section of a rule file. Goes out: an [`ExampleRule`]. Whether fields, tags and times make sense is
//! checked by the room that knows them; here only the shape is.

use super::channel::read_timezone;
use super::reader::Section;
use super::types::{Cell, ExampleEvent, ExampleItem, ExampleRule, WrittenCell};

/// Reads one `[[example]]`.
pub(super) fn read_example(section: &mut Section<'_, '_>) -> ExampleRule {
    let place = section.source.place(section.at);
    let rule = ExampleRule {
        place,
        name: section.required("name"),
        as_of: section.moment("as_of").unwrap_or_default(),
        timezone: read_timezone(section),
        customer: section.cells("customer"),
        events: section.tables("events", read_event),
        tags: section.texts("tags").unwrap_or_default(),
        not_tags: section.texts("not_tags").unwrap_or_default(),
        stage: section.text("stage"),
        metrics: section.cells("metrics"),
        followups: read_followups(section),
        not_followups: section.texts("not_followups").unwrap_or_default(),
        overdue: section.texts("overdue").unwrap_or_default(),
        lines: section.lines(),
    };
    let expects = ["tags", "not_tags", "stage", "metrics", "followups", "not_followups", "overdue"];
    if !expects.iter().any(|key| section.has(key)) {
        let at = section.at;
        let message = format!("example `{}` expects nothing", rule.name);
        section.source.error(at, message, format!("add one of `{}`", expects.join("`, `")));
    }
    rule
}

/// `followups = ["首次触达"]`, or with due times: `followups = { "首次触达" = "2026-07-01 10:00" }`.
fn read_followups(section: &mut Section<'_, '_>) -> Vec<WrittenCell> {
    let Some(value) = section.value("followups") else { return Vec::new() };
    if value.get_ref().is_table() {
        return section.cells("followups");
    }
    let place = section.source.place(value.span().start);
    let names = section.texts("followups").unwrap_or_default();
    names.into_iter().map(|name| WrittenCell { place: place.clone(), name, cell: Cell::Text(String::new()) }).collect()
}

fn read_event(section: &mut Section<'_, '_>) -> ExampleEvent {
    let text = |section: &mut Section<'_, '_>, key| section.text(key).unwrap_or_default();
    ExampleEvent {
        place: section.source.place(section.at),
        kind: section.required("kind"),
        at: section.moment("at"),
        status: section.choice("status", &STATUSES).unwrap_or_default().to_owned(),
        amount: section.number("amount"),
        refunded: section.number("refunded"),
        currency: text(section, "currency").to_uppercase(),
        channel: text(section, "channel"),
        owner: text(section, "owner"),
        score: section.number("score"),
        text: text(section, "text"),
        items: section.tables("items", read_item),
    }
}

/// What the status of an event may be.
const STATUSES: [(&str, &str); 4] =
    [("paid", "paid"), ("pending", "pending"), ("cancelled", "cancelled"), ("refunded", "refunded")];

fn read_item(section: &mut Section<'_, '_>) -> ExampleItem {
    ExampleItem {
        sku: section.text("sku").unwrap_or_default(),
        product: section.text("product").unwrap_or_default(),
        quantity: section.number("quantity"),
        amount: section.number("amount"),
    }
}
