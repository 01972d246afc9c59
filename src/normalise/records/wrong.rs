//! Values in a column of another kind: a company or a phone where a name belongs.
//!
//! Only texts that can be nothing else are moved; everything doubtful stays where it was typed.

use crate::model::kind::Kind;
use crate::normalise::company::looks_like_company;
use crate::normalise::fold::is_han;
use crate::normalise::understand::lexicon::{has_honorific, has_legal_form};
use crate::normalise::understand::looks::{Look, looks};

/// Reason code of a value that was moved to the field it belongs to.
pub(super) const WRONG_FIELD: &str = "wrong_field";

/// The kind a text of a `kind` column really is, if it surely is another one.
pub(super) fn belongs_to(kind: Kind, text: &str) -> Option<Kind> {
    if !matches!(kind, Kind::PersonName | Kind::Company | Kind::Phone | Kind::Email) {
        return None;
    }
    if is_plainly_at_home(kind, text) {
        return None;
    }
    let seen = looks(text);
    let mail = (seen.has(Look::Email) && kind != Kind::Email).then_some(Kind::Email);
    let phone = (seen.has(Look::PhoneStrong) && kind != Kind::Phone).then_some(Kind::Phone);
    let name = match kind {
        Kind::PersonName if is_surely_company(text, seen.has(Look::LegalForm)) => Some(Kind::Company),
        Kind::Company if seen.has(Look::Honorific) => Some(Kind::PersonName),
        _ => None,
    };
    mail.or(phone).or(name)
}

/// Digits and stars that a phone has, at least.
const PHONE_MIN: usize = 7;

/// True if a look at the bytes shows that the text is no mail address, no phone and, in a name or company column, none of the
/// other: the usual cell, without working out all that a text may look like.
fn is_plainly_at_home(kind: Kind, text: &str) -> bool {
    let text = text.trim();
    let has_at = text.contains('@');
    let may_be_mail = kind != Kind::Email && has_at;
    let may_be_phone =
        kind != Kind::Phone && !has_at && text.bytes().filter(|b| b.is_ascii_digit() || *b == b'*').count() >= PHONE_MIN;
    if may_be_mail || may_be_phone {
        return false;
    }
    match kind {
        Kind::PersonName if text.is_ascii() => !has_legal_form(&text.to_ascii_lowercase()),
        // Ideographs have no case.
        Kind::PersonName => text.chars().all(is_han) && text.chars().count() < 5 && !has_legal_form(text),
        Kind::Company if !text.contains(' ') => !has_honorific(text, text),
        Kind::Company => text.is_ascii() && !has_honorific(text, &text.to_ascii_lowercase()),
        _ => true,
    }
}

/// Latin names need a legal form (`King` and `Church` are surnames too), Chinese ones an ending that only organisations have.
fn is_surely_company(text: &str, legal_form: bool) -> bool {
    let han = text.chars().filter(|&c| is_han(c)).count();
    (legal_form || han >= 5) && looks_like_company(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_that_can_be_nothing_else_are_moved() {
        let check = |kind: Kind, text: &str, want: Option<Kind>| assert_eq!(belongs_to(kind, text), want, "{text}");
        check(Kind::PersonName, "杭州西湖塑胶有限公司", Some(Kind::Company));
        check(Kind::PersonName, "Westfield Tools Ltd", Some(Kind::Company));
        check(Kind::PersonName, "Smith Tools, Ltd.", Some(Kind::Company));
        check(Kind::PersonName, "13812345678", Some(Kind::Phone));
        check(Kind::PersonName, "138-1234-5678", Some(Kind::Phone));
        check(Kind::Company, "Mr Smith", Some(Kind::PersonName));
        check(Kind::PersonName, "a@b.com", Some(Kind::Email));
        check(Kind::PersonName, "John Church", None);
        check(Kind::PersonName, "王先生", None);
        check(Kind::PersonName, "公孙厂", None);
        check(Kind::Company, "张女士", Some(Kind::PersonName));
        check(Kind::Company, "华为", None);
        check(Kind::Phone, "a@b.com", Some(Kind::Email));
        check(Kind::Phone, "13812345678", None);
        check(Kind::Email, "13812345678", Some(Kind::Phone));
        check(Kind::Email, "13812345678@qq.com", None);
    }
}
