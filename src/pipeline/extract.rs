//! `extract`: chosen customers of a published run as a file for people or other programs. Nothing is matched again.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use chrono::DateTime;

use super::consolidate::zone;
use super::failure::Failure;
use super::published::{Published, last, published, run_ids};
use super::rooms;
use super::stages::Stages;
use crate::deliver::{self, Sheet};
use crate::model::kind::Kind;
use crate::model::table::Table;
use crate::model::value::Part;
use crate::model::watch::Watch;
use crate::normalise::{Context, name};
use crate::registry::MasterSnapshot;
use crate::rules::{self, Rules, did_you_mean, personal};
use crate::tag;

/// What is to be extracted.
#[derive(Debug, Clone)]
pub struct ExtractOptions {
    /// Project folder.
    pub project: PathBuf,
    /// Name of the `[[extract]]`.
    pub name: String,
    /// Id of a published run; `None` = the current one.
    pub run: Option<String>,
    /// Where the file goes; `None` = `out/extracts/`.
    pub file: Option<PathBuf>,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct ExtractOutcome {
    /// The file.
    pub file: PathBuf,
    /// The run it was taken from.
    pub run_id: String,
    /// Customers chosen.
    pub customers: u64,
    /// Rows written: more than customers where each account has a row, fewer where required columns are empty.
    pub rows: u64,
    /// Customers left out because they opted out.
    pub opted_out: u64,
    /// Rows left out because a required column is empty.
    pub incomplete: u64,
}

/// Writes one extract.
///
/// # Errors
/// Mistakes in rules, an unknown extract or run, or a file that cannot be read or written; nothing was written then.
pub fn extract(options: &ExtractOptions, watch: &dyn Watch) -> Result<ExtractOutcome, Failure> {
    let stages = Stages::start(watch);
    let rules = rules::load(&options.project)?;
    let rooms = rooms::compile(&rules)?;
    let extract = rooms.tag.extract(&options.name).ok_or_else(|| unknown_extract(&options.name, &rooms.tag))?;
    let out = rules.root.join(&rules.project.out);
    let published = find_run(&out, options.run.as_deref())?;
    let as_of_ms = DateTime::parse_from_rfc3339(&published.manifest.as_of)
        .map_err(|_| anyhow!("{}: holds no moment in `as_of`", published.folder.join("run.json").display()))?;
    let as_of_ms = as_of_ms.timestamp_millis();
    let master = stages.run("read", || read_master(&published, &rules))??;
    let chosen = stages.run("extract", || tag::select(extract, &master, &rooms.tag, as_of_ms))?;
    let place = &extract.rule().place;
    let chosen = chosen.map_err(|why| {
        let hint = "hint: run the project again, so that the master is made by these rules";
        anyhow!("{}:{}: extract `{}` of run `{}`: {why}\n\n{hint}", place.file, place.line, options.name, published.run_id)
    })?;
    drop(master);
    let file = options.file.clone().unwrap_or_else(|| out.join("extracts").join(file_name(extract)));
    let personal: Vec<_> =
        chosen.sources.iter().map(|source| source.as_deref().and_then(|source| personal(source, &rules))).collect();
    let sheet = Sheet {
        rule: extract.rule(),
        table: &chosen.table,
        personal: &personal,
        zone: zone(&rules.project.timezone),
        as_of_ms,
        split: &split_name,
    };
    let written = stages.run("deliver", || deliver::write_extract(&file, &sheet))??;
    Ok(ExtractOutcome {
        file,
        run_id: published.run_id,
        customers: chosen.customers,
        rows: written.rows,
        opted_out: chosen.opted_out,
        incomplete: written.incomplete,
    })
}

fn file_name(extract: &tag::Extract) -> String {
    let rule = extract.rule();
    rule.file.clone().unwrap_or_else(|| format!("{}.{}", rule.name, rule.format.extension()))
}

fn unknown_extract(name: &str, compiled: &tag::Compiled) -> anyhow::Error {
    let hint = if compiled.extract_names().next().is_none() {
        "write one: `[[extract]]` with `name = \"…\"` and `where = \"lifecycle = '复购'\"` in guiyi.toml".to_owned()
    } else {
        did_you_mean(name, compiled.extract_names())
    };
    anyhow!("there is no extract `{name}`\n\nhint: {hint}")
}

fn find_run(out: &Path, wanted: Option<&str>) -> Result<Published, Failure> {
    let Some(id) = wanted else {
        let hint = "hint: `guiyi run` publishes one";
        return last(out)?.ok_or_else(|| anyhow!("{}: there is no published run yet\n\n{hint}", out.display()).into());
    };
    published(out, id.to_owned()).ok_or_else(|| {
        let known = run_ids(out);
        let hint = did_you_mean(id, known.iter().map(String::as_str));
        anyhow!("{}: there is no run `{id}`\n\nhint: {hint}", out.join("runs").display()).into()
    })
}

fn read_master(published: &Published, rules: &Rules) -> anyhow::Result<Table> {
    let path = published.folder.join("master.parquet");
    let snapshot = MasterSnapshot::read(&path)?.ok_or_else(|| anyhow!("{}: cannot be read: no such file", path.display()))?;
    snapshot.table(|column| is_money(column, rules))
}

/// Columns that hold money, which Parquet keeps as whole minor units.
fn is_money(column: &str, rules: &Rules) -> bool {
    let mapped = rules.channels.iter().map(|c| &c.fields).chain(rules.presets.iter().map(|p| &p.fields)).flatten();
    let is_metric = rules.metrics.iter().any(|metric| metric.name == column);
    let mut amounts = mapped.filter_map(|(target, _)| target.own_field()).filter(|(_, kind)| *kind == Kind::Amount);
    !is_metric && (column == "spend" || column == Kind::Amount.name() || amounts.any(|(name, _)| name == column))
}

/// Family and given name of a person's name; what cannot be taken apart is a family name.
fn split_name(text: &str) -> (String, String) {
    let mut values = Vec::new();
    name::normalise(text, &Context::default(), &mut values);
    let Some(value) = values.first() else { return (text.to_owned(), String::new()) };
    match (value.part(Part::Family), value.part(Part::Given)) {
        ("", _) => (text.to_owned(), String::new()),
        (family, given) => printed(text, family, given),
    }
}

/// Parts are folded; what is shown are the letters of the printed name where they can be found in it.
fn printed(text: &str, family: &str, given: &str) -> (String, String) {
    let find = |part: &str| {
        let lower = text.to_lowercase();
        // Where folding changes the length of a text its places cannot be used.
        let at = (lower.len() == text.len() && !part.is_empty()).then(|| lower.find(&part.to_lowercase())).flatten()?;
        text.get(at..at + part.len()).map(str::to_owned)
    };
    let (own_family, own_given) = (find(family), find(given));
    (own_family.unwrap_or_else(|| family.to_owned()), own_given.unwrap_or_else(|| given.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart_as_they_are_printed() {
        let check = |text, family: &str, given: &str| assert_eq!(split_name(text), (family.into(), given.into()), "{text}");
        check("张伟", "张", "伟");
        check("欧阳娜娜", "欧阳", "娜娜");
        check("Anna Schmidt", "Schmidt", "Anna");
        check("杭州归一网络有限公司", "杭州归一网络有限公司", "");
    }
}
