//! Where a contact is played out: what its people say and do goes into its story.

use std::ops::Range;

use super::customer::Customer;
use super::draw::{Draw, logistic};
use super::duty::{Duty, Wanted};
use super::matter::{Matter, With};
use super::period::Second;
use super::phrase::Phrase;
use super::roster::{Agent, effect};
use super::service::Service;
use super::story::{Author, Change, Happening, Line, Story};
use super::tongue::{Case, Tongue, TopicTexts};
use super::topic::Topic;
use super::world::World;
use crate::model::{EventKind, MessageKind, Status};

/// The log-odds that an average agent's reply blames the customer.
const RUDE: f64 = -6.0;
/// Shares of replies that hold a card's number, and an unfilled slot.
const EXPOSED: f64 = 0.002;
const UNFILLED: f64 = 0.004;

/// One customer's wish to be answered.
#[derive(Clone)]
pub(super) struct Contact {
    pub at: Second,
    pub service: usize,
    pub topic: usize,
    pub customer: u64,
    /// How often the same question was asked before.
    pub earlier: u32,
    pub matter: Matter,
}

/// Everything that one contact needs.
pub(super) struct Scene<'s> {
    pub world: &'s World,
    pub draw: &'s mut Draw,
    pub contact: &'s Contact,
    pub service: &'static dyn Service,
    pub topic: &'static Topic,
    pub customer: &'s Customer,
    pub tongue: &'s Tongue,
    pub texts: &'s TopicTexts,
    pub case: &'s Case,
    pub story: Story,
    /// What was said in it so far.
    pub said: Vec<&'s Phrase>,
}

/// Phrases of which one is said.
pub(super) type Part<'s> = &'s [Phrase];

impl<'s> Scene<'s> {
    /// Writes one phrase of each part, rather one that was not yet used.
    pub fn compose(
        &mut self,
        at: Second,
        agent: Option<&Agent>,
        parts: &[Part<'s>],
    ) -> Range<usize> {
        let (tongue, customer, period) = (self.tongue, self.customer, &self.world.period);
        if agent.is_some() {
            parts.iter().for_each(|part| self.shows(part));
        }
        let agent = agent.map_or("", |agent| agent.given_name.as_str());
        let with = With { tongue, customer, agent, at, period };
        let start = self.story.text.len();
        let joint = match self.service.joint() {
            " " => self.tongue.space.as_str(),
            joint => joint,
        };
        for part in parts {
            let Some(phrase) = self.phrase(part) else { continue };
            let text = &mut self.story.text;
            if text.len() > start {
                text.push_str(joint);
            }
            phrase.write(text, |slot, out| self.contact.matter.fill(slot, &with, out));
        }
        start..self.story.text.len()
    }

    /// An agent says something of a part.
    fn shows(&mut self, part: Part<'s>) {
        let (texts, shown) = (&self.tongue.agent, &mut self.story.shown);
        let is = |of: &Vec<Phrase>| !part.is_empty() && std::ptr::eq(part, of.as_slice());
        shown.greeting |= is(&texts.greeting) || is(&texts.call_greeting);
        shown.empathy |= is(&texts.empathy);
        shown.answer |= is(&self.case.answer);
        shown.vague |= is(&self.texts.vague);
        shown.offer |= is(&texts.offer);
        shown.farewell |= is(&texts.farewell) || is(&texts.sign_off);
    }

    fn is_said(&self, phrase: &Phrase) -> bool {
        self.said.iter().any(|said| std::ptr::eq(*said, phrase))
    }

    fn phrase(&mut self, part: Part<'s>) -> Option<&'s Phrase> {
        let first = self.draw.below(part.len());
        let (before, after) = part.split_at_checked(first)?;
        let mut in_turn = after.iter().chain(before);
        let fresh = in_turn.clone().find(|phrase| !self.is_said(phrase));
        let phrase = fresh.or_else(|| in_turn.next())?;
        self.said.push(phrase);
        Some(phrase)
    }

    /// What there is to ask or to tell, unless all of it was said.
    pub fn fresh(&self, part: Part<'s>, more: Part<'s>) -> Part<'s> {
        if part.iter().all(|phrase| self.is_said(phrase)) { more } else { part }
    }

    fn say(&mut self, at: Second, author: Author, kind: MessageKind, parts: &[Part<'s>]) {
        let agent = match author {
            Author::Agent(agent) => self.world.agent(agent),
            _ => None,
        };
        let text = self.compose(at, agent, parts);
        self.story.lines.push(Line { at, ended_at: None, author, kind, text });
    }

    pub fn customer_says(&mut self, at: Second, parts: &[Part<'s>]) {
        self.say(at, Author::Customer, MessageKind::Reply, parts);
    }

    pub fn agent_says(&mut self, agent: u32, at: Second, parts: &[Part<'s>]) {
        self.say(at, Author::Agent(agent), MessageKind::Reply, parts);
    }

    /// Something written for colleagues.
    pub fn agent_notes(&mut self, agent: u32, at: Second, parts: &[Part<'s>]) {
        self.say(at, Author::Agent(agent), MessageKind::Note, parts);
    }

    pub fn bot_says(&mut self, at: Second, parts: &[Part<'s>]) {
        self.say(at, Author::Bot, MessageKind::Reply, parts);
    }

    /// Something sent by a rule.
    pub fn rule_says(&mut self, at: Second, kind: MessageKind, parts: &[Part<'s>]) {
        self.say(at, Author::System, kind, parts);
    }

    /// Something that the customer's own mailbox sends.
    pub fn say_automatically(&mut self, at: Second, part: Part<'s>) {
        self.say(at, Author::Customer, MessageKind::AutoReply, &[part]);
    }

    /// A part that is said with that chance, and else left out.
    pub fn perhaps<'p>(&mut self, share: f64, part: Part<'p>) -> Part<'p> {
        if self.draw.chance(share) { part } else { &[] }
    }

    /// The same for what friendly agents say more often.
    pub fn kindly<'p>(&mut self, agent: u32, log_odds: f64, part: Part<'p>) -> Part<'p> {
        let friendliness = self.world.agent(agent).map_or(0.0, |agent| agent.friendliness);
        self.perhaps(logistic(log_odds + 0.9 * friendliness), part)
    }

    /// What should not be written, now and then: blame, rather by unfriendly agents, a card's number, a slot
    /// of a template.
    pub fn slip(&mut self, agent: u32) -> Part<'s> {
        let (texts, draw) = (&self.tongue.agent, &mut *self.draw);
        let friendliness = self.world.agent(agent).map_or(0.0, |agent| agent.friendliness);
        if draw.chance(logistic(RUDE - friendliness)) {
            &texts.rude
        } else if draw.chance(EXPOSED) {
            &texts.exposed
        } else if draw.chance(UNFILLED) {
            &texts.unfilled
        } else {
            &[]
        }
    }

    /// The customer sends the longest of the own messages once more.
    pub fn customer_repeats(&mut self, at: Second) {
        let own = self.story.lines.iter().filter(|line| line.author == Author::Customer);
        let Some(text) = own.map(|line| line.text.clone()).max_by_key(Range::len) else { return };
        let (author, kind) = (Author::Customer, MessageKind::Reply);
        self.story.lines.push(Line { at, ended_at: None, author, kind, text });
    }

    pub fn happens(&mut self, at: Second, kind: EventKind, value: Change, actor: Option<Author>) {
        self.story.events.push(Happening { at, kind, value, actor });
    }

    pub fn becomes(&mut self, at: Second, status: Status, actor: Author) {
        self.happens(at, EventKind::StatusChanged, Change::Status(status), Some(actor));
    }

    /// A conversation is given to an agent, by a rule or by the one who had it.
    pub fn assign(&mut self, at: Second, agent: u32, by: Author) {
        if by != Author::System {
            self.happens(at, EventKind::Transferred, Change::Holder(agent), Some(by));
        }
        self.happens(at, EventKind::Assigned, Change::Holder(agent), Some(by));
    }

    /// The desk holds the contact for done.
    pub fn resolve(&mut self, at: Second, by: Author) {
        self.happens(at, EventKind::Resolved, Change::Nothing, Some(by));
    }

    /// Whether an agent solves the question.
    pub fn solves(&mut self, agent: u32) -> bool {
        let elapsed = self.world.period.elapsed(self.contact.at);
        let topic = self.contact.topic;
        let agent = self.world.agent(agent);
        let skill = agent.map_or(0.0, |agent| agent.resolution + agent.gaps.drifted(elapsed));
        let gap = agent.map_or(0.0, |agent| agent.gaps.effect(topic));
        let again = -0.4 * f64::from(self.contact.earlier);
        let log_odds = self.topic.ease + effect::RESOLUTION * skill + gap + again;
        self.draw.chance(logistic(log_odds))
    }

    /// How many times the usual wait there is at an instant.
    pub fn crowd(&self, at: Second) -> f64 {
        let Moment { slot, hour } = self.hour(at);
        let queue = self.world.duty.queue(self.contact.service, hour);
        queue * self.world.season.wait(slot, self.service.channel())
    }

    fn hour(&self, at: Second) -> Moment {
        let slot = self.world.period.slot(at);
        Moment { slot, hour: self.world.period.hour_of_week(slot) }
    }

    /// An agent on duty at an instant, but not that one.
    pub fn agent_at(&mut self, at: Second, but: Option<u32>) -> Option<u32> {
        let wanted = Wanted {
            service: self.contact.service,
            tongue: self.customer.tongue,
            hour: self.hour(at).hour,
            topic: self.topic,
            but,
        };
        self.world.duty.agent(&self.world.agents, &wanted, self.draw)
    }

    /// The first instant from `at` on at which the channel is open and anybody is on duty.
    pub fn attended(&self, at: Second) -> Second {
        let open = self.world.next_open(self.service.hours(), at);
        let next = self.world.duty.next(self.contact.service, open, &self.world.period);
        self.world.next_open(self.service.hours(), next)
    }

    /// Who answers what was asked, and when: its holder, or whoever is on duty.
    ///
    /// `wait` is the median of an average agent in open time and its spread. Where the channel has
    /// hours, an agent whose shift ends before hands over to a colleague.
    pub fn answer(
        &mut self,
        asked: Second,
        wait: (f64, f64),
        holder: Option<u32>,
    ) -> Option<(u32, Second)> {
        let from = match holder {
            Some(_) => self.world.next_open(self.service.hours(), asked),
            None => self.attended(asked),
        };
        let mut agent = match holder {
            Some(agent) => agent,
            None => self.agent_at(from, None)?,
        };
        let pace = self.world.agent(agent).map_or(1.0, Agent::pace);
        let open = self.draw.around((wait.0 * pace, wait.1));
        let at = self.world.after(self.service.hours(), from, open).max(asked + 2);
        let hour = self.hour(at).hour;
        let is_on = self.world.agent(agent).is_some_and(|agent| Duty::is_on(agent, hour));
        if !is_on && self.service.hours().is_some() {
            agent = self.agent_at(at, None).unwrap_or(agent);
        }
        Some((agent, at))
    }
}

/// An instant's place in the weeks.
struct Moment {
    slot: usize,
    hour: usize,
}
