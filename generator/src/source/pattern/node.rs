//! The parts of a pattern: how many strings each has, how long they are, and how they are written.

use super::class::Class;
use crate::{
    column::Longest,
    random::{SplitMix64, scale},
};

/// A part of a pattern and what is known of its strings.
#[derive(Debug, Clone)]
pub(super) struct Node {
    shape: Shape,
    /// How many strings there are, 1 to 2^64; more count as 2^64.
    pub(super) count: u128,
    pub(super) longest: Longest,
    /// Characters and groups that the longest way through takes.
    pub(super) steps: usize,
}

#[derive(Debug, Clone)]
enum Shape {
    Class(Class),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: u32 },
}

impl Node {
    /// One character of a class.
    pub(super) fn class(class: Class) -> Self {
        // The last character has the most bytes.
        let longest = Longest { chars: 1, bytes: class.last().len_utf8() };
        Self { count: class.count().into(), longest, steps: 1, shape: Shape::Class(class) }
    }

    /// Parts behind each other.
    pub(super) fn sequence(nodes: Vec<Self>) -> Self {
        let (mut count, mut longest, mut steps) = (1_u128, Longest::default(), 1_usize);
        for node in &nodes {
            count = saturated(count.saturating_mul(node.count));
            longest.add(node.longest);
            steps = steps.saturating_add(node.steps);
        }
        Self { count, longest, steps, shape: Shape::Sequence(nodes) }
    }

    /// One of several parts.
    pub(super) fn alternatives(nodes: Vec<Self>) -> Self {
        let (mut count, mut longest, mut steps) = (0, Longest::default(), 0);
        for node in &nodes {
            count = saturated(count + node.count);
            let Longest { chars, bytes } = node.longest;
            longest = Longest { chars: longest.chars.max(chars), bytes: longest.bytes.max(bytes) };
            steps = steps.max(node.steps.saturating_add(1));
        }
        Self { count, longest, steps, shape: Shape::Alternatives(nodes) }
    }

    /// A part `min` to `max` times. A part whose only string is empty is that string however often it comes.
    pub(super) fn repeat(node: Self, min: u32, max: u32) -> Self {
        if node.longest.bytes == 0 || max == 0 {
            return Self::sequence(Vec::new());
        }
        let times = max as usize;
        Self {
            count: saturated((min..=max).map(|times| power(node.count, times)).sum()),
            longest: Longest {
                chars: node.longest.chars.saturating_mul(times),
                bytes: node.longest.bytes.saturating_mul(times),
            },
            steps: node.steps.saturating_mul(times).saturating_add(1),
            shape: Shape::Repeat { node: Box::new(node), min, max },
        }
    }

    /// How many parts have strings of more than one length; `None` where strings may repeat for another reason.
    pub(super) fn varying_parts(&self) -> Option<usize> {
        match &self.shape {
            Shape::Class(_) => Some(0),
            Shape::Sequence(nodes) => nodes.iter().map(Self::varying_parts).sum(),
            Shape::Alternatives(_) => None,
            Shape::Repeat { node, min, max } => match node.varying_parts()? {
                0 => Some(usize::from(min < max)),
                varying => (*max <= 1 && min == max).then_some(varying),
            },
        }
    }

    /// Whether there is such a class.
    pub(super) fn has(&self, wanted: fn(&Class) -> bool) -> bool {
        match &self.shape {
            Shape::Class(class) => wanted(class),
            Shape::Sequence(nodes) | Shape::Alternatives(nodes) => nodes.iter().any(|node| node.has(wanted)),
            Shape::Repeat { node, .. } => node.has(wanted),
        }
    }

    /// Whether a part that comes more or less often has such a character.
    pub(super) fn varies(&self, wanted: fn(&Class) -> bool) -> bool {
        match &self.shape {
            Shape::Class(_) => false,
            Shape::Sequence(nodes) | Shape::Alternatives(nodes) => {
                nodes.iter().any(|node| node.varies(wanted))
            }
            Shape::Repeat { node, min, max } => (min < max && node.has(wanted)) || node.varies(wanted),
        }
    }

    /// Whether strings have different lengths, or there are alternatives: then counting through all of them is not what a person means
    /// by "any of them", because nearly all strings are of the greatest length.
    pub(super) fn has_choices(&self) -> bool {
        match &self.shape {
            Shape::Class(_) => false,
            Shape::Sequence(nodes) => nodes.iter().any(Self::has_choices),
            Shape::Alternatives(_) => true,
            Shape::Repeat { node, min, max } => min < max || node.has_choices(),
        }
    }

    /// Appends a string in which every choice is even by itself: how often a part comes, which alternative, which character.
    pub(super) fn draw(&self, random: &mut SplitMix64, text: &mut Vec<u8>) {
        match &self.shape {
            Shape::Class(class) => push(class.get(random.below(class.count().into()) as u32), text),
            Shape::Sequence(nodes) => nodes.iter().for_each(|node| node.draw(random, text)),
            Shape::Alternatives(nodes) => nodes[random.below(nodes.len() as u64) as usize].draw(random, text),
            Shape::Repeat { node, min, max } => {
                let more = if min < max { random.below(u64::from(max - min) + 1) } else { 0 };
                (0..u64::from(*min) + more).for_each(|_| node.draw(random, text));
            }
        }
    }

    /// The characters of each place, if every string has the same places, all of ASCII.
    pub(super) fn places(&self, places: &mut Vec<Box<[u8]>>) -> bool {
        match &self.shape {
            Shape::Class(class) => class.ascii().map(|characters| places.push(characters)).is_some(),
            Shape::Sequence(nodes) => nodes.iter().all(|node| node.places(places)),
            Shape::Repeat { node, min, max } => min == max && (0..*min).all(|_| node.places(places)),
            Shape::Alternatives(_) => false,
        }
    }

    /// Appends string number `index` of this part's strings, in their order.
    pub(super) fn write(&self, mut index: u64, text: &mut Vec<u8>) {
        match &self.shape {
            Shape::Class(class) => push(class.get(index as u32), text),
            Shape::Sequence(nodes) => write_all(nodes.len(), |position| &nodes[position], index, text),
            Shape::Alternatives(nodes) => {
                for node in nodes {
                    if u128::from(index) < node.count {
                        return node.write(index, text);
                    }
                    // It is at most the index, which has 64 bits.
                    index -= node.count as u64;
                }
            }
            Shape::Repeat { node, min, max } => {
                for times in *min..*max {
                    let count = power(node.count, times);
                    if u128::from(index) < count {
                        return write_all(times as usize, |_| node, index, text);
                    }
                    index -= count as u64;
                }
                write_all(*max as usize, |_| node, index, text);
            }
        }
    }
}

fn push(character: char, text: &mut Vec<u8>) {
    match u8::try_from(character) {
        Ok(byte) if byte.is_ascii() => text.push(byte),
        _ => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

fn saturated(count: u128) -> u128 {
    count.min(1 << 64)
}

/// Writes the digits of `index` in the mixed radix of the `count` nodes, the last node changing fastest. Once the last
/// nodes hold all 64 bits of the index, those before them, which would otherwise never change, take digits made from it.
fn write_all<'a>(count: usize, node: impl Fn(usize) -> &'a Node, index: u64, text: &mut Vec<u8>) {
    // Most patterns need no memory of their own.
    let (mut few, mut many) = ([0_u64; 32], Vec::new());
    let digits = match few.get_mut(..count) {
        Some(digits) => digits,
        None => {
            many.resize(count, 0);
            many.as_mut_slice()
        }
    };
    let mut random = SplitMix64::new(index);
    let (mut rest, mut held) = (index, 1_u128);
    for (position, digit) in digits.iter_mut().enumerate().rev() {
        let radix = node(position).count;
        // Division of 64 bits, because that of 128 is ten times as slow in WebAssembly.
        *digit = match u64::try_from(radix) {
            _ if held >= 1 << 64 => scale(random.next(), radix),
            Ok(radix) => {
                let digit = rest % radix;
                rest /= radix;
                digit
            }
            Err(_) => std::mem::take(&mut rest),
        };
        // Below 2^64 before, and no radix is above: this fits 128 bits; after that it need not grow.
        held = if held >= 1 << 64 { held } else { held * radix };
    }
    for (position, digit) in digits.iter().enumerate() {
        node(position).write(*digit, text);
    }
}

/// `base^exponent`, or 2^64 if that is less.
fn power(base: u128, exponent: u32) -> u128 {
    let mut result: u128 = 1;
    for _ in 0..exponent {
        result *= base;
        if result >= 1 << 64 {
            return 1 << 64;
        }
        if base <= 1 {
            break;
        }
    }
    result
}
