//! `guiyi rollback`: go back to an earlier run.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Failure};

/// Go back to an earlier published run.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Points out/current to another published run, in one step. The next run builds on that one; the runs in between stay until retention \
        removes them, and one can go back to them as well. Customer ids that were given since then are never used again.",
    after_help = "Example:\n  guiyi history -p project\n  guiyi rollback -p project 20261030T155959Z-7e30"
)]
pub struct Args {
    /// The run to go back to: its id, or the beginning of it.
    #[arg(value_name = "RUN")]
    run: String,
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let done = session.watched(|_| pipeline::rollback(&args.project, &args.run))?;
    if session.json() {
        let line = serde_json::json!({"rollback": done.to, "from": done.from, "withdrawn_ids": done.withdrawn, "exit": 0});
        print::log(&line.to_string());
    } else if !session.quiet() {
        print::log(&format!(
            "rollback: current is {} again, was {}; {} ids are withdrawn for good",
            done.to, done.from, done.withdrawn
        ));
    }
    Ok(Exit::Done)
}
