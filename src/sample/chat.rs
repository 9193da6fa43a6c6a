//! Chat in the shop's page and app: around the clock, greeted by a bot.

use super::draw::Draw;
use super::period::{MINUTE, Second};
use super::scene::Scene;
use super::service::Service;
use super::story::{Author, Change};
use super::verdict::{Offer, Outcome};
use super::written::{Manner, converse};
use crate::model::{Channel, EventKind};

/// The chat.
pub(super) struct Chat;

/// Share of questions that the bot answers by itself.
const CONTAINED: f64 = 0.11;

static MANNER: Manner = Manner {
    first: (42.0, 0.75),
    next: (48.0, 0.7),
    customer: (38.0, 0.8),
    patience: Some((540.0, 0.8)),
    rounds: 1.3,
    silent: 0.09,
    timeout: 15 * MINUTE,
    stalled: 0.004,
    transferred: 0.08,
    noted: 0.08,
    third_party: 0.0,
    has_statuses: false,
    is_letter: false,
    reopened: 0.25,
    offer: Some(Offer {
        share: 0.9,
        asked: (2.0, 0.3),
        given: (70.0, 1.0),
        answers: [0.30, 0.22, 0.18, 0.27, 0.38],
        is_message: true,
    }),
};

impl Service for Chat {
    fn channel(&self) -> Channel {
        Channel::Chat
    }

    fn share(&self) -> f64 {
        0.58
    }

    fn load(&self, weekday: usize, hour: usize) -> f64 {
        let day = match weekday {
            0 => 1.12,
            5 => 0.92,
            6 => 0.85,
            _ => 1.0,
        };
        day * match hour {
            0..=1 => 0.25,
            2..=5 => 0.1,
            6..=7 => 0.3,
            8 => 0.6,
            9..=11 => 1.0,
            12..=13 => 1.15,
            14..=17 => 0.95,
            18..=20 => 1.25,
            21..=22 => 0.9,
            _ => 0.5,
        }
    }

    fn queues(&self) -> bool {
        true
    }

    fn surface(&self, _: &str, draw: &mut Draw) -> (&'static str, Option<bool>) {
        (if draw.chance(0.6) { "app" } else { "web" }, Some(false))
    }

    fn play(&self, scene: &mut Scene<'_>) -> Outcome {
        let (texts, bot, case) = (&scene.tongue.customer, &scene.tongue.bot, scene.case);
        let mut at = scene.contact.at;
        let hello = scene.perhaps(0.6, &texts.greeting);
        let again = if scene.contact.earlier > 0 { texts.again.as_slice() } else { &[] };
        if scene.draw.chance(0.2) {
            scene.customer_says(at, &[&texts.greeting]);
            scene.bot_says(at + 2, &[&bot.greeting]);
            at += 8 + scene.draw.around((15.0, 0.6)) as Second;
            scene.customer_says(at, &[again, &case.question]);
        } else {
            scene.customer_says(at, &[hello, again, &case.question]);
            scene.bot_says(at + 2, &[&bot.greeting]);
        }
        if scene.contact.earlier == 0 && scene.draw.chance(CONTAINED) {
            scene.bot_says(at + 4, &[&scene.texts.help]);
            at += 10 + scene.draw.around((40.0, 0.6)) as Second;
            scene.customer_says(at, &[&texts.thanks]);
            scene.bot_says(at + 2, &[&bot.solved]);
            scene.resolve(at + 3, Author::Bot);
            let is_solved = scene.draw.chance(0.8);
            return Outcome { at: at + 3, agent: None, is_solved, wait: 1.0, handovers: 0 };
        }
        if scene.draw.chance(0.35) {
            at += 6 + scene.draw.around((20.0, 0.6)) as Second;
            let upset = scene.perhaps(0.3, &texts.upset);
            scene.customer_says(at, &[&case.detail, upset]);
        }
        scene.bot_says(at + 3, &[&bot.handoff]);
        scene.happens(at + 3, EventKind::Queued, Change::Nothing, Some(Author::Bot));
        converse(scene, &MANNER, at + 3)
    }
}
