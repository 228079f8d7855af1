//! Where seconds over numbers stand in a drawing of lines.

use super::lines::Line;

/// The room that lines are drawn in, in the drawing's own units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// Numbers from left to right at distances of their ratios, so that those which double stand evenly; seconds from 0 upwards.
#[derive(Debug)]
pub(super) struct Scale {
    room: Room,
    /// Each number that a line has a point at, from the least.
    pub(super) levels: Vec<f64>,
    slowest: f64,
}

impl Scale {
    /// A scale for lines that have points at two numbers at least.
    pub(super) fn new(lines: &[Line], room: Room) -> Self {
        let points = || lines.iter().flat_map(|line| &line.points);
        let mut levels: Vec<f64> = points().map(|(at, _)| *at).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        Self { room, levels, slowest: points().map(|(_, seconds)| seconds.max).fold(0.0, f64::max) }
    }

    pub(super) fn x(&self, at: f64) -> f64 {
        let (least, most) = (self.levels.first().unwrap_or(&1.0), self.levels.last().unwrap_or(&1.0));
        self.room.left + (at / least).ln() / (most / least).ln() * (self.room.right - self.room.left)
    }

    pub(super) fn y(&self, seconds: f64) -> f64 {
        self.room.top + (self.room.bottom - self.room.top) * (1.0 - seconds / (self.slowest * 1.05))
    }

    /// The seconds of the lines across.
    pub(super) fn rules(&self) -> [f64; 3] {
        [0.0, self.slowest / 2.0, self.slowest]
    }

    /// A line through the medians, as `points` of a polyline.
    pub(super) fn path(&self, line: &Line) -> String {
        let points = line.points.iter();
        let points: Vec<String> =
            points.map(|(at, seconds)| format!("{:.1},{:.1}", self.x(*at), self.y(seconds.median))).collect();
        points.join(" ")
    }
}
