//! Distributions: how often each value of a generator comes, for generators whose values have an order. One file each, one line in
//! `ALL` each.
//!
//! A distribution is a density over the ordered values, made into cells when a spec is compiled; a row draws a cell and
//! a value of it with integers alone. Whatever a density has beyond the generator's values is cut off, and the rest stands for the whole:
//! no value ever lies outside of the generator's range.

mod density;
mod exponential;
mod histogram;
mod line;
mod log_normal;
mod normal;
mod pareto;
mod seasonal;
mod shaping;
mod start;
mod triangular;
mod zipf;

pub use self::{
    exponential::EXPONENTIAL, histogram::HISTOGRAM, log_normal::LOG_NORMAL, normal::NORMAL, pareto::PARETO,
    seasonal::SEASONAL, triangular::TRIANGULAR, zipf::ZIPF,
};
pub(crate) use self::{
    line::{Line, Unit, power_of_ten},
    shaping::{Shaping, cells},
};
use crate::{axis::CellTable, kinds::KindOption, plan::Drafted};

/// A distribution: everything that Rowmill knows of it. The reader of specs, the API's description, the page's fields and
/// `docs/kinds.md` all come from here.
#[derive(Debug)]
pub struct Distribution {
    /// Its name in a spec.
    pub name: &'static str,
    /// What a list of distributions calls it.
    pub label: &'static str,
    /// What it is like, in one sentence.
    pub about: &'static str,
    /// Its options, in the order in which they are written.
    pub options: &'static [KindOption],
    /// Options as they stand in a spec behind the kind, for a column of whole numbers from 1 to 1000 (of the year 2024 for one that
    /// takes times alone).
    pub example: &'static str,
    /// From options to chances.
    pub(crate) shape: fn(&Shaping<'_>) -> Drafted<CellTable>,
}

/// All of them, in the order in which lists show them.
static ALL: &[&Distribution] =
    &[&NORMAL, &LOG_NORMAL, &EXPONENTIAL, &PARETO, &ZIPF, &TRIANGULAR, &HISTOGRAM, &SEASONAL];

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<&'static [&'static Distribution]> = std::sync::OnceLock::new();

/// Adds all distributions, as [`install`](crate::kinds::install) adds kinds.
pub(crate) fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| ALL);
}

/// All distributions that are there, in the order in which lists show them.
pub fn distributions() -> &'static [&'static Distribution] {
    #[cfg(feature = "parted")]
    return INSTALLED.get().copied().unwrap_or_default();
    #[cfg(not(feature = "parted"))]
    ALL
}

/// The distribution of this name.
pub fn distribution(name: &str) -> Option<&'static Distribution> {
    distributions().iter().copied().find(|distribution| distribution.name == name)
}
