//! Two published masters side by side: who is in one only, and which cells differ.
//!
//! Works on `master.csv`, as people see the values. Both are sorted by customer id and read once, side by side.

use std::cmp::Ordering;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

/// What differs between two masters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Columns of the first that the second lacks.
    pub columns_gone: Vec<String>,
    /// Columns of the second that the first lacks.
    pub columns_new: Vec<String>,
    /// Ids in the first only, ascending.
    pub gone: Vec<String>,
    /// Ids in the second only, ascending.
    pub new: Vec<String>,
    /// Cells of customers in both that differ, by customer and column of the second. A column one of them lacks is left out.
    pub cells: Vec<CellChange>,
}

/// One cell with another value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// Customer.
    pub customer_id: String,
    /// Column.
    pub field: String,
    /// Value in the first.
    pub before: String,
    /// Value in the second.
    pub after: String,
}

/// Compares two `master.csv` files.
///
/// # Errors
/// If one cannot be read.
pub fn compare(first: &Path, second: &Path) -> anyhow::Result<Comparison> {
    let (mut first, mut second) = (Master::open(first)?, Master::open(second)?);
    let lacks = |names: &[String], others: &[String]| names.iter().filter(|n| !others.contains(n)).cloned().collect();
    let mut out = Comparison {
        columns_gone: lacks(&first.header, &second.header),
        columns_new: lacks(&second.header, &first.header),
        ..Comparison::default()
    };
    let both: Vec<(usize, usize)> = (0..second.header.len())
        .filter_map(|j| first.header.iter().position(|name| *name == second.header[j]).map(|i| (i, j)))
        .collect();
    loop {
        let order = match (first.id(), second.id()) {
            (None, None) => return Ok(out),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.cmp(b),
        };
        match order {
            Ordering::Less => out.gone.push(first.take()?),
            Ordering::Greater => out.new.push(second.take()?),
            Ordering::Equal => {
                for &(i, j) in &both {
                    let (before, after) = (first.cell(i), second.cell(j));
                    if before != after {
                        out.cells.push(CellChange {
                            customer_id: second.id().unwrap_or_default().to_owned(),
                            field: second.header[j].clone(),
                            before: before.to_owned(),
                            after: after.to_owned(),
                        });
                    }
                }
                first.take()?;
                second.take()?;
            }
        }
    }
}

/// A master while it is read.
struct Master {
    path: String,
    reader: csv::Reader<BufReader<File>>,
    header: Vec<String>,
    id: usize,
    row: csv::StringRecord,
    ended: bool,
}

impl Master {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
        let mut reader = csv::Reader::from_reader(BufReader::with_capacity(1 << 18, file));
        let header = reader.headers().with_context(|| format!("cannot read `{name}`"))?;
        let header: Vec<String> = header.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
        let id = header.iter().position(|h| h == "customer_id").with_context(|| format!("`{name}` has no column `customer_id`"))?;
        let mut master = Self { path: name, reader, header, id, row: csv::StringRecord::new(), ended: false };
        master.next()?;
        Ok(master)
    }

    fn next(&mut self) -> anyhow::Result<()> {
        let more = self.reader.read_record(&mut self.row).with_context(|| format!("cannot read `{}`", self.path))?;
        self.ended = !more;
        Ok(())
    }

    fn id(&self) -> Option<&str> {
        if self.ended { None } else { Some(self.cell(self.id)) }
    }

    fn cell(&self, column: usize) -> &str {
        self.row.get(column).unwrap_or("")
    }

    /// Goes to the next row; gives the id of this one.
    fn take(&mut self) -> anyhow::Result<String> {
        let id = self.cell(self.id).to_owned();
        self.next().map(|()| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_and_cells_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&a, "\u{feff}customer_id,name,old\n1,x,\n2,y,k\n4,z,\n").unwrap();
        std::fs::write(&b, "customer_id,new,name\n2,n,Y\n3,,q\n4,,z\n").unwrap();
        let found = compare(&a, &b).unwrap();
        assert_eq!((found.columns_gone, found.columns_new), (vec!["old".to_owned()], vec!["new".to_owned()]));
        assert_eq!((found.gone, found.new), (vec!["1".to_owned()], vec!["3".to_owned()]));
        let cell = CellChange { customer_id: "2".into(), field: "name".into(), before: "y".into(), after: "Y".into() };
        assert_eq!(found.cells, [cell]);
    }
}
