//! The head of the grid, as HTML: of each column on screen its name, its rule, and a histogram of its values.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{picture::push_escaped, window::HeadColumn};
use crate::statistics::ColumnStatistics;

/// Height of the head in CSS pixels, with and without histograms; the style sheet has the same.
pub(super) const HEIGHT: f64 = 62.0;
/// Size of a histogram's drawing.
const BARS: (usize, usize) = (96, 16);

/// The head of some columns.
pub(super) fn html(
    head: &[HeadColumn],
    columns: Range<usize>,
    statistics: &BTreeMap<String, Arc<ColumnStatistics>>,
    chosen: &dyn Fn(usize) -> bool,
) -> String {
    let mut html = "<div class=\"row-number\" role=\"columnheader\" aria-colindex=\"1\">#</div>".to_owned();
    for position in columns {
        let Some(column) = head.get(position) else { continue };
        let mut class = "cell".to_owned();
        for (name, is_set) in
            [("number", column.is_number), ("wrong", column.is_wrong), ("chosen", chosen(column.index))]
        {
            if is_set {
                class.push(' ');
                class.push_str(name);
            }
        }
        html.push_str(&format!(
            "<div class=\"{class}\" role=\"columnheader\" aria-colindex=\"{}\" title=\"",
            position + 2
        ));
        push_escaped(&mut html, &format!("{}\n{}\n{}", column.name, column.sql_type, column.rule));
        html.push_str("\"><span class=\"head-name\">");
        for (mark, is_set) in [("PK", column.is_key), ("FK", column.is_reference), ("U", column.is_unique)] {
            if is_set {
                html.push_str(&format!("<span class=\"mark\">{mark}</span>"));
            }
        }
        push_escaped(&mut html, &column.name);
        html.push_str("</span><span class=\"head-rule\">");
        push_escaped(&mut html, &column.rule);
        html.push_str("</span>");
        if let Some(statistics) = statistics.get(&column.name).filter(|_| !column.is_wrong) {
            html.push_str(&drawing(&statistics.bars));
        }
        html.push_str("<span class=\"resize\"></span></div>");
    }
    html
}

/// Bars as a drawing; empty without any.
pub(crate) fn drawing(bars: &[usize]) -> String {
    let Some(most) = bars.iter().max().filter(|most| **most > 0) else { return String::new() };
    let (width, height) = BARS;
    let mut path = String::new();
    for (index, bar) in bars.iter().enumerate() {
        // What is there at all is seen.
        let tall = if *bar == 0 { 0 } else { (bar * height / most).max(1) };
        let (left, right) = (index * width / bars.len(), (index + 1) * width / bars.len());
        path.push_str(&format!("M{left} {height}V{}H{}V{height}", height - tall, right.max(left + 2) - 1));
    }
    format!(
        "<svg class=\"bars\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;
    use crate::{grid::window::head, workspace::example};

    #[test]
    fn a_head_has_names_marks_and_rules() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let columns = head(&dataset, 1, &dataset.spec().tables[1], &|_| false);
        let html = html(&columns, 0..3, &BTreeMap::new(), &|column| column == 1);
        assert_eq!(html.matches("columnheader").count(), 4);
        assert!(html.contains("<span class=\"mark\">PK</span>id</span>"), "{html}");
        assert!(
            html.contains("class=\"cell number chosen\" role=\"columnheader\" aria-colindex=\"3\""),
            "{html}"
        );
        assert!(html.contains("customer.id"), "{html}");
    }

    #[test]
    fn bars_are_as_tall_as_they_are_many() {
        assert_eq!(drawing(&[]), "");
        assert_eq!(drawing(&[0, 0]), "");
        let drawing = drawing(&[1_000, 1, 0, 500]);
        assert!(drawing.contains("M0 16V0H23V16M24 16V15H47V16M48 16V16H71V16M72 16V8H95V16"), "{drawing}");
    }
}
