//! Addresses of the internet, and what its programs say to each other.

pub(super) mod domain;
pub(super) mod file_name;
pub(super) mod hash;
pub(super) mod http_method;
pub(super) mod http_status;
pub(super) mod ipv4;
pub(super) mod ipv6;
pub(super) mod mac_address;
pub(super) mod mime_type;
pub(super) mod password_hash;
pub(super) mod slug;
pub(super) mod url;
pub(super) mod user_agent;
pub(super) mod version;

use crate::{
    batch::{Notation, TextValues, ValueKind, Values},
    plan::{DefaultAxis, Draft, Extremes},
    source::Lookup,
};

/// Given texts, each with its weight.
fn weighted(given: &[(&str, f64)]) -> Draft {
    let mut texts = TextValues::default();
    given.iter().for_each(|(text, _)| texts.push(text.as_bytes()));
    let (values, len) = (Values::Text(texts), given.len() as u128);
    let extremes = Extremes::of(&values, Notation::Text);
    let draft = Draft::uniform(Lookup(values), ValueKind::Text, len, extremes);
    Draft { axis: DefaultAxis::Weighted(given.iter().map(|(_, weight)| *weight).collect()), ..draft }
}
