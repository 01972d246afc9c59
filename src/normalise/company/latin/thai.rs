//! Thai firms: the kind of partnership or company before the name, `จำกัด` (limited) behind it, often without blanks.

/// Kinds of firms in front, longest first, with the canonical form; abbreviations end with a dot.
const FRONT: &[(&str, &str)] = &[
    ("ห้างหุ้นส่วนสามัญนิติบุคคล", "partnership"),
    ("ห้างหุ้นส่วนจ\u{E4D}\u{E32}กัด", "lp"),
    ("ห้างหุ้นส่วนสามัญ", "partnership"),
    ("ห้างหุ้นส่วน", "lp"),
    ("บริษัท", "ltd"),
    ("บมจ.", "plc"),
    ("บจก.", "ltd"),
    ("หจก.", "lp"),
    ("หสน.", "partnership"),
    ("บจ.", "ltd"),
];

/// Endings, longest first, with the canonical form they make of a company.
const END: &[(&str, &str)] = &[
    ("จ\u{E4D}\u{E32}กัด (มหาชน)", "plc"),
    ("จ\u{E4D}\u{E32}กัด(มหาชน)", "plc"),
    ("จ\u{E4D}\u{E32}กัด มหาชน", "plc"),
    ("จ\u{E4D}\u{E32}กัด", "ltd"),
    ("(มหาชน)", "plc"),
];

/// A Thai name without its legal form, and that; `None` where there is none or nothing else. `text` is NFKC.
pub(super) fn strip(text: &str) -> Option<(&str, &'static str)> {
    if text.is_ascii() || !text.contains(|c| ('\u{E01}'..='\u{E5B}').contains(&c)) {
        return None;
    }
    let mut rest = text.trim();
    let mut form = "";
    if let Some((left, kind)) = FRONT.iter().find_map(|(front, kind)| Some((rest.strip_prefix(front)?, *kind))) {
        (rest, form) = (left.trim_start(), kind);
    }
    if let Some((left, kind)) = END.iter().find_map(|(end, kind)| Some((rest.strip_suffix(end)?, *kind))) {
        rest = left.trim_end();
        form = if form == "lp" { form } else { kind };
    }
    (!form.is_empty() && rest.chars().any(char::is_alphabetic)).then_some((rest, form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_forms_stand_on_both_sides_of_the_name() {
        let limited = |name: &str| format!("บริษัท {name} จ\u{E4D}\u{E32}กัด");
        assert_eq!(strip(&limited("สยามโลหะ")), Some(("สยามโลหะ", "ltd")));
        assert_eq!(strip(&(limited("ปตท.") + " (มหาชน)")), Some(("ปตท.", "plc")));
        assert_eq!(strip("บจก. สยามโลหะ"), Some(("สยามโลหะ", "ltd")));
        assert_eq!(strip("หจก.รุ่งเรือง"), Some(("รุ่งเรือง", "lp")));
        assert_eq!((strip("สยามโลหะ"), strip("บริษัท"), strip("Siam Loha")), (None, None, None));
    }
}
