//! metrics, tags, lifecycle, follow-ups.
