//! Interactive review: one question after the other, each answer kept at once, the last one can be taken back.
//!
//! Comes in: a project. Goes out: the next question, and what the answers imply. Who shows and who types is not known here.

use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, Utc};
use chrono_tz::Tz;

use super::consolidate::zone;
use super::failure::Failure;
use super::review_partition::Partition;
use super::review_queue::{Desk, masked, open};
use crate::deliver::{self, Revision};
use crate::model::decisions::{Answer, Decision, Verdict};
use crate::model::review::{Question, QuestionKind};
use crate::model::watch::Watch;
use crate::rules::DECISIONS_FILE;

/// A question whose answer changes something with a smaller chance is not worth a person's time.
const CHANCE_MIN: f64 = 0.05;

/// Nor are questions that together move a smaller share of all records.
const MOVED_MIN: f64 = 0.001;

/// Answers as expected that the model's probabilities count for, before what people say outweighs them.
const TRUST: f64 = 2.0;

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answered with "same".
    pub same: usize,
    /// Answered with "different".
    pub different: usize,
    /// Skipped.
    pub skipped: usize,
    /// Answered by what other answers imply.
    pub implied: usize,
    /// Still open, the current one included.
    pub left: usize,
}

/// What is left, where it no longer pays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rest {
    /// Open questions.
    pub questions: usize,
    /// Expected number of them whose answer changes something.
    pub changes: f64,
}

/// One session.
#[derive(Debug)]
pub struct Session {
    root: PathBuf,
    zone: Tz,
    by: String,
    /// As shown, masked where asked for; the records' identities are never masked.
    questions: Vec<Question>,
    /// What earlier decisions say about customers.
    before: Partition<String>,
    /// Records of all customers.
    records: u64,
    /// Answers in order, with the lines that were written.
    given: Vec<Given>,
}

#[derive(Debug)]
struct Given {
    question: usize,
    answer: Answer,
    decision: Option<Decision>,
}

/// Where every question stands.
struct Standing {
    said: Partition<String>,
    done: Vec<bool>,
    implied: usize,
}

impl Session {
    /// Opens the questions of the last published run that nobody has answered.
    ///
    /// # Errors
    /// If nothing is published or it cannot be read.
    pub fn open(project: &Path, by: &str, is_masked: bool, watch: &dyn Watch) -> Result<Self, Failure> {
        let desk = Desk::open(project)?;
        let decisions = &desk.rules.decisions;
        let before = desk.said(decisions);
        let mut questions = open(desk.questions(watch)?, decisions, &before);
        if is_masked {
            questions = masked(questions);
        }
        let records = desk.records();
        let zone = zone(&desk.rules.project.timezone);
        Ok(Self { root: desk.rules.root, zone, by: by.to_owned(), questions, before, records, given: Vec::new() })
    }

    /// Questions at the start of the session.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.questions.len()
    }

    /// The best open question; `None` when all are done.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        let standing = self.standing();
        (0..self.questions.len()).find(|&i| !standing.done[i]).map(|i| &self.questions[i])
    }

    /// Answers the current question; a verdict is in `decisions.csv` when this returns.
    ///
    /// # Errors
    /// If the file cannot be written; the question stays open then.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Failure> {
        let standing = self.standing();
        let Some(question) = (0..self.questions.len()).find(|&i| !standing.done[i]) else { return Ok(()) };
        let decision = match answer {
            Answer::Skip => None,
            Answer::Decided(verdict) => Some(self.decision(question, verdict)),
        };
        if let Some(new) = &decision {
            let new = std::slice::from_ref(new);
            deliver::revise_decisions(&self.root, DECISIONS_FILE, Revision { out: &[], new })?;
        }
        self.given.push(Given { question, answer, decision });
        Ok(())
    }

    /// Takes the last answer back; false if there is none.
    ///
    /// # Errors
    /// If the file cannot be written; the answer stands then.
    pub fn undo(&mut self) -> Result<bool, Failure> {
        let Some(last) = self.given.last() else { return Ok(false) };
        if let Some(out) = &last.decision {
            let out = std::slice::from_ref(out);
            deliver::revise_decisions(&self.root, DECISIONS_FILE, Revision { out, new: &[] })?;
        }
        self.given.pop();
        Ok(true)
    }

    /// How far it has come.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let standing = self.standing();
        let count = |answer: Answer| self.given.iter().filter(|g| g.answer == answer).count();
        Tally {
            same: count(Answer::Decided(Verdict::Same)),
            different: count(Answer::Decided(Verdict::Different)),
            skipped: count(Answer::Skip),
            implied: standing.implied,
            left: standing.done.iter().filter(|done| !**done).count(),
        }
    }

    /// What is left, once going on no longer pays: the next answer hardly changes anything, or all of them together move
    /// hardly any record. The model's probabilities are corrected by how often people have said "same" so far.
    #[must_use]
    pub fn hardly_pays(&self) -> Option<Rest> {
        let standing = self.standing();
        let left: Vec<&Question> = (0..self.questions.len()).filter(|&i| !standing.done[i]).map(|i| &self.questions[i]).collect();
        let next = left.first()?;
        let correction = self.correction();
        let chance = |q: &Question| match q.kind {
            QuestionKind::Pair => (q.chance() * correction).min(1.0),
            QuestionKind::Conflict => q.chance(),
        };
        let moved: f64 = left.iter().map(|q| chance(q) * f64::from(q.moves.max(1))).sum();
        let pays = chance(next) >= CHANCE_MIN && moved >= MOVED_MIN * self.records as f64;
        (!pays).then(|| Rest { questions: left.len(), changes: left.iter().map(|q| chance(q)).sum() })
    }

    /// How much more often than expected pairs were the same.
    fn correction(&self) -> f64 {
        let pairs = self.given.iter().filter(|g| g.decision.is_some() && self.questions[g.question].kind == QuestionKind::Pair);
        let (same, expected) = pairs.fold((0.0, 0.0), |(same, expected), g| {
            let is_same = g.answer == Answer::Decided(Verdict::Same);
            (same + f64::from(u8::from(is_same)), expected + self.questions[g.question].chance())
        });
        (same + TRUST) / (expected + TRUST)
    }

    fn decision(&self, question: usize, verdict: Verdict) -> Decision {
        let [a, b] = self.questions[question].records.clone();
        let at = Utc::now().with_timezone(&self.zone).to_rfc3339_opts(SecondsFormat::Secs, false);
        Decision { a, b, verdict, by: self.by.clone(), at, note: String::new(), line: 0 }
    }

    fn standing(&self) -> Standing {
        let mut said = self.before.clone();
        let mut done = vec![false; self.questions.len()];
        for given in &self.given {
            let question = &self.questions[given.question];
            done[given.question] = true;
            if let (Answer::Decided(verdict), QuestionKind::Pair) = (given.answer, question.kind) {
                said.say(&question.customers[0], &question.customers[1], verdict);
            }
        }
        let mut standing = Standing { said, done, implied: 0 };
        for (i, question) in self.questions.iter().enumerate() {
            let [a, b] = &question.customers;
            if !standing.done[i] && question.kind == QuestionKind::Pair && standing.said.implied(a, b).is_some() {
                standing.done[i] = true;
                standing.implied += 1;
            }
        }
        standing
    }
}
