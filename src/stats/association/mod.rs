//! Whether a marker and an outcome go together within units, so that it is not the units which
//! differ in both: [`common_odds`] of a share, [`within_slope`] of a value.

mod odds;
mod slope;

pub use odds::{CommonOdds, Table, common_odds};
pub use slope::{Sums, WithinSlope, within_slope};
