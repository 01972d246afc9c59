//! `guiyi dedupe`: one shot without a project.

use std::path::PathBuf;

use super::run::close;
use super::{Session, exit::Exit, print};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::Mapping;
use crate::pipeline::{self, AsOf, DedupeOptions, Failure};

/// Find duplicates in any table, without configuration.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Finds who is who in any table of people or companies: decides what each column is, says why, and writes the same files as `run` \
        straight into DIR (master.csv, xref.csv, review.csv, report …). No project and no state.\n\n\
        What it decided is written to DIR/dedupe.toml: edit it and pass it back with --config.",
    after_help = "Examples:\n  guiyi dedupe contacts.csv -o out\n  guiyi dedupe contacts.csv --plan > mine.toml     # look first, then edit\n  \
        guiyi dedupe contacts.csv -o out --config mine.toml --replace\n  guiyi dedupe contacts.csv -o clean --normalise-only"
)]
pub struct Args {
    /// Tables: csv, tsv, txt, xlsx, xls, also .gz and .zip.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder for the outcome; made, and must be empty unless --replace is given.
    #[arg(short, long, value_name = "DIR", required_unless_present = "plan")]
    out: Option<PathBuf>,
    /// Column that identifies a row at its source.
    #[arg(long, value_name = "COL")]
    id: Option<String>,
    /// What columns are and how to match, as written by --plan.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Score with this model.json instead of training one.
    #[arg(long, value_name = "FILE", conflicts_with = "labels")]
    model: Option<PathBuf>,
    /// Labelled pairs to learn from: csv of id_a,id_b,verdict.
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Print the configuration that would be used, and do nothing else.
    #[arg(long)]
    plan: bool,
    /// Only clean: write normalised.csv, match nothing.
    #[arg(long, conflicts_with = "plan")]
    normalise_only: bool,
    /// Replace an earlier outcome in DIR.
    #[arg(long)]
    replace: bool,
    /// The moment to look from: a day (its end) or a time [default: now].
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// Write the table of every step into DIR as well.
    #[arg(long, value_name = "DIR")]
    keep_stages: Option<PathBuf>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let options = DedupeOptions {
        files: args.files,
        out: args.out,
        id: args.id,
        config: args.config,
        plan: args.plan,
        normalise_only: args.normalise_only,
        replace: args.replace,
        model: args.model,
        labels: args.labels,
        as_of: args.as_of.unwrap_or_default(),
        keep_stages: args.keep_stages,
    };
    let done = session.watched(|watch| pipeline::dedupe(&options, watch))?;
    if options.plan {
        print::data(&done.configs.join("\n")).map_err(anyhow::Error::from)?;
        return Ok(Exit::Done);
    }
    if !session.quiet() && !session.json() {
        for (file, mapping) in &done.plan {
            print::log(&decisions(file, mapping));
        }
    }
    let out = options.out.unwrap_or_default();
    if let Some(outcome) = &done.published {
        return Ok(close(outcome, session));
    }
    if !session.quiet() {
        print::log(&format!("dedupe: cleaned rows in {}", out.join("normalised.csv").display()));
    }
    Ok(Exit::Done)
}

/// What each column was taken for, and why.
pub fn decisions(file: &str, mapping: &Mapping) -> String {
    let entity = mapping.entity.map_or("decided per row", crate::model::mapping::Entity::name);
    let preset = mapping.preset.as_deref().unwrap_or("none");
    let ignored = Target::Field(Party::Principal, Kind::Ignore);
    let rows: Vec<Vec<String>> = mapping
        .columns
        .iter()
        .map(|c| {
            let target = if c.target == ignored { "-".to_owned() } else { c.target.to_string() };
            vec![c.header.replace(['\n', '\r'], " "), target, if c.matches { "yes" } else { "" }.to_owned(), c.reason.clone()]
        })
        .collect();
    format!("{file}: entity {entity}, preset {preset}\n{}", print::table(&["column", "is", "matches", "because"], &rows))
}
