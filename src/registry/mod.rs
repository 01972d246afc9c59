//! stable customer ids and what changed since the last run.
