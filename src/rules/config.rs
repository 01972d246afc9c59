//! What `dedupe --config` reads, and the files that `init` and `dedupe --plan` write.
//!
//! Comes in: a configuration file, or a [`Mapping`] that was understood from a table. Goes out: a [`DedupeConfig`],
//! or commented TOML that reads back to the same mapping. Nothing is written to disk here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{ColumnMapping, Mapping};
use crate::model::why;

use super::channel::{ENTITIES, RECORDS, read_table_keys};
use super::error::RuleErrors;
use super::load::read_text;
use super::reader::{Section, Source};
use super::sections::{read_match, read_normalise};
use super::types::{ChannelRule, MatchRules, NormaliseRules};
use super::zones::{language_of, zone_of};

/// What `dedupe --config` may say.
#[derive(Debug, Clone, Default)]
pub struct DedupeConfig {
    /// How the table is read; name, files and trust are not set.
    pub table: ChannelRule,
    /// `[match]`; the aim is the best F1 unless `precision` is given.
    pub matching: MatchRules,
    /// `[normalise]`.
    pub normalise: NormaliseRules,
}

/// Reads a configuration of `dedupe`: `[columns]` header to target, `entity`, `country` and the other keys that say
/// how a table is read, and `[match]`.
///
/// # Errors
/// Everything that is wrong in the file, or that it cannot be read.
pub fn dedupe_config(path: &Path) -> Result<DedupeConfig, RuleErrors> {
    let mut errors = Vec::new();
    let file = path.to_string_lossy();
    let Some(text) = read_text(Path::new(""), &file, &mut errors) else { return Err(RuleErrors(errors)) };
    parse_config(&file, &text)
}

/// [`dedupe_config`] on a text.
fn parse_config(file: &str, text: &str) -> Result<DedupeConfig, RuleErrors> {
    let mut source = Source::new(file, text);
    let document = source.parse();
    let mut root = Section::new(&mut source, document.get_ref(), 0, "this file");
    let mut config = DedupeConfig { matching: any_precision(MatchRules::default()), ..DedupeConfig::default() };
    read_table_keys(&mut root, &mut config.table);
    let defaults = config.matching.clone();
    if let Some(matching) = root.table("match", "[match]", |section| read_match(section, defaults)) {
        config.matching = matching;
    }
    if let Some(normalise) = root.table("normalise", "[normalise]", read_normalise) {
        config.normalise = normalise;
    }
    root.finish();
    source.errors.sort();
    if source.errors.is_empty() { Ok(config) } else { Err(RuleErrors(source.errors)) }
}

fn any_precision(rules: MatchRules) -> MatchRules {
    MatchRules { precision: None, ..rules }
}

/// A `dedupe` configuration that says what was understood, each column with its reason as a comment, in Chinese if `chinese`.
#[must_use]
pub fn write_config(mapping: &Mapping, chinese: bool) -> String {
    let mut out = String::from(
        "# 归一 guiyi: how this table is read. 这张表的读法，可直接修改后用 --config 传入。\n\
         # Edit a line and pass the file with `guiyi dedupe FILE --config THIS -o DIR`.\n",
    );
    let told = |text: &str| if chinese { why::chinese(text) } else { text.to_owned() };
    for remark in &mapping.remarks {
        comment(&mut out, &told(remark));
    }
    out.push('\n');
    write_table_keys(&mut out, mapping);
    write_columns(&mut out, "columns", mapping, chinese);
    write_status(&mut out, "status", mapping);
    out.push_str(
        "\n[match]\n# ignore = [\"nickname\"]      # 不参与匹配的字段 / fields kept out of matching\n\
         # precision = 0.985         # 最低期望精度，缺省取最佳 F1 / smallest expected precision; without it the best F1\n",
    );
    out
}

/// A project file for `init`: one `[[channel]]` per (glob, mapping), commented in Chinese and English.
#[must_use]
pub fn write_project(channels: &[(ChannelFiles, &Mapping)]) -> String {
    let mut out = String::from(PROJECT_HEAD);
    let first = |pick: fn(&Mapping) -> &str, default: &str| {
        let mut values = channels.iter().map(|(_, mapping)| pick(mapping)).filter(|value| !value.is_empty());
        most_frequent(&mut values).unwrap_or(default).to_owned()
    };
    let (zone, country) = (first(|m| &m.timezone, "Asia/Shanghai"), first(|m| &m.country, "CN"));
    let several = zone_of(&country).filter(|(assumed, several)| *several && *assumed == zone);
    let note = several.map_or("", |_| "  # 该国有多个时区，请核对 / the country has several zones: check");
    let _ = writeln!(out, "timezone = {}{note}", quote(&zone));
    let _ = writeln!(out, "country = {}", quote(&country));
    let _ = writeln!(out, "currency = {}", quote(&first(|m| &m.currency, "CNY")));
    let _ = writeln!(out, "language = {}              # zh | en", quote(language_of(&country)));
    out.push_str(PROJECT_SETTINGS);
    for (files, mapping) in channels {
        write_channel(&mut out, files, mapping);
    }
    out
}

const PROJECT_HEAD: &str = "\
# 归一 guiyi 项目文件。`guiyi check -p .` 检查，`guiyi run -p .` 运行。
# Project file. `guiyi check -p .` checks it, `guiyi run -p .` runs it. Unknown keys are errors with line and hint.
# 标签、指标、生命周期、跟进规则在 rules/*.toml。Metrics, tags, lifecycle and follow-ups are in rules/*.toml.

[project]
# name = \"我的客户\"           # 报告里显示的名称 / shown in the report
";

const PROJECT_SETTINGS: &str = "\
out = \"out\"                  # 输出目录 / output folder
keep_runs = 30
# keep_for = \"400d\"           # 更早的运行被删除 / older runs are removed

# [gates]                     # 质量门槛；不达标时退出码 1 / a missed level makes exit code 1
# unification = { min = 0.95, max_drop = 0.02 }   # 客户信息统一率
# completeness = { min = 0.90, on_breach = \"warn\" } # 数据完整率

# [match]
# precision = 0.985           # 最低期望精度 / smallest expected precision

# [normalise]                 # 采用数据推定的更正（默认只列出）/ apply what corrections.csv suggests (default: only list it)
# apply_corrections = [\"city\", \"domain\"]

# [erase]
# key_file = \"/etc/guiyi/tombstone.key\"           # 墓碑密钥，放在项目之外 / key of `guiyi erase`, outside the project

# [deliver.postgres]
# url = \"host=/run/postgresql dbname=customers\"   # 每次运行写入 PostgreSQL / each run into PostgreSQL

# [notify]                    # 运行后通知；$NAME 取自环境变量 / tell about runs; $NAME is an environment variable
# wecom = \"$GUIYI_WECOM\"       # 企业微信群机器人 / WeCom group robot
# dingtalk = \"$GUIYI_DINGTALK\" # 钉钉群机器人 / DingTalk group robot
# when = \"problem\"            # 只在有问题时 / only if something is wrong; default always
# [calendar]                  # 工作日历 / working days
# use = \"cn\"                # 法定节假日与调休 / public holidays of China

# [followup_log]              # 跟进记录：客户、动作、时间、跟进人、结果 / what was done; closes follow-ups
# files = \"exports/followups*.csv\"

# [costs]                     # 渠道成本：渠道、费用、月份、币种 / what channels cost; for cost per customer and ROI
# files = \"costs/*.csv\"

# [[extract]]                 # `guiyi extract NAME`
# name = \"repeat_buyers\"
# where = \"lifecycle = '复购'\"
# columns = { \"姓名\" = \"name\", \"手机\" = \"phone\" }
# format = \"xlsx\"           # csv | xlsx | parquet | jsonl
";

/// Which files a channel is, and which parts of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelFiles {
    /// The pattern of `files`.
    pub files: String,
    /// Members of an archive; empty for all.
    pub members: Vec<String>,
    /// Sheets of a workbook; empty for all.
    pub sheets: Vec<String>,
    /// Targets that columns feed besides the one they are written with.
    pub further: Vec<(Target, String)>,
}

/// The value most channels share; ties go to the one seen first.
fn most_frequent<'a>(values: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| *value)
}

fn write_channel(out: &mut String, files: &ChannelFiles, mapping: &Mapping) {
    out.push('\n');
    for remark in &mapping.remarks {
        comment(out, remark);
    }
    let _ = writeln!(out, "[[channel]]\nname = {}\nfiles = {}", quote(&mapping.channel), quote(&files.files));
    for (key, parts) in [("member", &files.members), ("sheet", &files.sheets)] {
        let written: Vec<String> = parts.iter().map(|part| quote(part)).collect();
        match written.as_slice() {
            [] => {}
            [one] => drop(writeln!(out, "{key} = {one}")),
            several => drop(writeln!(out, "{key} = [{}]", several.join(", "))),
        }
    }
    out.push_str("# mode = \"snapshot\"         # snapshot | append | upsert\n# trust = 50                # 0-100, higher wins / 越大越优先\n# on_problem = \"fail\"        # fail | keep_last | skip\n# max_drop = \"30%\"          # 行数减少更多即视为损坏 / fewer rows than that are a damaged export\n# window = \"90d\"             # the export reaches back 90 days only / 导出只含最近 90 天\n");
    if let Some(preset) = &mapping.preset {
        let _ = writeln!(out, "preset = {}", quote(preset));
        let _ = writeln!(out, "# {} columns are known to the preset / 预设已认得各列", mapping.columns.len());
        return;
    }
    write_table_keys(out, mapping);
    if !files.further.is_empty() {
        let written: Vec<String> =
            files.further.iter().map(|(target, header)| format!("{} = {}", quote(&target.to_string()), quote(header))).collect();
        let _ = writeln!(out, "fields = {{ {} }}", written.join(", "));
    }
    write_columns(out, "channel.columns", mapping, false);
    write_status(out, "channel.status", mapping);
}

/// The keys above `[columns]`.
fn write_table_keys(out: &mut String, mapping: &Mapping) {
    let mut key = |name: &str, value: &str, note: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name} = {}{}{note}", quote(value), if note.is_empty() { "" } else { "  # " });
        }
    };
    key("preset", mapping.preset.as_deref().unwrap_or(""), "");
    let entity = mapping.entity.and_then(|e| ENTITIES.iter().find(|(_, known)| *known == e)).map_or("", |(name, _)| name);
    key("entity", entity, "person | organisation");
    let record = RECORDS.iter().find(|(_, known)| *known == mapping.record).map_or("", |(name, _)| name);
    key("record", record, "person | event | line | relation");
    key("event_kind", &mapping.event_kind, "order, inquiry, signup …");
    if mapping.platform != mapping.channel {
        key("platform", &mapping.platform, "");
    }
    key("country", &mapping.country, "");
    key("currency", &mapping.currency, "");
    key("timezone", &mapping.timezone, "");
    if !mapping.missing.is_empty() {
        let words: Vec<String> = mapping.missing.iter().map(|word| quote(word)).collect();
        let _ = writeln!(out, "missing = [{}]", words.join(", "));
    }
}

/// One line per column. Columns of one target are written in composition order, because that order is read back;
/// a header that occurs twice can only be written once. Reasons are comments, in Chinese if `chinese`.
fn write_columns(out: &mut String, title: &str, mapping: &Mapping, chinese: bool) {
    let _ = writeln!(out, "\n[{title}]");
    let mut seen: BTreeMap<&str, &Target> = BTreeMap::new();
    for index in written_order(&mapping.columns) {
        let column = &mapping.columns[index];
        let reason = if chinese { why::chinese(&column.reason) } else { column.reason.clone() }.replace(['\n', '\r'], " ");
        let line = format!("{} = {}", quote(&column.header), quote(&column.target.to_string()));
        if seen.insert(&column.header, &column.target).is_some() {
            let twice = if chinese { "表头重复；" } else { "the header occurs twice; " };
            let _ = writeln!(out, "# {line}  # {twice}{reason}");
        } else if reason.is_empty() {
            let _ = writeln!(out, "{line}");
        } else {
            let _ = writeln!(out, "{line}  # {reason}");
        }
    }
}

/// Table order, except that columns of one target stand in the order in which they compose.
fn written_order(columns: &[ColumnMapping]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    let first_of = |target: &Target| columns.iter().position(|c| c.target == *target).unwrap_or(0);
    let composes = |target: &Target| !matches!(target, Target::Field(Party::Principal, Kind::Ignore));
    order.sort_by_key(|&i| {
        let column = &columns[i];
        if composes(&column.target) { (first_of(&column.target), column.order, i) } else { (i, 0, i) }
    });
    order
}

fn write_status(out: &mut String, title: &str, mapping: &Mapping) {
    if mapping.status.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n[{title}]  # paid | pending | cancelled | refunded");
    for (word, status) in &mapping.status {
        let _ = writeln!(out, "{} = {}", quote(word), quote(status));
    }
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "# {line}");
    }
}

/// A TOML basic string, also good as a key.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::EventPart;
    use crate::model::mapping::{Entity, RecordType};

    fn column(header: &str, target: Target, order: u8, reason: &str) -> ColumnMapping {
        ColumnMapping { order, reason: reason.into(), ..ColumnMapping::made(header, &target) }
    }

    fn mapping() -> Mapping {
        Mapping {
            channel: "门店".into(),
            platform: "weimob".into(),
            record: RecordType::Event,
            event_kind: "order".into(),
            entity: Some(Entity::Person),
            country: "CN".into(),
            currency: "CNY".into(),
            timezone: "Asia/Shanghai".into(),
            missing: vec!["(跳过)".into()],
            status: BTreeMap::from([("交易成功".to_owned(), "paid".to_owned())]),
            columns: vec![
                column("地址二 \"楼\"", Target::Field(Party::Principal, Kind::Address), 1, "second line"),
                column("手机\n号码", Target::Field(Party::Principal, Kind::Phone), 0, "92 % are mobile numbers"),
                column("地址", Target::Field(Party::Principal, Kind::Address), 0, ""),
                column("店员", Target::Extra("店员".into(), Kind::Owner), 0, "header"),
                column("付款时间", Target::Event(EventPart::PaidAt), 0, "header"),
                column("序号", Target::Field(Party::Principal, Kind::Ignore), 0, "a counter"),
            ],
            remarks: vec!["an order list".into()],
            ..Mapping::default()
        }
    }

    fn check_same(rule: &ChannelRule) {
        let mapping = mapping();
        assert_eq!(rule.entity, mapping.entity);
        assert_eq!(rule.record, Some(mapping.record));
        assert_eq!(rule.event_kind.as_deref(), Some("order"));
        assert_eq!(rule.platform.as_deref(), Some("weimob"));
        assert_eq!((&rule.status, &rule.missing), (&mapping.status, &mapping.missing));
        for (target, headers) in &rule.fields {
            let expected: Vec<&str> = mapping.columns_of(target).iter().map(|&i| mapping.columns[i].header.as_str()).collect();
            assert_eq!(headers, &expected, "{target}");
        }
        assert_eq!(rule.fields.iter().map(|(_, headers)| headers.len()).sum::<usize>(), mapping.columns.len());
    }

    #[test]
    fn a_written_configuration_reads_back_to_the_same_mapping() {
        for chinese in [false, true] {
            let text = write_config(&mapping(), chinese);
            let config = parse_config("plan.toml", &text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
            check_same(&config.table);
            assert_eq!(config.matching.precision, None);
        }
    }

    #[test]
    fn a_written_project_reads_back_to_the_same_mapping() {
        let mapping = mapping();
        let of = |files: &str, members: &[&str]| ChannelFiles {
            files: files.to_owned(),
            members: members.iter().map(|&m| m.to_owned()).collect(),
            ..ChannelFiles::default()
        };
        let preset = Mapping { channel: "jd".into(), ..Mapping::default() };
        let text = write_project(&[(of("exports/*.csv", &[]), &mapping), (of("jd/*.zip", &["a.csv", "b*"]), &preset)]);
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("guiyi.toml"), &text).unwrap();
        let rules = crate::rules::load(dir.path()).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        assert_eq!(rules.channels.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["门店", "jd"]);
        assert_eq!(rules.channels[0].files, ["exports/*.csv"]);
        assert_eq!(
            (rules.channels[1].members.as_slice(), rules.channels[1].sheets.len()),
            (&["a.csv".to_owned(), "b*".to_owned()][..], 0)
        );
        check_same(&rules.channels[0]);
    }

    #[test]
    fn mistakes_of_a_configuration_are_shown_together() {
        let text = "entity = \"human\"\n[columns]\nPhone = \"fone\"\n[match]\nprecison = 0.9\n";
        let errors = parse_config("plan.toml", text).unwrap_err();
        assert_eq!(errors.0.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 3, 5]);
    }
}
