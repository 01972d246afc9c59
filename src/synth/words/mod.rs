//! Word lists of made-up people.
//!
//! In: nothing. Out: constants, each list most common first where its order says something. Plain facts of language and
//! geography, written down for these files; no list of real persons was used.

mod people;
mod places;
mod trade;

pub use people::{FIRST, GIVEN, LAST, SURNAMES};
pub use places::{ESTATES, PLACES, ROADS, STREETS, US_PLACES};
pub use trade::{BRANDS, EN_BRANDS, EN_INQUIRIES, EN_TRADES, INQUIRIES, JOBS, PRODUCTS, SALES, TRADES};
