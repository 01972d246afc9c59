//! `guiyi eval`: scores against labels, as text or JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::eval::{Pairs, Point, Score, Wrong};
use crate::pipeline::{self, Curve, Failure};

/// Score an xref against labels.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Scores an xref against labels: pairwise precision, recall and F1 over all pairs of labelled records, and B-cubed.\n\n\
        XREF has customer_id and either source_key or file,row. TRUTH has rec_id,truth_id or file,row,person_id; its file may be the end of the path in \
        XREF. A labelled record that is missing or has no customer counts as a customer of its own.\n\n\
        With --curve also precision, recall and F1 at every threshold, so that one sees how far the chosen one is from the best; XREF lies where `run` \
        or `dedupe` wrote it then.",
    after_help = "Example:\n  guiyi eval out/current/xref.csv truth.csv"
)]
pub struct Args {
    /// What was found, e.g. out/current/xref.csv.
    xref: PathBuf,
    /// What is true.
    truth: PathBuf,
    /// Score every threshold too, in bits of match weight.
    #[arg(long)]
    curve: bool,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, _session: &Session) -> Result<Exit, Failure> {
    let (score, curve) = pipeline::eval(&args.xref, &args.truth, args.curve)?;
    let text = if args.json { json(&score, curve.as_ref()) } else { text(&score, curve.as_ref()) };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

fn json(s: &Score, curve: Option<&Curve>) -> String {
    let pairs = |p: &Pairs| serde_json::json!({"P": rounded(p.precision()), "R": rounded(p.recall()), "F1": rounded(p.f1())});
    let wrong = |list: &[Wrong]| -> Vec<_> {
        let each = |w: &Wrong| serde_json::json!({"name": w.name, "records": w.records, "parts": w.parts, "pairs": w.pairs, "samples": w.samples});
        list.iter().map(each).collect()
    };
    let sources: Vec<_> =
        s.by_source.iter().map(|(a, b, p)| serde_json::json!({"a": a, "b": b, "pairs": p.real, "score": pairs(p)})).collect();
    let mut value = serde_json::json!({
        "rows": s.rows, "missing": s.missing, "anonymous": s.anonymous, "extra": s.extra, "customers": s.customers, "entities": s.entities,
        "P": rounded(s.pairs.precision()), "R": rounded(s.pairs.recall()), "F1": rounded(s.pairs.f1()), "B3": rounded(s.b3()),
        "by_source": sources, "false_merges": wrong(&s.false_merges), "misses": wrong(&s.misses),
    });
    if let Some(curve) = curve {
        let point = |p: &Point| {
            let mut point = pairs(&p.pairs);
            point["threshold"] = p.threshold.into();
            point
        };
        value["threshold"] = curve.chosen.into();
        value["curve"] = curve.points.iter().map(point).collect();
    }
    format!("{value}\n")
}

fn text(s: &Score, curve: Option<&Curve>) -> String {
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
    if let Some(curve) = curve {
        out.push_str("\nevery threshold\n");
        out.push_str(&curve_table(curve));
    }
    out
}

/// A line per threshold; the chosen and the best say so.
fn curve_table(curve: &Curve) -> String {
    let best = curve.points.iter().map(|p| p.pairs.f1()).fold(0.0, f64::max);
    let line = |p: &Point| {
        let marks = [(p.threshold == curve.chosen, "chosen"), (p.pairs.f1() == best, "best")];
        let figures = [p.pairs.precision(), p.pairs.recall(), p.pairs.f1()].map(|x| format!("{x:.4}"));
        let marks: Vec<&str> = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let ends = [p.pairs.found.to_string(), marks.join(", ")];
        std::iter::once(p.threshold.to_string()).chain(figures).chain(ends).collect::<Vec<_>>()
    };
    print::table(&["bits", "precision", "recall", "F1", "found", ""], &curve.points.iter().map(line).collect::<Vec<_>>())
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
