//! Real-shaped cells with what they must become.

use super::*;

mod held_out;
mod laws;

fn values(country: &str, raw: &str) -> Vec<Normal> {
    let mut out = Vec::new();
    normalise(raw, &Context { country, ..Context::default() }, &mut out);
    out
}

/// `class text [national] [region] [type] [ext]` of every value of a cell, joined by `; `.
fn shown(country: &str, raw: &str) -> String {
    let one = |n: &Normal| {
        let ext = n.part(Part::Extension);
        format!("{} {}{}{ext}", n.class.name(), n.text, if ext.is_empty() { "" } else { " x" })
    };
    values(country, raw).iter().map(one).collect::<Vec<_>>().join("; ")
}

fn check(country: &str, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(raw, want)| {
            let got = shown(country, raw);
            (got != want).then(|| format!("{country} {raw:?}: got `{got}`, want `{want}`"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn chinese_mobiles_in_every_writing() {
    check(
        "CN",
        &[
            ("13331779164", "valid +8613331779164"),
            ("15107162354 ", "valid +8615107162354"),
            ("'16622183914", "valid +8616622183914"),
            ("\t18628758811", "valid +8618628758811"),
            ("188 3779 1183", "valid +8618837791183"),
            ("136-5918-3357", "valid +8613659183357"),
            ("+8617696427825", "valid +8617696427825"),
            ("+86 176 9642 7825", "valid +8617696427825"),
            ("008615699817433", "valid +8615699817433"),
            ("86-13686006278", "valid +8613686006278"),
            ("8613686006278", "valid +8613686006278"),
            ("(86)13686006278", "valid +8613686006278"),
            ("(+86)13686006278", "valid +8613686006278"),
            ("086-13686006278", "valid +8613686006278"),
            ("0086 136 8600 6278", "valid +8613686006278"),
            ("+86-0-13686006278", "valid +8613686006278"),
            ("013686006278", "valid +8613686006278"),
            ("１３６８６００６２７８", "valid +8613686006278"),
            ("１３６－８６００－６２７８", "valid +8613686006278"),
            ("+86+8613686006278", "valid +8613686006278"),
            ("1795113686006278", "valid +8613686006278"),
            ("13686006278.0", "valid +8613686006278"),
            ("1.3686006278E+10", "valid +8613686006278"),
            ("手机：13686006278", "valid +8613686006278"),
            ("电话:136 8600 6278（微信同号）", "valid +8613686006278"),
            ("13686006278(张先生)", "valid +8613686006278"),
            ("张三13686006278", "valid +8613686006278"),
            ("tel:+86-136-8600-6278", "valid +8613686006278"),
            ("136.8600.6278", "valid +8613686006278"),
            ("\u{202a}13686006278\u{202c}", "valid +8613686006278"),
            ("136\u{a0}8600\u{2011}6278", "valid +8613686006278"),
            ("17006880358", "valid +8617006880358"),
            ("17112345670", "valid +8617112345670"),
            ("16212345670", "valid +8616212345670"),
            ("16798765432", "valid +8616798765432"),
            ("19912345670", "valid +8619912345670"),
            ("+13812345670", "valid +8613812345670"),
            ("+13686006278", "valid +13686006278"),
            ("15412345679", "valid +15412345679"),
            ("14912345679", "possible +8614912345679"),
        ],
    );
}

#[test]
fn chinese_landlines_services_and_local_numbers() {
    check(
        "CN",
        &[
            ("010-12345678", "valid +861012345678"),
            ("010 6234 5678", "valid +861062345678"),
            ("(0571)88888888", "valid +8657188888888"),
            ("（0571）88888888", "valid +8657188888888"),
            ("0571-88886666", "valid +8657188886666"),
            ("0571-8888 6666", "valid +8657188886666"),
            ("+86 571 8888 6666", "valid +8657188886666"),
            ("+86 0571 88886666", "valid +8657188886666"),
            ("86-571-88886666", "valid +8657188886666"),
            ("0086-10-62345678", "valid +861062345678"),
            ("0571-88886666-801", "valid +8657188886666 x801"),
            ("0571-88886666转801", "valid +8657188886666 x801"),
            ("0571-88886666 转 801", "valid +8657188886666 x801"),
            ("0571-88886666分机801", "valid +8657188886666 x801"),
            ("0571-88886666 ext. 801", "valid +8657188886666 x801"),
            ("010-62345678*8012", "valid +861062345678 x8012"),
            ("010-62345678#8012", "valid +861062345678 x8012"),
            ("0571/88886666", "valid +8657188886666"),
            ("0755-2345678", "possible +867552345678"),
            ("0312-5012345", "valid +863125012345"),
            ("62345678", "possible 62345678"),
            ("5838385", "possible 5838385"),
            ("400-820-8820", "role +864008208820"),
            ("4008208820", "role +864008208820"),
            ("400-820-8820转1", "role +864008208820 x1"),
            ("800-820-8820", "role +868008208820"),
            ("95588", "role 95588"),
            ("10086", "role 10086"),
            ("057188886666", "valid +8657188886666"),
            ("57188886666", "valid +8657188886666"),
        ],
    );
}

#[test]
fn foreign_numbers_in_a_chinese_table() {
    check(
        "CN",
        &[
            ("(832) 408-1631", "valid +18324081631"),
            ("303-538-7655", "valid +13035387655"),
            ("206-290-8640", "valid +12062908640"),
            ("2064889537", "valid +12064889537"),
            ("608.967.7015", "valid +16089677015"),
            ("(614) 800-7250", "valid +16148007250"),
            ("+16022766825", "valid +16022766825"),
            ("16022766825", "valid +16022766825"),
            ("+1 617 808 8764", "valid +16178088764"),
            ("+1 (617) 808-8764 x12", "valid +16178088764 x12"),
            ("+44 20 7946 0958", "valid +442079460958"),
            ("0044 20 7946 0958", "valid +442079460958"),
            ("+44 (0)20 7946 0958", "valid +442079460958"),
            ("+852 9123 4567", "valid +85291234567"),
            ("00852-91234567", "valid +85291234567"),
            ("+886 912 345 678", "valid +886912345678"),
            ("886912345678", "valid +886912345678"),
            ("+81 90-1234-5678", "valid +819012345678"),
            ("+33 4 50 11 22 33", "valid +33450112233"),
            ("04 50 11 22 33", "possible 0450112233"),
            ("+1 555-2001", "possible +15552001"),
            ("1-303-538-7655", "valid +13035387655"),
            ("1 (303) 538-7655", "valid +13035387655"),
            ("1-800-356-9377", "role +18003569377"),
            ("001 206 488 9537", "valid +12064889537"),
            ("303-056-5134", "possible +13030565134"),
            ("+13030565134", "possible +13030565134"),
            ("(608) 085-7635", "possible +16080857635"),
            ("5121242024", "possible +15121242024"),
            ("07911 123456", "possible 07911123456"),
            ("090-1234-5678", "valid +819012345678"),
            ("0912-345-678", "possible 0912345678"),
            ("02-2345-6789", "possible 0223456789"),
            ("8610-88886666", "valid +861088886666"),
            ("086-010-62345678", "valid +861062345678"),
        ],
    );
}

#[test]
fn last_digits_are_a_mask_where_the_column_holds_no_more() {
    let mut out = Vec::new();
    for (country, ends_only) in [("CN", true), ("US", true), ("CN", false)] {
        normalise("1234", &Context { country, ends_only, ..Context::default() }, &mut out);
    }
    let got: Vec<String> = out.iter().map(|n| format!("{} {}", n.class.name(), n.text)).collect();
    assert_eq!(got, ["masked *******1234", "masked ******1234", "invalid 1234"]);
}

#[test]
fn masked_numbers_keep_their_visible_pattern() {
    check(
        "CN",
        &[
            ("138****1234", "masked 138****1234"),
            ("'166****3914", "masked 166****3914"),
            ("\t158****2459", "masked 158****2459"),
            ("+86 138****1234", "masked 138****1234"),
            ("86-138****1234", "masked 138****1234"),
            ("+86138****1234", "masked 138****1234"),
            ("86138****1234", "masked 138****1234"),
            ("0086138****1234", "masked 138****1234"),
            ("138 **** 1234", "masked 138****1234"),
            ("138-****-1234", "masked 138****1234"),
            ("138＊＊＊＊1234", "masked 138****1234"),
            ("138xxxx1234", "masked 138****1234"),
            ("138XXXX1234", "masked 138****1234"),
            ("138••••1234", "masked 138****1234"),
            ("138----1234", "masked 138****1234"),
            ("1******6198", "masked 1******6198"),
            ("186******05", "masked 186******05"),
            ("*******1234", "masked *******1234"),
            ("138********", "masked 138********"),
            ("(***) ***-6789", "masked ******6789"),
            ("+1 (***) ***-6789", "masked ******6789"),
            ("+44 7*** ***123", "masked 7******123"),
            ("0571-****6666", "masked 571****6666"),
            ("***********", "placeholder ***********"),
        ],
    );
}

#[test]
fn fillers_are_placeholders() {
    for raw in [
        "13800138000",
        "11111111111",
        "12345678901",
        "00000000000",
        "88888888",
        "123456789",
        "1234567",
        "13800000000",
        "13888888888",
        "99999999999",
        "0000000",
        "12345678910",
        "98765432109",
        "+86 13800138000",
        "+8611111111111",
        "555-555-5555",
        "123-456-7890",
        "(999) 999-9999",
        "12312312312",
        "000-000-0000",
        "12345",
        "110",
        "+1 000 000 0000",
    ] {
        let got = values("CN", raw);
        assert_eq!(got.iter().map(|n| n.class).collect::<Vec<_>>(), [Class::Placeholder], "{raw} {got:?}");
    }
}

#[test]
fn privacy_numbers_are_virtual() {
    check(
        "CN",
        &[
            ("17012345679-1234", "virtual +8617012345679 x1234"),
            ("17012345679转1234", "virtual +8617012345679 x1234"),
            ("17012345679 转 1234", "virtual +8617012345679 x1234"),
            ("17012345679,1234", "virtual +8617012345679 x1234"),
            ("17012345679，1234", "virtual +8617012345679 x1234"),
            ("18466012345[6789]", "virtual +8618466012345 x6789"),
            ("13049861234#5678", "virtual +8613049861234 x5678"),
            ("95013123456", "virtual +8695013123456"),
            ("95013123456789-1234", "virtual +8695013123456789 x1234"),
        ],
    );
}

#[test]
fn several_numbers_are_several_values() {
    check(
        "CN",
        &[
            ("13686006278/13912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278；13912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278、0571-88886666", "valid +8613686006278; valid +8657188886666"),
            ("13686006278, 13912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278\n13912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278 13912345670", "valid +8613686006278; valid +8613912345670"),
            ("1368600627813912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278或13912345670", "valid +8613686006278; valid +8613912345670"),
            ("13686006278/13686006278", "valid +8613686006278"),
            ("QQ:2345698765 手机13686006278", "valid +8613686006278"),
            ("微信号13686006278", "valid +8613686006278"),
            ("微信wx2345698765", "invalid 微信wx2345698765"),
            ("QQ：2345698765", "invalid QQ:2345698765"),
            ("家0571-88886666 手机13686006278", "valid +8657188886666; valid +8613686006278"),
            ("13686006278(本人)13912345670(妻子)", "valid +8613686006278; valid +8613912345670"),
            ("Tel: 010-62345678 Fax: 010-62345679", "valid +861062345678; valid +861062345679"),
            ("+86 13686006278 / +1 206 290 8640", "valid +8613686006278; valid +12062908640"),
            ("0571-88886666/88886667", "valid +8657188886666; valid +8657188886667"),
            ("0571-88886666/67", "valid +8657188886666"),
            ("0592-5501234 5501235", "valid +865925501234; valid +865925501235"),
            ("010-62345678 62345679", "valid +861062345678; valid +861062345679"),
            ("(303) 538-7655 / (206) 290-8640", "valid +13035387655; valid +12062908640"),
        ],
    );
}

#[test]
fn number_and_extension_run_together_are_told_apart_where_one_reading_is_a_whole_number() {
    let told = |country: &str, raw: &str| {
        let got = values(country, raw);
        let [only] = got.as_slice() else { panic!("{raw}: {got:?}") };
        (only.text.clone(), only.parts.get(Part::Extension).to_owned(), only.class, only.findings.clone())
    };
    let marked = vec!["extension_without_mark"];
    for (country, raw, number, extension, class, findings) in [
        ("US", "178255501366342", "+17825550136", "6342", Class::Possible, marked.clone()),
        ("US", "15 70 55 50 10 48 84 2", "+15705550104", "8842", Class::Possible, marked.clone()),
        // The country code once more before digits that had it.
        ("US", "+1 178255501366342", "+17825550136", "6342", Class::Possible, marked.clone()),
        ("DE", "+1 (16) 805-5501638342", "+16805550163", "8342", Class::Possible, marked.clone()),
        (
            "US",
            "13 56 55 50 14 76 04 2",
            "+13565550147",
            "6042",
            Class::Possible,
            vec!["unassigned_prefix", "extension_without_mark"],
        ),
        ("CN", "138123456788848", "+8613812345678", "8848", Class::Virtual, vec!["privacy_number", "extension_without_mark"]),
        // One or two digits too many are a slip, eleven a second number, and a card or an order is no phone.
        ("CN", "1381234567888", "1381234567888", "", Class::Invalid, vec!["wrong_length"]),
        ("US", "178255501366", "178255501366", "", Class::Invalid, vec!["wrong_length"]),
        ("CN", "6222021234567890123", "6222021234567890123", "", Class::Invalid, vec!["wrong_length"]),
        ("CN", "202403121234567", "202403121234567", "", Class::Invalid, vec!["wrong_length"]),
        ("CN", "330106198508101234", "330106198508101234", "", Class::Invalid, vec!["wrong_length"]),
    ] {
        assert_eq!(told(country, raw), (number.to_owned(), extension.to_owned(), class, findings), "{raw}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    for (raw, reason) in [
        ("4.479E+11", "scientific_notation"),
        ("1.39E+10", "scientific_notation"),
        ("7.73E+016", "scientific_notation"),
        ("##abcdefg", "ciphertext"),
        ("$$Xy12==", "ciphertext"),
        ("abc", "no_digits"),
        ("1368600627", "wrong_length"),
        ("136860062781", "wrong_length"),
        ("2024-03-12", "looks_like_date"),
        ("01/31/13", "looks_like_date"),
        ("zhang@qq.com", "looks_like_email"),
        ("192.168.1.1", "looks_like_ip"),
        ("+999 123456789", "no_such_number"),
        ("330106198508101234", "wrong_length"),
        ("12", "wrong_length"),
        ("77352211561150", "wrong_length"),
    ] {
        let got = values("CN", raw);
        assert_eq!(
            got.iter().map(|n| (n.class, n.findings.clone())).collect::<Vec<_>>(),
            [(Class::Invalid, vec![reason])],
            "{raw}"
        );
    }
}

#[test]
fn the_home_country_decides_bare_numbers() {
    check(
        "US",
        &[
            ("2064889537", "valid +12064889537"),
            ("1-206-488-9537", "valid +12064889537"),
            ("5838385", "possible 5838385"),
            ("583-8385", "possible 5838385"),
            ("(847)\n245-6715", "valid +18472456715"),
            ("(815) 758-5652", "valid +18157585652"),
            ("1-800-FLOWERS", "role +18003569377"),
            ("800-356-9377", "role +18003569377"),
            ("011 44 20 7946 0958", "valid +442079460958"),
            ("15042234567", "valid +15042234567"),
            ("15912345670", "valid +8615912345670"),
            ("555-123-4567", "possible +15551234567"),
            ("+86 138 1234 5670", "valid +8613812345670"),
        ],
    );
    check(
        "GB",
        &[
            ("020 7946 0958", "valid +442079460958"),
            ("07911 123456", "valid +447911123456"),
            ("+44 1680 662839", "valid +441680662839"),
        ],
    );
    check("FR", &[("04 50 11 22 33", "valid +33450112233"), ("06.12.34.56.78", "valid +33612345678")]);
    check("DE", &[("030/901820", "valid +4930901820"), ("0151 23456789", "valid +4915123456789")]);
    check("AU", &[("0412 345 678", "valid +61412345678"), ("(02) 9374 4000", "valid +61293744000")]);
    check("JP", &[("090-1234-5678", "valid +819012345678"), ("03-3210-7000", "valid +81332107000")]);
    check(
        "IN",
        &[
            ("098765 43211", "valid +919876543211"),
            ("+91 98765 43211", "valid +919876543211"),
            ("919876543211", "valid +919876543211"),
            ("98765 43210", "valid +919876543210"),
            ("9876543210", "valid +919876543210"),
        ],
    );
    check("HK", &[("2345 6789", "valid +85223456789"), ("11111111", "placeholder 11111111"), ("12345678", "placeholder 12345678")]);
    check("KR", &[("010-2000-0000", "placeholder 01020000000"), ("010-2000-1234", "valid +821020001234")]);
    check("CN", &[("12012345678", "placeholder 12012345678"), ("1-201-234-5678", "valid +12012345678")]);
    check("GB", &[("13686006278", "valid +8613686006278"), ("2079460958", "valid +442079460958")]);
}

#[test]
fn parts_of_valid_and_possible_numbers_compare() {
    let part = |raw: &str, part| values("CN", raw)[0].part(part).to_owned();
    assert_eq!(part("0571-88886666", Part::National), "57188886666");
    assert_eq!(part("04 50 11 22 33", Part::National), "450112233");
    assert_eq!(part("+33 4 50 11 22 33", Part::National), "450112233");
    assert_eq!(part("138****1234", Part::Mask), "138****1234");
    assert_eq!((part("13686006278", Part::Region), part("13686006278", Part::Type)), ("CN".into(), "mobile".into()));
    assert_eq!((part("206-290-8640", Part::Region), part("206-290-8640", Part::Type)), ("US".into(), "fixed_or_mobile".into()));
    assert_eq!(part("400-820-8820", Part::Type), "other");
}

#[test]
fn ten_digits_split_oddly_are_a_local_number_with_extension() {
    check(
        "CN",
        &[
            ("62345678-12", "possible 62345678 x12"),
            ("62345678-801", "possible 62345678 x801"),
            ("62345678转12", "possible 62345678 x12"),
        ],
    );
}

#[test]
fn the_quick_path_says_what_the_scanner_says() {
    let mut seen = 0;
    for country in ["CN", "US", "GB", ""] {
        let context = Context { country, ..Context::default() };
        for area in [13, 14, 15, 17, 19, 20, 21, 30, 40, 57, 75, 80, 83, 95] {
            for middle in [0, 21, 357, 412, 555, 800, 999] {
                for tail in [12_345, 60_987, 99_001] {
                    let d = format!("{area}{middle:03}1{tail}");
                    for raw in [
                        d.clone(),
                        format!("0{d}"),
                        format!("+86{d}"),
                        format!("+1{}", &d[1..]),
                        format!("{}-{}-{}", &d[..3], &d[3..6], &d[6..]),
                        format!("({}) {}-{}", &d[..3], &d[3..6], &d[6..10]),
                        format!("0{}-{}", &d[..3], &d[3..]),
                        format!("0{}-{}", &d[..2], &d[2..10]),
                        format!("{}****{}", &d[..3], &d[7..]),
                        format!("86-{d}"),
                        format!("0086 {d}"),
                        d[..10].to_owned(),
                        format!("+1-{}-{}-{} x77", &d[..3], &d[3..6], &d[6..10]),
                        format!("{}-{}-{}x1234", &d[..3], &d[3..6], &d[6..10]),
                        format!("+49 {} {}", &d[..3], &d[3..]),
                        format!("+44 (0){} {}", &d[..4], &d[4..10]),
                        format!("+33{}", &d[..9]),
                        format!("+7 {}-{} x9", &d[..3], &d[3..10]),
                    ] {
                        let Some(quick) = quick::quick(&raw, &context) else { continue };
                        let mut slow = Vec::new();
                        scanned(&raw, &context, &mut slow);
                        assert_eq!((&slow[0], slow.len()), (&quick, 1), "{country} {raw}");
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 2000, "{seen}");
}

#[test]
fn numbers_as_strangers_write_them() {
    check(
        "CN",
        &[
            ("tel:+14155552671;ext=12", "valid +14155552671 x12"),
            ("+52 1 55 1234 5678", "valid +525512345678"),
            ("+60 12-345 6483", "valid +60123456483"),
            ("+48 12 345 67 93", "valid +48123456793"),
            ("12345678901", "placeholder 12345678901"),
        ],
    );
    check("JP", &[("03-1234-5678（内線12）", "valid +81312345678 x12")]);
    check("AT", &[("0049151/12345678", "valid +4915112345678")]);
    check("FR", &[("01 23 45 63 23", "valid +33123456323")]);
}
