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
    /// Language of the table, and the page's first one; English in the terminal and Chinese on the page unless given.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["zh", "en"])]
    language: Option<String>,
}

pub fn run(args: &Args, session: &Session) -> Result<Exit, Failure> {
    let options = ProfileOptions {
        files: args.files.clone(),
        html: args.html.clone(),
        language: if args.language.as_deref() == Some("en") { "en" } else { "zh" },
        samples: if args.mask { Samples::Masked } else { Samples::Clear },
    };
    let profiles = session.watched(|watch| pipeline::profile(&options, watch))?;
    let text = if args.json {
        serde_json::to_string_pretty(&profiles).map_err(anyhow::Error::from)? + "\n"
    } else {
        let chinese = args.language.as_deref() == Some("zh");
        profiles.iter().map(|p| table(p, chinese)).collect::<Vec<_>>().join("\n")
    };
    if args.html.is_none() || args.json {
        print::data(&text).map_err(anyhow::Error::from)?;
    }
    if let Some(path) = args.html.as_ref().filter(|_| !session.quiet()) {
        print::log(&format!("profile: {}", path.display()));
    }
    Ok(Exit::Done)
}

fn table(profile: &TableProfile, chinese: bool) -> String {
    let mut out = if chinese { heading_chinese(profile) } else { heading(profile) };
    for remark in if chinese { &profile.remarks_zh } else { &profile.remarks } {
        let _ = writeln!(out, "  {remark}");
    }
    for note in &profile.notes {
        let _ = writeln!(out, "  {}", if chinese { note.chinese() } else { note.to_string() });
    }
    let header = if chinese {
        ["列", "识别为", "已填", "有效", "打码", "占位", "错误", "不同值", "最常见"]
    } else {
        ["column", "is", "filled", "valid", "masked", "filler", "wrong", "distinct", "most frequent"]
    };
    let rows: Vec<Vec<String>> = profile.columns.iter().map(|c| row(c, profile.rows)).collect();
    out.push_str(&print::table(&header, &rows));
    for column in &profile.columns {
        for bad in column.invalid_examples.iter().take(2) {
            let (header, raw) = (one_line(&column.header), one_line(&bad.raw));
            let _ = if chinese {
                writeln!(out, "  {header} 第 {} 行：`{raw}` {}", bad.row, reasons_chinese(column, &bad.reasons))
            } else {
                writeln!(out, "  {header}, row {}: `{raw}` {}", bad.row, bad.reasons)
            };
        }
    }
    if chinese {
        for column in &profile.columns {
            let _ = writeln!(out, "  {}：{}", one_line(&column.header), column.reason_zh);
        }
    }
    out
}

fn heading(profile: &TableProfile) -> String {
    let mut out = format!("{}: {} rows, {} rejected", profile.file, profile.rows, profile.rejected);
    for (reason, rows) in &profile.skipped {
        let _ = write!(out, ", {rows} {reason}");
    }
    if profile.repeated > 0 {
        let _ = write!(out, ", {} repeated", profile.repeated);
    }
    let preset = profile.preset.as_deref().unwrap_or("none");
    let _ = writeln!(out, "; entity {}, preset {preset}, country {}", profile.entity, profile.country);
    out
}

fn heading_chinese(profile: &TableProfile) -> String {
    let skipped: u64 = profile.skipped.values().sum();
    let entity = match profile.entity {
        "person" => "个人",
        "organisation" => "机构",
        _ => "个人和机构",
    };
    format!(
        "{}：{} 行，拒收 {}，跳过 {skipped}，重复 {}；对象 {entity}，预设 {}，国家 {}\n",
        profile.file,
        profile.rows,
        profile.rejected,
        profile.repeated,
        profile.preset.as_deref().unwrap_or("无"),
        profile.country
    )
}

/// The reasons of an example in Chinese; a code without a sentence as it is.
fn reasons_chinese(column: &ColumnProfile, codes: &str) -> String {
    let sentence = |code| column.findings.iter().find(|f| f.reason == code).map_or(code, |f| f.zh);
    codes.split(',').map(sentence).collect::<Vec<_>>().join("，")
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
