//! People of a row as numbers: given name, family name, number and host of their address as digits; and what is written of them.

use super::{
    WriteText,
    word_list::{FIRST_NAMES, LAST_NAMES},
};

/// Domains that RFC 2606 reserves: mail to them reaches nobody.
const HOSTS: [&str; 3] = ["example.com", "example.net", "example.org"];
/// Numbers behind a name; 0 is none.
const NUMBERS: u64 = 10_000;

/// Addresses such as `mary.smith81@example.org`: every combination of names, number and host once.
#[derive(Debug, Clone)]
pub(crate) struct Email;

/// What stands before the `@` of an address.
#[derive(Debug, Clone)]
pub(crate) struct UserName;

/// How many people share a number and the digits above it.
pub(crate) const PEOPLE_OF_A_USER_NAME: u64 = HOSTS.len() as u64;
/// How many have the same name.
pub(crate) const PEOPLE_OF_A_NAME: u64 = NUMBERS * PEOPLE_OF_A_USER_NAME;

/// How many have the same given name.
pub(crate) fn people_of_a_first_name() -> u64 {
    PEOPLE_OF_A_NAME * LAST_NAMES.len()
}

impl Email {
    /// How many addresses, and people, there are: more than 13 thousand million.
    pub(crate) fn count() -> u128 {
        u128::from(FIRST_NAMES.len() * LAST_NAMES.len() * NUMBERS) * HOSTS.len() as u128
    }

    /// The index of an address that no other is longer than.
    pub(crate) fn longest() -> u64 {
        let names = FIRST_NAMES.longest() * LAST_NAMES.len() + LAST_NAMES.longest();
        (names * NUMBERS + NUMBERS - 1) * HOSTS.len() as u64
    }
}

impl UserName {
    /// How many there are.
    pub(crate) fn count() -> u128 {
        u128::from(FIRST_NAMES.len() * LAST_NAMES.len() * NUMBERS)
    }

    /// The index of one that no other is longer than.
    pub(crate) fn longest() -> u64 {
        Email::longest() / PEOPLE_OF_A_USER_NAME
    }
}

impl WriteText for Email {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        UserName.write(index / PEOPLE_OF_A_USER_NAME, text);
        text.push(b'@');
        text.extend_from_slice(HOSTS[(index % PEOPLE_OF_A_USER_NAME) as usize].as_bytes());
    }
}

impl WriteText for UserName {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let (rest, number) = (index / NUMBERS, index % NUMBERS);
        let (first, last) = (rest / LAST_NAMES.len(), rest % LAST_NAMES.len());
        let start = text.len();
        FIRST_NAMES.append(first, text);
        text.push(b'.');
        LAST_NAMES.append(last, text);
        text[start..].make_ascii_lowercase();
        if number > 0 {
            text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(index: u64) -> String {
        let mut text = Vec::new();
        Email.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn value_stability() {
        assert_eq!(text(0), "aaliyah.acosta@example.com");
        assert_eq!(text(4), "aaliyah.acosta1@example.net");
        assert_eq!(text(Email::count() as u64 - 1), "zoey.zuniga9999@example.org");
    }

    #[test]
    fn neighbours_and_far_apart_addresses_differ() {
        let step = (Email::count() / 50_000) as u64;
        let all: std::collections::HashSet<String> =
            (0..50_000).flat_map(|index| [text(index), text(index * step + 60_000)]).collect();
        assert!(all.len() >= 99_990, "{}", all.len());
        assert!(all.iter().all(|other| other.len() <= text(Email::longest()).len()));
    }
}
