//! SQL expressions over the row.

use crate::{
    batch::{Notation, ValueKind, Values},
    document::{GeneratorSpec, Problem, ProblemCode, SqlType},
    expression::{self, Bounds, Scope, ScopeColumn, ScopeError, Type},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, Drafting, Extremes, Place},
    source::UNCOUNTED,
};

/// What SQL makes of the columns of the row and of its parents' rows.
pub static EXPRESSION: Kind = Kind {
    name: "expression",
    group: Group::Derived,
    label: "Expression: price * quantity",
    words: "sql formula computed calculated case when function 수식 계산식 표현식 함수",
    about: documentation(
        "What an SQL expression makes of the columns of the row and, behind the name of a foreign key or of its table, of the parent's row.",
    ),
    options: &[KindOption::required(
        "sql",
        "SQL expression",
        OptionType::Expression,
        "",
        "Such as `price * quantity`, `customer.created_at + random() * INTERVAL '30 days'` or `CASE WHEN a > 3 THEN 'many' END`; \
         docs/expressions.md has all of it.",
    )],
    pinned: pinned(&[
        Pinned { options: r#""sql":"a * 2 + 1""#, sql_type: "bigint", values: &["3", "5", "7"] },
        Pinned {
            options: r#""sql":"CASE WHEN mod(a, 2) = 0 THEN 'even' ELSE 'odd ' || a END""#,
            sql_type: "varchar(30)",
            values: &["odd 1", "even", "odd 3"],
        },
        Pinned {
            options: r#""sql":"now() - random() * INTERVAL '30 days'""#,
            sql_type: "timestamp(3)",
            values: &["2024-12-11 07:53:57.682", "2024-12-09 20:28:32.427", "2024-12-21 06:39:26.645"],
        },
    ]),
    inferred: &[],
    draft,
};

/// A number that is written as long as any: 24 characters.
const LONGEST: f64 = -1.234_567_890_123_456_7e-300;

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let text = drafting.text("sql")?;
    let (sql_type, now, rows) = (drafting.sql_type(), drafting.now()?, drafting.table().rows);
    let mut names =
        Names { drafting, inputs: Vec::new(), now, rows, may_hold_nul: text.contains('\0'), problem: None };
    let compiled = expression::compile(text, sql_type, &mut names);
    let (may_hold_nul, problem) = (names.may_hold_nul, names.problem);
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(Some(refusal)) => {
            return drafting.problem("sql", ProblemCode::InvalidExpression, refusal.in_text(text));
        }
        Err(None) => return Err(problem),
    };
    let column = drafting.column();
    if compiled.may_be_null && drafting.table().primary_key.contains(&column.name) {
        let message =
            "a column of the primary key is never NULL, and this may be; let it end with coalesce(…)";
        return drafting.problem("sql", ProblemCode::NullInPrimaryKey, message);
    }
    if compiled.may_be_null && column.identity {
        let message = "the column counts in the database, which fills NULLs by itself; let the expression end with coalesce(…), or set identity to false";
        return drafting.problem("sql", ProblemCode::InvalidExpression, message);
    }
    let (kind, extremes) = match (compiled.of, compiled.bounds) {
        (Type::Boolean, _) => (ValueKind::Boolean, Extremes::integers(0, 1)),
        (Type::Integer, bounds) => (ValueKind::Integer, whole(bounds)),
        (Type::Date, bounds) => (ValueKind::Date, whole(bounds)),
        (Type::Time, bounds) => (ValueKind::Time, whole(bounds)),
        (Type::Timestamp, bounds) => (ValueKind::Timestamp, whole(bounds)),
        (Type::Decimal(scale), Bounds::Whole(least, most)) => {
            (ValueKind::Decimal { scale }, Extremes::wide(least, most))
        }
        (Type::Decimal(scale), _) => (ValueKind::Decimal { scale }, Extremes::wide(0, 0)),
        (Type::Double, Bounds::Real(least, most)) => {
            (ValueKind::Double, Extremes::Values(Values::Double(vec![least, most, LONGEST])))
        }
        (Type::Double, _) => (ValueKind::Double, Extremes::Values(Values::Double(vec![0.0, 0.0, LONGEST]))),
        (Type::Uuid, _) => (ValueKind::Uuid, Extremes::identifier()),
        (_, Bounds::Text(longest)) => (ValueKind::Text, Extremes::Text(longest)),
        (_, _) => (ValueKind::Text, Extremes::Text(crate::column::Longest::default())),
    };
    let draft = Draft::uniform(compiled.expression, kind, UNCOUNTED, extremes);
    Ok(Draft {
        axis: if compiled.is_random { DefaultAxis::Uniform } else { DefaultAxis::None },
        may_be_null: compiled.may_be_null,
        scratch: compiled.text_bytes,
        may_hold_nul,
        shortest: 0,
        ..draft.repeating("an expression may make the same of two rows")
    })
}

fn whole(bounds: Bounds) -> Extremes {
    let Bounds::Whole(least, most) = bounds else { return Extremes::integers(0, 0) };
    let clamp = |number: i128| i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX });
    Extremes::integers(clamp(least), clamp(most))
}

/// The columns that the expression of a column may name.
struct Names<'a, 'b> {
    drafting: &'a mut Drafting<'b>,
    /// Those so far, each once.
    inputs: Vec<(Place, Option<usize>)>,
    now: i64,
    rows: u64,
    may_hold_nul: bool,
    /// What is wrong with the column that was named last, if that is to be said here.
    problem: Option<Problem>,
}

impl Names<'_, '_> {
    /// A foreign key of the table by its name or its column, or the only one to a table of that name: its column, and the parent.
    fn parent(&self, qualifier: &str) -> Result<(usize, usize), String> {
        let (spec, table) = (self.drafting.spec, self.drafting.table());
        let references = || {
            table.columns.iter().enumerate().filter_map(|(index, column)| {
                let reference = column.generator.as_ref().and_then(GeneratorSpec::reference)?;
                Some((index, column.name.as_str(), reference))
            })
        };
        let leads = |index: usize, same_row_as: Option<&str>| {
            same_row_as
                .and_then(|name| table.columns.iter().position(|column| column.name == name))
                .unwrap_or(index)
        };
        let found = references()
            .find(|(_, name, reference)| {
                same(name, qualifier) || reference.name.is_some_and(|name| same(name, qualifier))
            })
            .map(|(index, _, reference)| (index, reference));
        let to_table = || {
            let mut all = references().filter(|(_, _, reference)| {
                reference.same_row_as.is_none() && same(reference.table, qualifier)
            });
            let first = all.next();
            match (first, all.next()) {
                (Some((index, _, reference)), None) => Ok((index, reference)),
                (Some(_), Some(_)) => Err(format!(
                    "several foreign keys lead to `{qualifier}`; write the name of one of them before the point"
                )),
                _ => Err(format!(
                    "`{qualifier}` is neither a foreign key of this table nor a table that one leads to; name one that is"
                )),
            }
        };
        let (index, reference) = match found {
            Some(found) => found,
            None => to_table()?,
        };
        let parent = spec.tables.iter().position(|table| table.name == reference.table);
        let parent = parent
            .ok_or_else(|| format!("there is no table `{}`; add it or name another", reference.table))?;
        Ok((leads(index, reference.same_row_as), parent))
    }

    /// Whether a row may have no parent by this key.
    fn may_have_no_parent(&mut self, key: usize) -> Result<bool, ScopeError> {
        if self.drafting.table().columns[key].null_fraction > 0.0 {
            return Ok(true);
        }
        let place = Place { column: key, ..self.drafting.place };
        match self.drafting.look(place) {
            Ok(drafted) => Ok(drafted.draft.may_be_null),
            Err(problem) => {
                self.problem = problem.or(self.problem.take());
                Err(ScopeError::Failed)
            }
        }
    }

    fn input(&mut self, place: Place, through: Option<usize>) -> Result<usize, ScopeError> {
        if let Some(known) = self.inputs.iter().position(|known| *known == (place, through)) {
            return Ok(known);
        }
        match self.drafting.input_through(place, through) {
            Ok(_) => {
                self.inputs.push((place, through));
                Ok(self.inputs.len() - 1)
            }
            Err(problem) => {
                self.problem = problem.or(self.problem.take());
                Err(ScopeError::Failed)
            }
        }
    }
}

/// Whether two names are one: names without quotes do not tell cases apart.
fn same(name: &str, written: &str) -> bool {
    name == written || name.to_lowercase() == written.to_lowercase()
}

impl Scope for Names<'_, '_> {
    fn column(&mut self, qualifier: Option<&str>, name: &str) -> Result<ScopeColumn, ScopeError> {
        let own = self.drafting.place.table;
        let (table, key) = match qualifier {
            Some(qualifier)
                if !same(&self.drafting.table().name, qualifier) || self.parent(qualifier).is_ok() =>
            {
                let (key, parent) = self.parent(qualifier).map_err(ScopeError::Unknown)?;
                (parent, Some(key))
            }
            _ => (own, None),
        };
        let spec = self.drafting.spec;
        let columns = &spec.tables[table].columns;
        let exact = columns.iter().position(|column| column.name == name);
        let Some(index) = exact.or_else(|| columns.iter().position(|column| same(&column.name, name))) else {
            let names = columns.iter().map(|column| column.name.as_str());
            let cure = match crate::kinds::nearest(name, names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "add it, hidden if it is for expressions only".to_owned(),
            };
            return Err(ScopeError::Unknown(format!(
                "table `{}` has no column `{name}`; {cure}",
                spec.tables[table].name
            )));
        };
        let column = &columns[index];
        let place = Place { table, column: index };
        let input = self.input(place, key)?;
        // A row without a parent has nothing of one.
        let and = match key {
            Some(key) if self.may_have_no_parent(key)? => {
                Some(self.input(Place { table: own, column: key }, None)?)
            }
            _ => None,
        };
        // The second look finds the draft made; only one of both is an input.
        let shown = self.drafting.known(place).ok_or(ScopeError::Failed)?;
        self.may_hold_nul |= shown.draft.may_hold_nul;
        Ok(ScopeColumn {
            input,
            and,
            kind: shown.draft.kind,
            sql_type: column.sql_type,
            notation: notation(column.sql_type, shown.render.notation),
            range: shown.draft.extremes.range(),
            reals: shown.draft.extremes.reals(),
            longest: shown.longest,
            may_be_null: column.null_fraction > 0.0 || shown.draft.may_be_null || and.is_some(),
        })
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}

/// How a value is written where it stands in a column of texts.
fn notation(sql_type: SqlType, notation: Notation) -> Notation {
    if sql_type.is_text() { notation } else { Notation::Text }
}
