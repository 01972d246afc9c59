//! Expressions put together from parts, as polars reads them.

use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, Ident, ObjectName, Value,
};

/// `F(x)` over the rows where `condition` holds: aggregates that skip NULL see `CASE WHEN condition THEN x END`,
/// which polars computes without regrouping; `FIRST` and `LAST` need the rows gone.
pub(super) fn aggregate_call(name: &str, mut args: Vec<Expr>, distinct: bool, condition: Option<Expr>) -> Expr {
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
pub(super) fn days_between(args: Vec<Expr>) -> Expr {
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
pub(super) fn has(list: Expr, wanted: &str) -> Expr {
    let text = |text: &str| Expr::Value(Value::SingleQuotedString(text.to_owned()).into());
    let marked = call("CONCAT", vec![text("|"), call("COALESCE", vec![list, text("")]), text("|")]);
    let less = call("REPLACE", vec![marked.clone(), text(&format!("|{wanted}|")), text("")]);
    Expr::Nested(Box::new(joined(call("LENGTH", vec![marked]), BinaryOperator::NotEq, call("LENGTH", vec![less]))))
}

fn floor_kind() -> sqlparser::ast::CeilFloorKind {
    sqlparser::ast::CeilFloorKind::DateTimeField(sqlparser::ast::DateTimeField::NoDateTime)
}

pub(super) fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast { kind: CastKind::TryCast, expr: Box::new(expr), data_type, array: false, format: None }
}

pub(super) fn joined(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

pub(super) fn number(digits: &str) -> Expr {
    Expr::Value(Value::Number(digits.to_owned(), false).into())
}

pub(super) fn call(name: &str, args: Vec<Expr>) -> Expr {
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
