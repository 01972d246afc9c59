//! `guiyi dedupe`: one shot without a project.

use std::path::PathBuf;

use super::run::close;
use super::{Session, exit::Exit, print};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{Entity, Mapping};
use crate::model::why;
use crate::pipeline::{self, AsOf, DedupeOptions, Failure};

/// Find duplicates in any table, without configuration.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Finds who is who in any table of people or companies: decides what each column is, says why, and writes the same files as `run` \
        straight into DIR (master.csv, xref.csv, review.csv, report …). No project and no state.\n\n\
        What it decided is written to DIR/dedupe.toml: edit it and pass it back with --config.",
    after_help = "Examples:\n  guiyi dedupe contacts.csv -o out\n  guiyi dedupe contacts.csv --plan > mine.toml     # look first, then edit\n  \
        guiyi dedupe contacts.csv -o out --config mine.toml --replace\n  guiyi dedupe contacts.csv --plan --language zh    # reasons in Chinese\n  \
        guiyi dedupe contacts.csv -o clean --normalise-only"
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
    /// Language of the reasons and the report's first one; English here and Chinese there unless given.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["zh", "en"])]
    language: Option<String>,
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
        language: args.language,
    };
    let chinese = options.language.as_deref() == Some("zh");
    let done = session.watched(|watch| pipeline::dedupe(&options, watch))?;
    if options.plan {
        print::data(&done.configs.join("\n")).map_err(anyhow::Error::from)?;
        return Ok(Exit::Done);
    }
    if !session.quiet() && !session.json() {
        for (file, mapping) in &done.plan {
            print::log(&decisions(file, mapping, chinese));
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

/// What each column was taken for, and why, in Chinese if `chinese`.
pub fn decisions(file: &str, mapping: &Mapping, chinese: bool) -> String {
    let ignored = Target::Field(Party::Principal, Kind::Ignore);
    let rows: Vec<Vec<String>> = mapping
        .columns
        .iter()
        .map(|c| {
            let target = if c.target == ignored { "-".to_owned() } else { c.target.to_string() };
            let matches = if c.matches { if chinese { "是" } else { "yes" } } else { "" };
            let reason = if chinese { why::chinese(&c.reason) } else { c.reason.clone() };
            vec![c.header.replace(['\n', '\r'], " "), target, matches.to_owned(), reason]
        })
        .collect();
    if chinese {
        let entity = match mapping.entity {
            Some(Entity::Person) => "个人",
            Some(Entity::Organisation) => "机构",
            None => "逐行判断",
        };
        let preset = mapping.preset.as_deref().unwrap_or("无");
        return format!("{file}：对象 {entity}，预设 {preset}\n{}", print::table(&["列", "识别为", "参与匹配", "原因"], &rows));
    }
    let entity = mapping.entity.map_or("decided per row", Entity::name);
    let preset = mapping.preset.as_deref().unwrap_or("none");
    format!("{file}: entity {entity}, preset {preset}\n{}", print::table(&["column", "is", "matches", "because"], &rows))
}
