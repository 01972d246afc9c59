//! Makes channel exports of any size whose truth is known.
//!
//! Comes in: how many customers and a seed. Goes out: files in the layouts, encodings and habits of real exports
//! (masks, wrappers, honorifics, gifts, shared phones, typing errors) and `truth.csv` (`file,row,person_id`), through a
//! [`Sink`] of the caller. The same plan gives the same bytes. People, companies and numbers are made up; the truth
//! proves wiring, not quality. With a [`Night`] the same world is made as it is on that night, and `happened.csv` says
//! what is new. Nothing is kept in memory but workbooks, so a million rows take seconds.

mod contacts;
mod crm;
mod evolve;
mod marketplace;
mod noise;
mod person;
mod rng;
mod sheet;
mod shop;
mod words;

use std::io;

use crate::model::watch::Watch;

pub use evolve::{Entry, Happened, Keeping, Night};
pub use person::{Company, Home, Person, person};
pub use rng::{Rng, Shuffle};
pub use sheet::{FOLDER, Form, Sheet, Sink, Truth};

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// People in the population; a few appear in no channel.
    pub customers: u64,
    /// Everything is decided by it.
    pub seed: u64,
    /// Which night it is in a world that changes; `None` for one that does not.
    pub night: Option<Night>,
}

/// Rows that all channels together have per customer, measured over 100,000 customers.
const ROWS_PER_CUSTOMER: f64 = 2.755;

/// Above this many customers the workbooks become csv: a workbook is held in memory and ends at 1,048,576 rows.
const XLSX_CUSTOMERS: u64 = 150_000;

impl Plan {
    /// A plan of about `rows` rows over all channels (within a few per cent).
    #[must_use]
    pub fn of_rows(rows: u64, seed: u64) -> Self {
        Self { customers: ((rows as f64 / ROWS_PER_CUSTOMER).round() as u64).max(1), seed, night: None }
    }

    /// Person `i` of a channel's own order.
    fn shuffled(self, channel: &str, i: u64) -> Person {
        person(self.seed, Shuffle::new(self.seed, channel, self.customers).at(i), self.customers)
    }

    /// Somebody else, for gifts.
    fn other(self, rng: &mut Rng) -> Person {
        person(self.seed, rng.below(self.customers), self.customers)
    }

    /// Chance of one channel for one person.
    fn rng(self, channel: &str, id: u64) -> Rng {
        Rng::keyed(self.seed, channel, id)
    }
}

/// One file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub file: String,
    /// Its data rows.
    pub rows: u64,
}

type Channel = fn(&Plan, &mut dyn Sink, &mut Truth) -> io::Result<Made>;

/// Writes all channels and `truth.csv`.
///
/// # Errors
/// If the sink fails.
pub fn channels(plan: &Plan, sink: &mut dyn Sink, watch: &dyn Watch) -> io::Result<Vec<Made>> {
    const CHANNELS: &[Channel] = &[
        marketplace::taobao,
        marketplace::jd,
        shop::youzan,
        shop::shopify,
        contacts::store,
        contacts::trade_show,
        contacts::web_form,
        contacts::wecom,
        contacts::eventbrite,
    ];
    watch.stage("synth", CHANNELS.len() as u64);
    let mut truth = Truth::create(sink, plan.night.is_some())?;
    let mut made = Vec::new();
    for channel in CHANNELS {
        if watch.cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        made.push(channel(plan, sink, &mut truth)?);
        watch.tick(1);
    }
    truth.finish()?;
    Ok(made)
}

/// Writes one file of `rows` CRM contacts (`id,first_name,last_name,email,phone,company,city`) and `truth.csv`, for speed tests.
///
/// # Errors
/// If the sink fails.
pub fn crm(rows: u64, seed: u64, sink: &mut dyn Sink, watch: &dyn Watch) -> io::Result<Vec<Made>> {
    watch.stage("synth", 1);
    let mut truth = Truth::create(sink, false)?;
    let made = crm::contacts(rows, seed, sink, &mut truth)?;
    truth.finish()?;
    Ok(vec![made])
}

/// The last moment of the made-up world, 2026-10-31 16:00 UTC, in seconds; events lie in the two years before.
const END: i64 = 1_793_462_400;

/// A moment in the last two years, later ones more often, as seconds since the epoch.
fn moment(rng: &mut Rng) -> i64 {
    let span = 2 * 365 * 86_400;
    END - rng.below(span).min(rng.below(span)) as i64
}

/// Prints a moment with a `chrono` pattern; the clock is that of the channel, so no zone is applied.
fn at(seconds: i64, pattern: &str) -> String {
    chrono::DateTime::from_timestamp(seconds, 0).map_or_else(String::new, |t| t.format(pattern).to_string())
}

/// Minor units as a decimal.
fn money(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::io::Write;
    use std::rc::Rc;

    use super::*;
    use crate::model::watch::Unwatched;

    #[derive(Default, Clone)]
    struct Memory(Rc<RefCell<BTreeMap<String, Vec<u8>>>>);
    struct File(Memory, String);
    impl Write for File {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.0.borrow_mut().entry(self.1.clone()).or_default().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl Sink for Memory {
        fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
            Ok(Box::new(File(self.clone(), name.to_owned())))
        }
    }

    fn made(customers: u64, seed: u64) -> (Vec<Made>, BTreeMap<String, Vec<u8>>) {
        let memory = Memory::default();
        let made = channels(&Plan { customers, seed, night: None }, &mut memory.clone(), &Unwatched).expect("memory never fails");
        let files = memory.0.take();
        (made, files)
    }

    #[test]
    fn the_same_plan_gives_the_same_bytes_and_another_seed_does_not() {
        let (a, b, c) = (made(60, 1).1, made(60, 1).1, made(60, 2).1);
        assert!(a == b && a != c);
    }

    #[test]
    fn truth_has_one_line_per_row_of_every_file() {
        let (made, files) = made(80, 3);
        assert_eq!(made.len(), 9);
        let truth = String::from_utf8(files["truth.csv"].clone()).expect("UTF-8");
        assert_eq!(truth.lines().count() as u64 - 1, made.iter().map(|m| m.rows).sum::<u64>());
        for one in &made {
            assert_eq!(truth.lines().filter(|l| l.starts_with(&format!("{},", one.file))).count() as u64, one.rows, "{}", one.file);
        }
    }

    #[test]
    fn taobao_is_gb18030_with_wrapped_ids_and_youzan_has_a_bom() {
        let (_, files) = made(60, 1);
        let (text, _, broken) = encoding_rs::GB18030.decode(&files["exports/taobao_orders.csv"]);
        assert!(!broken && text.starts_with("订单编号,") && text.contains("\"=\"\""));
        assert!(std::str::from_utf8(&files["exports/taobao_orders.csv"]).is_err());
        assert!(files["exports/youzan_customers.csv"].starts_with("\u{feff}客户姓名".as_bytes()));
    }

    #[test]
    fn about_as_many_rows_come_as_were_asked_for() {
        let (made, _) = {
            let memory = Memory::default();
            (channels(&Plan::of_rows(4000, 1), &mut memory.clone(), &Unwatched).expect("memory never fails"), memory)
        };
        let rows: u64 = made.iter().map(|m| m.rows).sum();
        assert!((3600..4400).contains(&rows), "{rows}");
    }
}
