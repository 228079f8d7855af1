//! A labelled text field of a value in the spec, and the problems beside it.

use leptos::prelude::*;

use crate::{
    controls::{TypedText, maybe},
    numbers::regrouped,
    workspace::Workspace,
};

/// A labelled text field. What is typed is applied at once; what cannot be applied stays in the field, with the reason
/// beside it, while the spec keeps its last value.
#[component]
pub(super) fn Field(
    label: &'static str,
    value: Signal<String>,
    apply: Callback<String, Result<(), String>>,
    /// Where the value is in the spec, and its problems are found.
    path: Signal<String>,
    /// What tells this value from others that come to the same place: the name of its column or table.
    #[prop(optional)]
    identity: Option<Signal<String>>,
    #[prop(optional, into)] id: Option<String>,
    /// Names of values to choose from.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Shows no label; it is only read out.
    #[prop(optional)]
    compact: bool,
    /// Applies what was typed when the field is left, not at each letter: names, which other places refer to.
    #[prop(optional)]
    when_left: bool,
    /// Groups digits by commas while they are typed.
    #[prop(optional)]
    grouped: bool,
    /// A text that may have line breaks.
    #[prop(optional)]
    multiline: bool,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let field = RwSignal::new(TypedText::default());
    // Another place, or another column at the same place, with the same value is another value.
    let identity = move || {
        let of = identity.map(|identity| identity.get()).unwrap_or_default();
        format!("{}\n{of}\n{}\n{}", workspace.shown_since.get(), path.get(), value.get())
    };
    let told = StoredValue::new(None::<String>);
    // The workspace knows at once what could not be applied: whoever saves asks it.
    let tell = move || {
        let refused = field.try_with_untracked(|field| field.refused().map(str::to_owned)).flatten();
        let refused = refused.and_then(|reason| Some((path.try_get_untracked()?, reason)));
        let place = refused.as_ref().map(|(place, _)| place.clone());
        let before = told.try_update_value(|told| std::mem::replace(told, place)).flatten();
        if before.is_some() || refused.is_some() {
            // At the end of the page the workspace may go first.
            let _ = workspace.refused.try_update(|all| {
                before.map(|place| all.remove(&place));
                all.extend(refused);
            });
        }
    };
    Effect::new(move |_| {
        let identity = identity();
        field.update(|field| field.see(&identity));
        tell();
    });
    on_cleanup(move || {
        if let Some(Some(place)) = told.try_update_value(Option::take) {
            let _ = workspace.refused.try_update(|all| all.remove(&place));
        }
    });
    let message = move || {
        let refused = field.with(|field| field.refused().map(str::to_owned));
        refused.or_else(|| workspace.problem_below(&path.get()).map(|problem| problem.message))
    };
    let is_wrong = move || message().is_some();
    let run = move |text: String| {
        let result = apply.run(text);
        let identity = untrack(identity);
        field.update(|field| field.applied(result, &identity));
        tell();
    };
    let type_in = move |text: String| {
        field.update(|field| field.type_in(text.clone(), when_left, &value.get_untracked()));
        if !when_left {
            run(text);
        }
    };
    let type_into = move |input: web_sys::HtmlInputElement, event: &web_sys::Event| {
        let before = field.with_untracked(|field| field.shown(&value.get_untracked()).to_owned());
        let regrouped = if grouped { regroup(&input, &before, event) } else { None };
        type_in(regrouped.unwrap_or_else(|| input.value()));
    };
    let left = move |text: String| {
        // A field whose row was just removed has nothing to apply.
        if when_left && field.try_with_untracked(TypedText::is_unapplied) == Some(true) {
            run(text);
        }
    };
    let shown = move || field.with(|field| field.shown(&value.get()).to_owned());
    let unapplied = move || field.with(TypedText::is_unapplied).then_some("");
    // Names the message to readers of the field; the path is where it is, so it is there once.
    let message_id = move || format!("problem-{}", path.get());
    view! {
        <div class="field" class:error=is_wrong>
            <label>
                <span class:visually-hidden=compact>{label}</span>
                {if multiline {
                    view! {
                        <textarea
                            id=id
                            rows="1"
                            spellcheck="false"
                            data-path=path
                            data-unapplied=unapplied
                            aria-invalid=move || is_wrong().to_string()
                            aria-describedby=move || is_wrong().then(message_id)
                            prop:value=shown
                            on:input:target=move |event| type_in(event.target().value())
                            on:blur=move |_| field.update(TypedText::leave)
                            inner_html=content(&value.get_untracked())
                        ></textarea>
                    }.into_any()
                } else {
                    view! {
                        <input
                            id=id
                            list=list
                            autocomplete="off"
                            spellcheck="false"
                            data-path=path
                            data-unapplied=unapplied
                            aria-invalid=move || is_wrong().to_string()
                            aria-describedby=move || is_wrong().then(message_id)
                            prop:value=shown
                            value=value.get_untracked()
                            on:input:target=move |event| type_into(event.target(), &event)
                            on:change:target=move |event| left(event.target().value())
                            on:blur=move |_| field.update(TypedText::leave)
                        />
                    }.into_any()
                }}
            </label>
            {maybe(move || message().map(|message| view! { <span class="problem" role="alert" id=message_id()>{message}</span> }.into_any()))}
        </div>
    }
}

/// A text as the content of a text area in HTML, whose first line break is none of its text.
fn content(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Groups the digits of a field after an input, and gives its text if something was changed.
fn regroup(input: &web_sys::HtmlInputElement, before: &str, event: &web_sys::Event) -> Option<String> {
    use wasm_bindgen::JsCast as _;
    let kind = event.dyn_ref::<web_sys::InputEvent>();
    if kind.is_some_and(web_sys::InputEvent::is_composing) {
        return None;
    }
    let is_forward = kind.is_some_and(|kind| kind.input_type().ends_with("Forward"));
    let caret = input.selection_start().ok().flatten()?;
    let (text, at) = regrouped(before, &input.value(), caret as usize, is_forward)?;
    input.set_value(&text);
    // A text field has a selection.
    let _ = input.set_selection_range(at as u32, at as u32);
    Some(text)
}

/// The first problem at a path, if there is one.
#[component]
pub(super) fn Problem(
    path: Signal<String>,
    /// Only a problem of exactly this path, none of what is inside it.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let message = move || {
        let path = path.get();
        let problem = workspace.problem_below(&path).filter(|problem| !exact || problem.path == path);
        problem.map(|problem| problem.message)
    };
    maybe(move || {
        message()
            .map(|message| view! { <p class="problem" role="alert" data-path=path>{message}</p> }.into_any())
    })
}
