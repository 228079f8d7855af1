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
    /// Digits of the fraction of a second.
    Time(u8),
    /// The same.
    Timestamp(u8),
    Interval,
    Uuid,
}

impl Expression {
    /// Gives each column that is named, with what stands before it, to `visit`.
    pub(super) fn each_column(&self, visit: &mut dyn FnMut(Option<&str>, &str)) {
        let mut all = |parts: &[Self]| parts.iter().for_each(|part| part.each_column(visit));
        match &self.what {
            What::Null | What::Boolean(_) | What::Number(_) | What::Text(_) => {}
            What::Column { qualifier, name } => visit(qualifier.as_deref(), name),
            What::Negate(of)
            | What::Not(of)
            | What::Cast(of, _)
            | What::IsNull { of, .. }
            | What::IsBoolean { of, .. } => {
                of.each_column(visit);
            }
            What::And(sides) | What::Or(sides) | What::Concatenate(sides) => all(&**sides),
            What::Arithmetic(_, sides) | What::Compare(_, sides) => all(&**sides),
            What::Distinct { sides, .. } | What::Like { sides, .. } => all(&**sides),
            What::In { of, list, .. } => {
                of.each_column(visit);
                list.iter().for_each(|item| item.each_column(visit));
            }
            What::Between { of, ends, .. } => {
                of.each_column(visit);
                ends.iter().for_each(|end| end.each_column(visit));
            }
            What::Case { operand, branches, otherwise } => {
                operand.iter().chain(otherwise).for_each(|part| part.each_column(visit));
                branches.iter().flatten().for_each(|part| part.each_column(visit));
            }
            What::Call { arguments, .. } => all(arguments),
        }
    }
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
