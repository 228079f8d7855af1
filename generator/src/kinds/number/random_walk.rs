//! Numbers that go up and down from row to row.

use crate::{
    batch::{ValueKind, Values},
    distribution::power_of_ten,
    document::{ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, Drafting, Extremes, literal::EXACT_DOUBLE},
    random::{SplitMix64, mix, normal_quantile},
    source::{Inputs, Source},
};

/// A value that moves by chance from row to row, between two bounds, with a wave that comes again.
pub static RANDOM_WALK: Kind = Kind {
    name: "random_walk",
    group: Group::Number,
    label: "Random walk: 20.1, 20.3, 19.9",
    words: "time series sensor measurement temperature stock price drift brownian signal 시계열 센서 측정값 온도 주가 추세",
    about: documentation(
        "Numbers that go up and down by chance from row to row, as a reading of a sensor does: Brownian motion that is thrown back by its \
         bounds, with a wave if one is wanted. Any row is made by itself.",
    ),
    options: &[
        KindOption::required("min", "min", OptionType::Number, "0", "The least value."),
        KindOption::required("max", "max", OptionType::Number, "100", "The largest value."),
        KindOption::required(
            "start",
            "start",
            OptionType::Number,
            "",
            "The value of the first row; the middle where it is left out.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "step",
            "step",
            OptionType::Number,
            "1",
            "By how much a row differs from the one before: a standard deviation.",
        ),
        KindOption::required(
            "period",
            "rows of a wave",
            OptionType::Count,
            "",
            "Rows after which the wave begins again.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "amplitude",
            "height of the wave",
            OptionType::Number,
            "",
            "By how much the wave goes up and down.",
        )
        .or(Otherwise::Absent),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""min":0,"max":100,"start":20,"step":0.5"#,
            sql_type: "decimal(5,2)",
            values: &["20.00", "19.53", "20.39"],
        },
        Pinned {
            options: r#""min":-40,"max":60,"start":15,"step":0.2,"period":12,"amplitude":10"#,
            sql_type: "double",
            values: &["15.0", "19.81325448804313", "23.81658404674164"],
        },
    ]),
    inferred: &[],
    draft,
};

/// Rows that a walk has, as a power of two: more than any table.
const LEVELS: u32 = 40;

/// Brownian motion by Lévy's construction ("Processus stochastiques et mouvement brownien", 1948): the middle of two places where it is known is their
/// mean, and a normal number of its own beside it.
#[derive(Debug)]
struct Walk {
    key: u64,
    least: f64,
    most: f64,
    start: f64,
    step: f64,
    /// Rows of a wave, and its height.
    wave: Option<(u64, f64)>,
    /// Digits behind the point; `None` of floating-point numbers, and whole numbers have 0.
    scale: Option<u8>,
}

/// Places between which the walk is known, and how far it is there from its start.
#[derive(Clone, Copy)]
struct Known {
    first: u64,
    rows: u64,
    ends: [f64; 2],
}

impl Walk {
    /// A normal number that belongs to a place.
    fn normal(&self, place: u64) -> f64 {
        let mut random = SplitMix64::new(mix(self.key ^ mix(place)));
        // Neither 0 nor 1.
        normal_quantile(((random.next() >> 11) as f64 + 0.5) * (1.0 / (1_u64 << 53) as f64))
    }

    /// How far the walk is from its start in a row. `path` has what is known around the row before.
    fn at(&self, row: u64, path: &mut Vec<Known>) -> f64 {
        while path.last().is_some_and(|known| row < known.first || row >= known.first + known.rows) {
            path.pop();
        }
        let mut known = *path.last().unwrap_or(&Known {
            first: 0,
            rows: 1 << LEVELS,
            ends: [0.0, self.normal(1 << LEVELS) * self.step * ((1_u64 << LEVELS) as f64).sqrt()],
        });
        if path.is_empty() {
            path.push(known);
        }
        while known.rows > 1 {
            let half = known.rows / 2;
            let place = known.first + half;
            let deviation = self.step * (half as f64 / 2.0).sqrt();
            let middle = f64::midpoint(known.ends[0], known.ends[1]) + deviation * self.normal(place);
            known = if row < place {
                Known { rows: half, ends: [known.ends[0], middle], ..known }
            } else {
                Known { first: place, rows: half, ends: [middle, known.ends[1]] }
            };
            path.push(known);
        }
        known.ends[0]
    }

    /// The least and the largest whole number of units within the bounds.
    fn whole(&self, unit: f64) -> (f64, f64) {
        (libm::ceil(self.least * unit), libm::floor(self.most * unit))
    }

    /// The value of a row: thrown back from the bounds as often as it meets them.
    fn value(&self, row: u64, path: &mut Vec<Known>) -> f64 {
        let wave = self.wave.map_or(0.0, |(period, height)| {
            height * libm::sin((row % period) as f64 / period as f64 * std::f64::consts::TAU)
        });
        let width = self.most - self.least;
        let from_least = self.start + self.at(row, path) + wave - self.least;
        let turn = libm::fmod(libm::fabs(from_least), 2.0 * width);
        let folded = if turn > width { 2.0 * width - turn } else { turn };
        (self.least + folded).clamp(self.least, self.most)
    }
}

impl Source for Walk {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let mut path = Vec::with_capacity(LEVELS as usize + 1);
        let found = inputs.indexes.iter().map(|row| self.value(*row, &mut path));
        match (values, self.scale) {
            (Values::Double(values), _) => values.extend(found),
            (Values::Integer(values), _) => {
                let (least, most) = self.whole(1.0);
                values.extend(found.map(|value| libm::round(value).clamp(least, most) as i64));
            }
            (Values::Wide(values), Some(scale)) => {
                let unit = power_of_ten(scale);
                let (least, most) = self.whole(unit);
                values.extend(found.map(|value| libm::round(value * unit).clamp(least, most) as i128));
            }
            _ => {}
        }
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (least, most, step) = (drafting.number("min")?, drafting.number("max")?, drafting.number("step")?);
    let bound = EXACT_DOUBLE as f64;
    for (option, number) in [("min", least), ("max", most)] {
        if number.is_nan() || number.abs() > bound {
            let message = format!(
                "{number} is beyond {EXACT_DOUBLE}, up to which walks are exact; choose a number that is less"
            );
            return drafting.problem(option, ProblemCode::ValueOutOfType, message);
        }
    }
    if least >= most {
        return drafting.problem("max", ProblemCode::EmptyRange, "max must be more than min; exchange them");
    }
    if !(step > 0.0 && step <= bound) {
        return drafting.problem(
            "step",
            ProblemCode::InvalidStep,
            format!("step is {step}; write a number that is more than 0"),
        );
    }
    let start = drafting.generator.number("start").unwrap_or(f64::midpoint(least, most));
    if !(least..=most).contains(&start) {
        return drafting.problem(
            "start",
            ProblemCode::EmptyRange,
            format!("start {start} lies outside of min and max; choose a number between them"),
        );
    }
    let height = drafting.generator.number("amplitude").filter(|height| *height != 0.0);
    if let Some(height) = height.filter(|height| height.is_nan() || height.abs() > bound) {
        return drafting.problem(
            "amplitude",
            ProblemCode::ValueOutOfType,
            format!("the wave is {height} high; choose a number that is less"),
        );
    }
    let period = drafting.generator.whole("period").map_or(0, i64::unsigned_abs);
    let wave = match (period, height) {
        (0, Some(_)) => {
            let message = "a wave has at least one row; write after how many rows it begins again";
            return drafting.problem("period", ProblemCode::InvalidStep, message);
        }
        (1.., None) => {
            let message = "a wave of no height is none; write how high it is, or leave the period out";
            return drafting.problem("amplitude", ProblemCode::InvalidStep, message);
        }
        (period, Some(height)) => Some((period, height)),
        (_, None) => None,
    };
    let rows = drafting.table().rows.max(1);
    let walk = |scale| Walk { key: drafting.permutation_key(), least, most, start, step, wave, scale };
    let unit = match drafting.sql_type() {
        SqlType::Decimal { scale, .. } => power_of_ten(scale),
        _ => 1.0,
    };
    let (first, last) = walk(None).whole(unit);
    if first > last && drafting.sql_type() != SqlType::Double {
        let message =
            format!("no value of {} lies between min and max; choose a wider range", drafting.sql_type());
        return drafting.problem("max", ProblemCode::EmptyRange, message);
    }
    let draft = match drafting.sql_type() {
        SqlType::Double => {
            let ends = Values::Double(vec![least, most, LONGEST]);
            Draft::in_order(walk(None), ValueKind::Double, rows.into(), Extremes::Values(ends))
        }
        SqlType::Decimal { precision, scale } => {
            let bound = power_of_ten(precision);
            for (option, end, written) in [("min", first, least), ("max", last, most)] {
                if end.abs() >= bound {
                    let sql_type = drafting.sql_type();
                    let message = format!(
                        "{written} has more digits than {sql_type}; choose a larger type, or a number that is less"
                    );
                    return drafting.problem(option, ProblemCode::InvalidDecimal, message);
                }
            }
            // Below 10^38.
            let [first, last] = [first, last].map(|end| end as i128);
            Draft::in_order(
                walk(Some(scale)),
                ValueKind::Decimal { scale },
                rows.into(),
                Extremes::wide(first, last),
            )
        }
        _ => {
            // At most 2^53.
            let [first, last] = [first, last].map(|end| end as i64);
            super::check_whole_numbers(drafting, [("min", first), ("max", last)])?;
            Draft::in_order(walk(Some(0)), ValueKind::Integer, rows.into(), Extremes::integers(first, last))
        }
    };
    Ok(Draft { axis: DefaultAxis::InOrder, ..draft.repeating("a walk comes back to where it was") })
}

/// A number that is written as long as any: 24 characters.
const LONGEST: f64 = -1.234_567_890_123_456_7e-300;
