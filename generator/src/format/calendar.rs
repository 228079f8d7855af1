//! Timestamps as slots, and the texts of days for columns that show many timestamps of few years.

use super::{
    cell,
    digits::{PAIRS, six_digits},
    slots::Slot,
};
use crate::civil::{DAY, SECOND};

/// Most days of a calendar: eleven years, in 64 kilobytes.
const MAX_DAYS: i64 = 4_096;
const SECONDS_OF_DAY: u64 = 86_400;
/// The colons of `HH:MM:SS`, the first character in the lowest byte.
const COLONS: u64 = 0x0000_3a00_003a_0000;

/// `YYYY-MM-DD` of some days.
#[derive(Debug)]
pub(super) struct Calendar {
    first_day: i64,
    days: Vec<[u8; 16]>,
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
        Some(Self { first_day, days: days.collect() })
    }

    /// `YYYY-MM-DD` of a day of the calendar. NULL may hide a day outside of it, but none that is shown is.
    fn day(&self, day: i64) -> [u8; 16] {
        let position = usize::try_from(day - self.first_day).unwrap_or(usize::MAX);
        self.days.get(position).copied().unwrap_or_default()
    }
}

/// Appends `YYYY-MM-DD HH:MM:SS.ffffff` of microseconds since 1970, behind `O` times the byte `open` (0 or 1) and before `end`, at most
/// 4 bytes.
pub(super) fn append_timestamps<const O: usize>(
    calendar: Option<&Calendar>,
    micros: &[i64],
    [separator, open]: [u8; 2],
    end: &[u8],
    slots: &mut Vec<Slot<32>>,
) {
    match calendar {
        Some(calendar) => append::<O>(|day| calendar.day(day), micros, [separator, open], end, slots),
        None => {
            let day = |day| {
                let mut text = [0; 16];
                text[..10].copy_from_slice(&cell::date(day));
                text
            };
            append::<O>(day, micros, [separator, open], end, slots);
        }
    }
}

fn append<const O: usize>(
    day_text: impl Fn(i64) -> [u8; 16],
    micros: &[i64],
    [separator, open]: [u8; 2],
    end: &[u8],
    slots: &mut Vec<Slot<32>>,
) {
    /// Before 1970 microseconds are negative: days of year 1 are whole numbers, too.
    const SHIFT: i64 = 719_528;
    let mut padded = [0; 4];
    padded[..end.len()].copy_from_slice(end);
    let length = (O + 26 + end.len()) as u8;
    slots.extend(micros.iter().map(|&micros| {
        let since = micros.wrapping_add(SHIFT * DAY) as u64;
        let (seconds, fraction) = (since / SECOND as u64, since % SECOND as u64);
        let (day, of_day) = (seconds / SECONDS_OF_DAY, (seconds % SECONDS_OF_DAY) as u32);
        let (minute, second) = (of_day / 60, of_day % 60);
        let mut slot = [0; 32];
        slot[0] = open;
        slot[O..O + 16].copy_from_slice(&day_text(day as i64 - SHIFT));
        slot[O + 10] = separator;
        let pair = |number: u32| u64::from(u16::from_le_bytes(PAIRS[number as usize]));
        let clock = COLONS | pair(minute / 60) | pair(minute % 60) << 24 | pair(second) << 48;
        slot[O + 11..O + 19].copy_from_slice(&clock.to_le_bytes());
        slot[O + 19] = b'.';
        slot[O + 20..O + 26].copy_from_slice(&six_digits(fraction as u32));
        slot[O + 26..O + 30].copy_from_slice(&padded);
        slot[31] = length;
        slot
    }));
}
