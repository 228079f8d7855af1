//! The options of a column's generator, inline.

use generator::{ColumnSpec, GeneratorSpec};
use leptos::prelude::*;

use super::field::{Field, Problem};
use crate::workspace::Workspace;

/// An option of a generator: its label, its field in the spec, how it is read and written as text.
struct GeneratorField {
    label: &'static str,
    field: &'static str,
    read: fn(&GeneratorSpec) -> String,
    write: fn(&mut GeneratorSpec, &str) -> Result<(), String>,
}

/// The fields for a column's generator. They are made anew when the generator's kind changes.
#[component]
pub(super) fn GeneratorFields(position: usize, column: Memo<Option<ColumnSpec>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let kind = Memo::new(move |_| {
        column.with(|column| {
            column
                .as_ref()
                .and_then(|column| column.generator.as_ref())
                .map_or("", |generator| generator.kind())
        })
    });
    let path = move |field: &'static str| {
        Signal::derive(move || format!("tables[{}].columns[{position}].gen{field}", workspace.selected.get()))
    };
    let field = move |GeneratorField { label, field, read, write }: GeneratorField| {
        let value = Signal::derive(move || {
            column.with(|column| {
                column.as_ref().and_then(|column| column.generator.as_ref()).map(read).unwrap_or_default()
            })
        });
        let apply = Callback::new(move |text: String| {
            let mut result = Ok(());
            workspace.edit_table(&format!("{position} {field}"), |table| {
                let generator = table.columns.get_mut(position).and_then(|column| column.generator.as_mut());
                if let Some(generator) = generator {
                    result = write(generator, &text);
                }
            });
            result
        });
        let place = Signal::derive(move || format!("{}.{field}", path("").get()));
        view! { <Field label value apply path=place /> }
    };
    view! {
        <div class="generator-fields">
            {move || fields(kind.get()).into_iter().map(field).collect_view()}
        </div>
        <Problem path=path(".kind") />
        <Problem path=path("") exact=true />
    }
}

/// A field over one member of one variant.
macro_rules! text_field {
    ($label:literal, $name:literal, $variant:ident, $member:ident) => {
        GeneratorField {
            label: $label,
            field: $name,
            read: |generator| match generator {
                GeneratorSpec::$variant { $member, .. } => $member.to_string(),
                _ => String::new(),
            },
            write: |generator, text| match generator {
                GeneratorSpec::$variant { $member, .. } => {
                    *$member = text.trim().parse().map_err(|_| not_a_number(text))?;
                    Ok(())
                }
                _ => Ok(()),
            },
        }
    };
}

fn not_a_number(text: &str) -> String {
    if text.trim().is_empty() {
        "a number is missing".to_owned()
    } else {
        format!("`{}` is no such number", text.trim())
    }
}

fn fields(kind: &str) -> Vec<GeneratorField> {
    match kind {
        "sequence" => {
            vec![text_field!("start", "start", Sequence, start), text_field!("step", "step", Sequence, step)]
        }
        "integer" => vec![text_field!("min", "min", Integer, min), text_field!("max", "max", Integer, max)],
        "decimal" => vec![text_field!("min", "min", Decimal, min), text_field!("max", "max", Decimal, max)],
        "double" => vec![text_field!("min", "min", Double, min), text_field!("max", "max", Double, max)],
        "boolean" => vec![text_field!("true, of 1", "true", Boolean, true_fraction)],
        "date" => vec![text_field!("from", "from", Date, from), text_field!("to", "to", Date, to)],
        "time" => vec![text_field!("from", "from", Time, from), text_field!("to", "to", Time, to)],
        "timestamp" => {
            vec![text_field!("from", "from", Timestamp, from), text_field!("to", "to", Timestamp, to)]
        }
        "paragraph" => vec![
            text_field!("min sentences", "min_sentences", Paragraph, min_sentences),
            text_field!("max sentences", "max_sentences", Paragraph, max_sentences),
        ],
        "bytes" => vec![
            text_field!("min length", "min_length", Bytes, min_length),
            text_field!("max length", "max_length", Bytes, max_length),
        ],
        "pattern" => vec![GeneratorField {
            label: "pattern",
            field: "pattern",
            read: |generator| match generator {
                GeneratorSpec::Pattern { pattern } => pattern.clone(),
                _ => String::new(),
            },
            write: |generator, text| {
                if let GeneratorSpec::Pattern { pattern } = generator {
                    text.clone_into(pattern);
                }
                Ok(())
            },
        }],
        "template" => vec![GeneratorField {
            label: "template",
            field: "template",
            read: |generator| match generator {
                GeneratorSpec::Template { template } => template.clone(),
                _ => String::new(),
            },
            write: |generator, text| {
                if let GeneratorSpec::Template { template } = generator {
                    text.clone_into(template);
                }
                Ok(())
            },
        }],
        "constant" => vec![GeneratorField {
            label: "value",
            field: "value",
            read: |generator| match generator {
                GeneratorSpec::Constant { value } => scalar_text(value),
                _ => String::new(),
            },
            write: |generator, text| {
                if let GeneratorSpec::Constant { value } = generator {
                    *value = text.into();
                }
                Ok(())
            },
        }],
        "list" => vec![
            GeneratorField {
                label: "values, with commas",
                field: "values",
                read: |generator| match generator {
                    GeneratorSpec::List { values, .. } => join_values(values),
                    _ => String::new(),
                },
                write: |generator, text| {
                    if let GeneratorSpec::List { values, .. } = generator {
                        *values = split_values(text);
                    }
                    Ok(())
                },
            },
            GeneratorField {
                label: "weights",
                field: "weights",
                read: |generator| match generator {
                    GeneratorSpec::List { weights: Some(weights), .. } => {
                        weights.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
                    }
                    _ => String::new(),
                },
                write: |generator, text| {
                    let numbers = text.split(',').map(str::trim).filter(|number| !number.is_empty());
                    let numbers: Vec<f64> = numbers
                        .map(|number| number.parse().map_err(|_| not_a_number(number)))
                        .collect::<Result<_, _>>()?;
                    if let GeneratorSpec::List { weights, .. } = generator {
                        *weights = (!numbers.is_empty()).then_some(numbers);
                    }
                    Ok(())
                },
            },
        ],
        "foreign_key" => vec![
            text_field!("table", "table", ForeignKey, table),
            text_field!("column", "column", ForeignKey, column),
        ],
        _ => Vec::new(),
    }
}

fn scalar_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Values with commas between them; a comma or backslash inside a value has a backslash before it.
fn join_values(values: &[serde_json::Value]) -> String {
    let escape = |value| scalar_text(value).replace('\\', "\\\\").replace(',', "\\,");
    values.iter().map(escape).collect::<Vec<_>>().join(", ")
}

fn split_values(text: &str) -> Vec<serde_json::Value> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ',' => values.push(std::mem::take(&mut value)),
            '\\' => value.push(characters.next().unwrap_or('\\')),
            other => value.push(other),
        }
    }
    values.push(value);
    values.into_iter().map(|value| value.trim().into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_commas_read_back() {
        let values: Vec<serde_json::Value> = vec!["a, b".into(), "c\\d".into(), "".into(), "e".into()];
        assert_eq!(join_values(&values), "a\\, b, c\\\\d, , e");
        assert_eq!(split_values(&join_values(&values)), values);
    }

    #[test]
    fn numbers_are_read_or_refused() {
        let mut generator = GeneratorSpec::Integer { min: 0, max: 9 };
        let [min, max] = &fields("integer")[..] else { panic!("two fields") };
        assert_eq!((max.read)(&generator), "9");
        (min.write)(&mut generator, " -5 ").unwrap();
        assert!((max.write)(&mut generator, "1e9").is_err());
        assert_eq!(generator, GeneratorSpec::Integer { min: -5, max: 9 });
    }
}
