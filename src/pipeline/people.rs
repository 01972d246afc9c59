//! Tables that people write: tags given by hand, the log of follow-ups, what channels cost.
//!
//! Comes in: `[manual_tags]`, `[followup_log]` and `[costs]`. Goes out: their rows, first as written, then, once it is known who is
//! who, by customer. They are no channels: their rows are no records, make no customer and count in no KPI.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::anyhow;
use chrono_tz::Tz;

use super::costs;
use super::failure::Failure;
use super::inputs::files;
use crate::ingest::{self, ReadOptions};
use crate::model::customers::{ByPeople, Customers, GivenTag, LogEntry, NO_CUSTOMER};
use crate::model::mapping::Mapping;
use crate::model::money::ChannelCost;
use crate::model::raw::RawTable;
use crate::model::records::Records;
use crate::model::shaped::ChannelTable;
use crate::model::text::TextColumn;
use crate::model::watch::Watch;
use crate::normalise::{Context, date};
use crate::registry::{Assignment, CustomerId};
use crate::rules::{ChannelRule, PeopleFile, Rules, did_you_mean};

/// Rows as written.
#[derive(Debug, Default)]
pub(super) struct Said {
    tags: Vec<Line>,
    log: Option<Vec<Line>>,
    /// What channels cost.
    pub costs: Vec<ChannelCost>,
    /// The tables, for `run.json`; without cells.
    pub tables: Vec<ChannelTable>,
}

/// One row: where it stands and its cells by role.
#[derive(Debug, Clone)]
struct Line {
    file: String,
    row: u32,
    customer: String,
    /// `tag` or `action`.
    what: String,
    at: Option<i64>,
    by: String,
    /// `note` or `outcome`.
    more: String,
    expires: Option<i64>,
    done: bool,
}

/// A role with the headers that usually carry it.
pub(super) type Role = (&'static str, &'static [&'static str]);

const CUSTOMER: Role = (
    "customer",
    &["customer", "customer_id", "customer id", "id", "客户", "客户编号", "客户id", "客户号", "客户标识", "source_key"],
);
const AT: Role = ("at", &["at", "time", "date", "when", "时间", "日期", "跟进时间", "完成时间", "打标时间", "跟进日期"]);
const BY: Role = ("by", &["by", "owner", "user", "跟进人", "负责人", "员工", "操作人", "打标人", "销售"]);
const TAG: Role = ("tag", &["tag", "tags", "label", "标签", "标签名", "标签名称"]);
const ACTION: Role = ("action", &["action", "task", "动作", "跟进动作", "跟进类型", "任务", "事项"]);
const NOTE: Role = ("note", &["note", "notes", "remark", "备注", "说明", "原因"]);
const OUTCOME: Role = ("outcome", &["outcome", "result", "结果", "跟进结果", "状态"]);
const EXPIRES: Role = ("expires", &["expires", "expiry", "until", "有效期至", "有效期", "到期", "到期日", "截止日期"]);

/// Outcomes that leave an action open, if the project names none: nobody was reached, or it was put off.
const OPEN_OUTCOMES: &[&str] = &[
    "未接通",
    "未接",
    "无人接听",
    "未联系上",
    "未触达",
    "关机",
    "占线",
    "失败",
    "待跟进",
    "改期",
    "延期",
    "no answer",
    "not reached",
    "unreachable",
    "busy",
    "failed",
    "postponed",
    "pending",
    "open",
];

/// Reads both tables.
pub(super) fn read(rules: &Rules, zone: Tz, watch: &dyn Watch) -> Result<Said, Failure> {
    let mut said = Said::default();
    let context = Context { timezone: zone, country: &rules.project.country, ..Context::default() };
    if let Some(file) = &rules.manual_tags {
        for table in tables(&rules.root, "manual_tags", file, watch)? {
            let roles = Roles::find(&table, file, &[CUSTOMER, TAG, AT, BY, NOTE, EXPIRES], 2)?;
            let rows = 0..table.rows.len();
            said.tags.extend(rows.flat_map(|row| tag_lines(&table, row, &roles, &context)));
            said.tables.push(shell("manual_tags", &table));
        }
        said.tags.iter_mut().for_each(|line| line.customer = scoped(&line.customer, file));
    }
    if let Some(file) = &rules.followup_log {
        let mut log = Vec::new();
        for table in tables(&rules.root, "followup_log", file, watch)? {
            let roles = Roles::find(&table, file, &[CUSTOMER, AT, ACTION, BY, OUTCOME], 2)?;
            log.extend((0..table.rows.len()).filter_map(|row| log_line(&table, row, &roles, &context)));
            said.tables.push(shell("followup_log", &table));
        }
        for line in &mut log {
            line.customer = scoped(&line.customer, file);
            line.done = !leaves_open(&line.more, file);
        }
        said.log = Some(log);
    }
    if let Some(file) = &rules.costs {
        for table in tables(&rules.root, "costs", file, watch)? {
            said.costs.extend(costs::read(&table, file, rules, &context)?);
            said.tables.push(shell("costs", &table));
        }
    }
    Ok(said)
}

fn tables(root: &Path, name: &str, file: &PeopleFile, watch: &dyn Watch) -> Result<Vec<RawTable>, Failure> {
    let rule =
        ChannelRule { place: file.place.clone(), name: name.to_owned(), files: file.files.clone(), ..ChannelRule::default() };
    let mut tables = Vec::new();
    for input in files(root, &rule)? {
        tables.extend(ingest::read(&input.path, &input.shown, &ReadOptions::default(), watch).map_err(anyhow::Error::from)?);
    }
    Ok(tables)
}

/// The table as `run.json` lists it.
fn shell(channel: &str, table: &RawTable) -> ChannelTable {
    ChannelTable {
        mapping: Mapping { channel: channel.to_owned(), ..Mapping::default() },
        file: table.file.clone(),
        rows: table.rows.clone(),
        rejects: table.rejects.clone(),
        skipped: table.skipped.clone(),
        input: table.input.clone(),
        ..ChannelTable::default()
    }
}

/// Which column carries which role.
pub(super) struct Roles(BTreeMap<&'static str, usize>);

impl Roles {
    /// Finds the columns; the first `required` roles must be there.
    pub(super) fn find(table: &RawTable, file: &PeopleFile, roles: &[Role], required: usize) -> Result<Self, Failure> {
        let mut found = BTreeMap::new();
        let place = format!("{}:{}", file.place.file, file.place.line);
        for (i, (role, usual)) in roles.iter().enumerate() {
            let column = match file.columns.get(*role) {
                Some(header) => {
                    let named = table.header.iter().position(|known| known.trim() == header);
                    if named.is_none() {
                        let hint = did_you_mean(header, table.header.iter().map(String::as_str));
                        return Err(anyhow!("{place}: `{}` has no column `{header}`\n\nhint: {hint}", table.file).into());
                    }
                    named
                }
                None => usual.iter().find_map(|name| table.header.iter().position(|known| known.trim().to_lowercase() == **name)),
            };
            match column {
                Some(column) => {
                    found.insert(*role, column);
                }
                None if i < required => {
                    let hint =
                        format!("hint: name it with `columns = {{ {role} = \"…\" }}`; found are `{}`", table.header.join("`, `"));
                    return Err(anyhow!("{place}: no column of `{}` is the {role}\n\n{hint}", table.file).into());
                }
                None => {}
            }
        }
        Ok(Self(found))
    }

    /// A trimmed cell; `""` without such a column.
    pub(super) fn cell<'a>(&self, table: &'a RawTable, row: usize, role: &str) -> &'a str {
        self.0.get(role).map_or("", |&column| table.columns[column].get(row).trim())
    }
}

fn line(table: &RawTable, row: usize, roles: &Roles, context: &Context) -> Line {
    let cell = |role: &str| roles.cell(table, row, role).to_owned();
    let time = |role: &str| date::instant(roles.cell(table, row, role), context);
    Line {
        file: table.file.clone(),
        row: table.rows[row],
        customer: cell(CUSTOMER.0),
        what: String::new(),
        at: time(AT.0),
        by: cell(BY.0),
        more: String::new(),
        expires: None,
        done: true,
    }
}

/// One line per tag of a row.
fn tag_lines(table: &RawTable, row: usize, roles: &Roles, context: &Context) -> Vec<Line> {
    const DAY_MS: i64 = 86_400_000;
    let until = roles.cell(table, row, EXPIRES.0);
    // A day is meant as a whole.
    let expires = date::instant(until, context).map(|at| if until.contains(':') { at } else { at + DAY_MS });
    let base = Line { more: roles.cell(table, row, NOTE.0).to_owned(), expires, ..line(table, row, roles, context) };
    let tags = roles.cell(table, row, TAG.0).split(['|', '、', ',', '，', ';', '；']);
    tags.map(str::trim).filter(|tag| !tag.is_empty()).map(|tag| Line { what: tag.to_owned(), ..base.clone() }).collect()
}

/// An entry of the log; one without a time says nothing.
fn log_line(table: &RawTable, row: usize, roles: &Roles, context: &Context) -> Option<Line> {
    let (what, more) = (roles.cell(table, row, ACTION.0).to_owned(), roles.cell(table, row, OUTCOME.0).to_owned());
    Some(Line { what, more, ..line(table, row, roles, context) }).filter(|line| line.at.is_some())
}

/// An id with its channel, where the file is about one channel.
fn scoped(id: &str, file: &PeopleFile) -> String {
    match &file.channel {
        Some(channel) if CustomerId::parse(id).is_none() && !id.is_empty() => format!("{channel}:{id}"),
        _ => id.to_owned(),
    }
}

fn leaves_open(outcome: &str, file: &PeopleFile) -> bool {
    let outcome = outcome.to_lowercase();
    if file.open_outcomes.is_empty() {
        OPEN_OUTCOMES.contains(&outcome.as_str())
    } else {
        file.open_outcomes.iter().any(|word| word.to_lowercase() == outcome)
    }
}

impl Said {
    /// Records that are named by channel and source key; a key may hold colons itself, so every split counts.
    pub fn named(&self) -> impl Iterator<Item = (String, String)> {
        let ids = self.tags.iter().chain(self.log.iter().flatten()).map(|line| line.customer.as_str());
        ids.flat_map(|id| id.match_indices(':').map(|(at, _)| (id[..at].to_owned(), id[at + 1..].to_owned())))
    }

    /// Finds the customers. Gives what was said by customer, and what the user should know about the rest.
    pub fn resolve(&self, records: &Records, customers: &Customers, assignment: &Assignment) -> (ByPeople, Vec<String>) {
        let lines = || self.tags.iter().chain(self.log.iter().flatten());
        let known = Known::find(lines().map(|line| line.customer.as_str()), records, customers, assignment);
        let mut remarks = Vec::new();
        let tags = self.tags.iter().filter_map(|line| known.0.get(line.customer.as_str()).map(|&customer| line.tag(customer)));
        let tags = tags.collect();
        remark(&self.tags, &known, "manual tags", &mut remarks);
        let log = self.log.as_ref().map(|log| {
            remark(log, &known, "entries of the follow-up log", &mut remarks);
            let mut entries: Vec<LogEntry> =
                log.iter().filter_map(|line| line.entry(*known.0.get(line.customer.as_str())?)).collect();
            entries.sort_by(|a, b| (a.customer, a.at, &a.action, &a.by).cmp(&(b.customer, b.at, &b.action, &b.by)));
            entries
        });
        (ByPeople { tags, log }, remarks)
    }
}

impl Line {
    fn tag(&self, customer: u32) -> GivenTag {
        let (tag, by, note) = (self.what.clone(), self.by.clone(), self.more.clone());
        GivenTag { customer, tag, by, at: self.at, note, expires: self.expires }
    }

    fn entry(&self, customer: u32) -> Option<LogEntry> {
        let (action, by, outcome) = (self.what.clone(), self.by.clone(), self.more.clone());
        Some(LogEntry { customer, action, at: self.at?, by, outcome, done: self.done })
    }
}

/// Names a few of the rows that are about nobody.
fn remark(lines: &[Line], known: &Known, what: &str, remarks: &mut Vec<String>) {
    let lost: Vec<&Line> = lines.iter().filter(|line| !known.0.contains_key(line.customer.as_str())).collect();
    if !lost.is_empty() {
        let named: Vec<String> =
            lost.iter().take(3).map(|line| format!("{}:{} `{}`", line.file, line.row, line.customer)).collect();
        remarks.push(format!("{} {what} are about no known customer: {}", lost.len(), named.join(", ")));
    }
}

/// Customers by the ids people wrote.
struct Known<'a>(HashMap<&'a str, u32>);

impl<'a> Known<'a> {
    /// An id is a `customer_id`, also one that was merged into another since, or `CHANNEL:SOURCE_KEY`.
    fn find(ids: impl Iterator<Item = &'a str>, records: &Records, customers: &Customers, assignment: &Assignment) -> Self {
        let mut known = HashMap::new();
        let mut keys: HashMap<&str, Vec<(u16, &'a str)>> = HashMap::new();
        for id in ids {
            if let Some(customer) = of_id(id, customers, assignment) {
                known.insert(id, customer);
                continue;
            }
            // A source key may hold colons itself: every split with a known channel counts.
            for (at, _) in id.match_indices(':') {
                if let Ok(channel) = records.channels.binary_search_by(|name| name.as_str().cmp(&id[..at])) {
                    keys.entry(&id[at + 1..]).or_default().push((channel as u16, id));
                }
            }
        }
        if !keys.is_empty() {
            by_key(&keys, records, customers, &mut known);
        }
        // A key that is gone leads to the record that goes on as it.
        for (gone, row) in assignment.gone.iter().filter_map(|gone| Some((gone, gone.goes_on?.0))) {
            let named = keys.get(gone.source_key.as_str()).into_iter().flatten();
            for (_, id) in named.filter(|(channel, _)| records.channels[*channel as usize] == gone.channel) {
                let customer = customers.of_record[row as usize];
                if customer != NO_CUSTOMER {
                    known.entry(id).or_insert(customer);
                }
            }
        }
        Self(known)
    }
}

fn of_id(id: &str, customers: &Customers, assignment: &Assignment) -> Option<u32> {
    let mut id = CustomerId::parse(id)?;
    // Redirects lead to the one that took it in; a chain longer than the ledger cannot be.
    for _ in 0..=assignment.ledger.len() {
        if let Some(at) = customers.ids.find(&id.to_string()) {
            return u32::try_from(at).ok();
        }
        let row = assignment.ledger.binary_search_by(|row| row.id.cmp(&id)).ok()?;
        id = assignment.ledger[row].redirect?;
    }
    None
}

/// Looks all source keys up in one pass: first among the distinct keys, then among the rows that carry one.
fn by_key<'a>(
    wanted: &HashMap<&str, Vec<(u16, &'a str)>>,
    records: &Records,
    customers: &Customers,
    known: &mut HashMap<&'a str, u32>,
) {
    let keys: &TextColumn = &records.source_key;
    let of_code: Vec<Option<&Vec<(u16, &str)>>> = keys.values.iter().map(|(_, text)| wanted.get(text)).collect();
    for row in 0..records.len() {
        let Some(ids) = of_code[keys.codes[row] as usize] else { continue };
        let customer = customers.of_record[row];
        let own = ids.iter().filter(|(channel, _)| *channel == records.channel(row) && customer != NO_CUSTOMER);
        for (_, id) in own {
            known.entry(id).or_insert(customer);
        }
    }
}
