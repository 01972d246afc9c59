//! Tables of real-shaped addresses with the expected parts, and the laws of normalising.

use super::*;

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
