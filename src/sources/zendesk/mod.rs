//! Zendesk Support: tickets with their comments, audits, satisfaction ratings and users, as the API
//! gives them (pages and incremental exports) or as one object per line.
//!
//! Every object becomes records by itself; what belongs together is brought together later.

mod audit;
mod comment;
mod person;
mod rating;
mod read;
mod source;
#[cfg(test)]
mod tests;
mod ticket;
mod via;
mod wire;

pub use source::Zendesk;
