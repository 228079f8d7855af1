//! A labelled text field of a value in the spec, and the problems beside it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{
    controls::{TypedText, maybe, several},
    language::t,
    numbers::regrouped,
    workspace::{Notice, Workspace},
};

/// A labelled text field, before it is shown. What is typed is applied at once; what cannot be applied stays in the field, with the
/// reason beside it, while the spec keeps its last value.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    label: String,
    value: Signal<String>,
    apply: Callback<String, Result<(), String>>,
    path: Signal<String>,
    identity: Signal<String>,
    id: Option<String>,
    suggestions: Option<Signal<Vec<String>>>,
    waits: bool,
    is_grouped: bool,
    is_multiline: bool,
}

impl Field {
    /// A field of a value that is at `path` in the spec, where its problems are found.
    pub(crate) fn new(
        label: String,
        path: Signal<String>,
        value: impl Fn() -> String + Send + Sync + 'static,
        apply: impl Fn(String) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            label,
            value: Signal::derive(value),
            apply: Callback::new(apply),
            path,
            identity: Signal::stored(String::new()),
            id: None,
            suggestions: None,
            waits: false,
            is_grouped: false,
            is_multiline: false,
        }
    }

    /// What tells this value from others that come to the same place: the name of its column or table.
    pub(crate) fn identity(self, identity: Signal<String>) -> Self {
        Self { identity, ..self }
    }

    /// With an id in the document.
    pub(crate) fn id(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    /// With values to choose from.
    pub(crate) fn suggestions(self, suggestions: Signal<Vec<String>>) -> Self {
        Self { suggestions: Some(suggestions), ..self }
    }

    /// Applies what was typed when the field is left, not at each letter: names, which other places refer to.
    pub(crate) fn when_left(self) -> Self {
        Self { waits: true, ..self }
    }

    /// Groups digits by commas while they are typed.
    pub(crate) fn grouped(self) -> Self {
        Self { is_grouped: true, ..self }
    }

    /// A text that may have line breaks, if `is_multiline`.
    pub(crate) fn multiline(self, is_multiline: bool) -> Self {
        Self { is_multiline, ..self }
    }

    /// The field in the document.
    pub(crate) fn view(self) -> AnyView {
        let workspace = expect_context::<Workspace>();
        let Self { label, value, apply, path, identity, id, suggestions, waits, is_grouped, is_multiline } =
            self;
        let field = RwSignal::new(TypedText::default());
        // Another place, or another column at the same place, with the same value is another value.
        let identity = move || {
            format!("{}\n{}\n{}\n{}", workspace.shown_since.get(), identity.get(), path.get(), value.get())
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
        let of_notice = label.clone();
        // What was refused and goes away is not lost without a word.
        let say_lost = move |reason: String| {
            let text = t!("What was typed into \"{0}\" was not taken: {1}", of_notice, reason);
            let _ = workspace.notice.try_set(Some(Notice::wrong(text)));
        };
        let say_lost = StoredValue::new(say_lost);
        Effect::new(move |_| {
            let identity = identity();
            let before = field.with_untracked(|field| field.refused().map(str::to_owned));
            field.update(|field| field.see(&identity));
            let is_gone = field.with_untracked(|field| field.refused().is_none());
            if let Some(reason) = before.filter(|_| is_gone) {
                say_lost.with_value(|say| say(reason));
            }
            tell();
        });
        on_cleanup(move || {
            if let Some(Some(place)) = told.try_update_value(Option::take) {
                let reason = workspace.refused.try_update(|all| all.remove(&place)).flatten();
                if let Some(reason) = reason {
                    let _ = say_lost.try_with_value(|say| say(reason));
                }
            }
        });
        let message = Memo::new(move |_| {
            let refused = field.with(|field| field.refused().map(str::to_owned));
            refused.or_else(|| workspace.problem_below(&path.get()).map(|problem| problem.message))
        });
        let is_wrong = Signal::derive(move || message.with(Option::is_some));
        let run = move |text: String| {
            let result = apply.run(text);
            let identity = untrack(identity);
            field.update(|field| field.applied(result, &identity));
            tell();
        };
        let type_in = Callback::new(move |text: String| {
            field.update(|field| field.type_in(text.clone(), waits, &value.get_untracked()));
            if !waits {
                run(text);
            }
        });
        let left = Callback::new(move |text: String| {
            // A field whose row was just removed has nothing to apply.
            if waits && field.try_with_untracked(TypedText::is_unapplied) == Some(true) {
                run(text);
            }
        });
        let shown = Signal::derive(move || field.with(|field| field.shown(&value.get()).to_owned()));
        let unapplied = Signal::derive(move || field.with(TypedText::is_unapplied).then_some(""));
        // Names the message to readers of the field; the path is where it is, so it is there once.
        let message_id = Signal::derive(move || format!("problem-{}", path.get()));
        let described = Signal::derive(move || is_wrong.get().then(|| message_id.get()));
        let invalid = Signal::derive(move || is_wrong.get().to_string());
        let list = suggestions.map(|_| Signal::derive(move || format!("list-{}", path.get())));
        let input = if is_multiline {
            view! {
                <textarea
                    id=id
                    rows="1"
                    spellcheck="false"
                    data-path=path
                    data-unapplied=unapplied
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=shown
                    on:input:target=move |event| type_in.run(event.target().value())
                    on:change:target=move |event| left.run(event.target().value())
                    on:blur=move |_| field.update(TypedText::leave)
                    inner_html=content(&value.get_untracked())
                ></textarea>
            }
            .into_any()
        } else {
            let type_into = move |input: web_sys::HtmlInputElement, event: &web_sys::Event| {
                let before = field.with_untracked(|field| field.shown(&value.get_untracked()).to_owned());
                let regrouped = if is_grouped { regroup(&input, &before, event) } else { None };
                type_in.run(regrouped.unwrap_or_else(|| input.value()));
            };
            view! {
                <input
                    id=id
                    list=list
                    autocomplete="off"
                    spellcheck="false"
                    data-path=path
                    data-unapplied=unapplied
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=shown
                    value=value.get_untracked()
                    on:input:target=move |event| type_into(event.target(), &event)
                    on:change:target=move |event| left.run(event.target().value())
                    on:blur=move |_| field.update(TypedText::leave)
                />
            }
            .into_any()
        };
        let option = |value: String| view! { <option value=value></option> }.into_any();
        view! {
            <div class="field" class:error=is_wrong>
                <label>
                    <span>{label}</span>
                    {input}
                </label>
                {suggestions.map(|suggestions| view! {
                    <datalist id=list>{several(move || suggestions.get().into_iter().map(option).collect())}</datalist>
                })}
                {maybe(move || message.get().map(|message| view! {
                    <span class="problem" role="alert" id=message_id>{message}</span>
                }.into_any()))}
            </div>
        }
        .into_any()
    }
}

/// A text as the content of a text area in HTML, whose first line break is none of its text.
fn content(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Groups the digits of a field after an input, and gives its text if something was changed.
fn regroup(input: &web_sys::HtmlInputElement, before: &str, event: &web_sys::Event) -> Option<String> {
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

/// The first problem at a path, while there is one; with `is_exact` none of what is inside of it.
pub(crate) fn problem_at(path: Signal<String>, is_exact: bool) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let message = Memo::new(move |_| {
        let path = path.get();
        let problem = workspace.problem_below(&path).filter(|problem| !is_exact || problem.path == path);
        problem.map(|problem| problem.message)
    });
    maybe(move || {
        message.get().map(|message| {
            view! { <p class="problem" role="alert" data-path=path tabindex="-1">{message}</p> }.into_any()
        })
    })
}
