//! One group per room, on made data: `cargo bench --bench rooms`, or one room: `cargo bench --bench rooms -- resolve`.
//!
//! The data are those of `guiyi synth`, so every size is repeatable. Throughput is in rows.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use guiyi::deliver::{self, CsvFlavour, Style, tables};
use guiyi::ingest::{self, ReadOptions};
use guiyi::model::customers::{ByPeople, Customers, TagOutcome};
use guiyi::model::kind::Kind;
use guiyi::model::kpi::Kpis;
use guiyi::model::resolution::Resolution;
use guiyi::model::shaped::ChannelTable;
use guiyi::model::table::Table;
use guiyi::model::text::TextColumn;
use guiyi::model::watch::Unwatched;
use guiyi::normalise::records::{self, Normalised};
use guiyi::normalise::understand;
use guiyi::normalise::{Context, cell};
use guiyi::registry::{self, Assignment};
use guiyi::report::{self, Frame, Measured, Samples};
use guiyi::rules::{self, ChannelRule, Rules};
use guiyi::synth::{self, FOLDER, Plan, Sink};
use guiyi::{eval, merge, resolve, tag};

/// Rows over all channels.
const SIZES: [u64; 2] = [1_000, 10_000];

/// Where the made world stands: 2026-10-31 24:00 in Shanghai.
const AS_OF_MS: i64 = 1_793_462_399_999;

struct Folder(PathBuf);

impl Sink for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        Ok(Box::new(BufWriter::new(File::create(path)?)))
    }
}

/// Everything each room gives, so that the next one can be measured alone.
struct World {
    folder: tempfile::TempDir,
    rules: Rules,
    rows: u64,
    files: Vec<PathBuf>,
    tables: Vec<ChannelTable>,
    data: Normalised,
    resolution: Resolution,
    assignment: Assignment,
    customers: Customers,
    tags: TagOutcome,
    master: Table,
    kpis: Kpis,
}

fn compiled<T, E: std::fmt::Debug>(rules: Result<T, E>) -> T {
    rules.expect("the shipped rules are sound")
}

/// The rules of a project without channels of its own.
fn rules_in(folder: &Path) -> Rules {
    let text = "[project]\nname = \"bench\"\n\n[[channel]]\nname = \"none\"\nfiles = \"none.csv\"\n";
    fs::write(folder.join("guiyi.toml"), text).expect("a temporary folder");
    let mut rules = compiled(rules::load(folder));
    rules.channels.clear();
    rules
}

fn read(file: &Path, rules: &Rules) -> Vec<ChannelTable> {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let tables = ingest::read(file, &name, &ReadOptions::default(), &Unwatched).expect("a made file");
    let understood = tables.into_iter().map(|table| {
        let mapping = understand::understand(&table, &rules.presets, None::<&ChannelRule>, &rules.project).expect("a made file");
        ingest::shape(table, mapping)
    });
    understood.collect()
}

fn world(rows: u64) -> World {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut sink = Folder(folder.path().to_path_buf());
    let made = synth::channels(&Plan::of_rows(rows, 1), &mut sink, &Unwatched).expect("a temporary folder");
    let rules = rules_in(folder.path());
    let files: Vec<PathBuf> = made.iter().map(|m| folder.path().join(FOLDER).join(&m.file)).collect();
    let tables: Vec<ChannelTable> = files.iter().flat_map(|file| read(file, &rules)).collect();
    let data = records::records(&tables, &Unwatched);
    let resolution = resolve::resolve(&data.records, &compiled(resolve::compile(&rules)), &Unwatched);
    let assignment = registry::assign(&data.records, &resolution, None).expect("without a state nothing is read");
    let merge_rules = compiled(merge::compile(&rules));
    let input = merge::MergeInput {
        records: &data.records,
        events: &data.events,
        roster: &assignment.roster,
        rules: &merge_rules,
        as_of: AS_OF_MS,
    };
    let customers = merge::merge(&input);
    let input = tag::TagInput {
        customers: &customers,
        records: &data.records,
        events: &data.events,
        people: &ByPeople::default(),
        as_of_ms: AS_OF_MS,
    };
    let tags = tag::tag(input, &compiled(tag::compile(&rules)));
    let master = merge::master_table(&customers, &tags);
    let kpis = merge::kpis(&merge::KpiInput {
        records: &data.records,
        resolution: &resolution,
        customers: &customers,
        rules: &merge_rules,
        rejected: &std::collections::BTreeMap::new(),
    });
    let rows = data.records.len() as u64;
    World { folder, rules, rows, files, tables, data, resolution, assignment, customers, tags, master, kpis }
}

fn rooms(c: &mut Criterion) {
    for size in SIZES {
        let w = world(size);
        let mut room = |name: &str, work: &mut dyn FnMut()| {
            let mut group = c.benchmark_group(name);
            group.sample_size(10).throughput(Throughput::Elements(w.rows));
            group.bench_function(BenchmarkId::from_parameter(w.rows), |b| b.iter(&mut *work));
            group.finish();
        };
        room("ingest", &mut || drop(black_box(w.files.iter().map(|f| read(f, &w.rules)).collect::<Vec<_>>())));
        room("normalise", &mut || drop(black_box(records::records(&w.tables, &Unwatched))));
        let rules = compiled(resolve::compile(&w.rules));
        room("resolve", &mut || drop(black_box(resolve::resolve(&w.data.records, &rules, &Unwatched))));
        room("registry", &mut || drop(black_box(registry::assign(&w.data.records, &w.resolution, None))));
        let rules = compiled(merge::compile(&w.rules));
        let input = merge::MergeInput {
            records: &w.data.records,
            events: &w.data.events,
            roster: &w.assignment.roster,
            rules: &rules,
            as_of: AS_OF_MS,
        };
        room("merge", &mut || drop(black_box(merge::merge(&input))));
        let (rules, people) = (compiled(tag::compile(&w.rules)), ByPeople::default());
        let input = tag::TagInput {
            customers: &w.customers,
            records: &w.data.records,
            events: &w.data.events,
            people: &people,
            as_of_ms: AS_OF_MS,
        };
        room("tag", &mut || drop(black_box(tag::tag(input, &rules))));
        room("report", &mut || drop(black_box(report_of(&w))));
        room("deliver", &mut || deliver_to(&w));
        room("synth", &mut || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let mut sink = Folder(folder.path().to_path_buf());
            drop(black_box(synth::channels(&Plan::of_rows(w.rows, 1), &mut sink, &Unwatched)));
        });
        let (xref, truth) = labelled(w.rows);
        room("eval", &mut || drop(black_box(eval::join(&xref, &truth).map(|joined| eval::score(&joined)))));
    }
}

/// Cells of one kind as columns hold them, made from a counter.
type Cells = (&'static str, Kind, fn(usize) -> String);

const FAMILY: [&str; 6] = ["王", "李", "张", "刘", "欧阳", "陈"];
const GIVEN: [&str; 6] = ["伟", "志辉", "国强", "丽华", "思雨", "芳"];
const LATIN_GIVEN: [&str; 4] = ["John", "Mary", "Robert", "Zhihui"];
const LATIN_FAMILY: [&str; 4] = ["Smith", "Miller", "Garcia", "Wang"];

/// Spreads a counter over a range.
fn spread(i: usize, salt: usize, most: usize) -> usize {
    (i.wrapping_mul(2_654_435_761).wrapping_add(salt.wrapping_mul(40_503)) >> 7) % most
}

const KINDS: &[Cells] = &[
    ("phone", Kind::Phone, |i| format!("13{:09}", spread(i, 1, 1_000_000_000))),
    ("phone_world", Kind::Phone, |i| format!("+49 151 {:08}", spread(i, 1, 100_000_000))),
    ("email", Kind::Email, |i| format!("{}{}@163.com", LATIN_FAMILY[spread(i, 1, 4)], spread(i, 2, 100_000))),
    ("name_han", Kind::PersonName, |i| [FAMILY[spread(i, 1, 6)], GIVEN[spread(i, 2, 6)]].concat()),
    ("name_latin", Kind::PersonName, |i| [LATIN_GIVEN[spread(i, 1, 4)], LATIN_FAMILY[spread(i, 2, 4)]].join(" ")),
    ("company", Kind::Company, |i| format!("杭州{}{}科技有限公司", GIVEN[spread(i, 1, 6)], GIVEN[spread(i, 2, 6)])),
    ("address", Kind::Address, |i| format!("浙江省杭州市西湖区文三路{}号{}室", spread(i, 1, 900), spread(i, 2, 2000))),
    ("date", Kind::Date, |i| format!("2026-{:02}-{:02} 12:30:05", 1 + spread(i, 1, 12), 1 + spread(i, 2, 28))),
    ("national_id", Kind::NationalId, |i| {
        format!("330106199{:01}0{:01}1{:01}{:04}", i % 10, 1 + i % 9, i % 10, spread(i, 1, 10_000))
    }),
    ("url", Kind::Url, |i| format!("https://www.acme{}.com/a?utm_source=x", spread(i, 1, 1000))),
    ("email_company", Kind::Email, |i| format!("{}@acme{}.com.cn", LATIN_GIVEN[spread(i, 1, 4)], spread(i, 2, 5_000))),
    ("name_latin_comma", Kind::PersonName, |i| [LATIN_FAMILY[spread(i, 1, 4)], LATIN_GIVEN[spread(i, 2, 4)]].join(", ")),
    ("company_latin", Kind::Company, |i| format!("{} & {} Logistics Ltd", LATIN_FAMILY[spread(i, 1, 4)], LATIN_GIVEN[i % 4])),
    ("street_latin", Kind::Street, |i| format!("{} {} Road Apt {}", spread(i, 1, 9000), LATIN_FAMILY[i % 4], spread(i, 2, 90))),
    ("city_latin", Kind::City, |i| format!("{} Springs", LATIN_FAMILY[spread(i, 1, 4)])),
    ("nickname", Kind::Nickname, |i| format!("tb{}_{}", spread(i, 1, 100_000), LATIN_GIVEN[i % 4])),
    ("birth_date", Kind::BirthDate, |i| format!("19{:02}/{}/{}", spread(i, 1, 100), 1 + i % 12, 1 + i % 28)),
    ("amount", Kind::Amount, |i| format!("¥{}.{:02}", spread(i, 1, 9_000), i % 100)),
    ("account_id", Kind::AccountId, |i| format!("jd_{}_p", spread(i, 1, 1_000_000))),
];

/// Times a value comes in a column: orders name a customer more than once.
const REPEATS: usize = 3;

/// Cells per second of every kind, each cell once, without the columns around it.
fn kinds(c: &mut Criterion) {
    let mut group = c.benchmark_group("normalise_cell");
    group.sample_size(20);
    for (name, kind, make) in KINDS {
        let cells: Vec<String> = (0..10_000).map(make).collect();
        let context = Context::default();
        let mut out = Vec::new();
        group.throughput(Throughput::Elements(cells.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| {
                for text in &cells {
                    out.clear();
                    cell(*kind, black_box(text), &context, &mut out);
                }
            });
        });
    }
    group.finish();
}

/// Cells per second of every kind as columns have them: values repeat, are read into a dictionary and normalised once each.
fn columns(c: &mut Criterion) {
    let mut group = c.benchmark_group("normalise_column");
    group.sample_size(20);
    for (name, kind, make) in KINDS {
        let distinct: Vec<String> = (0..10_000).map(make).collect();
        let cells: Vec<&str> = (0..distinct.len() * REPEATS).map(|i| distinct[spread(i, 3, distinct.len())].as_str()).collect();
        let context = Context::default();
        let mut out = Vec::new();
        group.throughput(Throughput::Elements(cells.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| {
                let column = TextColumn::from_texts(black_box(&cells));
                for (_, text) in column.values.iter().skip(1) {
                    out.clear();
                    cell(*kind, text, &context, &mut out);
                }
                column.codes.len()
            });
        });
    }
    group.finish();
}

fn report_of(w: &World) -> report::Report {
    let found = Measured {
        rules: &w.rules,
        tables: &w.tables,
        records: &w.data.records,
        events: &w.data.events,
        findings: &w.data.findings,
        corrections: &[],
        costs: &[],
        resolution: &w.resolution,
        customers: &w.customers,
        tags: &w.tags,
        kpis: &w.kpis,
        as_of_ms: AS_OF_MS,
    };
    report::report(&report::measure(&found, Frame::default()).0, Samples::Masked)
}

fn deliver_to(w: &World) {
    let style = Style { timezone: chrono_tz::Asia::Shanghai, bom: false };
    let claim = deliver::claim(&w.folder.path().join("out"), "bench").expect("a temporary folder");
    let xref = tables::xref(&w.data.records, &w.resolution, &w.customers);
    claim.csv("xref", &xref, CsvFlavour::Exact, &style).expect("a temporary folder");
    claim.parquet("xref", &xref).expect("a temporary folder");
    claim.csv("master", &w.master, CsvFlavour::People, &style).expect("a temporary folder");
    claim.parquet("master", &w.master).expect("a temporary folder");
}

/// An xref that is right about all but every tenth row.
fn labelled(rows: u64) -> (Vec<u8>, Vec<u8>) {
    let (mut xref, mut truth) = (String::from("source_key,customer_id\n"), String::from("rec_id,truth_id\n"));
    for i in 0..rows {
        let given = if i % 10 == 0 { i } else { i / 3 };
        writeln!(xref, "{i},C{given}").expect("writing to memory");
        writeln!(truth, "{i},{}", i / 3).expect("writing to memory");
    }
    (xref.into_bytes(), truth.into_bytes())
}

criterion_group!(benches, rooms, kinds, columns);
criterion_main!(benches);
