//! A place in a list that is sorted by time, newest first.

use std::{fmt, str::FromStr};

/// The entry that a page of a list ended with. It names a place, not a row: the pages that follow stay the same while entries
/// are added or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListCursor {
    /// Milliseconds since 1970 in UTC.
    pub time: i64,
    /// What tells entries of the same time apart.
    pub id: String,
}

impl fmt::Display for ListCursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.time, self.id)
    }
}

/// A text that no list has given as `next`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in the list; send what the page before it gave as `next`")]
pub struct ListCursorError;

impl FromStr for ListCursor {
    type Err = ListCursorError;

    fn from_str(text: &str) -> Result<Self, ListCursorError> {
        let (time, id) = text.split_once('.').filter(|(_, id)| !id.is_empty()).ok_or(ListCursorError)?;
        Ok(Self { time: time.parse().map_err(|_| ListCursorError)?, id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let cursor = ListCursor { time: 1_760_000_000_123, id: "0af3".to_owned() };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "1", "1.", "x.1", ".1"] {
            assert_eq!(text.parse::<ListCursor>(), Err(ListCursorError), "{text}");
        }
    }
}
