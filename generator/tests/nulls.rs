//! NULLs that several columns have together, and empty texts beside them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{Batch, CsvOptions, Dataset, DatasetSpec, RowFormat, cell_text, generate};

fn dataset(columns: &str) -> Result<Dataset, String> {
    let json = format!(
        r#"{{"rowmill":1,"seed":"4","tables":[
            {{"name":"p","rows":50,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},{{"name":"x","type":"int"}}]}},
            {{"name":"t","rows":20000,"columns":[{columns}]}}]}}"#
    );
    let spec = DatasetSpec::from_json(&json).map_err(|problems| problems.to_string())?;
    Dataset::compile(&spec).map_err(|problems| {
        let problem = problems.first();
        format!("{} {} {}", problem.path, problem.code.name(), problem.message)
    })
}

/// The texts of all columns in all rows; `None` where they are NULL.
fn rows(dataset: &Dataset) -> Vec<Vec<Option<String>>> {
    let table = dataset.table("t").unwrap();
    let count = table.output_columns().count();
    let (mut batch, mut rows) = (Batch::new(), Vec::new());
    while (rows.len() as u64) < table.rows() {
        table.batch(rows.len() as u64..table.rows(), &mut batch);
        let row = |row| (0..count).map(|column| cell_text(table, &batch, column, row)).collect();
        rows.extend((0..batch.len()).map(row).collect::<Vec<_>>());
    }
    rows
}

fn number(name: &str, fields: &str) -> String {
    format!(r#"{{"name":"{name}","type":"int","gen":{{"kind":"integer","min":1,"max":9}}{fields}}}"#)
}

#[test]
fn columns_are_null_together_or_inside_of_each_other() {
    let columns = [
        number("a", r#","null":0.4"#),
        number("same", r#","null_with":"a""#),
        number("fewer", r#","null_with":"a","null":0.1"#),
        number("more", r#","null_with":"a","null":0.7"#),
        number("other", r#","null":0.4"#),
        r#"{"name":"key","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"},"null_with":"a"}"#.to_owned(),
        r#"{"name":"x","type":"int","gen":{"kind":"foreign_key","table":"p","column":"x","same_row_as":"key"}}"#.to_owned(),
        number("with_x", r#","null_with":"x""#),
    ]
    .join(",");
    let dataset = dataset(&columns).unwrap();
    assert!((0..8).all(|column| dataset.table("t").unwrap().output_columns().nth(column).unwrap().nullable));
    let rows = rows(&dataset);
    let mut counts = [0_u32; 8];
    let mut both = 0;
    for row in &rows {
        let nulls: Vec<bool> = row.iter().map(Option::is_none).collect();
        let [a, same, fewer, more, other, key, x, with_x] = nulls[..] else { panic!("eight columns") };
        assert!(a == same && a == key && a == x && a == with_x, "{row:?}");
        assert!((!fewer || a) && (!a || more), "{row:?}");
        both += u32::from(a && other);
        nulls.iter().zip(&mut counts).for_each(|(is_null, count)| *count += u32::from(*is_null));
    }
    // Five deviations of a binomial number of 20,000.
    for (count, share) in
        counts.into_iter().zip([0.4, 0.4, 0.1, 0.7, 0.4, 0.4, 0.4, 0.4]).chain([(both, 0.16)])
    {
        assert!((f64::from(count) - 20_000.0 * share).abs() < 5.0 * 70.0, "{count} of {share}");
    }
}

/// However columns are ordered, and however long the chain is.
#[test]
fn chains_of_nulls_end_at_one_stream() {
    let key = |name: &str, with: &str| {
        format!(
            r#"{{"name":"{name}","type":"int","gen":{{"kind":"foreign_key","table":"p","column":"id"}}{with}}}"#
        )
    };
    let shows = |name: &str, key: &str| {
        format!(
            r#"{{"name":"{name}","type":"int","gen":{{"kind":"parent_value","key":"{key}","column":"id"}}}}"#
        )
    };
    let columns = [
        number("x", r#","null_with":"s1""#),
        shows("s1", "k"),
        key("k", r#","null_with":"s2""#),
        shows("s2", "k2"),
        key("k2", r#","null_with":"m""#),
        number("m", r#","null":0.5"#),
    ];
    for turned in [false, true] {
        let mut columns = columns.clone();
        if turned {
            columns.reverse();
        }
        let rows = rows(&dataset(&columns.join(",")).unwrap());
        let nulls = rows.iter().filter(|row| row[0].is_none()).count();
        assert!((9_600..10_400).contains(&nulls), "{nulls}");
        assert!(rows.iter().all(|row| row.iter().all(|cell| cell.is_none() == row[0].is_none())));
    }
}

#[test]
fn empty_texts_are_neither_null_nor_anything_else() {
    let text = |name: &str, fields: &str| {
        format!(
            r#"{{"name":"{name}","type":"varchar(20)","gen":{{"kind":"list","values":["one","two"]}}{fields}}}"#
        )
    };
    let columns = [
        text("a", r#","empty":0.3,"null":0.2"#),
        text("b", r#","empty":1"#),
        r#"{"name":"c","type":"text","gen":{"kind":"template","template":"<{b}>"}}"#.to_owned(),
        r#"{"name":"d","type":"text","gen":{"kind":"expression","sql":"CASE WHEN a = '' THEN 'yes' WHEN a IS NULL THEN 'null' ELSE 'no' END"}}"#
            .to_owned(),
        r#"{"name":"e","type":"text","gen":{"kind":"sentence"},"empty":0.5}"#.to_owned(),
    ];
    let dataset = dataset(&columns.join(",")).unwrap();
    let rows = rows(&dataset);
    let (mut nulls, mut empties) = (0, 0);
    for row in &rows {
        let [a, b, c, d, _] = &row[..] else { panic!("five columns") };
        let said = match a.as_deref() {
            None => "null",
            Some("") => "yes",
            Some(text) => {
                assert!(text == "one" || text == "two");
                "no"
            }
        };
        assert_eq!((b.as_deref(), c.as_deref(), d.as_deref()), (Some(""), Some("<>"), Some(said)));
        nulls += u32::from(a.is_none());
        empties += u32::from(a.as_deref() == Some(""));
    }
    // Of those that are not NULL, three in ten; five deviations.
    assert!(
        (f64::from(nulls) - 4_000.0).abs() < 300.0 && (f64::from(empties) - 4_800.0).abs() < 330.0,
        "{nulls} {empties}"
    );
    assert!(
        rows.iter().any(|row| row[4].as_deref() == Some(""))
            && rows.iter().any(|row| row[4].as_ref().unwrap().len() > 9)
    );
    let mut bytes = Vec::new();
    let first = rows.iter().position(|row| row[0].as_deref() == Some("")).unwrap() as u64;
    generate(
        dataset.table("t").unwrap(),
        &RowFormat::Csv(CsvOptions { header: false, ..CsvOptions::default() }),
        first..first + 1,
        &mut bytes,
    );
    assert!(bytes.starts_with(b"\"\",\"\",<>,yes,"), "{}", String::from_utf8_lossy(&bytes));
    // Any rows have what they have among all.
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    table.rows_at(&[19_999, 3, 7_000], &mut batch);
    for (place, row) in [19_999, 3, 7_000].into_iter().enumerate() {
        let found: Vec<_> = (0..5).map(|column| cell_text(table, &batch, column, place)).collect();
        assert_eq!(found, rows[row]);
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (columns, said) in [
        (
            number("a", r#","null_with":"b""#),
            "columns[0].null_with unknown_column the table has no column `b`",
        ),
        (
            number("a", r#","null_with":"a""#),
            "columns[0].null_with unknown_column a column is NULL with another one",
        ),
        (
            format!("{},{}", number("a", ""), number("b", r#","null_with":"a""#)),
            "columns[1].null_with unknown_column `a` is never NULL",
        ),
        (
            format!(
                "{},{},{}",
                number("a", r#","null":0.5"#),
                number("b", r#","null_with":"a""#),
                number("c", r#","null_with":"b""#)
            ),
            "columns[2].null_with unknown_column `b` is NULL with `a` itself; name that",
        ),
        (number("a", r#","empty":0.5"#), "columns[0].empty type_mismatch only texts of variable length"),
        (number("a", r#","empty":1.5"#), "columns[0].empty invalid_fraction"),
        (
            r#"{"name":"a","type":"varchar(60)","gen":{"kind":"email"},"unique":true,"empty":0.1}"#
                .to_owned(),
            "columns[0].unique not_unique `a` cannot be unique: some of its rows are the empty text",
        ),
        (
            r#"{"name":"a","type":"char(3)","gen":{"kind":"pattern","pattern":"[a-z]{3}"},"empty":0.1}"#
                .to_owned(),
            "columns[0].empty type_mismatch",
        ),
        (
            format!(
                "{},{}",
                number("a", r#","null":0.3,"null_with":"b""#),
                number("b", r#","null_with":"a""#)
            ),
            "null_with",
        ),
        (
            format!(
                "{},{}",
                r#"{"name":"n","type":"int","identity":true,"unique":true,"gen":{"kind":"sequence"},"null_with":"b"}"#,
                number("b", r#","null":0.3"#)
            ),
            "columns[0].null_with invalid_identity `n` counts in the database, but may be NULL",
        ),
        (
            format!(
                "{},{}",
                r#"{"name":"e","type":"int","gen":{"kind":"expression","sql":"NULLIF(random(1, 2), 1)"}}"#,
                number("b", r#","null_with":"e""#)
            ),
            "columns[1].null_with unknown_column `e` is NULL where its parent or its expression is",
        ),
        (
            format!(
                "{},{},{}",
                r#"{"name":"k","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"},"null":0.5,"null_with":"s"}"#,
                r#"{"name":"s","type":"int","gen":{"kind":"foreign_key","table":"p","column":"x","same_row_as":"k"}}"#,
                number("b", "")
            ),
            "columns[0].null_with cyclic_reference the column would be NULL with itself",
        ),
    ] {
        let refused = dataset(&columns).unwrap_err();
        assert!(refused.contains(said), "{refused}\nwanted {said}");
    }
}
