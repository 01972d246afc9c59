//! Levels of two companies, and the sketches that tell most pairs apart.

use super::*;

fn marks(word: &str) -> Marks {
    let mut marks = Marks::default();
    marks.add(word);
    marks
}

/// Brand, its readings, trade.
type Firm = (&'static str, &'static str, &'static str);

fn level(a: Firm, b: Firm) -> u8 {
    let mut dict = Dict::new();
    let mut code = |(brand, sound, trade): Firm| {
        let mut name = crate::model::value::Normal::valid([brand, trade].concat());
        name.set(Part::Brand, brand);
        name.set(Part::BrandPinyin, sound);
        name.set(Part::Trade, trade);
        name.set(Part::Tokens, [brand, "|", trade].concat());
        dict.intern(&name)
    };
    let (a, b) = (code(a), code(b));
    let mut comparer = CompanyComparer::new(&dict);
    let mut facts = crate::model::trained::Facts::default();
    comparer.count(&vec![1; dict.len()], &dict, &mut Terms::new("company", None, &mut facts));
    let (there, back) = (comparer.compare(a, b, &mut Memo::default()), comparer.compare(b, a, &mut Memo::default()));
    assert_eq!(there, back, "symmetric");
    there
}

#[test]
fn brands_of_two_writings_are_compared_by_their_readings() {
    let yongli = ("永利", "yongli", "铝材");
    assert_eq!(level(yongli, ("yong li", "yongli", "aluminium")), SAME_BRAND);
    assert_eq!(level(("宝马", "baoma|bmw", ""), ("bmw", "bmw", "")), SAME_BRAND);
    assert_eq!(level(("газпром", "gazprom", ""), ("gazprom", "", "")), SAME_BRAND);
    assert_eq!(level(yongli, ("永力", "yongli", "铝材")), CLOSE);
    assert_eq!(level(yongli, ("hengli", "hengli", "aluminium")), ELSE);
}

#[test]
fn short_brands_and_numbers_one_sign_apart_are_two() {
    assert!(level(("海尔", "haier", ""), ("海信", "haixin", "")) >= SOME);
    assert!(level(("中建三局", "zhongjiansanju", ""), ("中建八局", "zhongjianbaju", "")) >= SOME);
    assert_eq!(level(("langmere", "", ""), ("langmore", "", "")), CLOSE);
}

#[test]
fn marks_tell_most_words_apart() {
    let words = ["acme", "globex", "initech", "umbrella", "hooli", "vandelay", "stark", "wayne"];
    let met = words.iter().flat_map(|x| words.iter().map(move |y| marks(x).meet(marks(y)))).filter(|met| *met).count();
    assert!(met < 2 * words.len(), "{met} of 64 pairs");
}

proptest::proptest! {
    #[test]
    fn words_that_are_alike_have_marks_that_meet(a in "[a-cé华为中]{1,8}", b in "[a-cé华为中]{1,8}") {
        proptest::prop_assert!(!(a == b || alike(&a, &b)) || marks(&a).meet(marks(&b)), "{} {}", a, b);
    }
}
