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
    /// One line per mistake. A hint they share stands once at the end, else each stands below its mistake.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hints: Vec<&str> = self.0.iter().map(|e| e.hint.as_str()).filter(|h| !h.is_empty()).collect();
        hints.dedup();
        let shared = hints.len() == 1;
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\nerror: ")?;
            }
            write!(f, "{}", error.file)?;
            if error.line > 0 {
                write!(f, ":{}", error.line)?;
            }
            write!(f, ": {}", error.message)?;
            if !shared && !error.hint.is_empty() {
                write!(f, "\n  hint: {}", error.hint)?;
            }
        }
        if shared {
            write!(f, "\n\nhint: {}", hints[0])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: u32, hint: &str) -> RuleError {
        RuleError { file: "a.toml".into(), line, message: "wrong".into(), hint: hint.into() }
    }

    #[test]
    fn a_shared_hint_stands_once_at_the_end() {
        assert_eq!(RuleErrors(vec![error(1, "x"), error(0, "x")]).to_string(), "a.toml:1: wrong\nerror: a.toml: wrong\n\nhint: x");
    }

    #[test]
    fn different_hints_stand_below_their_mistakes() {
        let shown = RuleErrors(vec![error(1, "x"), error(2, ""), error(3, "y")]).to_string();
        assert_eq!(shown, "a.toml:1: wrong\n  hint: x\nerror: a.toml:2: wrong\nerror: a.toml:3: wrong\n  hint: y");
    }
}
