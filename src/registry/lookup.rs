//! Looks rows up in the Parquet files of a published run, without running anything again.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;
use polars::prelude::{BooleanChunked, ChunkCompareEq as _, DataFrame, DataType};

use crate::model::publish::type_of;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::parquet;

/// Rows of a published table.
#[derive(Debug)]
pub struct PublishedTable(DataFrame);

impl PublishedTable {
    /// Reads a Parquet file of a run.
    ///
    /// # Errors
    /// If it cannot be read or is damaged.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        parquet::read(path, None).map(Self)
    }

    /// The rows whose column holds this text, in the file's order.
    ///
    /// # Errors
    /// If there is no such text column.
    pub fn with_text(&self, column: &str, value: &str) -> anyhow::Result<Self> {
        self.filtered(&self.0.column(column)?.str()?.equal(value))
    }

    /// The rows whose column holds one of these texts.
    ///
    /// # Errors
    /// If there is no such text column.
    pub fn with_any_text(&self, column: &str, values: &BTreeSet<&str>) -> anyhow::Result<Self> {
        let texts = self.0.column(column)?.str()?;
        let keep: BooleanChunked = texts.iter().map(|text| text.is_some_and(|text| values.contains(text))).collect();
        self.filtered(&keep)
    }

    /// The rows whose column holds this number.
    ///
    /// # Errors
    /// If there is no such column of whole numbers.
    pub fn with_number(&self, column: &str, value: i64) -> anyhow::Result<Self> {
        self.filtered(&self.0.column(column)?.i64()?.equal(value))
    }

    fn filtered(&self, keep: &BooleanChunked) -> anyhow::Result<Self> {
        Ok(Self(self.0.filter(keep)?))
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.height() == 0
    }

    /// The cells of a text column; none if there is no such column.
    #[must_use]
    pub fn texts(&self, column: &str) -> Vec<String> {
        let texts = parquet::texts(&self.0, column).unwrap_or_default();
        texts.iter().map(str::to_owned).collect()
    }

    /// The rows as a plain table.
    ///
    /// # Errors
    /// If a column has a type that no published table has.
    pub fn table(&self) -> anyhow::Result<Table> {
        let mut table = Table::new();
        for column in self.0.columns() {
            let name = column.name().as_str();
            let data = match column.dtype() {
                DataType::String => Data::Text(TextColumn::from_texts(column.str()?.iter().map(Option::unwrap_or_default))),
                DataType::Int64 if type_of(name) == "money" => Data::Money(column.i64()?.iter().collect()),
                DataType::Int64 => Data::Int(column.i64()?.iter().collect()),
                DataType::Float64 => Data::Float(column.f64()?.iter().collect()),
                DataType::Boolean => Data::Bool(column.bool()?.iter().collect()),
                DataType::Datetime(..) => Data::Time(column.datetime()?.physical().iter().collect()),
                other => return Err(anyhow::anyhow!("column `{name}` has the unknown type {other}")).context("a damaged run"),
            };
            table.push(name, data);
        }
        Ok(table)
    }
}
