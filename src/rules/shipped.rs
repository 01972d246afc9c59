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

/// The shipped templates of extracts as (path in a project, text).
#[must_use]
pub fn shipped_extracts() -> &'static [(&'static str, &'static str)] {
    &[
        ("rules/extracts/dingtalk_customers.toml", include_str!("../../rules/extracts/dingtalk_customers.toml")),
        ("rules/extracts/fxiaoke_customers.toml", include_str!("../../rules/extracts/fxiaoke_customers.toml")),
        ("rules/extracts/hubspot_contacts.toml", include_str!("../../rules/extracts/hubspot_contacts.toml")),
        ("rules/extracts/mailchimp_audience.toml", include_str!("../../rules/extracts/mailchimp_audience.toml")),
        ("rules/extracts/salesforce_contacts.toml", include_str!("../../rules/extracts/salesforce_contacts.toml")),
        ("rules/extracts/wecom_remark.toml", include_str!("../../rules/extracts/wecom_remark.toml")),
        ("rules/extracts/zoho_contacts.toml", include_str!("../../rules/extracts/zoho_contacts.toml")),
    ]
}

/// The shipped calendars as (name, path, text).
#[must_use]
pub fn shipped_calendars() -> &'static [(&'static str, &'static str, &'static str)] {
    &[("cn", "rules/calendars/cn.toml", include_str!("../../rules/calendars/cn.toml"))]
}
