//! What agents are credited with, read from the facts.
//!
//! [`evidence()`] sums up what each agent did in a window of time, as [`scores`](crate::scores) take it;
//! [`effects`] tell which criteria of the rubric go with what customers do and say.

mod credited;
mod markers;
#[cfg(test)]
mod tests;

pub use credited::evidence;
pub use markers::{Effect, Ending, FALSE_DISCOVERIES, effects, scored};
