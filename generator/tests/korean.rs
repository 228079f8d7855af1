//! The Korean locale: frequencies, coherent rows, check digits, addresses; and a printed page for a native reader.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod table;

use std::collections::{HashMap, HashSet};

use generator::{Batch, Dataset, DatasetSpec, ProblemCode, cell_text};
use table::rows_in;

#[test]
fn family_names_are_as_frequent_as_in_the_census() {
    let rows = rows_in("ko", 1_000_000, &[("last_name", "varchar(10)", r#"{"kind":"last_name"}"#)]);
    let mut counts: HashMap<&str, f64> = HashMap::new();
    for row in &rows {
        *counts.entry(&row[0]).or_default() += 1.0;
    }
    // Thousands of bearers, of 49,151 thousand that have the names of the list (Statistics Korea, census of 2015).
    for (name, thousands) in [
        ("김", 10_690.0),
        ("이", 7_307.0),
        ("박", 4_192.0),
        ("최", 2_334.0),
        ("정", 2_396.0),
        ("강", 1_299.0),
        ("조", 1_454.0),
        ("윤", 1_021.0),
    ] {
        let expected = thousands / 49_151.0;
        let found = counts[name] / 1e6;
        // Chance alone moves the rarest of these by 0.7 % (one standard deviation), so it has three of them.
        let tolerance = if expected > 0.04 { 0.01 } else { 0.02 };
        assert!((found / expected - 1.0).abs() < tolerance, "{name}: {found} for {expected}");
    }
    assert_eq!(counts.len(), 81);
}

#[test]
fn a_row_is_one_person() {
    let person = [
        ("name", "varchar(10)", r#"{"kind":"full_name"}"#),
        ("last", "varchar(5)", r#"{"kind":"last_name"}"#),
        ("first", "varchar(5)", r#"{"kind":"first_name"}"#),
        ("sex", "char(1)", r#"{"kind":"sex"}"#),
        ("email", "varchar(80)", r#"{"kind":"email"}"#),
        ("login", "varchar(50)", r#"{"kind":"user_name"}"#),
        ("born", "date", r#"{"kind":"birth_date"}"#),
        ("id", "char(14)", r#"{"kind":"national_id"}"#),
    ];
    let rows = rows_in("ko", 100_000, &person);
    let mut by_decade: HashMap<(String, &str), u32> = HashMap::new();
    for row in &rows {
        assert_eq!(row[0], format!("{}{}", row[1], row[2]));
        assert_eq!(row[4].split('@').next().unwrap(), row[5]);
        assert!(row[5].is_ascii(), "{}", row[5]);
        assert_eq!(&row[7][7..8], if row[3] == "여" { "0" } else { "9" });
        *by_decade.entry((row[6][..3].to_owned(), &row[2])).or_default() += 1;
        let digits: Vec<u32> = row[7].chars().filter_map(|digit| digit.to_digit(10)).collect();
        let sum: u32 = digits
            .iter()
            .zip([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])
            .map(|(digit, weight)| digit * weight)
            .sum();
        assert_eq!((11 - sum % 11) % 10, digits[12], "{}", row[7]);
    }
    let count = |decade: &str, name: &str| by_decade.get(&(decade.to_owned(), name)).copied().unwrap_or(0);
    assert!(count("195", "영숙") > 0 && count("200", "영숙") == 0);
    assert!(count("200", "민준") > 0 && count("197", "민준") == 0);
    let accounts: HashSet<&String> = rows.iter().map(|row| &row[5]).collect();
    assert_eq!(accounts.len(), rows.len(), "an address is one person's");
    assert!(rows.iter().any(|row| row[4].starts_with("minjun.kim")));
}

#[test]
fn accounts_of_names_that_are_written_alike_differ() {
    // Every row of the whole is another number: those beside each other have the same names.
    let unique = r#"{"rowmill":1,"seed":"9","locale":"ko","tables":[{"name":"t","rows":2000000,"columns":[
        {"name":"email","type":"varchar(80)","gen":{"kind":"email"},"unique":true}]}]}"#;
    let dataset = Dataset::compile(&DatasetSpec::from_json(unique).unwrap()).unwrap();
    let table = dataset.table("t").unwrap();
    let (mut batch, mut found, mut row) = (Batch::new(), HashSet::new(), 0);
    while row < 2_000_000 {
        table.batch(row..2_000_000, &mut batch);
        for index in 0..batch.len() {
            let text = cell_text(table, &batch, 0, index).unwrap();
            assert!(found.insert(text.split('@').next().unwrap().to_owned()), "{text} twice");
        }
        row += batch.len() as u64;
    }
}

#[test]
fn an_address_is_one_place() {
    let place = [
        ("address", "varchar(60)", r#"{"kind":"address"}"#),
        ("region", "varchar(10)", r#"{"kind":"region"}"#),
        ("short", "char(2)", r#"{"kind":"region","form":"code"}"#),
        ("city", "varchar(10)", r#"{"kind":"city"}"#),
        ("street", "varchar(30)", r#"{"kind":"street_address"}"#),
        ("zip", "char(5)", r#"{"kind":"postcode"}"#),
        ("latitude", "decimal(9,6)", r#"{"kind":"latitude"}"#),
    ];
    let rows = rows_in("ko", 50_000, &place);
    for row in &rows {
        let [address, region, short, city, street, zip, latitude] = row.as_slice() else {
            panic!("seven columns")
        };
        let expected =
            if region == city { format!("{region} {street}") } else { format!("{region} {city} {street}") };
        assert_eq!(*address, expected);
        let latitude: f64 = latitude.parse().unwrap();
        match region.as_str() {
            "서울특별시" => assert!(
                ("01000".."10000").contains(&zip.as_str())
                    && short == "서울"
                    && (37.4..37.7).contains(&latitude)
            ),
            "전북특별자치도" => {
                assert!(zip.starts_with("54") || zip.starts_with("55") || zip.starts_with("56"));
            }
            "제주특별자치도" => assert!(zip.starts_with("63") && short == "제주" && latitude < 33.6),
            _ => {}
        }
    }
    let names: HashSet<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(names.len(), 17);
    assert!(names.contains("강원특별자치도") && names.contains("전북특별자치도"));
    let addresses: HashSet<&String> = rows.iter().map(|row| &row[0]).collect();
    assert!(addresses.len() > 49_900);
}

#[test]
fn numbers_of_companies_have_their_check_digit() {
    for row in rows_in("ko", 2_000, &[("number", "char(12)", r#"{"kind":"business_number"}"#)]) {
        let digits: Vec<u32> = row[0].chars().filter_map(|digit| digit.to_digit(10)).collect();
        let sum: u32 =
            digits.iter().zip([1, 3, 7, 1, 3, 7, 1, 3, 5]).map(|(digit, weight)| digit * weight).sum();
        assert_eq!((10 - (sum + digits[8] * 5 / 10) % 10) % 10, digits[9], "{}", row[0]);
    }
}

#[test]
fn a_column_may_have_another_language_than_its_dataset() {
    let mixed = rows_in(
        "ko",
        50,
        &[
            ("korean", "varchar(10)", r#"{"kind":"full_name"}"#),
            ("english", "varchar(60)", r#"{"kind":"full_name","locale":"en"}"#),
        ],
    );
    assert!(mixed.iter().all(|row| !row[0].is_ascii() && row[1].is_ascii()));
    let spec = r#"{"rowmill":1,"locale":"pt","tables":[{"name":"t","rows":1,"columns":[{"name":"c","type":"text","gen":{"kind":"email"}}]}]}"#;
    let problems = Dataset::compile(&DatasetSpec::from_json(spec).unwrap()).unwrap_err();
    assert_eq!(problems.first().code, ProblemCode::UnknownLocale);
    // Not every language makes everything.
    let spec = r#"{"rowmill":1,"locale":"fr","tables":[{"name":"t","rows":1,"columns":[{"name":"c","type":"text","gen":{"kind":"national_id"}}]}]}"#;
    let problems = Dataset::compile(&DatasetSpec::from_json(spec).unwrap()).unwrap_err();
    assert!(problems.first().message.contains("not made in the language `fr`"), "{problems}");
    let spec = r#"{"rowmill":1,"tables":[{"name":"t","rows":1,"columns":[{"name":"c","type":"text","gen":{"kind":"email","locale":"pt"}}]}]}"#;
    assert!(DatasetSpec::from_json(spec).unwrap_err().first().message.contains("one of en, ko"));
}
