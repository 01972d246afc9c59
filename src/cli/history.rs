//! `guiyi history`: the published runs.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Failure, PastRun, Standing};

/// List the published runs of a project.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Lists the published runs of a project, oldest first: rows, customers and what happened to them since the run before, both KPIs, failed \
        gates, and size on disk. `*` marks the current run, `-` one that was rolled back.",
    after_help = "Examples:\n  guiyi history -p project\n  guiyi history -p project --json | jq '.[-1].manifest.counts'"
)]
pub struct Args {
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// Print JSON: each run with its whole run.json.
    #[arg(long)]
    json: bool,
    /// Show only the last N runs.
    #[arg(long, value_name = "N")]
    last: Option<usize>,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let mut runs = session.watched(|_| pipeline::history(&args.project))?;
    if let Some(last) = args.last {
        runs.drain(..runs.len().saturating_sub(last));
    }
    let text = if args.json { serde_json::to_string_pretty(&runs).map_err(anyhow::Error::from)? + "\n" } else { table(&runs) };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

const HEADER: [&str; 16] = [
    "",
    "run",
    "as of",
    "rows",
    "rejected",
    "customers",
    "new",
    "updated",
    "merged",
    "split",
    "retired",
    "review",
    "unified",
    "complete",
    "failed gates",
    "MiB",
];

fn table(runs: &[PastRun]) -> String {
    print::table(&HEADER, &runs.iter().map(line).collect::<Vec<_>>())
}

fn line(run: &PastRun) -> Vec<String> {
    let m = &run.manifest;
    let number = |name: &str| m.counts.get(name).copied().unwrap_or(0);
    let count = |name: &str| number(name).to_string();
    let share = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{:.1}%", v * 100.0));
    let failed: Vec<&str> = m.gates.iter().filter(|g| !g.passed && g.fails_run).map(|g| g.kpi.as_str()).collect();
    let mark = match run.standing {
        Standing::Current => "*",
        Standing::Earlier => "",
        Standing::RolledBack => "-",
    };
    vec![
        mark.to_owned(),
        m.run_id.clone(),
        m.as_of.get(..10).unwrap_or(&m.as_of).to_owned(),
        count("rows_read"),
        count("rows_rejected"),
        count("customers"),
        (number("created") + number("revived")).to_string(),
        count("updated"),
        count("merged"),
        count("split"),
        count("retired"),
        (number("review") + number("conflicted")).to_string(),
        share(m.kpis.unification),
        share(m.kpis.completeness),
        failed.join("|"),
        format!("{:.1}", run.bytes as f64 / (1 << 20) as f64),
    ]
}
