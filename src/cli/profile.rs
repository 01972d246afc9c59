//! `guiyi profile`: the quality of each column, as a table or JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::normalise::profile::{ColumnProfile, TableProfile};
use crate::pipeline::{self, Failure};

/// Show what is in each column and how good it is.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Shows what each column of a file is taken for, how much of it is filled, valid, masked, a filler or wrong, how many values are distinct, \
        and examples. Changes nothing.",
    after_help = "Examples:\n  guiyi profile contacts.csv\n  guiyi profile contacts.csv --json | jq '.[0].columns[].kind'"
)]
pub struct Args {
    /// Tables.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let profiles = session.watched(|watch| pipeline::profile(&args.files, watch))?;
    let text = if args.json {
        serde_json::to_string_pretty(&profiles).map_err(anyhow::Error::from)? + "\n"
    } else {
        profiles.iter().map(table).collect::<Vec<_>>().join("\n")
    };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

fn table(profile: &TableProfile) -> String {
    let mut out = format!("{}: {} rows, {} rejected", profile.file, profile.rows, profile.rejected);
    for (reason, rows) in &profile.skipped {
        let _ = write!(out, ", {rows} {reason}");
    }
    let preset = profile.preset.as_deref().unwrap_or("none");
    let _ = writeln!(out, "; entity {}, preset {preset}, country {}", profile.entity, profile.country);
    for remark in &profile.remarks {
        let _ = writeln!(out, "  {remark}");
    }
    let header = ["column", "is", "filled", "valid", "masked", "filler", "wrong", "distinct", "most frequent"];
    let rows: Vec<Vec<String>> = profile.columns.iter().map(|c| row(c, profile.rows)).collect();
    out.push_str(&print::table(&header, &rows));
    for column in &profile.columns {
        for bad in column.invalid_examples.iter().take(2) {
            let _ = writeln!(out, "  {}, row {}: `{}` {}", one_line(&column.header), bad.row, one_line(&bad.raw), bad.reasons);
        }
    }
    out
}

fn row(c: &ColumnProfile, rows: u64) -> Vec<String> {
    let share = |n: u64| if n == 0 { String::new() } else { format!("{:.1}%", n as f64 * 100.0 / rows.max(1) as f64) };
    let top = c.top.first().map_or_else(String::new, |t| format!("{} ({})", one_line(&t.value), t.cells));
    let good = c.valid + c.possible + c.role + c.relay;
    vec![
        one_line(&c.header),
        c.target.clone(),
        share(c.filled),
        share(good),
        share(c.masked),
        share(c.placeholder),
        share(c.invalid),
        c.distinct.to_string(),
        top,
    ]
}

/// A text for one cell of a terminal: no line breaks, at most 40 characters.
fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() <= 40 { flat } else { flat.chars().take(39).chain(['…']).collect() }
}
