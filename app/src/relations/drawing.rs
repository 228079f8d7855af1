//! The diagram and the list of references, as HTML.

use std::collections::BTreeSet;

use generator::{DatasetSpec, TableSpec};

use super::{
    layout::{Reference, places},
    lines::{HEAD, LINE, Lines},
};
use crate::{
    grid::push_escaped,
    language::t,
    numbers::{grouped, short},
    order::sorted,
    workspace::{references::is_key, rule::children_of},
};

/// Width of a box, and the room between boxes, in CSS pixels.
const WIDTH: f64 = 200.0;
const ROOM: (f64, f64) = (56.0, 22.0);
const MARGIN: f64 = 16.0;

/// A table as it is drawn.
struct Drawn {
    lines: Lines,
    x: f64,
    y: f64,
}

/// The tables as boxes with their columns, and a line for each reference from the column to the key that it has values of. A box has the
/// position of its table in `data-table`, and a column's line its own in `data-column`.
pub(super) fn diagram(spec: &DatasetSpec, references: &[Reference], selected: usize) -> String {
    let drawn = drawn(spec, references);
    let right = drawn.iter().map(|table| table.x + WIDTH).fold(0.0, f64::max) + MARGIN;
    let bottom = drawn.iter().map(|table| table.y + table.lines.height()).fold(0.0, f64::max) + MARGIN;
    let mut html = format!(
        "<svg width=\"{right}\" height=\"{bottom}\" viewBox=\"0 0 {right} {bottom}\" role=\"img\" aria-label=\""
    );
    push_escaped(
        &mut html,
        &t!(
            "The tables with their columns, and lines from columns that refer to keys to those keys; the list beside it names them."
        ),
    );
    html.push_str("\">");
    let lines =
        references.iter().flat_map(|reference| reference.columns.iter().map(move |pair| (reference, pair)));
    let is_near = |reference: &Reference| reference.child == selected || reference.parent == selected;
    let mut ends = String::new();
    // Behind the boxes: a line across a name would strike it out.
    for (reference, pair) in lines {
        let near = if is_near(reference) { " near" } else { "" };
        let (path, (x, y)) = edge(spec, &drawn, reference, pair);
        html.push_str(&format!("<path class=\"edge{near}\" d=\"{path}\"/>"));
        ends.push_str(&format!("<circle class=\"edge-end{near}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>"));
    }
    for (index, table) in spec.tables.iter().enumerate() {
        push_box(&mut html, table, index, &drawn[index], index == selected);
    }
    html.push_str(&ends);
    html.push_str("</svg>");
    html
}

/// Where the boxes go: a column of boxes for each layer.
fn drawn(spec: &DatasetSpec, references: &[Reference]) -> Vec<Drawn> {
    let places = places(spec.tables.len(), references);
    let mut drawn: Vec<Drawn> = spec
        .tables
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(index, (table, (layer, _)))| Drawn {
            lines: Lines::of(table, &referred(references, index)),
            x: MARGIN + *layer as f64 * (WIDTH + ROOM.0),
            y: MARGIN,
        })
        .collect();
    let order = sorted(places.len(), &|one, other| places[one].cmp(&places[other]));
    for pair in order.windows(2) {
        let (above, below) = (pair[0], pair[1]);
        if places[above].0 == places[below].0 {
            drawn[below].y = drawn[above].y + drawn[above].lines.height() + ROOM.1;
        }
    }
    drawn
}

/// The columns of a table that others refer to.
fn referred(references: &[Reference], table: usize) -> BTreeSet<&str> {
    let of_table = references.iter().filter(|reference| reference.parent == table);
    of_table.flat_map(|reference| reference.columns.iter().map(|pair| pair.1.as_str())).collect()
}

fn push_box(html: &mut String, table: &TableSpec, index: usize, drawn: &Drawn, is_chosen: bool) {
    let (x, y, height) = (drawn.x, drawn.y, drawn.lines.height());
    let class = if is_chosen { "box chosen" } else { "box" };
    let right = x + WIDTH - 9.0;
    html.push_str(&format!(
        "<g class=\"{class}\" data-table=\"{index}\"><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"4\"/>\
         <path class=\"rule\" d=\"M{x} {}h{WIDTH}\"/><text class=\"name\" x=\"{}\" y=\"{}\">",
        y + HEAD,
        x + 9.0,
        y + 17.5,
    ));
    push_escaped(html, &cut(&table.name, 20));
    html.push_str(&format!("</text><text class=\"rows\" x=\"{right}\" y=\"{}\">", y + 17.5));
    push_escaped(html, &short(table.rows));
    html.push_str("</text>");
    for (line, position) in drawn.lines.columns.iter().enumerate() {
        let column = &table.columns[*position];
        let (top, base) = (y + HEAD + line as f64 * LINE, y + HEAD + line as f64 * LINE + 13.0);
        let class = match (table.primary_key.contains(&column.name), is_key(table, column)) {
            (true, _) => "column key",
            (false, true) => "column unique",
            (false, false) => "column",
        };
        html.push_str(&format!(
            "<g class=\"{class}\" data-column=\"{position}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{LINE}\"/>\
             <text x=\"{}\" y=\"{base}\">",
            x + 1.0,
            top + 1.0,
            WIDTH - 2.0,
            x + 9.0,
        ));
        push_escaped(html, &cut(&column.name, 20));
        html.push_str(&format!("</text><text class=\"type\" x=\"{right}\" y=\"{base}\">"));
        push_escaped(html, &cut(&column.sql_type.to_string(), 13));
        html.push_str("</text></g>");
    }
    if drawn.lines.hidden > 0 {
        let base = y + HEAD + drawn.lines.columns.len() as f64 * LINE + 13.0;
        html.push_str(&format!("<text class=\"rows more\" x=\"{}\" y=\"{base}\">", x + 9.0));
        push_escaped(html, &t!("{0} more {0|column|columns}", drawn.lines.hidden));
        html.push_str("</text>");
    }
    html.push_str("</g>");
}

/// The path from a column that refers to the one whose values it has, and where it ends.
fn edge(
    spec: &DatasetSpec,
    drawn: &[Drawn],
    reference: &Reference,
    pair: &(String, String),
) -> (String, (f64, f64)) {
    let height = |table: usize, name: &String| {
        let column = spec.tables[table].columns.iter().position(|column| column.name == *name);
        drawn[table].y + column.map_or(HEAD / 2.0, |column| drawn[table].lines.middle(column))
    };
    let (x, to_x) = (drawn[reference.child].x, drawn[reference.parent].x);
    let (y, to_y) = (height(reference.child, &pair.0), height(reference.parent, &pair.1));
    if reference.child == reference.parent || x == to_x {
        // Around the right side of the box, or of both.
        let (x, out) = (x + WIDTH, x + WIDTH + 30.0);
        return (format!("M{x} {y}C{out} {y} {out} {to_y} {x} {to_y}"), (x, to_y));
    }
    let (from, to) = if x > to_x { (x, to_x + WIDTH) } else { (x + WIDTH, to_x) };
    let middle = f64::midpoint(from, to);
    (format!("M{from} {y}C{middle} {y} {middle} {to_y} {to} {to_y}"), (to, to_y))
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
        let leader = child.columns.iter().find(|column| column.name == reference.columns[0].0);
        let said = leader.and_then(|column| children_of(column.generator.as_ref()?));
        if let Some(said) = said {
            push_escaped(&mut html, &format!(" · {said}"));
        }
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
        assert_eq!((drawn.matches("data-table").count(), drawn.matches("class=\"edge\"").count()), (2, 0));
        assert!(drawn.contains("&lt;customer>"), "{drawn}");
        let spec = example();
        let drawn = diagram(&spec, &references(&spec), 0);
        assert_eq!(drawn.matches("class=\"edge near\"").count(), 1);
        // From the middle of the second line of the second table to that of the first of the first.
        let (from, to) = (MARGIN + WIDTH + ROOM.0, MARGIN + HEAD + LINE / 2.0);
        assert!(drawn.contains(&format!("d=\"M{from} {}C", to + LINE)), "{drawn}");
        assert!(drawn.contains(&format!(" {} {to}\"", MARGIN + WIDTH)), "{drawn}");
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
