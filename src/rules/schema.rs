//! The JSON Schema of rule files: `guiyi.toml` and `rules/*.toml`.
//!
//! Comes in: nothing; the readers themselves are asked what they ask for. Goes out: a JSON Schema (2020-12) that editors
//! complete and check by. It cannot say what needs other rules or data (does the column exist, is the SQL sound).

use serde_json::{Map, Value, json};

use super::reader::{Asked, Shape, Source};
use super::sections::{Parsed, read_file};

/// The section a gate's own table has.
const GATE: &str = "gate `unification`";

/// What keys mean, where their name does not say it all: section, key, sentence.
const SAYS: &[(&str, &str, &str)] = &[
    ("this file", "project", "names, defaults and output of the project"),
    ("this file", "channel", "one sales channel: which files it is and how they are read"),
    ("this file", "metric", "a named SQL expression per customer"),
    ("this file", "tag", "a tag given to customers that meet a condition"),
    ("this file", "lifecycle", "a stage; the last one whose condition holds is the customer's"),
    ("this file", "followup", "an action that is due some time after a date"),
    ("this file", "merge", "which value of a field wins"),
    ("this file", "gates", "levels of figures; a missed one makes exit code 1"),
    ("this file", "match", "how records are matched"),
    ("this file", "normalise", "what of the suggested corrections is applied"),
    ("[normalise]", "apply_corrections", "parts (domain, city, district, brand, name, number, mailbox) or fields"),
    ("this file", "currency", "rates by which amounts are brought to one currency"),
    ("this file", "completeness", "fields a complete customer has"),
    ("this file", "deliver", "how files are written"),
    ("this file", "costs", "tables of what channels cost: channel, cost, month or day, currency"),
    ("[project]", "timezone", "IANA time zone of naive times"),
    ("[project]", "country", "default country of phones and addresses, ISO 3166"),
    ("[project]", "keep_runs", "published runs that are kept"),
    ("[match]", "precision", "smallest expected precision; without it the best F1"),
    ("[match]", "ignore", "fields kept out of matching"),
    ("[[channel]]", "files", "patterns relative to the project"),
    ("[[channel]]", "preset", "name of a known export layout"),
    (
        "[[channel]]",
        "fields",
        "target to header or headers, e.g. phone = \"联系手机\"; extra.KIND.NAME is kept, attribute.KIND.NAME also takes part in matching",
    ),
    ("[[channel]]", "columns", "header to target, e.g. \"联系手机\" = \"phone\""),
    ("[[channel]]", "status", "status word to paid, pending, cancelled or refunded"),
    ("[[channel]]", "trust", "0 to 100, higher wins"),
    ("[[channel]]", "on_problem", "what a missing, unreadable or shrunken file means"),
    ("[[channel]]", "max_drop", "largest drop of rows since the last run"),
    ("[[channel]]", "cost", "what the channel cost, for cost per customer"),
    ("[[metric]]", "within", "window before the as-of moment"),
    ("[[metric]]", "where", "SQL condition on rows"),
    ("[[metric]]", "value", "SQL expression"),
    (
        "[[metric]]",
        "deliver",
        "false: for tags, stages, follow-ups, extracts and other metrics only, no column of the master and the change feed",
    ),
    ("[[tag]]", "when", "SQL condition over metrics and fields"),
    ("[[tag]]", "group", "of tags in one group the highest priority wins"),
    ("[[followup]]", "due", "how long after `from`"),
    ("[[merge]]", "prefer", "trust, newest, complete, frequent, longest, in order"),
];

/// The JSON Schema of rule files.
#[must_use]
pub fn schema() -> Value {
    let mut source = Source::recording();
    read_file(&mut source, &mut Parsed::default(), "");
    let asked = source.into_asked();
    let mut schema = table(&asked, "this file");
    let head = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("title", json!("guiyi rule file")),
        ("description", json!("guiyi.toml and rules/*.toml; `guiyi check` finds what a schema cannot say")),
    ];
    let mut whole: Map<String, Value> = head.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    whole.append(&mut schema);
    Value::Object(whole)
}

/// The schema of one table.
fn table(asked: &[Asked], section: &str) -> Map<String, Value> {
    let mine = || asked.iter().filter(|a| a.section == section);
    let properties: Map<String, Value> = mine().map(|a| (a.key.to_owned(), value(asked, a))).collect();
    let required: Vec<&str> = mine().filter(|a| a.required).map(|a| a.key).collect();
    let mut out = Map::new();
    out.insert("type".to_owned(), json!("object"));
    out.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        out.insert("required".to_owned(), json!(required));
    }
    out.insert("properties".to_owned(), Value::Object(properties));
    out
}

fn value(asked: &[Asked], key: &Asked) -> Value {
    let percent = json!({"type": "string", "pattern": "^\\s*-?[0-9.]+\\s*%$"});
    let mut value = match &key.shape {
        Shape::Any if key.section == "[gates]" => gate(asked),
        Shape::Any => json!({}),
        Shape::Text if key.required => json!({"type": "string", "minLength": 1}),
        Shape::Text => json!({"type": "string"}),
        Shape::Texts => json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Whole(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
        Shape::Number => json!({"type": "number"}),
        Shape::Level => json!({"anyOf": [{"type": "number"}, percent]}),
        Shape::Share => json!({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, percent]}),
        Shape::Duration => json!({"type": "string", "pattern": "^-?([0-9]+[a-z]+)+$", "examples": ["30d", "24h", "-7d"]}),
        Shape::Choice(words) => json!({"enum": words}),
        Shape::Entries if key.section == "[gates]" => json!({"type": "object", "additionalProperties": gates_of_a_channel(asked)}),
        Shape::Entries => json!({"type": "object"}),
        Shape::Table(title) => Value::Object(table(asked, title)),
        Shape::Tables(title) => json!({"type": "array", "items": table(asked, title)}),
    };
    let says = SAYS.iter().find(|(section, name, _)| *section == key.section && *name == key.key);
    if let (Some((_, _, says)), Value::Object(map)) = (says, &mut value) {
        map.insert("description".to_owned(), json!(says));
    }
    value
}

/// A level, or a table of levels.
fn gate(asked: &[Asked]) -> Value {
    let level = json!({"type": ["number", "string"]});
    json!({"anyOf": [level, table(asked, GATE)]})
}

fn gates_of_a_channel(asked: &[Asked]) -> Value {
    let kpis = asked.iter().filter(|a| a.section == "[gates]" && a.shape == Shape::Any);
    let properties: Map<String, Value> = kpis.map(|a| (a.key.to_owned(), gate(asked))).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a document of the shape says wrongly by the schema, as paths; enough of JSON Schema for what [`schema`] makes.
    fn breaches(schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(any) = schema["anyOf"].as_array() {
            let fits = any.iter().any(|s| {
                let mut inner = Vec::new();
                breaches(s, value, path, &mut inner);
                inner.is_empty()
            });
            if !fits {
                found.push(path.to_owned());
            }
            return;
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            found.push(path.to_owned());
        }
        let is = |name: &str| match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            _ => value.is_number(),
        };
        let types: Vec<&str> = schema["type"]
            .as_array()
            .map_or_else(|| schema["type"].as_str().into_iter().collect(), |list| list.iter().filter_map(Value::as_str).collect());
        if !types.is_empty() && !types.iter().any(|t| is(t)) {
            found.push(format!("{path}: not {types:?}"));
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            match schema["properties"].get(key).or_else(|| Some(&schema["additionalProperties"]).filter(|s| s.is_object())) {
                Some(inner) => breaches(inner, value, &path, found),
                None if schema["additionalProperties"] == json!(false) => found.push(format!("{path}: unknown")),
                None => {}
            }
        }
        for (i, value) in value.as_array().into_iter().flatten().enumerate() {
            breaches(&schema["items"], value, &format!("{path}/{i}"), found);
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(key).is_none() {
                found.push(format!("{path}/{key}: missing"));
            }
        }
    }

    fn check(text: &str) -> Vec<String> {
        let document: toml::Value = toml::from_str(text).expect("TOML");
        let mut found = Vec::new();
        breaches(&schema(), &serde_json::to_value(document).expect("JSON"), "", &mut found);
        found
    }

    #[test]
    fn valid_files_fit_the_schema() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = ["fixtures/rules/valid", "rules"].iter().flat_map(|f| std::fs::read_dir(folder.join(f)).expect("a folder"));
        for path in files.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")) {
            let text = std::fs::read_to_string(&path).expect("a file");
            assert_eq!(check(&text), Vec::<String>::new(), "{}", path.display());
        }
    }

    #[test]
    fn mistakes_do_not_fit_the_schema() {
        assert_eq!(check("[project]\ncolour = 1"), ["/project/colour: unknown"]);
        assert_eq!(check("[[channel]]\nname = 'a'\nmode = 'sometimes'"), ["/channel/0/mode"]);
        assert_eq!(check("[[tag]]\nname = 'a'"), ["/tag/0/when: missing"]);
        assert_eq!(check("[gates]\nunification = { min = 0.9, most = 1 }"), ["/gates/unification"]);
        assert_eq!(check("[gates.channel.a]\ncompleteness = 0.5"), Vec::<String>::new());
    }

    #[test]
    fn every_sentence_is_about_a_key_there_is() {
        let mut source = Source::recording();
        read_file(&mut source, &mut Parsed::default(), "");
        let asked = source.into_asked();
        for (section, key, _) in SAYS {
            assert!(asked.iter().any(|a| a.section == *section && a.key == *key), "{section} {key}");
        }
    }
}
