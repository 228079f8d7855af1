//! Functions of numbers.

use super::Call;
use crate::expression::{
    Refusal,
    cast::{coerce, divided, mapped, rescaled, rounded},
    evaluate::{Answer, Cell, Node},
    operators::{self, paired},
    syntax::Arithmetic,
    typed::{Bounds, Type, Typed},
};

/// Where a number is rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

pub(super) fn abs(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    let (least, most) = of.ends();
    let nearest = if least <= 0 && most >= 0 { 0 } else { least.saturating_abs().min(most.saturating_abs()) };
    let whole = Bounds::Whole(nearest, least.saturating_abs().max(most.saturating_abs()));
    let is_never_zero = of.is_never_zero;
    let absolute = match of.of {
        Type::Integer => mapped(
            of,
            |cells, answer| answer.integer(cells[0].integer().wrapping_abs()),
            Type::Integer,
            whole,
        ),
        Type::Decimal(scale) => mapped(
            of,
            |cells, answer| answer.wide(cells[0].wide().wrapping_abs()),
            Type::Decimal(scale),
            whole,
        ),
        _ => {
            let (least, most) = of.reals();
            let bounds = Bounds::Real(0.0, libm::fabs(least).max(libm::fabs(most)));
            mapped(of, |cells, answer| answer.double(libm::fabs(cells[0].double())), Type::Double, bounds)
        }
    };
    Typed { is_never_zero, ..absolute }.checked()
}

/// Up or down to a whole number. Of an integer PostgreSQL makes a floating-point one.
pub(super) fn whole(call: &mut Call<'_, '_>, direction: Direction) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    if let Type::Decimal(scale) = of.of {
        let unit = 10_i128.pow(scale.into());
        let round = move |units: i128| match direction {
            Direction::Up => -(-units).div_euclid(unit),
            Direction::Down => units.div_euclid(unit),
        };
        let (least, most) = of.ends();
        let bounds = Bounds::Whole(round(least), round(most));
        return Ok(mapped(
            of,
            move |cells, answer| answer.wide(round(cells[0].wide())),
            Type::Decimal(0),
            bounds,
        ));
    }
    let round: fn(f64) -> f64 = match direction {
        Direction::Up => libm::ceil,
        Direction::Down => libm::floor,
    };
    real(coerce(of, Type::Double)?, round)
}

/// A function of floating-point numbers that grows with them.
fn real(of: Typed, function: fn(f64) -> f64) -> Result<Typed, Refusal> {
    let (least, most) = of.reals();
    let bounds = Bounds::Real(function(least), function(most));
    mapped(of, move |cells, answer| answer.double(function(cells[0].double())), Type::Double, bounds)
        .checked()
}

/// To a number of digits behind the point: decimals half away from zero, floating-point numbers to the even one.
pub(super) fn round(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    if !call.has_more() {
        return match of.of {
            Type::Decimal(scale) => Ok(rescaled(of, scale, 0)),
            _ => real(coerce(of, Type::Double)?, rounded),
        };
    }
    to_digits(call, of, divided)
}

/// Towards zero.
pub(super) fn truncate(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    if !call.has_more() {
        return match of.of {
            Type::Decimal(scale) => cut(of, scale, 0, |number, divisor| number / divisor),
            _ => real(coerce(of, Type::Double)?, libm::trunc),
        };
    }
    to_digits(call, of, |number, divisor| number / divisor)
}

fn to_digits(call: &mut Call<'_, '_>, of: Typed, divide: fn(i128, i128) -> i128) -> Result<Typed, Refusal> {
    let digits = call.next_constant()?;
    let of = match of.of {
        Type::Integer => coerce(of, Type::Decimal(0))?,
        Type::Decimal(_) => of,
        _ => {
            return Err(Refusal::new(
                of.at,
                "a floating-point number is not rounded to digits; cast it to numeric first",
            ));
        }
    };
    let Type::Decimal(scale) = of.of else { return Ok(of) };
    if !(-38..=38).contains(&digits) {
        return Err(Refusal::new(of.at, format!("{digits} digits are asked for; write -38 to 38")));
    }
    cut(of, scale, digits, divide)
}

/// A decimal with `digits` behind the point, or so many zeros before it if that is negative.
fn cut(of: Typed, scale: u8, digits: i64, divide: fn(i128, i128) -> i128) -> Result<Typed, Refusal> {
    if digits >= i64::from(scale) {
        return rescaled(of, scale, digits as u8).checked();
    }
    // Beyond 38 digits nothing is left.
    let divisor =
        u32::try_from(i64::from(scale) - digits).ok().and_then(|digits| 10_i128.checked_pow(digits));
    let back = 10_i128.pow((-digits).max(0) as u32);
    let (least, most) = of.ends();
    let apply = move |number: i128| divisor.map_or(0, |divisor| divide(number, divisor).saturating_mul(back));
    let bounds = Bounds::Whole(apply(least), apply(most));
    let to = Type::Decimal(digits.max(0) as u8);
    mapped(of, move |cells, answer| answer.wide(apply(cells[0].wide())), to, bounds).checked()
}

pub(super) fn sign(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    match of.of {
        Type::Decimal(_) => {
            let (least, most) = of.ends();
            let bounds = Bounds::Whole(least.signum(), most.signum());
            Ok(mapped(of, |cells, answer| answer.wide(cells[0].wide().signum()), Type::Decimal(0), bounds))
        }
        _ => real(
            coerce(of, Type::Double)?,
            |number| if number == 0.0 { 0.0 } else { libm::copysign(1.0, number) },
        ),
    }
}

pub(super) fn modulo(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (left, right) = (call.next_number()?, call.next_number()?);
    operators::arithmetic(Arithmetic::Modulo, left, right)
}

/// A number that PostgreSQL would compute with as many digits as it takes is refused where only floating-point numbers are made.
fn next_double(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_number()?;
    if let Type::Decimal(_) = of.of {
        return Err(Refusal::new(
            of.at,
            "this function takes floating-point numbers; write CAST(… AS double precision)",
        ));
    }
    coerce(of, Type::Double)
}

pub(super) fn root(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = next_double(call)?;
    if of.reals().0 < 0.0 {
        return Err(Refusal::new(
            of.at,
            "the number may be negative, which has no root; write greatest(…, 0)",
        ));
    }
    real(of, libm::sqrt)
}

pub(super) fn exp(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    real(next_double(call)?, libm::exp)
}

pub(super) fn logarithm(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = next_double(call)?;
    if of.reals().0 <= 0.0 {
        return Err(Refusal::new(
            of.at,
            "the number may be 0 or negative, which has no logarithm; write greatest(…, 0.001)",
        ));
    }
    real(of, libm::log)
}

/// A sine or cosine.
pub(super) fn wave(call: &mut Call<'_, '_>, function: fn(f64) -> f64) -> Result<Typed, Refusal> {
    let of = next_double(call)?;
    Ok(mapped(
        of,
        move |cells, answer| answer.double(function(cells[0].double())),
        Type::Double,
        Bounds::Real(-1.0, 1.0),
    ))
}

pub(super) fn pi(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let pi = std::f64::consts::PI;
    Ok(Typed::made(Node::Constant(Cell::Double(pi)), Type::Double, Bounds::Real(pi, pi), false, call.at))
}

pub(super) fn power(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (base, exponent) = (next_double(call)?, next_double(call)?);
    let (b, e) = (base.reals(), exponent.reals());
    if b.0 <= 0.0 && !(e.0 == e.1 && libm::trunc(e.0) == e.0 && e.0 >= 0.0) {
        let message = "a base that may be 0 or negative has powers of whole exponents from 0 on only; write greatest(…, 0.001), or one exponent";
        return Err(Refusal::new(base.at, message));
    }
    // The largest powers are at the corners, and at 0 and 1 where the range holds them.
    let mut all = vec![libm::pow(b.0, e.0), libm::pow(b.0, e.1), libm::pow(b.1, e.0), libm::pow(b.1, e.1)];
    if b.0 <= 0.0 && b.1 >= 0.0 {
        all.push(0.0);
    }
    let bounds = Bounds::Real(
        all.iter().copied().fold(f64::INFINITY, f64::min),
        all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.double(libm::pow(cells[0].double(), cells[1].double()));
    };
    paired(base, exponent, function, Type::Double, bounds)
}

/// A random number of the row: from 0 on, below 1; or a whole number of a range, both ends included.
pub(super) fn random(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let node = call.checker.random();
    let fraction = Typed::made(node, Type::Double, Bounds::Real(0.0, 1.0), false, call.at);
    if !call.has_more() {
        return Ok(fraction);
    }
    let least = call.next_constant()?;
    if !call.has_more() {
        return Err(Refusal::new(call.at, "one argument is given; write random() or random(1, 6)"));
    }
    let most = call.next_constant()?;
    if least > most {
        return Err(Refusal::new(call.at, format!("{most} is less than {least}; exchange them")));
    }
    let count = i128::from(most) - i128::from(least) + 1;
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let random = (cells[0].double() * (1_u64 << 53) as f64) as i128;
        answer.integer((i128::from(least) + ((random * count) >> 53)) as i64);
    };
    Ok(mapped(fraction, function, Type::Integer, Bounds::Whole(least.into(), most.into())))
}

pub(super) fn row_number(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let bounds = Bounds::Whole(1, call.checker.rows().max(1).into());
    Ok(Typed::made(Node::RowNumber, Type::Integer, bounds, false, call.at))
}
