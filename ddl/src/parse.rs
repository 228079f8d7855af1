//! One statement at a time, through `sqlparser`. What its grammars lack is put right here, on tokens: a table is read by the items between its
//! parentheses, and a word that no grammar knows is left out of its item and told.

use sqlparser::{
    ast::{AlterTableOperation, ColumnDef, Expr, Statement, TableConstraint},
    dialect::Dialect,
    parser::Parser,
    tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer},
};

use super::{
    dialect::SourceDialect,
    rewrite::{plain_item, with_one_type, without_state, without_storage},
    split::Piece,
    tokens::{begins, closing, is_word, name_end, text_of},
};

/// Deepest nesting of expressions; each level is some stack frames of the parser.
const MAX_DEPTH: usize = 40;
/// Most words that are left out of one item before it is given up.
const MOST_LEFT_OUT: usize = 16;

/// Why a statement or an item of one cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxProblem {
    /// What was expected, and what was found.
    pub(crate) message: String,
    /// Where, counted from 1.
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// A part of a table's definition.
#[derive(Debug)]
pub(crate) enum Item {
    Column(Box<ColumnDef>),
    Constraint(Box<TableConstraint>),
    /// `LIKE other`, which has the same columns.
    Like(String),
}

/// Something read, and the words of it that no grammar knows.
#[derive(Debug)]
pub(crate) struct Read<T> {
    pub(crate) value: T,
    pub(crate) left_out: Vec<String>,
}

/// The tokens of a statement, with the grammars by which they are read.
pub(crate) struct Reader<'a> {
    grammars: &'a [&'static dyn Dialect],
    line: u64,
    dialect: Option<SourceDialect>,
}

impl<'a> Reader<'a> {
    /// A reader of a statement by these grammars, of which the first is that of its database.
    pub(crate) fn new(
        grammars: &'a [&'static dyn Dialect],
        piece: &Piece,
        dialect: Option<SourceDialect>,
    ) -> Self {
        Self { grammars, line: piece.line, dialect }
    }

    /// The statement's tokens, without white space.
    ///
    /// # Errors
    /// A text that no grammar cuts into tokens, such as a string without an end.
    pub(crate) fn tokens(&self, text: &str) -> Result<Vec<TokenWithSpan>, SyntaxProblem> {
        let mut first = None;
        for grammar in self.grammars {
            match Tokenizer::new(*grammar, text).tokenize_with_location() {
                Ok(tokens) => {
                    let is_kept =
                        |token: &TokenWithSpan| !matches!(token.token, Token::Whitespace(_) | Token::EOF);
                    return Ok(tokens.into_iter().filter(is_kept).collect());
                }
                Err(error) => {
                    let (message, place) = (error.message, error.location);
                    first.get_or_insert_with(|| self.problem(message, place));
                }
            }
        }
        Err(first.unwrap_or_else(|| {
            self.problem("this cannot be read".to_owned(), Location { line: 1, column: 1 })
        }))
    }

    fn problem(&self, message: String, place: Location) -> SyntaxProblem {
        SyntaxProblem { message, line: self.line + place.line.saturating_sub(1), column: place.column }
    }

    /// A whole statement, or one of its items.
    fn parse<T>(
        &self,
        tokens: &[TokenWithSpan],
        parse: impl Fn(&mut Parser<'_>) -> Result<T, sqlparser::parser::ParserError>,
    ) -> Result<Read<T>, SyntaxProblem> {
        let end = tokens.last().map_or_else(Span::empty, |token| token.span);
        let once = |grammar: &'static dyn Dialect, tokens: &[TokenWithSpan]| {
            let mut all = tokens.to_vec();
            all.push(TokenWithSpan { token: Token::EOF, span: Span { start: end.end, end: end.end } });
            let mut parser =
                Parser::new(grammar).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(all);
            let value = parse(&mut parser).map_err(|error| Place::of(&error.to_string(), end.end))?;
            match parser.peek_token() {
                token if token.token == Token::EOF => Ok(value),
                token => Err(Place {
                    message: format!("{} is not expected here", token.token),
                    at: token.span.start,
                }),
            }
        };
        let mut first: Option<Place> = None;
        for grammar in self.grammars {
            match once(*grammar, tokens) {
                Ok(value) => return Ok(Read { value, left_out: Vec::new() }),
                Err(place) => first = Some(first.unwrap_or(place)),
            }
        }
        // What is not known is left out, by the grammar of the text's own database, then by the one that takes most.
        for grammar in [self.grammars.first(), self.grammars.last()].into_iter().flatten() {
            let mut fewer = tokens.to_vec();
            let mut left_out = Vec::new();
            while left_out.len() < MOST_LEFT_OUT {
                match once(*grammar, &fewer) {
                    Ok(value) => return Ok(Read { value, left_out }),
                    Err(place) => match leave_out(&mut fewer, place.at) {
                        Some(text) => left_out.push(text),
                        None => break,
                    },
                }
            }
        }
        let Place { message, at } =
            first.unwrap_or(Place { message: "nothing is here".to_owned(), at: end.end });
        Err(self.problem(message, at))
    }

    /// A statement as the grammars have it.
    ///
    /// # Errors
    /// Where none of them goes on.
    pub(crate) fn statement(&self, tokens: &[TokenWithSpan]) -> Result<Read<Statement>, SyntaxProblem> {
        self.parse(tokens, statement)
    }

    /// A column or a constraint of a table.
    ///
    /// # Errors
    /// Where no grammar goes on.
    pub(crate) fn item(&self, tokens: &[TokenWithSpan]) -> Result<Read<Item>, SyntaxProblem> {
        if let [like, name @ ..] = tokens
            && is_word(&like.token, "LIKE")
            && let Some(Token::Word(last)) = name[..name_end(name, 0)].last().map(|token| &token.token)
        {
            return Ok(Read { value: Item::Like(last.value.clone()), left_out: Vec::new() });
        }
        // A column called `key`, which begins an index elsewhere.
        let is_key = ["KEY", "INDEX"].iter().any(|word| begins(tokens, &[word]));
        // An index may be called so, too: columns follow it then, and not a length.
        let follows_columns = matches!(
            tokens.get(2..4),
            Some([open, TokenWithSpan { token: Token::Word(_), .. }]) if open.token == Token::LParen
        );
        let is_type = |token: &TokenWithSpan| TYPES.iter().any(|name| is_word(&token.token, name));
        let has_type = !follows_columns && tokens.get(1).is_some_and(is_type);
        let named: Vec<TokenWithSpan>;
        let tokens = match tokens {
            [TokenWithSpan { token: Token::Word(word), span }, rest @ ..] if is_key && has_type => {
                let name = TokenWithSpan { token: Token::make_word(&word.value, Some('"')), span: *span };
                named = [name].into_iter().chain(rest.iter().cloned()).collect();
                &named
            }
            tokens => tokens,
        };
        let span = tokens.first().map_or_else(Span::empty, |token| token.span);
        let end = tokens.last().map_or(span, |token| token.span);
        let mut all =
            vec![TokenWithSpan { token: Token::LParen, span: Span { start: span.start, end: span.start } }];
        let plain = plain_item(tokens);
        all.extend(match self.dialect {
            Some(SourceDialect::Sqlite) => with_one_type(plain),
            Some(SourceDialect::SqlServer) => without_storage(plain),
            Some(SourceDialect::Oracle) => without_state(plain),
            _ => plain,
        });
        all.push(TokenWithSpan { token: Token::RParen, span: Span { start: end.end, end: end.end } });
        let read = self.parse(&all, |parser| {
            let (mut columns, mut constraints) = parser.parse_columns()?;
            match (columns.pop(), constraints.pop()) {
                (Some(column), None) => Ok(Item::Column(Box::new(column))),
                (None, Some(constraint)) => Ok(Item::Constraint(Box::new(constraint))),
                _ => parser.expected("a column or a key", parser.peek_token()),
            }
        })?;
        Ok(read)
    }

    /// An expression.
    ///
    /// # Errors
    /// Where no grammar goes on.
    pub(crate) fn expression(&self, tokens: &[TokenWithSpan]) -> Result<Expr, SyntaxProblem> {
        Ok(self.parse(tokens, expression)?.value)
    }

    /// What an `ALTER TABLE` does.
    ///
    /// # Errors
    /// Where no grammar goes on.
    pub(crate) fn operation(
        &self,
        tokens: &[TokenWithSpan],
    ) -> Result<Read<AlterTableOperation>, SyntaxProblem> {
        self.parse(&plain_item(tokens), operation)
    }

    /// Where a token stands, for a message.
    pub(crate) fn line_of(&self, token: &TokenWithSpan) -> u64 {
        self.line + token.span.start.line.saturating_sub(1)
    }
}

// Each is for a parser of any lifetime, which its method by itself is not.
type Parsed<T> = Result<T, sqlparser::parser::ParserError>;

fn statement(parser: &mut Parser<'_>) -> Parsed<Statement> {
    parser.parse_statement()
}

fn expression(parser: &mut Parser<'_>) -> Parsed<Expr> {
    parser.parse_expr()
}

fn operation(parser: &mut Parser<'_>) -> Parsed<AlterTableOperation> {
    parser.parse_alter_table_operation()
}

/// What a parser said, and where.
struct Place {
    message: String,
    at: Location,
}

impl Place {
    fn of(message: &str, end: Location) -> Self {
        let plain = message.trim_start_matches("sql parser error: ");
        let (text, place) = plain.rsplit_once(" at Line: ").unwrap_or((plain, ""));
        let at = place.split_once(", Column: ").and_then(|(line, column)| {
            Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
        });
        Self { message: text.to_owned(), at: at.filter(|place| place.line > 0).unwrap_or(end) }
    }
}

/// Takes the word at a place away, or the parentheses that open there with all that is in them. The first two words, a name and a type or a verb and
/// its object, stay.
fn leave_out(tokens: &mut Vec<TokenWithSpan>, at: Location) -> Option<String> {
    let index = tokens.iter().position(|token| token.span.start == at)?;
    // What is inside of parentheses means something else without one of its words.
    let base = usize::from(tokens.first().is_some_and(|first| first.token == Token::LParen));
    let opened = tokens[..index].iter().filter(|token| token.token == Token::LParen).count();
    let closed = tokens[..index].iter().filter(|token| token.token == Token::RParen).count();
    if index < 3 || opened - closed.min(opened) > base {
        return None;
    }
    let end = match tokens[index].token {
        Token::LParen => closing(tokens, index)? + 1,
        Token::RParen => return None,
        _ => index + 1,
    };
    Some(text_of(&tokens.drain(index..end).collect::<Vec<_>>()))
}

/// Types that a column called `key` may have.
const TYPES: [&str; 12] = [
    "VARCHAR", "CHAR", "TEXT", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "NVARCHAR", "VARCHAR2",
    "UUID", "BYTEA",
];
