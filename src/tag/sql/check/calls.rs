//! Calls of functions and aggregates.

use sqlparser::ast::{
    BinaryOperator, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Value,
};

use super::super::functions::{CLOCK, FUNCTIONS, Function as Known, Gives, Takes};
use super::super::{Grain, Type};
use super::Checker;
use super::build::{aggregate_call, call, cast, days_between, has, joined};
use crate::rules::nearest;

impl Checker<'_> {
    pub(super) fn function(&mut self, function: Function) -> (Expr, Type) {
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
        let of_column = match args.as_slice() {
            [Expr::Identifier(column), Expr::Value(_)] if name == "regexp_like" => Some(column.value.clone()),
            _ => None,
        };
        let called = call(&name, args);
        if let Some(column) = of_column {
            self.patterns.push((column, called.clone()));
        }
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
