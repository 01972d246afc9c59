//! The words of dates: numbers, month names, Chinese numerals and era years, as tokens.

/// A piece of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits as written.
    Number(String),
    /// A month by name, 1–12.
    Month(u8),
    /// Any other word in lower case, or one 汉字.
    Word(String),
    /// A separator.
    Mark(char),
}

/// Month names and their common abbreviations: English, German, French, Spanish, Portuguese, Italian, Dutch.
const MONTHS: &[&[&str]] = &[
    &["jan", "january", "januar", "janvier", "janv", "enero", "ene", "janeiro", "gennaio", "januari", "jänner"],
    &["feb", "february", "februar", "février", "févr", "fev", "febrero", "fevereiro", "febbraio", "februari", "febr", "fevrier"],
    &["mar", "march", "märz", "mär", "mars", "marzo", "março", "maart", "mrz", "maerz"],
    &["apr", "april", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maio", "maggio", "mei"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giugno"],
    &["jul", "july", "juli", "juillet", "juil", "julio", "julho", "luglio"],
    &["aug", "august", "août", "aout", "agosto", "ago", "augustus"],
    &["sep", "sept", "september", "septembre", "septiembre", "setembro", "settembre", "set"],
    &["oct", "october", "oktober", "okt", "octobre", "octubre", "outubro", "out", "ottobre", "ott"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dezember", "dez", "décembre", "déc", "decembre", "diciembre", "dic", "dezembro", "dicembre"],
];

/// The month a word names, 1–12.
fn month(word: &str) -> Option<u8> {
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    u8::try_from(index + 1).ok()
}

/// The two digits of a month written by name; `None` if it is no name.
pub(super) fn month_number(raw: &str) -> Option<String> {
    month(raw.trim().trim_end_matches('.').to_lowercase().as_str()).map(|m| format!("{m:02}"))
}

/// First year minus one of the eras that count years anew (民国, 令和, 平成, 昭和).
pub(super) fn era(word: &str) -> Option<u32> {
    match word {
        "民国" | "民國" | "中华民国" | "中華民國" => Some(1911),
        "令和" => Some(2018),
        "平成" => Some(1988),
        "昭和" => Some(1925),
        _ => None,
    }
}

/// The tokens of a folded cell; at most 24, more is no date.
pub(super) fn tokens(cell: &str) -> Vec<Token> {
    let chars: Vec<char> = arabic(cell).chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() && out.len() < 24 {
        let c = chars[i];
        let end = |test: &dyn Fn(char) -> bool| (i..chars.len()).find(|&j| !test(chars[j])).unwrap_or(chars.len());
        if c.is_ascii_digit() {
            let to = end(&|c| c.is_ascii_digit());
            out.push(Token::Number(chars[i..to].iter().collect()));
            i = to;
        } else if is_han(c) {
            let to = end(&is_han);
            han_words(&chars[i..to], &mut out);
            i = to;
        } else if c.is_alphabetic() {
            let to = end(&|c| c.is_alphabetic() && !is_han(c));
            let word: String = chars[i..to].iter().flat_map(|c| c.to_lowercase()).collect();
            out.push(month(&word).map_or(Token::Word(word), Token::Month));
            i = to;
        } else {
            out.push(Token::Mark(c));
            i += 1;
        }
    }
    out
}

/// Splits a run of 汉字 into the marks of a date (年 月 日 时 …) and the words between them.
fn han_words(run: &[char], out: &mut Vec<Token>) {
    let mut word = String::new();
    for &c in run {
        if matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒') {
            if !word.is_empty() {
                out.push(Token::Word(std::mem::take(&mut word)));
            }
            out.push(Token::Word(c.to_string()));
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        out.push(Token::Word(word));
    }
}

pub(super) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// Chinese numerals beside 年月日 as Arabic digits (`二〇二一年十二月三日` → `2021年12月3日`).
fn arabic(cell: &str) -> String {
    if !cell.contains(['年', '月', '日', '号']) || !cell.contains(|c| numeral(c).is_some() || c == '十') {
        return cell.to_owned();
    }
    let mut out = String::with_capacity(cell.len());
    let mut run = String::new();
    for c in cell.chars().chain(['\0']) {
        if numeral(c).is_some() || matches!(c, '十' | '廿' | '元') {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            let number = chinese_number(&run).filter(|_| matches!(c, '年' | '月' | '日' | '号' | '號'));
            out.push_str(&number.unwrap_or_else(|| run.clone()));
            run.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|d| d == c).or(matches!(c, '〇' | '○').then_some(0)).and_then(|p| u32::try_from(p).ok())
}

/// A numeral of digits (`二〇二一`) or with tens (`十二`, `三十一`, `廿五`, `元` = 1).
fn chinese_number(run: &str) -> Option<String> {
    if run == "元" {
        return Some("1".to_owned());
    }
    if let Some((tens, ones)) = run.split_once('十') {
        let digit = |s: &str, default| if s.is_empty() { Some(default) } else { single(s) };
        return Some((digit(tens, 1)? * 10 + digit(ones, 0)?).to_string());
    }
    if let Some(ones) = run.strip_prefix('廿') {
        return Some((20 + if ones.is_empty() { 0 } else { single(ones)? }).to_string());
    }
    run.chars().map(|c| numeral(c).and_then(|d| char::from_digit(d, 10))).collect()
}

fn single(s: &str) -> Option<u32> {
    let mut chars = s.chars();
    let value = numeral(chars.next()?)?;
    chars.next().is_none().then_some(value)
}
