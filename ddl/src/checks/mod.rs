//! CHECK constraints: those that values can be made for narrow a column's generator; the others are told.

mod expressions;
mod patterns;
mod satisfy;

use std::collections::{HashMap, HashSet};

use generator::{ColumnSpec, GeneratorSpec, SqlType, Surroundings, TableSpec, kinds};
use sqlparser::ast::{BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator};

pub(crate) use self::expressions::literal;
use self::{
    expressions::{argument, conjuncts, disjuncts, length_of, literals, plain, plain_condition},
    patterns::{like_pattern, similar_pattern, whole_pattern},
};
use super::{
    columns::same_name,
    ranges::{Range, units},
};

/// What checks have made of a table's columns so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settled {
    /// The columns, small, whose values are those of a check or of their type: what another check asks for must be among them.
    pub(crate) columns: HashSet<String>,
    /// The least and the most that checks ask of columns whose range they made, in units of the last digit.
    pub(crate) asked: HashMap<String, (Option<i128>, Option<i128>)>,
    /// The columns that have a value in every row.
    pub(crate) required: Vec<String>,
}

/// Makes the values of a table's columns satisfy a check. `value` is the column that a domain's check calls `VALUE`.
///
/// Gives whether they do now; part of a check may have been used although they do not.
pub(crate) fn apply(
    table: &mut TableSpec,
    (check, value): (&Expr, Option<&str>),
    nullable: &dyn Fn(&str) -> bool,
    settled: &mut Settled,
    surroundings: Surroundings<'_>,
) -> bool {
    let mut conditions = Vec::new();
    conjuncts(check, &mut conditions);
    let mut checking = Checking { table, value, nullable, settled, surroundings };
    // Each is tried, whatever becomes of the others.
    let results: Vec<bool> = conditions.into_iter().map(|condition| checking.satisfy(condition)).collect();
    results.into_iter().all(|is_satisfied| is_satisfied)
}

struct Checking<'a> {
    table: &'a mut TableSpec,
    value: Option<&'a str>,
    nullable: &'a dyn Fn(&str) -> bool,
    settled: &'a mut Settled,
    surroundings: Surroundings<'a>,
}

impl Checking<'_> {
    fn position(&self, expression: &Expr) -> Option<usize> {
        let name = match plain(expression) {
            Expr::Identifier(name) if name.value.eq_ignore_ascii_case("value") && self.value.is_some() => {
                self.value?
            }
            Expr::Identifier(name) => &name.value,
            Expr::CompoundIdentifier(names) => &names.last()?.value,
            _ => return None,
        };
        self.table.columns.iter().position(|column| same_name(&column.name, name))
    }

    fn is_settled(&self, position: usize) -> bool {
        self.settled.columns.contains(&self.table.columns[position].name.to_lowercase())
    }

    /// Gives a column the values that a check asks for.
    fn settle(&mut self, position: usize, generator: GeneratorSpec) {
        let column = &mut self.table.columns[position];
        column.generator = Some(generator);
        column.distribution = None;
        self.settled.columns.insert(column.name.to_lowercase());
    }

    fn column(&mut self, position: usize) -> &mut ColumnSpec {
        &mut self.table.columns[position]
    }

    fn satisfy(&mut self, condition: &Expr) -> bool {
        let mut alternatives = Vec::new();
        disjuncts(condition, &mut alternatives);
        if let [only] = alternatives.as_slice() {
            let mut parts = Vec::new();
            conjuncts(only, &mut parts);
            // All of one alternative.
            if parts.len() > 1 {
                return parts.into_iter().all(|part| self.satisfy(part));
            }
            return self.one(plain_condition(only));
        }
        self.any_of(&alternatives)
    }

    /// One of several conditions is made to hold.
    fn any_of(&mut self, alternatives: &[&Expr]) -> bool {
        // `a = 'x' OR a = 'y'` is a list.
        let mut values = Vec::new();
        let mut column = None;
        let is_list = alternatives.iter().all(|alternative| {
            let Some((position, mut members)) = self.membership(plain_condition(alternative)) else {
                return false;
            };
            values.append(&mut members);
            *column.get_or_insert(position) == position
        });
        if is_list && let Some(column) = column {
            return self.choose(column, &values);
        }
        // What may be NULL is so in all rows only where nothing else helps.
        let is_null = |expression: &&&Expr| matches!(plain_condition(expression), Expr::IsNull(_));
        let (nulls, others): (Vec<&&Expr>, Vec<&&Expr>) = alternatives.iter().partition(is_null);
        for alternative in &others {
            if !matches!(plain_condition(alternative), Expr::Identifier(_)) && self.satisfy(alternative) {
                return true;
            }
        }
        for alternative in nulls {
            if let Expr::IsNull(of) = plain_condition(alternative)
                && let Some(position) = self.position(of)
                && (self.nullable)(&self.table.columns[position].name)
            {
                self.column(position).null_fraction = 1.0;
                return true;
            }
        }
        others.into_iter().any(|alternative| self.satisfy(alternative))
    }

    /// A column and the values that it is to have.
    fn membership(&self, condition: &Expr) -> Option<(usize, Vec<String>)> {
        match condition {
            Expr::InList { expr, list, negated: false } => Some((self.position(expr)?, literals(list)?)),
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                let (position, text) = match (self.position(left), self.position(right)) {
                    (Some(position), None) => (position, literal(right)?),
                    (None, Some(position)) => (position, literal(left)?),
                    _ => return None,
                };
                Some((position, vec![text]))
            }
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => match plain(right) {
                Expr::Array(array) => Some((self.position(left)?, literals(&array.elem)?)),
                _ => None,
            },
            _ => None,
        }
    }

    fn one(&mut self, condition: &Expr) -> bool {
        if let Some((position, values)) = self.membership(condition) {
            return self.choose(position, &values);
        }
        match condition {
            Expr::Identifier(_) => match self.position(condition) {
                Some(position) => self.choose(position, &["true".to_owned()]),
                None => false,
            },
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => match self.position(expr) {
                Some(position) if self.column(position).sql_type == SqlType::Boolean => {
                    self.choose(position, &["false".to_owned()])
                }
                _ => false,
            },
            Expr::Between { expr, negated: false, low, high } => {
                match (self.position(expr), literal(low), literal(high)) {
                    (Some(position), Some(low), Some(high)) => {
                        self.narrow(position, Some((&low, false)), Some((&high, false)))
                    }
                    _ => false,
                }
            }
            Expr::BinaryOp { left, op, right } => self.compare(left, op, right),
            Expr::IsNotNull(of) => self.position(of).is_some_and(|position| {
                let name = self.column(position).name.clone();
                self.settled.required.push(name);
                true
            }),
            // An escape of one's own is not looked at.
            Expr::Like { negated: false, expr, pattern, escape_char: None, .. } => {
                match (self.position(expr), literal(pattern)) {
                    (Some(position), Some(like)) => {
                        like_pattern(&like).is_some_and(|pattern| self.look_like(position, &pattern))
                    }
                    _ => false,
                }
            }
            Expr::SimilarTo { negated: false, expr, pattern, .. } => {
                match (self.position(expr), literal(pattern)) {
                    (Some(position), Some(similar)) => {
                        similar_pattern(&similar).is_some_and(|pattern| self.look_like(position, &pattern))
                    }
                    _ => false,
                }
            }
            Expr::RLike { negated: false, expr, pattern, .. } => {
                match (self.position(expr), literal(pattern)) {
                    (Some(position), Some(text)) => {
                        whole_pattern(&text).is_some_and(|pattern| self.look_like(position, &pattern))
                    }
                    _ => false,
                }
            }
            // What MySQL makes of REGEXP.
            Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("regexp_like") => {
                let FunctionArguments::List(list) = &function.args else { return false };
                let expressions: Vec<&Expr> = list
                    .args
                    .iter()
                    .filter_map(|argument| match argument {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(of)) => Some(of),
                        _ => None,
                    })
                    .collect();
                let [of, pattern] = expressions.as_slice() else { return false };
                match (self.position(of), literal(pattern)) {
                    (Some(position), Some(text)) => {
                        whole_pattern(&text).is_some_and(|pattern| self.look_like(position, &pattern))
                    }
                    _ => false,
                }
            }
            // MariaDB's and SQLite's JSON.
            Expr::Function(function) => {
                let is_json = function.name.to_string().to_ascii_lowercase().starts_with("json_valid");
                match argument(&function.args).and_then(|of| self.position(of)).filter(|_| is_json) {
                    Some(position) => {
                        let column = self.column(position);
                        if column.sql_type != SqlType::Json {
                            column.sql_type = SqlType::Json;
                            column.generator = None;
                        }
                        true
                    }
                    None => false,
                }
            }
            _ => false,
        }
    }

    fn compare(&mut self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> bool {
        use BinaryOperator as Op;
        if matches!(operator, Op::PGRegexMatch | Op::PGRegexIMatch | Op::Regexp) {
            let (Some(position), Some(text)) = (self.position(left), literal(right)) else { return false };
            return whole_pattern(&text).is_some_and(|pattern| self.look_like(position, &pattern));
        }
        let mirrored = match operator {
            Op::Lt => Op::Gt,
            Op::LtEq => Op::GtEq,
            Op::Gt => Op::Lt,
            Op::GtEq => Op::LtEq,
            Op::Eq => Op::Eq,
            Op::NotEq => Op::NotEq,
            _ => return false,
        };
        if let Some(text) = literal(right) {
            if let Some(of) = length_of(left) {
                return self.position(of).is_some_and(|position| self.have_length(position, operator, &text));
            }
            return self.position(left).is_some_and(|position| self.compare_with(position, operator, &text));
        }
        if let Some(text) = literal(left) {
            if let Some(of) = length_of(right) {
                return self
                    .position(of)
                    .is_some_and(|position| self.have_length(position, &mirrored, &text));
            }
            return self
                .position(right)
                .is_some_and(|position| self.compare_with(position, &mirrored, &text));
        }
        match (self.position(left), self.position(right), operator) {
            (Some(low), Some(high), Op::Lt) => self.order(low, high, true),
            (Some(low), Some(high), Op::LtEq) => self.order(low, high, false),
            (Some(high), Some(low), Op::Gt) => self.order(low, high, true),
            (Some(high), Some(low), Op::GtEq) => self.order(low, high, false),
            (Some(one), Some(other), Op::NotEq) => self.order(one, other, true),
            _ => false,
        }
    }

    fn compare_with(&mut self, position: usize, operator: &BinaryOperator, text: &str) -> bool {
        use BinaryOperator as Op;
        match operator {
            Op::Lt => self.narrow(position, None, Some((text, true))),
            Op::LtEq => self.narrow(position, None, Some((text, false))),
            Op::Gt => self.narrow(position, Some((text, true)), None),
            Op::GtEq => self.narrow(position, Some((text, false)), None),
            Op::NotEq => {
                let column = self.column(position);
                if column.sql_type.is_text() && text.is_empty() {
                    // No generator that is inferred makes empty texts.
                    return column.empty_fraction == 0.0;
                }
                match Range::of(column).zip(units(column.sql_type, text)) {
                    Some((range, (value, _))) if range.min == value => {
                        self.narrow(position, Some((text, true)), None)
                    }
                    Some((range, (value, _))) => {
                        if range.max < value {
                            self.narrow(position, None, Some((text, true)))
                        } else {
                            self.narrow(position, Some((text, true)), None)
                        }
                    }
                    None => false,
                }
            }
            _ => false,
        }
    }
}

/// Whether another table, or an expression, decides a column's values.
fn is_bound(column: &ColumnSpec) -> bool {
    column
        .generator
        .as_ref()
        .is_some_and(|generator| generator.reference().is_some() || generator.is(&kinds::EXPRESSION))
}

fn is_sequence(column: &ColumnSpec) -> bool {
    column.generator.as_ref().is_some_and(|generator| generator.is(&kinds::SEQUENCE))
}
