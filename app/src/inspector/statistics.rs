//! The statistics of a column, in words and bars.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    controls::maybe,
    grid::{drawing, push_escaped},
    language::t,
    numbers::{grouped, percent_text},
    statistics::{ColumnStatistics, StatisticsBoard},
    workspace::Workspace,
};

/// What is known of a column's values, if statistics are wanted.
pub(super) fn of_column(position: Signal<usize>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<StatisticsBoard>();
    let statistics = Memo::new(move |_| {
        let position = position.get();
        if workspace.is_wrong(position) || workspace.with_column(position, |column| column.hidden) {
            return None;
        }
        let name = workspace.with_column(position, |column| column.name.clone());
        board.found.with(|found| found.get(&name).map(Arc::clone))
    });
    let is_stale = Signal::derive(move || board.is_stale.get());
    maybe(move || {
        let html = html(&*statistics.get()?);
        Some(
            view! {
                <section class="statistics" class:stale=is_stale aria-label=t!("Statistics") inner_html=html></section>
            }
            .into_any(),
        )
    })
}

/// Statistics as HTML: facts as a list of terms, a histogram, the most frequent values.
fn html(statistics: &ColumnStatistics) -> String {
    let sampled = statistics.sampled;
    let mut facts = Vec::new();
    let share = |count: usize| {
        if sampled == 0 { 0.0 } else { (count as f64 / sampled as f64 * 1_000.0).round() / 1_000.0 }
    };
    facts.push((t!("NULL"), format!("{} %", percent_text(share(statistics.nulls)))));
    facts.push((t!("different"), grouped(statistics.distinct as u64)));
    if let Some(spread) = &statistics.spread {
        let names = [
            t!("smallest"),
            t!("a quarter below"),
            t!("half below"),
            t!("three quarters below"),
            t!("largest"),
        ];
        facts.extend(names.into_iter().zip(spread.quartiles.iter().cloned()));
        if let Some(mean) = spread.mean {
            facts.push((t!("mean"), rounded(mean)));
        }
    } else if let Some((least, most)) = statistics.lengths {
        facts.push((
            t!("length"),
            if least == most { least.to_string() } else { format!("{least} – {most}") },
        ));
    }
    let mut html = "<h3>".to_owned();
    let title = if statistics.is_exact {
        t!("All {0} {0|row|rows}, exact", grouped(sampled as u64))
    } else {
        t!("{0} rows, sampled evenly", grouped(sampled as u64))
    };
    push_escaped(&mut html, &title);
    html.push_str("</h3>");
    html.push_str(&drawing(&statistics.bars));
    html.push_str("<dl>");
    for (term, value) in facts {
        html.push_str("<dt>");
        push_escaped(&mut html, &term);
        html.push_str("</dt><dd>");
        push_escaped(&mut html, &value);
        html.push_str("</dd>");
    }
    html.push_str("</dl>");
    if !statistics.top.is_empty() {
        html.push_str("<ol class=\"top\">");
        let most = statistics.top[0].1;
        for (value, count) in &statistics.top {
            html.push_str(&format!(
                "<li><span class=\"top-bar\" data-share=\"{}\"></span><span class=\"top-value\">",
                count * 10 / most
            ));
            push_escaped(&mut html, value);
            html.push_str(&format!("</span><span>{} %</span></li>", percent_text(share(*count))));
        }
        html.push_str("</ol>");
    }
    html
}

/// A number with four digits that count.
fn rounded(number: f64) -> String {
    let digits = if number.abs() >= 1_000.0 {
        0
    } else if number.abs() >= 10.0 {
        1
    } else {
        4
    };
    format!("{number:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Spread;

    #[test]
    fn statistics_are_said_in_words() {
        let statistics = ColumnStatistics {
            sampled: 4_096,
            is_exact: false,
            nulls: 410,
            distinct: 3,
            lengths: Some((4, 8)),
            spread: None,
            top: vec![("<paid>".to_owned(), 3_000), ("open".to_owned(), 600)],
            bars: vec![3_000, 600],
        };
        let said = html(&statistics);
        for part in ["4,096 rows, sampled evenly", "<dd>10 %</dd>", "<dd>4 – 8</dd>", "&lt;paid>", "73.2 %"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        let quartiles = ["1", "2", "3", "4", "5"].map(str::to_owned);
        let spread = Some(Spread { quartiles, mean: Some(3.0) });
        let said =
            html(&ColumnStatistics { spread, is_exact: true, sampled: 1, top: Vec::new(), ..statistics });
        assert!(said.contains("All 1 row, exact") && said.contains("<dd>3.0000</dd>"), "{said}");
    }
}
