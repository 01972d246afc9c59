//! Consent: for each purpose a suppression list wins, then the newest dated statement; undated or tied, the opt-out.

use std::collections::BTreeMap;

use crate::model::customers::Lineage;
use crate::model::kind::Party;
use crate::model::recode::Recoder;
use crate::model::records::Field;
use crate::model::table::Data;
use crate::model::text::{TextBuilder, TextColumn};

use super::choose::{World, reason};
use super::{LINEAGE_ROWS, NamedColumn};

/// Fields that state consent are named `consent.PURPOSE`.
pub(super) const PREFIX: &str = "consent.";

/// The opt-out won over a statement that is not newer.
const OPT_OUT: &str = "opt_out";

/// The row is on a suppression list.
const SUPPRESSED: &str = "suppression_list";

/// What one row says about one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Statement {
    yes: bool,
    /// A suppression list says so: no yes undoes it, however new.
    suppressed: bool,
    /// `i64::MIN` if undated.
    at: i64,
    record: u32,
}

/// `consent`: `purpose:yes` or `purpose:no` for each purpose with a statement, by purpose; with its lineage by customer.
pub(super) fn column(world: &World) -> (NamedColumn, Lineage) {
    let mut purposes: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
    for field in world.records.fields.iter().filter(|f| f.party == Party::Principal) {
        if let Some(purpose) = field.name.strip_prefix(PREFIX) {
            purposes.entry(purpose).or_default().push(field);
        }
    }
    if purposes.is_empty() {
        return (("consent".to_owned(), Data::Text(TextColumn::missing(world.roster.ids.len()))), Lineage::default());
    }
    let (mut column, mut lineage) = (Recoder::new(), Lineage { field: "consent".to_owned(), ..Lineage::default() });
    let (mut values, mut rules, mut losers) = (TextBuilder::default(), TextBuilder::default(), TextBuilder::default());
    let mut statements = Vec::new();
    for customer in 0..world.roster.ids.len() {
        let members = world.roster.members.get(customer);
        let mut cell = String::new();
        for (purpose, fields) in &purposes {
            statements.clear();
            statements.extend(members.iter().flat_map(|&row| fields.iter().filter_map(move |f| statement(world, f, row))));
            let Some((winner, rule)) = decide(&statements) else { continue };
            let value = format!("{purpose}:{}", word(winner.yes));
            if !cell.is_empty() {
                cell.push('|');
            }
            cell.push_str(&value);
            if members.len() >= LINEAGE_ROWS {
                let lost = statements.iter().any(|s| s.yes != winner.yes);
                lineage.customer.push(customer as u32);
                lineage.record.push(winner.record);
                values.push(&value);
                rules.push(rule);
                losers.push(&if lost { format!("{purpose}:{}", word(!winner.yes)) } else { String::new() });
            }
        }
        column.push_text(&cell);
    }
    (lineage.value, lineage.rule, lineage.losers) = (values.finish(), rules.finish(), losers.finish());
    (("consent".to_owned(), Data::Text(column.finish())), lineage)
}

fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// What a row says in a field; several values in one cell say no if any does.
fn statement(world: &World, field: &Field, row: u32) -> Option<Statement> {
    let words = || field.values.get(row as usize).iter().map(|&code| field.dict.text(code));
    let said = words().filter_map(|w| match w {
        "yes" => Some(true),
        "no" | "suppressed" => Some(false),
        _ => None,
    });
    let yes = said.reduce(|a, b| a && b)?;
    Some(Statement { yes, suppressed: words().any(|w| w == "suppressed"), at: world.times[row as usize], record: row })
}

/// The statement that holds, and why; of equal ones the first row's.
fn decide(statements: &[Statement]) -> Option<(Statement, &'static str)> {
    let newest = statements.iter().map(|s| s.at).max()?;
    let suppressed = statements.iter().find(|s| s.suppressed);
    let refused = statements.iter().find(|s| !s.yes && (s.at == i64::MIN || s.at == newest));
    let winner = *suppressed.or(refused).or_else(|| statements.iter().find(|s| s.at == newest))?;
    let mut against = statements.iter().filter(|s| s.yes != winner.yes).peekable();
    let rule = if against.peek().is_none() {
        reason::ONLY
    } else if winner.suppressed {
        SUPPRESSED
    } else if against.all(|s| s.at != i64::MIN && s.at < winner.at) {
        "newest"
    } else {
        OPT_OUT
    };
    Some((winner, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNDATED: i64 = i64::MIN;

    fn check(statements: &[(bool, i64)], expected: (bool, &str)) {
        let statements: Vec<Statement> = statements
            .iter()
            .enumerate()
            .map(|(i, &(yes, at))| Statement { yes, suppressed: false, at, record: i as u32 })
            .collect();
        let (winner, rule) = decide(&statements).unwrap();
        assert_eq!((winner.yes, rule), expected, "{statements:?}");
    }

    #[test]
    fn the_newest_dated_statement_wins() {
        check(&[(true, 1), (false, 2)], (false, "newest"));
        check(&[(false, 1), (true, 2)], (true, "newest"));
        check(&[(true, 5)], (true, "only"));
    }

    #[test]
    fn a_suppression_list_wins_however_old() {
        let of = |yes, suppressed, at| Statement { yes, suppressed, at, record: 0 };
        let (winner, rule) = decide(&[of(true, false, 9), of(false, true, 1), of(true, false, UNDATED)]).unwrap();
        assert_eq!((winner.yes, rule), (false, "suppression_list"));
        assert_eq!(decide(&[of(false, true, UNDATED)]).map(|(w, rule)| (w.yes, rule)), Some((false, "only")));
    }

    #[test]
    fn undated_or_tied_the_opt_out_wins() {
        check(&[(true, UNDATED), (false, UNDATED)], (false, "opt_out"));
        check(&[(true, 3), (false, 3)], (false, "opt_out"));
        check(&[(true, 9), (false, UNDATED)], (false, "opt_out"));
        check(&[(true, UNDATED), (false, 1)], (false, "opt_out"));
    }
}
