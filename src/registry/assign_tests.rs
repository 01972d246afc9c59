//! Scenarios of id stability: each run is a list of clusters of source keys.

use proptest::prelude::*;

use super::*;
use crate::model::mapping::Entity;
use crate::model::text::TextColumn;
use crate::registry::state::Known;

/// One run: clusters of source keys of channel `c`, in file order.
fn run(clusters: &[&[&str]], previous: Option<&State>) -> (Assignment, State) {
    let keys: Vec<&str> = clusters.iter().flat_map(|c| c.iter().copied()).collect();
    let records = Records {
        channels: vec!["c".into()],
        platforms: vec!["c".into()],
        files: vec!["f".into()],
        channel_of_file: vec![0],
        file: vec![0; keys.len()],
        row: (1..=keys.len() as u32).collect(),
        source_key: TextColumn::from_texts(&keys),
        entity: vec![Entity::Person; keys.len()],
        updated_at: vec![None; keys.len()],
        created_at: vec![None; keys.len()],
        fields: vec![key_field(&keys)],
        ..Records::default()
    };
    let cluster = clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |_| i as u32)).collect();
    let resolution = Resolution { cluster, clusters: clusters.len() as u32, ..Resolution::default() };
    let assignment = assign(&records, &resolution, previous).unwrap();
    let state = state_of(&records, &assignment);
    (assignment, state)
}

/// A matching field that tells every record from every other.
fn key_field(keys: &[&str]) -> crate::model::records::Field {
    use crate::model::kind::{Kind, Party};
    use crate::model::value::{Dict, Normal};
    let (mut dict, mut values) = (Dict::new(), ListColumn::new());
    for key in keys {
        values.push([dict.intern(&Normal::valid(*key))]);
    }
    crate::model::records::Field {
        name: "phone".into(),
        kind: Kind::Phone,
        party: Party::Principal,
        scope: String::new(),
        matches: true,
        dict,
        values,
    }
}

/// What the next run would load.
fn state_of(records: &Records, assignment: &Assignment) -> State {
    let mut known = Known::default();
    let (mut channels, mut keys) = (Vec::new(), Vec::new());
    for (row, fingerprint) in fingerprints(records).into_iter().enumerate() {
        let customer = assignment.roster.of_record[row] as usize;
        channels.push(records.channel_name(row).to_owned());
        keys.push(records.source_key.get(row).to_owned());
        known.customer.push(CustomerId::parse(&assignment.roster.ids[customer]).unwrap());
        known.gone.push(None);
        known.fingerprint.push(fingerprint);
    }
    for gone in &assignment.gone {
        channels.push(gone.channel.clone());
        keys.push(gone.source_key.clone());
        known.customer.push(gone.customer);
        known.gone.push(Some(gone.since));
        known.fingerprint.push(gone.goes_on.map_or(0, |(_, says)| says));
    }
    known.channel = TextColumn::from_texts(channels);
    known.source_key = TextColumn::from_texts(keys);
    State { ledger: assignment.ledger.clone(), records: known, ..State::default() }
}

/// The id of the customer that holds a key.
fn id_of(state: &State, key: &str) -> CustomerId {
    owner(state, key).expect("a known key")
}

fn kinds(assignment: &Assignment) -> Vec<&'static str> {
    assignment.moves.iter().map(|m| m.kind.name()).collect()
}

#[test]
fn an_unchanged_run_changes_nothing() {
    let (first, state) = run(&[&["a", "b"], &["c"]], None);
    assert_eq!(kinds(&first), ["created", "created"]);
    let (second, again) = run(&[&["c"], &["b", "a"]], Some(&state));
    assert!(second.moves.is_empty());
    assert_eq!(id_of(&state, "a"), id_of(&again, "a"));
    assert_eq!(first.roster.ids, second.roster.ids);
}

#[test]
fn ids_do_not_depend_on_the_order_of_rows() {
    let (forth, _) = run(&[&["a", "b"], &["c", "d"]], None);
    let (back, _) = run(&[&["d", "c"], &["b", "a"]], None);
    assert_eq!(forth.roster.ids, back.roster.ids);
}

#[test]
fn a_merge_and_a_split_at_once_are_both_announced() {
    let (_, state) = run(&[&["1", "2", "3"], &["4", "5"]], None);
    let (x, y) = (id_of(&state, "1"), id_of(&state, "4"));
    let (second, after) = run(&[&["1", "2"], &["3", "4", "5"]], Some(&state));
    assert_eq!((id_of(&after, "1"), id_of(&after, "3")), (x, y));
    assert_eq!(second.moves, [Move { kind: MoveKind::Split, id: x, into: Some(y) }]);
}

#[test]
fn a_cluster_of_several_ids_keeps_the_earliest_born() {
    let (_, state) = run(&[&["old"]], None);
    let old = id_of(&state, "old");
    let (_, state) = run(&[&["old"], &["n1", "n2", "n3"]], Some(&state));
    let new = id_of(&state, "n1");
    let (third, state) = run(&[&["old", "n1", "n2", "n3"]], Some(&state));
    assert_eq!(third.moves, [Move { kind: MoveKind::Merged, id: new, into: Some(old) }]);
    let row = state.ledger.iter().find(|r| r.id == new).unwrap();
    assert_eq!((row.status, row.redirect), (Status::Merged, Some(old)));
}

#[test]
fn a_split_off_record_never_gets_its_old_id_back_under_another_owner() {
    let (_, state) = run(&[&["a", "b", "c"]], None);
    let x = id_of(&state, "a");
    // "a" named the id, but the majority carries it on.
    let (second, after) = run(&[&["a"], &["b", "c"]], Some(&state));
    assert_eq!(id_of(&after, "b"), x);
    assert_ne!(id_of(&after, "a"), x);
    assert_eq!(kinds(&second), ["created", "split"]);
}

#[test]
fn a_retired_id_does_not_come_back_with_the_record_that_named_it_once_that_belongs_to_another() {
    let (_, state) = run(&[&["a", "b", "c"], &["x", "y"]], None);
    let (named, other) = (id_of(&state, "a"), id_of(&state, "x"));
    // "a" named the id and goes over to another customer; then the rest of the first is gone.
    let (_, state) = run(&[&["b", "c"], &["a", "x", "y"]], Some(&state));
    assert_eq!((id_of(&state, "b"), id_of(&state, "a")), (named, other));
    let (_, state) = run(&[&["a", "x", "y"]], Some(&state));
    let (fourth, state) = run(&[&["a"], &["x", "y"]], Some(&state));
    assert_eq!(kinds(&fourth), ["created", "split"]);
    assert_ne!(id_of(&state, "a"), named);
    let (fifth, state) = run(&[&["a"], &["x", "y"], &["b"]], Some(&state));
    assert_eq!(fifth.moves, [Move { kind: MoveKind::Revived, id: named, into: None }]);
    assert_eq!(id_of(&state, "b"), named);
}

#[test]
fn records_gone_retire_an_id_and_their_return_revives_it() {
    let (_, state) = run(&[&["a"], &["b"]], None);
    let b = id_of(&state, "b");
    let (second, state) = run(&[&["a"]], Some(&state));
    assert_eq!(second.moves, [Move { kind: MoveKind::Retired, id: b, into: None }]);
    let (third, state) = run(&[&["a"]], Some(&state));
    assert!(third.moves.is_empty());
    let (fourth, state) = run(&[&["a"], &["b"]], Some(&state));
    assert_eq!(fourth.moves, [Move { kind: MoveKind::Revived, id: b, into: None }]);
    assert_eq!(id_of(&state, "b"), b);
}

#[test]
fn redirects_lead_to_the_last_id() {
    let (_, state) = run(&[&["a"]], None);
    let (_, state) = run(&[&["a"], &["b"]], Some(&state));
    let (_, state) = run(&[&["a"], &["b"], &["c"]], Some(&state));
    let (a, b, c) = (id_of(&state, "a"), id_of(&state, "b"), id_of(&state, "c"));
    let (_, state) = run(&[&["a"], &["b", "c"]], Some(&state));
    let (_, state) = run(&[&["a", "b", "c"]], Some(&state));
    let redirect = |id| state.ledger.iter().find(|r| r.id == id).unwrap().redirect;
    assert_eq!((redirect(c), redirect(b), redirect(a)), (Some(a), Some(a), None));
}

#[test]
fn five_hundred_equal_orders_weigh_as_one_record() {
    let same = vec![7_u64; 500];
    let claims = claims(&vec![0; 500], &same, &vec![3; 500], 4);
    assert_eq!((claims.len(), claims[0].records), (1, 1));
}

/// The id that a key belonged to; `None` if it was never there.
fn owner(state: &State, key: &str) -> Option<CustomerId> {
    (0..state.records.customer.len()).find(|&i| state.records.source_key.get(i) == key).map(|i| state.records.customer[i])
}

/// Keys of each customer, by ascending id.
fn sets<'a>(now: &Assignment, clusters: &[&[&'a str]]) -> Vec<Vec<&'a str>> {
    let keys: Vec<&str> = clusters.iter().flat_map(|c| c.iter().copied()).collect();
    (0..now.roster.ids.len()).map(|c| now.roster.members.get(c).iter().map(|&row| keys[row as usize]).collect()).collect()
}

/// Keys 0..8 dealt into clusters; 0 leaves the key out of the run.
fn dealt(deal: &[u8]) -> Vec<Vec<String>> {
    let mut clusters: Vec<Vec<String>> = vec![Vec::new(); 4];
    for (key, &cluster) in deal.iter().enumerate().filter(|(_, c)| **c > 0) {
        clusters[cluster as usize - 1].push(format!("k{key}"));
    }
    clusters.retain(|c| !c.is_empty());
    clusters
}

proptest! {
    /// Over any sequence of partitions: ids are unique and never reused, and no record changes its id unannounced.
    #[test]
    fn no_id_changes_owner_unannounced(nights in prop::collection::vec(prop::collection::vec(0_u8..5, 8), 1..7)) {
        let mut state: Option<State> = None;
        for deal in nights {
            let clusters = dealt(&deal);
            let refs: Vec<Vec<&str>> = clusters.iter().map(|c| c.iter().map(String::as_str).collect()).collect();
            let refs: Vec<&[&str]> = refs.iter().map(Vec::as_slice).collect();
            let (now, after) = run(&refs, state.as_ref());
            let mut ids: Vec<&str> = now.roster.ids.iter().collect();
            ids.dedup();
            prop_assert_eq!(ids.len(), clusters.len());
            if let Some(before) = &state {
                for i in 0..before.records.customer.len() {
                    let (key, was) = (before.records.source_key.get(i), before.records.customer[i]);
                    let is = id_of(&after, key);
                    let told = now.moves.iter().any(|m| m.id == was && m.into == Some(is));
                    prop_assert!(is == was || told, "{key} moved from {was} to {is} unannounced");
                }
                for (id, keys) in now.roster.ids.iter().zip(&sets(&now, &refs)) {
                    let owners: Vec<CustomerId> = keys.iter().filter_map(|key| owner(before, key)).collect();
                    let is_old = before.ledger.iter().any(|row| row.id.to_string() == id);
                    prop_assert!(!is_old || owners.iter().any(|o| o.to_string() == id), "{id} lives without any of its records");
                }
                for row in &before.ledger {
                    let same = after.ledger.iter().find(|r| r.id == row.id);
                    prop_assert_eq!(same.map(|r| r.born), Some(row.born));
                }
            }
            let active = after.ledger.iter().filter(|r| r.status == Status::Active).map(|r| r.id.to_string());
            prop_assert_eq!(active.collect::<Vec<_>>(), now.roster.ids.iter().map(str::to_owned).collect::<Vec<_>>());
            state = Some(after);
        }
    }
}

#[test]
fn identities_that_begin_alike_get_ids_of_their_own() {
    let near = |rest: u128| 7 << 68 | rest;
    let nobody = Vec::new();
    let ledger = Index::of(&nobody);
    let given = Given { born: Vec::new(), others: HashSet::new() };
    let mut names = Names { ledger: &ledger, chosen: &[], given, reborn: Vec::new() };
    let ids = [near(1), near(2), near(3), 8 << 68].map(|identity| names.give(identity, true));
    let born = |identity: u128, attempt: u32| CustomerId::born_of(identity, attempt);
    assert_eq!(ids, [born(near(1), 0), born(near(2), 1), born(near(3), 1), born(8 << 68, 0)]);
    // Whichever attempt an id was given at, no other attempt gives it again.
    assert!(!names.given.take(ids[0], 1) && !names.given.take(ids[1], 0) && !names.given.take(ids[3], 0));
}
