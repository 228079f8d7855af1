//! The values of a list, one a line, each with its weight and its share of the rows.

use generator::{
    ColumnSpec, GeneratorSpec,
    kinds::{Kind, KindOption, OptionType, OptionValue},
};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;

use super::field::Field;
use crate::{
    controls::{Button, maybe},
    language::t,
    numbers::percent_text,
    workspace::Workspace,
};

/// Most values that have a line each; more are edited as one text.
pub(super) const MOST_LINES: usize = 40;

/// The places of the values and of their weights among the options of a kind, if it has both.
pub(super) fn places(kind: &Kind) -> Option<(usize, usize)> {
    let place =
        |option_type| kind.options.iter().position(|option: &KindOption| option.option_type == option_type);
    Some((place(OptionType::Values)?, place(OptionType::Weights)?))
}

/// How many values the list of a column has; 0 if it has no list.
pub(super) fn count(column: &ColumnSpec) -> usize {
    column.generator.as_ref().map_or(0, |generator| List::of(generator).map_or(0, |list| list.values.len()))
}

/// The values and weights of a generator.
#[derive(Debug, Clone, Default, PartialEq)]
struct List {
    values: Vec<Value>,
    /// As many as values; equal where none were given.
    weights: Vec<f64>,
    is_weighted: bool,
}

impl List {
    fn of(generator: &GeneratorSpec) -> Option<Self> {
        places(generator.kind())?;
        let named = |option_type| {
            let option = generator.kind().options.iter().find(|option| option.option_type == option_type)?;
            generator.option(option.name)
        };
        let Some(OptionValue::Values(values)) = named(OptionType::Values) else { return None };
        let given = match named(OptionType::Weights) {
            Some(OptionValue::Weights(weights)) => weights.clone(),
            _ => Vec::new(),
        };
        // What is missing of the weights is 1, and what there is too much has no value: the form shows what it would write.
        let mut weights = given.clone();
        weights.resize(values.len(), 1.0);
        Some(Self { values: values.clone(), weights, is_weighted: !given.is_empty() })
    }

    /// The share of a value in all rows, 0 to 1.
    fn share(&self, index: usize) -> Option<f64> {
        let total: f64 = self.weights.iter().sum();
        self.weights.get(index).filter(|_| total > 0.0).map(|weight| weight / total)
    }

    /// Writes the list back; without weights, if it had none and all are equal.
    fn write(self, generator: &mut GeneratorSpec) {
        let Some((values, weights)) = places(generator.kind()) else { return };
        let is_weighted = self.is_weighted || self.weights.windows(2).any(|pair| pair[0] != pair[1]);
        generator.set(values, Some(OptionValue::Values(self.values)));
        generator.set(weights, is_weighted.then_some(OptionValue::Weights(self.weights)));
    }
}

/// The weights for new values, from those of the values before: what stayed in its place or is found again keeps its own, what was
/// changed in place too, and what is new has 1.
pub(super) fn carried(before: &[Value], weights: &[f64], values: &[Value]) -> Vec<f64> {
    let shortest = before.len().min(values.len()).min(weights.len());
    let start = before.iter().zip(values).take(shortest).take_while(|(old, new)| old == new).count();
    let pairs = before.iter().rev().zip(values.iter().rev()).take(shortest - start);
    let end = pairs.take_while(|(old, new)| old == new).count();
    let mut left: Vec<(&Value, f64)> = before.iter().zip(weights.iter().copied()).collect();
    let behind = left.split_off(before.len().saturating_sub(end).min(left.len()));
    let mut left = left.split_off(start.min(left.len()));
    let changed = &values[start..values.len() - end];
    let mut found: Vec<Option<f64>> = changed
        .iter()
        .map(|value| {
            let place = left.iter().position(|(old, _)| *old == value)?;
            Some(left.remove(place).1)
        })
        .collect();
    let mut rest = left.into_iter().map(|(_, weight)| weight);
    for weight in found.iter_mut().filter(|weight| weight.is_none()) {
        *weight = rest.next();
    }
    let kept = weights.iter().copied().take(start);
    let changed = found.into_iter().map(|weight| weight.unwrap_or(1.0));
    kept.chain(changed).chain(behind.into_iter().map(|(_, weight)| weight)).collect()
}

/// Changes the values of a generator, and its weights with them.
pub(super) fn set_values(generator: &mut GeneratorSpec, values: &OptionValue) {
    let (Some((at, weights_at)), OptionValue::Values(values)) = (places(generator.kind()), values) else {
        return;
    };
    if let Some(list) = List::of(generator).filter(|list| list.is_weighted) {
        let weights = carried(&list.values, &list.weights, values);
        generator.set(weights_at, Some(OptionValue::Weights(weights)));
    }
    generator.set(at, Some(OptionValue::Values(values.clone())));
}

/// The lines of a list of at most [`MOST_LINES`] values, and a button for one more.
pub(super) fn lines(position: Signal<usize>, identity: Signal<String>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let count = Memo::new(move |_| workspace.with_column(position.get(), count));
    let add = Button::new("Add value", move || {
        change(workspace, position, &t!("values"), None, |list| {
            list.values.push("".into());
            list.weights.push(1.0);
        });
        focus(usize::MAX);
    })
    .off(move || count.get() >= MOST_LINES)
    .title(move || (count.get() >= MOST_LINES).then(|| t!("More values are written into the field above.")));
    let all = move || {
        let count = count.get();
        if count > MOST_LINES {
            return None;
        }
        let add = add.clone();
        Some(
            view! {
                <div class="list-lines" role="group" aria-label=t!("Choices and their weights")>
                    <span class="list-lines-head" aria-hidden="true">{t!("value")}</span>
                    <span class="list-lines-head" aria-hidden="true">{t!("weight")}</span>
                    <span class="list-lines-head" aria-hidden="true">{t!("share")}</span>
                    <span></span>
                    {(0..count).map(|index| line(workspace, position, identity, index)).collect_view()}
                    <div class="list-lines-end">{add.class("quiet").id("add-value").view()}</div>
                </div>
            }
            .into_any(),
        )
    };
    maybe(all)
}

/// One value: its text, its weight, its share, and a button that takes it out.
fn line(workspace: Workspace, position: Signal<usize>, identity: Signal<String>, index: usize) -> AnyView {
    let place = move |option: &'static str| {
        Signal::derive(move || format!("{}.gen.{option}[{index}]", workspace.column_path(position.get())))
    };
    let read = move |read: fn(&List, usize) -> Option<String>| {
        move || {
            workspace.with_column(position.get(), |column| {
                let list = column.generator.as_ref().and_then(List::of).unwrap_or_default();
                read(&list, index).unwrap_or_default()
            })
        }
    };
    let value = Field::new(
        t!("Value {0}", index + 1),
        place("values"),
        read(|list, index| list.values.get(index).map(|value| OptionValue::Value(value.clone()).to_field())),
        move |text| {
            change(workspace, position, &t!("values"), Some(index), |list| {
                if let Some(value) = list.values.get_mut(index) {
                    *value = text.clone().into();
                }
            });
            Ok(())
        },
    );
    let weight = Field::new(
        t!("Weight {0}", index + 1),
        place("weights"),
        read(|list, index| list.weights.get(index).map(ToString::to_string)),
        move |text| {
            let weight = weight(&text).ok_or_else(|| t!("a number from 0 on"))?;
            change(workspace, position, &t!("weights"), Some(index), |list| {
                if let Some(found) = list.weights.get_mut(index) {
                    *found = weight;
                }
            });
            Ok(())
        },
    );
    let share = read(|list, index| {
        list.share(index).map(|share| match share {
            0.0 => "0\u{a0}%".to_owned(),
            share if share < 0.001 => "<\u{a0}0.1\u{a0}%".to_owned(),
            share => format!("{}\u{a0}%", percent_text((share * 1_000.0).round() / 1_000.0)),
        })
    });
    let remove: Box<dyn FnMut(leptos::ev::MouseEvent)> = Box::new(move |_| {
        change(workspace, position, &t!("values"), None, |list| {
            if index < list.values.len() {
                list.values.remove(index);
                list.weights.remove(index);
            }
        });
        focus(index);
    });
    // A value may hold line breaks, which a field of one line drops.
    view! {
        {value.identity(identity).multiline(true).view()}
        {weight.identity(identity).view()}
        <span class="share">{Signal::derive(share)}</span>
        <button type="button" class="quiet" aria-label=t!("Remove value {0}", index + 1) on:click=remove>"×"</button>
    }
    .into_any()
}

/// Changes the list of a column; `letter` is the line that is typed into letter by letter.
fn change(
    workspace: Workspace,
    position: Signal<usize>,
    what: &str,
    letter: Option<usize>,
    change: impl Fn(&mut List),
) {
    let field = letter.map(|index| format!("{what} {index}"));
    workspace.edit_columns(what, field.as_deref(), &[position.get_untracked()], &|column| {
        if let Some(generator) = column.generator.as_mut()
            && let Some(mut list) = List::of(generator)
        {
            change(&mut list);
            list.write(generator);
        }
    });
}

/// A weight as it is typed.
fn weight(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|weight: &f64| weight.is_finite() && *weight >= 0.0)
}

/// Moves the focus to a value, or to the last one, once the lines are drawn; without any, to the button that adds one.
fn focus(index: usize) {
    request_animation_frame(move || {
        let values = document().query_selector_all(".list-lines [data-path*='.gen.values[']").ok();
        let value = values.and_then(|values| {
            values.item(u32::try_from(index).unwrap_or(u32::MAX).min(values.length().checked_sub(1)?))
        });
        let element = match value {
            Some(value) => value.dyn_into::<web_sys::HtmlElement>().ok(),
            None => document().get_element_by_id("add-value").and_then(|button| button.dyn_into().ok()),
        };
        if let Some(element) = element {
            // What is not seen leaves the focus where it is.
            let _ = element.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use generator::kinds;

    use super::*;

    fn list(weights: Option<Vec<f64>>) -> GeneratorSpec {
        let list = GeneratorSpec::new(&kinds::LIST).with("values", vec![Value::from("a"), Value::from(2)]);
        match weights {
            Some(weights) => list.with("weights", weights),
            None => list,
        }
    }

    #[test]
    fn a_list_has_a_weight_for_each_value() {
        let equal = List::of(&list(None)).unwrap();
        assert_eq!((equal.weights.as_slice(), equal.share(1)), ([1.0, 1.0].as_slice(), Some(0.5)));
        let weighted = List::of(&list(Some(vec![3.0]))).unwrap();
        assert_eq!((weighted.share(0), weighted.share(1), weighted.share(2)), (Some(0.75), Some(0.25), None));
        assert_eq!(List::of(&list(Some(vec![0.0, 0.0]))).unwrap().share(0), None);
        assert!(List::of(&GeneratorSpec::new(&kinds::INTEGER)).is_none());
    }

    #[test]
    fn what_is_not_changed_is_written_as_it_was() {
        for generator in [list(None), list(Some(vec![1.0, 1.0])), list(Some(vec![2.0, 1.0]))] {
            let mut written = generator.clone();
            List::of(&generator).unwrap().write(&mut written);
            assert_eq!(written, generator);
        }
        let mut changed = list(None);
        let mut read = List::of(&changed).unwrap();
        read.weights[0] = 4.0;
        read.write(&mut changed);
        assert_eq!(changed, list(Some(vec![4.0, 1.0])));
    }

    #[test]
    fn weights_stay_with_their_values() {
        let values = |texts: &[&str]| texts.iter().map(|text| Value::from(*text)).collect::<Vec<_>>();
        let carried = |new: &[&str]| carried(&values(&["a", "b", "c"]), &[5.0, 2.0, 7.0], &values(new));
        assert_eq!(carried(&["x", "a", "b", "c"]), [1.0, 5.0, 2.0, 7.0]);
        assert_eq!(carried(&["c", "b"]), [7.0, 2.0]);
        assert_eq!(carried(&["a", "bb", "c"]), [5.0, 2.0, 7.0]);
        assert_eq!(carried(&["a", "b", "c", "d"]), [5.0, 2.0, 7.0, 1.0]);
        assert_eq!(carried(&["b", "a", "c"]), [2.0, 5.0, 7.0]);
        assert_eq!(carried(&[]), Vec::<f64>::new());
        assert_eq!(super::carried(&values(&["a", "b"]), &[3.0], &values(&["a", "b"])), [3.0, 1.0]);
        let mut list = list(Some(vec![3.0, 1.0]));
        set_values(&mut list, &OptionValue::Values(values(&["z", "a"])));
        assert_eq!(list.to_string(), r#"{"kind":"list","values":["z","a"],"weights":[1.0,3.0]}"#);
    }

    #[test]
    fn weights_are_numbers_from_zero_on() {
        assert_eq!((weight(" 2.5 "), weight("0")), (Some(2.5), Some(0.0)));
        for wrong in ["", "-1", "x", "inf", "NaN"] {
            assert_eq!(weight(wrong), None, "{wrong}");
        }
    }
}
