//! What the exit code says to a scheduler.

use std::process::ExitCode;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, gates passed. A broken pipe counts as done.
    Done,
    /// Delivered, but a gate failed.
    GateFailed,
    /// Nothing delivered, output untouched: usage, rules, input, disk.
    Refused,
    /// Another run holds the lock.
    Locked,
    /// Stopped by this signal, output untouched.
    Stopped(u8),
}

impl Exit {
    /// The process's code: 0, 1, 2, 3 or 128 + signal.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::GateFailed => 1,
            Exit::Refused => 2,
            Exit::Locked => 3,
            Exit::Stopped(signal) => 128u8.saturating_add(signal),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn a_stopped_run_has_the_shell_s_code() {
        assert_eq!([Exit::Stopped(2).code(), Exit::Stopped(15).code()], [130, 143]);
    }
}
