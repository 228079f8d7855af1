//! How large the diagram is drawn.

use leptos::{ev, html, prelude::*};

use crate::language::t;

/// The sizes that the buttons lead through, 1 for as it is.
const SIZES: [f64; 8] = [0.1, 0.25, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0];

/// The size of the diagram, which a person chooses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zoom {
    size: RwSignal<f64>,
    /// The place that the diagram scrolls in.
    pub(super) place: NodeRef<html::Div>,
}

impl Zoom {
    pub(super) fn new() -> Self {
        Self { size: RwSignal::new(1.0), place: NodeRef::new() }
    }

    /// The style of the place.
    pub(super) fn style(self) -> String {
        format!("--zoom:{}", self.size.get())
    }

    /// What a key does at the diagram: `+`, `-`, and `0` for as it is. Keys with others are the browser's.
    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "+" | "=" => self.larger(),
            "-" => self.smaller(),
            "0" => self.size.set(1.0),
            _ => {}
        }
    }

    fn larger(self) {
        self.size
            .update(|size| *size = SIZES.into_iter().find(|other| *other > *size + 0.01).unwrap_or(*size));
    }

    fn smaller(self) {
        let before = |size: f64| SIZES.into_iter().rev().find(|other| *other < size - 0.01);
        self.size.update(|size| *size = before(*size).unwrap_or(*size));
    }

    /// The whole diagram in sight, and no larger than as it is.
    fn fit(self) {
        let Some(place) = self.place.get_untracked() else { return };
        let Ok(Some(drawing)) = place.query_selector("svg") else { return };
        let length = |name: &str| drawing.get_attribute(name).and_then(|length| length.parse::<f64>().ok());
        let (Some(width), Some(height)) = (length("width"), length("height")) else { return };
        let shares = [f64::from(place.client_width()) / width, f64::from(place.client_height()) / height];
        let whole = shares.into_iter().fold(1.0, f64::min);
        // Below a hundredth nothing is to be seen, and a place that is hidden has no width.
        self.size.set(((whole * 100.0).floor() / 100.0).max(0.01));
    }

    /// The buttons.
    pub(super) fn buttons(self) -> AnyView {
        let share = move || format!("{:.0} %", self.size.get() * 100.0);
        view! {
            <div class="zoom" role="group" aria-label=t!("Size of the diagram")>
                <button type="button" aria-label=t!("Smaller") title=t!("Smaller") on:click=move |_| self.smaller()>"−"</button>
                <button type="button" title=t!("As it is") on:click=move |_| self.size.set(1.0)>{share}</button>
                <button type="button" aria-label=t!("Larger") title=t!("Larger") on:click=move |_| self.larger()>"+"</button>
                <button type="button" title=t!("The whole diagram in sight") on:click=move |_| self.fit()>{t!("Fit")}</button>
            </div>
        }
        .into_any()
    }
}
