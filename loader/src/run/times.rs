//! How long the parts of chunks take: a histogram with classes that grow by a fixed factor, so that its size does not depend on
//! how many chunks there are.

use std::time::Duration;

use contract::{ChunkTimes, TimeSummary};

/// Classes for each doubling: neighbouring bounds differ by 2^(1/4), which is 19 %.
const CLASSES_A_DOUBLING: f64 = 4.0;
/// The first class ends at a microsecond, the last at 2^30 of them, which are 18 minutes.
const CLASSES: usize = 121;

/// How often something took how long.
#[derive(Debug, Clone)]
pub(crate) struct Histogram {
    classes: [u32; CLASSES],
    count: u64,
    total: Duration,
    longest: Duration,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { classes: [0; CLASSES], count: 0, total: Duration::ZERO, longest: Duration::ZERO }
    }
}

impl Histogram {
    pub(crate) fn note(&mut self, time: Duration) {
        let micros = (time.as_secs_f64() * 1e6).max(1.0);
        let class = (micros.log2() * CLASSES_A_DOUBLING).ceil() as usize;
        self.classes[class.min(CLASSES - 1)] += 1;
        self.count += 1;
        self.total += time;
        self.longest = self.longest.max(time);
    }

    fn add(&mut self, other: &Self) {
        for (class, more) in self.classes.iter_mut().zip(&other.classes) {
            *class += more;
        }
        self.count += other.count;
        self.total += other.total;
        self.longest = self.longest.max(other.longest);
    }

    fn summary(&self) -> TimeSummary {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let longest = milliseconds(self.longest);
        TimeSummary {
            count: self.count,
            mean: if self.count == 0 { 0.0 } else { milliseconds(self.total) / self.count as f64 },
            p50: self.percentile(50).min(longest),
            p95: self.percentile(95).min(longest),
            p99: self.percentile(99).min(longest),
            max: longest,
        }
    }

    /// The upper bound, in milliseconds, of the class that the `percent`th of 100 values is in.
    fn percentile(&self, percent: u64) -> f64 {
        let wanted = (self.count * percent).div_ceil(100);
        let mut seen = 0;
        for (class, count) in self.classes.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= wanted {
                return (class as f64 / CLASSES_A_DOUBLING).exp2() / 1e3;
            }
        }
        0.0
    }
}

/// The histograms of a chunk's parts.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChunkHistograms {
    begin: Histogram,
    lock: Histogram,
    send: Histogram,
    statement: Histogram,
    checkpoint: Histogram,
    commit: Histogram,
}

/// How long the parts of one chunk took.
#[derive(Debug, Clone, Default)]
pub(crate) struct WriteTimes {
    pub(crate) begin: Duration,
    pub(crate) lock: Duration,
    pub(crate) send: Duration,
    /// Each statement that rows were sent in.
    pub(crate) statements: Histogram,
    pub(crate) checkpoint: Duration,
    pub(crate) commit: Duration,
}

impl ChunkHistograms {
    pub(crate) fn note(&mut self, times: &WriteTimes) {
        self.begin.note(times.begin);
        self.lock.note(times.lock);
        self.send.note(times.send);
        self.statement.add(&times.statements);
        self.checkpoint.note(times.checkpoint);
        self.commit.note(times.commit);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.begin.add(&other.begin);
        self.lock.add(&other.lock);
        self.send.add(&other.send);
        self.statement.add(&other.statement);
        self.checkpoint.add(&other.checkpoint);
        self.commit.add(&other.commit);
    }

    /// The histograms in figures; `None` if no chunk was written.
    pub(crate) fn summary(&self) -> Option<ChunkTimes> {
        (self.commit.count > 0).then(|| ChunkTimes {
            begin: self.begin.summary(),
            lock: self.lock.summary(),
            send: self.send.summary(),
            statement: (self.statement.count > 0).then(|| self.statement.summary()),
            checkpoint: self.checkpoint.summary(),
            commit: self.commit.summary(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_upper_bounds_within_a_fifth() {
        let mut histogram = Histogram::default();
        for milliseconds in 1..=100 {
            histogram.note(Duration::from_millis(milliseconds));
        }
        let found = histogram.summary();
        assert_eq!((found.count, found.mean, found.max), (100, 50.5, 100.0));
        for (found, exact) in [(found.p50, 50.0), (found.p95, 95.0), (found.p99, 99.0)] {
            assert!(found >= exact && found <= exact * 1.19, "{found} {exact}");
        }
    }

    #[test]
    fn what_is_added_is_what_was_noted() {
        let (mut one, mut two, mut both) = (Histogram::default(), Histogram::default(), Histogram::default());
        for micros in [0, 1, 7, 900, 1 << 40] {
            one.note(Duration::from_micros(micros));
            both.note(Duration::from_micros(micros));
            two.note(Duration::from_micros(micros / 3));
            both.note(Duration::from_micros(micros / 3));
        }
        one.add(&two);
        assert_eq!(one.summary(), both.summary());
        assert_eq!(Histogram::default().summary().p99, 0.0);
    }
}
