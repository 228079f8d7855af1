//! The page in a real browser: jumps and scrolling.

use std::process::Command;

use super::{Figure, http::Server};
use crate::{
    test::playwright_folder,
    tools::{Result, find, need_debian, run_quietly, say, target_folder},
};

const COMMAND: &str = "node end2end/bench.mjs URL CHROMIUM";

pub(super) fn measure() -> Result<Vec<Figure>> {
    let chromium = need_debian("chromium", &["chromium"])?;
    let node = find("node").ok_or("node is missing; install Node.js")?;
    let folder = playwright_folder()?;
    let server = Server::start(&target_folder().join("bench/page"))?;
    say("measuring the page");
    let mut command = Command::new(node);
    command.arg("bench.mjs").arg(server.url()).arg(chromium).current_dir(folder);
    let output = run_quietly(&mut command)?;
    let figures: serde_json::Value =
        serde_json::from_str(output.trim()).map_err(|error| format!("`{output}` is no JSON: {error}"))?;
    let number = |name: &str| figures[name].as_f64().ok_or_else(|| format!("{name} is not in {figures}"));
    let (jump, jump_max) = (number("jump_median")?, number("jump_max")?);
    let (frame, frame_p99, frame_max) = (number("frame_median")?, number("frame_p99")?, number("frame_max")?);
    let (late, frames) = (number("late_frames")?, number("frames")?);
    Ok(vec![
        Figure::new("jump to any of 10^9 rows, until it is painted", format!("{jump:.1} ms, at most {jump_max:.1} ms"), COMMAND)
            .goal("≤ 50 ms", jump_max <= 50.0)
            .limit(
                "Waiting for the next frame of a 60 Hz screen, at most 16.7 ms; the rows themselves take under 0.1 ms, \
                 setting some hundred texts and painting them a few milliseconds.",
            ),
        Figure::new(
            "work in a frame while scrolling 600 frames, until it is painted",
            format!("{frame:.1} ms, 99 % under {frame_p99:.1} ms, at most {frame_max:.1} ms; {late:.0} of {frames:.0} frames came late"),
            COMMAND,
        )
        .goal("≤ 16.7 ms", frame_max <= 16.7)
        .limit("The browser shapes and paints those texts, here without a graphics processor, on the two cores that also run the server and the test."),
        {
            let (paint, line) = (number("first_paint")?, number("first_paint_of_a_line")?);
            Figure::new(
                "first paint, with rows from the server, on loopback",
                format!("{paint:.0} ms; {line:.0} ms for a document of one line"),
                COMMAND,
            )
            .goal("≤ 100 ms", paint <= 100.0)
            .limit("The browser's own start of a page; the server compiles the dataset and renders the document, the browser lays it out.")
        },
        bounded("alive, from the start of the navigation", number("alive")?, 1_000.0, "Compiling the module, and mounting the page."),
        bounded("a letter typed into an option, until the rows are painted, 6 columns", number("typing_6")?, 16.7, "The next frame of a 60 Hz screen."),
        bounded("the same, 300 columns", number("typing_300")?, 33.0, "The spec is copied, compared and compiled."),
        bounded("the same, 1,000 columns", number("typing_1000")?, 100.0, "The spec is copied, compared and compiled."),
        bounded("work in a frame while scrolling both ways, 12 columns, 99 % under", number("wide_12_p99")?, 16.7, "As above."),
        bounded("the same, 200 columns", number("wide_200_p99")?, 16.7, "Only columns on screen have cells, but rows are made whole."),
        bounded("from one of 300 tables of 30 columns to the next, until it is painted", number("table_switch_max")?, 50.0, "The list, the head, the form and the rows are drawn anew."),
        {
            let megabytes = number("undo_megabytes")?;
            Figure::new("200 steps of undo, 300 tables of 30 columns", format!("{megabytes:.1} MB"), COMMAND)
                .goal("≤ 50 MB", megabytes <= 50.0)
                .limit("Steps share the tables that they leave alone.")
        },
        {
            let (one, two) = (number("made_1")?, number("made_2")?);
            Figure::new("CSV made by the page's workers, without a file", format!("{one:.0} MB/s by one, {two:.0} by two"), COMMAND)
                .goal("≥ 300 MB/s by two", two >= 300.0)
                .limit("The engine in WebAssembly; the page and the driver of the test run on the same two cores.")
        },
        {
            let (own, chosen) = (number("written_own")?, number("written_chosen")?);
            Figure::new(
                "the same, written to a file of the browser's own, and to one that was chosen",
                format!("{own:.0} and {chosen:.0} MB/s"),
                COMMAND,
            )
            .goal("≥ 300 MB/s", own.max(chosen) >= 300.0)
            .limit(
                "The browser's own writing: of bytes that are there it takes about 250 MB/s into a file of its own, and 120 into one \
                 that was chosen, which goes to another process piece by piece.",
            )
        },
        {
            let tabs = number("tabs")?;
            Figure::new("presses of Tab from the start of the page to the grid", format!("{tabs:.0}"), COMMAND)
                .goal("≤ 6", tabs <= 6.0)
                .limit("The header has a link past itself.")
        },
    ])
}

/// A figure of milliseconds with an upper bound.
fn bounded(name: &'static str, milliseconds: f64, most: f64, limit: &'static str) -> Figure {
    let figure = Figure::new(name, format!("{milliseconds:.1} ms"), COMMAND);
    figure.goal(format!("≤ {most:.0} ms"), milliseconds <= most).limit(limit)
}
