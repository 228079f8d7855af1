//! Numbers, and truth.

pub(super) mod boolean;
pub(super) mod decimal;
pub(super) mod double;
pub(super) mod integer;
pub(super) mod random_walk;
pub(super) mod sequence;

use crate::{
    batch::ValueKind,
    distribution::{Line, Unit},
    document::{ProblemCode, SqlType},
    plan::{Draft, Drafted, Drafting, Extremes, literal},
    source::{Linear, WideLinear},
};

/// The whole numbers from `first` on, `len` of them, `step` apart, as decimals in a decimal column. The last one fits 64 bits.
pub(super) fn whole_numbers(first: i64, last: i64, step: i64, len: u128, sql_type: SqlType) -> Draft {
    let scale = if let SqlType::Decimal { scale, .. } = sql_type { scale } else { 0 };
    let [least, most] = [first, last].map(|number| i128::from(number) * 10_i128.pow(scale.into()));
    let line = Line::new(least, most, len, Unit::Decimal(scale));
    let draft = match sql_type {
        SqlType::Decimal { scale, .. } => {
            let unit = 10_i128.pow(u32::from(scale));
            let [first, last, step] = [first, last, step].map(|number| i128::from(number) * unit);
            let source = WideLinear { first, step };
            Draft::uniform(source, ValueKind::Decimal { scale }, len, Extremes::wide(first, last))
        }
        _ => {
            let extremes = Extremes::integers(first, last);
            Draft::uniform(Linear { first, step }, ValueKind::Integer, len, extremes)
        }
    };
    draft.along(line)
}

/// Checks that the column holds whole numbers, each named with the option that it comes from.
pub(super) fn check_whole_numbers<const N: usize>(
    drafting: &Drafting<'_>,
    ends: [(&str, i64); N],
) -> Drafted<()> {
    let sql_type = drafting.sql_type();
    for (option, number) in ends {
        let fits = match sql_type {
            SqlType::Decimal { precision, scale } => {
                literal::decimal(&number.to_string(), precision, scale).map(|_| ())
            }
            _ => literal::in_type(number, sql_type),
        };
        if let Err(message) = fits {
            return drafting.problem(option, ProblemCode::ValueOutOfType, message);
        }
    }
    Ok(())
}
