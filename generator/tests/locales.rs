//! The languages that are made of lists: rows that go together, lengths that hold, accounts that nobody shares; and twenty printed rows of each for a native
//! reader (`docs/locales.md`).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use generator::{Dataset, DatasetSpec};
use table::rows_in;

const LISTED: [&str; 5] = ["ja", "zh", "de", "fr", "es"];

const PERSON: [(&str, &str, &str); 8] = [
    ("name", "varchar(60)", r#"{"kind":"full_name"}"#),
    ("first", "varchar(30)", r#"{"kind":"first_name"}"#),
    ("last", "varchar(30)", r#"{"kind":"last_name"}"#),
    ("sex", "varchar(10)", r#"{"kind":"sex"}"#),
    ("title", "varchar(10)", r#"{"kind":"title"}"#),
    ("login", "varchar(60)", r#"{"kind":"user_name"}"#),
    ("email", "varchar(80)", r#"{"kind":"email"}"#),
    ("latin", "varchar(60)", r#"{"kind":"full_name","script":"latin"}"#),
];

const PLACE: [(&str, &str, &str); 8] = [
    ("street", "varchar(60)", r#"{"kind":"street_address"}"#),
    ("city", "varchar(40)", r#"{"kind":"city"}"#),
    ("region", "varchar(40)", r#"{"kind":"region"}"#),
    ("code", "varchar(4)", r#"{"kind":"region","form":"code"}"#),
    ("postcode", "varchar(10)", r#"{"kind":"postcode"}"#),
    ("address", "varchar(150)", r#"{"kind":"address"}"#),
    ("latitude", "decimal(9,6)", r#"{"kind":"latitude"}"#),
    ("zone", "varchar(30)", r#"{"kind":"time_zone"}"#),
];

#[test]
fn a_row_is_one_person_and_no_account_is_there_twice() {
    for locale in LISTED {
        let rows = rows_in(locale, 60_000, &PERSON);
        let mut accounts = BTreeSet::new();
        let mut titles: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut sexes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut women = 0;
        for row in &rows {
            let [name, first, last, sex, title, login, email, latin] = &row[..] else {
                panic!("eight columns")
            };
            assert!(name.contains(first) && name.contains(last), "{locale}: {row:?}");
            assert_eq!(email.split('@').next().unwrap(), login);
            assert!(login.is_ascii() && latin.is_ascii(), "{locale}: {row:?}");
            let letters = login.trim_end_matches(|letter: char| letter.is_ascii_digit());
            let (given, family) = letters.split_once('.').unwrap();
            let latin = latin.to_lowercase();
            assert!(latin.starts_with(given) && latin.contains(family), "{locale}: {row:?}");
            assert!(accounts.insert(login.clone()), "{locale}: {login} twice");
            titles.entry(sex).or_default().insert(title);
            sexes.entry(first).or_default().insert(sex);
            women += u32::from(*sex == rows[0][3]);
        }
        assert_eq!(titles.len(), 2, "{locale}");
        assert!(titles.values().all(|titles| titles.len() == 1), "{locale}: {titles:?}");
        // Some names are of both, which is so in Japan.
        assert!(sexes.values().filter(|sexes| sexes.len() > 1).count() <= 3, "{locale}");
        assert!((20_000..40_000).contains(&women), "{locale}: {women}");
    }
}

#[test]
fn common_names_are_common() {
    for (locale, first, last) in [
        ("ja", "佐藤", "大塚"),
        ("zh", "王", "史"),
        ("de", "Müller", "Pfeiffer"),
        ("fr", "Martin", "Lecomte"),
        ("es", "García", "Soler"),
    ] {
        let rows = rows_in(locale, 50_000, &[("last", "varchar(30)", r#"{"kind":"last_name"}"#)]);
        let count = |name: &str| rows.iter().filter(|row| row[0] == name).count();
        assert!(
            count(first) > 1_000 && count(first) > 5 * count(last) && count(last) > 50,
            "{locale}: {} {}",
            count(first),
            count(last)
        );
    }
}

#[test]
fn a_row_is_one_place() {
    for locale in LISTED {
        let rows = rows_in(locale, 30_000, &PLACE);
        let mut postcodes: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut of_city: BTreeMap<&str, BTreeSet<(&str, &str, &str)>> = BTreeMap::new();
        let mut addresses = BTreeSet::new();
        for row in &rows {
            let [street, city, region, code, postcode, address, latitude, _] = &row[..] else {
                panic!("eight columns")
            };
            assert!(address.contains(street) && address.contains(city), "{locale}: {row:?}");
            if !matches!(locale, "ja" | "zh") {
                assert!(address.contains(postcode), "{locale}: {row:?}");
            } else {
                assert!(address.starts_with(region), "{locale}: {row:?}");
            }
            let road =
                street.trim_matches(|letter: char| letter.is_ascii_digit() || ",- 号".contains(letter));
            postcodes.entry((city, road)).or_default().insert(postcode);
            of_city.entry(city).or_default().insert((region, code, &latitude[..latitude.find('.').unwrap()]));
            addresses.insert(address);
        }
        // A street has one postcode; in Japan each of its blocks.
        let most = if locale == "ja" { 8 } else { 1 };
        assert!(postcodes.values().all(|codes| codes.len() <= most), "{locale}");
        // Beside a degree's border lie two.
        assert!(of_city.len() >= 40 && of_city.values().all(|places| places.len() <= 2), "{locale}");
        assert_eq!(addresses.len(), rows.len(), "{locale}: no two rows at one door");
    }
}

#[test]
fn what_is_written_fits_what_is_said_of_it() {
    for locale in LISTED {
        let kinds = [
            ("company", "varchar(200)", r#"{"kind":"company"}"#),
            ("job", "varchar(200)", r#"{"kind":"job"}"#),
            ("department", "varchar(200)", r#"{"kind":"department"}"#),
            ("product", "varchar(200)", r#"{"kind":"product"}"#),
            ("colour", "varchar(200)", r#"{"kind":"colour"}"#),
            ("phone", "varchar(200)", r#"{"kind":"phone"}"#),
            ("word", "varchar(200)", r#"{"kind":"word"}"#),
            ("headline", "varchar(200)", r#"{"kind":"headline"}"#),
            ("sentence", "varchar(200)", r#"{"kind":"sentence"}"#),
            ("paragraph", "text", r#"{"kind":"paragraph","min_sentences":2,"max_sentences":4}"#),
        ];
        let all: Vec<_> = kinds.into_iter().chain(PERSON).chain(PLACE).collect();
        let columns: Vec<String> = all
            .iter()
            .map(|(name, sql_type, generator)| {
                format!(r#"{{"name":"{name}","type":"{sql_type}","gen":{generator}}}"#)
            })
            .collect();
        let json = format!(
            r#"{{"rowmill":1,"locale":"{locale}","tables":[{{"name":"t","rows":9,"columns":[{}]}}]}}"#,
            columns.join(",")
        );
        let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
        let said: Vec<_> =
            dataset.table("t").unwrap().output_columns().map(|column| column.longest).collect();
        for row in rows_in(locale, 40_000, &all) {
            for ((cell, longest), (name, ..)) in row.iter().zip(&said).zip(&all) {
                // A number is no text.
                if *name != "latitude" {
                    assert!(
                        cell.len() <= longest.bytes && cell.chars().count() <= longest.chars,
                        "{locale} {name}: {cell} {longest:?}"
                    );
                }
                assert!(!cell.is_empty() && !cell.contains('{'), "{locale} {name}: {cell}");
            }
        }
    }
}

/// A column that holds fewer characters has shorter sentences, and none is cut.
#[test]
fn sentences_fit_the_column() {
    for locale in LISTED {
        let rows = rows_in(
            locale,
            5_000,
            &[("s", "varchar(60)", r#"{"kind":"paragraph","min_sentences":1,"max_sentences":3}"#)],
        );
        for row in rows {
            assert!(row[0].chars().count() <= 60 && row[0].ends_with(['.', '。']), "{locale}: {}", row[0]);
        }
    }
}

#[test]
fn japanese_names_have_kana_and_others_say_that_they_have_none() {
    let rows = rows_in(
        "ja",
        2_000,
        &[
            ("name", "varchar(20)", r#"{"kind":"full_name"}"#),
            ("kana", "varchar(20)", r#"{"kind":"full_name","script":"kana"}"#),
        ],
    );
    for row in rows {
        assert!(row[1].chars().all(|letter| letter == ' ' || ('ァ'..='ー').contains(&letter)), "{row:?}");
    }
    for (locale, script) in [("de", "kana"), ("en", "latin"), ("ko", "kana")] {
        let json = format!(
            r#"{{"rowmill":1,"locale":"{locale}","tables":[{{"name":"t","rows":9,"columns":[{{"name":"n","type":"text","gen":{{"kind":"full_name","script":"{script}"}}}}]}}]}}"#
        );
        let problems = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err();
        assert_eq!(problems.first().path, "tables[0].columns[0].gen.script", "{locale}");
    }
}

#[test]
fn a_table_may_have_several_languages() {
    let rows = rows_in(
        "de",
        10,
        &[
            ("a", "varchar(60)", r#"{"kind":"city"}"#),
            ("b", "varchar(60)", r#"{"kind":"city","locale":"ja"}"#),
            ("c", "varchar(60)", r#"{"kind":"full_name","locale":"fr"}"#),
            ("d", "varchar(60)", r#"{"kind":"full_name","locale":"en"}"#),
        ],
    );
    assert!(rows.iter().all(|row| row[1].ends_with('区') || row[1].ends_with('市')), "{rows:?}");
}

/// The first values of each language; a change of them is a new value version.
#[test]
fn value_stability() {
    let columns = [
        ("name", "varchar(60)", r#"{"kind":"full_name"}"#),
        ("email", "varchar(80)", r#"{"kind":"email"}"#),
        ("address", "varchar(150)", r#"{"kind":"address"}"#),
        ("company", "varchar(80)", r#"{"kind":"company"}"#),
        ("phone", "varchar(30)", r#"{"kind":"phone"}"#),
        ("sentence", "varchar(120)", r#"{"kind":"sentence"}"#),
    ];
    let found: Vec<String> = LISTED
        .into_iter()
        .flat_map(|locale| rows_in(locale, 1, &columns))
        .map(|row| row.join(" · "))
        .collect();
    assert_eq!(
        found,
        [
            "青木 結衣 · yui.aoki8575@example.com · 愛媛県松山市南町4-16 · 有限会社山崎工業 · 070-0575-9038 · 運転手は喜んで契約書を選びました。",
            "何军 · jun.he22210@example.net · 广东省广州市天河区文化路193号 · 重庆博雅机械股份有限公司 · 15478795191 · 编辑高兴地寄出了回信。",
            "Martin Martin · martin.martin34823@example.com · Gartenstraße 141, 45371 Essen · Hartmann Bau AG · +49 40 66969 156 · Die Nachbarin bestätigt den Vertrag sehr gern.",
            "Thierry Roy · thierry.roy5499@example.org · 25 rue Victor Hugo, 63768 Clermont-Ferrand · Picard Transports SAS · 04 65 71 23 53 · La voisine confirme le contrat avec plaisir.",
            "Rosa Benítez Iglesias · rosa.benitez7386@example.net · Calle Nueva, 10, 15127 A Coruña · Construcciones López S.A. · +34 797 87 95 19 · La vecina confirma el contrato con gusto."
        ]
    );
}

/// Compares the printed rows with those in the repository, or writes them anew.
#[test]
fn the_printed_rows_are_up_to_date() {
    let mut text = include_str!("locales.md").to_owned();
    for (locale, language) in [
        ("ko", "Korean"),
        ("ja", "Japanese"),
        ("zh", "Chinese"),
        ("de", "German"),
        ("fr", "French"),
        ("es", "Spanish"),
        ("en", "English"),
    ] {
        writeln!(text, "\n## {language}, `{locale}`\n").unwrap();
        let columns = [
            ("name", "varchar(60)", r#"{"kind":"full_name"}"#),
            ("sex", "varchar(10)", r#"{"kind":"sex"}"#),
            ("e-mail", "varchar(80)", r#"{"kind":"email"}"#),
            ("address", "varchar(150)", r#"{"kind":"address"}"#),
            ("postcode", "varchar(10)", r#"{"kind":"postcode"}"#),
            ("phone", "varchar(30)", r#"{"kind":"phone"}"#),
            ("company", "varchar(80)", r#"{"kind":"company"}"#),
            ("job", "varchar(60)", r#"{"kind":"job"}"#),
            ("product", "varchar(60)", r#"{"kind":"product"}"#),
            ("sentence", "varchar(120)", r#"{"kind":"sentence"}"#),
        ];
        let names: Vec<&str> = columns.iter().map(|(name, ..)| *name).collect();
        writeln!(text, "| {} |\n|{}", names.join(" | "), "---|".repeat(names.len())).unwrap();
        for row in rows_in(locale, 20, &columns) {
            writeln!(text, "| {} |", row.join(" | ")).unwrap();
        }
    }
    let path = "../docs/locales.md";
    if std::env::var_os("ROWMILL_BLESS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == text, "{path} is not what the source says; run `cargo xtask bless`");
}
