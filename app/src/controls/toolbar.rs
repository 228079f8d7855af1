//! Buttons that are one stop of the Tab key together: arrows go among them (WAI-ARIA Authoring Practices, toolbar).

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

/// What of a toolbar can have the focus.
const STOPS: &str = "button:not(:disabled), a[href], summary";

/// A toolbar around some buttons and links.
pub(crate) fn toolbar(class: &'static str, label: String, children: AnyView) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        // A stop that goes off, or out of sight, leaves it to another.
        let observed = element.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            let is_there = stops(&observed).iter().any(|stop| stop.tab_index() == 0);
            if !is_there {
                keep_one_stop(&observed, None);
            }
        });
        let Ok(observer) = web_sys::MutationObserver::new(callback.as_ref().unchecked_ref()) else { return };
        let options = web_sys::MutationObserverInit::new();
        options.set_subtree(true);
        options.set_child_list(true);
        options.set_attributes(true);
        options.set_attribute_filter(&js_sys::Array::of2(&"disabled".into(), &"hidden".into()));
        // An element that is there can be observed.
        let _ = observer.observe_with_options(&element, &options);
        let kept = send_wrapper::SendWrapper::new((observer, callback));
        on_cleanup(move || kept.0.disconnect());
        // The buttons are on, and there, in the next frame.
        request_animation_frame(move || keep_one_stop(&element, None));
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(element) = element.get_untracked() else { return };
        let stops = stops(&element);
        let active = document().active_element();
        let Some(at) = stops.iter().position(|stop| Some(stop.unchecked_ref()) == active.as_ref()) else {
            return;
        };
        let last = stops.len() - 1;
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1).min(last),
            "ArrowLeft" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        // An element that is on takes the focus.
        let _ = stops[to].focus();
    };
    let on_focus = move |event: ev::FocusEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element.get_untracked() {
            keep_one_stop(&element, target.as_ref());
        }
    };
    view! {
        <div class=class role="toolbar" aria-label=label node_ref=element on:keydown=on_key on:focusin=on_focus>
            {children}
        </div>
    }
    .into_any()
}

/// Leaves the Tab key one of the elements: this one, or the first.
fn keep_one_stop(element: &web_sys::Element, stop: Option<&web_sys::HtmlElement>) {
    let all = found(element, "button, a[href], summary");
    let first = stops(element).into_iter().next();
    let chosen = stop.or(first.as_ref());
    for other in &all {
        other.set_tab_index(if Some(other) == chosen { 0 } else { -1 });
    }
}

fn stops(element: &web_sys::Element) -> Vec<web_sys::HtmlElement> {
    found(element, STOPS)
}

fn found(element: &web_sys::Element, selector: &str) -> Vec<web_sys::HtmlElement> {
    // A selector that is fixed is one.
    let Ok(list) = element.query_selector_all(selector) else { return Vec::new() };
    let items =
        (0..list.length()).filter_map(|index| list.item(index)?.dyn_into::<web_sys::HtmlElement>().ok());
    items.filter(|item| item.offset_parent().is_some()).collect()
}
