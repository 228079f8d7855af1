//! What a row says of a place is of one place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod table;

use std::collections::HashSet;

use table::rows_in;

const PLACE: [(&str, &str, &str); 9] = [
    ("address", "varchar(120)", r#"{"kind":"address"}"#),
    ("street", "varchar(80)", r#"{"kind":"street_address"}"#),
    ("city", "varchar(60)", r#"{"kind":"city"}"#),
    ("state", "char(2)", r#"{"kind":"region","form":"code"}"#),
    ("region", "varchar(30)", r#"{"kind":"region"}"#),
    ("zip", "char(5)", r#"{"kind":"postcode"}"#),
    ("latitude", "decimal(9,6)", r#"{"kind":"latitude"}"#),
    ("longitude", "double", r#"{"kind":"longitude"}"#),
    ("time_zone", "varchar(40)", r#"{"kind":"time_zone"}"#),
];

#[test]
fn the_parts_of_an_address_are_the_columns_beside_it() {
    let rows = rows_in("en", 20_000, &PLACE);
    let mut of_texas = 0;
    for row in &rows {
        let [address, street, city, state, region, zip, latitude, longitude, zone] = row.as_slice() else {
            panic!("nine columns")
        };
        assert_eq!(*address, format!("{street}, {city}, {state} {zip}"));
        let (latitude, longitude): (f64, f64) = (latitude.parse().unwrap(), longitude.parse().unwrap());
        if state == "TX" {
            of_texas += 1;
            assert_eq!((region.as_str(), zone.as_str()), ("Texas", "America/Chicago"));
            assert!(("75000".."80000").contains(&zip.as_str()), "{zip}");
            assert!((29.9..34.1).contains(&latitude) && (-101.9..-95.4).contains(&longitude));
        }
    }
    // 38 of 435 seats: 1,747 of 20,000 rows, ± 5 standard deviations.
    assert!((1_545..1_950).contains(&of_texas), "{of_texas}");
    let addresses: HashSet<&String> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(addresses.len(), rows.len());
}

#[test]
fn the_postcode_of_a_town_is_always_the_same() {
    let rows = rows_in("en", 200_000, &PLACE[2..6]);
    let mut of_town = std::collections::HashMap::new();
    for row in &rows {
        assert_eq!(of_town.entry((&row[0], &row[1])).or_insert(&row[3]), &&row[3]);
    }
    assert!(of_town.len() > 100_000);
}

#[test]
fn two_places_of_a_row_differ() {
    let rows = rows_in(
        "en",
        1_000,
        &[
            ("city", "varchar(60)", r#"{"kind":"city"}"#),
            ("shipping_city", "varchar(60)", r#"{"kind":"city","place":"shipping"}"#),
            ("shipping_address", "varchar(120)", r#"{"kind":"address","place":"shipping"}"#),
        ],
    );
    assert!(rows.iter().filter(|row| row[0] == row[1]).count() < 5);
    assert!(rows.iter().all(|row| row[2].contains(&format!(", {}, ", row[1]))));
}

#[test]
fn the_code_of_a_country_is_that_of_its_name() {
    let country = [
        ("country", "varchar(40)", r#"{"kind":"country"}"#),
        ("two", "char(2)", r#"{"kind":"country_code"}"#),
        ("three", "char(3)", r#"{"kind":"country_code","form":"alpha_3"}"#),
    ];
    let rows = rows_in("en", 5_000, &country);
    for (name, two, three) in [
        ("Kenya", "KE", "KEN"),
        ("Zimbabwe", "ZW", "ZWE"),
        ("South Korea", "KR", "KOR"),
        ("Türkiye", "TR", "TUR"),
    ] {
        let found = rows.iter().find(|row| row[0] == name).unwrap();
        assert_eq!((found[1].as_str(), found[2].as_str()), (two, three));
    }
    let names: HashSet<&String> = rows.iter().map(|row| &row[0]).collect();
    let codes: HashSet<&String> = rows.iter().map(|row| &row[1]).collect();
    assert_eq!(names.len(), codes.len());
}

#[test]
fn check_digits_are_right() {
    let checked =
        [("card", "varchar(19)", r#"{"kind":"card_number"}"#), ("iban", "varchar(34)", r#"{"kind":"iban"}"#)];
    for row in rows_in("en", 2_000, &checked) {
        let digits: Vec<u32> = row[0].chars().rev().map(|digit| digit.to_digit(10).unwrap()).collect();
        let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
        let sum: u32 = digits
            .iter()
            .enumerate()
            .map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit })
            .sum();
        assert_eq!(sum % 10, 0, "{}", row[0]);
        // ISO 13616: the first four characters go to the end, letters count from 10, and the rest of a division by 97 is 1.
        let (front, back) = row[1].split_at(4);
        let rest = format!("{back}{front}").chars().fold(0, |rest, character| {
            let value = character.to_digit(36).unwrap();
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
        assert_eq!(rest, 1, "{}", row[1]);
    }
}

#[test]
fn the_sex_goes_with_the_first_name_and_the_title() {
    let person = [
        ("first_name", "varchar(40)", r#"{"kind":"first_name"}"#),
        ("sex", "char(1)", r#"{"kind":"sex","female":"F","male":"M"}"#),
        ("title", "varchar(5)", r#"{"kind":"title"}"#),
    ];
    let rows = rows_in("en", 20_000, &person);
    for row in &rows {
        match row[2].as_str() {
            "Ms." => assert_eq!(row[1], "F", "{row:?}"),
            "Mr." => assert_eq!(row[1], "M", "{row:?}"),
            title => assert_eq!(title, "Dr."),
        }
    }
    let sex = |name: &str| rows.iter().find(|row| row[0] == name).map(|row| row[1].clone());
    assert_eq!((sex("Mary"), sex("Elmer")), (Some("F".to_owned()), Some("M".to_owned())));
}

#[test]
fn regular_times_ascend_though_they_are_late() {
    let late = r#"{"kind":"regular_time","from":"2025-01-01T00:00:00","seconds":"0.000002","jitter":1}"#;
    let rows = rows_in("en", 20_000, &[("at", "timestamp(6)", late)]);
    assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]));
}
