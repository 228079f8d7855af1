//! Values of another table: the column's only input is the parent's column at the rows that the axis picked.

use super::{Inputs, Source};
use crate::batch::Values;

/// Shows its input.
#[derive(Debug, Clone)]
pub(crate) struct Parent;

impl Source for Parent {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let [parent] = inputs.columns {
            values.extend_from(parent.values());
        }
    }
}
