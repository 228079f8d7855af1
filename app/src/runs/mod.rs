//! Loads to watch and to look back on: the drawer at the bottom of the page, the table of all loads, the page of one, several beside each
//! other. The server renders all of it; the browser keeps what it shows as the server would render it now, after one stream of events for
//! all tabs, and carries out what buttons say.

mod drawer;
mod feed;
mod live;
mod morph;
#[cfg(feature = "ssr")]
mod rendered;

pub(crate) use self::drawer::{JobBoard, JobDrawer};
pub use self::live::enliven;
#[cfg(feature = "ssr")]
pub use self::rendered::{RunsPage, RunsQuery, runs_drawer};
#[cfg(feature = "ssr")]
pub(crate) use self::rendered::{again, body, time};
