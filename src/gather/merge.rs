//! What becomes of records that tell the same thing twice.

use crate::model::{
    ConversationState, Effect, Event, Issue, IssueKind, Message, Place, Rating, RecordKind, Review,
    SurveyResponse,
};

/// Records of one kind with their places.
pub(super) type Placed<T> = Vec<(Place, T)>;

/// The ledger entry of a record that another made needless.
fn needless(place: Place, record: RecordKind, is_same: bool) -> Issue {
    let kind = if is_same { IssueKind::Repeat } else { IssueKind::Superseded };
    Issue { place, record, field: "", kind, effect: Effect::Dropped, seen: String::new() }
}

/// Takes the newest state by `updated_at`, then by place. A state that says when it was updated
/// replaces older ones whole, for a field it leaves empty may have been emptied; states without that
/// date are parts of one picture and complete each other.
pub(super) fn newest<'a>(
    states: &mut Placed<ConversationState<'a>>,
    issues: &mut Vec<Issue>,
) -> Option<(Place, ConversationState<'a>)> {
    states.sort_by_key(|(place, state)| (state.updated_at, *place));
    let (place, mut newest) = states.pop()?;
    for (place, older) in states.drain(..).rev() {
        issues.push(needless(place, RecordKind::Conversation, older == newest));
        if older.updated_at.is_none() || newest.updated_at.is_none() {
            newest.fill_from(older);
        }
    }
    Some((place, newest))
}

/// One message per id, the one that stands last; and one of those without id that are alike in
/// author, time and text but come from different files. Sorted by time, then place.
pub(super) fn messages<'a>(all: &mut Placed<Message<'a>>, issues: &mut Vec<Issue>) {
    let when = |(place, message): &(Place, Message<'a>)| (message.sent_at, *place);
    if !all.is_sorted_by_key(when) {
        all.sort_by_key(when);
    }
    let ids_ascend = all.is_sorted_by(|(_, a), (_, b)| a.message_id < b.message_id);
    if ids_ascend {
        return;
    }
    one_per_id(all, issues);
    keep_last(all, RecordKind::Message, issues, |(a_place, a), (b_place, b)| {
        a.message_id.is_empty() && a_place.file != b_place.file && a == b
    });
}

/// Of messages that share an id, keeps the one that stands last in the input.
fn one_per_id(all: &mut Placed<Message<'_>>, issues: &mut Vec<Issue>) {
    let named = all.iter().enumerate().filter(|(_, (_, message))| !message.message_id.is_empty());
    let mut ids: Vec<_> =
        named.map(|(at, (place, m))| (m.message_id.as_ref(), *place, at)).collect();
    ids.sort_unstable();
    let mut needless_at = Vec::new();
    for pair in ids.windows(2) {
        if let &[(id, place, at), (next_id, _, next)] = pair
            && id == next_id
        {
            let is_same = all.get(at).map(|(_, m)| m) == all.get(next).map(|(_, m)| m);
            issues.push(needless(place, RecordKind::Message, is_same));
            needless_at.push(at);
        }
    }
    if needless_at.is_empty() {
        return;
    }
    needless_at.sort_unstable();
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        needless_at.binary_search(&(at - 1)).is_err()
    });
}

/// One of events that are alike. Sorted by time, then place.
pub(super) fn events<'a>(all: &mut Placed<Event<'a>>, issues: &mut Vec<Issue>) {
    all.sort_by(|(a_place, a), (b_place, b)| {
        (a.at, a.kind, &a.value, &a.actor_id, a_place).cmp(&(
            b.at,
            b.kind,
            &b.value,
            &b.actor_id,
            b_place,
        ))
    });
    keep_last(all, RecordKind::Event, issues, |(_, a), (_, b)| a == b);
    all.sort_by_key(|(place, event)| (event.at, *place));
}

/// One rating per agent: the newest by its own time, then place. One that says neither agent nor
/// time, as a ticket's own does, is the same as one that does and has its score. Sorted by agent.
pub(super) fn ratings<'a>(all: &mut Placed<Rating<'a>>, issues: &mut Vec<Issue>) {
    all.sort_by(|(a_place, a), (b_place, b)| {
        let key = |rating: &Rating<'_>| (rating.score.is_some(), rating.rated_at);
        a.agent_id.cmp(&b.agent_id).then(key(a).cmp(&key(b))).then(a_place.cmp(b_place))
    });
    keep_last(all, RecordKind::Rating, issues, |(_, a), (_, b)| a.agent_id == b.agent_id);
    let named = all.iter().filter(|(_, rating)| !rating.agent_id.is_empty());
    let scores: Vec<Option<f64>> = named.map(|(_, rating)| rating.score).collect();
    all.retain(|(place, rating)| {
        let is_bare = rating.agent_id.is_empty() && rating.rated_at.is_none();
        let is_told = is_bare && scores.contains(&rating.score);
        if is_told {
            issues.push(needless(*place, RecordKind::Rating, true));
        }
        !is_told
    });
}

/// One survey response per id, the one that stands last.
pub(super) fn surveys<'a>(all: &mut Placed<SurveyResponse<'a>>, issues: &mut Vec<Issue>) {
    all.sort_by(|(a_place, a), (b_place, b)| {
        (&a.response_id, a_place).cmp(&(&b.response_id, b_place))
    });
    keep_last(all, RecordKind::Survey, issues, |(_, a), (_, b)| {
        !a.response_id.is_empty() && a.response_id == b.response_id
    });
}

/// One review per criterion and reviewer: the newest by its own time, then place. Sorted by both.
pub(super) fn reviews<'a>(all: &mut Placed<Review<'a>>, issues: &mut Vec<Issue>) {
    all.sort_by(|(a_place, a), (b_place, b)| {
        (&a.criterion, &a.reviewer_id, a.reviewed_at, a_place).cmp(&(
            &b.criterion,
            &b.reviewer_id,
            b.reviewed_at,
            b_place,
        ))
    });
    keep_last(all, RecordKind::Review, issues, |(_, a), (_, b)| {
        a.criterion == b.criterion && a.reviewer_id == b.reviewer_id
    });
}

/// Of each run of neighbours that tell the same, keeps the last and notes the others.
fn keep_last<T: PartialEq>(
    all: &mut Placed<T>,
    record: RecordKind,
    issues: &mut Vec<Issue>,
    same: impl Fn(&(Place, T), &(Place, T)) -> bool,
) {
    all.dedup_by(|next, kept| {
        if !same(kept, next) {
            return false;
        }
        std::mem::swap(next, kept);
        issues.push(needless(next.0, record, next.1 == kept.1));
        true
    });
}
