//! Makes one part of the document like another and touches only what differs: what is focused, pressed, selected or unfolded stays so.

use std::collections::BTreeSet;

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node};

/// An attribute by which an element's content is the browser's own.
const KEPT: &str = "data-kept";
/// An attribute that a person changes.
const UNFOLDED: &str = "open";

/// Makes `old`, which is in the document, like `new`, which is taken apart for it. Elements are known again by their ids; those without one
/// by their order, name and class.
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
    // What goes is gone first: nothing that stays is moved past it, which would take the keyboard from it.
    let staying: BTreeSet<String> = nodes(new).map(|node| id(&node)).filter(|id| !id.is_empty()).collect();
    for node in nodes(old) {
        if !id(&node).is_empty() && !staying.contains(&id(&node)) {
            let _ = old.remove_child(&node);
        }
    }
    let mut place = old.first_child();
    for wanted in nodes(new) {
        let Some(found) = find(place.as_ref(), &wanted) else {
            // It leaves the other part by this.
            let _ = old.insert_before(&wanted, place.as_ref());
            continue;
        };
        if id(&wanted).is_empty() {
            // What was passed over is nothing that is wanted.
            while let Some(passed) = place.filter(|place| *place != found) {
                place = passed.next_sibling();
                let _ = old.remove_child(&passed);
            }
            place = found.next_sibling();
        } else if place.as_ref() == Some(&found) {
            place = found.next_sibling();
        } else {
            let _ = old.insert_before(&found, place.as_ref());
        }
        match (found.dyn_ref::<Element>(), wanted.dyn_ref::<Element>()) {
            (Some(found), Some(wanted)) => morph(found, wanted),
            _ if found.node_value() != wanted.node_value() => {
                found.set_node_value(wanted.node_value().as_deref());
            }
            _ => {}
        }
    }
    while let Some(left) = place {
        place = left.next_sibling();
        let _ = old.remove_child(&left);
    }
}

fn nodes(element: &Element) -> impl Iterator<Item = Node> + use<> {
    let nodes = element.child_nodes();
    // The list changes with the element.
    let nodes: Vec<Node> = (0..nodes.length()).filter_map(|index| nodes.item(index)).collect();
    nodes.into_iter()
}

/// The node, from `place` on, that is to become `wanted`: the one of the same id; of those without one the next of the same name and
/// class before any that has an id. Texts and comments are only taken from the place itself.
fn find(place: Option<&Node>, wanted: &Node) -> Option<Node> {
    let wanted_id = id(wanted);
    let mut candidate = place.cloned();
    while let Some(node) = candidate {
        let is_alike = node.node_name() == wanted.node_name() && class(&node) == class(wanted);
        match (wanted_id.is_empty(), id(&node)) {
            (false, id) if id == wanted_id && node.node_name() == wanted.node_name() => return Some(node),
            (true, id) if id.is_empty() && is_alike => return Some(node),
            (true, id) if !id.is_empty() || wanted.node_type() != Node::ELEMENT_NODE => return None,
            _ => candidate = node.next_sibling(),
        }
    }
    None
}

fn id(node: &Node) -> String {
    node.dyn_ref::<Element>().map(Element::id).unwrap_or_default()
}

fn class(node: &Node) -> String {
    // The property of drawings is no text.
    node.dyn_ref::<Element>().and_then(|element| element.get_attribute("class")).unwrap_or_default()
}
