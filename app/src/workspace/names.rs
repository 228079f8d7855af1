//! What datasets are called in this browser, and which were opened last. A dataset's own name is the hash of its content; these are
//! for people, and stay here.

use super::drafts::{BrowserStorage, Storage};

/// Where the browser keeps them: a line each, the newest first: address, tab, given name, tab, tables.
const PLACE: &str = "rowmill:datasets";
/// Datasets that are kept at the most.
const MOST: usize = 100;

/// A dataset that was opened or saved here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its address, `/d/…`.
    pub(crate) address: String,
    /// The name that somebody gave it; empty if nobody did.
    pub(crate) name: String,
    /// Its tables, for who looks for one without a name.
    pub(crate) tables: String,
}

/// The datasets that were opened or saved in this browser, newest first.
pub(crate) fn known() -> Vec<Known> {
    read(&BrowserStorage)
}

/// What the dataset at an address is called; empty if it has no name.
pub(crate) fn of(address: &str) -> String {
    known().into_iter().find(|known| known.address == address).map(|known| known.name).unwrap_or_default()
}

/// Notes that the dataset at an address is the one in use, by the name that it was given and its tables.
pub(crate) fn keep(address: &str, name: &str, tables: &str) {
    write(&BrowserStorage, address, name, tables);
}

fn read(storage: &impl Storage) -> Vec<Known> {
    let text = storage.read(PLACE).unwrap_or_default();
    let line = |line: &str| {
        let (address, rest) = line.split_once('\t')?;
        let (name, tables) = rest.split_once('\t').unwrap_or((rest, ""));
        Some(Known { address: address.to_owned(), name: name.to_owned(), tables: tables.to_owned() })
    };
    text.lines().filter_map(line).collect()
}

fn write(storage: &impl Storage, address: &str, name: &str, tables: &str) {
    // What nobody saved has no address to come back to.
    if !address.starts_with("/d/") {
        return;
    }
    let mut known = read(storage);
    known.retain(|known| known.address != address);
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, tables) = (one_line(name), one_line(tables));
    known.insert(0, Known { address: address.to_owned(), name, tables });
    known.truncate(MOST);
    let line = |known: &Known| format!("{}\t{}\t{}", known.address, known.name, known.tables);
    let lines: Vec<String> = known.iter().map(line).collect();
    // A browser that keeps nothing has no names.
    let _ = storage.write(PLACE, &lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::drafts::tests::Shelf;

    #[test]
    fn the_last_one_used_comes_first_and_keeps_its_name() {
        let shelf = Shelf::default();
        write(&shelf, "/d/1", "shop", "a, b");
        write(&shelf, "/d/2", "a\tbank\n2", "");
        write(&shelf, "/d/1", "shop orders", "a, b");
        write(&shelf, "/", "nothing", "");
        let known: Vec<(String, String, String)> =
            read(&shelf).into_iter().map(|known| (known.address, known.name, known.tables)).collect();
        let expected = [("/d/1", "shop orders", "a, b"), ("/d/2", "a bank 2", "")];
        let owned = |text: &str| text.to_owned();
        assert_eq!(
            known,
            expected.map(|(address, name, tables)| (owned(address), owned(name), owned(tables)))
        );
        for number in 0..300 {
            write(&shelf, &format!("/d/{number:03}"), "x", "");
        }
        assert_eq!(read(&shelf).len(), MOST);
    }
}
