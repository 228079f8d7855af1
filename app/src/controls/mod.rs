//! Controls: what every form of the page is made of.

mod typed_text;

pub(crate) use self::typed_text::TypedText;
