//! The linkage of a run in `state/`: what it takes for the next run to score only what changed, written and read back.
//!
//! `linkage.json` says what it depends on, `blocks` how blocks are treated; `identities`, `links`, `steps` and `words` are
//! what is taken over. They hold hashes and weights, no values. Where one of these is missing or damaged the rest still
//! stands: every pair is scored then, and blocks are treated as before.

use std::iter::once_with;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::model::linkage::{Basis, Blocking, KeptLink, KeptPart, KeptStep, Linkage, RuleBlocks};
use crate::model::resolution::Resolution;
use crate::model::table::{Data, Table};

use super::pages::PagedFile;

/// File in `state/` that says what the linkage depends on.
pub const LINKAGE_FILE: &str = "linkage.json";

/// What `linkage.json` holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Header {
    basis: Basis,
    block_max: u32,
    #[serde(default)]
    edges: bool,
    /// Sizes of the tables: one that has another is damaged.
    identity_records: u64,
    links: u64,
    parts: u64,
    /// Blocking rules that links point into.
    rules: Vec<String>,
    /// Blocking rules that blocks are listed of.
    blocking: Vec<Limits>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Limits {
    rule: String,
    limit: u32,
    part_limit: u32,
    #[serde(default)]
    left_out: bool,
}

/// The text of `linkage.json`: stable bytes.
///
/// # Panics
/// Never: a tree of numbers and texts is JSON.
#[must_use]
pub fn linkage_text(resolution: &Resolution) -> String {
    let linkage = &resolution.linkage;
    let unscored = linkage.overruled.iter().filter(|(_, bits)| bits.is_none()).count();
    let limits = |r: &RuleBlocks| Limits { rule: r.name.clone(), limit: r.limit, part_limit: r.part_limit, left_out: r.left_out };
    let header = Header {
        basis: linkage.basis.clone(),
        block_max: linkage.blocking.block_max,
        edges: linkage.blocking.edges,
        identity_records: linkage.content.len() as u64,
        links: (resolution.edges.len() - unscored) as u64,
        parts: linkage.parts.len() as u64,
        rules: linkage.rules.clone(),
        blocking: linkage.blocking.rules.iter().map(limits).collect(),
    };
    let mut text = serde_json::to_string_pretty(&header).expect("a tree of numbers and texts is JSON");
    text.push('\n');
    text
}

/// Builds `identities`, `links`, `steps`, `blocks` and `words`, each with its name in `state/` and only when it is asked for.
pub fn linkage_tables(resolution: &Resolution) -> impl Iterator<Item = (&'static str, Table)> + '_ {
    let linkage = &resolution.linkage;
    once_with(|| ("identities", hashes("content", &linkage.content)))
        .chain(once_with(|| ("links", links_table(&linkage.links_of(&resolution.edges)))))
        .chain(once_with(|| ("steps", steps_table(&linkage.parts))))
        .chain(once_with(|| ("blocks", blocks_table(&linkage.blocking))))
        .chain(once_with(|| ("words", hashes("word", &linkage.lone_words))))
}

fn ints(numbers: impl Iterator<Item = i64>) -> Data {
    Data::Int(numbers.map(Some).collect())
}

fn hashes(name: &str, hashes: &[u64]) -> Table {
    let mut table = Table::new();
    table.push(name, ints(hashes.iter().map(|h| h.cast_signed())));
    table
}

/// Two numbers in one: the columns hold millions of rows.
fn both(high: u32, low: u32) -> i64 {
    (u64::from(high) << 32 | u64::from(low)).cast_signed()
}

fn halves(both: i64) -> (u32, u32) {
    let both = both.cast_unsigned();
    ((both >> 32) as u32, both as u32)
}

/// `pair`: both identity records; `score`: bits of the weight (a 32-bit float) and the rule.
fn links_table(links: &[KeptLink]) -> Table {
    let mut table = Table::new();
    table.push("pair", ints(links.iter().map(|l| both(l.left, l.right))));
    table.push("score", ints(links.iter().map(|l| both(l.bits.to_bits(), u32::from(l.rule)))));
    table
}

/// `part`: hash of the part; `step`: the clusters it joins; `bits`. A part without steps has one row without a step.
fn steps_table(parts: &[KeptPart]) -> Table {
    let rows = || parts.iter().flat_map(|part| (0..part.steps.len().max(1)).map(move |at| (part, part.steps.get(at))));
    let mut table = Table::new();
    table.push("part", ints(rows().map(|(part, _)| part.hash.cast_signed())));
    table.push("step", Data::Int(rows().map(|(_, step)| step.map(|s| both(u32::from(s.into), u32::from(s.from)))).collect()));
    table.push("bits", Data::Float(rows().map(|(_, step)| step.map(|s| s.bits)).collect()));
    table
}

const SPLIT: i64 = 0;
const REFUSED: i64 = 1;
const PART_REFUSED: i64 = 2;

/// `rule`: its place in `linkage.json`; `list`: 0 split block, 1 refused block, 2 refused part; `key`.
fn blocks_table(blocking: &Blocking) -> Table {
    let lists = |r: &RuleBlocks| [(SPLIT, r.split.clone()), (REFUSED, r.refused.clone()), (PART_REFUSED, r.parts_refused.clone())];
    let mut rows: Vec<[i64; 3]> = Vec::new();
    for (rule, blocks) in blocking.rules.iter().enumerate() {
        for (list, keys) in lists(blocks) {
            rows.extend(keys.iter().map(|key| [rule as i64, list, key.cast_signed()]));
        }
    }
    let mut table = Table::new();
    for (at, name) in ["rule", "list", "key"].into_iter().enumerate() {
        table.push(name, ints(rows.iter().map(|row| row[at])));
    }
    table
}

/// The linkage of a published run. Where nothing of it can be used, half a sentence says why; one without identity records
/// has only its treatment of blocks.
///
/// # Errors
/// Half a sentence.
pub fn linkage_of(run: &Path) -> Result<Linkage, String> {
    let state = run.join("state");
    let Ok(text) = std::fs::read_to_string(state.join(LINKAGE_FILE)) else {
        return Err("it left none, as older programs do".to_owned());
    };
    let damaged = || "what it left is damaged".to_owned();
    let header: Header = serde_json::from_str(&text).map_err(|_| damaged())?;
    let mut linkage = Linkage { basis: header.basis.clone(), rules: header.rules.clone(), ..Linkage::default() };
    linkage.blocking = blocking(&state, &header).map_err(|_| damaged())?;
    // Links may have gone with an erased person.
    let _ = taken_over(&state, &header, &mut linkage).map_err(|_| linkage.content.clear());
    Ok(linkage)
}

/// Columns of whole numbers, none of which may be missing.
fn columns<const N: usize>(state: &Path, table: &str, names: [&str; N]) -> anyhow::Result<[Vec<i64>; N]> {
    PagedFile::open(&state.join(format!("{table}.parquet")))?.several(names, |file, name| {
        file.numbers(name)?.into_iter().collect::<Option<_>>().with_context(|| format!("`{name}` lacks a number"))
    })
}

fn blocking(state: &Path, header: &Header) -> anyhow::Result<Blocking> {
    let rule = |l: &Limits| RuleBlocks {
        name: l.rule.clone(),
        limit: l.limit,
        part_limit: l.part_limit,
        left_out: l.left_out,
        ..RuleBlocks::default()
    };
    let mut blocking =
        Blocking { block_max: header.block_max, edges: header.edges, rules: header.blocking.iter().map(rule).collect() };
    let [rules, lists, keys] = columns(state, "blocks", ["rule", "list", "key"])?;
    for ((rule, list), key) in rules.into_iter().zip(lists).zip(keys) {
        let blocks = usize::try_from(rule).ok().and_then(|at| blocking.rules.get_mut(at)).context("no such rule")?;
        match list {
            SPLIT => &mut blocks.split,
            REFUSED => &mut blocks.refused,
            PART_REFUSED => &mut blocks.parts_refused,
            _ => bail!("no such list"),
        }
        .push(key.cast_unsigned());
    }
    blocking.rules.iter_mut().for_each(RuleBlocks::settle);
    Ok(blocking)
}

fn taken_over(state: &Path, header: &Header, linkage: &mut Linkage) -> anyhow::Result<()> {
    let [content] = columns(state, "identities", ["content"])?;
    let content: Vec<u64> = content.into_iter().map(i64::cast_unsigned).collect();
    let [words] = columns(state, "words", ["word"])?;
    linkage.lone_words = words.into_iter().map(i64::cast_unsigned).collect();
    linkage.lone_words.sort_unstable();
    let [pairs, scores] = columns(state, "links", ["pair", "score"])?;
    let link = |(pair, score): (i64, i64)| {
        let ((left, right), (bits, rule)) = (halves(pair), halves(score));
        KeptLink { left, right, bits: f32::from_bits(bits), rule: rule as u16 }
    };
    linkage.links = pairs.into_iter().zip(scores).map(link).collect();
    linkage.parts = parts(state)?;
    let sizes = [content.len(), linkage.links.len(), linkage.parts.len()].map(|n| n as u64);
    ensure!(sizes == [header.identity_records, header.links, header.parts], "not the sizes that were written");
    let known = |l: &KeptLink| l.left < l.right && (l.right as usize) < content.len() && l.bits.is_finite();
    ensure!(linkage.links.iter().all(known), "a link of nobody");
    linkage.content = content;
    Ok(())
}

fn parts(state: &Path) -> anyhow::Result<Vec<KeptPart>> {
    let file = PagedFile::open(&state.join("steps.parquet"))?;
    let ([hashes, steps], bits) = (file.several(["part", "step"], PagedFile::numbers)?, file.floats("bits")?);
    let mut parts: Vec<KeptPart> = Vec::new();
    for ((hash, step), bits) in hashes.into_iter().zip(steps).zip(bits) {
        let hash = hash.context("a part without a hash")?.cast_unsigned();
        if parts.last().is_none_or(|part| part.hash != hash) {
            parts.push(KeptPart { hash, steps: Vec::new() });
        }
        if let (Some(part), Some((into, from)), Some(bits)) = (parts.last_mut(), step.map(halves), bits) {
            part.steps.push(KeptStep { into: into as u16, from: from as u16, bits });
        }
    }
    ensure!(parts.is_sorted_by(|a, b| a.hash < b.hash), "parts out of order");
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use polars::prelude::{Column, DataFrame, IntoColumn as _, NamedFrom as _, ParquetWriter, Series};

    use super::*;
    use crate::model::resolution::Edge;

    fn made() -> Resolution {
        let edge = |left, right, bits| Edge { left, right, bits, rule: 1 };
        let step = |into, from, bits| KeptStep { into, from, bits };
        let rule = |name: &str, split: &[u64]| RuleBlocks {
            name: name.to_owned(),
            limit: 80,
            part_limit: 16,
            left_out: true,
            split: split.to_vec(),
            refused: vec![3, u64::MAX],
            parts_refused: vec![8],
        };
        Resolution {
            // The second pair was decided and never scored, the last one scored and decided.
            edges: vec![edge(0, 2, 7.25), edge(0, 9, f32::INFINITY), edge(2, 9, f32::NEG_INFINITY)],
            linkage: Linkage {
                basis: Basis { program: "1/1".to_owned(), model: u64::MAX, shape: 1 << 63 },
                content: vec![5, u64::MAX, 7],
                first_row: vec![0, 2, 9],
                rules: vec!["email".to_owned(), "phone".to_owned()],
                overruled: vec![(1, None), (2, Some(-3.5))],
                parts: vec![
                    KeptPart { hash: 4, steps: vec![step(0, 2, 9.5), step(0, 1, -1.0 / 3.0)] },
                    KeptPart { hash: u64::MAX, steps: Vec::new() },
                ],
                blocking: Blocking { block_max: 0, edges: true, rules: vec![rule("email", &[]), rule("phone", &[1, 2])] },
                lone_words: vec![6, u64::MAX],
                ..Linkage::default()
            },
            ..Resolution::default()
        }
    }

    /// Writes the linkage as a run would.
    fn written(resolution: &Resolution) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        std::fs::create_dir(&state).unwrap();
        std::fs::write(state.join(LINKAGE_FILE), linkage_text(resolution)).unwrap();
        for (name, table) in linkage_tables(resolution) {
            let column = |(name, data): (&str, &Data)| -> Column {
                match data {
                    Data::Int(values) => Series::new(name.into(), values.clone()).into_column(),
                    Data::Float(values) => Series::new(name.into(), values.clone()).into_column(),
                    _ => unreachable!("numbers only"),
                }
            };
            let mut frame =
                DataFrame::new_infer_height(table.columns().iter().map(|c| column((&c.name, &c.data))).collect()).unwrap();
            ParquetWriter::new(std::fs::File::create(state.join(format!("{name}.parquet"))).unwrap()).finish(&mut frame).unwrap();
        }
        (folder, state)
    }

    #[test]
    fn a_linkage_reads_back_with_the_weights_behind_decisions() {
        let made = made();
        let (folder, _) = written(&made);
        let read = linkage_of(folder.path()).unwrap();
        let bits: Vec<(u32, u32, f32)> = read.links.iter().map(|l| (l.left, l.right, l.bits)).collect();
        assert_eq!(bits, [(0, 1, 7.25), (1, 2, -3.5)]);
        assert_eq!(read, made.linkage.clone().as_read_back(&made.edges));
    }

    #[test]
    fn without_a_table_only_the_treatment_of_blocks_stands() {
        for gone in ["identities", "links", "steps", "words"] {
            let (folder, state) = written(&made());
            std::fs::remove_file(state.join(format!("{gone}.parquet"))).unwrap();
            let read = linkage_of(folder.path()).unwrap();
            assert_eq!((read.content.len(), read.blocking), (0, made().linkage.blocking), "{gone}");
        }
    }

    #[test]
    fn what_is_damaged_is_not_built_upon() {
        let check = |file: &str, content: &str, why: &str| {
            let (folder, state) = written(&made());
            std::fs::write(state.join(file), content).unwrap();
            let error = linkage_of(folder.path()).err();
            assert!(error.is_some_and(|e| e.contains(why)), "{file}");
        };
        check("linkage.json", "{}", "damaged");
        check("blocks.parquet", "no parquet", "damaged");
        let (folder, state) = written(&made());
        std::fs::copy(state.join("words.parquet"), state.join("identities.parquet")).unwrap();
        assert!(linkage_of(folder.path()).unwrap().content.is_empty());
        std::fs::remove_file(state.join(LINKAGE_FILE)).unwrap();
        assert!(linkage_of(folder.path()).is_err_and(|why| why.contains("it left none")));
    }
}
