//! The functions of expressions: one line each in [`FUNCTIONS`].

mod choice;
mod moment;
mod number;
mod text;

use super::{
    Refusal,
    cast::coerce,
    check::Checker,
    typed::{Type, Typed},
};
pub(super) use text::like;

/// A function of expressions.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub signature: &'static str,
    /// How many arguments it takes, at least and at most.
    arguments: (usize, usize),
    make: fn(&mut Call<'_, '_>) -> Result<Typed, Refusal>,
}

/// A call whose arguments have been checked.
struct Call<'a, 'b> {
    checker: &'a mut Checker<'b>,
    arguments: std::vec::IntoIter<Typed>,
    at: usize,
}

/// Most arguments of a function that takes any number.
const MANY: usize = 100;

const fn function(
    name: &'static str,
    signature: &'static str,
    arguments: (usize, usize),
    make: fn(&mut Call<'_, '_>) -> Result<Typed, Refusal>,
) -> Function {
    Function { name, signature, arguments, make }
}

/// All functions.
pub static FUNCTIONS: &[Function] = &[
    function("abs", "abs(number)", (1, 1), number::abs),
    function("btrim", "btrim(text, characters)", (1, 2), |call| text::trim(call, true, true)),
    function("ceil", "ceil(number)", (1, 1), |call| number::whole(call, number::Direction::Up)),
    function("ceiling", "ceiling(number)", (1, 1), |call| number::whole(call, number::Direction::Up)),
    function("char_length", "char_length(text)", (1, 1), text::length),
    function("coalesce", "coalesce(value, …)", (1, MANY), choice::coalesce),
    function("concat", "concat(value, …)", (1, MANY), text::concat),
    function("concat_ws", "concat_ws(separator, value, …)", (2, MANY), text::concat_with),
    function("cos", "cos(double)", (1, 1), |call| number::wave(call, libm::cos)),
    function("current_date", "current_date", (0, 0), moment::today),
    function("date_part", "date_part('year', time)", (2, 2), moment::part_as_double),
    function("date_trunc", "date_trunc('month', time)", (2, 2), moment::truncate),
    function("exp", "exp(double)", (1, 1), number::exp),
    function("extract", "extract(YEAR FROM time)", (2, 2), moment::extract),
    function("floor", "floor(number)", (1, 1), |call| number::whole(call, number::Direction::Down)),
    function("greatest", "greatest(value, …)", (1, MANY), |call| choice::extreme(call, true)),
    function("initcap", "initcap(text)", (1, 1), text::capitals),
    function("least", "least(value, …)", (1, MANY), |call| choice::extreme(call, false)),
    function("left", "left(text, characters)", (2, 2), |call| text::end(call, true)),
    function("length", "length(text)", (1, 1), text::length),
    function("ln", "ln(double)", (1, 1), number::logarithm),
    function("lower", "lower(text)", (1, 1), |call| text::case(call, false)),
    function("lpad", "lpad(text, length, fill)", (2, 3), |call| text::pad(call, true)),
    function("ltrim", "ltrim(text, characters)", (1, 2), |call| text::trim(call, true, false)),
    function("make_date", "make_date(year, month, day)", (3, 3), moment::date),
    function("mod", "mod(number, number)", (2, 2), number::modulo),
    function("now", "now()", (0, 0), moment::now),
    function("nullif", "nullif(value, value)", (2, 2), choice::null_if),
    function("pi", "pi()", (0, 0), number::pi),
    function("power", "power(double, double)", (2, 2), number::power),
    function("random", "random() or random(1, 6)", (0, 2), number::random),
    function("repeat", "repeat(text, times)", (2, 2), text::repeat),
    function("replace", "replace(text, from, to)", (3, 3), text::replace),
    function("reverse", "reverse(text)", (1, 1), text::reverse),
    function("right", "right(text, characters)", (2, 2), |call| text::end(call, false)),
    function("round", "round(number, digits)", (1, 2), number::round),
    function("row_number", "row_number()", (0, 0), number::row_number),
    function("rpad", "rpad(text, length, fill)", (2, 3), |call| text::pad(call, false)),
    function("rtrim", "rtrim(text, characters)", (1, 2), |call| text::trim(call, false, true)),
    function("sign", "sign(number)", (1, 1), number::sign),
    function("sin", "sin(double)", (1, 1), |call| number::wave(call, libm::sin)),
    function("split_part", "split_part(text, separator, part)", (3, 3), text::split_part),
    function("sqrt", "sqrt(double)", (1, 1), number::root),
    function("strpos", "strpos(text, part)", (2, 2), text::position),
    function("substr", "substr(text, from, length)", (2, 3), text::substring),
    function("substring", "substring(text, from, length)", (2, 3), text::substring),
    function("to_char", "to_char(time, 'YYYY-MM-DD')", (2, 2), moment::to_char),
    function("trunc", "trunc(number, digits)", (1, 2), number::truncate),
    function("upper", "upper(text)", (1, 1), |call| text::case(call, true)),
];

/// What a call makes.
pub(super) fn call(
    checker: &mut Checker<'_>,
    name: &str,
    arguments: Vec<Typed>,
    at: usize,
) -> Result<Typed, Refusal> {
    let Some(found) = FUNCTIONS.iter().find(|function| function.name == name) else {
        let cure = match crate::kinds::nearest(name, FUNCTIONS.iter().map(|function| function.name)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "docs/expressions.md has those that are known".to_owned(),
        };
        return Err(Refusal::new(at, format!("`{name}` is not a function of expressions; {cure}")));
    };
    let (least, most) = found.arguments;
    if !(least..=most).contains(&arguments.len()) {
        return Err(Refusal::new(
            at,
            format!("{} arguments are given; write {}", arguments.len(), found.signature),
        ));
    }
    (found.make)(&mut Call { checker, arguments: arguments.into_iter(), at })
}

impl Call<'_, '_> {
    /// The next argument; there are as many as the function takes at least.
    fn next(&mut self) -> Result<Typed, Refusal> {
        self.arguments.next().ok_or_else(|| Refusal::new(self.at, "an argument is missing; add it"))
    }

    /// The next argument as a type that it is, or becomes by itself.
    fn next_as(&mut self, of: Type) -> Result<Typed, Refusal> {
        coerce(self.next()?, of)
    }

    /// The next argument, a text.
    fn next_text(&mut self) -> Result<Typed, Refusal> {
        let next = self.next()?;
        match next.of {
            Type::Text | Type::Unknown => coerce(next, Type::Text),
            other => Err(Refusal::new(
                next.at,
                format!("this is {}, and a text is expected; write CAST(… AS text)", other.name()),
            )),
        }
    }

    /// The next argument, a whole number that is written out.
    fn next_constant(&mut self) -> Result<i64, Refusal> {
        let next = self.next_as(Type::Integer)?;
        next.constant().and_then(|number| i64::try_from(number).ok()).ok_or_else(|| {
            Refusal::new(next.at, "a whole number that is the same in every row is expected; write it out")
        })
    }

    /// The next argument, a text that is written out.
    fn next_word(&mut self) -> Result<(String, usize), Refusal> {
        let next = self.next()?;
        let at = next.at;
        next.literal.map(|text| (text, at)).ok_or_else(|| Refusal::new(at, "a text in quotes is expected"))
    }

    /// The next argument, a number, of which one in quotes is a floating-point one.
    fn next_number(&mut self) -> Result<Typed, Refusal> {
        let next = self.next()?;
        match next.of {
            Type::Unknown => coerce(next, Type::Double),
            of if of.is_number() => Ok(next),
            of => Err(Refusal::new(next.at, format!("this is {}, and a number is expected", of.name()))),
        }
    }

    fn has_more(&self) -> bool {
        self.arguments.len() > 0
    }
}
