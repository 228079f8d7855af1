//! The texts of days and minutes, for columns that show many timestamps of few years.

use super::{
    cell,
    digits::{PAIRS, six_digits},
    slots::Slot,
};
use crate::civil::{DAY, SECOND};

/// Most days of a calendar: eleven years, in 64 kilobytes.
const MAX_DAYS: i64 = 4_096;
const SECONDS_OF_DAY: u32 = 86_400;

/// `YYYY-MM-DD` of some days, and `HH:MM:` of all minutes of a day.
#[derive(Debug)]
pub(super) struct Calendar {
    first_day: i64,
    days: Vec<[u8; 16]>,
    minutes: Vec<u64>,
}

impl Calendar {
    /// The days of these microseconds since 1970; `None` if they are too many.
    pub(super) fn of(first: i64, last: i64) -> Option<Self> {
        let (first_day, last_day) = (first.div_euclid(DAY), last.div_euclid(DAY));
        if last_day - first_day >= MAX_DAYS {
            return None;
        }
        let days = (first_day..=last_day).map(|day| {
            let mut text = [0; 16];
            text[..10].copy_from_slice(&cell::date(day));
            text
        });
        let minutes = (0..24 * 60_usize).map(|minute| {
            let ([h1, h2], [m1, m2]) = (PAIRS[minute / 60], PAIRS[minute % 60]);
            u64::from_le_bytes([h1, h2, b':', m1, m2, b':', 0, 0])
        });
        Some(Self { first_day, days: days.collect(), minutes: minutes.collect() })
    }

    /// Appends `YYYY-MM-DD HH:MM:SS.ffffff` of microseconds within the calendar, behind `O` times the byte `open` (0 or 1) and before
    /// `end`, at most 4 bytes.
    pub(super) fn append_timestamps<const O: usize>(
        &self,
        micros: &[i64],
        separator: u8,
        open: u8,
        end: &[u8],
        slots: &mut Vec<Slot<32>>,
    ) {
        let mut padded = [0; 4];
        padded[..end.len()].copy_from_slice(end);
        let length = (O + 26 + end.len()) as u8;
        let base = self.first_day * DAY;
        slots.extend(micros.iter().map(|&micros| {
            let since = (micros - base) as u64;
            // Eleven years are fewer seconds than 2^32: only the first division needs 64 bits.
            let (seconds, fraction) = ((since / SECOND as u64) as u32, since % SECOND as u64);
            let (day, of_day) = (seconds / SECONDS_OF_DAY, seconds % SECONDS_OF_DAY);
            let (minute, second) = (of_day / 60, of_day % 60);
            let mut slot = [0; 32];
            slot[0] = open;
            // NULL may hide a value outside of the calendar, but none that is shown is.
            slot[O..O + 16].copy_from_slice(self.days.get(day as usize).unwrap_or(&[b'0'; 16]));
            slot[O + 10] = separator;
            let seconds = u64::from(u16::from_le_bytes(PAIRS[second as usize])) << 48;
            slot[O + 11..O + 19].copy_from_slice(&(self.minutes[minute as usize] | seconds).to_le_bytes());
            slot[O + 19] = b'.';
            slot[O + 20..O + 26].copy_from_slice(&six_digits(fraction as u32));
            slot[O + 26..O + 30].copy_from_slice(&padded);
            slot[31] = length;
            slot
        }));
    }
}
