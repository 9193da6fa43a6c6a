//! How far raters agree on the same units beyond what chance alone would make them.
//!
//! [`Ratings`] hold what each rater said of each unit, gaps allowed. [`krippendorff`] and [`gwet`]
//! turn them into one [`Agreement`] with an interval; [`Confusion`] is two raters' table.

mod confusion;
mod gwet;
mod krippendorff;
mod ratings;
mod result;

pub use confusion::Confusion;
pub use gwet::gwet;
pub use krippendorff::krippendorff;
pub use ratings::{Ratings, Scale};
pub use result::Agreement;
