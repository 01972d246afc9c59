//! Real-shaped ids with what they must become. Every number is made up, with its check digit computed.

use super::*;

type Parser = fn(&str, &Context, &mut Vec<Normal>);

fn one(parser: Parser, country: &str, raw: &str) -> Normal {
    let mut out = Vec::new();
    parser(raw, &Context { country, ..Context::default() }, &mut out);
    assert_eq!(out.len(), 1, "{raw:?}");
    out.remove(0)
}

fn check(parser: Parser, country: &str, cases: &[(&str, &str)]) {
    for &(raw, want) in cases {
        let got = one(parser, country, raw);
        assert_eq!(format!("{} {}", got.class.name(), got.text), want, "{raw:?}");
    }
}

#[test]
fn identity_cards_carry_birth_and_gender() {
    check(
        national,
        "CN",
        &[
            ("11010519491231002X", "valid 11010519491231002X"),
            ("11010519491231002x", "valid 11010519491231002X"),
            (" 110105 19491231 002X ", "valid 11010519491231002X"),
            ("'11010519491231002X", "valid 11010519491231002X"),
            ("１１０１０５１９４９１２３１００２Ｘ", "valid 11010519491231002X"),
            ("110105194912310021", "possible 110105194912310021"),
            ("110105491231002", "valid 110105491231002"),
            ("110105194913310021", "possible 110105194913310021"),
            ("110105********002X", "masked 110105********002X"),
            ("110105XXXXXXXX002X", "masked 110105********002X"),
            ("110105●●●●●●●●002X", "masked 110105********002X"),
            ("111111111111111111", "placeholder 111111111111111111"),
            ("1.10105E+17", "invalid 1.10105E+17"),
            ("E12345678", "possible E12345678"),
            ("无证", "invalid 无证"),
        ],
    );
    let card = one(national, "CN", "11010519491231002X");
    let part = |p| card.part(p);
    assert_eq!((part(Part::Year), part(Part::Month), part(Part::Day), part(Part::Type)), ("1949", "12", "31", "female"));
    assert_eq!(one(national, "CN", "110105491231002").part(Part::Key), "11010519491231002X");
}

#[test]
fn social_security_numbers() {
    check(
        national,
        "US",
        &[
            ("308-29-9945", "valid 308299945"),
            ("308299945", "valid 308299945"),
            ("308 29 9945", "valid 308299945"),
            ("000-12-3456", "invalid 000123456"),
            ("666-12-3456", "invalid 666123456"),
            ("123-00-4567", "invalid 123004567"),
            ("912-70-1234", "possible 912701234"),
            ("111-11-1111", "placeholder 111111111"),
            ("123-45-6789", "placeholder 123456789"),
            ("078-05-1120", "placeholder 078051120"),
            ("G05-67-7698", "possible 605677698"),
            ("783-86-|618", "possible 783861618"),
            ("***-**-1234", "masked *****1234"),
            ("XXX-XX-1234", "masked *****1234"),
            ("0xX-X", "masked 0***"),
            ("•••-••-1234", "masked *****1234"),
            ("***-**-****", "placeholder *********"),
            ("535-63-72470", "possible 5356372470"),
        ],
    );
    check(national, "CN", &[("308-29-9945", "valid 308299945")]);
}

#[test]
fn organisation_numbers_are_checked() {
    check(
        tax,
        "CN",
        &[
            ("91350100M000100Y43", "valid 91350100M000100Y43"),
            ("91350100m000100y43", "valid 91350100M000100Y43"),
            ("91350100-M000100Y-43", "valid 91350100M000100Y43"),
            ("91350100M000100Y44", "possible 91350100M000100Y44"),
            ("110108000000016", "valid 110108000000016"),
            ("110108000000017", "possible 110108000000017"),
            ("D2143569-X", "valid D2143569X"),
            ("DE123456788", "valid DE123456788"),
            ("123456789012345678", "placeholder 123456789012345678"),
            ("abc", "invalid ABC"),
        ],
    );
    check(tax, "US", &[("12-3456780", "valid 123456780")]);
    check(tax, "AU", &[("51 824 753 556", "valid 51824753556"), ("51 824 753 557", "possible 51824753557")]);
}

#[test]
fn plain_ids_keep_their_case_and_compare_without_it() {
    check(
        plain,
        "CN",
        &[
            ("VIP1000012", "valid VIP1000012"),
            (" 300311082_p ", "valid 300311082_p"),
            ("ＶＩＰ００１", "valid VIP001"),
            ("1000012.0", "valid 1000012"),
            ("4.479E+11", "invalid 4.479E+11"),
            ("00000000", "placeholder 00000000"),
            ("tb**7", "masked tb**7"),
            ("XXXX-XXXX-XXXX-1234", "masked ****-****-****-1234"),
            ("•••• 1234", "masked **** 1234"),
            ("XXX-00001", "valid XXX-00001"),
            ("********", "placeholder ********"),
            ("a  b", "valid a b"),
        ],
    );
    assert_eq!(one(plain, "CN", "VIP1").part(Part::Key), "vip1");
    assert_eq!(one(plain, "CN", "vip1").part(Part::Key), "");
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gives_values_that_settle(raw in "(\\PC{0,24}|[0-9OXxG*]{1,3}[0-9-]{0,17}[0-9X]?)", country in "(CN|US|AU|DE)") {
            for parser in [plain as Parser, national, tax] {
                let mut out = Vec::new();
                let context = Context { country: &country, ..Context::default() };
                parser(&raw, &context, &mut out);
                for first in out.into_iter().filter(|n| n.class.is_evidence()) {
                    let again = one(parser, &country, &first.text);
                    prop_assert_eq!(&again.text, &first.text, "{:?}", raw);
                }
            }
        }
    }
}
