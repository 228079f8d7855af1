//! One of several given values.

use serde_json::Value;

use super::given;
use crate::{
    axis::AliasTable,
    distribution::Line,
    document::{GeneratorSpec, ProblemCode},
    kinds::{
        Group, Kind, KindOption, OptionType, OptionValue, Otherwise, Pinned, documentation, infer::Inference,
        pinned,
    },
    limits::MAX_LIST,
    plan::{DefaultAxis, Draft, Drafted, Drafting},
};

/// One of the given values.
pub static LIST: Kind = Kind {
    name: "list",
    group: Group::Choice,
    label: "One of a list",
    words: "choice enum status category weights 목록 상태 구분 코드",
    about: documentation("One of the given values, equally often or by weights."),
    options: &[
        KindOption::required(
            "values",
            "values, with commas",
            OptionType::Values,
            "",
            "The values: strings, numbers or booleans; JSON documents in a column of type json.",
        ),
        KindOption::required(
            "weights",
            "weights",
            OptionType::Weights,
            "",
            "How often each value comes, relative to the others; without it, equally often.",
        )
        .or(Otherwise::Absent),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""values":["open","paid","refunded"]"#,
            sql_type: "varchar(10)",
            values: &["open", "open", "refunded"],
        },
        Pinned {
            options: r#""values":[1,2,3],"weights":[8,2,1]"#,
            sql_type: "int",
            values: &["1", "2", "1"],
        },
    ]),
    inferred: &[Inference {
        rank: 120,
        generator: |column| {
            let values = || ["active", "inactive", "pending"].map(Value::from).to_vec();
            let generator =
                || GeneratorSpec::new(&LIST).with("values", values()).with("weights", vec![8.0, 1.0, 1.0]);
            column.is_text_of(&["status"]).then(generator)
        },
    }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let Some(OptionValue::Values(values)) = drafting.generator.option("values") else {
        return drafting.missing("values");
    };
    if values.is_empty() || values.len() > MAX_LIST {
        let message = format!("a list has 1 to {MAX_LIST} values");
        return drafting.problem("values", ProblemCode::InvalidList, message);
    }
    let draft = given(drafting, values, |position| format!("values[{position}]"))?;
    let draft = draft.along(Line::positions(values.len() as u128));
    let Some(OptionValue::Weights(weights)) = drafting.generator.option("weights") else {
        return Ok(draft);
    };
    // A field that was emptied.
    if weights.is_empty() {
        return Ok(draft);
    }
    if weights.len() != values.len() {
        let message =
            format!("there are {} weights for {} values; write one for each", weights.len(), values.len());
        return drafting.problem("weights", ProblemCode::InvalidWeights, message);
    }
    if let Some((position, message)) = AliasTable::refusal(weights) {
        let option = position.map_or_else(|| "weights".to_owned(), |position| format!("weights[{position}]"));
        return drafting.problem(&option, ProblemCode::InvalidWeights, message);
    }
    Ok(Draft { axis: DefaultAxis::Weighted(weights.clone()), ..draft })
}
