//! Email: acknowledged at once by a rule, answered in working hours.

use super::draw::Draw;
use super::period::{DAY, HOUR, Second};
use super::scene::Scene;
use super::service::{OFFICE, Opening, Service};
use super::story::Author;
use super::verdict::{Offer, Outcome};
use super::written::{Manner, converse};
use crate::model::{Channel, MessageKind, Role};

/// The mailbox.
pub(super) struct Email;

/// Share of conversations that the desk begins itself.
const PROACTIVE: f64 = 0.03;
/// Share of mails that nobody ever answers.
const OVERLOOKED: f64 = 0.012;

static MANNER: Manner = Manner {
    first: (4.2 * HOUR as f64, 0.65),
    next: (2.8 * HOUR as f64, 0.7),
    customer: (5.0 * HOUR as f64, 1.0),
    patience: None,
    rounds: 0.55,
    silent: 0.1,
    timeout: 3 * DAY,
    stalled: 0.01,
    transferred: 0.12,
    noted: 0.2,
    third_party: 0.1,
    has_statuses: true,
    is_letter: true,
    reopened: 0.4,
    offer: Some(Offer {
        share: 0.8,
        asked: (HOUR as f64, 0.3),
        given: (7.0 * HOUR as f64, 1.2),
        answers: [0.2, 0.13, 0.1, 0.15, 0.22],
        is_message: false,
    }),
};

impl Service for Email {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn share(&self) -> f64 {
        0.18
    }

    fn load(&self, weekday: usize, hour: usize) -> f64 {
        let day = match weekday {
            0 => 1.25,
            5 => 0.6,
            6 => 0.55,
            _ => 1.0,
        };
        day * match hour {
            0..=5 => 0.1,
            6..=8 => 0.6,
            9..=12 => 1.2,
            13..=17 => 1.0,
            18..=21 => 0.7,
            _ => 0.3,
        }
    }

    fn hours(&self) -> Option<Opening> {
        Some(OFFICE)
    }

    fn surface(&self, _: &str, _: &mut Draw) -> (&'static str, Option<bool>) {
        ("", Some(false))
    }

    fn joint(&self) -> &'static str {
        "\n\n"
    }

    fn play(&self, scene: &mut Scene<'_>) -> Outcome {
        let (texts, bot, case) = (&scene.tongue.customer, &scene.tongue.bot, scene.case);
        scene.story.subject = scene.compose(scene.contact.at, None, &[&case.subject]);
        if scene.contact.earlier == 0 && scene.draw.chance(PROACTIVE) {
            return proactive(scene);
        }
        let at = scene.contact.at;
        let again = if scene.contact.earlier > 0 { texts.again.as_slice() } else { &[] };
        let detail = scene.perhaps(0.6, &case.detail);
        let upset = scene.perhaps(0.25, &texts.upset);
        let contact = scene.perhaps(0.15, &texts.contact);
        let parts =
            [&texts.greeting, again, &case.question, detail, upset, contact, &texts.sign_off];
        scene.customer_says(at, &parts);
        let receipt = at + 20 + scene.draw.below(60) as Second;
        scene.rule_says(receipt, MessageKind::AutoReply, &[&bot.receipt]);
        if scene.draw.chance(OVERLOOKED) {
            return Outcome::unanswered(at);
        }
        converse(scene, &MANNER, at)
    }
}

/// The desk writes first; most customers do not answer.
fn proactive(scene: &mut Scene<'_>) -> Outcome {
    let at = scene.attended(scene.contact.at);
    let Some(agent) = scene.agent_at(at, None) else { return Outcome::unanswered(at) };
    let (texts, case) = (&scene.tongue.agent, scene.case);
    scene.story.initiated_by = Role::Agent;
    scene.story.opened_at = at;
    scene.agent_says(agent, at, &[&texts.greeting, &texts.proactive, &texts.sign_off]);
    scene.assign(at, agent, Author::System);
    if !scene.draw.chance(0.4) {
        scene.resolve(at + 5, Author::Agent(agent));
        let agent = Some(agent);
        return Outcome { at: at + 5, agent, is_solved: true, wait: 1.0, handovers: 0 };
    }
    let asked = at + 60 + scene.draw.around(MANNER.customer) as Second;
    if scene.draw.chance(0.1) {
        let away = &scene.tongue.customer.out_of_office;
        scene.say_automatically(at + 30, away);
    }
    let sign_off = &scene.tongue.customer.sign_off;
    scene.customer_says(asked, &[&scene.tongue.customer.greeting, &case.question, sign_off]);
    converse(scene, &MANNER, asked)
}
