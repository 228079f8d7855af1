//! Expressions: what they make, and what is refused with the place in the text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{
    Batch, CsvOptions, Dataset, DatasetSpec, ProblemCode, Problems, RowFormat, cell_text, generate,
};

/// A table `t` of 12 rows with columns of every type, a column `x` of an expression, and a parent `customer` through `customer_id`.
fn dataset(sql: &str, sql_type: &str) -> Result<Dataset, Problems> {
    let json = serde_json::json!({"rowmill": 1, "seed": "5", "now": "2025-05-01T12:00:00", "tables": [
        {"name": "t", "rows": 12, "columns": [
            {"name": "id", "type": "bigint"},
            {"name": "small", "type": "int", "gen": {"kind": "integer", "min": 1, "max": 9}},
            {"name": "any", "type": "int", "gen": {"kind": "integer", "min": -5, "max": 5}},
            {"name": "price", "type": "decimal(10,2)", "gen": {"kind": "decimal", "min": "0.50", "max": "99.99"}},
            {"name": "ratio", "type": "double", "gen": {"kind": "double", "min": 0.0, "max": 1.0}},
            {"name": "seldom", "type": "int", "gen": {"kind": "integer", "min": 1, "max": 9}, "null": 0.5},
            {"name": "Word", "type": "varchar(20)", "gen": {"kind": "list", "values": ["Apfel", "birne", "가나다"]}},
            {"name": "day", "type": "date", "gen": {"kind": "date", "from": "2024-01-31", "to": "2024-03-31"}},
            {"name": "at", "type": "timestamp(3)", "gen": {"kind": "timestamp", "from": "2024-01-31T00:00:00", "to": "2024-03-31T23:59:59"}},
            {"name": "customer_id", "type": "bigint", "gen": {"kind": "foreign_key", "table": "customer", "column": "id"}, "null": 0.3},
            {"name": "x", "type": sql_type, "gen": {"kind": "expression", "sql": sql}}]},
        {"name": "customer", "rows": 4, "primary_key": ["id"], "columns": [
            {"name": "id", "type": "bigint"},
            {"name": "created_at", "type": "timestamp", "gen": {"kind": "timestamp", "from": "2023-01-01T00:00:00", "to": "2023-12-31T00:00:00"}},
            {"name": "name", "type": "varchar(40)", "gen": {"kind": "list", "values": ["Kim", "Lee"]}}]}]});
    Dataset::compile(&DatasetSpec::from_json(&json.to_string()).unwrap())
}

/// The rows of the table: each column by its position.
fn rows(sql: &str, sql_type: &str) -> Vec<Vec<String>> {
    let dataset = dataset(sql, sql_type).unwrap_or_else(|problems| panic!("{sql}: {problems}"));
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    table.batch(0..12, &mut batch);
    let cells = |row| {
        (0..11)
            .map(|column| cell_text(table, &batch, column, row).unwrap_or_else(|| "NULL".to_owned()))
            .collect()
    };
    (0..12).map(cells).collect()
}

fn first(sql: &str, sql_type: &str) -> String {
    rows(sql, sql_type)[0][10].clone()
}

#[test]
fn constants_are_computed_as_postgresql_does() {
    for (sql, sql_type, expected) in [
        ("1 + 2 * 3", "int", "7"),
        ("7 / 2", "int", "3"),
        ("-7 / 2", "int", "-3"),
        ("7 % 3", "int", "1"),
        ("-7 % 3", "int", "-1"),
        ("7 / 2.0", "decimal(10,4)", "3.5000"),
        ("1 / 3.0", "decimal(10,4)", "0.3333"),
        ("0.1 + 0.2", "decimal(3,1)", "0.3"),
        ("2.5", "int", "3"),
        ("-2.5", "int", "-3"),
        ("CAST('2.5' AS double precision)", "int", "2"),
        ("1.5e3", "int", "1500"),
        ("round(2.345, 2)", "decimal(5,2)", "2.35"),
        ("round(1234.5, -2)", "int", "1200"),
        ("trunc(-2.78, 1)", "decimal(5,2)", "-2.70"),
        ("ceil(-2.5)", "int", "-2"),
        ("floor(-2.5)", "int", "-3"),
        ("abs(-4)", "int", "4"),
        ("mod(10, 4)", "int", "2"),
        ("greatest(1, NULL, 5, 3)", "int", "5"),
        ("least('b', 'a')", "text", "a"),
        ("coalesce(NULL, 3)", "int", "3"),
        ("1 = 1 AND NOT 2 < 1", "boolean", "true"),
        ("3 BETWEEN 1 AND 5", "boolean", "true"),
        ("3 NOT IN (1, 2)", "boolean", "true"),
        ("'abc' LIKE 'a%'", "boolean", "true"),
        ("'ABC' ILIKE '%c'", "boolean", "true"),
        ("NULL IS NULL", "boolean", "true"),
        ("1 IS DISTINCT FROM NULL", "boolean", "true"),
        ("'a' || 1 || TRUE || 2.50", "text", "a1true2.50"),
        ("upper('straße')", "text", "STRAßE"),
        ("initcap('hello wORLD-x')", "text", "Hello World-X"),
        ("length('가나다')", "int", "3"),
        ("substring('abcdef' FROM 2 FOR 3)", "text", "bcd"),
        ("substring('abcdef' FROM -1 FOR 4)", "text", "ab"),
        ("left('abcdef', -2)", "text", "abcd"),
        ("right('abcdef', 2)", "text", "ef"),
        ("lpad('7', 3, '0')", "text", "007"),
        ("rpad('abcdef', 3)", "text", "abc"),
        ("trim(BOTH 'x' FROM 'xxaxx')", "text", "a"),
        ("ltrim('  a ')", "text", "a "),
        ("replace('a-b-c', '-', '+')", "text", "a+b+c"),
        ("position('c' IN 'abc')", "int", "3"),
        ("split_part('a,b,c', ',', 2)", "text", "b"),
        ("split_part('a,b,c', ',', -1)", "text", "c"),
        ("concat('a', NULL, 2)", "text", "a2"),
        ("concat_ws('-', 'a', NULL, 'b')", "text", "a-b"),
        ("repeat('ab', 3)", "text", "ababab"),
        ("reverse('가나다')", "text", "다나가"),
        ("DATE '2024-01-31' + INTERVAL '1 month'", "timestamp", "2024-02-29 00:00:00"),
        ("DATE '2024-02-29' - INTERVAL '1 year'", "date", "2023-02-28"),
        ("DATE '2024-01-31' + 1", "date", "2024-02-01"),
        ("DATE '2024-03-01' - DATE '2024-02-01'", "int", "29"),
        ("date_trunc('month', TIMESTAMP '2024-05-17 10:11:12')", "timestamp", "2024-05-01 00:00:00"),
        ("date_trunc('week', TIMESTAMP '2024-05-17 10:11:12')", "timestamp", "2024-05-13 00:00:00"),
        ("extract(YEAR FROM DATE '2024-05-17')", "int", "2024"),
        ("extract(dow FROM DATE '2024-05-19')", "int", "0"),
        ("extract(week FROM DATE '2021-01-01')", "int", "53"),
        ("extract(epoch FROM TIMESTAMP '1970-01-02 00:00:00.5')", "decimal(10,1)", "86400.5"),
        ("to_char(DATE '2024-05-07', 'YYYYMMDD \"Q\"Q Mon')", "text", "20240507 Q2 May"),
        ("make_date(2024, 2, 29)", "date", "2024-02-29"),
        ("now()", "timestamp", "2025-05-01 12:00:00"),
        ("current_date", "date", "2025-05-01"),
        ("CAST(now() AS text)", "text", "2025-05-01 12:00:00"),
        ("TIMESTAMP '2024-05-17 10:11:12.987'", "timestamp", "2024-05-17 10:11:13"),
        ("CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END", "text", "two"),
        ("CASE WHEN 1 > 2 THEN 1 ELSE 2.5 END", "decimal(5,1)", "2.5"),
        ("CAST('abcdef' AS varchar(3))", "text", "abc"),
        ("'11111111-2222-3333-4444-555555555555'::uuid", "uuid", "11111111-2222-3333-4444-555555555555"),
        ("INTERVAL '1 day' * 3 + DATE '2024-01-01'", "date", "2024-01-04"),
        ("INTERVAL '36 hours' > INTERVAL '1 day'", "boolean", "true"),
        ("sqrt(16)", "double", "4.0"),
        ("power(2, 10)", "double", "1024.0"),
    ] {
        assert_eq!(first(sql, sql_type), expected, "{sql}");
    }
}

#[test]
fn columns_of_the_row_are_used() {
    for row in rows("small * 2 + any", "int") {
        let number = |column: usize| row[column].parse::<i64>().unwrap();
        assert_eq!(number(10), number(1) * 2 + number(2));
    }
    for row in rows("price * small", "decimal(12,2)") {
        let exact = row[3].replace('.', "").parse::<i64>().unwrap() * row[1].parse::<i64>().unwrap();
        assert_eq!(row[10].replace('.', "").parse::<i64>().unwrap(), exact);
    }
    for row in rows("word || '/' || id", "varchar(50)") {
        assert_eq!(row[10], format!("{}/{}", row[6], row[0]));
    }
    for (number, row) in rows("row_number()", "bigint").iter().enumerate() {
        assert_eq!(row[10], (number + 1).to_string());
    }
}

#[test]
fn null_is_what_sql_makes_of_it() {
    let rows_of = rows("seldom + 1", "int");
    assert!(rows_of.iter().any(|row| row[5] == "NULL") && rows_of.iter().any(|row| row[5] != "NULL"));
    for row in &rows_of {
        assert_eq!(row[5] == "NULL", row[10] == "NULL");
    }
    for row in rows("coalesce(seldom, 0)", "int") {
        assert_ne!(row[10], "NULL");
    }
    for row in rows("seldom IS NULL OR seldom > 100", "boolean") {
        assert_eq!(row[10], if row[5] == "NULL" { "true" } else { "false" });
    }
    for row in rows("seldom > 100 AND any = 99", "boolean") {
        assert_eq!(row[10], "false", "false and unknown is false");
    }
}

#[test]
fn a_parent_is_reached_by_its_key_and_by_its_table() {
    for sql in ["customer.created_at + INTERVAL '1 day'", "customer_id.created_at + INTERVAL '1 day'"] {
        let dataset = dataset(sql, "timestamp").unwrap();
        let (child, parent) = (dataset.table("t").unwrap(), dataset.table("customer").unwrap());
        let (mut batch, mut parents) = (Batch::new(), Batch::new());
        parent.batch(0..4, &mut parents);
        child.batch(0..12, &mut batch);
        let mut orphans = 0;
        for row in 0..12 {
            let key = cell_text(child, &batch, 9, row).unwrap_or_else(|| "NULL".to_owned());
            let found = cell_text(child, &batch, 10, row).unwrap_or_else(|| "NULL".to_owned());
            if key == "NULL" {
                orphans += 1;
                assert_eq!(found, "NULL");
            } else {
                let of_parent = cell_text(parent, &parents, 1, key.parse::<usize>().unwrap() - 1).unwrap();
                assert!(found > of_parent, "{found} is a day after {of_parent}");
            }
        }
        assert!((1..12).contains(&orphans));
    }
}

#[test]
fn any_rows_alone_are_the_rows_of_the_whole() {
    let dataset = dataset("small * ratio + random() + random(1, 6) + row_number()", "double").unwrap();
    let table = dataset.table("t").unwrap();
    let (mut whole, mut picked) = (Batch::new(), Batch::new());
    table.batch(0..12, &mut whole);
    table.rows_at(&[7, 0, 11], &mut picked);
    for (place, row) in [7, 0, 11].into_iter().enumerate() {
        assert_eq!(cell_text(table, &picked, 10, place), cell_text(table, &whole, 10, row));
    }
}

#[test]
fn random_numbers_are_even_and_each_of_its_own() {
    let rows = rows("CAST(random() * 1000000 AS int) - CAST(random() * 1000000 AS int)", "int");
    assert!(rows.iter().all(|row| row[10] != "0"), "two calls in a row are two numbers");
}

#[test]
fn mistakes_are_named_with_their_place_and_a_remedy() {
    for (sql, sql_type, part) in [
        ("small +", "int", "at the end: the expression ends where a value"),
        (
            "smal + 1",
            "int",
            "at character 1, `smal + 1`: table `t` has no column `smal`; did you mean `small`?",
        ),
        ("small / any", "int", "`any`: the divisor may be 0; write NULLIF(…, 0)"),
        ("upper(small)", "text", "this is an integer, and a text is expected"),
        ("small + day + day", "int", "cannot be added"),
        ("id * 9000000000000000000", "bigint", "bigint does not hold"),
        ("small * 100000", "smallint", "holds -32768 to 32767"),
        ("price", "decimal(3,2)", "does not hold; choose more digits"),
        ("at + INTERVAL '9000 years'", "timestamp", "outside the years 1 to 9999"),
        ("ln(ratio)", "double", "may be 0 or negative"),
        ("upper(word) || ratio", "text", "has no one way to be written"),
        (
            "orders.name",
            "text",
            "`orders` is neither a foreign key of this table nor a table that one leads to",
        ),
        ("customer.nam", "text", "table `customer` has no column `nam`; did you mean `name`?"),
        ("uper(word)", "text", "did you mean `upper`?"),
        ("CASE WHEN small THEN 1 END", "int", "a condition is expected"),
        ("day > 'soon'", "boolean", "is not a date"),
        ("word", "int", "which the column's type does not take"),
        ("repeat(word, 100000)", "text", "at most 65535 are made"),
    ] {
        let problems = dataset(sql, sql_type).err().unwrap_or_else(|| panic!("{sql} is taken"));
        let problem = problems.first();
        assert_eq!(problem.code, ProblemCode::InvalidExpression, "{sql}: {problem}");
        assert_eq!(problem.path, "tables[0].columns[10].gen.sql", "{sql}: {problem}");
        assert!(problem.message.contains(part), "{sql}: {problem}");
    }
    let circle = dataset("x + 1", "int").unwrap_err();
    assert_eq!(circle.first().code, ProblemCode::CyclicReference);
    let long = dataset("word || word", "varchar(5)").unwrap_err();
    assert_eq!(long.first().code, ProblemCode::ValueTooLong);
}

/// What a review found: each was accepted, and then failed at a row, or never came to an end.
#[test]
fn what_could_fail_at_a_row_is_refused_or_right() {
    let refused = |sql: &str, sql_type: &str| assert!(dataset(sql, sql_type).is_err(), "{sql} is taken");
    // Months of 28 to 31 days at both ends.
    refused("TIMESTAMP '9999-12-31 00:00:00' - INTERVAL '100 years' + INTERVAL '36800 days'", "timestamp");
    refused("TIMESTAMP '0001-01-01 00:00:00' + INTERVAL '9000 years' - INTERVAL '3347900 days'", "timestamp");
    refused("1 / (CAST(DATE '2023-01-01' + INTERVAL '1 year' AS date) - DATE '2024-01-01')", "int");
    // Parts of an interval do not make up for each other.
    refused("DATE '0500-01-01' + (INTERVAL '1000000 months' - INTERVAL '31000000 days')", "timestamp");
    refused("now() + INTERVAL '1 day -24:00:00' * CAST('1e300' AS double precision)", "timestamp");
    refused("TIME '23:59:59' + INTERVAL '9223372036854 seconds'", "time");
    refused("INTERVAL '--9000000000000000000:00' > INTERVAL '1 day'", "boolean");
    // Sums and quotients beyond 128 bits.
    let wide = "CASE WHEN id > 1 THEN 99999999999999999999999999999999999999 ELSE -99999999999999999999999999999999999999 END";
    refused(&format!("({wide}) + ({wide})"), "decimal(38,0)");
    refused("1 / 0.50000000000000000000000000000000", "decimal(10,2)");
    // Work and memory.
    refused(&format!("length(coalesce({}))", vec!["repeat('a', 65535)"; 90].join(", ")), "int");
    refused("btrim(repeat('a', 65535), repeat('b', 65534) || 'a')", "text");
    refused(&format!("id{}", " + id".repeat(3_000)), "bigint");
    refused(&format!("TRUE{}", " IN (TRUE, FALSE)".repeat(600)), "boolean");
    // Deep, and quick.
    let nested = (0..80).fold("id".to_owned(), |inside, _| format!("nullif({inside}, 0)"));
    assert_eq!(first(&nested, "bigint"), "1");
    let between = format!("TRUE{}", " BETWEEN FALSE AND TRUE".repeat(60));
    assert_eq!(first(&between, "boolean"), "true");
    // What stands where there is NULL is never rendered.
    for row in rows("CAST(CASE WHEN id > 5 THEN DATE '9999-12-31' END - 3000000 AS text)", "text") {
        assert!(row[10] == "NULL" || row[10].len() == 10, "{row:?}");
    }
    rows("CASE WHEN id > 5 THEN 100000000000000000.0000 END - 99999999999999999.0000", "decimal(30,4)");
    assert_eq!(first("round(CAST(price AS numeric(38,20)), -30)", "decimal(30,2)"), "0.00");
    assert_eq!(first("substring('abc' FROM CAST(-9223372036854775808 AS bigint))", "text"), "abc");
    assert_eq!(first("CAST(date_part('day', DATE '2024-01-13') / 2 AS int)", "int"), "6");
    assert_eq!(first("TIME '10:11:12.7'", "time"), "10:11:13");
    // The operand of CASE is drawn once.
    for row in rows("CASE random(1, 3) WHEN 1 THEN 'a' WHEN 2 THEN 'b' WHEN 3 THEN 'c' END", "text") {
        assert_ne!(row[10], "NULL");
    }
    // Two hundred names of one column are one column.
    let list = (0..200).map(|number| format!("'{number}'")).collect::<Vec<_>>().join(", ");
    rows(&format!("customer.name IN ({list}) OR customer.name = 'Kim'"), "boolean");
}

/// Formats render what stands where there is NULL, too, into cells that are as wide as the widest value.
#[test]
fn formats_write_null_whatever_stands_there() {
    for (sql, sql_type) in [
        ("CASE WHEN id > 5 THEN 100000000000000000.0000 END - 99999999999999999.0000", "decimal(30,4)"),
        ("CASE WHEN id > 5 THEN DATE '9999-12-31' END - 3000000", "date"),
    ] {
        let dataset = dataset(sql, sql_type).unwrap();
        let mut bytes = Vec::new();
        let format = RowFormat::Csv(CsvOptions { null: "NULL".to_owned(), ..CsvOptions::default() });
        generate(dataset.table("t").unwrap(), &format, 0..12, &mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().filter(|line| line.ends_with(",NULL")).count(), 5, "{text}");
    }
}

#[test]
fn renames_find_names_and_nothing_else() {
    let rename = generator::rename_in_expression;
    assert_eq!(rename("PRICE * 2", None, "price", "cost"), "cost * 2");
    assert_eq!(
        rename("CAST(x AS date) || date || x::date || DATE '2024-01-01'", None, "date", "d"),
        "CAST(x AS date) || d || x::date || DATE '2024-01-01'"
    );
    assert_eq!(rename("extract(day FROM day)", None, "day", "d"), "extract(day FROM d)");
    assert_eq!(rename("CASE WHEN a THEN \"end\" END", None, "end", "e"), "CASE WHEN a THEN e END");
    assert_eq!(
        generator::rename_qualifier_in_expression("Customer.a + customer", "customer", "c"),
        "c.a + customer"
    );
}
