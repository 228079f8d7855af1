//! The picker of generators: each with values that the chosen column would have.

use generator::{
    Batch, ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, SqlType, cell_text,
    kinds::{self, Kind, OptionType},
};
use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    controls::{Choice, Finder},
    language::{t, text},
    workspace::{
        Chosen, Workspace,
        drafts::{BrowserStorage, Storage as _},
        edit::type_of,
        rule,
    },
};

/// Where the browser keeps the kinds that were chosen last.
const RECENT: &str = "rowmill:kinds";
/// How many of them.
const MOST_RECENT: usize = 4;
/// Values that are shown of each generator.
const SAMPLES: u64 = 3;
/// Types that a column may change to for a generator, the first that suits.
const TYPES: [&str; 12] = [
    "bigint",
    "decimal(12,2)",
    "double",
    "boolean",
    "date",
    "time",
    "timestamp",
    "uuid",
    "binary(16)",
    "varchar(255)",
    "text",
    "json",
];

/// Gives the chosen columns a generator.
#[component]
pub(crate) fn PickerDialog(open: RwSignal<Option<OpenDialog>>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let positions = workspace.chosen.with_untracked(Chosen::positions);
    let spec = workspace.spec.get_untracked();
    let table = workspace.selected.get_untracked();
    let recent = recent();
    let offers = match (spec.tables.get(table), positions.first()) {
        (Some(of), Some(position)) if *position < of.columns.len() => {
            let start = |kind| workspace.remembered.generator(&spec, table, *position, kind);
            recent_first(offers(&spec, table, *position, &start), &recent)
        }
        _ => Vec::new(),
    };
    let now = positions.first().and_then(|position| {
        let column = spec.tables.get(table)?.columns.get(*position)?;
        column.generator.as_ref().map(generator::GeneratorSpec::kind)
    });
    let first = offers.iter().position(|offer| Some(offer.kind) == now).unwrap_or_default();
    let choices: Vec<Choice> = offers.iter().map(|offer| offer.choice(&recent)).collect();
    let kinds: Vec<&'static Kind> = offers.iter().map(|offer| offer.kind).collect();
    let finder = Finder {
        label: t!("Find a generator"),
        query: RwSignal::default(),
        first,
        choices: Signal::stored(choices),
        choose: Callback::new(move |index: usize| {
            if let Some(kind) = kinds.get(index) {
                workspace.set_kind(&positions, kind, &types());
                remember(kind);
            }
            open.set(None);
        }),
    };
    view! { <Dialog title=t!("Generator") open is_finder=true>{finder.view()}</Dialog> }.into_any()
}

/// The kinds that were chosen last in this browser, the last one first, by their names.
fn recent() -> Vec<String> {
    let names = BrowserStorage.read(RECENT).unwrap_or_default();
    names.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn remember(kind: &Kind) {
    let others = recent().into_iter().filter(|name| name != kind.name);
    let names: Vec<String> = [kind.name.to_owned()].into_iter().chain(others).take(MOST_RECENT).collect();
    // A browser that keeps nothing has none that are recent.
    BrowserStorage.write(RECENT, &names.join(" "));
}

/// The same offers, those first that suit the column and were chosen last.
fn recent_first(mut offers: Vec<Offer>, recent: &[String]) -> Vec<Offer> {
    let mut first = Vec::with_capacity(offers.len());
    for name in recent {
        let place = offers.iter().position(|offer| offer.kind.name == *name && offer.is_recent(recent));
        first.extend(place.map(|place| offers.remove(place)));
    }
    first.extend(offers);
    first
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
    fn is_recent(&self, recent: &[String]) -> bool {
        self.change_to.is_none() && recent.iter().any(|name| name == self.kind.name)
    }

    fn choice(&self, recent: &[String]) -> Choice {
        let samples = self.samples.join(" · ");
        let detail = match self.change_to {
            None => samples,
            Some(sql_type) => t!("changes the type to {0}", sql_type),
        };
        Choice {
            label: text(rule::kind_name(self.kind)),
            detail,
            group: if self.is_recent(recent) { t!("Recent") } else { text(self.kind.group.label()) },
            words: format!("{} {} {}", self.kind.words, self.kind.name, self.kind.label),
            is_muted: self.change_to.is_some(),
        }
    }
}

/// All kinds with three values that this column would have: those first that suit its type, each part in the order of the groups.
/// `start` gives the generator that the column would have.
fn offers(
    spec: &DatasetSpec,
    table: usize,
    position: usize,
    start: &dyn Fn(&'static Kind) -> GeneratorSpec,
) -> Vec<Offer> {
    let column = &spec.tables[table].columns[position];
    let (mut fitting, mut others) = (Vec::new(), Vec::new());
    for kind in kinds::kinds() {
        if kind.suits(column.sql_type, spec.surroundings()) {
            let samples = samples(spec, table, position, start(kind));
            fitting.push(Offer { kind, change_to: None, samples });
        } else {
            let fit = types().into_iter().find(|sql_type| kind.suits(*sql_type, spec.surroundings()));
            if let Some(change_to) = fit {
                others.push(Offer { kind, change_to: Some(change_to), samples: Vec::new() });
            }
        }
    }
    fitting.extend(others);
    fitting
}

/// The first values that a column would have by a generator; none if it cannot have it as it is.
fn samples(spec: &DatasetSpec, table: usize, position: usize, generator: GeneratorSpec) -> Vec<String> {
    let owner = &spec.tables[table];
    let reference =
        generator.reference().map(|reference| (reference.table.to_owned(), reference.column.to_owned()));
    let is_derived = generator.kind().options.iter().any(|option| {
        use OptionType as Type;
        matches!(option.option_type, Type::Template | Type::Expression | Type::Column | Type::ChildColumn)
            && generator.option(option.name).is_some()
    });
    let mut column =
        ColumnSpec { generator: Some(generator), hidden: false, ..owner.columns[position].clone() };
    if let Some(sql_type) = reference.as_ref().and_then(|(table, column)| type_of(spec, table, column)) {
        column.set_type(sql_type);
    }
    let name = column.name.clone();
    let is_alone = |key: &Vec<String>| matches!(key.as_slice(), [only] if *only == name);
    let is_in = |key: &Vec<String>| key.contains(&name) && !is_alone(key);
    // What others decide, too, is made with all others.
    let needs_others = is_derived || is_in(&owner.primary_key) || owner.unique.iter().any(is_in);
    let mut small = spec.clone();
    if needs_others || owner.partition_by.is_some() {
        small.tables[table].columns[position] = column;
    } else {
        let mut alone = owner.clone();
        alone.columns = vec![column];
        if !is_alone(&alone.primary_key) {
            alone.primary_key.clear();
        }
        alone.unique.retain(is_alone);
        alone.indexes.clear();
        let is_parent = |other: &&generator::TableSpec| {
            reference.as_ref().is_some_and(|(parent, _)| other.name == *parent) && other.name != owner.name
        };
        small.tables = spec.tables.iter().filter(is_parent).cloned().chain([alone]).collect();
    }
    let Ok(dataset) = Dataset::compile(&small) else { return Vec::new() };
    let Some(made) = dataset.table(&owner.name) else { return Vec::new() };
    let Some(place) = made.output_columns().position(|column| column.name == name) else { return Vec::new() };
    let mut batch = Batch::new();
    made.batch(0..SAMPLES, &mut batch);
    let text = |row| cell_text(made, &batch, place, row).unwrap_or_else(|| "NULL".to_owned());
    (0..batch.len()).map(text).collect()
}

#[cfg(test)]
mod tests {
    use generator::kinds;

    use super::*;
    use crate::workspace::example;

    fn start(spec: &DatasetSpec, table: usize, position: usize, kind: &'static Kind) -> GeneratorSpec {
        let owner = &spec.tables[table];
        let column = &owner.columns[position];
        kind.start(spec, owner, &column.name, column.sql_type)
    }

    #[test]
    fn the_values_shown_are_those_that_the_column_would_have() {
        for (kind, position) in [
            (&kinds::FIRST_NAME, 6),
            (&kinds::FOREIGN_KEY, 1),
            (&kinds::TEMPLATE, 6),
            (&kinds::UUID_V4, 0),
            (&kinds::DATE, 5),
        ] {
            let mut spec = example();
            let generator = start(&spec, 1, position, kind);
            let shown = samples(&spec, 1, position, generator.clone());
            spec.tables[1].columns[position].generator = Some(generator);
            let dataset =
                Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{}: {problems}", kind.name));
            let table = dataset.table("purchase").unwrap();
            let mut batch = Batch::new();
            table.batch(0..3, &mut batch);
            let text = |row| cell_text(table, &batch, position, row).unwrap_or_else(|| "NULL".to_owned());
            assert_eq!(shown, (0..3).map(text).collect::<Vec<_>>(), "{}", kind.name);
        }
    }

    #[test]
    fn kinds_that_were_chosen_last_come_first_where_they_fit() {
        let spec = example();
        let offers = offers(&spec, 1, 3, &|kind| start(&spec, 1, 3, kind));
        let names = |offers: &[Offer]| offers.iter().map(|offer| offer.kind.name).collect::<Vec<_>>();
        let before = names(&offers);
        let recent = ["decimal", "city", "foreign_key"].map(str::to_owned);
        let after = names(&recent_first(offers, &recent));
        assert_eq!(after[..2], ["decimal", "foreign_key"]);
        let others: Vec<&str> = before.into_iter().filter(|name| !after[..2].contains(name)).collect();
        assert_eq!(after[2..], others);
    }

    #[test]
    fn every_kind_is_offered_and_those_that_fit_come_first() {
        let spec = example();
        let offers = offers(&spec, 1, 3, &|kind| start(&spec, 1, 3, kind));
        assert_eq!(offers.len(), kinds::kinds().len());
        let first_other = offers.iter().position(|offer| offer.change_to.is_some()).unwrap();
        assert!(offers[first_other..].iter().all(|offer| offer.change_to.is_some()));
        let offer = |kind: &'static Kind| offers.iter().find(|offer| offer.kind == kind).unwrap();
        assert_eq!(offer(&kinds::DECIMAL).samples.len(), 3);
        assert_eq!(offer(&kinds::DATE).change_to, Some(SqlType::Date));
        assert_eq!(offer(&kinds::CITY).change_to, Some(SqlType::Varchar { length: 255 }));
    }
}
