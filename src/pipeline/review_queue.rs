//! The open questions of the last published run.
//!
//! Comes in: `review.csv` and `state/` of a run, and the project's decisions. Goes out: questions that nobody has
//! answered yet, best one first. Nothing is matched again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::failure::Failure;
use super::published::{Published, last};
use super::review_partition::Partition;
use crate::ingest::{self, ReadOptions};
use crate::model::decisions::{Decision, Identity};
use crate::model::publish::REVIEW;
use crate::model::raw::RawTable;
use crate::model::review::{Agreement, Compared, Question, QuestionKind};
use crate::model::watch::Watch;
use crate::registry::{self, State};
use crate::report;
use crate::rules::{self, Rules};

/// What every kind of review begins with.
pub(super) struct Desk {
    pub rules: Rules,
    pub run: Published,
    pub state: State,
}

impl Desk {
    /// Loads a project and its last published run.
    pub fn open(project: &Path) -> Result<Self, Failure> {
        let rules = rules::load(project)?;
        let out = rules.root.join(&rules.project.out);
        let run = last(&out)?.ok_or_else(|| {
            anyhow!("`{}` holds no published run, so there is nothing to review\n\nhint: `guiyi run` first", out.display())
        })?;
        let state = registry::load(&run.folder.join("state"))?.unwrap_or_default();
        Ok(Self { rules, run, state })
    }

    /// Every question of the run, answered or not, in the run's order.
    pub fn questions(&self, watch: &dyn Watch) -> Result<Vec<Question>, Failure> {
        let mut questions = questions_of(&self.run.folder, watch)?;
        let mut records: BTreeMap<String, u32> = BTreeMap::new();
        for question in &questions {
            records.extend(question.customers.iter().map(|id| (id.clone(), 0)));
        }
        let known = &self.state.records;
        for customer in known.customer.iter().zip(&known.gone).filter(|(_, gone)| gone.is_none()).map(|(id, _)| id.to_string()) {
            if let Some(count) = records.get_mut(&customer) {
                *count += 1;
            }
        }
        for question in &mut questions {
            question.moves = question.customers.iter().map(|id| records[id]).min().unwrap_or(0);
        }
        Ok(questions)
    }

    /// Records that belong to a customer of the run.
    pub fn records(&self) -> u64 {
        self.state.records.gone.iter().filter(|gone| gone.is_none()).count() as u64
    }

    /// What decisions say about customers of the run.
    pub fn said(&self, decisions: &[Decision]) -> Partition<String> {
        let customers = self.customers(decisions.iter().flat_map(|d| [&d.a, &d.b]));
        let mut said = Partition::default();
        for d in decisions {
            if let (Some(a), Some(b)) = (customers.get(&d.a), customers.get(&d.b))
                && a != b
            {
                said.say(a, b, d.verdict);
            }
        }
        said
    }

    /// The customers of these identities; those the run does not know are left out.
    pub fn customers<'i>(&self, wanted: impl Iterator<Item = &'i Identity>) -> BTreeMap<&'i Identity, String> {
        let wanted: BTreeMap<(&str, &str), &Identity> =
            wanted.map(|id| ((id.channel.as_str(), id.source_key.as_str()), id)).collect();
        let known = &self.state.records;
        let mut found = BTreeMap::new();
        if wanted.is_empty() {
            return found;
        }
        for i in 0..known.customer.len() {
            if let Some(&identity) = wanted.get(&(known.channel.get(i), known.source_key.get(i))) {
                found.insert(identity, known.customer[i].to_string());
            }
        }
        found
    }
}

/// Questions that no decision answers, directly or by what it implies.
pub(super) fn open(questions: Vec<Question>, decisions: &[Decision], said: &Partition<String>) -> Vec<Question> {
    let decided: BTreeSet<(&Identity, &Identity)> = decisions.iter().map(Decision::pair).collect();
    let is_open = |q: &Question| {
        let [a, b] = &q.records;
        let direct = decided.contains(&if a <= b { (a, b) } else { (b, a) });
        let implied = q.kind == QuestionKind::Pair && said.implied(&q.customers[0], &q.customers[1]).is_some();
        !direct && !implied
    };
    questions.into_iter().filter(is_open).collect()
}

/// The questions of a run's folder.
pub(super) fn questions_of(folder: &Path, watch: &dyn Watch) -> Result<Vec<Question>, Failure> {
    let name = format!("{}.csv", REVIEW.name);
    let options =
        ReadOptions { encoding: Some("utf-8".to_owned()), delimiter: Some(','), header_row: Some(1), ..ReadOptions::default() };
    let tables = ingest::read(&folder.join(&name), &name, &options, watch)
        .with_context(|| format!("the questions of the run in `{}` cannot be read", folder.display()))?;
    Ok(tables.iter().flat_map(questions).collect())
}

/// The questions of a table in the layout of `review.csv`.
fn questions(table: &RawTable) -> Vec<Question> {
    let at: BTreeMap<&str, usize> = table.header.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let fields: Vec<&str> = fields(&table.header);
    (0..table.rows.len())
        .map(|row| {
            let cell = |name: &str| at.get(name).map_or("", |&i| table.columns[i].get(row)).to_owned();
            let side = |name: &str| [cell(&format!("{name}_a")), cell(&format!("{name}_b"))];
            let ([channel_a, channel_b], [key_a, key_b]) = (side("channel"), side("source_key"));
            let compared = fields.iter().map(|name| {
                let values = side(name);
                Compared { name: (*name).to_owned(), agreement: Agreement::of(&values[0], &values[1]), values }
            });
            Question {
                item: cell("item").parse().unwrap_or(0),
                kind: if cell("kind") == QuestionKind::Conflict.name() { QuestionKind::Conflict } else { QuestionKind::Pair },
                customers: side("customer_id"),
                records: [Identity { channel: channel_a, source_key: key_a }, Identity { channel: channel_b, source_key: key_b }],
                weight: cell("weight"),
                probability: cell("probability").parse().ok(),
                why: cell("why"),
                fields: compared.collect(),
                moves: 0,
            }
        })
        .collect()
}

/// Names of the compared fields: every `NAME_a` or `NAME_b` behind the fixed columns.
fn fields(header: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for column in header.iter().filter(|column| !REVIEW.columns.contains(&column.as_str())) {
        let name = column.strip_suffix("_a").or_else(|| column.strip_suffix("_b"));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

/// Hides what identifies people; which fields differ is known from before.
pub(super) fn masked(mut questions: Vec<Question>) -> Vec<Question> {
    for value in questions.iter_mut().flat_map(|q| &mut q.fields).flat_map(|f| &mut f.values) {
        *value = report::mask(value);
    }
    questions
}
