//! Everything that is wrong with the spec, in one list that leads to the places.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{
    controls::{several, text, when_there},
    language::t,
    workspace::{Chosen, Workspace, places},
};

/// The number of problems; opened, the problems, each a way to its field.
#[component]
pub(super) fn ProblemList() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let all = Memo::new(move |_| all(workspace));
    let list = NodeRef::<leptos::html::Details>::new();
    let item = move |(path, message): (String, String)| {
        let place = workspace.spec.with_untracked(|spec| places::in_words(spec, &path));
        let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
        view! {
            <li>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        if let Some(list) = list.get_untracked() {
                            list.set_open(false);
                        }
                        go_to(workspace, &path);
                    }
                >
                    <b>{place}</b>
                    {message}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <details class="problems" node_ref=list hidden=move || all.with(Vec::is_empty)>
            <summary>
                {text(move || t!("{0} {0|problem|problems}", all.with(Vec::len)))}
            </summary>
            <ul>{several(move || all.get().into_iter().map(item).collect())}</ul>
        </details>
    }
}

/// Shows the next problem behind the one that was shown last, if there are some.
pub(super) fn go_to_next(workspace: Workspace) {
    let all = untrack(|| all(workspace));
    let Some(last) = all.len().checked_sub(1) else { return };
    let next = |at: &mut usize| {
        let now = (*at).min(last);
        *at = if now == last { 0 } else { now + 1 };
        now
    };
    let at = workspace.problem_shown.try_update_value(next).unwrap_or(0);
    go_to(workspace, &all[at].0);
}

/// All that is wrong, as places and messages: first what fields hold that could not be read.
fn all(workspace: Workspace) -> Vec<(String, String)> {
    let refused = workspace.refused.with(|refused| {
        refused.iter().map(|(path, reason)| (path.clone(), reason.clone())).collect::<Vec<_>>()
    });
    let problems = workspace.problems.with(|problems| {
        problems.iter().map(|problem| (problem.path.clone(), problem.message.clone())).collect::<Vec<_>>()
    });
    [refused, problems].concat()
}

/// Chooses what a place is about, and brings its field, or what is nearest to it, into view.
fn go_to(workspace: Workspace, path: &str) {
    match (places::table(path), places::column(path)) {
        (Some(table), Some(column)) => {
            workspace.select(table);
            workspace.chosen.set(Chosen::column(column));
        }
        (Some(table), None) => workspace.select(table),
        // A field of several columns is on screen.
        (None, _) if path.starts_with("several") => {}
        (None, _) => workspace.chosen.set(Chosen::Dataset),
    }
    workspace.is_inspector_open.set(true);
    let path = path.to_owned();
    // The fields of another form are there in the next frame, or when the form is.
    request_animation_frame(move || when_there("#inspector [data-path]", move |_| show(&path)));
}

fn show(path: &str) {
    let Some(body) = document().body() else { return };
    let Ok(found) = body.query_selector_all("[data-path]") else { return };
    let elements =
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into::<web_sys::Element>().ok());
    let placed = elements.filter_map(|element| Some((element.get_attribute("data-path")?, element)));
    // The first of those that have most steps in common with the path, and at least one.
    let mut nearest: Option<(usize, web_sys::Element)> = None;
    for (place, element) in placed {
        let common = steps_in_common(&place, path);
        if common > nearest.as_ref().map_or(0, |(most, _)| *most) {
            nearest = Some((common, element));
        }
    }
    if let Some((_, element)) = nearest {
        element.scroll_into_view();
        if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
            // What takes no focus is at least in view.
            let _ = element.focus();
        }
    }
}

/// How many steps two paths begin with that are the same.
fn steps_in_common(one: &str, other: &str) -> usize {
    let steps = one.split(['.', '[']).zip(other.split(['.', '[']));
    steps.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::steps_in_common;

    #[test]
    fn paths_have_whole_steps_in_common() {
        let path = "tables[0].columns[10].gen.max";
        assert_eq!(steps_in_common("tables[0].columns[1].gen.max", path), 3);
        assert_eq!(steps_in_common("tables[0].columns[10].type", path), 4);
        assert_eq!(steps_in_common("tables[1].rows", path), 1);
        assert_eq!(steps_in_common("seed", path), 0);
    }
}
