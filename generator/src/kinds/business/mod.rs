//! Companies' things: departments, products, money and what is counted.

pub(super) mod bic;
pub(super) mod business_number;
pub(super) mod card_number;
pub(super) mod colour;
pub(super) mod currency;
pub(super) mod department;
pub(super) mod hex_colour;
pub(super) mod iban;
pub(super) mod order_number;
pub(super) mod product;
