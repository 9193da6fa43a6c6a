//! Social networks: direct messages and public comments, answered until the evening.

use super::draw::Draw;
use super::period::{DAY, HOUR, Second};
use super::scene::Scene;
use super::service::{DAILY, Opening, Service};
use super::story::Author;
use super::verdict::Outcome;
use super::written::{Manner, converse};
use crate::model::Channel;

/// The social networks.
pub(super) struct Social;

/// Share that nobody answers, of comments and of direct messages.
const IGNORED: (f64, f64) = (0.22, 0.03);
/// Share of unanswered comments that are ticked off as needing no answer.
const TICKED_OFF: f64 = 0.8;

const MESSAGE: Manner = Manner {
    first: (18.0 * 60.0, 0.85),
    next: (15.0 * 60.0, 0.8),
    customer: (20.0 * 60.0, 1.2),
    patience: None,
    rounds: 0.8,
    silent: 0.15,
    timeout: DAY,
    stalled: 0.02,
    transferred: 0.05,
    noted: 0.05,
    third_party: 0.02,
    has_statuses: true,
    is_letter: false,
    reopened: 0.3,
    offer: None,
};

const COMMENT: Manner = Manner {
    first: (32.0 * 60.0, 0.9),
    rounds: 0.25,
    customer: (2.0 * HOUR as f64, 1.2),
    silent: 0.3,
    ..MESSAGE
};

impl Service for Social {
    fn channel(&self) -> Channel {
        Channel::Social
    }

    fn share(&self) -> f64 {
        0.10
    }

    fn load(&self, weekday: usize, hour: usize) -> f64 {
        let day = if weekday < 5 { 1.0 } else { 1.15 };
        day * match hour {
            0..=6 => 0.12,
            7..=9 => 0.5,
            10..=16 => 0.8,
            17..=22 => 1.3,
            _ => 0.6,
        }
    }

    fn hours(&self) -> Option<Opening> {
        Some(DAILY)
    }

    fn surface(&self, tongue: &str, draw: &mut Draw) -> (&'static str, Option<bool>) {
        let surfaces: &[&str] = match tongue {
            "ru" => &["telegram", "vk", "instagram"],
            "zh" => &["wechat", "weibo", "facebook"],
            _ => &["instagram", "facebook", "x", "whatsapp"],
        };
        let surface = draw.one(surfaces).copied().unwrap_or_default();
        let has_comments = !matches!(surface, "telegram" | "wechat" | "whatsapp");
        (surface, Some(has_comments && draw.chance(0.6)))
    }

    fn play(&self, scene: &mut Scene<'_>) -> Outcome {
        let (texts, case) = (&scene.tongue.customer, scene.case);
        let is_comment = scene.story.is_public == Some(true);
        let at = scene.contact.at;
        let again = if scene.contact.earlier > 0 { texts.again.as_slice() } else { &[] };
        let upset = scene.perhaps(if is_comment { 0.5 } else { 0.2 }, &texts.upset);
        let hello = if is_comment { &texts.post } else { &texts.greeting };
        scene.customer_says(at, &[hello, again, &case.question, upset]);
        let ignored = if is_comment { IGNORED.0 } else { IGNORED.1 };
        if scene.draw.chance(ignored) {
            if is_comment && scene.draw.chance(TICKED_OFF) {
                let seen =
                    scene.attended(at) + scene.draw.around((4.0 * HOUR as f64, 0.8)) as Second;
                scene.resolve(seen, Author::System);
            }
            return Outcome::unanswered(at);
        }
        converse(scene, if is_comment { &COMMENT } else { &MESSAGE }, at)
    }
}
