//! Functions of dates and times.

use super::Call;
use crate::{
    civil::{DAY, SECOND, civil_from_days, days_from_civil},
    column::Longest,
    expression::{
        Refusal,
        cast::{coerce, mapped},
        evaluate::{Answer, Cell, Node},
        interval::days_of_month,
        typed::{Bounds, Type, Typed},
    },
};
use std::sync::Arc;

/// The spec's `now`.
pub(super) fn now(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let now = call.checker.now();
    Ok(Typed::made(
        Node::Constant(Cell::Integer(now)),
        Type::Timestamp,
        Bounds::Whole(now.into(), now.into()),
        false,
        call.at,
    ))
}

/// The date of the spec's `now`.
pub(super) fn today(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let today = call.checker.now().div_euclid(DAY);
    Ok(Typed::made(
        Node::Constant(Cell::Integer(today)),
        Type::Date,
        Bounds::Whole(today.into(), today.into()),
        false,
        call.at,
    ))
}

/// A date or a time, both as microseconds since 1970.
fn next_time(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next()?;
    match of.of {
        Type::Date | Type::Timestamp | Type::Unknown => coerce(of, Type::Timestamp),
        other => {
            Err(Refusal::new(of.at, format!("this is {}, and a date or timestamp is expected", other.name())))
        }
    }
}

/// A part of a date or a time, and between which values it lies.
type Part = (fn(i64) -> i64, i128, i128);

fn part(name: &str) -> Option<Part> {
    fn date(micros: i64) -> (i64, i64, i64) {
        let (year, month, day) = civil_from_days(micros.div_euclid(DAY));
        (year.into(), month.into(), day.into())
    }
    /// 1 is Monday.
    fn weekday(micros: i64) -> i64 {
        (micros.div_euclid(DAY) + 3).rem_euclid(7) + 1
    }
    fn day_of_year(micros: i64) -> i64 {
        micros.div_euclid(DAY) - days_from_civil(date(micros).0, 1, 1) + 1
    }
    /// The year and week of ISO 8601: those of the week's Thursday.
    fn week(micros: i64) -> (i64, i64) {
        let thursday = (micros.div_euclid(DAY) - weekday(micros) + 4) * DAY;
        (date(thursday).0, (day_of_year(thursday) - 1) / 7 + 1)
    }
    Some(match name {
        "year" => (|micros| date(micros).0, 1, 9_999),
        "quarter" => (|micros| (date(micros).1 - 1) / 3 + 1, 1, 4),
        "month" => (|micros| date(micros).1, 1, 12),
        "week" => (|micros| week(micros).1, 1, 53),
        "isoyear" => (|micros| week(micros).0, 0, 10_000),
        "day" => (|micros| date(micros).2, 1, 31),
        "dow" => (|micros| weekday(micros) % 7, 0, 6),
        "isodow" => (weekday, 1, 7),
        "doy" => (day_of_year, 1, 366),
        "hour" => (|micros| micros.rem_euclid(DAY) / (3_600 * SECOND), 0, 23),
        "minute" => (|micros| micros.rem_euclid(DAY) / (60 * SECOND) % 60, 0, 59),
        _ => return None,
    })
}

/// A part of a date or a time, as PostgreSQL's `extract`: a numeric.
pub(super) fn extract(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (name, at) = call.next_word()?;
    let of = next_time(call)?;
    let name = name.to_ascii_lowercase();
    if let Some((function, least, most)) = part(&name) {
        let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
            answer.wide(function(cells[0].integer()).into());
        };
        return Ok(mapped(of, function, Type::Decimal(0), Bounds::Whole(least, most)));
    }
    match name.as_str() {
        "second" => {
            let second = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(cells[0].integer().rem_euclid(60 * SECOND).into());
            };
            Ok(mapped(of, second, Type::Decimal(6), Bounds::Whole(0, 60 * i128::from(SECOND) - 1)))
        }
        "epoch" => {
            let bounds = of.bounds;
            Ok(mapped(of, |cells, answer| answer.wide(cells[0].integer().into()), Type::Decimal(6), bounds))
        }
        _ => {
            let message = "this is no field of a time; write year, quarter, month, week, day, hour, minute, second, dow, isodow, doy, isoyear or epoch";
            Err(Refusal::new(at, message))
        }
    }
}

/// The same as a floating-point number, as PostgreSQL's older `date_part`.
pub(super) fn part_as_double(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    coerce(extract(call)?, Type::Double)
}

/// The beginning of the year, month or the like that a time lies in.
pub(super) fn truncate(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (name, at) = call.next_word()?;
    let of = next_time(call)?;
    fn first(micros: i64, months: i64) -> i64 {
        let (year, month, _) = civil_from_days(micros.div_euclid(DAY));
        let month = (i64::from(month) - 1) / months * months + 1;
        days_from_civil(year.into(), month, 1) * DAY
    }
    fn down(micros: i64, unit: i64) -> i64 {
        micros.div_euclid(unit) * unit
    }
    let begin: fn(i64) -> i64 = match name.to_ascii_lowercase().as_str() {
        "year" => |micros| first(micros, 12),
        "quarter" => |micros| first(micros, 3),
        "month" => |micros| first(micros, 1),
        "week" => |micros| down(micros - 4 * DAY, 7 * DAY) + 4 * DAY,
        "day" => |micros| down(micros, DAY),
        "hour" => |micros| down(micros, 3_600 * SECOND),
        "minute" => |micros| down(micros, 60 * SECOND),
        "second" => |micros| down(micros, SECOND),
        _ => {
            return Err(Refusal::new(
                at,
                "this is no unit of a time; write year, quarter, month, week, day, hour, minute or second",
            ));
        }
    };
    let (least, most) = of.ends();
    let bounds = Bounds::Whole(begin(least as i64).into(), begin(most as i64).into());
    mapped(of, move |cells, answer| answer.integer(begin(cells[0].integer())), Type::Timestamp, bounds)
        .checked()
}

/// A date of three numbers, all of which there must be: so the day is at most 28, or the month's last is known.
pub(super) fn date(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let [year, month, day] =
        [call.next_as(Type::Integer)?, call.next_as(Type::Integer)?, call.next_as(Type::Integer)?];
    let ((first, last), months, days) = (year.ends(), month.ends(), day.ends());
    if first < 1 || last > 9_999 || months.0 < 1 || months.1 > 12 || days.0 < 1 {
        return Err(Refusal::new(
            call.at,
            "years run from 1 to 9999, months from 1 to 12, days from 1; bound them by least and greatest",
        ));
    }
    let longest = match (year.constant(), month.constant()) {
        (Some(year), Some(month)) => days_of_month(year as i64, month as i64).into(),
        _ => 28,
    };
    if days.1 > longest {
        return Err(Refusal::new(
            day.at,
            format!("some month of these has no day {}; use least(…, {longest})", days.1),
        ));
    }
    let at = |year: i128, month: i128, day: i128| {
        i128::from(days_from_civil(year as i64, month as i64, day as i64))
    };
    let bounds = Bounds::Whole(at(first, months.0, days.0), at(last, months.1, days.1));
    let may_be_null = year.may_be_null || month.may_be_null || day.may_be_null;
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.integer(days_from_civil(cells[0].integer(), cells[1].integer(), cells[2].integer()));
    };
    let arguments = vec![year.node, month.node, day.node];
    let node = Node::Call { function: Arc::new(function), arguments, of: Type::Date, takes_null: false };
    Ok(Typed::made(node, Type::Date, bounds, may_be_null, call.at))
}

/// A part of a pattern of [`to_char`].
#[derive(Clone)]
enum Piece {
    /// A number with so many digits at least.
    Number(fn(i64) -> i64, usize),
    Word(fn(i64) -> &'static str),
    Literal(String),
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The pieces that PostgreSQL knows and Rowmill writes, longer ones before those that they begin with.
const PIECES: [(&str, Piece); 15] = [
    ("YYYY", Piece::Number(|micros| civil_from_days(micros.div_euclid(DAY)).0.into(), 4)),
    ("YY", Piece::Number(|micros| (civil_from_days(micros.div_euclid(DAY)).0 % 100).into(), 2)),
    ("MM", Piece::Number(|micros| civil_from_days(micros.div_euclid(DAY)).1.into(), 2)),
    ("Mon", Piece::Word(|micros| MONTHS[civil_from_days(micros.div_euclid(DAY)).1 as usize - 1])),
    ("MI", Piece::Number(|micros| micros.rem_euclid(DAY) / (60 * SECOND) % 60, 2)),
    ("MS", Piece::Number(|micros| micros.rem_euclid(SECOND) / 1_000, 3)),
    ("DDD", Piece::Number(|micros| part("doy").map_or(0, |(of, ..)| of(micros)), 3)),
    ("DD", Piece::Number(|micros| civil_from_days(micros.div_euclid(DAY)).2.into(), 2)),
    ("Dy", Piece::Word(|micros| WEEKDAYS[(micros.div_euclid(DAY) + 3).rem_euclid(7) as usize])),
    ("HH24", Piece::Number(|micros| micros.rem_euclid(DAY) / (3_600 * SECOND), 2)),
    ("HH12", Piece::Number(|micros| (micros.rem_euclid(DAY) / (3_600 * SECOND) + 11) % 12 + 1, 2)),
    ("SS", Piece::Number(|micros| micros.rem_euclid(60 * SECOND) / SECOND, 2)),
    ("US", Piece::Number(|micros| micros.rem_euclid(SECOND), 6)),
    ("IW", Piece::Number(|micros| part("week").map_or(0, |(of, ..)| of(micros)), 2)),
    ("Q", Piece::Number(|micros| part("quarter").map_or(0, |(of, ..)| of(micros)), 1)),
];

/// A time as a pattern writes it.
pub(super) fn to_char(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = next_time(call)?;
    let (pattern, at) = call.next_word()?;
    if pattern.contains("SSSS") || pattern.contains('\\') {
        return Err(Refusal::new(
            at,
            "SSSS and `\\` are not written; write HH24, MI and SS, and words in double quotes",
        ));
    }
    let mut pieces = Vec::new();
    let mut rest = pattern.as_str();
    let mut longest = Longest::default();
    let literal = |pieces: &mut Vec<Piece>, text: &str, longest: &mut Longest| {
        longest.add(Longest { chars: text.chars().count(), bytes: text.len() });
        pieces.push(Piece::Literal(text.to_owned()));
    };
    while let Some(first) = rest.chars().next() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some((inside, behind)) = quoted.split_once('"') else {
                return Err(Refusal::new(
                    at,
                    "a text in the pattern begins with `\"` and does not end; add the second `\"`",
                ));
            };
            literal(&mut pieces, inside, &mut longest);
            rest = behind;
        } else if let Some((name, piece)) = PIECES.iter().find(|(name, _)| rest.starts_with(name)) {
            longest.add(Longest { chars: 6, bytes: 6 });
            pieces.push(piece.clone());
            rest = &rest[name.len()..];
        } else if first.is_ascii_alphabetic() {
            let message = format!(
                "`{first}` begins no part of the pattern that is known; write YYYY, MM, DD, HH24, MI, SS and the like, and words in double quotes"
            );
            return Err(Refusal::new(at, message));
        } else {
            let length = first.len_utf8();
            literal(&mut pieces, &rest[..length], &mut longest);
            rest = &rest[length..];
        }
    }
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let micros = cells[0].integer();
        answer.write(|text| {
            for piece in &pieces {
                match piece {
                    Piece::Number(of, digits) => {
                        crate::source::write_digits(of(micros) as u64, *digits, text);
                    }
                    Piece::Word(of) => text.extend_from_slice(of(micros).as_bytes()),
                    Piece::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
                }
            }
        });
    };
    mapped(of, function, Type::Text, Bounds::Text(longest)).checked()
}
