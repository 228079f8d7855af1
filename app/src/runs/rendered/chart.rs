//! Rows a second over the time of an execution, as a drawing.

use contract::HistoryPoint;
use leptos::prelude::*;

use super::words;
use crate::{
    language::t,
    numbers::{duration, short},
};

/// The drawing's own units: it is as wide as there is room, and its lines stay thin.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 120.0;

/// The steps of a drawing at most: more would be a comb, where chunks are few and large.
const MOST_STEPS: f64 = 80.0;

/// Rows a second from one commit to the next one that was noted, or to the end: the seconds at its end, and the rate.
fn rates(history: &[HistoryPoint]) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (history.first(), history.last()) else { return Vec::new() };
    let shortest = (last.seconds - first.seconds) / MOST_STEPS;
    let mut from = first;
    let mut steps: Vec<(&HistoryPoint, &HistoryPoint)> = Vec::new();
    for (index, point) in history.iter().enumerate().skip(1) {
        let seconds = point.seconds - from.seconds;
        let is_step = point.committed > from.committed && seconds >= shortest;
        if is_step || index + 1 == history.len() {
            steps.push((from, point));
            from = point;
        }
    }
    // A last step that is too short to be told from noise belongs to the one before.
    if let [.., (start, _), (begin, end)] = steps[..]
        && end.seconds - begin.seconds < shortest
    {
        steps.truncate(steps.len() - 2);
        steps.push((start, end));
    }
    let rate = |(from, to): (&HistoryPoint, &HistoryPoint)| {
        let seconds = (to.seconds - from.seconds).max(1e-3);
        (to.seconds, to.committed.saturating_sub(from.committed) as f64 / seconds)
    };
    steps.into_iter().map(rate).collect()
}

/// The drawing; nothing if there is too little to draw.
pub(super) fn chart(history: &[HistoryPoint]) -> Option<AnyView> {
    let rates = rates(history);
    let end = rates.last()?.0;
    let most = rates.iter().map(|(_, rate)| *rate).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    // A step for each interval: a line between points would show rates that there never were.
    let mut path = "M0 ".to_owned() + &format!("{HEIGHT}");
    for (seconds, rate) in &rates {
        path.push_str(&format!("V{:.1}H{:.1}", HEIGHT - rate / most * HEIGHT, seconds / end * WIDTH));
    }
    path.push_str(&format!("V{HEIGHT}Z"));
    let label = t!("Rows a second over {0}, at most {1}", duration(end), words::rate(most));
    Some(
        view! {
            <figure class="chart">
                <figcaption>{t!("Rows a second")}</figcaption>
                <div class="axis"><span>{short(most.round() as u64)}</span><span>"0"</span></div>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                    <path d=path />
                </svg>
                <div class="axis time"><span>"0"</span><span>{duration(end)}</span></div>
            </figure>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_those_between_commits() {
        let point = |seconds, committed| HistoryPoint { seconds, committed };
        let history = [point(0.0, 100), point(2.0, 300), point(2.5, 300), point(3.5, 1_300)];
        // Nothing was committed for a while, which the next commit makes up for.
        assert_eq!(rates(&history), [(2.0, 100.0), (3.5, 1_000.0 / 1.5)]);
        let history = [point(0.0, 0), point(2.0, 300), point(4.0, 300)];
        assert_eq!(rates(&history), [(2.0, 150.0), (4.0, 0.0)]);
        assert!(chart(&history).is_some());
        assert!(chart(&history[..1]).is_none() && chart(&[]).is_none());
        assert!(chart(&[point(0.0, 5), point(1.0, 5)]).is_none());
        let many: Vec<HistoryPoint> =
            (0..240).map(|step| point(f64::from(step), u64::from(step as u32) * 7)).collect();
        assert!(rates(&many).len() <= 80);
        // What ends together is no peak.
        let burst = [point(0.0, 0), point(5.0, 500), point(9.99, 1_000), point(10.0, 1_500)];
        assert_eq!(rates(&burst), [(5.0, 100.0), (10.0, 200.0)]);
    }
}
