//! One flat file of CRM contacts for speed tests: English people, two or three rows each, with everyday noise.

use std::io;

use super::noise::{email_or_none, phone_or_none, typo};
use super::sheet::{Form, Sheet, Sink, Truth};
use super::{Made, Rng, Shuffle, person};

/// Rows per person, on average.
const COPIES: f64 = 2.2;

/// Writes `rows` contacts in shuffled order.
///
/// # Errors
/// If the sink fails.
pub fn contacts(rows: u64, seed: u64, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let file = "crm_contacts.csv";
    let header = ["id", "first_name", "last_name", "email", "phone", "company", "city"];
    let people = ((rows as f64 / COPIES).ceil() as u64).max(1);
    let order = Shuffle::new(seed, "crm", rows);
    let mut sheet = Sheet::create(sink, truth, file, Form::Utf8, &header)?;
    for i in 0..rows {
        let slot = order.at(i);
        // The first `people` slots hold everybody once, the others a random person again.
        let mut rng = Rng::keyed(seed, "crm row", slot);
        let id = if slot < people { slot } else { rng.below(people) };
        let p = person(seed, id, people);
        let (mut first, mut last) = (p.given_latin.clone(), p.family_latin.to_owned());
        match rng.below(100) {
            0..=4 => first = typo(&first, &mut rng),
            5..=8 => last = typo(&last, &mut rng),
            9 | 10 if !p.nickname.is_empty() => p.nickname.clone_into(&mut first),
            11 | 12 => first.truncate(1),
            _ => {}
        }
        let (mail, dial) = (email_or_none(&p, 180, &mut rng), phone_or_none(&p, 180, &mut rng));
        let firm = if rng.chance(200) { String::new() } else { super::noise::company(&p, &mut rng) };
        let number = (slot + 1).to_string();
        sheet.row(id, [number.as_str(), &first, &last, &mail, &dial, &firm, p.home.city])?;
    }
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}
