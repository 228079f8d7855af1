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
/// Values of each at least, where they are whole steps apart.
const VALUES_OF_A_BAR: f64 = 8.0;
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
    /// How far two values are apart at least; 0 where they are anywhere.
    pub(super) step: f64,
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
        // To a hundredth of what they spread over: more a sample does not tell, and less would move it.
        let within = |place: f64, spread: f64| number(rounded_to(place, spread / 100.0).clamp(first, last));
        let normal = DistributionSpec::new(&NORMAL)
            .with("mean", within(mean, deviation))
            .with("deviation", rounded(deviation));
        found.push((distance(&|place| cumulated((place - mean) / deviation)), normal));
        if first > 0.0 {
            let logarithms = || self.places.iter().map(|place| place.ln());
            let middle = logarithms().sum::<f64>() / count;
            let sigma =
                (logarithms().map(|logarithm| (logarithm - middle).powi(2)).sum::<f64>() / count).sqrt();
            let log_normal = DistributionSpec::new(&LOG_NORMAL)
                .with("median", within(middle.exp(), middle.exp() * sigma))
                .with("sigma", rounded(sigma));
            found.push((distance(&|place| cumulated((place.ln() - middle) / sigma)), log_normal));
        }
        found
    }

    /// How far the places, in order, are from a distribution function that is cut off half a step beyond their ends, times the root of
    /// their number. What lies between two values is rounded to the nearer, so that each has half a step on both sides.
    fn distance(&self, (first, last): (f64, f64), function: &dyn Fn(f64) -> f64) -> f64 {
        let (count, half) = (self.places.len() as f64, self.step / 2.0);
        // Logarithms know no value below the least half of a first step.
        let start = if first > 0.0 { (first - half).max(first / 2.0) } else { first - half };
        let (below, whole) = (function(start), function(last + half) - function(start));
        let mut largest = 0.0_f64;
        let mut before = 0.0;
        for (position, place) in self.places.iter().enumerate() {
            // Where several are the same, the last of them counts.
            if self.places.get(position + 1) == Some(place) {
                continue;
            }
            let found = (position + 1) as f64 / count;
            let expected = |place: f64| (function(place) - below) / whole;
            let apart = (found - expected(place + half)).abs();
            // On a fine line a step up is as far from what is below it.
            let apart = if half == 0.0 { apart.max((before - expected(*place)).abs()) } else { apart };
            largest = if apart.is_nan() { f64::INFINITY } else { largest.max(apart) };
            before = found;
        }
        largest * count.sqrt()
    }

    /// Bars of the same number of values, as the engine cuts them.
    fn histogram(&self, (first, last): (f64, f64)) -> DistributionSpec {
        let values = if self.step > 0.0 { ((last - first) / self.step).round() + 1.0 } else { f64::INFINITY };
        // Of few values a bar would have one more than the next.
        let most = (values / VALUES_OF_A_BAR).min(MOST_BARS as f64) as usize;
        let bars = (self.places.len() / CELLS_OF_A_BAR).clamp(5, most.max(5));
        let mut weights = vec![0.0; bars];
        for place in &self.places {
            let share = if self.step > 0.0 {
                ((place - first) / self.step).round() / values
            } else {
                (place - first) / (last - first)
            };
            weights[((share * bars as f64 + 1e-9) as usize).min(bars - 1)] += 1.0;
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

/// A number to a power of ten that is at most `unit`.
fn rounded_to(number: f64, unit: f64) -> f64 {
    if unit.is_nan() || unit <= 0.0 {
        return number;
    }
    let digits = -unit.log10().floor();
    if digits > 0.0 {
        // The decimal that is meant, and not a product that is near it.
        return format!("{number:.*}", digits.min(17.0) as usize).parse().unwrap_or(number);
    }
    let power = 10_f64.powf(-digits);
    (number / power).round() * power
}

fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}
