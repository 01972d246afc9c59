//! Attributes that may hang on customers: a regiment, the village of a census, a job, what a restaurant cooks.
//!
//! In: facts and guesses of all columns. Out: columns of few values that repeat take part in matching, but for those that are known to go
//! by the row (the payment of an order, the ticket of a visit). Whether they hang on customers (and how much) is for training to learn:
//! what goes by the row instead agrees among matches as often as by chance, and weighs nothing. The tables of known exports and tables of
//! events never come here.

use super::decide::{Guess, decide};
use super::facts::ColumnFacts;
use super::header::{Hint, Meaning, is_of_others, phrase};
use super::relate::date_columns;
use super::words::BY_THE_ROW;
use crate::model::kind::{Kind, Party, Target};

/// Columns that say who somebody is, at the least: beside a single one, its own model knows more than any attribute tells.
const BESIDE_LEAST: usize = 2;
/// Distinct values, at the least: one of two says next to nothing.
const DISTINCT_LEAST: u64 = 3;
/// Rows per filled cell, at the most: what hardly any row has is learned from nothing.
const ROWS_MOST: u64 = 10;
/// Cells per distinct value, at the least: what hardly repeats is no attribute.
const CELLS_LEAST: u64 = 2;

/// Lets attributes take part.
pub(super) fn lasting(facts: &[ColumnFacts], hints: &[Option<Hint>], guesses: &mut [Guess]) {
    let says_who = |kind: Kind| super::is_identity(kind) && !matches!(kind, Kind::JobTitle | Kind::Industry);
    let who = |guess: &&Guess| matches!(guess.meaning, Meaning::Target(Target::Field(Party::Principal, kind)) if says_who(kind));
    if guesses.iter().filter(who).count() < BESIDE_LEAST {
        return;
    }
    for ((facts, hint), guess) in facts.iter().zip(hints).zip(guesses.iter_mut()) {
        let plain = Meaning::Plain(Kind::Category);
        // What was set aside for a reason stays there: a number that different persons share, another address of the row.
        let of_header = match hint.as_ref().map(|hint| &hint.meaning) {
            // The status of an order where rows are no orders is that of the customer.
            Some(Meaning::Target(Target::Event(_))) => true,
            Some(meaning) => *meaning == plain,
            None => decide(facts, None).meaning == plain,
        };
        // The rooms of a hotel, the year a firm was founded; sums of money are another kind.
        let is_number = hint.is_none() && guess.meaning == Meaning::Plain(Kind::Number);
        let header = phrase(&facts.header);
        let is_theirs = !BY_THE_ROW.contains(&header.as_str()) && !is_of_others(&header);
        if (guess.meaning == plain && of_header || is_number) && is_attribute(facts) && is_theirs {
            guess.meaning = Meaning::Attribute(Kind::Category);
            guess.reason.push_str("; whether it hangs on customers is learned");
        }
    }
    // The day somebody died, enlisted or arrived is theirs; the day of the row is learned to be nobody's.
    let in_parts = date_columns(facts).filter(|columns| columns.iter().all(|&i| matches!(guesses[i].meaning, Meaning::Plain(_))));
    for i in in_parts.into_iter().flatten().filter(|&i| is_attribute(&facts[i])) {
        guesses[i].meaning = Meaning::Attribute(Kind::Category);
        guesses[i].reason.push_str("; year, month and day stand side by side; whether they hang on customers is learned");
    }
}

fn is_attribute(facts: &ColumnFacts) -> bool {
    facts.distinct >= DISTINCT_LEAST && facts.filled * ROWS_MOST >= facts.rows && facts.distinct * CELLS_LEAST <= facts.filled
}

#[cfg(test)]
mod tests {
    use super::super::tests::{mapping, table};
    use super::super::understand;
    use crate::rules::{ChannelRule, Project};

    /// Whether the last column takes part in matching.
    fn takes_part(header: &str, values: &[&str]) -> bool {
        let rows: Vec<String> = (0..24).map(|i| format!("Anna{i}|Abel{}|{}", i % 7, values[i % values.len()])).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        mapping(header, &rows).columns.last().is_some_and(|c| c.matches)
    }

    #[test]
    fn what_repeats_under_an_unknown_header_may_hang_on_customers() {
        assert!(takes_part("First name|Surname|Regiment", &["Royal Scots", "Black Watch", "Cheshire"]));
        assert!(takes_part("First name|Surname|Customer type", &["private", "trade", "school"]), "theirs under a known header too");
        assert!(takes_part("First name|Surname|Status", &["active", "dormant", "closed"]));
        assert!(takes_part("First name|Surname|Job title", &["Teacher", "Nurse", "Farmer"]));
        assert!(!takes_part("First name|Surname|Regiment", &["Royal Scots", "Black Watch"]), "one of two");
        assert!(!takes_part("First name|Surname|Ticket type", &["early", "late", "guest"]), "known to go by the row");
        assert!(!takes_part("First name|Surname|Source", &["web", "shop", "fair"]), "where the row came from");
    }

    #[test]
    fn numbers_of_somebody_beside_the_customer_take_no_part() {
        for header in ["Emergency contact phone", "Sender phone", "推荐人电话"] {
            let rows: Vec<String> =
                (0..24).map(|i| format!("Anna{i}|Abel{}|6175550{:03}|6175550{:03}", i % 7, 200 + i, 100 + i % 3)).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let read = mapping(&format!("First name|Surname|Phone|{header}"), &rows);
            assert!(!read.columns[3].matches, "{header}: {}", read.columns[3].reason);
        }
        assert!(takes_part("First name|Surname|Store type", &["outlet", "mall", "street"]), "no number, name or place");
    }

    #[test]
    fn a_day_in_three_columns_that_is_no_birthday_may_hang_on_customers() {
        let rows: Vec<String> =
            (0..60).map(|i| format!("Ana{i}|Abel{}|{}|{}|{}", i % 7, 1 + i % 28, 1 + i % 12, 1980 + i % 10)).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let read = mapping("nombre|apellido|dia|mes|anio", &rows);
        let last: Vec<(String, bool)> = read.columns[2..].iter().map(|c| (c.target.to_string(), c.matches)).collect();
        let want = ["dia", "mes", "anio"].map(|header| (format!("attribute.category.{header}"), true));
        assert_eq!(last, want);
    }

    #[test]
    fn numbers_under_an_unknown_header_may_hang_on_customers_and_sums_of_money_do_not() {
        assert!(takes_part("Company|City|Beds", &["120", "44", "80", "16"]));
        assert!(!takes_part("Company|City|Balance", &["120.50", "44.00", "80.10", "16.20"]));
    }

    #[test]
    fn measures_of_a_body_hang_on_persons_and_counts_do_not() {
        assert!(takes_part("First name|Surname|Height", &["66", "71", "70", "69"]));
        assert!(takes_part("姓|名|身高", &["166", "171", "170", "169"]));
        assert!(!takes_part("First name|Surname|Visits", &["66", "71", "70", "69"]));
    }

    #[test]
    fn what_a_configuration_calls_an_attribute_takes_part_and_what_it_calls_an_extra_does_not() {
        let rows: Vec<String> =
            (0..24).map(|i| format!("Anna{i}|Abel{}|{}", i % 7, ["Royal Scots", "Black Watch", "Cheshire"][i % 3])).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let header = "First name|Surname|Regiment";
        let guessed = mapping(header, &rows).columns[2].target.to_string();
        assert_eq!(guessed, "attribute.category.Regiment");
        for (target, matches) in [(guessed.as_str(), true), ("extra.category.Regiment", false)] {
            let fields = vec![(target.parse().expect("a target"), vec!["Regiment".to_owned()])];
            let rule = ChannelRule { fields, ..ChannelRule::default() };
            let said = understand(&table(header, &rows), &[], Some(&rule), &Project::named("test")).expect("no presets, no ties");
            assert_eq!((said.columns[2].target.to_string().as_str(), said.columns[2].matches), (target, matches));
        }
    }

    #[test]
    fn beside_a_single_name_no_attribute_takes_part() {
        let rows: Vec<String> = (0..24).map(|i| format!("Anna Abel{i}|{}", ["red", "green", "blue"][i % 3])).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert!(!mapping("Name|Team", &rows).columns[1].matches);
    }
}
