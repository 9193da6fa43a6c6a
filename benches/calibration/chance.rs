//! Random numbers, and how often something held.

use rand::{Rng, RngExt};
use statrs::distribution::{ContinuousCDF, Normal};

/// A standard normal number.
pub fn normal(rng: &mut impl Rng) -> f64 {
    let (a, b): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - a).ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Φ.
pub fn below(x: f64) -> f64 {
    Normal::standard().cdf(x)
}

/// A place drawn by weights.
pub fn drawn(rng: &mut impl Rng, weights: &[f64]) -> u32 {
    let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
    for (place, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return place as u32;
        }
    }
    weights.len() as u32 - 1
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A mean over desks with its standard error.
pub fn with_error(values: &[f64]) -> (f64, f64) {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let count = values.len() as f64;
    (centre, (squares / (count - 1.0) / count).sqrt())
}

/// A share over desks, each desk's successes and cases: desks are what is drawn, so the standard error
/// is that of a ratio of sums.
#[derive(Clone, Debug, Default)]
pub struct Held(pub Vec<(f64, f64)>);

impl Held {
    pub fn add(&mut self, held: bool) {
        if self.0.is_empty() {
            self.next();
        }
        if let Some(last) = self.0.last_mut() {
            last.0 += f64::from(u8::from(held));
            last.1 += 1.0;
        }
    }

    pub fn next(&mut self) {
        self.0.push((0.0, 0.0));
    }

    pub fn count(&self) -> f64 {
        self.0.iter().map(|desk| desk.1).sum()
    }

    pub fn share(&self) -> f64 {
        self.0.iter().map(|desk| desk.0).sum::<f64>() / self.count()
    }

    pub fn error(&self) -> f64 {
        let share = self.share();
        let squares: f64 = self.0.iter().map(|(held, all)| (held - share * all).powi(2)).sum();
        squares.sqrt() / self.count()
    }

    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// In percent with its standard error.
    pub fn told(&self) -> String {
        if self.count() == 0.0 {
            return "none".to_owned();
        }
        format!("{:.1} ± {:.1}", 100.0 * self.share(), 100.0 * self.error())
    }
}
