//! The two figures the house is judged by, overall and per channel, as exact counts.

/// A share kept as the two counts it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// What is counted.
    pub part: u64,
    /// Out of how many.
    pub whole: u64,
}

impl Share {
    /// The share, 0–1; `None` out of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    /// Counts one case, which may be a hit.
    pub fn count(&mut self, hit: bool) {
        self.part += u64::from(hit);
        self.whole += 1;
    }
}

/// How often one required field is filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldFill {
    /// `person` or `organisation`.
    pub entity: &'static str,
    /// Required field.
    pub field: String,
    /// Customers of the entity that have it filled.
    pub filled: Share,
}

/// The KPIs of one channel: of its rows, and of the customers it takes part in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelKpis {
    /// Channel name.
    pub channel: String,
    /// 客户信息统一率 of the channel's rows.
    pub unification: Share,
    /// 数据完整率 of the customers with a row of the channel.
    pub completeness: Share,
}

/// The KPIs of a run (contract: KPIs).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kpis {
    /// 客户信息统一率: settled rows out of rows read less skipped ones.
    pub unification: Share,
    /// 数据完整率: filled required fields out of customers times required fields.
    pub completeness: Share,
    /// Per channel, by name.
    pub channels: Vec<ChannelKpis>,
    /// Per required field.
    pub fields: Vec<FieldFill>,
    /// Identity records out of customers; its value is the mean number per customer, so it may exceed 1.
    pub identity_records_per_customer: Share,
    /// Customers with rows of two or more channels.
    pub multi_channel: Share,
    /// The model's expected pairwise precision, 0–1.
    pub expected_precision: f64,
    /// The model's expected pairwise recall, 0–1.
    pub expected_recall: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_has_no_value() {
        let mut share = Share::default();
        assert_eq!(share.value(), None);
        share.count(true);
        share.count(false);
        assert_eq!(share.value(), Some(0.5));
    }
}
