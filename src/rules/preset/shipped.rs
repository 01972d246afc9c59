//! The presets compiled into the program.

use std::sync::LazyLock;

use super::{Preset, parse_preset};
use crate::rules::error::RuleErrors;

macro_rules! shipped {
    ($($name:literal,)+) => {
        /// Name and text of each file, sorted by name.
        pub(super) const FILES: &[(&str, &str)] =
            &[$((concat!("rules/channels/", $name, ".toml"), include_str!(concat!("../../../rules/channels/", $name, ".toml"))),)+];
    };
}

shipped! {
    "alibaba_1688_orders",
    "amazon_orders",
    "cfdb7",
    "douyin_orders",
    "eventbrite_attendees",
    "flamingo_contacts",
    "flamingo_inbound",
    "google_forms",
    "gravity_forms",
    "hubspot_contacts",
    "jd_orders",
    "jinshuju",
    "mailchimp_audience",
    "pdd_orders",
    "salesforce_contacts",
    "salesforce_contacts_report",
    "salesforce_leads",
    "salesforce_leads_report",
    "shopify_customers",
    "shopify_customers_old",
    "shopify_orders",
    "square_customers",
    "taobao_items",
    "taobao_orders",
    "typeform",
    "wecom_contacts",
    "weidian_orders",
    "wjx",
    "woo_customers",
    "woo_order_export",
    "woo_orders",
    "youzan_customers",
    "youzan_orders",
    "zoho_contacts",
    "zoho_leads",
}

/// All shipped presets, parsed once.
pub(super) fn all() -> &'static Result<Vec<Preset>, RuleErrors> {
    static ALL: LazyLock<Result<Vec<Preset>, RuleErrors>> = LazyLock::new(|| {
        let mut presets = FILES.iter().map(|(file, text)| parse_preset(file, text)).collect::<Result<Vec<_>, _>>()?;
        presets.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(presets)
    });
    &ALL
}

/// Packed columns of a shipped preset: header key and form. Empty for other presets.
#[must_use]
pub fn packed_columns(preset: &str) -> Vec<(String, String)> {
    let known = all().as_deref().unwrap_or_default();
    known.iter().find(|p| p.name == preset).map(|p| p.packed.clone()).unwrap_or_default()
}
