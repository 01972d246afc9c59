//! The pair loop: `GUIYI_BENCH_RECORDS=records.csv cargo bench --bench pairs`.
//!
//! Records are blocked by given name and by birth date, as in the papers and tools this is compared with, to twenty
//! million pairs or all there are. One thread compares them: with giving up early (`pruned`), and every level of every
//! field (`full`). Throughput is in pairs, so it is pairs per second and core.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use guiyi::ingest::{self, ReadOptions};
use guiyi::model::kind::Kind;
use guiyi::model::watch::Unwatched;
use guiyi::normalise::{records, understand};
use guiyi::resolve::EDGE_FLOOR;
use guiyi::resolve::block::{Budget, Candidates, candidates};
use guiyi::resolve::compare::Memo;
use guiyi::resolve::prepare::{Prepared, prepare};
use guiyi::resolve::score::{Chance, Evidence, Layout, Pattern, Pruned, Weights, pattern, patterns, train};
use guiyi::rules;

/// Pairs compared, at the most.
const PAIRS: usize = 20_000_000;

/// Packed pairs of records that are equal in the first slot of a comparison of this kind.
fn blocked(prepared: &Prepared, kind: Kind, out: &mut Vec<u64>) {
    let Some(comparison) = prepared.comparisons.iter().position(|c| c.kind == kind) else { return };
    let Some(exactness) = prepared.comparisons[comparison].exactness(0) else { return };
    let code = |id: u32| prepared.values(&prepared.row(id)[comparison]).first().map_or(0, |&v| exactness.codes[v as usize]);
    let mut keyed: Vec<(u32, u32)> = (0..prepared.len() as u32).map(|id| (code(id), id)).filter(|k| k.0 != 0).collect();
    keyed.sort_unstable();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (i, &(_, left)) in block.iter().enumerate() {
            out.extend(block[i + 1..].iter().map(|&(_, right)| Candidates::pack(left, right, 0)));
        }
        if out.len() >= PAIRS {
            break;
        }
    }
}

fn pairs(c: &mut Criterion) {
    let Some(file) = std::env::var_os("GUIYI_BENCH_RECORDS").map(PathBuf::from) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rules = rules::implied(folder.path()).expect("the shipped rules are sound");
    let read = ingest::read(&file, "records.csv", &ReadOptions::default(), &Unwatched).expect("a readable table");
    let understood = read.into_iter().map(|table| {
        let mapping = understand::understand(&table, &rules.presets, None, &rules.project).expect("a table with headers");
        ingest::shape(table, mapping)
    });
    let tables: Vec<_> = understood.collect();
    let data = records::records(&tables, &Unwatched);
    let prepared = prepare(&data.records, &[], None);
    let layout = Layout::new(&prepared.comparisons, prepared.mostly());
    let found = candidates(&data.records, &prepared, Budget::for_records(prepared.len()));
    let mut seen = patterns(&prepared, &layout, &found.packed);
    seen.sort_unstable();
    let counts: Vec<(Pattern, u32)> = seen.chunk_by(|a, b| a == b).map(|c| (c[0], c.len() as u32)).collect();
    let chance = Chance::measure(&prepared, &layout);
    let evidence = Evidence { counts: &counts, scale: 1.0, records: prepared.len(), labelled: &[] };
    let weights = Weights::new(&layout, &train(&layout, &chance, &evidence));
    let mut packed = Vec::with_capacity(PAIRS);
    blocked(&prepared, Kind::BirthDate, &mut packed);
    blocked(&prepared, Kind::PersonName, &mut packed);
    packed.sort_unstable();
    packed.dedup();
    packed.truncate(PAIRS);

    let mut group = c.benchmark_group(format!("{} pairs of {} fields", packed.len(), prepared.width()));
    group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(packed.len() as u64));
    group.bench_function("pruned", |b| {
        let pruned = Pruned::new(&prepared, &layout, &weights, EDGE_FLOOR);
        let mut memo = Memo::default();
        b.iter(|| {
            let mut kept = 0;
            pruned.scores(&packed, &mut memo, |_, _| kept += 1);
            black_box(kept)
        });
    });
    group.bench_function("full", |b| {
        let mut memo = Memo::default();
        b.iter(|| {
            let bits = |&pair: &u64| {
                let (left, right, _) = Candidates::unpack(pair);
                weights.bits(pattern(&prepared, &layout, left, right, &mut memo))
            };
            black_box(packed.iter().map(bits).filter(|&bits| bits >= EDGE_FLOOR).count())
        });
    });
    group.finish();
}

criterion_group!(benches, pairs);
criterion_main!(benches);
