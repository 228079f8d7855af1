//! People of a row as numbers: given name, family name and number of their account as digits; and what is written of them.

use super::{
    WriteText,
    word_list::{FIRST_NAMES, LAST_NAMES},
};
use crate::random::mix;

/// Domains that RFC 2606 reserves: mail to them reaches nobody.
const HOSTS: [&str; 3] = ["example.com", "example.net", "example.org"];
/// Numbers behind a name; 0 is none.
const NUMBERS: u64 = 100_000;

/// Names of accounts such as `mary.smith81`: every combination of names and number once.
#[derive(Debug, Clone)]
pub(crate) struct UserName;

/// Addresses such as `mary.smith81@example.org`: one for each account, at a host that follows from it.
#[derive(Debug, Clone)]
pub(crate) struct Email;

/// How many people have the same name.
pub(crate) const PEOPLE_OF_A_NAME: u64 = NUMBERS;

/// How many have the same given name.
pub(crate) fn people_of_a_first_name() -> u64 {
    PEOPLE_OF_A_NAME * LAST_NAMES.len()
}

/// How many people there are, each with an account and an address: more than 43 thousand million.
pub(crate) fn people() -> u128 {
    u128::from(FIRST_NAMES.len() * LAST_NAMES.len() * NUMBERS)
}

/// Somebody whose account and address are as long as any.
pub(crate) fn longest_person() -> u64 {
    (FIRST_NAMES.longest() * LAST_NAMES.len() + LAST_NAMES.longest()) * NUMBERS + NUMBERS - 1
}

/// Appends the host of an account: the same for the same account.
pub(crate) fn write_host(account: u64, text: &mut Vec<u8>) {
    text.push(b'@');
    text.extend_from_slice(HOSTS[(mix(account) % HOSTS.len() as u64) as usize].as_bytes());
}

impl WriteText for Email {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        UserName.write(index, text);
        write_host(index, text);
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
        assert_eq!(text(4), "aaliyah.acosta4@example.org");
        assert_eq!(text(people() as u64 - 1), "zoey.zuniga99999@example.net");
    }

    #[test]
    fn neighbours_and_far_apart_addresses_differ() {
        let step = (people() / 50_000) as u64;
        let all: std::collections::HashSet<String> =
            (0..50_000).flat_map(|index| [text(index), text(index * step + 60_000)]).collect();
        assert!(all.len() >= 99_990, "{}", all.len());
        assert!(all.iter().all(|other| other.len() <= text(longest_person()).len()));
    }
}
