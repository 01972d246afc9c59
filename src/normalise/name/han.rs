//! Names written in 汉字: Chinese, minority names with `·`, Japanese names in kanji.

use crate::model::value::{Class, Normal, Part};
use crate::normalise::fold::simplify;
use crate::normalise::pinyin::{joined_readings, push_readings};

use super::{READINGS_MAX, honorific, japanese, people, placeholder, surnames, tibetan};

/// Labels that are written in front of a name.
const LABELS: &[&str] = &["客户", "收货人", "收件人", "联系人", "会员", "用户", "买家", "顾客", "姓名", "名字"];

/// Longest 汉字 name without a dot that is still split into family and given name, in characters beyond the surname.
const GIVEN_MAX: usize = 3;

/// Is a simplified text one whole surname?
pub(super) fn is_surname(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => surnames::rank(only).is_some(),
        (Some(_), Some(_)) => surnames::compound(text).is_some_and(|(surname, _)| surname.len() == text.len()),
        (None, _) => false,
    }
}

/// Does a simplified text begin with a compound surname or one of the commonest single ones?
pub(super) fn begins_with_common_surname(simple: &str) -> bool {
    surnames::compound(simple).is_some() || simple.chars().next().and_then(surnames::rank).is_some_and(|r| r < surnames::COMMON)
}

/// Length in bytes of the surname a simplified name without blanks begins with. At least one character stays.
pub(super) fn family_len(simple: &str) -> usize {
    let n = simple.chars().count();
    if let Some((surname, _)) = surnames::compound(simple)
        && surname.len() < simple.len()
    {
        return surname.len();
    }
    // A Japanese surname is only believed in names of four and more characters, or where the first one is no Chinese surname.
    let first = simple.chars().next();
    if (n >= 4 || n == 3 && first.is_some_and(|c| surnames::rank(c).is_none()))
        && let Some(len) = japanese::family_len(simple)
    {
        return len;
    }
    first.map_or(0, char::len_utf8)
}

/// Fills `out` from a clean name of 汉字, blanks and `·` only.
pub(super) fn parse(text: &str, out: &mut Normal) {
    out.set(Part::Script, "han");
    if text.contains('·') {
        dotted(text, out);
        return;
    }
    let simple = simplify(text);
    if is_childs_parent(&without_blanks(&simple)) {
        out.text.push_str(&without_blanks(text));
        single_token(&without_blanks(&simple), out);
        return;
    }
    let stripped = honorific::strip_han(&simple, is_surname);
    let start =
        if stripped.honorific.is_empty() || simple.starts_with(stripped.rest) { 0 } else { simple.len() - stripped.rest.len() };
    let printed = &text[start..start + stripped.rest.len()];
    honorific::note(stripped.honorific, out);
    // The whole text was looked at before.
    let shorter = stripped.rest.len() < simple.len();
    if (shorter || text.contains(' ')) && placeholder::is_placeholder(stripped.rest) || stripped.rest == "某" {
        out.text.push_str(&without_blanks(text));
        out.class = Class::Placeholder;
        out.findings.push("placeholder");
        return;
    }
    if !stripped.honorific.is_empty() && is_surname(&without_blanks(stripped.rest)) {
        out.text.push_str(&without_blanks(text));
        surname_only(&without_blanks(stripped.rest), out);
        return;
    }
    if let Some((family, given)) = printed.split_once(' ')
        && japanese::is_family(&simplify(family))
    {
        named(&simplify(family), &without_blanks(&simplify(given)), out);
        let tight = without_blanks(printed);
        out.text.push_str(if family_len(&simplify(&tight)) == family.len() { &tight } else { printed });
        return;
    }
    if !printed.contains(' ') {
        out.text.push_str(printed);
        whole(stripped.rest, out);
        return;
    }
    let tight = without_blanks(printed);
    let simple = simplify(&tight);
    out.text.push_str(&tight);
    whole(&simple, out);
}

/// A simplified name without blanks, honorifics or dots.
fn whole(simple: &str, out: &mut Normal) {
    if is_surname(simple) {
        surname_only(simple, out);
        return;
    }
    if simple.starts_with(['客', '收', '联', '会', '用', '买', '顾', '姓', '名'])
        && let Some(label) = LABELS.iter().find(|l| simple.strip_prefix(**l).is_some_and(people::is_han_person))
    {
        // The text still has the label; the next round reads the rest.
        out.text.drain(..label.len());
        out.findings.push("note_in_name");
        return;
    }
    if simple.chars().count() > 1 + GIVEN_MAX && people::ends_like_place(simple) {
        out.class = Class::Invalid;
        out.findings.push("address_in_name");
        return;
    }
    if simple.chars().count() == 2 && simple.starts_with(['小', '阿']) {
        // 小芳, 阿强: a pet form of the given name alone.
        let given: String = simple.chars().skip(1).collect();
        single_token(&given, out);
        return;
    }
    if let Some((given, family)) = tibetan::split(simple) {
        named(family, given, out);
        for (part, name) in [(Part::FamilyPinyin, family), (Part::GivenPinyin, given)] {
            let all = [out.part(part), tibetan::spelt(name).unwrap_or_default()].join("|");
            out.set(part, all);
        }
        return;
    }
    let (family, given) = simple.split_at(family_len(simple));
    let n_given = given.chars().count();
    if n_given == 0 {
        single_token(family, out);
        return;
    }
    if n_given > GIVEN_MAX {
        out.class = Class::Possible;
        out.findings.push("long_name");
        out.set(Part::GivenPinyin, joined_readings(simple, READINGS_MAX));
        out.set(Part::Given, simple);
        return;
    }
    named(family, given, out);
    if family.chars().count() == 1 && family.chars().all(|c| surnames::rank(c).is_none()) {
        out.class = Class::Possible;
        out.findings.push("unknown_surname");
    }
    if n_given == GIVEN_MAX && is_unusual(family, given) {
        out.class = Class::Possible;
        out.findings.push("long_name");
    }
}

/// Three characters behind a surname of one: a name only where the first of them is another surname (张杨果果, 陈李小明); else more
/// often something somebody calls himself (花开富贵, 云淡风轻).
fn is_unusual(family: &str, given: &str) -> bool {
    family.chars().count() == 1
        && given.chars().next().is_some_and(|c| surnames::rank(c).is_none_or(|rank| rank >= surnames::COMMON))
}

/// What parents and grandparents call themselves by a child.
const OF_A_CHILD: &[&str] = &["妈妈", "爸爸", "麻麻", "粑粑", "妈咪", "奶奶", "爷爷", "姥姥", "姥爷", "外婆", "外公", "妈", "爸"];

/// Is a simplified text a parent by the pet name of a child (涵涵妈妈, 宇轩妈, 快乐宝妈)? It has no surname, and many are called so. 李妈妈 is
/// somebody named 李, and 王浩妈妈 is known by the whole name of the child.
fn is_childs_parent(simple: &str) -> bool {
    let Some((of, child)) = OF_A_CHILD.iter().find_map(|of| Some((of, simple.strip_suffix(of)?))) else { return false };
    let mut chars = child.chars();
    let (first, second) = (chars.next(), chars.next());
    let whole_name = of.len() > "妈".len() && first != second && second.is_some() && begins_with_common_surname(child);
    first.is_some() && !is_surname(child) && !whole_name
}

/// One word that is a name alone: a given name, a pet name.
fn single_token(given: &str, out: &mut Normal) {
    out.class = Class::Possible;
    out.findings.push("single_token");
    out.set(Part::GivenPinyin, joined_readings(given, READINGS_MAX));
    out.set(Part::Given, given);
}

/// Sets family and given name (both simplified) with their readings.
pub(super) fn named(family: &str, given: &str, out: &mut Normal) {
    out.set(Part::Family, family);
    out.set(Part::FamilyPinyin, surnames::family_readings(family));
    out.set(Part::Given, given);
    let japanese = japanese::readings(&[family, given].concat());
    let of_given = japanese.as_ref().map_or("", |(_, given)| given);
    out.parts.write(Part::GivenPinyin, |out| {
        push_readings(given, READINGS_MAX, out);
        if !of_given.is_empty() {
            out.push('|');
            out.push_str(of_given);
        }
    });
    if let Some((of_family, _)) = &japanese {
        let all = [out.part(Part::FamilyPinyin), of_family].join("|");
        out.set(Part::FamilyPinyin, all);
    }
}

fn surname_only(family: &str, out: &mut Normal) {
    out.class = Class::Possible;
    out.findings.push("surname_only");
    out.set(Part::Family, family);
    out.set(Part::FamilyPinyin, surnames::family_readings(family));
}

/// `阿卜杜拉·买买提`: own name first, father's or family name last, as in the sources they are transliterated from.
fn dotted(text: &str, out: &mut Normal) {
    let tight = without_blanks(text);
    let parts: Vec<&str> = tight.split('·').filter(|p| !p.is_empty()).collect();
    let printed = parts.join("·");
    let simple = simplify(&printed);
    let stripped = honorific::strip_han(&simple, is_surname);
    honorific::note(stripped.honorific, out);
    out.text.push_str(&printed[..stripped.rest.len()]);
    let parts: Vec<&str> = stripped.rest.split('·').collect();
    let [given, middle @ .., family] = &parts[..] else {
        whole(stripped.rest, out);
        return;
    };
    named(family, given, out);
    out.set(Part::Middle, middle.join(" "));
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| *c != ' ').collect()
}
