//! Pure functions from numbers to numbers: how sure a rate is, how far a unit's figure should be
//! believed, and what several figures say together.
//!
//! A [`Tally`] (so many of so many) or an [`Estimate`] (a value and its sampling variance) goes in.
//! [`case_mix`] says what the average unit would have made of a unit's cases. A prior
//! ([`BetaPrior`], [`NormalPrior`], for several measures at once [`MultivariatePrior`]) is learnt from
//! all the peers at once and pulls each of them toward the common mean, the more the less is known
//! of it; a [`hierarchy`] weighs also what is not known of the peers, so that its intervals hold
//! their level. The shrunk values of several dimensions make a [`Composite`], and its probability of
//! lying above the peers becomes a [`Verdict`] in words; [`sensitivity`] tells what the weights do,
//! and [`ranks`] how far units can be put in order at all.
//!
//! [`funnel`] has the limits beyond which a unit is unlike the others, [`discoveries`] which of many
//! findings to report, [`association`] whether a marker and an outcome go together within units,
//! [`non_response`] what those who answer tell of all. [`agreement`] is between raters of the same
//! units, and [`sampled_share`] what a sample of them tells. [`local_level`] follows a level from week
//! to week, [`apportioned`] shares out time over what is open at once.
//!
//! Times of which some are still running go into [`KaplanMeier`], those that end in one of several ways
//! into [`AalenJohansen`]; calls and their handle time are [`Traffic`], which says how many agents a
//! promise needs ([`ErlangC`], [`ErlangA`]). [`Present`] keeps in order what comes and goes.
//! [`Confusion`] says how well labels agree with the true ones, [`Stability`] whether shares have moved.
//! [`Shingles`] say how alike two texts are, a [`Signature`] which of very many may be. Nothing here draws
//! random numbers: same input, same bytes.

mod aalen_johansen;
pub mod agreement;
pub mod association;
mod beta_binomial;
mod beta_posterior;
pub mod case_mix;
mod composite;
mod concurrency;
mod confusion;
mod crossing;
pub mod design;
mod discovery;
mod erlang;
mod erlang_a;
mod estimate;
pub mod funnel;
pub mod hierarchy;
mod interval;
mod kaplan_meier;
mod kleinman;
mod likelihood;
mod local_level;
mod matrix;
mod minhash;
mod multivariate;
mod near;
pub mod non_response;
mod normal_normal;
mod observed_expected;
mod order;
mod process;
mod quantile;
pub mod ranks;
mod sampled;
mod sensitivity;
mod shingles;
mod stability;
mod tally;
mod verdict;

pub use aalen_johansen::AalenJohansen;
pub use beta_binomial::BetaPrior;
pub use beta_posterior::BetaPosterior;
pub use composite::{Composite, Dimension, composite, composite_with, standardise};
pub use concurrency::apportioned;
pub use confusion::{ClassAgreement, Confusion};
pub use discovery::{Discoveries, benjamini_hochberg, benjamini_yekutieli, discoveries};
pub use erlang::{ErlangC, Traffic};
pub use erlang_a::ErlangA;
pub use estimate::Estimate;
pub use interval::{Interval, Level, wilson};
pub use kaplan_meier::{KaplanMeier, RestrictedMean};
pub use local_level::local_level;
pub use minhash::Signature;
pub use multivariate::{MultivariatePosterior, MultivariatePrior, Profile, covariance_of_means};
pub use near::near;
pub use normal_normal::{NormalPosterior, NormalPrior};
pub use observed_expected::ObservedExpected;
pub use order::Present;
pub use process::{natural_limits, share_difference};
pub use quantile::{median, quantile};
pub use sampled::{reviews_for, sampled_share, share_precision};
pub use sensitivity::{Sensitivity, sensitivity, spearman};
pub use shingles::{Shingles, Sketch};
pub use stability::{Stability, parts as stability_parts};
pub use tally::Tally;
pub use verdict::{COMPARABLE, PUBLISHABLE, Verdict};
