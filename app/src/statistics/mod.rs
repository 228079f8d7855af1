//! Statistics of columns, from rows spread over the whole table: any row is at hand, so a fair sample costs nothing.

mod analysis;
mod board;
mod collector;

#[cfg(test)]
pub(crate) use self::analysis::Spread;
pub(crate) use self::{analysis::ColumnStatistics, board::StatisticsBoard, collector::is_number};
