//! Finding one of many things by typing parts of its name.

use leptos::{ev, prelude::*};

use super::list_box::{ListBox, after_key};
use crate::{grid::push_escaped, order::sorted};

/// Choices that are shown at the most; more typing leaves fewer.
const MOST_SHOWN: usize = 200;

/// Something that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What it is called.
    pub(crate) label: String,
    /// What is said beside it.
    pub(crate) detail: String,
    /// The heading that it stands under.
    pub(crate) group: String,
    /// Further words that find it.
    pub(crate) words: String,
    /// Whether it is there for completeness only.
    pub(crate) is_muted: bool,
}

/// A field to type into, and the choices that fit what is typed.
#[derive(Debug, Clone)]
pub(crate) struct Finder {
    /// What is looked for, said in the empty field.
    pub(crate) label: String,
    /// What is typed.
    pub(crate) query: RwSignal<String>,
    /// All choices; they may depend on what is typed.
    pub(crate) choices: Signal<Vec<Choice>>,
    /// The choice that is active before anything is typed, by its index.
    pub(crate) first: usize,
    /// One is chosen, by its index among all choices.
    pub(crate) choose: Callback<usize>,
}

impl Finder {
    /// The finder in the document.
    pub(crate) fn view(self) -> AnyView {
        let Self { label, query, choices, first, choose } = self;
        let found = Memo::new(move |_| choices.with(|choices| query.with(|query| find(choices, query))));
        let active = RwSignal::new(first);
        Effect::new(move |is_first: Option<()>| {
            query.track();
            if is_first.is_some() {
                active.set(0);
            }
        });
        let items = Memo::new(move |_| choices.with(|choices| found.with(|found| html(choices, found))));
        let items: Signal<Vec<String>> = items.into();
        let shown_active = Signal::derive(move || {
            found.with(|found| (!found.is_empty()).then(|| active.get().min(found.len() - 1)))
        });
        let take = Callback::new(move |position: usize| {
            if let Some(index) = found.with_untracked(|found| found.get(position).copied()) {
                choose.run(index);
            }
        });
        let on_key = move |event: ev::KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let count = found.with_untracked(Vec::len);
            match event.key().as_str() {
                "Enter" => {
                    if let Some(position) = shown_active.get_untracked() {
                        take.run(position);
                    }
                }
                key => match after_key(shown_active.get_untracked(), key, count) {
                    Some(position) => active.set(position),
                    None => return,
                },
            }
            event.prevent_default();
        };
        let list = ListBox {
            id: "choices",
            label: label.clone(),
            items,
            active: shown_active,
            choose: take,
            takes_focus: false,
            on_key: Callback::new(|_| {}),
        };
        view! {
            <div class="finder">
                <input
                    class="finder-query"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="choices"
                    aria-label=label.clone()
                    placeholder=label
                    aria-activedescendant=move || shown_active.get().map(|active| ListBox::item_id("choices", active))
                    prop:value=move || query.get()
                    on:input:target=move |event| query.set(event.target().value())
                    on:keydown=on_key
                />
                {list.view()}
            </div>
        }
        .into_any()
    }
}

/// The indexes of the choices that have all words of a query: those first whose names begin with it, then those whose names have it,
/// then the others; each in the order of the choices.
fn find(choices: &[Choice], query: &str) -> Vec<usize> {
    let query = query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(u8, usize)> = Vec::new();
    for (index, choice) in choices.iter().enumerate() {
        let label = choice.label.to_lowercase();
        let all = format!("{label} {} {} {}", choice.words, choice.group, choice.detail).to_lowercase();
        if words.iter().all(|word| all.contains(word)) {
            let rank = match () {
                () if label.starts_with(&query) => 0,
                () if words.iter().all(|word| label.contains(word)) => 1,
                () if words.iter().any(|word| choice.words.to_lowercase().contains(word)) => 2,
                () => 3,
            };
            // Without a query the order stays.
            found.push((if words.is_empty() { 0 } else { rank + 4 * u8::from(choice.is_muted) }, index));
        }
    }
    // What has the same rank is in the order of the choices already.
    let order = sorted(found.len(), &|one, other| found[one].0.cmp(&found[other].0));
    order.into_iter().take(MOST_SHOWN).map(|place| found[place].1).collect()
}

/// The items of the choices found, each with the heading that is not that of the one before.
fn html(choices: &[Choice], found: &[usize]) -> Vec<String> {
    let mut before = "";
    let item = |index: &usize| {
        let choice = &choices[*index];
        let class = if choice.is_muted { "choice muted" } else { "choice" };
        let mut html = format!("<span class=\"{class}\"><span class=\"group\">");
        if choice.group != before {
            push_escaped(&mut html, &choice.group);
        }
        before = &choice.group;
        html.push_str("</span><b>");
        push_escaped(&mut html, &choice.label);
        html.push_str("</b><span class=\"detail\">");
        push_escaped(&mut html, &choice.detail);
        html.push_str("</span></span>");
        html
    };
    found.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(label: &str, words: &str) -> Choice {
        Choice { label: label.to_owned(), words: words.to_owned(), ..Choice::default() }
    }

    #[test]
    fn names_come_before_other_words() {
        let choices = [
            choice("Last name", "family 성"),
            choice("Phone", "name of a number 휴대폰"),
            choice("Name", ""),
            choice("City", ""),
        ];
        assert_eq!(find(&choices, "name"), [2, 0, 1]);
        assert_eq!(find(&choices, "휴대"), [1]);
        assert_eq!(find(&choices, "name last"), [0]);
        assert_eq!(find(&choices, ""), [0, 1, 2, 3]);
        assert!(find(&choices, "zip").is_empty());
    }

    #[test]
    fn a_heading_is_said_once() {
        let choices: Vec<Choice> = ["a", "a", "<b>"]
            .map(|group| Choice { group: group.to_owned(), label: "x".to_owned(), ..Choice::default() })
            .to_vec();
        let items = html(&choices, &[0, 1, 2]);
        assert!(items[0].contains("<span class=\"group\">a</span>"));
        assert!(items[1].contains("<span class=\"group\"></span>"));
        assert!(items[2].contains("&lt;b>"));
    }
}
