//! The time now, for records.

/// The time now as RFC 3339 in UTC, to the millisecond.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    // Rounding to milliseconds cannot leave the range of timestamps near the present.
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}
