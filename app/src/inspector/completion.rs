//! Names for an expression that is being typed: those of columns, of parents' columns and of functions that begin with the word at the caret.

use generator::{DatasetSpec, FUNCTIONS, GeneratorSpec};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{controls::several, language::t, workspace::Workspace};

/// Most names that are offered at once.
const MOST: usize = 12;

/// A name to choose, and what is written for it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    shown: String,
    written: String,
}

/// A field, and below it the names that go on with the word at its caret. Tab leads from the field to them.
pub(super) fn completed(field: AnyView, position: Signal<usize>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let word = RwSignal::new(String::new());
    let area = StoredValue::new_local(None::<web_sys::HtmlTextAreaElement>);
    let look = move |event: &web_sys::Event| {
        let found = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
        if let Some(found) = found {
            let caret = found.selection_start().ok().flatten().unwrap_or(0) as usize;
            word.set(word_before(&found.value(), caret));
            area.set_value(Some(found));
        }
    };
    let offers = Memo::new(move |_| {
        let (table, position) = (workspace.selected.get(), position.get());
        workspace.spec.with(|spec| offers(spec, table, position, &word.get()))
    });
    let take = move |written: String| {
        let Some(area) = area.get_value() else { return };
        let caret = area.selection_start().ok().flatten().unwrap_or(0);
        let start = caret.saturating_sub(word.get_untracked().encode_utf16().count() as u32);
        // The event tells the field of what was written.
        if area.set_range_text_with_start_and_end(&written, start, caret).is_ok()
            && let Ok(event) = web_sys::Event::new("input")
        {
            let end = start + written.encode_utf16().count() as u32;
            let _ = area.set_selection_range(end, end);
            let _ = area.dispatch_event(&event);
            let _ = area.focus();
            word.set(word_before(&area.value(), end as usize));
        }
    };
    let offer = move |offer: Offer| {
        let Offer { shown, written } = offer;
        view! { <button type="button" class="quiet" on:click=move |_| take(written.clone())>{shown}</button> }
            .into_any()
    };
    view! {
        <div
            class="completed"
            on:input=move |event| look(event.unchecked_ref())
            on:keyup=move |event| look(event.unchecked_ref())
            on:click=move |event| look(event.unchecked_ref())
            on:focusin=move |event| look(event.unchecked_ref())
        >
            {field}
            <div class="completion" role="group" aria-label=t!("Names for the expression")>
                {several(move || offers.get().into_iter().map(offer).collect())}
            </div>
        </div>
    }
    .into_any()
}

/// The word before the caret, which counts UTF-16 units: letters, digits, points.
fn word_before(text: &str, caret: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().take(caret).collect();
    let before = String::from_utf16_lossy(&units);
    let start = before
        .rfind(|character: char| !(character.is_alphanumeric() || character == '_' || character == '.'));
    let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[start..].to_owned()
}

/// What begins with a word: columns of the table but this one, columns of parents behind their keys, functions.
fn offers(spec: &DatasetSpec, table: usize, position: usize, word: &str) -> Vec<Offer> {
    let Some(owner) = spec.tables.get(table) else { return Vec::new() };
    let word = word.to_lowercase();
    let quoted = |name: &str| generator::written_in_expression(name);
    let own = owner.columns.iter().enumerate().filter(|(index, _)| *index != position);
    let own = own.map(|(_, column)| Offer { shown: column.name.clone(), written: quoted(&column.name) });
    let parents = owner.columns.iter().filter_map(|column| {
        let reference = column.generator.as_ref().and_then(GeneratorSpec::reference)?;
        let parent = spec.tables.iter().find(|table| table.name == reference.table)?;
        let key = reference.name.unwrap_or(&column.name);
        Some((key, parent)).filter(|_| reference.same_row_as.is_none())
    });
    let parents = parents.flat_map(|(key, parent)| {
        parent.columns.iter().map(move |column| Offer {
            shown: format!("{key}.{}", column.name),
            written: format!("{}.{}", quoted(key), quoted(&column.name)),
        })
    });
    let functions = FUNCTIONS.iter().map(|function| {
        let is_called = function.signature.contains('(');
        Offer {
            shown: function.signature.to_owned(),
            written: if is_called { format!("{}(", function.name) } else { function.name.to_owned() },
        }
    });
    let fits = |offer: &Offer| {
        !word.is_empty()
            && offer.shown.to_lowercase().starts_with(&word)
            && offer.shown.to_lowercase() != word
    };
    let all: Vec<Offer> = own.chain(parents).collect();
    match word.is_empty() {
        true => all.into_iter().take(MOST).collect(),
        false => all.into_iter().chain(functions).filter(fits).take(MOST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn the_word_at_the_caret_is_completed() {
        assert_eq!(word_before("price * cust", 12), "cust");
        assert_eq!(word_before("price * customer.na, 1", 19), "customer.na");
        assert_eq!(word_before("가격 * 수", 6), "수");
        assert_eq!(word_before("a +", 3), "");
        let spec = example();
        let child = spec.tables.iter().position(|table| {
            table.columns.iter().any(|column| {
                column.generator.as_ref().is_some_and(|generator| generator.reference().is_some())
            })
        });
        let child = child.unwrap();
        let shown = |word: &str| {
            offers(&spec, child, 0, word).into_iter().map(|offer| offer.shown).collect::<Vec<_>>()
        };
        assert!(shown("").len() > 2 && shown("").len() <= MOST);
        assert!(shown("date_").iter().any(|name| name.starts_with("date_trunc(")));
        assert!(
            shown("customer_id.e").contains(&"customer_id.email".to_owned()),
            "{:?}",
            shown("customer_id.")
        );
        assert!(shown("zzz").is_empty());
    }
}
