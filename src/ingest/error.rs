//! What can stop a file from being read, told apart so that a channel's `on_problem` can decide.
//!
//! A damaged row or cell is never an error: it is a reject or a missing value.

/// Why a file gave no table. `Display` is one message with file, place, value and a hint.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// There is no such file.
    #[error("{file}: no such file\n\nhint: check `files` of the channel, or set `on_problem`")]
    Missing {
        /// File as shown.
        file: String,
    },
    /// The bytes cannot be read as a table: I/O, truncated or damaged container, folder, binary.
    #[error("{file}: {what}\n\nhint: {hint}")]
    Unreadable {
        /// File as shown, with `!member` or `#sheet`.
        file: String,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The file holds nothing at all. (A header without rows is a table.)
    #[error("{file}: the file is empty\n\nhint: export it again; a channel without customers still has its header row")]
    Empty {
        /// File as shown.
        file: String,
    },
    /// No row looks like a header.
    #[error("{file}:{row}: no header row found, this row looks like data: `{value}`\n\nhint: {hint}")]
    NoHeader {
        /// File as shown.
        file: String,
        /// Physical row looked at, from 1.
        row: u32,
        /// Its text, shortened.
        value: String,
        /// What to do.
        hint: String,
    },
    /// The encoding the user named is unknown or does not fit the bytes.
    #[error("{file}: encoding `{encoding}` {what}\n\nhint: {hint}")]
    BadEncoding {
        /// File as shown.
        file: String,
        /// The override.
        encoding: String,
        /// What is wrong with it.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The sheet the user named is not in the workbook.
    #[error("{file}: no sheet `{sheet}`\n\nhint: the workbook has {known}")]
    NoSheet {
        /// File as shown.
        file: String,
        /// The override.
        sheet: String,
        /// Sheets there are, in backticks.
        known: String,
    },
    /// The member the user named is not in the archive.
    #[error("{file}: no member `{member}`\n\nhint: the archive has {known}")]
    NoMember {
        /// File as shown.
        file: String,
        /// The override.
        member: String,
        /// Members there are, in backticks.
        known: String,
    },
}

impl IngestError {
    /// An [`IngestError::Unreadable`].
    pub(super) fn unreadable(file: &str, what: impl Into<String>, hint: &str) -> Self {
        Self::Unreadable { file: file.to_owned(), what: what.into(), hint: hint.to_owned() }
    }

    /// An I/O failure of `file`.
    pub(super) fn io(file: &str, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { file: file.to_owned() },
            std::io::ErrorKind::PermissionDenied => {
                Self::unreadable(file, "permission denied", "make the file readable for the user that runs guiyi")
            }
            std::io::ErrorKind::UnexpectedEof => {
                Self::unreadable(file, "the compressed data ends too early", "the file is truncated: transfer it again")
            }
            _ => Self::unreadable(
                file,
                format!("cannot be read: {error}"),
                "open it in the program that wrote it and export it again",
            ),
        }
    }
}
