//! What the cells of a column mean: its type, and the generator whose values are like them.

use generator::{
    ColumnSpec, Dataset, DatasetSpec, DistributionSpec, GeneratorSpec, SqlType, Surroundings, TableSpec,
    infer,
    kinds::{self, Group},
};
use serde_json::Value;

use super::{
    choice::{counted, weighted},
    moments::{self, is_moment, times},
    numbers::{self, counter, decimals, doubles, is_number, share, truths, whole_numbers},
    texts::{addresses, choices, documents, identifiers, length, longest, pattern},
};

/// Most words of a text, in the mean, that is a name of something and no prose: then the sample's own are the most like it, if they repeat.
const NAME_WORDS: usize = 3;
/// Most of them.
const MOST_NAMES: usize = 200;
/// More than so many must repeat, twice in the mean: what does not may be somebody's name, and is never copied.
const FEW_NAMES: usize = 20;
/// Shortest longest text of a column that is what its name says; shorter ones are codes.
const LEAST_NAMED: usize = 4;

/// The table that a sample is of.
pub(super) struct Sampled<'a> {
    pub(super) table: &'a str,
    pub(super) rows: u64,
    pub(super) now: &'a str,
}

/// A type, and a generator of values of it.
pub(super) type Found = (SqlType, GeneratorSpec);
/// What gives them for cells of one sort, and nothing for others.
type Reader<'a> = &'a dyn Fn(&[&str]) -> Option<Found>;

/// Whether a cell is no value, whatever the others are.
pub(super) fn is_null(cell: &str) -> bool {
    matches!(cell, "" | "\\N") || cell.eq_ignore_ascii_case("null")
}

/// Whether a cell may be no value, if the others are numbers, times or the like.
fn may_be_null(cell: &str) -> bool {
    ["n/a", "#n/a", "na", "nan", "none", "nil", "-", "--", "?"]
        .iter()
        .any(|none| cell.eq_ignore_ascii_case(none))
}

impl Sampled<'_> {
    /// The column that a sample's cells are of.
    pub(super) fn column(&self, name: &str, cells: &[&str], warnings: &mut Vec<String>) -> ColumnSpec {
        let mut present: Vec<&str> = cells.iter().copied().filter(|cell| !is_null(cell)).collect();
        let mut found = self.typed(name, &present);
        if found.is_none()
            && let Some(none) = present.iter().find(|cell| may_be_null(cell))
        {
            let without: Vec<&str> = present.iter().copied().filter(|cell| !may_be_null(cell)).collect();
            found = self.typed(name, &without);
            if found.is_some() {
                warnings.push(format!("`{name}`: `{none}` is taken for NULL"));
                present = without;
            }
        }
        if present.is_empty() {
            warnings.push(format!("`{name}` is empty in the sample: it is text until you say otherwise"));
        } else if found.is_none() {
            self.tell_odd_cell(name, &present, warnings);
        }
        let (sql_type, generator) = found.unwrap_or_else(|| self.text(name, &present));
        let distribution = self.distribution(name, &present, sql_type, &generator);
        let mut column = ColumnSpec::new(name, sql_type).with_generator(generator);
        column.distribution = distribution;
        column.null_fraction = share(cells.len() - present.len(), cells.len());
        column
    }

    /// How values of a range are spread over it, if not evenly.
    fn distribution(
        &self,
        name: &str,
        cells: &[&str],
        sql_type: SqlType,
        generator: &GeneratorSpec,
    ) -> Option<DistributionSpec> {
        let places = if [&kinds::INTEGER, &kinds::DECIMAL, &kinds::DOUBLE]
            .into_iter()
            .any(|kind| generator.is(kind))
        {
            numbers::places(cells)
        } else if [&kinds::DATE, &kinds::TIME, &kinds::TIMESTAMP].into_iter().any(|kind| generator.is(kind)) {
            moments::places(cells, sql_type)
        } else {
            None
        };
        let distribution = places?.distribution()?;
        // What the engine refuses, such as more bars than there are values, is left out.
        let mut column = ColumnSpec::new(name, sql_type).with_generator(generator.clone());
        column.distribution = Some(distribution.clone());
        self.compiles(column).then_some(distribution)
    }

    /// Type and generator of cells that are of one sort and not any text.
    fn typed(&self, name: &str, cells: &[&str]) -> Option<Found> {
        let readers: [Reader<'_>; 8] = [
            &truths,
            &|cells| counter(name, cells, self.rows),
            &whole_numbers,
            &decimals,
            &doubles,
            &times,
            &identifiers,
            &documents,
        ];
        readers
            .iter()
            .filter(|_| !cells.is_empty())
            .filter_map(|read| read(cells))
            .find(|(sql_type, generator)| self.holds(name, *sql_type, generator))
    }

    /// Says which cell keeps a column from being what nearly all its cells are.
    fn tell_odd_cell(&self, name: &str, cells: &[&str], warnings: &mut Vec<String>) {
        // Nine of ten.
        let odd_one = |is_one: fn(&str) -> bool| {
            let count = cells.iter().filter(|cell| is_one(cell)).count();
            let odd = cells.iter().find(|cell| !is_one(cell)).filter(|_| count * 10 >= cells.len() * 9)?;
            Some(odd.chars().take(40).collect::<String>())
        };
        if let Some(odd) = odd_one(is_number) {
            warnings.push(format!("`{name}` is text: `{odd}` is no number as the other cells are"));
        } else if let Some(odd) = odd_one(is_moment) {
            warnings.push(format!("`{name}` is text: `{odd}` is no date or time as the other cells are"));
        }
    }

    /// Whether a column of this type holds the values of a generator.
    fn holds(&self, name: &str, sql_type: SqlType, generator: &GeneratorSpec) -> bool {
        self.compiles(ColumnSpec::new(name, sql_type).with_generator(generator.clone()))
    }

    fn compiles(&self, column: ColumnSpec) -> bool {
        Dataset::compile(&DatasetSpec::of(vec![TableSpec::new("sample", self.rows, vec![column])])).is_ok()
    }

    /// Any text: a choice, addresses, codes of one form, else what the column's name says, else as many words.
    fn text(&self, name: &str, cells: &[&str]) -> Found {
        let longest = longest(cells);
        let holding =
            |characters| length(characters).map_or(SqlType::Text, |length| SqlType::Varchar { length });
        let (close, wide) = (holding(longest), holding(longest.max(100)));
        let is_address = |generator: &GeneratorSpec| generator.is(&kinds::EMAIL) || generator.is(&kinds::URL);
        let locale = language(cells);
        let in_language = |generator: GeneratorSpec| {
            let has_locale = locale != "en" && generator.kind().option("locale").is_some();
            if has_locale { generator.with("locale", locale) } else { generator }
        };
        let by_name =
            in_language(infer(name, "", wide, self.table, self.rows, Surroundings { now: self.now, locale }));
        // What is in the cells is known better than their name: words, choices, addresses, and what is not of this language.
        let is_named = !matches!(by_name.kind().group, Group::Text | Group::Choice)
            && !is_address(&by_name)
            && (locale != "en" || cells.iter().all(|cell| cell.is_ascii()) && longest >= LEAST_NAMED);
        let words =
            cells.iter().map(|cell| cell.split_whitespace().count()).sum::<usize>() / cells.len().max(1);
        let counts = counted(cells);
        let own = || weighted(counts.clone(), &|cell| Some(Value::from(cell)));
        let has_own = words <= NAME_WORDS
            && (counts.len() <= FEW_NAMES || counts.len() <= MOST_NAMES && counts.len() * 2 <= cells.len());
        let kind = match words {
            0 | 1 => &kinds::WORD,
            2..=15 => &kinds::SENTENCE,
            _ => &kinds::PARAGRAPH,
        };
        let of_form = |found: Option<Found>| found.map(|(_, generator)| generator);
        let candidates = [
            of_form(choices(cells)),
            of_form(addresses(cells).filter(|_| !cells.is_empty())),
            pattern(cells).map(|pattern| GeneratorSpec::new(&kinds::PATTERN).with("pattern", pattern)),
            is_named.then(|| by_name.clone()),
            has_own.then(own).flatten(),
            (!cells.is_empty()).then(|| in_language(GeneratorSpec::new(kind))),
            (!cells.is_empty()).then(|| GeneratorSpec::new(kind)),
        ];
        for generator in candidates.into_iter().flatten() {
            // Addresses that are made may be longer than those of the sample.
            let first = if is_address(&generator) { wide } else { close };
            for sql_type in [first, wide, SqlType::Text] {
                if self.holds(name, sql_type, &generator) {
                    return (sql_type, generator);
                }
            }
        }
        (wide, by_name)
    }
}

/// The language of texts, by their letters, if most of them have such letters: Korean, Japanese, Chinese; English otherwise.
fn language(cells: &[&str]) -> &'static str {
    let most_have = |is_such: fn(char) -> bool| {
        let count = cells.iter().filter(|cell| cell.chars().any(is_such)).count();
        !cells.is_empty() && count * 2 > cells.len()
    };
    if most_have(|letter| matches!(letter, '\u{ac00}'..='\u{d7a3}')) {
        "ko"
    } else if cells.iter().any(|cell| cell.chars().any(|letter| matches!(letter, '\u{3041}'..='\u{30ff}')))
        && most_have(|letter| matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
    {
        "ja"
    } else if most_have(|letter| matches!(letter, '\u{4e00}'..='\u{9fff}')) {
        "zh"
    } else {
        "en"
    }
}
