//! The stable names of what can be wrong with a spec: programs decide by them, `docs/errors.md` and the API's description list
//! them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares the codes once: variant, name and meaning.
macro_rules! problem_codes {
    ($($(#[doc = $meaning:literal])+ $variant:ident = $name:literal,)*) => {
        /// What is wrong with a spec, for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[doc = $meaning])+ $variant,)*
        }

        impl ProblemCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it stands in an answer of the API, such as `too_few_values`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the code means, in a sentence or two.
            #[cfg(not(target_arch = "wasm32"))]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+).trim_ascii(),)* }
            }
        }
    };
}

problem_codes! {
    /// The text is not JSON.
    InvalidJson = "invalid_json",
    /// A field is missing, unknown, there twice, or of the wrong kind.
    InvalidSpec = "invalid_spec",
    /// The version of the spec is not one that is known.
    UnknownVersion = "unknown_version",
    /// The spec is longer than what is read.
    SpecTooLarge = "spec_too_large",
    /// A text is no expression, or one whose values the column does not hold.
    InvalidExpression = "invalid_expression",
    /// A JSON number has more digits than JSON's readers keep.
    NumberTooLong = "number_too_long",
    /// The locale is not known.
    UnknownLocale = "unknown_locale",
    /// The spec has no table.
    NoTables = "no_tables",
    /// The spec has more tables than are made.
    TooManyTables = "too_many_tables",
    /// A table has no column that is shown.
    NoColumns = "no_columns",
    /// A table has more columns than are made.
    TooManyColumns = "too_many_columns",
    /// A table has more rows than are made.
    TooManyRows = "too_many_rows",
    /// A name is empty, too long, or has control characters.
    InvalidName = "invalid_name",
    /// A name is taken; names that differ only in case are one name.
    DuplicateName = "duplicate_name",
    /// A reference names a table that is not there.
    UnknownTable = "unknown_table",
    /// A reference names a column that is not there, or one that cannot be used here.
    UnknownColumn = "unknown_column",
    /// The rows of a table do not go together with the children that each parent shall have, or with the levels of a tree.
    ChildrenOutOfBounds = "children_out_of_bounds",
    /// What counts the children of a parent names a key that does not share its table's rows out among parents.
    NoChildren = "no_children",
    /// The kind of generator is not known.
    UnknownKind = "unknown_kind",
    /// The generator makes no values for the column's type.
    TypeMismatch = "type_mismatch",
    /// A value is outside of the range that the column's type holds.
    ValueOutOfType = "value_out_of_type",
    /// A value may be longer than the column holds, or than any value that is made.
    ValueTooLong = "value_too_long",
    /// The columns of a row may together be longer than any row that is made.
    RowTooLong = "row_too_long",
    /// Making one value takes more steps than are spent on one.
    TooMuchWork = "too_much_work",
    /// A range has its ends exchanged, or nothing in it.
    EmptyRange = "empty_range",
    /// A fraction is not between 0 and 1.
    InvalidFraction = "invalid_fraction",
    /// A text is not a date, a time of day or a timestamp.
    InvalidTimestamp = "invalid_timestamp",
    /// A text is not a decimal number, or has more digits than the column's type.
    InvalidDecimal = "invalid_decimal",
    /// A value of a list, or a constant, cannot stand in the column.
    InvalidValue = "invalid_value",
    /// A list is empty or too long.
    InvalidList = "invalid_list",
    /// A distribution has an option that is out of bounds, or makes no sense for the column's values.
    InvalidDistribution = "invalid_distribution",
    /// Weights do not belong to their values, or add up to nothing.
    InvalidWeights = "invalid_weights",
    /// A number of characters, bytes or sentences is out of bounds.
    InvalidLength = "invalid_length",
    /// A sequence does not move on.
    InvalidStep = "invalid_step",
    /// A text is not a pattern, or one that describes too much.
    InvalidPattern = "invalid_pattern",
    /// A text is not a template.
    InvalidTemplate = "invalid_template",
    /// The sampler does not go with the generator.
    InvalidSampler = "invalid_sampler",
    /// A table cannot be cut into ranges of this column.
    InvalidPartition = "invalid_partition",
    /// A table would be cut into more partitions than are made.
    TooManyPartitions = "too_many_partitions",
    /// A column that counts in the database is not a whole number that leads a key, or not the only one.
    InvalidIdentity = "invalid_identity",
    /// A key has no columns.
    EmptyKey = "empty_key",
    /// A key names a column that is hidden.
    HiddenKey = "hidden_key",
    /// A column of the primary key may be NULL.
    NullInPrimaryKey = "null_in_primary_key",
    /// A key asks for more different values than its generators have.
    TooFewValues = "too_few_values",
    /// A column cannot be unique: its generator may repeat a value.
    NotUnique = "not_unique",
    /// A value would depend on itself.
    CyclicReference = "cyclic_reference",
    /// A value would depend on too long a chain of columns.
    ChainTooLong = "chain_too_long",
    /// A foreign key refers to a table without rows.
    EmptyParent = "empty_parent",
    /// A foreign key refers to a column that may be NULL.
    NullableParent = "nullable_parent",
    /// A foreign key refers to a column that is hidden.
    HiddenParent = "hidden_parent",
    /// A code of a newer Rowmill than this one.
    Unknown = "unknown",
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for ProblemCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(Self::ALL.iter().copied().find(|code| code.name() == name).unwrap_or(Self::Unknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_reads_back() {
        let names: std::collections::BTreeSet<&str> =
            ProblemCode::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), ProblemCode::ALL.len());
        for code in ProblemCode::ALL {
            assert!(code.meaning().ends_with('.'), "{code}");
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(serde_json::from_str::<ProblemCode>(&json).unwrap(), *code);
        }
        assert_eq!(serde_json::from_str::<ProblemCode>("\"new_one\"").unwrap(), ProblemCode::Unknown);
    }
}
