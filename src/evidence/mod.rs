//! What agents are credited with, read from the facts.
//!
//! [`Evidence`] is what each agent did in a window of time, in cells of like cases as
//! [`scores`](crate::scores) take them, and finds the conversations that show a finding; [`effects`] tell
//! which criteria of the rubric go with what customers do and say.

mod asked;
mod book;
mod cases;
mod circumstances;
mod dimensions;
mod examples;
mod ids;
mod markers;
mod people;
mod practices;
mod read;
#[cfg(test)]
mod tests;
mod weeks;

pub use asked::Asked;
pub use examples::{Example, Wanted};
pub use markers::{Effect, Ending, FALSE_DISCOVERIES, effects, scored};
pub use read::{Evidence, Frame};
pub use weeks::WeekCases;
