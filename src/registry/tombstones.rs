//! Tombstones: who was erased, as keyed hashes nobody can read back without the key.
//!
//! Three kinds of mark are HMACs under a key that lies outside the project: of the erased records' source keys; of each
//! name together with each phone and mail address; and of these contacts alone, which block nobody and only spare the
//! comparison of names where no contact fits. A row with a marked source key, or with a marked name *and* contact, is the
//! erased person again; another name on the same phone is somebody else.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, bail};
use rayon::prelude::*;

use crate::model::kind::{Kind, Party};
use crate::model::records::{Field, Records};
use crate::model::value::{Class, Part};

use super::hmac::{Hmac, hex};

/// Name of the list in the output folder: it belongs to no run, and neither rollback nor retention shortens it.
pub const TOMBSTONES_FILE: &str = "tombstones";

/// First word of the list.
const TITLE: &str = "guiyi tombstones 1 key ";

/// Between the parts of a message: a control character none of them holds.
const SEPARATOR: &[u8] = b"\x1f";

/// Readings of one name that are marked at most.
const READINGS_MAX: usize = 16;

/// One keyed hash.
pub type Mark = [u8; 32];

/// The key, never printed.
#[derive(Clone)]
pub struct TombstoneKey {
    hmac: Hmac,
    fingerprint: String,
}

impl std::fmt::Debug for TombstoneKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TombstoneKey({})", self.fingerprint)
    }
}

impl TombstoneKey {
    /// Reads the text of a key file: at least 32 characters besides white space.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let secret = text.trim();
        if secret.len() < 32 {
            return None;
        }
        let hmac = Hmac::new(secret.as_bytes());
        let fingerprint = hex(&hmac.code([b"guiyi fingerprint".as_slice()])[..8]);
        Some(Self { hmac, fingerprint })
    }

    /// Sixteen hexadecimal digits that tell keys apart and say nothing about them.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn mark(&self, kind: &str, parts: &[&str]) -> Mark {
        let pieces = std::iter::once(kind.as_bytes()).chain(parts.iter().flat_map(|part| [SEPARATOR, part.as_bytes()]));
        self.hmac.code(pieces)
    }

    /// The mark of a record's identity.
    #[must_use]
    pub fn source(&self, channel: &str, source_key: &str) -> Mark {
        self.mark("source", &[channel, source_key])
    }

    /// The mark of a phone or mail address alone.
    fn contact(&self, contact: &str) -> Mark {
        self.mark("contact", &[contact])
    }

    /// The marks that an erased name leaves with a contact.
    #[must_use]
    pub fn left_by(&self, name: &NameForms, contact: &str) -> Vec<Mark> {
        let read = if name.han { "han" } else { "latin" };
        let readings = name.readings.iter().map(|reading| self.mark(read, &[reading, contact]));
        [self.contact(contact), self.mark("name", &[&name.exact, contact])].into_iter().chain(readings).collect()
    }

    /// Is this name with this contact an erased one? Written alike, or the same name in the other script.
    fn knows(&self, marks: &BTreeSet<Mark>, name: &NameForms, contact: &str) -> bool {
        let other = if name.han { "latin" } else { "han" };
        marks.contains(&self.mark("name", &[&name.exact, contact]))
            || name.readings.iter().any(|reading| marks.contains(&self.mark(other, &[reading, contact])))
    }
}

/// A name as it is compared: folded, and how it reads in the other script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameForms {
    exact: String,
    readings: Vec<String>,
    han: bool,
}

impl NameForms {
    /// The forms of a normalised name, company or person: `part` gives its parts, `text` is its canonical text.
    pub fn of<'a>(text: &str, part: impl Fn(Part) -> &'a str) -> Self {
        let han = part(Part::Script) == "han";
        let (family, given, brand) = (part(Part::Family), part(Part::Given), part(Part::Brand));
        let exact = match (family, given) {
            ("", _) | (_, "") if !brand.is_empty() => brand.to_lowercase(),
            ("", _) | (_, "") => text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "),
            (family, given) if han => format!("{family}{given}"),
            // Which part is the family name is a guess in Latin letters.
            (family, given) => format!("{} {}", family.min(given), family.max(given)),
        };
        let lists =
            [Part::FamilyPinyin, Part::GivenPinyin].map(|p| part(p).split('|').filter(|r| !r.is_empty()).collect::<Vec<_>>());
        let [families, givens] = lists;
        let readings = families.iter().flat_map(|f| givens.iter().map(move |g| format!("{f} {g}"))).take(READINGS_MAX);
        Self { exact, readings: readings.collect(), han }
    }
}

/// All marks of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones {
    /// Fingerprint of the key they were made with; empty before the first.
    pub fingerprint: String,
    /// The marks.
    pub marks: BTreeSet<Mark>,
}

impl Tombstones {
    /// Reads the project's list; `None` if nobody was ever erased.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn read(out: &Path) -> anyhow::Result<Option<Self>> {
        let path = out.join(TOMBSTONES_FILE);
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let mut lines = text.lines();
        let Some(fingerprint) = lines.next().and_then(|line| line.strip_prefix(TITLE)) else {
            bail!("`{}` is no list of tombstones", path.display());
        };
        let mut marks = BTreeSet::new();
        for (i, line) in lines.enumerate() {
            let Some(mark) = unhex(line) else { bail!("{}:{}: a tombstone is damaged", path.display(), i + 2) };
            marks.insert(mark);
        }
        Ok(Some(Self { fingerprint: fingerprint.to_owned(), marks }))
    }

    /// The text of the list.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{TITLE}{}\n", self.fingerprint);
        for mark in &self.marks {
            text.push_str(&hex(mark));
            text.push('\n');
        }
        text
    }

    /// Rows of a table (indexes) whose source key is marked.
    #[must_use]
    pub fn marked_sources<'a>(
        &self,
        key: &TombstoneKey,
        channel: &str,
        source_keys: impl IntoParallelIterator<Item = &'a str, Iter: IndexedParallelIterator>,
    ) -> Vec<usize> {
        let rows = source_keys.into_par_iter().enumerate();
        rows.filter(|(_, source_key)| self.marks.contains(&key.source(channel, source_key))).map(|(row, _)| row).collect()
    }

    /// Rows of the records whose principal has a marked name with a marked contact.
    #[must_use]
    pub fn marked_persons(&self, key: &TombstoneKey, records: &Records) -> Vec<usize> {
        let of = |kinds: &[Kind]| -> Vec<&Field> {
            records.fields.iter().filter(|f| f.party == Party::Principal && kinds.contains(&f.kind)).collect()
        };
        let (names, contacts) = (of(&[Kind::PersonName, Kind::Company]), of(&[Kind::Phone, Kind::Email]));
        let known: Vec<Vec<bool>> = contacts
            .iter()
            .map(|f| {
                let is_known = |code: u32| f.dict.class(code).is_key() && self.marks.contains(&key.contact(contact_text(f, code)));
                (0..f.dict.len() as u32).into_par_iter().map(|code| code != 0 && is_known(code)).collect()
            })
            .collect();
        let is_erased = |row: usize| {
            let contacts = contacts.iter().zip(&known).flat_map(|(f, known)| {
                f.values.get(row).iter().filter(|&&code| known[code as usize]).map(|&code| contact_text(f, code))
            });
            contacts.into_iter().any(|contact| {
                let mut forms = names.iter().flat_map(|f| {
                    let usable = f.values.get(row).iter().filter(|&&code| code != 0 && is_name(f.dict.class(code)));
                    usable.map(|&code| NameForms::of(f.dict.text(code), |part| f.dict.part(code, part)))
                });
                forms.any(|name| key.knows(&self.marks, &name, contact))
            })
        };
        (0..records.len()).into_par_iter().filter(|&row| is_erased(row)).collect()
    }
}

/// Does a value of this class name somebody?
#[must_use]
pub fn is_name(class: Class) -> bool {
    matches!(class, Class::Valid | Class::Possible)
}

/// A contact as it is compared.
fn contact_text(field: &Field, code: u32) -> &str {
    match field.dict.part(code, Part::Key) {
        "" => field.dict.text(code),
        key => key,
    }
}

fn unhex(line: &str) -> Option<Mark> {
    let mut mark = [0u8; 32];
    if line.len() != 64 || !line.is_ascii() {
        return None;
    }
    for (i, byte) in mark.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&line[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> TombstoneKey {
        TombstoneKey::read("0123456789abcdef0123456789abcdef\n").expect("long enough")
    }

    fn name(script: &'static str, family: &'static str, given: &'static str, pinyin: [&'static str; 2]) -> NameForms {
        NameForms::of(&format!("{family} {given}"), |part| match part {
            Part::Script => script,
            Part::Family => family,
            Part::Given => given,
            Part::FamilyPinyin => pinyin[0],
            Part::GivenPinyin => pinyin[1],
            _ => "",
        })
    }

    fn check(erased: &NameForms, again: &NameForms, contact: &str, expected: bool) {
        let marks: BTreeSet<Mark> = key().left_by(erased, "+8613912345678").into_iter().collect();
        assert_eq!(key().knows(&marks, again, contact), expected, "{erased:?} {again:?}");
    }

    #[test]
    fn the_same_person_is_known_in_either_script_and_the_family_is_not() {
        let phone = "+8613912345678";
        let zeng = name("han", "曾", "重阳", ["zeng|ceng", "chongyang|zhongyang"]);
        let latin = name("latin", "zeng", "chongyang", ["zeng", "chongyang"]);
        let turned = name("latin", "chongyang", "zeng", ["zeng", "chongyang"]);
        check(&zeng, &zeng, phone, true);
        check(&zeng, &latin, phone, true);
        check(&latin, &zeng, phone, true);
        check(&latin, &turned, phone, true);
        check(&zeng, &zeng, "+8613900000000", false);
        check(&zeng, &name("han", "曾", "丽", ["zeng|ceng", "li"]), phone, false);
        // Sounds alike, is written otherwise: somebody else.
        check(&zeng, &name("han", "曾", "崇阳", ["zeng|ceng", "chongyang"]), phone, false);
    }

    #[test]
    fn a_list_reads_back_and_a_damaged_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Tombstones::read(folder.path()).unwrap(), None);
        let marks = BTreeSet::from([key().source("crm", "7"), key().source("crm", "8")]);
        let stones = Tombstones { fingerprint: key().fingerprint().to_owned(), marks };
        let path = folder.path().join(TOMBSTONES_FILE);
        std::fs::write(&path, stones.text()).unwrap();
        assert_eq!(Tombstones::read(folder.path()).unwrap(), Some(stones.clone()));
        assert_eq!(stones.marked_sources(&key(), "crm", vec!["9", "8", "7"]), [1, 2]);
        assert!(stones.marked_sources(&key(), "other", vec!["8"]).is_empty());
        std::fs::write(&path, stones.text() + "12\n").unwrap();
        assert!(Tombstones::read(folder.path()).unwrap_err().to_string().contains("tombstones:4: a tombstone is damaged"));
    }

    #[test]
    fn a_short_key_is_none() {
        assert!(TombstoneKey::read("secret").is_none());
        assert_ne!(key().fingerprint(), TombstoneKey::read(&"x".repeat(32)).expect("long enough").fingerprint());
    }
}
