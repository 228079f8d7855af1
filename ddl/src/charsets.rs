//! Columns whose character set has none of the letters of the dataset's language.

use generator::{ColumnSpec, TableSpec, limits::MAX_NAME_CHARS};

use super::keys::pattern;

/// Character sets of MySQL that hold Latin letters, and nothing of Korean.
const LATIN: [&str; 8] = ["ascii", "latin1", "latin2", "latin5", "latin7", "cp1250", "cp850", "cp1257"];

/// Has texts of a table speak English where the column, or else the table, keeps Latin letters alone.
pub(crate) fn speak_english(table: &mut TableSpec) {
    for column in korean_in_latin(table) {
        column.generator = column.generator.take().map(|generator| generator.with("locale", "en"));
    }
}

/// Gives what was made plainer afterwards small letters and digits, which always fit.
pub(crate) fn spell(table: &mut TableSpec) {
    for column in korean_in_latin(table) {
        column.generator = Some(pattern(column.sql_type.max_length().unwrap_or(12).clamp(1, 12)));
    }
}

/// The columns that keep Latin letters, and whose values are those of the dataset's language.
fn korean_in_latin(table: &mut TableSpec) -> impl Iterator<Item = &mut ColumnSpec> {
    let of_table = charset(&table.options);
    table.columns.iter_mut().filter(|column| column.sql_type.is_text()).filter(move |column| {
        let own = charset(&column.declared).or_else(|| of_table.clone());
        let is_latin = own.is_some_and(|name| LATIN.contains(&name.as_str()));
        let speaks = column.generator.as_ref().is_some_and(|generator| {
            generator.kind().option("locale").is_some() && generator.text("locale").is_none()
        });
        is_latin && speaks
    })
}

/// The name behind `CHARACTER SET` or `CHARSET`, small.
fn charset(sql: &str) -> Option<String> {
    let small: String = sql.to_lowercase().chars().take(MAX_NAME_CHARS * 4).collect();
    let words: Vec<&str> = small
        .split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let at = words.windows(2).position(|pair| pair == ["character", "set"]).map(|at| at + 2);
    let at = at.or_else(|| words.iter().position(|word| *word == "charset").map(|at| at + 1))?;
    words.get(at).map(|name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::import;

    #[test]
    fn names_in_latin_letters_are_english_in_a_korean_dataset() {
        let sql = "CREATE TABLE `회원` (`이름` varchar(30) NOT NULL, name_en varchar(30) CHARACTER SET latin1 NOT NULL) ENGINE=InnoDB;
            CREATE TABLE `옛것` (name varchar(30) NOT NULL, memo varchar(30) CHARACTER SET utf8mb4 NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=latin1;";
        let spec = import(sql, None).unwrap().spec;
        assert_eq!(spec.locale, "ko");
        let of = |table: usize, column: usize| {
            spec.tables[table].columns[column].generator.as_ref().unwrap().text("locale").map(str::to_owned)
        };
        assert_eq!((of(0, 0), of(0, 1)), (None, Some("en".to_owned())));
        // Of what was too long nothing is left but letters that always fit.
        let name = spec.tables[1].columns[0].generator.as_ref().unwrap();
        assert_eq!((name.kind().name, of(1, 1)), ("pattern", None));
    }
}
