//! What an expression says, without the parentheses and casts around it.

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};

/// The parts of a condition of which each must hold.
pub(super) fn conjuncts<'a>(expression: &'a Expr, parts: &mut Vec<&'a Expr>) {
    match expression {
        Expr::Nested(inner) => conjuncts(inner, parts),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            conjuncts(left, parts);
            conjuncts(right, parts);
        }
        other => parts.push(other),
    }
}

/// The parts of a condition of which one must hold.
pub(super) fn disjuncts<'a>(expression: &'a Expr, parts: &mut Vec<&'a Expr>) {
    match expression {
        Expr::Nested(inner) => disjuncts(inner, parts),
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            disjuncts(left, parts);
            disjuncts(right, parts);
        }
        other => parts.push(other),
    }
}

/// An expression without parentheses and casts, which change nothing of what is compared.
pub(super) fn plain(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) => plain(inner),
        Expr::Cast { expr, .. } => plain(expr),
        Expr::Prefixed { value, .. } => plain(value),
        other => other,
    }
}

/// A literal as its characters.
pub(crate) fn literal(expression: &Expr) -> Option<String> {
    match plain(expression) {
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => Some(number.clone()),
            Value::SingleQuotedString(text)
            | Value::NationalStringLiteral(text)
            | Value::EscapedStringLiteral(text)
            | Value::SingleQuotedByteStringLiteral(text)
            | Value::DoubleQuotedString(text) => Some(text.clone()),
            Value::Boolean(truth) => Some(truth.to_string()),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => literal(expr).map(|number| format!("-{number}")),
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => literal(expr),
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn literals(expressions: &[Expr]) -> Option<Vec<String>> {
    expressions.iter().map(literal).collect()
}

/// A condition without the parentheses around it.
pub(super) fn plain_condition(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) => plain_condition(inner),
        other => other,
    }
}

/// What a length is asked of.
pub(super) fn length_of(expression: &Expr) -> Option<&Expr> {
    let Expr::Function(function) = plain(expression) else { return None };
    let name = function.name.to_string().to_ascii_lowercase();
    if !["length", "char_length", "character_length", "len", "octet_length"].contains(&name.as_str()) {
        return None;
    }
    let mut of = plain(argument(&function.args)?);
    // `length(trim(name)) > 0`: no text that is made has blanks at its ends.
    if let Expr::Trim { expr, .. } = of {
        of = plain(expr);
    }
    Some(of)
}

pub(super) fn argument(arguments: &FunctionArguments) -> Option<&Expr> {
    let FunctionArguments::List(list) = arguments else { return None };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(only))] => Some(only),
        _ => None,
    }
}
