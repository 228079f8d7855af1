//! Distributions against their theory: the largest difference of two distribution functions (Kolmogorov and Smirnov), or Pearson's χ², at
//! fixed seeds. The bounds are those that one of a thousand right generators would miss.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use generator::{
    Batch, ColumnValues, Dataset, DatasetSpec, ProblemCode, Problems, distribution::distributions,
};

const ROWS: u64 = 200_000;
/// Of the largest difference times the root of the number of rows, for one in a thousand (Kolmogorov's distribution).
const KOLMOGOROV: f64 = 1.95;

fn compile(column: &str) -> Result<Dataset, Problems> {
    let json = format!(
        r#"{{"rowmill":1,"seed":"11","tables":[{{"name":"t","rows":{ROWS},"columns":[{{"name":"c",{column}}}]}},
            {{"name":"parent","rows":1000000,"primary_key":["id"],"columns":[{{"name":"id","type":"bigint"}}]}}]}}"#
    );
    Dataset::compile(&DatasetSpec::from_json(&json)?)
}

/// The values of a column in ascending order, as numbers: dates in days, times in microseconds, decimals in units of their last digit.
fn sorted(column: &str) -> Vec<f64> {
    let dataset = compile(column).unwrap_or_else(|problems| panic!("{column}: {problems}"));
    let table = dataset.table("t").unwrap();
    let (mut values, mut batch) = (Vec::new(), Batch::new());
    while (values.len() as u64) < ROWS {
        let from = values.len() as u64;
        table.batch(from..ROWS, &mut batch);
        match table.column(&batch, 0).unwrap().values {
            ColumnValues::Integers(found) => values.extend(found.iter().map(|value| *value as f64)),
            ColumnValues::Wide(found) => values.extend(found.iter().map(|value| *value as f64)),
            ColumnValues::Doubles(found) => values.extend(found),
            other => panic!("{other:?}"),
        }
    }
    values.sort_by(f64::total_cmp);
    values
}

/// Compares with chances that whole numbers from `first` on have, relative to each other.
fn follows(column: &str, first: f64, chances: impl Iterator<Item = f64>) {
    let values = sorted(column);
    let mut cumulated: Vec<f64> = chances
        .scan(0.0, |sum, chance| {
            *sum += chance;
            Some(*sum)
        })
        .collect();
    let total = *cumulated.last().unwrap();
    cumulated.iter_mut().for_each(|sum| *sum /= total);
    assert!(values[0] >= first && *values.last().unwrap() < first + cumulated.len() as f64, "{column}");
    let mut largest = 0.0_f64;
    for (position, value) in values.iter().enumerate() {
        // Where several are the same, the last of them counts.
        if values.get(position + 1).is_none_or(|next| next > value) {
            let found = (position + 1) as f64 / values.len() as f64;
            largest = largest.max((found - cumulated[(value - first) as usize]).abs());
        }
    }
    let statistic = largest * (values.len() as f64).sqrt();
    assert!(statistic < KOLMOGOROV, "{column}: {statistic}");
}

/// Compares with a distribution function that is cut off at the ends of a fine range.
fn is_distributed(column: &str, (first, last): (f64, f64), function: impl Fn(f64) -> f64) {
    let values = sorted(column);
    assert!(values[0] >= first && *values.last().unwrap() <= last, "{column}");
    let cut_off = |place: f64| (function(place) - function(first)) / (function(last) - function(first));
    let difference = |(position, value): (usize, &f64)| {
        ((position + 1) as f64 / values.len() as f64 - cut_off(*value)).abs()
    };
    let largest = values.iter().enumerate().map(difference).fold(0.0, f64::max);
    let statistic = largest * (values.len() as f64).sqrt();
    assert!(statistic < KOLMOGOROV, "{column}: {statistic}");
}

/// Compares how often each of some groups comes with what is expected, relative to each other.
fn counts(column: &str, expected: &[f64], group: impl Fn(f64) -> usize) {
    let mut found = vec![0_u64; expected.len()];
    for value in sorted(column) {
        found[group(value)] += 1;
    }
    let total: f64 = expected.iter().sum();
    let mut statistic = 0.0;
    for (found, expected) in found.iter().zip(expected) {
        let expected = expected / total * ROWS as f64;
        if expected == 0.0 {
            assert_eq!(*found, 0, "{column}");
        } else {
            statistic += (*found as f64 - expected).powi(2) / expected;
        }
    }
    // One in a thousand, by Wilson and Hilferty's approximation of 1931.
    let freedom = (expected.iter().filter(|expected| **expected > 0.0).count() - 1) as f64;
    let bound = freedom * (1.0 - 2.0 / (9.0 * freedom) + 3.09 * (2.0 / (9.0 * freedom)).sqrt()).powi(3);
    assert!(statistic < bound, "{column}: {statistic}, at most {bound}: {found:?}");
}

fn normal(mean: f64, deviation: f64) -> impl Fn(f64) -> f64 {
    move |place| 0.5 * libm::erfc((mean - place) / (deviation * 2_f64.sqrt()))
}

#[test]
fn normal_values_are_normal() {
    let density =
        |mean: f64, deviation: f64| move |place: f64| (-((place - mean) / deviation).powi(2) / 2.0).exp();
    let column = r#""type":"int","gen":{"kind":"integer","min":0,"max":100000},"distribution":{"kind":"normal","mean":30000,"deviation":20000}"#;
    follows(column, 0.0, (0..=100_000).map(|place| density(30_000.0, 20_000.0)(f64::from(place))));
    let few = r#""type":"int","gen":{"kind":"integer","min":1,"max":10},"distribution":{"kind":"normal","mean":"5.5","deviation":1.5}"#;
    follows(few, 1.0, (1..=10).map(|place| density(5.5, 1.5)(f64::from(place))));
    let dates = r#""type":"date","gen":{"kind":"date","from":"1970-01-01","to":"1979-12-31"},"distribution":{"kind":"normal","mean":"1975-01-01","deviation":200}"#;
    follows(dates, 0.0, (0..=3_651).map(|day| density(1_826.0, 200.0)(f64::from(day))));
    let double = r#""type":"double","gen":{"kind":"double","min":-1,"max":1},"distribution":{"kind":"normal","mean":0,"deviation":0.1}"#;
    is_distributed(double, (-1.0, 1.0), normal(0.0, 0.1));
    let times = r#""type":"time(6)","gen":{"kind":"time","from":"08:00:00","to":"18:00:00"},"distribution":{"kind":"normal","mean":"12:00:00","deviation":1.5}"#;
    is_distributed(times, (28.8e9, 64.8e9), normal(43.2e9, 5.4e9));
    // Far from 0, where floating-point numbers are 128 apart.
    let far = r#""type":"bigint","gen":{"kind":"integer","min":"1000000000000000000","max":"1000000000000001000"},"distribution":{"kind":"normal","mean":"1000000000000000100","deviation":3}"#;
    let dataset = compile(far).unwrap();
    let (table, mut batch) = (dataset.table("t").unwrap(), Batch::new());
    table.batch(0..1_000, &mut batch);
    let ColumnValues::Integers(values) = table.column(&batch, 0).unwrap().values else { panic!("integers") };
    let mean = values.iter().map(|value| value - 1_000_000_000_000_000_000).sum::<i64>() as f64
        / values.len() as f64;
    assert!((mean - 100.0).abs() < 0.5, "{mean}");
}

#[test]
fn log_normal_values_have_normal_logarithms() {
    let column = r#""type":"decimal(12,2)","gen":{"kind":"decimal","min":"1","max":"1000000"},"distribution":{"kind":"log_normal","median":200,"sigma":1}"#;
    is_distributed(column, (100.0, 1e8), |place| normal(20_000_f64.ln(), 1.0)(place.ln()));
    for (min, first) in [(0, 1), (-1_000, 1), (1, 1)] {
        let column = format!(
            r#""type":"int","gen":{{"kind":"integer","min":{min},"max":500}},"distribution":{{"kind":"log_normal","median":2,"sigma":0.8}}"#
        );
        let chance = |place: i32| {
            let logarithm = f64::from(place).ln();
            (-((logarithm - 2_f64.ln()) / 0.8).powi(2) / 2.0).exp() / f64::from(place)
        };
        follows(&column, f64::from(first), (first..=500).map(chance));
    }
    // Its mode lies far below the first value that there is.
    let wide = r#""type":"double","gen":{"kind":"double","min":-1000000000,"max":1000000000},"distribution":{"kind":"log_normal","median":100,"sigma":5}"#;
    let values = sorted(wide);
    let median = values[values.len() / 2];
    assert!((90.0..110.0).contains(&median) && values[0] >= 0.0, "{median}");
}

#[test]
fn exponential_values_fall_from_either_end() {
    for mean in [0.5_f64, 30.0, 5_000.0] {
        let column = format!(
            r#""type":"int","gen":{{"kind":"integer","min":10,"max":100000}},"distribution":{{"kind":"exponential","mean":{mean}}}"#
        );
        let stays = mean / (1.0 + mean);
        follows(&column, 10.0, (0..=99_990).map(|distance| stays.powi(distance)));
        let values = sorted(&column);
        let found = values.iter().sum::<f64>() / values.len() as f64 - 10.0;
        assert!((found - mean).abs() < 0.02 * mean, "{mean}: {found}");
    }
    let short = r#""type":"int","gen":{"kind":"integer","min":1,"max":1000},"distribution":{"kind":"exponential","mean":100}"#;
    follows(short, 1.0, (0..1_000).map(|distance| (100.0_f64 / 101.0).powi(distance)));
    let recent = r#""type":"timestamp","gen":{"kind":"timestamp","from":"1970-01-01T00:00:00","to":"1971-01-01T00:00:00"},"distribution":{"kind":"exponential","mean":-30}"#;
    let day = 86_400e6;
    is_distributed(recent, (0.0, 365.0 * day), |place| (-(365.0 * day - place) / (30.0 * day)).exp());
}

#[test]
fn pareto_values_fall_by_a_power() {
    let column = r#""type":"double","gen":{"kind":"double","min":100,"max":1000000000},"distribution":{"kind":"pareto","shape":1.16}"#;
    is_distributed(column, (100.0, 1e9), |place| 1.0 - (100.0 / place).powf(1.16));
    let whole = r#""type":"int","gen":{"kind":"integer","min":3,"max":50000},"distribution":{"kind":"pareto","shape":0.5}"#;
    follows(whole, 3.0, (3..=50_000).map(|place| f64::from(place).powf(-1.5)));
}

#[test]
fn triangular_values_rise_and_fall() {
    for mode in [0, 250, 1_000] {
        let column = format!(
            r#""type":"int","gen":{{"kind":"integer","min":0,"max":1000}},"distribution":{{"kind":"triangular","mode":{mode}}}"#
        );
        let chance = |place: i32| {
            if place < mode {
                f64::from(place + 1) / f64::from(mode + 1)
            } else {
                f64::from(1_001 - place) / f64::from(1_001 - mode)
            }
        };
        follows(&column, 0.0, (0..=1_000).map(chance));
    }
}

#[test]
fn what_is_narrower_than_a_step_is_at_the_nearest_value() {
    let few = |distribution: &str| {
        let values = sorted(&format!(
            r#""type":"int","gen":{{"kind":"integer","min":0,"max":10}},"distribution":{{{distribution}}}"#
        ));
        (values[0], *values.last().unwrap())
    };
    assert_eq!(few(r#""kind":"normal","mean":5,"deviation":0.000001"#), (5.0, 5.0));
    assert_eq!(few(r#""kind":"normal","mean":"5.25","deviation":0.02"#), (5.0, 5.0));
    assert_eq!(few(r#""kind":"normal","mean":"5.5","deviation":0.05"#), (5.0, 6.0));
    assert_eq!(few(r#""kind":"normal","mean":"5.75","deviation":1e-300"#), (6.0, 6.0));
    assert_eq!(few(r#""kind":"exponential","mean":1e-8"#), (0.0, 0.0));
    assert_eq!(few(r#""kind":"exponential","mean":-1e-300"#), (10.0, 10.0));
    let column = r#""type":"decimal(10,2)","gen":{"kind":"decimal","min":"0","max":"99999999.99"},"distribution":{"kind":"normal","mean":"12.345","deviation":0.0004}"#;
    let values = sorted(column);
    assert_eq!((values[0], *values.last().unwrap()), (1_234.0, 1_235.0));
}

#[test]
fn the_ends_of_a_range_are_among_its_values() {
    // A tenth of these maxima has no exact floating-point number.
    for max in ["7.8", "30.2", "119.8", "0.3"] {
        for place in ["0.0", max] {
            let column = format!(
                r#""type":"decimal(6,1)","gen":{{"kind":"decimal","min":"0.0","max":"{max}"}},"distribution":{{"kind":"triangular","mode":"{place}"}}"#
            );
            assert!(compile(&column).is_ok(), "{column}");
        }
    }
    let fine = r#""type":"decimal(38,26)","gen":{"kind":"decimal","min":"0.1","max":"0.2"},"distribution":{"kind":"normal","mean":"0.1","deviation":0.01}"#;
    assert!(compile(fine).is_ok());
}

#[test]
fn wide_ranges_have_their_shape_too() {
    // The mode at the last of more values than floating-point numbers tell apart.
    for (sql_type, kind, max) in
        [("decimal(18,0)", "decimal", "999999999999999999"), ("bigint", "integer", "1152921504606846975")]
    {
        let column = format!(
            r#""type":"{sql_type}","gen":{{"kind":"{kind}","min":"1","max":"{max}"}},"distribution":{{"kind":"triangular","mode":"{max}"}}"#
        );
        let values = sorted(&column);
        let max: f64 = max.parse().unwrap();
        assert!(*values.last().unwrap() <= max && values[0] < max / 20.0, "{column}");
        assert!((values[values.len() / 2] / max - 0.5_f64.sqrt()).abs() < 0.01, "{column}");
    }
    // Ends that are further apart than 128 bits with a sign tell.
    let wide = r#""type":"decimal(38,10)","gen":{"kind":"decimal","min":"-9999999999999999999999999999","max":"9999999999999999999999999999"},"distribution":{"kind":"normal","mean":"0","deviation":1e20}"#;
    let deviation = sorted(wide).iter().map(|value| (value / 1e30).powi(2)).sum::<f64>() / ROWS as f64;
    assert!((0.97..1.03).contains(&deviation), "{deviation}");
    let around = r#""type":"bigint","gen":{"kind":"integer","min":"-9223372036854775808","max":"9223372036854775807"},"distribution":{"kind":"log_normal","median":"1000000000","sigma":1}"#;
    let values = sorted(around);
    assert!((0.98e9..1.02e9).contains(&values[values.len() / 2]), "{}", values[values.len() / 2]);
}

#[test]
fn zipf_counts_positions_wherever_the_values_lie() {
    for column in [
        r#""type":"bigint","gen":{"kind":"integer","min":"1000000000000000000","max":"1000000000000000999"}"#,
        r#""type":"bigint","gen":{"kind":"integer","min":"-9223372036854775808","max":"-9223372036854774809"}"#,
    ] {
        let dataset = compile(&format!(r#"{column},"distribution":{{"kind":"zipf","exponent":1}}"#)).unwrap();
        let (table, mut batch, mut first, mut second) =
            (dataset.table("t").unwrap(), Batch::new(), 0_i32, 0_i32);
        for from in (0..20_000).step_by(1_000) {
            table.batch(from..from + 1_000, &mut batch);
            let ColumnValues::Integers(values) = table.column(&batch, 0).unwrap().values else {
                panic!("integers")
            };
            let least = if column.contains('-') { i64::MIN } else { 1_000_000_000_000_000_000 };
            first += values.iter().filter(|value| **value == least).count() as i32;
            second += values.iter().filter(|value| **value == least + 1).count() as i32;
        }
        // A share of 1 / H(1000), H(1000) = 7.4855, and a half of it.
        assert!((first - 2_672).abs() < 250 && (second - 1_336).abs() < 180, "{column}: {first} {second}");
    }
}

#[test]
fn zipf_ranks_come_as_often_as_they_should() {
    let groups = |last: usize, exponent: f64| -> Vec<f64> {
        let chance = |rank: usize| (rank as f64).powf(-exponent);
        let first = (1..=30).map(chance);
        let ranges = [(31, 100), (101, 1_000), (1_001, 10_000), (10_001, last)];
        first.chain(ranges.map(|(from, to)| (from..=to).map(chance).sum())).collect()
    };
    let group = |rank: f64| match rank as usize {
        rank @ 1..=30 => rank - 1,
        31..=100 => 30,
        101..=1_000 => 31,
        1_001..=10_000 => 32,
        _ => 33,
    };
    for exponent in [0.7, 1.0, 1.6] {
        let column = format!(
            r#""type":"bigint","gen":{{"kind":"foreign_key","table":"parent","column":"id"}},"distribution":{{"kind":"zipf","exponent":{exponent}}}"#
        );
        counts(&column, &groups(1_000_000, exponent), group);
    }
}

#[test]
fn histograms_have_the_bars_that_they_are_given() {
    let column = r#""type":"int","gen":{"kind":"integer","min":0,"max":99},"distribution":{"kind":"histogram","weights":[1,0,7,2]}"#;
    counts(column, &[1.0, 0.0, 7.0, 2.0], |value| value as usize / 25);
    let list = r#""type":"int","gen":{"kind":"list","values":[10,20,30]},"distribution":{"kind":"histogram","weights":[1,2,1]}"#;
    counts(list, &[1.0, 2.0, 1.0], |value| value as usize / 10 - 1);
}

#[test]
fn seasons_are_those_of_the_calendar() {
    // 1970 began on a Thursday, and has 365 days.
    let column = r#""type":"timestamp(3)","gen":{"kind":"timestamp","from":"1970-01-01T00:00:00","to":"1970-12-31T23:59:59.999"},
        "distribution":{"kind":"seasonal","months":[0,1,1,1,1,1,1,1,1,1,1,2],"weekdays":[1,1,1,1,1,3,3],
        "hours":[0,0,0,0,0,0,0,0,1,1,1,1,2,2,1,1,1,1,4,4,4,1,1,1]}"#;
    let day = |value: f64| (value / 86_400e6) as usize;
    let weekday = |day: usize| (day + 3) % 7;
    let weight = |day: usize| {
        f64::from(u8::from(day >= 31))
            * if day >= 334 { 2.0 } else { 1.0 }
            * if weekday(day) > 4 { 3.0 } else { 1.0 }
    };
    let days: Vec<f64> = (0..365).map(weight).collect();
    counts(column, &days, day);
    let mut hours = vec![0.0; 24];
    for (hour, weight) in (8..24).zip([1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 4, 4, 4, 1, 1, 1]) {
        hours[hour] = f64::from(weight);
    }
    counts(column, &hours, |value| (value / 3_600e6) as usize % 24);
    let date = r#""type":"date","gen":{"kind":"date","from":"1970-01-15","to":"1970-02-14"},"distribution":{"kind":"seasonal","weekdays":[1,1,1,1,1,0,0]}"#;
    let workdays: Vec<f64> = (14..45).map(|day| f64::from(u8::from(weekday(day) < 5))).collect();
    counts(date, &workdays, |value| value as usize - 14);
    // A range that begins and ends within an hour.
    let part = r#""type":"time","gen":{"kind":"time","from":"08:30:00","to":"10:14:59"},"distribution":{"kind":"seasonal","hours":[0,0,0,0,0,0,0,0,2,1,4,0,0,0,0,0,0,0,0,0,0,0,0,0]}"#;
    counts(part, &[1.0, 1.0, 1.0], |value| (value / 3_600e6) as usize - 8);
}

#[test]
fn value_stability() {
    let first = |column: &str| {
        let dataset = compile(column).unwrap();
        let (table, mut batch) = (dataset.table("t").unwrap(), Batch::new());
        table.batch(0..5, &mut batch);
        let ColumnValues::Integers(values) = table.column(&batch, 0).unwrap().values else {
            panic!("integers")
        };
        values.to_vec()
    };
    let of = |distribution: &str| {
        first(&format!(
            r#""type":"int","gen":{{"kind":"integer","min":1,"max":1000}},"distribution":{{{distribution}}}"#
        ))
    };
    let values: Vec<Vec<i64>> = distributions()
        .iter()
        .filter(|distribution| distribution.name != "seasonal")
        .map(|distribution| of(&format!(r#""kind":"{}",{}"#, distribution.name, distribution.example)))
        .collect();
    let pinned = [
        [468, 541, 574, 526, 416],
        [134, 153, 126, 147, 113],
        [1, 193, 92, 3, 1],
        [1, 1, 3, 1, 1],
        [1, 175, 12, 161, 1],
        [471, 542, 803, 528, 388],
        [484, 458, 373, 635, 342],
    ];
    assert_eq!(values, pinned);
    let date = r#""type":"date","gen":{"kind":"date","from":"2024-01-01","to":"2024-12-31"},"distribution":{"kind":"seasonal",EXAMPLE}"#;
    assert_eq!(
        first(&date.replace("EXAMPLE", generator::distribution::SEASONAL.example)),
        [19_894, 19_919, 20_072, 19_912, 19_865]
    );
}

#[test]
fn weights_of_any_size_are_relative_to_each_other() {
    let column = r#""type":"timestamp(6)","gen":{"kind":"timestamp","from":"1970-01-01T00:00:00","to":"1970-12-31T23:59:59.999999"},
        "distribution":{"kind":"seasonal","months":[1e300,0,0,0,0,0,0,0,0,0,0,1e300],"weekdays":[1e10,0,0,0,0,0,0],
        "hours":[1e-200,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1e-200]}"#;
    counts(column, &[1.0, 1.0], |value| usize::from(value / 3_600e6 % 24.0 >= 23.0));
    assert!(sorted(column).iter().all(|value| ((value / 86_400e6) as usize + 3).is_multiple_of(7)));
}

#[test]
fn the_cells_of_a_dataset_are_bounded() {
    let column = |number: usize| {
        format!(
            r#"{{"name":"c{number}","type":"date","gen":{{"kind":"date","from":"1900-01-01","to":"2030-12-31"}},"distribution":{{"kind":"seasonal","weekdays":[1,1,1,1,1,2,2]}}}}"#
        )
    };
    let columns: Vec<String> = (0..60).map(column).collect();
    let json =
        format!(r#"{{"rowmill":1,"tables":[{{"name":"t","rows":9,"columns":[{}]}}]}}"#, columns.join(","));
    let problems = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err();
    assert_eq!(
        (problems.first().path.as_str(), problems.first().code),
        ("tables[0].columns[21].distribution", ProblemCode::TooMuchWork)
    );
}

#[test]
fn extreme_options_stay_within_the_values_and_end() {
    let whole = r#""type":"bigint","gen":{"kind":"integer","min":"-9223372036854775808","max":"9223372036854775807"}"#;
    let values = sorted(&format!(r#"{whole},"distribution":{{"kind":"normal","mean":0,"deviation":0.001}}"#));
    assert!(values.iter().all(|value| value.abs() <= 2_048.0), "{:?}", &values[..3]);
    for deviation in [1e-300, 1.0, 1e18, 1e300] {
        sorted(&format!(
            r#"{whole},"distribution":{{"kind":"normal","mean":"9e18","deviation":{deviation}}}"#
        ));
    }
    for (exponent, most) in [(1e-9, 1e6), (40.0, 1.0)] {
        let values = sorted(&format!(
            r#""type":"bigint","gen":{{"kind":"foreign_key","table":"parent","column":"id"}},"distribution":{{"kind":"zipf","exponent":{exponent}}}"#
        ));
        assert!(*values.last().unwrap() <= most);
    }
    let one = r#""type":"int","gen":{"kind":"integer","min":7,"max":7},"distribution":{"kind":"normal","mean":7,"deviation":1}"#;
    assert!(sorted(one).iter().all(|value| *value == 7.0));
    let wide = r#""type":"decimal(38,10)","gen":{"kind":"decimal","min":"-9999999999999999999999999999","max":"9999999999999999999999999999"},"distribution":{"kind":"normal","mean":"0","deviation":1e20}"#;
    sorted(wide);
}

#[test]
fn what_makes_no_sense_is_refused_and_named() {
    let integer = r#""type":"int","gen":{"kind":"integer","min":0,"max":9}"#;
    let date = r#""type":"date","gen":{"kind":"date","from":"2024-01-01","to":"2024-12-31"}"#;
    let refused = [
        (integer, r#""kind":"normal","mean":50,"deviation":1"#, "mean", "outside of the values"),
        (integer, r#""kind":"normal","mean":"x","deviation":1"#, "mean", "not a number; write one"),
        (integer, r#""kind":"normal","mean":5,"deviation":0"#, "deviation", "more than 0"),
        (date, r#""kind":"normal","mean":5,"deviation":1"#, "mean", "not a date"),
        (date, r#""kind":"pareto","shape":1"#, "kind", "about numbers"),
        (integer, r#""kind":"pareto","shape":1"#, "", "more than 0"),
        (integer, r#""kind":"log_normal","median":0,"sigma":1"#, "median", "more than 0"),
        (integer, r#""kind":"pareto","shape":1e308"#, "shape", "at most 100"),
        (integer, r#""kind":"zipf","exponent":101"#, "exponent", "at most 100"),
        (
            r#""type":"int","gen":{"kind":"list","values":[10,20]}"#,
            r#""kind":"normal","mean":20,"deviation":1"#,
            "mean",
            "from 1 to 2",
        ),
        (
            r#""type":"boolean","gen":{"kind":"boolean","true":0.9}"#,
            r#""kind":"zipf","exponent":1"#,
            "",
            "no order",
        ),
        (date, r#""kind":"normal","mean":500,"deviation":1"#, "mean", "`500` is not a date"),
        (integer, r#""kind":"log_normal","median":1,"sigma":6"#, "sigma", "at most 5"),
        (integer, r#""kind":"exponential","mean":0"#, "mean", "another number"),
        (integer, r#""kind":"zipf","exponent":-1"#, "exponent", "more than 0"),
        (integer, r#""kind":"triangular","mode":10"#, "mode", "outside"),
        (integer, r#""kind":"histogram","weights":[]"#, "weights", "no weights"),
        (integer, r#""kind":"histogram","weights":[1,-1]"#, "weights[1]", "from 0 on"),
        (integer, r#""kind":"histogram","weights":[0,0]"#, "weights", "more than 0"),
        (
            integer,
            r#""kind":"histogram","weights":[1,1,1,1,1,1,1,1,1,1,1]"#,
            "weights",
            "11 weights for 10 values",
        ),
        (integer, r#""kind":"seasonal","hours":[1]"#, "kind", "dates and times"),
        (date, r#""kind":"seasonal""#, "", "no weights"),
        (date, r#""kind":"seasonal","months":[1,2]"#, "months", "write 12"),
        (
            date,
            r#""kind":"seasonal","hours":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"#,
            "hours",
            "leave them out",
        ),
        (
            r#""type":"date","gen":{"kind":"date","from":"2024-01-01","to":"2024-01-31"}"#,
            r#""kind":"seasonal","months":[0,1,1,1,1,1,1,1,1,1,1,1]"#,
            "",
            "weight of 0",
        ),
        (
            r#""type":"date","gen":{"kind":"date","from":"0001-01-01","to":"9999-12-31"}"#,
            r#""kind":"seasonal","months":[1,1,1,1,1,1,1,1,1,1,1,1]"#,
            "",
            "shorter range",
        ),
        (r#""type":"uuid""#, r#""kind":"zipf","exponent":1"#, "", "no order"),
        (r#""type":"int","gen":{"kind":"sequence"}"#, r#""kind":"zipf","exponent":1"#, "", "no order"),
        (
            r#""type":"int","gen":{"kind":"list","values":[1,2],"weights":[1,2]}"#,
            r#""kind":"zipf","exponent":1"#,
            "",
            "weights",
        ),
        (
            r#""type":"int","sampler":"shuffled","gen":{"kind":"list","values":[1,2]}"#,
            r#""kind":"zipf","exponent":1"#,
            "",
            "order of its values",
        ),
    ];
    for (column, options, field, message) in refused {
        let problems = compile(&format!(r#"{column},"distribution":{{{options}}}"#)).unwrap_err();
        let problem = problems.first();
        let dot = if field.is_empty() { "" } else { "." };
        assert_eq!(
            problem.path,
            format!("tables[0].columns[0].distribution{dot}{field}"),
            "{options}: {problem}"
        );
        assert_eq!(problem.code, ProblemCode::InvalidDistribution, "{options}");
        assert!(problem.message.contains(message), "{options}: {problem}");
    }
    let unique =
        compile(&format!(r#"{integer},"unique":true,"distribution":{{"kind":"zipf","exponent":1}}"#));
    assert_eq!(unique.unwrap_err().first().code, ProblemCode::TooFewValues);
    let unknown = compile(&format!(r#"{integer},"distribution":{{"kind":"norml","mean":1}}"#)).unwrap_err();
    assert!(unknown.to_string().contains("did you mean `normal`?"), "{unknown}");
}
