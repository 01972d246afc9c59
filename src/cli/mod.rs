//! The command line: parse, call one flow, print, exit. One file per verb; nobody else prints.

mod run;
mod dedupe;
mod init;
mod check;
mod profile;
mod explain;
mod review;
mod history;
mod diff;
mod rollback;
mod erase;
mod extract;
mod synth;
mod eval;
mod train;
mod completions;
mod schema;

mod exit;
mod memory;
mod print;
mod progress;
mod signals;

use std::io;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::watch::Watch;
use crate::pipeline::Failure;
use exit::Exit;
use memory::{Memory, Size};
use progress::{LogFormat, Manner, Progress};
use signals::Signals;

const EXIT_CODES: &str = "Exit codes:\n  0        done, gates passed\n  1        delivered, but a gate failed\n  \
    2        nothing delivered, output untouched (usage, rules, input, disk)\n  3        another run holds the lock\n  \
    130/143  stopped by a signal, output untouched";

/// guiyi 归一: one customer out of many channel records.
#[derive(Debug, Parser)]
#[command(
    name = "guiyi",
    version,
    about = "guiyi 归一: many channel exports in, one row per customer out",
    long_about = "guiyi 归一 reads the files that sales channels export, makes every value comparable, finds the records that are the same customer, and \
        writes one row per customer with tags, follow-ups and a quality report.\n\nData goes to stdout, everything else to stderr.",
    after_help = EXIT_CODES,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
    /// Threads to use [default: all cores]. The result does not depend on it.
    #[arg(long, global = true, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Stop with exit code 2 rather than take more memory than SIZE: `2G`, `512M` [default: no limit].
    #[arg(long, global = true, value_name = "SIZE")]
    memory_limit: Option<Size>,
    /// Say nothing but errors.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say what each stage did.
    #[arg(long, short, global = true)]
    verbose: bool,
    /// How logs are written to stderr.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    log_format: LogFormat,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Run(run::Args),
    Dedupe(dedupe::Args),
    Init(init::Args),
    Check(check::Args),
    Profile(profile::Args),
    Explain(explain::Args),
    Review(review::Args),
    History(history::Args),
    Diff(diff::Args),
    Rollback(rollback::Args),
    Erase(erase::Args),
    Extract(extract::Args),
    Synth(synth::Args),
    Train(train::Args),
    Eval(eval::Args),
    Completions(completions::Args),
    Schema(schema::Args),
}

impl Cli {
    /// The number of threads asked for.
    #[must_use]
    pub fn threads(&self) -> Option<usize> {
        self.threads.map(NonZeroUsize::get)
    }
}

/// What every verb needs of the terminal.
struct Session {
    progress: Progress,
    manner: Manner,
}

impl Session {
    /// Runs a flow under the progress bar, which is gone when it returns.
    fn watched<T>(&self, flow: impl FnOnce(&dyn Watch) -> T) -> T {
        let outcome = flow(&self.progress);
        self.progress.settle();
        outcome
    }

    fn quiet(&self) -> bool {
        self.manner.quiet
    }

    /// True if stderr carries JSON lines.
    fn json(&self) -> bool {
        self.manner.format == LogFormat::Json
    }
}

/// Parses the command line; a mistake in it ends the process with 2.
#[must_use]
pub fn parse() -> Cli {
    Cli::parse()
}

/// Runs the verb and turns its outcome into an exit code.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    if let Some(threads) = cli.threads() {
        // Fails only if a pool exists already, which is never before this line.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let manner = Manner { format: cli.log_format, quiet: cli.quiet, verbose: cli.verbose };
    let signals = Signals::listen();
    let memory = match cli.memory_limit.map(Memory::guard).transpose() {
        Ok(memory) => memory,
        Err(error) => return failed(&Failure::Refused(error), manner, &signals, None).into(),
    };
    let session = Session { progress: Progress::new(manner, signals.clone(), memory.clone()), manner };
    let outcome = match cli.verb {
        Verb::Run(args) => run::run(args, &session),
        Verb::Dedupe(args) => dedupe::run(args, &session),
        Verb::Init(args) => init::run(args, &session),
        Verb::Check(args) => check::run(&args, &session),
        Verb::Profile(args) => profile::run(&args, &session),
        Verb::Explain(args) => explain::run(args, &session),
        Verb::Review(args) => review::run(args, &session),
        Verb::History(args) => history::run(&args, &session),
        Verb::Diff(args) => diff::run(&args, &session),
        Verb::Rollback(args) => rollback::run(&args, &session),
        Verb::Erase(args) => erase::run(args, &session),
        Verb::Extract(args) => extract::run(args, &session),
        Verb::Synth(args) => synth::run(args, &session),
        Verb::Train(args) => train::run(args, &session),
        Verb::Eval(args) => eval::run(&args, &session),
        Verb::Completions(args) => completions::run(&args),
        Verb::Schema(args) => schema::run(&args),
    };
    outcome.unwrap_or_else(|failure| failed(&failure, manner, &signals, memory.as_ref())).into()
}

/// Prints why nothing was delivered.
fn failed(failure: &Failure, manner: Manner, signals: &Signals, memory: Option<&Memory>) -> Exit {
    let over = memory.filter(|m| m.is_over() && matches!(failure, Failure::Stopped));
    let exit = match failure {
        Failure::Stopped if over.is_some() => Exit::Refused,
        Failure::Refused(error) if is_broken_pipe(error) => return Exit::Done,
        Failure::Refused(_) => Exit::Refused,
        Failure::Locked(_) => Exit::Locked,
        // Without a signal only a library user can have stopped the flow; the code is that of SIGINT then.
        Failure::Stopped => Exit::Stopped(signals.received().unwrap_or(2)),
    };
    let message = over.map_or_else(|| failure.to_string(), Memory::message);
    match manner.format {
        LogFormat::Text => print::log(&format!("error: {message}")),
        LogFormat::Json => print::log(&serde_json::json!({"error": message, "exit": exit.code()}).to_string()),
    }
    exit
}

/// True if whoever read stdout went away, which is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
