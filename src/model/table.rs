//! A plain output table: named, typed columns. Rooms fill it, `deliver` writes it, `tag` computes on it.

use std::sync::Arc;

use super::text::TextColumn;

/// The values of one output column.
#[derive(Debug, Clone)]
pub enum Data {
    /// Text; missing is `""`.
    Text(TextColumn),
    /// Whole numbers (counts, minor units).
    Int(Vec<Option<i64>>),
    /// Real numbers.
    Float(Vec<Option<f64>>),
    /// Points in time, milliseconds since the epoch, UTC. Written in the project's time zone.
    Time(Vec<Option<i64>>),
    /// Money in minor units; written with two decimals in CSV, as integers in Parquet.
    Money(Vec<Option<i64>>),
    /// Yes or no.
    Bool(Vec<Option<bool>>),
}

impl Data {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Data::Text(c) => c.len(),
            Data::Int(v) | Data::Time(v) | Data::Money(v) => v.len(),
            Data::Float(v) => v.len(),
            Data::Bool(v) => v.len(),
        }
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One named column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Column name as published.
    pub name: String,
    /// Its values. Tables that hold the same column share them.
    pub data: Arc<Data>,
}

/// Named columns of equal length. Invariant: all columns have the same number of rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column.
    ///
    /// # Panics
    /// If its length differs from the columns before: a bug of the caller.
    pub fn push(&mut self, name: impl Into<String>, data: Data) {
        self.share(name, &Arc::new(data));
    }

    /// Adds a column that another table holds, too.
    ///
    /// # Panics
    /// As [`Self::push`].
    pub fn share(&mut self, name: impl Into<String>, data: &Arc<Data>) {
        if let Some(first) = self.columns.first() {
            assert_eq!(first.data.len(), data.len(), "columns of one table have one length");
        }
        self.columns.push(Column { name: name.into(), data: Arc::clone(data) });
    }

    /// The columns in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Data> {
        self.columns.iter().find(|c| c.name == name).map(|c| &*c.data)
    }

    /// A column by name, to be shared with another table.
    #[must_use]
    pub fn shared(&self, name: &str) -> Option<&Arc<Data>> {
        self.columns.iter().find(|c| c.name == name).map(|c| &c.data)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| c.data.len())
    }
}
