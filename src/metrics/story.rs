//! What happens at a desk told in prose: who says what, calls, ratings, and what else there is to tell.

use super::desk::Desk;
use crate::model::{
    CallOutcome, Channel, Event, EventKind, MessageKind, Outcome, Person, Rating, Record, Review,
    Role, Visibility,
};

impl Desk {
    pub fn customer(self, when: &str, text: &str) -> Self {
        self.message(when, Role::Customer, "customer", |message| {
            message.text = text.to_owned().into();
        })
    }

    /// A public reply by a person.
    pub fn agent(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| message.text = text.to_owned().into())
    }

    /// A note that only colleagues see.
    pub fn note(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| {
            message.visibility = Some(Visibility::Private);
            message.kind = Some(MessageKind::Note);
            message.text = text.to_owned().into();
        })
    }

    /// A note that the customer can read.
    pub fn public_note(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| {
            message.visibility = Some(Visibility::Public);
            message.kind = Some(MessageKind::Note);
            message.text = text.to_owned().into();
        })
    }

    pub fn bot(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Bot, who, |message| message.text = text.to_owned().into())
    }

    /// Something that a rule sends in somebody's name.
    pub fn auto_reply(self, role: Role, who: &str, when: &str, text: &str) -> Self {
        self.message(when, role, who, |message| {
            message.kind = Some(MessageKind::AutoReply);
            message.text = text.to_owned().into();
        })
    }

    /// Something that happened, with its new holder or status.
    pub fn event(mut self, when: &str, kind: EventKind, value: &str) -> Self {
        let event = Event {
            conversation_id: self.state.conversation_id.clone(),
            at: self.at(when),
            kind: Some(kind),
            value: value.to_owned().into(),
            ..Event::default()
        };
        self.records.push(event.into());
        self
    }

    /// A call that waited so many seconds, and who answered it.
    pub fn call(mut self, when: &str, queue_seconds: f64, outcome: CallOutcome, who: &str) -> Self {
        self.state.channel = Some(Channel::Phone);
        self.state.queued_at = self.at(when);
        self.state.queue_seconds = Some(queue_seconds);
        self.state.outcome = Some(outcome);
        self.held_by(who)
    }

    /// How long the call lasted, without holds.
    pub fn talked(mut self, seconds: f64) -> Self {
        self.state.talk_seconds = Some(seconds);
        self
    }

    /// How long the caller was on hold.
    pub fn put_on_hold(mut self, seconds: f64) -> Self {
        self.state.hold_seconds = Some(seconds);
        self
    }

    /// How long the work after the call took.
    pub fn wrapped_up(mut self, seconds: f64) -> Self {
        self.state.wrap_up_seconds = Some(seconds);
        self
    }

    /// When what was said last came to its end.
    pub fn until(mut self, when: &str) -> Self {
        let at = self.at(when);
        if let Some(Record::Message(message)) = self.records.last_mut() {
            message.ended_at = at;
        }
        self
    }

    /// A rating of 1 to 5, of that agent where the name is not empty.
    pub fn rated(self, when: &str, score: f64, who: &str) -> Self {
        self.rated_on(5.0, when, score, who)
    }

    /// The same on a scale from 1 to another end.
    pub fn rated_on(mut self, scale_max: f64, when: &str, score: f64, who: &str) -> Self {
        let rated_at = self.at(when);
        self.rating(Rating {
            agent_id: who.to_owned().into(),
            rated_at,
            score: Some(score),
            scale_min: Some(1.0),
            scale_max: Some(scale_max),
            ..Rating::default()
        })
    }

    /// A rating that was offered and not given.
    pub fn asked_to_rate(mut self, when: &str) -> Self {
        let offered_at = self.at(when);
        self.rating(Rating { offered_at, ..Rating::default() })
    }

    /// A reviewer's verdict on a criterion.
    pub fn reviewed(mut self, when: &str, who: &str, criterion: &str, verdict: Outcome) -> Self {
        let reviewed_at = self.at(when);
        self.review(Review {
            reviewer_id: who.to_owned().into(),
            criterion: criterion.to_owned().into(),
            verdict: Some(verdict),
            reviewed_at,
            ..Review::default()
        })
    }

    /// Whom the verdict told last is about; nobody is named where the name is empty.
    pub fn judging(mut self, who: &str) -> Self {
        if let Some(Record::Review(review)) = self.records.last_mut() {
            review.agent_id = who.to_owned().into();
        }
        self
    }

    /// The verdict told last is one of calibration.
    pub fn as_calibration(mut self) -> Self {
        if let Some(Record::Review(review)) = self.records.last_mut() {
            review.is_calibration = Some(true);
        }
        self
    }

    /// Somebody whom the list of users names.
    pub fn person(mut self, id: &str, role: Role, name: &str, team: &str) -> Self {
        let person = Person {
            person_id: id.to_owned().into(),
            role: Some(role),
            name: name.to_owned().into(),
            team: team.to_owned().into(),
            ..Person::default()
        };
        self.records.push(person.into());
        self
    }
}
