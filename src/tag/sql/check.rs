//! Walks one parsed expression: names, types and what is allowed; rewrites what polars would read differently.
//!
//! Rewritten are: names (quoted, as the table spells them), texts next to times (to times), `/` (NULL on zero), casts
//! (NULL where impossible), `DAYS_BETWEEN`, `HAS`, and in a group the aggregates, so that they see only the rows that count.

use std::collections::BTreeSet;

use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, Ident, Interval, ObjectName, Spanned, TypedString, UnaryOperator, Value,
};

use super::functions::{CLOCK, FUNCTIONS, Function as Known, Gives, Takes};
use super::{AS_OF, Columns, Grain, SqlError, Type};
use crate::rules::{did_you_mean, nearest};

/// State of one walk.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    columns: &'a Columns,
    grain: Grain<'a>,
    in_aggregate: bool,
    line: u32,
    uses: BTreeSet<String>,
    tags: Vec<(String, u32)>,
    errors: Vec<SqlError>,
}

impl<'a> Checker<'a> {
    /// A walk over an expression that may see these columns.
    pub(super) fn new(columns: &'a Columns, grain: Grain<'a>) -> Self {
        Self { columns, grain, in_aggregate: false, line: 1, uses: BTreeSet::new(), tags: Vec::new(), errors: Vec::new() }
    }

    /// Columns read, tags asked for with their lines, and mistakes found.
    pub(super) fn finish(self) -> (BTreeSet<String>, Vec<(String, u32)>, Vec<SqlError>) {
        (self.uses, self.tags, self.errors)
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

    fn unary(&mut self, op: UnaryOperator, expr: Expr) -> (Expr, Type) {
        let (expr, kind) = self.expression(expr);
        let gives = match op {
            UnaryOperator::Not => Type::Bool,
            UnaryOperator::Minus | UnaryOperator::Plus => Type::Number,
            other => self.error(format!("operator `{other}` is not allowed in rules"), ""),
        };
        self.expect(&format!("`{op}`"), kind, gives);
        (Expr::UnaryOp { op, expr: Box::new(expr) }, gives)
    }

    fn binary(&mut self, left: Expr, op: BinaryOperator, right: Expr) -> (Expr, Type) {
        if let (BinaryOperator::Plus | BinaryOperator::Minus, Expr::Interval(interval)) = (&op, &right) {
            let interval = self.interval(interval.clone());
            let (left, kind) = self.expression(left);
            self.expect(&format!("`{op} INTERVAL`"), kind, Type::Time);
            return (joined(left, op, interval), Type::Time);
        }
        let shown = format!("{left} {op} {right}");
        let (left, left_kind) = self.expression(left);
        let (right, right_kind) = self.expression(right);
        match op {
            BinaryOperator::And | BinaryOperator::Or => {
                self.expect(&format!("`{op}`"), left_kind, Type::Bool);
                self.expect(&format!("`{op}`"), right_kind, Type::Bool);
                (joined(left, op, right), Type::Bool)
            }
            BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq => {
                let (left, right) = self.comparable(&shown, (left, left_kind), (right, right_kind));
                (joined(left, op, right), Type::Bool)
            }
            BinaryOperator::Plus | BinaryOperator::Minus | BinaryOperator::Multiply | BinaryOperator::Modulo => {
                self.numbers(&shown, left_kind, right_kind);
                (joined(left, op, right), Type::Number)
            }
            BinaryOperator::Divide => {
                self.numbers(&shown, left_kind, right_kind);
                (joined(left, op, call("NULLIF", vec![right, number("0")])), Type::Number)
            }
            BinaryOperator::StringConcat => (joined(left, op, right), Type::Text),
            other => {
                let kind = self.error(format!("operator `{other}` is not allowed in rules"), "");
                (joined(left, other, right), kind)
            }
        }
    }

    fn numbers(&mut self, shown: &str, left: Type, right: Type) {
        if left == Type::Time && right == Type::Time {
            self.error(format!("`{shown}` subtracts times"), "`DAYS_BETWEEN(later, earlier)` gives days");
        } else if !left.agrees(Type::Number) || !right.agrees(Type::Number) {
            self.error(format!("`{shown}` calculates with {} and {}", left.name(), right.name()), "");
        }
    }

    /// Makes both sides comparable: a text beside a time is read as a time.
    fn comparable(&mut self, shown: &str, left: (Expr, Type), right: (Expr, Type)) -> (Expr, Expr) {
        match (left.1, right.1) {
            (Type::Time, Type::Text) => (left.0, self.time_literal(right.0)),
            (Type::Text, Type::Time) => (self.time_literal(left.0), right.0),
            (a, b) => {
                if !a.agrees(b) {
                    let hint = match (a, b) {
                        (Type::Number, Type::Text) | (Type::Text, Type::Number) => "numbers stand without quotes",
                        _ => "",
                    };
                    self.error(format!("`{shown}` compares {} with {}", a.name(), b.name()), hint);
                }
                (left.0, right.0)
            }
        }
    }

    /// `'2026-01-31'` or `'2026-01-31 18:00:00'` as a time.
    fn time_literal(&mut self, expr: Expr) -> Expr {
        let text = match &expr {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => text.trim().to_owned(),
                _ => String::new(),
            },
            _ => String::new(),
        };
        let full = match text.len() {
            10 => format!("{text} 00:00:00"),
            16 => format!("{}:00", text.replacen('T', " ", 1)),
            _ => text.replacen('T', " ", 1),
        };
        if chrono::NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M:%S").is_err() {
            self.error(format!("`{expr}` is compared with a time"), "write a time as `'2026-01-31'` or `'2026-01-31 18:00'`");
            return expr;
        }
        Expr::TypedString(TypedString {
            data_type: DataType::Timestamp(None, sqlparser::ast::TimezoneInfo::None),
            value: Value::SingleQuotedString(full).into(),
            uses_odbc_syntax: false,
        })
    }

    fn interval(&mut self, interval: Interval) -> Expr {
        let quoted = matches!(interval.value.as_ref(), Expr::Value(v) if matches!(v.value, Value::SingleQuotedString(_)));
        if !quoted || interval.leading_field.is_some() {
            self.error(format!("`{interval}` is no interval"), "write `INTERVAL '30 days'`");
        }
        Expr::Interval(interval)
    }

    fn between(&mut self, expr: Expr, negated: bool, low: Expr, high: Expr) -> (Expr, Type) {
        let shown = format!("{expr} BETWEEN {low} AND {high}");
        let value = self.expression(expr);
        let low = self.expression(low);
        let high = self.expression(high);
        let (_, low) = self.comparable(&shown, value.clone(), low);
        let (expr, high) = self.comparable(&shown, value, high);
        (Expr::Between { expr: Box::new(expr), negated, low: Box::new(low), high: Box::new(high) }, Type::Bool)
    }

    fn in_list(&mut self, expr: Expr, list: Vec<Expr>, negated: bool) -> (Expr, Type) {
        let shown = expr.to_string();
        let (expr, kind) = self.expression(expr);
        let list = list
            .into_iter()
            .map(|element| {
                let (element, element_kind) = self.expression(element);
                if kind == Type::Time {
                    self.error(format!("`{shown} IN (…)` lists times"), "use `BETWEEN`");
                } else if !element_kind.agrees(kind) {
                    let message = format!("`{shown} IN (…)` compares {} with {}", kind.name(), element_kind.name());
                    self.error(message, "");
                }
                element
            })
            .collect();
        (Expr::InList { expr: Box::new(expr), list, negated }, Type::Bool)
    }

    fn like(&mut self, expr: Expr, pattern: Expr) -> (Box<Expr>, Box<Expr>) {
        let (expr, kind) = self.expression(expr);
        self.expect("LIKE", kind, Type::Text);
        if !matches!(&pattern, Expr::Value(v) if matches!(v.value, Value::SingleQuotedString(_))) {
            self.error("the pattern of LIKE must be a text".to_owned(), "for example `LIKE '%售后%'`");
        }
        (Box::new(expr), Box::new(pattern))
    }

    #[expect(clippy::type_complexity, reason = "the parts of one CASE, taken apart and put together in one place")]
    fn case(
        &mut self,
        operand: Option<Box<Expr>>,
        conditions: Vec<CaseWhen>,
        else_result: Option<Box<Expr>>,
    ) -> (Option<Box<Expr>>, Vec<CaseWhen>, Option<Box<Expr>>, Type) {
        let operand = operand.map(|operand| self.expression(*operand));
        let mut gives = Type::Any;
        let conditions = conditions
            .into_iter()
            .map(|when| {
                let (condition, kind) = self.expression(when.condition);
                let expected = operand.as_ref().map_or(Type::Bool, |(_, kind)| *kind);
                self.expect("WHEN", kind, expected);
                let (result, kind) = self.expression(when.result);
                gives = self.same("CASE", gives, kind);
                CaseWhen { condition, result }
            })
            .collect();
        let else_result = else_result.map(|result| {
            let (result, kind) = self.expression(*result);
            gives = self.same("CASE", gives, kind);
            Box::new(result)
        });
        (operand.map(|(expr, _)| Box::new(expr)), conditions, else_result, gives)
    }

    /// The type two branches agree on.
    fn same(&mut self, what: &str, first: Type, second: Type) -> Type {
        if !first.agrees(second) {
            return self.error(format!("{what} gives {} and {}", first.name(), second.name()), "");
        }
        if first == Type::Any { second } else { first }
    }

    fn cast(&mut self, expr: Expr, data_type: DataType) -> (Expr, Type) {
        let (expr, from) = self.expression(expr);
        let kind = match &data_type {
            DataType::Int(_)
            | DataType::Integer(_)
            | DataType::BigInt(_)
            | DataType::Float(_)
            | DataType::Double(_)
            | DataType::DoublePrecision
            | DataType::Real => Type::Number,
            DataType::Varchar(_) | DataType::Text | DataType::String(_) => Type::Text,
            DataType::Boolean | DataType::Bool => Type::Bool,
            DataType::Timestamp(..) if from.agrees(Type::Time) => Type::Time,
            other => {
                let hint = "known are `BIGINT`, `DOUBLE`, `VARCHAR`, `BOOLEAN`; times are fields of kind `date`";
                self.error(format!("cannot cast to `{other}`"), hint)
            }
        };
        let cast = Expr::Cast { kind: CastKind::TryCast, expr: Box::new(expr), data_type, array: false, format: None };
        (cast, kind)
    }

    fn function(&mut self, function: Function) -> (Expr, Type) {
        let name = function.name.to_string().to_lowercase();
        if CLOCK.contains(&name.as_str()) {
            let kind = self.error(format!("`{name}` would differ from run to run"), "use `as_of`, the moment the run looks from");
            return (Expr::Function(function), kind);
        }
        let Some(known) = FUNCTIONS.iter().find(|known| known.name == name) else {
            let names: Vec<&str> = FUNCTIONS.iter().map(|known| known.name).collect();
            let hint = nearest(&name, names).map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            let kind = self.error(format!("unknown function `{name}`"), hint);
            return (Expr::Function(function), kind);
        };
        if function.over.is_some() || function.null_treatment.is_some() || !function.within_group.is_empty() {
            let kind = self.error(format!("`{name}` with a window is not allowed in rules"), "");
            return (Expr::Function(function), kind);
        }
        let (args, distinct) = match function.args {
            FunctionArguments::List(list) if list.clauses.is_empty() => {
                (list.args, matches!(list.duplicate_treatment, Some(DuplicateTreatment::Distinct)))
            }
            FunctionArguments::List(_) | FunctionArguments::None | FunctionArguments::Subquery(_) => {
                let kind = self.error(format!("`{name}` is written with arguments that rules do not allow"), "");
                return (Expr::Value(Value::Null.into()), kind);
            }
        };
        if known.aggregate {
            return self.aggregate(known, args, distinct, function.filter.map(|filter| *filter));
        }
        if distinct || function.filter.is_some() {
            self.error(format!("`{name}` is no aggregate, it takes no DISTINCT or FILTER"), "");
        }
        let mut plain = Vec::new();
        for arg in args {
            match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => plain.push(expr),
                other => {
                    self.error(format!("`{name}` does not take `{other}`"), "");
                }
            }
        }
        let (args, gives) = self.arguments(known, plain);
        if name == "days_between" {
            return (days_between(args), gives);
        }
        if name == "has" {
            return (self.has(args), gives);
        }
        let called = call(&name, args);
        if matches!(name.as_str(), "length" | "strpos" | "date_part") {
            return (cast(called, DataType::BigInt(None)), gives);
        }
        (called, gives)
    }

    /// `HAS(list, 'text')`.
    fn has(&mut self, args: Vec<Expr>) -> Expr {
        let wanted = args.get(1).and_then(|wanted| match wanted {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        });
        let (Some(list), Some(wanted)) = (args.into_iter().next(), wanted) else {
            self.error("the second argument of `has` must be a text".to_owned(), "for example `HAS(tags, '金卡会员')`");
            return Expr::Value(Value::Null.into());
        };
        if matches!(&list, Expr::Identifier(name) if name.value == "tags") {
            self.tags.push((wanted.clone(), self.line));
        }
        has(list, &wanted)
    }

    /// Checks number and types of arguments.
    fn arguments(&mut self, known: &Known, args: Vec<Expr>) -> (Vec<Expr>, Type) {
        if args.len() < known.min || args.len() > known.max {
            let wanted = if known.min == known.max { known.min.to_string() } else { format!("{} to {}", known.min, known.max) };
            self.error(format!("`{}` takes {wanted} arguments, not {}", known.name, args.len()), "");
        }
        let mut same = Type::Any;
        let checked = args
            .into_iter()
            .enumerate()
            .map(|(i, arg)| {
                let (arg, kind) = self.expression(arg);
                match known.takes[i.min(known.takes.len() - 1)] {
                    Takes::Only(expected) => self.expect(&format!("`{}`", known.name), kind, expected),
                    Takes::Same => same = self.same(&format!("`{}`", known.name), same, kind),
                    Takes::Anything => {}
                }
                arg
            })
            .collect();
        let gives = match known.gives {
            Gives::Type(kind) => kind,
            Gives::Argument => same,
        };
        (checked, gives)
    }

    /// An aggregate over the rows that count.
    fn aggregate(&mut self, known: &Known, args: Vec<FunctionArg>, distinct: bool, filter: Option<Expr>) -> (Expr, Type) {
        if self.in_aggregate {
            let kind = self.error(format!("`{}` stands inside another aggregate", known.name), "write a metric for the inner one");
            return (Expr::Value(Value::Null.into()), kind);
        }
        self.in_aggregate = true;
        let filter = filter.map(|filter| *self.boolean(filter, "FILTER"));
        let star = matches!(args.as_slice(), [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]) && known.name == "count";
        let plain: Vec<Expr> = args
            .into_iter()
            .filter_map(|arg| match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
                _ => None,
            })
            .collect();
        let (args, gives) = if star { (Vec::new(), Type::Number) } else { self.arguments(known, plain) };
        self.in_aggregate = false;
        let counts = match self.grain {
            Grain::Group(Some(column)) => Some(Expr::Identifier(Ident::with_quote('"', column))),
            Grain::Group(None) | Grain::Row => None,
        };
        let condition = match (counts, filter) {
            (Some(counts), Some(filter)) => Some(joined(counts, BinaryOperator::And, Expr::Nested(Box::new(filter)))),
            (one, other) => one.or(other),
        };
        (aggregate_call(known.name, args, distinct, condition), gives)
    }
}

/// `F(x)` over the rows where `condition` holds: aggregates that skip NULL see `CASE WHEN condition THEN x END`,
/// which polars computes without regrouping; `FIRST` and `LAST` need the rows gone.
fn aggregate_call(name: &str, mut args: Vec<Expr>, distinct: bool, condition: Option<Expr>) -> Expr {
    let mut filter = None;
    if let Some(condition) = condition {
        if matches!(name, "first" | "last") {
            filter = Some(Box::new(condition));
        } else if args.is_empty() {
            args.push(case_when(condition, number("1")));
        } else {
            let first = args.remove(0);
            args.insert(0, case_when(condition, first));
        }
    }
    let star = args.is_empty();
    let mut list: Vec<FunctionArg> = args.into_iter().map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg))).collect();
    if star {
        list.push(FunctionArg::Unnamed(FunctionArgExpr::Wildcard));
    }
    let called = function(name, list, distinct, filter);
    // polars counts without sign: `COUNT(*) - 1` of nothing must be -1.
    if name == "count" { cast(called, DataType::BigInt(None)) } else { called }
}

fn case_when(condition: Expr, result: Expr) -> Expr {
    Expr::Case {
        case_token: sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        end_token: sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        operand: None,
        conditions: vec![CaseWhen { condition, result }],
        else_result: None,
    }
}

/// Whole days of 24 hours from the second time to the first: polars holds timestamps as microseconds.
fn days_between(args: Vec<Expr>) -> Expr {
    const MICROS_PER_DAY: &str = "86400000000";
    let micros =
        |time: Expr| cast(cast(time, DataType::Timestamp(None, sqlparser::ast::TimezoneInfo::None)), DataType::BigInt(None));
    let mut args = args.into_iter().map(micros);
    let (Some(later), Some(earlier)) = (args.next(), args.next()) else { return Expr::Value(Value::Null.into()) };
    let difference = Expr::Nested(Box::new(joined(later, BinaryOperator::Minus, earlier)));
    let days = joined(difference, BinaryOperator::Divide, number(MICROS_PER_DAY));
    cast(Expr::Floor { expr: Box::new(days), field: floor_kind() }, DataType::BigInt(None))
}

/// Is a text one of the `|`-joined list? A missing list holds nothing. `STRPOS` of polars takes a pattern, so the
/// list is compared with itself less the text.
fn has(list: Expr, wanted: &str) -> Expr {
    let text = |text: &str| Expr::Value(Value::SingleQuotedString(text.to_owned()).into());
    let marked = call("CONCAT", vec![text("|"), call("COALESCE", vec![list, text("")]), text("|")]);
    let less = call("REPLACE", vec![marked.clone(), text(&format!("|{wanted}|")), text("")]);
    Expr::Nested(Box::new(joined(call("LENGTH", vec![marked]), BinaryOperator::NotEq, call("LENGTH", vec![less]))))
}

fn floor_kind() -> sqlparser::ast::CeilFloorKind {
    sqlparser::ast::CeilFloorKind::DateTimeField(sqlparser::ast::DateTimeField::NoDateTime)
}

fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast { kind: CastKind::TryCast, expr: Box::new(expr), data_type, array: false, format: None }
}

fn joined(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

fn number(digits: &str) -> Expr {
    Expr::Value(Value::Number(digits.to_owned(), false).into())
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    function(name, args.into_iter().map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg))).collect(), false, None)
}

fn function(name: &str, args: Vec<FunctionArg>, distinct: bool, filter: Option<Box<Expr>>) -> Expr {
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name.to_uppercase())]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: distinct.then_some(DuplicateTreatment::Distinct),
            args,
            clauses: Vec::new(),
        }),
        filter,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}
