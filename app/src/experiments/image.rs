//! A drawing of an experiment that stands by itself: an SVG file for a report, a ticket, a slide.

use contract::{Experiment, Spread, results};

use super::{
    lines::{DASHES, Line, lines_of},
    scale::{Room, Scale},
    words,
};
use crate::{language::t, numbers::short};

/// The drawing's own units, which are pixels unless it is scaled.
const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;
/// Room for the names of cells, and for numbers behind the dots.
const NAMES: f64 = 260.0;
const NUMBERS: f64 = 70.0;
const LINE_HEIGHT: f64 = 22.0;
/// The height of a drawing of lines.
const PLOT_HEIGHT: f64 = 240.0;
/// A letter is about so wide: names that are longer than their room are cut.
const LETTER: f64 = 6.2;

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#444}.title{font-size:15px;font-weight:600;fill:#111}\
.rule{stroke:#ddd}.whisker{stroke:#777;stroke-width:1.5}circle{fill:currentColor}\
polyline{fill:none;stroke:currentColor;stroke-width:2}svg{background:#fff}\
.c0{color:#1d5f8a}.c1{color:#b3540a}.c2{color:#1f6b3a}.c3{color:#7a3a94}\
@media(prefers-color-scheme:dark){svg{background:#16191d}text{fill:#bbb}.title{fill:#eee}.rule{stroke:#333}.whisker{stroke:#999}\
.c0{color:#7cc0ea}.c1{color:#f0a561}.c2{color:#7fce98}.c3{color:#cf9fe4}}";

/// An SVG file with a dot and whiskers for each cell, fastest first, and lines over a factor of numbers where one is varied. `None` as long as
/// nothing is measured.
pub fn experiment_image(experiment: &Experiment) -> Option<String> {
    let results = results(experiment);
    let varied = words::varied(experiment);
    let name = |cell: u32| {
        experiment.cells.get(cell as usize).map(|cell| words::cell(cell, &varied)).unwrap_or_default()
    };
    let mut cells: Vec<(String, &Spread)> =
        results.iter().filter_map(|result| Some((name(result.cell), result.seconds.as_ref()?))).collect();
    cells.sort_by(|one, other| one.1.median.total_cmp(&other.1.median));
    let slowest = cells.iter().map(|(_, seconds)| seconds.max).fold(0.0, f64::max);
    if slowest <= 0.0 {
        return None;
    }
    let mut drawn = String::new();
    let mut top = MARGIN + 14.0;
    drawn.push_str(&text(MARGIN, top, "title", &words::title(experiment)));
    if let Some(environment) = &experiment.environment {
        top += 20.0;
        let rows =
            experiment.runs.iter().find_map(|run| Some(run.measures.as_ref()?.rows)).unwrap_or_default();
        let about = t!(
            "{0}, {1} {1|row|rows} a run, seconds: median, fastest and slowest",
            environment.database,
            crate::numbers::grouped(rows)
        );
        drawn.push_str(&text(MARGIN, top, "", &about));
    }
    top += 16.0;
    drawn.push_str(&dots(&cells, slowest, top));
    top += cells.len() as f64 * LINE_HEIGHT + 14.0;
    if let Some((title, lines, _)) = lines_of(experiment, &results, &varied) {
        drawn.push_str(&text(MARGIN, top + 14.0, "title", &title));
        top += 26.0;
        drawn.push_str(&plot(&lines, top));
        top += PLOT_HEIGHT + 26.0;
        for (index, line) in lines.iter().enumerate().filter(|_| lines.len() > 1) {
            drawn.push_str(&format!(
                "<g class=\"c{}\"><circle cx=\"{}\" cy=\"{:.1}\" r=\"4\"/></g>",
                index % 4,
                MARGIN + 5.0,
                top - 4.0
            ));
            drawn.push_str(&text(MARGIN + 16.0, top, "", &line.name));
            top += 18.0;
        }
    }
    let height = top + MARGIN;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" role=\"img\">\
         <title>{}</title><style>{STYLE}</style>{drawn}</svg>\n",
        escaped(&words::title(experiment))
    ))
}

/// A line for each cell: its name, its runs from the fastest to the slowest, the median as a dot and in digits.
fn dots(cells: &[(String, &Spread)], slowest: f64, top: f64) -> String {
    let x = |seconds: f64| MARGIN + NAMES + seconds / slowest * (WIDTH - 2.0 * MARGIN - NAMES - NUMBERS);
    let mut drawn = String::new();
    for (index, (name, seconds)) in cells.iter().enumerate() {
        let y = top + (index as f64 + 0.5) * LINE_HEIGHT;
        let most = (NAMES / LETTER) as usize;
        let cut: String = if name.chars().count() > most {
            name.chars().take(most - 1).chain(['…']).collect()
        } else {
            name.clone()
        };
        drawn.push_str(&text(MARGIN, y + 4.0, "", &cut));
        let rule = |from: f64, to: f64, class: &str| {
            format!("<line class=\"{class}\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>")
        };
        drawn.push_str(&rule(x(0.0), x(slowest), "rule"));
        drawn.push_str(&rule(x(seconds.min), x(seconds.max), "whisker"));
        drawn.push_str(&format!(
            "<g class=\"c0\"><circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4\"/></g>",
            x(seconds.median)
        ));
        drawn.push_str(&text(WIDTH - MARGIN - NUMBERS + 12.0, y + 4.0, "", &words::seconds(seconds.median)));
    }
    drawn
}

/// Seconds over numbers.
fn plot(lines: &[Line], top: f64) -> String {
    let left = MARGIN + 48.0;
    let scale =
        Scale::new(lines, Room { left, right: WIDTH - MARGIN - 30.0, top, bottom: top + PLOT_HEIGHT });
    let (x, y) = (|at: f64| scale.x(at), |seconds: f64| scale.y(seconds));
    let mut drawn = String::new();
    for seconds in scale.rules() {
        let at = y(seconds);
        drawn.push_str(&format!(
            "<line class=\"rule\" x1=\"{left:.1}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>",
            WIDTH - MARGIN
        ));
        drawn.push_str(&text(MARGIN, at + 4.0, "", &words::seconds(seconds)));
    }
    for &at in &scale.levels {
        drawn.push_str(&text(x(at) - 6.0, top + PLOT_HEIGHT + 16.0, "", &short(at as u64)));
    }
    for (index, line) in lines.iter().enumerate() {
        let dashes = DASHES[index / 4 % DASHES.len()];
        let dashes =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        drawn.push_str(&format!(
            "<g class=\"c{}\"><polyline points=\"{}\"{dashes}/>",
            index % 4,
            scale.path(line)
        ));
        for (at, seconds) in &line.points {
            let at = x(*at);
            drawn.push_str(&format!(
                "<line class=\"whisker\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/><circle cx=\"{at:.1}\" cy=\"{:.1}\" r=\"4\"/>",
                y(seconds.min),
                y(seconds.max),
                y(seconds.median)
            ));
        }
        drawn.push_str("</g>");
    }
    drawn
}

fn text(x: f64, y: f64, class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\"{class}>{}</text>", escaped(text))
}

/// A text as it stands in XML, without what no XML can hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0, "Characters": these are none.
            none if none.is_control() || matches!(none, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experiment(name: &str) -> Experiment {
        let summary = r#"{"count":2,"mean":1.0,"p50":1.0,"p95":1.0,"p99":1.0,"max":1.0}"#;
        let runs: Vec<String> = [(0, 2.0), (0, 2.5), (1, 1.0), (1, 1.5)]
            .iter()
            .enumerate()
            .map(|(index, (cell, seconds))| {
                format!(
                    r#"{{"cell":{cell},"repeat":{},"status":"DONE","measures":{{"rows":1000,"seconds":{seconds},"writing_seconds":1,"finishing_seconds":0,
                    "verifying_seconds":0,"sending_seconds":0,"committing_seconds":0,"waiting_seconds":0,"rows_per_second":1,
                    "chunk_times":{{"begin":{summary},"lock":{summary},"send":{summary},"checkpoint":{summary},"commit":{summary}}}}}}}"#,
                    index % 2 + 1
                )
            })
            .collect();
        let json = format!(
            r#"{{"id":"0123456789abcdef0123456789abcdef","request":{{"name":{},"dataset":"d","target":"t","factors":{{"workers":[1,2]}}}},
            "status":"COMPLETED","started_at":"2026-01-01T00:00:00Z","cells":[{{"levels":{{"workers":"1"}}}},{{"levels":{{"workers":"2"}}}}],
            "runs":[{}]}}"#,
            serde_json::to_string(name).unwrap(),
            runs.join(",")
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn an_image_shows_each_cell_and_is_xml_whatever_the_name_is() {
        let image = experiment_image(&experiment("<b> & \"quoted\" \u{1}\u{ffff}")).unwrap();
        assert!(image.starts_with("<svg xmlns=") && image.ends_with("</svg>\n"));
        assert!(
            image.contains("&lt;b&gt; &amp; &quot;quoted&quot;") && !image.contains(['\u{1}', '\u{ffff}']),
            "{image}"
        );
        // Two dots with their whiskers, and a line through both.
        assert_eq!((image.matches("<circle").count(), image.matches("<polyline").count()), (4, 1));
        let (first, second) = (image.find("Workers 2").unwrap(), image.find("Workers 1").unwrap());
        assert!(first < second, "the fastest comes first");
        let mut nothing = experiment("x");
        nothing.runs.clear();
        assert!(experiment_image(&nothing).is_none());
    }
}
