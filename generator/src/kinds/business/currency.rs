//! Currencies.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list::WordList},
};

/// The code of a currency.
pub static CURRENCY: Kind = Kind {
    name: "currency",
    group: Group::Business,
    label: "Currency: EUR",
    words: "money iso 4217 통화 화폐",
    about: documentation("The code of a currency (ISO 4217)."),
    options: &[],
    pinned: pinned(&[Pinned { options: "", sql_type: "char(3)", values: &["CZK", "GBP", "UAH"] }]),
    inferred: &[Inference {
        rank: 68,
        generator: |column| {
            let is_such = column.is_text_of(&["currency", "통화"]);
            is_such.then(|| GeneratorSpec::new(&CURRENCY))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&CURRENCIES)];

/// Currencies that are paid with in many places.
static CURRENCIES: WordList = WordList::new(
    "AED\nARS\nAUD\nBGN\nBRL\nCAD\nCHF\nCLP\nCNY\nCOP\nCZK\nDKK\nEGP\nEUR\nGBP\nHKD\nHUF\nIDR\nILS\nINR\nJPY\nKES\nKRW\nKZT\nMAD\nMXN\nMYR\nNGN\nNOK\n\
     NZD\nPEN\nPHP\nPKR\nPLN\nQAR\nRON\nSAR\nSEK\nSGD\nTHB\nTRY\nTWD\nUAH\nUSD\nUYU\nVND\nZAR",
);
