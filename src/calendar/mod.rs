//! Business time: how long a support desk was open between two instants.
//!
//! [`Hours`] is what people write: shifts in local wall-clock time for each weekday, other weeks from
//! later dates on, holidays, days with hours of their own, a time zone. A [`Calendar`] is the same laid out on the line of instants,
//! so that open time is a difference of two sums and exact through every change of the clocks.
//!
//! Instants and durations are [`Micros`]: elapsed microseconds, the instants counted from
//! 1970-01-01T00:00Z. Local time exists only in this folder's `hours` and `spans`.

mod clock;
mod error;
mod hours;
mod parse;
mod spans;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod vectors;

pub use clock::Calendar;
pub use error::HoursError;
pub use hours::{Day, Hours, Shift};
pub use parse::read_week;
pub use spans::Micros;
