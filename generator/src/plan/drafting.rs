//! The drafts of all columns: each is made behind those that it needs.

use std::sync::Arc;

use super::{Draft, DraftInput, Drafted, DraftedColumn, Place, Repeats, Shared};
use crate::{
    axis::CellTable,
    batch::ValueKind,
    civil,
    distribution::{Line, cells},
    document::{
        ColumnSpec, DatasetSpec, DistributionSpec, GeneratorSpec, Problem, ProblemCode, SqlType, TableSpec,
    },
    limits::{MAX_CHAIN, MAX_DISTRIBUTION_CELLS, MAX_VALUE_LENGTH},
    locale,
    random::ColumnStream,
};

/// The drafts of all columns of all tables.
pub(crate) struct Drafts {
    states: Vec<Vec<State>>,
    /// How many cells the distributions of the dataset may still have.
    pub(super) cells_left: usize,
}

enum State {
    Waiting,
    Visiting,
    Failed,
    Done(Arc<DraftedColumn>),
}

/// What a kind is drafted with: the column, and a way to the drafts of others.
pub(crate) struct Drafting<'a> {
    pub(crate) spec: &'a DatasetSpec,
    pub(crate) place: Place,
    pub(crate) generator: &'a GeneratorSpec,
    drafts: &'a mut Drafts,
    problems: &'a mut Vec<Problem>,
    inputs: Vec<DraftInput>,
    chain: usize,
    depth: usize,
}

impl Drafts {
    /// Drafts every column; what is wrong is added to `problems`.
    pub(crate) fn of(spec: &DatasetSpec, problems: &mut Vec<Problem>) -> Self {
        let states =
            spec.tables.iter().map(|table| table.columns.iter().map(|_| State::Waiting).collect()).collect();
        let mut drafts = Self { states, cells_left: MAX_DISTRIBUTION_CELLS };
        for table in 0..spec.tables.len() {
            for column in 0..spec.tables[table].columns.len() {
                drafts.visit(spec, Place { table, column }, 0, problems);
            }
        }
        drafts
    }

    /// The draft of a column, if it could be made.
    pub(crate) fn get(&self, place: Place) -> Option<&DraftedColumn> {
        match &self.states[place.table][place.column] {
            State::Done(draft) => Some(draft),
            _ => None,
        }
    }

    fn visit(&mut self, spec: &DatasetSpec, place: Place, depth: usize, problems: &mut Vec<Problem>) {
        if !matches!(self.states[place.table][place.column], State::Waiting) {
            return;
        }
        self.states[place.table][place.column] = State::Visiting;
        self.states[place.table][place.column] = match self.draft(spec, place, depth, problems) {
            Ok(draft) => State::Done(Arc::new(draft)),
            Err(problem) => {
                problems.extend(problem);
                State::Failed
            }
        };
    }

    fn draft(
        &mut self,
        spec: &DatasetSpec,
        place: Place,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) -> Drafted<DraftedColumn> {
        let column = &spec.tables[place.table].columns[place.column];
        // `plan` fills in every generator before drafts are made.
        let generator = column.generator.as_ref().expect("generators are inferred first");
        let mut drafting =
            Drafting { spec, place, generator, drafts: self, problems, inputs: Vec::new(), chain: 0, depth };
        let draft = drafting.make()?;
        drafting.finish(draft)
    }
}

/// The cells of a distribution, which are taken from those that are left.
///
/// # Errors
/// What is wrong with the distribution; that none are left.
pub(super) fn spend_cells(
    cells_left: &mut usize,
    distribution: &DistributionSpec,
    line: Line,
    path: String,
) -> Drafted<CellTable> {
    if *cells_left == 0 {
        let message = format!(
            "the distributions before this one have {MAX_DISTRIBUTION_CELLS} cells together, which is as many as are made; leave \
             some out, or give seasons a shorter range"
        );
        return Err(Some(Problem::new(path, ProblemCode::TooMuchWork, message)));
    }
    let cells = cells(distribution, line, path)?;
    *cells_left = cells_left.saturating_sub(cells.count());
    Ok(cells)
}

impl<'a> Drafting<'a> {
    /// The draft of the column's generator, as its locale makes it.
    fn make(&mut self) -> Drafted<Draft> {
        let kind = self.generator.kind();
        let locale = locale::of(self.spec, self.generator);
        if matches!(locale, Some("en" | "ko"))
            && matches!(self.generator.text("script"), Some("kana" | "latin"))
        {
            let message = "names in this language have one script; leave script out";
            return self.problem("script", ProblemCode::UnknownLocale, message);
        }
        match locale {
            None | Some("en") => (kind.draft)(self),
            Some(name) => {
                locale::find(name).and_then(|locale| locale.draft(kind.name, self)).unwrap_or_else(|| {
                    let message = format!(
                        "`{}` is not made in the language `{name}`; write \"locale\": \"en\" beside it",
                        kind.name
                    );
                    self.problem("locale", ProblemCode::UnknownLocale, message)
                })
            }
        }
    }

    /// The table of the column.
    pub(crate) fn table(&self) -> &'a TableSpec {
        &self.spec.tables[self.place.table]
    }

    /// The column.
    pub(crate) fn column(&self) -> &'a ColumnSpec {
        &self.table().columns[self.place.column]
    }

    /// The column's type.
    pub(crate) fn sql_type(&self) -> SqlType {
        self.column().sql_type
    }

    /// A problem of an option, or of the generator as a whole if the name is empty.
    pub(crate) fn problem<T>(
        &self,
        option: &str,
        code: ProblemCode,
        message: impl Into<String>,
    ) -> Drafted<T> {
        Err(Some(Problem::new(self.place.generator_path(option), code, message)))
    }

    /// A whole number that cannot be left out.
    pub(crate) fn whole(&self, option: &str) -> Drafted<i64> {
        self.generator.whole(option).map_or_else(|| self.missing(option), Ok)
    }

    /// A number that cannot be left out.
    pub(crate) fn number(&self, option: &str) -> Drafted<f64> {
        self.generator.number(option).map_or_else(|| self.missing(option), Ok)
    }

    /// A text that cannot be left out.
    pub(crate) fn text(&self, option: &str) -> Drafted<&'a str> {
        self.generator.text(option).map_or_else(|| self.missing(option), Ok)
    }

    /// An option that cannot be left out and was.
    pub(crate) fn missing<T>(&self, option: &str) -> Drafted<T> {
        self.problem("", ProblemCode::InvalidSpec, format!("the option `{option}` is missing; add it"))
    }

    /// The draft of what takes a digit of a number that columns of the row have in common, of which there are `len`, the next ones `divisor` numbers
    /// each. `option` says which of several is meant, `what` what the number stands for.
    pub(crate) fn share(
        &self,
        draft: Draft,
        option: &str,
        what: &'static str,
        len: u128,
        divisor: u64,
    ) -> Draft {
        let which = self.generator.text(option).unwrap_or_default().trim().to_owned();
        Draft { shared: Some(Shared { what, which, len, divisor }), ..draft }
    }

    /// What keys the column's own permutations.
    pub(crate) fn permutation_key(&self) -> u64 {
        ColumnStream::new(self.spec.seed, &self.table().name, &self.column().name, "value").permutation_key()
    }

    /// The spec's `now` in microseconds since 1970.
    pub(crate) fn now(&self) -> Drafted<i64> {
        civil::parse_timestamp(&self.spec.now)
            .map_err(|message| Some(Problem::new("now", ProblemCode::InvalidTimestamp, message)))
    }

    /// The draft of another column, which from here on is an input of this one.
    ///
    /// # Errors
    /// A circle or too long a chain; none if the other column has its own problem.
    pub(crate) fn input(&mut self, to: Place) -> Drafted<Arc<DraftedColumn>> {
        self.input_through(to, None)
    }

    /// The draft of a column of the row that a foreign key of this table picks.
    ///
    /// # Errors
    /// As [`Self::input`].
    pub(crate) fn input_through(&mut self, to: Place, through: Option<usize>) -> Drafted<Arc<DraftedColumn>> {
        if self.depth >= MAX_CHAIN {
            return self.chain_too_long();
        }
        self.drafts.visit(self.spec, to, self.depth + 1, self.problems);
        match &self.drafts.states[to.table][to.column] {
            State::Done(draft) if draft.chain >= MAX_CHAIN => self.chain_too_long(),
            State::Done(draft) => {
                self.inputs.push(DraftInput { place: to, through });
                self.chain = self.chain.max(draft.chain);
                Ok(Arc::clone(draft))
            }
            State::Visiting => {
                let table = &self.spec.tables[to.table];
                let message = format!(
                    "the value would depend on itself through `{}.{}`; refer to a column that does not lead back here",
                    table.name, table.columns[to.column].name
                );
                self.problem("", ProblemCode::CyclicReference, message)
            }
            State::Failed | State::Waiting => Err(None),
        }
    }

    /// The draft of another column, whose facts count but not its values: it is no input.
    ///
    /// # Errors
    /// A circle or too long a chain; none if the other column has its own problem.
    pub(crate) fn look(&mut self, at: Place) -> Drafted<Arc<DraftedColumn>> {
        let (inputs, chain) = (self.inputs.len(), self.chain);
        let found = self.input(at);
        self.inputs.truncate(inputs);
        self.chain = chain;
        found
    }

    /// The cells of a column's distribution over the rows of a parent.
    ///
    /// # Errors
    /// What is wrong with the distribution, which belongs to the column at `place`; too many cells.
    pub(crate) fn cells_of_parents(
        &mut self,
        distribution: &DistributionSpec,
        parents: u64,
        place: Place,
    ) -> Drafted<CellTable> {
        let path = place.field_path("distribution");
        spend_cells(&mut self.drafts.cells_left, distribution, Line::positions(parents.into()), path)
    }

    /// Takes memory of so many cells of distributions for what need not be kept, if it is left: half of it is for distributions alone.
    pub(crate) fn takes_cells(&mut self, cells: usize) -> bool {
        let left =
            self.drafts.cells_left.checked_sub(cells).filter(|left| *left >= MAX_DISTRIBUTION_CELLS / 2);
        self.drafts.cells_left = left.unwrap_or(self.drafts.cells_left);
        left.is_some()
    }

    /// The draft of a column that is an input already.
    pub(crate) fn known(&self, place: Place) -> Option<Arc<DraftedColumn>> {
        match &self.drafts.states[place.table][place.column] {
            State::Done(draft) => Some(Arc::clone(draft)),
            _ => None,
        }
    }

    fn chain_too_long<T>(&self) -> Drafted<T> {
        let message =
            format!("the value depends on a chain of more than {MAX_CHAIN} columns; shorten the chain");
        self.problem("", ProblemCode::ChainTooLong, message)
    }

    /// Adds what follows from the column's type.
    fn finish(self, mut draft: Draft) -> Drafted<DraftedColumn> {
        let sql_type = self.sql_type();
        if self.column().empty_fraction > 0.0 {
            if !matches!(sql_type, SqlType::Varchar { .. } | SqlType::Text) || draft.kind != ValueKind::Text {
                let message = "only texts of variable length are empty; leave empty out, or choose varchar or text and a generator of texts";
                let path = self.place.field_path("empty");
                return Err(Some(Problem::new(path, ProblemCode::TypeMismatch, message)));
            }
            draft.repeats = Repeats::May("some of its rows are the empty text");
            draft.shortest = 0;
            draft.is_json = false;
        }
        let kind = self.generator.kind().name;
        let Some(render) = draft.kind.render(sql_type) else {
            let message = format!(
                "`{kind}` makes no values for a column of type {sql_type}; choose another generator or type"
            );
            return self.problem("kind", ProblemCode::TypeMismatch, message);
        };
        if sql_type == SqlType::Json && draft.kind == ValueKind::Text && !draft.is_json {
            let message = format!(
                "`{kind}` makes text, and a column of type json takes JSON; choose constant, list or template, or another type"
            );
            return self.problem("kind", ProblemCode::TypeMismatch, message);
        }
        let longest = draft.extremes.stored(draft.kind, render, sql_type);
        let unit = if sql_type.is_binary() { "bytes" } else { "characters" };
        if longest.chars.max(longest.bytes) > MAX_VALUE_LENGTH {
            let message = format!(
                "values have up to {} {unit} ({} bytes), at most {MAX_VALUE_LENGTH} bytes are made; shorten them",
                longest.chars, longest.bytes
            );
            return self.problem("", ProblemCode::ValueTooLong, message);
        }
        if let Some(limit) = sql_type.max_length().filter(|limit| longest.chars > *limit as usize) {
            let message = format!(
                "values have up to {} {unit}, the column holds {limit}; choose a longer type or shorter values",
                longest.chars
            );
            return self.problem("", ProblemCode::ValueTooLong, message);
        }
        if let SqlType::Binary { length } = sql_type
            && draft.shortest < length as usize
        {
            let message = format!(
                "binary({length}) holds exactly {length} bytes, and databases fill shorter values up with zeros; make values of that \
                 length, or choose varbinary"
            );
            return self.problem("", ProblemCode::InvalidLength, message);
        }
        Ok(DraftedColumn { draft, render, longest, chain: self.chain + 1, inputs: self.inputs })
    }
}
