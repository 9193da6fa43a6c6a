//! Desks worked out by hand, and what holds for all of them.

mod cards;
mod coaching;
mod desks;
mod laws;
