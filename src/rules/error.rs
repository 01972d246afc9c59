//! Mistakes in rule files: file, line, what is wrong, what to do.

use std::fmt;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleError {
    /// File as the user knows it, relative to the project.
    pub file: String,
    /// Line from 1; 0 if the whole file is meant.
    pub line: u32,
    /// Lower-case sentence without full stop, literals in backticks.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// All mistakes found, in order of file and line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RuleErrors(pub Vec<RuleError>);

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\nerror: ")?;
            }
            write!(f, "{}", error.file)?;
            if error.line > 0 {
                write!(f, ":{}", error.line)?;
            }
            write!(f, ": {}", error.message)?;
        }
        let mut hints: Vec<&str> = self.0.iter().map(|e| e.hint.as_str()).filter(|h| !h.is_empty()).collect();
        hints.dedup();
        for hint in hints {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}
