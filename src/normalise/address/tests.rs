//! Tables of real-shaped addresses with the expected parts, and the laws of normalising.

use super::*;
use crate::model::value::{Class, Part};

fn one(raw: &str) -> Normal {
    let mut out = Vec::new();
    normalise(raw, &Context::default(), &mut out);
    assert_eq!(out.len(), 1, "{raw}");
    out.remove(0)
}

fn check(raw: &str, province: &str, city: &str, district: &str) {
    let n = one(raw);
    assert_eq!([n.part(Part::Province), n.part(Part::City), n.part(Part::District)], [province, city, district], "{raw} → {n:?}");
    let again = one(&n.text);
    assert_eq!((&again.text, &again.class, &again.parts), (&n.text, &n.class, &n.parts), "not idempotent: {raw}");
}

#[test]
fn smoke() {
    check("湖南省株洲市石峰区朝阳东路741号", "湖南省", "株洲市", "石峰区");
    check("江苏 镇江市 句容市 ****", "江苏省", "镇江市", "句容市");
}

/// Every county, written in the ways people write it.
#[test]
fn every_county_is_found_however_its_path_is_written() {
    use divisions::{Level, TABLE};
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (_, county) in TABLE.all() {
        if county.level != Level::County {
            continue;
        }
        let (city, province) = (TABLE.get(county.parent), TABLE.get(county.province));
        let (p, c, d) = (province.name, city.name, county.name);
        let same = p == c;
        let short = p.trim_end_matches(['省', '市']);
        let tail = "朝阳东路741号翠湖家园29栋2单元804室";
        let unique = TABLE.all().filter(|(_, other)| other.name == d && other.province == county.province).count() == 1;
        let doubled = d.starts_with(short) && c != d;
        let glued = if same { format!("{p}{d}{tail}") } else { format!("{p}{c}{d}{tail}") };
        for text in [
            glued,
            format!("{p}{c}{d}{tail}"),
            format!("{p} {c} {d} {tail}"),
            format!("{p}，{c}，{d}，{tail}"),
            format!("{short} {c} {d} {tail}"),
            format!("{short}{c}{d}{tail}"),
            format!("{c}{d}{tail}"),
            format!("{p}{d}{tail}"),
            format!("{p} {c} {d} ****"),
            format!("{}{}{d}{tail}", short, c.trim_end_matches('市')),
        ] {
            if text.starts_with(&format!("{p}{d}")) && !unique && !same
                || text.starts_with(&format!("{short}{}{d}", c.trim_end_matches('市'))) && doubled
            {
                continue;
            }
            seen += 1;
            let n = one(&text);
            let got = [n.part(Part::Province), n.part(Part::City), n.part(Part::District)];
            let again = one(&n.text);
            if got != [p, c, d]
                || n.class == Class::Valid && n.part(Part::Room) != "2-804"
                || again.text != n.text
                || again.parts != n.parts
            {
                wrong.push(format!("{text} → {got:?} {} {}", n.text, again.text));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {seen}:\n{}",
        wrong.len(),
        wrong.iter().step_by(wrong.len() / 150 + 1).cloned().collect::<Vec<_>>().join("\n")
    );
}
