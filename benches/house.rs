//! The whole job end to end: `cargo bench --bench house`.
//!
//! Made channels of two sizes, and every labelled set of `GUIYI_BENCH_DATA` (folders with `records.csv`), if it is set.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use guiyi::model::watch::Unwatched;
use guiyi::pipeline::{self, AsOf, DedupeOptions, InitOptions, RunOptions, Size, SynthOptions};

/// Rows over all channels.
const SIZES: [u64; 2] = [10_000, 100_000];

const AS_OF: AsOf = AsOf::Moment(1_793_462_399_999);

/// A project over made exports.
fn project(folder: &Path, rows: u64) -> PathBuf {
    let made = SynthOptions { out: folder.to_path_buf(), size: Size::Rows(rows), seed: 1, crm: false, nights: None };
    pipeline::synth(&made, &Unwatched).expect("a temporary folder");
    let project = folder.join("project");
    let options = InitOptions { inputs: vec![folder.join("exports")], project: project.clone(), replace: true };
    pipeline::init(&options, &Unwatched).expect("made exports");
    project
}

fn run(c: &mut Criterion) {
    let mut group = c.benchmark_group("run");
    group.sample_size(10);
    for rows in SIZES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = project(folder.path(), rows);
        group.throughput(Throughput::Elements(rows));
        group.bench_function(BenchmarkId::from_parameter(rows), |b| {
            b.iter(|| {
                // From an empty output each time: no state, no earlier report.
                drop(fs::remove_dir_all(project.join("out")));
                let options = RunOptions {
                    project: project.clone(),
                    as_of: AS_OF,
                    keep_stages: None,
                    model: None,
                    retrain: true,
                    full: false,
                    accept_drop: false,
                    dry_run: false,
                };
                black_box(pipeline::run(&options, &Unwatched).expect("a made project"));
            });
        });
    }
    group.finish();
}

fn dedupe(c: &mut Criterion) {
    let Some(data) = std::env::var_os("GUIYI_BENCH_DATA") else { return };
    let mut sets: Vec<PathBuf> = fs::read_dir(&data).expect("the folder of GUIYI_BENCH_DATA").flatten().map(|e| e.path()).collect();
    sets.sort();
    let mut group = c.benchmark_group("dedupe");
    group.sample_size(10);
    for set in sets.iter().filter(|set| set.join("records.csv").is_file()) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = DedupeOptions {
            files: vec![set.join("records.csv")],
            out: Some(folder.path().join("out")),
            id: Some("rec_id".to_owned()),
            config: None,
            plan: false,
            normalise_only: false,
            model: None,
            labels: None,
            replace: true,
            as_of: AS_OF,
            keep_stages: None,
            language: None,
        };
        let name = set.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        group.bench_function(name, |b| {
            b.iter(|| {
                drop(black_box(pipeline::dedupe(&options, &Unwatched).expect("a labelled set")));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, run, dedupe);
criterion_main!(benches);
