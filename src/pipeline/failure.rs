//! Why a flow delivered nothing: what the exit code is decided by.

use std::fmt;

use crate::deliver::DeliverError;
use crate::rules::RuleErrors;

/// Nothing was delivered and the output is untouched.
#[derive(Debug)]
pub enum Failure {
    /// Usage, rules, input or the disk: exit 2.
    Refused(anyhow::Error),
    /// Another run holds the lock: exit 3.
    Locked(anyhow::Error),
    /// The user asked to stop: exit 130 or 143.
    Stopped,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The chain's parts are fragments that read on after a colon.
            Failure::Refused(error) | Failure::Locked(error) => write!(f, "{error:#}"),
            Failure::Stopped => f.write_str("stopped, output untouched"),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Refused(error)
    }
}

impl From<RuleErrors> for Failure {
    fn from(errors: RuleErrors) -> Self {
        Failure::Refused(errors.into())
    }
}

impl From<DeliverError> for Failure {
    fn from(error: DeliverError) -> Self {
        match error {
            DeliverError::Busy { .. } => Failure::Locked(error.into()),
            error => Failure::Refused(error.into()),
        }
    }
}
