//! "Did you mean": the nearest known name to one that is unknown.

/// The known name that was probably meant; `None` if nothing is near.
///
/// Near is about a third of the letters wrong (Damerau–Levenshtein, so swapped letters count once), or one name
/// being the beginning of the other. Ties go to the name listed first.
#[must_use]
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = unknown.to_lowercase();
    let letters = folded.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let lower = name.to_lowercase();
        let longer = letters.max(lower.chars().count());
        let mut wrong = strsim::damerau_levenshtein(&folded, &lower);
        let continues = letters >= 3 && (lower.starts_with(&folded) || folded.starts_with(&lower));
        if continues {
            wrong = wrong.min(2);
        }
        if (continues || wrong * 3 <= longer + 1) && best.is_none_or(|(least, _)| wrong < least) {
            best = Some((wrong, name));
        }
    }
    best.map(|(_, name)| name)
}

/// `did you mean ...?` for the nearest name, else the list of known names (at most twelve).
#[must_use]
pub fn did_you_mean<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(unknown, known.clone()) {
        return format!("did you mean `{name}`?");
    }
    let names: Vec<&str> = known.into_iter().collect();
    match names.len() {
        0 => String::new(),
        1..=12 => format!("known are `{}`", names.join("`, `")),
        _ => format!("known are `{}` and {} more", names[..12].join("`, `"), names.len() - 12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered() {
        let known = ["email", "phone", "first_seen", "orders"];
        let check = |unknown, expected| assert_eq!(nearest(unknown, known), expected, "{unknown}");
        check("emial", Some("email"));
        check("Phone", Some("phone"));
        check("first", Some("first_seen"));
        check("order", Some("orders"));
        check("birthday", None);
        assert_eq!(did_you_mean("zzz", ["a", "b"]), "known are `a`, `b`");
    }
}
