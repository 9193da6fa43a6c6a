//! Satisfaction ratings: what was offered, what was given, and who was rated.

use serde::Deserialize;
use sonic_rs::LazyValue;

use super::wire::Wire;
use crate::model::{IssueKind, Rating, RecordKind, Str};
use crate::sources::json::{Scalar, shape};
use crate::sources::out::Out;

const KIND: RecordKind = RecordKind::Rating;

/// What a score says.
enum Score {
    /// Share of the scale, with the ends of the scale.
    Given(f64, f64, f64),
    Offered,
    NotOffered,
    Unknown,
}

fn score(word: &str) -> Score {
    match word {
        "good" | "good_with_comment" | "received_with_comment" => Score::Given(1.0, 0.0, 1.0),
        "bad" | "bad_with_comment" => Score::Given(0.0, 0.0, 1.0),
        "offered" => Score::Offered,
        "unoffered" | "" => Score::NotOffered,
        _ => match word.parse() {
            Ok(number) if (1.0..=5.0).contains(&number) => Score::Given(number, 1.0, 5.0),
            _ => Score::Unknown,
        },
    }
}

/// A rating that names its ticket.
pub(super) fn read(wire: Wire<'_>, out: &mut Out<'_>) {
    if wire.ticket_id.is_empty() {
        out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
        return;
    }
    let mut rating = Rating {
        conversation_id: wire.ticket_id.id(),
        agent_id: wire.assignee_id.id(),
        comment: wire.comment.0,
        ..Rating::default()
    };
    match score(&wire.score.0) {
        Score::Given(score, min, max) => {
            rating.score = Some(score);
            (rating.scale_min, rating.scale_max) = (Some(min), Some(max));
            rating.rated_at = out.time(KIND, "rated_at", &wire.updated_at.0);
        }
        Score::Offered => {}
        Score::NotOffered => return out.drop(KIND, "score", IssueKind::NotSupport, &wire.score.0),
        Score::Unknown => return out.drop(KIND, "score", IssueKind::UnknownWord, &wire.score.0),
    }
    rating.offered_at = out.time(KIND, "offered_at", &wire.created_at.0);
    out.put(rating);
}

/// The part of a ticket's own rating that is read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Within<'a> {
    #[serde(borrow)]
    score: Scalar<'a>,
    comment: Scalar<'a>,
}

/// The rating within a ticket, which says neither when it was given nor who was rated.
pub(super) fn within<'a>(value: &Option<LazyValue<'a>>, ticket: Str<'a>, out: &mut Out<'_>) {
    let Some(wire) = shape::<Within<'_>>(value) else {
        return;
    };
    let mut rating =
        Rating { conversation_id: ticket, comment: wire.comment.0, ..Rating::default() };
    match score(&wire.score.0) {
        Score::Given(score, min, max) => {
            rating.score = Some(score);
            (rating.scale_min, rating.scale_max) = (Some(min), Some(max));
        }
        Score::Offered => {}
        Score::NotOffered => return,
        Score::Unknown => return out.drop(KIND, "score", IssueKind::UnknownWord, &wire.score.0),
    }
    out.put(rating);
}
