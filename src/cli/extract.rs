//! `guiyi extract`: a published run's customers as a file for people or other programs.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, ExtractOptions, ExtractOutcome, Failure};

/// Write one extract of a published run.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Writes the customers that an [[extract]] of the project chooses, out of a published run and without matching again: SQL `where`, columns, \
        order, a masking level, and a format (csv in UTF-8, with byte order mark or GB18030; xlsx; parquet; jsonl) or a template another program imports \
        (zoho_contacts, salesforce_contacts, hubspot_contacts, mailchimp_audience, fxiaoke_customers, dingtalk_customers, wecom_remark; your own in rules/extracts/).\n\n\
        Customers who opted out are left out unless the extract says `include_opted_out = true`. The file appears at once, under out/extracts/.",
    after_help = "Examples:\n  guiyi extract repeat_buyers -p project\n  guiyi extract repeat_buyers -p project --run 20261031T155959Z-7e30 -o buyers.xlsx"
)]
pub struct Args {
    /// Name of the [[extract]].
    #[arg(value_name = "NAME")]
    name: String,
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// A published run [default: the current one].
    #[arg(long, value_name = "RUN")]
    run: Option<String>,
    /// Where to write [default: out/extracts/NAME.EXT].
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let options = ExtractOptions { project: args.project, name: args.name, run: args.run, file: args.out };
    let outcome = session.watched(|watch| pipeline::extract(&options, watch))?;
    if session.quiet() {
        return Ok(Exit::Done);
    }
    let summary = summary(&options.name, &outcome);
    if session.json() {
        let line = serde_json::json!({
            "summary": summary, "file": outcome.file, "run": outcome.run_id, "customers": outcome.customers, "rows": outcome.rows,
            "opted_out": outcome.opted_out, "incomplete": outcome.incomplete,
        });
        print::log(&line.to_string());
    } else {
        print::log(&format!("file: {}", outcome.file.display()));
        print::log(&summary);
    }
    Ok(Exit::Done)
}

fn summary(name: &str, outcome: &ExtractOutcome) -> String {
    let ExtractOutcome { run_id, customers, rows, opted_out, incomplete, .. } = outcome;
    format!(
        "extract {name} of run {run_id}: {rows} rows of {customers} customers, left out {opted_out} opted out, {incomplete} without a required column"
    )
}
