//! Loads to watch: a drawer at the bottom, fed by server-sent events.

mod board;
mod card;
mod drawer;

pub(crate) use self::{board::JobBoard, drawer::JobDrawer};
