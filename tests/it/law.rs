//! The law of ids over sixty nights: an id goes where most of its records go, a record goes on under another key if it says
//! the same, everything else is announced, and nothing is ever given twice, whatever is added, edited, removed, handed over, decided, shuffled or rolled back.
//!
//! Who belongs to whom is taken from `xref.csv`; which id each customer must then have, and what must be announced, is
//! worked out here anew from the words of the law, without any code of the program.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Dir, csv_rows, one_channel};

const NIGHTS: usize = 60;

/// Numbers that look random and are the same in every run of the test.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A row of the source: whose values it shows, and in which city.
#[derive(Clone)]
struct Row {
    person: usize,
    city: usize,
    is_there: bool,
}

/// The source system and what people decided.
struct Source {
    rows: BTreeMap<usize, Row>,
    decisions: BTreeMap<(usize, usize), bool>,
    random: Random,
}

impl Source {
    fn new() -> Self {
        let rows = (0..90).map(|key| (key, Row { person: key % 34, city: key % 3, is_there: key % 9 != 0 })).collect();
        Self { rows, decisions: BTreeMap::new(), random: Random(11) }
    }

    /// A day passes.
    fn live(&mut self) {
        let random = &mut self.random;
        for row in self.rows.values_mut() {
            if random.one_in(if row.is_there { 16 } else { 5 }) {
                row.is_there = !row.is_there;
            }
            if random.one_in(30) {
                row.city = random.below(4);
            }
            if random.one_in(80) {
                row.person = random.below(34);
            }
        }
        let next = self.rows.len();
        if random.one_in(2) {
            self.rows.insert(next, Row { person: random.below(40), city: random.below(4), is_there: true });
        }
        for _ in 0..random.below(4) {
            let (a, b) = (random.below(next), random.below(next));
            let is_one = self.rows[&a].person == self.rows[&b].person;
            if a != b {
                // Strangers become one, rows of one person part: merges and splits.
                self.decisions.insert((a.min(b), a.max(b)), !is_one);
            }
        }
        if self.decisions.len() > 14 {
            let old = *self.decisions.keys().nth(random.below(14)).expect("fourteen");
            self.decisions.remove(&old);
        }
    }

    /// Tonight's files: two, in no order, with any row in either.
    fn write(&mut self, dir: &Dir, night: usize) {
        let mut keys: Vec<usize> = self.rows.iter().filter(|(_, row)| row.is_there).map(|(&key, _)| key).collect();
        if night == 31 {
            // A night without anybody: everyone retires, and lives again on the next.
            keys.clear();
        }
        for i in (1..keys.len()).rev() {
            keys.swap(i, self.random.below(i + 1));
        }
        let cut = self.random.below(keys.len() + 1);
        for (name, keys) in [("people.csv", &keys[..cut]), ("people_more.csv", &keys[cut..])] {
            let lines = keys.iter().map(|key| {
                let Row { person, city, .. } = self.rows[key];
                let family = "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
                    .chars()
                    .nth(person)
                    .expect("forty");
                format!(
                    "{key},{family}清扬,1391122{:04},u{person}@qq.com,{}\n",
                    1000 + person * 37,
                    ["杭州", "苏州", "宁波", "无锡"][city]
                )
            });
            dir.write(name, format!("编号,姓名,手机号码,邮箱,城市\n{}", lines.collect::<Vec<_>>().concat()));
        }
        let lines = self
            .decisions
            .iter()
            .map(|((a, b), same)| format!("people,{a},people,{b},{},王,2026-11-01,\n", if *same { "same" } else { "different" }));
        let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
        dir.write("decisions.csv", format!("{header}{}", lines.collect::<Vec<_>>().concat()));
    }
}

/// What a run published: the customer of every row, by source key.
fn xref(dir: &Dir) -> BTreeMap<usize, String> {
    let rows = csv_rows(&dir.read("out/current/xref.csv"));
    rows.into_iter().map(|row| (row["source_key"].parse().expect("a number"), row["customer_id"].clone())).collect()
}

type Change = (String, String, String);

fn announced(dir: &Dir) -> BTreeSet<Change> {
    let rows = csv_rows(&dir.read("out/current/changes.csv"));
    let told = rows.into_iter().filter(|row| row["change"] != "updated");
    told.map(|row| (row["change"].clone(), row["customer_id"].clone(), row["into_customer_id"].clone())).collect()
}

/// What the law remembers of the line of runs that is current.
#[derive(Clone, Default)]
struct Book {
    run: String,
    /// Last customer of every row that ever was.
    owner: BTreeMap<usize, String>,
    /// What the rows of the last night said: whose values, and which city.
    said: BTreeMap<usize, (usize, usize)>,
    /// Night of birth of every id, and whether it lives.
    ids: BTreeMap<String, (usize, bool)>,
}

impl Book {
    /// Records of each id in each of tonight's customers; rows that say the same count once.
    fn claims(&self, source: &Source, now: &BTreeMap<usize, String>) -> BTreeMap<&str, BTreeMap<String, usize>> {
        type Rows = BTreeSet<(usize, usize)>;
        let mut said: BTreeMap<&str, BTreeMap<String, Rows>> = BTreeMap::new();
        let mut claim = |old, new: &String, says| {
            said.entry(old).or_default().entry(new.clone()).or_default().insert(says);
        };
        let says = |key: &usize| (source.rows[key].person, source.rows[key].city);
        for (key, new) in now {
            if let Some(old) = self.owner.get(key) {
                claim(old, new, says(key));
            }
        }
        // A new row that says what a row said that is gone is that row; an edited one if nothing else is left of its customer.
        let mut gone: Vec<(&str, (usize, usize))> = self
            .said
            .iter()
            .filter(|(key, _)| !now.contains_key(key))
            .map(|(key, says)| (self.owner[key].as_str(), *says))
            .collect();
        let mut came: Vec<(&String, (usize, usize))> =
            now.iter().filter(|(key, _)| !self.owner.contains_key(key)).map(|(key, new)| (new, says(key))).collect();
        let mut known: BTreeSet<&String> = now.iter().filter(|(key, _)| self.owner.contains_key(key)).map(|(_, new)| new).collect();
        for (old, new, says) in only(&gone, &came) {
            claim(old, new, says);
            known.insert(new);
        }
        let left: BTreeSet<&str> = said.keys().copied().collect();
        gone.retain(|(old, _)| !left.contains(old));
        came.retain(|(new, _)| !known.contains(new));
        let cities: Vec<_> = came.clone();
        for says in gone.iter_mut().map(|g| &mut g.1).chain(came.iter_mut().map(|c| &mut c.1)) {
            says.1 = 0;
        }
        for (old, new, (who, _)) in only(&gone, &came) {
            for (_, says) in cities.iter().filter(|(of, says)| *of == new && says.0 == who) {
                said.entry(old).or_default().entry(new.clone()).or_default().insert(*says);
            }
        }
        said.into_iter().map(|(old, of)| (old, of.into_iter().map(|(new, rows)| (new, rows.len())).collect())).collect()
    }

    /// Checks a night against the law, and writes it down. Gives the announced changes that are not of new customers.
    fn check(
        &mut self,
        night: usize,
        source: &Source,
        now: &BTreeMap<usize, String>,
        told: &BTreeSet<Change>,
        ever: &BTreeSet<String>,
    ) {
        let claims = self.claims(source, now);
        let mut expected: BTreeSet<Change> = BTreeSet::new();
        let mut claimants: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        let tell = |expected: &mut BTreeSet<Change>, change: &str, id: &str, into: &str| {
            expected.insert((change.to_owned(), id.to_owned(), into.to_owned()));
        };
        for (old, of) in &claims {
            let most = *of.values().max().expect("a claim");
            // Among equals the law looks at dates and hashes, which this test does not know: what was done must be one of them.
            let is_taken = |new: &str| new == *old || told.contains(&("merged".to_owned(), (*old).to_owned(), new.to_owned()));
            let chosen = of.iter().find(|(new, n)| **n == most && is_taken(new)).map(|(new, _)| new.clone());
            let chosen = chosen.unwrap_or_else(|| panic!("night {night}: {old} holds {of:?} and went nowhere of these: {told:?}"));
            for new in of.keys().filter(|new| **new != chosen) {
                tell(&mut expected, "split", old, new);
            }
            let (born, lives) = self.ids[*old];
            if chosen != **old {
                tell(&mut expected, "merged", old, &chosen);
            } else if !lives {
                tell(&mut expected, "revived", old, "");
            }
            claimants.entry(chosen).or_default().push((born, (*old).to_owned()));
        }
        for (id, (_, lives)) in &self.ids {
            if *lives && !claims.contains_key(id.as_str()) {
                tell(&mut expected, "retired", id, "");
            }
        }
        for new in now.values().collect::<BTreeSet<_>>() {
            if let Some(several) = claimants.get(new) {
                let eldest = several.iter().map(|(born, _)| *born).min().expect("one");
                assert!(several.contains(&(eldest, new.clone())), "night {night}: {new} is not the eldest of {several:?}");
            } else {
                assert!(!self.ids.contains_key(new), "night {night}: {new} lives and has none of its records");
                assert!(!ever.contains(new), "night {night}: {new} was given before, on a line that was left");
                tell(&mut expected, "created", new, "");
            }
        }
        assert_eq!(*told, expected, "night {night}");
        self.write_down(night, now, &expected);
        self.said = now.keys().map(|key| (*key, (source.rows[key].person, source.rows[key].city))).collect();
    }

    fn write_down(&mut self, night: usize, now: &BTreeMap<usize, String>, changes: &BTreeSet<Change>) {
        for (change, id, into) in changes {
            match change.as_str() {
                "created" => drop(self.ids.insert(id.clone(), (night, true))),
                "split" => {}
                "merged" => {
                    self.ids.get_mut(id).expect("a known id").1 = false;
                    self.owner.values_mut().filter(|owner| *owner == id).for_each(|owner| owner.clone_from(into));
                }
                other => self.ids.get_mut(id).expect("a known id").1 = other == "revived",
            }
        }
        self.owner.extend(now.iter().map(|(key, id)| (*key, id.clone())));
    }
}

/// What is said by rows of one id that are gone, and of one customer that came: (id, customer, what).
fn only<'o, 'n>(
    gone: &[(&'o str, (usize, usize))],
    came: &[(&'n String, (usize, usize))],
) -> Vec<(&'o str, &'n String, (usize, usize))> {
    let said: BTreeSet<(usize, usize)> = gone.iter().map(|(_, says)| *says).collect();
    let one = |says: &(usize, usize)| {
        let olds: BTreeSet<&str> = gone.iter().filter(|g| g.1 == *says).map(|g| g.0).collect();
        let news: BTreeSet<&String> = came.iter().filter(|c| c.1 == *says).map(|c| c.0).collect();
        (olds.len() == 1 && news.len() == 1).then(|| Some((*olds.first()?, *news.first()?, *says))).flatten()
    };
    said.iter().filter_map(one).collect()
}

#[test]
fn ids_follow_the_law_over_sixty_nights_of_every_kind() {
    let dir = Dir::new();
    let rules =
        one_channel("fields = { source_key = \"编号\" }\n").replace("\"people.csv\"", "[\"people.csv\", \"people_more.csv\"]");
    dir.write("guiyi.toml", rules.replace("[project]\n", "[project]\nkeep_runs = 8\n"));
    let mut source = Source::new();
    let (mut book, mut past): (Book, Vec<Book>) = (Book::default(), Vec::new());
    let mut ever: BTreeSet<String> = BTreeSet::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut at_once = 0;
    for night in 1..=NIGHTS {
        if night % 17 == 0 {
            // Four nights were wrong: back to the run before them. What they gave is never given again.
            book = past[past.len() - 5].clone();
            dir.guiyi(&["rollback", &book.run]).exits(0);
        }
        source.live();
        source.write(&dir, night);
        let day = if night <= 30 { format!("2026-11-{night:02}") } else { format!("2026-12-{:02}", night - 30) };
        dir.guiyi(&["run", "--as-of", &day, "--quiet"]).exits(0);
        let (now, told) = (xref(&dir), announced(&dir));
        book.check(night, &source, &now, &told, &ever);
        ever.extend(now.into_values());
        book.run =
            std::fs::read_link(dir.path("out/current")).expect("a run").file_name().expect("a name").to_string_lossy().into();
        past.push(book.clone());
        for change in &told {
            for word in ["created", "merged", "split", "retired", "revived"] {
                *seen.entry(word).or_default() += usize::from(change.0 == word);
            }
        }
        let ends = |word: &str| told.iter().filter(|c| c.0 == word).flat_map(|c| [&c.1, &c.2]).collect::<BTreeSet<_>>();
        at_once += ends("merged").intersection(&ends("split")).count();
    }
    assert!(seen.len() == 5 && seen.values().all(|&n| n >= 10), "the nights are too dull: {seen:?}");
    assert!(at_once >= 3, "no customer was merged and split at once");
}
