//! Checks `[[merge]]`, `[completeness]` and `[currency]` before any data is read.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use crate::model::kind::Kind;
use crate::model::publish::MASTER;
use crate::rules::{CompletenessRules, CurrencyRules, Place, RuleError, Rules};

use super::prefer::{Prefer, default_order};

/// Master columns whose value is chosen among the rows' values; addresses are chosen as a whole.
const CHOSEN: &[&str] = &["name", "company", "phone", "email", "gender", "birth_date", "address", "owner"];
/// Columns that come with the address.
const WITH_ADDRESS: &[&str] = &["country", "province", "city", "district", "postcode"];
/// Required fields that are no column: a way to reach the customer, and any channel.
const REQUIRED_WORDS: &[&str] = &["contact", "channel"];
/// Similarity from which a name is worth suggesting; below, the hint lists what exists.
const SIMILAR: f64 = 0.8;

/// The checked rules of this room.
#[derive(Debug, Clone)]
pub struct Compiled {
    prefer: BTreeMap<String, Vec<Prefer>>,
    trust: BTreeMap<String, u8>,
    pub(super) completeness: CompletenessRules,
    pub(super) currency: Option<CurrencyRules>,
    pub(super) timezone: Tz,
}

impl Compiled {
    /// Criteria of a master column, in order.
    #[must_use]
    pub fn prefer(&self, field: &str) -> &[Prefer] {
        self.prefer.get(field).map_or_else(|| default_order(field), Vec::as_slice)
    }

    /// Trust of a channel, 0–100; 50 where the rules do not name it.
    #[must_use]
    pub fn trust(&self, channel: &str) -> u8 {
        self.trust.get(channel).copied().unwrap_or(50)
    }
}

/// Checks the rules of this room.
///
/// # Errors
/// Every mistake, in order of place: unknown fields and words (with the nearest known one), repeated fields, rates that
/// are no positive number, an unknown time zone.
pub fn compile(rules: &Rules) -> Result<Compiled, Vec<RuleError>> {
    let mut errors = Vec::new();
    let known = known_fields(rules);
    let mut prefer = BTreeMap::new();
    for rule in &rules.merge {
        check_field(&rule.field, &rule.place, &known, &mut errors);
        let words = rule.prefer.iter().filter_map(|word| check_word(word, &rule.place, &mut errors)).collect();
        if prefer.insert(rule.field.clone(), distinct(words)).is_some() {
            let hint = "keep one `[[merge]]` per field";
            errors.push(error(&rule.place, format!("field `{}` has a rule already", rule.field), hint.to_owned()));
        }
    }
    check_completeness(&rules.completeness, &known, &mut errors);
    check_currency(rules.currency.as_ref(), &mut errors);
    let timezone = rules.project.timezone.parse();
    if timezone.is_err() {
        let message = format!("unknown time zone `{}`", rules.project.timezone);
        errors.push(error(&project(), message, "use an IANA name such as `Asia/Shanghai`".to_owned()));
    }
    match timezone {
        Ok(timezone) if errors.is_empty() => Ok(Compiled {
            prefer,
            trust: rules.channels.iter().map(|c| (c.name.clone(), c.trust)).collect(),
            completeness: rules.completeness.clone(),
            currency: rules.currency.clone(),
            timezone,
        }),
        _ => {
            errors.sort();
            Err(errors)
        }
    }
}

/// Sections without a place of their own are in the project file.
fn project() -> Place {
    Place { file: "guiyi.toml".to_owned(), line: 0 }
}

fn error(place: &Place, message: String, hint: String) -> RuleError {
    RuleError { file: place.file.clone(), line: place.line, message, hint }
}

/// Everything that can be chosen: fixed columns, kinds that become columns of their own, and the user's own fields.
fn known_fields(rules: &Rules) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = CHOSEN.iter().map(|&f| f.to_owned()).collect();
    known.extend(Kind::ALL.iter().filter(|k| k.nature().own_column).map(|k| k.name().to_owned()));
    let mapped = rules.channels.iter().map(|c| &c.fields).chain(rules.presets.iter().map(|p| &p.fields));
    for (target, _) in mapped.flatten() {
        if let Some((name, _)) = target.own_field() {
            known.insert(name.to_owned());
        }
    }
    known
}

fn check_field(field: &str, place: &Place, known: &BTreeSet<String>, errors: &mut Vec<RuleError>) {
    if known.contains(field) {
        return;
    }
    let (message, hint) = if WITH_ADDRESS.contains(&field) {
        (format!("`{field}` cannot be chosen on its own"), "addresses come as a whole from one row: use `address`".to_owned())
    } else if MASTER.columns.contains(&field) {
        (format!("`{field}` is not chosen among values"), format!("fields with a choice: {}", listed(known)))
    } else {
        (format!("unknown field `{field}`"), suggestion(field, known))
    };
    errors.push(error(place, message, hint));
}

fn check_word(word: &str, place: &Place, errors: &mut Vec<RuleError>) -> Option<Prefer> {
    let prefer = Prefer::parse(word);
    if prefer.is_none() {
        let words: BTreeSet<String> = Prefer::ALL.iter().map(|(_, name)| (*name).to_owned()).collect();
        errors.push(error(place, format!("unknown word `{word}` in `prefer`"), suggestion(word, &words)));
    }
    prefer
}

/// Without repeats, first places kept.
fn distinct(words: Vec<Prefer>) -> Vec<Prefer> {
    let mut kept = Vec::with_capacity(words.len());
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

fn check_completeness(rules: &CompletenessRules, known: &BTreeSet<String>, errors: &mut Vec<RuleError>) {
    let mut known = known.clone();
    known.extend(REQUIRED_WORDS.iter().chain(WITH_ADDRESS).map(|&w| w.to_owned()));
    for field in rules.person.iter().chain(&rules.organisation) {
        if !known.contains(field) {
            errors.push(error(&project(), format!("unknown field `{field}` in `[completeness]`"), suggestion(field, &known)));
        }
    }
    for (list, fields) in [("person", &rules.person), ("organisation", &rules.organisation)] {
        if fields.len() > super::completeness::REQUIRED_MAX {
            let message = format!("`[completeness] {list}` has {} fields", fields.len());
            errors.push(error(&project(), message, format!("at most {} can be required", super::completeness::REQUIRED_MAX)));
        }
    }
}

fn check_currency(rules: Option<&CurrencyRules>, errors: &mut Vec<RuleError>) {
    for (currency, rate) in rules.iter().flat_map(|r| &r.rates) {
        if !(rate.is_finite() && *rate > 0.0) {
            let message = format!("rate of `{currency}` is `{rate}`");
            errors.push(error(&project(), message, "a rate is a positive number: units of base per unit".to_owned()));
        }
    }
}

/// The nearest known name, or all of them.
fn suggestion(unknown: &str, known: &BTreeSet<String>) -> String {
    let near = known.iter().map(|k| (strsim::jaro_winkler(unknown, k), k)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    match near {
        Some((similarity, name)) if similarity >= SIMILAR => format!("did you mean `{name}`?"),
        _ => format!("known: {}", listed(known)),
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::{MergeRule, Project};

    /// Rules that say nothing.
    pub(in crate::merge) fn empty() -> Rules {
        Rules { root: ".".into(), project: Project::named("test"), ..Rules::default() }
    }

    fn rule(line: u32, field: &str, prefer: &[&str]) -> MergeRule {
        let place = Place { file: "rules/merge.toml".into(), line };
        MergeRule { place, field: field.into(), prefer: prefer.iter().map(|&p| p.to_owned()).collect() }
    }

    fn check(merge: Vec<MergeRule>, expected: &[(u32, &str, &str)]) {
        let errors = compile(&Rules { merge, ..empty() }).map_or_else(|e| e, |_| Vec::new());
        let got: Vec<(u32, &str, &str)> = errors.iter().map(|e| (e.line, e.message.as_str(), e.hint.as_str())).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn sound_rules_compile() {
        check(vec![rule(1, "phone", &["newest", "trust"]), rule(5, "industry", &["longest"])], &[]);
        let compiled = compile(&Rules { merge: vec![rule(1, "phone", &["newest"])], ..empty() }).unwrap();
        assert_eq!((compiled.prefer("phone"), compiled.prefer("owner")[0]), (&[Prefer::Newest][..], Prefer::Newest));
    }

    #[test]
    fn every_mistake_is_named_with_what_was_probably_meant() {
        check(
            vec![rule(1, "emial", &["newst"]), rule(4, "city", &[]), rule(8, "phone", &[]), rule(9, "phone", &[])],
            &[
                (1, "unknown field `emial`", "did you mean `email`?"),
                (1, "unknown word `newst` in `prefer`", "did you mean `newest`?"),
                (4, "`city` cannot be chosen on its own", "addresses come as a whole from one row: use `address`"),
                (9, "field `phone` has a rule already", "keep one `[[merge]]` per field"),
            ],
        );
    }

    #[test]
    fn required_fields_and_rates_are_checked() {
        let completeness = CompletenessRules { person: vec!["nmae".into()], ..CompletenessRules::default() };
        let currency = Some(CurrencyRules { base: "CNY".into(), rates: [("USD".to_owned(), 0.0)].into() });
        let errors = compile(&Rules { completeness, currency, ..empty() }).unwrap_err();
        let messages: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
        assert_eq!(messages, ["rate of `USD` is `0`", "unknown field `nmae` in `[completeness]`"]);
    }
}
