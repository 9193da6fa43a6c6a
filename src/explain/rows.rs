//! The rows of facts about a conversation, each value with how it comes about.

use super::conversation;
use super::how::How;
use super::judged;
use super::timeline::Timeline;
use crate::facts::{
    Column, Compared, ComparedRow, Conversations, Fact, Get, Promise, PromiseRow, PromiseState,
    Promises, RatingRow, Ratings, ReviewRow, Reviews, SpanRow, Spans, SurveyResponses, TargetTime,
    Told, TopicRow, Topics, TurnRow, Turns, VerdictRow, Verdicts, Wait, WaitEnd, compare,
};
use crate::model::{Instant, PromiseKind, Rating, Unit, is_by_customer};

/// A value as it is published.
#[derive(Clone, Debug, PartialEq)]
pub enum Published {
    Missing,
    Text(String),
    At(Instant),
    Number(f64),
    Count(i64),
    Flag(bool),
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub column: &'static str,
    pub unit: Unit,
    pub value: Published,
    /// The measure whose page says how it is counted; `None` where no measure does.
    pub page: Option<&'static str>,
    pub how: How,
}

/// One row of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub fact: &'static str,
    /// Its place among the conversation's rows of that fact, from 1.
    pub number: usize,
    pub values: Vec<Value>,
}

/// All rows of a conversation.
pub fn rows(told: &Told<'_>, timeline: &Timeline) -> Vec<Row> {
    let own = |column: &str| conversation::how(told, timeline, column);
    let mut rows = vec![row::<Conversations>(1, told, conversation::page, own)];
    if told.rules.compares_definitions {
        for (number, of) in (1..).zip(compare(told)) {
            let how = |column: &str| compared(told, timeline, &of, column);
            rows.push(row::<Compared>(number, &of, |_| Some("definitions"), how));
        }
    }
    for (number, wait) in (1..).zip(&told.waits) {
        let of = TurnRow { told, wait, number: number as i64 };
        let page = |_: &str| Some(if number == 1 { "first_response" } else { "next_response" });
        rows.push(row::<Turns>(number, &of, page, |column| turn(&of, timeline, column)));
    }
    for (number, promise) in (1..).zip(&told.promises) {
        let of = PromiseRow { told, promise };
        let how = |column: &str| kept(told, timeline, promise, column);
        rows.push(row::<Promises>(number, &of, |_| Some("attainment"), how));
    }
    for (number, rating) in (1..).zip(&told.conversation.ratings) {
        let of = RatingRow { told, rating };
        let how = |column: &str| rated(told, timeline, rating, column);
        rows.push(row::<Ratings>(number, &of, |_| Some("csat"), how));
    }
    for (number, span) in (1..).zip(&told.spans) {
        let of = SpanRow { told, span };
        rows.push(row::<Spans>(
            number,
            &of,
            |_| None,
            |column| judged::span(&of, timeline, column),
        ));
    }
    for (number, found) in (1..).zip(&told.transcript.topics) {
        let of = TopicRow { told, found, number: number as i64 };
        let how = |column: &str| judged::topic(&of, timeline, column);
        rows.push(row::<Topics>(number, &of, |_| None, how));
    }
    for (number, (criterion, verdict)) in (1..).zip(told.verdicts()) {
        let of = VerdictRow { told, criterion, verdict };
        let how = |column: &str| judged::verdict(&of, timeline, column);
        rows.push(row::<Verdicts>(number, &of, |_| Some("quality"), how));
    }
    for (number, review) in (1..).zip(&told.conversation.reviews) {
        let of = ReviewRow { told, review };
        let how = |column: &str| judged::review(&of, timeline, column);
        rows.push(row::<Reviews>(number, &of, |_| Some("reviews"), how));
    }
    for (number, of) in (1..).zip(judged::surveys(told)) {
        let how = |column: &str| judged::survey(&of, timeline, column);
        rows.push(row::<SurveyResponses>(number, &of, |_| None, how));
    }
    rows
}

/// The row of a fact.
fn row<F: Fact>(
    number: usize,
    of: &F::Row<'_>,
    page: impl Fn(&str) -> Option<&'static str>,
    how: impl Fn(&str) -> How,
) -> Row {
    let value = |column: &'static Column<F>| {
        let value = match column.get {
            Get::Text(get) => get(of).map(|text| Published::Text(text.into_owned())),
            Get::Instant(get) => get(of).map(Published::At),
            Get::Number(get) => get(of).map(Published::Number),
            Get::Count(get) => get(of).map(Published::Count),
            Get::Flag(get) => get(of).map(Published::Flag),
        };
        let how = match (how(column.name), &value) {
            (How::Stated, None) => How::missing("the export does not say"),
            (how, _) => how,
        };
        Value {
            column: column.name,
            unit: column.unit,
            value: value.unwrap_or(Published::Missing),
            page: page(column.name),
            how,
        }
    };
    Row { fact: F::NAME, number, values: F::COLUMNS.iter().map(value).collect() }
}

/// How a value of what some rules say comes about.
fn compared(told: &Told<'_>, timeline: &Timeline, row: &ComparedRow<'_>, column: &str) -> How {
    let (counted, time) = row.counted();
    let response = counted.response.map(|response| response.span);
    let span = if column.starts_with("first_response") { response } else { counted.resolution };
    let none = "the rules count none";
    match (column, span) {
        ("opened_at", _) => conversation::how(told, timeline, column),
        ("first_response_at" | "resolved_at", span) => {
            let at = span.map(|span| span.to);
            let is_response = column == "first_response_at";
            let number =
                at.and_then(|at| if is_response { timeline.said(at) } else { timeline.done(at) });
            entry(number, none)
        }
        ("first_response_seconds" | "resolve_seconds", Some(span)) => {
            How::time(told, time, span.from, span.to)
        }
        ("first_response_seconds" | "resolve_seconds", None) => How::missing(none),
        ("is_resolved", _) if counted.is_resolved.is_none() => {
            How::missing("nothing says, or the rules leave the conversation out")
        }
        ("is_counted" | "is_resolved", _) => How::because("what the rules say"),
        ("rules", _) => How::because("the rules that agree"),
        _ => How::Stated,
    }
}

/// How a value of a turn comes about.
fn turn(row: &TurnRow<'_>, timeline: &Timeline, column: &str) -> How {
    let TurnRow { told, wait, number } = *row;
    let replied = wait.ended_at.filter(|_| wait.end == WaitEnd::Replied);
    let time = |time| match replied {
        Some(at) => How::time(told, time, wait.asked_at, at),
        None => How::missing(not_replied(wait)),
    };
    match column {
        "asked_at" => entry(timeline.said(wait.asked_at), ""),
        "ended_at" => {
            let number = wait.ended_at.and_then(|at| match wait.end {
                WaitEnd::Replied => timeline.said(at),
                _ => timeline.done(at),
            });
            let is_closed = wait.end == WaitEnd::Closed;
            entry(number, if is_closed { "nothing says when it ended" } else { "it lasts" })
        }
        "agent_id" => match replied {
            Some(at) => entry(timeline.said(at), ""),
            None => How::missing(not_replied(wait)),
        },
        "turn_number" => How::because("its place among the waits"),
        "ended_by" => How::because(match wait.end {
            WaitEnd::Replied => "a person replied",
            _ => not_replied(wait),
        }),
        "customer_message_count" => {
            let next = usize::try_from(number).ok().and_then(|number| told.waits.get(number));
            let is_within = |at: Instant| {
                at >= wait.asked_at
                    && next.is_none_or(|next| at < next.asked_at)
                    && wait.ended_at.is_none_or(|ended_at| match wait.end {
                        WaitEnd::Replied => at < ended_at,
                        _ => at <= ended_at,
                    })
            };
            How::Entries(timeline.messages(told.conversation, |message| {
                is_by_customer(message) && message.sent_at.is_some_and(is_within)
            }))
        }
        "response_seconds" => time(TargetTime::Elapsed),
        "response_business_seconds" => time(TargetTime::Business),
        "open_seconds" if wait.end == WaitEnd::Open => {
            How::time(told, TargetTime::Elapsed, wait.asked_at, told.rules.as_of)
        }
        "open_seconds" => How::missing("the wait is over"),
        _ => How::Stated,
    }
}

/// Why a wait has no reply.
pub(super) fn not_replied(wait: &Wait<'_>) -> &'static str {
    match wait.end {
        WaitEnd::Replied => "nobody knows when the reply came",
        WaitEnd::Closed => "it was resolved, and nobody replied",
        WaitEnd::Abandoned => "the caller hung up",
        WaitEnd::Open => "nobody has replied yet",
    }
}

/// How a value of a promise comes about.
fn kept(told: &Told<'_>, timeline: &Timeline, promise: &Promise<'_>, column: &str) -> How {
    let (spent, limit) = (promise.spent_seconds, promise.promised.target.seconds);
    let rule = || How::because(format!("rule {}", promise.promised.rule));
    let came = |at| match is_of_answers(promise.promised.kind) {
        true => timeline.said(at),
        false => timeline.done(at),
    };
    match column {
        "promised_seconds" | "promised_time" | "rule" => rule(),
        "began_at" if is_of_answers(promise.promised.kind) => {
            entry(timeline.said(promise.began_at), "")
        }
        "began_at" => entry(timeline.stated(promise.began_at), ""),
        "due_at" => match promise.due_at {
            Some(_) => How::because("when the promised time will have passed on its clock"),
            None if promise.ended_at.is_some() => {
                How::missing("its clock stood still when it ended")
            }
            None => How::missing("its clock stands still, or the desk never opens again"),
        },
        "ended_at" => entry(promise.ended_at.and_then(came), "it has not come"),
        "spent_seconds" => How::times(told, promise.promised.target.time, &promise.ran(told)),
        "is_kept" if promise.state == PromiseState::Pending => How::missing("it is pending"),
        "is_kept" => How::Within { spent, limit },
        "is_pending" => How::because(match promise.state {
            PromiseState::Pending => "it has not come, and time is left",
            PromiseState::Kept => "it came in time",
            PromiseState::Broken => "its time has passed",
        }),
        "over_seconds" if promise.state == PromiseState::Broken => How::Over { spent, limit },
        "over_seconds" => How::missing("it is not broken"),
        "agent_id" if promise.agent_id.is_empty() => How::missing("nobody did what was promised"),
        "agent_id" => match promise.promised.kind {
            PromiseKind::Resolution | PromiseKind::RequesterWait => {
                conversation::hand(told, timeline, promise.agent_id, promise.ended_at)
            }
            _ => entry(promise.ended_at.and_then(came), "it has not come"),
        },
        "promise" | "promise_number" => How::because("a promise of the settings"),
        "state" => How::because("what its clock says"),
        _ => How::Stated,
    }
}

/// Whether what is promised is an answer, and not a resolution.
fn is_of_answers(kind: PromiseKind) -> bool {
    !matches!(kind, PromiseKind::Resolution)
}

/// How a value of a rating comes about.
fn rated(told: &Told<'_>, timeline: &Timeline, rating: &Rating<'_>, column: &str) -> How {
    match column {
        "agent_id" if rating.agent_id.is_empty() => {
            How::because("in whose hands the conversation was when it was rated")
        }
        "offered_at" | "rated_at" | "counted_at" => {
            let opened_at = told.conversation.state.opened_at;
            let at = match column {
                "offered_at" => rating.offered_at,
                "rated_at" => rating.rated_at.filter(|_| rating.score.is_some()),
                _ => rating.rated_at.or(rating.offered_at).or(opened_at),
            };
            entry(at.and_then(|at| timeline.opinion(at)), "the export does not say")
        }
        "counted_by" | "satisfied_by" if rating.score.is_none() => {
            How::missing("nothing was rated")
        }
        "counted_by" | "satisfied_by" => How::because("the rules that count it so, if any"),
        "points" | "is_satisfied" if rating.score.is_none() => How::missing("nothing was rated"),
        "points" => {
            let (min, max) = (rating.scale_min.unwrap_or(1.0), rating.scale_max.unwrap_or(5.0));
            let score = rating.score.unwrap_or(0.0);
            How::because(format!("1 + 4 × ({score} − {min}) ÷ ({max} − {min})"))
        }
        "is_satisfied" => How::because("whether the points are at least 4"),
        _ => How::Stated,
    }
}

/// An entry, or why there is none.
pub(super) fn entry(number: Option<usize>, missing: &str) -> How {
    number.map_or_else(|| How::missing(missing), How::Entry)
}
