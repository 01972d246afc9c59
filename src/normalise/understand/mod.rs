//! What every column of a table is: by preset, by the user's word, else by header and values.
//!
//! Comes in: a [`RawTable`] as it was read, the presets, the channel's rule. Goes out: a [`Mapping`] with one reason per
//! column, or the mistake a person has to settle. Deterministic and independent of the order of rows. It changes no
//! value; a kind's recogniser is close to its parser, so this lives beside the normalisers.

mod address_columns;
mod attributes;
mod beside;
mod by_values;
mod country;
mod dates;
mod decide;
mod ends;
mod facts;
mod fit;
mod group_ids;
mod header;
mod id_columns;
mod ledgers;
pub(in crate::normalise) mod lexicon;
pub(in crate::normalise) mod looks;
mod missing;
mod mixed;
mod name_columns;
mod name_order;
pub(in crate::normalise) mod party_type;
mod preset;
mod relate;
mod repeats;
mod subject;
mod table;
mod nations;
mod tongues;
mod words;

use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::model::mapping::{ColumnMapping, DateOrder, Entity, Mapping, RecordType};
use crate::model::raw::RawTable;
use crate::model::shaped::{ChannelTable, ShapedColumn};
use crate::model::text::{MISSING, TextColumn};
use crate::rules::{ChannelRule, Preset, Project, header_key};

use decide::Guess;
pub(in crate::normalise) use ends::{LENGTH as ENDS, says_so as ends_only};
use facts::ColumnFacts;
use header::Meaning;

/// Why a table cannot be understood without a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnderstandError {
    /// Several presets fit the header equally well.
    #[error("{file}: the header fits several presets: {}\n\nhint: name one with `preset = \"…\"` in the channel", presets.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", "))]
    Tie {
        /// The table.
        file: String,
        /// The presets, by name.
        presets: Vec<String>,
    },
    /// The rule names a preset that does not exist.
    #[error("unknown preset `{name}`\n\nhint: known presets are {}", known.join(", "))]
    UnknownPreset {
        /// The name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// None of the headers a rule names is in the table.
    #[error("{file}: no column {} for `{target}`\n\nhint: {hint}", headers.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(" or "))]
    MissingColumn {
        /// The table.
        file: String,
        /// The target that stays without column.
        target: String,
        /// The headers looked for.
        headers: Vec<String>,
        /// The most similar header there is, or that the table is another one.
        hint: String,
    },
}

/// Decides what every column of `table` is.
///
/// A preset is taken by the rule's word or by header signature; the rule's `fields` override single columns; what no
/// rule or preset names is judged by header and values. With a preset, further columns never become identities, unless
/// the preset is open (forms).
///
/// # Errors
/// If presets tie, or the rule names a preset or column that does not exist.
pub fn understand(
    table: &RawTable,
    presets: &[Preset],
    rule: Option<&ChannelRule>,
    defaults: &Project,
) -> Result<Mapping, UnderstandError> {
    if let Some(rule) = rule {
        preset::check_rule(table, rule)?;
    }
    let preset = preset::choose(table, presets, rule)?;
    let facts = facts::facts(table);
    let hints = subject::hints(&facts);
    let mut guesses: Vec<Guess> = facts.iter().zip(&hints).map(|(f, hint)| decide::decide(f, hint.as_ref())).collect();
    let ruled = preset::ruled(&table.header, rule.map_or(&[], |r| &r.fields));
    let mut mapping = frame(table, preset, rule, defaults);
    let mut further = Vec::new();
    let mut orders: Vec<u8> = vec![0; table.header.len()];
    force(&ruled, &mut guesses, &mut orders, &mut further);
    if let Some(preset) = preset {
        if preset.open {
            relate::settle(table, &facts, &mut guesses);
            // The preset says what the event is; questions only add to the person.
            table::without_event(&mut guesses, true);
            force(&ruled, &mut guesses, &mut orders, &mut Vec::new());
        }
        known_export((table, &facts), preset, &ruled, &mut guesses, &mut orders, &mut further);
    } else {
        relate::settle(table, &facts, &mut guesses);
        force(&ruled, &mut guesses, &mut orders, &mut Vec::new());
        unknown_table((table, &facts), &mut guesses, rule, &mut mapping);
        if matches!(mapping.event_kind.as_str(), "" | "signup") && matches!(mapping.record, RecordType::Person) {
            attributes::lasting(&facts, &hints, &mut guesses);
        }
        force(&ruled, &mut guesses, &mut orders, &mut Vec::new());
    }
    country_and_currency(&facts, &guesses, preset, rule, &mut mapping);
    mapping.missing.extend(missing::words(&facts));
    mapping.missing.sort();
    mapping.missing.dedup();
    mapping.columns = facts.iter().zip(guesses).zip(orders).map(|((f, guess), order)| column(f, guess, order, &mapping)).collect();
    let more = further.into_iter().map(|(i, guess, order)| column(&facts[i], guess, order, &mapping));
    mapping.columns.extend(more.collect::<Vec<_>>());
    Ok(mapping)
}

/// Further targets of a column: (column, guess, order).
type Further = Vec<(usize, Guess, u8)>;

/// Settles what a table without a project lists: where nearly every row names a firm and not every row a person, the firms. (Among
/// the channels of a project each row is judged by itself, since another channel may know the person.)
pub fn alone(table: &mut ChannelTable) {
    let mapping = &mut table.mapping;
    if mapping.entity.is_some() || mapping.party_column.is_some() || mapping.columns.iter().any(|c| c.mixed) {
        return;
    }
    let filled = |kinds: &[Kind]| {
        let of = |c: &&ShapedColumn| matches!(c.target, Target::Field(Party::Principal, kind) if kinds.contains(&kind));
        let columns: Vec<&TextColumn> = table.columns.iter().filter(of).map(|c| &c.text).collect();
        (0..table.rows.len()).filter(|&row| columns.iter().any(|c| c.codes[row] != MISSING)).count()
    };
    let (firms, persons) = (filled(&[Kind::Company]), filled(&[Kind::PersonName, Kind::GivenName, Kind::FamilyName]));
    if firms * 10 >= table.rows.len() * 9 && persons * 10 < table.rows.len() * 8 {
        mapping.entity = Some(Entity::Organisation);
        mapping.remarks.push("organisations: nearly every row names a firm, and many no person".to_owned());
    }
}

/// The table's names and what preset and rule say of it as a whole.
fn frame(table: &RawTable, preset: Option<&Preset>, rule: Option<&ChannelRule>, defaults: &Project) -> Mapping {
    let stem = stem(&table.file);
    let channel = rule.map(|r| r.name.clone()).filter(|n| !n.is_empty()).unwrap_or(stem);
    let platform = rule
        .and_then(|r| r.platform.clone())
        .or_else(|| preset.map(|p| p.platform.clone()).filter(|p| !p.is_empty()))
        .unwrap_or_else(|| channel.clone());
    let mut mapping = Mapping {
        channel,
        platform,
        preset: preset.map(|p| p.name.clone()),
        record: rule.and_then(|r| r.record).or_else(|| preset.map(|p| p.record)).unwrap_or_default(),
        event_kind: rule.and_then(|r| r.event_kind.clone()).or_else(|| preset.map(|p| p.event_kind.clone())).unwrap_or_default(),
        entity: rule.and_then(|r| r.entity).or_else(|| preset.and_then(|p| p.entity)),
        timezone: first([rule.and_then(|r| r.timezone.as_ref()), preset.and_then(|p| p.timezone.as_ref())], &defaults.timezone),
        currency: defaults.currency.clone(),
        country: defaults.country.clone(),
        ..Mapping::default()
    };
    let mut statuses = |map: &std::collections::BTreeMap<String, String>| {
        mapping.status.extend(map.iter().map(|(word, status)| (word.trim().to_lowercase(), status.clone())));
    };
    if let Some(preset) = preset {
        statuses(&preset.status);
        mapping.relay_email = preset.relay_email;
        mapping.joined = preset.joined;
        mapping.file_consent = preset.consent_of(&table.file);
        mapping.remarks.push(format!("export recognised by its header: preset `{}`", preset.name));
    }
    if let Some(rule) = rule {
        statuses(&rule.status);
    }
    for (purpose, _) in &mapping.file_consent {
        mapping.remarks.push(format!("consent for `{purpose}` is what each file's name states"));
    }
    mapping.missing = preset.map(|p| p.missing.clone()).unwrap_or_default();
    mapping.missing.extend(rule.map(|r| r.missing.clone()).unwrap_or_default());
    mapping
}

/// The first value that is there, else the default.
fn first<const N: usize>(values: [Option<&String>; N], default: &str) -> String {
    values.into_iter().flatten().next().cloned().unwrap_or_else(|| default.to_owned())
}

/// File name without folders, archive marks and extensions.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '!']).next().unwrap_or(file);
    let (name, sheet) = name.split_once('#').map_or((name, None), |(n, s)| (n, Some(s)));
    let stem = name.split('.').next().filter(|s| !s.is_empty()).unwrap_or(name);
    sheet.map_or_else(|| stem.to_owned(), |sheet| format!("{stem}_{sheet}"))
}

/// Lets the configuration decide the columns it names; a column's second target and on go to `further`.
fn force(ruled: &[Vec<(Target, u8)>], guesses: &mut [Guess], orders: &mut [u8], further: &mut Further) {
    for (i, targets) in ruled.iter().enumerate() {
        for (n, (target, order)) in targets.iter().enumerate() {
            let guess = said(target, guesses[i].fit, "the configuration says so".to_owned());
            if n == 0 {
                guesses[i] = guess;
                orders[i] = *order;
            } else {
                further.push((i, guess, *order));
            }
        }
    }
}

/// A guess that is none: a preset or the user said so.
fn said(target: &Target, fit: f32, reason: String) -> Guess {
    Guess { meaning: Meaning::Target(target.clone()), fit, reason, by_header: true, exact: true }
}

/// Columns of a known export: the preset's word; others are kept beside if they are of use, never as identities unless
/// the export is a form.
fn known_export(
    (table, facts): (&RawTable, &[ColumnFacts]),
    preset: &Preset,
    ruled: &[Vec<(Target, u8)>],
    guesses: &mut [Guess],
    orders: &mut [u8],
    further: &mut Further,
) {
    let mut known: Vec<_> = table.header.iter().map(|header| preset.targets(&header_key(header))).collect();
    preset::remarked(facts, &mut known);
    preset::one_name(&mut known);
    for (i, (header, targets)) in table.header.iter().zip(known).enumerate() {
        if !ruled[i].is_empty() {
            continue;
        }
        let key = header_key(header);
        let fit = guesses[i].fit;
        let reason = format!("preset `{}` knows the header `{header}`", preset.name);
        if targets.is_empty() && preset.open && !preset.ignores(&key) {
            continue;
        }
        if targets.is_empty() {
            let kind = match guesses[i].meaning {
                _ if preset.ignores(&key) => Kind::Ignore,
                Meaning::Plain(
                    kind @ (Kind::Category | Kind::Tags | Kind::Boolean | Kind::Number | Kind::Amount | Kind::Score | Kind::Text),
                ) => kind,
                Meaning::Attribute(_) => Kind::Category,
                _ => Kind::Ignore,
            };
            guesses[i].meaning = Meaning::Plain(kind);
            guesses[i].reason = if preset.ignores(&key) {
                format!("{reason} and drops it")
            } else {
                format!("preset `{}` does not name it; {}", preset.name, guesses[i].reason)
            };
        }
        for (n, (target, order)) in targets.iter().enumerate() {
            let guess = said(target, fit, reason.clone());
            if n == 0 {
                guesses[i] = guess;
                orders[i] = *order;
            } else {
                further.push((i, guess, *order));
            }
        }
    }
}

/// What an unknown table is: entity, record type, event kind.
fn unknown_table(
    (table, facts): (&RawTable, &[ColumnFacts]),
    guesses: &mut [Guess],
    rule: Option<&ChannelRule>,
    mapping: &mut Mapping,
) {
    table::date_of_orders(guesses, facts);
    let (record, event_kind, why) = table::record_type(facts, guesses);
    mapping.remarks.push(why);
    if rule.and_then(|r| r.record).is_none() {
        mapping.record = record;
    }
    if rule.and_then(|r| r.event_kind.as_ref()).is_none() {
        event_kind.clone_into(&mut mapping.event_kind);
    }
    if mapping.event_kind.is_empty() && matches!(mapping.record, RecordType::Person) {
        table::without_event(guesses, true);
    } else if !matches!(mapping.record, RecordType::Event | RecordType::Line) {
        table::without_event(guesses, false);
    }
    table::one_column_each(facts, guesses);
    table::age_beside_birth(guesses);
    table::contact_not_owner(facts, guesses);
    mapping.party_column = party_type::column(facts).filter(|_| table::has_one_name(guesses));
    if mapping.entity.is_none() {
        let (entity, why) = match mapping.party_column {
            Some(column) => (None, format!("persons and organisations: `{}` says which", facts[column].header)),
            None => table::entity(table, facts, guesses),
        };
        mapping.entity = entity;
        mapping.remarks.push(why);
    }
    for (word, status) in table::statuses(facts, guesses) {
        mapping.status.entry(word).or_insert(status);
    }
}

/// Country and currency: rule, preset, evidence in the values, project.
fn country_and_currency(
    facts: &[ColumnFacts],
    guesses: &[Guess],
    preset: Option<&Preset>,
    rule: Option<&ChannelRule>,
    mapping: &mut Mapping,
) {
    let said = rule.and_then(|r| r.country.clone()).or_else(|| preset.and_then(|p| p.country.clone()));
    if let Some(country) = said {
        mapping.country = country;
    } else if let Some((country, why)) = country::country(facts, guesses) {
        if country != mapping.country {
            mapping.remarks.push(why);
        }
        country.clone_into(&mut mapping.country);
    } else if preset.is_none() && country::is_latin(facts, guesses) {
        mapping.remarks.push("country US: nothing says which, and all names are in Latin script".to_owned());
        "US".clone_into(&mut mapping.country);
    }
    let said = rule.and_then(|r| r.currency.clone()).or_else(|| preset.and_then(|p| p.currency.clone()));
    if let Some(currency) = said.or_else(|| country::currency(facts, guesses, &mapping.country).map(str::to_owned)) {
        mapping.currency = currency;
    }
}

/// The final word on one column.
fn column(facts: &ColumnFacts, guess: Guess, order: u8, mapping: &Mapping) -> ColumnMapping {
    let constant = facts.distinct == 1 && facts.filled == facts.rows && facts.rows >= 20;
    let matches = matches(&guess.meaning, facts) && !constant;
    let name = facts.header.trim();
    let target = match guess.meaning {
        Meaning::Target(target) => target,
        Meaning::Attribute(kind) if matches && !is_identity(kind) => Target::Attribute(name.to_owned(), kind),
        Meaning::Attribute(kind) | Meaning::Plain(kind) => Target::Extra(name.to_owned(), kind),
        Meaning::Provenance => Target::Extra(name.to_owned(), Kind::Category),
        Meaning::RowId | Meaning::SomeId | Meaning::SomeName => Target::Extra(name.to_owned(), Kind::Ignore),
    };
    let dates = is_dated(&target).then(|| {
        let default = if mapping.country == "US" { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        dates::order(&facts.dates(), default)
    });
    let mut reason = guess.reason;
    if let Some((order @ (DateOrder::DayFirst | DateOrder::MonthFirst), day, month)) = dates {
        let name = if order == DateOrder::DayFirst { "day" } else { "month" };
        reason = format!("{reason}; {name} first ({day} cells only read day first, {month} only month first)");
    }
    let order_of_dates = dates.map(|(order, _, _)| order);
    let mut fit = guess.fit;
    if let Some((taken, says)) = fit::parsed(&target, facts, order_of_dates, mapping).filter(|_| facts.filled > 0) {
        fit = taken;
        reason = format!("{reason}; {says}");
    } else if guess.by_header && !matches!(target, Target::Extra(_, Kind::Ignore)) {
        reason = format!("{reason}; {}", decide::share_text(fit, facts));
    }
    let whole_name = matches!(target, Target::Field(_, Kind::PersonName));
    let family_first = whole_name && name_order::is_family_first(facts, &mapping.country);
    if family_first {
        reason = format!("{reason}; family name first");
    }
    let mixed = mixed::is_mixed(&target, facts);
    if mixed {
        reason = format!("{reason}; persons and organisations, perhaps both in a cell");
    }
    ColumnMapping { header: facts.header.clone(), target, order, dates: order_of_dates, fit, reason, matches, family_first, mixed }
}

/// True for columns whose values are dates.
fn is_dated(target: &Target) -> bool {
    match target {
        Target::Field(_, kind) | Target::Extra(_, kind) | Target::Attribute(_, kind) => {
            matches!(kind, Kind::Date | Kind::BirthDate | Kind::ContractEnd)
        }
        Target::Event(part) => matches!(part, EventPart::At | EventPart::PaidAt),
        Target::CreatedAt | Target::UpdatedAt => true,
        Target::Item(_) | Target::Consent(_) | Target::OptOut(_) => false,
    }
}

/// Which columns take part in matching: identities and lasting attributes; never amounts, dates, notes or owners.
fn matches(meaning: &Meaning, facts: &ColumnFacts) -> bool {
    match meaning {
        Meaning::Target(Target::Field(Party::Principal | Party::Receiver, kind) | Target::Extra(_, kind)) => is_identity(*kind),
        Meaning::Target(Target::Attribute(..)) => true,
        Meaning::Attribute(_) => facts.distinct >= 3,
        _ => false,
    }
}

/// Kinds that say who somebody is, or what.
fn is_identity(kind: Kind) -> bool {
    match kind {
        Kind::PersonName
        | Kind::GivenName
        | Kind::MiddleName
        | Kind::FamilyName
        | Kind::Nickname
        | Kind::Phone
        | Kind::AreaCode
        | Kind::Email
        | Kind::Company
        | Kind::Address
        | Kind::Street
        | Kind::HouseNumber
        | Kind::Unit
        | Kind::Country
        | Kind::Province
        | Kind::City
        | Kind::District
        | Kind::Postcode
        | Kind::Place
        | Kind::BirthDate
        | Kind::BirthYear
        | Kind::BirthMonth
        | Kind::BirthDay
        | Kind::Gender
        | Kind::MemberId
        | Kind::AccountId
        | Kind::NationalId
        | Kind::TaxId
        | Kind::Url
        | Kind::JobTitle
        | Kind::Industry => true,
        Kind::CompanySize
        | Kind::ContractEnd
        | Kind::Category
        | Kind::Date
        | Kind::Amount
        | Kind::Number
        | Kind::Score
        | Kind::Boolean
        | Kind::Tags
        | Kind::Owner
        | Kind::SourceKey
        | Kind::LinksTo
        | Kind::Text
        | Kind::Ignore => false,
    }
}

#[cfg(test)]
mod id_tests;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod party_tests;
#[cfg(test)]
mod tests;
