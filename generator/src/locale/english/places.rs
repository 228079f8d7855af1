//! Places of the United States as numbers: state, town, street and building are digits, of which everything that is written of a place follows. The states are
//! real, with their ranges of ZIP codes (United States Postal Service, Publication 65), their seats in the House of Representatives of 2022 as
//! weights, and a rectangle that lies inside their borders; the towns are made up.

use std::sync::OnceLock;

use crate::{
    random::mix,
    source::word_list::{self, STREETS, WordList},
};

/// Buildings that a street has for each seat of its state.
pub(crate) const BUILDINGS: u64 = 60;

/// A state.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) time_zone: &'static str,
    /// The number of its first seat among those of all states.
    first_seat: u64,
    /// The first three digits of its ZIP codes, both included.
    zip: (u64, u64),
    /// Millionths of degrees: least and largest latitude, least and largest longitude.
    corners: [i64; 4],
}

/// A place, taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) state: &'static State,
    pub(crate) town: u64,
    street: u64,
    /// From 1 on.
    building: u64,
}

static STATES: &str = include_str!("../../../data/english/states.txt");
static STREET_ENDINGS: WordList = WordList::new("Avenue\nBoulevard\nCourt\nDrive\nLane\nRoad\nStreet\nWay");

fn states() -> &'static [State] {
    static READ: OnceLock<Vec<State>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut first_seat = 0;
        let mut read = |line: &'static str| {
            let mut fields = line.split('|');
            let mut next = || fields.next().unwrap_or_default();
            let (name, code, seats, zip) = (next(), next(), next().parse().unwrap_or(1), next());
            let (least, most) = zip.split_once('-').unwrap_or_default();
            // Degrees have one digit behind the point.
            let corners = [(); 4].map(|()| next().replace('.', "").parse::<i64>().unwrap_or(0) * 100_000);
            first_seat += seats;
            State {
                name,
                code,
                time_zone: next(),
                first_seat: first_seat - seats,
                zip: (least.parse().unwrap_or(0), most.parse().unwrap_or(0)),
                corners,
            }
        };
        STATES.lines().map(&mut read).collect()
    })
}

/// The seats of all states: each is a number of the most significant digit of a place.
pub(crate) const SEATS: u64 = 435;

/// Towns of a state.
pub(crate) fn towns() -> u64 {
    word_list::LAST_NAMES.len() * word_list::CITY_ENDINGS.len()
}

/// Streets of a town.
fn streets() -> u64 {
    STREETS.len() * STREET_ENDINGS.len()
}

/// Numbers of places that are in one town.
pub(crate) fn places_of_a_town() -> u64 {
    streets() * BUILDINGS
}

/// How many places there are, about 150 thousand million.
pub(crate) fn places() -> u128 {
    u128::from(SEATS * towns() * places_of_a_town())
}

/// The state of a seat.
pub(crate) fn state(seat: u64) -> &'static State {
    let states = states();
    let behind = states.partition_point(|state| state.first_seat <= seat);
    &states[behind.saturating_sub(1)]
}

/// The number of a place whose address is as long as any.
pub(crate) fn longest_place() -> u64 {
    let longest = |list: &WordList, other: &WordList| list.longest() * other.len() + other.longest();
    // The last seat of the state that has most, California, and so numbers of four digits.
    let firsts = states().iter().map(|state| state.first_seat).chain([SEATS]).collect::<Vec<_>>();
    let seat = firsts.windows(2).max_by_key(|pair| pair[1] - pair[0]).map_or(0, |pair| pair[1] - 1);
    let town = longest(&word_list::LAST_NAMES, &word_list::CITY_ENDINGS);
    let street = longest(&STREETS, &STREET_ENDINGS);
    ((seat * towns() + town) * streets() + street) * BUILDINGS + BUILDINGS - 1
}

impl Place {
    /// The place of a number below [`places`].
    pub(crate) fn of(number: u64) -> Self {
        let (rest, building) = (number / BUILDINGS, number % BUILDINGS);
        let (rest, street) = (rest / streets(), rest % streets());
        let (seat, town) = (rest / towns(), rest % towns());
        let state = state(seat);
        // Streets of larger states are longer: so no two numbers are the same building.
        Self { state, town, street, building: (seat - state.first_seat) * BUILDINGS + building + 1 }
    }

    /// The place of a number of a state's seat and a town.
    pub(crate) fn of_town(number: u64) -> Self {
        Self::of(number * places_of_a_town())
    }

    /// A number of this town alone, which looks random.
    fn town_number(&self) -> u64 {
        mix(self.town.wrapping_mul(64).wrapping_add(self.state.zip.0))
    }

    /// The ZIP code, of five digits.
    pub(crate) fn postcode(&self) -> u64 {
        let (least, most) = self.state.zip;
        let random = self.town_number();
        (least + random % (most - least + 1)) * 100 + (random >> 32) % 99 + 1
    }

    /// Latitude and longitude in millionths of a degree: the town's, and up to two hundredths beside it.
    pub(crate) fn coordinates(&self) -> (i64, i64) {
        let [south, north, west, east] = self.state.corners;
        let random = self.town_number();
        let within = |least: i64, most: i64, random: u64| least + (random % (most - least) as u64) as i64;
        let beside = mix(self.street.wrapping_mul(8_192).wrapping_add(self.building));
        let offset = |random: u64| (random % 40_001) as i64 - 20_000;
        (
            within(south, north, random & 0xffff_ffff) + offset(beside & 0xffff_ffff),
            within(west, east, random >> 32) + offset(beside >> 32),
        )
    }

    /// `1204 Maple Street`.
    pub(crate) fn write_street(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(itoa::Buffer::new().format(self.building).as_bytes());
        text.push(b' ');
        STREETS.append(self.street / STREET_ENDINGS.len(), text);
        text.push(b' ');
        STREET_ENDINGS.append(self.street % STREET_ENDINGS.len(), text);
    }

    /// `Dawsonwick`.
    pub(crate) fn write_town(&self, text: &mut Vec<u8>) {
        word_list::LAST_NAMES.append(self.town / word_list::CITY_ENDINGS.len(), text);
        word_list::CITY_ENDINGS.append(self.town % word_list::CITY_ENDINGS.len(), text);
    }

    /// `04401`.
    pub(crate) fn write_postcode(&self, text: &mut Vec<u8>) {
        let code = self.postcode();
        text.extend([10_000, 1_000, 100, 10, 1].map(|place| b'0' + (code / place % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seats_of_a_state_have_other_buildings_of_the_same_street() {
        let of_seat = |seat: u64| Place::of(seat * towns() * places_of_a_town());
        let all: std::collections::HashSet<(&str, u64)> =
            (0..SEATS).map(of_seat).map(|place| (place.state.code, place.building)).collect();
        assert_eq!(all.len() as u64, SEATS);
        let longest = (0..SEATS).map(of_seat).map(|place| place.building).max();
        assert_eq!(Place::of(longest_place()).building, longest.unwrap_or(0) + BUILDINGS - 1);
    }
}
