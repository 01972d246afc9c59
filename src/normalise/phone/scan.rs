//! Finds the numbers in a cell: labels, remarks, separators and extensions told apart. No number is judged here.

use crate::normalise::fold::lookalike_digit;
use crate::normalise::masks::is_star;

/// One run of digits that may be a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Digits, and `*` for each hidden digit.
    pub digits: String,
    /// A plus sign stood before it.
    pub plus: bool,
    /// Where a separator stood: (digits before it, the separator).
    pub breaks: Vec<(usize, char)>,
    /// Digits after 转, ext, x, or a comma; `""` if none.
    pub extension: String,
    /// A letter was read as the digit it looks like.
    pub repaired: bool,
}

/// Words that announce an extension.
#[rustfmt::skip]
const EXTENSION_WORDS: &[&str] = &[
    "转", "轉", "转接", "转分机", "分机", "分機", "分机号", "分機號", "分机号码", "内线", "內線", "内線", "分", "拨", "按", "ext", "extn", "extension", "x", "int", "poste", "ramal",
    "durchwahl", "dw", "доб", "внутр", "anexo", "interno", "toestel", "wewn", "dahili", "klapka", "linka", "anknytning",
];

/// Labels of accounts whose digits are no phone number, unless they are a mobile's.
const OTHER_ACCOUNTS: &[&str] =
    &["qq", "qq号", "扣扣", "wx", "vx", "wechat", "weixin", "微信", "微信号", "身份证", "身份证号", "id", "邮编", "号"];

/// Letters of a telephone keypad, `a` to `z`.
const KEYPAD: &[u8; 26] = b"22233344455566677778889999";

/// The reason why a folded cell cannot hold a number at all, if there is one.
pub(super) fn not_a_phone(cell: &str) -> Option<&'static str> {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    if (cell.starts_with("##") && digits + 2 < cell.len() && !cell.bytes().all(|b| b == b'#'))
        || cell.starts_with("$$")
        || is_ciphertext(cell)
        || is_enveloped(cell)
    {
        return Some("ciphertext");
    }
    if matches!(scientific(cell), Scientific::Lossy) {
        return Some("scientific_notation");
    }
    if is_date(cell) {
        return Some("looks_like_date");
    }
    if cell.contains('@')
        && !cell.split(is_blank_or_list).any(|t| !t.contains('@') && t.bytes().filter(u8::is_ascii_digit).count() >= 5)
    {
        return Some("looks_like_email");
    }
    if digits >= 4 && !cell.starts_with('+') && cell.split('.').count() == 4 && cell.split('.').all(|p| p.parse::<u8>().is_ok()) {
        return Some("looks_like_ip");
    }
    None
}

fn is_blank_or_list(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '/' | '、' | '|')
}

/// One long token of letters and digits mixed: an encrypted value of a platform.
fn is_ciphertext(cell: &str) -> bool {
    let body = cell.trim_end_matches('=');
    body.len() >= 24
        && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'~' | b'$' | b'#'))
        && body.bytes().filter(u8::is_ascii_alphabetic).count() >= 8
}

/// `~AbC+/=~1~`, `$…$1$`: a platform's encrypted value between its sign and the version of its key.
fn is_enveloped(cell: &str) -> bool {
    let sign = cell.chars().next().filter(|c| matches!(c, '~' | '$' | '#' | '@'));
    let version = sign.and_then(|sign| cell.strip_suffix(sign)?.rsplit_once(sign));
    version.is_some_and(|(body, version)| {
        body.len() >= 8
            && body.contains(|c: char| c.is_ascii_alphabetic())
            && (1..=3).contains(&version.len())
            && version.bytes().all(|b| b.is_ascii_digit())
    })
}

/// What a spreadsheet's `1.39E+10` still holds.
enum Scientific {
    /// It is none.
    No,
    /// Digits were lost.
    Lossy,
    /// The mantissa still has all of them.
    Exact(String),
}

fn scientific(cell: &str) -> Scientific {
    let Some((mantissa, exponent)) = cell.split_once(['e', 'E']) else { return Scientific::No };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.strip_prefix('+').unwrap_or(exponent).parse::<usize>();
    match power {
        Ok(power) if !whole.is_empty() && digits(whole) && digits(fraction) => {
            let exact = fraction.len() == power && power >= 6;
            if exact { Scientific::Exact(format!("{whole}{fraction}")) } else { Scientific::Lossy }
        }
        _ => Scientific::No,
    }
}

/// True for `2024-03-12`, `31/01/2013`, with or without a time behind.
fn is_date(cell: &str) -> bool {
    let day = cell.split([' ', 'T']).next().unwrap_or("");
    for sep in ['-', '/', '.'] {
        let mut parts = day.split(sep).map(|p| (p.len(), p.parse::<u32>().unwrap_or(0)));
        let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else { continue };
        let year_first =
            a.0 == 4 && (1900..2100).contains(&a.1) && b.0 <= 2 && c.0 <= 2 && (1..=12).contains(&b.1) && (1..=31).contains(&c.1);
        let year_last =
            c.0 == 4 && (1900..2100).contains(&c.1) && a.0 <= 2 && b.0 <= 2 && (1..=31).contains(&a.1) && (1..=31).contains(&b.1);
        let short = sep == '/' && [a, b, c].iter().all(|p| p.0 == 2 && p.1 <= 31) && a.1.min(b.1) <= 12 && cell.len() <= 16;
        if year_first || year_last || (short && day.len() == 8) {
            return true;
        }
    }
    false
}

/// Every candidate of a folded cell, in order.
pub(super) fn candidates(cell: &str) -> Vec<Candidate> {
    if let Scientific::Exact(exact) = scientific(cell) {
        return vec![Candidate { digits: exact, ..Candidate::default() }];
    }
    // 13812345678.0, as spreadsheets print numbers.
    let whole = cell.split_once('.').filter(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|b| b == b'0'));
    let cell = whole.map(|(digits, _)| digits).filter(|c| c.bytes().all(|b| b.is_ascii_digit())).unwrap_or(cell);
    // 13,666,668,888, as spreadsheets group numbers.
    if let Some(digits) = ungrouped(cell) {
        return vec![Candidate { digits, ..Candidate::default() }];
    }
    // RFC 3966: tel:+1-415-555-2671;ext=12
    let prepared = spell_masks(&cell.replace(";ext=", " ext "));
    let mut scanner = Scanner::default();
    let chars: Vec<char> = prepared.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '@' {
            // A mail address beside the number: skip it whole.
            scanner.current = Candidate::default();
            while i < chars.len() && !is_blank_or_list(chars[i]) {
                i += 1;
            }
        } else if c.is_alphabetic() {
            let end = (i..chars.len()).find(|&j| !chars[j].is_alphabetic() || is_han(chars[j]) != is_han(c)).unwrap_or(chars.len());
            let previous = if i == 0 { None } else { Some(chars[i - 1]) };
            scanner.word(&chars[i..end], previous, chars.get(end).copied());
            i = end;
        } else {
            scanner.mark(c);
            i += 1;
        }
    }
    scanner.finish();
    scanner.found
}

/// The digits of a number grouped in thousands by commas, ten digits and more; `None` for any other text.
fn ungrouped(cell: &str) -> Option<String> {
    let mut groups = cell.split(',');
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let thousands = groups.clone().count() >= 3 && groups.all(|group| group.len() == 3);
    let digits = cell.replace(',', "");
    (thousands && !first.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn is_han(c: char) -> bool {
    ('\u{2E80}'..='\u{9FFF}').contains(&c)
}

/// Writes every way of hiding digits as `*`: full-width stars, dots and boxes, runs of `x`, `#`, `?`, `_`, `.` and `-`.
fn spell_masks(cell: &str) -> String {
    let letters_are_x = cell.chars().filter(|c| c.is_alphabetic()).all(|c| matches!(c, 'x' | 'X'));
    let mut out = String::with_capacity(cell.len());
    let chars: Vec<char> = cell.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let run = chars[i..].iter().take_while(|&&d| d == c).count();
        let hides = match c {
            '·' | '・' if run >= 3 => true,
            c if is_star(c) => true,
            'x' | 'X' => letters_are_x && run >= 2,
            '#' | '?' | '_' | '.' | '-' => run >= 3,
            _ => false,
        };
        out.extend(std::iter::repeat_n(if hides { '*' } else { c }, run));
        i += run;
    }
    out
}

#[derive(Default)]
struct Scanner {
    found: Vec<Candidate>,
    current: Candidate,
    in_extension: bool,
    /// The list mark that ended the last number.
    after: Option<char>,
    /// A label of another kind of account stands before the digits.
    other_account: bool,
}

impl Scanner {
    fn mark(&mut self, c: char) {
        if self.in_extension && !c.is_ascii_digit() {
            let waiting = self.current.extension.is_empty() && matches!(c, ' ' | '.' | ':' | '-' | '(' | '[' | '=');
            if !waiting {
                self.finish();
                self.after = is_blank_or_list(c).then_some(c);
            }
            return;
        }
        match c {
            '0'..='9' if self.in_extension => self.current.extension.push(c),
            '0'..='9' | '*' => self.current.digits.push(c),
            // 86+13812345678: the country code stands before its sign.
            '+' if self.current.digits.trim_start_matches('0') == "86" => self.current.plus = true,
            '+' => {
                if self.current.digits.bytes().any(|b| b != b'0') {
                    self.finish();
                }
                self.current.digits.clear();
                self.current.breaks.clear();
                self.current.plus = true;
            }
            '/' | ',' | ';' | '、' | '\n' | '|' | '\\' | '。'
                if self.current.digits.len() >= 7 && !self.is_begun_abroad(c) && !self.is_mobile_in_groups(c) =>
            {
                self.finish();
                self.after = Some(c);
            }
            '"' | '\'' | '`' => {}
            ' ' | '-' | '(' | ')' | '.' | '/' | ',' | ';' | '、' | '\n' | '[' | ']' | '~' | '#' | ':' | '=' | '|' | '\\' | '_'
            | '{' | '}' | '<' | '>' => {
                let at = self.current.digits.len();
                if at > 0 && self.current.breaks.last().is_none_or(|&(p, _)| p != at) {
                    self.current.breaks.push((at, c));
                } else if let Some(last) = self.current.breaks.last_mut().filter(|_| at > 0 && c != ' ' && c != ')') {
                    last.1 = c;
                }
            }
            _ => self.finish(),
        }
    }

    fn word(&mut self, word: &[char], previous: Option<char>, next: Option<char>) {
        let lower: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
        let beside_digit = previous.is_some_and(|c| c.is_ascii_digit()) || next.is_some_and(|c| c.is_ascii_digit());
        // 95338转1: short numbers of services have them too.
        let whole = self.current.digits.len() >= 7 || self.current.digits.len() == 5 && self.current.digits.starts_with("95");
        if !self.in_extension && whole && EXTENSION_WORDS.contains(&lower.as_str()) {
            self.in_extension = true;
            return;
        }
        if self.in_extension
            && self.current.extension.is_empty()
            && matches!(lower.as_str(), "号" | "機" | "机" | "至" | "接" | "t")
        {
            return;
        }
        let digits: Option<String> = word.iter().map(|&c| lookalike_digit(c)).collect();
        if let Some(digits) = digits.filter(|_| word.len() <= 2 && beside_digit && !self.in_extension) {
            self.current.digits.push_str(&digits);
            self.current.repaired = true;
            return;
        }
        if self.is_vanity(word, next) {
            self.current.digits.extend(word.iter().map(|c| KEYPAD[(c.to_ascii_lowercase() as u8 - b'a') as usize] as char));
            return;
        }
        self.finish();
        self.other_account = OTHER_ACCOUNTS.contains(&lower.as_str());
    }

    /// `138/1234/5678`: the second slash of a mobile in groups.
    fn is_mobile_in_groups(&self, mark: char) -> bool {
        mark == '/' && self.current.digits.len() == 7 && self.current.digits.starts_with('1') && self.current.breaks == [(3, '/')]
    }

    /// `0049151/12345678`: a slash behind the international prefix, country and area code.
    fn is_begun_abroad(&self, mark: char) -> bool {
        mark == '/' && self.current.digits.starts_with("00") && self.current.digits.len() < 10
    }

    /// `1-800-FLOWERS`: capital letters after a toll-free prefix.
    fn is_vanity(&self, word: &[char], next: Option<char>) -> bool {
        const TOLL_FREE: &[&str] = &["800", "833", "844", "855", "866", "877", "888"];
        let digits = self.current.digits.strip_prefix('1').unwrap_or(&self.current.digits);
        // 1-800-MY-APPLE: the word may be written in two.
        let begins = digits.len() == 3 && next == Some('-');
        digits.len() >= 3
            && (digits.len() + word.len() >= 10 || begins)
            && digits.get(..3).is_some_and(|p| TOLL_FREE.contains(&p))
            && word.iter().all(char::is_ascii_uppercase)
    }

    fn finish(&mut self) {
        self.in_extension = false;
        let mut current = std::mem::take(&mut self.current);
        let after = self.after.take();
        if current.digits.is_empty() {
            // Blanks after a list mark keep it in force.
            self.after = after;
            return;
        }
        let is_account = std::mem::take(&mut self.other_account);
        if is_account && !(current.digits.len() == 11 && current.digits.starts_with('1')) {
            return;
        }
        if current.repaired && !current.digits.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        // `17012345678,1234`: digits after a comma are dialled after the call is taken.
        if let (Some(','), Some(last)) = (after, self.found.last_mut())
            && (1..=6).contains(&current.digits.len())
            && !current.plus
            && last.extension.is_empty()
            && last.digits.len() >= 10
        {
            last.extension = current.digits;
            return;
        }
        // The end of an alternative ending (`88888888/89`) is no number of its own.
        if after.is_some() && current.digits.len() < 7 && !self.found.is_empty() {
            return;
        }
        current.breaks.retain(|&(p, _)| p < current.digits.len());
        self.found.push(current);
    }
}
