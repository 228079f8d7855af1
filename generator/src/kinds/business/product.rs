//! Products.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, word_list},
};

/// A product.
pub static PRODUCT: Kind = Kind {
    name: "product",
    group: Group::Business,
    label: "Product: Cosy Linen Cushion",
    words: "item goods article merchandise 상품 제품",
    about: documentation("The name of a product."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Gold Steel Tray", "Ivory Rattan Tray", "Turquoise Leather Bracelet"],
    }]),
    inferred: &[Inference {
        rank: 56,
        generator: |column| {
            let is_such = column.is_text_of(&["productname", "itemname", "상품명", "제품명"])
                || (column.is_text()
                    && column.compact == "name"
                    && ["product", "item", "goods", "상품", "제품"]
                        .iter()
                        .any(|table| column.table.contains(table)));
            is_such.then(|| GeneratorSpec::new(&PRODUCT))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&word_list::COLOURS),
    WordPart::Literal(" "),
    WordPart::List(&word_list::MATERIALS),
    WordPart::Literal(" "),
    WordPart::List(&word_list::PRODUCTS),
];
