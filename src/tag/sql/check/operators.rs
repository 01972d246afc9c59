//! Operators: what they may stand between, and a text beside a time read as a time.

use sqlparser::ast::{BinaryOperator, DataType, Expr, Interval, TypedString, UnaryOperator, Value};

use super::super::Type;
use super::Checker;
use super::build::{call, joined, number};

impl Checker<'_> {
    pub(super) fn unary(&mut self, op: UnaryOperator, expr: Expr) -> (Expr, Type) {
        let (expr, kind) = self.expression(expr);
        let gives = match op {
            UnaryOperator::Not => Type::Bool,
            UnaryOperator::Minus | UnaryOperator::Plus => Type::Number,
            other => self.error(format!("operator `{other}` is not allowed in rules"), ""),
        };
        self.expect(&format!("`{op}`"), kind, gives);
        (Expr::UnaryOp { op, expr: Box::new(expr) }, gives)
    }

    pub(super) fn binary(&mut self, left: Expr, op: BinaryOperator, right: Expr) -> (Expr, Type) {
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

    pub(super) fn between(&mut self, expr: Expr, negated: bool, low: Expr, high: Expr) -> (Expr, Type) {
        let shown = format!("{expr} BETWEEN {low} AND {high}");
        let value = self.expression(expr);
        let low = self.expression(low);
        let high = self.expression(high);
        let (_, low) = self.comparable(&shown, value.clone(), low);
        let (expr, high) = self.comparable(&shown, value, high);
        (Expr::Between { expr: Box::new(expr), negated, low: Box::new(low), high: Box::new(high) }, Type::Bool)
    }

    pub(super) fn in_list(&mut self, expr: Expr, list: Vec<Expr>, negated: bool) -> (Expr, Type) {
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

    pub(super) fn like(&mut self, expr: Expr, pattern: Expr) -> (Box<Expr>, Box<Expr>) {
        let (expr, kind) = self.expression(expr);
        self.expect("LIKE", kind, Type::Text);
        if !matches!(&pattern, Expr::Value(v) if matches!(v.value, Value::SingleQuotedString(_))) {
            self.error("the pattern of LIKE must be a text".to_owned(), "for example `LIKE '%售后%'`");
        }
        (Box::new(expr), Box::new(pattern))
    }
}
