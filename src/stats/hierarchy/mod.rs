//! What is believed of each unit once its peers are known, with what is not known of the peers in it.
//!
//! An empirical Bayes interval takes the peers' mean and spread as known. With few units, or little
//! spread between them, it is too narrow: the spread is then hardly known at all. Here both are
//! weighed over all their values by how likely they make what was seen: of means by
//! [`NormalHierarchy`], of shares, each case with its own expected share, by [`LogitHierarchy`]. Each
//! unit gets a [`Belief`]. Where most units are alike in most of many measures and a few are not,
//! [`SparseHierarchy`] tells these apart.

mod belief;
mod cases;
mod gauss;
mod hermite;
mod logit;
mod nodes;
mod normal;
mod sparse;

pub use belief::Belief;
pub use cases::Cases;
pub use logit::LogitHierarchy;
pub use normal::NormalHierarchy;
pub use sparse::SparseHierarchy;

/// Fewer units than these tell nothing of how units differ.
const LEAST_UNITS: usize = 4;
