//! Which columns have NULLs: those that may, in as many rows as what they are called suggests.

use generator::SqlType;

use super::{ReadTable, columns::same_name};

/// Fraction of rows that are NULL where a column may be.
const USUAL: f64 = 0.1;
/// The same where a value means that something has ended, which few rows have.
const ENDED: f64 = 0.9;
/// Beginnings of words that say so.
const ENDINGS: [&str; 16] = [
    "delete", "remove", "archiv", "cancel", "revoke", "terminat", "closed", "banned", "blocked", "suspend",
    "retired", "disabled", "삭제", "탈퇴", "해지", "취소",
];

/// Gives the columns that may be NULL their share of NULLs.
pub(crate) fn apply(table: &mut ReadTable) {
    let spec = &table.spec;
    let keys: Vec<String> =
        std::iter::once(&spec.primary_key).chain(&spec.unique).flatten().cloned().collect();
    let partition = spec
        .partition_by
        .as_ref()
        .map(|partition| partition.column.clone())
        .or(table.partition_column.clone());
    let of_several: Vec<String> = table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.len() > 1)
        .flat_map(|key| key.columns.clone())
        .collect();
    for column in &mut table.spec.columns {
        let is_among = |names: &[String]| names.iter().any(|name| same_name(name, &column.name));
        let makes_its_own =
            column.generator.as_ref().is_some_and(|generator| generator.kind().name == "child_of");
        let is_bound = column.identity
            || column.unique
            || column.null_fraction > 0.0
            || makes_its_own
            || is_among(&keys)
            || is_among(&table.required)
            || table.defaults.iter().any(|(name, _)| same_name(name, &column.name))
            || is_among(&of_several)
            || partition.as_ref().is_some_and(|name| same_name(name, &column.name));
        if !is_bound {
            let name = column.name.to_lowercase();
            let is_flag = column.sql_type == SqlType::Boolean;
            let has_ended = !is_flag && ENDINGS.iter().any(|ending| name.contains(ending));
            column.null_fraction = if has_ended { ENDED } else { USUAL };
        }
    }
}
