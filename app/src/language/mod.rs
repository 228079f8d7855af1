//! What the page says, in the language of whoever reads it. Texts are written in English where they are said, inside of [`t!`] or
//! [`label!`]; another language is a catalogue from English to it, which the server puts into the document. What comes from engine,
//! loader and server is English too, and is translated where it is shown, by [`message()`].

mod catalogue;
#[cfg(test)]
mod check;
#[cfg(test)]
mod check_messages;
mod fill;
mod message;

use std::fmt::Display;

pub use self::catalogue::Language;
pub(crate) use self::catalogue::language;
#[cfg(feature = "ssr")]
pub(crate) use self::catalogue::{ELEMENT, embedded};

/// A text in the reader's language; `{0}` and so on are the arguments, `{0|row|rows}` a word that depends on one.
macro_rules! t {
    ($text:literal) => { $crate::language::text($text) };
    ($text:literal, $($argument:expr),+ $(,)?) => { $crate::language::filled($text, &[$(&$argument as &dyn std::fmt::Display),+]) };
}

/// A text that is translated later, by [`text`].
macro_rules! label {
    ($text:literal) => {
        $text
    };
}

pub(crate) use {label, t};

/// An English text in the reader's language.
pub(crate) fn text(english: &'static str) -> String {
    catalogue::lookup(english).unwrap_or_else(|| english.to_owned())
}

/// A word that may be in the catalogue, such as the name of a field, in the reader's language.
pub(crate) fn word(english: &str) -> String {
    catalogue::lookup(english).unwrap_or_else(|| english.to_owned())
}

/// A message of engine, loader or server, which say everything in English, in the reader's language.
pub(crate) fn message(english: &str) -> String {
    catalogue::lookup_message(english)
}

/// An English text with places in the reader's language, its places filled.
pub(crate) fn filled(english: &'static str, arguments: &[&dyn Display]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    match catalogue::lookup(english) {
        Some(text) => fill::fill(&text, &arguments, language()),
        None => fill::fill(english, &arguments, Language::English),
    }
}
