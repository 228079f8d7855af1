//! Working hours, walks, documents and articles: that they keep to what they say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod table;

use std::collections::BTreeSet;

use generator::{Batch, ColumnValues, Dataset, DatasetSpec};
use table::rows_in;

fn refused(sql_type: &str, generator: &str) -> String {
    let json = format!(
        r#"{{"rowmill":1,"tables":[{{"name":"t","rows":1000,"columns":[{{"name":"c","type":"{sql_type}","gen":{generator}}}]}}]}}"#
    );
    let problems = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err();
    format!("{} {}", problems.first().path, problems.first().message)
}

#[test]
fn an_office_is_open_on_working_days() {
    let generator = r#"{"kind":"business_time","from":"2025-04-28","to":"2025-05-11","opens":"08:30:00","closes":"12:00:00","holidays":["2025-05-01","2025-05-05"]}"#;
    let rows = rows_in("en", 20_000, &[("at", "timestamp", generator), ("on", "date", generator)]);
    let open = [
        "2025-04-28",
        "2025-04-29",
        "2025-04-30",
        "2025-05-02",
        "2025-05-06",
        "2025-05-07",
        "2025-05-08",
        "2025-05-09",
    ];
    for column in 0..2 {
        let days: BTreeSet<&str> = rows.iter().map(|row| &row[column][..10]).collect();
        assert!(days.iter().copied().eq(open), "{days:?}");
    }
    let times: BTreeSet<&str> = rows.iter().map(|row| &row[0][11..]).collect();
    assert!(*times.first().unwrap() >= "08:30:00" && *times.last().unwrap() < "12:00:00");
    assert!(times.len() > 8_000, "{}", times.len());
    // A unique column has each working day once.
    let json = r#"{"rowmill":1,"tables":[{"name":"t","rows":8,"columns":[{"name":"on","type":"date","unique":true,"gen":
        {"kind":"business_time","from":"2025-04-28","to":"2025-05-11","holidays":["2025-05-01","2025-05-05"]}}]}]}"#;
    Dataset::compile(&DatasetSpec::from_json(json).unwrap()).unwrap();
    for (options, said) in [
        (r#""from":"2025-05-03","to":"2025-05-04""#, "gen.to no day of this range is open"),
        (r#""from":"2025-05-05","to":"2025-05-04""#, "gen.to to lies before from"),
        (r#""from":"2025-05-05","to":"2025-05-09","days":"128""#, "gen.days `8` is no day of the week"),
        (
            r#""from":"2025-05-05","to":"2025-05-09","opens":"18:00:00""#,
            "gen.closes it closes before it opens",
        ),
        (r#""from":"2025-05-05","to":"2025-05-09","holidays":["May"]"#, "gen.holidays[0]"),
        (r#""from":"1000-05-05","to":"2025-05-09""#, "gen.to a calendar has at most 200 years"),
    ] {
        let refused = refused("timestamp", &format!(r#"{{"kind":"business_time",{options}}}"#));
        assert!(refused.contains(said), "{refused}");
    }
}

/// The values of a walk of floating-point numbers.
fn walk(options: &str, rows: u64) -> (Dataset, Vec<f64>) {
    let json = format!(
        r#"{{"rowmill":1,"seed":"8","tables":[{{"name":"t","rows":{rows},"columns":[{{"name":"c","type":"double","gen":{{"kind":"random_walk",{options}}}}}]}}]}}"#
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    let mut values = Vec::new();
    let mut batch = Batch::new();
    while (values.len() as u64) < rows {
        let table = dataset.table("t").unwrap();
        table.batch(values.len() as u64..rows, &mut batch);
        let ColumnValues::Doubles(found) = table.column(&batch, 0).unwrap().values else { panic!("numbers") };
        values.extend_from_slice(found);
    }
    (dataset, values)
}

#[test]
fn a_walk_goes_by_normal_steps_and_stays_within_its_bounds() {
    let (_, values) = walk(r#""min":-100000,"max":100000,"start":5,"step":2"#, 100_000);
    assert_eq!(values[0], 5.0);
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let variance = steps.iter().map(|step| (step - mean).powi(2)).sum::<f64>() / steps.len() as f64;
    // Five deviations of a mean, and of a variance, of 100,000 normal numbers.
    assert!(
        mean.abs() < 5.0 * 2.0 / 316.0 && (variance - 4.0).abs() < 5.0 * 4.0 * (2.0_f64 / 100_000.0).sqrt(),
        "{mean} {variance}"
    );
    // Steps do not know of each other: neighbours, and those whose rows a power of two parts.
    for lag in [1, 2, 512] {
        let product = steps.iter().zip(&steps[lag..]).map(|(one, other)| one * other).sum::<f64>()
            / steps.len() as f64
            / variance;
        assert!(product.abs() < 5.0 / 316.0, "{lag}: {product}");
    }
    // As in the normal distribution, one in 3.15 is farther than a deviation, and one in 22 farther than two.
    for (deviations, share) in [(1.0, 0.317_311), (2.0, 0.045_5)] {
        let found =
            steps.iter().filter(|step| step.abs() > 2.0 * deviations).count() as f64 / steps.len() as f64;
        assert!((found - share).abs() < 5.0 * (share / 100_000.0_f64).sqrt(), "{deviations}: {found}");
    }
    let (_, values) = walk(r#""min":0,"max":10,"step":3"#, 50_000);
    assert!(values.iter().all(|value| (0.0..=10.0).contains(value)));
    assert!(values.iter().any(|value| *value < 1.0) && values.iter().any(|value| *value > 9.0));
}

#[test]
fn whole_numbers_stay_within_bounds_that_are_none() {
    let rows =
        rows_in("en", 3_000, &[("c", "int", r#"{"kind":"random_walk","min":0.4,"max":9.6,"step":4}"#)]);
    let all: BTreeSet<i64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert!(all.iter().copied().eq(1..=9), "{all:?}");
}

#[test]
fn a_wave_comes_again_and_any_rows_are_those_of_the_whole() {
    let (dataset, values) =
        walk(r#""min":-50,"max":50,"start":0,"step":0.001,"period":24,"amplitude":20"#, 10_000);
    for day in values.chunks(24).take(400) {
        assert!(day[6] - day[0] > 19.0 && day[0] - day[18] > 19.0);
    }
    let picked = [9_999, 0, 5_000, 5_001, 4_095, 4_096];
    let mut batch = Batch::new();
    let table = dataset.table("t").unwrap();
    table.rows_at(&picked, &mut batch);
    let ColumnValues::Doubles(found) = table.column(&batch, 0).unwrap().values else { panic!("numbers") };
    assert!(found.iter().copied().eq(picked.map(|row| values[row as usize])));
    for (sql_type, options, said) in [
        ("int", r#""min":5,"max":5,"step":1"#, "gen.max max must be more than min"),
        ("int", r#""min":0,"max":5,"step":0"#, "gen.step step is 0"),
        ("int", r#""min":0,"max":5,"step":1,"start":9"#, "gen.start start 9 lies outside"),
        ("int", r#""min":0,"max":5,"step":1,"amplitude":2"#, "gen.period a wave has at least one row"),
        ("int", r#""min":0,"max":5,"step":1,"period":9"#, "gen.amplitude a wave of no height is none"),
        ("int", r#""min":0.2,"max":0.8,"step":1"#, "gen.max no value of int lies between"),
        ("decimal(38,30)", r#""min":-1000000000,"max":1,"step":1"#, "gen.min -1000000000 has more digits"),
        ("tinyint", r#""min":0,"max":500,"step":1"#, "gen.max"),
        ("decimal(4,2)", r#""min":0,"max":100,"step":1"#, "gen.max 100 has more digits than decimal(4,2)"),
        ("double", r#""min":0,"max":1e300,"step":1"#, "gen.max"),
    ] {
        let refused = refused(sql_type, &format!(r#"{{"kind":"random_walk",{options}}}"#));
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn documents_have_the_shape_that_was_asked_for() {
    let shape = r#"{"id":"uuid","size":"integer(-3, 5)","price":"decimal(-1.5, 9.99)","ok":"boolean(0.9)","note?":"sentence","code":"pattern([\"\\\\]{2})",
        "tags":{"$array":"one_of(new, sale, \"x\")","$min":1,"$max":3},"lines":{"$array":{"sku":"word","n":7}},"kind":"=word","fixed":[1,null,"a"],"so":"as it is"}"#;
    let generator = format!(r#"{{"kind":"json","shape":{shape}}}"#);
    let rows = rows_in("en", 5_000, &[("c", "json", &generator)]);
    let (mut notes, mut oks) = (0, 0);
    for row in &rows {
        let document: serde_json::Value =
            serde_json::from_str(&row[0]).unwrap_or_else(|error| panic!("{error}: {}", row[0]));
        let size = document["size"].as_i64().unwrap();
        let price = document["price"].as_f64().unwrap();
        assert!((-3..=5).contains(&size) && (-1.5..=9.99).contains(&price), "{document}");
        assert_eq!(document["id"].as_str().unwrap().len(), 36);
        assert_eq!(&document["id"].as_str().unwrap()[14..15], "4");
        assert!((1..=3).contains(&document["tags"].as_array().unwrap().len()));
        assert!(
            document["lines"]
                .as_array()
                .unwrap()
                .iter()
                .all(|line| line["n"] == 7 && line["sku"].is_string())
        );
        assert!(document["code"].as_str().unwrap().chars().all(|letter| letter == '"' || letter == '\\'));
        assert_eq!((&document["kind"], &document["so"]), (&"word".into(), &"as it is".into()));
        assert_eq!(document["fixed"], serde_json::json!([1, serde_json::Value::Null, "a"]));
        notes += u32::from(document.get("note").is_some());
        oks += u32::from(document["ok"] == true);
    }
    // Five deviations of a binomial number.
    assert!(
        (f64::from(notes) - 2_500.0).abs() < 177.0 && (f64::from(oks) - 4_500.0).abs() < 107.0,
        "{notes} {oks}"
    );
    let all: BTreeSet<&String> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(all.len(), rows.len());
    for (sql_type, shape, said) in [
        (
            "json",
            r#"{"a":"integer(5, 1)"}"#,
            "gen.shape.a `integer(5, 1)` is not understood; write integer(1, 100)",
        ),
        (
            "json",
            r#"{"a":"decimal(0, 0.0000000000000000001)"}"#,
            "gen.shape.a `decimal(0, 0.0000000000000000001)` is not understood",
        ),
        ("json", r#"{"a":1,"a?":"word"}"#, "gen.shape.a? `a?` and the same name without `?`"),
        ("json", r#"{"a":"boolean("}"#, "gen.shape.a `boolean(` is not understood"),
        ("json", r#"{"a":{"$array":"word","$min":4}}"#, "gen.shape.a.$max $max 3 is less than $min 4"),
        ("json", r#"{"a":{"$array":"word","max":4}}"#, "gen.shape.a.max beside $array"),
        ("json", r#""{\"a\": ""#, "gen.shape this is not JSON"),
        (
            "json",
            r#"{"a":{"$array":{"$array":{"$array":"sentence","$max":999},"$max":999},"$max":999}}"#,
            "values have up to",
        ),
        ("int", "{}", "type JSON stands in columns"),
    ] {
        let refused = refused(sql_type, &format!(r#"{{"kind":"json","shape":{shape}}}"#));
        assert!(refused.contains(said), "{refused}");
    }
    let rows =
        rows_in("en", 9, &[("c", "json", r#"{"kind":"json","shape":["integer(3, 4)","=word",[{}]]}"#)]);
    assert!(
        rows.iter().all(|row| row[0] == r#"[3,"word",[{}]]"# || row[0] == r#"[4,"word",[{}]]"#),
        "{rows:?}"
    );
    // As a field of the page has it.
    let rows = rows_in("en", 3, &[("c", "text", r#"{"kind":"json","shape":"{\"a\": \"integer(1, 1)\"}"}"#)]);
    assert_eq!(rows[2][0], r#"{"a":1}"#);
}

#[test]
fn articles_are_well_formed_and_no_longer_than_they_say() {
    let html = r#"{"kind":"markup","format":"html","paragraphs":3}"#;
    let json = format!(
        r#"{{"rowmill":1,"tables":[{{"name":"t","rows":9,"columns":[{{"name":"c","type":"text","gen":{html}}}]}}]}}"#
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    let longest = dataset.table("t").unwrap().output_columns().next().unwrap().longest.bytes;
    for row in rows_in("en", 5_000, &[("c", "text", html), ("m", "text", r#"{"kind":"markup"}"#)]) {
        assert!(row[0].len() <= longest, "{} > {longest}", row[0].len());
        let mut open = Vec::new();
        for tag in row[0].split('<').skip(1) {
            let name = tag.split(['>', ' ']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{}", row[0]),
                None => open.push(name),
            }
        }
        assert!(open.is_empty() && row[0].matches("<p>").count() == 3 && row[0].matches("<li>").count() >= 2);
        assert!(
            row[1].starts_with("# ") && row[1].contains("\n- ") && row[1].matches("**").count() == 4,
            "{}",
            row[1]
        );
    }
}

#[test]
fn members_are_chosen_once_in_their_order_and_as_many_as_asked_for() {
    let some = r#"{"kind":"some_of","values":["a","b","c","d"],"min":1,"max":3}"#;
    let braces = r#"{"kind":"some_of","values":["a b","null","c,d","e\"f"],"notation":"braces"}"#;
    let rows = rows_in("en", 12_000, &[("some", "varchar(5)", some), ("braces", "text", braces)]);
    let (mut counts, mut members) = ([0; 5], [0; 4]);
    for row in &rows {
        let chosen: Vec<&str> = row[0].split(',').collect();
        assert!(
            chosen.is_sorted() && chosen.iter().collect::<BTreeSet<_>>().len() == chosen.len(),
            "{chosen:?}"
        );
        counts[chosen.len()] += 1;
        for member in chosen {
            members[usize::from(member.as_bytes()[0] - b'a')] += 1;
        }
    }
    // χ² of 2 degrees of freedom for how many, and within 4 σ for each member; the limits are those of 1 in 10,000.
    let squares: f64 = counts[1..4].iter().map(|count| (f64::from(*count) - 4_000.0).powi(2) / 4_000.0).sum();
    assert!(squares < 18.4 && counts[0] + counts[4] == 0, "{counts:?}");
    assert!(members.iter().all(|count| (f64::from(*count) - 6_000.0).abs() < 220.0), "{members:?}");
    let all: BTreeSet<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(all.len(), 16);
    assert!(all.contains("{}") && all.contains(r#"{"a b","null","c,d","e\"f"}"#), "{all:?}");
    for (options, said) in [
        (r#""values":[]"#, "gen.values 1 to 64"),
        (r#""values":["a,b"]"#, "gen.values[0] `a,b` has a comma"),
        (r#""values":["a"],"max":2"#, "gen.max there are 1 texts"),
        (r#""values":["a","b"],"min":2,"max":1"#, "gen.max"),
        (r#""values":[{}]"#, "gen.values[0]"),
    ] {
        let refused = refused("text", &format!(r#"{{"kind":"some_of",{options}}}"#));
        assert!(refused.contains(said), "{refused}");
    }
    assert!(refused("varchar(4)", some).contains("values have up to 5 characters"));
    let wide = r#"{"kind":"some_of","values":["가가","abcde"],"max":1}"#;
    assert!(refused("varchar(4)", wide).contains("values have up to 5 characters"));
}

#[test]
fn arrays_intervals_and_bits_are_as_postgresql_writes_them() {
    let columns = [
        ("numbers", "varchar(20)", r#"{"kind":"array","of":"integer(1, 100)","min":1,"max":2}"#),
        ("flags", "text", r#"{"kind":"array","of":"boolean"}"#),
        ("length", "varchar(16)", r#"{"kind":"interval","min_seconds":86395,"max_seconds":86404}"#),
        ("bits", "char(3)", r#"{"kind":"bits","length":3}"#),
    ];
    let rows = rows_in("en", 2_000, &columns);
    for row in &rows {
        let numbers: Vec<u32> =
            row[0][1..row[0].len() - 1].split(',').map(|number| number.parse().unwrap()).collect();
        assert!((1..=2).contains(&numbers.len()) && numbers.iter().all(|number| (1..=100).contains(number)));
        assert!(
            row[1][1..row[1].len() - 1].split(',').all(|flag| ["", "t", "f"].contains(&flag)),
            "{}",
            row[1]
        );
    }
    let lengths: BTreeSet<&str> = rows.iter().map(|row| row[2].as_str()).collect();
    let expected = [
        "1 day",
        "1 day 00:00:01",
        "1 day 00:00:02",
        "1 day 00:00:03",
        "1 day 00:00:04",
        "23:59:55",
        "23:59:56",
        "23:59:57",
        "23:59:58",
        "23:59:59",
    ];
    assert!(lengths.iter().copied().eq(expected), "{lengths:?}");
    assert_eq!(rows.iter().map(|row| &row[3]).collect::<BTreeSet<_>>().len(), 8);
    for (kind, said) in [
        (r#""array","of":"integer(2, 1)""#, "gen.of `integer(2, 1)` is not understood"),
        (r#""array","of":"word","max":10001"#, "gen.max an array has at most"),
        (r#""interval","min_seconds":2,"max_seconds":1"#, "gen.max_seconds"),
        (r#""bits","length":0"#, "gen.length a value has 1 to 1000 bits"),
    ] {
        let refused = refused("text", &format!(r#"{{"kind":{kind}}}"#));
        assert!(refused.contains(said), "{refused}");
    }
}
