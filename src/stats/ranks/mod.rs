//! How far units can be put in order at all, from what is believed of each.
//!
//! What is known of a unit is one [`Estimate`](super::Estimate), taken as normal, and a higher value is the better rank;
//! rank 1 is the best. Nothing is drawn by chance: every probability is a sum or an integral.

mod expected;
mod grades;
mod sets;
mod top;

pub use expected::{expected_ranks, probability_above};
pub use grades::{Grades, grades};
pub use sets::{RankSet, rank_sets};
pub use top::{above_median, top};
