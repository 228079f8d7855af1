//! Experiments: ordinary loads into scratch tables, one after the other, that differ in what is asked about.
//!
//! | module | does |
//! |---|---|
//! | `matrix` | the cells, and the order of the runs |
//! | `scratch` | what a cell changes in the dataset and in the load |
//! | `measure` | what a finished load says about its cell |
//! | `questions` | what is asked of a target besides |
//! | `scratch_load` | the load of one run |
//! | `server_settings` | the place of the one who measures on a server, what is changed for all of it and set back |
//! | `run` | makes the runs, and takes their tables away |
//! | `laboratory` | the experiments of a server: queues, records, what goes on after its end |

mod error;
mod laboratory;
mod matrix;
mod measure;
mod questions;
mod run;
mod scratch;
mod scratch_load;
mod server_settings;

pub use self::{error::ExperimentError, laboratory::Laboratory, run::run_experiment};
