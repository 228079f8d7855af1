//! The picker of generators: each with values that the chosen column would have.

use generator::{
    Batch, ColumnSpec, Dataset, DatasetSpec, SqlType, cell_text,
    kinds::{KINDS, Kind, OptionType},
};
use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    controls::{Choice, Finder},
    language::{t, text},
    workspace::{Chosen, Workspace, rule},
};

/// Values that are shown of each generator.
const SAMPLES: u64 = 3;
/// Types that a column may change to for a generator, the first that suits.
const TYPES: [&str; 11] = [
    "varchar(255)",
    "bigint",
    "decimal(12,2)",
    "double",
    "boolean",
    "date",
    "time",
    "timestamp",
    "uuid",
    "binary(16)",
    "json",
];

/// Gives the chosen columns a generator.
#[component]
pub(crate) fn PickerDialog(open: RwSignal<Option<OpenDialog>>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let positions = workspace.chosen.with_untracked(Chosen::positions);
    let spec = workspace.spec.get_untracked();
    let table = workspace.selected.get_untracked();
    let offers = match (spec.tables.get(table), positions.first()) {
        (Some(of), Some(position)) if *position < of.columns.len() => offers(&spec, table, *position),
        _ => Vec::new(),
    };
    let now = positions.first().and_then(|position| {
        let column = spec.tables.get(table)?.columns.get(*position)?;
        column.generator.as_ref().map(generator::GeneratorSpec::kind)
    });
    let first = offers.iter().position(|offer| Some(offer.kind) == now).unwrap_or_default();
    let choices: Vec<Choice> = offers.iter().map(Offer::choice).collect();
    let kinds: Vec<&'static Kind> = offers.iter().map(|offer| offer.kind).collect();
    let finder = Finder {
        label: t!("Find a generator"),
        query: RwSignal::default(),
        first,
        choices: Signal::stored(choices),
        choose: Callback::new(move |index: usize| {
            if let Some(kind) = kinds.get(index) {
                workspace.set_kind(&positions, kind, &types());
            }
            open.set(None);
        }),
    };
    view! { <Dialog title=t!("Generator") open is_finder=true>{finder.view()}</Dialog> }.into_any()
}

/// The types that a column may change to.
fn types() -> Vec<SqlType> {
    TYPES.iter().filter_map(|name| name.parse().ok()).collect()
}

/// A generator that a column may have.
#[derive(Debug, Clone, PartialEq)]
struct Offer {
    kind: &'static Kind,
    /// The type that the column would have to change to.
    change_to: Option<SqlType>,
    samples: Vec<String>,
}

impl Offer {
    fn choice(&self) -> Choice {
        let samples = self.samples.join(" · ");
        let detail = match self.change_to {
            None => samples,
            Some(sql_type) => t!("changes the type to {0}", sql_type),
        };
        Choice {
            label: text(rule::kind_name(self.kind)),
            detail,
            group: text(self.kind.group.label()),
            words: format!("{} {} {}", self.kind.words, self.kind.name, self.kind.label),
            is_muted: self.change_to.is_some(),
        }
    }
}

/// All kinds with three values that this column would have: those first that suit its type, each part in the order of the groups.
fn offers(spec: &DatasetSpec, table: usize, position: usize) -> Vec<Offer> {
    let column = &spec.tables[table].columns[position];
    let (mut fitting, mut others) = (Vec::new(), Vec::new());
    for kind in KINDS.iter().copied() {
        if kind.suits(column.sql_type, &spec.now) {
            let samples = samples(spec, table, position, kind);
            fitting.push(Offer { kind, change_to: None, samples });
        } else {
            let fit = types().into_iter().find(|sql_type| kind.suits(*sql_type, &spec.now));
            if let Some(change_to) = fit {
                others.push(Offer { kind, change_to: Some(change_to), samples: Vec::new() });
            }
        }
    }
    fitting.extend(others);
    fitting
}

/// The first values that a column would have by a kind; none if that kind cannot be as it begins.
fn samples(spec: &DatasetSpec, table: usize, position: usize, kind: &'static Kind) -> Vec<String> {
    let owner = &spec.tables[table];
    let column = &owner.columns[position];
    let is_same = column.generator.as_ref().is_some_and(|generator| generator.is(kind));
    let generator = match &column.generator {
        Some(there) if is_same => there.clone(),
        _ => kind.start(spec, owner, &column.name, column.sql_type),
    };
    let parent = generator.reference().map(|reference| reference.table.to_owned());
    let column =
        ColumnSpec { generator: Some(generator), null_fraction: 0.0, hidden: false, ..column.clone() };
    let name = column.name.clone();
    let needs_others = kind
        .options
        .iter()
        .any(|option| matches!(option.option_type, OptionType::Template | OptionType::Column));
    let mut alone = owner.clone();
    if needs_others {
        alone.columns[position] = column;
    } else {
        // A key of this column alone decides how its values are drawn.
        let is_of_it = |key: &Vec<String>| matches!(key.as_slice(), [only] if *only == name);
        if !is_of_it(&alone.primary_key) {
            alone.primary_key.clear();
        }
        alone.unique.retain(is_of_it);
        alone.columns = vec![column];
        alone.indexes.clear();
        alone.partition_by = None;
    }
    let parents =
        spec.tables.iter().filter(|other| Some(&other.name) == parent.as_ref() && other.name != owner.name);
    let tables = parents.cloned().chain([alone]).collect();
    let small = DatasetSpec { tables, ..spec.clone() };
    let Ok(dataset) = Dataset::compile(&small) else { return Vec::new() };
    let Some(made) = dataset.table(&owner.name) else { return Vec::new() };
    let Some(place) = made.output_columns().position(|column| column.name == name) else { return Vec::new() };
    let mut batch = Batch::new();
    made.batch(0..SAMPLES, &mut batch);
    (0..batch.len()).filter_map(|row| cell_text(made, &batch, place, row)).collect()
}

#[cfg(test)]
mod tests {
    use generator::kinds;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn the_values_shown_are_those_that_the_column_would_have() {
        let mut spec = example();
        for (kind, position) in [(&kinds::FIRST_NAME, 2), (&kinds::FOREIGN_KEY, 1), (&kinds::TEMPLATE, 6)] {
            let shown = samples(&spec, 1, position, kind);
            let owner = spec.tables[1].clone();
            let column = &owner.columns[position];
            let generator = kind.start(&spec, &owner, &column.name, column.sql_type);
            spec.tables[1].columns[position].generator = Some(generator);
            spec.tables[1].columns[position].sql_type = column.sql_type;
            if let Ok(dataset) = Dataset::compile(&spec) {
                let table = dataset.table("purchase").unwrap();
                let mut batch = Batch::new();
                table.batch(0..3, &mut batch);
                let values: Vec<String> =
                    (0..3).filter_map(|row| cell_text(table, &batch, position, row)).collect();
                assert_eq!(shown, values, "{}", kind.name);
            }
        }
    }

    #[test]
    fn every_kind_is_offered_and_those_that_fit_come_first() {
        let spec = example();
        let offers = offers(&spec, 1, 3);
        assert_eq!(offers.len(), KINDS.len());
        let first_other = offers.iter().position(|offer| offer.change_to.is_some()).unwrap();
        assert!(offers[first_other..].iter().all(|offer| offer.change_to.is_some()));
        assert!(offers[..first_other].iter().any(|offer| offer.kind == &kinds::DECIMAL));
        let decimal = offers.iter().find(|offer| offer.kind == &kinds::DECIMAL).unwrap();
        assert_eq!(decimal.samples.len(), 3);
    }
}
