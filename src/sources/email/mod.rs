//! Email: mbox files, single mails (EML) and the files of a Maildir.
//!
//! A mail names the mails it answers, so conversations are threaded later, from all files together;
//! here each mail becomes one message, in its author's own words.

mod body;
mod date;
mod desk;
mod format;
mod header;
mod html;
mod mailbox;
mod mbox;
mod message;
mod parser;
mod parts;
mod quote;

pub use format::Email;
