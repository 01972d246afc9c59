//! bytes -> text -> table -> channel table, or rejects.
