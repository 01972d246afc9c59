//! Walks one parsed expression: names, types and what is allowed; rewrites what polars would read differently.
//!
//! Rewritten are: names (quoted, as the table spells them), texts next to times (to times), `/` (NULL on zero), casts
//! (NULL where impossible), `DAYS_BETWEEN`, `HAS`, and in a group the aggregates, so that they see only the rows that count.

mod operators;
mod choice;
mod calls;
mod build;

use std::collections::BTreeSet;

use sqlparser::ast::{DataType, Expr, Ident, Spanned, Value};

use super::{AS_OF, Columns, Grain, SqlError, Type};
use crate::rules::{did_you_mean, nearest};
use build::cast;

/// State of one walk.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    columns: &'a Columns,
    grain: Grain<'a>,
    in_aggregate: bool,
    line: u32,
    uses: BTreeSet<String>,
    tags: Vec<(String, u32)>,
    patterns: Vec<(String, Expr)>,
    errors: Vec<SqlError>,
}

/// What a walk found.
#[derive(Debug)]
pub(super) struct Walked {
    /// Columns read.
    pub(super) uses: BTreeSet<String>,
    /// Tags asked for, with their lines.
    pub(super) tags: Vec<(String, u32)>,
    /// Columns matched against a constant pattern, with the call.
    pub(super) patterns: Vec<(String, Expr)>,
    /// Mistakes.
    pub(super) errors: Vec<SqlError>,
}

impl<'a> Checker<'a> {
    /// A walk over an expression that may see these columns.
    pub(super) fn new(columns: &'a Columns, grain: Grain<'a>) -> Self {
        let (uses, tags, patterns, errors) = (BTreeSet::new(), Vec::new(), Vec::new(), Vec::new());
        Self { columns, grain, in_aggregate: false, line: 1, uses, tags, patterns, errors }
    }

    /// What was found.
    pub(super) fn finish(self) -> Walked {
        Walked { uses: self.uses, tags: self.tags, patterns: self.patterns, errors: self.errors }
    }

    fn error(&mut self, message: String, hint: impl Into<String>) -> Type {
        self.errors.push(SqlError { line: self.line, message, hint: hint.into() });
        Type::Any
    }

    /// Checks and rewrites one expression, and says what it gives.
    pub(super) fn expression(&mut self, expr: Expr) -> (Expr, Type) {
        let line = expr.span().start.line;
        if line > 0 {
            self.line = u32::try_from(line).unwrap_or(u32::MAX);
        }
        match expr {
            Expr::Identifier(name) => self.column(&name),
            Expr::Value(value) => {
                let kind = self.literal(&value.value);
                (Expr::Value(value), kind)
            }
            Expr::Nested(inner) => {
                let (inner, kind) = self.expression(*inner);
                (Expr::Nested(Box::new(inner)), kind)
            }
            Expr::UnaryOp { op, expr } => self.unary(op, *expr),
            Expr::BinaryOp { left, op, right } => self.binary(*left, op, *right),
            Expr::Between { expr, negated, low, high } => self.between(*expr, negated, *low, *high),
            Expr::InList { expr, list, negated } => self.in_list(*expr, list, negated),
            Expr::Like { negated, any: false, expr, pattern, escape_char: None } => {
                let (expr, pattern) = self.like(*expr, *pattern);
                (Expr::Like { negated, any: false, expr, pattern, escape_char: None }, Type::Bool)
            }
            Expr::ILike { negated, any: false, expr, pattern, escape_char: None } => {
                let (expr, pattern) = self.like(*expr, *pattern);
                (Expr::ILike { negated, any: false, expr, pattern, escape_char: None }, Type::Bool)
            }
            Expr::IsNull(inner) => (Expr::IsNull(Box::new(self.expression(*inner).0)), Type::Bool),
            Expr::IsNotNull(inner) => (Expr::IsNotNull(Box::new(self.expression(*inner).0)), Type::Bool),
            Expr::IsTrue(inner) => (Expr::IsTrue(self.boolean(*inner, "IS TRUE")), Type::Bool),
            Expr::IsFalse(inner) => (Expr::IsFalse(self.boolean(*inner, "IS FALSE")), Type::Bool),
            Expr::IsNotTrue(inner) => (Expr::IsNotTrue(self.boolean(*inner, "IS NOT TRUE")), Type::Bool),
            Expr::IsNotFalse(inner) => (Expr::IsNotFalse(self.boolean(*inner, "IS NOT FALSE")), Type::Bool),
            Expr::Case { case_token, end_token, operand, conditions, else_result } => {
                let (operand, conditions, else_result, kind) = self.case(operand, conditions, else_result);
                (Expr::Case { case_token, end_token, operand, conditions, else_result }, kind)
            }
            Expr::Cast { expr, data_type, array: false, format: None, .. } => self.cast(*expr, data_type),
            Expr::Extract { field, syntax, expr } => {
                let (expr, kind) = self.expression(*expr);
                self.expect("EXTRACT", kind, Type::Time);
                (cast(Expr::Extract { field, syntax, expr: Box::new(expr) }, DataType::BigInt(None)), Type::Number)
            }
            Expr::Ceil { expr, field } => {
                let (expr, kind) = self.expression(*expr);
                self.expect("CEIL", kind, Type::Number);
                (Expr::Ceil { expr: Box::new(expr), field }, Type::Number)
            }
            Expr::Floor { expr, field } => {
                let (expr, kind) = self.expression(*expr);
                self.expect("FLOOR", kind, Type::Number);
                (Expr::Floor { expr: Box::new(expr), field }, Type::Number)
            }
            Expr::Trim { expr, trim_where, trim_what: None, trim_characters: None } => {
                let (expr, kind) = self.expression(*expr);
                self.expect("TRIM", kind, Type::Text);
                (Expr::Trim { expr: Box::new(expr), trim_where, trim_what: None, trim_characters: None }, Type::Text)
            }
            Expr::Substring { expr, substring_from, substring_for, special, shorthand } => {
                let (expr, kind) = self.expression(*expr);
                self.expect("SUBSTRING", kind, Type::Text);
                let substring_from = substring_from.map(|e| Box::new(self.expression(*e).0));
                let substring_for = substring_for.map(|e| Box::new(self.expression(*e).0));
                (Expr::Substring { expr: Box::new(expr), substring_from, substring_for, special, shorthand }, Type::Text)
            }
            Expr::Function(function) => self.function(function),
            Expr::Interval(interval) => {
                let kind = self.error(
                    "an interval stands only after `+` or `-` of a time".to_owned(),
                    "for example `as_of - INTERVAL '30 days'`",
                );
                (Expr::Interval(interval), kind)
            }
            other @ (Expr::Subquery(_) | Expr::InSubquery { .. } | Expr::Exists { .. } | Expr::InUnnest { .. }) => {
                let kind = self.error("sub-queries are not allowed".to_owned(), "write a metric and use its name");
                (other, kind)
            }
            other @ Expr::CompoundIdentifier(_) => {
                let kind = self.error(format!("`{other}` names a table"), "write the column alone");
                (other, kind)
            }
            other => {
                let kind = self.error(format!("`{other}` is not allowed in rules"), "");
                (other, kind)
            }
        }
    }

    fn column(&mut self, name: &Ident) -> (Expr, Type) {
        let line = name.span.start.line;
        if line > 0 {
            self.line = u32::try_from(line).unwrap_or(u32::MAX);
        }
        if name.value.eq_ignore_ascii_case(AS_OF) {
            return (Expr::Identifier(Ident::with_quote('"', AS_OF)), Type::Time);
        }
        let known = self.columns.get_key_value(&name.value).or_else(|| {
            let lower = name.value.to_lowercase();
            self.columns.iter().find(|(column, _)| column.to_lowercase() == lower)
        });
        let Some((column, kind)) = known else {
            let hint = if name.quote_style.is_some() && nearest(&name.value, self.columns.keys().map(String::as_str)).is_none() {
                format!("texts stand in single quotes: `'{}'`", name.value)
            } else {
                did_you_mean(&name.value, self.columns.keys().map(String::as_str))
            };
            let kind = self.error(format!("unknown column `{}`", name.value), hint);
            return (Expr::Identifier(name.clone()), kind);
        };
        if matches!(self.grain, Grain::Group(_)) && !self.in_aggregate {
            let message = format!("`{column}` has many values per customer");
            self.error(message, format!("say which one: `MAX({column})`, `MIN({column})`, `COUNT({column})` …"));
        }
        self.uses.insert(column.clone());
        (Expr::Identifier(Ident::with_quote('"', column.clone())), *kind)
    }

    fn literal(&mut self, value: &Value) -> Type {
        match value {
            Value::Number(..) => Type::Number,
            Value::SingleQuotedString(_) => Type::Text,
            Value::Boolean(_) => Type::Bool,
            Value::Null => Type::Any,
            other => self.error(format!("`{other}` is not allowed in rules"), ""),
        }
    }

    /// Notes a value of the wrong type.
    fn expect(&mut self, what: &str, kind: Type, expected: Type) {
        if !kind.agrees(expected) {
            self.error(format!("{what} needs {}, not {}", expected.name(), kind.name()), "");
        }
    }

    fn boolean(&mut self, expr: Expr, what: &str) -> Box<Expr> {
        let (expr, kind) = self.expression(expr);
        self.expect(what, kind, Type::Bool);
        Box::new(expr)
    }
}
