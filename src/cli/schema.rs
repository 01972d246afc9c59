//! `guiyi schema`: what rule files may say and what outputs hold, for editors and programs.

use serde_json::{Map, Value, json};

use super::{exit::Exit, print};
use crate::model::publish::{DECISIONS, Published, TABLES, type_of};
use crate::pipeline::Failure;
use crate::{report, rules};

/// Print the JSON Schema of rule files, or of an output.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Prints a JSON Schema (2020-12): of rule files, so that an editor completes and checks guiyi.toml; of report.json; or of the rows of every \
        table a run writes.",
    after_help = "Examples:\n  guiyi schema > guiyi.schema.json     # first line of guiyi.toml: #:schema guiyi.schema.json\n  \
        guiyi schema report\n  guiyi schema tables"
)]
pub struct Args {
    /// What to describe.
    #[arg(value_enum, default_value_t)]
    what: What,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum What {
    /// guiyi.toml and rules/*.toml.
    #[default]
    Config,
    /// report.json.
    Report,
    /// The tables of a run: a row of each.
    Tables,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let schema = match args.what {
        What::Config => rules::schema(),
        What::Report => report::schema(),
        What::Tables => tables(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(anyhow::Error::from)?;
    print::data(&(text + "\n")).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

/// One schema per table, under `$defs`.
fn tables() -> Value {
    let mut defs: Map<String, Value> = TABLES.iter().map(|table| (table.name.to_owned(), rows(table))).collect();
    let decisions = Published { name: "decisions", columns: DECISIONS, sorted_by: &[] };
    defs.insert(decisions.name.to_owned(), rows(&decisions));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rows of guiyi's tables",
        "description": "empty cells are null; further columns (metrics, mapped fields) may follow the fixed ones",
        "$defs": defs,
    })
}

/// A row of a table; its fixed columns in order.
fn rows(table: &Published) -> Value {
    let properties: Map<String, Value> = table.columns.iter().map(|&c| (c.to_owned(), cell(type_of(c)))).collect();
    json!({"type": "object", "x-sorted-by": table.sorted_by, "required": table.columns, "properties": properties})
}

fn cell(kind: &str) -> Value {
    match kind {
        "integer" => json!({"type": ["integer", "null"]}),
        "number" => json!({"type": ["number", "null"]}),
        "money" => json!({"type": ["number", "null"], "multipleOf": 0.01, "description": "major units of the row's currency"}),
        "time" => json!({"type": ["string", "null"], "format": "date-time"}),
        "boolean" => json!({"type": ["boolean", "null"]}),
        _ => json!({"type": ["string", "null"]}),
    }
}
