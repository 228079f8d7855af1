//! Languages and countries of the data. Kinds make English values; what another locale makes instead is a line of its table.

pub(crate) mod english;
mod korean;
mod listed;

use crate::{
    document::{DatasetSpec, GeneratorSpec},
    kinds::{KindOption, OptionType, Otherwise},
    plan::{Draft, Drafted, Drafting},
};

/// From the options of a kind to a draft.
pub(crate) type LocalDraft = fn(&mut Drafting<'_>) -> Drafted<Draft>;

/// A language as it is spoken in a country, and what is made for it.
#[derive(Debug)]
pub(crate) struct Locale {
    /// Its name in a spec.
    pub(crate) name: &'static str,
    /// From the name of a kind to its draft; `None` if the locale does not make it. Behind a pointer, so that it is no part of what a page begins with.
    makes: fn(&str, &mut Drafting<'_>) -> Option<Drafted<Draft>>,
}

/// The names of all locales, of which kinds make the first by themselves.
pub const NAMES: &[&str] = &["en", "ko", "ja", "zh", "de", "fr", "es"];

/// The option of kinds whose values differ from locale to locale.
pub(crate) const LOCALE: KindOption = KindOption::required(
    "locale",
    "language",
    OptionType::Word(NAMES),
    "",
    "The language and country of the values; without it, the dataset's `locale`.",
)
.or(Otherwise::Absent);

/// The locale of a generator: its own, or the dataset's; `None` if it makes the same everywhere.
pub(crate) fn of<'a>(spec: &'a DatasetSpec, generator: &'a GeneratorSpec) -> Option<&'a str> {
    generator.kind().option(LOCALE.name)?;
    Some(generator.text(LOCALE.name).unwrap_or(&spec.locale))
}

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<&'static [&'static Locale]> = std::sync::OnceLock::new();

/// Adds all locales that are not there from the start, as [`install`](crate::kinds::install) adds kinds.
pub(crate) fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| LATER);
}

/// All locales but English.
static LATER: &[&Locale] = &[
    &korean::KOREAN,
    &listed::JAPANESE,
    &listed::CHINESE,
    &listed::GERMAN,
    &listed::FRENCH,
    &listed::SPANISH,
];

#[cfg(feature = "parted")]
fn later() -> &'static [&'static Locale] {
    INSTALLED.get().copied().unwrap_or_default()
}

#[cfg(not(feature = "parted"))]
fn later() -> &'static [&'static Locale] {
    LATER
}

/// The locale of this name, which is not English.
pub(crate) fn find(name: &str) -> Option<&'static Locale> {
    later().iter().copied().find(|locale| locale.name == name)
}

impl Locale {
    /// The draft of a kind as this locale makes it; `None` if it does not.
    pub(crate) fn draft(&self, kind: &str, drafting: &mut Drafting<'_>) -> Option<Drafted<Draft>> {
        (self.makes)(kind, drafting)
    }
}
