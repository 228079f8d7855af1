//! What datasets are called in this browser, and which were opened last. A dataset's own name is the hash of its content; these are
//! for people, and stay here.

use super::drafts::{BrowserStorage, Storage};

/// Where the browser keeps them: a line each, the newest first: address, tab, name.
const PLACE: &str = "rowmill:datasets";
/// Datasets that are kept at the most.
const MOST: usize = 100;

/// A dataset that was opened or saved here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its address, `/d/…`.
    pub(crate) address: String,
    /// What it is called; never empty.
    pub(crate) name: String,
}

/// The datasets that were opened or saved in this browser, newest first.
pub(crate) fn known() -> Vec<Known> {
    read(&BrowserStorage)
}

/// What the dataset at an address is called; empty if it has no name.
pub(crate) fn of(address: &str) -> String {
    known().into_iter().find(|known| known.address == address).map(|known| known.name).unwrap_or_default()
}

/// Notes that the dataset at an address is the one in use, by a name for people.
pub(crate) fn keep(address: &str, name: &str) {
    write(&BrowserStorage, address, name);
}

fn read(storage: &impl Storage) -> Vec<Known> {
    let text = storage.read(PLACE).unwrap_or_default();
    let line = |line: &str| {
        let (address, name) = line.split_once('\t')?;
        Some(Known { address: address.to_owned(), name: name.to_owned() })
    };
    text.lines().filter_map(line).collect()
}

fn write(storage: &impl Storage, address: &str, name: &str) {
    // What nobody saved has no address to come back to.
    if !address.starts_with("/d/") {
        return;
    }
    let mut known = read(storage);
    known.retain(|known| known.address != address);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    known.insert(0, Known { address: address.to_owned(), name });
    known.truncate(MOST);
    let lines: Vec<String> = known.iter().map(|known| format!("{}\t{}", known.address, known.name)).collect();
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
        write(&shelf, "/d/1", "shop");
        write(&shelf, "/d/2", "a\tbank\n2");
        write(&shelf, "/d/1", "shop orders");
        write(&shelf, "/", "nothing");
        let known: Vec<(String, String)> =
            read(&shelf).into_iter().map(|known| (known.address, known.name)).collect();
        let expected = [("/d/1", "shop orders"), ("/d/2", "a bank 2")];
        assert_eq!(known, expected.map(|(address, name)| (address.to_owned(), name.to_owned())));
        for number in 0..300 {
            write(&shelf, &format!("/d/{number:03}"), "x");
        }
        assert_eq!(read(&shelf).len(), MOST);
    }
}
