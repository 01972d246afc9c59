//! Every room's rules, compiled before the first data byte, with all mistakes together.

use crate::normalise::corrections;
use crate::rules::{RuleError, RuleErrors, Rules};
use crate::{merge, resolve, tag};

/// Compiled rules of the rooms that have some.
pub(super) struct Rooms {
    pub resolve: resolve::Compiled,
    pub merge: merge::Compiled,
    pub tag: tag::Compiled,
    pub corrections: corrections::Compiled,
}

/// Compiles all rooms.
pub(super) fn compile(rules: &Rules) -> Result<Rooms, RuleErrors> {
    let mut errors: Vec<RuleError> = Vec::new();
    let mut keep = |mut new: Vec<RuleError>| errors.append(&mut new);
    let resolve = resolve::compile(rules).map_err(&mut keep);
    let merge = merge::compile(rules).map_err(&mut keep);
    let tag = tag::compile(rules).map_err(&mut keep);
    let corrections = corrections::compile(rules).map_err(&mut keep);
    if let (Ok(resolve), Ok(merge), Ok(tag), Ok(corrections)) = (resolve, merge, tag, corrections) {
        return Ok(Rooms { resolve, merge, tag, corrections });
    }
    errors.sort();
    errors.dedup();
    Err(RuleErrors(errors))
}
