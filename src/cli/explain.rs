//! `guiyi explain`: why.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, AsOf, CustomerStory, ExplainOptions, Explanation, Failure, TagStory};
use crate::resolve::PairExplanation;

/// Say why records are one customer, or are not.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "With one ID: the customer's golden values, the rows behind them, which value won and why, and what happened when. With two: the match \
        weight between them, comparison by comparison, in bits. With --tag: the values a tag's rule saw, and which part of its condition fails if the tag is absent.\n\n\
        An ID is a customer_id, CHANNEL:SOURCE_KEY or FILE:ROW, as in xref.csv. The project is run in memory; nothing is written. With --published \
        the answer comes out of the last published run at once, however large it is: then two IDs show the scored links between them instead of each \
        comparison.",
    after_help = "Examples:\n  guiyi explain -p project 7TQ4M0ZK3D8X\n  guiyi explain -p project taobao:3100000000000045 exports/jd.csv:17\n  \
        guiyi explain -p project 7TQ4M0ZK3D8X --tag 高活跃意向客户\n  guiyi explain -p project 7TQ4M0ZK3D8X --published"
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
    /// A tag: why has the customer it, or which part of its condition fails?
    #[arg(long, value_name = "NAME", conflicts_with = "other")]
    tag: Option<String>,
    /// The moment to look from: a day (its end) or a time [default: now].
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// Look into a published run instead of running the project.
    #[arg(long, conflicts_with = "as_of")]
    published: bool,
    /// The published run to look into [default: the last one].
    #[arg(long, value_name = "RUN", conflicts_with = "as_of")]
    run: Option<String>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let Args { project, id, other, tag, as_of, published, run } = args;
    let published = (published || run.is_some()).then_some(run);
    let options = ExplainOptions { project, as_of: as_of.unwrap_or_default(), id, other, tag, published };
    let text = match session.watched(|watch| pipeline::explain(&options, watch))? {
        Explanation::Customer(story) => customer(&story),
        Explanation::Tag(story) => tag_story(&story),
        Explanation::Nobody(name) => format!("{name} has no usable identity and belongs to no customer\n"),
        Explanation::Links { customers, links } => linked(&options, &customers, &links),
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
    section("follow-ups", &["action", "due", "overdue", "owner"], &story.followups);
    section("timeline", &["at", "kind", "status", "amount", "currency", "channel", "owner", "about"], &story.timeline);
    out
}

fn tag_story(story: &TagStory) -> String {
    let TagStory { customer_id, tag, evidence, given } = story;
    let has = evidence.as_ref().is_some_and(|evidence| evidence.given) || !given.is_empty();
    let mut out = format!("{customer_id} {} the tag {tag}\n", if has { "has" } else { "has not" });
    if let Some(evidence) = evidence {
        let _ = writeln!(out, "\nrule: {}", evidence.condition);
        if let Some(rival) = &evidence.ousted_by {
            let _ = writeln!(out, "its condition holds, but `{rival}` of the same group comes first");
        }
        let parts: Vec<Vec<String>> = evidence
            .parts
            .iter()
            .map(|(part, holds)| vec![if *holds { "holds" } else { "fails" }.to_owned(), part.clone()])
            .collect();
        let _ = write!(out, "\n{}", print::table(&["", "part"], &parts));
        let _ = write!(
            out,
            "\n{}",
            print::table(&["value", "is"], &evidence.values.iter().map(|(n, v)| vec![n.clone(), v.clone()]).collect::<Vec<_>>())
        );
    }
    if !given.is_empty() {
        let _ = write!(out, "\ngiven by people\n{}", print::table(&["as", "channel", "file", "row", "by", "at", "note"], given));
    }
    out
}

fn linked(options: &ExplainOptions, customers: &[String; 2], links: &[[String; 4]]) -> String {
    let other = options.other.as_deref().unwrap_or_default();
    let together = customers[0] == customers[1] && !customers[0].is_empty();
    let verdict = if together { "are one customer" } else { "are different customers" };
    let shown = |customer: &String| if customer.is_empty() { "none".to_owned() } else { customer.clone() };
    let mut out = format!("{} and {other} {verdict}\ncustomers: {}, {}\n", options.id, shown(&customers[0]), shown(&customers[1]));
    if links.is_empty() {
        out.push_str(
            "\nno pair between them was scored: they share all values, are linked through other rows, or have nothing in common\n",
        );
        return out;
    }
    let rows: Vec<Vec<String>> = links.iter().map(|link| link.to_vec()).collect();
    let _ = write!(out, "\nscored links\n{}", print::table(&["left", "right", "bits", "found by"], &rows));
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
