//! `erase`: takes a person out of everything that was published, and keeps them out.
//!
//! Who they are is settled by identity: the records (channel, source key) that belong to the customer now, and those of
//! older runs that belonged to it and to nobody else since. Tombstones are written before the first file is touched, so
//! that a night in between cannot bring anybody back; started again, a stopped erasure finishes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use super::failure::Failure;
use super::guard::{KEY_VARIABLE, check_key, key_path, read_key};
use super::published::{Published, last, published, run_ids};
use crate::deliver::{self, Forgotten, Hold, Removed};
use crate::model::decisions::Identity;
use crate::model::hash::hash128;
use crate::model::kind::Kind;
use crate::model::publish::KEPT;
use crate::model::text::MISSING;
use crate::model::value::{Class, Normal, Part};
use crate::normalise::{self, Context};
use crate::registry::{self, CustomerId, LedgerRow, NameForms, TombstoneKey, Tombstones, Traces};
use crate::report::{self, ReportFacts, Samples};
use crate::rules::{self, Rules};

/// Whom to erase, and whether to do it.
#[derive(Debug, Clone)]
pub struct EraseOptions {
    /// Project folder.
    pub project: PathBuf,
    /// Customer ids, phones, mail addresses.
    pub who: Vec<String>,
    /// A file of them, one a line.
    pub file: Option<PathBuf>,
    /// Do it; else only say whom it would hit.
    pub yes: bool,
    /// Erase every customer that a phone or mail address hits, not only a single one.
    pub all: bool,
}

/// One customer that would be, or was, erased.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Hit {
    /// The customer.
    pub customer_id: String,
    /// What was asked for, by position from 1: the text itself is personal.
    pub asked: Vec<usize>,
    /// Name, with all but the first character hidden.
    pub name: String,
    /// Records by channel, over all runs.
    pub records: BTreeMap<String, u64>,
    /// Runs that know of them.
    pub runs: BTreeSet<String>,
}

/// What was removed from one run.
#[derive(Debug, Clone, Serialize)]
pub struct ErasedRun {
    /// The run.
    pub run_id: String,
    /// Rows by file.
    pub removed: Removed,
    /// Customers that shared rows with other people in that run, and were taken out of it as a whole.
    pub mixed: u64,
}

/// The proof that it was done; holds no personal data but ids.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    /// When it was done, UTC.
    pub at: String,
    /// The program.
    pub program: String,
    /// The project's name.
    pub project: String,
    /// The customers.
    pub customers: Vec<String>,
    /// Their records over all runs.
    pub records: u64,
    /// Tombstones that are new, and that there are.
    pub tombstones: (u64, u64),
    /// Fingerprint of the key.
    pub key: String,
    /// What was removed, run by run.
    pub runs: Vec<ErasedRun>,
    /// What is not covered: source files, decisions, copies.
    pub remains: Vec<String>,
}

/// A word by its position from 1, and how many customers it hits.
pub type Ambiguous = (usize, usize);

/// What erasing would do, or did.
#[derive(Debug, Clone)]
pub struct EraseOutcome {
    /// Whom it hits.
    pub hits: Vec<Hit>,
    /// Words that hit several customers, by position from 1, with how many.
    pub ambiguous: Vec<Ambiguous>,
    /// What was done; `None` if it was only asked.
    pub certificate: Option<Certificate>,
}

/// Finds people, and erases them if told to.
///
/// # Errors
/// If somebody is not known, a word hits several customers, the key cannot be had, another run holds the lock, or a file
/// cannot be written.
pub fn erase(options: &EraseOptions) -> Result<EraseOutcome, Failure> {
    let rules = rules::load(&options.project)?;
    let out = rules.root.join(&rules.project.out);
    let wanted = wanted(options, &rules)?;
    if !out.is_dir() {
        return Err(anyhow!("nothing was published yet: nobody is known").into());
    }
    let hold = options.yes.then(|| deliver::hold(&out)).transpose()?;
    let past = Past::read(&out)?;
    let (mut hits, ambiguous) = past.find(&wanted)?;
    let (theirs, people) = past.theirs(&mut hits, &rules)?;
    let Some(hold) = hold else { return Ok(EraseOutcome { hits, ambiguous, certificate: None }) };
    if let (Some((word, customers)), false) = (ambiguous.first(), options.all) {
        let hint = "hint: run without `--yes` to see them, and name them by id; or add `--all` to erase every one";
        return Err(anyhow!("number {word} of those asked for belongs to {customers} customers\n\n{hint}").into());
    }
    let certificate = carry_out(&rules, &hold, &past, (&hits, &people, &theirs))?;
    Ok(EraseOutcome { hits, ambiguous, certificate: Some(certificate) })
}

/// What was asked for.
enum Wanted {
    Customer(CustomerId),
    /// A phone or mail address in its canonical form.
    Contact(String),
}

fn wanted(options: &EraseOptions, rules: &Rules) -> anyhow::Result<Vec<Wanted>> {
    let mut words = options.who.clone();
    if let Some(file) = &options.file {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        words
            .extend(text.trim_start_matches('\u{feff}').lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
    }
    if words.is_empty() {
        return Err(anyhow!("nobody is named\n\nhint: name a customer id, a phone or a mail address, or `--file FILE`"));
    }
    words.iter().enumerate().map(|(i, word)| want(word, rules).ok_or_else(|| not_understood(i + 1))).collect()
}

fn not_understood(position: usize) -> anyhow::Error {
    anyhow!("number {position} of those asked for is neither a customer id nor a phone nor a mail address")
}

fn want(word: &str, rules: &Rules) -> Option<Wanted> {
    if let Some(id) = CustomerId::parse(&word.to_ascii_uppercase()) {
        return Some(Wanted::Customer(id));
    }
    let kind = if word.contains('@') { Kind::Email } else { Kind::Phone };
    values(kind, word, rules).into_iter().find(|v| v.class.is_key()).map(|v| Wanted::Contact(v.text))
}

/// The values of a cell.
fn values(kind: Kind, text: &str, rules: &Rules) -> Vec<Normal> {
    let context = Context { country: &rules.project.country, ..Context::default() };
    let mut values = Vec::new();
    normalise::cell(kind, text, &context, &mut values);
    values
}

/// Every published run, newest first; the current one before all others. What they know of people is read run by run: at
/// one time only one run's is in memory.
struct Past {
    runs: Vec<Published>,
    /// Of the current run.
    ledger: Vec<LedgerRow>,
}

/// Records of the people to be erased: (channel, source key) with the position of the customer in the list of hits.
type Theirs = BTreeMap<(String, String), usize>;

impl Past {
    fn read(out: &Path) -> anyhow::Result<Self> {
        let current = last(out)?.ok_or_else(|| anyhow!("nothing was published yet: nobody is known"))?;
        let ledger = registry::load(&current.folder.join("state"))?.map(|state| state.ledger).unwrap_or_default();
        let others = run_ids(out).into_iter().rev().filter(|id| *id != current.run_id).filter_map(|id| published(out, id));
        let others: Vec<Published> = others.collect();
        Ok(Self { runs: std::iter::once(current).chain(others).collect(), ledger })
    }

    /// The id a customer has now.
    fn living(&self, id: &str) -> String {
        let row =
            CustomerId::parse(id).and_then(|id| self.ledger.binary_search_by_key(&id, |row| row.id).ok()).map(|at| self.ledger[at]);
        row.and_then(|row| row.redirect).map_or_else(|| id.to_owned(), |id| id.to_string())
    }

    /// The customers that are asked for, by id; and which words hit several.
    fn find(&self, wanted: &[Wanted]) -> anyhow::Result<(Vec<Hit>, Vec<Ambiguous>)> {
        let mut found: Vec<BTreeSet<String>> = vec![BTreeSet::new(); wanted.len()];
        // Somebody who is no customer any more is still in older runs.
        for run in &self.runs {
            if found.iter().all(|ids| !ids.is_empty()) {
                break;
            }
            let traces = registry::traces(&run.folder)?;
            for (ids, wanted) in found.iter_mut().zip(wanted).filter(|(ids, _)| ids.is_empty()) {
                *ids = self.customers(&traces, wanted);
            }
        }
        let mut hits: BTreeMap<String, Hit> = BTreeMap::new();
        let mut ambiguous = Vec::new();
        for (i, ids) in found.into_iter().enumerate() {
            match ids.len() {
                0 => return Err(anyhow!("number {} of those asked for is not known in any run", i + 1)),
                1 => {}
                several => ambiguous.push((i + 1, several)),
            }
            for id in ids {
                let hit = hits.entry(id.clone()).or_insert_with(|| Hit { customer_id: id, ..Hit::default() });
                hit.asked.push(i + 1);
            }
        }
        Ok((hits.into_values().collect(), ambiguous))
    }

    fn customers(&self, traces: &Traces, wanted: &Wanted) -> BTreeSet<String> {
        let has = |cell: &str, contact: &str| cell.split('|').any(|value| value == contact);
        let id = match wanted {
            Wanted::Customer(id) => self.living(&id.to_string()),
            Wanted::Contact(_) => String::new(),
        };
        let rows = (0..traces.customer_id.len()).filter(|&row| !traces.customer_id.get(row).is_empty());
        let hit = rows.filter(|&row| match wanted {
            Wanted::Customer(_) => self.living(traces.customer_id.get(row)) == id,
            Wanted::Contact(contact) => has(traces.phone.get(row), contact) || has(traces.email.get(row), contact),
        });
        hit.map(|row| self.living(traces.customer_id.get(row))).collect()
    }

    /// All records of these customers over all runs, and what they are known by. A record that belongs to somebody else now
    /// is theirs no more.
    fn theirs(&self, hits: &mut [Hit], rules: &Rules) -> anyhow::Result<(Theirs, Vec<Person>)> {
        let position: BTreeMap<String, usize> = hits.iter().enumerate().map(|(i, hit)| (hit.customer_id.clone(), i)).collect();
        let mut people: Vec<Person> = hits.iter().map(|_| Person::default()).collect();
        let mut theirs = Theirs::new();
        let mut of_others: BTreeSet<u128> = BTreeSet::new();
        for (i, run) in self.runs.iter().enumerate() {
            let traces = registry::traces(&run.folder)?;
            // Owners repeat: each is looked up once.
            let owners = &traces.customer_id.values;
            let mine: Vec<Option<usize>> = owners.iter().map(|(_, id)| position.get(&self.living(id)).copied()).collect();
            for row in 0..traces.customer_id.len() {
                let owner = traces.customer_id.codes[row];
                let hit = mine[owner as usize];
                if hit.is_none() && i > 0 && theirs.is_empty() {
                    continue;
                }
                let identity = (traces.channel.get(row).to_owned(), traces.source_key.get(row).to_owned());
                let hash = hash128(format!("{}\u{1f}{}", identity.0, identity.1).as_bytes());
                let known = theirs.get(&identity).copied();
                let hit = match (known, hit) {
                    (Some(known), _) => known,
                    (None, Some(hit)) if i == 0 || !of_others.contains(&hash) => hit,
                    (None, None) if i == 0 && owner != MISSING => {
                        of_others.insert(hash);
                        continue;
                    }
                    (None, _) => continue,
                };
                note(&mut hits[hit], &run.run_id, &identity.0, traces.name.get(row), known.is_none());
                learn(&mut people[hit], &traces, row, rules);
                theirs.insert(identity, hit);
            }
        }
        Ok((theirs, people))
    }
}

fn note(hit: &mut Hit, run: &str, channel: &str, name: &str, is_new: bool) {
    hit.runs.insert(run.to_owned());
    if is_new {
        *hit.records.entry(channel.to_owned()).or_default() += 1;
    }
    if hit.name.is_empty() {
        let mut letters = name.chars();
        hit.name = letters.next().map_or_else(String::new, |first| format!("{first}{}", "*".repeat(letters.count().min(8))));
    }
}

fn carry_out(
    rules: &Rules,
    hold: &Hold,
    past: &Past,
    (hits, people, theirs): (&[Hit], &[Person], &Theirs),
) -> Result<Certificate, Failure> {
    let key = key(rules)?;
    let before = Tombstones::read(hold.out())?
        .unwrap_or_else(|| Tombstones { fingerprint: key.fingerprint().to_owned(), ..Tombstones::default() });
    check_key(&key, &before)?;
    let mut stones = before.clone();
    stones.marks.extend(theirs.keys().map(|(channel, source_key)| key.source(channel, source_key)));
    for person in people {
        for name in &person.names {
            stones.marks.extend(person.contacts.iter().flat_map(|contact| key.left_by(name, contact)));
        }
    }
    hold.replace(registry::TOMBSTONES_FILE, stones.text().as_bytes())?;
    let at = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut runs = Vec::new();
    for run in &past.runs {
        let erased = forget(rules, hold, run, (people, theirs), &at)?;
        if !erased.removed.is_empty() {
            runs.push(erased);
        }
    }
    Ok(Certificate {
        at,
        program: format!("guiyi {}", env!("CARGO_PKG_VERSION")),
        project: rules.project.name.clone(),
        customers: hits.iter().map(|hit| hit.customer_id.clone()).collect(),
        records: theirs.len() as u64,
        tombstones: ((stones.marks.len() - before.marks.len()) as u64, stones.marks.len() as u64),
        key: key.fingerprint().to_owned(),
        runs,
        remains: remains(rules, past, theirs),
    })
}

/// The key, made where the place is named and nothing is there.
fn key(rules: &Rules) -> anyhow::Result<TombstoneKey> {
    let hint = format!(
        "hint: set `key_file = \"/etc/guiyi/tombstone.key\"` in [erase], or the variable {KEY_VARIABLE}; it is made if absent"
    );
    let path = key_path(rules)?.ok_or_else(|| anyhow!("erasing needs a key, and no place for it is configured\n\n{hint}"))?;
    if let Some(key) = read_key(&path)? {
        return Ok(key);
    }
    let text = deliver::make_secret(&path)?;
    TombstoneKey::read(&text).ok_or_else(|| anyhow!("key `{}` is too short", path.display()))
}

/// What a person is known by, over all runs.
#[derive(Default)]
struct Person {
    names: Vec<NameForms>,
    contacts: BTreeSet<String>,
    /// Phones and mail addresses as they may stand in raw text.
    needles: BTreeSet<String>,
}

fn learn(person: &mut Person, traces: &Traces, row: usize, rules: &Rules) {
    let each = |cell: &str, kind: Kind| -> Vec<Normal> { cell.split('|').flat_map(|text| values(kind, text, rules)).collect() };
    for (cell, kind) in [(traces.name.get(row), Kind::PersonName), (traces.company.get(row), Kind::Company)] {
        for name in each(cell, kind).iter().filter(|n| registry::is_name(n.class)) {
            let forms = NameForms::of(&name.text, |part| name.part(part));
            if !person.names.contains(&forms) {
                person.names.push(forms);
            }
        }
    }
    for (cell, kind) in [(traces.phone.get(row), Kind::Phone), (traces.email.get(row), Kind::Email)] {
        for contact in each(cell, kind).iter().filter(|c| c.class.is_key()) {
            let key = contact.part(Part::Key);
            person.contacts.insert(if key.is_empty() { contact.text.clone() } else { key.to_owned() });
            if contact.class != Class::Role {
                let national = contact.part(Part::National);
                person.needles.insert(if national.len() >= 7 { national.to_owned() } else { contact.text.clone() });
            }
        }
    }
}

/// Takes them out of one run.
fn forget(
    rules: &Rules,
    hold: &Hold,
    run: &Published,
    (people, theirs): (&[Person], &Theirs),
    at: &str,
) -> anyhow::Result<ErasedRun> {
    let traces = registry::traces(&run.folder)?;
    let mut customers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut sources = BTreeSet::new();
    for row in 0..traces.customer_id.len() {
        let identity = (traces.channel.get(row).to_owned(), traces.source_key.get(row).to_owned());
        let is_theirs = theirs.contains_key(&identity);
        let owner = traces.customer_id.get(row);
        if !owner.is_empty() {
            let (mine, all) = customers.entry(owner).or_default();
            (*mine, *all) = (*mine + u64::from(is_theirs), *all + 1);
        }
        if is_theirs {
            sources.insert(identity);
        }
    }
    let hit: Vec<(&str, u64, u64)> =
        customers.into_iter().filter(|(_, (mine, _))| *mine > 0).map(|(id, (m, a))| (id, m, a)).collect();
    let rows = registry::rows_of(&run.folder, &sources)?;
    let ids: BTreeSet<String> = hit.iter().map(|(id, ..)| (*id).to_owned()).collect();
    let forgotten = Forgotten {
        replaced: reports(run, &ids, &rows)?,
        customers: ids,
        rows,
        needles: people.iter().flat_map(|p| p.needles.iter().cloned()).collect(),
        remark: format!("{} customers were erased from this run on {at}", hit.len()),
        kept_folders: channels(rules, &traces),
        sources,
    };
    let removed = hold.forget(&run.run_id, &forgotten)?;
    let mixed = hit.iter().filter(|(_, mine, all)| mine < all).count() as u64;
    Ok(ErasedRun { run_id: run.run_id.clone(), removed, mixed })
}

/// Channel by the name of the folder that remembers its rows.
fn channels(rules: &Rules, traces: &Traces) -> BTreeMap<String, String> {
    let known = traces.channel.values.iter().skip(1).map(|(_, name)| name.to_owned());
    let named = rules.channels.iter().map(|c| c.name.clone());
    known.chain(named).map(|name| (registry::kept::folder_name(&name), name)).collect()
}

/// The run's report without them: no example from their rows, no customer of theirs.
fn reports(run: &Published, ids: &BTreeSet<String>, rows: &BTreeSet<(String, i64)>) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let path = run.folder.join("report.json");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(BTreeMap::new()) };
    let mut facts: ReportFacts =
        serde_json::from_str(&text).with_context(|| format!("`{}` cannot be read and may name erased people", path.display()))?;
    let is_theirs = |file: &str, row: u32| rows.contains(&(file.to_owned(), i64::from(row)));
    let samples = facts.findings.iter_mut().map(|line| &mut line.samples);
    for samples in samples.chain(facts.rejects.iter_mut().map(|line| &mut line.samples)) {
        samples.retain(|sample| !is_theirs(&sample.file, sample.row));
    }
    facts.corrections.retain(|line| !is_theirs(&line.file, line.row));
    facts.largest.retain(|line| !ids.contains(&line.customer_id));
    facts.weakest.retain(|line| !ids.contains(&line.customer_id));
    let samples = if facts.masked { Samples::Masked } else { Samples::Clear };
    let made = report::report(&facts, samples);
    Ok(BTreeMap::from([
        ("report.json".to_owned(), made.json.into_bytes()),
        ("report/index.html".to_owned(), made.html.into_bytes()),
    ]))
}

/// What erasing does not reach.
fn remains(rules: &Rules, past: &Past, theirs: &Theirs) -> Vec<String> {
    let channels: BTreeSet<&str> = theirs.keys().map(|(channel, _)| channel.as_str()).collect();
    let inputs = past.runs.iter().flat_map(|run| &run.manifest.inputs).filter(|i| channels.contains(i.channel.as_str()));
    let files: BTreeSet<&str> = inputs.map(|i| i.file.split(['!', '#']).next().unwrap_or(&i.file)).collect();
    let there = files.into_iter().filter(|file| !file.starts_with(KEPT) && rules.root.join(file).is_file());
    let mut remains: Vec<String> = there
        .map(|file| format!("source file `{file}` may still hold rows of theirs; they end as rejects with the reason `erased`"))
        .collect();
    let is_theirs = |i: &Identity| theirs.contains_key(&(i.channel.clone(), i.source_key.clone()));
    for decision in rules.decisions.iter().filter(|d| is_theirs(&d.a) || is_theirs(&d.b)) {
        remains.push(format!("line {} of decisions.csv names a record of theirs; remove it", decision.line));
    }
    if rules.deliver.postgres.is_some() {
        remains.push("PostgreSQL: they leave its tables with the next run".to_owned());
    }
    remains.push("copies outside this project: backups, extracts, what was sent on, tables of `--keep-stages`".to_owned());
    remains
}
