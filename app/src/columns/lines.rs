//! The columns of a table as lines of text.

use generator::{ColumnSpec, TableSpec};

use crate::{
    grid::{Window, push_escaped},
    language::text,
    numbers::percent_text,
    workspace::{Chosen, rule},
};

/// Height of a line and of the head in CSS pixels; the style sheet has the same.
pub(super) const LINE_HEIGHT: f64 = 28.0;
/// First values of a column that are shown.
pub(super) const SAMPLES: usize = 3;

/// What a line has of a column, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Attribute {
    Name,
    Type,
    Generator,
    Null,
    Unique,
}

impl Attribute {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Name, Self::Type, Self::Generator, Self::Null, Self::Unique];

    /// The one `by` places further, at the ends the last one.
    pub(super) fn next(self, by: isize) -> Self {
        let place = (self as usize).saturating_add_signed(by).min(Self::ALL.len() - 1);
        Self::ALL[place]
    }

    /// Whether it is text that is typed.
    pub(super) fn is_typed(self) -> bool {
        matches!(self, Self::Name | Self::Type | Self::Null)
    }
}

/// A column as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    attributes: [String; 5],
    marks: String,
    samples: String,
    is_chosen: bool,
    is_wrong: bool,
    active: Option<Attribute>,
}

/// The lines of a table. `wrong` tells which columns have problems, `window` has the first rows of those that are shown.
pub(super) fn lines(
    table: &TableSpec,
    window: &Window,
    chosen: &Chosen,
    active: Attribute,
    wrong: &dyn Fn(usize) -> bool,
) -> Vec<Line> {
    let mut shown = 0;
    let head = chosen.head();
    let line = |(position, column): (usize, &ColumnSpec)| {
        let samples = if column.hidden {
            String::new()
        } else {
            let values = (0..SAMPLES).filter(|row| window.has(*row));
            let values =
                values.map(|row| window.cell(row, shown).unwrap_or("NULL").replace(['\n', '\r'], " "));
            let samples = values.collect::<Vec<_>>().join(" · ");
            shown += 1;
            samples
        };
        let kind = column.generator.as_ref().map(|generator| text(rule::kind_name(generator.kind())));
        let (kind, words) = (kind.unwrap_or_default(), rule::in_words(column));
        let generator = if words == kind { kind } else { format!("{kind}: {words}") };
        let is_key = table.primary_key.contains(&column.name);
        let is_reference = column.generator.as_ref().and_then(generator::GeneratorSpec::reference).is_some();
        let marks = [("PK", is_key), ("FK", is_reference), ("–", column.hidden)];
        let marks = marks.iter().filter(|(_, is_set)| *is_set).map(|(mark, _)| *mark).collect::<Vec<_>>();
        Line {
            attributes: [
                column.name.clone(),
                column.sql_type.to_string(),
                generator,
                percent_text(column.null_fraction),
                if column.unique { "✓".to_owned() } else { String::new() },
            ],
            marks: marks.join(" "),
            samples: if wrong(position) { String::new() } else { samples },
            is_chosen: chosen.has(position),
            is_wrong: wrong(position),
            active: Some(active).filter(|_| head == Some(position)),
        }
    };
    table.columns.iter().enumerate().map(line).collect()
}

impl Line {
    /// The class of its element.
    pub(super) fn class(&self) -> &'static str {
        match (self.is_chosen, self.is_wrong) {
            (false, false) => "line",
            (true, false) => "line chosen",
            (false, true) => "line wrong",
            (true, true) => "line chosen wrong",
        }
    }

    /// What is inside of it.
    pub(super) fn html(&self, position: usize) -> String {
        let mut html = format!(
            "<span class=\"line-number\" role=\"rowheader\">{}</span><span class=\"marks\" role=\"gridcell\">",
            position + 1
        );
        push_escaped(&mut html, &self.marks);
        html.push_str("</span>");
        for (index, (attribute, text)) in Attribute::ALL.into_iter().zip(&self.attributes).enumerate() {
            let class = if self.active == Some(attribute) { "line-cell active" } else { "line-cell" };
            html.push_str(&format!(
                "<span class=\"{class}\" role=\"gridcell\" id=\"{}\" data-attribute=\"{index}\">",
                cell_id(position, attribute)
            ));
            push_escaped(&mut html, text);
            html.push_str("</span>");
        }
        html.push_str("<span class=\"samples\" role=\"gridcell\">");
        push_escaped(&mut html, &self.samples);
        html.push_str("</span>");
        html
    }
}

/// The id of the element of a cell.
pub(super) fn cell_id(position: usize, attribute: Attribute) -> String {
    format!("line-{position}-{}", attribute as usize)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use generator::Dataset;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn a_line_tells_of_a_column() {
        let mut spec = example();
        spec.tables[0].columns[1].hidden = true;
        let dataset = Arc::new(Dataset::compile(&spec).unwrap());
        let window = Window::make(&dataset, 0, 0, SAMPLES, &(0..5));
        let lines =
            lines(&spec.tables[0], &window, &Chosen::column(3), Attribute::Type, &|column| column == 2);
        assert_eq!(lines.len(), 6);
        assert_eq!((lines[0].marks.as_str(), lines[0].samples.as_str()), ("PK", "1 · 2 · 3"));
        assert_eq!((lines[1].marks.as_str(), lines[1].samples.as_str()), ("–", ""));
        assert_eq!((lines[2].class(), lines[3].class()), ("line wrong", "line chosen"));
        assert_eq!(lines[3].attributes[4], "✓");
        // The samples are those of the column, though one before it is hidden.
        assert!(lines[3].samples.contains('@'), "{}", lines[3].samples);
        let html = lines[3].html(3);
        assert!(html.contains("class=\"line-cell active\" role=\"gridcell\" id=\"line-3-1\""), "{html}");
        assert!(html.contains("varchar(80)"), "{html}");
    }

    #[test]
    fn attributes_follow_each_other() {
        assert_eq!(Attribute::Name.next(-1), Attribute::Name);
        assert_eq!(Attribute::Name.next(2), Attribute::Generator);
        assert_eq!(Attribute::Null.next(5), Attribute::Unique);
    }
}
