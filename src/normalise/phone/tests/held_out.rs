//! Cells written down before the code was looked at, and how they are compared.

use super::*;

/// Cells written down before the code was looked at. What is missed is missed: the share that is right must not fall.
#[test]
fn cells_nobody_had_looked_at_are_read_rightly() {
    let rows: Vec<Vec<&str>> =
        include_str!("held_out.tsv").lines().filter(|l| !l.starts_with("# ")).map(|l| l.split('\t').collect()).collect();
    let missed: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let got = match values(row[0], &unescape(row[1])) {
                none if crate::normalise::missing::is_missing(
                    crate::model::kind::Kind::Phone,
                    &unescape(row[1]),
                    &Context { country: row[0], ..Context::default() },
                ) =>
                {
                    drop(none);
                    Vec::new()
                }
                values => values,
            };
            let wanted: Vec<&str> = row[2].split("; ").collect();
            let missing = got.is_empty() && row[2] == "placeholder *";
            let fits = got.len() == wanted.len() && got.iter().zip(&wanted).all(|(n, want)| is(n, want));
            (!missing && !fits).then(|| format!("{} {:?}: want {}, got {got:?}", row[0], row[1], row[2]))
        })
        .collect();
    assert!(rows.len() > 400 && missed.len() * 100 <= rows.len(), "{} of {}\n{}", missed.len(), rows.len(), missed.join("\n"));
}

/// `class text [x extension] [reasons]`; `*` stands for any text.
fn is(normal: &Normal, want: &str) -> bool {
    let mut words = want.split(' ');
    let (class, text) = (words.next().unwrap_or(""), words.next().unwrap_or("*"));
    let (mut extension, mut reasons) = ("", Vec::new());
    for word in words {
        match word.strip_prefix('x').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())) {
            Some(digits) => extension = digits,
            None => reasons.push(word),
        }
    }
    let told = reasons.iter().all(|reason| normal.findings.contains(reason));
    normal.class.name() == class && told && (text == "*" || normal.text == text && normal.part(Part::Extension) == extension)
}

/// `\t`, `\r`, `\n` and `\uXXXX` of a table as the characters they stand for.
fn unescape(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (c, n) = match after.as_bytes().first() {
            Some(b't') => ('\t', 1),
            Some(b'r') => ('\r', 1),
            Some(b'n') => ('\n', 1),
            _ => (u32::from_str_radix(&after[1..5], 16).ok().and_then(char::from_u32).expect("four hex digits"), 5),
        };
        out.push(c);
        rest = &after[n..];
    }
    out + rest
}
