//! How the numbers and times of a sample are spread over their range: evenly, by a distribution with two numbers, or by a histogram.

use generator::{
    DistributionSpec,
    distribution::{EXPONENTIAL, HISTOGRAM, LOG_NORMAL, NORMAL},
};
use serde_json::Value;

/// Fewest cells that tell a distribution.
const LEAST_CELLS: usize = 100;
/// Of the largest difference of two distribution functions times the root of the number of cells: what one of a hundred right ones has
/// (Kolmogorov's distribution).
const UNLIKELY: f64 = 1.63;
/// Bars of a histogram at the most, and cells of each in the mean at least.
const MOST_BARS: usize = 60;
const CELLS_OF_A_BAR: usize = 20;
/// Microseconds of a day, and of an hour: units of distances.
pub(super) const DAY: f64 = 86_400e6;
pub(super) const HOUR: f64 = 3_600e6;

/// The cells of a column as places on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    pub(super) places: Vec<f64>,
    /// Whether they are numbers, whose places a spec writes as such.
    pub(super) are_numbers: bool,
    /// What a distance of 1 in a spec is.
    pub(super) unit: f64,
}

impl Places {
    /// The distribution that they have; `None` for an even one, and where they are too few to tell.
    pub(super) fn distribution(mut self) -> Option<DistributionSpec> {
        self.places.sort_by(f64::total_cmp);
        let (first, last) = (*self.places.first()?, *self.places.last()?);
        let different = 1 + self.places.windows(2).filter(|pair| pair[0] < pair[1]).count();
        // Few values that come again and again are a list.
        if self.places.len() < LEAST_CELLS || different < MOST_BARS {
            return None;
        }
        if self.distance((first, last), &|place| place) < UNLIKELY {
            return None;
        }
        let mut best: Option<(f64, DistributionSpec)> = None;
        for (statistic, distribution) in self.candidates((first, last)) {
            if statistic < UNLIKELY && best.as_ref().is_none_or(|(least, _)| statistic < *least) {
                best = Some((statistic, distribution));
            }
        }
        Some(best.map_or_else(|| self.histogram((first, last)), |(_, distribution)| distribution))
    }

    /// Distributions whose numbers are those of the places, and how far each is from them.
    fn candidates(&self, (first, last): (f64, f64)) -> Vec<(f64, DistributionSpec)> {
        let distance = |function: &dyn Fn(f64) -> f64| self.distance((first, last), function);
        let count = self.places.len() as f64;
        let mean = self.places.iter().sum::<f64>() / count;
        let mut found = Vec::new();
        for (end, sign) in [(first, 1.0), (last, -1.0)] {
            let away = (mean - end).abs();
            let fall = |place: f64| {
                let passed = 1.0 - (-(place - end).abs() / away).exp();
                if sign > 0.0 { passed } else { -passed }
            };
            let exponential =
                DistributionSpec::new(&EXPONENTIAL).with("mean", rounded(sign * away / self.unit));
            found.push((distance(&fall), exponential));
        }
        if !self.are_numbers {
            return found;
        }
        let deviation = (self.places.iter().map(|place| (place - mean).powi(2)).sum::<f64>() / count).sqrt();
        let within = |place: f64| number(rounded(place).clamp(first, last));
        let normal =
            DistributionSpec::new(&NORMAL).with("mean", within(mean)).with("deviation", rounded(deviation));
        found.push((distance(&|place| cumulated((place - mean) / deviation)), normal));
        if first > 0.0 {
            let logarithms = || self.places.iter().map(|place| place.ln());
            let middle = logarithms().sum::<f64>() / count;
            let sigma =
                (logarithms().map(|logarithm| (logarithm - middle).powi(2)).sum::<f64>() / count).sqrt();
            let log_normal = DistributionSpec::new(&LOG_NORMAL)
                .with("median", within(middle.exp()))
                .with("sigma", rounded(sigma));
            found.push((distance(&|place| cumulated((place.ln() - middle) / sigma)), log_normal));
        }
        found
    }

    /// How far the places, in order, are from a distribution function that is cut off at their ends, times the root of their number.
    fn distance(&self, (first, last): (f64, f64), function: &dyn Fn(f64) -> f64) -> f64 {
        let count = self.places.len() as f64;
        let (start, whole) = (function(first), function(last) - function(first));
        let difference = |(position, place): (usize, &f64)| {
            let expected = (function(*place) - start) / whole;
            (position as f64 / count - expected).abs().max(((position + 1) as f64 / count - expected).abs())
        };
        let largest = self.places.iter().enumerate().map(difference).fold(0.0, f64::max);
        if largest.is_nan() { f64::INFINITY } else { largest * count.sqrt() }
    }

    fn histogram(&self, (first, last): (f64, f64)) -> DistributionSpec {
        let bars = (self.places.len() / CELLS_OF_A_BAR).clamp(5, MOST_BARS);
        let mut weights = vec![0.0; bars];
        for place in &self.places {
            let bar = ((place - first) / (last - first) * bars as f64) as usize;
            weights[bar.min(bars - 1)] += 1.0;
        }
        DistributionSpec::new(&HISTOGRAM).with("weights", weights)
    }
}

/// The share of a normal distribution below a place, in deviations from its mean: Zelen and Severo's approximation, off by at most 7.5e-8
/// (Abramowitz and Stegun, 26.2.17).
fn cumulated(place: f64) -> f64 {
    let share = 1.0 / (1.0 + 0.231_641_9 * place.abs());
    let factors = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_530];
    let polynomial = factors.iter().fold(0.0, |sum, factor| (sum + factor) * share);
    let above = polynomial * (-place * place / 2.0).exp() / std::f64::consts::TAU.sqrt();
    if place < 0.0 { above } else { 1.0 - above }
}

/// Three digits of a number: as much as a sample tells.
fn rounded(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}
