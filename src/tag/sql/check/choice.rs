//! `CASE` and `CAST`.

use sqlparser::ast::{CaseWhen, CastKind, DataType, Expr};

use super::super::Type;
use super::Checker;

impl Checker<'_> {
    #[expect(clippy::type_complexity, reason = "the parts of one CASE, taken apart and put together in one place")]
    pub(super) fn case(
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
    pub(super) fn same(&mut self, what: &str, first: Type, second: Type) -> Type {
        if !first.agrees(second) {
            return self.error(format!("{what} gives {} and {}", first.name(), second.name()), "");
        }
        if first == Type::Any { second } else { first }
    }

    pub(super) fn cast(&mut self, expr: Expr, data_type: DataType) -> (Expr, Type) {
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
}
