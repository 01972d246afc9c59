//! Columns of several ways to reach somebody: a mail address beside a phone, a WeChat account in a column of phones, a phone in
//! one of accounts. The column stays and gets sister columns, one per kind of value and network.

use std::collections::BTreeSet;

use crate::model::kind::{Kind, Party, Target};
use crate::model::reach::{Reach, is_dialled, phone_of_mailbox, reach};
use crate::model::shaped::{ChannelTable, ShapedColumn};
use crate::model::text::MISSING;

use super::packed::per_value;

/// Networks whose accounts are found by their holders' phones.
const BY_PHONE: &[&str] = &["wechat", "whatsapp", "line", "telegram", "viber", "zalo", "kakao"];

/// Adds the sister columns.
pub(super) fn tell_apart(shaped: &mut ChannelTable) {
    let mut sisters = phones_of_mailboxes(&shaped.columns);
    for column in &mut shaped.columns {
        match column.target {
            Target::Field(party, Kind::Phone | Kind::Email) => sisters.extend(mixed(column, party)),
            Target::Field(Party::Principal, Kind::AccountId) if column.network.is_some_and(|n| BY_PHONE.contains(&n)) => {
                sisters.extend(phones(column));
            }
            _ => {}
        }
    }
    shaped.columns.append(&mut sisters);
}

/// What a column of phones or of mail addresses holds beside them.
fn mixed(column: &mut ShapedColumn, party: Party) -> Vec<ShapedColumn> {
    let is_of_mails = matches!(column.target, Target::Field(_, Kind::Email));
    // A cell of mail addresses alone is for the normaliser: at home here, or a finding there.
    let told = |cell: &str| {
        reach(cell)
            .filter(|r| !r.accounts.is_empty() || !r.rest.is_empty() || (!is_of_mails && r.mails.as_slice() != [cell.trim()]))
    };
    let read: Vec<Reach> = column.text.values.iter().filter_map(|(_, cell)| told(cell)).collect();
    if read.is_empty() {
        return Vec::new();
    }
    let networks: BTreeSet<&'static str> = read.iter().flat_map(|r| r.accounts.iter().map(|(network, _)| *network)).collect();
    let sister = |kind, network, part: &dyn Fn(&Reach) -> String| ShapedColumn {
        target: Target::Field(party, kind),
        network,
        source: column.source,
        text: per_value(&column.text, |cell| told(cell).as_ref().map_or_else(String::new, part)),
    };
    let mut sisters = vec![if is_of_mails {
        sister(Kind::Phone, None, &|r| r.rest.clone())
    } else {
        sister(Kind::Email, None, &|r| r.mails.join(";"))
    }];
    if party == Party::Principal {
        sisters.extend(networks.into_iter().map(|network| {
            let of_network =
                |r: &Reach| r.accounts.iter().find(|(n, _)| *n == network).map_or_else(String::new, |(_, a)| a.clone());
            sister(Kind::AccountId, Some(network), &of_network)
        }));
    }
    let own = |r: Reach| if is_of_mails { r.mails.join(";") } else { r.rest };
    column.text = per_value(&column.text, |cell| told(cell).map_or_else(|| cell.to_owned(), own));
    sisters
}

/// The phones that mailboxes are named by, where the row does not say them itself; the addresses stay.
fn phones_of_mailboxes(columns: &[ShapedColumn]) -> Vec<ShapedColumn> {
    let of_kind = |kind: Kind| columns.iter().filter(move |c| c.target == Target::Field(Party::Principal, kind));
    let told = |row: usize, phone: &str| {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        of_kind(Kind::Phone).any(|column| digits(column.text.get(row)).contains(phone))
    };
    let named = |column: &&ShapedColumn| column.text.values.iter().any(|(_, cell)| phone_of_mailbox(cell).is_some());
    of_kind(Kind::Email)
        .filter(named)
        .map(|column| {
            let mut text = per_value(&column.text, |cell| phone_of_mailbox(cell).unwrap_or_default().to_owned());
            let again: Vec<usize> = (0..text.len()).filter(|&row| text.codes[row] != MISSING && told(row, text.get(row))).collect();
            for row in again {
                text.codes[row] = MISSING;
            }
            ShapedColumn { target: Target::Field(Party::Principal, Kind::Phone), network: None, source: column.source, text }
        })
        .collect()
}

/// The phones in a column of accounts.
fn phones(column: &mut ShapedColumn) -> Option<ShapedColumn> {
    if !column.text.values.iter().any(|(_, cell)| is_dialled(cell)) {
        return None;
    }
    let text = per_value(&column.text, |cell| if is_dialled(cell) { cell.to_owned() } else { String::new() });
    column.text = per_value(&column.text, |cell| if is_dialled(cell) { String::new() } else { cell.to_owned() });
    Some(ShapedColumn { target: Target::Field(Party::Principal, Kind::Phone), network: None, source: column.source, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::TextColumn;

    fn told(kind: Kind, network: Option<&'static str>, cells: &[&str]) -> Vec<(Kind, Option<&'static str>, Vec<String>)> {
        let target = Target::Field(Party::Principal, kind);
        let column = ShapedColumn { target, network, source: 0, text: TextColumn::from_texts(cells) };
        let mut table = ChannelTable { columns: vec![column], ..ChannelTable::default() };
        tell_apart(&mut table);
        let seen = |c: &ShapedColumn| {
            let Target::Field(_, kind) = c.target else { panic!("a field") };
            (kind, c.network, c.text.iter().map(str::to_owned).collect())
        };
        table.columns.iter().map(seen).collect()
    }

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|c| (*c).to_owned()).collect()
    }

    #[test]
    fn phones_mails_and_accounts_get_columns_of_their_own() {
        let cells = ["13812345678", "微信：lucky_88", "13900001111/a@b.com", "a@b.com", "QQ 1234567", ""];
        assert_eq!(
            told(Kind::Phone, None, &cells),
            [
                (Kind::Phone, None, texts(&["13812345678", "", "13900001111", "a@b.com", "", ""])),
                (Kind::Email, None, texts(&["", "", "a@b.com", "", "", ""])),
                (Kind::AccountId, Some("qq"), texts(&["", "", "", "", "1234567", ""])),
                (Kind::AccountId, Some("wechat"), texts(&["", "lucky_88", "", "", "", ""])),
            ]
        );
        assert_eq!(
            told(Kind::Email, None, &["a@b.com 13812345678", "a@b.com;c@d.com"]),
            [(Kind::Email, None, texts(&["a@b.com", "a@b.com;c@d.com"])), (Kind::Phone, None, texts(&["13812345678", ""]))]
        );
    }

    #[test]
    fn a_mailbox_named_by_a_phone_is_both() {
        let cells = ["13812345678@139.com", "a@b.com"];
        assert_eq!(
            told(Kind::Email, None, &cells),
            [(Kind::Email, None, texts(&cells)), (Kind::Phone, None, texts(&["13812345678", ""]))]
        );
    }

    #[test]
    fn a_phone_among_accounts_is_a_phone() {
        let cells = ["lucky_88", "13812345678", "+44 7911 123456", "12345678"];
        assert_eq!(
            told(Kind::AccountId, Some("wechat"), &cells),
            [
                (Kind::AccountId, Some("wechat"), texts(&["lucky_88", "", "", "12345678"])),
                (Kind::Phone, None, texts(&["", "13812345678", "+44 7911 123456", ""])),
            ]
        );
        assert_eq!(told(Kind::AccountId, Some("qq"), &cells).len(), 1);
        assert_eq!(told(Kind::AccountId, None, &cells).len(), 1);
    }

    #[test]
    fn a_column_of_one_kind_stays_as_it_is() {
        for cells in [&["13812345678", "0571-8888 转 1", "a@b.com"][..], &["微信同号"]] {
            assert_eq!(told(Kind::Phone, None, cells), [(Kind::Phone, None, texts(cells))]);
        }
    }
}
