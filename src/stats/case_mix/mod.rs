//! What the average unit would have made of the same cases: a unit's outcomes against those of its
//! own mix of cases.
//!
//! Cases of one unit and one pattern of covariates are one [`Cell`]. [`least_squares`] (times, on
//! their logs) and [`logistic`] (shares) learn what each level of each factor does from comparisons
//! within units only, with an intercept for every unit, so that a good unit which gets the hard
//! cases does not make them look easy. The intercepts are then set aside: [`CaseMix::expected`] is
//! for the average unit. [`overlap`] says how far two mixes are the same at all.

mod cells;
mod equations;
#[cfg(test)]
pub(super) mod examples;
mod least_squares;
mod logistic;
mod model;
mod overlap;
mod patterns;

pub use cells::{Cell, Cells};
pub use equations::Kept;
pub use least_squares::least_squares;
pub use logistic::logistic;
pub use model::{CaseMix, Effect, Mix};
pub use overlap::overlap;
pub use patterns::Patterns;

/// How many cases without an effect each level of a factor is taken to have had besides its own.
/// It keeps a level whose every case succeeded, or that the units do not share, from an endless
/// effect, and moves one that shows in a hundred cases by about a thousandth of itself.
pub const RIDGE: f64 = 0.01;

#[cfg(test)]
mod tests;
