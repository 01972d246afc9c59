//! Values in a column of another kind: a company or a phone where a name belongs.
//!
//! Only texts that can be nothing else are moved; everything doubtful stays where it was typed.

use crate::model::kind::Kind;
use crate::normalise::understand::looks::{Look, looks};

/// Reason code of a value that was moved to the field it belongs to.
pub(super) const WRONG_FIELD: &str = "wrong_field";

/// The kind a text of a `kind` column really is, if it surely is another one.
pub(super) fn belongs_to(kind: Kind, text: &str) -> Option<Kind> {
    match kind {
        Kind::PersonName => {
            let seen = looks(text);
            if seen.has(Look::Email) {
                Some(Kind::Email)
            } else if seen.has(Look::PhoneStrong) {
                Some(Kind::Phone)
            } else if seen.has(Look::LegalForm) {
                Some(Kind::Company)
            } else {
                None
            }
        }
        Kind::Company => {
            let seen = looks(text);
            if seen.has(Look::Email) {
                Some(Kind::Email)
            } else if seen.has(Look::PhoneStrong) {
                Some(Kind::Phone)
            } else if seen.has(Look::Honorific) {
                Some(Kind::PersonName)
            } else {
                None
            }
        }
        Kind::Phone => looks(text).has(Look::Email).then_some(Kind::Email),
        Kind::Email => looks(text).has(Look::PhoneStrong).then_some(Kind::Phone),
        _ => None,
    }
}
