//! Remarks: things the user should know about a run, as a code with values and their wording in both languages.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

/// Wording of every remark: code, English, Chinese. `{0}`, `{1}`, … stand for the values; both languages use all of them.
/// More special ones come first, because [`Remark::read`] takes the first that fits.
const WORDS: &[(&str, &str, &str)] = &[
    ("replaced_bytes", "byte sequences that are no {0}, replaced: {1}", "有 {1} 处字节不是 {0}，已替换"),
    ("nul_characters", "NUL characters taken out: {0}", "已去掉 {0} 个 NUL 字符"),
    ("sheet_passed_over", "sheet `{0}` holds no table and was passed over", "工作表 `{0}` 中没有表格，已略过"),
    ("member_passed_over", "`{0}` holds no table and was passed over", "`{0}` 中没有表格，已略过"),
    ("sheet_unread", "sheet `{0}` is named by no channel and was not read", "没有渠道指定工作表 `{0}`，未读取"),
    ("member_unread", "`{0}` is named by no channel and was not read", "没有渠道指定 `{0}`，未读取"),
    ("trailing_columns", "empty trailing columns dropped: {0}", "已去掉末尾 {0} 个空列"),
    (
        "short_rows",
        "rows shorter than the header, their missing cells left empty: {0} (first: row {1})",
        "{0} 行的列数少于表头，缺少的单元格留空（首见第 {1} 行）",
    ),
    (
        "long_rows",
        "rows with empty cells beyond the header, these dropped: {0} (first: row {1})",
        "{0} 行在表头之外有空单元格，已去掉（首见第 {1} 行）",
    ),
    (
        "unbalanced_quotes",
        "rows with an unbalanced quote, the quote dropped: {0} (first: row {1})",
        "{0} 行引号不成对，已去掉多余的引号（首见第 {1} 行）",
    ),
    (
        "lost_text",
        "column `{0}` holds question marks for text ({1} distinct values): it was lost where the file was written",
        "`{0}` 列有 {1} 个不同的值只剩问号：文字在导出时已丢失",
    ),
    ("objects_in_cells", "column `{0}` holds objects, read as {1}", "`{0}` 列的单元格是对象，读作 {1}"),
    ("channel_left_out", "channel `{0}` is left out: {1}", "渠道 `{0}` 未纳入：{1}"),
    ("channel_kept", "channel `{0}` keeps the rows of the last run: {1}", "渠道 `{0}` 沿用上次运行的数据：{1}"),
    (
        "channel_dropped",
        "channel `{0}` has {1} rows, {2} in the last run; `max_drop` of the channel would stop here",
        "渠道 `{0}` 本次 {1} 行，上次 {2} 行；可用渠道的 `max_drop` 拦截",
    ),
    (
        "column_dropped",
        "channel `{0}`: `{1}` is usable in {2} of {3} rows, in the last run in {4} of {5}",
        "渠道 `{0}`：`{1}` 本次 {3} 行中 {2} 行可用，上次 {5} 行中 {4} 行可用",
    ),
    (
        "untrained",
        "fewer than {0} distinct records: weights are defaults, not learned from the data",
        "不同的记录少于 {0} 条：采用默认权重，没有从数据学习",
    ),
    (
        "training_stopped",
        "training stopped at the matches it was sure of: further ones would have been agreement by chance",
        "训练止于已确定的匹配：再往下只是偶然相同",
    ),
    (
        "rules_left_out",
        "blocking rules left out because they bring less than one link in {0} pairs: {1}",
        "每 {0} 对带来的关联不足一个、因而未采用的分块规则：{1}",
    ),
    (
        "edges_left_out",
        "a table of more than {0} records: pairs that are mistyped in every field are not looked for by the edges of values",
        "记录超过 {0} 条：不再用值的首尾字符去找每个字段都有错字的记录对",
    ),
    (
        "one_field",
        "only `{0}` to match by: how often equal and similar values are one customer is assumed, not learned from the data; labelled \
         pairs (--labels) or one field more would tell",
        "只有 `{0}` 可用于匹配：相等和相近的值有多大可能是同一客户，采用已知经验，没有从数据学习；可提供标注对（--labels）或增加一个字段",
    ),
    ("fields_left_out", "too many fields to match by; left out: {0}", "可用于匹配的字段过多，未采用：{0}"),
    (
        "facts_missing",
        "the model came without its facts.parquet: which values are common is counted in these records",
        "模型没有附带 facts.parquet：哪些值常见，按本次记录计数",
    ),
    ("model_replaced", "the kept model is not used ({0}): trained anew", "未沿用上次的模型（{0}）：已重新训练"),
    (
        "model_drift",
        "the data has moved since the model was trained, `{0}` most (stability index {1}): `guiyi run --retrain` trains it anew",
        "自模型训练以来数据已有变化，`{0}` 最明显（稳定性指数 {1}）：可用 `guiyi run --retrain` 重新训练",
    ),
    (
        "labels_unused",
        "{0} of {1} labels teach nothing: repeated, of records that are not there, or of equal ones",
        "{1} 条标注中有 {0} 条没有作用：重复、记录不存在，或两条记录完全相同",
    ),
    (
        "links_anew",
        "every pair was scored anew, no link of the last run was taken over: {0}",
        "本次对所有候选对重新打分，未沿用上次的连边：{0}",
    ),
    (
        "components_cut",
        "{0} components of more than {1} records were cut at their weakest edges",
        "{0} 个超过 {1} 条记录的连通块已在最弱的连边处切开",
    ),
    ("later_events", "{0} events lie after the moment the run looks from and are left out", "{0} 个事件晚于本次数据时点，未计入"),
    (
        "no_rate",
        "{0} amounts in {1} are left out of metrics in {2}: [currency] gives no rate for {3}",
        "{0} 笔 {1} 金额未计入 {2} 指标：[currency] 没有 {3} 的汇率",
    ),
    (
        "no_followups",
        "there is no follow-up data (events of kind `followup` or `touch`, or a [followup_log]): nothing is called overdue",
        "没有跟进数据（`followup`、`touch` 事件或 [followup_log]）：不判断逾期",
    ),
    ("tags_unknown", "{0} manual tags are about no known customer: {1}", "{0} 个人工标签找不到对应的客户：{1}"),
    ("log_unknown", "{0} entries of the follow-up log are about no known customer: {1}", "{0} 条跟进记录找不到对应的客户：{1}"),
    (
        "log_action",
        "{0} entries of the follow-up log name an action that no rule has: `{1}`; they count as contact only",
        "{0} 条跟进记录的动作不在规则中：`{1}`，只算作联系",
    ),
    ("without_owner", "{0} overdue follow-ups have no owner", "{0} 项逾期跟进没有负责人"),
    (
        "calendar_ends",
        "the calendar knows holidays up to {0}: later due times look at weekends only",
        "日历的节假日只到 {0} 年：之后的到期时间只看周末",
    ),
    ("tags_ended", "{0} tags given by people have ended and are left out", "{0} 个人工标签已到期，未计入"),
    (
        "cost_without_rate",
        "{0} costs in {1} are left out: [currency] gives no rate for {2}",
        "{0} 笔 {1} 成本未计入：[currency] 没有 {2} 的汇率",
    ),
    ("decisions", "{0} applied, {1} obsolete, {2} contradictory", "人工裁定：{0} 条已执行，{1} 条已失效，{2} 条互相矛盾"),
    ("decisions_more", "run.json names all {0} decisions that were not applied", "未执行的裁定共 {0} 条，全部见 run.json"),
    ("decision_neither", "`{0}` is obsolete: neither record is there", "裁定 `{0}` 已失效：两条记录都不在"),
    ("decision_first", "`{0}` is obsolete: the first record is not there", "裁定 `{0}` 已失效：第一条记录不在"),
    ("decision_second", "`{0}` is obsolete: the second record is not there", "裁定 `{0}` 已失效：第二条记录不在"),
    (
        "decision_unusable",
        "`{0}` is obsolete: a record has no usable identity and belongs to no customer",
        "裁定 `{0}` 已失效：其中一条记录没有可用身份，不属于任何客户",
    ),
    (
        "decision_apart",
        "`{0}` is contradictory: the two stay apart: another decision keeps them apart, or one is a person and one an organisation",
        "裁定 `{0}` 互相矛盾：两条记录仍未合并，因为另有裁定要求分开，或一方是个人、一方是组织",
    ),
    (
        "decision_together",
        "`{0}` is contradictory: the two stay together: they say the same in every field, or other decisions join them",
        "裁定 `{0}` 互相矛盾：两条记录仍在一起，因为所有字段都相同，或另有裁定要求合并",
    ),
    ("metrics_failed", "metrics over {0} could not be computed: {1}", "无法计算基于 {0} 的指标：{1}"),
    ("not_kept", "`{0}` could not be kept: {1}", "无法保留 `{0}`：{1}"),
    ("not_computed", "{0} could not be computed: {1}", "无法计算 {0}：{1}"),
];

/// Remarks of something that is wrong with what was delivered: said where nothing else is.
const WARNINGS: &[&str] = &["channel_left_out", "channel_kept", "channel_dropped", "column_dropped"];

/// Does a remark of this code tell of something that is wrong, though the run was published?
#[must_use]
pub fn is_warning(code: &str) -> bool {
    WARNINGS.contains(&code)
}

/// One thing the user should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    /// Code of the wording; `""` = a sentence of its own, the only value.
    code: &'static str,
    values: Vec<String>,
    place: String,
}

impl Remark {
    /// A remark of a known code.
    ///
    /// # Panics
    /// In debug builds, if the code has no wording.
    #[must_use]
    pub fn new<const N: usize>(code: &'static str, values: [String; N]) -> Self {
        debug_assert!(WORDS.iter().any(|(known, ..)| *known == code), "`{code}` has no wording");
        Self { code, values: values.into(), place: String::new() }
    }

    /// The remark that an English sentence words; a sentence nobody knows stays what it is in both languages.
    ///
    /// ```
    /// use guiyi::model::remark::Remark;
    /// let remark = Remark::read("NUL characters taken out: 3");
    /// assert_eq!((remark.code(), remark.chinese().as_str()), ("nul_characters", "已去掉 3 个 NUL 字符"));
    /// assert_eq!(Remark::read("ahoy").chinese(), "ahoy");
    /// ```
    #[must_use]
    pub fn read(english: &str) -> Self {
        let known = WORDS.iter().find_map(|(code, words, _)| values_of(words, english).map(|values| (*code, values)));
        let (code, values) = known.unwrap_or_else(|| ("", vec![english.to_owned()]));
        Self { code, values, place: String::new() }
    }

    /// The same remark, about a file.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        place.clone_into(&mut self.place);
        self
    }

    /// The code; `""` for a sentence of its own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Its values, in order.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// The file it is about; `""` if none.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The sentence in English, without the place.
    #[must_use]
    pub fn english(&self) -> String {
        self.worded(|(_, english, _)| english)
    }

    /// The sentence in Chinese, without the place.
    #[must_use]
    pub fn chinese(&self) -> String {
        self.worded(|(_, _, chinese)| chinese)
    }

    fn worded(&self, language: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> String {
        let words = WORDS.iter().find(|(code, ..)| *code == self.code).map_or("{0}", &language);
        let mut out = String::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            let (index, after) = after.split_once('}').unwrap_or(("", after));
            out.push_str(before);
            out.push_str(index.parse::<usize>().ok().and_then(|i| self.values.get(i)).map_or("", String::as_str));
            rest = after;
        }
        out + rest
    }
}

/// Code, values and place, and the sentence in both languages.
impl Serialize for Remark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Remark", 5)?;
        out.serialize_field("code", self.code)?;
        out.serialize_field("values", &self.values)?;
        out.serialize_field("place", &self.place)?;
        out.serialize_field("zh", &self.chinese())?;
        out.serialize_field("en", &self.english())?;
        out.end()
    }
}

/// English, with the place in front.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.english())
    }
}

/// Compares the English sentence, with the place in front.
impl PartialEq<&str> for Remark {
    fn eq(&self, other: &&str) -> bool {
        let place =
            if self.place.is_empty() { Some(*other) } else { other.strip_prefix(&*self.place).and_then(|o| o.strip_prefix(": ")) };
        place.is_some_and(|sentence| sentence == self.english())
    }
}

/// What stands for the values where `text` is worded by `words`; `None` if it is not.
pub(super) fn values_of(words: &str, text: &str) -> Option<Vec<String>> {
    let mut literals =
        words.split('{').enumerate().map(|(i, part)| if i == 0 { part } else { part.split_once('}').map_or(part, |p| p.1) });
    let mut rest = text.strip_prefix(literals.next()?)?;
    let mut values = Vec::new();
    let literals: Vec<&str> = literals.collect();
    for (i, literal) in literals.iter().enumerate() {
        let is_last = i + 1 == literals.len();
        let end = if is_last { rest.strip_suffix(literal)?.len() } else { rest.find(literal)? };
        values.push(rest[..end].to_owned());
        rest = &rest[end + literal.len()..];
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_reads_back_and_uses_the_same_values_in_both_languages() {
        for (code, english, chinese) in WORDS {
            let holes = |text: &str| (0..9).filter(|i| text.contains(&format!("{{{i}}}"))).collect::<Vec<_>>();
            assert_eq!(holes(english), holes(chinese), "{code}");
            let values: Vec<String> = holes(english).iter().map(|i| format!("v{i}")).collect();
            let remark = Remark { code, values, place: String::new() };
            assert_eq!(Remark::read(&remark.english()), remark, "{code}");
            assert!(!remark.chinese().contains('{') && remark.chinese() != remark.english());
        }
    }

    #[test]
    fn a_place_stands_in_front() {
        let remark = Remark::new("nul_characters", ["2".to_owned()]).at("a.csv");
        assert_eq!(remark, "a.csv: NUL characters taken out: 2");
        assert_eq!((remark.place(), remark.english().as_str()), ("a.csv", "NUL characters taken out: 2"));
    }
}
