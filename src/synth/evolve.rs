//! The same made-up world night after night: who is in which export tonight, and what it says about them by now.
//!
//! Comes in: a night, a channel, a person, the number of an entry. Goes out: whether the entry is there and whose values
//! it shows. Everything follows from the seed, so any night can be made alone. What happens to a world:
//!
//! - **added**: a quarter of the entries appear after the first night, a person's second and third entries mostly so:
//!   duplicates that come later;
//! - **removed**, and for some of them **returned**;
//! - **new address**, **new phone**: people move house or get another phone. Lists of people (member cards, shop customers, WeCom) are
//!   corrected a few nights later, each at its own time; orders and forms keep what was true when they were written;
//! - **moved**: a member card is handed over and from then on is somebody else's.

use std::borrow::Cow;
use std::fmt;

use super::Plan;
use super::person::{Home, Person, chinese_home, english_home, mobile, us_phone};
use super::rng::Rng;

/// A night of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Night {
    /// This night, from 1.
    pub night: u32,
    /// Nights in all.
    pub of: u32,
}

/// How an export follows what happens to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// A list of people: entries are corrected in place.
    List,
    /// What happened once: entries stay as they were written.
    Record,
}

/// What happened to an entry since last night.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It is there for the first time.
    Added,
    /// It is gone.
    Removed,
    /// It is there again.
    Returned,
    /// It shows another address of the same person.
    NewAddress,
    /// It shows another phone of the same person.
    NewPhone,
    /// It is somebody else's now.
    Moved,
}

impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Happened::Added => "added",
            Happened::Removed => "removed",
            Happened::Returned => "returned",
            Happened::NewAddress => "new address",
            Happened::NewPhone => "new phone",
            Happened::Moved => "moved",
        })
    }
}

/// One entry of an export, tonight.
#[derive(Debug, Clone)]
pub struct Entry<'p> {
    /// Whose values it shows.
    pub who: Cow<'p, Person>,
    /// Is it in tonight's export?
    pub is_shown: bool,
    /// What happened to it; nothing on the first night.
    pub happened: Option<Happened>,
}

/// Chances in 1000.
const LATER_FIRST: u64 = 250;
const LATER_AGAIN: u64 = 700;
const REMOVED: u64 = 120;
const RETURNED: u64 = 500;
const MOVES_HOUSE: u64 = 250;
const CHANGES_PHONE: u64 = 100;
const HANDED_OVER: u64 = 600;
/// People looked at for somebody who may take over a card.
const HEIRS: u64 = 6;
/// Nights until a list of people is corrected, at most.
const LAG: u64 = 6;

/// The nights of one entry. Night 0 stands for "never".
#[derive(Clone, Copy)]
struct Life {
    from: u32,
    gone: u32,
    back: u32,
    handed: u32,
}

impl Life {
    fn is_shown(self, night: u32) -> bool {
        let is_gone = self.gone > 0 && night >= self.gone && (self.back == 0 || night < self.back);
        night >= self.from && !is_gone
    }
}

impl Plan {
    /// Entry `k` of a person in a channel, as it is tonight; always there without nights.
    pub(super) fn entry<'p>(&self, channel: &str, person: &'p Person, k: u64, keeping: Keeping) -> Entry<'p> {
        let Some(Night { night, of }) = self.night else {
            return Entry { who: Cow::Borrowed(person), is_shown: true, happened: None };
        };
        let life = self.life(channel, person.id, k, of);
        let now = self.state(channel, person, life, keeping, night);
        let happened = (night > 1).then(|| self.state(channel, person, life, keeping, night - 1)).and_then(|before| {
            match (before.is_shown, now.is_shown) {
                (false, true) if life.from == night => Some(Happened::Added),
                (false, true) => Some(Happened::Returned),
                (true, false) => Some(Happened::Removed),
                (true, true) if before.owner != now.owner => Some(Happened::Moved),
                (true, true) if before.changes[1] != now.changes[1] => Some(Happened::NewPhone),
                (true, true) if before.changes != now.changes => Some(Happened::NewAddress),
                (true, true) | (false, false) => None,
            }
        });
        Entry { who: self.shown(person, &now), is_shown: now.is_shown, happened }
    }

    fn life(&self, channel: &str, id: u64, k: u64, of: u32) -> Life {
        let mut rng = Rng::keyed(self.seed, &format!("night {channel}"), id * 64 + k);
        let later = rng.chance(if k == 0 { LATER_FIRST } else { LATER_AGAIN });
        let nights = u64::from(of);
        let from = if later && of > 1 { rng.between(2, nights) } else { 1 };
        let goes = rng.chance(REMOVED) && from < nights;
        let gone = if goes { rng.between(from + 1, nights) } else { 0 };
        let back = if goes && rng.chance(RETURNED) { gone + rng.between(2, 9) } else { 0 };
        let handed = if channel == "store" && rng.chance(HANDED_OVER) && of > 1 { rng.between(2, nights) } else { 0 };
        Life { from: from as u32, gone: gone as u32, back: back as u32, handed: handed as u32 }
    }

    fn state(&self, channel: &str, person: &Person, life: Life, keeping: Keeping, night: u32) -> State {
        let heir = (life.handed > 0 && night >= life.handed).then(|| self.heir(person)).flatten();
        let owner = heir.unwrap_or(person.id);
        let known = match keeping {
            Keeping::Record => life.from,
            // What is told late on a list is told for good: the lag is the list's and the person's own.
            Keeping::List => {
                let lag = Rng::keyed(self.seed, &format!("lag {channel}"), owner).below(LAG) as u32;
                night.saturating_sub(lag)
            }
        };
        State { is_shown: life.is_shown(night), owner, changes: self.changes(owner, known) }
    }

    /// Which of a person's changes (house, phone) are known by a night.
    fn changes(&self, id: u64, known: u32) -> [bool; 2] {
        let Some(Night { of, .. }) = self.night else { return [false; 2] };
        let mut rng = Rng::keyed(self.seed, "life", id);
        [MOVES_HOUSE, CHANGES_PHONE].map(|chance| {
            let (happens, when) = (rng.chance(chance), rng.between(2, u64::from(of.max(2))) as u32);
            happens && known >= when
        })
    }

    /// Who takes over a member card: somebody of another household who, like the first owner, is well known elsewhere. A
    /// person without another trace would leave nothing behind that the old id could stay with.
    fn heir(&self, person: &Person) -> Option<u64> {
        let is_known = |p: &Person| p.chinese && self.rng("taobao", p.id).chance(super::marketplace::TAOBAO_SHARE);
        let others = (1..=HEIRS).map(|i| (person.id + i * self.customers / (HEIRS + 1)) % self.customers);
        let fits = |&id: &u64| {
            let other = super::person(self.seed, id, self.customers);
            is_known(&other) && other.family != person.family
        };
        others.filter(|_| is_known(person)).find(fits)
    }

    fn shown<'p>(&self, person: &'p Person, state: &State) -> Cow<'p, Person> {
        let [moved, dials] = state.changes;
        if state.owner == person.id && !moved && !dials {
            return Cow::Borrowed(person);
        }
        let mut who = if state.owner == person.id { person.clone() } else { super::person(self.seed, state.owner, self.customers) };
        let mut rng = Rng::keyed(self.seed, "after", who.id);
        let (home, area): (Home, &str) = if who.chinese { chinese_home(&mut rng) } else { english_home(&mut rng) };
        if moved {
            who.home = home;
        }
        if dials {
            who.phone = if who.chinese { mobile(&mut rng) } else { us_phone(&mut rng, area) };
        }
        Cow::Owned(who)
    }
}

/// What an entry says on one night.
struct State {
    is_shown: bool,
    owner: u64,
    changes: [bool; 2],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::person;

    fn plan(night: u32) -> Plan {
        Plan { customers: 200, seed: 5, night: Some(Night { night, of: 20 }) }
    }

    #[test]
    fn entries_come_and_go_as_they_say() {
        let mut seen = std::collections::BTreeMap::new();
        for id in 0..200 {
            let p = person(5, id, 200);
            let mut was = plan(1).entry("store", &p, 0, Keeping::List);
            assert_eq!(was.happened, None);
            for night in 2..=20 {
                let now = plan(night).entry("store", &p, 0, Keeping::List);
                let told = now.happened.map(|h| h.to_string()).unwrap_or_default();
                assert_eq!(was.is_shown != now.is_shown, matches!(told.as_str(), "added" | "removed" | "returned"), "{id} {night}");
                assert_eq!(told == "moved", was.is_shown && now.is_shown && was.who.id != now.who.id, "{id} {night}");
                *seen.entry(told).or_insert(0) += 1;
                was = now;
            }
        }
        assert!(
            ["added", "removed", "returned", "new address", "new phone", "moved"].iter().all(|h| seen.contains_key(*h)),
            "{seen:?}"
        );
    }

    #[test]
    fn what_is_written_once_stays_as_it_was() {
        for id in 0..200 {
            let p = person(5, id, 200);
            let phones: std::collections::BTreeSet<String> =
                (1..=20).map(|n| plan(n).entry("taobao", &p, 0, Keeping::Record).who.phone.clone()).collect();
            assert_eq!(phones.len(), 1);
        }
    }
}
