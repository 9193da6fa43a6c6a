//! One vendor format = one file: what it looks like, how it may be cut, how it becomes records.
//!
//! [`open`] takes a file of the input, asks the named source (or the one that recognises it) for a
//! [`Reader`], and [`Opened::read`] runs that reader over all pieces of the file on all cores.
//! A bad record is an issue in the sink; a bad file is a [`ReadError`]; neither stops the others.

mod blocks;
mod collect;
mod contact_lens;
mod cut;
mod digest;
mod email;
mod file;
mod json;
mod out;
mod packing;
mod qualtrics;
mod reason;
mod source;
mod support_tweets;
mod table;
mod telegram;
#[cfg(test)]
mod testing;
mod time;
mod webvtt;
mod who;
mod zendesk;

pub use crate::text::nearest;
pub use collect::{Collected, collect};
pub use cut::Cut;
pub use file::{Opened, WasRead, open, recognise};
pub use reason::reason;
pub use source::{Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source};
pub use table::{Mapping, MappingError};
pub use time::{Clock, parse_local};
pub use who::Who;

/// Every format that can be read, the most particular first.
pub static ALL: &[&dyn Source] = &[
    &contact_lens::ContactLens,
    &telegram::Telegram,
    &zendesk::Zendesk,
    &qualtrics::Qualtrics,
    &support_tweets::SupportTweets,
    &webvtt::WebVtt,
    &email::Email,
    &table::Table,
];

/// The source of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Source> {
    ALL.iter().copied().find(|source| source.name() == name)
}
