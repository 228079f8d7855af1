//! Decimal numbers, exact to their last digit.

use crate::{
    batch::ValueKind,
    distribution::{Line, Unit},
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    plan::{Draft, Drafted, Drafting, Extremes, literal},
    source::{UNCOUNTED, WideDecimals, WideLinear},
};

/// A decimal number with the digits of the column's type.
pub static DECIMAL: Kind = Kind {
    name: "decimal",
    group: Group::Number,
    label: "Decimal: 12.50",
    words: "money price amount rate numeric 금액 가격 소수 단가",
    about: documentation("A decimal number of a range, with the digits of the column's type."),
    options: &[
        KindOption::required("min", "min", OptionType::Decimal, "0.00", "Smallest value."),
        KindOption::required("max", "max", OptionType::Decimal, "99.99", "Largest value."),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""min":"0","max":"99.99""#,
            sql_type: "decimal(10,2)",
            values: &["21.65", "31.12", "90.04"],
        },
        Pinned {
            options: r#""min":"-9999999999999999999999999999","max":"9999999999999999999999999999""#,
            sql_type: "decimal(38,10)",
            values: &[
                "-3774404389706750877946442312.6049153767",
                "-2332970630840869322381384009.8455781721",
                "8670118562045178929901731445.2056761026",
            ],
        },
    ]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (min, max, sql_type) = (drafting.text("min")?, drafting.text("max")?, drafting.sql_type());
    let (precision, scale) = match sql_type {
        SqlType::Decimal { precision, scale } => (precision, scale),
        // Text and floating-point columns take the digits that were written.
        _ => (38, fraction_digits(min).max(fraction_digits(max))),
    };
    let mut ends = [0; 2];
    for (end, (option, text)) in ends.iter_mut().zip([("min", min), ("max", max)]) {
        match literal::decimal(text, precision, scale) {
            Ok(number) => *end = number,
            Err(message) => return drafting.problem(option, ProblemCode::InvalidDecimal, message),
        }
        if sql_type == SqlType::Double && end.unsigned_abs() > literal::EXACT_DOUBLE.unsigned_abs().into() {
            let message = format!("`{text}` has more digits than {sql_type} keeps; choose a decimal type");
            return drafting.problem(option, ProblemCode::ValueOutOfType, message);
        }
    }
    let [first, last] = ends;
    if first > last {
        let message = format!("max {max} is less than min {min}; exchange them");
        return drafting.problem("max", ProblemCode::EmptyRange, message);
    }
    // Both ends have at most 38 digits: the difference fits 128 bits without a sign.
    let count = last.wrapping_sub(first) as u128 + 1;
    let (kind, extremes) = (ValueKind::Decimal { scale }, Extremes::wide(first, last));
    let draft = if count > UNCOUNTED {
        Draft::uniform(WideDecimals { first, count }, kind, UNCOUNTED, extremes)
    } else {
        Draft::uniform(WideLinear { first, step: 1 }, kind, count, extremes)
    };
    let line = Line::new(first, last, draft.len, Unit::Decimal(scale));
    Ok(draft.along(line))
}

fn fraction_digits(text: &str) -> u8 {
    let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    u8::try_from(digits.min(38)).unwrap_or(38)
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let SqlType::Decimal { precision, scale } = column.sql_type else { return None };
    // Up to four digits before the point, as many as the type has behind it.
    let whole = "9".repeat(usize::from((precision - scale).min(4)));
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    let max = if scale == 0 { whole } else { format!("{whole}.{}", "9".repeat(usize::from(scale))) };
    Some(GeneratorSpec::new(&DECIMAL).with("min", "0").with("max", max))
}
