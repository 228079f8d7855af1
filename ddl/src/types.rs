//! What a column of a type holds: the type that its values have in a spec, and how they are made where the type says more than its name.

use std::collections::{HashMap, HashSet};

use generator::{GeneratorSpec, SqlType, kinds};
use sqlparser::ast::{
    ArrayElemTypeDef, BinaryLength, CharacterLength, DataType, EnumMember, ExactNumberInfo, Expr,
    GeometricTypeKind, TimezoneInfo,
};

use super::dialect::SourceDialect;

/// Most digits of a decimal in a spec.
const MOST_DIGITS: u64 = 38;
/// Digits of decimals whose type says nothing of them, in all and behind the point.
const USUAL_DIGITS: (u8, u8) = (12, 2);
/// Digits of a second that a spec has at most.
const SECOND_DIGITS: u64 = 6;

/// What a column of a type is in a spec.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadType {
    pub(crate) sql_type: SqlType,
    /// How values are made, where the type says it.
    pub(crate) generator: Option<GeneratorSpec>,
    /// The database counts.
    pub(crate) is_counter: bool,
    /// What a domain asks of its values, which it calls `VALUE`.
    pub(crate) checks: Vec<Expr>,
    /// A domain may ask for a value.
    pub(crate) is_required: bool,
    /// What is to be known of it.
    pub(crate) note: Option<String>,
}

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TypeOf {
    /// Its values are made.
    Made(ReadType),
    /// No values of such a type are made; why.
    Unknown(String),
}

impl ReadType {
    fn plain(sql_type: SqlType) -> Self {
        Self {
            sql_type,
            generator: None,
            is_counter: false,
            checks: Vec::new(),
            is_required: false,
            note: None,
        }
    }

    fn made(sql_type: SqlType, generator: GeneratorSpec) -> Self {
        Self { generator: Some(generator), ..Self::plain(sql_type) }
    }

    fn noted(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// The types that a text makes itself.
#[derive(Debug, Default)]
pub(crate) struct OwnTypes {
    enums: HashMap<String, Vec<String>>,
    domains: HashMap<String, Domain>,
    /// Types of several parts, and whatever else is made of others: no values are made of them.
    others: HashSet<String>,
}

#[derive(Debug)]
struct Domain {
    of: DataType,
    checks: Vec<Expr>,
    is_required: bool,
}

impl OwnTypes {
    pub(crate) fn add_enum(&mut self, name: &str, values: Vec<String>) {
        self.enums.insert(name.to_lowercase(), values);
    }

    /// The values of an enumerated type.
    pub(crate) fn values(&self, name: &str) -> Option<&[String]> {
        self.enums.get(&name.to_lowercase()).map(Vec::as_slice)
    }

    /// A type that no values are made of.
    pub(crate) fn add_other(&mut self, name: &str) {
        self.others.insert(name.to_lowercase());
    }

    /// Whether a text makes a type of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.enums.contains_key(&name) || self.domains.contains_key(&name) || self.others.contains(&name)
    }

    /// Whether a type of the text's own takes no NULL by itself.
    pub(crate) fn is_required(&self, name: &str) -> bool {
        self.domains.get(&name.trim_matches('"').to_lowercase()).is_some_and(|domain| domain.is_required)
    }

    /// A value more, behind all others.
    pub(crate) fn add_value(&mut self, name: &str, value: String) {
        self.enums.entry(name.to_lowercase()).or_default().push(value);
    }

    /// Another name for a value.
    pub(crate) fn rename_value(&mut self, name: &str, from: &str, to: String) {
        let values = self.enums.get_mut(&name.to_lowercase());
        if let Some(value) = values.into_iter().flatten().find(|value| *value == from) {
            *value = to;
        }
    }

    pub(crate) fn add_domain(&mut self, name: &str, of: DataType, checks: Vec<Expr>, is_required: bool) {
        self.domains.insert(name.to_lowercase(), Domain { of, checks, is_required });
    }

    /// What a column of this type is in a spec.
    pub(crate) fn read(&self, data_type: &DataType, dialect: Option<SourceDialect>) -> TypeOf {
        self.read_within(data_type, dialect, 0)
    }

    fn read_within(&self, data_type: &DataType, dialect: Option<SourceDialect>, depth: u32) -> TypeOf {
        // A domain over itself has no end.
        if depth > 8 {
            return TypeOf::Unknown("is a domain over itself".to_owned());
        }
        let made = match data_type {
            DataType::Custom(name, arguments) => {
                let name = name.0.last().map(ToString::to_string).unwrap_or_default();
                let plain = name.trim_matches(['"', '`', '[', ']']).to_lowercase();
                if let Some(values) = self.enums.get(&plain) {
                    return TypeOf::Made(one_of(values));
                }
                if let Some(domain) = self.domains.get(&plain) {
                    let read = self.read_within(&domain.of, dialect, depth + 1);
                    let TypeOf::Made(mut read) = read else { return read };
                    read.checks.extend(domain.checks.iter().cloned());
                    read.is_required |= domain.is_required;
                    return TypeOf::Made(read);
                }
                let numbers: Vec<u64> =
                    arguments.iter().filter_map(|number| number.trim().parse().ok()).collect();
                match custom(&plain, &numbers, arguments, dialect) {
                    Some(read) => read,
                    None => return unknown(data_type, dialect),
                }
            }
            DataType::Array(of) => {
                let element = match of {
                    ArrayElemTypeDef::SquareBracket(of, _)
                    | ArrayElemTypeDef::AngleBracket(of)
                    | ArrayElemTypeDef::Parenthesis(of)
                    | ArrayElemTypeDef::Qualified(of, _) => self.read_within(of, dialect, depth + 1),
                    ArrayElemTypeDef::None => TypeOf::Made(ReadType::plain(SqlType::Text)),
                };
                return match element {
                    TypeOf::Made(element) => TypeOf::Made(array(&element)),
                    unknown @ TypeOf::Unknown(_) => unknown,
                };
            }
            other => match built_in(other, dialect) {
                Some(read) => read,
                None => return unknown(data_type, dialect),
            },
        };
        TypeOf::Made(made)
    }
}

fn unknown(data_type: &DataType, dialect: Option<SourceDialect>) -> TypeOf {
    let text = data_type.to_string();
    if dialect == Some(SourceDialect::Sqlite) {
        return TypeOf::Made(ReadType::plain(affinity(&text)));
    }
    TypeOf::Unknown(format!("`{text}` is a type that no values are made for"))
}

/// What SQLite keeps in a column of a type that it does not know ("Determination Of Column Affinity" of its manual).
fn affinity(text: &str) -> SqlType {
    let text = text.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    if has(&["INT"]) {
        SqlType::BIGINT
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        SqlType::Text
    } else if has(&["BLOB"]) {
        SqlType::Bytes
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        SqlType::Double
    } else {
        SqlType::Decimal { precision: USUAL_DIGITS.0, scale: USUAL_DIGITS.1 }
    }
}

fn integer(bits: u8, unsigned: bool) -> ReadType {
    ReadType::plain(SqlType::Integer { bits, unsigned })
}

fn chars(length: Option<u64>) -> ReadType {
    match length {
        Some(length) => ReadType::plain(SqlType::Varchar { length: narrow(length) }),
        None => ReadType::plain(SqlType::Text),
    }
}

fn narrow(length: u64) -> u32 {
    u32::try_from(length.max(1)).unwrap_or(u32::MAX)
}

fn character_length(length: Option<&CharacterLength>) -> Option<u64> {
    match length {
        Some(CharacterLength::IntegerLength { length, .. }) => Some(*length),
        Some(CharacterLength::Max) | None => None,
    }
}

/// A decimal of so many digits, as far as a spec has them.
fn decimal(precision: Option<u64>, scale: Option<i64>, dialect: Option<SourceDialect>) -> ReadType {
    let Some(precision) = precision.filter(|digits| *digits > 0) else {
        // MySQL and SQL Server have a meaning for it; elsewhere it takes any number.
        if matches!(dialect, Some(SourceDialect::MySql)) {
            return ReadType::plain(SqlType::Decimal { precision: 10, scale: 0 });
        }
        let sql_type = SqlType::Decimal { precision: USUAL_DIGITS.0, scale: USUAL_DIGITS.1 };
        return ReadType::plain(sql_type).noted("has no number of digits; values have two behind the point");
    };
    let scale = u64::try_from(scale.unwrap_or(0)).unwrap_or(0);
    // A scale above the precision means numbers below one.
    let whole = precision.saturating_sub(scale);
    let kept_scale = scale.min(MOST_DIGITS);
    let kept_whole = whole.min(MOST_DIGITS - kept_scale);
    let kept = (kept_whole + kept_scale).max(1);
    let to_digits = |digits: u64| u8::try_from(digits).unwrap_or(u8::MAX);
    let read = ReadType::plain(SqlType::Decimal { precision: to_digits(kept), scale: to_digits(kept_scale) });
    if precision > MOST_DIGITS {
        return read
            .noted(format!("has more than {MOST_DIGITS} digits; values have as many as that at most"));
    }
    read
}

fn exact(info: ExactNumberInfo, dialect: Option<SourceDialect>) -> ReadType {
    match info {
        ExactNumberInfo::None => decimal(None, None, dialect),
        ExactNumberInfo::Precision(precision) => decimal(Some(precision), None, dialect),
        ExactNumberInfo::PrecisionAndScale(precision, scale) => {
            decimal(Some(precision), Some(scale), dialect)
        }
    }
}

/// Numbers of so few digits that a floating-point number of 32 bits gives them back as they were.
fn real() -> ReadType {
    ReadType::made(
        SqlType::Decimal { precision: 6, scale: 2 },
        GeneratorSpec::new(&kinds::DECIMAL).with("min", "0").with("max", "9999.99"),
    )
    .noted("keeps seven digits; values have six")
}

/// `FLOAT`: of how many bits it is depends on the database and on a number behind it.
fn float(info: ExactNumberInfo, dialect: Option<SourceDialect>) -> ReadType {
    match (info, dialect) {
        // MySQL's FLOAT(m,d) and DOUBLE(m,d) round to so many digits.
        (ExactNumberInfo::PrecisionAndScale(precision, scale), _) if precision <= 6 => {
            decimal(Some(precision), Some(scale), dialect)
        }
        (ExactNumberInfo::PrecisionAndScale(_, scale), _) => decimal(Some(6), Some(scale.min(6)), dialect),
        (ExactNumberInfo::Precision(bits), _) if bits <= 24 => real(),
        (ExactNumberInfo::None, Some(SourceDialect::MySql) | None) => real(),
        _ => ReadType::plain(SqlType::Double),
    }
}

fn digits(number: Option<u64>, without: u64) -> u8 {
    u8::try_from(number.unwrap_or(without).min(SECOND_DIGITS)).unwrap_or(6)
}

fn timestamp(number: Option<u64>, zoned: bool, dialect: Option<SourceDialect>) -> ReadType {
    // Without a number PostgreSQL and Oracle keep six; to the second is what data has.
    let read = ReadType::plain(SqlType::Timestamp { digits: digits(number, 0), zoned });
    if number.is_some_and(|number| number > SECOND_DIGITS) && dialect != Some(SourceDialect::SqlServer) {
        return read.noted("has more digits of a second than six; values have six");
    }
    read
}

fn built_in(data_type: &DataType, dialect: Option<SourceDialect>) -> Option<ReadType> {
    use DataType as D;
    let is_oracle = dialect == Some(SourceDialect::Oracle);
    let is_server = dialect == Some(SourceDialect::SqlServer);
    Some(match data_type {
        D::Enum(members, _) => {
            let names: Vec<String> = members
                .iter()
                .map(|member| match member {
                    EnumMember::Name(name) | EnumMember::NamedValue(name, _) => name.clone(),
                })
                .collect();
            one_of(&names)
        }
        D::Set(names) => set(names),
        D::Bool | D::Boolean => ReadType::plain(SqlType::Boolean),
        D::TinyInt(Some(1)) => {
            ReadType::made(SqlType::Integer { bits: 8, unsigned: false }, GeneratorSpec::new(&kinds::BOOLEAN))
        }
        D::TinyInt(_) => integer(8, is_server),
        D::TinyIntUnsigned(_) | D::UTinyInt | D::UInt8 => integer(8, true),
        D::SmallInt(_) | D::Int2(_) | D::Int16 => integer(16, false),
        D::SmallIntUnsigned(_) | D::Int2Unsigned(_) | D::USmallInt | D::UInt16 => integer(16, true),
        D::MediumInt(_) => integer(24, false),
        D::MediumIntUnsigned(_) => integer(24, true),
        D::Int(_) | D::Integer(_) | D::Int4(_) | D::Int32 | D::Signed | D::SignedInteger => {
            integer(32, false)
        }
        D::IntUnsigned(_)
        | D::IntegerUnsigned(_)
        | D::Int4Unsigned(_)
        | D::UInt32
        | D::Unsigned
        | D::UnsignedInteger => integer(32, true),
        D::BigInt(_) | D::Int8(_) | D::Int64 => integer(64, false),
        D::BigIntUnsigned(_) | D::Int8Unsigned(_) | D::UBigInt | D::UInt64 => integer(64, true),
        D::Numeric(info) | D::Decimal(info) | D::Dec(info) | D::BigNumeric(info) | D::BigDecimal(info) => {
            exact(*info, dialect)
        }
        D::DecimalUnsigned(info) | D::DecUnsigned(info) => exact(*info, dialect),
        D::Float(info) | D::FloatUnsigned(info) => float(*info, dialect),
        D::Real | D::RealUnsigned
            if matches!(dialect, Some(SourceDialect::MySql | SourceDialect::Sqlite)) =>
        {
            ReadType::plain(SqlType::Double)
        }
        D::Real | D::RealUnsigned | D::Float4 | D::Float32 => real(),
        D::Double(ExactNumberInfo::PrecisionAndScale(precision, scale))
        | D::DoubleUnsigned(ExactNumberInfo::PrecisionAndScale(precision, scale)) => {
            decimal(Some((*precision).min(15)), Some(*scale), dialect)
        }
        D::Double(_)
        | D::DoubleUnsigned(_)
        | D::DoublePrecision
        | D::DoublePrecisionUnsigned
        | D::Float8
        | D::Float64 => ReadType::plain(SqlType::Double),
        D::Date if is_oracle => ReadType::plain(SqlType::Timestamp { digits: 0, zoned: false }),
        D::Date | D::Date32 => ReadType::plain(SqlType::Date),
        D::Time(number, _) => ReadType::plain(SqlType::Time { digits: digits(*number, 0) }),
        D::Datetime(None) if is_server => ReadType::plain(SqlType::Timestamp { digits: 0, zoned: false }),
        D::Datetime(number) | D::TimestampNtz(number) => timestamp(*number, false, dialect),
        D::Timestamp(..) if is_server => return None,
        D::Timestamp(number, zone) => {
            let is_zoned = matches!(zone, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz);
            timestamp(*number, is_zoned, dialect)
        }
        D::Uuid => ReadType::plain(SqlType::Uuid),
        D::Char(length) | D::Character(length) => {
            ReadType::plain(SqlType::Char { length: narrow(character_length(length.as_ref()).unwrap_or(1)) })
        }
        D::Varchar(length) | D::CharVarying(length) | D::CharacterVarying(length) | D::Nvarchar(length) => {
            // SQL Server's has one character where no number is given.
            let without = (is_server && length.is_none()).then_some(1);
            chars(character_length(length.as_ref()).or(without))
        }
        D::Text
        | D::TinyText
        | D::MediumText
        | D::LongText
        | D::Clob(_)
        | D::CharacterLargeObject(_)
        | D::CharLargeObject(_) => match data_type {
            D::TinyText => ReadType::plain(SqlType::Varchar { length: 63 }),
            _ => ReadType::plain(SqlType::Text),
        },
        D::String(length) => chars(*length),
        D::Binary(length) => ReadType::plain(SqlType::Binary { length: narrow(length.unwrap_or(1)) }),
        D::Varbinary(length) => match length {
            Some(BinaryLength::IntegerLength { length }) => {
                ReadType::plain(SqlType::Varbinary { length: narrow(*length) })
            }
            Some(BinaryLength::Max) | None => ReadType::plain(SqlType::Bytes),
        },
        D::Blob(_) | D::TinyBlob | D::MediumBlob | D::LongBlob | D::Bytea | D::Bytes(_) => {
            ReadType::plain(SqlType::Bytes)
        }
        D::JSON | D::JSONB => ReadType::plain(SqlType::Json),
        D::Interval { .. } => interval(),
        D::TsVector => return custom("tsvector", &[], &[], dialect),
        D::TsQuery => return custom("tsquery", &[], &[], dialect),
        D::GeometricType(GeometricTypeKind::Point) => return custom("point", &[], &[], dialect),
        D::Nullable(of) | D::LowCardinality(of) => return built_in(of, dialect),
        D::Bit(length) => match dialect {
            Some(SourceDialect::Postgres) => bits(length.unwrap_or(1)),
            _ if length.unwrap_or(1) == 1 => ReadType::plain(SqlType::Boolean),
            _ => bit_number(length.unwrap_or(1)),
        },
        D::BitVarying(length) | D::VarBit(length) => bits(length.unwrap_or(16)),
        // SQLite takes a column without a type.
        D::Unspecified => ReadType::plain(SqlType::Text),
        _ => return None,
    })
}

/// Types that a grammar takes for names of somebody's own.
fn custom(
    name: &str,
    numbers: &[u64],
    arguments: &[String],
    dialect: Option<SourceDialect>,
) -> Option<ReadType> {
    let first = numbers.first().copied();
    let second = numbers.get(1).and_then(|number| i64::try_from(*number).ok());
    let pattern =
        |text: &str| ReadType::made(SqlType::Text, GeneratorSpec::new(&kinds::PATTERN).with("pattern", text));
    let counter = |bits| ReadType { is_counter: true, ..integer(bits, false) };
    let is_server = dialect == Some(SourceDialect::SqlServer);
    Some(match name {
        "serial" | "serial4" => counter(32),
        "bigserial" | "serial8" => counter(64),
        "smallserial" | "serial2" => counter(16),
        "year" => year(),
        "citext" | "name" | "bpchar" | "ntext" | "longvarchar" | "longnvarchar" | "nclob" | "long"
        | "xmltype" => ReadType::plain(SqlType::Text),
        "sysname" => chars(Some(128)),
        "varchar2" | "nvarchar2" => chars(Some(first.unwrap_or(1))),
        "nchar" => ReadType::plain(SqlType::Char { length: narrow(first.unwrap_or(1)) }),
        "nvarchar" | "varchar" => chars(first.or((is_server && arguments.is_empty()).then_some(1))),
        "number" => oracle_number(first, second, dialect),
        "binary_float" => real(),
        "binary_double" => ReadType::plain(SqlType::Double),
        "raw" => ReadType::plain(SqlType::Varbinary { length: narrow(first.unwrap_or(16)) }),
        "image" | "longvarbinary" | "bfile" => ReadType::plain(SqlType::Bytes),
        "inet" => made_text(GeneratorSpec::new(&kinds::IPV4)),
        "inet4" => made_text(GeneratorSpec::new(&kinds::IPV4)),
        "inet6" => made_text(GeneratorSpec::new(&kinds::IPV6)),
        "cidr" => pattern(r"10\.1[0-9]{2}\.1[0-9]{2}\.0/24"),
        "macaddr" => made_text(GeneratorSpec::new(&kinds::MAC_ADDRESS)),
        "macaddr8" => pattern(
            r"0[0-9a-f]:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}",
        ),
        "interval" => interval(),
        "money" => ReadType::plain(SqlType::Decimal {
            precision: if is_server { 19 } else { 12 },
            scale: if is_server { 4 } else { 2 },
        }),
        "smallmoney" => ReadType::plain(SqlType::Decimal { precision: 10, scale: 4 }),
        "tsvector" => pattern("'[a-e]{4,8}':1 '[f-m]{4,8}':2 '[n-z]{4,8}':3"),
        "tsquery" => pattern("'[a-m]{4,8}' & '[n-z]{4,8}'"),
        "hstore" => pattern("\"[a-z]{4,8}\"=>\"[a-z0-9]{4,8}\""),
        "ltree" => pattern(r"[A-Z][a-z]{3,6}\.[A-Z][a-z]{3,6}"),
        "xml" => pattern("<note>[a-z]{4,8} [a-z]{4,8}</note>"),
        "jsonpath" => pattern(r"\$\.[a-z]{4,8}"),
        "point" if dialect != Some(SourceDialect::MySql) => pattern(r"\([1-9][0-9]?,[1-9][0-9]?\)"),
        "int4range" | "int8range" => pattern(r"\[1[0-9]{1,3},2[0-9]{3}\)"),
        "numrange" => pattern(r"\[1[0-9]\.[0-9]{2},2[0-9]\.[0-9]{2}\)"),
        "daterange" => pattern(r"\[2024-0[1-9]-1[0-9],2025-0[1-9]-1[0-9]\)"),
        "tsrange" => pattern("\\[\"2024-0[1-9]-1[0-9] 1[0-9]:00:00\",\"2025-0[1-9]-1[0-9] 1[0-9]:00:00\"\\)"),
        "timestamptz" => timestamp(first, true, dialect),
        "datetime2" => timestamp(Some(first.unwrap_or(0)), false, dialect),
        "smalldatetime" => ReadType::plain(SqlType::Timestamp { digits: 0, zoned: false }),
        "datetimeoffset" => timestamp(Some(first.unwrap_or(0)), true, dialect),
        "uniqueidentifier" | "uuid" => ReadType::plain(SqlType::Uuid),
        "fixed" => decimal(Some(first.unwrap_or(10)), second, dialect),
        _ => {
            // What a spec calls it.
            let text = if arguments.is_empty() {
                name.to_owned()
            } else {
                format!("{name}({})", arguments.join(","))
            };
            return text.parse().ok().map(ReadType::plain);
        }
    })
}

fn made_text(generator: GeneratorSpec) -> ReadType {
    ReadType::made(SqlType::Text, generator)
}

/// Oracle's numbers are whole if nothing says otherwise but how many digits they have.
fn oracle_number(precision: Option<u64>, scale: Option<i64>, dialect: Option<SourceDialect>) -> ReadType {
    match (precision, scale.unwrap_or(0)) {
        (Some(1..=9), 0) => integer(32, false),
        (Some(10..=18), 0) => integer(64, false),
        _ => decimal(precision, scale, dialect),
    }
}

fn year() -> ReadType {
    let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 1990).with("max", 2030);
    ReadType::made(SqlType::Integer { bits: 16, unsigned: false }, generator)
}

/// PostgreSQL's intervals, of a minute to ten days.
fn interval() -> ReadType {
    made_text(GeneratorSpec::new(&kinds::INTERVAL).with("min_seconds", 60).with("max_seconds", 864_000))
}

/// PostgreSQL's strings of bits; those that may be shorter have all of them.
fn bits(length: u64) -> ReadType {
    let length = narrow(length).min(1_000);
    let generator = GeneratorSpec::new(&kinds::BITS).with("length", i64::from(length));
    ReadType::made(SqlType::Varchar { length }, generator)
}

/// MySQL's bits are a number.
fn bit_number(length: u64) -> ReadType {
    let max = if length >= 63 { i64::MAX } else { (1 << length) - 1 };
    let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 0).with("max", max);
    ReadType::made(SqlType::Integer { bits: 64, unsigned: true }, generator)
}

/// Members of a set, of which one or more are chosen.
fn set(names: &[String]) -> ReadType {
    let length: usize = names.iter().map(|name| name.chars().count() + 1).sum();
    let sql_type = SqlType::Varchar { length: narrow(length.saturating_sub(1) as u64) };
    let values: Vec<_> = names.iter().map(|name| serde_json::Value::from(name.as_str())).collect();
    ReadType::made(sql_type, GeneratorSpec::new(&kinds::SOME_OF).with("values", values).with("min", 1))
}

fn one_of(names: &[String]) -> ReadType {
    // MySQL has enums with the empty text as a member, which stands for a wrong one as well.
    let chosen: Vec<String> = names.iter().filter(|name| !name.is_empty()).cloned().collect();
    let chosen = if chosen.is_empty() { names.to_vec() } else { chosen };
    let length = names.iter().map(|name| name.chars().count()).max().unwrap_or(1);
    ReadType::made(SqlType::Varchar { length: narrow(length as u64) }, list_of(&chosen))
}

fn list_of(names: &[impl AsRef<str>]) -> GeneratorSpec {
    let values: Vec<_> = names.iter().map(|name| serde_json::Value::from(name.as_ref())).collect();
    GeneratorSpec::new(&kinds::LIST).with("values", values)
}

/// PostgreSQL's arrays of up to three elements.
fn array(element: &ReadType) -> ReadType {
    let list = element.generator.as_ref().filter(|generator| generator.is(&kinds::LIST));
    if let Some(values) = list.and_then(|list| list.option("values")) {
        // Of an enumerated type: at most three of its values.
        let count = if let kinds::OptionValue::Values(values) = values { values.len().min(3) } else { 1 };
        let some =
            GeneratorSpec::new(&kinds::SOME_OF).with("values", values.clone()).with("notation", "braces");
        return made_text(some.with("max", i64::try_from(count).unwrap_or(1)));
    }
    let of = match (element.sql_type, element.generator.as_ref()) {
        (SqlType::Integer { .. }, _) => "integer(1, 100)",
        (SqlType::Decimal { .. } | SqlType::Double, _) => "decimal(0.5, 9.5)",
        (SqlType::Boolean, _) => "boolean",
        (SqlType::Uuid, _) => "uuid",
        (SqlType::Date, _) => "pattern(202[0-4]-0[1-9]-[12][0-8])",
        (SqlType::Text | SqlType::Varchar { length: 16.. } | SqlType::Char { length: 16.. }, None) => "word",
        _ => {
            // Of other elements there is none: an array may be empty.
            return ReadType::made(SqlType::Text, list_of(&["{}"])).noted("holds arrays without an element");
        }
    };
    made_text(GeneratorSpec::new(&kinds::ARRAY).with("of", of))
}
