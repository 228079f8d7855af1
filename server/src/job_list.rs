//! A list of jobs that ends with the process: that of a command, and that of experiments, whose loads come and go.

use sqlx::sqlite::SqlitePoolOptions;

/// A pool for a list of jobs that ends with the process. One connection, or each would have a list of its own; and that one is
/// never closed, since the list would go with it, which sqlx otherwise does after 10 minutes without use and after 30 in all.
pub(crate) fn in_memory() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An hour's load would end without its list.
    #[test]
    fn a_list_of_jobs_in_memory_is_never_closed() {
        let pool = in_memory();
        assert_eq!(
            (pool.get_idle_timeout(), pool.get_max_lifetime(), pool.get_max_connections()),
            (None, None, 1)
        );
    }
}
