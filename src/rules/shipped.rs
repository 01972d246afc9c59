//! The rule files compiled into the program: the defaults of every section a project does not write itself.
//!
//! They are ordinary rule files; `init` copies them into the project so that people can edit them.

/// The shipped rule files as (path in a project, text), in the order they are read.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    &[
        ("rules/followups.toml", include_str!("../../rules/followups.toml")),
        ("rules/gates.toml", include_str!("../../rules/gates.toml")),
        ("rules/lifecycle.toml", include_str!("../../rules/lifecycle.toml")),
        ("rules/metrics.toml", include_str!("../../rules/metrics.toml")),
        ("rules/tags.toml", include_str!("../../rules/tags.toml")),
    ]
}
