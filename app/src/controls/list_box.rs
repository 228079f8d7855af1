//! A list of which one item is active, as HTML: hundreds of items cost what one element costs.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// A list box.
#[derive(Debug, Clone)]
pub(crate) struct ListBox {
    /// Its id; those of its items begin with it.
    pub(crate) id: &'static str,
    /// What it lists, for who cannot see it.
    pub(crate) label: String,
    /// Its items, each as the HTML inside of it.
    pub(crate) items: Signal<Vec<String>>,
    /// The active item.
    pub(crate) active: Signal<Option<usize>>,
    /// An item was clicked.
    pub(crate) choose: Callback<usize>,
    /// Whether it takes the focus itself; otherwise a field does, that names it.
    pub(crate) takes_focus: bool,
    /// Keys while it has the focus.
    pub(crate) on_key: Callback<ev::KeyboardEvent>,
}

impl ListBox {
    /// The id of an item.
    pub(crate) fn item_id(id: &str, index: usize) -> String {
        format!("{id}-{index}")
    }

    /// The list in the document.
    pub(crate) fn view(self) -> AnyView {
        let Self { id, items, active, choose, on_key, .. } = self;
        let content = Signal::derive(move || {
            let active = active.get();
            let item = |(index, item): (usize, &String)| {
                let is_active = active == Some(index);
                format!(
                    "<li role=\"option\" id=\"{}\" data-index=\"{index}\" aria-selected=\"{is_active}\">{item}</li>",
                    Self::item_id(id, index)
                )
            };
            items.with(|items| items.iter().enumerate().map(item).collect::<String>())
        });
        // What is active is seen, once it is drawn.
        Effect::new(move |_| {
            items.track();
            let Some(active) = active.get() else { return };
            request_animation_frame(move || reveal(id, active));
        });
        let on_click: Box<dyn FnMut(ev::MouseEvent)> = Box::new(move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let item = target.and_then(|target| target.closest("[data-index]").ok().flatten());
            if let Some(index) = item.and_then(|item| item.get_attribute("data-index")?.parse().ok()) {
                choose.run(index);
            }
        });
        view! {
            <ul
                id=id
                class="list-box"
                role="listbox"
                tabindex=if self.takes_focus { "0" } else { "-1" }
                aria-label=self.label
                aria-activedescendant=move || active.get().map(|active| Self::item_id(id, active))
                on:click=on_click
                on:keydown=move |event| on_key.run(event)
                inner_html=content
            ></ul>
        }
        .into_any()
    }
}

/// Scrolls the list as little as it takes to see an item.
fn reveal(id: &str, index: usize) {
    let Some(list) = document().get_element_by_id(id) else { return };
    let Some(item) = document().get_element_by_id(&ListBox::item_id(id, index)) else { return };
    let (list_area, area) = (list.get_bounding_client_rect(), item.get_bounding_client_rect());
    let above = list_area.top() - area.top();
    let below = area.bottom() - list_area.bottom();
    if above > 0.0 {
        list.set_scroll_top(list.scroll_top() - above.ceil() as i32);
    } else if below > 0.0 {
        list.set_scroll_top(list.scroll_top() + below.ceil() as i32);
    }
}

/// Where a key leads in a list of so many items; `None` if it is none of the list's.
pub(crate) fn after_key(active: Option<usize>, key: &str, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let at = active.unwrap_or(0).min(last);
    Some(match key {
        "ArrowDown" => active.map_or(0, |_| (at + 1).min(last)),
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => (at + 10).min(last),
        "PageUp" => at.saturating_sub(10),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::after_key;

    #[test]
    fn keys_lead_to_items() {
        assert_eq!(after_key(None, "ArrowDown", 3), Some(0));
        assert_eq!(after_key(Some(1), "ArrowDown", 3), Some(2));
        assert_eq!(after_key(Some(2), "ArrowDown", 3), Some(2));
        assert_eq!(after_key(Some(2), "PageUp", 3), Some(0));
        assert_eq!(after_key(Some(0), "x", 3), None);
        assert_eq!(after_key(Some(0), "ArrowDown", 0), None);
    }
}
