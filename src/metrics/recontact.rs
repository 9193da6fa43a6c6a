//! Which resolutions were followed by another contact of the same customer, and on which topic.

use std::collections::HashMap;

use rayon::prelude::*;
use twox_hash::XxHash3_64;

/// What is known of one conversation of a known customer; instants in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    pub customer: &'a str,
    /// Empty where nobody knows.
    pub topic: &'a str,
    pub opened_at: i64,
    /// When it was first resolved.
    pub resolved_at: Option<i64>,
}

/// How a customer came back; a later one is a return of the earlier kind as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Return {
    /// Not in time.
    None,
    /// On a topic known to be another.
    OtherTopic,
    /// On the same topic, or where either's is not known.
    SameTopic,
}

/// An opening or a resolution.
#[derive(Clone, Copy)]
struct Event {
    /// Hash of the customer's id.
    customer: u64,
    at: i64,
    /// Hash of the topic, where it is known.
    topic: Option<u64>,
    is_resolution: bool,
    row: u32,
}

impl Event {
    /// What was opened at the instant of a resolution stands before it: it did not follow upon it.
    fn order(&self) -> (u64, i64, bool) {
        (self.customer, self.at, self.is_resolution)
    }
}

/// The instants at which a customer opened a next conversation, seen from the end.
#[derive(Default)]
struct Next {
    customer: u64,
    any: Option<i64>,
    vague: Option<i64>,
    /// By the topic's hash, each with the customer whose it is.
    alike: HashMap<u64, (u64, i64)>,
}

/// For each contact that was resolved whether its customer opened another conversation within so many
/// microseconds after that; `None` for the others.
pub fn returns(contacts: &[Option<Contact<'_>>], within: i64) -> Vec<Option<Return>> {
    let hash = |text: &str| XxHash3_64::oneshot(text.as_bytes());
    let mut events = Vec::with_capacity(2 * contacts.len());
    for (row, contact) in (0..).zip(contacts) {
        let Some(contact) = contact else { continue };
        let opening = Event {
            customer: hash(contact.customer),
            at: contact.opened_at,
            topic: (!contact.topic.is_empty()).then(|| hash(contact.topic)),
            is_resolution: false,
            row,
        };
        events.push(opening);
        let resolution = |at| Event { at, is_resolution: true, ..opening };
        events.extend(contact.resolved_at.map(resolution));
    }
    events.par_sort_unstable_by_key(Event::order);
    let mut found = vec![None; contacts.len()];
    let mut next = Next::default();
    for event in events.into_iter().rev() {
        if next.customer != event.customer {
            next = Next { customer: event.customer, alike: next.alike, ..Next::default() };
        }
        if !event.is_resolution {
            next.opened(event);
        } else if let Some(slot) = found.get_mut(event.row as usize) {
            *slot = Some(next.after(event, event.at.saturating_add(within)));
        }
    }
    found
}

impl Next {
    fn opened(&mut self, Event { at, topic, .. }: Event) {
        self.any = Some(at);
        match topic {
            None => self.vague = Some(at),
            Some(topic) => {
                self.alike.insert(topic, (self.customer, at));
            }
        }
    }

    /// How the customer came back after a resolution until an instant.
    fn after(&self, resolution: Event, until: i64) -> Return {
        let in_time = |at: Option<i64>| at.is_some_and(|at| at <= until);
        if !in_time(self.any) {
            return Return::None;
        }
        let alike = resolution.topic.map(|topic| {
            let known = self.alike.get(&topic).filter(|(customer, _)| *customer == self.customer);
            in_time(known.map(|(_, at)| *at)) || in_time(self.vague)
        });
        if alike.unwrap_or(true) { Return::SameTopic } else { Return::OtherTopic }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule as it is told, contact by contact.
    fn told(contacts: &[Option<Contact<'_>>], within: i64) -> Vec<Option<Return>> {
        let one = |contact: &Option<Contact<'_>>| {
            let contact = contact.as_ref()?;
            let resolved_at = contact.resolved_at?;
            let came = |other: &&Contact<'_>| {
                let after = other.opened_at - resolved_at;
                other.customer == contact.customer && after > 0 && after <= within
            };
            let is_alike = |other: &Contact<'_>| {
                let topics = [contact.topic, other.topic];
                topics.contains(&"") || contact.topic == other.topic
            };
            // Only the next contact on a topic counts, and it is the nearest.
            let back = contacts.iter().flatten().filter(came);
            back.map(|other| if is_alike(other) { Return::SameTopic } else { Return::OtherTopic })
                .max()
                .or(Some(Return::None))
        };
        contacts.iter().map(one).collect()
    }

    proptest! {
        #[test]
        fn returns_are_found_as_the_rule_tells(
            drawn in prop::collection::vec(
                (0..4usize, 0..3usize, 0..30i64, prop::option::of(0..30i64), any::<bool>()), 0..40,
            ),
            within in 0..12i64,
        ) {
            let contacts: Vec<_> = drawn.iter().map(|(customer, topic, opened, resolved, is_known)| {
                let contact = Contact {
                    customer: ["ann", "bob", "eve", "dan"][*customer],
                    topic: ["", "delivery", "account"][*topic],
                    opened_at: *opened,
                    resolved_at: *resolved,
                };
                is_known.then_some(contact)
            }).collect();
            prop_assert_eq!(returns(&contacts, within), told(&contacts, within));
        }
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let contact = Contact {
            customer: "ann",
            topic: "",
            opened_at: i64::MIN,
            resolved_at: Some(i64::MAX),
        };
        assert_eq!(returns(&[Some(contact), None], i64::MAX), [Some(Return::None), None]);
        assert_eq!(returns(&[], 1), []);
    }
}
