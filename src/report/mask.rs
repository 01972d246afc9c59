//! Hides personal data in samples: enough stays to recognise the pattern of a mistake, not the person.
//!
//! Comes in: any text. Goes out: the text with names, digits and mailboxes covered by `*`. Layout characters stay, so
//! that a reader still sees what the parser stumbled over.

/// Masks one sample: mailboxes keep their first letter and domain, numbers of five or more digits keep two at each end,
/// runs of 汉字 and other letters keep the first.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, piece) in text.split('@').enumerate() {
        if i > 0 {
            out.push('@');
            // The domain after an @ tells the kind of mistake and no person.
            let end = piece.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '|')).unwrap_or(piece.len());
            out.push_str(&piece[..end]);
            mask_runs(&piece[end..], &mut out);
        } else {
            mask_runs(piece, &mut out);
        }
    }
    out
}

/// What a letter belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Digits,
    Letters,
    Other,
}

fn run_of(letter: char) -> Run {
    if letter.is_numeric() {
        Run::Digits
    } else if letter.is_alphabetic() {
        Run::Letters
    } else {
        Run::Other
    }
}

/// Characters people write between the digits of one number.
const WITHIN_NUMBERS: [char; 6] = ['-', ' ', '.', '(', ')', '/'];

fn mask_runs(text: &str, out: &mut String) {
    let letters: Vec<char> = text.chars().collect();
    let mut start = 0;
    while start < letters.len() {
        let run = run_of(letters[start]);
        let joins = |letter: char| run_of(letter) == run || (run == Run::Digits && WITHIN_NUMBERS.contains(&letter));
        let mut end = (start..letters.len()).find(|&i| !joins(letters[i])).unwrap_or(letters.len());
        while run_of(letters[end - 1]) != run {
            end -= 1;
        }
        let digits: Vec<usize> = (start..end).filter(|&i| run_of(letters[i]) == Run::Digits).collect();
        let hidden = if digits.len() >= 5 { &digits[2..digits.len() - 2] } else { &[] };
        let keep = |i: usize| match run {
            Run::Other => true,
            Run::Digits => !hidden.contains(&i),
            Run::Letters => i == start,
        };
        out.extend((start..end).map(|i| if keep(i) { letters[i] } else { '*' }));
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stays_and_the_person_goes() {
        let check = |raw, expected| assert_eq!(mask(raw), expected, "{raw}");
        check("13812345678", "13*******78");
        check("+86 138-1234-5678", "+86 ***-****-**78");
        check("tel. 0571/87654321 ext 12", "t**. 05**/******21 e** 12");
        check("1234", "1234");
        check("张三丰", "张**");
        check("Li Lei", "L* L**");
        check("li.lei@example.com", "l*.l**@example.com");
        check("周强，86-13900000004，江苏省", "周*，86-*********04，江**");
        check("", "");
    }
}
