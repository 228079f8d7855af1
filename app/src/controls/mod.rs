//! Controls: what every form of the page is made of. They take signals and callbacks, not closures: each closure would be a view of its
//! own in WebAssembly.

mod button;
pub(crate) mod clipboard;
mod dynamic;
mod fields;
mod finder;
mod list_box;
mod task;
mod toolbar;
mod typed_text;
mod when_there;

pub(crate) use self::{
    button::Button,
    dynamic::{maybe, problem, several, text},
    fields::{check_field, radio_field, select_field, text_field},
    finder::{Choice, Finder},
    list_box::{ListBox, after_key},
    task::{Task, ask_again, asked},
    toolbar::toolbar,
    typed_text::TypedText,
    when_there::{focused, when_there},
};
