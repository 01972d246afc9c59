//! made exports with truth.
