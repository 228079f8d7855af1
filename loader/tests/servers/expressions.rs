//! Expressions mean what PostgreSQL means by them: some thousands of them, made at random, are evaluated by both.

use generator::{Batch, Dataset, DatasetSpec, cell_text};
use scratch_databases::Kind;
use serde_json::{Value, json};

use crate::fixture::{new_database, shared};

/// How many expressions are compared at least.
const COMPARED: usize = 2_500;
const ROWS: usize = 25;

/// The columns that expressions name, and their types.
fn columns() -> Vec<Value> {
    let column = |name: &str, sql_type: &str, generator: Value, share: f64| json!({"name": name, "type": sql_type, "gen": generator, "null": share});
    vec![
        column("id", "bigint", json!({"kind": "sequence"}), 0.0),
        column("i", "bigint", json!({"kind": "integer", "min": -50, "max": 50}), 0.0),
        column("j", "bigint", json!({"kind": "integer", "min": 1, "max": 9}), 0.2),
        column("d", "decimal(10,2)", json!({"kind": "decimal", "min": "-99.99", "max": "99.99"}), 0.0),
        column("e", "decimal(8,4)", json!({"kind": "decimal", "min": "0.5000", "max": "9.9999"}), 0.1),
        column("f", "double", json!({"kind": "double", "min": -5.0, "max": 5.0}), 0.0),
        column(
            "s",
            "varchar(20)",
            json!({"kind": "list", "values": ["apple", "Äpfel", " b%c_", "가나다", "x-y-z", ""]}),
            0.1,
        ),
        column("w", "varchar(40)", json!({"kind": "sentence"}), 0.0),
        column("b", "boolean", json!({"kind": "boolean", "true": 0.5}), 0.2),
        column("day", "date", json!({"kind": "date", "from": "2023-12-15", "to": "2024-03-15"}), 0.0),
        column(
            "at",
            "timestamp(6)",
            json!({"kind": "timestamp", "from": "2023-12-15T00:00:00", "to": "2024-03-15T00:00:00"}),
            0.1,
        ),
    ]
}

fn dataset(expression: Option<(&str, &str)>) -> Result<Dataset, String> {
    let mut columns = columns();
    if let Some((sql, sql_type)) = expression {
        columns.push(json!({"name": "made", "type": sql_type, "gen": {"kind": "expression", "sql": sql}}));
    }
    let spec = json!({"rowmill": 1, "seed": "11", "now": "2025-05-01T12:34:56", "tables": [{"name": "t", "rows": ROWS, "columns": columns}]});
    let spec = DatasetSpec::from_json(&spec.to_string()).map_err(|problems| problems.to_string())?;
    Dataset::compile(&spec).map_err(|problems| problems.to_string())
}

fn values(dataset: &Dataset, column: usize) -> Vec<String> {
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    table.batch(0..ROWS as u64, &mut batch);
    (0..ROWS).map(|row| cell_text(table, &batch, column, row).unwrap_or_else(|| "NULL".to_owned())).collect()
}

/// Types of expressions, and the columns that hold their values.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Integer,
    Decimal,
    Double,
    Text,
    Boolean,
    Date,
    Timestamp,
}

impl Of {
    const ALL: [Self; 7] =
        [Self::Integer, Self::Decimal, Self::Double, Self::Text, Self::Boolean, Self::Date, Self::Timestamp];

    fn sql_type(self) -> &'static str {
        match self {
            Self::Integer => "bigint",
            Self::Decimal => "decimal(30,4)",
            Self::Double => "double",
            Self::Text => "text",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamp => "timestamp(3)",
        }
    }

    fn in_postgres(self) -> &'static str {
        if self == Self::Double { "double precision" } else { self.sql_type() }
    }
}

/// Expressions by chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % bound as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// An expression of a type, with at most so many others inside each other.
    fn make(&mut self, of: Of, depth: usize) -> String {
        if depth == 0 || self.below(8) == 0 {
            return self.leaf(of);
        }
        let any = |chance: &mut Self, of: Of| chance.make(of, depth - 1);
        if self.below(7) == 0 {
            return self.choice(of, depth);
        }
        match of {
            Of::Integer => match self.below(14) {
                0 => format!("({} + {})", any(self, of), any(self, of)),
                1 => format!("({} - {})", any(self, of), any(self, of)),
                2 => format!("({} * {})", any(self, of), self.leaf(of)),
                3 => format!("({} / NULLIF({}, 0))", any(self, of), any(self, of)),
                4 => format!("({} % NULLIF({}, 0))", any(self, of), any(self, of)),
                5 => format!("abs({})", any(self, of)),
                6 => format!("-{}", any(self, of)),
                7 => format!("length({})", any(self, Of::Text)),
                8 => format!("strpos({}, {})", any(self, Of::Text), self.leaf(Of::Text)),
                9 => format!("({} - {})", any(self, Of::Date), any(self, Of::Date)),
                10 => format!("CAST({} AS bigint)", any(self, Of::Decimal)),
                11 => format!("CAST({} AS bigint)", any(self, Of::Double)),
                12 => format!("mod({}, j)", any(self, of)),
                _ => {
                    let field = self.one(&[
                        "year", "month", "day", "week", "quarter", "dow", "isodow", "doy", "hour", "minute",
                        "isoyear",
                    ]);
                    format!("CAST(extract({field} FROM {}) AS bigint)", any(self, Of::Timestamp))
                }
            },
            Of::Decimal => match self.below(11) {
                0 => format!("({} + {})", any(self, of), any(self, of)),
                1 => format!("({} - {})", any(self, of), any(self, Of::Integer)),
                2 => format!("({} * {})", self.leaf(of), self.leaf(of)),
                3 => format!("round({} / e, 2)", self.leaf(of)),
                4 => format!("abs({})", any(self, of)),
                5 => format!("round({}, {})", any(self, of), self.one(&["0", "1", "-1", "3"])),
                6 => format!("trunc({}, {})", any(self, of), self.one(&["0", "1", "-2", "5"])),
                7 => format!("{}({})", self.one(&["ceil", "floor", "sign", "round", "trunc"]), any(self, of)),
                8 => format!("CAST({} AS numeric(20,3))", any(self, Of::Double)),
                9 => format!("({} % NULLIF({}, 0))", any(self, of), self.leaf(of)),
                _ => format!("extract(epoch FROM {})", any(self, Of::Timestamp)),
            },
            Of::Double => match self.below(7) {
                0 => format!("({} + {})", any(self, of), any(self, of)),
                1 => format!("({} - {})", any(self, of), any(self, of)),
                2 => format!("({} * {})", any(self, of), self.leaf(of)),
                3 => format!("abs({})", any(self, of)),
                4 => format!("sqrt(abs({}))", any(self, of)),
                5 => format!("CAST({} AS double precision)", any(self, Of::Decimal)),
                _ => format!("{}({})", self.one(&["ceil", "floor", "round", "trunc"]), any(self, of)),
            },
            Of::Text => match self.below(20) {
                0 => format!("({} || {})", any(self, of), any(self, of)),
                1 => format!("({} || {})", any(self, of), any(self, Of::Integer)),
                2 => format!("upper({})", any(self, of)),
                3 => format!("lower({})", any(self, of)),
                4 => {
                    format!("left({}, {})", any(self, of), self.one(&["3", "0", "-2", "CAST(i AS integer)"]))
                }
                5 => {
                    format!("right({}, {})", any(self, of), self.one(&["3", "0", "-2", "CAST(j AS integer)"]))
                }
                6 => format!(
                    "substring({} FROM {} FOR {})",
                    any(self, of),
                    self.one(&["1", "2", "-1", "CAST(i AS integer)"]),
                    self.one(&["2", "0", "CAST(j AS integer)"])
                ),
                7 => format!("substr({}, {})", any(self, of), self.one(&["1", "3", "CAST(i AS integer)"])),
                8 => format!(
                    "lpad({}, {}, {})",
                    any(self, of),
                    self.one(&["0", "3", "12"]),
                    self.one(&["'*'", "'ab'", "' '"])
                ),
                9 => format!("rpad({}, {})", any(self, of), self.one(&["3", "12"])),
                10 => format!("{}({})", self.one(&["trim", "ltrim", "rtrim"]), any(self, of)),
                11 => format!("btrim({}, {})", any(self, of), self.one(&["'a '", "'-z'"])),
                12 => format!(
                    "replace({}, {}, {})",
                    any(self, of),
                    self.one(&["'a'", "'-'", "''"]),
                    self.one(&["''", "'<>'"])
                ),
                13 => format!("reverse({})", any(self, of)),
                14 => format!(
                    "split_part({}, {}, {})",
                    any(self, of),
                    self.one(&["'-'", "' '", "'the'"]),
                    self.one(&["1", "2", "-1"])
                ),
                15 => format!(
                    "concat({}, {}, {})",
                    any(self, of),
                    self.leaf(Of::Integer),
                    self.leaf(Of::Boolean)
                ),
                16 => format!("concat_ws({}, {}, {})", self.one(&["'/'", "s"]), any(self, of), self.leaf(of)),
                17 => format!(
                    "CAST({} AS text)",
                    any(self, *[Of::Integer, Of::Date, Of::Timestamp, Of::Boolean].get(depth % 4).unwrap())
                ),
                18 => {
                    let pattern = self.one(&[
                        "'YYYY-MM-DD'",
                        "'YYMMDD HH24:MI:SS'",
                        "'Mon DD, YYYY'",
                        "'Dy HH12.MS'",
                        "'DDD \"of\" Q IW'",
                        "'US'",
                    ]);
                    format!("to_char({}, {pattern})", any(self, Of::Timestamp))
                }
                _ => format!("CAST({} AS varchar(4))", any(self, of)),
            },
            Of::Boolean => match self.below(12) {
                0 => format!("({} AND {})", any(self, of), any(self, of)),
                1 => format!("({} OR {})", any(self, of), any(self, of)),
                2 => format!("(NOT {})", any(self, of)),
                3 => format!("({} {} IS NULL)", self.leaf(Of::Integer), self.one(&["+ j", "- id"])),
                4 => format!("({} IS NOT NULL)", any(self, Of::Text)),
                5 => format!(
                    "({} LIKE {})",
                    any(self, Of::Text),
                    self.one(&["'%a%'", "'_p%'", r"'% b\%%'", "'가__'", "'%'"])
                ),
                6 => format!(
                    "({} NOT ILIKE {})",
                    any(self, Of::Text),
                    self.one(&["'%A%'", "'äp%'", "'X-_-%'"])
                ),
                7 => format!(
                    "({} BETWEEN {} AND {})",
                    any(self, Of::Integer),
                    self.leaf(Of::Integer),
                    self.leaf(Of::Integer)
                ),
                8 => format!(
                    "({} IN ({}, {}, NULL))",
                    self.leaf(Of::Text),
                    self.leaf(Of::Text),
                    self.leaf(Of::Text)
                ),
                9 => format!("({} IS {} TRUE)", any(self, of), self.one(&["", "NOT"])),
                10 => {
                    let of = Of::ALL[self.below(7)];
                    format!("({} IS DISTINCT FROM {})", any(self, of), self.leaf(of))
                }
                _ => {
                    let of = Of::ALL[self.below(7)];
                    format!(
                        "({} {} {})",
                        any(self, of),
                        self.one(&["=", "<>", "<", "<=", ">", ">="]),
                        any(self, of)
                    )
                }
            },
            Of::Date => match self.below(5) {
                0 => format!("({} + {})", any(self, of), self.one(&["1", "CAST(j AS integer)", "30"])),
                1 => format!("({} - 1)", any(self, of)),
                2 => format!("CAST({} AS date)", any(self, Of::Timestamp)),
                3 => format!(
                    "make_date({}, {}, {})",
                    self.one(&["2024", "1999"]),
                    self.one(&["1", "12"]),
                    self.one(&["1", "28"])
                ),
                _ => self.leaf(of),
            },
            Of::Timestamp => match self.below(6) {
                0 => format!("({} + {})", any(self, of), self.interval()),
                1 => format!("({} - {})", any(self, of), self.interval()),
                2 => format!("({} + {})", any(self, Of::Date), self.interval()),
                3 => {
                    let unit =
                        self.one(&["year", "quarter", "month", "week", "day", "hour", "minute", "second"]);
                    format!("date_trunc('{unit}', {})", any(self, of))
                }
                4 => format!("({} + ({} - {}))", self.leaf(of), self.leaf(of), self.leaf(of)),
                _ => format!("CAST({} AS timestamp)", any(self, Of::Date)),
            },
        }
    }

    /// What any type can be.
    fn choice(&mut self, of: Of, depth: usize) -> String {
        let (one, other) = (self.make(of, depth - 1), self.make(of, depth - 1));
        match self.below(6) {
            0 => format!("CASE WHEN {} THEN {one} ELSE {other} END", self.make(Of::Boolean, depth - 1)),
            1 => format!("CASE WHEN {} THEN {one} END", self.make(Of::Boolean, depth - 1)),
            2 => format!("coalesce({one}, {other})"),
            3 => format!("NULLIF({one}, {other})"),
            4 => format!("greatest({one}, {other})"),
            _ => format!("least({one}, {other}, NULL)"),
        }
    }

    fn interval(&mut self) -> String {
        let span = self.one(&[
            "1 month",
            "1 year 2 months -3 days",
            "36 hours",
            "15 minutes",
            "-1 day",
            "00:00:01.5",
            "1 week",
        ]);
        if self.below(4) == 0 {
            format!("INTERVAL '{span}' * CAST(j AS integer)")
        } else {
            format!("INTERVAL '{span}'")
        }
    }

    fn leaf(&mut self, of: Of) -> String {
        self.one(match of {
            Of::Integer => &["i", "j", "id", "CAST(3 AS bigint)", "CAST(-7 AS bigint)"],
            Of::Decimal => &["d", "e", "2.5", "-0.25"],
            Of::Double => &["f", "CAST('0.5' AS double precision)", "CAST('2' AS double precision)"],
            Of::Text => &["s", "w", "'a'", "'x-y'", "'가'"],
            Of::Boolean => &["b", "TRUE", "FALSE", "(i > 0)"],
            Of::Date => &["day", "DATE '2024-02-29'"],
            Of::Timestamp => &["at", "TIMESTAMP '2024-01-31 23:59:59.999'"],
        })
        .to_owned()
    }
}

/// Texts that stand for one value are the same: zeros at the end of a fraction do not count.
fn is_same(of: Of, ours: &str, theirs: &str) -> bool {
    let short = |text: &str| {
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    match of {
        Of::Double => match (ours.parse::<f64>(), theirs.parse::<f64>()) {
            (Ok(ours), Ok(theirs)) => (ours - theirs).abs() <= 1e-12 * ours.abs().max(1.0),
            _ => ours == theirs,
        },
        Of::Timestamp | Of::Decimal => short(ours) == short(theirs),
        _ => ours == theirs,
    }
}

#[test]
fn expressions_mean_what_postgresql_means() {
    let server = shared(Kind::Postgres);
    let database = new_database(server);
    let base = dataset(None).unwrap();
    let mut script = "CREATE TABLE t (id bigint, i bigint, j bigint, d decimal(10,2), e decimal(8,4), f double precision, s varchar(20) COLLATE \"C.utf8\",
         w varchar(40) COLLATE \"C.utf8\", b boolean, day date, at timestamp(6));
        CREATE FUNCTION attempt(query text) RETURNS text LANGUAGE plpgsql AS $$
          DECLARE made text; BEGIN EXECUTE query INTO made; RETURN made; EXCEPTION WHEN others THEN RETURN 'ERROR ' || SQLERRM; END $$;\n"
        .to_owned();
    let all: Vec<Vec<String>> = (0..11).map(|column| values(&base, column)).collect();
    for row in 0..ROWS {
        let cells = all.iter().map(|column| match column[row].as_str() {
            "NULL" => "NULL".to_owned(),
            text => format!("'{}'", text.replace('\'', "''")),
        });
        script.push_str(&format!("INSERT INTO t VALUES ({});\n", cells.collect::<Vec<_>>().join(", ")));
    }
    server.run_sql(&database, &script).unwrap();
    let mut chance = Chance(20_261_201);
    let mut queries: Vec<String> = Vec::new();
    let mut compared = Vec::new();
    let mut refused = 0;
    while compared.len() < COMPARED {
        let of = Of::ALL[chance.below(7)];
        let sql = chance.make(of, 3);
        match dataset(Some((&sql, of.sql_type()))) {
            Ok(dataset) => {
                // A line a query: newlines in values become something else on both sides.
                queries.push(format!(
                    "SELECT attempt($e$SELECT string_agg(coalesce(CAST({sql} AS {})::text, 'NULL'), '|' ORDER BY id) FROM t$e$);\n",
                    of.in_postgres()
                ));
                compared.push((sql, of, values(&dataset, 11)));
            }
            Err(problem) => {
                refused += 1;
                assert!(problem.contains("gen.sql"), "{sql}: {problem}");
                assert!(refused < COMPARED, "too many are refused, such as {sql}: {problem}");
            }
        }
    }
    let printed: String =
        queries.chunks(20).map(|queries| server.run_sql(&database, &queries.concat()).unwrap()).collect();
    let answers: Vec<&str> = printed.lines().collect();
    assert_eq!(answers.len(), compared.len(), "{printed}");
    let mut wrong = Vec::new();
    for ((sql, of, ours), theirs) in compared.iter().zip(answers) {
        let theirs: Vec<&str> = theirs.split('|').collect();
        let is_right = theirs.len() == ours.len()
            && ours.iter().zip(&theirs).all(|(ours, theirs)| is_same(*of, ours, theirs));
        if !is_right {
            let row =
                ours.iter().zip(&theirs).position(|(ours, theirs)| !is_same(*of, ours, theirs)).unwrap_or(0);
            wrong.push(format!(
                "{sql}\n   row {row}: {} and in PostgreSQL {}",
                ours[row],
                theirs.get(row).unwrap_or(&"nothing")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        compared.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
    println!("{} expressions are the same, {refused} were refused", compared.len());
}
