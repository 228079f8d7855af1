//! `COMMENT ON`: what is said of tables and columns.

use generator::{ColumnSpec, Surroundings, infer};
use sqlparser::ast::{CommentObject, ObjectName, Statement};

use super::Reading;
use crate::{
    DEFAULT_ROWS,
    parse::{Reader, SyntaxProblem},
    split::Piece,
    tokens::{begins, folded},
};

impl Reading<'_> {
    pub(super) fn comment(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let is_used = ["TABLE", "COLUMN"].iter().any(|kind| begins(&tokens, &["COMMENT", "ON", kind]));
        if !is_used {
            self.notes.statement("COMMENT".to_owned());
            return Ok(());
        }
        let Statement::Comment { object_type, object_name, comment, .. } = reader.statement(&tokens)?.value
        else {
            return Ok(());
        };
        self.set_comment(object_type, &object_name, comment.unwrap_or_default());
        Ok(())
    }

    pub(super) fn set_comment(&mut self, object: CommentObject, name: &ObjectName, text: String) {
        let folds = self.folds();
        let part = |from_end: usize| {
            let index = name.0.len().checked_sub(from_end)?;
            name.0[index].as_ident().map(|ident| folded(ident, folds))
        };
        let (table, column) = match object {
            CommentObject::Column => (part(2), part(1)),
            _ => (part(1), None),
        };
        let surroundings = self.surroundings;
        let Some(table) = table.and_then(|name| self.table(&name)) else {
            self.notes.statement("COMMENT".to_owned());
            return;
        };
        let Some(column) = column else {
            table.spec.comment = text;
            return;
        };
        let table_name = table.spec.name.clone();
        if let Some(found) = table.column(&column) {
            comment_column(found, &table_name, text, surroundings);
        }
    }
}

/// What is said of a column may say what its name does not.
fn comment_column(column: &mut ColumnSpec, table: &str, text: String, surroundings: Surroundings<'_>) {
    let inferred =
        |comment: &str| infer(&column.name, comment, column.sql_type, table, DEFAULT_ROWS, surroundings);
    if column.generator.as_ref() == Some(&inferred("")) {
        column.generator = Some(inferred(&text));
    }
    column.comment = text;
}
