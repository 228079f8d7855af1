//! From what an expression says to what it makes: types, ranges, and whether it may be NULL.

use super::{
    Refusal,
    cast::{self, unify},
    evaluate::{Cell, Node},
    functions, operators,
    syntax::{Expression, What},
    typed::{Bounds, Type, Typed},
};
use crate::{
    batch::{Notation, ValueKind},
    column::Longest,
    document::SqlType,
    limits::MAX_EXPRESSION_BYTES,
};

/// What an expression may name.
pub(crate) trait Scope {
    /// The column of this name, of the row or of a parent's row.
    ///
    /// # Errors
    /// There is none.
    fn column(&mut self, qualifier: Option<&str>, name: &str) -> Result<ScopeColumn, ScopeError>;

    /// The spec's `now` in microseconds since 1970.
    fn now(&self) -> i64;

    /// How many rows the table has.
    fn rows(&self) -> u64;
}

/// Why a name is not that of a column that can be used.
pub(crate) enum ScopeError {
    /// What is wrong with the name, for people.
    Unknown(String),
    /// It cannot be used: it has a problem of its own, or leads back to this one.
    Failed,
}

/// A column as an expression meets it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScopeColumn {
    /// Its position among the inputs.
    pub(crate) input: usize,
    /// The input whose NULLs it has, too: the key through which it was reached.
    pub(crate) and: Option<usize>,
    pub(crate) kind: ValueKind,
    pub(crate) sql_type: SqlType,
    pub(crate) notation: Notation,
    pub(crate) range: Option<(i128, i128)>,
    pub(crate) reals: Option<(f64, f64)>,
    pub(crate) longest: Longest,
    pub(crate) may_be_null: bool,
}

pub(super) struct Checker<'a> {
    scope: &'a mut dyn Scope,
    randoms: u64,
    /// Bytes that the texts that were met take for one row.
    text_bytes: usize,
}

/// `Err(None)`: a column has a problem of its own.
pub(super) type Checked<T> = Result<T, Option<Refusal>>;

/// What stands in an expression for TRUE and FALSE.
const TRUTH: Bounds = Bounds::Whole(0, 1);

impl<'a> Checker<'a> {
    pub(super) fn new(scope: &'a mut dyn Scope) -> Self {
        Self { scope, randoms: 0, text_bytes: 0 }
    }

    pub(super) fn is_random(&self) -> bool {
        self.randoms > 0
    }

    /// A random number of the row that no other part of the expression has.
    pub(super) fn random(&mut self) -> Node {
        self.randoms += 1;
        Node::Random(self.randoms)
    }

    pub(super) fn now(&self) -> i64 {
        self.scope.now()
    }

    pub(super) fn rows(&self) -> u64 {
        self.scope.rows()
    }

    /// Bytes that the texts of the expression take for one row.
    pub(super) fn text_bytes(&self) -> usize {
        self.text_bytes
    }

    pub(super) fn check(&mut self, expression: &Expression) -> Checked<Typed> {
        let typed = self.check_part(expression)?;
        self.text_bytes = self.text_bytes.saturating_add(typed.longest().bytes);
        if self.text_bytes > MAX_EXPRESSION_BYTES {
            let message = format!(
                "the texts of the expression may take more than {MAX_EXPRESSION_BYTES} bytes a row; shorten them, for instance by left(…, 100)"
            );
            return Err(Some(Refusal::new(expression.at, message)));
        }
        Ok(typed)
    }

    fn check_part(&mut self, expression: &Expression) -> Checked<Typed> {
        let at = expression.at;
        match &expression.what {
            What::Null => Ok(Typed::made(Node::Null(Type::Unknown), Type::Unknown, Bounds::None, true, at)),
            What::Boolean(value) => {
                let truth = i64::from(*value);
                let bounds = Bounds::Whole(truth.into(), truth.into());
                Ok(Typed::made(Node::Constant(Cell::Integer(truth)), Type::Boolean, bounds, false, at))
            }
            What::Number(text) => operators::number(text, at).map_err(Some),
            What::Text(text) => {
                let longest = Longest { chars: text.chars().count(), bytes: text.len() };
                let node = Node::Constant(Cell::Text(text.clone().into()));
                let typed = Typed::made(node, Type::Unknown, Bounds::Text(longest), false, at);
                Ok(Typed { literal: Some(text.clone()), ..typed })
            }
            What::Column { qualifier, name } => self.column(qualifier.as_deref(), name, at),
            What::Negate(of) => {
                let of = self.check(of)?;
                operators::negate(of).map_err(Some)
            }
            What::Not(of) => {
                let of = self.truth(of)?;
                Ok(Typed::made(Node::Not(Box::new(of.node)), Type::Boolean, TRUTH, of.may_be_null, at))
            }
            What::And(sides) => self.logic(sides, Node::And, at),
            What::Or(sides) => self.logic(sides, Node::Or, at),
            What::Arithmetic(operator, sides) => {
                let [left, right] = self.both(sides)?;
                operators::arithmetic(*operator, left, right).map_err(Some)
            }
            What::Concatenate(sides) => {
                let [left, right] = self.both(sides)?;
                operators::concatenate(left, right).map_err(Some)
            }
            What::Compare(comparison, sides) => {
                let [left, right] = self.both(sides)?;
                operators::compare(*comparison, left, right).map_err(Some)
            }
            What::Distinct { sides, negated } => {
                let [left, right] = self.both(sides)?;
                operators::distinct(left, right, *negated).map_err(Some)
            }
            What::IsNull { of, negated } => {
                let of = self.check(of)?;
                let node = Node::IsNull(Box::new(of.node));
                Ok(truth(if *negated { Node::Not(Box::new(node)) } else { node }, false, at))
            }
            What::IsBoolean { of, value, negated } => {
                let of = self.truth(of)?;
                let of = if *value { of.node } else { Node::Not(Box::new(of.node)) };
                let node = Node::Coalesce(vec![of, Node::Constant(Cell::Integer(0))]);
                Ok(truth(if *negated { Node::Not(Box::new(node)) } else { node }, false, at))
            }
            What::In { of, list, negated } => self.is_in(of, list, *negated, at),
            What::Between { of, ends, negated } => {
                let values = vec![self.check(of)?, self.check(&ends[0])?, self.check(&ends[1])?];
                let between = operators::is_between(values).map_err(Some)?;
                Ok(negate(Typed { at, ..between }, *negated))
            }
            What::Like { sides, ignores_case, negated } => {
                let [text, pattern] = self.both(sides)?;
                let like = functions::like(text, pattern, *ignores_case).map_err(Some)?;
                let may_be_null = like.may_be_null;
                Ok(if *negated { truth(Node::Not(Box::new(like.node)), may_be_null, at) } else { like })
            }
            What::Case { operand, branches, otherwise } => {
                self.case(operand.as_deref(), branches, otherwise.as_deref(), at)
            }
            What::Cast(of, to) => {
                let of = self.check(of)?;
                cast::cast(of, *to).map_err(Some)
            }
            What::Call { name, arguments } => self.call(name, arguments, at),
        }
    }

    fn both(&mut self, sides: &[Expression; 2]) -> Checked<[Typed; 2]> {
        Ok([self.check(&sides[0])?, self.check(&sides[1])?])
    }

    /// A condition.
    fn truth(&mut self, expression: &Expression) -> Checked<Typed> {
        let typed = self.check(expression)?;
        match typed.of {
            Type::Boolean => Ok(typed),
            Type::Unknown => cast::coerce(typed, Type::Boolean).map_err(Some),
            of => {
                let message =
                    format!("this is {}, and a condition is expected; compare it with something", of.name());
                Err(Some(Refusal::new(typed.at, message)))
            }
        }
    }

    fn logic(
        &mut self,
        sides: &[Expression; 2],
        node: fn(Box<[Node; 2]>) -> Node,
        at: usize,
    ) -> Checked<Typed> {
        let (left, right) = (self.truth(&sides[0])?, self.truth(&sides[1])?);
        let may_be_null = left.may_be_null || right.may_be_null;
        Ok(truth(node(Box::new([left.node, right.node])), may_be_null, at))
    }

    fn is_in(&mut self, of: &Expression, list: &[Expression], negated: bool, at: usize) -> Checked<Typed> {
        let mut values = vec![self.check(of)?];
        for item in list {
            values.push(self.check(item)?);
        }
        let found = operators::is_in(values).map_err(Some)?;
        Ok(negate(Typed { at, ..found }, negated))
    }

    fn case(
        &mut self,
        operand: Option<&Expression>,
        branches: &[[Expression; 2]],
        otherwise: Option<&Expression>,
        at: usize,
    ) -> Checked<Typed> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        // The operand is computed once, as SQL says.
        let mut compared = match operand {
            Some(operand) => vec![self.check(operand)?],
            None => Vec::new(),
        };
        for [when, then] in branches {
            match operand {
                None => conditions.push(self.truth(when)?.node),
                Some(_) => compared.push(self.check(when)?),
            }
            values.push(self.check(then)?);
        }
        values.push(match otherwise {
            Some(otherwise) => self.check(otherwise)?,
            None => Typed::made(Node::Null(Type::Unknown), Type::Unknown, Bounds::None, true, at),
        });
        let values = unify(values).map_err(Some)?;
        let (of, bounds) = (values[0].of, cast::all_bounds(&values));
        let may_be_null = values.iter().any(|value| value.may_be_null);
        let mut nodes: Vec<Node> = values.into_iter().map(|value| value.node).collect();
        let node = if compared.is_empty() {
            let otherwise = Box::new(nodes.pop().unwrap_or(Node::Null(of)));
            Node::Case { branches: conditions.into_iter().zip(nodes).collect(), otherwise }
        } else {
            Node::Choose(Box::new(operators::which(compared).map_err(Some)?.node), nodes)
        };
        Ok(Typed::made(node, of, bounds, may_be_null, at))
    }

    fn call(&mut self, name: &str, arguments: &[Expression], at: usize) -> Checked<Typed> {
        let mut checked = Vec::with_capacity(arguments.len());
        for argument in arguments {
            checked.push(self.check(argument)?);
        }
        functions::call(self, name, checked, at).map_err(Some)
    }

    fn column(&mut self, qualifier: Option<&str>, name: &str, at: usize) -> Checked<Typed> {
        let found = match self.scope.column(qualifier, name) {
            Ok(found) => found,
            Err(ScopeError::Unknown(message)) => return Err(Some(Refusal::new(at, message))),
            Err(ScopeError::Failed) => return Err(None),
        };
        let node = Node::Input { input: found.input, and: found.and };
        let whole = found.range.map_or(Bounds::None, |(least, most)| Bounds::Whole(least, most));
        let (of, bounds) = match found.kind {
            ValueKind::Boolean => (Type::Boolean, TRUTH),
            ValueKind::Integer => (Type::Integer, whole),
            ValueKind::Decimal { scale } => (Type::Decimal(scale), whole),
            ValueKind::Double => {
                (Type::Double, found.reals.map_or(Bounds::None, |(least, most)| Bounds::Real(least, most)))
            }
            ValueKind::Date => (Type::Date, whole),
            ValueKind::Time => (Type::Time, whole),
            ValueKind::Timestamp => (Type::Timestamp, whole),
            ValueKind::Uuid => (Type::Uuid, Bounds::None),
            ValueKind::Text => (Type::Text, Bounds::Text(found.longest)),
            ValueKind::Ulid | ValueKind::Bytes => (Type::Unknown, Bounds::None),
        };
        let is_written = found.sql_type.is_text() && found.kind != ValueKind::Text;
        if is_written {
            let node = Node::Written(found.notation, Box::new(node));
            return Ok(Typed::made(node, Type::Text, Bounds::Text(found.longest), found.may_be_null, at));
        }
        if of == Type::Unknown || found.sql_type.is_binary() {
            let message =
                format!("`{name}` holds bytes, which an expression cannot use; name another column");
            return Err(Some(Refusal::new(at, message)));
        }
        let typed = Typed::made(node, of, bounds, found.may_be_null, at);
        // What a database stores is of its column's type.
        let stored = match found.sql_type {
            SqlType::Double => Type::Double,
            SqlType::Integer { .. } if of == Type::Boolean => Type::Integer,
            SqlType::Decimal { scale, .. } if of != Type::Decimal(scale) => Type::Decimal(scale),
            _ => of,
        };
        if of == Type::Boolean && stored == Type::Integer {
            return Ok(Typed { of: stored, ..typed });
        }
        cast::coerce(typed, stored).map_err(Some)
    }
}

/// The opposite of a condition, if it is negated.
fn negate(of: Typed, negated: bool) -> Typed {
    if negated { truth(Node::Not(Box::new(of.node)), of.may_be_null, of.at) } else { of }
}

/// A condition.
pub(super) fn truth(node: Node, may_be_null: bool, at: usize) -> Typed {
    Typed::made(node, Type::Boolean, TRUTH, may_be_null, at)
}
