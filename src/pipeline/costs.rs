//! Tables of what channels cost, for cost per customer and return.
//!
//! Comes in: a table as read. Goes out: one amount per row. A channel nobody knows, a cell that is no amount or no date
//! stops the run: a cost that is silently left out would make a channel look better than it is.

use anyhow::anyhow;

use super::failure::Failure;
use super::people::{Role, Roles};
use crate::model::money::ChannelCost;
use crate::model::raw::RawTable;
use crate::normalise::{Context, date, money};
use crate::rules::{PeopleFile, Rules, did_you_mean};

const CHANNEL: Role = ("channel", &["channel", "渠道", "渠道名称", "来源", "来源渠道", "平台", "source"]);
const COST: Role =
    ("cost", &["cost", "amount", "spend", "budget", "成本", "费用", "花费", "投放费用", "推广费用", "渠道成本", "金额", "消耗"]);
const AT: Role = ("at", &["at", "date", "month", "day", "since", "from", "时间", "日期", "月份", "月", "开始日期", "起始日期"]);
const CURRENCY: Role = ("currency", &["currency", "币种", "货币"]);

/// The rows of one table; rows without an amount say nothing.
pub(super) fn read(table: &RawTable, file: &PeopleFile, rules: &Rules, context: &Context) -> Result<Vec<ChannelCost>, Failure> {
    let roles = Roles::find(table, file, &[CHANNEL, COST, AT, CURRENCY], 2)?;
    let mut costs = Vec::new();
    for row in 0..table.rows.len() {
        let cell = |role: Role| roles.cell(table, row, role.0);
        let wrong = |what: String, hint: String| anyhow!("{}:{}: {what}\n\nhint: {hint}", table.file, table.rows[row]);
        if cell(COST).is_empty() {
            continue;
        }
        let (channel, amount) = (cell(CHANNEL), cell(COST));
        if !rules.channels.iter().any(|known| known.name == channel) {
            let hint = did_you_mean(channel, rules.channels.iter().map(|known| known.name.as_str()));
            return Err(wrong(format!("no channel is named `{channel}`"), hint).into());
        }
        let Some((minor, named)) = money::minor(amount, context) else {
            return Err(wrong(format!("`{amount}` is no amount"), "write it as `1234.50`".to_owned()).into());
        };
        let since = since(cell(AT), context);
        if since.is_none() && !cell(AT).is_empty() {
            let hint = "write it as `2026-10-01` or `2026-10`".to_owned();
            return Err(wrong(format!("`{}` is no day and no month", cell(AT)), hint).into());
        }
        let currency = Some(cell(CURRENCY)).filter(|code| !code.is_empty()).or(named).unwrap_or_default().to_uppercase();
        costs.push(ChannelCost { channel: channel.to_owned(), since, minor, currency });
    }
    Ok(costs)
}

/// The first moment of a day or a month; `None` for what is neither.
fn since(text: &str, context: &Context) -> Option<i64> {
    let month: String = text.trim_end_matches('月').chars().map(|c| if c.is_ascii_digit() { c } else { '-' }).collect();
    date::instant(text, context).or_else(|| date::instant(&format!("{}-01", month.trim_matches('-')), context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day() {
        let context = Context { timezone: chrono_tz::Asia::Shanghai, ..Context::default() };
        let first = since("2026-10-01", &context);
        assert!(first.is_some());
        for text in ["2026-10", "2026/10", "2026年10月", "2026-10-01 00:00"] {
            assert_eq!(since(text, &context), first, "{text}");
        }
        assert_eq!((since("", &context), since("soon", &context)), (None, None));
    }
}
