//! Telegram: the `result.json` that Telegram Desktop exports, of one chat or of all.
//!
//! A chat with a customer has no end, so it is parted into conversations where the talk paused.

mod chat;
mod export;
mod format;
mod post;
mod sides;
mod split;

pub use format::Telegram;
