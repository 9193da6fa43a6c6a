//! Records, from whatever file and in whatever order, become whole conversations.
//!
//! Readers on all cores pour records into a [`Gather`]; each is packed into the buffer of the
//! partition that its conversation's key hashes to. Past the memory budget the buffers go to disk.
//! When all files are read, messages that are only linked by reply are threaded, what was said in
//! merged conversations moves to their targets, and each partition can be loaded by itself:
//! [`Partition::whole`] brings its conversations together, lets the newest state win, drops exact
//! repeats and says in the ledger what it dropped.
//!
//! Nothing depends on the order in which threads finish: records are ordered by their place.

mod customers;
mod index;
mod merge;
mod merges;
mod people;
mod pour;
mod spill;
#[cfg(test)]
mod tests;
mod threads;
mod whole;

pub use customers::{Customers, customer_of};
pub use people::People;
pub use pour::{Gather, Gathered, Limits, shown};
pub use whole::{Partition, Rest};
