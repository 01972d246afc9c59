//! Reads the two csv files of an evaluation: what was found (`xref.csv`) and what is true (`truth.csv`).

use std::collections::HashMap;
use std::fmt;

/// A labelled record and where it ended up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name for people: `file:row`, or the source key.
    pub name: String,
    /// Index of its source (file, or channel) in [`Labelled::sources`].
    pub source: usize,
    /// Index of the real entity.
    pub entity: usize,
    /// Index of the customer it was put into. A record that is missing or anonymous has one of its own.
    pub customer: usize,
    /// Index of its file in [`Labelled::files`] and its row, as the xref has them; `None` if it is missing, anonymous, or the
    /// xref does not say.
    pub place: Option<(usize, u64)>,
}

/// All labelled records, in the order of the truth file.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// The records.
    pub records: Vec<Record>,
    /// Source names.
    pub sources: Vec<String>,
    /// Files of the xref.
    pub files: Vec<String>,
    /// Names of real entities.
    pub entities: Vec<String>,
    /// Customer ids; made-up names for records of their own.
    pub customers: Vec<String>,
    /// Labelled records that the xref does not have.
    pub missing: u64,
    /// Rows of the xref without a customer.
    pub anonymous: u64,
    /// Rows of the xref without a label.
    pub extra: u64,
}

/// Why two files cannot be evaluated; lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvalError(pub String);

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EvalError {}

/// How a record is known in both files.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Row(String, u64),
    Source(String),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Row(file, row) => write!(f, "{file}:{row}"),
            Key::Source(key) => f.write_str(key),
        }
    }
}

/// Names to small numbers, in order of appearance.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    index: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&i) = self.index.get(name) {
            return i;
        }
        self.list.push(name.to_owned());
        self.index.insert(name.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

struct Sheet<'a> {
    what: &'static str,
    reader: csv::Reader<&'a [u8]>,
    header: csv::StringRecord,
}

impl<'a> Sheet<'a> {
    fn open(what: &'static str, bytes: &'a [u8]) -> Result<Self, EvalError> {
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
        let header = reader.headers().map_err(|e| EvalError(format!("{what}: {e}")))?.clone();
        Ok(Self { what, reader, header })
    }

    fn find(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|h| h == column)
    }

    fn need(&self, column: &str) -> Result<usize, EvalError> {
        let have = self.header.iter().collect::<Vec<_>>().join(",");
        self.find(column).ok_or_else(|| EvalError(format!("{}: no column `{column}` in `{have}`", self.what)))
    }

    fn each(mut self, mut row: impl FnMut(&csv::StringRecord, u64) -> Result<(), EvalError>) -> Result<(), EvalError> {
        let mut record = csv::StringRecord::new();
        loop {
            let what = self.what;
            match self.reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => row(&record, record.position().map_or(0, csv::Position::line))?,
                Err(e) => return Err(EvalError(format!("{what}: {e}"))),
            }
        }
    }
}

fn row_number(what: &str, text: &str, line: u64) -> Result<u64, EvalError> {
    text.parse().map_err(|_| EvalError(format!("{what}:{line}: row `{text}` is not a number")))
}

/// Joins an xref to its truth.
///
/// The xref has `customer_id` and `source_key` or `file,row`; the truth has `rec_id,truth_id` or `file,row,person_id`. A `file` of
/// the truth may be the end of the path in the xref. A labelled record that is missing or has no customer is a customer of its own.
///
/// # Errors
/// A column is missing, a row is no number, or a record is in the xref twice.
pub fn join(xref: &[u8], truth: &[u8]) -> Result<Labelled, EvalError> {
    let truth = Sheet::open("truth", truth)?;
    let by_file = truth.find("file").is_some();
    let mut entities = Names::default();
    let mut records: Vec<(Key, usize)> = Vec::new();
    let mut place: HashMap<Key, usize> = HashMap::new();
    let columns = if by_file {
        (truth.need("file")?, truth.need("row")?, truth.need("person_id")?)
    } else {
        (truth.need("rec_id")?, 0, truth.need("truth_id")?)
    };
    truth.each(|r, line| {
        let key = if by_file {
            Key::Row(r[columns.0].to_owned(), row_number("truth", &r[columns.1], line)?)
        } else {
            Key::Source(r[columns.0].to_owned())
        };
        let entity = entities.number(&r[columns.2]);
        if let Some(&at) = place.get(&key) {
            records[at] = (key, entity);
        } else {
            place.insert(key.clone(), records.len());
            records.push((key, entity));
        }
        Ok(())
    })?;
    let found = read_xref(xref, by_file, &records, &place)?;
    Ok(labelled(records, entities, found))
}

/// What the xref says of a labelled record.
#[derive(Clone)]
struct Put {
    customer: String,
    channel: String,
    place: Option<(usize, u64)>,
}

struct Found {
    /// Per labelled record; `None` = not in the xref.
    put: Vec<Option<Put>>,
    files: Names,
    anonymous: u64,
    extra: u64,
}

fn read_xref(xref: &[u8], by_file: bool, records: &[(Key, usize)], place: &HashMap<Key, usize>) -> Result<Found, EvalError> {
    let xref = Sheet::open("xref", xref)?;
    let id = xref.need("customer_id")?;
    let channel = xref.find("channel");
    let place_of = xref.find("file").zip(xref.find("row"));
    let (first, second) = if by_file { (xref.need("file")?, xref.need("row")?) } else { (xref.need("source_key")?, 0) };
    let mut files: Vec<&str> =
        records.iter().filter_map(|(k, _)| if let Key::Row(f, _) = k { Some(f.as_str()) } else { None }).collect();
    files.sort_unstable();
    files.dedup();
    let mut named: HashMap<String, String> = HashMap::new();
    let mut found = Found { put: vec![None; records.len()], files: Names::default(), anonymous: 0, extra: 0 };
    xref.each(|r, line| {
        let key = if by_file {
            let file = named.entry(r[first].to_owned()).or_insert_with(|| file_of_truth(&r[first], &files));
            Key::Row(file.clone(), row_number("xref", &r[second], line)?)
        } else {
            Key::Source(r[first].to_owned())
        };
        found.anonymous += u64::from(r[id].is_empty());
        let Some(&at) = place.get(&key) else {
            found.extra += 1;
            return Ok(());
        };
        let channel = channel.map_or("", |c| &r[c]).to_owned();
        let place = match place_of.filter(|_| !r[id].is_empty()) {
            Some((file, row)) => Some((found.files.number(&r[file]), row_number("xref", &r[row], line)?)),
            None => None,
        };
        if found.put[at].replace(Put { customer: r[id].to_owned(), channel, place }).is_some() {
            return Err(EvalError(format!("xref:{line}: record `{key}` is there twice")));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The longest file name of the truth that is the path or its end.
fn file_of_truth(path: &str, files: &[&str]) -> String {
    let hits = files.iter().filter(|f| path == **f || path.strip_suffix(**f).is_some_and(|head| head.ends_with('/')));
    hits.max_by_key(|f| f.len()).map_or_else(|| path.to_owned(), |f| (*f).to_owned())
}

fn labelled(records: Vec<(Key, usize)>, entities: Names, found: Found) -> Labelled {
    let (mut sources, mut customers) = (Names::default(), Names::default());
    let mut out = Labelled { anonymous: found.anonymous, extra: found.extra, ..Labelled::default() };
    out.files = found.files.list;
    for ((key, entity), found) in records.into_iter().zip(found.put) {
        out.missing += u64::from(found.is_none());
        let name = key.to_string();
        let channel = found.as_ref().map_or("", |put| put.channel.as_str());
        let source = if let Key::Row(file, _) = &key { sources.number(file) } else { sources.number(channel) };
        let customer = match &found {
            None => customers.number(&format!("missing {name}")),
            Some(put) if put.customer.is_empty() => customers.number(&format!("anonymous {name}")),
            Some(put) => customers.number(&put.customer),
        };
        out.records.push(Record { name, source, entity, customer, place: found.and_then(|put| put.place) });
    }
    out.sources = sources.list;
    out.entities = entities.list;
    out.customers = customers.list;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_may_be_the_end_of_a_path_but_only_at_a_slash() {
        let files = ["b.csv", "a/b.csv"];
        assert_eq!(file_of_truth("x/a/b.csv", &files), "a/b.csv");
        assert_eq!(file_of_truth("x/b.csv", &files), "b.csv");
        assert_eq!(file_of_truth("xb.csv", &files), "xb.csv");
    }

    #[test]
    fn missing_and_anonymous_records_are_customers_of_their_own() {
        let truth = b"rec_id,truth_id\n1,a\n2,a\n3,a\n";
        let joined = join(b"source_key,customer_id\n1,X\n2,\n9,Y\n", truth).expect("both files are sound");
        assert_eq!((joined.missing, joined.anonymous, joined.extra, joined.customers.len()), (1, 1, 1, 3));
    }

    #[test]
    fn a_record_twice_is_refused() {
        let truth = b"file,row,person_id\na.csv,1,p\n";
        let error = join(b"file,row,customer_id\nx/a.csv,1,X\nx/a.csv,1,Y\n", truth).expect_err("twice");
        assert_eq!(error.0, "xref:3: record `a.csv:1` is there twice");
    }
}
