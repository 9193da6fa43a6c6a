//! Where units lie beyond what chance, and what else always differs, does to them.
//!
//! Each unit is a [`Point`]: a value on a scale where chance has the same shape everywhere, and its
//! standard error. A [`Funnel`] is the target, and how much more the units differ than by chance;
//! it has the limits within which a unit like all others is to be predicted. [`exact_limits`] and
//! [`chance_ratio_limits`] are those of chance alone.

mod dispersion;
mod exact;
mod point;

pub use dispersion::{Funnel, Limit};
pub use exact::{chance_ratio_limits, exact_limits};
pub use point::{Point, Scale};
