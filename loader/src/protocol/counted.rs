//! What a database counts of its own work, as far as an account may read it.

use std::collections::BTreeMap;

use super::{
    failure::{FailureClass, ServerFailure},
    session::TextRow,
};

/// What a database has counted of its own work so far.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// Each number, by the names of [`contract::COUNTERS`].
    pub(crate) counts: BTreeMap<String, f64>,
    /// What the database said of the numbers that it did not give, most often that this account may not read them.
    pub(crate) refused: Vec<String>,
}

impl Counted {
    /// The rows of an answer; none of one that was refused, which is noted.
    ///
    /// # Errors
    /// A connection that is gone, or on which nothing can be asked any more.
    pub(crate) fn readable(
        &mut self,
        answer: Result<Vec<TextRow>, ServerFailure>,
    ) -> Result<Vec<TextRow>, ServerFailure> {
        match answer {
            Err(failure) if failure.class != FailureClass::Lost => {
                self.refused.push(failure.message);
                Ok(Vec::new())
            }
            answer => answer,
        }
    }
}
