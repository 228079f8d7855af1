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
        .limit(
            "The page's own part is 1.7 ms: 28 rows made, 250 texts set, one effect a row. The browser needs 3 ms to shape \
             those texts and 5 ms to paint them, here without a graphics processor, on the two cores that also run the \
             server and the test. Moving the rows that stay, instead of writing all anew, would spare most of that.",
        ),
    ])
}
