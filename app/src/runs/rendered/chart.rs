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

/// Rows a second between two points: the seconds at its end, and the rate.
fn rates(history: &[HistoryPoint]) -> Vec<(f64, f64)> {
    let between = |two: &[HistoryPoint]| {
        let seconds = (two[1].seconds - two[0].seconds).max(1e-3);
        (two[1].seconds, two[1].committed.saturating_sub(two[0].committed) as f64 / seconds)
    };
    history.windows(2).map(between).collect()
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
    fn rates_are_those_between_points() {
        let point = |seconds, committed| HistoryPoint { seconds, committed };
        let history = [point(0.0, 100), point(2.0, 300), point(2.5, 300), point(3.5, 1_300)];
        assert_eq!(rates(&history), [(2.0, 100.0), (2.5, 0.0), (3.5, 1_000.0)]);
        assert!(chart(&history).is_some());
        assert!(chart(&history[..1]).is_none() && chart(&[]).is_none());
        assert!(chart(&[point(0.0, 5), point(1.0, 5)]).is_none());
    }
}
