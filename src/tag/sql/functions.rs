//! The functions rules may call, with the types they take and give.
//!
//! A list of what is allowed, not of what is forbidden: a function that polars learns tomorrow is still unknown here.

use super::Type;

/// One allowed function.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    /// Lower-case name.
    pub(super) name: &'static str,
    /// Fewest arguments.
    pub(super) min: usize,
    /// Most arguments.
    pub(super) max: usize,
    /// Types of the arguments; the last one repeats.
    pub(super) takes: &'static [Takes],
    /// Type of the result.
    pub(super) gives: Gives,
    /// Does it fold many rows into one value?
    pub(super) aggregate: bool,
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// This type.
    Only(Type),
    /// Any type.
    Anything,
    /// The type of the first argument that has one.
    Same,
}

/// What a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// This type.
    Type(Type),
    /// The type its arguments agree on.
    Argument,
}

const NUMBER: Takes = Takes::Only(Type::Number);
const TEXT: Takes = Takes::Only(Type::Text);
const TIME: Takes = Takes::Only(Type::Time);
const BOOL: Takes = Takes::Only(Type::Bool);

const fn row(name: &'static str, min: usize, max: usize, takes: &'static [Takes], gives: Gives) -> Function {
    Function { name, min, max, takes, gives, aggregate: false }
}

const fn fold(name: &'static str, max: usize, takes: &'static [Takes], gives: Gives) -> Function {
    Function { name, min: max, max, takes, gives, aggregate: true }
}

const GIVES_NUMBER: Gives = Gives::Type(Type::Number);
const GIVES_TEXT: Gives = Gives::Type(Type::Text);
const GIVES_BOOL: Gives = Gives::Type(Type::Bool);

/// Every allowed function, sorted by kind.
pub(super) const FUNCTIONS: &[Function] = &[
    // Aggregates.
    fold("count", 1, &[Takes::Anything], GIVES_NUMBER),
    fold("sum", 1, &[NUMBER], GIVES_NUMBER),
    fold("avg", 1, &[NUMBER], GIVES_NUMBER),
    fold("min", 1, &[Takes::Same], Gives::Argument),
    fold("max", 1, &[Takes::Same], Gives::Argument),
    fold("median", 1, &[NUMBER], GIVES_NUMBER),
    fold("stddev", 1, &[NUMBER], GIVES_NUMBER),
    fold("variance", 1, &[NUMBER], GIVES_NUMBER),
    fold("quantile_cont", 2, &[NUMBER, NUMBER], GIVES_NUMBER),
    fold("quantile_disc", 2, &[NUMBER, NUMBER], GIVES_NUMBER),
    fold("first", 1, &[Takes::Same], Gives::Argument),
    fold("last", 1, &[Takes::Same], Gives::Argument),
    // Choice.
    row("coalesce", 1, 64, &[Takes::Same], Gives::Argument),
    row("ifnull", 2, 2, &[Takes::Same], Gives::Argument),
    row("nullif", 2, 2, &[Takes::Same], Gives::Argument),
    row("greatest", 1, 64, &[Takes::Same], Gives::Argument),
    row("least", 1, 64, &[Takes::Same], Gives::Argument),
    row("if", 3, 3, &[BOOL, Takes::Same, Takes::Same], Gives::Argument),
    // Numbers.
    row("abs", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("round", 1, 2, &[NUMBER], GIVES_NUMBER),
    row("sign", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("sqrt", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("exp", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("ln", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("log10", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("log2", 1, 1, &[NUMBER], GIVES_NUMBER),
    row("pow", 2, 2, &[NUMBER], GIVES_NUMBER),
    row("power", 2, 2, &[NUMBER], GIVES_NUMBER),
    row("mod", 2, 2, &[NUMBER], GIVES_NUMBER),
    // Text.
    row("length", 1, 1, &[TEXT], GIVES_NUMBER),
    row("lower", 1, 1, &[TEXT], GIVES_TEXT),
    row("upper", 1, 1, &[TEXT], GIVES_TEXT),
    row("left", 2, 2, &[TEXT, NUMBER], GIVES_TEXT),
    row("right", 2, 2, &[TEXT, NUMBER], GIVES_TEXT),
    row("substr", 2, 3, &[TEXT, NUMBER], GIVES_TEXT),
    row("replace", 3, 3, &[TEXT], GIVES_TEXT),
    row("concat", 1, 64, &[TEXT], GIVES_TEXT),
    row("starts_with", 2, 2, &[TEXT], GIVES_BOOL),
    row("ends_with", 2, 2, &[TEXT], GIVES_BOOL),
    row("strpos", 2, 2, &[TEXT], GIVES_NUMBER),
    row("has", 2, 2, &[TEXT], GIVES_BOOL),
    row("regexp_like", 2, 2, &[TEXT], GIVES_BOOL),
    // Times.
    row("days_between", 2, 2, &[TIME], GIVES_NUMBER),
    row("date_part", 2, 2, &[TEXT, TIME], GIVES_NUMBER),
    row("strftime", 2, 2, &[TIME, TEXT], GIVES_TEXT),
];

/// Functions that read a clock or throw dice, under the names databases give them.
pub(super) const CLOCK: &[&str] = &[
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
    "today",
    "getdate",
    "sysdate",
    "random",
    "rand",
    "uuid",
    "newid",
    "gen_random_uuid",
];
