//! The diagram and the list of references, as HTML.

use generator::DatasetSpec;

use super::layout::{Reference, places};
use crate::{
    grid::push_escaped,
    language::t,
    numbers::{grouped, short},
};

/// Width and height of a box, and the room between boxes, in CSS pixels.
const BOX: (f64, f64) = (180.0, 44.0);
const ROOM: (f64, f64) = (110.0, 22.0);
const MARGIN: f64 = 16.0;

/// The tables as boxes, and a line for each reference. A box has the position of its table in `data-table`.
pub(super) fn diagram(spec: &DatasetSpec, references: &[Reference], selected: usize) -> String {
    let places = places(spec.tables.len(), references);
    let corner = |table: usize| {
        let (layer, place) = places[table];
        (MARGIN + layer as f64 * (BOX.0 + ROOM.0), MARGIN + place as f64 * (BOX.1 + ROOM.1))
    };
    let right = (0..spec.tables.len()).map(|table| corner(table).0 + BOX.0).fold(0.0, f64::max) + MARGIN;
    let bottom = (0..spec.tables.len()).map(|table| corner(table).1 + BOX.1).fold(0.0, f64::max) + MARGIN;
    let mut html = format!(
        "<svg width=\"{right}\" height=\"{bottom}\" viewBox=\"0 0 {right} {bottom}\" role=\"img\" aria-label=\""
    );
    push_escaped(&mut html, &t!("The tables and their references; the list beside it says the same."));
    html.push_str("\">");
    for reference in references {
        let ((x, y), (to_x, to_y)) = (corner(reference.child), corner(reference.parent));
        let (y, to_y) = (y + BOX.1 / 2.0, to_y + BOX.1 / 2.0);
        let class =
            if reference.child == selected || reference.parent == selected { "edge near" } else { "edge" };
        let path = if reference.child == reference.parent {
            // A loop above the box.
            let (left, right, top) = (x + BOX.0 * 0.6, x + BOX.0 * 0.9, y - BOX.1 / 2.0);
            format!("M{left} {top}C{left} {} {right} {} {right} {top}", top - 14.0, top - 14.0)
        } else {
            let (from, to) = if x > to_x { (x, to_x + BOX.0) } else { (x + BOX.0, to_x) };
            let middle = f64::midpoint(from, to);
            format!("M{from} {y}C{middle} {y} {middle} {to_y} {to} {to_y}")
        };
        html.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
    }
    for (index, table) in spec.tables.iter().enumerate() {
        let (x, y) = corner(index);
        let class = if index == selected { "box chosen" } else { "box" };
        html.push_str(&format!(
            "<g class=\"{class}\" data-table=\"{index}\"><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\"/>\
             <text x=\"{}\" y=\"{}\">",
            BOX.0,
            BOX.1,
            x + 10.0,
            y + 18.0
        ));
        push_escaped(&mut html, &cut(&table.name, 22));
        html.push_str(&format!("</text><text class=\"rows\" x=\"{}\" y=\"{}\">", x + 10.0, y + 35.0));
        push_escaped(&mut html, &t!("{0} rows, {1} columns", short(table.rows), table.columns.len()));
        html.push_str("</text></g>");
    }
    html.push_str("</svg>");
    html
}

/// The references as a list; each is a button that leads to the child.
pub(super) fn list(spec: &DatasetSpec, references: &[Reference]) -> String {
    let mut html = String::new();
    for reference in references {
        let (child, parent) = (&spec.tables[reference.child], &spec.tables[reference.parent]);
        let names = |read: fn(&(String, String)) -> &String| {
            reference.columns.iter().map(|pair| read(pair).as_str()).collect::<Vec<_>>().join(", ")
        };
        html.push_str(&format!(
            "<li><button type=\"button\" class=\"quiet\" data-table=\"{}\"><b>",
            reference.child
        ));
        push_escaped(&mut html, &format!("{}.{}", child.name, names(|pair| &pair.0)));
        html.push_str("</b> → ");
        push_escaped(&mut html, &format!("{}.{}", parent.name, names(|pair| &pair.1)));
        html.push_str("</button><span class=\"facts\">");
        push_escaped(&mut html, &children(child.rows, parent.rows));
        html.push_str("</span></li>");
    }
    html
}

/// How many children a parent has in the mean.
fn children(children: u64, parents: u64) -> String {
    if parents == 0 {
        return String::new();
    }
    let mean = children as f64 / parents as f64;
    let mean = if mean >= 10.0 { grouped(mean.round() as u64) } else { format!("{mean:.2}") };
    t!("{0} children a parent, in the mean", mean)
}

fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let mut cut: String = name.chars().take(most - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{relations::layout::references, workspace::example};

    #[test]
    fn a_diagram_has_a_box_for_each_table_and_a_line_for_each_reference() {
        let mut spec = example();
        spec.tables[0].name = "<customer>".to_owned();
        spec.tables[1].columns[1].generator = None;
        let drawn = diagram(&spec, &references(&spec), 0);
        assert_eq!((drawn.matches("data-table").count(), drawn.matches("class=\"edge").count()), (2, 0));
        assert!(drawn.contains("&lt;customer>"), "{drawn}");
        let spec = example();
        let drawn = diagram(&spec, &references(&spec), 0);
        assert_eq!(drawn.matches("class=\"edge near").count(), 1);
        let said = list(&spec, &references(&spec));
        assert!(said.contains("<b>purchase.customer_id</b> → customer.id"), "{said}");
        assert!(said.contains("10,000 children a parent"), "{said}");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("short", 22), "short");
        assert_eq!(cut("a_very_long_name_of_a_table", 10), "a_very_lo…");
    }
}
