//! Which domain was meant: slips in the large providers' names and in the commonest top level domains.
//!
//! A suggestion must be nearly certain, because it feeds the matching key: the first letter is right, one slip
//! (letter missing, doubled, wrong or swapped), and the written domain is no known mail domain itself.

use strsim::osa_distance;

use super::provider::is_listed;

/// Providers whose names are long enough that one slip leaves no other reading, with the top level meant.
#[rustfmt::skip]
const LONG_NAMES: &[(&str, &str)] = &[
    ("gmail", "com"), ("googlemail", "com"), ("hotmail", "com"), ("outlook", "com"), ("yahoo", "com"), ("icloud", "com"),
    ("foxmail", "com"), ("aliyun", "com"), ("protonmail", "com"), ("rocketmail", "com"), ("comcast", "net"), ("verizon", "net"),
    ("sbcglobal", "net"), ("btinternet", "com"),
];

/// Slips of two or more letters, or in short names, seen often enough to list.
#[rustfmt::skip]
const LISTED: &[(&str, &str)] = &[
    ("gmal", "gmail"), ("gmali", "gmail"), ("gamil", "gmail"), ("gmial", "gmail"), ("gmaul", "gmail"), ("gmeil", "gmail"),
    ("gmil", "gmail"), ("gimail", "gmail"), ("gnail", "gmail"), ("gemail", "gmail"), ("gmaill", "gmail"), ("gmailc", "gmail"),
    ("hotmial", "hotmail"), ("homail", "hotmail"), ("hotmil", "hotmail"), ("hotmaill", "hotmail"), ("hotmai", "hotmail"),
    ("hormail", "hotmail"), ("htomail", "hotmail"), ("outlok", "outlook"), ("outloook", "outlook"), ("outlool", "outlook"),
    ("outllok", "outlook"), ("yaho", "yahoo"), ("yahooo", "yahoo"), ("yhaoo", "yahoo"), ("yhoo", "yahoo"), ("iclound", "icloud"),
    ("iclod", "icloud"), ("icould", "icloud"), ("foxmial", "foxmail"), ("foxmal", "foxmail"), ("fomail", "foxmail"),
    ("qqq", "qq"), ("sian", "sina"), ("souhu", "sohu"), ("1163", "163"), ("1633", "163"), ("1126", "126"), ("1266", "126"),
    ("l63", "163"), ("i63", "163"), ("l26", "126"), ("i26", "126"), ("l39", "139"), ("i39", "139"),
];

/// Longest name that may be a slip for one of [`LONG_NAMES`] or is [`LISTED`], in bytes.
const SLIP_MAX: usize = 11;

/// Names close to a provider's that are mail domains themselves.
const REAL: &[&str] = &[
    "mail", "email", "ymail", "gmx", "imail", "cloud", "outlook", "yahoo", "gmail", "hotmail", "icloud", "foxmail", "aliyun",
    "gmai1",
];

/// Ends that are no top level domain (or never a provider's) and what they stand for.
#[rustfmt::skip]
const TOPS: &[(&str, &str)] = &[
    ("con", "com"), ("cmo", "com"), ("ocm", "com"), ("vom", "com"), ("xom", "com"), ("cpm", "com"), ("comm", "com"),
    ("coom", "com"), ("ccom", "com"), ("c0m", "com"), ("comn", "com"), ("coml", "com"), ("cim", "com"), ("clm", "com"),
    ("dom", "com"), ("coim", "com"), ("comc", "com"), ("cok", "com"), ("co,m", "com"), ("conm", "com"), ("cm0", "com"),
    ("cin", "com"), ("nrt", "net"), ("nte", "net"), ("ner", "net"), ("nett", "net"), ("ney", "net"), ("ogr", "org"),
    ("orgg", "org"), ("orh", "org"), ("ccn", "cn"), ("cnn", "cn"), ("comcn", "com.cn"),
];

/// Country domains that a provider's `.com` loses a letter to; only wrong after a provider's own name.
#[rustfmt::skip]
const COUNTRY_SLIPS: &[&str] = &[
    "co", "cm", "om", "cn", "comm", "net", "org", "c", "ca.com", "com.com",
];

/// Names whose every form but `.com` is a slip.
const COM_ONLY: &[&str] = &["gmail", "qq", "163", "126", "foxmail", "icloud"];

/// The domain that was meant, if the written one is nearly certainly a slip. `domain` is ASCII and in lower case.
pub(super) fn suggest(domain: &str) -> Option<String> {
    if is_listed(domain) {
        return None;
    }
    let Some((name, top)) = domain.split_once('.') else { return glued(domain) };
    let mended_top = if is_usual_top(top) { commercial(top) } else { mended_top(domain, top) };
    let end = mended_top.as_deref().unwrap_or(top);
    if let Some(provider) = provider_name(name) {
        let usual = if matches!(provider, "comcast" | "verizon" | "sbcglobal") { "net" } else { "com" };
        let is_country = !COUNTRY_SLIPS.contains(&end) && provider != "gmail" && end != usual;
        return Some(format!("{provider}.{}", if is_country { end } else { usual }));
    }
    if COM_ONLY.contains(&name) && name != "icloud" && end == "com.cn" {
        return Some(format!("{name}.com"));
    }
    if COM_ONLY.contains(&name) && COUNTRY_SLIPS.contains(&end) && !matches!((name, end), ("163" | "126", "net" | "org")) {
        return Some(format!("{name}.com"));
    }
    if matches!(name, "hotmail" | "outlook" | "yahoo" | "aliyun" | "sina" | "sohu" | "live" | "aol")
        && matches!(end, "cm" | "om" | "co" | "c" | "com.com")
    {
        return Some(format!("{name}.com"));
    }
    mended_top.map(|end| format!("{name}.{end}"))
}

/// An end that is nobody's slip: the commonest top level domains, perhaps behind another label.
fn is_usual_top(top: &str) -> bool {
    let last = top.rsplit_once('.').map_or(top, |(_, last)| last);
    matches!(
        last,
        "com" | "net" | "org" | "cn" | "de" | "uk" | "fr" | "jp" | "io" | "edu" | "it" | "es" | "nl" | "au" | "ca" | "us"
    )
}

/// `con.cn`: a slip of `com` before a country whose firms have theirs under it.
fn commercial(top: &str) -> Option<String> {
    let (slip, country) = top.split_once('.').filter(|(_, country)| country.len() == 2)?;
    let meant = format!("com.{country}");
    (COM_SLIPS.contains(&slip) && psl::suffix_str(&meant) == Some(&meant)).then_some(meant)
}

/// What nobody would call a domain but by a slip of `com`.
const COM_SLIPS: &[&str] = &["con", "cmo", "ocm", "vom", "xom", "comm", "coom", "ccom", "comn"];

/// The end that was meant by one that is listed as a slip, or unknown and close to a common one.
fn mended_top(domain: &str, top: &str) -> Option<String> {
    let listed_top = if let Some((head, last)) = top.rsplit_once('.') {
        TOPS.iter().find(|(slip, _)| *slip == last).map(|(_, right)| format!("{head}.{right}"))
    } else {
        TOPS.iter().find(|(slip, _)| *slip == top).map(|(_, right)| (*right).to_owned())
    };
    listed_top.or_else(|| near_top(domain, top))
}

/// The commonest end that an unknown one is one slip away from (`crm`, `orrg`).
fn near_top(domain: &str, top: &str) -> Option<String> {
    let (head, last) = top.rsplit_once('.').map_or(("", top), |(head, last)| (head, last));
    if has_known_top(domain) || last.len() < 2 {
        return None;
    }
    let right = ["com", "net", "org"].iter().find(|right| osa_distance(last, right) == 1)?;
    Some(if head.is_empty() { (*right).to_owned() } else { format!("{head}.{right}") })
}

/// The provider whose name was mistyped as `name`; `None` if it is right, another's, or too far off.
fn provider_name(name: &str) -> Option<&'static str> {
    let first = name.chars().next()?;
    if name.len() > SLIP_MAX || REAL.contains(&name) {
        return None;
    }
    if let Some((_, right)) = LISTED.iter().find(|(slip, _)| slip.starts_with(first) && *slip == name) {
        return Some(right);
    }
    LONG_NAMES
        .iter()
        .find(|(right, _)| {
            right.starts_with(first) && name != *right && name.len().abs_diff(right.len()) <= 1 && osa_distance(name, right) == 1
        })
        .map(|(right, _)| *right)
}

/// `gmailcom`: the dot before the commonest ends left out or mistyped.
fn glued(domain: &str) -> Option<String> {
    ["com", "net", "org"].iter().find_map(|end| {
        let name = domain.strip_suffix(end)?;
        let whole = format!("{name}.{end}");
        (is_listed(&whole) || name.len() >= 6).then_some(whole)
    })
}

/// True if the last label is a top level domain of the public suffix list.
pub(super) fn has_known_top(domain: &str) -> bool {
    is_usual_top(domain) || is_in_list(domain)
}

/// As [`has_known_top`], by the list alone.
fn is_in_list(domain: &str) -> bool {
    psl::suffix(domain.as_bytes()).is_some_and(|s| s.is_known())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortcuts_leave_nothing_out() {
        assert!(LONG_NAMES.iter().map(|(name, _)| name).chain(LISTED.iter().map(|(slip, _)| slip)).all(|n| n.len() < SLIP_MAX));
        for (slip, _) in TOPS {
            assert!(!is_usual_top(slip) && !is_usual_top(&format!("co.{slip}")), "{slip}");
        }
        for top in ["com", "net", "org", "cn", "de", "uk", "fr", "jp", "io", "edu", "it", "es", "nl", "au", "ca", "us"] {
            assert!(is_usual_top(top) && is_in_list(&format!("acme.{top}")) && is_in_list(top), "{top}");
        }
    }

    #[test]
    fn slips_are_mended_and_neighbours_left_alone() {
        for (slip, meant) in [
            ("163.con", "163.com"),
            ("gmial.com", "gmail.com"),
            ("hotmial.com", "hotmail.com"),
            ("qq.con", "qq.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.cm", "gmail.com"),
            ("gamil.con", "gmail.com"),
            ("outlok.com", "outlook.com"),
            ("yahooo.com", "yahoo.com"),
            ("iclould.com", "icloud.com"),
            ("foxmial.com", "foxmail.com"),
            ("126.cmo", "126.com"),
            ("qq.cn", "qq.com"),
            ("acme-corp.con", "acme-corp.com"),
            ("gmailcom", "gmail.com"),
            ("l63.com", "163.com"),
            ("hotmal.fr", "hotmail.fr"),
            ("yaho.co.uk", "yahoo.co.uk"),
            ("gmaill.com", "gmail.com"),
            ("163.vom", "163.com"),
            ("qqcom", "qq.com"),
            ("mail.sina.con", "mail.sina.com"),
            ("qq.com.cn", "qq.com"),
            ("bullock-edwards.crm", "bullock-edwards.com"),
            ("nlcholson.orrg", "nlcholson.org"),
            ("sina.con.cn", "sina.com.cn"),
            ("acme.cmo.au", "acme.com.au"),
        ] {
            assert_eq!(suggest(slip).as_deref(), Some(meant), "{slip}");
        }
        for fine in [
            "gmail.com",
            "mail.com",
            "email.com",
            "ymail.com",
            "hotmail.fr",
            "hotmail.co.uk",
            "yahoo.co.jp",
            "yahoo.com.cn",
            "live.cn",
            "163.net",
            "126.net",
            "outlook.fr",
            "acme.co",
            "acme.cm",
            "example.com.cn",
            "sina.cn",
            "cloud.com",
            "gmx.net",
            "139.com",
            "sohu.net",
            "a.com",
            "yahoo.cn",
            "hotmail.it",
            "acme.con.dk",
            "vom.cn",
        ] {
            assert_eq!(suggest(fine), None, "{fine}");
        }
    }
}
