//! How many children each row has.

use std::sync::Arc;

use super::{Inputs, Source};
use crate::{
    axis::Siblings,
    batch::{Rows, Values},
};

/// The number of children of a row, which is its index.
#[derive(Debug, Clone)]
pub(crate) struct ChildCounts(pub(crate) Arc<dyn Siblings>);

impl Source for ChildCounts {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Integer(counts) = values {
            self.0.counts(&Rows::Picked(inputs.indexes), counts);
        }
    }
}
