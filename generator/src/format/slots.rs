//! Cells as slots of one width: the characters first, their number in the last byte.
//!
//! A column is rendered into slots value by value, without looking at the cells before it; a row is put together by copying whole
//! slots, each over the unused end of the one before: loads and stores of known width instead of copies of any length.

use super::{
    calendar::{Calendar, append_timestamps},
    cell::date,
    cell_format::CellFormat,
    digits::{short_decimal, short_integer},
};
use crate::batch::{Notation, Values};

/// A cell of at most `W - 1` bytes, and how many it has.
pub(super) type Slot<const W: usize> = [u8; W];

/// Makes a slot of the characters; at most `W - 1`.
pub(super) fn slot<const W: usize>(text: &[u8]) -> Slot<W> {
    let mut slot = [0; W];
    slot[..text.len()].copy_from_slice(text);
    slot[W - 1] = text.len() as u8;
    slot
}

/// Appends the cells of all values, each of at most `W - 1` bytes.
pub(super) fn render<const W: usize>(values: &Values, format: &CellFormat, slots: &mut Vec<Slot<W>>) {
    let mut text = Vec::with_capacity(W);
    slots.extend((0..values.len()).map(|index| {
        text.clear();
        format.append(values, index, &mut text);
        slot(&text)
    }));
}

/// The same for cells of at most 15 bytes, quicker for numbers without anything before them.
pub(super) fn render_short(values: &Values, format: &CellFormat, slots: &mut Vec<Slot<16>>) {
    let is_bare = format.open.is_empty() && format.escape.is_none();
    let end: &[u8] = if format.close.is_empty() { &format.after } else { &format.close };
    if !is_bare || end.len() > 1 || !(format.close.is_empty() || format.after.is_empty()) {
        return render(values, format, slots);
    }
    let end = end.first().copied();
    match (values, format.notation) {
        (Values::Integer(values), Notation::Integer) => {
            slots.extend(values.iter().map(|value| short_integer(*value, end)));
        }
        (Values::Wide(values), Notation::Decimal { scale: 2 }) => {
            slots.extend(values.iter().map(|value| short_decimal::<2>(*value as i64, end)));
        }
        (Values::Integer(days), Notation::Date) => {
            slots.extend(days.iter().map(|day| {
                let mut slot = [0; 16];
                slot[..10].copy_from_slice(&date(*day));
                slot[10] = end.unwrap_or(0);
                slot[15] = 10 + u8::from(end.is_some());
                slot
            }));
        }
        _ => render(values, format, slots),
    }
}

/// The same for cells of at most 31 bytes, quicker for timestamps of six digits.
pub(super) fn render_middle(
    values: &Values,
    format: &CellFormat,
    calendar: Option<&Calendar>,
    slots: &mut Vec<Slot<32>>,
) {
    let Values::Integer(micros) = values else { return render(values, format, slots) };
    let separator = match format.notation {
        Notation::Timestamp { digits: 6 } => b' ',
        Notation::TimestampT { digits: 6 } => b'T',
        _ => return render(values, format, slots),
    };
    let end = [&format.close[..], &format.after].concat();
    match (&format.open[..], end.len()) {
        ([], ..=4) => append_timestamps::<0>(calendar, micros, [separator, 0], &end, slots),
        ([open], ..=4) => append_timestamps::<1>(calendar, micros, [separator, *open], &end, slots),
        _ => render(values, format, slots),
    }
}
