//! How many rows were committed when: few points, however long an execution takes.

use std::time::Instant;

use contract::HistoryPoint;

/// Points that are kept at most. Whoever draws them has about as many pixels.
const MOST: usize = 240;
/// Seconds between two points of a load that has just begun.
const FIRST_STEP: f64 = 0.2;

/// The committed rows over the time of an execution, at about even distance.
#[derive(Debug)]
pub(super) struct History {
    start: Instant,
    /// Seconds between two points at least.
    step: f64,
    points: Vec<HistoryPoint>,
}

impl History {
    /// Begins at `start`, with the rows that earlier executions have committed.
    pub(super) fn new(start: Instant, committed: u64) -> Self {
        Self { start, step: FIRST_STEP, points: vec![HistoryPoint { seconds: 0.0, committed }] }
    }

    /// Notes the rows that are committed now, unless the last point is too near.
    pub(super) fn note(&mut self, committed: u64) {
        self.note_at(self.start.elapsed().as_secs_f64(), committed);
    }

    /// Notes the last state, and gives all points.
    pub(super) fn end(&mut self, committed: u64) -> Vec<HistoryPoint> {
        self.end_at(self.start.elapsed().as_secs_f64(), committed);
        self.points()
    }

    /// All points, the first at 0 seconds.
    pub(super) fn points(&self) -> Vec<HistoryPoint> {
        self.points.clone()
    }

    fn note_at(&mut self, seconds: f64, committed: u64) {
        // Clocks tick early now and then: a tenth of a step is no difference.
        if self.points.last().is_some_and(|last| seconds - last.seconds < self.step * 0.9) {
            return;
        }
        self.push(seconds, committed);
    }

    fn end_at(&mut self, seconds: f64, committed: u64) {
        // A point that is near says nothing of its own: the rate between the two would be any.
        if self.points.len() > 1 && self.points.last().is_some_and(|last| seconds - last.seconds < self.step)
        {
            self.points.pop();
        }
        if self.points.last().is_some_and(|last| last.committed != committed) {
            self.push(seconds, committed);
        }
    }

    fn push(&mut self, seconds: f64, committed: u64) {
        // Milliseconds are as exact as ticks are.
        self.points.push(HistoryPoint { seconds: (seconds * 1e3).round() / 1e3, committed });
        if self.points.len() > MOST {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.step *= 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_load_has_as_few_points_as_a_short_one() {
        let mut history = History::new(Instant::now(), 7);
        for tick in 1..=5 * 60 * 60 * 24_u64 {
            history.note_at(tick as f64 * 0.2, 7 + tick);
        }
        history.end_at(86_400.5, 1_000_000);
        let points = history.points();
        assert!((MOST / 2..=MOST).contains(&points.len()), "{}", points.len());
        assert_eq!(points[0], HistoryPoint { seconds: 0.0, committed: 7 });
        assert_eq!(points.last().unwrap(), &HistoryPoint { seconds: 86_400.5, committed: 1_000_000 });
        let between = |two: &[HistoryPoint]| two[1].seconds - two[0].seconds;
        let steps: Vec<f64> = points[..points.len() - 1].windows(2).map(between).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() <= steps[0]), "{steps:?}");
        assert!(points.windows(2).all(|two| two[0].committed < two[1].committed));
    }

    #[test]
    fn many_short_tables_have_few_points_and_no_spikes() {
        let mut history = History::new(Instant::now(), 0);
        for table in 1..=1_000_u64 {
            history.note_at(table as f64 * 0.1 - 0.003, table * 100 - 50);
            history.end_at(table as f64 * 0.1, table * 100);
        }
        let points = history.points();
        assert!(points.len() <= MOST, "{}", points.len());
        let rate = |two: &[HistoryPoint]| {
            (two[1].committed - two[0].committed) as f64 / (two[1].seconds - two[0].seconds)
        };
        assert!(points.windows(2).all(|two| rate(two) < 2_000.0), "{points:?}");
        assert_eq!(points.last().unwrap().committed, 100_000);
    }

    #[test]
    fn a_load_that_ends_at_once_has_its_end() {
        let mut history = History::new(Instant::now(), 0);
        history.note_at(0.05, 3);
        history.end_at(0.1, 10);
        assert_eq!(history.points().len(), 2);
        history.end_at(0.2, 10);
        assert_eq!(history.points().len(), 2);
    }
}
