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

/// The `references` of a table, which become the generators of its columns when a document is read.
pub fn references() -> Schema {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about)).build();
    let names = |about: &str| {
        ArrayBuilder::new().items(Object::with_type(Type::String)).description(Some(about)).build()
    };
    let about_children = "How many children each parent has, with the options of the kind `child_of` and a distribution over the parents; \
                          without it each child draws its parent.";
    let options = kinds::kind("child_of").map_or(&[] as &[KindOption], |kind| kind.options);
    let mut children = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(about_children))
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    for option in options.iter().filter(|option| !["table", "column", "name"].contains(&option.name)) {
        children = children.property(option.name, of_option(option));
    }
    let children = children.property("distribution", distribution());
    let optional = ObjectBuilder::new()
        .schema_type(Type::Number)
        .description(Some("The fraction of rows that refer to no parent, 0 to 1; their columns are NULL."));
    let reference = ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
        .property("name", text("What the key is called in expressions, before the point."))
        .property("columns", names("Columns of this table, which have no `gen` of their own."))
        .required("columns")
        .property("table", text("The parent table."))
        .required("table")
        .property(
            "columns_there",
            names("The parent's columns, in the same order; its primary key where they are left out."),
        )
        .property("children", children)
        .property("optional", optional);
    let about = "Keys of other tables, as another way to write the `gen` of their columns; what is read is given back as generators.";
    ArrayBuilder::new().items(reference).description(Some(about)).build().into()
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
