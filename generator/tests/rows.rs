//! What users rely on for every table: any split gives the same bytes, columns are independent, keys hold, formats agree.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use generator::{
    Batch, ColumnValues, CsvOptions, Dataset, DatasetSpec, Dialect, GeneratorSpec, LineEnding, RowFormat,
    RowWriter, STATEMENT_BYTES, SqlOptions, SqlType, Table, ValueKind, cell_text, generate, kinds,
};
use proptest::prelude::*;

fn golden(case: &str) -> DatasetSpec {
    let path = Path::new("tests/golden").join(case).join("spec.json");
    DatasetSpec::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn compile(spec: &DatasetSpec) -> Dataset {
    Dataset::compile(spec).unwrap_or_else(|problems| panic!("{problems}"))
}

fn csv(table: Table<'_>, rows: std::ops::Range<u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    generate(table, &RowFormat::Csv(CsvOptions::default()), rows, &mut bytes);
    bytes
}

/// Output column `name` of rows `rows`, as text.
fn column(table: Table<'_>, name: &str, rows: std::ops::Range<u64>) -> Vec<Option<String>> {
    let position = table.output_columns().position(|column| column.name == name).unwrap();
    let mut batch = Batch::new();
    let mut cells = Vec::new();
    let mut start = rows.start;
    while start < rows.end {
        table.batch(start..rows.end, &mut batch);
        cells.extend((0..batch.len()).map(|row| cell_text(table, &batch, position, row)));
        start = batch.rows().end;
    }
    cells
}

proptest! {
    /// A reader that is one unit of the last place off would make other rows, and another job, of a spec that was saved and opened.
    #[test]
    fn a_number_of_a_spec_is_read_as_it_is_written(number in proptest::num::f64::NORMAL) {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"t","rows":1,"columns":[{{"name":"a","type":"double","gen":{{"kind":"double","min":{number:e},"max":1e308}}}}]}}]}}"#
        );
        let spec = DatasetSpec::from_json(&json).unwrap();
        prop_assert_eq!(spec.tables[0].columns[0].generator.as_ref().unwrap().number("min"), Some(number));
        let again = DatasetSpec::from_json(&spec.to_canonical_json()).unwrap();
        prop_assert_eq!(again.tables[0].columns[0].generator.as_ref().unwrap().number("min"), Some(number));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_split_concatenates_to_the_same_bytes(
        case in prop::sample::select(vec!["room_availability", "people", "types", "keys", "kinds"]),
        start in 0_u64..4_000,
        mut cuts in prop::collection::vec(0_u64..3_000, 0..6),
    ) {
        let dataset = compile(&golden(case));
        for table in dataset.tables() {
            let start = start.min(table.rows());
            let end = (start + 3_000).min(table.rows());
            cuts.sort_unstable();
            let mut bounds = vec![start];
            bounds.extend(cuts.iter().map(|cut| (start + cut).min(end)));
            bounds.push(end);
            for format in [RowFormat::Csv(CsvOptions::default()), RowFormat::Ndjson, RowFormat::CopyText(Dialect::MySql)] {
                let mut whole = Vec::new();
                generate(table, &format, start..end, &mut whole);
                let mut pieces = Vec::new();
                for piece in bounds.windows(2) {
                    generate(table, &format, piece[0]..piece[1], &mut pieces);
                }
                prop_assert!(whole == pieces, "{} of {case}", table.spec().name);
            }
        }
    }

    /// INSERT statements too, when one writer is asked for the pieces of its range.
    #[test]
    fn pieces_of_one_writer_do_not_show(cut in 0_u64..2_500, batch in 1_u64..700) {
        let dataset = compile(&golden("people"));
        let table = dataset.table("order").unwrap();
        let options = generator::SqlOptions { dialect: generator::Dialect::Postgres, batch, statement_bytes: 20_000 };
        let writer = RowWriter::new(table, &RowFormat::Sql(options), 100..2_600);
        let (mut whole, mut pieces) = (Vec::new(), Vec::new());
        let mut memory = Batch::new();
        writer.write_rows(100..2_600, &mut memory, &mut whole);
        writer.write_rows(100..100 + cut, &mut memory, &mut pieces);
        writer.write_rows(100 + cut..2_600, &mut memory, &mut pieces);
        prop_assert!(whole == pieces);
    }
}

#[test]
fn changing_adding_moving_and_removing_a_column_changes_no_other_cell() {
    let spec = golden("types");
    let table = |spec: &DatasetSpec, name: &str| {
        let dataset = compile(spec);
        column(dataset.tables().next().unwrap(), name, 734_512_009..734_512_209)
    };
    let names: Vec<String> = spec.tables[0].columns.iter().map(|column| column.name.clone()).collect();
    let before: HashMap<&str, _> = names.iter().map(|name| (name.as_str(), table(&spec, name))).collect();
    for edited in 0..names.len() {
        let mut variants = Vec::new();
        let mut removed = spec.clone();
        removed.tables[0].columns.remove(edited);
        variants.push(removed);
        let mut moved = spec.clone();
        let column = moved.tables[0].columns.remove(edited);
        moved.tables[0].columns.insert(0, column);
        variants.push(moved);
        let mut changed = spec.clone();
        changed.tables[0].columns[edited].sql_type = SqlType::Text;
        changed.tables[0].columns[edited].generator = Some(GeneratorSpec::new(&kinds::SENTENCE));
        changed.tables[0].columns[edited].null_fraction = 0.5;
        variants.push(changed);
        for variant in variants {
            for (other, name) in names.iter().enumerate().filter(|(other, _)| *other != edited) {
                // A few columns are enough for each edit: those around it, and the first and last.
                if other.abs_diff(edited) < 3 || other == 0 || other + 1 == names.len() {
                    assert_eq!(
                        table(&variant, name),
                        before[name.as_str()],
                        "{name}, when {} was edited",
                        names[edited]
                    );
                }
            }
        }
    }
}

#[test]
fn more_nulls_keep_the_values_and_the_nulls_there_were() {
    let with_nulls = |fraction: f64| {
        let mut spec = golden("room_availability");
        spec.tables[0].columns[5].null_fraction = fraction;
        let dataset = compile(&spec);
        column(dataset.tables().next().unwrap(), "price", 0..20_000)
    };
    let [none, few, many, all] = [0.0, 0.1, 0.3, 1.0].map(with_nulls);
    let nulls = |cells: &[Option<String>]| cells.iter().filter(|cell| cell.is_none()).count();
    assert_eq!((nulls(&none), nulls(&all)), (0, 20_000));
    // Five standard deviations of a binomial count.
    assert!(nulls(&few).abs_diff(2_000) < 215 && nulls(&many).abs_diff(6_000) < 325);
    for row in 0..20_000 {
        assert!(few[row].is_some() || many[row].is_none());
        assert!(many[row].is_none() || many[row] == none[row]);
    }
}

#[test]
fn keys_never_repeat_and_partitions_hold_their_own_rows() {
    let dataset = compile(&golden("keys"));
    let availability = dataset.table("room_availability").unwrap();
    let keys: HashSet<(Option<String>, Option<String>)> = column(availability, "room_type_id", 0..3_600_000)
        .into_iter()
        .zip(column(availability, "date", 0..3_600_000))
        .collect();
    assert_eq!(keys.len(), 3_600_000);

    let partitions: Vec<_> = availability.partitions().collect();
    assert_eq!(partitions.len(), 6);
    for (partition, month) in partitions.into_iter().zip(["05", "06", "07", "08", "09", "10"]) {
        let dates = column(availability, "date", partition.start..partition.start + 2_000)
            .into_iter()
            .chain(column(availability, "date", partition.end - 2_000..partition.end));
        for date in dates.flatten() {
            assert_eq!(&date[5..7], month);
        }
    }

    let enrolment = dataset.table("enrolment").unwrap();
    let pairs: HashSet<_> =
        column(enrolment, "student", 0..300).into_iter().zip(column(enrolment, "course", 0..300)).collect();
    assert_eq!(pairs.len(), 300);
}

#[test]
fn foreign_keys_hit_a_row_and_share_it() {
    let dataset = compile(&golden("people"));
    let (customer, order) = (dataset.table("customer").unwrap(), dataset.table("order").unwrap());
    let emails: HashMap<Option<String>, Option<String>> =
        column(customer, "id", 0..5_000).into_iter().zip(column(customer, "email", 0..5_000)).collect();
    assert_eq!(emails.len(), 5_000);
    let ids = column(order, "customer_id", 0..20_000);
    for (id, email) in ids.iter().zip(column(order, "customer_email", 0..20_000)) {
        assert_eq!(emails[id], email);
    }
    // 20,000 draws from 5,000 parents leave out about e^-4 of them, 92.
    let used: HashSet<_> = ids.into_iter().collect();
    assert!((4_850..5_000).contains(&used.len()), "{}", used.len());
}

#[test]
fn csv_and_ndjson_say_the_same() {
    let dataset = compile(&golden("types"));
    let table = dataset.tables().next().unwrap();
    let mut ndjson = Vec::new();
    generate(table, &RowFormat::Ndjson, 0..500, &mut ndjson);
    let options = CsvOptions { header: false, null: "<null>".to_owned(), ..CsvOptions::default() };
    let mut bytes = Vec::new();
    generate(table, &RowFormat::Csv(options), 0..500, &mut bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let mut lines = ndjson.split(|byte| *byte == b'\n');
    let names: Vec<&str> = table.output_columns().map(|column| column.name).collect();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let line = std::str::from_utf8(lines.next().unwrap()).unwrap();
        // Numbers are compared as they were written: a reader would round decimal(38,10).
        for (name, field) in names.iter().zip(&record) {
            let expected = match serde_json::from_str::<serde_json::Value>(line).unwrap()[name].clone() {
                serde_json::Value::Null => "<null>".to_owned(),
                serde_json::Value::String(text) if ["timestamp", "now"].contains(name) => {
                    text.replace('T', " ")
                }
                serde_json::Value::String(text) if *name == "zoned" => {
                    text.replace('T', " ").replace('Z', "+00")
                }
                serde_json::Value::String(text) => text,
                _ => {
                    assert!(
                        line.contains(&format!("\"{name}\":{field}")),
                        "{name} is {field} in CSV, but {line}"
                    );
                    continue;
                }
            };
            assert_eq!(field, expected, "{name}");
        }
        rows += 1;
    }
    assert_eq!(rows, 500);
}

#[test]
fn csv_options_are_followed() {
    let json = r#"{"rowmill":1,"tables":[{"name":"t","rows":1,"columns":[
        {"name":"a;b","type":"text","gen":{"kind":"constant","value":"x;\"y\""}},
        {"name":"n","type":"int","gen":{"kind":"constant","value":-5}},
        {"name":"empty","type":"text","gen":{"kind":"constant","value":""}},
        {"name":"null","type":"text","gen":{"kind":"constant","value":"z"},"null":1},
        {"name":"like_null","type":"text","gen":{"kind":"constant","value":"NULL"}}]}]}"#;
    let dataset = compile(&DatasetSpec::from_json(json).unwrap());
    let table = dataset.tables().next().unwrap();
    let write = |options: CsvOptions| {
        let writer = RowWriter::new(table, &RowFormat::Csv(options), 0..1);
        let mut bytes = Vec::new();
        writer.write_header(&mut bytes);
        writer.write_rows(0..1, &mut Batch::new(), &mut bytes);
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(write(CsvOptions::default()), "a;b,n,empty,null,like_null\n\"x;\"\"y\"\"\",-5,\"\",,NULL\n");
    let options = CsvOptions {
        delimiter: b';',
        line_ending: LineEnding::CarriageReturnLineFeed,
        null: "NULL".to_owned(),
        byte_order_mark: true,
        ..CsvOptions::default()
    };
    assert_eq!(
        write(options),
        "\u{feff}\"a;b\";n;empty;null;like_null\r\n\"x;\"\"y\"\"\";-5;\"\";NULL;\"NULL\"\r\n"
    );
    let options = CsvOptions { delimiter: b'-', header: false, quote_all: false, ..CsvOptions::default() };
    assert_eq!(write(options), "\"x;\"\"y\"\"\"-\"-5\"-\"\"--NULL\n");
    let options = CsvOptions { header: false, quote_all: true, ..CsvOptions::default() };
    assert_eq!(write(options), "\"x;\"\"y\"\"\",\"-5\",\"\",,\"NULL\"\n");
}

#[test]
fn a_range_is_cut_down_to_the_rows_there_are() {
    let dataset = compile(&golden("keys"));
    let table = dataset.table("student").unwrap();
    assert_eq!(csv(table, 0..u64::MAX), csv(table, 0..30));
    assert_eq!(csv(table, 30..40), b"");
    assert_eq!(csv(table, u64::MAX - 1..u64::MAX), b"");
}

fn one_table(json_columns: &str, rows: u64) -> Dataset {
    let json =
        format!(r#"{{"rowmill":1,"tables":[{{"name":"t","rows":{rows},"columns":[{json_columns}]}}]}}"#);
    compile(&DatasetSpec::from_json(&json).unwrap())
}

#[test]
fn a_batch_is_used_again_for_other_tables() {
    let (people, types, keys) =
        (compile(&golden("people")), compile(&golden("types")), compile(&golden("keys")));
    let mut batch = Batch::new();
    for dataset in [&people, &types, &keys, &people, &keys, &types] {
        for table in dataset.tables() {
            let writer = RowWriter::new(table, &RowFormat::Ndjson, 0..20);
            let (mut again, mut fresh) = (Vec::new(), Vec::new());
            writer.write_rows(0..20, &mut batch, &mut again);
            writer.write_rows(0..20, &mut Batch::new(), &mut fresh);
            assert!(again == fresh, "{}", table.spec().name);
        }
    }
}

#[test]
fn picked_rows_are_those_of_the_whole() {
    for case in ["people", "types", "keys", "room_availability", "kinds"] {
        let dataset = compile(&golden(case));
        for table in dataset.tables() {
            let last = table.rows() - 1;
            let picked = [last, 0, last / 2, 0, last / 3, table.rows(), u64::MAX];
            let mut batch = Batch::new();
            table.rows_at(&picked, &mut batch);
            assert_eq!(batch.len(), 5);
            for (position, row) in picked[..5].iter().enumerate() {
                let mut one = Batch::new();
                table.batch(*row..row + 1, &mut one);
                for column in 0..table.output_columns().count() {
                    let found = cell_text(table, &batch, column, position);
                    assert_eq!(found, cell_text(table, &one, column, 0), "{case} row {row} column {column}");
                }
            }
        }
    }
}

#[test]
fn views_have_the_layout_of_arrow() {
    let dataset = one_table(
        r#"{"name":"n","type":"int","gen":{"kind":"sequence"},"null":0.5},
           {"name":"w","type":"varchar(40)","gen":{"kind":"first_name"}},
           {"name":"d","type":"decimal(9,2)","gen":{"kind":"decimal","min":"1","max":"2"}}"#,
        1_000,
    );
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    table.batch(0..1_000, &mut batch);
    let number = table.column(&batch, 0).unwrap();
    let validity = number.validity.unwrap();
    assert_eq!(validity.len(), 125);
    let ColumnValues::Integers(values) = number.values else { panic!("integers") };
    for row in 0..1_000 {
        let is_set = validity[row / 8] >> (row % 8) & 1 == 1;
        assert_eq!(is_set, cell_text(table, &batch, 0, row).is_some());
        assert_eq!((number.is_null(row), values[row]), (!is_set, row as i64 + 1));
    }
    let word = table.column(&batch, 1).unwrap();
    let ColumnValues::Bytes { offsets, bytes } = word.values else { panic!("texts") };
    assert_eq!((offsets.len(), offsets[0], word.validity), (1_001, 0, None));
    for row in 0..1_000 {
        let text = &bytes[offsets[row] as usize..offsets[row + 1] as usize];
        assert_eq!(cell_text(table, &batch, 1, row).unwrap().as_bytes(), text);
    }
    let decimal = table.column(&batch, 2).unwrap();
    assert_eq!(decimal.kind, ValueKind::Decimal { scale: 2 });
    assert!(
        matches!(decimal.values, ColumnValues::Wide(values) if values.iter().all(|value| (100..=200).contains(value)))
    );
    assert!(table.column(&batch, 3).is_none());
}

#[test]
fn a_row_of_one_null_is_not_a_blank_line() {
    let dataset = one_table(
        r#"{"name":"a","type":"text","gen":{"kind":"list","values":["NULL","x"]},"null":0.4}"#,
        200,
    );
    let text = String::from_utf8(csv(dataset.table("t").unwrap(), 0..200)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 200);
    for expected in ["NULL", "\"NULL\"", "x"] {
        assert!(lines.contains(&expected), "{expected}");
    }
    assert!(lines.iter().all(|line| !line.is_empty()));
}

#[test]
fn few_values_and_many_rows_are_written_like_few_rows() {
    // Columns of few values are rendered before their rows where there are many rows; the bytes do not show it.
    let dataset = compile(&golden("kinds"));
    let table = dataset.table("kinds").unwrap();
    let dataset = one_table(
        r#"{"name":"a","type":"int","gen":{"kind":"integer","min":-5,"max":99},"null":0.3},
           {"name":"b","type":"date","gen":{"kind":"date","from":"2024-01-01","to":"2025-01-01"}},
           {"name":"c","type":"varchar(40)","gen":{"kind":"list","values":["a,b","","\"","a long value of thirty-one bytes","é"]},"null":0.1},
           {"name":"d","type":"timestamptz(6)","gen":{"kind":"timestamp","from":"2024-01-01T00:00:00","to":"2025-01-01T00:00:00"},"null":0.1},
           {"name":"e","type":"timestamp","gen":{"kind":"now"},"null":0.5},
           {"name":"f","type":"boolean","gen":{"kind":"constant","value":true}}"#,
        30_000,
    );
    let formats = [
        RowFormat::Csv(CsvOptions::default()),
        RowFormat::Csv(CsvOptions { delimiter: b'-', null: "5".to_owned(), ..CsvOptions::default() }),
        RowFormat::Ndjson,
        RowFormat::CopyText(Dialect::Postgres),
        RowFormat::CopyText(Dialect::MySql),
        RowFormat::Sql(SqlOptions { dialect: Dialect::Sqlite, batch: 33, statement_bytes: STATEMENT_BYTES }),
    ];
    for table in [dataset.table("t").unwrap(), table] {
        for format in &formats {
            let whole = RowWriter::new(table, format, 0..table.rows());
            let mut many = Vec::new();
            whole.write_rows(0..table.rows(), &mut Batch::new(), &mut many);
            let mut few = Vec::new();
            for start in (0..table.rows()).step_by(33) {
                generate(table, format, start..(start + 33).min(table.rows()), &mut few);
            }
            assert!(many == few, "{format:?}");
        }
    }
}

#[test]
fn a_batch_answers_only_for_the_rows_that_it_holds() {
    let (people, types) = (compile(&golden("people")), compile(&golden("types")));
    let (customer, table) = (people.table("customer").unwrap(), types.tables().next().unwrap());
    let mut batch = Batch::new();
    assert!(customer.column(&batch, 0).is_none() && cell_text(customer, &batch, 0, 0).is_none());
    customer.batch(0..5, &mut batch);
    assert!(table.column(&batch, 0).is_none() && cell_text(table, &batch, 0, 0).is_none());
    assert_eq!(generator::SqlValues::new(table, &batch).get(0, 0), generator::SqlValue::Null);
    assert_eq!(generator::SqlValues::new(customer, &batch).get(0, 99), generator::SqlValue::Null);
    // A writer does not make the values of columns that it has rendered before.
    let few = one_table(
        r#"{"name":"a","type":"int","gen":{"kind":"integer","min":0,"max":9}},{"name":"b","type":"int"}"#,
        10_000,
    );
    let few = few.table("t").unwrap();
    few.batch(0..100, &mut batch);
    let mut bytes = Vec::new();
    RowWriter::new(few, &RowFormat::Ndjson, 0..10_000).write_rows(200..300, &mut batch, &mut bytes);
    assert!(few.column(&batch, 0).is_none() && cell_text(few, &batch, 0, 50).is_none());
    assert!(few.column(&batch, 1).is_some());
}

#[test]
fn writers_share_a_plan() {
    let dataset = compile(&golden("kinds"));
    let table = dataset.table("kinds").unwrap();
    let csv = RowFormat::Csv(CsvOptions::default());
    let writer = RowWriter::new(table, &csv, 0..300);
    let again = RowWriter::again(&dataset, writer.plan()).unwrap();
    let (mut one, mut other) = (Vec::new(), Vec::new());
    writer.write_rows(0..300, &mut Batch::new(), &mut one);
    again.write_rows(0..300, &mut Batch::new(), &mut other);
    assert!(one == other);
    assert!(RowWriter::again(&compile(&golden("kinds")), writer.plan()).is_none());
}

#[test]
fn now_is_cut_to_the_digits_of_its_type() {
    let json = r#"{"rowmill":1,"now":"2025-05-01T10:00:00.750000","tables":[
        {"name":"p","rows":1,"columns":[{"name":"a","type":"timestamp","gen":{"kind":"now"}}]},
        {"name":"c","rows":1,"columns":[{"name":"a","type":"timestamp(6)","gen":{"kind":"foreign_key","table":"p","column":"a"}}]}]}"#;
    let dataset = compile(&DatasetSpec::from_json(json).unwrap());
    let cell = |name: &str| column(dataset.table(name).unwrap(), "a", 0..1)[0].clone().unwrap();
    assert_eq!(
        (cell("p"), cell("c")),
        ("2025-05-01 10:00:00".to_owned(), "2025-05-01 10:00:00.000000".to_owned())
    );
}
