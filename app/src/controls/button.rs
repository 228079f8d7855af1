//! A button.

use leptos::{ev::MouseEvent, prelude::*};

use crate::language;

/// A button, before it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Button {
    label: String,
    class: &'static str,
    id: Option<&'static str>,
    /// Sends the form that it stands in.
    is_submit: bool,
    title: Option<Signal<Option<String>>>,
    is_off: Option<Signal<bool>>,
    described_by: Option<&'static str>,
    is_pressed: Option<Signal<bool>>,
    press: Callback<()>,
}

impl Button {
    /// A button that does something when it is pressed; its label is translated.
    pub(crate) fn new(label: &'static str, press: impl Fn() + Send + Sync + 'static) -> Self {
        let press = Callback::new(move |()| press());
        Self {
            label: language::text(label),
            class: "",
            id: None,
            is_submit: false,
            title: None,
            is_off: None,
            described_by: None,
            is_pressed: None,
            press,
        }
    }

    /// The button that sends the form that it stands in.
    pub(crate) fn submit(label: &'static str) -> Self {
        Self { is_submit: true, class: "primary", ..Self::new(label, || {}) }
    }

    /// With a label that is made, in the reader's language already.
    pub(crate) fn text(self, label: String) -> Self {
        Self { label, ..self }
    }

    /// With a class of the style sheet.
    pub(crate) fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// With an id in the document.
    pub(crate) fn id(self, id: &'static str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Off while this is so.
    pub(crate) fn off(self, is_off: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { is_off: Some(Signal::derive(is_off)), ..self }
    }

    /// With a text that a pointer at rest shows.
    pub(crate) fn title(self, title: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self { title: Some(Signal::derive(title)), ..self }
    }

    /// With an element that says more, by its id.
    pub(crate) fn described_by(self, id: &'static str) -> Self {
        Self { described_by: Some(id), ..self }
    }

    /// One that stays pressed while this is so.
    pub(crate) fn pressed(self, is_pressed: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { is_pressed: Some(Signal::derive(is_pressed)), ..self }
    }

    /// The button in the document.
    pub(crate) fn view(self) -> AnyView {
        let press: Box<dyn FnMut(MouseEvent)> = Box::new(move |_| self.press.run(()));
        view! {
            <button
                type=if self.is_submit { "submit" } else { "button" }
                class=self.class
                id=self.id
                title=self.title
                disabled=self.is_off
                aria-describedby=self.described_by
                aria-pressed=self.is_pressed.map(|is_pressed| Signal::derive(move || is_pressed.get().to_string()))
                on:click=press
            >
                {self.label}
            </button>
        }
        .into_any()
    }
}
