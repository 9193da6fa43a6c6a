//! A synthetic support desk of any size, seeded, with known truths planted in it.
//!
//! Contacts arrive by the load of the hour ([`period`], [`season`], [`arrivals`]); each is played
//! out on its channel by a [`service::Service`] with the agents then on [`duty`], whose skills
//! ([`roster`]) set how fast they answer, how often they solve and how they are rated. The course of
//! events becomes a [`story::Story`], and [`records`] writes of it what had happened by the end of
//! the last week, as tables that need no mapping.
//!
//! Contacts are made in chunks, each with a random stream of its own, so that the bytes depend on
//! the seed alone and not on the number of threads.

mod arrivals;
mod chat;
mod chunk;
mod columns;
mod customer;
mod desk;
mod draw;
mod duty;
mod email;
mod folder;
mod format;
mod gap;
mod matter;
mod period;
mod phone;
mod phrase;
mod records;
mod review;
mod roster;
mod scene;
mod season;
mod service;
mod settings;
mod social;
mod story;
mod tongue;
mod topic;
mod verdict;
mod world;
mod written;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod told;

pub use desk::{Desk, Summary};
pub use folder::SETTINGS_FILE;
pub use format::Format;

use service::Service;

/// The channels that the desk answers on.
static ALL: &[&dyn Service] = &[&chat::Chat, &email::Email, &phone::Phone, &social::Social];
