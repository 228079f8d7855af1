//! The time now, for records.

/// The time now as RFC 3339 in UTC, to the millisecond.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    // Rounding to milliseconds cannot leave the range of timestamps near the present.
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}

/// A time as RFC 3339 in milliseconds since 1970; 1970 for a text that is no time, which is older than all others.
pub(crate) fn milliseconds(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond)
}
