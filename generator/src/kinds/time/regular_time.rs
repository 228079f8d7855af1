//! Times of a series.

use crate::{
    batch::{ValueKind, Values},
    civil,
    document::{ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, literal},
    random::{mix, scale},
    source::{Inputs, Source},
};

/// Times at equal distances.
pub static REGULAR_TIME: Kind = Kind {
    name: "regular_time",
    group: Group::Time,
    label: "Regular times: every 10 s",
    words: "time series sensor iot interval tick measured event log 시계열 측정 간격 센서",
    about: documentation(
        "Times at equal distances, one a row, each a little late or early: they ascend with the rows.",
    ),
    options: &[
        KindOption::required(
            "from",
            "from",
            OptionType::Timestamp,
            "2025-01-01T00:00:00",
            "The time of the first row.",
        ),
        KindOption::required(
            "seconds",
            "seconds between rows",
            OptionType::Decimal,
            "10",
            "Seconds from row to row, with up to six digits behind the point.",
        ),
        KindOption::required(
            "jitter",
            "jitter",
            OptionType::Fraction,
            "0.1",
            "By how much of that distance a row may be late: 0 for none, at most 1.",
        )
        .or(Otherwise::Number(0.0)),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""from":"2025-01-01T00:00:00","seconds":"10""#,
            sql_type: "timestamp",
            values: &["2025-01-01 00:00:00", "2025-01-01 00:00:10", "2025-01-01 00:00:20"],
        },
        Pinned {
            options: r#""from":"2025-01-01T00:00:00","seconds":"0.5","jitter":0.8"#,
            sql_type: "timestamp(6)",
            values: &[
                "2025-01-01 00:00:00.386006",
                "2025-01-01 00:00:00.767419",
                "2025-01-01 00:00:01.303711",
            ],
        },
    ]),
    inferred: &[],
    draft,
};

/// Microseconds since 1970 that grow with the index.
#[derive(Debug)]
struct Regular {
    first: i64,
    step: u64,
    /// Microseconds by which a row is late at most.
    late: u64,
    /// The digits of the type allow multiples of this.
    unit: i64,
    key: u64,
}

impl Source for Regular {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let Values::Integer(values) = values else { return };
        values.extend(inputs.indexes.iter().map(|&index| {
            let late = scale(mix(mix(index ^ self.key).wrapping_add(self.key)), u128::from(self.late) + 1);
            let exact = self.first + (index * self.step + late) as i64;
            exact.div_euclid(self.unit) * self.unit
        }));
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let first = match civil::parse_timestamp(drafting.text("from")?) {
        Ok(first) => first,
        Err(message) => return drafting.problem("from", ProblemCode::InvalidTimestamp, message),
    };
    let step = match literal::decimal(drafting.text("seconds")?, 18, 6) {
        Ok(step) if step > 0 => step as u64,
        Ok(_) => return drafting.problem("seconds", ProblemCode::InvalidStep, "seconds must be more than 0"),
        Err(message) => return drafting.problem("seconds", ProblemCode::InvalidDecimal, message),
    };
    let jitter = drafting.number("jitter")?;
    if !(0.0..=1.0).contains(&jitter) {
        return drafting.problem("jitter", ProblemCode::InvalidFraction, "jitter must lie between 0 and 1");
    }
    let rows = drafting.table().rows.max(1);
    let last = i128::from(first) + i128::from(step) * i128::from(rows);
    let Some(last) = i64::try_from(last).ok().filter(|last| *last <= civil::LAST_MICROSECOND) else {
        return drafting.problem(
            "seconds",
            ProblemCode::InvalidTimestamp,
            "the last row would lie behind the year 9999; choose fewer seconds or rows",
        );
    };
    let digits = match drafting.sql_type() {
        SqlType::Timestamp { digits, .. } => digits,
        _ => 6,
    };
    let unit = 10_i64.pow(6 - u32::from(digits));
    // A row that is late by its whole distance would meet the next.
    let late = ((step as f64 * jitter) as u64).min(step - 1);
    let source = Regular { first, step, late, unit, key: drafting.permutation_key() };
    let draft = Draft::in_order(
        source,
        ValueKind::Timestamp,
        rows.into(),
        Extremes::integers(first.div_euclid(unit) * unit, last),
    );
    Ok(if step >= unit as u64 && late == 0 {
        draft
    } else {
        draft.repeating("rows may be so late that two have the same time")
    })
}
