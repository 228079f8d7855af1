use generator::{Dataset, TableSpec};
use proptest::prelude::*;

use super::*;

/// The table that a sample is read as.
fn table(sample: &str) -> TableSpec {
    let import = import(sample, "guest", None).unwrap();
    Dataset::compile(&import.spec).unwrap();
    import.spec.tables.into_iter().next().unwrap()
}

/// What a column of these cells becomes.
fn column(cells: &[&str]) -> (String, String) {
    let quoted: String = cells.iter().map(|cell| format!("\"{}\"\n", cell.replace('"', "\"\""))).collect();
    let column = table(&format!("value\n{quoted}")).columns.remove(0);
    (column.sql_type.to_string(), column.generator.unwrap().to_string())
}

fn expected(sql_type: &str, generator: &str) -> (String, String) {
    (sql_type.to_owned(), generator.to_owned())
}

#[test]
fn a_sample_becomes_a_table_like_it() {
    let sample = "\u{feff}id;e-mail;status;joined at;score;note\r\n\
                  10;ann@example.org;active;2025-01-02 10:00:00.5;1.50;\r\n\
                  20;bob@example.org;active;2025-03-01 00:00:00;12.25;\"a; b\"\r\n\
                  30;cy@example.org;closed;2024-12-31 23:59:59;-3.1;NULL\r\n";
    let table = table(sample);
    assert_eq!((table.name.as_str(), table.rows, table.primary_key), ("guest", 1_000, vec!["id".to_owned()]));
    let said: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{} {} {}", column.name, column.sql_type, column.generator.as_ref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            r#"id int {"kind":"sequence","start":10,"step":10}"#,
            r#"e-mail varchar(160) {"kind":"email"}"#,
            r#"status varchar(10) {"kind":"list","values":["active","closed"],"weights":[2.0,1.0]}"#,
            r#"joined at timestamp(1) {"kind":"timestamp","from":"2024-12-31T23:59:59","to":"2025-03-01T00:00:00"}"#,
            r#"score decimal(10,2) {"kind":"decimal","min":"-3.10","max":"12.25"}"#,
            r#"note varchar(10) {"kind":"list","values":["a; b"]}"#,
        ]
    );
    assert_eq!(table.columns[5].null_fraction, 0.6667);
}

#[test]
fn cells_say_what_type_and_values_a_column_has() {
    assert_eq!(
        column(&["true", "FALSE", "t", "true"]),
        expected("boolean", r#"{"kind":"boolean","true":0.75}"#)
    );
    assert_eq!(column(&["7", "-3", "12"]), expected("int", r#"{"kind":"integer","min":-3,"max":12}"#));
    assert_eq!(
        column(&["7", "5000000000"]),
        expected("bigint", r#"{"kind":"integer","min":7,"max":5000000000}"#)
    );
    let counted: Vec<String> = (0..10).map(|number| (2_147_483_000_i64 + number).to_string()).collect();
    let counted: Vec<&str> = counted.iter().map(String::as_str).collect();
    assert_eq!(column(&counted).0, "bigint", "a counter goes on");
    assert_eq!(
        column(&["2020", "2021", "2022"]),
        expected("int", r#"{"kind":"integer","min":2020,"max":2022}"#)
    );
    let repeated: Vec<&str> = ["1", "2", "1", "1"].repeat(3);
    assert_eq!(column(&repeated), expected("int", r#"{"kind":"list","values":[1,2],"weights":[9.0,3.0]}"#));
    assert_eq!(
        column(&["1e9", "2.5"]),
        expected("double", r#"{"kind":"double","min":2.5,"max":1000000000.0}"#)
    );
    assert_eq!(
        column(&["2025-05-01", "2025/04/01"]),
        expected("date", r#"{"kind":"date","from":"2025-04-01","to":"2025-05-01"}"#)
    );
    assert_eq!(
        column(&["10:30", "09:00:01.25"]),
        expected("time(2)", r#"{"kind":"time","from":"09:00:01","to":"10:30:00"}"#)
    );
    assert_eq!(column(&["2025-05-01T00:00:00Z", "2025-05-02T09:00:00+09:00"]).0, "timestamptz");
    assert_eq!(
        column(&["0190163d-8694-739b-aea5-966c26f8ad91", "0190163D-8694-739B-AEA5-966C26F8AD92"]),
        expected("uuid", r#"{"kind":"uuid_v7"}"#)
    );
    assert_eq!(
        column(&["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ"]),
        expected("char(26)", r#"{"kind":"ulid"}"#)
    );
    assert_eq!(
        column(&[r#"{"a":1}"#, r#"{"a":1}"#, "[]"]),
        expected("json", r#"{"kind":"list","values":["{\"a\":1}","[]"],"weights":[2.0,1.0]}"#)
    );
    assert_eq!(column(&["https://example.org/a", "http://example.org"]).1, r#"{"kind":"url"}"#);
}

#[test]
fn codes_are_text_of_their_form() {
    assert_eq!(column(&["007", "010"]), expected("varchar(10)", r#"{"kind":"pattern","pattern":"0\\d{2}"}"#));
    assert_eq!(
        column(&["AB-1204", "AX-9981"]),
        expected("varchar(10)", r#"{"kind":"pattern","pattern":"A[A-Z]\\-\\d{4}"}"#)
    );
    assert_eq!(column(&["00.5", "01.5"]).0, "varchar(10)");
    assert_eq!(
        column(&["서울특별시", "부산광역시"]),
        expected("varchar(10)", r#"{"kind":"list","values":["부산광역시","서울특별시"]}"#)
    );
}

#[test]
fn no_digit_of_a_number_is_lost() {
    for (cells, sql_type, range) in [
        (
            vec!["100000000000000.001", "100000000000000.003"],
            "decimal(18,3)",
            r#""min":"100000000000000.001","max":"100000000000000.003""#,
        ),
        (
            vec!["0.123456789012345678", ".5"],
            "decimal(19,18)",
            r#""min":"0.123456789012345678","max":"0.500000000000000000""#,
        ),
        (vec!["-.50", "12.25"], "decimal(10,2)", r#""min":"-0.50","max":"12.25""#),
        (vec!["1,234.5", "-12"], "decimal(10,1)", r#""min":"-12.0","max":"1234.5""#),
        (vec!["1,234", "1,234,567"], "decimal(10,0)", r#""min":"1234","max":"1234567""#),
        (vec!["12,25", "7"], "decimal(10,2)", r#""min":"7.00","max":"12.25""#),
    ] {
        assert_eq!(
            column(&cells),
            expected(sql_type, &format!(r#"{{"kind":"decimal",{range}}}"#)),
            "{cells:?}"
        );
    }
    // More than the engine counts with, and what only looks like a number.
    assert_eq!(
        column(&["12345678901234567890", "12345678901234567891"]),
        expected(
            "decimal(20,0)",
            r#"{"kind":"decimal","min":"12345678901234567890","max":"12345678901234567891"}"#
        )
    );
    assert_eq!(column(&["4E12", "7E03"]).1, r#"{"kind":"pattern","pattern":"\\dE\\d{2}"}"#);
    assert_eq!(column(&["1.5e300", "2e-3"]).0, "double");
    // A counter that ends beyond 64 bits is a range.
    let sample = "id\n1\n1000000001\n2000000001\n";
    let import = import(sample, "t", Some(1_000_000_000_000)).unwrap();
    assert_eq!(import.spec.tables[0].columns[0].generator.as_ref().unwrap().kind().name, "integer");
}

#[test]
fn what_comes_twice_is_no_key() {
    let ids = ["0190163d-8694-439b-aea5-966c26f8ad91", "5190163d-8694-439b-aea5-966c26f8ad91"];
    let rows: String = (0..12).map(|row| format!("{},{row}\n", ids[row % 2])).collect();
    let table = table(&format!("tenant,event_no\n{rows}"));
    assert_eq!(table.columns[0].generator.as_ref().unwrap().kind().name, "list");
    assert_eq!(table.primary_key, ["event_no"]);
    assert!(self::table(&format!("user,x\n{0},a\n{0},b\n", ids[0])).primary_key.is_empty());
}

#[test]
fn cells_that_are_no_value_are_null() {
    let column = table("a,n\nx,1\ny,N/A\nz,3\nz,null\n").columns.remove(1);
    assert_eq!((column.sql_type.to_string(), column.null_fraction), ("int".to_owned(), 0.5));
    let warnings = import("a,n\nx,1\ny,N/A\nz,3\n", "t", None).unwrap().warnings;
    assert_eq!(warnings, ["`n`: `N/A` is taken for NULL"]);
    let rows: String =
        (0..30_000).map(|row| if row == 7 { "7,\n".to_owned() } else { format!("{row},true\n") }).collect();
    let column = table(&format!("id,b\n{rows}")).columns.remove(1);
    assert_eq!(
        (column.null_fraction, column.generator.unwrap().to_string()),
        (0.0001, r#"{"kind":"boolean","true":1.0}"#.to_owned())
    );
    let warnings = import(&format!("n\n{}x7\n", "5\n6\n".repeat(9)), "t", None).unwrap().warnings;
    assert_eq!(warnings, ["`n` is text: `x7` is no number as the other cells are"]);
}

#[test]
fn texts_keep_the_form_that_they_have() {
    assert_eq!(
        column(&["red", "blue", "red", "green", "red", "red"]).1,
        r#"{"kind":"list","values":["red","blue","green"],"weights":[4.0,1.0,1.0]}"#
    );
    assert_eq!(column(&["KR", "US", "JP"]).1, r#"{"kind":"list","values":["JP","KR","US"]}"#);
    let named = |name: &str, cells: &str| {
        table(&format!("{name},x\n{cells}")).columns.remove(0).generator.unwrap().to_string()
    };
    assert_eq!(named("city_code", "S01,a\nP02,b\n"), r#"{"kind":"pattern","pattern":"[A-Z]0\\d"}"#);
    assert_eq!(named("email_sent", "Y,a\nN,b\n"), r#"{"kind":"list","values":["N","Y"]}"#);
    assert_eq!(named("first_name", "Ann Marie,a\nRobert,b\n"), r#"{"kind":"first_name"}"#);
    assert_eq!(
        column(&[r#"{"b":1,"a":123456789012345678901}"#]).1,
        r#"{"kind":"list","values":["{\"b\":1,\"a\":123456789012345678901}"]}"#
    );
    assert_eq!(column(&[&"[".repeat(120)]).0, "varchar(160)");
    let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
    assert_ne!(column(&[&deep]).0, "json");
}

#[test]
fn a_head_is_told_from_a_row() {
    let names = |sample: &str| import_names(sample).0;
    assert_eq!(names(",name,age\n0,ann,33\n1,bob,41\n"), ["column_1", "name", "age"]);
    assert_eq!(names("a,b,\n1,2,\n"), ["a", "b", "column_3"]);
    assert_eq!(names("id, price, born\n1, 2.50, 2001-05-06\n"), ["id", "price", "born"]);
    assert_eq!(table("id, price, born\n1, 2.50, 2001-05-06\n").columns[2].sql_type.to_string(), "date");
    assert_eq!(names("ann,red\nbob,blue\n"), ["ann", "red"]);
    assert!(import("ann,red\nbob,blue\n", "t", None).unwrap().warnings[0].contains("taken for the names"));
    assert_eq!(names("1,ann\n2,bob\n"), ["column_1", "column_2"]);
}

#[test]
fn lines_without_names_are_rows() {
    let import = import("1,a b\n2,c d\n", "t", Some(50)).unwrap();
    assert_eq!(import.spec.tables[0].rows, 50);
    assert_eq!(import.spec.tables[0].columns[1].name, "column_2");
    assert_eq!(import.warnings.len(), 1);
    let names = import_names("a,A,b\n1,2,\n");
    assert_eq!(names, (vec!["a".to_owned(), "A_2".to_owned(), "b".to_owned()], 2));
}

/// Numbers as a quantile function makes them of even steps, so that a sample is exactly as it should be.
fn column_of(count: usize, quantile: impl Fn(f64) -> String) -> generator::ColumnSpec {
    let cells: Vec<String> = (0..count).map(|row| quantile((row as f64 + 0.5) / count as f64)).collect();
    let rows: String = cells.iter().map(|cell| format!("{cell},x\n")).collect();
    table(&format!("value,other\n{rows}")).columns.remove(0)
}

#[test]
fn numbers_and_times_are_spread_as_in_the_sample() {
    let distribution = |column: generator::ColumnSpec| column.distribution.map(|found| found.to_string());
    // The inverse of the logistic function is near enough to a normal quantile for a test of which distribution is found.
    let normal = |share: f64| (share / (1.0 - share)).ln() / 1.702;
    assert_eq!(distribution(column_of(500, |share| format!("{:.0}", share * 10_000.0))), None);
    let found =
        distribution(column_of(500, |share| format!("{:.0}", 10_000.0 + 1_500.0 * normal(share)))).unwrap();
    assert!(found.starts_with(r#"{"kind":"normal","mean":10000,"deviation":15"#), "{found}");
    let found =
        distribution(column_of(500, |share| format!("{:.2}", 80.0 * (0.9 * normal(share)).exp()))).unwrap();
    assert!(
        found.starts_with(r#"{"kind":"log_normal","median":8"#) || found.contains(r#""median":79"#),
        "{found}"
    );
    let found =
        distribution(column_of(500, |share| format!("{:.0}", -2_000.0 * (1.0 - share).ln()))).unwrap();
    assert!(found.starts_with(r#"{"kind":"exponential","mean":20"#), "{found}");
    // Two hills.
    let hills = |share: f64| if share < 0.5 { 100.0 + 200.0 * share } else { 900.0 + 200.0 * (share - 0.5) };
    let found = distribution(column_of(600, |share| format!("{:.1}", hills(share)))).unwrap();
    assert!(
        found.starts_with(r#"{"kind":"histogram","weights":[90"#) && found.contains("0.0,0.0,0.0"),
        "{found}"
    );
    // Ever more towards the end.
    let late = |share: f64| {
        format!(
            "2025-01-01 {:02}:{:02}:00",
            23 - (3.0 * -share.ln()) as u32 % 24,
            (share * 7_919.0) as u32 % 60
        )
    };
    let found = distribution(column_of(400, late)).unwrap();
    assert!(found.contains("exponential") || found.contains("histogram"), "{found}");
    // Too few to tell.
    assert_eq!(distribution(column_of(60, |share| format!("{:.0}", -2_000.0 * (1.0 - share).ln()))), None);
}

#[test]
fn what_is_found_makes_values_like_the_sample() {
    let column =
        column_of(800, |share| format!("{:.2}", 50.0 * (1.2 * (share / (1.0 - share)).ln() / 1.702).exp()));
    let spec = generator::DatasetSpec::of(vec![generator::TableSpec::new("t", 10_000, vec![column])]);
    let dataset = Dataset::compile(&spec).unwrap();
    let (made, mut batch) = (dataset.table("t").unwrap(), generator::Batch::new());
    made.batch(0..1_000, &mut batch);
    let mut values: Vec<f64> =
        (0..1_000).map(|row| generator::cell_text(made, &batch, 0, row).unwrap().parse().unwrap()).collect();
    values.sort_by(f64::total_cmp);
    assert!((40.0..62.0).contains(&values[500]), "{}", values[500]);
    assert!((9.0..17.0).contains(&values[125]), "{}", values[125]);
    assert!((150.0..260.0).contains(&values[875]), "{}", values[875]);
}

#[test]
fn whole_numbers_are_told_by_their_steps() {
    let distribution = |column: generator::ColumnSpec| column.distribution.map(|found| found.to_string());
    // Every number of a range as often as any other.
    for (count, values) in [(30_000, 100), (20_000, 73), (5_000, 200)] {
        let column = column_of(count, |share| format!("{}", 18 + (share * f64::from(values)) as u32));
        assert_eq!(distribution(column), None, "{count} of {values}");
    }
    // Narrow, far from 0: its mean is not rounded away.
    let normal = |share: f64| (share / (1.0 - share)).ln() / 1.702;
    let found = distribution(column_of(1_000, |share| format!("{:.0}", 1_000_500.0 + 100.0 * normal(share))))
        .unwrap();
    assert!(found.starts_with(r#"{"kind":"normal","mean":1000500,"deviation":10"#), "{found}");
    // A histogram has the weights of the values that the engine has in each bar.
    let skewed = |share: f64| {
        format!("{}", (share * share * share * 200.0) as u32 + if share > 0.9 { 150 } else { 0 })
    };
    let column = column_of(5_000, skewed);
    let found = distribution(column.clone()).unwrap();
    assert!(found.starts_with(r#"{"kind":"histogram""#), "{found}");
    let spec = generator::DatasetSpec::of(vec![generator::TableSpec::new("t", 50_000, vec![column])]);
    let dataset = Dataset::compile(&spec).unwrap();
    let (made, mut batch) = (dataset.table("t").unwrap(), generator::Batch::new());
    let mut below = 0;
    for from in (0..50_000).step_by(1_000) {
        made.batch(from..from + 1_000, &mut batch);
        let values =
            (0..1_000).map(|row| generator::cell_text(made, &batch, 0, row).unwrap().parse::<u32>().unwrap());
        below += values.filter(|value| *value < 50).count();
    }
    // Of the sample: as many as have a cube below a quarter.
    let share = f64::from(u32::try_from(below).unwrap()) / 50_000.0;
    assert!((share - 0.63).abs() < 0.05, "{share}");
}

#[test]
fn json_lines_are_bounded_before_they_are_spread_out() {
    let many: String = (0..60_000).map(|line| format!("{{\"{line:x}\":1}}\n")).collect();
    assert!(import(&many, "t", None).unwrap_err().to_string().contains("columns"));
    let wide: String = (0..1_900).map(|name| format!("\"{name}\":1,")).collect();
    let long = format!("{{{}}}\n{}", wide.trim_end_matches(','), "{}\n".repeat(100_000));
    assert!(import(&long, "t", None).unwrap_err().to_string().contains("a million cells"));
}

#[test]
fn json_lines_are_a_sample_too() {
    let text = "{\"id\":1,\"name\":\"Ann\",\"tags\":[1,2],\"ok\":true}\n\n{\"id\":2,\"born\":\"2001-05-06\",\"name\":null,\"tags\":[3]}\n{\"id\":3,\"tags\":{}}\n";
    let import = import(text, "people", None).unwrap();
    let columns: Vec<String> = import.spec.tables[0]
        .columns
        .iter()
        .map(|column| format!("{} {} {:.2}", column.name, column.sql_type, column.null_fraction))
        .collect();
    assert_eq!(
        columns,
        ["id int 0.00", "name varchar(10) 0.67", "tags json 0.00", "ok boolean 0.67", "born date 0.67"]
    );
    assert_eq!(import.spec.tables[0].primary_key, ["id"]);
    let wrong = super::import("{\"a\":1}\n[2]\n", "t", None).unwrap_err().to_string();
    assert!(wrong.starts_with("line 2 is no JSON object"), "{wrong}");
}

fn import_names(sample: &str) -> (Vec<String>, usize) {
    let import = import(sample, "t", None).unwrap();
    let names = import.spec.tables[0].columns.iter().map(|column| column.name.clone()).collect();
    (names, import.warnings.len())
}

#[test]
fn what_is_no_sample_is_refused_and_said_why() {
    let said = |sample: &str| import(sample, "t", None).unwrap_err().to_string();
    assert!(said("a,b\r\n1,2\r\n\r\n1,2,3\r\n").starts_with("line 4 has 3"));
    assert!(
        said("a,b\n1,\"x\n2,y\n3,z\n").starts_with("the quote that begins a cell in line 2 is never closed")
    );
    assert!(import("a,b\n1,5\"\n2,\"say \"\"hi\"\"\"\n", "t", None).is_ok());
    // Refused before a name is looked at: half a million that are all the same.
    assert!(said(&"a,".repeat(500_000)).contains("500001 columns"));
    for empty in ["", "\n\n", "a,b\n"] {
        assert!(said(empty).contains("no row"), "{empty:?}");
    }
    assert_eq!(
        said("a,b\n1,2\n\n1,2,3\n"),
        "line 4 has 3 cells, the first line has 2; give each line as many"
    );
    assert!(said(&"x".repeat(MAX_SAMPLE_BYTES + 1)).contains("1048576"));
    assert!(said(&format!("{}\n1\n", "n".repeat(MAX_NAME_CHARS + 1))).contains("too long"));
    assert!(
        said(&format!("{}a\n{}1\n", "a,".repeat(MAX_COLUMNS), "1,".repeat(MAX_COLUMNS))).contains("columns")
    );
}

proptest! {
    /// Whatever the cells are, the table can be made, and holds what they were.
    #[test]
    fn any_cells_give_a_table(
        cells in prop::collection::vec(prop_oneof![
            Just(String::new()), "-?[0-9]{1,25}", "[0-9]{0,3}\\.[0-9]{0,30}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "\\PC{0,12}",
            "-?[0-9]e[0-9]{1,3}", "[A-Z]{2}-[0-9]{2}", "[{\\[]\\PC{0,5}",
        ], 1..12),
        same in any::<bool>(),
    ) {
        let cells = if same { vec![cells[0].clone(); 5] } else { cells };
        let quoted: String = cells.iter().map(|cell| format!("\"{}\",\"x\"\n", cell.replace('"', "\"\""))).collect();
        let read = import(&format!("value,other\n{quoted}"), "t", None).unwrap();
        let compiled = Dataset::compile(&read.spec);
        prop_assert!(compiled.is_ok(), "{:?}: {:?}", read.spec.tables[0].columns[0], compiled.err().map(|problems| problems.first().clone()));
    }

    /// Any text is read or refused; what cannot be made of it is a name that no database has.
    #[test]
    fn any_text_is_read_or_refused(text in "[\\PC\n\r\t\"',;|]{0,80}") {
        if let Ok(read) = import(&text, "t", Some(3)) && let Err(problems) = Dataset::compile(&read.spec) {
            prop_assert!(problems.first().path.ends_with(".name"), "{:?}: {:?}", problems.first(), read.spec);
        }
    }
}

#[test]
fn a_column_that_another_one_decides_follows_it() {
    let rows = ["Seoul,KR,02,10", "Busan,KR,051,20", "Paris,FR,01,30", "Nice,FR,04,", "O'Brien,IE,09,50"];
    let lines: Vec<&str> = (0..60).map(|row| rows[row * 7 % rows.len()]).collect();
    let sample = format!("city,country,code,stock\n{}\n", lines.join("\n"));
    let found = import(&sample, "town", None).unwrap();
    let table = &found.spec.tables[0];
    let sql = |column: usize| {
        table.columns[column].generator.as_ref().unwrap().text("sql").unwrap_or("").to_owned()
    };
    assert_eq!(sql(0), "", "the first decides, and follows from nothing");
    assert_eq!(
        sql(1),
        "CASE CAST(\"city\" AS text) WHEN 'Busan' THEN 'KR' WHEN 'Nice' THEN 'FR' WHEN 'O''Brien' THEN 'IE' WHEN 'Paris' THEN 'FR' WHEN 'Seoul' THEN 'KR' END"
    );
    assert!(sql(2).contains("WHEN 'Nice' THEN '04'"), "{}", sql(2));
    assert!(
        found
            .warnings
            .iter()
            .any(|warning| warning == "`country` follows from `city`, as it does in every row of the sample")
    );
    let dataset = Dataset::compile(&found.spec).unwrap();
    let town = dataset.table("town").unwrap();
    let mut batch = generator::Batch::new();
    town.batch(0..500, &mut batch);
    for row in 0..500 {
        let cell = |column| generator::cell_text(town, &batch, column, row).unwrap_or_default();
        let made = format!("{},{},{}", cell(0), cell(1), cell(2));
        assert!(rows.iter().any(|row| row.starts_with(&made)), "{made}");
    }
    // Chance decides nothing: each value must be seen three times.
    let few = import("a,b\nx,1\ny,2\nx,1\ny,2\n", "t", None).unwrap();
    assert!(
        few.spec.tables[0].columns.iter().all(|column| !column
            .generator
            .as_ref()
            .unwrap()
            .is(&kinds::EXPRESSION))
    );
}

#[test]
fn names_that_do_not_repeat_are_never_copied() {
    let family = ["김", "이", "박", "최", "정", "강"];
    let given = ["민준", "서연", "도윤", "하은", "지호", "수아", "예준", "지우"];
    let names: Vec<String> =
        (0..48).map(|row| format!("{}{}", family[row % 6], given[(row % 8) ^ (row / 24)])).collect();
    for head in ["이름", "비고", "xyz"] {
        let found = import(&format!("{head}\n{}\n", names.join("\n")), "t", None).unwrap();
        let spec = found.spec.to_canonical_json();
        assert!(names.iter().all(|name| !spec.contains(name.as_str())), "{head}: {spec}");
        assert!(spec.contains(r#""locale":"ko""#), "{head}: {spec}");
    }
    let named = import(&format!("이름\n{}\n", names.join("\n")), "t", None).unwrap();
    assert!(named.spec.tables[0].columns[0].generator.as_ref().unwrap().is(&kinds::FULL_NAME));
}
