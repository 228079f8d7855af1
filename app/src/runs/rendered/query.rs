//! What is looked for among all loads, as the address of their table says it.

use std::fmt::Write as _;

use crate::percent::percent_encoded;

/// What is looked for: the parts of the address, as they stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunsQuery {
    /// A part of a name.
    pub text: String,
    /// The state: `running`, `stopped`, `failed` or `completed`; empty is any.
    pub state: String,
    /// What they are sorted by: the name of a column of the table; empty is the time of the start.
    pub order: String,
    /// Whether the smallest comes first.
    pub is_ascending: bool,
    /// The page, from 0.
    pub page: u64,
}

/// Loads on a page of the table.
pub(super) const PAGE: u64 = 100;

impl RunsQuery {
    /// How many loads a page of the table has.
    pub const ROWS: u32 = PAGE as u32;

    /// The address of the table for this query; only what is not so by itself.
    pub(super) fn address(&self) -> String {
        let mut address = "/runs".to_owned();
        let mut add = |name: &str, value: &str| {
            let separator = if address.contains('?') { '&' } else { '?' };
            // Writing to a text cannot fail.
            let _ = write!(address, "{separator}{name}={}", percent_encoded(value));
        };
        let is_ascending = if self.is_ascending { "true" } else { "" };
        let page = if self.page == 0 { String::new() } else { self.page.to_string() };
        let parts = [
            ("text", self.text.as_str()),
            ("state", &self.state),
            ("order", &self.order),
            ("ascending", is_ascending),
            ("page", &page),
        ];
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            add(name, value);
        }
        address
    }

    /// The same by another order; the other way round, if it is this order already.
    pub(super) fn by(&self, order: &str) -> Self {
        let is_ascending = self.order == order && !self.is_ascending;
        Self { order: order.to_owned(), is_ascending, page: 0, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_differs() {
        let query = RunsQuery::default();
        assert_eq!(query.address(), "/runs");
        let query = RunsQuery { text: "a b&c".to_owned(), page: 2, ..query };
        assert_eq!(query.address(), "/runs?text=a%20b%26c&page=2");
        let sorted = query.by("rows");
        assert_eq!(sorted.address(), "/runs?text=a%20b%26c&order=rows");
        assert_eq!(sorted.by("rows").address(), "/runs?text=a%20b%26c&order=rows&ascending=true");
        assert_eq!(sorted.by("rows").by("rows"), sorted);
    }
}
