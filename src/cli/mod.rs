//! verbs, printing, exit codes.
