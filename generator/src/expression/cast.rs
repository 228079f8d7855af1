//! From one type to another: what follows by itself, what is asked for, and what is stored in a column.

use std::sync::Arc;

use super::{
    Refusal,
    evaluate::{Answer, Cell, Node},
    interval::Interval,
    syntax::TypeName,
    typed::{Bounds, LARGEST_DECIMAL, Type, Typed},
};
use crate::{
    batch::Notation,
    civil::{self, DAY},
    column::Longest,
    distribution::power_of_ten,
    plan::literal,
};

/// Digits behind the point that a floating-point number has at most when it becomes a decimal of no given scale.
const DOUBLE_SCALE: u8 = 15;

/// The same value as another type, where SQL does so by itself.
pub(super) fn coerce(typed: Typed, to: Type) -> Result<Typed, Refusal> {
    let at = typed.at;
    match (typed.of, to) {
        (from, to) if from == to => Ok(typed),
        (Type::Unknown, to) => literal_as(typed, to),
        (Type::Integer, Type::Decimal(scale)) => {
            let factor = 10_i128.pow(scale.into());
            let (least, most) = typed.ends();
            let bounds = Bounds::Whole(least.saturating_mul(factor), most.saturating_mul(factor));
            let is_never_zero = typed.is_never_zero;
            let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(i128::from(cells[0].integer()) * factor);
            };
            Typed { is_never_zero, ..mapped(typed, function, to, bounds) }.checked()
        }
        (Type::Integer, Type::Double) => {
            let (least, most) = typed.ends();
            let bounds = Bounds::Real(least as f64, most as f64);
            let is_never_zero = typed.is_never_zero;
            Ok(Typed {
                is_never_zero,
                ..mapped(typed, |cells, answer| answer.double(cells[0].integer() as f64), to, bounds)
            })
        }
        (Type::Decimal(from), Type::Decimal(scale)) if scale > from => {
            let factor = 10_i128.pow((scale - from).into());
            let (least, most) = typed.ends();
            let bounds = Bounds::Whole(least.saturating_mul(factor), most.saturating_mul(factor));
            let is_never_zero = typed.is_never_zero;
            // The bounds are checked first: what they hold can be multiplied.
            let checked = Typed {
                is_never_zero,
                ..mapped(typed, move |cells, answer| answer.wide(cells[0].wide() * factor), to, bounds)
            };
            checked.checked()
        }
        (Type::Decimal(from), Type::Double) => {
            let (least, most) = typed.ends();
            let real = move |units: i128| decimal_to_double(units, from);
            let bounds = Bounds::Real(real(least), real(most));
            Ok(mapped(typed, move |cells, answer| answer.double(real(cells[0].wide())), to, bounds))
        }
        (Type::Date, Type::Timestamp) => {
            let (least, most) = typed.ends();
            let bounds = Bounds::Whole(least * i128::from(DAY), most * i128::from(DAY));
            Ok(mapped(typed, |cells, answer| answer.integer(cells[0].integer() * DAY), to, bounds))
        }
        (from, to) => Err(Refusal::new(
            at,
            format!("this is {}, and {} is expected; write CAST(… AS …)", from.name(), to.name()),
        )),
    }
}

/// A literal in quotes, or NULL, as what is wanted.
fn literal_as(typed: Typed, to: Type) -> Result<Typed, Refusal> {
    let at = typed.at;
    let Some(text) = &typed.literal else {
        return Ok(Typed { node: Node::Null(to), of: to, bounds: nothing(to), ..typed });
    };
    let wrong = || Refusal::new(at, format!("'{text}' is not {}", to.name()));
    let trimmed = text.trim();
    let (cell, bounds) = match to {
        Type::Text | Type::Unknown => return Ok(Typed { of: Type::Text, literal: None, ..typed }),
        Type::Boolean => {
            let truth = match trimmed.to_ascii_lowercase().as_str() {
                "t" | "true" | "yes" | "y" | "on" | "1" => 1,
                "f" | "false" | "no" | "n" | "off" | "0" => 0,
                _ => return Err(wrong()),
            };
            (Cell::Integer(truth), Bounds::Whole(truth.into(), truth.into()))
        }
        Type::Integer => {
            let number: i64 = trimmed.parse().map_err(|_| wrong())?;
            (Cell::Integer(number), Bounds::Whole(number.into(), number.into()))
        }
        Type::Decimal(scale) => {
            let number = literal::decimal(trimmed, 38, scale).map_err(|message| Refusal::new(at, message))?;
            (Cell::Wide(number), Bounds::Whole(number, number))
        }
        Type::Double => {
            let number: f64 =
                trimmed.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(wrong)?;
            (Cell::Double(number), Bounds::Real(number, number))
        }
        Type::Date => {
            let day = civil::parse_date(trimmed).map_err(|message| Refusal::new(at, message))?;
            (Cell::Integer(day), Bounds::Whole(day.into(), day.into()))
        }
        Type::Time => {
            let micros = civil::parse_time(trimmed).map_err(|message| Refusal::new(at, message))?;
            (Cell::Integer(micros), Bounds::Whole(micros.into(), micros.into()))
        }
        Type::Timestamp => {
            let micros = match civil::parse_date(trimmed) {
                Ok(day) => day * DAY,
                Err(_) => civil::parse_timestamp(trimmed).map_err(|message| Refusal::new(at, message))?,
            };
            (Cell::Integer(micros), Bounds::Whole(micros.into(), micros.into()))
        }
        Type::Interval => {
            let interval = Interval::read(trimmed).ok_or_else(|| {
                Refusal::new(at, format!("'{text}' is no interval; write for instance '3 days', '1 year 2 months' or '04:30:00'"))
            })?;
            (Cell::Wide(interval.pack()), span_of(interval))
        }
        Type::Uuid => {
            let digits: String = trimmed.chars().filter(|character| *character != '-').collect();
            let is_uuid = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            let bits = u128::from_str_radix(&digits, 16).ok().filter(|_| is_uuid).ok_or_else(wrong)?;
            (Cell::Wide(bits as i128), Bounds::None)
        }
    };
    Typed { node: Node::Constant(cell), of: to, bounds, literal: None, ..typed }.checked()
}

/// The bounds of one interval.
fn span_of(interval: Interval) -> Bounds {
    let one = |part: i128| (part, part);
    Bounds::Span([one(interval.months.into()), one(interval.days.into()), one(interval.micros.into())])
}

/// The bounds of a value that is always NULL.
fn nothing(of: Type) -> Bounds {
    match of {
        Type::Double => Bounds::Real(0.0, 0.0),
        Type::Interval => Bounds::Span([(0, 0); 3]),
        Type::Text | Type::Unknown => Bounds::Text(Longest::default()),
        Type::Uuid => Bounds::None,
        _ => Bounds::Whole(0, 0),
    }
}

/// All of them as the one type that holds all.
pub(super) fn unify(values: Vec<Typed>) -> Result<Vec<Typed>, Refusal> {
    let mut of = Type::Unknown;
    for value in &values {
        of = match (of, value.of) {
            (Type::Unknown, other) | (other, Type::Unknown) => other,
            (one, other) if one == other => one,
            (Type::Integer, number) | (number, Type::Integer) if number.is_number() => number,
            (Type::Double, number) | (number, Type::Double) if number.is_number() => Type::Double,
            (Type::Decimal(one), Type::Decimal(other)) => Type::Decimal(one.max(other)),
            (Type::Date, Type::Timestamp) | (Type::Timestamp, Type::Date) => Type::Timestamp,
            (one, other) => {
                let message = format!(
                    "this is {}, and {} stands before it; cast one of them",
                    other.name(),
                    one.name()
                );
                return Err(Refusal::new(value.at, message));
            }
        };
    }
    let of = if of == Type::Unknown { Type::Text } else { of };
    values.into_iter().map(|value| coerce(value, of)).collect()
}

/// Bounds that hold all of these values, which are of one type.
pub(super) fn all_bounds(values: &[Typed]) -> Bounds {
    let seen = values.iter().filter(|value| !matches!(value.node, Node::Null(_))).map(|value| value.bounds);
    seen.reduce(|one, other| match (one, other) {
        (Bounds::Whole(least, most), Bounds::Whole(less, more)) => {
            Bounds::Whole(least.min(less), most.max(more))
        }
        (Bounds::Real(least, most), Bounds::Real(less, more)) => {
            Bounds::Real(least.min(less), most.max(more))
        }
        (Bounds::Span(one), Bounds::Span(other)) => {
            let widest = |part: usize| (one[part].0.min(other[part].0), one[part].1.max(other[part].1));
            Bounds::Span([widest(0), widest(1), widest(2)])
        }
        (Bounds::Text(one), Bounds::Text(other)) => Bounds::Text(one.or_longer(other)),
        _ => Bounds::None,
    })
    .unwrap_or_else(|| values.first().map_or(Bounds::None, |value| nothing(value.of)))
}

/// What a function makes of a value.
pub(super) fn mapped(
    of: Typed,
    function: impl Fn(&[Cell<'_>], &mut Answer<'_>) + Send + Sync + 'static,
    to: Type,
    bounds: Bounds,
) -> Typed {
    let (may_be_null, at) = (of.may_be_null, of.at);
    let node =
        Node::Call { function: Arc::new(function), arguments: vec![of.node], of: to, takes_null: false };
    Typed::made(node, to, bounds, may_be_null, at)
}

/// A value that is asked for as a type.
pub(super) fn cast(typed: Typed, to: TypeName) -> Result<Typed, Refusal> {
    let at = typed.at;
    let refuse = |from: Type, cure: &str| {
        Err(Refusal::new(at, format!("{} cannot be cast to this type; {cure}", from.name())))
    };
    match to {
        TypeName::Text(length) => {
            let text = written(typed)?;
            Ok(match length.map(|length| length as usize) {
                Some(length) if length < text.longest().chars => {
                    let bytes = text.longest().bytes.min(length * 4);
                    let bounds = Bounds::Text(Longest { chars: length, bytes });
                    let cut = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                        let text = cells[0].text();
                        answer.text(text.char_indices().nth(length).map_or(text, |(end, _)| &text[..end]));
                    };
                    mapped(text, cut, Type::Text, bounds)
                }
                _ => text,
            })
        }
        TypeName::Boolean => match typed.of {
            Type::Integer => {
                let truth = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                    answer.integer(i64::from(cells[0].integer() != 0));
                };
                Ok(mapped(typed, truth, Type::Boolean, Bounds::Whole(0, 1)))
            }
            Type::Boolean | Type::Unknown => coerce(typed, Type::Boolean),
            from => refuse(from, "compare it with something"),
        },
        TypeName::Integer(bits) => {
            let typed = match typed.of {
                Type::Boolean => Typed { of: Type::Integer, ..typed },
                Type::Decimal(scale) => {
                    let whole = rescaled(typed, scale, 0);
                    let bounds = whole.bounds;
                    mapped(
                        whole,
                        |cells, answer| answer.integer(cells[0].wide() as i64),
                        Type::Integer,
                        bounds,
                    )
                    .checked()?
                }
                Type::Double => {
                    let (least, most) = typed.reals();
                    let bounds = Bounds::Whole(rounded(least) as i128, rounded(most) as i128);
                    mapped(
                        typed,
                        |cells, answer| answer.integer(rounded(cells[0].double()) as i64),
                        Type::Integer,
                        bounds,
                    )
                    .checked()?
                }
                Type::Integer | Type::Unknown => coerce(typed, Type::Integer)?,
                from => return refuse(from, "extract a part of it, or compare it with something"),
            };
            let (least, most) = typed.ends();
            let bound = 1_i128 << (bits - 1);
            if least < -bound || most >= bound {
                let message = format!(
                    "values run from {least} to {most}, which an integer of {bits} bits does not hold; cast to bigint"
                );
                return Err(Refusal::new(at, message));
            }
            Ok(typed)
        }
        TypeName::Decimal(size) => {
            let scale = size.map(|(_, scale)| scale);
            let typed = match typed.of {
                Type::Integer => coerce(typed, Type::Decimal(scale.unwrap_or(0)))?,
                Type::Decimal(from) => rescaled(typed, from, scale.unwrap_or(from)).checked()?,
                Type::Double => double_as_decimal(typed, scale.unwrap_or(DOUBLE_SCALE))?,
                Type::Unknown => {
                    let digits = typed
                        .literal
                        .as_deref()
                        .and_then(|text| text.split_once('.'))
                        .map_or(0, |(_, behind)| behind.trim_end().len());
                    let own = u8::try_from(digits).unwrap_or(38).min(38);
                    let read = coerce(typed, Type::Decimal(own))?;
                    rescaled(read, own, scale.unwrap_or(own)).checked()?
                }
                from => return refuse(from, "extract a part of it, or compare it with something"),
            };
            if let Some((precision, scale)) = size {
                let bound = 10_i128.pow(precision.into()) - 1;
                let (least, most) = typed.ends();
                if least < -bound || most > bound {
                    let unit = 10_i128.pow(scale.into());
                    let message = format!(
                        "values run from {} to {} before the point, which numeric({precision},{scale}) does not hold; choose more digits, or bound \
                         them by least and greatest",
                        least / unit,
                        most / unit
                    );
                    return Err(Refusal::new(at, message));
                }
            }
            Ok(typed)
        }
        TypeName::Double => match typed.of {
            Type::Integer | Type::Decimal(_) | Type::Double | Type::Unknown => coerce(typed, Type::Double),
            from => refuse(from, "extract a part of it"),
        },
        TypeName::Date => match typed.of {
            Type::Timestamp => {
                let (least, most) = typed.ends();
                let day = i128::from(DAY);
                let bounds = Bounds::Whole(least.div_euclid(day), most.div_euclid(day));
                Ok(mapped(
                    typed,
                    |cells, answer| answer.integer(cells[0].integer().div_euclid(DAY)),
                    Type::Date,
                    bounds,
                ))
            }
            Type::Date | Type::Unknown => coerce(typed, Type::Date),
            from => refuse(from, "add it to a date instead"),
        },
        TypeName::Time(digits) => {
            let time = match typed.of {
                Type::Timestamp => {
                    let bounds = Bounds::Whole(0, i128::from(DAY) - 1);
                    mapped(
                        typed,
                        |cells, answer| answer.integer(cells[0].integer().rem_euclid(DAY)),
                        Type::Time,
                        bounds,
                    )
                }
                Type::Time | Type::Unknown => coerce(typed, Type::Time)?,
                from => return refuse(from, "write a time in quotes"),
            };
            Ok(rounded_time(time, digits))
        }
        TypeName::Timestamp(digits) => {
            let typed = match typed.of {
                Type::Date | Type::Timestamp | Type::Unknown => coerce(typed, Type::Timestamp)?,
                from => return refuse(from, "add it to a date instead"),
            };
            rounded_time(typed, digits).checked()
        }
        TypeName::Interval => match typed.of {
            Type::Interval | Type::Unknown => coerce(typed, Type::Interval),
            from => refuse(from, "multiply it with INTERVAL '1 second' or the like"),
        },
        TypeName::Uuid => match typed.of {
            Type::Uuid | Type::Unknown => coerce(typed, Type::Uuid),
            from => refuse(from, "use the kind uuid_v4 instead"),
        },
    }
}

/// A value as a column of a type stores it: what SQL does by itself when it assigns.
pub(super) fn assign(typed: Typed, to: TypeName) -> Result<Typed, Refusal> {
    let follows = match (typed.of, to) {
        (Type::Unknown, _) | (_, TypeName::Text(_)) => true,
        (from, TypeName::Integer(_) | TypeName::Decimal(_) | TypeName::Double) => from.is_number(),
        (Type::Date | Type::Timestamp, TypeName::Date | TypeName::Timestamp(_)) => true,
        (Type::Timestamp | Type::Time, TypeName::Time(_)) => true,
        (Type::Boolean, TypeName::Boolean) | (Type::Uuid, TypeName::Uuid) => true,
        _ => false,
    };
    if !follows {
        let message = format!(
            "the expression makes {}, which the column's type does not take; cast it, or change the type",
            typed.of.name()
        );
        return Err(Refusal::new(typed.at, message));
    }
    cast(typed, to)
}

/// A value as text.
pub(super) fn written(typed: Typed) -> Result<Typed, Refusal> {
    let (at, may_be_null) = (typed.at, typed.may_be_null);
    let (notation, length) = match typed.of {
        Type::Text => return Ok(typed),
        Type::Unknown => return coerce(typed, Type::Text),
        Type::Boolean => (Notation::Boolean, 5),
        Type::Integer => (Notation::Integer, digits(typed.ends(), 0)),
        Type::Decimal(scale) => (Notation::Decimal { scale }, digits(typed.ends(), scale)),
        Type::Date => (Notation::Date, 10),
        Type::Time => (Notation::Time { digits: 6 }, 15),
        Type::Timestamp => (Notation::Timestamp { digits: 6 }, 26),
        Type::Uuid => (Notation::Uuid, 36),
        Type::Double | Type::Interval => {
            let message = format!(
                "{} has no one way to be written; cast it to numeric first, with as many digits as are wanted",
                typed.of.name()
            );
            return Err(Refusal::new(at, message));
        }
    };
    let bounds = Bounds::Text(Longest { chars: length, bytes: length });
    let is_time = matches!(typed.of, Type::Time | Type::Timestamp);
    let text =
        Typed::made(Node::Written(notation, Box::new(typed.node)), Type::Text, bounds, may_be_null, at);
    // Zeros at the end of a fraction are left out.
    let short = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.text(cells[0].text().trim_end_matches('0').trim_end_matches('.'));
    };
    let short = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        if cells[0].text().contains('.') { short(cells, answer) } else { answer.same(&cells[0]) }
    };
    Ok(if is_time { mapped(text, short, Type::Text, bounds) } else { text })
}

/// How many characters the ends of a range take.
fn digits((least, most): (i128, i128), scale: u8) -> usize {
    let of = |number: i128| {
        let point = if scale > 0 { 1 } else { 0 };
        number.unsigned_abs().to_string().len().max(usize::from(scale) + 1) + point + usize::from(number < 0)
    };
    of(least).max(of(most))
}

/// A decimal with another number of digits behind the point, rounded half away from zero.
pub(super) fn rescaled(typed: Typed, from: u8, to: u8) -> Typed {
    let (least, most) = typed.ends();
    if to >= from {
        let factor = 10_i128.pow((to - from).into());
        let bounds = Bounds::Whole(least.saturating_mul(factor), most.saturating_mul(factor));
        if to == from {
            return typed;
        }
        // What does not fit is refused before it is computed; wrapping keeps that from ending the program.
        return mapped(
            typed,
            move |cells, answer| answer.wide(cells[0].wide().wrapping_mul(factor)),
            Type::Decimal(to),
            bounds,
        );
    }
    let factor = 10_i128.pow((from - to).into());
    let bounds = Bounds::Whole(divided(least, factor), divided(most, factor));
    mapped(
        typed,
        move |cells, answer| answer.wide(divided(cells[0].wide(), factor)),
        Type::Decimal(to),
        bounds,
    )
}

/// A quotient rounded half away from zero; the divisor is not 0.
pub(super) fn divided(number: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (number / divisor, number % divisor);
    let is_up = rest.unsigned_abs() >= divisor.unsigned_abs() - rest.unsigned_abs();
    quotient + if rest != 0 && is_up { (number.signum() * divisor.signum()).signum() } else { 0 }
}

/// The nearest whole number, halves to the even one, as PostgreSQL rounds floating-point numbers.
pub(super) fn rounded(number: f64) -> f64 {
    libm::rint(number)
}

/// A decimal as the floating-point number that is nearest.
fn decimal_to_double(units: i128, scale: u8) -> f64 {
    let exact = 1_i128 << 53;
    if scale <= 22 && (-exact..=exact).contains(&units) {
        // Both are exact, and the quotient is rounded once.
        return units as f64 / power_of_ten(scale);
    }
    format!("{units}e-{scale}").parse().unwrap_or(0.0)
}

/// A floating-point number as a decimal, by its first 15 digits.
fn double_as_decimal(typed: Typed, scale: u8) -> Result<Typed, Refusal> {
    let (least, most) = typed.reals();
    let at = typed.at;
    let convert = move |number: f64| double_to_decimal(number, scale);
    let (Some(least), Some(most)) = (convert(least), convert(most)) else {
        return Err(Refusal::new(
            at,
            "the number may have more than 38 digits; bound it by least and greatest before",
        ));
    };
    let bounds = Bounds::Whole(least, most);
    Ok(mapped(
        typed,
        move |cells, answer| answer.wide(convert(cells[0].double()).unwrap_or(0)),
        Type::Decimal(scale),
        bounds,
    ))
}

fn double_to_decimal(number: f64, scale: u8) -> Option<i128> {
    let text = format!("{number:.14e}");
    let (digits, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits: i128 = digits.replace('.', "").parse().ok()?;
    // The number is `digits` × 10^(exponent − 14).
    let shift = exponent - 14 + i32::from(scale);
    if shift >= 0 {
        digits
            .checked_mul(10_i128.checked_pow(shift.unsigned_abs())?)
            .filter(|units| units.abs() <= LARGEST_DECIMAL)
    } else {
        Some(10_i128.checked_pow(shift.unsigned_abs()).map_or(0, |divisor| divided(digits, divisor)))
    }
}

/// A time with so many digits of the fraction of a second, rounded.
fn rounded_time(typed: Typed, digits: u8) -> Typed {
    let step = 10_i64.pow(6 - u32::from(digits.min(6)));
    if step == 1 {
        return typed;
    }
    let round = move |micros: i64| {
        let down = micros.div_euclid(step) * step;
        if micros - down >= step - (micros - down) && micros != down { down + step } else { down }
    };
    let of = typed.of;
    // A day has no 24:00:00 that all databases know: what would be rounded up to it is the last time before.
    let round =
        move |micros: i64| if of == Type::Time { round(micros).min(DAY - step) } else { round(micros) };
    let (least, most) = typed.ends();
    let bounds = Bounds::Whole(round(least as i64).into(), round(most as i64).into());
    mapped(typed, move |cells, answer| answer.integer(round(cells[0].integer())), of, bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_postgresql_does() {
        assert_eq!([25, 35, -25, -35, 24].map(|number| divided(number, 10)), [3, 4, -3, -4, 2]);
        assert_eq!([0.5, 1.5, 2.5, -0.5].map(rounded), [0.0, 2.0, 2.0, -0.0]);
        assert_eq!(double_to_decimal(0.1 + 0.2, 2), Some(30));
        assert_eq!(double_to_decimal(1.005, 2), Some(101));
        assert_eq!(double_to_decimal(1e300, 2), None);
        assert_eq!(double_to_decimal(-2.5e-7, 6), Some(0));
        assert_eq!(decimal_to_double(123_456, 2), 1_234.56);
    }
}
