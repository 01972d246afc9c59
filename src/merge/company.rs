//! Links persons to the organisation customer of their company.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::model::customers::NO_CUSTOMER;
use crate::model::mapping::Entity;
use crate::model::table::Data;
use crate::model::text::TextColumn;
use crate::model::value::{Dict, Part};

use super::fields::Picks;
use super::{CHUNK, MergeInput};

/// `company_id`: id of the organisation whose chosen company has the same key; an organisation's own id. Of several such
/// organisations the one with most source rows, then the smallest id. Empty where there is none.
pub(super) fn links(input: &MergeInput, entity: &[Entity], company: &Picks) -> Data {
    let rows = |customer: u32| input.roster.members.get(customer as usize).len();
    let mut organisations: HashMap<&str, u32> = HashMap::new();
    for customer in (0..entity.len() as u32).filter(|&c| entity[c as usize] == Entity::Organisation) {
        let Some((dict, code)) = company.get(customer as usize) else { continue };
        let best = organisations.entry(key(dict, code)).or_insert(customer);
        if rows(customer) > rows(*best) {
            *best = customer;
        }
    }
    if organisations.is_empty() && !entity.contains(&Entity::Organisation) {
        return Data::Text(TextColumn::missing(entity.len()));
    }
    let link = |customer: usize| match entity[customer] {
        Entity::Organisation => customer as u32,
        Entity::Person => {
            let organisation = company.get(customer).and_then(|(dict, code)| organisations.get(key(dict, code)));
            organisation.copied().unwrap_or(NO_CUSTOMER)
        }
    };
    let links: Vec<u32> = (0..entity.len()).into_par_iter().with_min_len(CHUNK).map(link).collect();
    Data::Text(input.roster.ids.column(links.into_iter()))
}

/// What two writings of one company have in common.
fn key(dict: &Dict, code: u32) -> &str {
    match dict.part(code, Part::Key) {
        "" => dict.text(code),
        key => key,
    }
}
