//! `guiyi train`: a model for runs to come.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, AsOf, Failure, TrainOptions, TrainOutcome};

/// Estimate a model without publishing anything.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Estimates a model (m and u probabilities, weights, threshold) from tables or from a project, and writes it to DIR/model.json, with the \
        frequencies of common values beside it in DIR/facts.parquet. Nothing is published.\n\n\
        Runs keep the model of the last published run anyway. Train one by hand to learn from a larger table than tonight's, from what people decided \
        (decisions.csv of the project), or from labelled pairs: --labels takes a csv of id_a,id_b,verdict (same or different), or one like \
        decisions.csv. Five labels of each verdict move the threshold, every label the weights.\n\n\
        Use it with `run --model`, `dedupe --model`, or [match] model = \"model/model.json\" in guiyi.toml.",
    after_help = "Examples:\n  guiyi train -p project                                   # from the project and its decisions\n  \
        guiyi train contacts.csv --id id --labels pairs.csv -o model\n  guiyi dedupe contacts.csv -o out --model model/model.json"
)]
pub struct Args {
    /// Tables to train on, instead of a project.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Project folder with guiyi.toml, where no FILE is given.
    #[arg(short, long, default_value = ".", value_name = "DIR", conflicts_with = "files")]
    project: PathBuf,
    /// Folder for the model [default: `model` in the project, or here for tables].
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Labelled pairs to learn from.
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Column that identifies a row at its source, for tables.
    #[arg(long, value_name = "COL", requires = "files")]
    id: Option<String>,
    /// What columns are and how to match, for tables; as written by `dedupe --plan`.
    #[arg(long, value_name = "FILE", requires = "files")]
    config: Option<PathBuf>,
    /// The moment to look from: a day (its end) or a time [default: now].
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let Args { files, project, out, labels, id, config, as_of } = args;
    let options = TrainOptions { files, project, id, config, labels, out, as_of: as_of.unwrap_or_default() };
    let done = session.watched(|watch| pipeline::train(&options, watch))?;
    if session.json() {
        print::log(&serde_json::json!({"summary": summary(&done), "exit": 0, "remarks": done.remarks}).to_string());
    } else if !session.quiet() {
        done.remarks.iter().for_each(|remark| print::log(&format!("note: {remark}")));
        print::log(&format!("model: {}", done.file.display()));
        print::log(&summary(&done));
    }
    Ok(Exit::Done)
}

fn summary(done: &TrainOutcome) -> String {
    let m = &done.model;
    format!(
        "train: {} identity records, {} pairs, {} of {} labels used, threshold {} bits, expected precision {:.1} %, recall {:.1} %",
        m.records,
        done.pairs,
        m.labels,
        done.labels,
        m.threshold_bits,
        m.expected_precision * 100.0,
        m.expected_recall * 100.0
    )
}
