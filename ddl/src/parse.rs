//! One statement at a time, through `sqlparser`. What its grammars lack is put right here, on tokens: a table is read by the items between its
//! parentheses, and a word that no grammar knows is left out of its item and told.

use sqlparser::{
    ast::{AlterTableOperation, ColumnDef, Expr, Ident, Statement, TableConstraint},
    dialect::Dialect,
    parser::Parser,
    tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Word},
};

use super::{dialect::SourceDialect, split::Piece};

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
        let has_type =
            tokens.get(1).is_some_and(|token| TYPES.iter().any(|name| is_word(&token.token, name)));
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

/// Where the parenthesis that opens at an index is closed.
pub(crate) fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    tokens.get(open).filter(|token| token.token == Token::LParen)?;
    let mut depth = 0_u32;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// Tokens cut at the commas that are in no parentheses.
pub(crate) fn items(tokens: &[TokenWithSpan]) -> Vec<&[TokenWithSpan]> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                items.push(&tokens[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    items.push(&tokens[start..]);
    items
}

/// Types that a column called `key` may have.
const TYPES: [&str; 12] = [
    "VARCHAR", "CHAR", "TEXT", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "NVARCHAR", "VARCHAR2",
    "UUID", "BYTEA",
];

/// Where a name such as `schema.table` ends that begins at an index.
pub(crate) fn name_end(tokens: &[TokenWithSpan], start: usize) -> usize {
    let mut end = start + 1;
    while tokens.get(end).is_some_and(|token| token.token == Token::Period) {
        end += 2;
    }
    end.min(tokens.len())
}

/// A column without its check, and then without its default: of those that no grammar reads.
pub(crate) fn without_clauses(item: &[TokenWithSpan]) -> Option<Vec<TokenWithSpan>> {
    let check = item.iter().enumerate().find_map(|(at, token)| {
        let close = closing(item, at + 1).filter(|_| is_word(&token.token, "CHECK"))?;
        Some((at, close + 1))
    });
    let default = || {
        let at = find(item, &["DEFAULT"])?;
        let rest = item.iter().enumerate().skip(at + 2);
        let end = rest
            .filter(|(_, token)| BEHIND_TYPES.iter().any(|word| is_word(&token.token, word)))
            .map(|(end, _)| end)
            .next();
        Some((at, end.unwrap_or(item.len())))
    };
    let (start, end) = check.or_else(default).filter(|(start, _)| *start > 1)?;
    Some(item[..start].iter().chain(&item[end..]).cloned().collect())
}

/// Whether a token is this word, without quotes.
pub(crate) fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

/// Whether tokens begin with these words.
pub(crate) fn begins(tokens: &[TokenWithSpan], words: &[&str]) -> bool {
    tokens.len() >= words.len() && words.iter().zip(tokens).all(|(word, token)| is_word(&token.token, word))
}

/// Where these words stand one behind the other, in no parentheses.
pub(crate) fn find(tokens: &[TokenWithSpan], words: &[&str]) -> Option<usize> {
    let mut depth = 0_u32;
    tokens.iter().enumerate().find_map(|(index, token)| {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && begins(&tokens[index..], words)).then_some(index)
    })
}

/// Tokens as text, with a space between two words.
pub(crate) fn text_of(tokens: &[TokenWithSpan]) -> String {
    let mut text = String::new();
    for token in tokens {
        let is_close = matches!(token.token, Token::Comma | Token::RParen | Token::LParen | Token::Period);
        if !text.is_empty() && !is_close && !text.ends_with(['(', '.']) {
            text.push(' ');
        }
        text.push_str(&token.token.to_string());
    }
    text
}

/// An item without what changes neither values nor keys and is in no grammar.
fn plain_item(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut plain = Vec::with_capacity(tokens.len());
    // SQLite takes a text for a name where a name has to be.
    if let [name, rest @ ..] = tokens
        && let Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) = &name.token
    {
        let mut named = vec![TokenWithSpan { token: Token::make_word(text, Some('"')), span: name.span }];
        named.extend(rest.iter().cloned());
        return plain_item(&named);
    }
    // What Supabase's editor copies names no type of somebody's own, nor that of an array's elements.
    if let [name, of, rest @ ..] = tokens
        && is_word(&of.token, "ARRAY")
        && rest.first().is_none_or(|next| !matches!(next.token, Token::Lt | Token::LBracket | Token::LParen))
    {
        let text = |token| TokenWithSpan { token, span: of.span };
        plain.extend([
            name.clone(),
            text(Token::make_keyword("TEXT")),
            text(Token::LBracket),
            text(Token::RBracket),
        ]);
        plain.extend(rest.iter().cloned());
        return plain;
    }
    if let [name, user, _, defined, rest @ ..] = tokens
        && is_word(&user.token, "USER")
        && is_word(&defined.token, "DEFINED")
    {
        let text = TokenWithSpan { token: Token::make_keyword("TEXT"), span: user.span };
        plain.extend([name.clone(), text]);
        plain.extend(rest.iter().cloned());
        return plain;
    }
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        // The first words are a name and its type.
        let unused = UNUSED.iter().find(|words| at > 1 && begins(rest, words));
        if let Some(length) = unused.map(|words| words.len()) {
            at += length;
            continue;
        }
        plain.push(rest[0].clone());
        at += 1;
    }
    plain
}

/// Words that end the type of a column in SQLite, which may be any others.
const BEHIND_TYPES: [&str; 14] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "KEY",
    "FOREIGN",
    "ON",
];

/// A column of SQLite with a type of one word for one of several, as its affinity is told ("Determination Of Column Affinity" of its manual).
fn with_one_type(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_of_type = |token: &&TokenWithSpan| {
        matches!(&token.token, Token::Word(_)) && !BEHIND_TYPES.iter().any(|word| is_word(&token.token, word))
    };
    let words = tokens.iter().skip(1).take_while(is_of_type).count();
    let is_constraint =
        tokens.first().is_some_and(|token| BEHIND_TYPES.iter().any(|word| is_word(&token.token, word)));
    if words < 2 || is_constraint {
        return tokens;
    }
    let text = text_of(&tokens[1..=words]).to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    if text == "DOUBLE PRECISION" {
        return tokens;
    }
    let end = match tokens.get(words + 1) {
        Some(open) if open.token == Token::LParen => {
            closing(&tokens, words + 1).map_or(words + 1, |close| close + 1)
        }
        _ => words + 1,
    };
    let has_length = end > words + 1;
    let (plain, keeps_length) = if has(&["INT"]) {
        ("BIGINT", false)
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        (if has_length { "VARCHAR" } else { "TEXT" }, true)
    } else if has(&["BLOB"]) {
        ("BLOB", false)
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        ("DOUBLE", false)
    } else {
        ("NUMERIC", true)
    };
    let mut one =
        vec![tokens[0].clone(), TokenWithSpan { token: Token::make_keyword(plain), span: tokens[1].span }];
    if keeps_length {
        one.extend_from_slice(&tokens[words + 1..end]);
    }
    one.extend_from_slice(&tokens[end..]);
    one
}

/// A column or a key of Oracle without where its index is, and whether it is looked at.
fn without_state(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let index = find(&tokens, &["USING", "INDEX"]).unwrap_or(tokens.len());
    tokens.truncate(index);
    tokens.retain(|token| !is_word(&token.token, "ENABLE"));
    tokens
}

/// A column or a key of SQL Server without quotes around its type, and without where and how it is stored: `WITH (…) ON [PRIMARY]`.
fn without_storage(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_constraint =
        tokens.first().is_some_and(|token| BEHIND_TYPES.iter().any(|word| is_word(&token.token, word)));
    if let Some(TokenWithSpan { token, .. }) = tokens.get_mut(1).filter(|_| !is_constraint)
        && let Token::Word(word) = token
        && word.quote_style.is_some()
    {
        *token = Token::make_keyword(&word.value);
    }
    let storage = tokens.iter().enumerate().skip(2).find_map(|(at, token)| {
        let is_open = tokens.get(at + 1).is_some_and(|next| next.token == Token::LParen);
        let is_name = matches!(tokens.get(at + 1), Some(TokenWithSpan { token: Token::Word(word), .. }) if word.quote_style.is_some());
        let is_storage = (is_word(&token.token, "WITH") && is_open) || (is_word(&token.token, "ON") && is_name);
        is_storage.then_some(at)
    });
    tokens.truncate(storage.unwrap_or(tokens.len()));
    tokens
}

/// Words of columns and constraints that mean nothing for data.
const UNUSED: [&[&str]; 11] = [
    &["NOT", "VALID"],
    &["NOT", "ENFORCED"],
    &["NOT", "FOR", "REPLICATION"],
    &["VIRTUAL"],
    &["PERSISTENT"],
    &["PERSISTED"],
    &["INVISIBLE"],
    &["ROWGUIDCOL"],
    &["CLUSTERED"],
    &["NONCLUSTERED"],
    &["SPARSE"],
];

/// A name as one writes it without quotes, in small letters where its database keeps it so.
pub(crate) fn folded(ident: &Ident, folds: bool) -> String {
    if folds && ident.quote_style.is_none() { ident.value.to_lowercase() } else { ident.value.clone() }
}

/// The same for a token.
pub(crate) fn folded_word(word: &Word, folds: bool) -> String {
    if folds && word.quote_style.is_none() { word.value.to_lowercase() } else { word.value.clone() }
}
