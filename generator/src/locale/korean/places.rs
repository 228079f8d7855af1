//! Places of Korea as numbers: town, street, side street and building are digits, of which everything that is written of a place follows. Provinces, cities and districts
//! are real, by their names since 2024, with the first three digits of their postcodes (Korea Post, basic district numbers of 2015), where they lie,
//! and their population in parts of about 100,000 as weights; the streets are made up.

use std::sync::OnceLock;

use super::ROADS;
use crate::{
    column::Longest,
    kinds::{PLACE, degrees, texts, texts_up_to},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::mix,
    source::{Texts, WriteText, Written, write_digits},
};

/// Numbers of all towns.
const WEIGHTS: u64 = 445;
/// Side streets of a street, of which one is the street itself.
const SIDE_STREETS: u64 = 40;
/// Buildings of a street for each number of its town.
const BUILDINGS: u64 = 60;

struct Town {
    province: &'static str,
    name: &'static str,
    /// The first three digits of its postcodes, both included.
    postcodes: (u64, u64),
    /// Thousandths of degrees.
    latitude: i64,
    longitude: i64,
    first: u64,
}

fn towns() -> &'static [Town] {
    static READ: OnceLock<Vec<Town>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut first = 0;
        let read = include_str!("../../../data/korean/towns.txt").lines().map(|line| {
            let mut fields = line.split('|');
            let mut next = || fields.next().unwrap_or_default();
            let (province, name) = (next(), next());
            let (least, most) = next().split_once('-').unwrap_or_default();
            let mut degrees = || next().replace('.', "").parse().unwrap_or(0);
            let (latitude, longitude) = (degrees(), degrees());
            let weight: u64 = next().parse().unwrap_or(1);
            first += weight;
            let postcodes = (least.parse().unwrap_or(0), most.parse().unwrap_or(0));
            Town { province, name, postcodes, latitude, longitude, first: first - weight }
        });
        read.collect()
    })
}

/// A place, taken apart.
struct Place {
    town: &'static Town,
    road: u64,
    side_street: u64,
    /// From 1 on.
    building: u64,
}

/// Numbers of places of one number of a town.
fn places_of_a_number() -> u64 {
    ROADS.len() * SIDE_STREETS * BUILDINGS
}

fn places() -> u64 {
    WEIGHTS * places_of_a_number()
}

impl Place {
    fn of(number: u64) -> Self {
        let (rest, building) = (number / BUILDINGS, number % BUILDINGS);
        let (rest, side_street) = (rest / SIDE_STREETS, rest % SIDE_STREETS);
        let (weight, road) = (rest / ROADS.len(), rest % ROADS.len());
        let towns = towns();
        let town = &towns[towns.partition_point(|town| town.first <= weight).saturating_sub(1)];
        // Streets of larger towns are longer: so no two numbers are the same building.
        Self { town, road, side_street, building: (weight - town.first) * BUILDINGS + building + 1 }
    }

    fn of_town(weight: u64) -> Self {
        Self::of(weight * places_of_a_number())
    }

    /// A number of the street alone, which looks random.
    fn street_number(&self) -> u64 {
        mix((self.town.first * 128 + self.road) * 64 + self.side_street)
    }

    fn write_postcode(&self, text: &mut Vec<u8>) {
        let (least, most) = self.town.postcodes;
        let random = self.street_number();
        write_digits((least + random % (most - least + 1)) * 100 + (random >> 32) % 100, 5, text);
    }

    /// `중앙로12길 34`.
    fn write_street(&self, text: &mut Vec<u8>) {
        ROADS.append(self.road, text);
        let mut digits = itoa::Buffer::new();
        if self.side_street > 0 {
            text.extend_from_slice(digits.format(self.side_street).as_bytes());
            text.extend_from_slice("길".as_bytes());
        }
        text.push(b' ');
        text.extend_from_slice(digits.format(self.building).as_bytes());
    }

    fn write_town(&self, text: &mut Vec<u8>) {
        // Sejong has no districts, and is its own city.
        let name = if self.town.name.is_empty() { self.town.province } else { self.town.name };
        text.extend_from_slice(name.as_bytes());
    }

    fn write_address(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(self.town.province.as_bytes());
        text.push(b' ');
        if !self.town.name.is_empty() {
            text.extend_from_slice(self.town.name.as_bytes());
            text.push(b' ');
        }
        self.write_street(text);
    }
}

fn of_place(drafting: &Drafting<'_>, draft: Draft, divisor: u64) -> Draft {
    drafting.share(draft, PLACE.name, "place in Korea", places().into(), divisor)
}

/// Characters of a street and a building that no others are longer than: `은행나무로39길 720`.
fn longest_street() -> usize {
    let road = (0..ROADS.len()).map(|road| ROADS.get(road).chars().count()).max().unwrap_or(0);
    let towns = towns();
    let ends = towns.iter().skip(1).map(|town| town.first).chain([WEIGHTS]);
    let weight = towns.iter().zip(ends).map(|(town, end)| end - town.first).max().unwrap_or(1);
    road + "39길 ".chars().count() + (weight * BUILDINGS).to_string().len()
}

/// Characters of a province and a town, with a space behind each.
fn longest_town() -> usize {
    towns()
        .iter()
        .map(|town| town.province.chars().count() + town.name.chars().count() + 2)
        .max()
        .unwrap_or(0)
}

pub(super) fn city(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts_up_to(7, |weight, text| Place::of_town(weight).write_town(text), WEIGHTS);
    Ok(of_place(drafting, draft.repeating("towns come by their population"), places_of_a_number()))
}

/// The short names of provinces, as most lists have them.
const SHORT: [(&str, &str); 7] = [
    ("충청북도", "충북"),
    ("충청남도", "충남"),
    ("전라남도", "전남"),
    ("경상북도", "경북"),
    ("경상남도", "경남"),
    ("전북특별자치도", "전북"),
    ("강원특별자치도", "강원"),
];

/// Names of provinces, whole or short.
#[derive(Debug)]
struct Region {
    is_short: bool,
}

impl WriteText for Region {
    fn write(&self, weight: u64, text: &mut Vec<u8>) {
        let name = Place::of_town(weight).town.province;
        let known = SHORT.iter().find(|(long, _)| *long == name).map(|(_, short)| *short);
        let two = name.char_indices().nth(2).map_or(name, |(end, _)| &name[..end]);
        text.extend_from_slice(if self.is_short { known.unwrap_or(two) } else { name }.as_bytes());
    }
}

pub(super) fn region(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let is_short = drafting.generator.text("form") == Some("code");
    let chars = if is_short { 2 } else { 7 };
    let extremes = Extremes::Text(Longest { chars, bytes: chars * 3 });
    let draft =
        Draft::uniform(Texts(Region { is_short }), crate::batch::ValueKind::Text, WEIGHTS.into(), extremes);
    Ok(of_place(drafting, draft.repeating("provinces come by their population"), places_of_a_number()))
}

pub(super) fn postcode(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts(
        Written(|street, text| Place::of(street * BUILDINGS).write_postcode(text)),
        (places() / BUILDINGS).into(),
        &[0],
    );
    Ok(of_place(drafting, draft.repeating("streets may have the same postcode"), BUILDINGS))
}

pub(super) fn street_address(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts_up_to(longest_street(), |place, text| Place::of(place).write_street(text), places());
    Ok(of_place(drafting, draft.repeating("towns have streets of the same name"), 1))
}

pub(super) fn address(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    Ok(of_place(
        drafting,
        texts_up_to(
            longest_town() + longest_street(),
            |place, text| Place::of(place).write_address(text),
            places(),
        ),
        1,
    ))
}

pub(super) fn time_zone(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts_up_to(10, |_, text| text.extend_from_slice(b"Asia/Seoul"), WEIGHTS);
    Ok(of_place(drafting, draft.repeating("Korea has one time zone"), places_of_a_number()))
}

/// The town's middle, and up to two hundredths of a degree beside it.
fn beside(number: u64, middle: fn(&Town) -> i64, salt: u64) -> i64 {
    let place = Place::of(number);
    middle(place.town) * 1_000 + (mix(place.street_number() ^ salt ^ place.building) % 40_001) as i64 - 20_000
}

pub(super) fn latitude(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let of = |number| beside(number, |town| town.latitude, 1 << 20);
    let draft = degrees(drafting, places().into(), (-90_000_000, 90_000_000), of)?;
    Ok(of_place(drafting, draft, 1))
}

pub(super) fn longitude(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let of = |number| beside(number, |town| town.longitude, 1 << 21);
    let draft = degrees(drafting, places().into(), (-180_000_000, 180_000_000), of)?;
    Ok(of_place(drafting, draft, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_the_towns_are_all_numbers() {
        let towns = towns();
        assert_eq!(towns.last().unwrap().first + 2, WEIGHTS, "Seogwipo, the last, has two");
        assert!(towns.iter().all(|town| town.postcodes.0 <= town.postcodes.1
            && town.latitude > 33_000
            && town.longitude > 126_000));
    }
}
