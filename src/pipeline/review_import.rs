//! `review --import`: a filled sheet becomes decisions.
//!
//! Comes in: csv or xlsx as a spreadsheet saves it, in any encoding and with any delimiter. Goes out: new lines of
//! `decisions.csv`, and for every row that gave none the reason with its row number. A row is never taken by halves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::anyhow;
use chrono::{SecondsFormat, Utc};

use super::consolidate::zone;
use super::failure::Failure;
use super::review_partition::Partition;
use super::review_queue::{Desk, questions_of};
use crate::deliver::{self, Revision};
use crate::ingest::{self, ReadOptions};
use crate::model::decisions::{Answer, Decision, Identity, Verdict};
use crate::model::publish::DECISIONS;
use crate::model::raw::RawTable;
use crate::model::review::Question;
use crate::model::watch::Watch;
use crate::rules::DECISIONS_FILE;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Project folder.
    pub project: PathBuf,
    /// The filled sheet.
    pub file: PathBuf,
    /// Who decided, where the sheet has no `by`.
    pub by: String,
    /// Let the sheet win over earlier decisions about the same two records.
    pub replace: bool,
}

/// Why a row gave no decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Another decision, or another row, says the opposite.
    Contradictory,
    /// No verdict can be read, or the row names no record of the run.
    Unreadable,
}

/// What was imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// New decisions.
    pub accepted: usize,
    /// Accepted ones that took the place of an earlier decision.
    pub replaced: usize,
    /// Rows that say what is decided already.
    pub unchanged: usize,
    /// Rows with `skip`.
    pub skipped: usize,
    /// Rows without a verdict.
    pub blank: usize,
    /// Rows that gave no decision, by row of the sheet (the header is row 1).
    pub troubles: Vec<(u32, Trouble, String)>,
}

impl Imported {
    /// Rows of one trouble.
    #[must_use]
    pub fn count(&self, trouble: Trouble) -> usize {
        self.troubles.iter().filter(|(_, t, _)| *t == trouble).count()
    }
}

/// Reads a filled sheet and adds its decisions to the project.
///
/// # Errors
/// If nothing is published, the sheet cannot be read or lacks a column, or `decisions.csv` cannot be written.
pub fn import(options: &ImportOptions, watch: &dyn Watch) -> Result<Imported, Failure> {
    let desk = Desk::open(&options.project)?;
    let shown = options.file.display().to_string();
    let tables = ingest::read(&options.file, &shown, &ReadOptions::default(), watch).map_err(anyhow::Error::from)?;
    let table = sheet_of(&tables, &shown)?;
    let mut done = Imported::default();
    let rows = answers(table, &options.by, &mut done);
    let rows = identified(&desk, rows, &mut done, watch);
    let (new, out) = fitting(&desk.rules.decisions, rows, options.replace, &mut done);
    done.accepted = new.len();
    done.replaced = out.len();
    if !new.is_empty() {
        let zone = zone(&desk.rules.project.timezone);
        let at = Utc::now().with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false);
        let new: Vec<Decision> =
            new.into_iter().map(|d| if d.at.is_empty() { Decision { at: at.clone(), ..d } } else { d }).collect();
        deliver::revise_decisions(&desk.rules.root, DECISIONS_FILE, Revision { out: &out, new: &new })?;
    }
    done.troubles.sort();
    Ok(done)
}

/// One answered row.
struct Row {
    /// As the spreadsheet numbers it.
    number: u32,
    /// Run and item, where the sheet names them.
    asked: Option<(String, u32)>,
    decision: Decision,
}

/// The first table with the columns of an answer.
fn sheet_of<'t>(tables: &'t [RawTable], shown: &str) -> Result<&'t RawTable, Failure> {
    let has = |table: &RawTable, name: &str| table.header.iter().any(|h| named(h, name));
    let keys = |table: &RawTable| DECISIONS[..4].iter().all(|name| has(table, name));
    let asked = |table: &RawTable| has(table, "run") && has(table, "item");
    tables.iter().find(|t| has(t, "verdict") && (keys(t) || asked(t))).ok_or_else(|| {
        let hint = "hint: fill the sheet that `guiyi review --export` wrote, and keep its columns";
        let found = tables.first().map_or_else(String::new, |t| t.header.join("`, `"));
        anyhow!("{shown}: no columns `verdict` and `run`, `item` or `{}`; found `{found}`\n\n{hint}", DECISIONS[..4].join("`, `"))
            .into()
    })
}

fn named(header: &str, name: &str) -> bool {
    header.trim().eq_ignore_ascii_case(name)
}

/// Rows with a verdict.
fn answers(table: &RawTable, by: &str, done: &mut Imported) -> Vec<Row> {
    let column = |name: &str| table.header.iter().position(|h| named(h, name)).map(|i| &table.columns[i]);
    let [verdict, run, item] = ["verdict", "run", "item"].map(column);
    let columns: Vec<_> = DECISIONS.iter().map(|name| column(name)).collect();
    let mut rows = Vec::new();
    for (i, &number) in table.rows.iter().enumerate() {
        let cell = |at: usize| columns[at].map_or("", |c| c.get(i)).to_owned();
        let number = number + 1;
        let word = verdict.map_or("", |c| c.get(i));
        let verdict = match Answer::read(word) {
            Some(Answer::Decided(verdict)) => verdict,
            Some(Answer::Skip) => {
                done.skipped += 1;
                continue;
            }
            None if word.trim().is_empty() => {
                done.blank += 1;
                continue;
            }
            None => {
                let what = format!("verdict `{word}` is none of same 是, different 否, skip 跳过");
                done.troubles.push((number, Trouble::Unreadable, what));
                continue;
            }
        };
        let a = Identity { channel: cell(0), source_key: cell(1) };
        let b = Identity { channel: cell(2), source_key: cell(3) };
        let by = Some(cell(5)).filter(|b| !b.is_empty()).unwrap_or_else(|| by.to_owned());
        let asked = run.zip(item).and_then(|(run, item)| Some((run.get(i).to_owned(), whole(item.get(i))?)));
        let decision = Decision { a, b, verdict, by, at: cell(6), note: cell(7), line: 0 };
        rows.push(Row { number, asked, decision });
    }
    let broken = table.rejects.iter().map(|r| (r.row + 1, Trouble::Unreadable, format!("the row cannot be read ({})", r.reason)));
    done.troubles.extend(broken);
    rows
}

/// A whole number as spreadsheets write it (`3`, `3.0`).
fn whole(text: &str) -> Option<u32> {
    text.trim().trim_end_matches(".0").parse().ok()
}

/// Rows whose two records are known. Keys that a spreadsheet has spoilt (`3.1E+15`), and those a masked sheet leaves out,
/// are found by run and item.
fn identified(desk: &Desk, rows: Vec<Row>, done: &mut Imported, watch: &dyn Watch) -> Vec<Row> {
    let known: BTreeSet<Identity> =
        desk.customers(rows.iter().flat_map(|row| [&row.decision.a, &row.decision.b])).into_keys().cloned().collect();
    let mut asked = Asked::new(desk, watch);
    let mut found = Vec::new();
    for mut row in rows {
        let question = row.asked.as_ref().and_then(|(run, item)| asked.question(run, *item));
        let d = &row.decision;
        let keys = [&d.a, &d.b];
        match question {
            Some(q) if keys == [&q.records[0], &q.records[1]] => {}
            Some(q) if keys.iter().zip(&q.records).all(|(key, asked)| *key == asked || !known.contains(key)) => {
                (row.decision.a, row.decision.b) = (q.records[0].clone(), q.records[1].clone());
            }
            Some(q) => {
                let what = format!("the source keys name other records than item {} of the run", q.item);
                done.troubles.push((row.number, Trouble::Unreadable, what));
                continue;
            }
            None => {
                if let Some(missing) = keys.into_iter().find(|key| !known.contains(key)) {
                    let what = format!("`{}:{}` is no record that the last run knows", missing.channel, missing.source_key);
                    done.troubles.push((row.number, Trouble::Unreadable, what));
                    continue;
                }
            }
        }
        if row.decision.a == row.decision.b {
            done.troubles.push((row.number, Trouble::Unreadable, "compares a record with itself".to_owned()));
            continue;
        }
        found.push(row);
    }
    found
}

/// Questions of published runs, read when first asked for.
struct Asked<'a> {
    desk: &'a Desk,
    watch: &'a dyn Watch,
    runs: BTreeMap<String, Vec<Question>>,
}

impl<'a> Asked<'a> {
    fn new(desk: &'a Desk, watch: &'a dyn Watch) -> Self {
        Self { desk, watch, runs: BTreeMap::new() }
    }

    /// The question of a run; `None` if the run is not kept any more or never asked it.
    fn question(&mut self, run: &str, item: u32) -> Option<&Question> {
        // A run id is one plain name: nothing else may lead out of the folder of runs.
        if run.is_empty() || !run.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return None;
        }
        let runs = self.desk.run.folder.parent()?;
        let questions =
            self.runs.entry(run.to_owned()).or_insert_with(|| questions_of(&runs.join(run), self.watch).unwrap_or_default());
        questions.iter().find(|q| q.item == item)
    }
}

/// New decisions that fit with the existing ones and with each other, and the existing ones they take the place of.
fn fitting(existing: &[Decision], rows: Vec<Row>, replace: bool, done: &mut Imported) -> (Vec<Decision>, Vec<Decision>) {
    let mut verdicts: BTreeMap<(Identity, Identity), Vec<(Verdict, u32)>> = BTreeMap::new();
    for row in &rows {
        verdicts.entry(pair(&row.decision)).or_default().push((row.decision.verdict, row.number));
    }
    let told: BTreeMap<(Identity, Identity), &Decision> = existing.iter().map(|d| (pair(d), d)).collect();
    let opposite = |d: &Decision| told.get(&pair(d)).copied().filter(|old| old.verdict != d.verdict);
    let out: Vec<Decision> =
        if replace { rows.iter().filter_map(|r| opposite(&r.decision)).cloned().collect() } else { Vec::new() };
    let out: Vec<Decision> = out.into_iter().filter(|d| verdicts[&pair(d)].iter().all(|(v, _)| *v != d.verdict)).collect();
    let mut said = Partition::default();
    for d in existing.iter().filter(|d| !out.iter().any(|o| pair(o) == pair(d))) {
        said.say(&d.a, &d.b, d.verdict);
    }
    let mut new: Vec<Decision> = Vec::new();
    for Row { number, decision, .. } in rows {
        let pair = pair(&decision);
        let mut trouble = |what: String| done.troubles.push((number, Trouble::Contradictory, what));
        if let Some((_, other)) = verdicts[&pair].iter().find(|(v, _)| *v != decision.verdict) {
            trouble(format!("row {other} says the opposite about the same records"));
        } else if let Some(old) = opposite(&decision).filter(|_| !replace) {
            trouble(format!("{DECISIONS_FILE}:{} says `{}`; `--replace` lets this row win", old.line, old.verdict.name()));
        } else if told.get(&pair).is_some_and(|old| old.verdict == decision.verdict) || new.iter().any(|d| self::pair(d) == pair) {
            done.unchanged += 1;
        } else if said.implied(&decision.a, &decision.b).is_some_and(|v| v != decision.verdict) {
            let says = match decision.verdict {
                Verdict::Same => "keep the two apart",
                Verdict::Different => "make the two one customer",
            };
            trouble(format!("other decisions together {says}"));
        } else {
            said.say(&decision.a, &decision.b, decision.verdict);
            new.push(decision);
        }
    }
    let out = out.into_iter().filter(|o| new.iter().any(|d| self::pair(d) == pair(o))).collect();
    (new, out)
}

fn pair(decision: &Decision) -> (Identity, Identity) {
    let (a, b) = decision.pair();
    (a.clone(), b.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(a: &str, b: &str, verdict: Verdict) -> Decision {
        let id = |key: &str| Identity { channel: "c".into(), source_key: key.into() };
        Decision { a: id(a), b: id(b), verdict, by: String::new(), at: String::new(), note: String::new(), line: 7 }
    }

    /// Rows from 2 on; `=` is the same, `#` different.
    fn read(text: &str) -> Vec<Decision> {
        text.split_whitespace()
            .map(|word| {
                let verdict = if word.contains('=') { Verdict::Same } else { Verdict::Different };
                let (a, b) = word.split_once(['=', '#']).expect("two keys");
                decision(a, b, verdict)
            })
            .collect()
    }

    fn check(existing: &str, sheet: &str, replace: bool, accepted: &str, contradictory: &[u32]) {
        let rows = (2..).zip(read(sheet)).map(|(number, decision)| Row { number, asked: None, decision }).collect();
        let mut done = Imported::default();
        let (new, out) = fitting(&read(existing), rows, replace, &mut done);
        let key = |d: &Decision| {
            let sign = if d.verdict == Verdict::Same { '=' } else { '#' };
            format!("{}{sign}{}", d.a.source_key, d.b.source_key)
        };
        assert_eq!(new.iter().map(key).collect::<Vec<_>>().join(" "), accepted, "{existing} + {sheet}");
        let rows: Vec<u32> = done.troubles.iter().map(|t| t.0).collect();
        assert_eq!(rows, contradictory, "{existing} + {sheet}");
        assert!(replace || out.is_empty());
    }

    #[test]
    fn new_decisions_must_fit_with_all_others() {
        check("", "a=b b=c", false, "a=b b=c", &[]);
        check("a=b", "b=a c#d", false, "c#d", &[]);
        check("", "a=b b#a c=d", false, "c=d", &[2, 3]);
        check("a=b b=c", "a#c", false, "", &[2]);
        check("a=b b#c", "a=c", false, "", &[2]);
        check("a=b", "a#b", false, "", &[2]);
        check("a=b", "a#b", true, "a#b", &[]);
        check("a=b b=c a=c", "a#b", true, "", &[2]);
        check("", "a=b a=b", false, "a=b", &[]);
    }
}
