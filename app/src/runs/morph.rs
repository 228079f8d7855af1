//! Makes one part of the document like another and touches only what differs: what is focused, pressed, selected or unfolded stays so.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node};

/// An attribute by which an element's content is the browser's own.
const KEPT: &str = "data-kept";
/// An attribute that a person changes.
const UNFOLDED: &str = "open";

/// Makes `old`, which is in the document, like `new`, which is taken apart for it.
pub(super) fn morph(old: &Element, new: &Element) {
    attributes(old, new);
    if !new.has_attribute(KEPT) {
        children(old, new);
    }
}

fn attributes(old: &Element, new: &Element) {
    for name in names(old).filter(|name| name != UNFOLDED && !new.has_attribute(name)) {
        // A name that an element has is a name.
        let _ = old.remove_attribute(&name);
    }
    for name in names(new) {
        let value = new.get_attribute(&name);
        if let Some(value) = value.filter(|value| old.get_attribute(&name).as_ref() != Some(value)) {
            let _ = old.set_attribute(&name, &value);
        }
    }
}

fn names(element: &Element) -> impl Iterator<Item = String> {
    element.get_attribute_names().into_iter().filter_map(|name| name.as_string())
}

fn children(old: &Element, new: &Element) {
    let mut place = old.first_child();
    while let Some(wanted) = new.first_child() {
        match find(place.as_ref(), &wanted) {
            Some(found) => {
                // What stands before it is gone, or comes later.
                if place.as_ref() != Some(&found) {
                    let _ = old.insert_before(&found, place.as_ref());
                } else {
                    place = found.next_sibling();
                }
                match (found.dyn_ref::<Element>(), wanted.dyn_ref::<Element>()) {
                    (Some(found), Some(wanted)) => morph(found, wanted),
                    _ if found.node_value() != wanted.node_value() => {
                        found.set_node_value(wanted.node_value().as_deref())
                    }
                    _ => {}
                }
                let _ = new.remove_child(&wanted);
            }
            None => {
                // It leaves the other part by this.
                let _ = old.insert_before(&wanted, place.as_ref());
            }
        }
    }
    while let Some(left) = place {
        place = left.next_sibling();
        let _ = old.remove_child(&left);
    }
}

/// The node, from `place` on, that is to become `wanted`: the one of the same id, or else the next one, if it is of the same sort and
/// neither has an id.
fn find(place: Option<&Node>, wanted: &Node) -> Option<Node> {
    let id = id(wanted);
    let mut candidate = place.cloned();
    if id.is_empty() {
        return candidate.filter(|node| node.node_name() == wanted.node_name() && self::id(node).is_empty());
    }
    while let Some(node) = candidate {
        if self::id(&node) == id && node.node_name() == wanted.node_name() {
            return Some(node);
        }
        candidate = node.next_sibling();
    }
    None
}

fn id(node: &Node) -> String {
    node.dyn_ref::<Element>().map(Element::id).unwrap_or_default()
}
