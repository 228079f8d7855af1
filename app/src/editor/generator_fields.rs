//! The options of a column's generator, inline: a field for each option that its kind declares.

use generator::{
    ColumnSpec, GeneratorSpec,
    kinds::{KindOption, OptionType, OptionValue, Otherwise},
};
use leptos::prelude::*;

use super::field::{Field, Problem};
use crate::{
    numbers::parse_count,
    workspace::{Step, Workspace},
};

/// The fields for a column's generator. They are made anew when the generator's kind changes.
#[component]
pub(super) fn GeneratorFields(
    position: usize,
    column: Memo<Option<ColumnSpec>>,
    /// The name of the column.
    identity: Signal<String>,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let kind = Memo::new(move |_| column.with(|column| Some(column.as_ref()?.generator.as_ref()?.kind())));
    let path = move |field: &'static str| {
        Signal::derive(move || format!("tables[{}].columns[{position}].gen{field}", workspace.selected.get()))
    };
    let field = move |index: usize, option: &'static KindOption| {
        let value = Signal::derive(move || {
            column.with(|column| {
                let generator = column.as_ref().and_then(|column| column.generator.as_ref());
                generator.map(|generator| read(generator, option)).unwrap_or_default()
            })
        });
        let apply = Callback::new(move |text: String| {
            let value = write(option, &text)?;
            let name = column.with_untracked(|column| column.as_ref().map(|column| column.name.clone()));
            let step = format!("{} of {}", option.label, name.unwrap_or_default());
            workspace.edit_table(Step::typed(step, format!("{position} {}", option.name)), |table| {
                let generator = table.columns.get_mut(position).and_then(|column| column.generator.as_mut());
                if let Some(generator) = generator {
                    generator.set(index, value);
                }
            });
            Ok(())
        });
        let place = Signal::derive(move || format!("{}.{}", path("").get(), option.name));
        // Values may hold line breaks, which a field of one line drops.
        let multiline = matches!(
            option.option_type,
            OptionType::Value | OptionType::Values | OptionType::Text | OptionType::Template
        );
        view! { <Field label=option.label value apply path=place identity multiline /> }
    };
    view! {
        <div class="generator-fields">
            {move || kind.get().map(|kind| {
                kind.options.iter().enumerate().map(|(index, option)| field(index, option)).collect_view()
            })}
        </div>
        <Problem path=path(".kind") />
        <Problem path=path("") exact=true />
    }
}

/// What the field of an option shows.
fn read(generator: &GeneratorSpec, option: &KindOption) -> String {
    generator.option(option.name).map(OptionValue::to_field).unwrap_or_default()
}

/// What was typed into the field of an option; an empty field leaves out what may be left out.
fn write(option: &KindOption, text: &str) -> Result<Option<OptionValue>, String> {
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
}
