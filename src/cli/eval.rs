//! `guiyi eval`: scores against labels, as text or JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::eval::{Pairs, Score, Wrong};
use crate::pipeline::{self, Failure};

/// Score an xref against labels.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Scores an xref against labels: pairwise precision, recall and F1 over all pairs of labelled records, and B-cubed.\n\n\
        XREF has customer_id and either source_key or file,row. TRUTH has rec_id,truth_id or file,row,person_id; its file may be the end of the path in \
        XREF. A labelled record that is missing or has no customer counts as a customer of its own.",
    after_help = "Example:\n  guiyi eval out/current/xref.csv truth.csv"
)]
pub struct Args {
    /// What was found, e.g. out/current/xref.csv.
    xref: PathBuf,
    /// What is true.
    truth: PathBuf,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, _session: &Session) -> Result<Exit, Failure> {
    let score = pipeline::eval(&args.xref, &args.truth)?;
    let text = if args.json { json(&score) } else { text(&score) };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

fn json(s: &Score) -> String {
    let pairs = |p: &Pairs| serde_json::json!({"P": rounded(p.precision()), "R": rounded(p.recall()), "F1": rounded(p.f1())});
    let wrong = |list: &[Wrong]| -> Vec<_> {
        let each = |w: &Wrong| serde_json::json!({"name": w.name, "records": w.records, "parts": w.parts, "pairs": w.pairs, "samples": w.samples});
        list.iter().map(each).collect()
    };
    let sources: Vec<_> =
        s.by_source.iter().map(|(a, b, p)| serde_json::json!({"a": a, "b": b, "pairs": p.real, "score": pairs(p)})).collect();
    let value = serde_json::json!({
        "rows": s.rows, "missing": s.missing, "anonymous": s.anonymous, "extra": s.extra, "customers": s.customers, "entities": s.entities,
        "P": rounded(s.pairs.precision()), "R": rounded(s.pairs.recall()), "F1": rounded(s.pairs.f1()), "B3": rounded(s.b3()),
        "by_source": sources, "false_merges": wrong(&s.false_merges), "misses": wrong(&s.misses),
    });
    format!("{value}\n")
}

fn text(s: &Score) -> String {
    let mut out = format!(
        "rows {} (missing {}, anonymous {}, unlabelled {}), customers {}, entities {}\n",
        s.rows, s.missing, s.anonymous, s.extra, s.customers, s.entities
    );
    let percent = |x: f64| format!("{x:.4}");
    let header = ["", "precision", "recall", "F1", "true pairs", "found", "right"];
    let line = |name: String, p: &Pairs| {
        let figures = [
            percent(p.precision()),
            percent(p.recall()),
            percent(p.f1()),
            p.real.to_string(),
            p.found.to_string(),
            p.right.to_string(),
        ];
        std::iter::once(name).chain(figures).collect::<Vec<_>>()
    };
    let mut rows = vec![line("all pairs".to_owned(), &s.pairs)];
    let b3 = [percent(s.b3_precision), percent(s.b3_recall), percent(s.b3())];
    rows.push(std::iter::once("B-cubed".to_owned()).chain(b3).chain(["", "", ""].map(String::from)).collect());
    rows.extend(s.by_source.iter().map(|(a, b, p)| line(format!("{a} × {b}"), p)));
    out.push_str(&print::table(&header, &rows));
    list(&mut out, "worst false merges (customer: records of how many entities, wrong pairs)", &s.false_merges);
    list(&mut out, "worst misses (entity: records in how many customers, missed pairs)", &s.misses);
    out
}

fn list(out: &mut String, title: &str, wrong: &[Wrong]) {
    if wrong.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for w in wrong {
        let _ = writeln!(out, "  {}: {} of {}, {}: {}", w.name, w.records, w.parts, w.pairs, w.samples.join(" "));
    }
}
