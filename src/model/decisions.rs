//! What people decided: pairs of identities that are the same or different customers.

/// A record's identity over runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Channel name.
    pub channel: String,
    /// The source's own key.
    pub source_key: String,
}

/// A person's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Must link.
    Same,
    /// Cannot link.
    Different,
}

/// One line of `decisions.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// One record.
    pub a: Identity,
    /// The other record.
    pub b: Identity,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub by: String,
    /// When (as written).
    pub at: String,
    /// Why.
    pub note: String,
    /// Line in the file, for messages.
    pub line: u32,
}
