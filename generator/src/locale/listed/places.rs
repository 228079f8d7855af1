//! Places as numbers: town, street, block and building are digits, of which everything that is written of a place follows. Towns are real, with the first
//! digits of their postcodes, where they lie, and their population as weights; streets are names that many towns have.

use super::{Listed, Lists, Sections, longest, push, write_form};
use crate::{
    batch::ValueKind,
    column::Longest,
    kinds::{PLACE, degrees_by},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::mix,
    source::{Texts, WriteText, write_digits},
};

/// Buildings of a street for each number of its town.
const BUILDINGS: u64 = 24;
/// Blocks of a quarter, where addresses have them.
const BLOCKS: u64 = 8;

#[derive(Debug)]
struct Town {
    name: &'static str,
    region: &'static str,
    code: &'static str,
    /// The first digits of its postcodes, both included, and how many digits these are.
    postcodes: (u64, u64, usize),
    /// Hundredths of degrees.
    latitude: i64,
    longitude: i64,
    first: u64,
}

/// The towns and streets of a country.
#[derive(Debug)]
pub(super) struct Towns {
    towns: Vec<Town>,
    weights: u64,
    roads: Vec<&'static str>,
    blocks: u64,
    /// A hyphen before the digits behind those of the town, and how many these are.
    postcode: (bool, usize),
}

impl Towns {
    pub(super) fn read(sections: &Sections) -> Self {
        let mut weights = 0;
        let town = |line: &&'static str| {
            let mut fields = line.split('|');
            let mut next = || fields.next().unwrap_or_default();
            let (name, region, code) = (next(), next(), next());
            let (least, most) = next().split_once('-').unwrap_or_default();
            let mut degrees = || next().replace('.', "").parse().unwrap_or(0);
            let (latitude, longitude) = (degrees(), degrees());
            let weight: u64 = next().parse().unwrap_or(1);
            weights += weight;
            let postcodes = (least.parse().unwrap_or(0), most.parse().unwrap_or(0), least.len());
            Town { name, region, code, postcodes, latitude, longitude, first: weights - weight }
        };
        let towns = sections.lines("towns").iter().map(town).collect();
        let postcode = sections.form("postcode");
        let digits = postcode.trim_start_matches('-').parse().unwrap_or(0);
        Self {
            towns,
            weights,
            roads: sections.words("roads"),
            blocks: if sections.form("street").contains("{block}") { BLOCKS } else { 1 },
            postcode: (postcode.starts_with('-'), digits),
        }
    }

    /// Places of one number of a town.
    fn of_a_number(&self) -> u64 {
        self.roads.len() as u64 * self.blocks * BUILDINGS
    }

    fn places(&self) -> u64 {
        self.weights * self.of_a_number()
    }

    /// The largest number of a building.
    fn last_building(&self) -> u64 {
        let ends = self.towns.iter().skip(1).map(|town| town.first).chain([self.weights]);
        self.towns.iter().zip(ends).map(|(town, end)| (end - town.first) * BUILDINGS).max().unwrap_or(1)
    }
}

/// A place, taken apart.
struct Place<'a> {
    towns: &'a Towns,
    town: &'a Town,
    road: u64,
    /// From 1 on.
    block: u64,
    building: u64,
}

impl<'a> Place<'a> {
    fn of(towns: &'a Towns, number: u64) -> Self {
        let (rest, building) = (number / BUILDINGS, number % BUILDINGS);
        let (rest, block) = (rest / towns.blocks, rest % towns.blocks);
        let (weight, road) = (rest / towns.roads.len() as u64, rest % towns.roads.len() as u64);
        let town = &towns.towns[towns.towns.partition_point(|town| town.first <= weight).saturating_sub(1)];
        // Streets of larger towns are longer: so no two numbers are the same building.
        Self {
            towns,
            town,
            road,
            block: block + 1,
            building: (weight - town.first) * BUILDINGS + building + 1,
        }
    }

    /// A number of the street alone, which looks random.
    fn street_number(&self) -> u64 {
        mix((self.town.first * 256 + self.road) * 16 + self.block)
    }

    fn write_postcode(&self, text: &mut Vec<u8>) {
        let (least, most, digits) = self.town.postcodes;
        let random = self.street_number();
        write_digits(least + random % (most - least + 1), digits, text);
        let (has_hyphen, digits) = self.towns.postcode;
        if has_hyphen {
            text.push(b'-');
        }
        let count = 10_u64.pow(digits as u32) - 1;
        write_digits((random >> 32) % count + 1, digits, text);
    }

    /// The province; a city that is one stands for itself.
    fn region(&self) -> &'static str {
        match self.town.region {
            "" => self
                .town
                .name
                .find('市')
                .map_or(self.town.name, |end| &self.town.name[..end + '市'.len_utf8()]),
            region => region,
        }
    }

    fn write_street(&self, form: &str, text: &mut Vec<u8>) {
        write_form(form, text, |name, text| match name {
            "road" => push(text, self.towns.roads[self.road as usize]),
            "block" => push(text, itoa::Buffer::new().format(self.block)),
            _ => push(text, itoa::Buffer::new().format(self.building)),
        });
    }
}

/// What is written of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    City,
    Region,
    RegionCode,
    Postcode,
    Street,
    Address,
}

/// What is written of the places of a language. The index leaves out the digits that the part does not look at.
#[derive(Debug)]
struct Places {
    listed: &'static Listed,
    part: Part,
    divisor: u64,
}

impl WriteText for Places {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let Lists { places, sections, .. } = self.listed.lists();
        let place = Place::of(places, index * self.divisor);
        match self.part {
            Part::City => push(text, place.town.name),
            Part::Region => push(text, place.region()),
            Part::RegionCode => push(text, place.town.code),
            Part::Postcode => place.write_postcode(text),
            Part::Street => place.write_street(sections.form("street"), text),
            Part::Address => write_form(sections.form("address"), text, |name, text| match name {
                "street" => place.write_street(sections.form("street"), text),
                "postcode" => place.write_postcode(text),
                "town" => push(text, place.town.name),
                // Cities that are provinces have their name in that of the town.
                _ => push(text, place.town.region),
            }),
        }
    }
}

/// How the language makes what belongs to places; `None` of other kinds.
pub(super) fn draft(
    listed: &'static Listed,
    kind: &str,
    drafting: &mut Drafting<'_>,
) -> Option<Drafted<Draft>> {
    let Lists { places, sections, .. } = listed.lists();
    let part = match kind {
        "city" => Part::City,
        "region" if drafting.generator.text("form") == Some("code") => Part::RegionCode,
        "region" => Part::Region,
        "postcode" => Part::Postcode,
        "street_address" => Part::Street,
        "address" => Part::Address,
        "time_zone" => return Some(Ok(time_zone(listed, drafting))),
        "latitude" => return Some(coordinate(listed, drafting, true)),
        "longitude" => return Some(coordinate(listed, drafting, false)),
        _ => return None,
    };
    // A form with everything in it that is as long as any; braces count as what they stand for.
    let names = |read: fn(&Town) -> &'static str| longest(places.towns.iter().map(read));
    let postcode = places.towns.first().map_or(0, |town| town.postcodes.2)
        + usize::from(places.postcode.0)
        + places.postcode.1;
    let form = |name: &str| longest([sections.form(name)]);
    let street = Longest::sum(&[
        form("street"),
        longest(places.roads.iter().copied()),
        Longest::ascii(places.last_building().to_string().len()),
    ]);
    let region = names(|town| town.region);
    let (divisor, length, repeats) = match part {
        Part::City => (places.of_a_number(), names(|town| town.name), Some("towns come by their population")),
        Part::Region => {
            let own =
                longest(places.towns.iter().filter(|town| town.region.is_empty()).map(|town| town.name));
            let length = region.or_longer(own);
            (places.of_a_number(), length, Some("provinces come by their population"))
        }
        Part::RegionCode => {
            (places.of_a_number(), names(|town| town.code), Some("provinces come by their population"))
        }
        Part::Postcode => (BUILDINGS, Longest::ascii(postcode), Some("streets may have the same postcode")),
        Part::Street => (1, street, Some("towns have streets of the same name")),
        Part::Address => (
            1,
            Longest::sum(&[
                form("address"),
                street,
                Longest::ascii(postcode),
                names(|town| town.name),
                region,
            ]),
            None,
        ),
    };
    let len = places.places() / divisor;
    let source = Texts(Places { listed, part, divisor });
    let draft = Draft::uniform(source, ValueKind::Text, len.into(), Extremes::Text(length));
    let draft = match repeats {
        Some(reason) => draft.repeating(reason),
        None => draft,
    };
    Some(Ok(of_place(listed, drafting, draft, divisor)))
}

fn of_place(listed: &'static Listed, drafting: &Drafting<'_>, draft: Draft, divisor: u64) -> Draft {
    drafting.share(draft, PLACE.name, listed.place, listed.lists().places.places().into(), divisor)
}

/// Time zones of towns, by their numbers.
#[derive(Debug)]
struct Zones(&'static Listed);

impl WriteText for Zones {
    fn write(&self, weight: u64, text: &mut Vec<u8>) {
        let Lists { places, sections, .. } = self.0.lists();
        let town = Place::of(places, weight * places.of_a_number()).town;
        // Islands far away have one of their own.
        let own = sections.forms("time_zone_of").filter_map(|form| form.split_once('|'));
        let own = own.into_iter().find(|(region, _)| *region == town.region).map(|(_, zone)| zone);
        push(text, own.unwrap_or_else(|| sections.form("time_zone")));
    }
}

fn time_zone(listed: &'static Listed, drafting: &Drafting<'_>) -> Draft {
    let Lists { places, sections, .. } = listed.lists();
    let own = sections.forms("time_zone_of").filter_map(|form| Some(form.split_once('|')?.1));
    let extremes = Extremes::Text(longest(own.chain([sections.form("time_zone")])));
    let draft = Draft::uniform(Texts(Zones(listed)), ValueKind::Text, places.weights.into(), extremes);
    of_place(listed, drafting, draft.repeating("the country has few time zones"), places.of_a_number())
}

/// The town's middle, and up to two hundredths of a degree beside it.
fn coordinate(listed: &'static Listed, drafting: &Drafting<'_>, is_latitude: bool) -> Drafted<Draft> {
    let of = move |number: u64| {
        let place = Place::of(&listed.lists().places, number);
        let (middle, salt) =
            if is_latitude { (place.town.latitude, 1 << 20) } else { (place.town.longitude, 1 << 21) };
        middle * 10_000 + (mix(place.street_number() ^ salt ^ place.building) % 40_001) as i64 - 20_000
    };
    let most = if is_latitude { 90_000_000 } else { 180_000_000 };
    let draft = degrees_by(drafting, listed.lists().places.places().into(), (-most, most), of)?;
    Ok(of_place(listed, drafting, draft, 1))
}
