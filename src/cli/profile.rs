//! `guiyi profile`: the quality of each column, as a table, JSON or a page.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::model::profile::{ColumnProfile, TableProfile};
use crate::pipeline::{self, Failure, ProfileOptions};
use crate::report::Samples;

/// Show what is in each column and how good it is.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Shows what each column of a file is taken for, how much of it is filled, valid, masked, a filler or wrong, how many values are distinct, \
        and examples. Changes nothing.\n\n\
        Top values and examples are shown as they are unless --mask is given: mind who sees them.",
    after_help = "Examples:\n  guiyi profile contacts.csv\n  guiyi profile contacts.csv --json | jq '.[0].columns[].kind'\n  \
        guiyi profile exports/*.csv --html profile.html --mask"
)]
pub struct Args {
    /// Tables.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Write a page of its own to FILE as well, in Chinese and English.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Hide names, numbers and mailboxes in top values and examples.
    #[arg(long)]
    mask: bool,
    /// First language of the page.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["zh", "en"], default_value = "zh", requires = "html")]
    language: String,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let options = ProfileOptions {
        files: args.files.clone(),
        html: args.html.clone(),
        language: if args.language == "en" { "en" } else { "zh" },
        samples: if args.mask { Samples::Masked } else { Samples::Clear },
    };
    let profiles = session.watched(|watch| pipeline::profile(&options, watch))?;
    let text = if args.json {
        serde_json::to_string_pretty(&profiles).map_err(anyhow::Error::from)? + "\n"
    } else {
        profiles.iter().map(table).collect::<Vec<_>>().join("\n")
    };
    if args.html.is_none() || args.json {
        print::data(&text).map_err(anyhow::Error::from)?;
    }
    if let Some(path) = args.html.as_ref().filter(|_| !session.quiet()) {
        print::log(&format!("profile: {}", path.display()));
    }
    Ok(Exit::Done)
}

fn table(profile: &TableProfile) -> String {
    let mut out = format!("{}: {} rows, {} rejected", profile.file, profile.rows, profile.rejected);
    for (reason, rows) in &profile.skipped {
        let _ = write!(out, ", {rows} {reason}");
    }
    if profile.repeated > 0 {
        let _ = write!(out, ", {} repeated", profile.repeated);
    }
    let preset = profile.preset.as_deref().unwrap_or("none");
    let _ = writeln!(out, "; entity {}, preset {preset}, country {}", profile.entity, profile.country);
    for remark in &profile.remarks {
        let _ = writeln!(out, "  {remark}");
    }
    for note in &profile.notes {
        let _ = writeln!(out, "  {note}");
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
