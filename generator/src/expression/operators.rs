//! Operators: which types they take, and between which values their results lie.

use std::{cmp::Ordering, sync::Arc};

use super::{
    Refusal,
    cast::{self, coerce, divided, mapped, unify, written},
    check::truth,
    evaluate::{Answer, Cell, Node},
    interval::Interval,
    syntax::{Arithmetic, Comparison},
    typed::{Bounds, Type, Typed},
};
use crate::civil::DAY;

/// Digits behind the point of a quotient of decimals.
const QUOTIENT_SCALE: u8 = 16;

/// A number as it was written: whole, with a point, or with an exponent, which PostgreSQL takes for a numeric, too.
pub(super) fn number(text: &str, at: usize) -> Result<Typed, Refusal> {
    if let Ok(number) = text.parse::<i64>() {
        let bounds = Bounds::Whole(number.into(), number.into());
        return Ok(Typed::made(Node::Constant(Cell::Integer(number)), Type::Integer, bounds, false, at));
    }
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(i32::MAX);
    let behind = digits.split_once('.').map_or(0, |(_, behind)| behind.len()) as i32;
    let refuse = || {
        Refusal::new(
            at,
            format!("`{text}` has more than 38 digits; write fewer, or a text cast to double precision"),
        )
    };
    let scale = u8::try_from(behind.saturating_sub(exponent).max(0))
        .ok()
        .filter(|scale| *scale <= 38)
        .ok_or_else(refuse)?;
    let plain: i128 = digits.replace('.', "").parse().map_err(|_| refuse())?;
    let up = u32::try_from(exponent.saturating_sub(behind).max(0))
        .ok()
        .and_then(|up| 10_i128.checked_pow(up))
        .ok_or_else(refuse)?;
    let number = plain.checked_mul(up).ok_or_else(refuse)?;
    let bounds = Bounds::Whole(number, number);
    Typed::made(Node::Constant(Cell::Wide(number)), Type::Decimal(scale), bounds, false, at).checked()
}

/// The opposite number, or span of time.
pub(super) fn negate(of: Typed) -> Result<Typed, Refusal> {
    let (least, most) = of.ends();
    let whole = Bounds::Whole(most.saturating_neg(), least.saturating_neg());
    let is_never_zero = of.is_never_zero;
    let negated = match of.of {
        Type::Integer => mapped(
            of,
            |cells, answer| answer.integer(cells[0].integer().wrapping_neg()),
            Type::Integer,
            whole,
        ),
        Type::Decimal(scale) => {
            mapped(of, |cells, answer| answer.wide(-cells[0].wide()), Type::Decimal(scale), whole)
        }
        Type::Interval => {
            let opposite = Bounds::Span(of.spans().map(|(least, most)| (-most, -least)));
            let negated = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(Interval::unpack(cells[0].wide()).negated().pack());
            };
            mapped(of, negated, Type::Interval, opposite)
        }
        Type::Double => {
            let (least, most) = of.reals();
            mapped(
                of,
                |cells, answer| answer.double(-cells[0].double()),
                Type::Double,
                Bounds::Real(-most, -least),
            )
        }
        other => {
            return Err(Refusal::new(
                of.at,
                format!("{} has no opposite; write a number or an interval", other.name()),
            ));
        }
    };
    Typed { is_never_zero, ..negated }.checked()
}

/// A sum, difference, product, quotient or rest.
pub(super) fn arithmetic(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let (left, right) = known(operator, left, right)?;
    match (left.of, right.of) {
        (one, other) if one.is_number() && other.is_number() => {
            let of_decimals = |one: Type, other: Type| {
                matches!((one, other), (Type::Decimal(_), _) | (_, Type::Decimal(_)))
            };
            if left.of == Type::Double || right.of == Type::Double {
                doubles(operator, coerce(left, Type::Double)?, coerce(right, Type::Double)?)
            } else if of_decimals(one, other) {
                decimals(operator, as_decimal(left)?, as_decimal(right)?)
            } else {
                integers(operator, left, right)
            }
        }
        _ => times(operator, left, right),
    }
}

/// Literals without a type take that of the other side, where there is one that makes sense.
fn known(operator: Arithmetic, left: Typed, right: Typed) -> Result<(Typed, Typed), Refusal> {
    let wanted = |other: Type| match other {
        Type::Date | Type::Timestamp | Type::Time if operator == Arithmetic::Add => Type::Interval,
        other => other,
    };
    Ok(match (left.of, right.of) {
        (Type::Unknown, Type::Unknown) => return Err(refuse_types(operator, &left, &right)),
        (Type::Unknown, other) => (coerce(left, wanted(other))?, right),
        (other, Type::Unknown) => (left, coerce(right, wanted(other))?),
        _ => (left, right),
    })
}

fn refuse_types(operator: Arithmetic, left: &Typed, right: &Typed) -> Refusal {
    let verb = match operator {
        Arithmetic::Add => "be added",
        Arithmetic::Subtract => "be subtracted",
        Arithmetic::Multiply => "be multiplied",
        Arithmetic::Divide | Arithmetic::Modulo => "be divided",
    };
    let message = format!("{} and {} cannot {verb}; cast one of them", left.of.name(), right.of.name());
    Refusal::new(left.at, message)
}

fn as_decimal(typed: Typed) -> Result<Typed, Refusal> {
    if typed.of == Type::Integer { coerce(typed, Type::Decimal(0)) } else { Ok(typed) }
}

fn refuse_zero(divisor: &Typed) -> Result<(), Refusal> {
    if !divisor.may_be_zero() {
        return Ok(());
    }
    Err(Refusal::new(divisor.at, "the divisor may be 0; write NULLIF(…, 0), which makes NULL of it"))
}

/// The extreme results of an operation on the corners of two ranges.
fn corners(left: (i128, i128), right: (i128, i128), of: impl Fn(i128, i128) -> i128) -> Bounds {
    let all = [of(left.0, right.0), of(left.0, right.1), of(left.1, right.0), of(left.1, right.1)];
    Bounds::Whole(all.into_iter().fold(i128::MAX, i128::min), all.into_iter().fold(i128::MIN, i128::max))
}

/// The largest magnitude of a range.
fn magnitude((least, most): (i128, i128)) -> i128 {
    least.saturating_abs().max(most.saturating_abs())
}

/// The bounds of a rest: its sign is that of the dividend.
fn rest_bounds(left: (i128, i128), right: (i128, i128)) -> Bounds {
    let largest = magnitude(right) - 1;
    Bounds::Whole(
        if left.0 < 0 { -largest.min(magnitude(left)) } else { 0 },
        if left.1 > 0 { largest.min(magnitude(left)) } else { 0 },
    )
}

fn integers(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let (l, r) = (left.ends(), right.ends());
    let (operation, bounds): (fn(i64, i64) -> i64, Bounds) = match operator {
        Arithmetic::Add => {
            (i64::wrapping_add, Bounds::Whole(l.0.saturating_add(r.0), l.1.saturating_add(r.1)))
        }
        Arithmetic::Subtract => {
            (i64::wrapping_sub, Bounds::Whole(l.0.saturating_sub(r.1), l.1.saturating_sub(r.0)))
        }
        Arithmetic::Multiply => (i64::wrapping_mul, corners(l, r, i128::saturating_mul)),
        Arithmetic::Divide => {
            refuse_zero(&right)?;
            // Nothing is farther from 0 than the dividend.
            let most = magnitude(l);
            (
                |left, right| left.checked_div(right).unwrap_or(0),
                Bounds::Whole(if l.0 >= 0 && r.0 > 0 { 0 } else { -most }, most),
            )
        }
        Arithmetic::Modulo => {
            refuse_zero(&right)?;
            (|left, right| left.checked_rem(right).unwrap_or(0), rest_bounds(l, r))
        }
    };
    let (may_be_null, at) = (left.may_be_null || right.may_be_null, left.at);
    let node = Node::Integers(operation, Box::new([left.node, right.node]));
    Typed::made(node, Type::Integer, bounds, may_be_null, at).checked()
}

fn decimals(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let (Type::Decimal(mut ls), Type::Decimal(mut rs)) = (left.of, right.of) else { return Ok(left) };
    let (mut left, mut right) = (left, right);
    if matches!(operator, Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Modulo) {
        let scale = ls.max(rs);
        left = coerce(left, Type::Decimal(scale))?;
        right = coerce(right, Type::Decimal(scale))?;
        (ls, rs) = (scale, scale);
    }
    let (l, r) = (left.ends(), right.ends());
    let (may_be_null, at) = (left.may_be_null || right.may_be_null, left.at);
    let wides = |operation: fn(i128, i128) -> i128, left: Typed, right: Typed, scale: u8, bounds: Bounds| {
        let node = Node::Wides(operation, Box::new([left.node, right.node]));
        Typed::made(node, Type::Decimal(scale), bounds, may_be_null, at).checked()
    };
    match operator {
        Arithmetic::Add => wides(
            i128::wrapping_add,
            left,
            right,
            ls,
            Bounds::Whole(l.0.saturating_add(r.0), l.1.saturating_add(r.1)),
        ),
        Arithmetic::Subtract => wides(
            i128::wrapping_sub,
            left,
            right,
            ls,
            Bounds::Whole(l.0.saturating_sub(r.1), l.1.saturating_sub(r.0)),
        ),
        Arithmetic::Multiply => {
            if ls + rs > 38 {
                let message = "the product has more than 38 digits behind the point; cast a factor to a numeric of fewer";
                return Err(Refusal::new(at, message));
            }
            wides(i128::wrapping_mul, left, right, ls + rs, corners(l, r, i128::saturating_mul))
        }
        Arithmetic::Modulo => {
            refuse_zero(&right)?;
            wides(|left, right| left.checked_rem(right).unwrap_or(0), left, right, ls, rest_bounds(l, r))
        }
        Arithmetic::Divide => {
            refuse_zero(&right)?;
            let scale = QUOTIENT_SCALE.max(ls).max(rs);
            // left / 10^ls ÷ (right / 10^rs) in units of 10^-scale.
            let factor = 10_i128.checked_pow(u32::from(scale) + u32::from(rs) - u32::from(ls));
            let found = factor.and_then(|factor| Some((factor, magnitude(l).checked_mul(factor)?)));
            let (factor, most) = found.ok_or_else(|| {
                Refusal::new(at, "the quotient may have more than 38 digits; cast both numbers to numerics of fewer digits")
            })?;
            let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                let divisor = cells[1].wide();
                answer.wide(if divisor == 0 { 0 } else { divided(cells[0].wide() * factor, divisor) });
            };
            let node = Node::Call {
                function: Arc::new(function),
                arguments: vec![left.node, right.node],
                of: Type::Decimal(scale),
                takes_null: false,
            };
            let least = if l.0 >= 0 && r.0 > 0 { 0 } else { -most };
            Typed::made(node, Type::Decimal(scale), Bounds::Whole(least, most), may_be_null, at).checked()
        }
    }
}

fn doubles(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let (l, r) = (left.reals(), right.reals());
    let of_corners = |of: fn(f64, f64) -> f64| {
        let all = [of(l.0, r.0), of(l.0, r.1), of(l.1, r.0), of(l.1, r.1)];
        Bounds::Real(
            all.into_iter().fold(f64::INFINITY, f64::min),
            all.into_iter().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let (operation, bounds): (fn(f64, f64) -> f64, Bounds) = match operator {
        Arithmetic::Add => (|left, right| left + right, Bounds::Real(l.0 + r.0, l.1 + r.1)),
        Arithmetic::Subtract => (|left, right| left - right, Bounds::Real(l.0 - r.1, l.1 - r.0)),
        Arithmetic::Multiply => (|left, right| left * right, of_corners(|left, right| left * right)),
        Arithmetic::Divide => {
            if r.0 <= 0.0 && r.1 >= 0.0 {
                return Err(Refusal::new(
                    right.at,
                    "the divisor may be 0 or so near to it that the quotient is infinite; bound it by greatest",
                ));
            }
            (|left, right| left / right, of_corners(|left, right| left / right))
        }
        Arithmetic::Modulo => {
            return Err(Refusal::new(left.at, "floating-point numbers have no rest; cast them to numeric"));
        }
    };
    let (may_be_null, at) = (left.may_be_null || right.may_be_null, left.at);
    let node = Node::Doubles(operation, Box::new([left.node, right.node]));
    Typed::made(node, Type::Double, bounds, may_be_null, at).checked()
}

/// Dates, times and spans of time.
fn times(operator: Arithmetic, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    use Arithmetic::{Add, Multiply, Subtract};
    use Type::{Date, Integer, Time, Timestamp};
    match (operator, left.of, right.of) {
        (Add | Subtract, Date, Integer) => {
            let whole = integers(operator, Typed { of: Integer, ..left }, right)?;
            Typed { of: Date, ..whole }.checked()
        }
        (Add, Integer, Date) => times(Add, right, left),
        (Subtract, Date, Date) => {
            integers(Subtract, Typed { of: Integer, ..left }, Typed { of: Integer, ..right })
        }
        (Add, Date, Time) | (Add, Time, Date) => {
            let (date, time) = if left.of == Date { (left, right) } else { (right, left) };
            let whole = integers(
                Add,
                Typed { of: Integer, ..coerce(date, Timestamp)? },
                Typed { of: Integer, ..time },
            )?;
            Typed { of: Timestamp, ..whole }.checked()
        }
        (Subtract, Date | Timestamp, Date | Timestamp) => {
            let (left, right) = (coerce(left, Timestamp)?, coerce(right, Timestamp)?);
            let (l, r) = (left.ends(), right.ends());
            let between = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(Interval::between(cells[1].integer(), cells[0].integer()).pack());
            };
            let (least, most) = (l.0.saturating_sub(r.1), l.1.saturating_sub(r.0));
            let day = i128::from(DAY);
            let span = Bounds::Span([
                (0, 0),
                (least / day, most / day),
                (if least < 0 { 1 - day } else { 0 }, if most > 0 { day - 1 } else { 0 }),
            ]);
            paired(left, right, between, Type::Interval, span)
        }
        (Add | Subtract, Date | Timestamp | Time, Type::Interval) => {
            let time = if left.of == Date { coerce(left, Timestamp)? } else { left };
            let is_added = operator == Add;
            let span = if is_added { right } else { negate(right)? };
            later(time, span)
        }
        (Add, Type::Interval, Date | Timestamp | Time) => times(Add, right, left),
        (Add | Subtract, Type::Interval, Type::Interval) => {
            let right = if operator == Add { right } else { negate(right)? };
            let (l, r) = (left.spans(), right.spans());
            let plus = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(Interval::unpack(cells[0].wide()).plus(Interval::unpack(cells[1].wide())).pack());
            };
            let sum = [0, 1, 2].map(|part: usize| (l[part].0 + r[part].0, l[part].1 + r[part].1));
            paired(left, right, plus, Type::Interval, Bounds::Span(sum))
        }
        (Multiply, Type::Interval, Integer) => {
            let factor = right.ends();
            let part = |part| match corners(part, factor, i128::saturating_mul) {
                Bounds::Whole(least, most) => (least, most),
                _ => (0, 0),
            };
            let bounds = Bounds::Span(left.spans().map(part));
            let times = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(Interval::unpack(cells[0].wide()).times(cells[1].integer()).pack());
            };
            paired(left, right, times, Type::Interval, bounds)
        }
        (Multiply, Type::Interval, Type::Double | Type::Decimal(_)) => fraction(&left, right),
        (Multiply, _, Type::Interval) => times(Multiply, right, left),
        _ => Err(refuse_types(operator, &left, &right)),
    }
}

/// A constant span without months times a fraction, in microseconds: `random() * INTERVAL '30 days'`.
fn fraction(span: &Typed, factor: Typed) -> Result<Typed, Refusal> {
    let Node::Constant(Cell::Wide(packed)) = &span.node else {
        let message = "only an interval that is written out can be multiplied by a fraction; multiply by a whole number instead";
        return Err(Refusal::new(span.at, message));
    };
    let interval = Interval::unpack(*packed);
    if interval.months != 0 {
        let message = "months have no parts of one length; write days or hours";
        return Err(Refusal::new(span.at, message));
    }
    let factor = coerce(factor, Type::Double)?;
    let (days, micros) = (f64::from(interval.days), interval.micros as f64);
    let (least, most) = factor.reals();
    let within = |part: f64| {
        let ends = [part * least, part * most];
        let (first, last) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        // The casts saturate, and what is too much is refused.
        ((first as i128).saturating_sub(1), (last as i128).saturating_add(1))
    };
    let of_day = within(micros);
    let bounds = Bounds::Span([
        (0, 0),
        within(days),
        (of_day.0.saturating_sub(DAY.into()), of_day.1.saturating_add(DAY.into())),
    ]);
    // Whole days stay days, and what is left of one becomes a time.
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let factor = cells[0].double();
        let exact = days * factor;
        let full = libm::trunc(exact);
        let rest = (exact - full) * DAY as f64 + micros * factor;
        answer.wide(Interval { months: 0, days: full as i32, micros: cast::rounded(rest) as i64 }.pack());
    };
    mapped(factor, function, Type::Interval, bounds).checked()
}

/// A time so much later.
fn later(time: Typed, span: Typed) -> Result<Typed, Refusal> {
    let (t, [months, days, micros]) = (time.ends(), span.spans());
    if time.of == Type::Time {
        let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
            answer.integer((cells[0].integer() + Interval::unpack(cells[1].wide()).micros).rem_euclid(DAY));
        };
        return paired(time, span, function, Type::Time, Bounds::Whole(0, i128::from(DAY) - 1));
    }
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.integer(Interval::unpack(cells[1].wide()).after(cells[0].integer()));
    };
    let day = i128::from(DAY);
    let after_months = (t.0 + fewest_days(months.0) * day, t.1 + most_days(months.1) * day);
    // The calendar is only asked for years that it has.
    let bounds = Bounds::Whole(after_months.0, after_months.1);
    Typed::made(Node::Null(Type::Timestamp), Type::Timestamp, bounds, true, time.at).checked()?;
    let bounds =
        Bounds::Whole(after_months.0 + days.0 * day + micros.0, after_months.1 + days.1 * day + micros.1);
    paired(time, span, function, Type::Timestamp, bounds)
}

/// Days that so many months have at least: the mean is 30.4 to 30.5 days, and a few days more or less at the ends.
fn fewest_days(months: i128) -> i128 {
    if months == 0 {
        0
    } else if months > 0 {
        months * 304 / 10 - 4
    } else {
        months * 305 / 10 - 5
    }
}

/// Days that so many months have at most.
fn most_days(months: i128) -> i128 {
    -fewest_days(-months)
}

/// What a function makes of two values.
pub(super) fn paired(
    left: Typed,
    right: Typed,
    function: impl Fn(&[Cell<'_>], &mut Answer<'_>) + Send + Sync + 'static,
    of: Type,
    bounds: Bounds,
) -> Result<Typed, Refusal> {
    let (may_be_null, at) = (left.may_be_null || right.may_be_null, left.at);
    let node = Node::Call {
        function: Arc::new(function),
        arguments: vec![left.node, right.node],
        of,
        takes_null: false,
    };
    Typed::made(node, of, bounds, may_be_null, at).checked()
}

/// One text behind another.
pub(super) fn concatenate(left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let (left, right) = (written(left)?, written(right)?);
    let mut longest = left.longest();
    longest.add(right.longest());
    let join = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.write(|text| cells.iter().for_each(|cell| text.extend_from_slice(cell.text().as_bytes())));
    };
    paired(left, right, join, Type::Text, Bounds::Text(longest))
}

/// Both sides as one type whose buffers compare as the values do.
fn comparable(left: Typed, right: Typed) -> Result<[Typed; 2], Refusal> {
    let mut sides = unify(vec![left, right])?;
    let (Some(right), Some(left)) = (sides.pop(), sides.pop()) else {
        unreachable!("both sides are given back")
    };
    let ordered = |side: Typed| match side.of {
        Type::Interval => {
            let order = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
                answer.wide(Interval::unpack(cells[0].wide()).order());
            };
            mapped(side, order, Type::Interval, Bounds::None)
        }
        // The highest bit of a UUID is no sign.
        Type::Uuid => {
            mapped(side, |cells, answer| answer.wide(cells[0].wide() ^ i128::MIN), Type::Uuid, Bounds::None)
        }
        _ => side,
    };
    Ok([ordered(left), ordered(right)])
}

/// Whether two values stand in this order.
pub(super) fn compare(comparison: Comparison, left: Typed, right: Typed) -> Result<Typed, Refusal> {
    let at = left.at;
    let [left, right] = comparable(left, right)?;
    let may_be_null = left.may_be_null || right.may_be_null;
    Ok(truth(Node::Compare(comparison, Box::new([left.node, right.node])), may_be_null, at))
}

/// Whether two values differ, NULL being one like another.
pub(super) fn distinct(left: Typed, right: Typed, negated: bool) -> Result<Typed, Refusal> {
    let at = left.at;
    let [left, right] = comparable(left, right)?;
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.integer(i64::from((cells[0] != cells[1]) != negated));
    };
    let node = Node::Call {
        function: Arc::new(function),
        arguments: vec![left.node, right.node],
        of: Type::Boolean,
        takes_null: true,
    };
    Ok(truth(node, false, at))
}

/// How two values of a type, neither of them NULL, are ordered.
pub(super) fn order(of: Type, one: &Cell<'_>, other: &Cell<'_>) -> Ordering {
    match (one, other) {
        (Cell::Integer(one), Cell::Integer(other)) => one.cmp(other),
        (Cell::Wide(one), Cell::Wide(other)) => match of {
            Type::Interval => Interval::unpack(*one).order().cmp(&Interval::unpack(*other).order()),
            // The highest bit of a UUID is no sign.
            Type::Uuid => (*one as u128).cmp(&(*other as u128)),
            _ => one.cmp(other),
        },
        // 0 and -0 are equal, and there is nothing that is no number.
        (Cell::Double(one), Cell::Double(other)) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        _ => Ordering::Equal,
    }
}

/// Whether the first of some values is among the others: NULL if it is not, and one of them is NULL.
pub(super) fn is_in(values: Vec<Typed>) -> Result<Typed, Refusal> {
    let function = |of: Type| {
        move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
            let is_found = |cell: &Cell<'_>| *cell != Cell::Null && order(of, &cells[0], cell).is_eq();
            if cells[0] == Cell::Null {
                answer.null();
            } else if cells[1..].iter().any(is_found) {
                answer.integer(1);
            } else if cells.contains(&Cell::Null) {
                answer.null();
            } else {
                answer.integer(0);
            }
        }
    };
    of_all(values, Type::Boolean, function)
}

/// Whether the first of three values lies between the others.
pub(super) fn is_between(values: Vec<Typed>) -> Result<Typed, Refusal> {
    let function = |of: Type| {
        move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
            let holds = |is_above: bool, end: &Cell<'_>| {
                let order = order(of, &cells[0], end);
                (cells[0] != Cell::Null && *end != Cell::Null).then_some(if is_above {
                    order.is_ge()
                } else {
                    order.is_le()
                })
            };
            match (holds(true, &cells[1]), holds(false, &cells[2])) {
                (Some(false), _) | (_, Some(false)) => answer.integer(0),
                (Some(true), Some(true)) => answer.integer(1),
                _ => answer.null(),
            }
        }
    };
    of_all(values, Type::Boolean, function)
}

/// Which of the others, counted from 0, the first value is equal to; as many as there are if to none.
pub(super) fn which(values: Vec<Typed>) -> Result<Typed, Refusal> {
    let function = |of: Type| {
        move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
            let is_equal = |cell: &Cell<'_>| {
                cells[0] != Cell::Null && *cell != Cell::Null && order(of, &cells[0], cell).is_eq()
            };
            answer.integer(cells[1..].iter().position(is_equal).unwrap_or(cells.len() - 1) as i64);
        }
    };
    Ok(Typed { may_be_null: false, ..of_all(values, Type::Integer, function)? })
}

/// What a function makes of some values as one type, NULLs among them.
fn of_all<F>(values: Vec<Typed>, to: Type, function: impl FnOnce(Type) -> F) -> Result<Typed, Refusal>
where
    F: Fn(&[Cell<'_>], &mut Answer<'_>) + Send + Sync + 'static,
{
    let at = values[0].at;
    let bounds = Bounds::Whole(0, values.len() as i128);
    let values = unify(values)?;
    let (of, may_be_null) = (values[0].of, values.iter().any(|value| value.may_be_null));
    let arguments = values.into_iter().map(|value| value.node).collect();
    let node = Node::Call { function: Arc::new(function(of)), arguments, of: to, takes_null: true };
    let bounds = if to == Type::Boolean { Bounds::Whole(0, 1) } else { bounds };
    Ok(Typed::made(node, to, bounds, may_be_null, at))
}
