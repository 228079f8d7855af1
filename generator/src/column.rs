use crate::{
    document::SqlType, domain::Domain, kind::Render, random::ColumnStream, rows::Rows, sampler::Sampler,
};

/// A column that can be evaluated: a sampler, a domain and the rows that are NULL.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) sql_type: SqlType,
    pub(crate) hidden: bool,
    pub(crate) sampler: Sampler,
    pub(crate) domain: Domain,
    pub(crate) nulls: Option<Nulls>,
    pub(crate) render: Render,
}

/// Which rows of a column are NULL.
#[derive(Debug, Clone)]
pub(crate) struct Nulls {
    stream: ColumnStream,
    threshold: u64,
}

impl Nulls {
    /// NULL in this fraction of rows, more than 0 and at most 1. A larger fraction keeps the NULLs of a smaller one.
    pub(crate) fn new(stream: ColumnStream, fraction: f64) -> Self {
        // The cast saturates: a fraction of 1 leaves one row in 2^64.
        Self { stream, threshold: (fraction * 2_f64.powi(64)) as u64 }
    }

    /// Appends whether each row is NULL.
    pub(crate) fn fill(&self, rows: &Rows<'_>, nulls: &mut Vec<bool>) {
        let all = self.threshold == u64::MAX;
        self.stream.draw(rows, |random| nulls.push(all || random < self.threshold));
    }
}
