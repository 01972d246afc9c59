//! The law of incremental runs: scoring only what changed gives what scoring everything gives.

use std::sync::Arc;

use proptest::prelude::*;

use crate::model::decisions::{Decision, Identity, Verdict};
use crate::model::hash::mix;
use crate::model::kind::{Kind, Party};
use crate::model::linkage::Linkage;
use crate::model::records::{Field, Records};
use crate::model::resolution::{ModelUse, Resolution, Reuse};
use crate::model::text::{ListColumn, TextBuilder};
use crate::model::value::{Dict, Normal, Part};
use crate::model::watch::Unwatched;

use super::tests::{crowd, records};
use super::{Compiled, KeptModel, LastLinkage, resolve};

/// A record: key, given and family name, phone, mail, address, company.
type Person = [String; 7];

/// People of whom every second comes twice; one in three works for a company, some of whose words one company only has.
fn people(n: u64) -> Vec<Person> {
    let words = ["north", "harbour", "stone", "bright", "cedar", "union", "delta", "prime", "lumen", "quartz", "vale", "orbit"];
    let mut out = Vec::new();
    for (i, (given, family, phone, mail, address)) in crowd(n).into_iter().enumerate() {
        let pick = |salt: u64, of: u64| mix(i as u64, salt) % of;
        let own = format!("word{}", pick(21, 60));
        let company = format!("{} {} {own}", words[pick(22, 12) as usize], words[pick(23, 12) as usize]);
        let company = if pick(24, 3) == 0 { company } else { String::new() };
        out.push([format!("k{i}"), given.clone(), family.clone(), phone.clone(), mail, address, company.clone()]);
        if i % 2 == 0 {
            out.push([format!("k{i}b"), given, family, phone, String::new(), String::new(), company]);
        }
    }
    out
}

fn company(name: &str) -> Normal {
    let mut n = Normal::valid(name);
    n.set(Part::Tokens, name.replace(' ', "|"));
    n.set(Part::Brand, name.split(' ').next().unwrap_or(""));
    n
}

fn table(people: &[Person]) -> Records {
    let rows: Vec<_> = people.iter().map(|p| (p[1].as_str(), p[2].as_str(), p[3].as_str(), p[4].as_str(), p[5].as_str())).collect();
    let mut records = records(&rows);
    let mut keys = TextBuilder::default();
    for p in people {
        keys.push(&p[0]);
    }
    records.source_key = keys.finish();
    let (mut dict, mut values) = (Dict::new(), ListColumn::new());
    for p in people {
        let code = dict.intern(&company(&p[6]));
        values.push((code != 0).then_some(code));
    }
    let (name, scope) = (Kind::Company.name().to_owned(), String::new());
    records.fields.push(Field { name, kind: Kind::Company, party: Party::Principal, scope, matches: true, dict, values });
    records
}

/// What one of a night's changes does.
type Change = (u8, usize, usize);

/// Adds, edits, removes, moves records, or lets several take over one value, so that its block grows beyond every limit.
fn change(people: &mut Vec<Person>, pool: &[Person], (what, which, other): Change, night: usize) {
    let (at, from) = (which % people.len(), other % people.len());
    match what {
        0 => {
            let mut new = pool[which % pool.len()].clone();
            new[0] = format!("n{night}.{which}.{other}");
            people.insert(from, new);
        }
        1 => {
            let field = 1 + other % 6;
            people[at][field] = people[from][field].clone();
        }
        2 if people.len() > 20 => {
            people.remove(at);
        }
        3 => {
            let field = 1 + other % 6;
            let value = people[at][field].clone();
            for i in 0..8 {
                let taker = (from + i * 7) % people.len();
                people[taker][field].clone_from(&value);
            }
        }
        4 => people[at][1 + other % 6].clear(),
        5 => people[at][6] = format!("word{} new{which}", other % 70),
        _ => people.rotate_left(at / 2),
    }
}

fn decision(people: &[Person], (a, b, same): (usize, usize, bool)) -> Decision {
    let identity = |at: usize| Identity { channel: "c".into(), source_key: people[at % people.len()][0].clone() };
    let none = String::new;
    let verdict = if same { Verdict::Same } else { Verdict::Different };
    Decision { a: identity(a), b: identity(b), verdict, by: none(), at: none(), note: none(), line: 2 }
}

/// A linkage as the next run reads it.
fn left_by(resolution: &Resolution) -> Linkage {
    resolution.linkage.clone().as_read_back(&resolution.edges)
}

fn same_outcome(a: &Resolution, b: &Resolution) -> Result<(), TestCaseError> {
    prop_assert_eq!(&a.edges, &b.edges);
    prop_assert_eq!(&a.cluster, &b.cluster);
    prop_assert_eq!(&a.matched_by, &b.matched_by);
    prop_assert_eq!(&a.match_weight, &b.match_weight);
    prop_assert_eq!(&a.review, &b.review);
    prop_assert_eq!(a.model.json(), b.model.json());
    prop_assert_eq!((&a.facts.histogram, &a.facts.cluster_sizes), (&b.facts.histogram, &b.facts.cluster_sizes));
    let expected = |r: &Resolution| (r.facts.threshold, r.facts.expected_precision, r.facts.expected_recall);
    prop_assert_eq!(expected(a), expected(b));
    prop_assert_eq!(left_by(a), left_by(b));
    Ok(())
}

fn first_night(people: &[Person], block_max: u32) -> (Compiled, Resolution) {
    let mut compiled = Compiled::default();
    compiled.matching.block_max = block_max;
    let first = resolve(&table(people), &compiled, &Unwatched);
    compiled.model = Some(KeptModel { model: first.model.clone(), wanted: false });
    compiled.last = LastLinkage::Kept(Arc::new(left_by(&first)));
    (compiled, first)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn scoring_what_changed_gives_what_scoring_everything_gives(
        nights in prop::collection::vec(prop::collection::vec((0u8..7, 0usize..5000, 0usize..5000), 0..25), 1..5),
        decisions in prop::collection::vec((0usize..500, 0usize..500, any::<bool>()), 0..6),
        block_max in prop::sample::select(vec![0u32, 3, 6]),
    ) {
        let pool = people(260);
        let mut people = people(220);
        let (mut compiled, _) = first_night(&people, block_max);
        for (night, changes) in nights.iter().enumerate() {
            for &one in changes {
                change(&mut people, &pool, one, night);
            }
            compiled.decisions = decisions.iter().skip(night).map(|&d| decision(&people, d)).collect();
            let records = table(&people);
            let some = resolve(&records, &compiled, &Unwatched);
            let all = resolve(&records, &Compiled { full: true, ..compiled.clone() }, &Unwatched);
            prop_assert!(some.facts.reuse.incremental && !all.facts.reuse.incremental);
            same_outcome(&some, &all)?;
            prop_assert!(some.facts.pairs <= all.facts.pairs);
            compiled.last = LastLinkage::Kept(Arc::new(left_by(&some)));
        }
    }
}

#[test]
fn a_night_without_changes_scores_nothing_and_leaves_the_same() {
    let people = people(300);
    let (compiled, first) = first_night(&people, 0);
    let again = resolve(&table(&people), &compiled, &Unwatched);
    assert_eq!((again.facts.pairs, again.model_use.clone()), (0, ModelUse::Kept));
    same_outcome(&again, &first).expect("the same outcome");
    let Reuse { links, parts, parts_reused, fresh, gone, .. } = again.facts.reuse;
    assert_eq!((links, fresh, gone), (first.edges.len() as u64, 0, 0));
    assert!(parts > 0 && parts == parts_reused);
}

#[test]
fn one_changed_record_costs_few_pairs_and_links_few_parts_anew() {
    let mut people = people(400);
    let (compiled, first) = first_night(&people, 0);
    people[40][3] = people[90][3].clone();
    let again = resolve(&table(&people), &compiled, &Unwatched);
    assert!(again.facts.pairs > 0 && again.facts.pairs * 20 < first.facts.pairs, "{}", again.facts.pairs);
    let Reuse { parts, parts_reused, .. } = again.facts.reuse;
    assert!(parts - parts_reused < 5, "{parts_reused} of {parts}");
    assert!(again.facts.remarks.iter().all(|r| !r.contains("anew")), "{:?}", again.facts.remarks);
}

/// Why everything was scored, after the last run was tampered with.
fn check(tamper: impl Fn(&mut Compiled, &mut Linkage), why: &str) {
    let people = people(200);
    let (mut compiled, first) = first_night(&people, 0);
    let mut linkage = left_by(&first);
    tamper(&mut compiled, &mut linkage);
    if !matches!(compiled.last, LastLinkage::Missing(_)) {
        compiled.last = LastLinkage::Kept(Arc::new(linkage));
    }
    let again = resolve(&table(&people), &compiled, &Unwatched);
    assert!(!again.facts.reuse.incremental);
    assert!(again.facts.remarks.iter().any(|r| r.contains("was taken over") && r.contains(why)), "{:?}", again.facts.remarks);
    if compiled.model.is_some() && compiled.matching.block_max == 0 {
        assert_eq!((again.cluster, again.edges), (first.cluster, first.edges), "{why}");
    }
}

#[test]
fn where_nothing_can_be_taken_over_everything_is_scored_and_the_reason_is_told() {
    check(|compiled, _| compiled.full = true, "it was asked for");
    check(|compiled, _| compiled.model = None, "the model was trained anew");
    check(|compiled, _| compiled.last = LastLinkage::Missing("the last run left none".into()), "the last run left none");
    check(|_, linkage| linkage.basis.program.push('0'), "another version of the program");
    check(|_, linkage| linkage.basis.model ^= 1, "another model had scored them");
    check(|_, linkage| linkage.basis.shape ^= 1, "what is compared");
    check(|compiled, _| compiled.matching.block_max = 5, "`block_max` has changed");
}
