//! Korean as it is spoken in the Republic of Korea.

mod business;
mod letters;
mod people;
mod places;
mod prose;

use super::{LocalDraft, Locale};
use crate::{
    plan::{Draft, Drafted, Drafting},
    source::word_list::WordList,
};

/// Korean.
pub(super) static KOREAN: Locale = Locale { name: "ko", makes };

/// Its kinds, by their names.
static DRAFTS: &[(&str, LocalDraft)] = &[
    ("first_name", people::first_name),
    ("last_name", people::last_name),
    ("full_name", people::full_name),
    ("user_name", people::user_name),
    ("email", people::email),
    ("sex", people::sex),
    ("title", people::title),
    ("birth_date", people::birth_date),
    ("national_id", people::national_id),
    ("phone", people::phone),
    ("job", business::job),
    ("company", business::company),
    ("business_number", business::business_number),
    ("department", business::department),
    ("product", business::product),
    ("colour", business::colour),
    ("city", places::city),
    ("region", places::region),
    ("postcode", places::postcode),
    ("street_address", places::street_address),
    ("address", places::address),
    ("time_zone", places::time_zone),
    ("latitude", places::latitude),
    ("longitude", places::longitude),
    ("word", prose::word),
    ("headline", prose::headline),
    ("sentence", prose::one_sentence),
    ("paragraph", prose::paragraph),
];

fn makes(kind: &str, drafting: &mut Drafting<'_>) -> Option<Drafted<Draft>> {
    let (_, draft) = DRAFTS.iter().find(|(name, _)| *name == kind)?;
    Some(draft(drafting))
}

macro_rules! lists {
    ($($name:ident = $file:literal),* $(,)?) => {
        $(static $name: WordList = WordList::new(include_str!(concat!("../../../data/korean/", $file, ".txt")).trim_ascii_end());)*
    };
}

lists! {
    ROADS = "roads",
    COMPANY_HEADS = "company_heads",
    INDUSTRIES = "industries",
    DEPARTMENTS = "departments",
    JOBS = "jobs",
    COLOURS = "colours",
    PRODUCT_HEADS = "product_heads",
    PRODUCTS = "products",
    SUBJECTS = "subjects",
    OBJECTS = "objects",
    SUBJECT_ADJECTIVES = "subject_adjectives",
    OBJECT_ADJECTIVES = "object_adjectives",
    HEADLINE_ENDS = "headline_ends",
    ADVERBS = "adverbs",
    VERBS = "verbs",
}
