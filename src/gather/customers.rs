//! Customers in the order in which they first came.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use crate::model::{ConversationState, Instant, Place, Record, Role};

/// When and where a customer was first met.
type First = (Instant, Place);

/// Customers by their ids, numbered by first contact. Only a hash of an id is held.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    /// Those met, some more than once.
    met: Vec<(u64, First)>,
    /// How many may be met before those met more than once are told apart.
    room: usize,
    numbers: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// The one met last, as one often follows upon the other.
    last: Option<(u64, Instant)>,
}

/// The least of those rooms, some megabytes. Sorting so many is faster than looking each up among all
/// customers, who lie all over the memory.
const ROOM: usize = 1 << 18;

/// The id by which a conversation's customer goes: an account, else an address, a number or a handle;
/// empty where its state names none.
pub fn customer_of<'s>(state: &'s ConversationState<'_>) -> &'s str {
    let ids =
        [&state.customer_id, &state.customer_email, &state.customer_phone, &state.customer_handle];
    ids.into_iter().find(|id| !id.is_empty()).map_or("", |id| id.as_ref())
}

fn hash(id: &str) -> u64 {
    XxHash3_64::oneshot(id.as_bytes())
}

impl Customers {
    /// The customer's number, from 1; `None` for one who was not met before the numbers were given.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.numbers.get(&hash(id)).copied()
    }

    /// Takes note of whom a record tells of.
    pub(super) fn meet(&mut self, record: &Record<'_>, place: Place) {
        let (id, at) = match record {
            Record::Conversation(state) => (customer_of(state), state.opened_at),
            Record::Message(message) if message.author_role == Some(Role::Customer) => {
                (message.author_id.as_ref(), message.sent_at)
            }
            _ => return,
        };
        if id.is_empty() {
            return;
        }
        let (id, at) = (hash(id), at.unwrap_or(Instant(i64::MAX)));
        if self.last.is_some_and(|(last, since)| last == id && since <= at) {
            return;
        }
        self.last = Some((id, at));
        self.met.push((id, (at, place)));
        if self.met.len() > self.room.max(ROOM) {
            self.tell_apart();
            self.room = 2 * self.met.len();
        }
    }

    /// Leaves each customer once, with the first contact.
    fn tell_apart(&mut self) {
        self.met.sort_unstable();
        self.met.dedup_by_key(|(id, _)| *id);
    }

    pub(super) fn append(&mut self, other: &mut Self) {
        self.met.append(&mut other.met);
    }

    /// Gives the numbers; nobody is met after that.
    pub(super) fn settle(&mut self) {
        self.met.par_sort_unstable();
        self.tell_apart();
        let mut order = std::mem::take(&mut self.met);
        order.par_sort_unstable_by_key(|(id, first)| (*first, *id));
        self.numbers = order.into_iter().zip(1..).map(|((id, _), number)| (id, number)).collect();
    }
}

/// A hash that is its own.
#[derive(Clone, Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        debug_assert!(false, "only hashes are keys");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Message;

    fn state(id: &'static str, at: Option<i64>) -> Record<'static> {
        let opened_at = at.map(Instant);
        ConversationState { customer_email: id.into(), opened_at, ..Default::default() }.into()
    }

    fn place(line: u32) -> Place {
        Place { file: 0, piece: 0, line }
    }

    #[test]
    fn the_first_to_come_is_number_one() {
        let (mut one, mut other) = (Customers::default(), Customers::default());
        one.meet(&state("late@shop.example", Some(9)), place(0));
        one.meet(&state("never@shop.example", None), place(1));
        one.meet(&state("", Some(0)), place(2));
        other.meet(&state("early@shop.example", Some(5)), place(3));
        other.meet(&state("late@shop.example", Some(7)), place(4));
        let wrote = Message {
            author_role: Some(Role::Customer),
            author_id: "first".into(),
            sent_at: Some(Instant(1)),
            ..Message::default()
        };
        other.meet(&wrote.into(), place(5));
        one.append(&mut other);
        one.settle();
        let number = |id| one.number(id);
        assert_eq!(number("first"), Some(1));
        assert_eq!(number("early@shop.example"), Some(2));
        assert_eq!(number("late@shop.example"), Some(3));
        assert_eq!(number("never@shop.example"), Some(4));
        assert_eq!(number("nobody"), None);
    }
}
