//! The domain of each generator.

use super::{
    draft::{Distinct, Drafts, Place, Sampling, Values},
    generator_of, literal,
};
use crate::{
    civil,
    document::{DatasetSpec, GeneratorSpec, Problem, SqlType},
    domain::{
        DOUBLE_COUNT, Domain, Email, Filter, ParsedPart, Pattern, Prose, Template, TemplatePart, TimeOrdered,
        TimeOrderedKind, UNCOUNTED, UUID_COUNT, UuidV4, WordProduct,
    },
    kind::ValueKind,
    random::ColumnStream,
};

const MAX_BYTES: u32 = 65_535;
const MAX_SENTENCES: u32 = 100;
const MAX_LIST: usize = 100_000;

/// The values of a generator that needs no other column.
///
/// # Errors
/// The option that is wrong.
pub(super) fn values(spec: &DatasetSpec, place: Place) -> Result<Values, Problem> {
    let table = &spec.tables[place.table];
    let column = &table.columns[place.column];
    let sql_type = column.sql_type;
    let problem =
        |field: &str, code: &str, message: String| Problem::new(place.generator_path(field), code, message);
    let key = || ColumnStream::new(spec.seed, &table.name, &column.name, "value").permutation_key();
    let now = || {
        civil::parse_timestamp(&spec.now).map_err(|message| Problem::new("now", "invalid_timestamp", message))
    };

    match generator_of(column) {
        GeneratorSpec::Sequence { start, step } => {
            if *step == 0 {
                let message =
                    "a sequence moves on; choose another step, or the generator constant".to_owned();
                return Err(problem("step", "invalid_step", message));
            }
            let last = i128::from(*start) + i128::from(*step) * i128::from(table.rows.saturating_sub(1));
            let last = i64::try_from(last).map_err(|_| {
                let message = format!(
                    "row {} would be {last}, which does not fit 64 bits; choose a smaller step",
                    table.rows
                );
                problem("step", "value_out_of_type", message)
            })?;
            let (min, max) = (*start.min(&last), *start.max(&last));
            integers(place, sql_type, [("start", min), ("start", max)])?;
            let mut values = whole(min, max, sql_type);
            values.domain = match values.domain {
                Domain::Decimal { step: unit, .. } => {
                    Domain::Decimal { first: i128::from(*start) * unit, step: i128::from(*step) * unit }
                }
                _ => Domain::Integer { first: *start, step: *step },
            };
            values.count = u128::from(table.rows.max(1));
            values.sampling = Sampling::InOrder;
            Ok(values)
        }
        GeneratorSpec::Integer { min, max } => {
            ascending(place, min, max)?;
            integers(place, sql_type, [("min", *min), ("max", *max)])?;
            Ok(whole(*min, *max, sql_type))
        }
        GeneratorSpec::Decimal { min, max } => {
            let (precision, scale) = match sql_type {
                SqlType::Decimal { precision, scale } => (precision, scale),
                // Text and floating-point columns take the digits that were written.
                _ => (38, fraction_digits(min).max(fraction_digits(max))),
            };
            let read = |field: &str, text: &str| {
                literal::decimal(text, precision, scale)
                    .map_err(|message| problem(field, "invalid_decimal", message))
            };
            let (first, last) = (read("min", min)?, read("max", max)?);
            if first > last {
                return Err(problem(
                    "max",
                    "empty_range",
                    format!("max {max} is less than min {min}; exchange them"),
                ));
            }
            // Both ends have at most 38 digits: the difference fits 128 bits without a sign.
            let count = last.wrapping_sub(first) as u128 + 1;
            let longest = [first, last].map(|end| decimal_length(end, scale)).into_iter().max().unwrap_or(0);
            let domain = if count > UNCOUNTED {
                Domain::WideDecimal { first, count }
            } else {
                Domain::Decimal { first, step: 1 }
            };
            Ok(uniform(domain, ValueKind::Decimal { scale }, count.min(UNCOUNTED), longest))
        }
        GeneratorSpec::Double { min, max } => {
            if !min.is_finite() || !max.is_finite() || !(max - min).is_finite() {
                return Err(problem(
                    "max",
                    "empty_range",
                    "min and max must be finite, and so must their difference".to_owned(),
                ));
            }
            ascending(place, min, max)?;
            let mut values =
                uniform(Domain::Double { min: *min, max: *max }, ValueKind::Double, DOUBLE_COUNT, 24);
            values.distinct = Distinct::Not("floating-point numbers are rounded and may repeat");
            Ok(values)
        }
        GeneratorSpec::Boolean { true_fraction } => {
            if !(0.0..=1.0).contains(true_fraction) {
                let message = format!("{true_fraction} is no fraction; write a number from 0 to 1");
                return Err(problem("true", "invalid_fraction", message));
            }
            let mut values = uniform(Domain::Integer { first: 0, step: 1 }, ValueKind::Boolean, 2, 5);
            if *true_fraction != 0.5 {
                values.sampling = Sampling::Weighted(vec![1.0 - true_fraction, *true_fraction]);
            }
            Ok(values)
        }
        GeneratorSpec::Date { from, to } => {
            let (first, last) = ends(place, from, to, civil::parse_date)?;
            Ok(uniform(Domain::Integer { first, step: 1 }, ValueKind::Date, count(first, last), 10))
        }
        GeneratorSpec::Time { from, to } => {
            let ends = ends(place, from, to, civil::parse_time)?;
            Ok(instants(place, ends, ValueKind::Time, sql_type)?)
        }
        GeneratorSpec::Timestamp { from, to } => {
            let ends = ends(place, from, to, civil::parse_timestamp)?;
            Ok(instants(place, ends, ValueKind::Timestamp, sql_type)?)
        }
        GeneratorSpec::Now {} => {
            let now = now()?;
            let (first, kind, longest) = match sql_type {
                SqlType::Date => (now.div_euclid(civil::DAY), ValueKind::Date, 10),
                SqlType::Time { .. } => (now.rem_euclid(civil::DAY), ValueKind::Time, 15),
                _ => (now, ValueKind::Timestamp, 26),
            };
            Ok(in_order(Domain::Integer { first, step: 0 }, kind, 1, longest))
        }
        GeneratorSpec::UuidV4 {} => {
            Ok(in_order(Domain::UuidV4(UuidV4::new(key())), ValueKind::Uuid, UUID_COUNT, 36))
        }
        generator @ (GeneratorSpec::UuidV7 {} | GeneratorSpec::Ulid {}) => {
            let now = now()?;
            if now < 0 {
                let message = "identifiers that carry the time begin in 1970; choose a later now";
                return Err(Problem::new("now", "invalid_timestamp", message));
            }
            let (kind, value_kind, longest) = match generator {
                GeneratorSpec::Ulid {} => (TimeOrderedKind::Ulid, ValueKind::Ulid, 26),
                _ => (TimeOrderedKind::UuidV7, ValueKind::Uuid, 36),
            };
            let domain = Domain::TimeOrdered(TimeOrdered::new(kind, now, key()));
            Ok(in_order(domain, value_kind, UUID_COUNT, longest))
        }
        GeneratorSpec::List { values, weights } => list(place, values, weights.as_deref(), sql_type),
        GeneratorSpec::Constant { value } => {
            let (values, kind, longest) = literal::read(std::slice::from_ref(value), sql_type)
                .map_err(|(_, message)| problem("value", "invalid_value", message))?;
            Ok(in_order(Domain::Lookup(values), kind, 1, longest))
        }
        GeneratorSpec::Pattern { pattern } => {
            let pattern = Pattern::parse(pattern)
                .map_err(|error| problem("pattern", "invalid_pattern", error.to_string()))?;
            let (count, longest) = (pattern.count(), pattern.longest());
            let distinct = if pattern.is_unambiguous() {
                Distinct::Always
            } else {
                Distinct::Not(
                    "the pattern has several ways to the same string; leave out alternatives and all but one part of varying length",
                )
            };
            Ok(Values { distinct, ..uniform(Domain::Pattern(pattern), ValueKind::Text, count, longest) })
        }
        GeneratorSpec::FirstName {} => Ok(words(WordProduct::FIRST_NAME)),
        GeneratorSpec::LastName {} => Ok(words(WordProduct::LAST_NAME)),
        GeneratorSpec::FullName {} => Ok(words(WordProduct::FULL_NAME)),
        GeneratorSpec::City {} => Ok(words(WordProduct::CITY)),
        GeneratorSpec::Company {} => Ok(words(WordProduct::COMPANY)),
        GeneratorSpec::Word {} => Ok(words(WordProduct::WORD)),
        GeneratorSpec::Email {} => {
            Ok(uniform(Domain::Email(Email), ValueKind::Text, Email::count(), Email::longest()))
        }
        GeneratorSpec::Sentence {} => prose(place, 1, 1, sql_type),
        GeneratorSpec::Paragraph { min_sentences, max_sentences } => {
            if *min_sentences == 0 || *max_sentences > MAX_SENTENCES {
                let message = format!("a paragraph has 1 to {MAX_SENTENCES} sentences");
                return Err(problem("max_sentences", "invalid_length", message));
            }
            if min_sentences > max_sentences {
                let message =
                    format!("{max_sentences} is less than min_sentences {min_sentences}; exchange them");
                return Err(problem("max_sentences", "empty_range", message));
            }
            prose(place, *min_sentences, *max_sentences, sql_type)
        }
        GeneratorSpec::Bytes { min_length, max_length } => {
            if min_length > max_length || *max_length > MAX_BYTES {
                let message = format!("lengths ascend and end at {MAX_BYTES} or before");
                return Err(problem("max_length", "invalid_length", message));
            }
            let domain = Domain::Bytes { min_length: *min_length, max_length: *max_length };
            let digits = if sql_type.is_binary() { 1 } else { 2 };
            Ok(Values {
                distinct: Distinct::Not("random bytes may repeat; choose uuid_v4 or a pattern"),
                ..uniform(domain, ValueKind::Bytes, UNCOUNTED, *max_length as usize * digits)
            })
        }
        GeneratorSpec::ForeignKey { .. } | GeneratorSpec::Template { .. } => {
            unreachable!("generators that need other columns are drafted by functions of their own")
        }
    }
}

/// The values of a template: its literals and the texts of its columns.
///
/// # Errors
/// A malformed template, an unknown column, a cycle; none if a column has a problem of its own.
pub(super) fn template(
    drafts: &mut Drafts,
    spec: &DatasetSpec,
    place: Place,
    text: &str,
    depth: usize,
    problems: &mut Vec<Problem>,
) -> Result<Values, Option<Problem>> {
    let table = &spec.tables[place.table];
    let problem =
        |code: &str, message: String| Some(Problem::new(place.generator_path("template"), code, message));
    let parsed = Template::parse(text).map_err(|error| problem("invalid_template", error.to_string()))?;
    let mut parts = Vec::with_capacity(parsed.len());
    let mut max_length: usize = 0;
    let mut chain = 0;
    let mut shown = Vec::new();
    for part in parsed {
        match part {
            ParsedPart::Literal(literal) => {
                max_length = max_length.saturating_add(literal.chars().count());
                parts.push(TemplatePart::Literal(literal));
            }
            ParsedPart::Column { name, filters } => {
                let Some(column) = table.columns.iter().position(|column| column.name == name) else {
                    let message = format!(
                        "the table has no column `{name}`; add it, hidden if it is for templates only"
                    );
                    return Err(problem("unknown_column", message));
                };
                let draft =
                    drafts.require(spec, place, Place { table: place.table, column }, depth, problems)?;
                let digits = if table.columns[column].sql_type.is_binary() { 2 } else { 1 };
                max_length = max_length.saturating_add(draft.max_length * digits);
                chain = chain.max(draft.chain());
                // Slugs lose characters; changes of case do too where both cases occur.
                shown.push((
                    column,
                    filters.iter().all(|filter| *filter != Filter::Slug) && filters.is_empty(),
                ));
                parts.push(TemplatePart::Column { column, filters });
            }
        }
    }
    let distinct = match shown.as_slice() {
        [(column, true)] if table.columns[*column].null_fraction == 0.0 => Distinct::As(*column),
        _ => Distinct::Not(
            "only a template of one unchanged column that is unique itself is known to be unique",
        ),
    };
    Ok(Values {
        domain: Domain::Template(Template { parts }),
        kind: ValueKind::Text,
        count: UNCOUNTED,
        distinct,
        sampling: Sampling::None,
        max_length,
        chain,
    })
}

fn list(
    place: Place,
    values: &[serde_json::Value],
    weights: Option<&[f64]>,
    sql_type: SqlType,
) -> Result<Values, Problem> {
    let problem = |field: String, code: &str, message: String| {
        Problem::new(place.generator_path(&field), code, message)
    };
    if values.is_empty() || values.len() > MAX_LIST {
        let message = format!("a list has 1 to {MAX_LIST} values");
        return Err(problem("values".to_owned(), "invalid_list", message));
    }
    let (read, kind, longest) = literal::read(values, sql_type)
        .map_err(|(position, message)| problem(format!("values[{position}]"), "invalid_value", message))?;
    let repeats =
        values.iter().enumerate().any(|(index, value)| index < 1_000 && values[..index].contains(value));
    let mut domain = uniform(Domain::Lookup(read), kind, values.len() as u128, longest);
    if repeats || values.len() > 1_000 {
        let all: std::collections::HashSet<String> = values.iter().map(ToString::to_string).collect();
        if all.len() < values.len() {
            domain.distinct = Distinct::Not("the list has a value twice");
        }
    }
    if let Some(weights) = weights {
        if weights.len() != values.len() {
            let message = format!(
                "there are {} weights for {} values; write one for each",
                weights.len(),
                values.len()
            );
            return Err(problem("weights".to_owned(), "invalid_weights", message));
        }
        if let Some(position) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            let message = "a weight is a number from 0".to_owned();
            return Err(problem(format!("weights[{position}]"), "invalid_weights", message));
        }
        let total: f64 = weights.iter().sum();
        if total <= 0.0 || !total.is_finite() {
            let message = "the weights together must be more than 0 and finite".to_owned();
            return Err(problem("weights".to_owned(), "invalid_weights", message));
        }
        domain.sampling = Sampling::Weighted(weights.to_vec());
    }
    Ok(domain)
}

fn prose(place: Place, min_sentences: u32, max_sentences: u32, sql_type: SqlType) -> Result<Values, Problem> {
    let shortest = Prose::shortest_bound();
    let limit = sql_type.max_length();
    if let Some(limit) = limit.filter(|limit| (*limit as usize) < shortest) {
        let message = format!(
            "a sentence needs {shortest} characters, the column holds {limit}; choose `word` or a longer type"
        );
        return Err(Problem::new(place.generator_path(""), "value_too_long", message));
    }
    let prose = Prose::new(min_sentences, max_sentences, limit);
    let longest = limit.map_or(Prose::longest_sentence() * max_sentences as usize, |limit| limit as usize);
    Ok(Values {
        distinct: Distinct::Not("sentences may repeat"),
        ..uniform(Domain::Prose(prose), ValueKind::Text, UNCOUNTED, longest)
    })
}

/// Dates and times within `ends`, on the steps that the digits of the type allow.
fn instants(place: Place, ends: (i64, i64), kind: ValueKind, sql_type: SqlType) -> Result<Values, Problem> {
    let digits = match sql_type {
        SqlType::Time { digits } | SqlType::Timestamp { digits, .. } => digits,
        _ => 6,
    };
    let step = 10_i64.pow(6 - u32::from(digits));
    let first = -(-ends.0).div_euclid(step) * step;
    let last = ends.1.div_euclid(step) * step;
    if first > last {
        let message = format!(
            "no value with {digits} digits of a second lies between from and to; choose a wider range"
        );
        return Err(Problem::new(place.generator_path("to"), "empty_range", message));
    }
    let longest = if kind == ValueKind::Time { 15 } else { 26 };
    Ok(uniform(Domain::Integer { first, step }, kind, count(first / step, last / step), longest))
}

fn ends(
    place: Place,
    from: &str,
    to: &str,
    parse: fn(&str) -> Result<i64, String>,
) -> Result<(i64, i64), Problem> {
    let read = |field: &str, text: &str| {
        parse(text).map_err(|message| Problem::new(place.generator_path(field), "invalid_timestamp", message))
    };
    let (first, last) = (read("from", from)?, read("to", to)?);
    if first > last {
        let message = format!("to `{to}` lies before from `{from}`; exchange them");
        return Err(Problem::new(place.generator_path("to"), "empty_range", message));
    }
    Ok((first, last))
}

fn ascending<T: PartialOrd + std::fmt::Display>(place: Place, min: &T, max: &T) -> Result<(), Problem> {
    if min > max {
        let message = format!("max {max} is less than min {min}; exchange them");
        return Err(Problem::new(place.generator_path("max"), "empty_range", message));
    }
    Ok(())
}

/// Checks that a column of this type holds whole numbers.
fn integers(place: Place, sql_type: SqlType, ends: [(&str, i64); 2]) -> Result<(), Problem> {
    for (field, number) in ends {
        let fits = match sql_type {
            SqlType::Decimal { precision, scale } => {
                literal::decimal(&number.to_string(), precision, scale).map(|_| ())
            }
            _ => literal::in_type(number, sql_type),
        };
        fits.map_err(|message| Problem::new(place.generator_path(field), "value_out_of_type", message))?;
    }
    Ok(())
}

/// The whole numbers `min..=max`, as decimals in a decimal column.
fn whole(min: i64, max: i64, sql_type: SqlType) -> Values {
    let longest = [min, max].map(|end| itoa::Buffer::new().format(end).len()).into_iter().max().unwrap_or(0);
    match sql_type {
        SqlType::Decimal { scale, .. } => {
            let unit = 10_i128.pow(u32::from(scale));
            let domain = Domain::Decimal { first: i128::from(min) * unit, step: unit };
            uniform(domain, ValueKind::Decimal { scale }, count(min, max), longest + 1 + usize::from(scale))
        }
        _ => uniform(Domain::Integer { first: min, step: 1 }, ValueKind::Integer, count(min, max), longest),
    }
}

fn words(product: WordProduct) -> Values {
    let (count, longest) = (product.count(), product.longest());
    uniform(Domain::Words(product), ValueKind::Text, count, longest)
}

fn uniform(domain: Domain, kind: ValueKind, count: u128, max_length: usize) -> Values {
    Values {
        domain,
        kind,
        count,
        distinct: Distinct::Always,
        sampling: Sampling::Uniform,
        max_length,
        chain: 0,
    }
}

fn in_order(domain: Domain, kind: ValueKind, count: u128, max_length: usize) -> Values {
    Values {
        domain,
        kind,
        count,
        distinct: Distinct::Always,
        sampling: Sampling::InOrder,
        max_length,
        chain: 0,
    }
}

fn count(first: i64, last: i64) -> u128 {
    // The ends ascend, so the difference is not negative.
    (i128::from(last) - i128::from(first)) as u128 + 1
}

fn fraction_digits(text: &str) -> u8 {
    let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    u8::try_from(digits.min(38)).unwrap_or(38)
}

fn decimal_length(value: i128, scale: u8) -> usize {
    let digits = value.unsigned_abs().to_string().len().max(usize::from(scale) + 1);
    digits + usize::from(value < 0) + usize::from(scale > 0)
}
