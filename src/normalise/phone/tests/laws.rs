//! Laws of phone cells over any text.

use super::*;
use proptest::prelude::*;

fn settles(country: &str, raw: &str) -> Result<(), TestCaseError> {
    for first in values(country, raw) {
        if !first.class.is_evidence() {
            continue;
        }
        prop_assert!(!first.text.is_empty());
        let again = values(country, &first.text);
        prop_assert_eq!(again.len(), 1, "{:?} -> {:?} -> {:?}", raw, &first, &again);
        let kept = |n: &Normal| {
            (
                n.text.clone(),
                n.class,
                n.part(Part::National).to_owned(),
                n.part(Part::Mask).to_owned(),
                n.part(Part::Region).to_owned(),
            )
        };
        prop_assert_eq!(kept(&again[0]), kept(&first), "{:?}", raw);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_of_no_home_is_read_alike_everywhere(raw in "\\+[1-9][0-9 ().-]{6,22}( ?x[0-9]{1,6})?") {
        if crate::normalise::phone::is_of_no_home(&raw) {
            for country in ["US", "GB", "DE", "JP", "ZZ", ""] {
                prop_assert_eq!(values(country, &raw), values("CN", &raw), "{} in {}", &raw, country);
            }
        }
    }

    #[test]
    fn any_text_gives_values_that_settle(raw in "\\PC{0,40}") {
        settles("CN", &raw)?;
    }

    #[test]
    fn any_phone_like_text_gives_values_that_settle(raw in "[+0-9 ()*/,;x#.转-]{0,30}", country in "(CN|US|GB|DE|FR|JP|IN|HK||XX)") {
        settles(&country, &raw)?;
    }
}
