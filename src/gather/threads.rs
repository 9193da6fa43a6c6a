//! Conversations of messages that are only linked by reply: mail and public comments.
//!
//! Messages that answer each other, directly or through others (some of which may not be in the
//! input), are one conversation; its id is that of its earliest message.

use std::collections::HashMap;

use super::pour::{Gather, get_entry, key};
use crate::model::{Instant, Message, Place, Record, Wire};

/// Sets of message ids that are linked.
#[derive(Default)]
struct Links {
    number: HashMap<u64, u32>,
    parent: Vec<u32>,
    /// For each set's root: the earliest of its messages and that message's id.
    first: Vec<Option<(Instant, Place, String)>>,
}

impl Links {
    fn number(&mut self, hash: u64) -> u32 {
        let next = self.parent.len() as u32;
        let number = *self.number.entry(hash).or_insert(next);
        if number == next {
            self.parent.push(next);
            self.first.push(None);
        }
        number
    }

    fn root(&mut self, mut number: u32) -> u32 {
        while let Some(&parent) = self.parent.get(number as usize)
            && parent != number
        {
            let grandparent = self.parent.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parent.get_mut(number as usize) {
                *slot = grandparent;
            }
            number = grandparent;
        }
        number
    }

    fn link(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.parent.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }

    fn see(&mut self, root: u32, at: Instant, place: Place, id: &str) {
        if let Some(first) = self.first.get_mut(root as usize)
            && first
                .as_ref()
                .is_none_or(|(first_at, first_place, _)| (at, place) < (*first_at, *first_place))
        {
            *first = Some((at, place, id.to_owned()));
        }
    }
}

/// Pours messages without conversation again, each under its thread's id.
pub(super) fn weave(gather: &Gather, chunks: &[Vec<u8>]) {
    let mut links = Links::default();
    for (place, message) in messages(chunks) {
        let source = gather.source(place.file);
        let own = links.number(key(source, &message.message_id));
        for answered in message.in_reply_to.split(' ').filter(|id| !id.is_empty()) {
            let answered = links.number(key(source, answered));
            links.link(own, answered);
        }
    }
    for (place, message) in messages(chunks) {
        let own = links.number(key(gather.source(place.file), &message.message_id));
        let root = links.root(own);
        if let Some(at) = message.sent_at {
            links.see(root, at, place, &message.message_id);
        }
    }
    let mut buffers = gather.buffers();
    for (place, mut message) in messages(chunks) {
        let source = gather.source(place.file);
        let own = links.number(key(source, &message.message_id));
        let root = links.root(own);
        let Some(Some((_, _, id))) = links.first.get(root as usize) else {
            continue;
        };
        message.conversation_id = id.as_str().into();
        buffers.pack(gather, Some(key(source, id)), place, &Record::Message(message));
    }
    buffers.flush(gather);
}

fn messages(chunks: &[Vec<u8>]) -> impl Iterator<Item = (Place, Message<'_>)> {
    chunks.iter().flat_map(|chunk| {
        let mut rest = chunk.as_slice();
        std::iter::from_fn(move || {
            let (place, mut packed) = get_entry(&mut rest)?;
            match Record::get(&mut packed)? {
                Record::Message(message) => Some((place, message)),
                _ => None,
            }
        })
    })
}
