//! Lists and objects written into cells, read as the JSON reader reads them in a JSON file.
//!
//! Comes in: a table of text. Goes out: the same rows, where `["a", "b"]` is `a|b`, `[]` is missing, and a column of objects
//! (`{"city": …}`) is a column a key (`address.city`). JSON, what Python prints for lists and dictionaries, and PostgreSQL's
//! arrays (`{a,b}`) are known. A list whose members are quoted is one wherever it stands; everything else has to be the
//! habit of its column, because a lone pair of brackets is text.

mod literal;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value;

use super::json;
use crate::model::raw::RawTable;
use crate::model::remark::Remark;
use crate::model::text::{Arena, Interner, MISSING, TextColumn};

/// Share of a column's distinct values that must be objects, or lists, for the column to be one of them.
const SHARE_MIN: f64 = 0.95;

/// What the cells of a column hold.
enum Habit {
    /// Texts; quoted lists among them are lists.
    Text,
    /// Lists, quoted or not.
    Lists,
    /// Arrays as PostgreSQL writes them.
    Arrays,
    /// Objects.
    Objects,
}

/// Reads the lists and objects in a table's cells.
pub(super) fn unfold(table: &mut RawTable) {
    if !table.columns.par_iter().any(|c| may_hold(&c.values)) {
        return;
    }
    let mut header = Vec::with_capacity(table.header.len());
    let mut columns = Vec::with_capacity(table.columns.len());
    for (name, column) in std::mem::take(&mut table.header).into_iter().zip(std::mem::take(&mut table.columns)) {
        let unfolded = if may_hold(&column.values) { unfold_column(&name, &column) } else { None };
        match unfolded {
            None => {
                header.push(name);
                columns.push(column);
            }
            Some(parts) => {
                if parts.iter().any(|(part, _)| *part != name) {
                    let names = parts.iter().map(|(part, _)| format!("`{part}`")).collect::<Vec<_>>().join(", ");
                    table.input.remarks.push(Remark::new("objects_in_cells", [name, names]));
                }
                for (part, column) in parts {
                    header.push(part);
                    columns.push(column);
                }
            }
        }
    }
    table.header = header;
    table.columns = columns;
}

/// Does any value begin and end as a list or an object does?
fn may_hold(values: &Arena) -> bool {
    (0..values.len() as u32).any(|code| is_bracketed(values.bytes(code)))
}

fn is_bracketed(text: &[u8]) -> bool {
    matches!((text.first(), text.last()), (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')) | (Some(b'('), Some(b')')))
}

/// The columns that stand for one; `None` where it holds neither lists nor objects.
fn unfold_column(name: &str, column: &TextColumn) -> Option<Vec<(String, TextColumn)>> {
    let read: Vec<Option<Value>> = column.values.iter().map(|(_, text)| literal::read(text)).collect();
    let texts = || column.values.iter().filter(|(code, _)| *code != MISSING);
    let habit = habit(&read, texts().map(|(_, text)| text));
    if let Habit::Objects = habit {
        return Some(spread(name, column, &read));
    }
    let mut changed = false;
    let rewritten: Vec<String> = column
        .values
        .iter()
        .zip(&read)
        .map(|((_, text), value)| {
            let list = match habit {
                Habit::Arrays => literal::array(text),
                Habit::Lists => value.as_ref().and_then(plain_list),
                _ => value.as_ref().filter(|_| literal::is_quoted_list(text)).and_then(plain_list),
            };
            changed |= list.is_some();
            list.unwrap_or_else(|| text.to_owned())
        })
        .collect();
    changed.then(|| vec![(name.to_owned(), recoded(column, &rewritten))])
}

fn habit<'a>(read: &[Option<Value>], texts: impl Iterator<Item = &'a str> + Clone) -> Habit {
    let filled = texts.clone().count() as f64;
    let is_habit = |n: usize| n as f64 >= filled * SHARE_MIN;
    if is_habit(read.iter().flatten().filter(|v| v.is_object()).count())
        && read.iter().flatten().any(|v| v.as_object().is_some_and(|o| !o.is_empty()))
    {
        return Habit::Objects;
    }
    if is_habit(read.iter().flatten().filter(|v| plain_list(v).is_some()).count()) {
        return Habit::Lists;
    }
    // One member in braces may be anything (`{3F2504E0-…}` is an id): somewhere there must be two.
    let arrays = texts.filter_map(literal::array);
    let (several, all) = arrays.fold((false, 0), |(several, all), list| (several || list.contains('|'), all + 1));
    if several && is_habit(all) { Habit::Arrays } else { Habit::Text }
}

/// The members of a list of plain values with `|` between; empty for an empty one.
fn plain_list(value: &Value) -> Option<String> {
    let list = value.as_array()?;
    list.iter().all(|v| !v.is_object() && !v.is_array()).then(|| json::text_of(value.clone()))
}

/// A column per key, in order of first appearance; what is no object stays under the column's own name.
fn spread(name: &str, column: &TextColumn, read: &[Option<Value>]) -> Vec<(String, TextColumn)> {
    let mut order: HashMap<String, usize> = HashMap::new();
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for (code, text) in column.values.iter() {
        let mut cells = Vec::new();
        match &read[code as usize] {
            Some(Value::Object(object)) => json::flatten(name, object.clone(), &mut cells),
            _ if text.is_empty() => {}
            _ => cells.push((name.to_owned(), text.to_owned())),
        }
        for (key, text) in cells {
            let at = *order.entry(key).or_insert_with_key(|key| {
                parts.push((key.clone(), vec![String::new(); read.len()]));
                parts.len() - 1
            });
            parts[at].1[code as usize] = text;
        }
    }
    parts.into_iter().map(|(part, texts)| (part, recoded(column, &texts))).collect()
}

/// The column with another text for each of its codes.
fn recoded(column: &TextColumn, texts: &[String]) -> TextColumn {
    let mut pool = Interner::new();
    let codes: Vec<u32> = texts.iter().map(|text| pool.intern(super::cell::unwrap(text))).collect();
    TextColumn { values: Arc::new(pool.into_arena()), codes: column.codes.iter().map(|&code| codes[code as usize]).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::TextBuilder;

    fn table(columns: &[(&str, &[&str])]) -> RawTable {
        let mut table = RawTable { rows: (1..=columns[0].1.len() as u32).collect(), ..RawTable::default() };
        for (name, cells) in columns {
            table.header.push((*name).to_owned());
            let mut builder = TextBuilder::default();
            cells.iter().for_each(|cell| builder.push(cell));
            table.columns.push(builder.finish());
        }
        table
    }

    fn unfolded(name: &str, cells: &[&str]) -> Vec<(String, Vec<String>)> {
        let mut table = table(&[(name, cells)]);
        unfold(&mut table);
        let texts = |column: &TextColumn| column.iter().map(str::to_owned).collect();
        table.header.into_iter().zip(table.columns.iter().map(texts)).collect()
    }

    fn one(cells: &[&str]) -> Vec<String> {
        let mut columns = unfolded("c", cells);
        assert_eq!(columns.len(), 1, "{columns:?}");
        columns.remove(0).1
    }

    #[test]
    fn lists_are_joined_as_those_of_json_files() {
        let cells = [r#"["+1665", "+1530"]"#, "[]", r#"["a|b"]"#, "['x', \"O'Brien\", None]", "('p', 'q')", "[nan]", "plain"];
        assert_eq!(one(&cells), ["+1665|+1530", "", "a|b", "x|O'Brien", "p|q", "[nan]", "plain"]);
        assert_eq!(one(&["[1, 2]", "[3]", "[nan]"]), ["1|2", "3", ""], "numbers where the column holds nothing else");
        assert_eq!(one(&["{a,b}", "{\"c d\",NULL}", "{}"]), ["a|b", "c d", ""], "arrays of PostgreSQL");
    }

    #[test]
    fn brackets_that_are_no_list_stay() {
        for cells in [
            &["[1] see below", "[email protected]", "(阿里)", "(02) 555 01", "{name}"][..],
            &["[email protected]"],
            &["{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "{3F2504E0-4F89-11D3-9A0C-0305E82C3302}"],
            &["(555)", "(556)"],
            &["[{\"sku\": 1}]", "[{\"sku\": 2}]"],
            &["{broken", "['a', 'b"],
        ] {
            assert_eq!(one(cells), cells);
        }
    }

    #[test]
    fn a_column_of_objects_is_a_column_a_key() {
        let cells = [r#"{"city": "Ulm", "geo": {"lat": 48.4}}"#, "{'country': 'DE', 'city': None}", "", "{}"];
        let columns = unfolded("address", &cells);
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["address.city", "address.geo.lat", "address.country"]);
        assert_eq!(columns[0].1, ["Ulm", "", "", ""]);
        assert_eq!(columns[1].1, ["48.4", "", "", ""]);
        assert_eq!(columns[2].1, ["", "DE", "", ""]);
    }

    #[test]
    fn what_is_no_object_among_objects_is_kept_and_the_split_is_told() {
        let mut cells: Vec<String> = (0..40).map(|n| format!("{{\"n\": \"x{n}\"}}")).collect();
        cells.push("by hand".to_owned());
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let mut table = table(&[("id", &vec!["1"; 41]), ("who", &cells)]);
        unfold(&mut table);
        assert_eq!(table.header, ["id", "who.n", "who"]);
        assert_eq!((table.columns[1].get(39), table.columns[2].get(40)), ("x39", "by hand"));
        assert_eq!(table.input.remarks, [Remark::new("objects_in_cells", ["who".to_owned(), "`who.n`, `who`".to_owned()])]);
    }
}
