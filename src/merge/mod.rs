//! survivorship: which value wins, and why.
