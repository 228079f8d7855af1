//! What the insert form says, what it asks of the API, and why it cannot be asked yet.

use contract::{CheckLevel, IndexTime, JobRequest, LoadEstimate, LoadMethod, LoadMode, Preflight, Verify};
use generator::{DatasetSpec, GeneratorSpec};

use crate::{
    language::{label, message, t, text},
    numbers::{COUNT, bytes, duration, grouped, parse_count},
};

/// The methods by their names, in the order of their declaration.
pub(super) const METHODS: [(&str, LoadMethod); 4] = [
    ("auto", LoadMethod::Auto),
    ("bulk", LoadMethod::Bulk),
    ("insert", LoadMethod::Insert),
    ("single", LoadMethod::Single),
];

/// The method of this name.
pub(super) fn method_named(name: &str) -> Option<LoadMethod> {
    METHODS.iter().find(|(method, _)| *method == name).map(|(_, method)| *method)
}

/// Loads of more rows than this are confirmed.
const MANY_ROWS: u64 = 50_000_000;

/// What the form says, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Each table of the dataset.
    pub(super) tables: Vec<TableChoice>,
    pub(super) target: Option<String>,
    pub(super) mode: LoadMode,
    pub(super) method: LoadMethod,
    pub(super) indexes: IndexTime,
    pub(super) verify: Verify,
    pub(super) workers: String,
    pub(super) chunk_rows: String,
    pub(super) statement_rows: String,
    pub(super) as_table: String,
    pub(super) skip_limit: String,
    /// Whether tables that are there may be replaced.
    pub(super) is_replacing: bool,
    /// Whether a load of many rows is meant.
    pub(super) is_many_meant: bool,
}

/// A table that may be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableChoice {
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) is_chosen: bool,
}

/// The fields that are typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Workers,
    ChunkRows,
    StatementRows,
    AsTable,
    SkipLimit,
}

/// Which field could not be read, and what belongs into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) field: Field,
    pub(super) message: &'static str,
}

/// What the target says of the form.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// Nothing yet.
    Waiting,
    Answered(Preflight),
    /// It could not be asked.
    Failed(String),
}

impl Form {
    /// A form for the table that is looked at, and the tables that it refers to.
    pub(super) fn new(spec: &DatasetSpec, looked_at: usize) -> Self {
        let mut chosen = vec![looked_at];
        // Each table once, so that a circle ends.
        for next in 0.. {
            let Some(table) = chosen.get(next).and_then(|table| spec.tables.get(*table)) else { break };
            let generators = table.columns.iter().filter_map(|column| column.generator.as_ref());
            for reference in generators.filter_map(GeneratorSpec::reference) {
                let parent = spec.tables.iter().position(|table| table.name == reference.table);
                chosen.extend(parent.filter(|parent| !chosen.contains(parent)));
            }
        }
        let tables = spec.tables.iter().enumerate().map(|(index, table)| TableChoice {
            name: table.name.clone(),
            rows: table.rows,
            is_chosen: chosen.contains(&index),
        });
        Self {
            tables: tables.collect(),
            target: None,
            mode: LoadMode::Create,
            method: LoadMethod::Auto,
            indexes: IndexTime::Before,
            verify: Verify::Sample,
            workers: String::new(),
            chunk_rows: String::new(),
            statement_rows: String::new(),
            as_table: String::new(),
            skip_limit: "0".to_owned(),
            is_replacing: false,
            is_many_meant: false,
        }
    }

    /// Fills in what an address says, by the names of the API. Tables that are not there, and what it has no name for, are left out.
    pub(super) fn take_over(&mut self, pairs: &[(String, String)]) {
        for table in &mut self.tables {
            table.is_chosen = pairs.iter().any(|(name, value)| name == "table" && *value == table.name);
        }
        for (name, value) in pairs {
            let value = value.clone();
            match name.as_str() {
                "load" => self.target = Some(value),
                "mode" if value == "append" => self.mode = LoadMode::Append,
                "mode" if value == "replace" => self.mode = LoadMode::Replace,
                "method" => self.method = method_named(&value).unwrap_or_default(),
                "indexes" if value == "after" => self.indexes = IndexTime::After,
                "verify" if value == "all" => self.verify = Verify::All,
                "workers" => self.workers = value,
                "chunk_rows" => self.chunk_rows = value,
                "statement_rows" => self.statement_rows = value,
                "as_table" => self.as_table = value,
                "skip_limit" => self.skip_limit = value,
                _ => {}
            }
        }
    }

    /// Chooses a table, or takes one back. What was agreed to was another load.
    pub(super) fn choose_table(&mut self, index: usize, is_chosen: bool) {
        self.tables[index].is_chosen = is_chosen;
        self.ask_anew();
    }

    /// Chooses all tables, or none.
    pub(super) fn choose_all(&mut self, is_chosen: bool) {
        self.tables.iter_mut().for_each(|table| table.is_chosen = is_chosen);
        self.ask_anew();
    }

    /// Chooses a target.
    pub(super) fn choose_target(&mut self, name: &str) {
        self.target = Some(name.to_owned());
        self.ask_anew();
    }

    /// Chooses what becomes of a table that is there.
    pub(super) fn choose_mode(&mut self, mode: LoadMode) {
        self.mode = mode;
        self.ask_anew();
    }

    fn ask_anew(&mut self) {
        self.is_replacing = false;
        self.is_many_meant = false;
    }

    /// The request of the API for this form; `None` while there is no target or no table to ask for.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub(super) fn request(&self) -> Result<Option<JobRequest>, Refused> {
        let number = |text: &str, field, message| match text.trim() {
            "" => Ok(None),
            text => parse_count(text)
                .and_then(|count| u32::try_from(count).ok())
                .filter(|count| *count > 0)
                .map(Some)
                .ok_or(Refused { field, message }),
        };
        let tables: Vec<String> =
            self.tables.iter().filter(|table| table.is_chosen).map(|table| table.name.clone()).collect();
        let as_table = Some(self.as_table.trim().to_owned()).filter(|name| !name.is_empty());
        if as_table.is_some() && tables.len() > 1 {
            let message = label!("a name for a single table: tick one table, or leave this empty");
            return Err(Refused { field: Field::AsTable, message });
        }
        let refused = Refused { field: Field::SkipLimit, message: COUNT };
        let skip_limit = if self.skip_limit.trim().is_empty() {
            0
        } else {
            parse_count(&self.skip_limit).ok_or(refused)?
        };
        let request = JobRequest {
            dataset: String::new(),
            tables,
            target: self.target.clone().unwrap_or_default(),
            mode: self.mode,
            method: self.method,
            workers: number(&self.workers, Field::Workers, label!("a whole number from 1 to 64"))?,
            chunk_rows: number(&self.chunk_rows, Field::ChunkRows, COUNT)?,
            indexes: self.indexes,
            as_table,
            statement_rows: number(&self.statement_rows, Field::StatementRows, COUNT)?,
            join: false,
            verify: self.verify,
            skip_limit,
            again: false,
            ..JobRequest::default()
        };
        Ok(Some(request).filter(|request| self.target.is_some() && !request.tables.is_empty()))
    }

    /// Why the load cannot be started; `None` if it can.
    pub(super) fn reason_not_to_start(&self, asked: &Asked) -> Option<String> {
        match self.request() {
            Err(refused) => {
                return Some(t!("One field cannot be read; it takes {0}.", text(refused.message)));
            }
            Ok(None) if self.target.is_none() => {
                return Some(t!("No target answers; there is nowhere to load to."));
            }
            Ok(None) => return Some(t!("No table is chosen.")),
            Ok(Some(_)) => {}
        }
        if self.mode == LoadMode::Replace && !self.is_replacing {
            return Some(t!("Tables that are there are replaced only if you say so above."));
        }
        match asked {
            Asked::Waiting => Some(t!("The target is being asked.")),
            Asked::Failed(message) => Some(message.clone()),
            Asked::Answered(preflight) => {
                let failed = preflight.checks.iter().find(|check| check.level == CheckLevel::Error);
                if let Some(check) = failed {
                    let table = check.table.as_ref().map(|table| format!("{table}: ")).unwrap_or_default();
                    return Some(t!(
                        "The load would fail. {0}",
                        format!("{table}{}", message(&check.message))
                    ));
                }
                (self.needs_confirmation(&preflight.estimate) && !self.is_many_meant)
                    .then(|| t!("So much is loaded only if you say so above."))
            }
        }
    }

    /// Whether a load is so large that it may be a mistake: very many rows, or more than there is room for.
    pub(super) fn needs_confirmation(&self, estimate: &LoadEstimate) -> bool {
        estimate.rows > MANY_ROWS || estimate.free_bytes.is_some_and(|free| estimate.bytes > free)
    }
}

/// What a load would take, in words.
pub(super) fn in_words(estimate: &LoadEstimate) -> String {
    let time = match estimate.seconds {
        Some(seconds) => t!("about {0}", duration(seconds.max(1.0))),
        None => t!("time not known before a load of 10,000 rows or more"),
    };
    let free = match estimate.free_bytes {
        Some(free) => t!("{0} free", bytes(free as f64)),
        None => t!("its free space is the database's own"),
    };
    t!(
        "{0} {0|row|rows} · about {1} · {2} · {3}",
        grouped(estimate.rows),
        bytes(estimate.bytes as f64),
        time,
        free
    )
}

#[cfg(test)]
mod tests {
    use contract::Check;

    use super::*;
    use crate::workspace::example;

    fn form() -> Form {
        Form { target: Some("shop".to_owned()), ..Form::new(&example(), 0) }
    }

    fn chosen(form: &Form) -> Vec<&str> {
        form.tables.iter().filter(|table| table.is_chosen).map(|table| table.name.as_str()).collect()
    }

    fn answered(level: CheckLevel, rows: u64, bytes: u64, free: Option<u64>) -> Asked {
        let check = Check {
            level,
            code: String::new(),
            table: Some("customer".to_owned()),
            message: label!("is there already").to_owned(),
        };
        let estimate = LoadEstimate { rows, bytes, seconds: None, free_bytes: free };
        Asked::Answered(Preflight { checks: vec![check], estimate })
    }

    #[test]
    fn the_table_that_is_looked_at_is_chosen_with_its_parents() {
        assert_eq!(chosen(&form()), ["customer"]);
        assert_eq!(chosen(&Form::new(&example(), 1)), ["customer", "purchase"]);
        let circle = DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[
                {"name":"a","rows":1,"columns":[{"name":"x","type":"int","gen":{"kind":"foreign_key","table":"b","column":"y"}}]},
                {"name":"b","rows":1,"columns":[{"name":"y","type":"int","gen":{"kind":"foreign_key","table":"a","column":"x"}}]}]}"#,
        );
        assert_eq!(chosen(&Form::new(&circle.unwrap(), 1)), ["a", "b"]);
        assert_eq!(chosen(&Form::new(&DatasetSpec::of(Vec::new()), 0)), [""; 0]);
    }

    #[test]
    fn numbers_are_read_in_every_form_or_refused() {
        let request = Form { chunk_rows: "10k".to_owned(), workers: "2".to_owned(), ..form() }.request();
        let request = request.unwrap().unwrap();
        assert_eq!((request.chunk_rows, request.workers, request.skip_limit), (Some(10_000), Some(2), 0));
        let field = |form: Form| form.request().unwrap_err().field;
        assert_eq!(field(Form { chunk_rows: "many".to_owned(), ..form() }), Field::ChunkRows);
        assert_eq!(field(Form { workers: "0".to_owned(), ..form() }), Field::Workers);
        assert_eq!(field(Form { statement_rows: "1.5".to_owned(), ..form() }), Field::StatementRows);
        assert_eq!(field(Form { skip_limit: "-1".to_owned(), ..form() }), Field::SkipLimit);
        let both = Form { target: Some("shop".to_owned()), ..Form::new(&example(), 1) };
        assert_eq!(field(Form { as_table: "x".to_owned(), ..both }), Field::AsTable);
    }

    #[test]
    fn a_load_starts_when_nothing_speaks_against_it() {
        let fine = answered(CheckLevel::Note, 1_000, 1_000, Some(5_000));
        assert_eq!(form().reason_not_to_start(&fine), None);
        assert!(form().reason_not_to_start(&Asked::Waiting).is_some());
        let reason = |form: Form, asked: &Asked| form.reason_not_to_start(asked).unwrap();
        assert!(reason(Form { target: None, ..form() }, &fine).contains("nowhere"));
        assert!(reason(Form { tables: Vec::new(), ..form() }, &fine).contains("No table"));
        assert!(reason(Form { workers: "x".to_owned(), ..form() }, &fine).contains("1 to 64"));
        assert!(reason(Form { mode: LoadMode::Replace, ..form() }, &fine).contains("say so"));
        let failed = answered(CheckLevel::Error, 1, 1, None);
        assert_eq!(reason(form(), &failed), "The load would fail. customer: is there already");
        assert_eq!(reason(form(), &Asked::Failed("gone".to_owned())), "gone");
    }

    #[test]
    fn very_many_rows_and_a_full_disk_are_confirmed() {
        for asked in [
            answered(CheckLevel::Fine, 1_000_000_000, 1, None),
            answered(CheckLevel::Fine, 1, 6_000, Some(5_000)),
        ] {
            assert!(form().reason_not_to_start(&asked).unwrap().contains("So much"));
            assert_eq!(Form { is_many_meant: true, ..form() }.reason_not_to_start(&asked), None);
        }
    }

    #[test]
    fn what_was_agreed_to_holds_for_no_other_load() {
        let agreed = || Form { is_replacing: true, is_many_meant: true, ..form() };
        let changes: [fn(&mut Form); 4] = [
            |form| form.choose_table(1, true),
            |form| form.choose_all(true),
            |form| form.choose_target("other"),
            |form| form.choose_mode(LoadMode::Replace),
        ];
        for change in changes {
            let mut form = agreed();
            change(&mut form);
            assert!(!form.is_replacing && !form.is_many_meant);
        }
    }

    #[test]
    fn what_a_load_takes_is_said_in_words() {
        let estimate = LoadEstimate {
            rows: 1_000_100_000,
            bytes: 165_000_000_000,
            seconds: Some(4_500.0),
            free_bytes: Some(64_000_000_000),
        };
        assert_eq!(
            in_words(&estimate),
            "1,000,100,000 rows · about 165 GB · about 1 h 15 min · 64.0 GB free"
        );
        let unknown = LoadEstimate { seconds: None, free_bytes: None, ..estimate };
        assert!(in_words(&unknown).contains("time not known"));
    }
}
