//! How the results of an experiment are looked at, as the address says it.

use crate::percent::percent_encoded;

/// How the results of an experiment are sorted and grouped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExperimentQuery {
    /// `seconds`, `rate`, `bytes` or a factor; empty is the order of the cells.
    pub order: String,
    /// The factor of whose levels each has its fastest marked; empty is none.
    pub group: String,
}

impl ExperimentQuery {
    /// The address of an experiment that is looked at so.
    pub(super) fn address(&self, id: &str) -> String {
        let parts = [("order", &self.order), ("group", &self.group)];
        let parts = parts.iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> =
            parts.map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        if parts.is_empty() {
            format!("/experiments/{id}")
        } else {
            format!("/experiments/{id}?{}", parts.join("&"))
        }
    }
}
