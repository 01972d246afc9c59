//! One cell as a value: JSON, or a list or dictionary as Python prints it; and PostgreSQL's arrays.
//!
//! Sources: RFC 8259; the Python Language Reference, "Literals" and "Displays"; the PostgreSQL manual, "Array Input and
//! Output Syntax".

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Number, Value};

/// Lists within lists that are followed.
const DEPTH_MAX: usize = 16;

/// A list or an object; `None` for any other text.
pub(super) fn read(text: &str) -> Option<Value> {
    if !super::is_bracketed(text.as_bytes()) {
        return None;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => (value.is_array() || value.is_object()).then_some(value),
        Err(_) => python(text),
    }
}

/// Is this list empty, or its first member quoted?
pub(super) fn is_quoted_list(text: &str) -> bool {
    let Some(inner) = text.strip_prefix(['[', '(']) else { return false };
    let inner = inner.trim_start();
    inner.starts_with(['"', '\'']) || inner == "]"
}

fn python(text: &str) -> Option<Value> {
    let mut rest = text.chars().peekable();
    let value = value(&mut rest, 0)?;
    blanks(&mut rest);
    rest.next().is_none().then_some(value)
}

fn blanks(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| c.is_whitespace()).is_some() {}
}

fn value(rest: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Value> {
    blanks(rest);
    match *rest.peek()? {
        _ if depth > DEPTH_MAX => None,
        '[' => list(rest, ']', depth),
        '(' => list(rest, ')', depth),
        '{' => object(rest, depth),
        '"' | '\'' => quoted(rest).map(Value::String),
        _ => word(rest),
    }
}

fn list(rest: &mut Peekable<Chars<'_>>, end: char, depth: usize) -> Option<Value> {
    rest.next();
    let mut members = Vec::new();
    let mut commas = 0;
    loop {
        blanks(rest);
        if rest.next_if_eq(&end).is_some() {
            // Without a comma it is a value in brackets, no tuple of one.
            return (end == ']' || members.len() != 1 || commas == 1).then_some(Value::Array(members));
        }
        members.push(value(rest, depth + 1)?);
        blanks(rest);
        if rest.next_if_eq(&',').is_some() {
            commas += 1;
        } else if rest.peek() != Some(&end) {
            return None;
        }
    }
}

fn object(rest: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Value> {
    rest.next();
    let mut members = Map::new();
    loop {
        blanks(rest);
        if rest.next_if_eq(&'}').is_some() {
            return Some(Value::Object(members));
        }
        let key = quoted(rest)?;
        blanks(rest);
        rest.next_if_eq(&':')?;
        members.insert(key, value(rest, depth + 1)?);
        blanks(rest);
        if rest.next_if_eq(&',').is_none() && rest.peek() != Some(&'}') {
            return None;
        }
    }
}

fn quoted(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let quote = rest.next_if(|c| matches!(c, '"' | '\''))?;
    let mut text = String::new();
    loop {
        match rest.next()? {
            c if c == quote => return Some(text),
            '\\' => match rest.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'x' => text.push(escaped(rest, 2)?),
                'u' => text.push(escaped(rest, 4)?),
                c => text.push(c),
            },
            c => text.push(c),
        }
    }
}

fn escaped(rest: &mut Peekable<Chars<'_>>, digits: usize) -> Option<char> {
    let hex: String = rest.by_ref().take(digits).collect();
    u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
}

/// A number or a word that stands for nothing, true or false.
fn word(rest: &mut Peekable<Chars<'_>>) -> Option<Value> {
    let mut text = String::new();
    while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')) {
        text.push(c);
    }
    match text.as_str() {
        "None" | "nan" | "NaN" | "null" | "NULL" | "NaT" => Some(Value::Null),
        "True" | "true" => Some(Value::Bool(true)),
        "False" | "false" => Some(Value::Bool(false)),
        _ => text.parse::<Number>().ok().map(Value::Number),
    }
}

/// The members of a PostgreSQL array with `|` between; empty for an empty one, `None` for any other text.
pub(super) fn array(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut members: Vec<String> = Vec::new();
    let mut rest = inner.chars().peekable();
    while rest.peek().is_some() {
        let member = if rest.peek() == Some(&'"') { quoted(&mut rest)? } else { bare(&mut rest)? };
        members.push(member);
        if rest.next_if_eq(&',').is_none() && rest.peek().is_some() {
            return None;
        }
    }
    members.retain(|m| !m.is_empty() && m != "NULL");
    Some(members.join("|"))
}

fn bare(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    while let Some(c) = rest.next_if(|c| *c != ',') {
        if matches!(c, '{' | '}' | '"') {
            return None;
        }
        text.push(c);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn python_and_json_give_the_same_value() {
        for (python, json) in [
            ("['a', \"b'c\", None, True, 1.5]", r#"["a", "b'c", null, true, 1.5]"#),
            ("{'a': ['x', {'b': nan}], 'c': ()}", r#"{"a": ["x", {"b": null}], "c": []}"#),
            (r"['\u4e2d\xe9', 'a\'b', 'a\\b']", r#"["中é", "a'b", "a\\b"]"#),
            ("('one',)", r#"["one"]"#),
        ] {
            assert_eq!(read(python), read(json), "{python}");
            assert!(read(json).is_some(), "{json}");
        }
    }

    #[test]
    fn what_is_neither_is_no_value() {
        for text in
            ["", "[", "[]x", "['a' 'b']", "{'a'}", "{a: 1}", "[email protected]", "(阿里)", "['a", "{1: 'a'}", "\"a\"", "[a]"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None, "depth is bounded");
        assert_eq!(read(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in r#"[\[({]?[\[\](){}'",:\\ax1 中]{0,30}[\])}]?"#) {
            let _ = (read(&text), array(&text), is_quoted_list(&text));
        }

        #[test]
        fn json_lists_come_back(texts in prop::collection::vec("[^\\x00-\\x1f]{0,8}", 0..5)) {
            let json = serde_json::to_string(&texts).expect("a list of texts is JSON");
            prop_assert_eq!(read(&json), Some(Value::from(texts)));
        }
    }
}
