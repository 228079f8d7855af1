//! SQL's scalar expressions over a row and the rows of its parents, with the meaning that PostgreSQL gives them. An expression is read (`parse`),
//! its types and the ranges of its values are found (`check`), and then it is evaluated column by column (`evaluate`). What would fail at some row
//! is refused when the spec is checked: so no value of a table can fail.

mod cast;
mod check;
mod evaluate;
mod functions;
mod interval;
mod operators;
mod parse;
mod syntax;
mod token;
mod typed;

pub use self::functions::{FUNCTIONS, Function};
use self::syntax::TypeName;
pub(crate) use self::{
    check::{Scope, ScopeColumn, ScopeError},
    evaluate::Expression,
    typed::{Bounds, Type},
};
use crate::document::SqlType;

/// Why something is no expression: where, in bytes from its start, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// An expression that is ready to be evaluated, and what is known of its values.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) expression: Expression,
    pub(crate) of: Type,
    pub(crate) bounds: Bounds,
    pub(crate) may_be_null: bool,
    pub(crate) is_random: bool,
    /// Bytes that its texts take for one row while it is evaluated.
    pub(crate) text_bytes: usize,
}

impl Refusal {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    /// The message with its place: the character, counted from 1, and what stands there.
    pub(crate) fn in_text(&self, text: &str) -> String {
        let at = self.at.min(text.len());
        let position = text[..at].chars().count() + 1;
        let there: String = text[at..].chars().take(20).collect();
        if there.trim().is_empty() {
            format!("at the end: {}", self.message)
        } else {
            format!("at character {position}, `{}`: {}", there.trim_end(), self.message)
        }
    }
}

/// Compiles an expression for a column of a type.
///
/// # Errors
/// What is wrong; `None` if a column that it names has a problem of its own.
pub(crate) fn compile(
    text: &str,
    sql_type: SqlType,
    scope: &mut dyn Scope,
) -> Result<Compiled, Option<Refusal>> {
    let parsed = parse::parse(text).map_err(Some)?;
    // What a column is made from is drafted before the types are found: neither is to stand on the stack of the other.
    let mut columns = Vec::new();
    parsed.each_column(&mut |qualifier, name| columns.push((qualifier.map(str::to_owned), name.to_owned())));
    for (qualifier, name) in columns {
        // What is wrong with a name is said where it stands.
        let _ = scope.column(qualifier.as_deref(), &name);
    }
    let mut checker = check::Checker::new(scope);
    let typed = checker.check(&parsed)?;
    let (is_random, text_bytes) = (checker.is_random(), checker.text_bytes());
    let at = typed.at;
    let stored = match sql_type {
        SqlType::Boolean => TypeName::Boolean,
        SqlType::Integer { .. } => TypeName::Integer(64),
        SqlType::Decimal { precision, scale } => TypeName::Decimal(Some((precision, scale))),
        SqlType::Double => TypeName::Double,
        SqlType::Date => TypeName::Date,
        SqlType::Time { digits } => TypeName::Time(digits),
        SqlType::Timestamp { digits, .. } => TypeName::Timestamp(digits),
        SqlType::Uuid => TypeName::Uuid,
        _ if sql_type.is_text() && sql_type != SqlType::Json => TypeName::Text(None),
        _ => {
            let message =
                format!("an expression makes no values for a column of type {sql_type}; choose another type");
            return Err(Some(Refusal::new(at, message)));
        }
    };
    let typed = cast::assign(typed, stored).map_err(Some)?;
    if let (Some((least, most)), Bounds::Whole(first, last)) = (sql_type.integer_bounds(), typed.bounds)
        && (first < least.into() || last > most.into())
    {
        let message = format!(
            "values run from {first} to {last}, a column of type {sql_type} holds {least} to {most}; choose a larger type, or bound them by least and greatest"
        );
        return Err(Some(Refusal::new(at, message)));
    }
    Ok(Compiled {
        of: typed.of,
        bounds: typed.bounds,
        may_be_null: typed.may_be_null,
        is_random,
        text_bytes,
        expression: Expression::new(typed.node),
    })
}

/// The expression with a column's name changed wherever it stands: behind `qualifier` and a point, or alone. A text that is no
/// expression stays as it is.
///
/// ```
/// assert_eq!(generator::rename_in_expression("price * 2 || customer.price", None, "price", "cost"), "cost * 2 || customer.price");
/// ```
pub fn rename_in_expression(text: &str, qualifier: Option<&str>, old: &str, new: &str) -> String {
    token::rename(text, qualifier, old, new)
}

/// The expression with the name before a point changed wherever that is `old`.
pub fn rename_qualifier_in_expression(text: &str, old: &str, new: &str) -> String {
    token::rename_qualifier(text, old, new)
}

/// The names that an expression may mean columns by, each with what stands before it and a point: a foreign key, or a table.
pub fn names_in_expression(text: &str) -> Vec<(Option<String>, String)> {
    token::names(text)
}

/// A name as it stands in an expression: in double quotes where it needs them.
pub fn written_in_expression(name: &str) -> String {
    token::written(name)
}
