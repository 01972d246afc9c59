//! `guiyi check`: what a run would work on.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, CheckOutcome, Failure};

/// Validate a project without writing anything.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Validates all rules, runs their [[example]] blocks, reads and normalises every channel, counts candidate pairs per blocking rule and estimates memory. Writes nothing.",
    after_help = "Example:\n  guiyi check -p project"
)]
pub struct Args {
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let outcome = session.watched(|watch| pipeline::check(&args.project, watch))?;
    print::data(&text(&outcome)).map_err(anyhow::Error::from)?;
    if !session.quiet() {
        for remark in &outcome.remarks {
            print::log(&format!("note: {remark}"));
        }
        let examples = match outcome.examples {
            0 => String::new(),
            1 => ", 1 example holds".to_owned(),
            n => format!(", {n} examples hold"),
        };
        print::log(&format!("check: {} rows in {} tables, rules are sound{examples}", outcome.rows.read, outcome.tables.len()));
    }
    Ok(Exit::Done)
}

fn text(outcome: &CheckOutcome) -> String {
    let rows: Vec<Vec<String>> = outcome
        .tables
        .iter()
        .map(|t| {
            let preset = t.preset.clone().unwrap_or_else(|| "-".to_owned());
            vec![t.file.clone(), t.channel.clone(), preset, t.encoding.clone(), t.rows.to_string(), t.rejected.to_string()]
        })
        .collect();
    let mut out = print::table(&["file", "channel", "preset", "encoding", "rows", "rejected"], &rows);
    let findings: Vec<Vec<String>> =
        outcome.findings.iter().map(|(c, f, r, n)| vec![c.clone(), f.clone(), (*r).to_owned(), n.to_string()]).collect();
    if !findings.is_empty() {
        let _ = write!(out, "\n{}", print::table(&["channel", "field", "finding", "cells"], &findings));
    }
    let rules: Vec<Vec<String>> = outcome
        .rules
        .iter()
        .map(|r| vec![r.name.clone(), r.blocks.to_string(), r.pairs.to_string(), r.largest.to_string(), r.cut.to_string()])
        .collect();
    let _ = write!(out, "\n{}", print::table(&["blocking rule", "blocks", "pairs", "largest", "cut"], &rules));
    if let Some(bytes) = outcome.memory {
        let _ = writeln!(out, "\nmemory: about {} MiB", bytes >> 20);
    }
    out
}
