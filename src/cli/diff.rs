//! `guiyi diff`: two runs side by side.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Difference, Failure};

/// Compare two published runs.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Compares two published runs: counts and KPIs side by side, customers that only one of them has and what became of them, and how many \
        customers have another value in each column. --cells prints every value before and after, as CSV.\n\nA run is named by its id, the beginning of it, or \
        `current`.",
    after_help = "Examples:\n  guiyi diff -p project 20261031 current\n  guiyi diff -p project 20261031 20261101 --cells > cells.csv"
)]
pub struct Args {
    /// The earlier run.
    #[arg(value_name = "RUN")]
    first: String,
    /// The later run.
    #[arg(value_name = "RUN")]
    second: String,
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// Print everything as JSON.
    #[arg(long, conflicts_with = "cells")]
    json: bool,
    /// Print every differing customer and cell as CSV: `customer_id,change,into_customer_id,field,before,after`.
    #[arg(long)]
    cells: bool,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let difference = session.watched(|_| pipeline::diff(&args.project, &args.first, &args.second))?;
    let text = if args.json {
        serde_json::to_string_pretty(&difference).map_err(anyhow::Error::from)? + "\n"
    } else if args.cells {
        cells(&difference)?
    } else {
        summary(&difference)
    };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

/// Counts that say how a run came out, in the order of the pipeline.
const COUNTS: [&str; 9] = [
    "rows_read",
    "rows_accepted",
    "rows_rejected",
    "rows_skipped",
    "identity_records",
    "customers",
    "review",
    "conflicted",
    "events",
];

fn summary(difference: &Difference) -> String {
    let (a, b) = (&difference.first, &difference.second);
    let mut rows: Vec<Vec<String>> = COUNTS
        .iter()
        .map(|&name| {
            let of = |counts: &std::collections::BTreeMap<String, u64>| counts.get(name).copied().unwrap_or(0);
            let (x, y) = (of(&a.counts), of(&b.counts));
            vec![name.to_owned(), x.to_string(), y.to_string(), format!("{:+}", y as i64 - x as i64)]
        })
        .collect();
    for (name, x, y) in [
        ("unification", a.kpis.unification, b.kpis.unification),
        ("completeness", a.kpis.completeness, b.kpis.completeness),
        ("multi_channel", a.kpis.multi_channel, b.kpis.multi_channel),
    ] {
        let share = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{:.2}%", v * 100.0));
        let change = x.zip(y).map_or_else(String::new, |(x, y)| format!("{:+.2}%", (y - x) * 100.0));
        rows.push(vec![name.to_owned(), share(x), share(y), change]);
    }
    let mut out = print::table(&["", &a.run_id, &b.run_id, "change"], &rows);
    let fate = |word: &str| difference.fates.iter().filter(|f| f.fate == word).count();
    let _ = writeln!(
        out,
        "\ncustomers: {} only in the second; {} only in the first ({} merged, {} retired, {} unknown or withdrawn)",
        difference.master.new.len(),
        difference.master.gone.len(),
        fate("merged"),
        fate("retired"),
        fate("unknown") + fate("withdrawn"),
    );
    for (what, columns) in [("new columns", &difference.master.columns_new), ("columns gone", &difference.master.columns_gone)] {
        if !columns.is_empty() {
            let _ = writeln!(out, "{what}: {}", columns.join(", "));
        }
    }
    if difference.fields.is_empty() {
        out.push_str("no customer in both has another value\n");
    } else {
        let rows: Vec<Vec<String>> = difference.fields.iter().map(|(field, n)| vec![field.clone(), n.to_string()]).collect();
        let _ = write!(out, "\n{}", print::table(&["column", "customers with another value"], &rows));
    }
    out
}

fn cells(difference: &Difference) -> Result<String, Failure> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let mut write = |row: [&str; 6]| writer.write_record(row).map_err(anyhow::Error::from);
    write(["customer_id", "change", "into_customer_id", "field", "before", "after"])?;
    for fate in &difference.fates {
        write([&fate.customer_id, fate.fate, &fate.into_customer_id, "", "", ""])?;
    }
    for id in &difference.master.new {
        write([id, "new", "", "", "", ""])?;
    }
    for cell in &difference.master.cells {
        write([&cell.customer_id, "updated", "", &cell.field, &cell.before, &cell.after])?;
    }
    let bytes = writer.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(String::from_utf8(bytes).map_err(anyhow::Error::from)?)
}
