//! What can be said of a column from some of its values.

use std::cmp::Ordering;

use crate::order::sorted;

/// Bars of a histogram.
pub(crate) const BARS: usize = 24;
/// Most frequent values that are named.
const TOP: usize = 8;
/// The most frequent value has at least this part of all, or none is named: they would be chance.
const LEAST_SHARE: usize = 100;

/// What some values of a column have shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnStatistics {
    /// How many values were looked at.
    pub(crate) sampled: usize,
    /// Whether those are all there are.
    pub(crate) is_exact: bool,
    /// How many of them are NULL.
    pub(crate) nulls: usize,
    /// How many different ones are among those that are not NULL.
    pub(crate) distinct: usize,
    /// Fewest and most characters of those that are not NULL.
    pub(crate) lengths: Option<(usize, usize)>,
    /// Where the values lie, if they have an order: numbers, dates, times.
    pub(crate) spread: Option<Spread>,
    /// The most frequent values with their counts; empty if none is frequent.
    pub(crate) top: Vec<(String, usize)>,
    /// Heights of the bars of a histogram, by position or, where values have no order, by frequency; empty if it would say nothing.
    pub(crate) bars: Vec<usize>,
}

/// Where values with an order lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread {
    /// The smallest, the one that a quarter is not above, the one in the middle, the one that three quarters are not above, the
    /// largest.
    pub(crate) quartiles: [String; 5],
    /// The mean, of numbers.
    pub(crate) mean: Option<f64>,
}

/// Looks at the values of a column, `None` for NULL. `is_ordered` says that they are numbers, dates or times.
pub(crate) fn analyse(values: &[Option<String>], is_ordered: bool, is_exact: bool) -> ColumnStatistics {
    let texts: Vec<&str> = values.iter().flatten().map(String::as_str).collect();
    let texts = in_order(&texts, &|one, other| one.cmp(other));
    let counts: Vec<(&str, usize)> =
        texts.chunk_by(|one, other| one == other).map(|same| (same[0], same.len())).collect();
    let distinct = counts.len();
    let counts = in_order(&counts, &|(_, one), (_, other)| other.cmp(one));
    let lengths = texts.iter().map(|text| text.chars().count());
    let lengths = lengths.clone().min().zip(lengths.max());
    let numbers: Vec<(f64, &str)> = if is_ordered {
        texts.iter().filter_map(|text| Some((position(text)?, *text))).collect()
    } else {
        Vec::new()
    };
    let numbers = in_order(&numbers, &|(one, _), (other, _)| one.total_cmp(other));
    let is_repeated = counts.first().is_some_and(|(_, count)| *count > 1);
    let bars = if numbers.is_empty() {
        let is_telling = is_repeated && distinct <= BARS && distinct > 1;
        if is_telling { counts.iter().map(|(_, count)| *count).collect() } else { Vec::new() }
    } else {
        histogram(&numbers)
    };
    let is_frequent =
        counts.first().is_some_and(|(_, count)| *count > 1 && count * LEAST_SHARE >= values.len());
    let top = if is_frequent { counts.iter().take(TOP) } else { [].iter().take(0) };
    ColumnStatistics {
        sampled: values.len(),
        is_exact,
        nulls: values.len() - texts.len(),
        distinct,
        lengths,
        spread: spread(&numbers),
        top: top.map(|(text, count)| ((*text).to_owned(), *count)).collect(),
        bars,
    }
}

fn in_order<T: Copy>(things: &[T], compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = sorted(things.len(), &|one, other| compare(&things[one], &things[other]));
    order.into_iter().map(|position| things[position]).collect()
}

fn spread(sorted: &[(f64, &str)]) -> Option<Spread> {
    let last = sorted.len().checked_sub(1)?;
    let at = |quarter: usize| sorted[last * quarter / 4].1.to_owned();
    let is_number = sorted[0].1.parse::<f64>().is_ok();
    let mean = sorted.iter().map(|(number, _)| number).sum::<f64>() / sorted.len() as f64;
    Some(Spread { quartiles: [at(0), at(1), at(2), at(3), at(4)], mean: is_number.then_some(mean) })
}

/// How many values lie in each of [`BARS`] ranges of the same width; few values have a bar each.
fn histogram(sorted: &[(f64, &str)]) -> Vec<usize> {
    let (Some((least, _)), Some((most, _))) = (sorted.first(), sorted.last()) else { return Vec::new() };
    if most <= least {
        return Vec::new();
    }
    let distinct = sorted.chunk_by(|(one, _), (other, _)| one == other);
    if distinct.clone().count() <= BARS {
        return distinct.map(<[_]>::len).collect();
    }
    let mut bars = vec![0; BARS];
    for (number, _) in sorted {
        let place = (number - least) / (most - least) * BARS as f64;
        bars[(place as usize).min(BARS - 1)] += 1;
    }
    bars
}

/// Where a number, a date, a time or a timestamp lies among others of its kind. A date's distance is close enough to its days: each
/// month has 31 of them here.
fn position(text: &str) -> Option<f64> {
    if let Ok(number) = text.parse::<f64>() {
        return Some(number).filter(|number| number.is_finite());
    }
    let text = text.trim_end_matches('Z');
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, time),
        None if text.contains(':') => ("0-1-1", text),
        None => (text, "0:0:0"),
    };
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<f64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let time = time.split(['+', '-']).next()?;
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<f64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0.0));
    Some(((year * 12.0 + month) * 31.0 + day) * 86_400.0 + (hour * 60.0 + minute) * 60.0 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str], is_ordered: bool) -> ColumnStatistics {
        let values: Vec<Option<String>> =
            values.iter().map(|value| (*value != "NULL").then(|| (*value).to_owned())).collect();
        analyse(&values, is_ordered, false)
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let numbers = of(&["10", "9", "NULL", "-3", "9", "100"], true);
        assert_eq!((numbers.sampled, numbers.nulls, numbers.distinct), (6, 1, 4));
        let spread = numbers.spread.unwrap();
        assert_eq!(spread.quartiles, ["-3", "9", "9", "10", "100"]);
        assert_eq!(spread.mean, Some(25.0));
        assert_eq!(numbers.bars, [1, 2, 1, 1]);
        assert_eq!(numbers.top[0], ("9".to_owned(), 2));
        assert_eq!(numbers.lengths, Some((1, 3)));
    }

    #[test]
    fn dates_and_times_have_an_order_and_no_mean() {
        for values in [
            &["2025-01-31", "2024-12-31", "2025-02-01"][..],
            &["2025-01-31T10:00:00", "2025-01-31T09:59:59.5", "2025-01-31T10:00:01"],
            &["23:59:59", "00:00:00", "23:59:59.9"],
            &["2025-01-31 10:00:00+00", "2025-01-30 23:00:00+00", "2025-01-31 10:00:01+00"],
        ] {
            let spread = of(values, true).spread.unwrap();
            assert_eq!(spread.quartiles[0], values[1]);
            assert_eq!(spread.quartiles[4], values[2]);
            assert_eq!(spread.mean, None);
        }
    }

    #[test]
    fn many_numbers_fall_into_ranges() {
        let numbers: Vec<String> = (0..1_000).map(|number| number.to_string()).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let statistics = of(&numbers, true);
        assert_eq!(statistics.bars.len(), BARS);
        assert_eq!(statistics.bars.iter().sum::<usize>(), 1_000);
        assert!(statistics.bars.iter().all(|bar| (40..=43).contains(bar)));
        assert!(statistics.top.is_empty());
    }

    #[test]
    fn texts_have_bars_by_frequency_if_that_says_something() {
        assert_eq!(of(&["b", "a", "b", "c", "b", "a"], false).bars, [3, 2, 1]);
        assert!(of(&["a", "b", "c"], false).bars.is_empty());
        assert!(of(&["a", "a"], false).bars.is_empty());
        assert_eq!(of(&["NULL"], false).spread, None);
        assert!(of(&["7", "7"], true).bars.is_empty());
    }
}
