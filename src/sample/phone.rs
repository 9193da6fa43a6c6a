//! The telephone line: weekdays in working hours, with a queue that some callers leave.

use super::draw::Draw;
use super::period::{DAY, HOUR, Second};
use super::scene::{Part, Scene};
use super::service::{OFFICE, Opening, Service};
use super::story::{Author, Call, Change, Line};
use super::verdict::{Offer, Outcome, rate};
use crate::model::{CallOutcome, Channel, EventKind, MessageKind};

/// The telephone line.
pub(super) struct Phone;

/// Median seconds and spread.
const QUEUE: (f64, f64) = (12.0, 0.95);
const PATIENCE: (f64, f64) = (150.0, 0.9);
const TALK: (f64, f64) = (225.0, 0.5);
const HOLD: (f64, f64) = (55.0, 0.6);
const WRAP_UP: (f64, f64) = (45.0, 0.5);
/// A call that would begin less than so many seconds before closing is not answered any more.
const LAST_CALL: Second = 90;
/// Share of halves of calls in which the agent begins before the customer has ended, and by how much.
const TALKED_OVER: f64 = 0.008;
const OVERLAP: Second = 4;
const HELD: f64 = 0.22;
const TRANSFERRED: f64 = 0.06;
const TRANSCRIBED: f64 = 0.7;
/// Share of callers who leave a message rather than just hang up.
const VOICEMAIL: f64 = 0.1;

static OFFER: Offer = Offer {
    share: 0.6,
    asked: (4.0, 0.3),
    given: (25.0, 0.5),
    answers: [0.14, 0.16, 0.18, 0.25, 0.32],
    is_message: false,
};

impl Service for Phone {
    fn channel(&self) -> Channel {
        Channel::Phone
    }

    fn share(&self) -> f64 {
        0.14
    }

    fn load(&self, weekday: usize, hour: usize) -> f64 {
        let day = match weekday {
            0 => 1.3,
            1..=4 => 1.0,
            _ => 0.0,
        };
        day * match hour {
            10..=11 => 1.3,
            9 | 12..=13 => 1.0,
            14..=16 => 1.1,
            17 => 0.8,
            _ => 0.0,
        }
    }

    fn hours(&self) -> Option<Opening> {
        Some(OFFICE)
    }

    fn queues(&self) -> bool {
        true
    }

    fn surface(&self, _: &str, _: &mut Draw) -> (&'static str, Option<bool>) {
        ("", None)
    }

    fn play(&self, scene: &mut Scene<'_>) -> Outcome {
        let at = scene.contact.at;
        scene.happens(at, EventKind::Queued, Change::Nothing, Some(Author::System));
        let to_close = scene.world.open_seconds(self.hours(), at, at + DAY / 2);
        let queue = scene.draw.around((QUEUE.0 * scene.crowd(at), QUEUE.1)) as Second + 2;
        let patience = scene.draw.around(PATIENCE) as Second + 5;
        let agent = scene.agent_at(at, None);
        match agent {
            Some(agent) if queue <= patience && queue + LAST_CALL <= to_close => {
                answered(scene, agent, queue, to_close - queue)
            }
            _ => given_up(scene, queue.min(patience).min(to_close)),
        }
    }
}

/// The caller hangs up, or leaves a message that is seen to later.
fn given_up(scene: &mut Scene<'_>, queue: Second) -> Outcome {
    let (at, ended_at) = (scene.contact.at, scene.contact.at + queue);
    let mut call = Call {
        outcome: CallOutcome::Abandoned,
        answered_at: None,
        ended_at,
        queue,
        talk: 0,
        hold: 0,
        wrap_up: 0,
    };
    if !scene.draw.chance(VOICEMAIL) {
        let by = Some(Author::Customer);
        scene.happens(ended_at, EventKind::Abandoned, Change::Nothing, by);
        scene.story.call = Some(call);
        return Outcome::unanswered(ended_at);
    }
    let said = ended_at + 20 + scene.draw.below(40) as Second;
    let text =
        scene.compose(ended_at, None, &[&scene.case.question, &scene.tongue.customer.contact]);
    let (author, kind) = (Author::Customer, MessageKind::Reply);
    scene.story.lines.push(Line { at: ended_at, ended_at: Some(said), author, kind, text });
    (call.outcome, call.ended_at) = (CallOutcome::Voicemail, said);
    scene.story.call = Some(call);
    let Some((agent, back)) = scene.answer(said, (2.0 * HOUR as f64, 0.6), None) else {
        return Outcome::unanswered(said);
    };
    scene.assign(back - 1, agent, Author::System);
    scene.agent_notes(agent, back, &[&scene.tongue.note.called_back]);
    scene.resolve(back + 1, Author::Agent(agent));
    let is_solved = scene.solves(agent);
    let wait = (back - at) as f64 / HOUR as f64;
    Outcome { at: back + 1, agent: Some(agent), is_solved, wait, handovers: 0 }
}

/// The call is answered after `queue` seconds and must end within `left` more.
fn answered(scene: &mut Scene<'_>, first: u32, queue: Second, left: Second) -> Outcome {
    let at = scene.contact.at + queue;
    let pace = scene.world.agent(first).map_or(1.0, |agent| agent.pace().sqrt());
    let effort = pace * scene.topic.effort;
    let talk = scene.draw.around((TALK.0 * effort, TALK.1)) as Second + 30;
    let hold = if scene.draw.chance(HELD) { scene.draw.around(HOLD) as Second + 5 } else { 0 };
    let talk = talk.min(left);
    let hold = hold.min(left - talk);
    let wrap_up = scene.draw.around((WRAP_UP.0 * effort, WRAP_UP.1)) as Second + 3;
    let ended_at = at + talk + hold;
    let (mut agent, mut handovers) = (first, 0);
    scene.happens(at, EventKind::Answered, Change::Nothing, Some(Author::Agent(first)));
    scene.assign(at, first, Author::System);
    let middle = at + talk / 2;
    if hold > 0 {
        let by = Some(Author::Agent(first));
        scene.happens(middle, EventKind::HoldStarted, Change::Nothing, by);
        scene.happens(middle + hold, EventKind::HoldEnded, Change::Nothing, by);
    }
    if scene.draw.chance(TRANSFERRED)
        && let Some(next) = scene.agent_at(middle, Some(first))
    {
        scene.assign(middle + hold, next, Author::Agent(first));
        (agent, handovers) = (next, 1);
    }
    let is_solved = scene.solves(agent);
    if scene.draw.chance(TRANSCRIBED) {
        let halves = [(at, middle, first), (middle + hold, ended_at, agent)];
        transcribe(scene, &halves, hold > 0, is_solved);
    }
    let by = Author::Agent(agent);
    scene.happens(ended_at + wrap_up, EventKind::WrapUpEnded, Change::Nothing, Some(by));
    scene.resolve(ended_at, by);
    scene.story.call = Some(Call {
        outcome: CallOutcome::Answered,
        answered_at: Some(at),
        ended_at,
        queue,
        talk,
        hold,
        wrap_up,
    });
    let wait = queue as f64 / QUEUE.0;
    let outcome = Outcome { at: ended_at, agent: Some(agent), is_solved, wait, handovers };
    rate(scene, &outcome, &OFFER);
    outcome
}

/// Who speaks when in one half of a call, sharing its time by the length of what they say.
fn transcribe<'s>(
    scene: &mut Scene<'s>,
    halves: &[(Second, Second, u32); 2],
    is_held: bool,
    is_solved: bool,
) {
    let (agent, customer, case) = (&scene.tongue.agent, &scene.tongue.customer, scene.case);
    let [(start, middle, first), (after, end, last)] = *halves;
    let again = if scene.contact.earlier > 0 { customer.again.as_slice() } else { &[] };
    let sorry = scene.kindly(first, -0.1, &agent.empathy);
    let hold = if is_held { agent.hold.as_slice() } else { &agent.check };
    let opening: [(Author, &[Part<'s>]); 5] = [
        (Author::Agent(first), &[&agent.call_greeting]),
        (Author::Customer, &[&customer.greeting, again, &case.question]),
        (Author::Agent(first), &[sorry, &case.clarify]),
        (Author::Customer, &[&case.detail]),
        (Author::Agent(first), &[hold]),
    ];
    speak(scene, start, middle, &opening);
    let answer = if is_solved { &case.answer } else { &scene.texts.vague };
    let reaction = if is_solved { &customer.thanks } else { &customer.push };
    let back = if last != first {
        agent.resume.as_slice()
    } else if is_held {
        agent.back.as_slice()
    } else {
        &[]
    };
    let offer = scene.kindly(last, 0.2, &agent.offer);
    let farewell = scene.kindly(last, 1.0, &agent.farewell);
    let ending: [(Author, &[Part<'s>]); 5] = [
        (Author::Agent(last), &[back, answer]),
        (Author::Customer, &[&customer.yes]),
        (Author::Agent(last), &[offer]),
        (Author::Customer, &[reaction]),
        (Author::Agent(last), &[farewell]),
    ];
    speak(scene, after, end, &ending);
}

/// One after the other between two instants; who has nothing to say is passed over.
fn speak<'s>(scene: &mut Scene<'s>, from: Second, to: Second, turns: &[(Author, &[Part<'s>])]) {
    let first = scene.story.lines.len();
    for (author, parts) in turns {
        let agent = match author {
            Author::Agent(agent) => scene.world.agent(*agent),
            _ => None,
        };
        let text = scene.compose(from, agent, parts);
        if !text.is_empty() {
            let (author, kind) = (*author, MessageKind::Reply);
            scene.story.lines.push(Line { at: from, ended_at: None, author, kind, text });
        }
    }
    let is_talked_over = scene.draw.chance(TALKED_OVER);
    let Some(lines) = scene.story.lines.get_mut(first..) else { return };
    let whole: usize = lines.iter().map(|line| line.text.len()).sum();
    let mut said = 0;
    let moment = |said: usize| from + (to - from) * said as Second / whole.max(1) as Second;
    for line in lines.iter_mut() {
        line.at = moment(said);
        said += line.text.len();
        line.ended_at = Some((moment(said) - 1).max(line.at));
    }
    if is_talked_over {
        for pair in 1..lines.len() {
            let Some([before, after]) = lines.get_mut(pair - 1..=pair) else { break };
            let ended_at = before.ended_at.unwrap_or(before.at);
            if before.author == Author::Customer && ended_at - before.at > OVERLAP {
                after.at = ended_at - OVERLAP;
                break;
            }
        }
    }
}
