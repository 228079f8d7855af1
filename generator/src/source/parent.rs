//! Values of another table: the column's only input is the parent's column at the rows that the axis picked.

use super::{Inputs, Source};
use crate::batch::Values;

/// Shows its input, and NULL where that is, or where a row has no parent.
#[derive(Debug, Clone)]
pub(crate) struct Parent {
    /// How many rows, the first ones, have no parent.
    pub(crate) roots: u64,
}

impl Source for Parent {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let [parent] = inputs.columns {
            values.extend_from(parent.values());
        }
    }

    fn fill_nullable(&self, inputs: &Inputs<'_>, values: &mut Values, validity: &mut Vec<u8>) {
        validity.clear();
        self.fill(inputs, values);
        if let [parent] = inputs.columns {
            validity.extend_from_slice(&parent.validity);
        }
        if self.roots == 0 {
            return;
        }
        let rows = inputs.rows.len();
        if validity.is_empty() {
            validity.resize(rows.div_ceil(8), 0xff);
            if let (Some(last), rest @ 1..) = (validity.last_mut(), rows % 8) {
                *last = (1 << rest) - 1;
            }
        }
        let mut position = 0;
        inputs.rows.for_each(|row| {
            if row < self.roots {
                validity[position / 8] &= !(1 << (position % 8));
            }
            position += 1;
        });
    }
}
