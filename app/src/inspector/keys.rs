//! Groups of columns as lines of text: unique groups, indexes, the columns of a key.

use generator::TableSpec;

use crate::language::t;

/// Groups as lines: a group a line, its columns with commas.
pub(super) fn lines(groups: &[Vec<String>]) -> String {
    groups.iter().map(|group| group.join(", ")).collect::<Vec<_>>().join("\n")
}

/// Reads lines of groups for a table.
///
/// # Errors
/// The first name that no column of the table has.
pub(super) fn parse(table: &TableSpec, lines: &str) -> Result<Vec<Vec<String>>, String> {
    let groups = lines.lines().map(|line| {
        let names = line.split(',').map(str::trim).filter(|name| !name.is_empty());
        names
            .map(|name| {
                let found = table.columns.iter().find(|column| column.name == name);
                let found = found
                    .or_else(|| table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)));
                found.map(|column| column.name.clone()).ok_or_else(|| t!("there is no column `{0}`", name))
            })
            .collect::<Result<Vec<_>, _>>()
    });
    let groups: Vec<Vec<String>> = groups.collect::<Result<_, _>>()?;
    Ok(groups.into_iter().filter(|group| !group.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn lines_read_back() {
        let table = &example().tables[0];
        let groups = parse(table, "first_name, last_name\n\n EMAIL \n").unwrap();
        assert_eq!(groups, [vec!["first_name", "last_name"], vec!["email"]]);
        assert_eq!(lines(&groups), "first_name, last_name\nemail");
        assert_eq!(parse(table, lines(&groups).as_str()).unwrap(), groups);
        assert_eq!(parse(table, "id, street").unwrap_err(), "there is no column `street`");
        assert!(parse(table, " \n,").unwrap().is_empty());
    }
}
