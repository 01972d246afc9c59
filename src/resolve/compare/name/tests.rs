//! Levels of names: two writings, swaps, first letters, nicknames.

use super::*;
use crate::model::value::Normal;

const PARTS: [Part; 7] = [Part::Script, Part::Family, Part::Given, Part::Middle, Part::FamilyPinyin, Part::GivenPinyin, Part::Key];

fn name(cells: &[&str]) -> Normal {
    let mut name = Normal::valid(cells[0]);
    PARTS.iter().zip(&cells[1..]).for_each(|(part, text)| name.set(*part, *text));
    name
}

/// Given name at least close and family name at least close; a side without family name is judged by the rest.
fn is_one(dict: &Dict, levels: u16) -> bool {
    let (given, family) = ((levels & 15) as u8, (levels >> 4 & 15) as u8);
    let no_family = (1..3).any(|code| dict.part(code, Part::Family).is_empty());
    (1..=G_CLOSE).contains(&given) && ((1..=F_CLOSE).contains(&family) || family == NULL && no_family)
}

#[test]
fn names_of_two_writings_are_told_from_other_names() {
    let mut wrong = Vec::new();
    for line in include_str!("../tests/names.tsv").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let mut dict = Dict::new();
        let (a, b) = (dict.intern(&name(&cells[1..9])), dict.intern(&name(&cells[9..17])));
        let mut comparer = NameComparer::new(&dict);
        let mut facts = crate::model::trained::Facts::default();
        comparer.count(&vec![1; dict.len()], &mut Terms::new("name", None, &mut facts));
        let levels = comparer.compare(a, b, &mut Memo::default());
        assert_eq!(levels, comparer.compare(b, a, &mut Memo::default()), "symmetric: {line}");
        if (a == b || is_one(&dict, levels)) != (cells[0] == "1") {
            wrong.push(format!("{levels:03x} {line}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_mask_that_shows_the_last_character_agrees_by_it() {
    let full = |family: &str, given: &str| name(&[&format!("{family}{given}"), "han", family, given, "", "", "", ""]);
    let masked = |mask: &str, family: &str| {
        let mut value = Normal { class: Class::Masked, ..name(&[mask, "han", family, "", "", "", "", ""]) };
        value.set(Part::Mask, mask);
        value
    };
    let levels = |a: &Normal, b: &Normal| {
        let mut dict = Dict::new();
        let (a, b) = (dict.intern(a), dict.intern(b));
        let comparer = NameComparer::new(&dict);
        let [one, other] = [(a, b), (b, a)].map(|(a, b)| comparer.compare(a, b, &mut Memo::default()));
        assert_eq!(one, other, "symmetric");
        ((one & 15) as u8, (one >> 4 & 15) as u8)
    };
    assert_eq!(levels(&masked("*刚", ""), &full("马", "刚")), (G_INITIAL, NULL));
    assert_eq!(levels(&masked("**珍", ""), &full("贺", "桂珍")), (G_INITIAL, NULL));
    assert_eq!(levels(&masked("**珍", ""), &full("贺", "桂兰")), (G_ELSE, NULL));
    assert_eq!(levels(&masked("**珍", ""), &masked("贺*珍", "贺")), (G_INITIAL, NULL));
    assert_eq!(levels(&masked("贺**", "贺"), &full("贺", "桂兰")).0, NULL);
    assert_eq!(levels(&masked("**珍", ""), &name(&["Zhen He", "latin", "he", "zhen", "", "", "", ""])).0, NULL);
}

#[test]
fn a_nickname_says_nothing_against_a_name() {
    let one = |class: Class, family: &str, given: &str| {
        let mut cells = name(&[&format!("{family}{given}"), "han", family, given, "", "", "", ""]);
        cells.class = class;
        cells
    };
    let levels = |a: &Normal, b: &Normal| {
        let mut dict = Dict::new();
        let (a, b) = (dict.intern(a), dict.intern(b));
        let comparer = NameComparer::new(&dict);
        assert_eq!(comparer.compare(a, b, &mut Memo::default()), comparer.compare(b, a, &mut Memo::default()));
        let levels = comparer.compare(a, b, &mut Memo::default());
        ((levels & 15) as u8, (levels >> 4 & 15) as u8)
    };
    let li = one(Class::Valid, "李", "一涵");
    let nicknames = [one(Class::Possible, "爱", "吃豆包"), one(Class::Possible, "", "快乐的麦子")];
    for nickname in &nicknames {
        assert_eq!(levels(nickname, &li), (NULL, NULL));
    }
    assert_eq!(levels(&nicknames[0], &nicknames[1]).0, G_ELSE, "two nicknames are compared");
    assert_eq!(levels(&nicknames[0], &one(Class::Valid, "李", "")), (NULL, NULL), "李**");
    assert_eq!(levels(&one(Class::Possible, "", "芳"), &li).0, G_ELSE, "a given name alone is compared");
    assert_eq!(levels(&one(Class::Possible, "", "一涵"), &li).0, 1, "what agrees counts");
}

#[test]
fn a_given_name_that_begins_like_a_surname_is_compared_as_one() {
    let levels = |a: [&str; 2], b: [&str; 2]| {
        let mut dict = Dict::new();
        let mut one =
            |[family, given]: [&str; 2]| dict.intern(&name(&[&format!("{family}{given}"), "han", family, given, "", "", "", ""]));
        let (a, b) = (one(a), one(b));
        let comparer = NameComparer::new(&dict);
        assert_eq!(comparer.compare(a, b, &mut Memo::default()), comparer.compare(b, a, &mut Memo::default()));
        let levels = comparer.compare(a, b, &mut Memo::default());
        ((levels & 15) as u8, (levels >> 4 & 15) as u8)
    };
    assert_eq!(levels(["安", "波"], ["陈", "安波"]), (1, NULL));
    assert_eq!(levels(["安", "波"], ["陈", "安博"]), (G_ELSE, F_ELSE));
    assert_eq!(levels(["安", "波"], ["安", "安波"]).1, 1, "a surname in common is one");
}

#[test]
fn equal_nicknames_are_one_witness() {
    let mut dict = Dict::new();
    let mut nickname = |family: &str, given: &str| {
        let mut cells = name(&[&format!("{family}{given}"), "han", family, given, "", "", "", ""]);
        cells.class = Class::Possible;
        cells.set(Part::Mask, given); // another value of the same parts
        dict.intern(&cells)
    };
    let (a, b) = (nickname("一", "路向北"), nickname("追", "风少年"));
    let comparer = NameComparer::new(&dict);
    let levels = |a, b| (comparer.compare(a, b, &mut Memo::default()) & 15, comparer.compare(a, b, &mut Memo::default()) >> 4 & 15);
    assert_eq!(levels(a, a), (1, u16::from(NULL)));
    assert_eq!(levels(a, b), (u16::from(G_ELSE), u16::from(NULL)));
}

#[test]
fn a_given_name_with_an_initial_is_read_both_ways() {
    let levels = |a: [&str; 2], b: [&str; 2]| {
        let mut dict = Dict::new();
        let mut one = |[given, family]: [&str; 2]| {
            let first_family = given.len() == 1 && family != "boyd";
            let text = if first_family { format!("{family} {given}") } else { format!("{given} {family}") };
            dict.intern(&name(&[&text, "latin", family, given, "", "", "", given]))
        };
        let (a, b) = (one(a), one(b));
        let comparer = NameComparer::new(&dict);
        assert_eq!(comparer.compare(a, b, &mut Memo::default()), comparer.compare(b, a, &mut Memo::default()));
        let levels = comparer.compare(a, b, &mut Memo::default());
        ((levels & 15) as u8, (levels >> 4 & 15) as u8)
    };
    assert_eq!(levels(["b", "genesis"], ["genesis", "boyd"]), (1, F_NEAR), "Genesis B.");
    assert_eq!(levels(["c", "genesis"], ["genesis", "boyd"]).1, F_ELSE, "Genesis C.");
    assert_eq!(levels(["j", "smith"], ["john", "smith"]).1, 1, "Smith J.");
    assert_eq!(levels(["g", "boyd"], ["boyd", "gray"]).1, F_ELSE, "G. Boyd by its columns");
}

#[test]
fn names_that_begin_with_one_letter_are_others_but_for_it() {
    let levels = |a: [&str; 2], b: [&str; 2], script: &str| {
        let mut dict = Dict::new();
        let mut one = |[given, family]: [&str; 2]| {
            dict.intern(&name(&[&format!("{given} {family}"), script, family, given, "", "", "", given]))
        };
        let (a, b) = (one(a), one(b));
        let levels = NameComparer::new(&dict).compare(a, b, &mut Memo::default());
        ((levels & 15) as u8, (levels >> 4 & 15) as u8)
    };
    assert_eq!(levels(["gary", "moore"], ["gustavo", "miller"], "latin"), (G_LETTER, F_LETTER));
    assert_eq!(levels(["helen", "moore"], ["brenda", "smith"], "latin"), (G_ELSE, F_ELSE));
    assert_eq!(levels(["伟", "欧阳"], ["伟伟", "欧"], "han").1, F_ELSE, "characters are no letters");
}

#[test]
fn a_swapped_name_weighs_the_same_whichever_record_comes_first() {
    let mut dict = Dict::new();
    let mut latin =
        |given: &str, family: &str| dict.intern(&name(&[&format!("{given} {family}"), "latin", family, given, "", "", "", given]));
    let (a, b) = (latin("james", "wood"), latin("wood", "james"));
    // James is what many are called, Wood is not.
    let many = (0..40).map(|i| latin("james", &format!("family{i}"))).collect::<Vec<_>>();
    for i in 0..400 {
        latin(&format!("given{i}"), "other");
    }
    let counts: Vec<u32> = (0..dict.len() as u32).map(|code| if many.contains(&code) { 500 } else { 1 }).collect();
    let mut comparer = NameComparer::new(&dict);
    let mut facts = crate::model::trained::Facts::default();
    comparer.count(&counts, &mut Terms::new("name", None, &mut facts));
    let class = |v: u32| comparer.given_bucket.class(comparer.names[v as usize].given);
    assert_ne!(class(a), class(b));
    assert_eq!(comparer.compare(a, b, &mut Memo::default()), comparer.compare(b, a, &mut Memo::default()));
}

proptest::proptest! {
    #[test]
    fn words_told_apart_at_a_glance_are_nothing_alike(a in "[a-e]{1,8}", b in "[a-e]{1,8}") {
        if Outline::of(&a).is_unlike(Outline::of(&b), NEAR) {
            proptest::prop_assert_eq!((given_text(&a, &b), family_text(&a, &b)), (G_ELSE, F_ELSE));
        }
    }
}

#[test]
fn tables_of_one_script_have_no_keys_by_ear() {
    let mut dict = Dict::new();
    let cells = ["John Smith", "latin", "smith", "john", "", "", "", "john"];
    let john = dict.intern(&name(&cells));
    assert!(NameComparer::new(&dict).heard_keys(john).is_empty());
    let foreign = ["约翰·史密斯", "han", "史密斯", "约翰", "", "shimisi", "yuehan", ""];
    let transcribed = dict.intern(&name(&foreign));
    let comparer = NameComparer::new(&dict);
    assert!(comparer.heard_keys(john).iter().any(|key| comparer.heard_keys(transcribed).contains(key)));
}
