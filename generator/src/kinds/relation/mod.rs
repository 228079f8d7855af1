//! Values of other tables.

pub(super) mod foreign_key;
