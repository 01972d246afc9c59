//! The page of a data-quality profile: one self-contained HTML file, as the run's report.
//!
//! Comes in: profiles, masked or not by whoever calls. Goes out: HTML. Nothing is measured here.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::render::{environment, trusted};
use crate::model::profile::{ColumnProfile, TableProfile};

const PAGE: &str = include_str!("page/profile.html");

/// Renders the page; `language` is the first one shown, `zh` or `en`.
///
/// # Panics
/// Never: the template uses known names only, and a test renders it.
#[must_use]
pub fn profile_page(profiles: &[TableProfile], language: &str) -> String {
    let mut env = environment(language);
    env.add_template("profile.html", PAGE).expect("the shipped template is valid; a test parses it");
    let template = env.get_template("profile.html").expect("the template is added above");
    let tables: Vec<Shown> = profiles.iter().map(Shown::new).collect();
    let title = profiles.first().map_or("", |p| p.file.as_str());
    let title = if profiles.len() > 1 { format!("{title} +{}", profiles.len() - 1) } else { title.to_owned() };
    let context = context! { language, title, tables => Value::from(Serde(&tables)), program => concat!("guiyi ", env!("CARGO_PKG_VERSION")), ..trusted() };
    template.render(context).expect("the template uses known names only; a test renders it")
}

/// A table with what the page shows beside its profile.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    profile: &'a TableProfile,
    /// Share of cells that are usable, over all columns with a meaning; `None` without any.
    usable: Option<f64>,
    quality: Vec<Quality>,
}

/// One column's cells by class, as shares of the rows.
#[derive(Debug, Serialize)]
struct Quality {
    parts: Vec<Part>,
    usable: f64,
    is_unique: bool,
}

/// A piece of the quality bar.
#[derive(Debug, Serialize)]
struct Part {
    name: &'static str,
    cells: u64,
    share: f64,
}

impl<'a> Shown<'a> {
    fn new(profile: &'a TableProfile) -> Self {
        let quality: Vec<Quality> = profile.columns.iter().map(Quality::new).collect();
        let meant = || profile.columns.iter().filter(|c| !matches!(c.kind, "ignore" | "text"));
        let cells: u64 = meant().map(|c| c.rows).sum();
        let good: u64 = meant().map(usable).sum();
        Self { profile, usable: (cells > 0).then(|| good as f64 / cells as f64), quality }
    }
}

/// Cells that can be worked with.
fn usable(column: &ColumnProfile) -> u64 {
    column.valid + column.possible + column.role + column.relay
}

impl Quality {
    fn new(column: &ColumnProfile) -> Self {
        let share = |cells: u64| if column.rows == 0 { 0.0 } else { cells as f64 / column.rows as f64 };
        let parts = [
            ("valid", column.valid + column.possible + column.role),
            ("relay", column.relay),
            ("masked", column.masked),
            ("placeholder", column.placeholder),
            ("invalid", column.invalid),
            ("missing", column.missing),
        ];
        let parts = parts.into_iter().filter(|(_, cells)| *cells > 0);
        Self {
            parts: parts.map(|(name, cells)| Part { name, cells, share: share(cells) }).collect(),
            usable: share(usable(column)),
            is_unique: column.filled > 1 && column.distinct == column.filled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile::{Counted, Finding, InvalidExample};
    use crate::model::remark::Remark;

    fn made_up() -> TableProfile {
        let evil = "<b>\"'".to_owned();
        let column = ColumnProfile {
            header: evil.clone(),
            kind: "phone",
            target: "phone".into(),
            matches: true,
            reason: "header `Tel` says phone".into(),
            reason_zh: "表头 `Tel` 表示电话".into(),
            rows: 10,
            missing: 2,
            filled: 8,
            valid: 5,
            masked: 2,
            invalid: 1,
            distinct: 8,
            top: vec![Counted { value: evil.clone(), cells: 1 }],
            patterns: vec![Counted { value: "9999+".into(), cells: 8 }],
            scripts: vec![Counted { value: "digits".into(), cells: 8 }],
            findings: vec![Finding { reason: "masked", zh: "部分字符被平台隐藏", en: "partly hidden", cells: 2 }],
            invalid_examples: vec![InvalidExample { row: 7, raw: evil.clone(), reasons: "masked".into() }],
            ..ColumnProfile::default()
        };
        TableProfile {
            file: "contacts.csv".into(),
            channel: "contacts".into(),
            preset: None,
            entity: "person",
            country: "CN".into(),
            format: "csv".into(),
            encoding: "GB18030".into(),
            bytes: 1234,
            rows: 10,
            rejected: 1,
            repeated: 3,
            skipped: [("header", 1)].into(),
            remarks: vec!["one row per person".into()],
            remarks_zh: vec!["每行一人".into()],
            notes: vec![Remark::new("nul_characters", ["2".into()])],
            columns: vec![column],
        }
    }

    #[test]
    fn the_page_shows_every_part_and_takes_nothing_for_markup() {
        let page = profile_page(&[made_up()], "zh");
        for text in [
            "contacts.csv",
            "GB18030",
            "50.0%",
            "部分字符被平台隐藏",
            "已去掉 2 个 NUL 字符",
            "9999+",
            "表头 `Tel` 表示电话",
            "每行一人",
        ] {
            assert!(page.contains(text), "{text}");
        }
        // Reasons of examples are sentences too, the code stands behind them.
        assert!(page.contains("title=\"masked\"><span data-zh=\"部分字符被平台隐藏\""), "{page}");
        assert!(!page.contains("<b>\""));
        for outside in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn both_languages_and_an_empty_list_render() {
        assert!(profile_page(&[made_up(), made_up()], "en").contains("contacts.csv +1"));
        assert!(profile_page(&[], "en").contains("</html>"));
    }
}
