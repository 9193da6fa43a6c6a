//! Pure functions from numbers to numbers: how sure a rate is, how far a unit's figure should be
//! believed, and what several figures say together.
//!
//! A [`Tally`] (so many of so many) or an [`Estimate`] (a value and its sampling variance) goes in.
//! A prior ([`BetaPrior`], [`NormalPrior`]) is learnt from all the peers at once and pulls each of
//! them toward the common mean, the more the less is known of it. The shrunk values of several
//! dimensions make a [`Composite`], and its probability of lying above the peers becomes a
//! [`Verdict`] in words. [`agreement`] is between raters of the same units, and [`sampled_share`] what a
//! sample of them tells. [`apportioned`] shares time out over what is open at once.
//!
//! Times of which some are still running go into [`KaplanMeier`], those that end in one of several ways
//! into [`AalenJohansen`]; calls and their handle time are [`Traffic`], which says how many agents a
//! promise needs ([`ErlangC`], [`ErlangA`]). [`Present`] keeps in order what comes and goes. Nothing here draws random numbers: same input, same bytes.

mod aalen_johansen;
pub mod agreement;
mod beta_binomial;
mod beta_posterior;
mod composite;
mod concurrency;
mod crossing;
pub mod design;
mod erlang;
mod erlang_a;
mod estimate;
mod interval;
mod kaplan_meier;
mod kleinman;
mod likelihood;
mod normal_normal;
mod order;
mod quantile;
mod sampled;
mod tally;
mod verdict;

pub use aalen_johansen::AalenJohansen;
pub use beta_binomial::BetaPrior;
pub use beta_posterior::BetaPosterior;
pub use composite::{Composite, Dimension, composite, standardise};
pub use concurrency::apportioned;
pub use erlang::{ErlangC, Traffic};
pub use erlang_a::ErlangA;
pub use estimate::Estimate;
pub use interval::{Interval, Level, wilson};
pub use kaplan_meier::{KaplanMeier, RestrictedMean};
pub use normal_normal::{NormalPosterior, NormalPrior};
pub use order::Present;
pub use quantile::{median, quantile};
pub use sampled::{reviews_for, sampled_share, share_precision};
pub use tally::Tally;
pub use verdict::{COMPARABLE, PUBLISHABLE, Verdict};
