//! What those who answer tell of all who were asked.
//!
//! [`bounds`] need no assumption; [`rake`] brings the answers to the known make-up of everybody, at
//! the price that [`effective_count`] tells.

mod bounds;
mod raking;

pub use bounds::bounds;
pub use raking::{effective_count, rake};
