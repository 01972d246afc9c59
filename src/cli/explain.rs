//! `guiyi explain`: why.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, AsOf, Bond, CustomerStory, ExplainOptions, Explanation, Failure, Link, LinkStory, TagStory};
use crate::resolve::{PairExplanation, PairSearch};

/// Say why records are one customer, or are not.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "With one ID: the customer's golden values, the rows behind them, the links that hold them together (the weakest first), which value won and why, \
        and what happened when. With two: the match weight between them in bits: the prior, each field's level with its m and u, the total, the threshold, and \
        which blocking rule found the pair or why none did. With --tag: the values a tag's rule saw, and which part of its condition fails if the tag is absent.\n\n\
        An ID is a customer_id, CHANNEL:SOURCE_KEY or FILE:ROW, as in xref.csv. The project is run in memory; nothing is written. With --published \
        the answer comes out of the last published run at once, however large it is: then two IDs show the links that the run kept between them, or the way \
        from one to the other, and the values they were compared by, instead of the level each field reached.",
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
    #[arg(long, value_name = "NAME", conflicts_with_all = ["other", "published", "run"])]
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
        Explanation::Links(story) => linked(&options, &story),
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
    let links: Vec<Vec<String>> = story.bond.links.iter().map(link).collect();
    section("links that hold the rows together, weakest first", LINK, &links);
    out.push_str(&weakest(&story.bond));
    let mut section = |title: &str, header: &[&str], rows: &[Vec<String>]| {
        if !rows.is_empty() {
            let _ = write!(out, "\n{title}\n{}", print::table(header, rows));
        }
    };
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

/// Columns of a link.
const LINK: &[&str] = &["left", "right", "bits", "probability", "found by"];

fn link(link: &Link) -> Vec<String> {
    let [left, right] = link.rows.clone();
    if link.is_decided() {
        let verdict = if link.bits > 0.0 { "same" } else { "different" };
        return vec![left, right, verdict.to_owned(), String::new(), "decision".to_owned()];
    }
    vec![left, right, bits(link.bits), format!("{:.4}", link.probability()), link.rule.clone()]
}

/// What holds a customer together least, in words.
fn weakest(bond: &Bond) -> String {
    let mut out = String::new();
    if let Some(link) = bond.links.first() {
        let rows = |n: usize| if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
        let weight = if link.is_decided() { "a decision".to_owned() } else { format!("{} bits", bits(link.bits)) };
        let threshold = bond.threshold.map_or_else(String::new, |t| format!(" (threshold {})", bits(t)));
        let [a, b] = bond.sides;
        let _ = writeln!(out, "weakest link: {weight}{threshold}, between {} and {}", rows(a), rows(b));
    }
    if bond.parts > 1 {
        let _ = writeln!(out, "{} parts are held together by pairs too light to be kept", bond.parts);
    }
    if bond.folded > 0 && !bond.links.is_empty() {
        let _ = writeln!(out, "{} more rows equal one of these in all that is compared", bond.folded);
    }
    out
}

fn linked(options: &ExplainOptions, story: &LinkStory) -> String {
    let LinkStory { customers, links, more, way, equal, shown, kept, prior, threshold } = story;
    let other = options.other.as_deref().unwrap_or_default();
    let together = customers[0] == customers[1] && !customers[0].is_empty();
    let name = |customer: &String| if customer.is_empty() { "none".to_owned() } else { customer.clone() };
    let mut out =
        format!("{} and {other} {}\ncustomers: {}, {}\n", options.id, verdict(together), name(&customers[0]), name(&customers[1]));
    let known = |what: &str, weight: &Option<f64>| weight.map_or_else(String::new, |w| format!("{what} {} bits\n", bits(w)));
    let _ = write!(out, "{}{}", known("prior", prior), known("threshold", threshold));
    let table = |links: &[Link]| print::table(LINK, &links.iter().map(link).collect::<Vec<_>>());
    if !links.is_empty() {
        let _ = write!(out, "\nscored links, strongest first\n{}", table(links));
        if *more > 0 {
            let _ = writeln!(out, "and {more} more");
        }
    } else if !way.is_empty() {
        let _ = write!(out, "\nno pair between them was kept; the way from one to the other\n{}", table(way));
    } else if *equal {
        out.push_str("\nthey are equal in all that is compared\n");
    } else if together {
        out.push_str("\nno pair between them was kept: other rows of the customer hold them together\n");
    } else {
        out.push_str("\nno pair between them was kept: no blocking rule found one, or it weighs too little\n");
    }
    if !kept.is_empty() {
        let rows: Vec<Vec<String>> = kept
            .iter()
            .map(|k| {
                let [left, right] = k.values.clone();
                let same = if left.is_empty() || right.is_empty() {
                    "missing"
                } else if left == right {
                    "same"
                } else {
                    "differs"
                };
                let (best, worst) = k.span.map_or_else(Default::default, |(best, worst)| (bits(best), bits(worst)));
                vec![k.field.clone(), left, right, same.to_owned(), best, worst]
            })
            .collect();
        let header = ["field", &shown[0], &shown[1], "", "bits at best", "at worst"];
        let _ = write!(out, "\nvalues they were compared by\n{}", print::table(&header, &rows));
    }
    out
}

fn verdict(together: bool) -> &'static str {
    if together { "are one customer" } else { "are different customers" }
}

fn pair(names: &[String; 2], together: bool, why: &PairExplanation) -> String {
    let mut out = format!("{} and {} {}", names[0], names[1], verdict(together));
    let decided = match why.decided {
        "decision" => " (a person, or a link of the source, decided it)",
        "veto" => " (two valid ids that differ forbid it)",
        "entity" => " (one is a person, the other an organisation)",
        "same values" => " (equal in all that is compared)",
        "no identity" => " (one has nothing to be matched by)",
        _ => "",
    };
    let _ = writeln!(out, "{decided}\n{}", searched(&why.search, why.decided));
    let prior = ["prior".to_owned()].into_iter().chain([const { String::new() }; 5]).chain([bits(why.prior)]).collect();
    let mut rows: Vec<Vec<String>> = vec![prior];
    rows.extend(why.factors.iter().map(|f| {
        let share = |p: f64| if f.bits == 0.0 { String::new() } else { format!("{p:.6}") };
        vec![f.name.clone(), f.level.clone(), f.left.clone(), f.right.clone(), share(f.m), share(f.u), bits(f.bits)]
    }));
    if why.related.abs() >= 0.005 {
        let words = ["related", "shared by other customers"].map(String::from).into_iter();
        rows.push(words.chain([const { String::new() }; 4]).chain([bits(why.related)]).collect());
    }
    out.push_str(&print::table(&["comparison", "level", "left", "right", "m", "u", "bits"], &rows));
    let (total, threshold) = (bits(why.total), bits(why.threshold));
    let _ = writeln!(out, "\ntotal {total} bits (probability {:.4}), threshold {threshold} bits", why.probability);
    if why.decided.is_empty() && together != (why.total >= why.threshold) {
        out.push_str(if together {
            "the pair alone is below the threshold: other rows of the customer hold the two together\n"
        } else {
            "the pair alone is above the threshold: the other rows of both customers speak against it\n"
        });
    }
    out
}

/// Rules told at most where none found a pair.
const RULES_TOLD: usize = 8;

/// Which blocking rule found the pair, or why none did.
fn searched(search: &PairSearch, decided: &str) -> String {
    if let Some(rule) = &search.found {
        return format!("the pair was found by blocking rule `{rule}`\n");
    }
    if matches!(decided, "same values" | "no identity" | "entity") {
        return "blocking rules make no such pair\n".to_owned();
    }
    let mut out = "no blocking rule found the pair\n".to_owned();
    for missed in search.missed.iter().take(RULES_TOLD) {
        let why = if missed.differs.is_empty() {
            format!("{} records share it, more than are paired", missed.crowd)
        } else {
            format!("they differ in {}", missed.differs.join(" and "))
        };
        let _ = writeln!(out, "  {}: {why}", missed.rule);
    }
    let more = search.missed.len().saturating_sub(RULES_TOLD);
    if more > 0 {
        let _ = writeln!(out, "  {more} more rules in like manner");
    }
    if search.unfilled > 0 {
        let _ = writeln!(out, "  {} rules ask for a value that one of the two has not", search.unfilled);
    }
    out
}

fn bits(weight: f64) -> String {
    format!("{weight:+.2}")
}
