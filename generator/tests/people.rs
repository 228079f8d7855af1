//! What a row says of a person is of one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{Batch, Dataset, DatasetSpec, cell_text};

/// The rows of a table of these columns, as texts.
fn rows(columns: &str, rows: u64) -> Vec<Vec<String>> {
    let json = format!(
        r#"{{"rowmill":1,"seed":"5","tables":[{{"name":"t","rows":100000,"columns":[{columns}]}}]}}"#
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    let (table, mut batch) = (dataset.table("t").unwrap(), Batch::new());
    table.batch(0..rows, &mut batch);
    let columns = table.output_columns().count();
    (0..batch.len())
        .map(|row| (0..columns).map(|column| cell_text(table, &batch, column, row).unwrap()).collect())
        .collect()
}

fn column(name: &str, kind: &str, more: &str) -> String {
    format!(r#"{{"name":"{name}","type":"varchar(80)","gen":{{"kind":"{kind}"{more}}}}}"#)
}

#[test]
fn names_addresses_and_accounts_of_a_row_are_of_one_person() {
    let kinds = ["email", "first_name", "user_name", "full_name", "last_name"];
    let columns: Vec<String> = kinds.iter().map(|kind| column(kind, kind, "")).collect();
    for row in rows(&columns.join(","), 500) {
        let [email, first, user, full, last] = row.as_slice() else { unreachable!("five columns") };
        assert_eq!(*full, format!("{first} {last}"));
        assert_eq!(email.split('@').next().unwrap(), user);
        let name = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
        assert!(
            user.strip_prefix(&name).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())),
            "{row:?}"
        );
    }
}

#[test]
fn a_row_may_have_several_people() {
    let columns = [
        column("buyer", "full_name", ""),
        column("seller", "full_name", r#","person":"seller""#),
        column("seller_email", "email", r#","person":" seller ""#),
    ];
    let rows = rows(&columns.join(","), 500);
    let same = rows.iter().filter(|row| row[0] == row[1]).count();
    assert!(same < 5, "{same} of 500 sell to themselves");
    for row in rows {
        assert!(row[2].starts_with(&row[1].to_lowercase().replace(' ', ".")), "{row:?}");
    }
}

#[test]
fn no_column_of_a_person_changes_another() {
    let name = column("name", "full_name", "");
    let alone = rows(&name, 200);
    let unique = column("mail", "email", "").replace("}}", r#"},"unique":true}"#);
    let beside = rows(&format!("{unique},{name},{}", column("login", "user_name", "")), 200);
    assert!(alone.iter().zip(&beside).all(|(alone, beside)| alone[0] == beside[1]));
    assert!(beside.iter().all(|row| row[0].starts_with(&row[1].to_lowercase().replace(' ', "."))));
}

#[test]
fn addresses_are_unique_as_far_as_there_are_any() {
    let unique = column("mail", "email", "").replace("}}", r#"},"unique":true}"#);
    let mut mails: Vec<String> = rows(&unique, 1_000).into_iter().flatten().collect();
    mails.sort();
    mails.dedup();
    assert_eq!(mails.len(), 1_000);
}

#[test]
fn accounts_and_addresses_stay_with_their_person_in_keys() {
    let unique = |name: &str, kind: &str| column(name, kind, "").replace("}}", r#"},"unique":true}"#);
    let columns = [unique("login", "user_name"), unique("mail", "email"), column("name", "full_name", "")];
    for row in rows(&columns.join(","), 300) {
        assert_eq!(row[1].split('@').next().unwrap(), row[0]);
        assert!(row[0].starts_with(&row[2].to_lowercase().replace(' ', ".")), "{row:?}");
    }
    let json = format!(
        r#"{{"rowmill":1,"tables":[{{"name":"t","rows":1000,"unique":[["tenant","mail"]],"columns":[{{"name":"tenant","type":"int","gen":{{"kind":"integer","min":1,"max":9}}}},{},{}]}}]}}"#,
        column("mail", "email", ""),
        column("name", "full_name", "")
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    let (table, mut batch) = (dataset.table("t").unwrap(), Batch::new());
    table.batch(0..300, &mut batch);
    for row in 0..batch.len() {
        let [mail, name] = [1, 2].map(|column| cell_text(table, &batch, column, row).unwrap());
        assert!(mail.starts_with(&name.to_lowercase().replace(' ', ".")), "{mail} {name}");
    }
}

#[test]
fn a_name_that_tells_of_somebody_else_is_of_somebody_else() {
    let infer = |name: &str| {
        generator::infer(
            name,
            "",
            "varchar(80)".parse().unwrap(),
            "customer",
            10,
            generator::Surroundings { now: "2025-01-01T00:00:00", locale: "en" },
        )
        .to_string()
    };
    assert_eq!(infer("recovery_email"), r#"{"kind":"email","person":"recovery"}"#);
    assert_eq!(infer("billing_first_name"), r#"{"kind":"first_name","person":"billing"}"#);
    assert_eq!(infer("contact_email"), r#"{"kind":"email"}"#);
}
