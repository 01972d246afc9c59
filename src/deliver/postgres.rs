//! The run in PostgreSQL: master, xref, tags and the change feed, in one transaction.
//!
//! Every table comes by COPY into a temporary one and is settled from there: gone rows are deleted, new and different ones
//! upserted, equal ones not touched. So whatever is there, also after a rollback or a failed night, the tables are those
//! of the run afterwards. Tables are made and columns added only where they are missing: who reads is not kept waiting, and
//! an owner may make the schema beforehand. There is no TLS: a unix socket, this machine, or a tunnel that ends on it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use chrono::{SecondsFormat, TimeZone as _, Utc};
use postgres::config::Host;
use postgres::{Client, Config, NoTls};

use crate::model::table::{Column, Data, Table};

use super::error::DeliverError;

/// Bytes of a COPY that are sent at a time.
const CHUNK: usize = 1 << 20;

/// Seconds to wait for a connection.
const CONNECT_SECONDS: u64 = 15;

/// Where a run goes.
#[derive(Debug, Clone)]
pub struct PostgresTarget {
    /// `host=/run/postgresql dbname=customers user=guiyi`, or `postgres://…`.
    pub connection: String,
    /// Password, where the connection text names none.
    pub password: Option<String>,
    /// Schema of the tables; made if absent.
    pub schema: String,
}

/// What is loaded.
#[derive(Debug)]
pub struct PostgresLoad<'a> {
    /// `master`.
    pub master: &'a Table,
    /// `xref`.
    pub xref: &'a Table,
    /// One row per customer and tag: `customer_id`, `tag`.
    pub tags: &'a Table,
    /// The change feed of this run, and before it those of runs that did not arrive.
    pub feeds: &'a [PostgresFeed],
}

/// The change feed of one run.
#[derive(Debug)]
pub struct PostgresFeed {
    /// Id of the run.
    pub run_id: String,
    /// Id of the run it builds on; empty for the first.
    pub previous_run: String,
    /// The moment it looks from, with offset.
    pub as_of: String,
    /// `changes`.
    pub changes: Table,
}

/// A connection, with an open transaction from the load on; dropped without [`Postgres::commit`], nothing has happened.
pub struct Postgres {
    client: Client,
    schema: String,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Postgres({})", self.schema)
    }
}

impl Postgres {
    /// Connects.
    ///
    /// # Errors
    /// If the connection text makes no sense or names another machine, or the server says no.
    pub fn connect(target: &PostgresTarget) -> Result<Self, DeliverError> {
        let mut config: Config = target.connection.parse().map_err(failed("understand the connection text of"))?;
        for host in config.get_hosts() {
            let remote = matches!(host, Host::Tcp(name) if !matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"));
            if remote {
                let message = "it is on another machine, and there is no TLS\n\nhint: use a unix socket, localhost, or a tunnel";
                return Err(DeliverError::Postgres { action: "connect to", message: message.to_owned() });
            }
        }
        if let (Some(password), None) = (&target.password, config.get_password()) {
            config.password(password);
        }
        config.connect_timeout(Duration::from_secs(CONNECT_SECONDS)).application_name("guiyi");
        let client = config.connect(NoTls).map_err(failed("connect to"))?;
        Ok(Self { client, schema: target.schema.clone() })
    }

    /// Ids of the runs whose change feed is there; `None` before the first load.
    ///
    /// # Errors
    /// What the server says.
    pub fn loaded_runs(&mut self) -> Result<Option<BTreeSet<String>>, DeliverError> {
        if self.columns_of("runs")?.is_empty() {
            return Ok(None);
        }
        let sql = format!("SELECT run_id FROM {}.runs", quoted(&self.schema));
        let rows = self.client.query(&sql, &[]).map_err(failed("read the runs in"))?;
        Ok(Some(rows.iter().map(|row| row.get(0)).collect()))
    }

    /// Begins the transaction and loads a run. Nobody sees it before the commit.
    ///
    /// # Errors
    /// What the server says.
    pub fn load(&mut self, load: &PostgresLoad) -> Result<(), DeliverError> {
        self.run_sql("begin a transaction in", "BEGIN")?;
        let there = self.client.query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", &[&self.schema]);
        if there.map_err(failed("look at the schemas of"))?.is_empty() {
            let schema = quoted(&self.schema);
            self.run_sql("make the schema in", &format!("CREATE SCHEMA {schema}"))?;
        }
        self.settle("master", &["customer_id"], load.master)?;
        self.settle("xref", &["file", "row"], load.xref)?;
        self.settle("tags", &["customer_id", "tag"], load.tags)?;
        self.make_feeds()?;
        load.feeds.iter().try_for_each(|feed| self.feed(feed))
    }

    /// Makes it visible.
    ///
    /// # Errors
    /// What the server says; nothing is visible then.
    pub fn commit(mut self) -> Result<(), DeliverError> {
        self.run_sql("commit to", "COMMIT")
    }

    /// Makes a table of the schema equal to this one.
    fn settle(&mut self, name: &str, keys: &[&str], table: &Table) -> Result<(), DeliverError> {
        let (target, fresh) = (format!("{}.{}", quoted(&self.schema), quoted(name)), quoted(&format!("new_{name}")));
        let is_key = |column: &str| keys.contains(&column);
        let all = list(table.columns().iter().map(|c| quoted(&c.name)));
        let typed = |column: &Column| format!("{} {}", quoted(&column.name), sql_type(&column.data));
        let key_list = list(keys.iter().map(|k| quoted(k)));
        let made = list(table.columns().iter().filter(|c| is_key(&c.name)).map(|c| format!("{} NOT NULL", typed(c))));
        let mut there = self.columns_of(name)?;
        if there.is_empty() {
            self.run_sql("make a table in", &format!("CREATE TABLE {target} ({made}, PRIMARY KEY ({key_list}))"))?;
            there = keys.iter().map(|&key| key.to_owned()).collect();
        }
        for column in table.columns().iter().filter(|c| !there.iter().any(|name| is_named(name, &c.name))) {
            self.run_sql("add a column in", &format!("ALTER TABLE {target} ADD COLUMN {}", typed(column)))?;
        }
        // Columns that earlier runs had stay, for views may use them; they are emptied.
        for old in there.iter().filter(|name| !table.columns().iter().any(|c| is_named(name, &c.name))).map(|name| quoted(name)) {
            self.run_sql("empty a column in", &format!("UPDATE {target} SET {old} = NULL WHERE {old} IS NOT NULL"))?;
        }
        let columns = list(table.columns().iter().map(typed));
        self.run_sql("make a table in", &format!("CREATE TEMPORARY TABLE {fresh} ({columns}) ON COMMIT DROP"))?;
        self.copy(&format!("COPY {fresh} ({all}) FROM STDIN"), table, "")?;
        let same = keys.iter().map(|k| format!("n.{0} = o.{0}", quoted(k))).collect::<Vec<_>>().join(" AND ");
        self.run_sql("remove rows in", &format!("DELETE FROM {target} o WHERE NOT EXISTS (SELECT 1 FROM {fresh} n WHERE {same})"))?;
        let values: Vec<String> = table.columns().iter().filter(|c| !is_key(&c.name)).map(|c| quoted(&c.name)).collect();
        let conflict = if values.is_empty() {
            "DO NOTHING".to_owned()
        } else {
            let set = list(values.iter().map(|v| format!("{v} = EXCLUDED.{v}")));
            let (old, new) = (list(values.iter().map(|v| format!("o.{v}"))), list(values.iter().map(|v| format!("EXCLUDED.{v}"))));
            format!("DO UPDATE SET {set} WHERE ROW({old}) IS DISTINCT FROM ROW({new})")
        };
        let insert = format!("INSERT INTO {target} AS o ({all}) SELECT {all} FROM {fresh} ON CONFLICT ({key_list}) {conflict}");
        self.run_sql("write rows in", &insert)
    }

    /// Columns of a table of the schema; none if it is not there.
    fn columns_of(&mut self, table: &str) -> Result<Vec<String>, DeliverError> {
        let sql = "SELECT a.attname::text FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
                   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1";
        let found = self.client.query(sql, &[&self.schema, &table]).map_err(failed("look at the columns of"))?;
        Ok(found.iter().map(|row| row.get(0)).collect())
    }

    fn make_feeds(&mut self) -> Result<(), DeliverError> {
        let schema = quoted(&self.schema);
        let runs = "run_id text PRIMARY KEY, previous_run text, as_of timestamptz, loaded_at timestamptz NOT NULL DEFAULT now()";
        let changes = "run_id text NOT NULL, seq bigint NOT NULL, change text NOT NULL, customer_id text NOT NULL, \
                       into_customer_id text, fields text, PRIMARY KEY (run_id, seq)";
        for (name, columns) in [("runs", runs), ("changes", changes)] {
            if self.columns_of(name)?.is_empty() {
                self.run_sql("make a table in", &format!("CREATE TABLE {schema}.{name} ({columns})"))?;
            }
        }
        Ok(())
    }

    /// A run and its change feed. Loaded again, they are replaced.
    fn feed(&mut self, feed: &PostgresFeed) -> Result<(), DeliverError> {
        let schema = quoted(&self.schema);
        for table in ["runs", "changes"] {
            let sql = format!("DELETE FROM {schema}.{table} WHERE run_id = $1");
            self.client.execute(&sql, &[&feed.run_id]).map_err(failed("remove rows in"))?;
        }
        let sql =
            format!("INSERT INTO {schema}.runs (run_id, previous_run, as_of) VALUES ($1, NULLIF($2, ''), $3::text::timestamptz)");
        self.client.execute(&sql, &[&feed.run_id, &feed.previous_run, &feed.as_of]).map_err(failed("write rows in"))?;
        let sql = format!("COPY {schema}.changes (run_id, seq, change, customer_id, into_customer_id, fields) FROM STDIN");
        self.copy(&sql, &feed.changes, &format!("{}\t", feed.run_id))
    }

    /// Sends a table in the text form of COPY; every line begins with `before`.
    fn copy(&mut self, sql: &str, table: &Table, before: &str) -> Result<(), DeliverError> {
        let mut writer = self.client.copy_in(sql).map_err(failed("copy into"))?;
        let sent = |e: std::io::Error| DeliverError::Postgres { action: "copy into", message: e.to_string() };
        let mut chunk = String::with_capacity(CHUNK + 4096);
        for row in 0..table.rows() {
            chunk.push_str(before);
            for (i, column) in table.columns().iter().enumerate() {
                if i > 0 {
                    chunk.push('\t');
                }
                cell(&column.data, row, &mut chunk);
            }
            chunk.push('\n');
            if chunk.len() >= CHUNK {
                writer.write_all(chunk.as_bytes()).map_err(sent)?;
                chunk.clear();
            }
        }
        writer.write_all(chunk.as_bytes()).map_err(sent)?;
        writer.finish().map(|_| ()).map_err(failed("copy into"))
    }

    fn run_sql(&mut self, action: &'static str, sql: &str) -> Result<(), DeliverError> {
        self.client.batch_execute(sql).map_err(failed(action))
    }
}

/// Puts an action to what the server, or the way to it, says.
fn failed(action: &'static str) -> impl FnOnce(postgres::Error) -> DeliverError {
    move |error| {
        let said =
            error.as_db_error().map(|e| e.detail().map_or_else(|| e.message().to_owned(), |d| format!("{}: {d}", e.message())));
        let message = said.unwrap_or_else(|| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            format!("{error}{cause}")
        });
        DeliverError::Postgres { action, message }
    }
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Is this the name of that column? Names are cut at 63 bytes by the server.
fn is_named(there: &str, column: &str) -> bool {
    there == column || (there.len() >= 60 && column.starts_with(there))
}

/// A name as the server reads it back unchanged.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\"").replace('\0', ""))
}

fn sql_type(data: &Data) -> &'static str {
    match data {
        Data::Text(_) => "text",
        Data::Int(_) => "bigint",
        Data::Float(_) => "double precision",
        Data::Time(_) => "timestamptz",
        Data::Money(_) => "numeric",
        Data::Bool(_) => "boolean",
    }
}

/// A cell in the text form of COPY: `\N` is missing.
fn cell(data: &Data, row: usize, out: &mut String) {
    let before = out.len();
    let written = match data {
        Data::Text(values) => {
            escape(values.get(row), out);
            Ok(())
        }
        Data::Int(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Float(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Bool(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Money(values) => values[row].map_or(Ok(()), |v| money(v, out)),
        Data::Time(values) => {
            let at = values[row].and_then(|ms| Utc.timestamp_millis_opt(ms).single());
            at.map_or(Ok(()), |at| out.write_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true)))
        }
    };
    written.expect("a String takes everything");
    if out.len() == before {
        out.push_str("\\N");
    }
}

/// Minor units with two decimals.
fn money(minor: i64, out: &mut String) -> std::fmt::Result {
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    write!(out, "{sign}{}.{:02}", minor / 100, minor % 100)
}

/// A text with its control characters escaped; the server takes no zero byte.
fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => {}
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::TextColumn;

    fn check(data: &Data, expected: &[&str]) {
        for (row, expected) in expected.iter().enumerate() {
            let mut out = String::new();
            cell(data, row, &mut out);
            assert_eq!(out, *expected);
        }
    }

    #[test]
    fn cells_are_written_as_copy_reads_them() {
        check(&Data::Text(TextColumn::from_texts(["", "a\tb\\c\nd\0", "张三"])), &["\\N", "a\\tb\\\\c\\nd", "张三"]);
        check(&Data::Money(vec![Some(-5), Some(123), None]), &["-0.05", "1.23", "\\N"]);
        check(&Data::Time(vec![Some(0), None]), &["1970-01-01T00:00:00.000Z", "\\N"]);
        check(&Data::Bool(vec![Some(true), None]), &["true", "\\N"]);
    }

    #[test]
    fn another_machine_is_refused_before_anything_is_sent() {
        let target =
            |connection: &str| PostgresTarget { connection: connection.to_owned(), password: None, schema: "g".to_owned() };
        let error = Postgres::connect(&target("host=db.example.com user=x")).unwrap_err().to_string();
        assert!(error.contains("there is no TLS") && error.contains("hint: "), "{error}");
        let error = Postgres::connect(&target("hots=/run")).unwrap_err().to_string();
        assert!(error.contains("cannot understand the connection text of PostgreSQL"), "{error}");
    }

    #[test]
    fn names_are_quoted_and_known_again_where_the_server_cut_them() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        let long = "客户".repeat(12);
        assert!(is_named(&long[..63], &long) && !is_named("客户", &long) && is_named("name", "name"));
    }
}
