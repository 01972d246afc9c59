//! What rule authors and those who work with tags rely on: examples, extracts, manual tags, follow-ups.

mod examples;
mod extract;
mod people;
mod scenarios;
