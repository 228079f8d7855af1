//! Dates and times.

pub(super) mod business_time;
pub(super) mod date;
pub(super) mod interval;
pub(super) mod now;
pub(super) mod regular_time;
pub(super) mod time_of_day;
pub(super) mod timestamp;
pub(super) mod year;

use crate::{
    batch::ValueKind,
    distribution::{Line, Unit},
    document::{ProblemCode, SqlType},
    plan::{Draft, Drafted, Drafting, Extremes},
    source::Linear,
};

/// The ends of a range, read by `parse`.
fn ends(drafting: &Drafting<'_>, parse: fn(&str) -> Result<i64, String>) -> Drafted<(i64, i64)> {
    let mut ends = [0; 2];
    for (end, option) in ends.iter_mut().zip(["from", "to"]) {
        match parse(drafting.text(option)?) {
            Ok(read) => *end = read,
            Err(message) => return drafting.problem(option, ProblemCode::InvalidTimestamp, message),
        }
    }
    if ends[0] > ends[1] {
        let message = format!(
            "to `{}` lies before from `{}`; exchange them",
            drafting.text("to")?,
            drafting.text("from")?
        );
        return drafting.problem("to", ProblemCode::EmptyRange, message);
    }
    Ok((ends[0], ends[1]))
}

/// Times within `ends`, in microseconds, on the steps that the digits of the type allow.
fn instants(drafting: &Drafting<'_>, ends: (i64, i64), kind: ValueKind) -> Drafted<Draft> {
    let digits = match drafting.sql_type() {
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
        return drafting.problem("to", ProblemCode::EmptyRange, message);
    }
    let len = ((last - first) / step) as u128 + 1;
    let unit = if kind == ValueKind::Time { Unit::TimeOfDay } else { Unit::Instant };
    let line = Line::new(first.into(), last.into(), len, unit);
    Ok(Draft::uniform(Linear { first, step }, kind, len, Extremes::integers(first, last)).along(line))
}
