//! Reason codes of findings, with what each means.

/// Every reason code with its meaning, for the report and the README.
pub const REASONS: &[(&str, &str)] = &[];
