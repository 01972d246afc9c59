//! Names, columns, sort keys and versions of everything a run publishes.

/// Version of the state files' layout; read back by the registry. 2 added remembered rows (`state/kept/`) and the
/// status `withdrawn`; 3 gave `facts` its terms; 4 added the linkage that incremental runs build upon. Older states are read
/// as they are: what they lack is made anew.
pub const STATE_FORMAT_VERSION: u32 = 4;

/// The oldest layout of the state that is still read.
pub const STATE_FORMAT_OLDEST: u32 = 1;

/// The trained model, beside the other files of a run.
pub const MODEL_FILE: &str = "model.json";

/// Folder inside a run that remembers the rows of channels, one folder per channel.
pub const KEPT: &str = "state/kept";

/// [`InputFacts::format`](super::raw::InputFacts::format) of rows that come from an earlier run and not from a file of tonight.
pub const KEPT_FORMAT: &str = "kept";

/// One published table.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// File name without extension.
    pub name: &'static str,
    /// Fixed columns, in order; open ones (metrics, extras) follow.
    pub columns: &'static [&'static str],
    /// Columns it is sorted by.
    pub sorted_by: &'static [&'static str],
}

/// `master`.
pub const MASTER: Published = Published {
    name: "master",
    columns: &[
        "customer_id",
        "entity",
        "name",
        "company",
        "company_id",
        "phone",
        "phones",
        "email",
        "emails",
        "gender",
        "birth_date",
        "country",
        "province",
        "city",
        "district",
        "address",
        "postcode",
        "channels",
        "account_ids",
        "first_seen",
        "last_seen",
        "orders",
        "spend",
        "currency",
        "last_order_at",
        "lifecycle",
        "lifecycle_since",
        "tags",
        "manual_tags",
        "consent",
        "owner",
        "completeness",
        "source_rows",
    ],
    sorted_by: &["customer_id"],
};

/// `xref`.
pub const XREF: Published = Published {
    name: "xref",
    columns: &["channel", "file", "row", "source_key", "customer_id", "matched_by", "match_weight"],
    sorted_by: &["file", "row"],
};

/// `joins`: rows that are one customer from a threshold of `weight` bits down; a tree over the rows of each component, which with
/// labels gives precision and recall at every threshold.
pub const JOINS: Published =
    Published { name: "joins", columns: &["file", "row", "to_file", "to_row", "weight"], sorted_by: &["file", "row"] };

/// `events`.
pub const EVENTS: Published = Published {
    name: "events",
    columns: &[
        "event_id",
        "event_key",
        "customer_id",
        "channel",
        "platform",
        "file",
        "row",
        "kind",
        "at",
        "status",
        "amount",
        "refunded",
        "currency",
        "owner",
        "score",
        "text",
    ],
    sorted_by: &["customer_id", "at", "event_id"],
};

/// `items`.
pub const ITEMS: Published =
    Published { name: "items", columns: &["event_id", "sku", "product", "quantity", "amount"], sorted_by: &["event_id"] };

/// `lineage`.
pub const LINEAGE: Published = Published {
    name: "lineage",
    columns: &["customer_id", "field", "value", "channel", "file", "row", "rule", "losers"],
    sorted_by: &["customer_id", "field"],
};

/// `changes`.
pub const CHANGES: Published =
    Published { name: "changes", columns: &["seq", "change", "customer_id", "into_customer_id", "fields"], sorted_by: &["seq"] };

/// `review`.
pub const REVIEW: Published = Published {
    name: "review",
    columns: &[
        "item",
        "kind",
        "customer_id_a",
        "channel_a",
        "source_key_a",
        "customer_id_b",
        "channel_b",
        "source_key_b",
        "weight",
        "probability",
        "why",
        "verdict",
    ],
    sorted_by: &["item"],
};

/// `followups`.
pub const FOLLOWUPS: Published = Published {
    name: "followups",
    columns: &["customer_id", "action", "rule", "due_at", "overdue", "owner"],
    sorted_by: &["due_at", "customer_id"],
};

/// `followups_by_owner`.
pub const FOLLOWUPS_BY_OWNER: Published = Published {
    name: "followups_by_owner",
    columns: &["owner", "manager", "action", "open", "due", "overdue", "escalated", "oldest_due_at"],
    sorted_by: &["owner", "action"],
};

/// `escalations`.
pub const ESCALATIONS: Published = Published {
    name: "escalations",
    columns: &["manager", "owner", "customer_id", "action", "due_at"],
    sorted_by: &["manager", "owner", "due_at"],
};

/// `manual_tags`.
pub const MANUAL_TAGS: Published = Published {
    name: "manual_tags",
    columns: &["customer_id", "tag", "given_as", "channel", "file", "row", "by", "at", "note"],
    sorted_by: &["customer_id", "tag"],
};

/// `tag_changes`.
pub const TAG_CHANGES: Published =
    Published { name: "tag_changes", columns: &["customer_id", "tag", "change"], sorted_by: &["customer_id", "tag"] };

/// `customer_channels`: each customer in each of their channels, the rows behind the report's figures of channels.
pub const CUSTOMER_CHANNELS: Published = Published {
    name: "customer_channels",
    columns: &["customer_id", "channel", "acquired", "acquired_at", "last_channel", "orders", "customer_orders"],
    sorted_by: &["customer_id", "channel"],
};

/// `customer_months`: each customer in each month with an order, the rows behind the report's cohorts.
pub const CUSTOMER_MONTHS: Published =
    Published { name: "customer_months", columns: &["customer_id", "first_month", "month"], sorted_by: &["customer_id", "month"] };

/// `affinity`.
pub const AFFINITY: Published = Published {
    name: "affinity",
    columns: &["product", "other", "customers", "customers_other", "customers_both", "support", "confidence", "lift"],
    sorted_by: &["confidence"],
};

/// `rejects`.
pub const REJECTS: Published =
    Published { name: "rejects", columns: &["channel", "file", "row", "reason", "column", "raw"], sorted_by: &["file", "row"] };

/// `corrections`.
pub const CORRECTIONS: Published = Published {
    name: "corrections",
    columns: &["field", "part", "value", "suggestion", "rows", "suggestion_rows", "names", "reason", "file", "row", "applied"],
    sorted_by: &["field", "part"],
};

/// `normalised` (only `dedupe --normalise-only`).
pub const NORMALISED: Published = Published {
    name: "normalised",
    columns: &[
        "channel",
        "file",
        "row",
        "source_key",
        "entity",
        "name",
        "company",
        "company_brand",
        "phone",
        "phones",
        "email",
        "emails",
        "gender",
        "birth_date",
        "country",
        "province",
        "city",
        "district",
        "address",
        "postcode",
    ],
    sorted_by: &["file", "row"],
};

/// Every published table.
pub const TABLES: &[Published] = &[
    MASTER,
    XREF,
    JOINS,
    EVENTS,
    ITEMS,
    LINEAGE,
    CHANGES,
    REVIEW,
    FOLLOWUPS,
    CUSTOMER_CHANNELS,
    CUSTOMER_MONTHS,
    REJECTS,
    CORRECTIONS,
    NORMALISED,
];

/// Type of a fixed column in Parquet and, printed, in CSV: `integer`, `number`, `money` (two decimals, in major units),
/// `time` (with offset), `boolean`, else `text`.
#[must_use]
pub fn type_of(column: &str) -> &'static str {
    match column {
        "row" | "to_row" | "rows" | "suggestion_rows" | "names" | "orders" | "customer_orders" | "source_rows" | "seq" | "item" => {
            "integer"
        }
        "completeness" | "match_weight" | "score" | "quantity" | "weight" | "probability" => "number",
        "spend" | "amount" | "refunded" => "money",
        "first_seen" | "last_seen" | "last_order_at" | "acquired_at" | "lifecycle_since" | "at" | "due_at" => "time",
        "overdue" | "applied" | "acquired" => "boolean",
        _ => "text",
    }
}

/// Columns of `decisions.csv`, which people keep in the project.
pub const DECISIONS: &[&str] = &["channel_a", "source_key_a", "channel_b", "source_key_b", "verdict", "by", "at", "note"];
