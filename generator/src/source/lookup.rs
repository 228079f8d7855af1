//! Given values: lists and constants.

use super::{Inputs, Source};
use crate::batch::Values;

/// The values themselves, in order.
#[derive(Debug, Clone)]
pub(crate) struct Lookup(pub(crate) Values);

impl Source for Lookup {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        values.extend_picked(&self.0, inputs.indexes);
    }
}
