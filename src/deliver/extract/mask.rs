//! Covers personal data in extracts.
//!
//! Comes in: a table and what its columns show. Goes out: the same table with names, contacts and ids covered as far as
//! the level says. Every distinct value is covered once; `|`-joined lists element by element.

use std::sync::Arc;

use crate::model::nature::Personal;
use crate::model::table::{Data, Table};
use crate::model::text::{Interner, TextColumn};
use crate::rules::MaskLevel;

/// The table with its personal columns covered.
pub(super) fn masked(table: &Table, personal: &[Option<Personal>], level: MaskLevel) -> Table {
    let mut out = Table::new();
    for (i, column) in table.columns().iter().enumerate() {
        let data = match (level, personal.get(i).copied().flatten()) {
            (MaskLevel::Clear, _) | (_, None) => Arc::clone(&column.data),
            (MaskLevel::Hidden, Some(_)) => Arc::new(Data::Text(TextColumn::missing(column.data.len()))),
            (MaskLevel::Partial, Some(what)) => Arc::new(partly(&column.data, what)),
        };
        out.share(column.name.clone(), &data);
    }
    out
}

fn partly(data: &Data, what: Personal) -> Data {
    let Data::Text(column) = data else { return Data::Text(TextColumn::missing(data.len())) };
    let mut covered = Interner::new();
    let codes: Vec<u32> = column
        .values
        .iter()
        .map(|(_, text)| {
            let parts: Vec<String> = text.split('|').map(|part| cover(part, what)).filter(|part| !part.is_empty()).collect();
            covered.intern(&parts.join("|"))
        })
        .collect();
    let codes = column.codes.iter().map(|&code| codes[code as usize]).collect();
    Data::Text(TextColumn { values: covered.into_arena().into(), codes })
}

/// One value, partly covered.
fn cover(text: &str, what: Personal) -> String {
    match what {
        Personal::Name => text.split(' ').map(|word| keep(word, 1, 0)).collect::<Vec<_>>().join(" "),
        // 139****5678: operator and the last digits are enough to tell one's own customer. Without its sign a covered
        // number is no formula either.
        Personal::Phone => match text.strip_prefix("+86") {
            Some(local) => keep(local, 3, 4),
            None => keep(text.trim_start_matches('+'), 4, 4),
        },
        Personal::Email => text.split_once('@').map_or_else(String::new, |(name, domain)| format!("{}@{domain}", keep(name, 1, 0))),
        Personal::Birth => text.get(..4).unwrap_or("").to_owned(),
        Personal::Id => match text.split_once(':') {
            Some((scope, id)) => format!("{scope}:{}", keep(id, 0, 4)),
            None => keep(text, 0, 4),
        },
        Personal::Address | Personal::Text => String::new(),
    }
}

/// The first and last characters with stars between; of a text too short for both, only stars.
fn keep(text: &str, first: usize, last: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (first, last) = if letters.len() > first + last {
        (first, last)
    } else if last == 0 {
        (first.min(letters.len()), 0)
    } else {
        (0, 0)
    };
    let covered = |i: &usize| *i >= first && *i < letters.len() - last;
    (0..letters.len()).map(|i| if covered(&i) { '*' } else { letters[i] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_value_tells_the_pattern_and_not_the_person() {
        let check = |text, what, expected| assert_eq!(cover(text, what), expected, "{text}");
        check("张三丰", Personal::Name, "张**");
        check("Li Lei", Personal::Name, "L* L**");
        check("+8613912345678", Personal::Phone, "139****5678");
        check("+491711234567", Personal::Phone, "4917****4567");
        check("12345", Personal::Phone, "*****");
        check("zhangwei@163.com", Personal::Email, "z*******@163.com");
        check("no mail", Personal::Email, "");
        check("1988-03-04", Personal::Birth, "1988");
        check("taobao:tb8812345", Personal::Id, "taobao:*****2345");
        check("浙江省杭州市西湖区文三路1号", Personal::Address, "");
        check("", Personal::Name, "");
    }

    #[test]
    fn levels_go_from_everything_to_nothing() {
        let mut table = Table::new();
        table.push("phones", Data::Text(TextColumn::from_texts(["+8613912345678|+8613912349999", ""])));
        table.push("city", Data::Text(TextColumn::from_texts(["杭州市", ""])));
        let cell = |level| match masked(&table, &[Some(Personal::Phone), None], level).columns()[0].data.as_ref().clone() {
            Data::Text(column) => column.get(0).to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(cell(MaskLevel::Clear), "+8613912345678|+8613912349999");
        assert_eq!(cell(MaskLevel::Partial), "139****5678|139****9999");
        assert_eq!(cell(MaskLevel::Hidden), "");
    }
}
