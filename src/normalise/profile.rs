//! The data-quality profile of one table: what is in each column and how good it is.
//!
//! Comes in: a table as read and its mapping. Goes out: [`TableProfile`], plain numbers and samples, ready to be printed or
//! written as JSON. Works per distinct value; matches nothing and changes nothing.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashTable};
use rayon::prelude::*;
use unicode_script::{Script, UnicodeScript};

use super::missing::is_missing;
use super::{Context, cell, money, reasons, understand};
use crate::model::hash::mix;
use crate::model::kind::{EventPart, ItemPart, Kind, Target};
use crate::model::mapping::{ColumnMapping, DateOrder, Mapping};
pub use crate::model::profile::{ColumnProfile, Counted, Finding, InvalidExample, TableProfile};
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextColumn};
use crate::model::value::{Class, Normal};
use crate::model::why;

/// How many top values, patterns and examples are kept per column.
const KEPT: usize = 5;

/// Profiles every column of a table under its mapping.
#[must_use]
pub fn profile(table: &RawTable, mapping: &Mapping) -> TableProfile {
    let columns = table
        .columns
        .par_iter()
        .zip(&mapping.columns)
        .map(|(column, plan)| Distinct::of(column, table).profile(plan, mapping))
        .collect();
    let mut skipped = BTreeMap::new();
    for skip in &table.skipped {
        *skipped.entry(skip.reason).or_insert(0) += skip.rows;
    }
    TableProfile {
        file: table.file.clone(),
        channel: mapping.channel.clone(),
        preset: mapping.preset.clone(),
        entity: mapping.entity.map_or("mixed", crate::model::mapping::Entity::name),
        country: mapping.country.clone(),
        format: table.input.format.clone(),
        encoding: table.input.encoding.clone(),
        bytes: table.input.bytes,
        repeated: repeated(table),
        rows: table.rows.len() as u64,
        rejected: table.rejects.len() as u64,
        skipped,
        remarks: mapping.remarks.clone(),
        remarks_zh: mapping.remarks.iter().map(|remark| why::chinese(remark)).collect(),
        notes: table.input.remarks.clone(),
        columns,
    }
}

/// Rows that repeat an earlier one. Codes are per column and distinct texts have distinct codes, so rows are compared
/// by their codes.
fn repeated(table: &RawTable) -> u64 {
    let hash = |row: usize| table.columns.iter().fold(0, |h, column| mix(h, u64::from(column.codes[row]) + 1));
    let equal = |a: usize, b: usize| table.columns.iter().all(|column| column.codes[a] == column.codes[b]);
    if table.columns.iter().any(|c| c.values.len() > table.rows.len()) {
        // A column whose texts are all distinct and all there: no row can repeat.
        return 0;
    }
    let hashes: Vec<u64> = (0..table.rows.len()).into_par_iter().map(hash).collect();
    let mut seen: HashTable<u32> = HashTable::with_capacity(table.rows.len());
    let mut repeats = 0;
    for (row, &h) in hashes.iter().enumerate() {
        if seen.find(h, |&other| equal(other as usize, row)).is_some() {
            repeats += 1;
        } else {
            seen.insert_unique(h, row as u32, |&other| hashes[other as usize]);
        }
    }
    repeats
}

/// The kind that a column's values are judged by.
fn kind_of(target: &Target) -> Kind {
    match target {
        Target::Field(_, kind) | Target::Extra(_, kind) | Target::Attribute(_, kind) => *kind,
        Target::Event(part) => match part {
            EventPart::Key => Kind::SourceKey,
            EventPart::Kind | EventPart::Status | EventPart::Currency => Kind::Category,
            EventPart::At | EventPart::PaidAt => Kind::Date,
            EventPart::Amount | EventPart::Refunded => Kind::Amount,
            EventPart::Owner => Kind::Owner,
            EventPart::Score => Kind::Score,
            EventPart::Text => Kind::Text,
        },
        Target::Item(part) => match part {
            ItemPart::Sku | ItemPart::Product => Kind::Category,
            ItemPart::Quantity => Kind::Number,
            ItemPart::Amount => Kind::Amount,
        },
        Target::Consent(_) | Target::OptOut(_) => Kind::Boolean,
        Target::UpdatedAt | Target::CreatedAt => Kind::Date,
    }
}

/// A column's distinct values with their counts and first rows.
struct Distinct<'a> {
    column: &'a TextColumn,
    counts: Vec<u64>,
    first_row: Vec<u32>,
}

/// What the normaliser says of one distinct value.
struct Judged {
    class: Option<Class>,
    reasons: Vec<&'static str>,
    chars: u64,
    pattern: String,
    script: &'static str,
    /// Where it stands among dates, numbers and amounts.
    rank: Option<f64>,
}

impl<'a> Distinct<'a> {
    fn of(column: &'a TextColumn, table: &RawTable) -> Self {
        let mut counts = vec![0; column.values.len()];
        let mut first_row = vec![u32::MAX; column.values.len()];
        for (&code, &row) in column.codes.iter().zip(&table.rows) {
            counts[code as usize] += 1;
            first_row[code as usize] = first_row[code as usize].min(row);
        }
        Self { column, counts, first_row }
    }

    fn profile(&self, plan: &ColumnMapping, mapping: &Mapping) -> ColumnProfile {
        let kind = kind_of(&plan.target);
        let default = Context::default();
        let context = Context {
            country: &mapping.country,
            dates: plan.dates.unwrap_or(DateOrder::Iso),
            timezone: mapping.timezone.parse().unwrap_or(default.timezone),
            currency: &mapping.currency,
            missing: &mapping.missing,
            relay_email: mapping.relay_email,
            ends_only: understand::ends_only(&plan.header),
        };
        let judged: Vec<Judged> = (0..self.counts.len() as u32)
            .into_par_iter()
            .with_min_len(256)
            .map(|code| judge(kind, self.column.values.get(code), code == MISSING, &context))
            .collect();
        let mut out = self.counted(&judged);
        out.header.clone_from(&plan.header);
        out.kind = kind.name();
        out.target = plan.target.to_string();
        out.matches = plan.matches;
        out.reason.clone_from(&plan.reason);
        out.reason_zh = why::chinese(&plan.reason);
        out
    }

    fn counted(&self, judged: &[Judged]) -> ColumnProfile {
        let mut out = ColumnProfile::default();
        let mut findings: BTreeMap<&'static str, u64> = BTreeMap::new();
        let mut bounds: Option<[(f64, usize); 2]> = None;
        let (mut top, mut invalid) = (Most::default(), Vec::new());
        let mut lengths: BTreeMap<u64, u64> = BTreeMap::new();
        let mut patterns: HashMap<&str, u64> = HashMap::new();
        let mut scripts: HashMap<&str, u64> = HashMap::new();
        for (code, value) in judged.iter().enumerate() {
            let cells = self.counts[code];
            if cells == 0 {
                continue;
            }
            out.rows += cells;
            let Some(class) = value.class else {
                out.missing += cells;
                continue;
            };
            out.filled += cells;
            out.distinct += 1;
            *class_cells(&mut out, class) += cells;
            for reason in &value.reasons {
                *findings.entry(reason).or_insert(0) += cells;
            }
            *patterns.entry(&value.pattern).or_insert(0) += cells;
            *scripts.entry(value.script).or_insert(0) += cells;
            top.offer(cells, || self.column.values.get(code as u32));
            *lengths.entry(value.chars).or_insert(0) += cells;
            if class == Class::Invalid {
                invalid.push((self.first_row[code], code));
            }
            if let Some(rank) = value.rank {
                let [low, high] = bounds.get_or_insert([(rank, code); 2]);
                if rank < low.0 {
                    *low = (rank, code);
                }
                if rank > high.0 {
                    *high = (rank, code);
                }
            }
        }
        let text = |code: usize| self.column.values.get(code as u32).to_owned();
        (out.lowest, out.highest) = bounds.map_or((None, None), |[low, high]| (Some(text(low.1)), Some(text(high.1))));
        out.findings = described(findings);
        out.top = top.finish();
        out.patterns = Most::of(patterns.iter().map(|(value, cells)| (*cells, *value))).finish();
        out.scripts = Most::of(scripts.iter().map(|(value, cells)| (*cells, *value))).finish();
        out.length_min = lengths.first_key_value().map_or(0, |l| *l.0);
        out.length_max = lengths.last_key_value().map_or(0, |l| *l.0);
        out.length_median = median(&lengths, out.filled);
        invalid.sort_unstable();
        out.invalid_examples = invalid
            .into_iter()
            .take(KEPT)
            .map(|(row, code)| InvalidExample {
                row,
                raw: self.column.values.get(code as u32).to_owned(),
                reasons: judged[code].reasons.join(","),
            })
            .collect();
        out
    }
}

/// Class, reasons and shape of one text; class `None` is missing.
fn judge(kind: Kind, raw: &str, empty: bool, context: &Context) -> Judged {
    let mut judged = Judged { class: None, reasons: Vec::new(), chars: 0, pattern: String::new(), script: "", rank: None };
    if empty || is_missing(kind, raw, context) {
        return judged;
    }
    judged.chars = raw.chars().count() as u64;
    judged.pattern = pattern(raw);
    judged.script = script(raw);
    let verdict = |good: bool| Some(if good { Class::Valid } else { Class::Invalid });
    match kind {
        Kind::Amount => {
            judged.rank = money::minor(raw, context).map(|(minor, _)| minor as f64);
            judged.class = verdict(judged.rank.is_some());
        }
        Kind::Number | Kind::Score => {
            judged.rank = raw.trim().replace([',', '%'], "").parse().ok();
            judged.class = verdict(judged.rank.is_some());
        }
        Kind::BirthYear | Kind::BirthMonth | Kind::BirthDay => {
            judged.class = verdict(raw.bytes().any(|b| b.is_ascii_digit()) || judged.chars >= 3);
        }
        // Parts of an address say nothing about themselves; the whole address does.
        Kind::Street
        | Kind::HouseNumber
        | Kind::Unit
        | Kind::Country
        | Kind::Province
        | Kind::City
        | Kind::District
        | Kind::AreaCode
        | Kind::Ignore
        | Kind::Text => judged.class = Some(Class::Valid),
        _ => {
            let mut values: Vec<Normal> = Vec::new();
            cell(kind, raw, context, &mut values);
            judged.class = values.iter().map(|v| v.class).min();
            if matches!(kind, Kind::Date | Kind::BirthDate | Kind::ContractEnd) && judged.class == Some(Class::Valid) {
                judged.rank = values.first().and_then(|v| day_rank(&v.text));
            }
            judged.reasons = values.into_iter().flat_map(|v| v.findings).collect();
            judged.reasons.sort_unstable();
            judged.reasons.dedup();
        }
    }
    judged
}

/// A day or moment in ISO form as a number that orders it; `None` for a birthday without year.
fn day_rank(iso: &str) -> Option<f64> {
    let digits: String = iso.chars().take(19).filter(char::is_ascii_digit).collect();
    let has_year = iso.bytes().take(4).all(|b| b.is_ascii_digit()) && digits.len() >= 4;
    has_year.then(|| format!("{digits:0<14}").parse().ok()).flatten()
}

/// Reason codes with their meaning, most cells first.
fn described(findings: BTreeMap<&'static str, u64>) -> Vec<Finding> {
    let described = |(code, cells): (&'static str, u64)| {
        let (zh, en) = reasons::find(code).map_or((code, code), |reason| (reason.zh, reason.en));
        Finding { reason: code, zh, en, cells }
    };
    let mut out: Vec<Finding> = findings.into_iter().map(described).collect();
    out.sort_by_key(|finding| (std::cmp::Reverse(finding.cells), finding.reason));
    out
}

fn class_cells(profile: &mut ColumnProfile, class: Class) -> &mut u64 {
    match class {
        Class::Valid => &mut profile.valid,
        Class::Possible => &mut profile.possible,
        Class::Role => &mut profile.role,
        Class::Virtual => &mut profile.relay,
        Class::Masked => &mut profile.masked,
        Class::Placeholder => &mut profile.placeholder,
        Class::Invalid => &mut profile.invalid,
    }
}

/// The most frequent texts, at most [`KEPT`]; ties by text. The order of offering is free.
#[derive(Default)]
struct Most<'a>(Vec<(u64, &'a str)>);

impl<'a> Most<'a> {
    fn of(counted: impl Iterator<Item = (u64, &'a str)>) -> Self {
        let mut most = Self::default();
        counted.for_each(|(cells, text)| most.offer(cells, || text));
        most
    }

    /// Takes a text if it is one of the most frequent so far; it is asked for only then.
    fn offer(&mut self, cells: u64, text: impl FnOnce() -> &'a str) {
        let full = self.0.len() == KEPT;
        if full && self.0.last().is_some_and(|last| cells < last.0) {
            return;
        }
        let text = text();
        if full && self.0.last().is_some_and(|last| cells == last.0 && text >= last.1) {
            return;
        }
        let at = self.0.partition_point(|kept| kept.0 > cells || kept.0 == cells && kept.1 < text);
        self.0.insert(at, (cells, text));
        self.0.truncate(KEPT);
    }

    fn finish(self) -> Vec<Counted> {
        self.0.into_iter().map(|(cells, value)| Counted { value: value.to_owned(), cells }).collect()
    }
}

/// Median of lengths weighted by cells.
fn median(lengths: &BTreeMap<u64, u64>, cells: u64) -> u64 {
    let mut seen = 0;
    for (&length, &count) in lengths {
        seen += count;
        if seen * 2 >= cells {
            return length;
        }
    }
    0
}

/// The shape of a text: `13812345678` → `9+`, `0571-1234567` → `9+-9+`, `AB-12` → `AA-99`, `张三` → `汉汉`.
fn pattern(raw: &str) -> String {
    const RUN: usize = 4;
    let mut out = String::new();
    let (mut last, mut run) = ('\0', 0);
    for c in raw.trim().chars().take(60) {
        let class = match c {
            c if c.is_numeric() => '9',
            c if super::understand::looks::is_han(c) => '汉',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= RUN {
            out.push(class);
        } else if run == RUN + 1 {
            out.push('+');
        }
    }
    out
}

/// The script of most characters: `Han`, `Latin`, …; `digits` where there are no letters.
fn script(raw: &str) -> &'static str {
    let mut counts: [(&'static str, u32); 7] =
        [("Han", 0), ("Latin", 0), ("Kana", 0), ("Hangul", 0), ("Cyrillic", 0), ("Arabic", 0), ("other", 0)];
    let mut letters = 0;
    for c in raw.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let slot = match c {
            '\u{4E00}'..='\u{9FFF}' => 0,
            c if c.is_ascii() => 1,
            c => other_slot(c),
        };
        counts[slot].1 += 1;
    }
    if letters == 0 {
        return if raw.bytes().any(|b| b.is_ascii_digit()) { "digits" } else { "marks" };
    }
    // The first of equals, in the order above.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or("other", |(name, _)| name)
}

/// The place of a letter's script in the list of [`script`].
fn other_slot(c: char) -> usize {
    match c.script() {
        Script::Han => 0,
        Script::Latin => 1,
        Script::Hiragana | Script::Katakana => 2,
        Script::Hangul => 3,
        Script::Cyrillic => 4,
        Script::Arabic => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_name_digits_letters_and_characters() {
        let check = |raw: &str, want: &str| assert_eq!(pattern(raw), want, "{raw}");
        check("13812345678", "9999+");
        check("010-8888", "999-9999");
        check("张三", "汉汉");
        check("AB12 cd", "AA99 aa");
        check("", "");
    }

    fn profiled(header: &str, cells: &[&str]) -> TableProfile {
        let table = RawTable {
            file: "made.csv".into(),
            header: vec![header.into()],
            columns: vec![TextColumn::from_texts(cells.iter().copied())],
            rows: (1..=cells.len() as u32).collect(),
            ..RawTable::default()
        };
        let mapping =
            super::super::understand::understand(&table, &[], None, &crate::rules::Project::named("p")).expect("no presets");
        profile(&table, &mapping)
    }

    #[test]
    fn dates_and_amounts_have_bounds_and_names_have_none() {
        let bounds = |header: &str, cells: &[&str]| {
            let profile = profiled(header, cells);
            (profile.columns[0].lowest.clone().unwrap_or_default(), profile.columns[0].highest.clone().unwrap_or_default())
        };
        assert_eq!(bounds("出生日期", &["1990-05-01", "1988年3月2日", "2001/1/9"]), ("1988年3月2日".into(), "2001/1/9".into()));
        assert_eq!(bounds("金额", &["￥12.50", "7", "1,003.00元"]), ("7".into(), "1,003.00元".into()));
        assert_eq!(bounds("姓名", &["王伟", "李娜"]), (String::new(), String::new()));
    }

    #[test]
    fn repeated_rows_and_findings_are_counted() {
        let profile = profiled("手机", &["13812345678", "13812345678", "1381234", "", ""]);
        assert_eq!((profile.rows, profile.repeated), (5, 2));
        let wrong = &profile.columns[0];
        assert_eq!((wrong.invalid, wrong.invalid_examples[0].row), (1, 3));
        assert!(wrong.findings.iter().all(|f| f.zh != f.en), "{:?}", wrong.findings);
    }

    #[test]
    fn samples_can_be_changed() {
        let mut profile = profiled("出生日期", &["1990-05-01", "1990-05-01", "x"]);
        profile.change_samples(|_| "*".to_owned());
        let c = &profile.columns[0];
        assert_eq!((c.top[0].value.as_str(), c.lowest.as_deref(), c.invalid_examples[0].raw.as_str()), ("*", Some("*"), "*"));
    }

    #[test]
    fn every_cell_is_counted_once() {
        let table = RawTable {
            file: "made.csv".into(),
            header: vec!["phone".into()],
            columns: vec![TextColumn::from_texts(["13812345678", "", "13812345678", "13912345678"])],
            rows: vec![1, 2, 3, 4],
            ..RawTable::default()
        };
        let mapping =
            super::super::understand::understand(&table, &[], None, &crate::rules::Project::named("p")).expect("no presets");
        let profile = profile(&table, &mapping);
        let c = &profile.columns[0];
        assert_eq!((profile.rows, c.rows, c.missing, c.filled, c.distinct), (4, 4, 1, 3, 2));
        assert_eq!(c.valid + c.possible + c.role + c.relay + c.masked + c.placeholder + c.invalid, c.filled);
        assert_eq!(c.top[0], Counted { value: "13812345678".into(), cells: 2 });
    }
}
