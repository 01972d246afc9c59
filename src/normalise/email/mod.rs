//! Mail addresses: a cell in, every address of it out, with the key the provider would deliver by.
//!
//! `scan` finds the addresses in a cell, `provider` knows which addresses are one mailbox, `typo` suggests the domain
//! that was meant, `local` says whether a person, a role, a relay or a filler stands before the @. Suggestions feed the
//! key only; the text keeps what was written.

mod local;
mod provider;
mod scan;
mod typo;

#[cfg(test)]
mod tests;

use super::Context;
use crate::model::value::{Class, Normal, Part};
use local::Role;

/// Is a domain one of a mail provider, free or paid?
#[must_use]
pub fn is_free_provider(domain: &str) -> bool {
    provider::is_free(domain) || provider::is_listed(domain)
}

/// Every mail address of a cell. A cell without any gives one [`Class::Invalid`] value with the reason.
///
/// `text` is lower case with the domain in Unicode; `Key` is the full address as the provider delivers it (dots and tags
/// of the provider removed, alias domains folded, a typo of the domain mended, IDN in ASCII), `Local` and `Domain` its
/// halves; `Digits` a number that may be a QQ account or a phone.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let before = out.len();
    addresses(raw, out);
    if context.relay_email {
        out[before..].iter_mut().filter(|n| n.class.is_key()).for_each(as_relay);
    }
}

/// An address of a table whose addresses are all relays.
fn as_relay(normal: &mut Normal) {
    normal.class = Class::Virtual;
    normal.set(Part::Type, Role::Relay.name());
    normal.findings.push("relay_address");
}

fn addresses(raw: &str, out: &mut Vec<Normal>) {
    let before = out.len();
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    if scan::is_plain(trimmed) {
        out.push(address(&trimmed.to_ascii_lowercase()));
        return;
    }
    let mut rejected = None;
    for found in scan::addresses(trimmed) {
        let mut normal = address(&found.text);
        if normal.class == Class::Invalid {
            rejected.get_or_insert(normal);
            continue;
        }
        normal.findings.extend(found.repaired.then_some("punctuation_repaired"));
        if !out[before..].iter().any(|n| n.text == normal.text) {
            out.push(normal);
        }
    }
    if out.len() == before {
        out.push(rejected.unwrap_or_else(|| {
            let reason = if trimmed.contains(['@', '＠']) { "bad_address" } else { "no_at_sign" };
            Normal { text: trimmed.to_owned(), class: Class::Invalid, parts: Vec::new(), findings: vec![reason] }
        }));
    }
}

/// The value of one folded, lower-case address.
fn address(text: &str) -> Normal {
    let invalid = |reason| Normal { text: text.to_owned(), class: Class::Invalid, parts: Vec::new(), findings: vec![reason] };
    let Some((local, written)) = text.split_once('@') else { return invalid("no_at_sign") };
    if written.contains('@') {
        return invalid("bad_address");
    }
    if text.contains('*') {
        return masked(text);
    }
    if let Some(reason) = local::fault(local) {
        return invalid(reason);
    }
    let Some(ascii) = scan::ascii_domain(written) else { return invalid("bad_domain") };
    let mended = typo::suggest(&ascii);
    if mended.is_none() && !ascii.contains('.') {
        return invalid("bad_domain");
    }
    let domain = mended.as_deref().unwrap_or(&ascii);
    let unknown_top = mended.is_none() && !typo::has_known_top(&ascii);
    let (key_local, key_domain) = provider::mailbox(local, domain);

    let mut normal = Normal { text: format!("{local}@{}", scan::unicode_domain(&ascii)), ..Normal::default() };
    let role = local::role(local, domain);
    normal.class = match role {
        Role::Filler => Class::Placeholder,
        Role::Relay => Class::Virtual,
        Role::Function => Class::Role,
        Role::Person if mended.is_some() || unknown_top || !local.is_ascii() => Class::Possible,
        Role::Person => Class::Valid,
    };
    normal.findings.extend(match role {
        Role::Filler => Some("filler_address"),
        Role::Relay => Some("relay_address"),
        Role::Function => Some("role_address"),
        Role::Person => None,
    });
    normal.findings.extend(mended.is_some().then_some("domain_typo_suggested"));
    normal.findings.extend(unknown_top.then_some("unknown_tld"));
    normal.parts.push((Part::Key, format!("{key_local}@{key_domain}")));
    normal.parts.push((Part::Type, role.name().to_owned()));
    if let Some(digits) = local::digits(&key_local) {
        normal.parts.push((Part::Digits, digits.to_owned()));
    }
    normal.parts.push((Part::Local, key_local));
    normal.parts.push((Part::Domain, key_domain));
    normal
}

/// An address with hidden characters: its pattern, each hidden character one `*` as written.
fn masked(text: &str) -> Normal {
    let mut normal = Normal { text: text.to_owned(), class: Class::Masked, parts: Vec::new(), findings: vec!["masked"] };
    if !text.chars().any(char::is_alphanumeric) {
        normal.class = Class::Placeholder;
        normal.findings = vec!["fully_masked"];
        return normal;
    }
    normal.set(Part::Mask, text);
    let domain = text.rsplit('@').next().unwrap_or("");
    if !domain.contains('*') {
        normal.set(Part::Domain, domain);
    }
    normal
}
