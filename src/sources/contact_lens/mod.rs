//! Amazon Connect Contact Lens: the analysed transcript of one call or one chat.
//!
//! A chat's items carry their own times; a call's turns are counted from its start, which only the
//! file's name knows.

mod read;
mod start;
mod talk;
#[cfg(test)]
mod tests;
mod wire;

pub use read::ContactLens;
