//! What a load does about a table, from what is found of both: the one place where that is decided, for every database.
//!
//! What is found, all of it read under the load's named lock, in one transaction that keeps every chunk of the load from being
//! committed meanwhile:
//!
//! | state | the target's records | the table |
//! |---|---|---|
//! | absent | nothing | is not there |
//! | foreign | nothing | is there; others made it |
//! | begun | the load, without a committed row | is there, or not yet |
//! | building | the load, without a committed row | is made under another name |
//! | dropped | committed rows | is not there any more |
//! | emptied | committed rows | is there, and has none of them |
//! | partial | some rows committed | has as many |
//! | complete | all rows committed or refused | has as many |
//! | changed | committed rows | has more or fewer, or other columns; or the plan is one of other values |
//!
//! What follows:
//!
//! | state | create | create, again | append | append, again | replace | replace, again |
//! |---|---|---|---|---|---|---|
//! | absent, dropped | make | make | make, note | make, note | build | build |
//! | foreign, empty | use | use | use | use | build | build |
//! | foreign, with rows | `table_exists` | `table_exists` | use | use | build | build |
//! | begun | as absent or foreign | as absent or foreign | as absent or foreign | as absent or foreign | build | build |
//! | building | build | build | build | build | build | build |
//! | emptied | use | use | use | use | build | build |
//! | partial | resume | rebuild | resume | `append_again` | resume | build |
//! | complete | done | rebuild | done | `append_again` | done | build |
//! | changed | says how | rebuild | says how | `append_again` | says how | build |
//!
//! *make*: CREATE TABLE, in its place. *use*: rows go into the table that is there, after it was looked at. *build*: the table is made
//! under another name, and takes the place of the one that is there when all its rows are in and verified; until then that one stays as
//! it is. *rebuild*: build, if the load made the table and all of its rows are the load's; if others made it, and all of its rows are
//! the load's, these are deleted; else `table_exists`, for only `replace` says that rows of others may go. *resume*: go on behind the
//! last committed chunk of every partition. *done*: nothing is left to do but to say so.
//!
//! With `join`, *begun* and *partial* are shared instead with whoever is loading: the execution stays, and nothing is counted.
//!
//! Nothing that was committed is forgotten before what takes its place is there: a kill between any two steps leads to one of these
//! states again.

use contract::LoadMode;

/// What is found of a load and its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Absent,
    /// With so many rows.
    Foreign(u64),
    Begun(Begun),
    Dropped,
    Emptied,
    Partial,
    Complete,
    Changed(Change),
}

/// A load that has no committed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// Its table is not there.
    WithoutTable,
    /// Its table is there, with so many rows, none of which is the load's.
    WithTable(u64),
    /// Its table is made under another name.
    Building,
}

/// How a table or a plan differs from what was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The table has other rows than those that were committed.
    Rows { expected: u64, found: u64 },
    /// The table has other columns.
    Definition,
    /// The plan is of other rows or other values.
    Plan,
}

/// What is known of the table besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ownership {
    /// Whether the load made the table.
    pub(crate) is_created: bool,
    /// Whether every row of the table is the load's.
    pub(crate) is_ours_alone: bool,
    /// Rows of the table.
    pub(crate) rows: u64,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Make the table in its place.
    Make,
    /// Load into the table that is there.
    Use,
    /// Make the table under another name, to take the place of the one that is there.
    Build,
    /// Delete the load's rows, which are all that the table has, and load into it.
    Clear,
    /// Go on behind what is committed.
    Resume,
    /// Nothing is left to do.
    Done,
    /// Take partitions that nobody is at work on.
    Join,
    /// Say why not.
    Refuse(Refusal),
}

/// Why a load is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The table has so many rows, and the mode is not for such.
    TableExists { rows: u64 },
    /// Rows that were appended would be there twice.
    AppendAgain,
    /// Something differs from what was written down.
    Changed(Change),
}

/// What to do in a state. See the table above.
pub(crate) fn decide(
    state: State,
    mode: LoadMode,
    again: bool,
    is_shared: bool,
    ownership: Ownership,
) -> Action {
    use State as S;

    if is_shared && let S::Begun(_) | S::Partial = state {
        return Action::Join;
    }
    match (state, mode) {
        (S::Begun(Begun::Building), _) => Action::Build,
        (S::Absent | S::Dropped | S::Begun(Begun::WithoutTable), LoadMode::Create | LoadMode::Append) => {
            Action::Make
        }
        (S::Foreign(rows) | S::Begun(Begun::WithTable(rows)), LoadMode::Create) if rows > 0 => {
            Action::Refuse(Refusal::TableExists { rows })
        }
        (S::Foreign(_) | S::Begun(Begun::WithTable(_)) | S::Emptied, LoadMode::Create | LoadMode::Append) => {
            Action::Use
        }
        (S::Absent | S::Dropped | S::Foreign(_) | S::Begun(_) | S::Emptied, LoadMode::Replace) => {
            Action::Build
        }
        (S::Partial, _) if !again => Action::Resume,
        (S::Complete, _) if !again => Action::Done,
        (S::Changed(change), _) if !again => Action::Refuse(Refusal::Changed(change)),
        (S::Partial | S::Complete | S::Changed(_), LoadMode::Append) => Action::Refuse(Refusal::AppendAgain),
        (S::Partial | S::Complete | S::Changed(_), LoadMode::Replace) => Action::Build,
        (S::Partial | S::Complete | S::Changed(_), LoadMode::Create) => match ownership {
            Ownership { is_ours_alone: false, rows, .. } => Action::Refuse(Refusal::TableExists { rows }),
            Ownership { is_created: true, .. } => Action::Build,
            Ownership { is_created: false, .. } => Action::Clear,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table above, cell by cell.
    #[test]
    fn every_cell_of_the_table_is_as_it_is_written() {
        let rows = Change::Rows { expected: 9, found: 8 };
        let exists = Action::Refuse(Refusal::TableExists { rows: 7 });
        let again = Action::Refuse(Refusal::AppendAgain);
        let changed = |change| Action::Refuse(Refusal::Changed(change));
        use Action::{Build, Done, Make, Resume, Use};
        for (state, expected) in [
            (State::Absent, [Make, Make, Make, Make, Build, Build]),
            (State::Dropped, [Make, Make, Make, Make, Build, Build]),
            (State::Foreign(0), [Use, Use, Use, Use, Build, Build]),
            (State::Foreign(7), [exists, exists, Use, Use, Build, Build]),
            (State::Begun(Begun::WithoutTable), [Make, Make, Make, Make, Build, Build]),
            (State::Begun(Begun::WithTable(0)), [Use, Use, Use, Use, Build, Build]),
            (State::Begun(Begun::WithTable(7)), [exists, exists, Use, Use, Build, Build]),
            (State::Begun(Begun::Building), [Build; 6]),
            (State::Emptied, [Use, Use, Use, Use, Build, Build]),
            (State::Partial, [Resume, Build, Resume, again, Resume, Build]),
            (State::Complete, [Done, Build, Done, again, Done, Build]),
            (State::Changed(rows), [changed(rows), Build, changed(rows), again, changed(rows), Build]),
            (
                State::Changed(Change::Definition),
                [changed(Change::Definition), Build, changed(Change::Definition), again]
                    .into_iter()
                    .chain([changed(Change::Definition), Build])
                    .collect::<Vec<_>>()
                    .try_into()
                    .unwrap(),
            ),
        ] {
            let columns = [LoadMode::Create, LoadMode::Append, LoadMode::Replace]
                .into_iter()
                .flat_map(|mode| [(mode, false), (mode, true)]);
            let ours = Ownership { is_created: true, is_ours_alone: true, rows: 7 };
            for ((mode, again), expected) in columns.zip(expected) {
                assert_eq!(
                    decide(state, mode, again, false, ours),
                    expected,
                    "{state:?} {mode:?} again: {again}"
                );
            }
        }
    }

    #[test]
    fn rows_of_others_are_taken_away_by_replace_alone() {
        for state in [State::Partial, State::Complete, State::Changed(Change::Plan)] {
            let decide = |is_created, is_ours_alone| {
                let ownership = Ownership { is_created, is_ours_alone, rows: 7 };
                decide(state, LoadMode::Create, true, false, ownership)
            };
            assert_eq!(decide(true, true), Action::Build);
            assert_eq!(decide(false, true), Action::Clear);
            for is_created in [false, true] {
                let exists = Action::Refuse(Refusal::TableExists { rows: 7 });
                assert_eq!(decide(is_created, false), exists);
            }
        }
    }

    #[test]
    fn a_shared_load_is_joined_while_it_is_under_way() {
        let nothing = Ownership { is_created: false, is_ours_alone: false, rows: 0 };
        let decide = |state, mode| decide(state, mode, false, true, nothing);
        for mode in [LoadMode::Create, LoadMode::Append, LoadMode::Replace] {
            assert_eq!(decide(State::Begun(Begun::WithTable(0)), mode), Action::Join);
            assert_eq!(decide(State::Partial, mode), Action::Join);
            assert_eq!(decide(State::Complete, mode), Action::Done);
        }
        assert_eq!(decide(State::Absent, LoadMode::Create), Action::Make);
    }
}
