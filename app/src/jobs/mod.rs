//! Loads to watch: a drawer at the bottom, fed by one stream of server-sent events for all tabs.

mod board;
mod card;
mod drawer;
mod feed;
mod merge;

pub(crate) use self::{board::JobBoard, drawer::JobDrawer};
