//! A checked specification, and its name.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use crate::{
    FORMAT_VERSION, VALUE_VERSION,
    document::{DatasetSpec, Problems},
    format::cell,
    plan,
    table::{CompiledTable, Table},
};

/// A checked specification whose rows can be made.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Tells datasets of one process apart; of clones it is the same.
    pub(crate) serial: u64,
    spec: DatasetSpec,
    pub(crate) tables: Vec<CompiledTable>,
}

impl Dataset {
    /// Checks a specification and prepares its columns. Cost grows with the size of the document, not with its rows.
    ///
    /// # Errors
    /// Everything that is wrong, in document order, each with its place and what would be right.
    pub fn compile(spec: &DatasetSpec) -> Result<Self, Problems> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let (spec, tables) = plan::compile(spec)?;
        Ok(Self { serial: NEXT.fetch_add(1, Ordering::Relaxed), spec, tables })
    }

    /// The specification, with every generator filled in that had to be inferred.
    pub fn spec(&self) -> &DatasetSpec {
        &self.spec
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<Table<'_>> {
        self.tables().find(|table| table.spec().name == name)
    }

    /// All tables, in the order of the specification.
    pub fn tables(&self) -> impl Iterator<Item = Table<'_>> {
        (0..self.tables.len()).map(|index| Table { dataset: self, index })
    }

    /// The dataset's name: 32 hexadecimal digits from the SHA-256 of the specification, [`VALUE_VERSION`] and [`FORMAT_VERSION`].
    /// Equal ids mean equal bytes.
    pub fn id(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"rowmill dataset")
            .chain_update(VALUE_VERSION.to_le_bytes())
            .chain_update(FORMAT_VERSION.to_le_bytes())
            .chain_update(self.spec.to_canonical_json())
            .finalize();
        hexadecimal(&digest[..16])
    }
}

/// Two lower-case hexadecimal digits for each byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(bytes.len() * 2);
    cell::append_hex(bytes, &mut text);
    text.into_iter().map(char::from).collect()
}
