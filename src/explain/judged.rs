//! How each value of what was found, judged and answered about a conversation comes about.

use super::conversation;
use super::how::How;
use super::rows::entry;
use super::timeline::Timeline;
use crate::facts::{ReviewRow, SpanRow, SurveyRow, TargetTime, Told, TopicRow, VerdictRow};
use crate::model::Outcome;

/// How a value of a topic comes about.
pub fn topic(row: &TopicRow<'_>, timeline: &Timeline, column: &str) -> How {
    match column {
        "topic_number" => How::because("its place by score"),
        "family" | "sub_topic" | "score" => How::because("the lexicon's phrases"),
        "message_number" => shown_by(timeline, Some(row.found.message), ""),
        "opened_at" => conversation::how(row.told, timeline, column),
        _ => How::Stated,
    }
}

/// How a value of a verdict comes about.
pub fn verdict(row: &VerdictRow<'_>, timeline: &Timeline, column: &str) -> How {
    let (criterion, verdict) = (row.criterion.name, row.verdict);
    let at = |missing| shown_by(timeline, verdict.message, missing);
    match column {
        "criterion" | "verdict" => How::because(format!("docs/rubric.md, `{criterion}`")),
        "certainty" => How::because("how far words, forms or times decide it"),
        "weight" | "is_critical" => How::because("the rubric, or the settings"),
        "agent_id" if verdict.agent.is_empty() => How::missing("nobody is named"),
        "agent_id" => match at("") {
            How::Entry(number) => How::Entry(number),
            _ => How::because("whose messages were judged"),
        },
        "message_number" => at(match verdict.outcome {
            Outcome::Met => "nothing speaks against it",
            _ => "no message by itself shows it",
        }),
        "opened_at" => conversation::how(row.told, timeline, column),
        _ => How::Stated,
    }
}

/// How a value of a review comes about.
pub fn review(row: &ReviewRow<'_>, timeline: &Timeline, column: &str) -> How {
    let ReviewRow { told, review } = *row;
    let judged_at = || review.reviewed_at.and_then(|at| timeline.opinion(at));
    match column {
        "agent_id" if review.agent_id.is_empty() => {
            How::because("in whose hands the conversation was when it was reviewed")
        }
        "is_met" => match review.verdict {
            Some(Outcome::Met | Outcome::Missed) => How::because("the reviewer's verdict"),
            _ => How::missing("the reviewer did not judge it"),
        },
        "is_calibration" => How::because("as the export has it, or else no"),
        "reviewed_at" => entry(judged_at(), "the export does not say"),
        "counted_at" if review.reviewed_at.is_none() => {
            conversation::how(told, timeline, "opened_at")
        }
        "counted_at" => entry(judged_at(), ""),
        _ => How::Stated,
    }
}

/// How a value of an answered survey comes about.
pub fn survey(row: &SurveyRow<'_>, timeline: &Timeline, column: &str) -> How {
    match column {
        "response_id" => How::because("the source and the response's id"),
        "answered_at" => {
            let at = row.survey.answered_at.and_then(|at| timeline.opinion(at));
            entry(at, "the export does not say")
        }
        "sent_at" => {
            let at = row.survey.sent_at.and_then(|at| timeline.opinion(at));
            entry(at, "the export does not say")
        }
        "points" if row.survey.score.is_none() => How::missing("nothing was marked"),
        "points" => How::because("the mark, on the scale from 1 to 5"),
        _ => How::Stated,
    }
}

/// How a value of a stretch comes about.
pub fn span(row: &SpanRow<'_>, timeline: &Timeline, column: &str) -> How {
    let SpanRow { told, span } = *row;
    let stretch = span.stretch;
    let time = |time| How::time(told, time, stretch.began_at, stretch.ended_at);
    match column {
        "dimension" | "value" => How::because("what its messages, events and own row say"),
        "began_at" => entry(timeline.done(stretch.began_at), "the export does not say"),
        "ended_at" if stretch.is_open => How::missing("it lasts"),
        "ended_at" => entry(timeline.done(stretch.ended_at), "the export does not say"),
        "elapsed_seconds" => time(TargetTime::Elapsed),
        "business_seconds" => time(TargetTime::Business),
        "is_open" => How::because("whether it lasts at the data's end"),
        _ => How::Stated,
    }
}

/// The entry of a message, by its number in the conversation.
fn shown_by(timeline: &Timeline, number: Option<usize>, missing: &str) -> How {
    match number {
        Some(number) => timeline
            .message(number)
            .map_or_else(|| How::because("a message of unknown time"), How::Entry),
        None => How::missing(missing),
    }
}

/// A message by its number in the conversation, in words: `at 9`.
pub fn at(timeline: &Timeline, number: usize) -> String {
    match timeline.message(number) {
        Some(entry) => format!("at {entry}"),
        None => format!("in message {number}, of unknown time"),
    }
}

/// Surveys of a conversation as rows of facts.
pub fn surveys<'t>(told: &'t Told<'t>) -> impl Iterator<Item = SurveyRow<'t>> {
    told.conversation.surveys.iter().map(|survey| SurveyRow::of(told, survey))
}
