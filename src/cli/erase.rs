//! `guiyi erase`: forget a person.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Certificate, EraseOptions, EraseOutcome, Failure};

/// Erase people from everything that was published, and keep them out.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Erases people: by customer id, phone or mail address, or a file of them. Without --yes it lists whom it would hit. With it the person is \
        taken out of the state, every output file, the review and the report of every kept run, one run after the other, each in one step; a certificate goes to \
        stdout.\n\nTombstones keep the person out of later runs: keyed hashes of the source keys and of each name together with each phone and mail address. \
        Rows they know end in rejects with the reason `erased` and without text; other people on the same phone stay. The key lies outside the project: \
        `key_file` in [erase] of guiyi.toml, or the variable GUIYI_TOMBSTONE_KEY; it is made with mode 0600 where it is absent. Keep it: a run without it refuses \
        to work.",
    after_help = "Examples:\n  guiyi erase -p project 13912345678               # whom would it hit?\n  \
        guiyi erase -p project 7TQ4M0ZK3D8X --yes > certificate.txt\n  guiyi erase -p project --file requests.txt --yes --json"
)]
pub struct Args {
    /// Customer ids, phones, mail addresses.
    #[arg(value_name = "WHO")]
    who: Vec<String>,
    /// A file of them, one a line.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// Do it.
    #[arg(long)]
    yes: bool,
    /// Erase every customer that a phone or mail address belongs to.
    #[arg(long)]
    all: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let options = EraseOptions { project: args.project, who: args.who, file: args.file, yes: args.yes, all: args.all };
    let outcome = session.watched(|_| pipeline::erase(&options))?;
    let text = match (&outcome.certificate, args.json) {
        (Some(certificate), true) => serde_json::to_string_pretty(certificate).map_err(anyhow::Error::from)? + "\n",
        (None, true) => serde_json::to_string_pretty(&outcome.hits).map_err(anyhow::Error::from)? + "\n",
        (Some(certificate), false) => certificate_text(certificate),
        (None, false) => hits_text(&outcome),
    };
    print::data(&text).map_err(anyhow::Error::from)?;
    if !session.quiet() && outcome.certificate.is_none() {
        for (word, customers) in &outcome.ambiguous {
            print::log(&format!("note: number {word} of those asked for belongs to {customers} customers"));
        }
        print::log("nothing was erased; add --yes to erase the customers above");
    }
    Ok(Exit::Done)
}

fn hits_text(outcome: &EraseOutcome) -> String {
    let rows: Vec<Vec<String>> = outcome
        .hits
        .iter()
        .map(|hit| {
            let asked: Vec<String> = hit.asked.iter().map(usize::to_string).collect();
            let records: Vec<String> = hit.records.iter().map(|(channel, n)| format!("{channel} {n}")).collect();
            vec![hit.customer_id.clone(), hit.name.clone(), asked.join("|"), records.join(", "), hit.runs.len().to_string()]
        })
        .collect();
    print::table(&["customer", "name", "asked", "records", "runs"], &rows)
}

fn certificate_text(c: &Certificate) -> String {
    let mut out = format!("certificate of erasure\n\nat          {}\nprogram     {}\nproject     {}\n", c.at, c.program, c.project);
    let _ = writeln!(out, "customers   {}", c.customers.join(", "));
    let _ = writeln!(out, "records     {}", c.records);
    let _ = writeln!(out, "tombstones  {} new, {} in all, key {}", c.tombstones.0, c.tombstones.1, c.key);
    out.push_str("\nremoved\n");
    for run in &c.runs {
        let files: Vec<String> = run.removed.iter().map(|(file, rows)| format!("{file} {rows}")).collect();
        let _ = writeln!(out, "  {}: {}", run.run_id, files.join(", "));
        if run.mixed > 0 {
            let _ = writeln!(out, "    {} customers held rows of other people too in that run and were taken out of it", run.mixed);
        }
    }
    out.push_str("\nnot covered\n");
    for line in &c.remains {
        let _ = writeln!(out, "  {line}");
    }
    out
}
