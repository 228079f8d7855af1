//! Copying cells: as text with tabs for spreadsheets and editors, as a table in HTML for documents.

use generator::Dataset;

use super::{picture::push_escaped, window::Window};
use crate::workspace::Cells;

/// Cells that are copied at the most: more is a download.
pub(super) const MOST_CELLS: u64 = 500_000;
/// Rows that are made at once.
const PIECE: u64 = 1_024;

/// Cells as text, in two forms.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Copied {
    /// Whether a row is there already.
    has_rows: bool,
    /// Tabs between cells, a line feed behind each row but the last. A value with a tab, a line break or a quote stands in quotes, as
    /// spreadsheets write and read it; NULL is empty.
    pub(super) text: String,
    /// A table.
    pub(super) html: String,
}

/// Copies cells of a table, with the names of the columns if `names` has some. NULL is empty, and so is what has no value: the columns
/// that `is_wrong` tells of, by their positions among those shown.
pub(super) fn copy(
    dataset: &Dataset,
    table: usize,
    cells: Cells,
    names: Option<&[String]>,
    is_wrong: &dyn Fn(usize) -> bool,
) -> Copied {
    let mut copied = Copied { html: "<table>".to_owned(), ..Copied::default() };
    if let Some(names) = names {
        copied.row("th", names.iter().map(String::as_str));
    }
    let columns = *cells.columns().start()..cells.columns().end() + 1;
    let (mut row, end) = (*cells.rows().start(), cells.rows().end().saturating_add(1));
    let is_single = cells.count() == 1 && names.is_none();
    while row < end {
        let window = Window::make(dataset, table, row, (end - row).min(PIECE) as usize, &columns);
        if window.rows().is_empty() {
            break;
        }
        let start = columns.start;
        let value = |(position, cell): (usize, &Option<String>)| {
            cell.clone().filter(|_| !is_wrong(start + position)).unwrap_or_default()
        };
        for cells in window.rows() {
            let cells: Vec<String> = cells.iter().enumerate().map(value).collect();
            if let ([only], true) = (cells.as_slice(), is_single) {
                // What is pasted is the value itself.
                copied.text.clone_from(only);
                continue;
            }
            copied.row("td", cells.iter().map(String::as_str));
        }
        row += window.rows().len() as u64;
    }
    copied.html.push_str("</table>");
    copied
}

impl Copied {
    fn row<'a>(&mut self, element: &str, cells: impl Iterator<Item = &'a str>) {
        if self.has_rows {
            self.text.push('\n');
        }
        self.has_rows = true;
        self.html.push_str("<tr>");
        for (position, cell) in cells.enumerate() {
            if position > 0 {
                self.text.push('\t');
            }
            if cell.contains(['\t', '\n', '\r', '"']) {
                self.text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
            } else {
                self.text.push_str(cell);
            }
            self.html.push_str(&format!("<{element}>"));
            push_escaped(&mut self.html, cell);
            self.html.push_str(&format!("</{element}>"));
        }
        self.html.push_str("</tr>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Cell, example};

    fn cells(from: (u64, usize), to: (u64, usize)) -> Cells {
        let cell = |(row, column)| Cell { row, column };
        Cells { anchor: cell(from), active: cell(to) }
    }

    #[test]
    fn a_rectangle_is_copied_as_lines_and_as_a_table() {
        let dataset = Dataset::compile(&example()).unwrap();
        let names = ["id".to_owned(), "first_name".to_owned()];
        let copied = copy(&dataset, 0, cells((2, 1), (0, 0)), Some(&names), &|_| false);
        let lines: Vec<&str> = copied.text.lines().collect();
        assert_eq!((lines.len(), lines[0]), (4, "id\tfirst_name"));
        assert!(lines[1].starts_with("1\t") && lines[3].starts_with("3\t"), "{lines:?}");
        assert!(copied.html.starts_with("<table><tr><th>id</th>"), "{}", copied.html);
        assert_eq!(copied.html.matches("<td>").count(), 6);
    }

    #[test]
    fn rows_beyond_one_batch_are_copied_too() {
        let dataset = Dataset::compile(&example()).unwrap();
        let copied = copy(&dataset, 0, cells((10, 0), (5_009, 0)), None, &|_| false);
        let expected: Vec<String> = (11..=5_010).map(|number| number.to_string()).collect();
        assert_eq!(copied.text, expected.join("\n"));
    }

    #[test]
    fn values_with_tabs_stand_in_quotes_and_a_single_value_does_not() {
        let json = r#"{"rowmill":1,"tables":[{"name":"t","rows":2,"columns":[
            {"name":"a","type":"text","gen":{"kind":"constant","value":"x\t\"y\"\n<z>"}},
            {"name":"b","type":"int","null":1}]}]}"#;
        let dataset = Dataset::compile(&generator::DatasetSpec::from_json(json).unwrap()).unwrap();
        let copied = copy(&dataset, 0, cells((0, 0), (0, 1)), None, &|_| false);
        assert_eq!(copied.text, "\"x\t\"\"y\"\"\n<z>\"\t");
        assert!(copied.html.contains("&lt;z>"));
        // Empty rows are rows.
        assert_eq!(copy(&dataset, 0, cells((0, 1), (1, 1)), None, &|_| false).text, "\n");
        assert_eq!(copy(&dataset, 0, cells((0, 0), (0, 1)), None, &|column| column == 0).text, "\t");
        assert_eq!(copy(&dataset, 0, cells((1, 0), (1, 0)), None, &|_| false).text, "x\t\"y\"\n<z>");
    }
}
