//! What reviewers of known strictness find of some conversations.

use super::draw::{Draw, logistic, mixed};
use super::period::{DAY, Second};
use super::story::{Author, Story};
use super::world::World;
use crate::model::{MessageKind, Outcome};

/// Somebody who reviews conversations.
#[derive(Debug)]
pub(super) struct Reviewer {
    pub id: &'static str,
    /// Log-odds that are taken from finding a criterion met.
    pub strictness: f64,
}

pub(super) static REVIEWERS: [Reviewer; 4] = [
    Reviewer { id: "qa1", strictness: -0.9 },
    Reviewer { id: "qa2", strictness: 0.0 },
    Reviewer { id: "qa3", strictness: 0.4 },
    Reviewer { id: "qa4", strictness: 1.5 },
];

/// Columns of the planted strictness.
pub(super) const TRUTH: &str = "reviewer_id,strictness_log_odds";

/// Share of answered conversations that one reviewer judges, and that all of them do.
const REVIEWED: f64 = 0.08;
const CALIBRATED: f64 = 0.012;
/// Log-odds that a reviewer of no strictness finds met what was, and what was not.
const MET: f64 = 2.8;
const MISSED: f64 = -2.4;
/// Share of what does not apply that is found so.
const NOT_APPLICABLE: f64 = 0.94;
/// Parts the stream of draws from that of the stories.
const STREAM: u64 = 0x7265_7669_6577;

/// What the agents of a conversation showed of what reviewers look for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    pub greeting: bool,
    pub empathy: bool,
    /// An answer that solves the question, and one that solves nothing.
    pub answer: bool,
    pub vague: bool,
    pub offer: bool,
    pub farewell: bool,
}

/// What a criterion is in truth.
type Truth = fn(&Shown) -> Outcome;

/// The scorecard: each criterion with what it is in truth.
static SCORECARD: [(&str, Truth); 5] = [
    ("greeting", |shown| verdict(shown.greeting)),
    ("acknowledgement", |shown| verdict(shown.empathy)),
    ("specificity", |shown| once_answered(shown, shown.answer)),
    ("solved_check", |shown| once_answered(shown, shown.offer)),
    ("closing", |shown| once_answered(shown, shown.farewell)),
];

fn verdict(is_met: bool) -> Outcome {
    if is_met { Outcome::Met } else { Outcome::Missed }
}

/// Not applicable where the conversation came to no answer.
fn once_answered(shown: &Shown, is_met: bool) -> Outcome {
    if shown.answer || shown.vague { verdict(is_met) } else { Outcome::NotApplicable }
}

/// One criterion as one reviewer judged it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Review {
    pub reviewer: &'static Reviewer,
    pub agent: u32,
    pub criterion: &'static str,
    pub verdict: Outcome,
    pub is_calibration: bool,
    pub reviewed_at: Second,
}

impl Review {
    /// The reviews of the conversation of that number which were made by the end of the weeks.
    pub fn of(world: &World, number: u64, story: &Story) -> Vec<Review> {
        let end = world.period.end;
        let said = |line: &&super::story::Line| line.kind == MessageKind::Reply;
        let last = story.lines.iter().rfind(said);
        let replied = story.lines.iter().filter(said).rev().find_map(|line| match line.author {
            Author::Agent(agent) => Some(agent),
            _ => None,
        });
        let (Some(last), Some(agent)) = (last, replied) else { return Vec::new() };
        let mut draw = Draw::new(mixed(world.seed, STREAM), number);
        let chance = draw.unit();
        let is_calibration = chance < CALIBRATED;
        if chance >= CALIBRATED + REVIEWED {
            return Vec::new();
        }
        let reviewers = if is_calibration {
            REVIEWERS.as_slice()
        } else {
            let one = draw.below(REVIEWERS.len());
            REVIEWERS.get(one..=one).unwrap_or_default()
        };
        let mut reviews = Vec::new();
        for reviewer in reviewers {
            let reviewed_at = last.at + (DAY as f64 * (0.5 + 4.0 * draw.unit())) as Second;
            for (criterion, truth) in &SCORECARD {
                let verdict = found(truth(&story.shown), reviewer, &mut draw);
                let one =
                    Review { reviewer, agent, criterion, verdict, is_calibration, reviewed_at };
                reviews.extend(Some(one).filter(|_| reviewed_at < end));
            }
        }
        reviews
    }
}

/// What a reviewer finds of what is true.
fn found(truth: Outcome, reviewer: &Reviewer, draw: &mut Draw) -> Outcome {
    let log_odds = match truth {
        Outcome::NotApplicable if draw.chance(NOT_APPLICABLE) => return truth,
        Outcome::Met => MET,
        Outcome::Missed | Outcome::NotApplicable => MISSED,
    };
    verdict(draw.chance(logistic(log_odds - reviewer.strictness)))
}

/// The planted strictness as a CSV file.
pub(super) fn truth() -> String {
    let rows = REVIEWERS.iter().map(|one| format!("{},{:.4}\n", one.id, one.strictness));
    std::iter::once(format!("{TRUTH}\n")).chain(rows).collect()
}
