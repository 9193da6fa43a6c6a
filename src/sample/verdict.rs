//! How a contact ended, and what the customer says of it.

use super::period::{DAY, HOUR, Second};
use super::roster::effect;
use super::scene::Scene;
use super::story::{Answer, Mark};
use crate::model::{Instrument, MessageKind};

/// How a contact ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// When the desk held it for done, or nothing happened any more.
    pub at: Second,
    /// Who gave the last answer.
    pub agent: Option<u32>,
    /// Whether the question is solved in truth, whatever the desk holds.
    pub is_solved: bool,
    /// How many times the usual wait the customer waited first.
    pub wait: f64,
    pub handovers: u32,
}

impl Outcome {
    /// Nobody answered.
    pub fn unanswered(at: Second) -> Self {
        Self { at, agent: None, is_solved: false, wait: 5.0, handovers: 0 }
    }
}

/// How a channel asks for marks.
pub(super) struct Offer {
    /// Share of conversations after which a mark is asked for.
    pub share: f64,
    /// Seconds until it is asked for, and until it is given: median and spread.
    pub asked: (f64, f64),
    pub given: (f64, f64),
    /// Share of customers who give one, by the mark that they would give, worst first.
    pub answers: [f64; 5],
    /// Whether the request stands among the messages.
    pub is_message: bool,
}

/// A solved question against one that is not, and the deviations that a wait which is e times the
/// usual and a change of hands take from a rating.
const SOLVED: f64 = 1.9;
const WAIT: f64 = 0.28;
const HANDOVER: f64 = 0.25;
/// What chance does to a rating.
const CHANCE: f64 = 0.8;
/// Rating of an average agent's unsolved question.
const BASE: f64 = -0.75;
/// Below these a rating is 1, 2, 3, 4; else 5.
const CUTS: [f64; 4] = [-1.0, -0.45, 0.05, 0.6];

/// What a customer thinks of a contact, in deviations.
fn mood(scene: &mut Scene<'_>, outcome: &Outcome) -> f64 {
    let agent = outcome.agent.and_then(|agent| scene.world.agent(agent));
    let friendliness = agent.map_or(0.0, |agent| agent.friendliness);
    let solved = if outcome.is_solved { SOLVED } else { 0.0 };
    BASE + solved + scene.topic.mood + effect::FRIENDLINESS * friendliness
        - WAIT * outcome.wait.ln().clamp(-2.0, 3.0)
        - HANDOVER * f64::from(outcome.handovers)
        - 0.3 * f64::from(scene.contact.earlier.min(3))
        + CHANCE * scene.draw.normal()
}

fn mark(mood: f64) -> u8 {
    1 + CUTS.iter().filter(|cut| mood >= **cut).count() as u8
}

/// Asks for a mark, which many do not give: the angry and the pleased rather than the others.
pub(super) fn rate(scene: &mut Scene<'_>, outcome: &Outcome, offer: &Offer) {
    let Some(agent) = outcome.agent else { return };
    if !scene.draw.chance(offer.share) {
        return;
    }
    let offered_at = outcome.at + scene.draw.around(offer.asked) as Second + 1;
    let mark = mark(mood(scene, outcome));
    let answers = offer.answers.get(usize::from(mark) - 1).copied().unwrap_or(0.0);
    let is_given = scene.draw.chance(answers);
    let given_at = offered_at + scene.draw.around(offer.given) as Second + 3;
    if offer.is_message {
        let texts = &scene.tongue.bot.survey;
        scene.rule_says(offered_at, MessageKind::Survey, &[texts]);
    }
    let mut comment = 0..0;
    if is_given && scene.draw.chance(0.2) {
        let texts = &scene.tongue.comment;
        match mark {
            4.. => comment = scene.compose(given_at, None, &[&texts.praise]),
            ..=2 => comment = scene.compose(given_at, None, &[&texts.blame]),
            _ => {}
        }
    }
    let given = is_given.then_some((given_at, mark));
    scene.story.mark = Some(Mark { agent, offered_at, given, comment });
}

/// Sends a survey some days later, of which only answers are known: recommendation, which names no
/// conversation, or effort, which does.
pub(super) fn survey(scene: &mut Scene<'_>, outcome: &Outcome) {
    const SENT: f64 = 0.12;
    const ANSWERED: f64 = 0.3;
    if !scene.draw.chance(SENT * ANSWERED) {
        return;
    }
    let sent_at = outcome.at + scene.draw.around((1.5 * DAY as f64, 0.4)) as Second;
    let answered_at = sent_at + scene.draw.around((5.0 * HOUR as f64, 1.2)) as Second + 30;
    let mood = mood(scene, outcome);
    let on =
        |middle: f64, step: f64, top: f64| (middle + step * mood).round().clamp(0.0, top) as i64;
    let (instrument, score) = if scene.draw.chance(0.5) {
        (Instrument::Nps, on(7.0, 2.4, 10.0))
    } else {
        (Instrument::Ces, on(4.8, 1.3, 7.0).max(1))
    };
    let texts = &scene.tongue.comment;
    let part = if mood > 0.0 { &texts.praise } else { &texts.blame };
    let part = scene.perhaps(0.3, part);
    let comment = scene.compose(answered_at, None, &[part]);
    scene.story.answer = Some(Answer { instrument, sent_at, answered_at, score, comment });
}
