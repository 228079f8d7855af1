//! Parts of a view that change: of one type each, whatever they show. A closure in a view would be a type, and kilobytes, of its own.

use leptos::prelude::*;

/// A part that is there or not.
pub(crate) fn maybe(show: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    let show: Box<dyn FnMut() -> Option<AnyView> + Send> = Box::new(show);
    show.into_any()
}

/// Some parts, as many as there are.
pub(crate) fn several(show: impl FnMut() -> Vec<AnyView> + Send + 'static) -> AnyView {
    let show: Box<dyn FnMut() -> Vec<AnyView> + Send> = Box::new(show);
    show.into_any()
}

/// A text.
pub(crate) fn text(say: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    Signal::derive(say).into_any()
}

/// A message about what is wrong, while there is one.
pub(crate) fn problem(say: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    maybe(move || say().map(|message| view! { <p class="problem" role="alert">{message}</p> }.into_any()))
}
