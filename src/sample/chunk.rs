//! A stretch of contacts, played out with a random stream of its own.

use std::ops::Range;

use super::ALL;
use super::customer::Customer;
use super::draw::Draw;
use super::matter::Matter;
use super::period::{DAY, HOUR, Second};
use super::scene::{Contact, Scene};
use super::story::Story;
use super::topic::TOPICS;
use super::verdict::{Outcome, survey};
use super::world::World;
use crate::model::Channel;

/// Conversations in a chunk.
pub(super) const CHUNK: u64 = 512;

/// Customers of small numbers come more often by this power.
const FAITHFUL: f64 = 1.4;
/// Share that comes back with the same question: after an answer, after a bad one, after none.
const AGAIN: [f64; 3] = [0.03, 0.4, 0.5];
/// How often a question is brought back at most.
const MOST_AGAIN: u32 = 3;
/// Share of those who come back on the same channel.
const SAME_CHANNEL: f64 = 0.6;

impl World {
    /// How many chunks there are.
    pub fn chunks(&self) -> u64 {
        self.conversations.div_ceil(CHUNK)
    }

    /// The numbers of the conversations in a chunk.
    pub fn numbers(&self, chunk: u64) -> Range<u64> {
        let start = chunk * CHUNK;
        start..(start + CHUNK).min(self.conversations)
    }

    /// The conversations of a chunk, by the time they were opened.
    pub fn stories(&self, chunk: u64) -> Vec<Story> {
        let numbers = self.numbers(chunk);
        let count = numbers.end.saturating_sub(numbers.start) as usize;
        let mut draw = Draw::new(self.seed, chunk + 1);
        let mut stories = Vec::with_capacity(count);
        let mut back = None;
        while stories.len() < count {
            let contact = back.take().unwrap_or_else(|| self.contact(&numbers, &mut draw));
            let Some((story, outcome)) = self.play(&contact, &mut draw) else { break };
            if story.opened_at < self.period.end {
                back = self.comes_back(&contact, &outcome, &mut draw);
                stories.push(story);
            }
        }
        stories.sort_by_key(|story| story.opened_at);
        stories
    }

    /// A first contact among the conversations of these numbers.
    fn contact(&self, numbers: &Range<u64>, draw: &mut Draw) -> Contact {
        let number = numbers.start as f64 + draw.unit() * (numbers.end - numbers.start) as f64;
        let at = self.arrivals.instant(number / self.conversations as f64, &self.period);
        let slot = self.period.slot(at);
        let customer = (draw.unit().powf(FAITHFUL) * self.customers as f64) as u64;
        let service = self.arrivals.service(self.period.hour_of_week(slot), draw);
        let topic = self.arrivals.topic(slot, &self.season, draw);
        let matter = Matter::new(self.period.date(at), draw);
        Contact { at, service, topic, customer, earlier: 0, matter }
    }

    /// Plays a contact out; `None` where it names what the desk does not have.
    fn play(&self, contact: &Contact, draw: &mut Draw) -> Option<(Story, Outcome)> {
        let customer = Customer::new(self.seed, contact.customer, &self.tongues);
        let tongue = self.tongues.get(customer.tongue)?;
        let texts = tongue.topics.get(contact.topic)?;
        let topic = TOPICS.get(contact.topic)?;
        let case = contact.matter.case(&texts.cases)?;
        let service = *ALL.get(contact.service)?;
        let (surface, is_public) = service.surface(&tongue.code, draw);
        let known = match service.channel() {
            Channel::Chat => 1.0,
            Channel::Social => 0.5,
            _ => 0.8,
        };
        let story = Story {
            order: if topic.has_order { contact.matter.order.clone() } else { String::new() },
            surface,
            is_public,
            is_urgent: draw.chance(if contact.earlier > 0 { 0.4 } else { 0.08 }),
            is_labelled: draw.chance(0.92),
            is_known: draw.chance(known),
            ..Story::new(contact)
        };
        let mut scene = Scene {
            world: self,
            draw,
            contact,
            service,
            topic,
            customer: &customer,
            tongue,
            texts,
            case,
            story,
            said: Vec::new(),
        };
        let outcome = service.play(&mut scene);
        survey(&mut scene, &outcome);
        let mut story = scene.story;
        story.sort();
        story.customer = customer;
        Some((story, outcome))
    }

    /// Whether the customer comes back with the same question, perhaps on another channel.
    fn comes_back(&self, contact: &Contact, outcome: &Outcome, draw: &mut Draw) -> Option<Contact> {
        let [after_answer, after_bad, after_none] = AGAIN;
        let (share, pause) = match outcome.agent {
            _ if outcome.is_solved => (after_answer, (2.5 * DAY as f64, 0.6)),
            Some(_) => (after_bad, (DAY as f64, 0.8)),
            None => (after_none, (3.0 * HOUR as f64, 1.3)),
        };
        if contact.earlier >= MOST_AGAIN || !draw.chance(share) {
            return None;
        }
        let mut at = outcome.at + 5 * 60 + draw.around(pause) as Second;
        let service = if draw.chance(SAME_CHANNEL) {
            contact.service
        } else {
            draw.weighted(ALL.iter().map(|service| service.share()))
        };
        let line = ALL.get(service)?;
        if line.channel() == Channel::Phone {
            let open = self.next_open(line.hours(), at);
            if open > at {
                at = open + (draw.unit() * 8.0 * HOUR as f64) as Second;
            }
        }
        let earlier = contact.earlier + 1;
        (at < self.period.end).then_some(Contact { at, service, earlier, ..contact.clone() })
    }
}
