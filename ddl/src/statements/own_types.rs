//! Types and sequences that a text makes itself.

use sqlparser::{
    ast::{AlterTypeOperation, ColumnOption, Statement, UserDefinedTypeRepresentation},
    tokenizer::{Token, TokenWithSpan},
};

use super::{Reading, last_word, object_name};
use crate::{
    parse::{Item, Reader, SyntaxProblem},
    split::Piece,
    tokens::{find, folded_word, is_word, name_end},
};

impl Reading<'_> {
    pub(super) fn create_type(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        self.declare_type(&tokens);
        // SQL Server's `CREATE TYPE name FROM type`.
        if let Some(from) = find(&tokens, &["FROM"])
            && let Some(name) = tokens.get(2..from).and_then(last_word)
        {
            let name = name.value.clone();
            return self.domain(reader, &name, &tokens[from + 1..]);
        }
        let read = reader.statement(&tokens)?;
        if let Statement::CreateType {
            name,
            representation: Some(UserDefinedTypeRepresentation::Enum { labels }),
        } = read.value
        {
            self.types
                .add_enum(&object_name(&name, false), labels.into_iter().map(|label| label.value).collect());
        } else {
            self.notes.statement("CREATE TYPE".to_owned());
        }
        Ok(())
    }

    pub(super) fn create_domain(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let end = name_end(&tokens, 2);
        let Some(name) = tokens.get(2..end).and_then(last_word).map(|word| word.value.clone()) else {
            return Ok(());
        };
        self.declare_type(&tokens);
        let start = end + usize::from(tokens.get(end).is_some_and(|token| is_word(&token.token, "AS")));
        self.domain(reader, &name, &tokens[start..])
    }

    /// A type of somebody's own that is another with conditions: read as a column of it would be.
    pub(super) fn domain(
        &mut self,
        reader: &Reader<'_>,
        name: &str,
        definition: &[TokenWithSpan],
    ) -> Result<(), SyntaxProblem> {
        let Some(first) = definition.first() else { return Ok(()) };
        let value = TokenWithSpan { token: Token::make_word("value", None), span: first.span };
        let column: Vec<TokenWithSpan> = [value].into_iter().chain(definition.iter().cloned()).collect();
        if let Item::Column(definition) = reader.item(&column)?.value {
            let mut checks = Vec::new();
            let mut is_required = false;
            for option in definition.options {
                match option.option {
                    ColumnOption::Check(check) => checks.push(*check.expr),
                    ColumnOption::NotNull => is_required = true,
                    _ => {}
                }
            }
            self.types.add_domain(name, definition.data_type, checks, is_required);
        }
        Ok(())
    }

    pub(super) fn alter_type(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        if find(&tokens, &["ADD", "VALUE"]).is_none() && find(&tokens, &["RENAME", "VALUE"]).is_none() {
            self.notes.statement("ALTER TYPE".to_owned());
            return Ok(());
        }
        if let Statement::AlterType(alter) = reader.statement(&tokens)?.value {
            let name = object_name(&alter.name, false);
            match alter.operation {
                AlterTypeOperation::AddValue(added) => self.types.add_value(&name, added.value.value),
                AlterTypeOperation::RenameValue(renamed) => {
                    self.types.rename_value(&name, &renamed.from.value, renamed.to.value);
                }
                AlterTypeOperation::Rename(_) => {}
            }
            self.declare_enum(&name);
        }
        Ok(())
    }

    pub(super) fn alter_sequence(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let Some(at) = find(&tokens, &["OWNED", "BY"]) else {
            self.notes.statement("ALTER SEQUENCE".to_owned());
            return Ok(());
        };
        let words: Vec<String> = tokens[at + 2..]
            .iter()
            .filter_map(|token| match &token.token {
                Token::Word(word) => Some(folded_word(word, self.folds())),
                _ => None,
            })
            .collect();
        if let [.., table, column] = words.as_slice() {
            self.counters.push((table.clone(), column.clone()));
        }
        Ok(())
    }
}
