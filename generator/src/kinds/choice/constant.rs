//! The same value in every row.

use serde_json::Value;

use super::given;
use crate::{
    document::{GeneratorSpec, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, OptionValue, Pinned, documentation, infer::Inference, pinned,
    },
    plan::{DefaultAxis, Draft, Drafted, Drafting},
};

/// The same value in every row.
pub static CONSTANT: Kind = Kind {
    name: "constant",
    group: Group::Choice,
    label: "Always the same",
    words: "fixed same value 고정 상수",
    about: documentation("The same value in every row."),
    options: &[KindOption::required(
        "value",
        "value",
        OptionType::Value,
        "",
        "The value: a string, a number or a boolean; any JSON in a column of type json.",
    )],
    pinned: pinned(&[
        Pinned {
            options: r#""value":"2025-05-01""#,
            sql_type: "date",
            values: &["2025-05-01", "2025-05-01", "2025-05-01"],
        },
        Pinned {
            options: r#""value":{"a":[1]}"#,
            sql_type: "json",
            values: &[r#"{"a":[1]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#],
        },
    ]),
    inferred: &[Inference {
        rank: 100,
        generator: |column| {
            let empty = || Value::Object(serde_json::Map::new());
            (column.sql_type == SqlType::Json).then(|| GeneratorSpec::new(&CONSTANT).with("value", empty()))
        },
    }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let Some(OptionValue::Value(value)) = drafting.generator.option("value") else {
        return drafting.missing("value");
    };
    let draft = given(drafting, std::slice::from_ref(value), |_| "value".to_owned())?;
    Ok(Draft { axis: DefaultAxis::InOrder, ..draft })
}
