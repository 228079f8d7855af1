//! What a kind of generator is.

use std::fmt;

use super::{KindOption, infer::Inference};
use crate::plan::{Draft, Drafted, Drafting};

/// A kind of generator: everything that Rowmill knows of it. The reader of specs and its errors, the writer, the API's description,
/// inference, the page's list and its fields, benchmarks, the pinned values and `docs/kinds.md` all come from here.
pub struct Kind {
    /// Its name in a spec.
    pub name: &'static str,
    /// Where a list of kinds shows it.
    pub group: Group,
    /// What a list of kinds calls it, with an example.
    pub label: &'static str,
    /// Further words that a search finds it by, in English and Korean.
    pub words: &'static str,
    /// What it makes, in one sentence.
    pub about: &'static str,
    /// Its options, in the order in which they are written.
    pub options: &'static [KindOption],
    /// Values that must never change while the value version is the same.
    pub pinned: &'static [Pinned],
    /// When a column without a generator gets this one.
    pub(crate) inferred: &'static [Inference],
    /// From options to a draft: what is made, and the facts about it.
    pub(crate) draft: fn(&mut Drafting<'_>) -> Drafted<Draft>,
}

/// The first values of a column `c` of a table `t` at the seed 42.
///
/// The table has a column `a`, whole numbers from 1, and 20 rows; the dataset has a table `parent` of 5 rows with a column `id`.
#[derive(Debug)]
pub struct Pinned {
    /// The options, as they stand in a spec behind the kind; empty where there are none.
    pub options: &'static str,
    /// The column's type.
    pub sql_type: &'static str,
    /// The values of its first rows, as CSV has them.
    pub values: &'static [&'static str],
}

/// A heading in a list of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Numbers, and truth.
    Number,
    /// Dates and times.
    Time,
    /// What identifies a row.
    Identifier,
    /// People.
    Person,
    /// Places.
    Place,
    /// What companies have and count.
    Business,
    /// Addresses of the internet.
    Internet,
    /// Words, sentences, and texts of a form.
    Text,
    /// Given values.
    Choice,
    /// Values of other tables.
    Relation,
    /// Values of other columns.
    Derived,
}

impl Group {
    /// The heading for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "Numbers",
            Self::Time => "Times",
            Self::Identifier => "Identifiers",
            Self::Person => "People",
            Self::Place => "Places",
            Self::Business => "Business",
            Self::Internet => "Internet",
            Self::Text => "Text",
            Self::Choice => "Given values",
            Self::Relation => "Other tables",
            Self::Derived => "Other columns",
        }
    }
}

impl Kind {
    /// The option of this name.
    pub fn option(&self, name: &str) -> Option<&'static KindOption> {
        self.options.iter().find(|option| option.name == name)
    }
}

/// Kinds are told apart by their names.
impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// A line of documentation. The page shows none, and does not carry any.
pub(crate) const fn documentation(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { text }
}

/// Pinned values, which the page does not carry either.
pub(crate) const fn pinned(pinned: &'static [Pinned]) -> &'static [Pinned] {
    if cfg!(target_arch = "wasm32") { &[] } else { pinned }
}
