//! Expressions over the columns of a batch: each part is made for all rows before the next.

use std::{fmt, sync::Arc};

use super::{syntax::Comparison, typed::Type};
use crate::{
    batch::{ColumnBatch, Notation, TextValues, Values},
    format::cell,
    random::mix,
    source::{Inputs, Source},
};

/// A part of an expression.
#[derive(Clone)]
pub(super) enum Node {
    /// An input, NULL also where another input is.
    Input {
        input: usize,
        and: Option<usize>,
    },
    Constant(Cell<'static>),
    Null(Type),
    Integers(fn(i64, i64) -> i64, Box<[Self; 2]>),
    Wides(fn(i128, i128) -> i128, Box<[Self; 2]>),
    Doubles(fn(f64, f64) -> f64, Box<[Self; 2]>),
    Compare(Comparison, Box<[Self; 2]>),
    And(Box<[Self; 2]>),
    Or(Box<[Self; 2]>),
    Not(Box<Self>),
    IsNull(Box<Self>),
    /// The value behind the first condition that holds.
    Case {
        branches: Vec<(Self, Self)>,
        otherwise: Box<Self>,
    },
    /// The value at the place that the first part gives.
    Choose(Box<Self>, Vec<Self>),
    /// The first value that is not NULL.
    Coalesce(Vec<Self>),
    /// Values as they are written.
    Written(Notation, Box<Self>),
    Call {
        function: Function,
        arguments: Vec<Self>,
        of: Type,
        takes_null: bool,
    },
    /// The number of the row, from 1 on.
    RowNumber,
    /// A number from 0 on, below 1: the one of this number in the row.
    Random(u64),
}

/// What is computed from the arguments of a row; where it takes no NULL, it is not called for one.
pub(super) type Function = Arc<dyn Fn(&[Cell<'_>], &mut Answer<'_>) + Send + Sync>;

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    Integer(i64),
    Wide(i128),
    Double(f64),
    Text(std::borrow::Cow<'a, str>),
}

/// Where a function puts its value, once for a row.
pub(super) struct Answer<'a> {
    values: &'a mut Values,
    is_null: bool,
}

/// An expression that is ready to be evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Expression(Node);

/// The values of a part, and in which rows it is NULL; none if in none.
struct Made {
    values: Values,
    nulls: Vec<bool>,
}

impl Cell<'_> {
    pub(super) fn integer(&self) -> i64 {
        if let Self::Integer(value) = self { *value } else { 0 }
    }

    pub(super) fn wide(&self) -> i128 {
        if let Self::Wide(value) = self { *value } else { 0 }
    }

    pub(super) fn double(&self) -> f64 {
        if let Self::Double(value) = self { *value } else { 0.0 }
    }

    pub(super) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }
}

impl Answer<'_> {
    pub(super) fn integer(&mut self, value: i64) {
        if let Values::Integer(values) = self.values {
            values.push(value);
        }
    }

    pub(super) fn wide(&mut self, value: i128) {
        if let Values::Wide(values) = self.values {
            values.push(value);
        }
    }

    pub(super) fn double(&mut self, value: f64) {
        if let Values::Double(values) = self.values {
            values.push(value);
        }
    }

    pub(super) fn text(&mut self, value: &str) {
        if let Values::Text(values) = self.values {
            values.push(value.as_bytes());
        }
    }

    /// Writes a text piece by piece.
    pub(super) fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        if let Values::Text(values) = self.values {
            write(values.open());
            values.finish_value();
        }
    }

    /// The value that an argument has.
    pub(super) fn same(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Null => self.null(),
            Cell::Integer(value) => self.integer(*value),
            Cell::Wide(value) => self.wide(*value),
            Cell::Double(value) => self.double(*value),
            Cell::Text(text) => self.text(text),
        }
    }

    pub(super) fn null(&mut self) {
        self.is_null = true;
        push_nothing(self.values);
    }
}

/// Adds a value that nobody sees.
fn push_nothing(values: &mut Values) {
    match values {
        Values::Integer(values) => values.push(0),
        Values::Wide(values) => values.push(0),
        Values::Double(values) => values.push(0.0),
        Values::Text(values) => values.finish_value(),
    }
}

impl Expression {
    pub(super) fn new(node: Node) -> Self {
        Self(node)
    }
}

impl Source for Expression {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        *values = evaluate(&self.0, inputs).values;
    }

    fn fill_nullable(&self, inputs: &Inputs<'_>, values: &mut Values, validity: &mut Vec<u8>) {
        let made = evaluate(&self.0, inputs);
        *values = made.values;
        clear_nulls(values, &made.nulls);
        validity.clear();
        if made.nulls.contains(&true) {
            validity.resize(made.nulls.len().div_ceil(8), 0);
            for (row, is_null) in made.nulls.iter().enumerate() {
                validity[row / 8] |= u8::from(!is_null) << (row % 8);
            }
        }
    }
}

/// Puts 0 where there is NULL: formats render what stands there, too.
fn clear_nulls(values: &mut Values, nulls: &[bool]) {
    let places = nulls.iter().enumerate().filter(|(_, is_null)| **is_null).map(|(row, _)| row);
    match values {
        Values::Integer(values) => places.for_each(|row| values[row] = 0),
        Values::Wide(values) => places.for_each(|row| values[row] = 0),
        Values::Double(values) => places.for_each(|row| values[row] = 0.0),
        // Functions write nothing there; what is copied is a value like others.
        Values::Text(_) => {}
    }
}

fn evaluate(node: &Node, inputs: &Inputs<'_>) -> Made {
    let rows = inputs.indexes.len();
    let without_nulls = |values| Made { values, nulls: Vec::new() };
    match node {
        Node::Input { input, and } => {
            let column = inputs.columns[*input];
            let nulls = merge(
                nulls_of(column, rows),
                and.map(|and| nulls_of(inputs.columns[and], rows)).unwrap_or_default(),
            );
            Made { values: column.values().clone(), nulls }
        }
        Node::Constant(cell) => without_nulls(repeat(cell, rows)),
        Node::Null(of) => {
            let mut values = of.buffer();
            (0..rows).for_each(|_| push_nothing(&mut values));
            Made { values, nulls: vec![true; rows] }
        }
        Node::Integers(operation, sides) => pairwise(sides, inputs, |left, right| match (left, right) {
            (Values::Integer(mut left), Values::Integer(right)) => {
                left.iter_mut().zip(right).for_each(|(left, right)| *left = operation(*left, right));
                Values::Integer(left)
            }
            (left, _) => left,
        }),
        Node::Wides(operation, sides) => pairwise(sides, inputs, |left, right| match (left, right) {
            (Values::Wide(mut left), Values::Wide(right)) => {
                left.iter_mut().zip(right).for_each(|(left, right)| *left = operation(*left, right));
                Values::Wide(left)
            }
            (left, _) => left,
        }),
        Node::Doubles(operation, sides) => pairwise(sides, inputs, |left, right| match (left, right) {
            (Values::Double(mut left), Values::Double(right)) => {
                left.iter_mut().zip(right).for_each(|(left, right)| *left = operation(*left, right));
                Values::Double(left)
            }
            (left, _) => left,
        }),
        Node::Compare(comparison, sides) => {
            pairwise(sides, inputs, |left, right| compare(*comparison, &left, &right))
        }
        Node::And(sides) => logic(sides, inputs, false),
        Node::Or(sides) => logic(sides, inputs, true),
        Node::Not(of) => {
            let mut made = evaluate(of, inputs);
            if let Values::Integer(values) = &mut made.values {
                values.iter_mut().for_each(|value| *value = 1 - *value);
            }
            made
        }
        Node::IsNull(of) => {
            let nulls = evaluate(of, inputs).nulls;
            let is_null = |row: usize| i64::from(nulls.get(row).copied().unwrap_or(false));
            without_nulls(Values::Integer((0..rows).map(is_null).collect()))
        }
        Node::Case { branches, otherwise } => case(branches, otherwise, inputs),
        Node::Choose(place, parts) => {
            let places = evaluate(place, inputs).values;
            let made: Vec<Made> = parts.iter().map(|part| evaluate(part, inputs)).collect();
            pick(&made, rows, |row| {
                usize::try_from(cell_of(&places, row).integer()).unwrap_or(0).min(made.len() - 1)
            })
        }
        Node::Coalesce(parts) => {
            let made: Vec<Made> = parts.iter().map(|part| evaluate(part, inputs)).collect();
            let choose =
                |row: usize| made.iter().position(|part| !is_null(part, row)).unwrap_or(made.len() - 1);
            pick(&made, rows, choose)
        }
        Node::Written(notation, of) => {
            let made = evaluate(of, inputs);
            let mut texts = TextValues::default();
            for row in 0..rows {
                // What stands where there is NULL may be no value of its type.
                if !is_null(&made, row) {
                    cell::append(&made.values, row, *notation, texts.open());
                }
                texts.finish_value();
            }
            Made { values: Values::Text(texts), nulls: made.nulls }
        }
        Node::Call { function, arguments, of, takes_null } => {
            call(function, arguments, *of, *takes_null, inputs)
        }
        Node::RowNumber => {
            let mut numbers = Vec::with_capacity(rows);
            inputs.rows.for_each(|row| numbers.push(row as i64 + 1));
            without_nulls(Values::Integer(numbers))
        }
        Node::Random(number) => {
            let random = |index: &u64| {
                let random = mix(index ^ mix(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
                (random >> 11) as f64 / (1_u64 << 53) as f64
            };
            without_nulls(Values::Double(inputs.indexes.iter().map(random).collect()))
        }
    }
}

fn is_null(made: &Made, row: usize) -> bool {
    made.nulls.get(row).copied().unwrap_or(false)
}

fn nulls_of(column: &ColumnBatch, rows: usize) -> Vec<bool> {
    if column.validity.is_empty() { Vec::new() } else { (0..rows).map(|row| column.is_null(row)).collect() }
}

/// NULL where either is.
fn merge(mut one: Vec<bool>, other: Vec<bool>) -> Vec<bool> {
    if one.is_empty() {
        return other;
    }
    one.iter_mut().zip(other).for_each(|(one, other)| *one |= other);
    one
}

fn pairwise(
    sides: &[Node; 2],
    inputs: &Inputs<'_>,
    operation: impl FnOnce(Values, Values) -> Values,
) -> Made {
    let [left, right] = [&sides[0], &sides[1]].map(|side| evaluate(side, inputs));
    Made { nulls: merge(left.nulls, right.nulls), values: operation(left.values, right.values) }
}

fn compare(comparison: Comparison, left: &Values, right: &Values) -> Values {
    let holds = |order: std::cmp::Ordering| i64::from(comparison.holds(order));
    Values::Integer(match (left, right) {
        (Values::Integer(left), Values::Integer(right)) => {
            left.iter().zip(right).map(|(left, right)| holds(left.cmp(right))).collect()
        }
        (Values::Wide(left), Values::Wide(right)) => {
            left.iter().zip(right).map(|(left, right)| holds(left.cmp(right))).collect()
        }
        (Values::Double(left), Values::Double(right)) => {
            // 0 and -0 are equal, and no value is none.
            left.iter()
                .zip(right)
                .map(|(left, right)| holds(left.partial_cmp(right).unwrap_or(std::cmp::Ordering::Equal)))
                .collect()
        }
        (Values::Text(left), Values::Text(right)) => {
            (0..left.offsets().len() - 1).map(|row| holds(left.get(row).cmp(right.get(row)))).collect()
        }
        _ => Vec::new(),
    })
}

/// AND, and OR, which `decides` if one side is true: in three values.
fn logic(sides: &[Node; 2], inputs: &Inputs<'_>, decides: bool) -> Made {
    let [left, right] = [&sides[0], &sides[1]].map(|side| evaluate(side, inputs));
    let (Values::Integer(values), Values::Integer(others)) = (&left.values, &right.values) else {
        return left;
    };
    let decides = i64::from(decides);
    let mut made = Vec::with_capacity(values.len());
    let mut nulls = Vec::new();
    for (row, (&one, &other)) in values.iter().zip(others).enumerate() {
        let (one_is_null, other_is_null) = (is_null(&left, row), is_null(&right, row));
        let is_decided = (!one_is_null && one == decides) || (!other_is_null && other == decides);
        if !is_decided && (one_is_null || other_is_null) {
            nulls.resize(values.len(), false);
            nulls[row] = true;
        }
        made.push(if is_decided { decides } else { 1 - decides });
    }
    Made { values: Values::Integer(made), nulls }
}

fn case(branches: &[(Node, Node)], otherwise: &Node, inputs: &Inputs<'_>) -> Made {
    let rows = inputs.indexes.len();
    let mut chosen = vec![branches.len(); rows];
    let mut parts = Vec::with_capacity(branches.len() + 1);
    for (position, (when, then)) in branches.iter().enumerate() {
        let condition = evaluate(when, inputs);
        if let Values::Integer(values) = &condition.values {
            for (row, chosen) in chosen.iter_mut().enumerate() {
                if *chosen == branches.len() && values[row] == 1 && !is_null(&condition, row) {
                    *chosen = position;
                }
            }
        }
        parts.push(evaluate(then, inputs));
    }
    parts.push(evaluate(otherwise, inputs));
    pick(&parts, rows, |row| chosen[row])
}

/// In each row the value of the part that is chosen for it.
fn pick(parts: &[Made], rows: usize, choose: impl Fn(usize) -> usize) -> Made {
    let chosen: Vec<usize> = (0..rows).map(choose).collect();
    let nulls: Vec<bool> = if parts.iter().all(|part| part.nulls.is_empty()) {
        Vec::new()
    } else {
        chosen.iter().enumerate().map(|(row, part)| is_null(&parts[*part], row)).collect()
    };
    let of_rows = || chosen.iter().copied().enumerate();
    let values = match &parts[0].values {
        Values::Integer(_) => Values::Integer(
            of_rows().map(|(row, part)| cell_of(&parts[part].values, row).integer()).collect(),
        ),
        Values::Wide(_) => {
            Values::Wide(of_rows().map(|(row, part)| cell_of(&parts[part].values, row).wide()).collect())
        }
        Values::Double(_) => {
            Values::Double(of_rows().map(|(row, part)| cell_of(&parts[part].values, row).double()).collect())
        }
        Values::Text(_) => {
            let mut texts = TextValues::default();
            for (row, part) in of_rows() {
                texts.push(cell_of(&parts[part].values, row).text().as_bytes());
            }
            Values::Text(texts)
        }
    };
    Made { values, nulls }
}

fn call(function: &Function, arguments: &[Node], of: Type, takes_null: bool, inputs: &Inputs<'_>) -> Made {
    let rows = inputs.indexes.len();
    let made: Vec<Made> = arguments.iter().map(|argument| evaluate(argument, inputs)).collect();
    let mut values = of.buffer();
    let mut nulls = Vec::new();
    let mut cells: Vec<Cell<'_>> = Vec::with_capacity(made.len());
    for row in 0..rows {
        cells.clear();
        cells.extend(
            made.iter().map(|made| if is_null(made, row) { Cell::Null } else { cell_of(&made.values, row) }),
        );
        let mut answer = Answer { values: &mut values, is_null: false };
        if !takes_null && cells.contains(&Cell::Null) {
            answer.null();
        } else {
            function(&cells, &mut answer);
        }
        if answer.is_null {
            nulls.resize(rows, false);
            nulls[row] = true;
        }
    }
    Made { values, nulls }
}

fn cell_of(values: &Values, row: usize) -> Cell<'_> {
    match values {
        Values::Integer(values) => Cell::Integer(values[row]),
        Values::Wide(values) => Cell::Wide(values[row]),
        Values::Double(values) => Cell::Double(values[row]),
        Values::Text(values) => Cell::Text(String::from_utf8_lossy(values.get(row))),
    }
}

fn repeat(cell: &Cell<'_>, rows: usize) -> Values {
    match cell {
        Cell::Integer(value) => Values::Integer(vec![*value; rows]),
        Cell::Wide(value) => Values::Wide(vec![*value; rows]),
        Cell::Double(value) => Values::Double(vec![*value; rows]),
        Cell::Text(text) => {
            let mut texts = TextValues::default();
            (0..rows).for_each(|_| texts.push(text.as_bytes()));
            Values::Text(texts)
        }
        Cell::Null => Values::Integer(vec![0; rows]),
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an expression")
    }
}
