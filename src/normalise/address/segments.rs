//! A western address cut into lines: at commas and line ends, with what belongs together brought together.
//!
//! In: text. Out: lines of words. Numbers behind a comma join their street, words that only name a code or a number are dropped, and the
//! pieces of an address in Taiwan come in the order of the others. What a line is, [`super::western`] decides.

use super::street_line::is_ordinal;
use super::world::{Word, folded, street_word};

/// Words of one line.
pub type Line<'a> = Vec<&'a str>;

/// Splits text into lines at commas and line ends; a number on a line of its own joins the next (`12, High Street`).
#[must_use]
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in text.split([',', ';', '\n', '|']) {
        let words: Line = piece
            .split_whitespace()
            .map(|w| w.trim_matches(['"', '(', ')', '*']))
            .filter(|w| w.chars().any(char::is_alphanumeric) || *w == "#")
            .collect();
        let care_of = words.first().is_some_and(|w| ["c/o", "attn", "attn:"].iter().any(|c| w.eq_ignore_ascii_case(c)));
        if words.is_empty() || care_of {
            continue;
        }
        let words = without_labels(words);
        // Av. Paulista, 1578 - Bela Vista: the number behind the comma is the street's.
        if let Some(last) = lines.last_mut().filter(|last| waits_for_number(last)) {
            // ul. Lenina, d. 15
            let words = if words.len() > 1 && is_house_word(words[0]) { &words[1..] } else { &words[..] };
            if is_number(&words[..1]) {
                last.push(words[0]);
                if words.len() > 1 {
                    lines.push(words[1..].to_vec());
                }
                continue;
            }
        }
        let has_type = || words.iter().any(|w| matches!(street_word(w), Some((Word::Type, _))));
        match lines.last_mut() {
            Some(last) if is_number(last) && is_ordinal(words[0]) && words.len() > 1 => last.extend(words),
            Some(last) if is_number(last) && !words[0].starts_with(|c: char| c.is_ascii_digit()) && has_type() => {
                last.extend(words);
            }
            _ => lines.push(words),
        }
    }
    split_before_code(&mut lines);
    if text.contains("No.") { taiwanese(lines) } else { lines }
}

/// `5 avenue Foch 75008 Paris`: the postcode before the city begins a line of its own.
fn split_before_code(lines: &mut Vec<Line>) {
    let Some(last) = lines.last_mut() else { return };
    let code = |w: &str| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit());
    let Some(at) = last.iter().rposition(|w| code(w)).filter(|at| *at > 2 && (2..=4).contains(&(last.len() - at))) else { return };
    let city = last[at + 1..].iter().all(|w| w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.')));
    let named = last[at + 1].starts_with(char::is_uppercase) && last[at + 1].len() > 2;
    let typed = matches!(street_word(last[last.len() - 1]), Some((Word::Type | Word::Unit, _)));
    // 12 Rue Hugo, or Hauptstr. 12
    let numbered = [last[0], last[at - 1]].iter().any(|w| w.len() <= 5 && w.starts_with(|c: char| c.is_ascii_digit()));
    if city && named && !typed && numbered {
        let line = last.split_off(at);
        lines.push(line);
    }
}

/// Words that begin a street whose number follows, often behind a comma.
const NUMBER_FOLLOWS: &[&str] = &[
    "alameda", "av", "avda", "avenida", "c", "calle", "carrer", "carrera", "corso", "cso", "jalan", "jl", "jln", "largo", "paseo",
    "passeig", "piazza", "placa", "plaza", "praca", "pza", "pzza", "r", "ronda", "rua", "strada", "travessa", "ul", "ulica",
    "ulitsa", "v", "via", "viale", "vicolo", "vle",
];

/// Words of streets in Russia, which stand before the name or behind it.
const RUSSIAN: &[&str] =
    &["ул", "улица", "пр", "просп", "проспект", "пер", "переулок", "шоссе", "бульвар", "prospekt", "pr", "ulitsa"];

/// A street of a language that writes the number behind it, and no number yet.
fn waits_for_number(line: &[&str]) -> bool {
    if line.len() < 2 || line.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit())) {
        return false;
    }
    let (first, last) = (line[0], line[line.len() - 1]);
    // The longest of the words have nine letters; Latin ones of Russia begin with p or u.
    let russian = |word: &str| {
        let may_be = word.len() <= 18 && (!word.is_ascii() || word.starts_with(['p', 'u', 'P', 'U']));
        may_be && RUSSIAN.contains(&folded(word).as_str())
    };
    first.len() <= 10 && NUMBER_FOLLOWS.contains(&folded(first).as_str()) || russian(first) || russian(last)
}

/// A house number alone: `12`, `27 ter`.
fn is_number(line: &[&str]) -> bool {
    let number = |word: &str| word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit());
    match line {
        [word] => number(word),
        [word, repeat] => number(word) && ["bis", "ter", "quater"].iter().any(|r| repeat.eq_ignore_ascii_case(r)),
        _ => false,
    }
}

/// Words for a house before its number.
fn is_house_word(word: &str) -> bool {
    matches!(folded(word).as_str(), "d" | "dom" | "д" | "дом" | "no" | "nr" | "num" | "numero")
}

/// Words that only say that a postcode follows.
const CODE_LABELS: &[&str] = &["cep", "cp", "pin", "pincode", "plz", "postcode", "zip", "zipcode"];

/// Words for a plot or a house before `No.`.
const PLOT_WORDS: &[&str] = &["plot", "house", "h", "door", "survey", "shed"];

/// A line without labels: `CEP 01412-100`, `Plot No. 12`; with `No:123 D:4` and `Unit 4/22 Beach Rd` in words of their own.
fn without_labels(words: Line<'_>) -> Line<'_> {
    let marked = words.iter().any(|w| w.bytes().any(|b| b == b':'));
    let mut out = if marked { words.iter().flat_map(|w| labelled(w)).collect() } else { words };
    // 13002 Marseille Cedex 02: the office that sorts for firms.
    if let Some(at) = out.iter().position(|w| w.eq_ignore_ascii_case("cedex")).filter(|at| *at > 0) {
        out.truncate(at);
    }
    // Calle Hidalgo #45
    let spanish = out.len() > 2 && out[0].len() <= 10 && NUMBER_FOLLOWS.contains(&folded(out[0]).as_str());
    if let Some(at) = out.iter().position(|w| w.bytes().any(|b| b.is_ascii_digit())).filter(|at| spanish && *at > 1) {
        out[at] = out[at].strip_prefix('#').unwrap_or(out[at]);
    }
    let coded = |w: &str| w.len() >= 4 && w.bytes().filter(u8::is_ascii_digit).count() >= 4;
    if let Some(at) = (1..out.len()).find(|&at| coded(out[at]) && CODE_LABELS.contains(&folded(out[at - 1]).as_str())) {
        out.remove(at - 1);
    }
    let numbered = |w: &&str| w.starts_with(|c: char| c.is_ascii_digit());
    if out.len() > 2 && numbered(&out[2]) && is_house_word(out[1]) && PLOT_WORDS.contains(&folded(out[0]).as_str()) {
        out.drain(..2);
    }
    // Unit 4/22 Beach Rd: the unit, then the number.
    let unit = |w: &str| matches!(street_word(w), Some((Word::Unit, "unit" | "apartment" | "flat" | "shop" | "suite")));
    let pair = out.get(1).filter(|_| out.len() > 3).and_then(|w| w.split_once('/')).filter(|_| unit(out[0]));
    if let Some((door, house)) = pair.filter(|(door, house)| numbered(door) && numbered(house)) {
        out.splice(1..2, [door, house]);
    }
    out
}

/// `No:123` and `D:4` as Turkish addresses write them: the word and its number.
fn labelled(word: &str) -> Vec<&str> {
    let Some((label, number)) = word.split_once(':') else { return vec![word] };
    let glued = number.starts_with(|c: char| c.is_ascii_digit());
    if !glued && !number.is_empty() {
        return vec![word];
    }
    // K: 8 is two words already.
    let number = Some(number).filter(|_| glued);
    match folded(label).as_str() {
        "no" => number.into_iter().collect(),
        "d" | "daire" => std::iter::once("Daire").chain(number).collect(),
        "k" | "kat" => std::iter::once("Kat").chain(number).collect(),
        _ => vec![word],
    }
}

/// Districts and cities of Japan end so in Latin letters; the code of seven digits stands beside them.
#[must_use]
pub fn looks_japanese(text: &str) -> bool {
    let code = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        w.len() == 8 && w.as_bytes()[3] == b'-' && w.bytes().filter(u8::is_ascii_digit).count() == 7
    };
    let level = |w: &str| {
        let w = w.trim_end_matches([',', '.']);
        ["-ku", "-shi", "-gun", "-cho", "-ken", "-fu"].iter().any(|end| w.ends_with(end))
            || matches!(w, "Tokyo" | "Osaka" | "Kyoto")
    };
    let american = || {
        let last = text.split(',').next_back().unwrap_or_default();
        last.trim().split(' ').any(|w| w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit()))
    };
    let words = || text.split([' ', '\n']);
    text.contains('-') && words().any(code) && words().any(level) && !american()
}

/// What a piece of an address in Taiwan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Floor,
    Number,
    Lane,
    Section,
    Road,
    Other,
}

/// `3F., No. 12, Ln. 30, Sec. 1, Minsheng E. Rd., Songshan Dist.`: number, road with lane and section, floor, then the rest. Other
/// addresses as they came.
fn taiwanese(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let kinds: Vec<Piece> = lines.iter().map(|line| piece(line)).collect();
    let all = |kind: Piece| lines.iter().zip(&kinds).filter(move |(_, k)| **k == kind).map(|(line, _)| line);
    let (Some(number), Some(road)) = (all(Piece::Number).next(), all(Piece::Road).next()) else { return lines };
    if !kinds.iter().any(|k| matches!(k, Piece::Lane | Piece::Section | Piece::Floor)) || road.len() < 2 {
        return lines;
    }
    let (kind, name) = road.split_at(road.len() - 1);
    let mut street: Line = vec![number[1]];
    street.extend(kind);
    street.extend(all(Piece::Section).chain(all(Piece::Lane)).flatten());
    street.extend(name);
    let floor = all(Piece::Floor).next().map(|line| vec!["Floor", line[0].trim_end_matches(['.', 'F', 'f'])]);
    let mut out = vec![street];
    out.extend(floor);
    out.extend(all(Piece::Other).cloned());
    out
}

fn piece(line: &[&str]) -> Piece {
    let numbered = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    match line {
        [floor] if numbered(floor) && floor.trim_end_matches('.').ends_with(['F', 'f']) => Piece::Floor,
        [label, number] if numbered(number) => match folded(label).as_str() {
            "no" => Piece::Number,
            "ln" | "lane" | "aly" | "alley" => Piece::Lane,
            "sec" | "section" => Piece::Section,
            _ => Piece::Other,
        },
        [.., last] if matches!(street_word(last), Some((Word::Type, "road" | "street" | "avenue" | "boulevard"))) => Piece::Road,
        _ => Piece::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<String> = lines(text).into_iter().map(|line| line.join(" ")).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn numbers_join_their_streets() {
        check("27 ter, rue Hugo, 75011 Paris", &["27 ter rue Hugo", "75011 Paris"]);
        check("Corso Roma, 36, int. 5", &["Corso Roma 36", "int. 5"]);
        check("ul. Lenina, d. 15, kv. 8", &["ul. Lenina 15", "kv. 8"]);
        check("Unit 4/22 Beach Rd, Bondi", &["Unit 4 22 Beach Rd", "Bondi"]);
        check("Moda Caddesi No:12 D:4", &["Moda Caddesi 12 Daire 4"]);
        check("Moda Cad. No: 12 K: 8", &["Moda Cad. 12 Kat 8"]);
        check("Plot No. 12, Sector 18", &["12", "Sector 18"]);
        check("13002 Marseille Cedex 02", &["13002 Marseille"]);
        check("C.P. 44160, Guadalajara", &["44160", "Guadalajara"]);
        check("3F., No. 12, Ln. 30, Minsheng E. Rd., Taipei 105", &["12 Minsheng E. Ln. 30 Rd.", "Floor 3", "Taipei 105"]);
    }

    #[test]
    fn japan_is_known_by_its_levels_and_codes() {
        assert!(looks_japanese("3-14-5 Aoyama, Minato-ku, Tokyo 107-0062"));
        assert!(!looks_japanese("1 Main St, Tokyo, TX 78705") && !looks_japanese("5-12-34 Main St, Tokyo"));
    }
}
