//! The options of a generator: a field for each that its kind declares.

use generator::{
    ColumnSpec, DatasetSpec, GeneratorSpec,
    kinds::{KindOption, OptionType, OptionValue, Otherwise},
};
use leptos::prelude::*;

use super::{
    choices,
    completion::completed,
    field::{Field, problem_at},
};
use crate::{
    controls::maybe,
    language::text,
    numbers::parse_count,
    workspace::{Workspace, edit::named_table},
};

/// The fields for the options of a column's generator. They are made anew when its kind changes.
pub(super) fn option_fields(position: Signal<usize>, identity: Signal<String>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let kind = Memo::new(move |_| {
        workspace.with_column(position.get(), |column| Some(column.generator.as_ref()?.kind()))
    });
    let has_lines = Memo::new(move |_| {
        let count = workspace.with_column(position.get(), choices::count);
        count <= choices::MOST_LINES
    });
    let lines = move || choices::places(kind.get()?).map(|_| choices::lines(position, identity));
    let path = move |field: &'static str| {
        Signal::derive(move || format!("{}.gen{field}", workspace.column_path(position.get())))
    };
    let field = move |index: usize, option: &'static KindOption| {
        let place =
            Signal::derive(move || format!("{}.gen.{}", workspace.column_path(position.get()), option.name));
        let value = move || {
            workspace.with_column(position.get(), |column| {
                column.generator.as_ref().map(|generator| read(generator, option)).unwrap_or_default()
            })
        };
        let apply = move |typed: String| {
            let value = write(option, &typed)?;
            let positions = [position.get_untracked()];
            workspace.edit_columns(&text(option.label), Some(option.name), &positions, &|column| {
                let Some(generator) = column.generator.as_mut() else { return };
                match &value {
                    Some(values @ OptionValue::Values(_)) if choices::places(generator.kind()).is_some() => {
                        choices::set_values(generator, values);
                    }
                    value => generator.set(index, value.clone()),
                }
            });
            Ok(())
        };
        // Values may hold line breaks, which a field of one line drops.
        let is_multiline = matches!(
            option.option_type,
            OptionType::Value
                | OptionType::Values
                | OptionType::Text
                | OptionType::Template
                | OptionType::Expression
        );
        let field =
            Field::new(text(option.label), place, value, apply).identity(identity).multiline(is_multiline);
        if let OptionType::Word(words) = option.option_type {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            return field.suggestions(Signal::derive(move || words.clone())).view();
        }
        if option.option_type == OptionType::Expression {
            return completed(field.view(), position);
        }
        match names(option.option_type) {
            Some(names) => {
                let suggestions = move || {
                    let (table, position) = (workspace.selected.get(), position.get());
                    workspace.spec.with(|spec| names(spec, table, position))
                };
                field.suggestions(Signal::derive(suggestions)).view()
            }
            None => field.view(),
        }
    };
    let fields = move || {
        let kind = kind.get()?;
        // The weights of a list that is not long stand beside its values.
        let beside = choices::places(kind).map(|(_, weights)| weights).filter(|_| has_lines.get());
        let options = kind.options.iter().enumerate().filter(|(index, _)| beside != Some(*index));
        let fields = options.map(|(index, option)| field(index, option));
        Some(fields.collect_view().into_any())
    };
    view! {
        <div class="option-fields">{maybe(fields)}</div>
        {maybe(lines)}
        {maybe(move || has_lines.get().then(|| problem_at(path(".weights"), true)))}
        {problem_at(path(".kind"), false)}
        {problem_at(path(""), true)}
    }
    .into_any()
}

/// What gives the names that a field offers, by a table and a column of a spec.
type Names = fn(&DatasetSpec, usize, usize) -> Vec<String>;

/// The names that an option takes, in a column of a table: of tables, of the columns of a parent, of the other columns.
fn names(option_type: OptionType) -> Option<Names> {
    fn of(columns: &[ColumnSpec]) -> Vec<String> {
        columns.iter().map(|column| column.name.clone()).collect()
    }
    match option_type {
        OptionType::Table => Some(|spec, _, _| spec.tables.iter().map(|table| table.name.clone()).collect()),
        OptionType::ParentColumn | OptionType::ChildColumn => Some(|spec, table, position| {
            let named =
                spec.tables.get(table).and_then(|table| named_table(table, table.columns.get(position)?));
            let parent = named.and_then(|name| spec.tables.iter().find(|table| table.name == name));
            parent.map(|parent| of(&parent.columns)).unwrap_or_default()
        }),
        OptionType::Column => Some(|spec, table, position| {
            let mut names = spec.tables.get(table).map(|table| of(&table.columns)).unwrap_or_default();
            if position < names.len() {
                names.remove(position);
            }
            names
        }),
        _ => None,
    }
}

/// What the field of an option shows.
fn read(generator: &GeneratorSpec, option: &KindOption) -> String {
    generator.option(option.name).map(OptionValue::to_field).unwrap_or_default()
}

/// What was typed into the field of an option; an empty field leaves out what may be left out.
pub(super) fn write(option: &KindOption, text: &str) -> Result<Option<OptionValue>, String> {
    let is_text = matches!(option.option_type, OptionType::Value | OptionType::Values);
    if text.trim().is_empty() && option.otherwise == Otherwise::Absent && !is_text {
        return Ok(None);
    }
    // `10k` is a whole number, too.
    let is_whole = matches!(option.option_type, OptionType::Whole | OptionType::Count);
    let digits = text.trim();
    let (sign, count) = digits.strip_prefix('-').map_or(("", digits), |count| ("-", count));
    match parse_count(count) {
        Some(count) if is_whole => option.option_type.parse(&format!("{sign}{count}")),
        _ => option.option_type.parse(text),
    }
    .map(Some)
}

#[cfg(test)]
mod tests {
    use generator::kinds;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn what_is_typed_is_read_or_refused() {
        let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 0).with("max", 9);
        let [min, max] = kinds::INTEGER.options else { panic!("two fields") };
        assert_eq!(read(&generator, max), "9");
        assert_eq!(write(min, " -5 "), Ok(Some(OptionValue::Whole(-5))));
        assert_eq!(write(max, "-1.5k"), Ok(Some(OptionValue::Whole(-1_500))));
        assert!(write(max, "1.5").is_err());
        assert!(write(max, "").unwrap_err().contains("missing"));
    }

    #[test]
    fn what_may_be_left_out_is_left_out_by_an_empty_field() {
        let [_, weights] = kinds::LIST.options else { panic!("two fields") };
        assert_eq!(write(weights, " "), Ok(None));
        assert_eq!(write(weights, "1, 2"), Ok(Some(OptionValue::Weights(vec![1.0, 2.0]))));
        assert_eq!(read(&GeneratorSpec::new(&kinds::LIST), weights), "");
    }

    #[test]
    fn options_that_are_names_offer_them() {
        let spec = example();
        let [table, column, same_row, _] = kinds::FOREIGN_KEY.options else { panic!("four fields") };
        assert_eq!(names(table.option_type).unwrap()(&spec, 1, 1), ["customer", "purchase"]);
        assert_eq!(names(column.option_type).unwrap()(&spec, 1, 1)[..2], ["id", "first_name"]);
        assert!(!names(same_row.option_type).unwrap()(&spec, 1, 1).contains(&"customer_id".to_owned()));
        assert!(names(kinds::INTEGER.options[0].option_type).is_none());
    }
}
