//! What the API's description says of a spec where that comes from a list: kinds of generators, codes of problems.

use serde_json::Value;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Schema, Type,
};

use super::ProblemCode;
use crate::{
    distribution::distributions,
    kinds::{self, Kind, KindOption, OptionType, Otherwise},
};

/// A generator: one object for each kind.
pub(super) fn generator() -> Schema {
    kinds::kinds()
        .into_iter()
        .fold(OneOfBuilder::new(), |kinds, kind| kinds.item(of_kind(kind)))
        .build()
        .into()
}

/// A distribution: one object for each.
pub(super) fn distribution() -> Schema {
    distributions()
        .iter()
        .fold(OneOfBuilder::new(), |all, one| all.item(object(one.name, one.label, one.about, one.options)))
        .build()
        .into()
}

/// The codes of problems.
pub(super) fn problem_code() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("What kind of problem, for programs; docs/errors.md has their meanings."))
        .enum_values(Some(ProblemCode::ALL.iter().map(|code| code.name())))
        .build()
}

fn of_kind(kind: &Kind) -> Object {
    object(kind.name, kind.label, kind.about, kind.options)
}

/// An object whose field `kind` has this name, with a field for each option.
fn object(name: &str, label: &str, about: &str, options: &[KindOption]) -> Object {
    let name = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([name]));
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .title(Some(label))
        .description(Some(about))
        .property("kind", name)
        .required("kind")
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    for option in options {
        object = object.property(option.name, of_option(option));
        if option.otherwise == Otherwise::Required {
            object = object.required(option.name);
        }
    }
    object.build()
}

fn of_option(option: &KindOption) -> Schema {
    let default = match option.otherwise {
        Otherwise::Required | Otherwise::Absent => None,
        Otherwise::Whole(number) => Some(Value::from(number)),
        Otherwise::Number(number) => Some(Value::from(number)),
    };
    let simple = |schema_type: Type| {
        ObjectBuilder::new()
            .schema_type(schema_type)
            .description(Some(option.about))
            .default(default.clone())
            .build()
            .into()
    };
    let list =
        |items: Object| ArrayBuilder::new().items(items).description(Some(option.about)).build().into();
    match option.option_type {
        OptionType::Whole | OptionType::Count => simple(Type::Integer),
        OptionType::Word(words) => ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(words.iter().copied()))
            .description(Some(option.about))
            .build()
            .into(),
        OptionType::Number | OptionType::Fraction => simple(Type::Number),
        OptionType::Values => list(Object::default()),
        OptionType::Weights => list(ObjectBuilder::new().schema_type(Type::Number).build()),
        OptionType::Value => {
            let mut any = Object::default();
            any.description = Some(option.about.to_owned());
            any.into()
        }
        _ => simple(Type::String),
    }
}
