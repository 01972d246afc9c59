//! `guiyi run`: the main job.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, AsOf, Failure, RunOptions, RunOutcome};

/// Run a project: all channels in, one published run out.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Runs a project: reads every channel, finds who is who, and publishes a customer master with tags, follow-ups and a quality report.\n\n\
        The files appear in out/runs/<run_id>/ all at once, and out/current points to them. A run that fails or is stopped leaves the last one as it was. \
        The same inputs, rules, previous run and --as-of give the same bytes of every file but run.json.\n\n\
        The model is trained by the first run and kept by later ones, so that customers change because records did; it is trained anew with --retrain, where \
        the table has doubled or halved, or where it no longer fits. How far the data moved since is in the report (population stability index).\n\n\
        With the model kept, only pairs with a new or changed record are scored, and only the customers they touch are linked anew: the outcome is that of \
        scoring everything, which --full does.",
    after_help = "Examples:\n  guiyi run -p project\n  guiyi run -p project --as-of 2026-10-31      # windows like 30d end with that day\n  guiyi run -p project --dry-run               # what would change tonight\n  \
        guiyi run -p project --quiet                 # for cron: prints only what is wrong"
)]
pub struct Args {
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// The moment to look from: a day (its end) or a time [default: now].
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// Write the table of every step into DIR as well.
    #[arg(long, value_name = "DIR")]
    keep_stages: Option<PathBuf>,
    /// Score with this model.json instead of that of the last run.
    #[arg(long, value_name = "FILE", conflicts_with = "retrain")]
    model: Option<PathBuf>,
    /// Train the model anew instead of keeping that of the last run.
    #[arg(long)]
    retrain: bool,
    /// Score every pair again instead of building upon the links of the last run; model and ids stay.
    #[arg(long)]
    full: bool,
    /// Accept that a channel has lost more rows than its `max_drop`.
    #[arg(long)]
    accept_drop: bool,
    /// Do everything but publish: print what would change, leave the output as it is.
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let as_of = args.as_of.unwrap_or_default();
    let Args { project, keep_stages, model, retrain, full, accept_drop, dry_run, .. } = args;
    let options = RunOptions { project, as_of, keep_stages, model, retrain, full, accept_drop, dry_run };
    let outcome = session.watched(|watch| pipeline::run(&options, watch))?;
    Ok(close(&outcome, session))
}

/// Says what the user should know, where the files are, and the closing line.
pub fn close(outcome: &RunOutcome, session: &Session) -> Exit {
    let exit = if outcome.gate_failed() { Exit::GateFailed } else { Exit::Done };
    // Said even if quiet: nobody else will. What is wrong with the input is a note otherwise.
    let wrong: &[String] = if session.quiet() { &outcome.warnings } else { &[] };
    for warning in outcome.unsent.iter().chain(wrong) {
        let line = if session.json() { serde_json::json!({"warning": warning}).to_string() } else { format!("warning: {warning}") };
        print::log(&line);
    }
    if session.quiet() && exit == Exit::Done {
        return exit;
    }
    if session.json() {
        let remarks = &outcome.remarks;
        let mut line = serde_json::json!({"summary": outcome.to_string(), "exit": exit.code(), "remarks": remarks});
        if let Some(work) = &outcome.work {
            line["work"] =
                work.figures().into_iter().map(|(name, n)| (name.to_owned(), n.into())).collect::<serde_json::Map<_, _>>().into();
        }
        print::log(&line.to_string());
        return exit;
    }
    if !session.quiet() {
        for remark in &outcome.remarks {
            print::log(&format!("note: {remark}"));
        }
        if let Some(work) = &outcome.work {
            print::log(&format!("since the last run: {work}"));
        }
        if let Some(folder) = &outcome.folder {
            print::log(&format!("master: {}", folder.join("master.csv").display()));
            print::log(&format!("report: {}", folder.join("report/index.html").display()));
        }
    }
    print::log(&outcome.to_string());
    exit
}
