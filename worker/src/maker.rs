//! A worker that makes the bytes of rows.

use std::{io::Write as _, ops::Range, sync::Arc};

use contract::{FileFormat, RowsQuery};
use flate2::{Compression, write::GzEncoder};
use generator::{Batch, Dataset, DatasetSpec, RowFormat, RowPlan, RowWriter};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::{
    protocol::{FAILED, MADE, MAKE, Message, START, STARTED},
    say,
};

/// What there is to make, and what is used again from piece to piece.
struct Work {
    dataset: Dataset,
    table: String,
    format: RowFormat,
    rows: Range<u64>,
    has_session: bool,
    is_gzip: bool,
    plan: Option<Arc<RowPlan>>,
    batch: Batch,
    bytes: Vec<u8>,
}

/// Makes what it is told to.
pub(crate) fn listen(scope: &DedicatedWorkerGlobalScope) {
    let mut work = None;
    let to = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Message::of(&event.data());
        match (message.kind().as_str(), &mut work) {
            (START, _) => match Work::new(&message) {
                Ok(new) => {
                    let numbers = [new.rows.start as f64, new.rows.end as f64, new.longest_row() as f64];
                    work = Some(new);
                    say(&to, &[&[STARTED.into()], &numbers.map(JsValue::from)[..]].concat());
                }
                Err(reason) => say(&to, &[FAILED.into(), reason.into()]),
            },
            (MAKE, Some(work)) => {
                let (piece, start, end) = (message.number(1), message.number(2), message.number(3));
                let is_gzip = work.is_gzip;
                let made = work.make(start..end);
                let length = made.len() as f64;
                let bytes = if is_gzip { Uint8Array::from(&gzip(made)[..]) } else { Uint8Array::from(made) };
                let buffer = bytes.buffer();
                let made: Array = [MADE.into(), JsValue::from(piece as f64), bytes.into(), length.into()]
                    .into_iter()
                    .collect();
                // A buffer of its own can be handed over.
                let _ = to.post_message_with_transfer(&made, &Array::of1(&buffer));
            }
            _ => {}
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

/// Bytes as a member of a gzip file, as the server makes them.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

impl Work {
    /// Reads what is to be made.
    fn new(message: &Message) -> Result<Self, String> {
        let (json, table, format, query) =
            (message.text(1), message.text(2), message.text(3), message.text(4));
        let spec = DatasetSpec::from_saved_json(&json).map_err(|problems| problems.to_string())?;
        let dataset = Dataset::compile(&spec).map_err(|problems| problems.to_string())?;
        let query: RowsQuery = serde_urlencoded::from_str(&query).map_err(|error| error.to_string())?;
        let format = FileFormat::of_name(&format).ok_or_else(|| format!("`{format}` is no format"))?;
        let of_table = dataset.table(&table).ok_or_else(|| format!("there is no table `{table}`"))?;
        let (rows, has_session) = (query.range(of_table), query.has_session(format));
        let format = query.row_format(format, of_table).map_err(|error| error.to_string())?;
        let is_gzip = query.is_gzip().map_err(|error| error.to_string())?;
        Ok(Self {
            is_gzip,
            dataset,
            table,
            format,
            rows,
            has_session,
            plan: None,
            batch: Batch::new(),
            bytes: Vec::new(),
        })
    }

    /// How many bytes a row has at most, roughly.
    fn longest_row(&self) -> usize {
        self.dataset.table(&self.table).map_or(1, |table| table.longest_row())
    }

    /// The bytes of some rows, with what comes before the first one of all and behind the last one.
    fn make(&mut self, rows: Range<u64>) -> &[u8] {
        self.bytes.clear();
        // `new` found it in this dataset.
        let Some(table) = self.dataset.table(&self.table) else { return &self.bytes };
        let known = self.plan.as_ref().and_then(|plan| RowWriter::again(&self.dataset, plan));
        let writer = known.unwrap_or_else(|| RowWriter::new(table, &self.format, self.rows.clone()));
        if rows.start == self.rows.start && self.has_session {
            writer.write_header(&mut self.bytes);
        }
        writer.write_rows(rows.clone(), &mut self.batch, &mut self.bytes);
        if rows.end == self.rows.end && self.has_session {
            writer.write_footer(&mut self.bytes);
        }
        if self.plan.is_none() {
            self.plan = Some(Arc::clone(writer.plan()));
        }
        &self.bytes
    }
}
