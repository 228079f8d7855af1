//! Values of other columns.

pub(super) mod template;
