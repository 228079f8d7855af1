//! What an expression says, before anything is known of its columns.

/// An expression and where it begins, in bytes from the start of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression {
    pub(super) at: usize,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Null,
    Boolean(bool),
    /// As it was written.
    Number(String),
    Text(String),
    Column {
        qualifier: Option<String>,
        name: String,
    },
    Negate(Box<Expression>),
    Not(Box<Expression>),
    And(Box<[Expression; 2]>),
    Or(Box<[Expression; 2]>),
    Arithmetic(Arithmetic, Box<[Expression; 2]>),
    Concatenate(Box<[Expression; 2]>),
    Compare(Comparison, Box<[Expression; 2]>),
    /// `IS [NOT] DISTINCT FROM`: a comparison in which NULL is a value like another.
    Distinct {
        sides: Box<[Expression; 2]>,
        negated: bool,
    },
    IsNull {
        of: Box<Expression>,
        negated: bool,
    },
    /// `IS [NOT] TRUE` and `FALSE`.
    IsBoolean {
        of: Box<Expression>,
        value: bool,
        negated: bool,
    },
    In {
        of: Box<Expression>,
        list: Vec<Expression>,
        negated: bool,
    },
    Between {
        of: Box<Expression>,
        ends: Box<[Expression; 2]>,
        negated: bool,
    },
    Like {
        sides: Box<[Expression; 2]>,
        ignores_case: bool,
        negated: bool,
    },
    Case {
        operand: Option<Box<Expression>>,
        branches: Vec<[Expression; 2]>,
        otherwise: Option<Box<Expression>>,
    },
    Cast(Box<Expression>, TypeName),
    Call {
        name: String,
        arguments: Vec<Expression>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A type that something is cast to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeName {
    Boolean,
    /// Whole numbers of so many bits.
    Integer(u32),
    /// Precision and scale; without them, as many digits as there are.
    Decimal(Option<(u8, u8)>),
    Double,
    /// Characters at most.
    Text(Option<u32>),
    Date,
    Time,
    /// Digits of the fraction of a second.
    Timestamp(u8),
    Interval,
    Uuid,
}

impl Comparison {
    /// Whether values in this order satisfy it.
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}
