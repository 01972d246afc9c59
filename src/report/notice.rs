//! The notice of a run for group robots and webhooks: a few figures, no personal data.
//!
//! Comes in: the report's facts, or a failure. Goes out: three JSON texts. What they say is the same; no clock is in them.

use serde_json::{Value, json};

use super::facts::{GateResult, Kpi, NamedCount, ReportFacts};

/// Gates named one by one.
const GATES_NAMED: usize = 8;

/// Characters of a failure that are told: robots take a few kilobytes.
const FAILURE_CHARS: usize = 600;

/// One notice, in the layout of each receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Body for a WeCom 企业微信 group robot (markdown, below its 4096 bytes).
    pub wecom: String,
    /// Body for a DingTalk 钉钉 group robot (markdown).
    pub dingtalk: String,
    /// The figures as JSON, for anybody.
    pub webhook: String,
}

/// The notice of a published run.
#[must_use]
pub fn notice(facts: &ReportFacts) -> Notice {
    let words = Words(facts.language == "zh");
    let missed: Vec<&GateResult> = facts.gates.iter().filter(|gate| !gate.passed).collect();
    let state = match missed.as_slice() {
        [] => words.pick("运行完成", "run done"),
        _ => words.pick("运行完成，有门槛未达标", "run done, a gate was missed"),
    };
    let title = format!("{} · {state}", facts.project);
    markdowns(&title, &lines(facts, &missed, words), webhook(facts, missed.is_empty()))
}

/// The notice of a run that delivered nothing. Only the first line of `message` is told.
#[must_use]
pub fn failure_notice(project: &str, language: &str, message: &str) -> Notice {
    let words = Words(language == "zh");
    let title = format!("{project} · {}", words.pick("运行失败，上次结果保持不变", "run failed, the last one stays"));
    let first: String = message.lines().next().unwrap_or_default().chars().take(FAILURE_CHARS).collect();
    let webhook = json!({"event": "run_failed", "format_version": 1, "project": project, "passed": false, "error": first});
    markdowns(&title, std::slice::from_ref(&first), webhook)
}

fn markdowns(title: &str, lines: &[String], webhook: Value) -> Notice {
    // Robots read a single line end as none.
    let quoted: Vec<String> = lines.iter().map(|line| format!("> {line}")).collect();
    let text = format!("### {title}\n{}", quoted.join("\n\n"));
    let wecom = format!("### {title}\n{}", quoted.join("\n"));
    let print = |value: Value| format!("{value:#}\n");
    Notice {
        wecom: print(json!({"msgtype": "markdown", "markdown": {"content": wecom}})),
        dingtalk: print(json!({"msgtype": "markdown", "markdown": {"title": title, "text": text}})),
        webhook: print(webhook),
    }
}

/// The language of the text.
#[derive(Clone, Copy)]
struct Words(bool);

impl Words {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        if self.0 { zh } else { en }
    }
}

fn lines(facts: &ReportFacts, missed: &[&GateResult], words: Words) -> Vec<String> {
    let counts = &facts.counts;
    let moved = |name: &str| facts.changes.iter().find(|c| c.name == name).map_or(0, |c| c.count);
    let (new, gone) = (moved("created") + moved("revived"), moved("retired"));
    let mut lines = vec![
        format!("{} {}", words.pick("运行", "run"), facts.run_id),
        format!("{} {}", words.pick("数据时点", "as of"), facts.as_of),
        format!(
            "{} {} / {} / {} / {}",
            words.pick("行数（读取/接收/拒收/跳过）", "rows read/accepted/rejected/skipped"),
            counts.rows_read,
            counts.accepted,
            counts.rejected,
            counts.skipped
        ),
        format!(
            "{} {}（+{new} −{gone}，{} {}，{} {}）",
            words.pick("客户", "customers"),
            counts.customers,
            words.pick("合并", "merged"),
            moved("merged"),
            words.pick("拆分", "split"),
            moved("split")
        ),
        format!(
            "{} {}，{} {}",
            words.pick("客户信息统一率", "unification"),
            percent(facts, "unification"),
            words.pick("数据完整率", "completeness"),
            percent(facts, "completeness")
        ),
    ];
    if counts.review_open > 0 {
        lines.push(format!("{} {}", words.pick("待人工复核", "open reviews"), counts.review_open));
    }
    lines.extend(missed.iter().take(GATES_NAMED).map(|gate| format!("**{} {}**", words.pick("未达标", "missed"), gate.miss)));
    if missed.len() > GATES_NAMED {
        lines.push(format!("… {}", missed.len() - GATES_NAMED));
    }
    if !facts.remarks.is_empty() {
        lines.push(format!("{} {}", words.pick("需要留意（见报告）", "notes (see the report)"), facts.remarks.len()));
    }
    if words.0 {
        lines
    } else {
        lines.into_iter().map(|l| l.replace('，', ", ").replace('（', " (").replace('）', ")")).collect()
    }
}

fn overall<'f>(facts: &'f ReportFacts, name: &str) -> Option<&'f Kpi> {
    facts.kpis.iter().find(|kpi| kpi.name == name && kpi.channel.is_none())
}

fn percent(facts: &ReportFacts, name: &str) -> String {
    let value = overall(facts, name).and_then(|kpi| kpi.value);
    value.map_or_else(|| "–".to_owned(), |v| format!("{:.1} %", v * 100.0))
}

fn webhook(facts: &ReportFacts, passed: bool) -> Value {
    let named = |list: &[NamedCount]| list.iter().map(|c| (c.name.clone(), json!(c.count))).collect::<serde_json::Map<_, _>>();
    let kpis: serde_json::Map<String, Value> = facts.kpis.iter().map(|kpi| (kpi.key(), json!(kpi.value))).collect();
    json!({
        "event": "run_published",
        "format_version": 1,
        "project": facts.project,
        "run_id": facts.run_id,
        "previous_run": facts.previous.as_ref().map(|p| &p.run_id),
        "as_of": facts.as_of,
        "passed": passed,
        "counts": facts.counts,
        "changes": named(&facts.changes),
        "decisions": named(&facts.decisions),
        "kpis": kpis,
        "gates": facts.gates,
        "notes": facts.remarks.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::facts::RemarkLine;
    use super::super::tests::made_up;
    use super::*;

    #[test]
    fn a_notice_tells_figures_and_keeps_to_the_limits_of_robots() {
        let mut facts = made_up();
        let miss = GateResult { kpi: "completeness".into(), miss: "completeness 0.5 < 0.9".into(), ..GateResult::default() };
        facts.gates = vec![miss; 500];
        facts.remarks = vec![RemarkLine { en: "13812345678 is nobody's business".into(), ..RemarkLine::default() }];
        for (language, words) in [("zh", ["待人工复核", "未达标 completeness"]), ("en", ["open reviews", "missed completeness"])]
        {
            facts.language = language.into();
            let told = notice(&facts);
            assert!(told.wecom.len() < 4096, "{}", told.wecom.len());
            for text in [&told.wecom, &told.dingtalk] {
                assert!(words.iter().all(|word| text.contains(word)), "{text}");
            }
            for text in [&told.wecom, &told.dingtalk, &told.webhook] {
                assert!(!text.contains("13812345678"), "{text}");
                assert!(serde_json::from_str::<Value>(text).is_ok());
            }
            let figures: Value = serde_json::from_str(&told.webhook).unwrap();
            assert_eq!((&figures["event"], &figures["passed"]), (&json!("run_published"), &json!(false)));
        }
    }

    #[test]
    fn a_failure_tells_its_first_line() {
        let told = failure_notice("店", "zh", "people.csv: no such file\n\nhint: check");
        assert!(told.dingtalk.contains("运行失败") && told.dingtalk.contains("no such file") && !told.dingtalk.contains("hint"));
    }
}
