//! How far raters agree on the same units beyond what chance alone would make them.
//!
//! [`Ratings`] hold what each rater said of each unit, gaps allowed. [`krippendorff`] and [`gwet`]
//! turn them into one [`Agreement`] with an interval.

mod gwet;
mod krippendorff;
mod ratings;
mod result;

pub use gwet::gwet;
pub use krippendorff::krippendorff;
pub use ratings::{Ratings, Scale};
pub use result::Agreement;
