//! Numbers, sizes and times as people read and write them.

mod count;

use crate::language::{Language, language, t};

pub(crate) use self::count::{COUNT, ROW, parse_count, parse_row, regrouped};

/// A whole number with a comma between groups of three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the largest unit that leaves at least 1: `317 MB`.
pub(crate) fn bytes(bytes: f64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"];
    let mut value = bytes;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1_000.0;
        unit += 1;
    }
    if unit == 0 || value >= 100.0 {
        format!("{value:.0} {}", units[unit])
    } else {
        format!("{value:.1} {}", units[unit])
    }
}

/// A time in the two largest units that matter: `1 h 05 min`, `3 min 20 s`, `12 s`.
pub(crate) fn duration(seconds: f64) -> String {
    // Longer than any load; also what becomes of infinity.
    let seconds = seconds.clamp(0.0, 1e12).round() as u64;
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => t!("{0} s", seconds),
        (0, minutes, seconds) => t!("{0} min {1} s", minutes, format!("{seconds:02}")),
        (hours, minutes, _) => t!("{0} h {1} min", grouped(hours), format!("{minutes:02}")),
    }
}

/// A time as people here write it, of milliseconds since 1970.
pub(crate) fn local_time(milliseconds: f64) -> String {
    let date = js_sys::Date::new(&milliseconds.into());
    String::from(date.to_locale_string(language().code(), &wasm_bindgen::JsValue::UNDEFINED))
}

/// A fraction in percent, without digits that say nothing.
pub(crate) fn percent_text(fraction: f64) -> String {
    let percent = (fraction * 1e8).round() / 1e6;
    percent.to_string()
}

/// Reads a number of percent, 0 to 100, as a fraction.
pub(crate) fn parse_percent(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().trim_end_matches('%').trim().parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

/// A count in few letters: `734`, `100 k`, `1.2 M`, `1 B`; in Korean `10만`, `1.2억`. Exact where it has three digits, else rounded
/// down.
pub(crate) fn short(count: u64) -> String {
    let units: &[(u64, &str)] = match language() {
        Language::English => {
            &[(1_000_000_000_000, " T"), (1_000_000_000, " B"), (1_000_000, " M"), (1_000, " k")]
        }
        Language::Korean => &[(1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만")],
    };
    match units.iter().find(|(unit, _)| count >= *unit) {
        None => grouped(count),
        Some((unit, name)) => {
            let (whole, tenth) = (count / unit, count % unit * 10 / unit);
            if whole < 100 && tenth > 0 {
                format!("{whole}.{tenth}{name}")
            } else {
                format!("{}{name}", grouped(whole))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (100_000, "100 k"),
            (1_250, "1.2 k"),
            (3_600_000, "3.6 M"),
            (1_000_000_000, "1 B"),
            (999_999_999_999, "999 B"),
            (1_000_000_000_000, "1 T"),
        ] {
            assert_eq!(short(count), text);
        }
    }

    #[test]
    fn percentages_read_back() {
        for (text, fraction) in [("0", 0.0), ("2", 0.02), ("12.5", 0.125), ("100", 1.0)] {
            assert_eq!(parse_percent(text), Some(fraction));
            assert_eq!(percent_text(fraction), text);
        }
        assert_eq!(parse_percent("7 %"), Some(0.07));
        assert_eq!(percent_text(0.07), "7");
        for text in ["", "x", "-1", "101", "NaN"] {
            assert_eq!(parse_percent(text), None);
        }
    }

    #[test]
    fn numbers_are_grouped_and_read_back() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (1_000_000_000_000, "1,000,000,000,000")]
        {
            assert_eq!(grouped(number), text);
            assert_eq!(parse_count(text), Some(number));
        }
    }

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(bytes(999.0), "999 B");
        assert_eq!(bytes(316_600_000.0), "317 MB");
        assert_eq!(bytes(1_234_000_000.0), "1.2 GB");
        assert_eq!(duration(12.4), "12 s");
        assert_eq!(duration(200.0), "3 min 20 s");
        assert_eq!(duration(3_900.0), "1 h 05 min");
    }
}
