//! From tokens to an expression: operators by their precedence in PostgreSQL (manual, 4.1.6).

use super::{
    Refusal,
    syntax::{Arithmetic, Comparison, Expression, TypeName, What},
    token::{Placed, Token, tokens},
};
use crate::limits::{MAX_EXPRESSION_CHARS, MAX_EXPRESSION_DEPTH, MAX_EXPRESSION_OPERATORS};

/// Words that are no names without quotes.
const RESERVED: [&str; 27] = [
    "and",
    "as",
    "between",
    "case",
    "cast",
    "distinct",
    "else",
    "end",
    "false",
    "for",
    "from",
    "ilike",
    "in",
    "interval",
    "is",
    "like",
    "not",
    "null",
    "or",
    "select",
    "symmetric",
    "then",
    "true",
    "when",
    "where",
    "current_date",
    "current_timestamp",
];

/// Whether a word is no name without quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}

// How tightly operators bind, loosest first.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const IS: u8 = 4;
const COMPARISON: u8 = 5;
const IN: u8 = 6;
const OTHER: u8 = 7;
const SUM: u8 = 8;
const PRODUCT: u8 = 9;
const SIGN: u8 = 10;

/// Reads an expression.
///
/// # Errors
/// Where something else was expected, and what.
pub(super) fn parse(text: &str) -> Result<Expression, Refusal> {
    if text.chars().count() > MAX_EXPRESSION_CHARS {
        let message = format!(
            "an expression has at most {MAX_EXPRESSION_CHARS} characters; make it shorter, or two columns of it"
        );
        return Err(Refusal::new(0, message));
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, chain: 0, end: text.len() };
    let expression = parser.expression(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => parser.unexpected("an operator or the end"),
    }
}

/// What stands behind an operand.
enum Infix {
    /// An operator, with what it takes; another may follow.
    Goes(Expression),
    /// None, or one that binds less.
    Ends(Expression),
}

struct Parser<'a> {
    tokens: &'a [Placed],
    next: usize,
    depth: usize,
    /// Operators so far.
    chain: usize,
    end: usize,
}

type Parsed<T> = Result<T, Refusal>;

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|placed| &placed.token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |placed| placed.at)
    }

    fn unexpected<T>(&self, expected: &str) -> Parsed<T> {
        let found = match self.peek() {
            None => "the expression ends".to_owned(),
            Some(Token::Word(word)) => format!("`{word}` stands"),
            Some(Token::Name(name)) => format!("\"{name}\" stands"),
            Some(Token::Number(number)) => format!("`{number}` stands"),
            Some(Token::Text(text)) => format!("'{text}' stands"),
            Some(Token::Sign(sign)) => format!("`{sign}` stands"),
        };
        Err(Refusal::new(self.at(), format!("{found} where {expected} was expected")))
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_there = self.is_word(word);
        self.next += usize::from(is_there);
        is_there
    }

    fn need_word(&mut self, word: &str) -> Parsed<()> {
        if self.take_word(word) { Ok(()) } else { self.unexpected(&format!("`{}`", word.to_uppercase())) }
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(is_there);
        is_there
    }

    fn need_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) { Ok(()) } else { self.unexpected(&format!("`{sign}`")) }
    }

    /// An expression whose operators bind more tightly than `least`.
    fn expression(&mut self, least: u8) -> Parsed<Expression> {
        self.depth += 1;
        if self.depth > MAX_EXPRESSION_DEPTH {
            let message = format!(
                "more than {MAX_EXPRESSION_DEPTH} expressions stand inside each other; make two columns of it"
            );
            return Err(Refusal::new(self.at(), message));
        }
        let depth = self.depth;
        let mut left = self.operand()?;
        loop {
            left = match self.infix(left, least)? {
                Infix::Goes(next) => next,
                Infix::Ends(whole) => {
                    self.depth = depth - 1;
                    return Ok(whole);
                }
            };
            // Operators behind each other stand inside each other, too.
            self.chain += 1;
            if self.chain > MAX_EXPRESSION_OPERATORS {
                let message = format!(
                    "more than {MAX_EXPRESSION_OPERATORS} operators stand in one expression; use concat or IN, or make two columns of it"
                );
                return Err(Refusal::new(self.at(), message));
            }
        }
    }

    /// The operator behind `left` with what it takes, if there is one that binds more tightly than `least`.
    fn infix(&mut self, left: Expression, least: u8) -> Parsed<Infix> {
        let at = left.at;
        let sides = |left: Expression, right: Expression| Box::new([left, right]);
        let what = match self.peek() {
            Some(Token::Sign("::")) => {
                self.next += 1;
                What::Cast(Box::new(left), self.type_name()?)
            }
            Some(Token::Sign(sign)) => {
                let sign = *sign;
                let (binding, arithmetic) = match sign {
                    "+" => (SUM, Some(Arithmetic::Add)),
                    "-" => (SUM, Some(Arithmetic::Subtract)),
                    "*" => (PRODUCT, Some(Arithmetic::Multiply)),
                    "/" => (PRODUCT, Some(Arithmetic::Divide)),
                    "%" => (PRODUCT, Some(Arithmetic::Modulo)),
                    "||" => (OTHER, None),
                    "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=" => (COMPARISON, None),
                    _ => return Ok(Infix::Ends(left)),
                };
                if binding <= least {
                    return Ok(Infix::Ends(left));
                }
                self.next += 1;
                let right = self.expression(binding)?;
                match (arithmetic, sign) {
                    (Some(arithmetic), _) => What::Arithmetic(arithmetic, sides(left, right)),
                    (None, "||") => What::Concatenate(sides(left, right)),
                    (None, sign) => {
                        let comparison = match sign {
                            "=" => Comparison::Equal,
                            "<" => Comparison::Less,
                            "<=" => Comparison::LessOrEqual,
                            ">" => Comparison::Greater,
                            ">=" => Comparison::GreaterOrEqual,
                            _ => Comparison::Unequal,
                        };
                        What::Compare(comparison, sides(left, right))
                    }
                }
            }
            Some(Token::Word(word)) => {
                let word = word.to_ascii_lowercase();
                let is_negated = word == "not";
                let behind = match self.tokens.get(self.next + 1).map(|placed| &placed.token) {
                    Some(Token::Word(next)) if is_negated => next.to_ascii_lowercase(),
                    _ => word.clone(),
                };
                let binding = match behind.as_str() {
                    "or" if !is_negated => OR,
                    "and" if !is_negated => AND,
                    "is" if !is_negated => IS,
                    "in" | "between" | "like" | "ilike" => IN,
                    _ => return Ok(Infix::Ends(left)),
                };
                if binding <= least {
                    return Ok(Infix::Ends(left));
                }
                self.next += 1 + usize::from(is_negated);
                match behind.as_str() {
                    "or" => What::Or(sides(left, self.expression(OR)?)),
                    "and" => What::And(sides(left, self.expression(AND)?)),
                    "is" => self.is(left)?,
                    "in" => {
                        self.need_sign("(")?;
                        What::In { of: Box::new(left), list: self.list()?, negated: is_negated }
                    }
                    "between" => {
                        let low = self.expression(IN)?;
                        self.need_word("and")?;
                        let high = self.expression(IN)?;
                        What::Between { of: Box::new(left), ends: Box::new([low, high]), negated: is_negated }
                    }
                    like => What::Like {
                        sides: sides(left, self.expression(IN)?),
                        ignores_case: like == "ilike",
                        negated: is_negated,
                    },
                }
            }
            _ => return Ok(Infix::Ends(left)),
        };
        Ok(Infix::Goes(Expression { at, what }))
    }

    /// What stands behind `IS`.
    fn is(&mut self, left: Expression) -> Parsed<What> {
        let negated = self.take_word("not");
        if self.take_word("null") {
            return Ok(What::IsNull { of: Box::new(left), negated });
        }
        for (word, value) in [("true", true), ("false", false)] {
            if self.take_word(word) {
                return Ok(What::IsBoolean { of: Box::new(left), value, negated });
            }
        }
        if self.take_word("distinct") {
            self.need_word("from")?;
            return Ok(What::Distinct { sides: Box::new([left, self.expression(IS)?]), negated });
        }
        self.unexpected("NULL, TRUE, FALSE or DISTINCT FROM")
    }

    /// Expressions up to the closing parenthesis, at least one.
    fn list(&mut self) -> Parsed<Vec<Expression>> {
        let mut list = vec![self.expression(0)?];
        while self.take_sign(",") {
            list.push(self.expression(0)?);
        }
        self.need_sign(")")?;
        Ok(list)
    }

    fn operand(&mut self) -> Parsed<Expression> {
        let at = self.at();
        let Some(token) = self.peek().cloned() else { return self.unexpected("a value") };
        self.next += 1;
        let what = match token {
            Token::Number(number) => What::Number(number),
            Token::Text(text) => What::Text(text),
            Token::Sign("(") => {
                let inside = self.expression(0)?;
                self.need_sign(")")?;
                return Ok(Expression { at, what: inside.what });
            }
            Token::Sign("-") => What::Negate(Box::new(self.expression(SIGN)?)),
            Token::Sign("+") => return self.expression(SIGN),
            Token::Name(name) => self.column(name)?,
            Token::Word(word) => self.word(&word)?,
            Token::Sign(_) => {
                self.next -= 1;
                return self.unexpected("a value");
            }
        };
        Ok(Expression { at, what })
    }

    fn column(&mut self, name: String) -> Parsed<What> {
        if !self.take_sign(".") {
            return Ok(What::Column { qualifier: None, name });
        }
        let Some(Token::Word(column) | Token::Name(column)) = self.peek().cloned() else {
            return self.unexpected("the name of a column");
        };
        self.next += 1;
        Ok(What::Column { qualifier: Some(name), name: column })
    }

    fn word(&mut self, word: &str) -> Parsed<What> {
        let call = |name: &str, arguments| What::Call { name: name.to_owned(), arguments };
        let lower = word.to_ascii_lowercase();
        let typed = match self.peek() {
            Some(Token::Text(text)) => Some(text.clone()),
            _ => None,
        };
        Ok(match (lower.as_str(), typed) {
            ("null", _) => What::Null,
            ("true", _) => What::Boolean(true),
            ("false", _) => What::Boolean(false),
            ("not", _) => What::Not(Box::new(self.expression(NOT)?)),
            ("case", _) => self.case()?,
            ("cast", _) => {
                self.need_sign("(")?;
                let of = Box::new(self.expression(0)?);
                self.need_word("as")?;
                let to = self.type_name()?;
                self.need_sign(")")?;
                What::Cast(of, to)
            }
            ("current_date", _) => call("current_date", Vec::new()),
            ("current_timestamp" | "localtimestamp", _) => call("now", Vec::new()),
            ("date" | "time" | "timestamp" | "interval", Some(mut text)) => {
                let at = self.at();
                self.next += 1;
                let to = match lower.as_str() {
                    "date" => TypeName::Date,
                    "time" => TypeName::Time(6),
                    "timestamp" => TypeName::Timestamp(6),
                    _ => {
                        // `INTERVAL '3' DAY`.
                        if let Some(Token::Word(unit)) = self.peek()
                            && super::interval::is_unit(unit)
                        {
                            text = format!("{text} {unit}");
                            self.next += 1;
                        }
                        TypeName::Interval
                    }
                };
                What::Cast(Box::new(Expression { at, what: What::Text(text) }), to)
            }
            (reserved, _) if is_reserved(reserved) => {
                self.next -= 1;
                return self.unexpected("a value");
            }
            (name, _) if self.take_sign("(") => self.call(name)?,
            _ => self.column(word.to_owned())?,
        })
    }

    fn case(&mut self) -> Parsed<What> {
        let operand = if self.is_word("when") { None } else { Some(Box::new(self.expression(0)?)) };
        let mut branches = Vec::new();
        while self.take_word("when") {
            let when = self.expression(0)?;
            self.need_word("then")?;
            branches.push([when, self.expression(0)?]);
        }
        if branches.is_empty() {
            return self.unexpected("`WHEN`");
        }
        let otherwise = if self.take_word("else") { Some(Box::new(self.expression(0)?)) } else { None };
        self.need_word("end")?;
        Ok(What::Case { operand, branches, otherwise })
    }

    /// A function's arguments; some functions have words between them.
    fn call(&mut self, name: &str) -> Parsed<What> {
        let named = |name: &str, arguments| What::Call { name: name.to_owned(), arguments };
        match name {
            "extract" => {
                let at = self.at();
                let (Some(Token::Word(field)) | Some(Token::Text(field))) = self.peek().cloned() else {
                    return self.unexpected("a field such as YEAR");
                };
                self.next += 1;
                self.need_word("from")?;
                let of = self.expression(0)?;
                self.need_sign(")")?;
                return Ok(named("extract", vec![Expression { at, what: What::Text(field) }, of]));
            }
            "position" => {
                let part = self.expression(IN)?;
                self.need_word("in")?;
                let whole = self.expression(0)?;
                self.need_sign(")")?;
                return Ok(named("strpos", vec![whole, part]));
            }
            "trim" => {
                let mut function = "btrim";
                for (word, of) in [("leading", "ltrim"), ("trailing", "rtrim"), ("both", "btrim")] {
                    if self.take_word(word) {
                        function = of;
                    }
                }
                let mut arguments = Vec::new();
                if !self.take_word("from") {
                    arguments.push(self.expression(0)?);
                    if self.take_word("from") {
                        arguments.insert(0, self.expression(0)?);
                    } else if self.take_sign(",") {
                        arguments.push(self.expression(0)?);
                    }
                } else {
                    arguments.push(self.expression(0)?);
                }
                self.need_sign(")")?;
                return Ok(named(function, arguments));
            }
            _ => {}
        }
        if self.take_sign(")") {
            return Ok(named(name, Vec::new()));
        }
        let mut arguments = vec![self.expression(0)?];
        if name == "substring" && self.take_word("from") {
            arguments.push(self.expression(0)?);
            if self.take_word("for") {
                arguments.push(self.expression(0)?);
            }
        }
        while self.take_sign(",") {
            arguments.push(self.expression(0)?);
        }
        self.need_sign(")")?;
        Ok(named(name, arguments))
    }

    fn type_name(&mut self) -> Parsed<TypeName> {
        let at = self.at();
        let Some(Token::Word(word)) = self.peek().cloned() else { return self.unexpected("a type") };
        self.next += 1;
        let word = word.to_ascii_lowercase();
        if word == "double" {
            self.need_word("precision")?;
        }
        let is_text = match word.as_str() {
            "character" => {
                self.need_word("varying")?;
                true
            }
            "varchar" | "text" => true,
            _ => false,
        };
        let numbers = self.type_numbers()?;
        if matches!(word.as_str(), "timestamp" | "time") && self.take_word("without") {
            self.need_word("time")?;
            self.need_word("zone")?;
        }
        let refuse = |message: &str| Err(Refusal::new(at, message));
        Ok(match (word.as_str(), numbers.as_slice()) {
            ("boolean" | "bool", []) => TypeName::Boolean,
            ("smallint" | "int2", []) => TypeName::Integer(16),
            ("int" | "integer" | "int4", []) => TypeName::Integer(32),
            ("bigint" | "int8", []) => TypeName::Integer(64),
            ("numeric" | "decimal", []) => TypeName::Decimal(None),
            ("numeric" | "decimal", [precision]) => decimal(at, *precision, 0)?,
            ("numeric" | "decimal", [precision, scale]) => decimal(at, *precision, *scale)?,
            ("double" | "float8" | "float", []) => TypeName::Double,
            (_, []) if is_text => TypeName::Text(None),
            (_, [length]) if is_text => TypeName::Text(Some(*length)),
            ("date", []) => TypeName::Date,
            ("time", []) => TypeName::Time(6),
            ("time", [digits @ 0..=6]) => TypeName::Time(*digits as u8),
            ("timestamp", []) => TypeName::Timestamp(6),
            ("timestamp", [digits @ 0..=6]) => TypeName::Timestamp(*digits as u8),
            ("interval", []) => TypeName::Interval,
            ("uuid", []) => TypeName::Uuid,
            ("real" | "float4", _) => {
                return refuse("real numbers are not made; cast to double precision or numeric");
            }
            ("char", _) => {
                return refuse("texts of a fixed length are not made; cast to varchar and use rpad");
            }
            ("timestamptz", _) => return refuse("an expression has no time zones; cast to timestamp"),
            _ => {
                return refuse(
                    "this is no type of an expression; use boolean, integer, bigint, numeric, double precision, varchar, text, date, time, \
                     timestamp, interval or uuid",
                );
            }
        })
    }

    /// The numbers in parentheses behind a type.
    fn type_numbers(&mut self) -> Parsed<Vec<u32>> {
        let mut numbers = Vec::new();
        if self.take_sign("(") {
            loop {
                let number = match self.peek() {
                    Some(Token::Number(number)) => number.parse().ok(),
                    _ => None,
                };
                let Some(number) = number else { return self.unexpected("a whole number") };
                numbers.push(number);
                self.next += 1;
                if self.take_sign(")") {
                    break;
                }
                self.need_sign(",")?;
            }
        }
        Ok(numbers)
    }
}

fn decimal(at: usize, precision: u32, scale: u32) -> Parsed<TypeName> {
    if !(1..=38).contains(&precision) || scale > precision {
        return Err(Refusal::new(at, "a numeric has 1 to 38 digits, and no more of them behind the point"));
    }
    Ok(TypeName::Decimal(Some((precision as u8, scale as u8))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn show(expression: &Expression) -> String {
            match &expression.what {
                What::Column { qualifier: None, name } => name.clone(),
                What::Number(number) => number.clone(),
                What::Arithmetic(operator, sides) => {
                    format!("({operator:?} {} {})", show(&sides[0]), show(&sides[1]))
                }
                What::Compare(operator, sides) => {
                    format!("({operator:?} {} {})", show(&sides[0]), show(&sides[1]))
                }
                What::And(sides) => format!("(And {} {})", show(&sides[0]), show(&sides[1])),
                What::Or(sides) => format!("(Or {} {})", show(&sides[0]), show(&sides[1])),
                What::Not(of) => format!("(Not {})", show(of)),
                What::Negate(of) => format!("(Negate {})", show(of)),
                What::Between { of, ends, .. } => {
                    format!("(Between {} {} {})", show(of), show(&ends[0]), show(&ends[1]))
                }
                What::Concatenate(sides) => format!("(Text {} {})", show(&sides[0]), show(&sides[1])),
                What::IsNull { of, negated } => {
                    format!("(IsNull{} {})", if *negated { "Not" } else { "" }, show(of))
                }
                other => format!("{other:?}"),
            }
        }
        show(&parse(text).unwrap())
    }

    #[test]
    fn operators_bind_as_in_postgresql() {
        assert_eq!(shown("a + b * c - d"), "(Subtract (Add a (Multiply b c)) d)");
        assert_eq!(shown("NOT a = b OR c AND d"), "(Or (Not (Equal a b)) (And c d))");
        assert_eq!(shown("a BETWEEN 1 AND 2 AND c"), "(And (Between a 1 2) c)");
        assert_eq!(shown("a + b || c"), "(Text (Add a b) c)");
        assert_eq!(shown("-a * b"), "(Multiply (Negate a) b)");
        assert_eq!(shown("a = b IS NOT NULL"), "(IsNullNot (Equal a b))");
        assert_eq!(shown("(a + b) * c"), "(Multiply (Add a b) c)");
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        for (text, at, part) in [
            ("a +", 3, "ends where a value"),
            ("a b", 2, "`b` stands where an operator"),
            ("(a", 2, "`)`"),
            ("CASE a END", 7, "`WHEN`"),
            ("CAST(a AS real)", 10, "double precision"),
            ("a IN ()", 6, "a value"),
            ("select", 0, "`select` stands"),
        ] {
            let refusal = parse(text).unwrap_err();
            assert_eq!(refusal.at, at, "{text}: {refusal:?}");
            assert!(refusal.message.contains(part), "{text}: {refusal:?}");
        }
        assert!(parse(&"(".repeat(1_000)).unwrap_err().message.contains("inside each other"));
        assert!(parse(&format!("a{}", " + a".repeat(200))).is_ok(), "a long sum is not deep");
        assert!(parse(&format!("a{}", " + a".repeat(2_000))).unwrap_err().message.contains("operators"));
        assert!(
            parse(&format!("TRUE{}", " IN (TRUE)".repeat(900))).unwrap_err().message.contains("operators")
        );
    }
}
