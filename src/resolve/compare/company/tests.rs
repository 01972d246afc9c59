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

/// Firms nobody had looked at: two that are one are close at least or an acronym, others are not. What is missed is missed: the share
/// that is right must not fall.
#[test]
fn firms_are_told_from_other_firms() {
    const PARTS: [Part; 9] = [
        Part::Brand,
        Part::BrandPinyin,
        Part::Trade,
        Part::Tokens,
        Part::Branch,
        Part::Acronym,
        Part::Province,
        Part::City,
        Part::Line,
    ];
    let rows: Vec<Vec<&str>> =
        include_str!("../tests/firms.tsv").lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let is_one = |row: &Vec<&str>| {
        let mut dict = Dict::new();
        let mut code = |cells: &[&str]| {
            let mut name = crate::model::value::Normal::valid(cells[0]);
            PARTS.iter().zip(&cells[1..]).for_each(|(part, text)| name.set(*part, *text));
            dict.intern(&name)
        };
        let (a, b) = row[1..].split_at(row.len() / 2);
        let (a, b) = (code(a), code(b));
        let mut comparer = CompanyComparer::new(&dict);
        let mut facts = crate::model::trained::Facts::default();
        comparer.count(&vec![1; dict.len()], &dict, &mut Terms::new("company", None, &mut facts));
        let level = comparer.compare(a, b, &mut Memo::default());
        assert_eq!(level, comparer.compare(b, a, &mut Memo::default()), "symmetric: {row:?}");
        a == b || (1..=ACRONYM).contains(&level)
    };
    let missed: Vec<String> = rows.iter().filter(|row| is_one(row) != (row[0] == "1")).map(|row| row.join(" ")).collect();
    assert!(rows.len() > 200 && missed.len() * 100 <= 11 * rows.len(), "{} of {}\n{}", missed.len(), rows.len(), missed.join("\n"));
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
fn brands_of_as_many_words_are_close_word_by_word() {
    assert!(level(("first bank of omaha", "", ""), ("first bank of alaska", "", "")) >= SOME);
    assert_eq!(level(("universidad de badalona", "", ""), ("universidad of badalona", "", "")), CLOSE);
    assert!(level(("eastern kentucky", "", ""), ("western kentucky", "", "")) >= SOME);
    assert_eq!(level(("blue ridge dental", "", ""), ("blue rigde dental", "", "")), CLOSE);
}

#[test]
fn lines_of_business_tell_firms_of_two_writings_apart() {
    let level = |lines: [&str; 2]| {
        let mut dict = Dict::new();
        let firms = [("永利", "yongli", "铝业"), ("yongli", "yongli", "food")];
        let codes: Vec<u32> = firms
            .iter()
            .zip(lines)
            .map(|((brand, sound, trade), line)| {
                let mut name = crate::model::value::Normal::valid([*brand, *trade].concat());
                let parts = [
                    (Part::Brand, *brand),
                    (Part::BrandPinyin, *sound),
                    (Part::Trade, *trade),
                    (Part::Tokens, *brand),
                    (Part::Line, line),
                ];
                for (part, text) in parts {
                    name.set(part, text);
                }
                dict.intern(&name)
            })
            .collect();
        let mut comparer = CompanyComparer::new(&dict);
        let mut facts = crate::model::trained::Facts::default();
        comparer.count(&vec![1; dict.len()], &dict, &mut Terms::new("company", None, &mut facts));
        comparer.compare(codes[0], codes[1], &mut Memo::default())
    };
    assert!(level(["metal", "food"]) >= SOME);
    assert_eq!((level(["metal", "metal|food"]), level(["metal", ""])), (SAME_BRAND, SAME_BRAND));
}

#[test]
fn brands_that_differ_in_a_whole_word_are_two_however_much_is_shared() {
    assert!(level(("smith sons roofing", "", ""), ("jones sons roofing", "", "")) >= SOME);
    assert!(level(("springfield", "", "elementary school"), ("springfield", "", "high school")) >= SOME);
    assert!(level(("同仁", "tongren", "医院"), ("同仁堂", "tongrentang", "医院")) > SAME_BRAND);
}

#[test]
fn short_brands_and_numbers_one_sign_apart_are_two() {
    assert!(level(("中铁一局", "zhongtieyiju", ""), ("中铁十一局", "zhongtieshiyiju", "")) >= SOME);
    assert!(level(("华东师范大学", "huadong", ""), ("华南师范大学", "huanan", "")) >= SOME);
    assert!(level(("海尔", "haier", ""), ("海信", "haixin", "")) >= SOME);
    assert!(level(("中建三局", "zhongjiansanju", ""), ("中建八局", "zhongjianbaju", "")) >= SOME);
    assert!(level(("南方航空", "nanfanghangkong", ""), ("东方航空", "dongfanghangkong", "")) >= SOME);
    assert_eq!(level(("langmere", "", ""), ("langmore", "", "")), CLOSE);
}

#[test]
fn one_brand_in_two_trades_is_two_firms() {
    let of = |trade| ("永利", "yongli", trade);
    assert_eq!(level(of("铝材厂"), of("皮具厂")), SOME);
    assert_eq!(level(of("五金制品"), of("塑料制品")), SOME);
    assert!(level(of("五金制品厂"), of("制品厂")) <= SAME_BRAND);
    assert!(level(of("塑胶制品"), of("塑料制品厂")) <= SAME_BRAND);
}

#[test]
fn brands_of_other_scripts_are_heard() {
    assert_eq!(level(("パナソニック", "panasonikku", ""), ("panasonic", "panasonic", "")), CLOSE);
    assert_eq!(level(("삼성", "samseong", "전자"), ("samsung", "samsung", "electronics")), CLOSE);
    assert_eq!(level(("яндекс", "yandeks|jandeks", ""), ("yandex", "", "")), CLOSE);
    assert_eq!(level(("ソニー", "soni", ""), ("sanyo", "sanyo", "")), ELSE);
    assert_eq!(level(("삼성", "samseong", ""), ("hyundai", "hyundai", "")), ELSE);
}

#[test]
fn one_name_in_two_cities_is_two_firms() {
    let mut dict = Dict::new();
    let mut code = |province: &str, city: &str| {
        let mut name = crate::model::value::Normal::valid(["华联商厦", province, city].concat());
        for (part, text) in [(Part::Brand, "华联"), (Part::Tokens, "华联|商厦"), (Part::Province, province), (Part::City, city)]
        {
            name.set(part, text);
        }
        dict.intern(&name)
    };
    let all = [code("上海", "上海"), code("北京", "北京"), code("浙江", ""), code("浙江", "杭州"), code("", "")];
    let mut comparer = CompanyComparer::new(&dict);
    let mut facts = crate::model::trained::Facts::default();
    comparer.count(&vec![1; dict.len()], &dict, &mut Terms::new("company", None, &mut facts));
    let of = |a: usize, b: usize| comparer.compare(all[a], all[b], &mut Memo::default());
    assert_eq!((of(0, 1), of(0, 2)), (SOME, SOME));
    assert!(of(2, 3) <= EXACT && of(0, 4) <= EXACT && of(0, 0) <= EXACT);
}

#[test]
fn initials_of_pinyin_stand_for_a_brand_only_where_they_are_written() {
    let mut dict = Dict::new();
    let mut code = |brand: &str, acronym: &str| {
        let mut name = crate::model::value::Normal::valid(brand);
        name.set(Part::Brand, brand);
        name.set(Part::Acronym, acronym);
        dict.intern(&name)
    };
    let (han, other, latin) = (code("比亚迪", "byd"), code("博雅德", "byd"), code("byd", "byd"));
    let mut comparer = CompanyComparer::new(&dict);
    let mut facts = crate::model::trained::Facts::default();
    comparer.count(&vec![1; dict.len()], &dict, &mut Terms::new("company", None, &mut facts));
    assert_eq!(comparer.compare(han, latin, &mut Memo::default()), ACRONYM);
    assert_eq!(comparer.compare(han, other, &mut Memo::default()), ELSE);
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
