//! `guiyi explain`: why.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, AsOf, CustomerStory, ExplainOptions, Explanation, Failure};
use crate::resolve::PairExplanation;

/// Say why records are one customer, or are not.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "With one ID: the customer's golden values, the rows behind them, which value won and why, and what happened when. With two: the match \
        weight between them, comparison by comparison, in bits.\n\n\
        An ID is a customer_id, CHANNEL:SOURCE_KEY or FILE:ROW, as in xref.csv. The project is run in memory; nothing is written.",
    after_help = "Examples:\n  guiyi explain -p project 7TQ4M0ZK3D8X\n  guiyi explain -p project taobao:3100000000000045 exports/jd.csv:17"
)]
pub struct Args {
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// A customer or a row.
    #[arg(value_name = "ID")]
    id: String,
    /// Another one: why are the two (not) the same customer?
    #[arg(value_name = "ID")]
    other: Option<String>,
    /// The moment to look from: a day (its end) or a time [default: now].
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let options = ExplainOptions { project: args.project, as_of: args.as_of.unwrap_or_default(), id: args.id, other: args.other };
    let text = match session.watched(|watch| pipeline::explain(&options, watch))? {
        Explanation::Customer(story) => customer(&story),
        Explanation::Nobody(name) => format!("{name} has no usable identity and belongs to no customer\n"),
        Explanation::Pair { names, together, why } => pair(&names, together, &why),
    };
    print::data(&text).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}

fn customer(story: &CustomerStory) -> String {
    let mut out = String::new();
    for (column, value) in &story.golden {
        let _ = writeln!(out, "{column:<18} {value}");
    }
    let mut section = |title: &str, header: &[&str], rows: &[Vec<String>]| {
        if !rows.is_empty() {
            let _ = write!(out, "\n{title}\n{}", print::table(header, rows));
        }
    };
    section("rows", &["channel", "file", "row", "source key", "matched by", "weight"], &story.members);
    section("which value won", &["field", "value", "channel", "file", "row", "rule", "losers"], &story.lineage);
    section("timeline", &["at", "kind", "status", "amount", "currency", "channel", "text"], &story.timeline);
    out
}

fn pair(names: &[String; 2], together: bool, why: &PairExplanation) -> String {
    let verdict = if together { "are one customer" } else { "are different customers" };
    let mut out = format!("{} and {} {verdict}", names[0], names[1]);
    if !why.decided.is_empty() {
        let _ = write!(out, " (decided by {})", why.decided);
    }
    let rule = why.rule.as_deref().map_or("by no blocking rule".to_owned(), |r| format!("by blocking rule `{r}`"));
    let _ = writeln!(out, "\nthe pair was found {rule}\n");
    let mut rows =
        vec![vec!["prior".to_owned(), String::new(), String::new(), String::new(), String::new(), String::new(), bits(why.prior)]];
    rows.extend(why.factors.iter().map(|f| {
        let share = |p: f64| if f.bits == 0.0 { String::new() } else { format!("{p:.6}") };
        vec![f.name.clone(), f.level.clone(), f.left.clone(), f.right.clone(), share(f.m), share(f.u), bits(f.bits)]
    }));
    if why.related.abs() >= 0.005 {
        let words = ["related", "shared by other customers"].map(String::from).into_iter();
        rows.push(words.chain([const { String::new() }; 4]).chain([bits(why.related)]).collect());
    }
    out.push_str(&print::table(&["comparison", "level", "left", "right", "m", "u", "bits"], &rows));
    let _ = writeln!(
        out,
        "\ntotal {} bits (probability {:.4}), threshold {} bits",
        bits(why.total),
        why.probability,
        bits(why.threshold)
    );
    out
}

fn bits(weight: f64) -> String {
    format!("{weight:+.2}")
}
