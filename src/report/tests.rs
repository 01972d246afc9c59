//! The page and the JSON carry the facts, and nothing of the data is taken for markup.

use super::*;

/// Facts of a made-up run with every section filled.
pub(super) fn made_up() -> ReportFacts {
    serde_json::from_str(include_str!("../../fixtures/report/made_up.json")).unwrap()
}

/// The page without the words of its dictionary.
fn body(report: &Report) -> &str {
    report.html.split("<script type=\"application/json\"").next().unwrap()
}

#[test]
fn the_page_shows_the_numbers_of_the_facts() {
    let facts = made_up();
    let report = report(&facts, Samples::Masked);
    for number in [facts.counts.customers, facts.counts.rows_read, facts.matching.funnel[2].count, facts.channels[0].acquired] {
        assert!(body(&report).contains(&render::grouped(number)), "{number}");
    }
    for kpi in facts.kpis.iter().filter(|kpi| kpi.name == "unification" || kpi.name == "completeness") {
        assert!(body(&report).contains(&render::percent(kpi.value)), "{kpi:?}");
    }
    assert!(body(&report).contains("VIP客户") && body(&report).contains("备注名写成 姓名-地区"));
    for tag in &facts.tags {
        assert!(body(&report).contains(&tag.name) && body(&report).contains(&render::grouped(tag.customers)));
    }
}

#[test]
fn the_json_reads_back_to_the_masked_facts() {
    let facts = made_up();
    let back: ReportFacts = serde_json::from_str(&report(&facts, Samples::Masked).json).unwrap();
    assert!(back.masked && back.format_version == REPORT_FORMAT_VERSION);
    assert_eq!(
        (&back.counts, &back.kpis, &back.channels, &back.matching),
        (&facts.counts, &facts.kpis, &facts.channels, &facts.matching)
    );
    assert_eq!(back.findings[0].samples[0].text, mask(&facts.findings[0].samples[0].text));
}

#[test]
fn samples_are_masked_unless_asked_for() {
    let facts = made_up();
    let raw = &facts.findings[0].samples[0].text;
    let masked = report(&facts, Samples::Masked);
    assert!(!masked.html.contains(raw.as_str()) && !masked.json.contains(raw.as_str()));
    let clear = report(&facts, Samples::Clear);
    assert!(clear.html.contains(raw.as_str()) && clear.json.contains(raw.as_str()));
}

#[test]
fn data_is_never_markup() {
    let mut facts = made_up();
    let evil = "<script>alert(1)</script>\"'>";
    facts.project = evil.into();
    facts.tags[0].name = evil.into();
    facts.tags[0].name_en = format!("{evil}en");
    facts.regions[0].region = evil.into();
    facts.remarks = vec![RemarkLine { place: evil.into(), zh: evil.into(), en: format!("{evil}en"), ..RemarkLine::default() }];
    facts.findings[0].samples[0].text = evil.into();
    let html = report(&facts, Samples::Clear).html;
    assert!(!html.contains("<script>alert"), "a value became markup");
    assert!(!html.contains("'>en"), "a value left its attribute");
}

#[test]
fn the_page_loads_nothing_from_outside() {
    let html = report(&made_up(), Samples::Masked).html;
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.len() < 3_000_000);
}

/// Nothing on the page grows with customers, only with channels, fields and rules.
#[test]
fn the_page_of_forty_channels_stays_small() {
    let mut facts = made_up();
    let names: Vec<String> = (0..40).map(|i| format!("channel_with_a_long_name_{i:02}")).collect();
    let line = facts.channels[0].clone();
    facts.channels = names.iter().map(|name| ChannelLine { channel: name.clone(), ..line.clone() }).collect();
    let pairs = || names.iter().enumerate().flat_map(|(i, a)| names[i..].iter().map(move |b| (a.clone(), b.clone())));
    facts.overlap = pairs().map(|(a, b)| Overlap { a, b, customers: 1_234_567 }).collect();
    facts.flows = pairs().map(|(from, to)| Flow { from, to, customers: 1_234_567, converted: 1 }).collect();
    let field = facts.fields[0].clone();
    let fields = (0..25).map(|i| format!("own_field_{i}"));
    facts.fields = fields
        .flat_map(|own| names.iter().map(move |name| (own.clone(), name.clone())))
        .map(|(own, channel)| FieldQuality { channel, field: own, ..field.clone() })
        .collect();
    let finding = facts.findings[0].clone();
    facts.findings = vec![finding; 400];
    let html = report(&facts, Samples::Masked).html;
    assert!(html.len() < 3_000_000, "{}", html.len());
}

#[test]
fn both_languages_are_on_the_page() {
    let mut facts = made_up();
    assert!(body(&report(&facts, Samples::Masked)).contains("客户信息统一率"));
    facts.language = "en".into();
    let english = report(&facts, Samples::Masked);
    assert!(body(&english).contains(">Unification<") && english.html.contains("客户信息统一率"));
}

#[test]
fn an_empty_run_has_a_report() {
    let report = report(&ReportFacts::default(), Samples::Masked);
    assert!(report.html.contains("</html>") && report.html.contains("–"));
}
