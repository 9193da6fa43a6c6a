//! How a written conversation goes: waits, answers, questions back, hand-overs, and the end.

use super::period::{DAY, Second};
use super::scene::{Part, Scene};
use super::story::{Author, Change};
use super::verdict::{Offer, Outcome, rate};
use crate::model::{EventKind, Status};

/// What differs between channels. Times are median seconds and the spread of their logarithm.
pub(super) struct Manner {
    /// Until an average agent's first answer, and the next ones, in open time.
    pub first: (f64, f64),
    pub next: (f64, f64),
    /// Until customers write again.
    pub customer: (f64, f64),
    /// When customers leave unanswered.
    pub patience: Option<(f64, f64)>,
    /// How often an agent asks back, on average.
    pub rounds: f64,
    /// Share of customers who do not answer a question, and seconds until it is given up.
    pub silent: f64,
    pub timeout: Second,
    /// Share of questions back whose answer is overlooked for good.
    pub stalled: f64,
    pub transferred: f64,
    pub noted: f64,
    /// Share of conversations that wait for somebody else, such as the carrier.
    pub third_party: f64,
    /// Whether tickets change their status with each message.
    pub has_statuses: bool,
    /// Whether each message has a salutation and a signature.
    pub is_letter: bool,
    /// Share of unsolved questions that come back into the same conversation.
    pub reopened: f64,
    pub offer: Option<Offer>,
}

/// Share of those who wait too long that ask the same once more.
const REPEATED: f64 = 0.4;

const MOST_ROUNDS: usize = 4;

/// Plays a conversation from the customer's first wait on.
pub(super) fn converse(scene: &mut Scene<'_>, manner: &Manner, asked: Second) -> Outcome {
    let crowd = scene.crowd(asked);
    let first = (manner.first.0 * crowd, manner.first.1);
    let Some((agent, at)) = scene.answer(asked, first, None) else {
        return Outcome::unanswered(asked);
    };
    let waited = at - asked;
    let texts = &scene.tongue.customer;
    if let Some(patience) = manner.patience {
        let left = asked + scene.draw.around(patience) as Second;
        if waited as f64 > 4.0 * manner.first.0 && scene.draw.chance(0.5) {
            let again = asked + (waited.min(left - asked) as f64 * 0.6) as Second;
            if scene.draw.chance(REPEATED) {
                scene.customer_repeats(again);
            } else {
                scene.customer_says(again, &[&texts.impatient]);
            }
        }
        if left < at {
            scene.happens(left, EventKind::Abandoned, Change::Nothing, Some(Author::Customer));
            return Outcome::unanswered(left);
        }
    }
    scene.assign(asked + (waited as f64 * 0.7) as Second, agent, Author::System);
    let wait = (waited as f64 / manner.first.0).max(0.05);
    let mut talk = Talk { scene, manner, agent, at, wait, handovers: 0, is_solved: false };
    if !talk.play() {
        return talk.outcome();
    }
    let outcome = talk.outcome();
    if let Some(offer) = &manner.offer {
        rate(talk.scene, &outcome, offer);
    }
    if !outcome.is_solved && talk.scene.draw.chance(manner.reopened) {
        talk.reopen();
    }
    talk.outcome()
}

/// A conversation while it goes on.
struct Talk<'t, 's> {
    scene: &'t mut Scene<'s>,
    manner: &'t Manner,
    agent: u32,
    /// The latest that was said.
    at: Second,
    wait: f64,
    handovers: u32,
    is_solved: bool,
}

impl<'s> Talk<'_, 's> {
    fn outcome(&self) -> Outcome {
        Outcome {
            at: self.at,
            agent: Some(self.agent),
            is_solved: self.is_solved,
            wait: self.wait,
            handovers: self.handovers,
        }
    }

    /// To the first resolution; false where there is none.
    fn play(&mut self) -> bool {
        let texts = &self.scene.tongue.agent;
        let rounds = self.rounds();
        self.note(self.manner.noted * 0.5);
        let hello = self.scene.kindly(self.agent, 1.6, &texts.greeting);
        let sorry = self.scene.kindly(self.agent, -0.3, &texts.empathy);
        if rounds > 0 {
            let is_public = self.scene.story.is_public == Some(true);
            let ask = if is_public { texts.invite.as_slice() } else { self.ask() };
            self.reply(&[hello, sorry, ask]);
        } else {
            self.last_answer(&[hello, sorry]);
        }
        for round in 1..=rounds {
            if self.scene.draw.chance(self.manner.silent) {
                self.given_up();
                return true;
            }
            self.customer_answers(&[self.tell()]);
            if self.scene.draw.chance(self.manner.stalled) {
                return false;
            }
            let may_transfer = round == 1 && self.scene.draw.chance(self.manner.transferred);
            if may_transfer && self.transfer() {
                self.reply(&[&texts.resume, self.ask()]);
                self.customer_answers(&[self.tell()]);
            }
            self.answer_follows();
            self.note(self.manner.noted);
            if round < rounds {
                let check = self.scene.perhaps(0.7, &texts.check);
                self.reply(&[check, self.ask()]);
            } else {
                self.last_answer(&[]);
            }
        }
        self.end();
        true
    }

    /// What the agent asks next, and what the customer tells.
    fn ask(&self) -> Part<'s> {
        self.scene.fresh(&self.scene.case.clarify, &self.scene.tongue.agent.more)
    }

    fn tell(&self) -> Part<'s> {
        self.scene.fresh(&self.scene.case.detail, &self.scene.tongue.customer.more)
    }

    /// How often the agent asks back.
    fn rounds(&mut self) -> usize {
        let mean = self.manner.rounds * self.scene.topic.effort;
        let more = mean / (1.0 + mean);
        (0..MOST_ROUNDS).take_while(|_| self.scene.draw.chance(more)).count()
    }

    /// The agent writes now.
    fn reply(&mut self, parts: &[Part<'s>]) {
        let mut all = parts.to_vec();
        all.push(self.scene.slip(self.agent));
        if self.manner.is_letter {
            all.push(&self.scene.tongue.agent.sign_off);
        }
        self.scene.agent_says(self.agent, self.at, &all);
        if self.manner.has_statuses {
            self.scene.becomes(self.at + 1, Status::Pending, Author::Agent(self.agent));
        }
    }

    /// The customer writes after a while.
    fn customer_answers(&mut self, parts: &[Part<'s>]) {
        self.at += 3 + self.scene.draw.around(self.manner.customer) as Second;
        let sign_off = &self.scene.tongue.customer.sign_off;
        if self.manner.is_letter {
            let all: Vec<Part<'s>> = parts.iter().copied().chain([sign_off.as_slice()]).collect();
            self.scene.customer_says(self.at, &all);
        } else {
            self.scene.customer_says(self.at, parts);
        }
        if self.manner.has_statuses {
            self.scene.becomes(self.at + 1, Status::Open, Author::System);
        }
    }

    /// The time moves to the agent's next answer, which a colleague may have to give.
    fn answer_follows(&mut self) {
        let holder = Some(self.agent);
        if let Some((agent, at)) = self.scene.answer(self.at, self.manner.next, holder) {
            if agent != self.agent {
                self.scene.assign(at - 1, agent, Author::System);
                self.handovers += 1;
            }
            (self.agent, self.at) = (agent, at);
        }
    }

    fn note(&mut self, share: f64) {
        if self.scene.draw.chance(share) {
            let fact = &self.scene.tongue.note.fact;
            self.scene.agent_notes(self.agent, self.at - 1, &[fact]);
        }
    }

    /// A colleague takes over; false where none is on duty.
    fn transfer(&mut self) -> bool {
        let (agent_texts, notes) = (&self.scene.tongue.agent, &self.scene.tongue.note);
        self.answer_follows();
        let Some(next) = self.scene.agent_at(self.at, Some(self.agent)) else { return false };
        self.scene.agent_says(self.agent, self.at, &[&agent_texts.transfer]);
        self.scene.agent_notes(self.agent, self.at + 5, &[&notes.handover]);
        self.at += 10;
        self.scene.assign(self.at, next, Author::Agent(self.agent));
        let is_escalated = self.scene.draw.chance(0.15);
        if is_escalated {
            self.scene.agent_notes(self.agent, self.at, &[&notes.escalation]);
            let by = Some(Author::Agent(self.agent));
            self.scene.happens(self.at, EventKind::Escalated, Change::Nothing, by);
        }
        self.agent = next;
        self.handovers += 1;
        self.answer_follows();
        true
    }

    /// The answer that solves it or does not.
    fn last_answer(&mut self, before: &[Part<'s>]) {
        let (texts, topic) = (&self.scene.tongue.agent, self.scene.texts);
        let case = self.scene.case;
        let mut before = before.to_vec();
        if self.scene.draw.chance(self.manner.third_party) {
            before.push(&texts.third_party);
            self.reply(&before);
            if self.manner.has_statuses {
                let by = Author::Agent(self.agent);
                self.scene.becomes(self.at + 2, Status::OnHold, by);
            }
            self.at += self.scene.draw.around((DAY as f64, 0.5)) as Second;
            self.answer_follows();
            before.clear();
        }
        self.is_solved = self.scene.solves(self.agent);
        let check = self.scene.perhaps(0.3, &texts.check);
        let answer = if self.is_solved { &case.answer } else { &topic.vague };
        let offer = self.scene.kindly(self.agent, 0.2, &texts.offer);
        before.extend([check, answer.as_slice(), offer]);
        self.reply(&before);
    }

    /// Thanks or protest, a farewell, and the desk holds it for done.
    fn end(&mut self) {
        let (texts, customer) = (&self.scene.tongue.agent, &self.scene.tongue.customer);
        let topic = self.scene.texts;
        if self.is_solved && self.scene.draw.chance(0.5) {
            self.customer_answers(&[&customer.thanks]);
            if !self.manner.is_letter {
                self.answer_follows();
                let farewell = self.scene.kindly(self.agent, 1.0, &texts.farewell);
                if !farewell.is_empty() {
                    self.reply(&[farewell]);
                }
            }
        } else if !self.is_solved && self.scene.draw.chance(0.4) {
            self.customer_answers(&[&customer.push]);
            self.answer_follows();
            self.reply(&[&topic.vague]);
        }
        self.resolve(Author::Agent(self.agent));
        if self.is_solved && self.scene.draw.chance(0.08) {
            let later = self.at + self.scene.draw.around(self.manner.customer) as Second;
            self.scene.customer_says(later, &[&customer.thanks]);
        }
    }

    /// The customer did not come back.
    fn given_up(&mut self) {
        self.is_solved = self.scene.draw.chance(0.5);
        self.at += self.manner.timeout;
        self.resolve(Author::System);
    }

    fn resolve(&mut self, by: Author) {
        self.at += 2 + self.scene.draw.below(20) as Second;
        self.scene.resolve(self.at, by);
    }

    /// The customer says that it is not solved, and is answered once more.
    fn reopen(&mut self) {
        let (texts, customer) = (&self.scene.tongue.agent, &self.scene.tongue.customer);
        let topic = self.scene.texts;
        self.at += self.scene.draw.around((0.6 * DAY as f64, 0.9)) as Second + 60;
        let upset = self.scene.perhaps(0.4, &customer.upset);
        self.scene.customer_says(self.at, &[&customer.still, upset]);
        self.scene.happens(self.at, EventKind::Reopened, Change::Nothing, Some(Author::Customer));
        let (asked, before) = (self.at, self.agent);
        let Some((agent, at)) = self.scene.answer(asked, self.manner.first, None) else { return };
        if agent != before {
            self.scene.assign(at - 1, agent, Author::System);
            self.handovers += 1;
        }
        (self.agent, self.at) = (agent, at);
        self.is_solved = self.scene.solves(agent);
        let answer = if self.is_solved { &self.scene.case.answer } else { &topic.vague };
        let sorry = self.scene.kindly(agent, 0.8, &texts.empathy);
        let hello = if agent == before { &texts.greeting } else { &texts.resume };
        self.reply(&[hello, sorry, answer]);
        self.resolve(Author::Agent(agent));
    }
}
