//! Values of other columns.

pub(super) mod expression;
pub(super) mod template;
