//! Places. What a row says of a place is of one: town, region, postcode and coordinates are digits of one number.

pub(super) mod address;
pub(super) mod city;
pub(super) mod country;
pub(super) mod country_code;
pub(super) mod latitude;
pub(super) mod longitude;
pub(super) mod postcode;
pub(super) mod region;
pub(super) mod street_address;
pub(super) mod time_zone;

use std::fmt;

use crate::{
    batch::{ValueKind, Values},
    document::{ProblemCode, SqlType},
    kinds::{KindOption, OptionType, Otherwise},
    locale::english::places::places,
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{Inputs, Source},
};

/// Which place of a row.
pub(crate) const PLACE: KindOption = KindOption::required(
    "place",
    "place",
    OptionType::Text,
    "",
    "Which place of the row, where there are several: columns of one place have the same text here. A town that must be unique, or is \
     part of a key, is drawn for itself.",
)
.or(Otherwise::Absent);

/// The draft of what so many places have in common, the next ones in their order.
fn of_place(drafting: &Drafting<'_>, draft: Draft, divisor: u64) -> Draft {
    drafting.share(draft, PLACE.name, "place", places(), divisor)
}

/// The draft of what belongs to a country.
fn of_country(drafting: &Drafting<'_>, draft: Draft) -> Draft {
    let len = draft.len;
    drafting.share(draft, PLACE.name, "country", len, 1)
}

/// Degrees of a place, of which `of` gives millionths, within these.
fn coordinate(drafting: &Drafting<'_>, ends: (i64, i64), of: fn(u64) -> i64) -> Drafted<Draft> {
    Ok(of_place(drafting, degrees(drafting, places(), ends, of)?, 1))
}

/// The draft of millionths of degrees that `of` gives for each of `len` numbers.
pub(crate) fn degrees(
    drafting: &Drafting<'_>,
    len: u128,
    ends: (i64, i64),
    of: fn(u64) -> i64,
) -> Drafted<Draft> {
    degrees_by(drafting, len, ends, of)
}

/// The same by what is more than a function.
pub(crate) fn degrees_by(
    drafting: &Drafting<'_>,
    len: u128,
    ends: (i64, i64),
    of: impl Fn(u64) -> i64 + Send + Sync + 'static,
) -> Drafted<Draft> {
    let [least, most] = [ends.0, ends.1].map(i128::from);
    let (kind, scale, extremes) = match drafting.sql_type() {
        SqlType::Decimal { precision, scale } => {
            if precision - scale < 3 {
                let path = drafting.place.field_path("type");
                let message = format!(
                    "degrees have up to three digits before the point, {} holds fewer; choose decimal(9,6)",
                    drafting.sql_type()
                );
                return Err(Some(crate::document::Problem::new(path, ProblemCode::ValueOutOfType, message)));
            }
            let extremes = Extremes::wide(scaled(least, scale), scaled(most, scale));
            (ValueKind::Decimal { scale }, Some(scale), extremes)
        }
        _ => {
            let ends = vec![ends.0 as f64 / 1e6, ends.1 as f64 / 1e6, LONGEST];
            (ValueKind::Double, None, Extremes::Values(Values::Double(ends)))
        }
    };
    Ok(Draft::uniform(Degrees { scale, of }, kind, len, extremes).repeating("places may lie on one line"))
}

/// Millionths in units of the last of so many digits behind the point.
fn scaled(millionths: i128, scale: u8) -> i128 {
    match scale.checked_sub(6) {
        Some(more) => millionths * 10_i128.pow(more.into()),
        None => millionths / 10_i128.pow(u32::from(6 - scale)),
    }
}

/// Degrees that are written as long as any.
const LONGEST: f64 = -123.456_789;

/// Degrees of a place.
struct Degrees<F> {
    /// Digits behind the point; `None` for floating-point numbers.
    scale: Option<u8>,
    of: F,
}

impl<F> fmt::Debug for Degrees<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Degrees")
    }
}

impl<F: Fn(u64) -> i64 + Send + Sync> Source for Degrees<F> {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let millionths = inputs.indexes.iter().map(|&index| (self.of)(index));
        match (values, self.scale) {
            (Values::Wide(values), Some(scale)) => {
                values.extend(millionths.map(|degrees| scaled(degrees.into(), scale)));
            }
            (Values::Double(values), None) => values.extend(millionths.map(|degrees| degrees as f64 / 1e6)),
            _ => {}
        }
    }
}
