//! Laws of the engine, on records made by hand: what blocking, scoring and a kept model hold for any table.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::model::decisions::{Decision, Identity, Verdict};
use crate::model::hash::mix;
use crate::model::records::Records;
use crate::model::resolution::{ModelUse, Resolution};
use crate::model::text::ListColumn;
use crate::model::value::{Class, Dict, Normal, Part};
use crate::model::watch::Unwatched;

use super::block::{Budget, Candidates, candidates};
use super::compare::Memo;
use super::prepare::prepare;
use super::score::{Chance, Layout, Pruned, Weights, pattern, patterns, untrained};
use super::tests::{Row, crowd, records, with_crowd};
use super::{Compiled, KeptModel, engine, resolve};

/// Records share a key of some rule if they share any of these; the strongest ones are enough for the law.
fn share_a_strong_key(a: &Row, b: &Row) -> bool {
    let same = |x: &str, y: &str| !x.is_empty() && x == y;
    same(a.2, b.2) || same(a.3, b.3) || same(a.0, b.0) && same(a.1, b.1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn blocking_makes_every_pair_that_shares_a_key_once(picks in prop::collection::vec((0usize..4, 0usize..4, 0usize..5, 0usize..5), 2..40)) {
        let (givens, families) = (["ann", "bob", "cid", ""], ["ash", "bay", "", "dew"]);
        let phones = ["2000000001", "2000000002", "2000000003", "", ""];
        let mails = ["q1@x.example", "q2@x.example", "", "", ""];
        let rows: Vec<Row> = picks.iter().map(|&(g, f, p, m)| (givens[g], families[f], phones[p], mails[m], "")).collect();
        let records = records(&rows);
        let prepared = prepare(&records, &[], None);
        let made = candidates(&records, &prepared, Budget { pairs: 1_000_000, block_max: 0 });
        let pairs: Vec<(u32, u32)> = made.packed.iter().map(|&p| { let (a, b, _) = Candidates::unpack(p); (a, b) }).collect();
        let mut once = pairs.clone();
        once.dedup();
        prop_assert_eq!(&once, &pairs);
        prop_assert!(pairs.iter().all(|(a, b)| a < b));
        for a in 0..prepared.len() as u32 {
            for b in a + 1..prepared.len() as u32 {
                let row = |id: u32| &rows[prepared.first_row[id as usize] as usize];
                if share_a_strong_key(row(a), row(b)) {
                    prop_assert!(pairs.binary_search(&(a, b)).is_ok(), "{:?} {:?}", row(a), row(b));
                }
            }
        }
    }

    #[test]
    fn blocks_of_three_are_paired_whole_whatever_the_cap_does_to_larger_ones(
        picks in prop::collection::vec((0usize..5, 0usize..5, 0usize..9, 0usize..9), 2..40),
    ) {
        let (givens, families) = (["ann", "bob", "cid", "dan", ""], ["ash", "bay", "cox", "dew", ""]);
        let phones = ["2000000001", "2010000012", "2020000123", "2030001234", "2040012345", "2050123456", "", "", ""];
        let mails = ["q1@x.example", "q2@x.example", "q3@x.example", "q4@x.example", "q5@x.example", "", "", "", ""];
        let rows: Vec<Row> = picks.iter().map(|&(g, f, p, m)| (givens[g], families[f], phones[p], mails[m], "")).collect();
        let records = records(&rows);
        let prepared = prepare(&records, &[], None);
        let row = |id: u32| &rows[prepared.first_row[id as usize] as usize];
        let made = candidates(&records, &prepared, Budget { pairs: 1_000_000, block_max: 3 });
        let pairs: Vec<(u32, u32)> = made.packed.iter().map(|&p| { let (a, b, _) = Candidates::unpack(p); (a, b) }).collect();
        prop_assert!(pairs.windows(2).all(|w| w[0] < w[1]));
        for &(a, b) in &pairs {
            let shares = row(a).0 == row(b).0 || row(a).1 == row(b).1 || share_a_strong_key(row(a), row(b));
            prop_assert!(a < b && shares, "{:?} {:?}", row(a), row(b));
        }
        let keys: [fn(&Row) -> String; 3] = [
            |r| r.2.to_owned(),
            |r| r.3.to_owned(),
            |r| if r.0.is_empty() || r.1.is_empty() { String::new() } else { format!("{} {}", r.0, r.1) },
        ];
        for key in keys {
            for id in 0..prepared.len() as u32 {
                let own = key(row(id));
                let block: Vec<u32> = (0..prepared.len() as u32).filter(|&o| !own.is_empty() && key(row(o)) == own).collect();
                for &other in block.iter().filter(|&&o| o > id && block.len() <= 3) {
                    prop_assert!(pairs.binary_search(&(id, other)).is_ok(), "{:?} {:?}", row(id), row(other));
                }
            }
        }
    }

    #[test]
    fn the_pruned_pass_gives_the_full_weight_or_nothing_below_the_floor(seed in 0u64..1000, floor in -8.0f64..8.0) {
        let made = crowd(120);
        let rows = with_crowd(&[], &made);
        let records = records(&rows);
        let prepared = prepare(&records, &[], None);
        let layout = Layout::of(&prepared);
        let chance = Chance::measure(&prepared, &layout);
        let weights = Weights::new(&layout, &untrained(&layout, &chance));
        let pruned = Pruned::new(&prepared, &layout, &weights, floor);
        let (mut memo, n) = (Memo::default(), prepared.len() as u64);
        for i in 0..200 {
            let (a, b) = ((mix(i, seed) % n) as u32, (mix(i, seed + 1) % n) as u32);
            let full = weights.bits(pattern(&prepared, &layout, a, b, &mut memo));
            prop_assert_eq!(pruned.bits(a, b, &mut memo), (full >= floor).then_some(full));
        }
    }

    #[test]
    fn pairs_whose_patterns_are_known_from_training_have_the_same_edges(every in 1usize..9) {
        let made = crowd(120);
        let rows = with_crowd(&[], &made);
        let records = records(&rows);
        let prepared = prepare(&records, &[], None);
        let layout = Layout::of(&prepared);
        let weights = Weights::new(&layout, &untrained(&layout, &Chance::measure(&prepared, &layout)));
        let packed = candidates(&records, &prepared, Budget::for_records(prepared.len())).packed;
        let pruned = |known: &[u64]| engine::pruned(&packed, known, &Pruned::new(&prepared, &layout, &weights, engine::EDGE_FLOOR));
        let drawn: Vec<u64> = packed.iter().copied().step_by(every).collect();
        let known = engine::scored(&drawn, &patterns(&prepared, &layout, &drawn), &weights);
        prop_assert!(!known.is_empty());
        prop_assert_eq!(engine::beside(known, pruned(&drawn)), pruned(&[]));
    }

    #[test]
    fn a_masked_value_is_never_a_key_of_its_own(digits in "[0-9]{4}") {
        let mask = format!("138****{digits}");
        let rows: Vec<Row> = vec![("ann", "", "", "", ""), ("bob", "", "", "", "")];
        let mut records = records(&rows);
        let mut dict = Dict::new();
        let mut masked = Normal { text: mask.clone(), class: Class::Masked, ..Normal::default() };
        masked.set(Part::Mask, &mask);
        let code = dict.intern(&masked);
        let mut values = ListColumn::new();
        values.push([code]);
        values.push([code]);
        records.fields[1].dict = dict;
        records.fields[1].values = values;
        let prepared = prepare(&records, &[], None);
        let made = candidates(&records, &prepared, Budget::for_records(2));
        prop_assert!(made.packed.is_empty());
    }
}

/// A crowd and the model it trains.
fn trained(rows: &[Row]) -> (Records, Resolution, Compiled) {
    let records = records(rows);
    let resolution = resolve(&records, &Compiled::default(), &Unwatched);
    let model = Some(KeptModel { model: resolution.model.clone(), wanted: false });
    (records, resolution, Compiled { model, ..Compiled::default() })
}

#[test]
fn a_kept_model_scores_and_links_as_the_run_that_trained_it() {
    let crowd = crowd(400);
    let (records, first, kept) = trained(&with_crowd(&[], &crowd));
    let again = resolve(&records, &kept, &Unwatched);
    assert_eq!(again.model_use, ModelUse::Kept);
    assert_eq!((&again.cluster, &again.edges, again.facts.threshold), (&first.cluster, &first.edges, first.facts.threshold));
    assert_eq!(again.model.json(), first.model.json());
    assert!(again.facts.drift.is_some_and(|(_, moved)| moved < 1e-9));
}

#[test]
fn a_pair_weighs_the_same_in_one_batch_and_in_seven() {
    let crowd = crowd(300);
    let rows = with_crowd(&[], &crowd);
    let (_, whole, kept) = trained(&rows);
    let kept = Compiled { model: kept.model.map(|kept| KeptModel { wanted: true, ..kept }), ..Compiled::default() };
    let weight_of = |resolution: &Resolution, names: &[usize]| -> BTreeMap<(usize, usize), i32> {
        let edges = resolution.edges.iter();
        edges.map(|e| ((names[e.left as usize], names[e.right as usize]), e.weight())).collect()
    };
    let all = weight_of(&whole, &(0..rows.len()).collect::<Vec<_>>());
    let mut seen = 0;
    for batch in 0..7 {
        let names: Vec<usize> = (0..rows.len()).filter(|i| i / 2 % 7 == batch).collect();
        let part: Vec<Row> = names.iter().map(|&i| rows[i]).collect();
        let own = resolve(&records(&part), &kept, &Unwatched);
        assert_eq!(own.model_use, ModelUse::Kept);
        for (pair, weight) in weight_of(&own, &names) {
            assert_eq!(all.get(&pair).copied(), Some(weight), "{pair:?}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} pairs were compared");
}

#[test]
fn a_kept_model_is_left_where_the_table_has_grown_or_has_new_fields_unless_it_is_wanted() {
    let (crowd, bigger) = (crowd(200), crowd(900));
    let (_, _, kept) = trained(&with_crowd(&[], &crowd));
    let use_of = |rows: &[Row], wanted: bool| {
        let model = kept.model.clone().map(|kept| KeptModel { wanted, ..kept });
        resolve(&records(rows), &Compiled { model, ..Compiled::default() }, &Unwatched).model_use
    };
    let grown = with_crowd(&[], &bigger);
    assert!(matches!(use_of(&grown, false), ModelUse::Replaced(why) if why.contains("identity records now")));
    assert_eq!(use_of(&grown, true), ModelUse::Kept);
    // A field the model never saw is no obstacle the other way round: a table without it is.
    let without: Vec<Row> = with_crowd(&[], &crowd).iter().map(|r| (r.0, r.1, r.2, r.3, "")).collect();
    assert_eq!(use_of(&without, false), ModelUse::Kept);
    let (_, _, narrow) = trained(&without);
    let rows = with_crowd(&[], &crowd);
    let misfit = resolve(&records(&rows), &narrow, &Unwatched).model_use;
    assert!(matches!(&misfit, ModelUse::Replaced(why) if why.contains("`address`")), "{misfit:?}");
}

#[test]
fn labels_of_records_that_are_not_there_teach_nothing() {
    let crowd = crowd(120);
    let rows = with_crowd(&[], &crowd);
    let label = |a: &str, b: &str| {
        let identity = |key: &str| Identity { channel: String::new(), source_key: key.into() };
        let none = String::new;
        Decision { a: identity(a), b: identity(b), verdict: Verdict::Same, by: none(), at: none(), note: none(), line: 2 }
    };
    let compiled = Compiled { labels: vec![label("k0", "k9"), label("k0", "nobody")], ..Compiled::default() };
    assert_eq!(resolve(&records(&rows), &compiled, &Unwatched).model.labels, 1);
}
