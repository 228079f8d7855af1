//! CHECK constraints: those that values can be made for narrow a column's generator; the others are told.

use std::collections::HashSet;

use generator::{ColumnSpec, GeneratorSpec, SqlType, Surroundings, TableSpec, infer, kinds};
use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};

use super::{
    DEFAULT_ROWS,
    columns::same_name,
    ranges::{Range, are_comparable, has_ranges, units},
};

/// What checks have made of a table's columns so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settled {
    /// The columns, small, whose values are those of a check or of their type: what another check asks for must be among them.
    pub(crate) columns: HashSet<String>,
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

/// The parts of a condition of which each must hold.
fn conjuncts<'a>(expression: &'a Expr, parts: &mut Vec<&'a Expr>) {
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
fn disjuncts<'a>(expression: &'a Expr, parts: &mut Vec<&'a Expr>) {
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
fn plain(expression: &Expr) -> &Expr {
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

fn literals(expressions: &[Expr]) -> Option<Vec<String>> {
    expressions.iter().map(literal).collect()
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
                    (Some(position), Some(similar)) => self.look_like(
                        position,
                        &similar.replace('.', "\\.").replace('%', "[a-z]{0,4}").replace('_', "[a-z]"),
                    ),
                    _ => false,
                }
            }
            Expr::RLike { negated: false, expr, pattern, .. } => {
                match (self.position(expr), literal(pattern)) {
                    (Some(position), Some(text)) => self.look_like(position, &whole_pattern(&text)),
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
            return self.look_like(position, &whole_pattern(&text));
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
                        range.max < value || self.narrow(position, Some((text, true)), None)
                    }
                    None => false,
                }
            }
            _ => false,
        }
    }

    /// Keeps a column's values between bounds; each with whether it is itself left out.
    fn narrow(&mut self, position: usize, low: Option<(&str, bool)>, high: Option<(&str, bool)>) -> bool {
        let column = self.column(position);
        if is_bound(column) || !has_ranges(column.sql_type) {
            return false;
        }
        let end = |bound: Option<(&str, bool)>, is_low: bool| match bound {
            None => Some(None),
            Some((text, is_excluded)) => {
                let (value, is_whole) = units(column.sql_type, text)?;
                Some(Some(match (is_low, is_whole) {
                    (true, true) => value.saturating_add(i128::from(is_excluded)),
                    // What was rounded down is below the bound.
                    (true, false) => value.saturating_add(1),
                    (false, true) => value.saturating_sub(i128::from(is_excluded)),
                    (false, false) => value,
                }))
            }
        };
        let (Some(min), Some(max)) = (end(low, true), end(high, false)) else { return false };
        if is_sequence(column) {
            // Counters begin at 1.
            return min.is_none_or(|min| min <= 1) && max.is_none();
        }
        let (sql_type, current) = (column.sql_type, Range::of(column));
        if let Some(values) = list_of(column)
            && self.is_settled(position)
        {
            let is_within = |value: &serde_json::Value| {
                let (found, is_whole) = units(sql_type, &text_of(value))?;
                Some(is_whole && min.is_none_or(|min| found >= min) && max.is_none_or(|max| found <= max))
            };
            let kept: Vec<_> = values.into_iter().filter(|value| is_within(value) == Some(true)).collect();
            return self.settle_list(position, kept);
        }
        if self.is_settled(position) {
            // Two ranges are one, if they have anything in common.
            let common = current.map(|range| Range {
                min: range.min.max(min.unwrap_or(range.min)),
                max: range.max.min(max.unwrap_or(range.max)),
            });
            let generator =
                common.filter(|range| range.min <= range.max).and_then(|range| range.generator(sql_type));
            return generator.is_some_and(|generator| {
                self.settle(position, generator);
                true
            });
        }
        let narrowed = Range::within(current, sql_type, min, max);
        narrowed.and_then(|range| range.generator(sql_type)).is_some_and(|generator| {
            self.settle(position, generator);
            true
        })
    }

    fn settle_list(&mut self, position: usize, values: Vec<serde_json::Value>) -> bool {
        let is_some = !values.is_empty();
        if is_some {
            self.settle(position, GeneratorSpec::new(&kinds::LIST).with("values", values));
        }
        is_some
    }

    /// Has one column's values before the other's: the ranges of both are cut where they meet.
    fn order(&mut self, low: usize, high: usize, is_strict: bool) -> bool {
        let (low_column, high_column) = (&self.table.columns[low], &self.table.columns[high]);
        if low == high
            || is_bound(low_column)
            || is_bound(high_column)
            || is_sequence(low_column)
            || is_sequence(high_column)
        {
            return false;
        }
        let (low_type, high_type) = (low_column.sql_type, high_column.sql_type);
        // What is chosen from a list has no range.
        let has_list =
            |position: usize| list_of(&self.table.columns[position]).is_some() && self.is_settled(position);
        if !are_comparable(low_type, high_type) || has_list(low) || has_list(high) {
            return false;
        }
        let Some(low_range) = Range::of(low_column).or_else(|| Range::within(None, low_type, Some(0), None))
        else {
            return false;
        };
        let Some(high_range) =
            Range::of(high_column).or_else(|| Range::within(None, high_type, Some(0), None))
        else {
            return false;
        };
        let step = i128::from(is_strict);
        if low_range.max + step <= high_range.min {
            for position in [low, high] {
                let name = self.table.columns[position].name.to_lowercase();
                self.settled.columns.insert(name);
            }
            return true;
        }
        let width = |range: Range| range.max - range.min;
        let common = low_range.max.min(high_range.max) - low_range.min.max(high_range.min);
        // Where that is little, the one that nothing else has settled goes to the side.
        if common < width(low_range).min(width(high_range)) / 4 {
            let (min, max) = (high_range.min - step - width(low_range), high_range.min - step);
            let moved = if !self.is_settled(high) {
                Range::within(None, high_type, Some(low_range.max + step), None)
                    .map(|range| (high, high_type, range))
            } else if !self.is_settled(low) {
                Range::within(None, low_type, Some(min), Some(max)).map(|range| (low, low_type, range))
            } else {
                None
            };
            if let Some((position, sql_type, range)) = moved
                && let Some(generator) = range.generator(sql_type)
            {
                let other = if position == low { high } else { low };
                self.settle(position, generator);
                let name = self.table.columns[other].name.to_lowercase();
                self.settled.columns.insert(name);
                return true;
            }
        }
        // Both keep a part of what they have in common.
        let (first, last) = (low_range.min.max(high_range.min), low_range.max.min(high_range.max));
        let middle = first + (last - first) / 2;
        let below = Range { min: low_range.min.min(middle), max: low_range.max.min(middle) };
        let above = Range { min: high_range.min.max(middle + step), max: high_range.max.max(middle + step) };
        let made = below.generator(low_type).zip(above.generator(high_type));
        let Some((below, above)) = made.filter(|_| first <= last) else { return false };
        self.settle(low, below);
        self.settle(high, above);
        true
    }

    /// Has a column choose among values.
    fn choose(&mut self, position: usize, values: &[String]) -> bool {
        let column = self.column(position);
        if is_bound(column) || is_sequence(column) || values.is_empty() {
            return false;
        }
        let fits = |value: &String| {
            column.sql_type.max_length().is_none_or(|length| value.chars().count() <= length as usize)
        };
        let values: Vec<serde_json::Value> = values
            .iter()
            .filter(|value| fits(value))
            .map(|value| match column.sql_type {
                SqlType::Integer { .. } => {
                    value.parse::<i64>().map_or_else(|_| value.as_str().into(), Into::into)
                }
                SqlType::Boolean => matches!(value.to_lowercase().as_str(), "true" | "1" | "t").into(),
                _ => value.as_str().into(),
            })
            .collect();
        let list = GeneratorSpec::new(&kinds::LIST).with("values", values.clone());
        if values.is_empty() || !compiles(column, &list) {
            return false;
        }
        let (before, range, sql_type) = (list_of(column), Range::of(column), column.sql_type);
        if !self.is_settled(position) {
            return self.settle_list(position, values);
        }
        // Both checks ask for some values: those that both have.
        let is_common = |value: &serde_json::Value| match (&before, range) {
            (Some(before), _) => before.iter().any(|other| text_of(other) == text_of(value)),
            (None, Some(range)) => units(sql_type, &text_of(value))
                .is_some_and(|(found, _)| (range.min..=range.max).contains(&found)),
            (None, None) => false,
        };
        let kept = values.into_iter().filter(is_common).collect();
        self.settle_list(position, kept)
    }

    /// Has a column's texts be of a regular expression.
    fn look_like(&mut self, position: usize, pattern: &str) -> bool {
        let is_settled = self.is_settled(position);
        let column = self.column(position);
        if is_settled || is_bound(column) || !column.sql_type.is_text() {
            return false;
        }
        let generator = GeneratorSpec::new(&kinds::PATTERN).with("pattern", pattern);
        let is_made = compiles(column, &generator);
        if is_made {
            self.settle(position, generator);
        }
        is_made
    }

    /// Has a column's texts be of some length.
    fn have_length(&mut self, position: usize, operator: &BinaryOperator, number: &str) -> bool {
        use BinaryOperator as Op;
        let (name, surroundings) = (self.table.name.clone(), self.surroundings);
        let (column, Ok(number)) = (self.column(position), number.parse::<u32>()) else { return false };
        let most = column.sql_type.max_length().unwrap_or(u32::MAX);
        let (least, most) = match operator {
            Op::Eq => (number, number),
            Op::Gt => (number.saturating_add(1), most),
            Op::GtEq => (number, most),
            Op::Lt => (0, most.min(number.saturating_sub(1))),
            Op::LtEq => (0, most.min(number)),
            // No text that is made is empty.
            Op::NotEq => return number == 0,
            _ => return false,
        };
        if least <= 1 && most == u32::MAX {
            return true;
        }
        let is_settled = self.is_settled(position);
        let column = self.column(position);
        if column.sql_type.is_binary() && !is_bound(column) && !is_settled && least <= most {
            let most = most.min(least.saturating_add(16));
            let made = GeneratorSpec::new(&kinds::BYTES)
                .with("min_length", i64::from(least))
                .with("max_length", i64::from(most));
            let is_made = compiles(column, &made);
            if is_made {
                self.settle(position, made);
            }
            return is_made;
        }
        if least > most || !column.sql_type.is_text() || is_bound(column) {
            return false;
        }
        // What is made already may be of such a length; of that only the longest is known.
        let shorter = SqlType::Varchar { length: most.max(1) };
        if least <= 1 {
            let mut asked = column.clone();
            asked.sql_type = shorter;
            if asked.generator.as_ref().is_some_and(|generator| compiles(&asked, generator)) {
                return true;
            }
            let inferred = infer(&asked.name, &asked.comment, shorter, &name, DEFAULT_ROWS, surroundings);
            if !is_settled && compiles(&asked, &inferred) {
                self.settle(position, inferred);
                return true;
            }
        }
        if is_settled {
            return false;
        }
        let (least, most) = (least.max(1).min(most), most.min(least.max(1).saturating_add(11)));
        let text =
            if least == most { format!("[a-z0-9]{{{most}}}") } else { format!("[a-z0-9]{{{least},{most}}}") };
        let generator = GeneratorSpec::new(&kinds::PATTERN).with("pattern", text);
        let is_made = compiles(column, &generator);
        if is_made {
            self.settle(position, generator);
        }
        is_made
    }
}

/// The values of a list that a column chooses from.
fn list_of(column: &ColumnSpec) -> Option<Vec<serde_json::Value>> {
    let list = column.generator.as_ref().filter(|generator| generator.is(&kinds::LIST))?;
    match list.option("values")? {
        kinds::OptionValue::Values(values) => Some(values.clone()),
        _ => None,
    }
}

fn text_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A condition without the parentheses around it.
fn plain_condition(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) => plain_condition(inner),
        other => other,
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

/// Whether a generator makes values of a column by itself.
fn compiles(column: &ColumnSpec, generator: &GeneratorSpec) -> bool {
    let mut alone = ColumnSpec::new("c", column.sql_type);
    alone.generator = Some(generator.clone());
    let spec = generator::DatasetSpec::of(vec![TableSpec::new("t", 1, vec![alone])]);
    generator::Dataset::compile(&spec).is_ok()
}

/// What a length is asked of.
fn length_of(expression: &Expr) -> Option<&Expr> {
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

fn argument(arguments: &FunctionArguments) -> Option<&Expr> {
    let FunctionArguments::List(list) = arguments else { return None };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(only))] => Some(only),
        _ => None,
    }
}

/// A regular expression that a whole text has; what stands before and behind a part of one is left out.
fn whole_pattern(text: &str) -> String {
    text.strip_prefix('^')
        .unwrap_or(text)
        .strip_suffix('$')
        .unwrap_or(text.strip_prefix('^').unwrap_or(text))
        .replace("[[:digit:]]", "[0-9]")
        .replace("[[:alpha:]]", "[A-Za-z]")
        .replace("[[:alnum:]]", "[A-Za-z0-9]")
}

/// The regular expression of what LIKE takes, with a backslash before what stands for itself; `None` for the classes of SQL Server.
fn like_pattern(like: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut characters = like.chars();
    while let Some(character) = characters.next() {
        let (character, is_plain) = match character {
            '\\' => (characters.next()?, true),
            '[' => return None,
            other => (other, false),
        };
        match character {
            '%' if !is_plain => pattern.push_str("[a-z0-9]{2,6}"),
            '_' if !is_plain => pattern.push_str("[a-z0-9]"),
            character if character.is_alphanumeric() => pattern.push(character),
            character => {
                pattern.push('\\');
                pattern.push(character);
            }
        }
    }
    Some(pattern)
}
