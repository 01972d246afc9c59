//! The SQL of rules: parsed, checked for names and types, rewritten, and only then given to polars.
//!
//! Comes in: the text of one expression and the columns it may see. Goes out: an [`Expression`], or what is wrong with
//! line and hint. Refused are sub-queries, table functions, window functions, and functions of clock or chance: a rule
//! sees its tables and `as_of`, nothing else. NULL is three-valued as in SQL; `/` by zero is NULL; a cast of what
//! cannot be cast is NULL.

mod check;
mod functions;

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::Expr;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};

/// Name of the moment a run looks from, in every SQL table.
pub(super) const AS_OF: &str = "as_of";

/// What values are, as far as rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// Whole or not.
    Number,
    /// Text.
    Text,
    /// A point in time, shown in the project's time zone.
    Time,
    /// Yes or no.
    Bool,
    /// NULL, or something already reported as wrong.
    Any,
}

impl Type {
    /// How messages call a value of this type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Number => "a number",
            Type::Text => "text",
            Type::Time => "a time",
            Type::Bool => "true or false",
            Type::Any => "NULL",
        }
    }

    /// May values of both types be compared or chosen between?
    pub(super) fn agrees(self, other: Type) -> bool {
        self == other || self == Type::Any || other == Type::Any
    }
}

/// Columns by name with their types.
pub(super) type Columns = BTreeMap<String, Type>;

/// What an expression is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Grain<'a> {
    /// One value per row; aggregates, where allowed, run over all rows.
    Row,
    /// One value per customer out of its rows; every column stands inside an aggregate. The rows that count are those
    /// where the named column is true.
    Group(Option<&'a str>),
}

/// A checked expression.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    /// For polars. Columns are as in the table; `as_of` is still a column.
    pub(super) expr: Expr,
    /// Type of its value.
    pub(super) kind: Type,
    /// Columns it reads, `as_of` left out.
    pub(super) uses: BTreeSet<String>,
    /// Tags it asks for with `HAS(tags, '…')`, each with its line within the expression.
    pub(super) tags: Vec<(String, u32)>,
    /// Patterns it matches columns against.
    pub(super) patterns: Vec<Pattern>,
    /// The aggregate it is, if it is one alone and of one column as it is.
    pub(super) fold: Option<Fold>,
}

/// One aggregate over the rows that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fold {
    /// `COUNT(*)`.
    Rows,
    /// `COUNT(column)`.
    Values(String),
    /// `SUM(column)`.
    Sum(String),
    /// `MIN(column)`.
    Least(String),
    /// `MAX(column)`.
    Greatest(String),
    /// `FIRST(column)`.
    First(String),
    /// `LAST(column)`.
    Last(String),
}

/// A column matched against a constant pattern: the same for the same text, so it may be computed once per distinct one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// The column.
    pub(super) column: String,
    /// The match, as it stands within the expression.
    pub(super) expr: Expr,
}

/// One mistake within an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SqlError {
    /// Line within the expression, from 1.
    pub(super) line: u32,
    /// Lower-case sentence.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

/// Parses and checks an expression.
pub(super) fn compile(text: &str, columns: &Columns, grain: Grain) -> Result<Expression, Vec<SqlError>> {
    let ast = parse(text)?;
    let fold = fold(&ast, columns);
    let mut checker = check::Checker::new(columns, grain);
    let (ast, kind) = checker.expression(ast);
    let walked = checker.finish();
    if !walked.errors.is_empty() {
        return Err(walked.errors);
    }
    let planned = |ast: sqlparser::ast::Expr| {
        polars::sql::sql_expr(ast.to_string()).map_err(|error| {
            let message = format!("`{}` is not understood: {}", one_line(text), one_line(&error.to_string()).to_lowercase());
            vec![SqlError { line: 1, message, hint: String::new() }]
        })
    };
    let patterns: Result<Vec<Pattern>, Vec<SqlError>> =
        walked.patterns.into_iter().map(|(column, call)| Ok(Pattern { column, expr: planned(call)? })).collect();
    Ok(Expression { expr: planned(ast)?, kind, uses: walked.uses, tags: walked.tags, patterns: patterns?, fold })
}

/// The aggregate that the whole expression is; `None` if it is anything else.
fn fold(ast: &sqlparser::ast::Expr, columns: &Columns) -> Option<Fold> {
    use sqlparser::ast::{Expr as Sql, FunctionArg, FunctionArgExpr, FunctionArguments};
    let function = match ast {
        Sql::Nested(inner) => return fold(inner, columns),
        Sql::Function(function) => function,
        _ => return None,
    };
    let FunctionArguments::List(list) = &function.args else { return None };
    let is_plain = function.filter.is_none()
        && function.over.is_none()
        && function.null_treatment.is_none()
        && function.within_group.is_empty()
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty();
    let name = function.name.to_string().to_lowercase();
    let column = match (list.args.as_slice(), is_plain) {
        ([FunctionArg::Unnamed(FunctionArgExpr::Wildcard)], true) if name == "count" => return Some(Fold::Rows),
        ([FunctionArg::Unnamed(FunctionArgExpr::Expr(Sql::Identifier(column)))], true) => {
            column_name(&column.to_string(), columns)?
        }
        _ => return None,
    };
    Some(match name.as_str() {
        "count" => Fold::Values(column),
        "sum" => Fold::Sum(column),
        "min" => Fold::Least(column),
        "max" => Fold::Greatest(column),
        "first" => Fold::First(column),
        "last" => Fold::Last(column),
        _ => return None,
    })
}

/// The parts of a condition that `AND` joins at its top, as text; the whole condition if it does not parse.
pub(super) fn parts(text: &str) -> Vec<String> {
    fn split(expr: &sqlparser::ast::Expr, out: &mut Vec<String>) {
        use sqlparser::ast::{BinaryOperator, Expr as Sql};
        match expr {
            Sql::BinaryOp { left, op: BinaryOperator::And, right } => {
                split(left, out);
                split(right, out);
            }
            Sql::Nested(inner) => split(inner, out),
            other => out.push(other.to_string()),
        }
    }
    let mut out = Vec::new();
    match parse(text) {
        Ok(expr) => split(&expr, &mut out),
        Err(_) => out.push(one_line(text)),
    }
    out
}

/// The column an expression is, if it is one and nothing else.
pub(super) fn column_name(text: &str, columns: &Columns) -> Option<String> {
    let Ok(sqlparser::ast::Expr::Identifier(name)) = parse(text) else { return None };
    if columns.contains_key(&name.value) {
        return Some(name.value);
    }
    let lower = name.value.to_lowercase();
    columns.keys().find(|column| column.to_lowercase() == lower).cloned()
}

/// Parses one expression that takes the whole text.
fn parse(text: &str) -> Result<sqlparser::ast::Expr, Vec<SqlError>> {
    let dialect = GenericDialect {};
    let parsed = Parser::new(&dialect).try_with_sql(text).and_then(|mut parser| {
        let expr = parser.parse_expr()?;
        match parser.peek_token().token {
            sqlparser::tokenizer::Token::EOF => Ok(expr),
            other => Err(ParserError::ParserError(format!("unexpected `{other}` after the expression"))),
        }
    });
    parsed.map_err(|error| {
        let message = match error {
            ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
            ParserError::RecursionLimitExceeded => "nested too deeply".to_owned(),
        };
        let (message, line) = split_location(&message);
        vec![SqlError {
            line,
            message: format!("`{}` is not valid SQL: {}", one_line(text), lower_first(&message)),
            hint: String::new(),
        }]
    })
}

/// Splits sqlparser's ` at Line: 2, Column: 5` off a message.
fn split_location(message: &str) -> (String, u32) {
    let Some((before, after)) = message.rsplit_once(" at Line: ") else { return (message.to_owned(), 1) };
    let line = after.split(',').next().and_then(|line| line.trim().parse().ok()).unwrap_or(1);
    (before.to_owned(), line)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The text on one line, for messages.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
