//! Worked cases of pages, told as transcripts and run as tests.
//!
//! A transcript tells a small desk line by line, as [`Desk`] does:
//!
//! ```text
//! calendar Mon-Fri 09:00-18:00 Europe/London   opening hours and the desk's zone; 24/7 UTC if left out
//! promise first_response 30 min business       · promise resolution 2 d elapsed pausing
//! service_level of_all 20 s                    a variant of the service level
//! channel email                                chat if left out
//! team Returns                                 the ticket's newest · priority urgent
//! person boris of Returns                      somebody whom the list of users has in that team
//! definitions zendesk                          the rule of the run, where that is not ours
//! opened Mon 08:00                             where that is not the first message
//! status solved                                the ticket's newest status
//! started by agent                             · topic Delivery · team night · held by ann
//! customer_id maria                            who asks, where that is not always the same one
//! Fri 17:50 customer  My card was declined
//! 17:51 bot lavka  We have received your request
//! 17:52 agent ann (auto)  I am out of office
//! 17:55 agent ann (note)  The bank again?      · (public note) where the customer can read it
//! Mon 09:10 agent ann  Sorry about that
//! Mon 09:15 transferred boris                  any event, with its value; `status pending` is one
//! Mon 09:20 resolved
//! Mon 10:00 rating 5                           · rating 2 of ann · rating 3/4 · rating offered
//! Tue 10:00 review eva greeting met            · missed of ann · not_applicable, calibration
//! Mon 11:00 call waited 40 s, answered by ann  · abandoned · voicemail · callback
//! talk 300 s                                   of the call; · hold 60 s · wrap_up 45 s
//! 11:01:05 customer until 11:01:09  Hello      speech, and when it ended
//! conversation B                               what follows is another conversation
//! as of Tue 12:00                              when the state was taken; else the latest time told
//! ```
//!
//! What is expected stands line by line, a name and a value: a measure's column over all that was
//! told, or a column of the first conversation's row of facts; `turn 2 response_seconds 60`,
//! `rating 1 agent_id ann`, `verdict greeting verdict met`, `review 1 verdict met`, `promise 1 state kept`, `span 1 value new` and
//! `conversation B is_resolved true` name another row; `resolution km_count 3` names what was
//! followed, and `under zendesk first_response_seconds 60` what one rule says of the first
//! conversation. A number with decimals is compared as far as they go, an instant is written as
//! `2026-11-09T22:00:00Z`; `missing` is no value.

use std::path::Path;

use polars::prelude::{AnyValue, DataFrame, IntoLazy, PolarsError, col, lit};

use super::desk::{Desk, DeskError};
use super::metric::{Metric, measure};
use super::subject::Subject;
use crate::facts::{
    Compared, Conversations, Facts, Promises, Ratings, Reviews, ServiceLevel, ServiceLevelVariant,
    Spans, Target, TargetTime, Turns, Verdicts, definitions,
};
use crate::model::{CallOutcome, Channel, EventKind, Instant, Outcome, PromiseKind, Role, Status};
use crate::pages::Case;

/// Why a case could not be run.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    #[error("the transcript's line `{0}` says nothing that is known")]
    Line(String),
    #[error("the expectation `{0}` names no column or row")]
    Expectation(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Query(#[from] PolarsError),
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The line as it stands in the page.
    pub expected: String,
    pub found: String,
}

/// Runs a case in a folder of its own; whatever was not as expected.
pub fn run(
    case: &Case<'_>,
    metrics: &[&dyn Metric],
    folder: &Path,
) -> Result<Vec<Mismatch>, CaseError> {
    hold(&tell(case.transcript)?, case.expect, metrics, folder)
}

/// Holds what comes of a desk against what is expected, in a folder of its own.
pub fn hold(
    desk: &Desk,
    expect: &str,
    metrics: &[&dyn Metric],
    folder: &Path,
) -> Result<Vec<Mismatch>, CaseError> {
    let facts = desk.facts(folder)?;
    let told = Told {
        conversations: facts.scan::<Conversations>()?.collect()?,
        turns: facts.scan::<Turns>()?.collect()?,
        promises: facts.scan::<Promises>()?.collect()?,
        spans: facts.scan::<Spans>()?.collect()?,
        ratings: facts.scan::<Ratings>()?.collect()?,
        verdicts: facts.scan::<Verdicts>()?.collect()?,
        reviews: facts.scan::<Reviews>()?.collect()?,
        compared: facts.scan::<Compared>()?.collect()?,
        facts,
        at: desk.taken_at(),
    };
    let mut mismatches = Vec::new();
    for line in lines(expect) {
        let wrong = || CaseError::Expectation(line.to_owned());
        let (name, expected) = line.rsplit_once(char::is_whitespace).ok_or_else(wrong)?;
        let found = told.find(name.trim(), metrics)?.ok_or_else(wrong)?;
        if !agrees(&found, expected) {
            mismatches.push(Mismatch { expected: line.to_owned(), found: found.to_string() });
        }
    }
    Ok(mismatches)
}

fn lines(block: &str) -> impl Iterator<Item = &str> {
    block.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// What became of a transcript.
struct Told {
    conversations: DataFrame,
    turns: DataFrame,
    promises: DataFrame,
    spans: DataFrame,
    ratings: DataFrame,
    verdicts: DataFrame,
    reviews: DataFrame,
    compared: DataFrame,
    facts: Facts,
    at: Instant,
}

impl Told {
    /// The value of that name; `None` where there is no such column or row.
    fn find(
        &self,
        name: &str,
        metrics: &[&dyn Metric],
    ) -> Result<Option<AnyValue<'static>>, PolarsError> {
        let words: Vec<&str> = name.split_whitespace().collect();
        match *words.as_slice() {
            ["turn", number, column] => Ok(numbered(&self.turns, number, column)),
            ["promise", number, column] => Ok(numbered(&self.promises, number, column)),
            ["span", number, column] => Ok(numbered(&self.spans, number, column)),
            ["verdict", criterion, column] => {
                let rows = self.verdicts.clone().lazy();
                let rows = rows.filter(col("criterion").eq(lit(criterion))).collect()?;
                Ok(cell(&rows, column, 0))
            }
            ["rating", number, column] => Ok(numbered(&self.ratings, number, column)),
            ["review", number, column] => Ok(numbered(&self.reviews, number, column)),
            ["under", rule, column] => {
                let Some(first) = cell(&self.conversations, "conversation_id", 0) else {
                    return Ok(None);
                };
                let is_first = col("conversation_id").eq(lit(first.str_value().to_string()));
                let is_rule = col("rules").str().contains_literal(lit(rule));
                let rows = self.compared.clone().lazy();
                Ok(cell(&rows.filter(is_first.and(is_rule)).collect()?, column, 0))
            }
            ["conversation", name, column] => {
                let key = format!("{}/{name}", Desk::SOURCE);
                let rows = self.conversations.clone().lazy();
                let rows = rows.filter(col("conversation_id").eq(lit(key))).collect()?;
                Ok(cell(&rows, column, 0))
            }
            [what, column] => self.measured(column, metrics, Some(what)),
            [column] => match self.measured(column, metrics, None)? {
                None => Ok(cell(&self.conversations, column, 0)),
                found => Ok(found),
            },
            _ => Ok(None),
        }
    }

    fn measured(
        &self,
        column: &str,
        metrics: &[&dyn Metric],
        what: Option<&str>,
    ) -> Result<Option<AnyValue<'static>>, PolarsError> {
        for metric in metrics {
            let measured = metric.measured();
            let is_what = what.is_some() == (metric.subject() == Subject::Followed);
            if is_what && measured.iter().any(|one| one.column.name == column) {
                let rows = metric.subject().rows(&self.facts, &[self.at])?;
                let rows = what
                    .into_iter()
                    .fold(rows, |rows, what| rows.filter(col("what").eq(lit(what))));
                return Ok(cell(&measure(rows, &[], &measured).collect()?, column, 0));
            }
        }
        Ok(None)
    }
}

/// A cell of the row of that number, from 1.
fn numbered(frame: &DataFrame, number: &str, column: &str) -> Option<AnyValue<'static>> {
    cell(frame, column, number.parse::<usize>().ok()?.checked_sub(1)?)
}

fn cell(frame: &DataFrame, column: &str, row: usize) -> Option<AnyValue<'static>> {
    Some(frame.column(column).ok()?.get(row).ok()?.into_static())
}

/// Whether a value is the one expected.
fn agrees(found: &AnyValue<'_>, expected: &str) -> bool {
    match found {
        AnyValue::Null => expected == "missing",
        AnyValue::Boolean(is) => expected == if *is { "true" } else { "false" },
        AnyValue::Datetime(at, _, _) | AnyValue::DatetimeOwned(at, _, _) => {
            Instant::from_rfc3339(expected) == Some(Instant(*at))
        }
        other => match (other.get_str(), other.extract::<f64>(), expected.parse::<f64>()) {
            (Some(text), _, _) => text == expected,
            (None, Some(number), Ok(expected_number)) => {
                let decimals = expected.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let half = if decimals == 0 { 0.0 } else { 0.5 * 0.1f64.powi(decimals as i32) };
                (number - expected_number).abs() <= half + 1e-9
            }
            _ => false,
        },
    }
}

/// The desk that a transcript tells of.
pub fn tell(transcript: &str) -> Result<Desk, CaseError> {
    go_on(Desk::new(), transcript)
}

/// A desk that is told more of.
pub fn go_on(desk: Desk, transcript: &str) -> Result<Desk, CaseError> {
    lines(transcript).try_fold(desk, |desk, line| {
        say(desk, line).ok_or_else(|| CaseError::Line(line.to_owned()))
    })
}

/// Adds one line; `None` where it says nothing that is known.
fn say(desk: Desk, line: &str) -> Option<Desk> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    Some(match word {
        "calendar" => {
            let (week, zone) = rest.rsplit_once(' ')?;
            desk.hours(week.trim(), zone)
        }
        "promise" => promise(desk, rest)?,
        "as" => desk.as_of(rest.strip_prefix("of ")?),
        "conversation" => desk.conversation(rest),
        "channel" => desk.channel(Channel::from_word(rest)?),
        "definitions" => desk.counted_by(definitions::by_name(rest)?),
        "topic" => desk.topic(rest),
        "customer_id" => desk.customer_id(rest),
        "team" => desk.team(rest),
        "priority" => desk.priority(rest),
        "person" => {
            let (who, team) = rest.split_once(" of ")?;
            desk.person(who, Role::Agent, who, team)
        }
        "status" => desk.status(Status::from_word(rest)?),
        "started" => desk.started_by(Role::from_word(rest.strip_prefix("by ")?)?),
        "held" => desk.held_by(rest.strip_prefix("by ")?),
        "opened" => desk.opened(rest),
        "service_level" => service_level(desk, rest)?,
        "talk" => desk.talked(length(rest)?),
        "hold" => desk.put_on_hold(length(rest)?),
        "wrap_up" => desk.wrapped_up(length(rest)?),
        _ => {
            let (when, what) = when(line)?;
            happen(desk, when, what)?
        }
    })
}

/// A time and what happened then.
fn when(line: &str) -> Option<(&str, &str)> {
    let is_time = |word: &str| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let last = if is_time(first) { first } else { words.next().filter(|word| is_time(word))? };
    let end = line.find(last)? + last.len();
    Some((line.get(..end)?, line.get(end..)?.trim()))
}

fn promise(desk: Desk, text: &str) -> Option<Desk> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (what, number, unit, time, pauses) = match *words.as_slice() {
        [what, number, unit, time] => (what, number, unit, time, false),
        [what, number, unit, time, "pausing"] => (what, number, unit, time, true),
        _ => return None,
    };
    let time = match time {
        "business" => TargetTime::Business,
        "elapsed" => TargetTime::Elapsed,
        _ => return None,
    };
    let target = Target { seconds: seconds(number, unit)?, time, pauses };
    Some(desk.promises(PromiseKind::from_word(what)?, target))
}

fn service_level(desk: Desk, text: &str) -> Option<Desk> {
    let (variant, within) = text.split_once(' ')?;
    let usual = ServiceLevel::within(length(within)?, TargetTime::Elapsed);
    let variant = ServiceLevelVariant::from_word(variant)?;
    Some(desk.answers_within(ServiceLevel { variant, ..usual }))
}

fn length(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ')?;
    seconds(number, unit)
}

fn seconds(number: &str, unit: &str) -> Option<f64> {
    let unit = match unit {
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * unit)
}

/// The end of what is said, and the words: `until 11:01:09 Hello`.
fn spoken(text: &str) -> Option<(&str, &str)> {
    let (end, text) = text.strip_prefix("until ")?.split_once(' ')?;
    end.contains(':').then_some((end, text.trim()))
}

fn happen(desk: Desk, when: &str, what: &str) -> Option<Desk> {
    let (word, rest) = what.split_once(char::is_whitespace).unwrap_or((what, ""));
    let rest = rest.trim();
    let named = || rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some(match word {
        "customer" => match (rest.strip_prefix("(auto)"), spoken(rest)) {
            (Some(text), _) => desk.auto_reply(Role::Customer, "customer", when, text.trim()),
            (_, Some((end, text))) => desk.customer(when, text).until(end),
            _ => desk.customer(when, rest),
        },
        "agent" => {
            let (who, text) = named();
            let text = text.trim();
            let marked = text.strip_prefix('(').and_then(|text| text.split_once(')'));
            match marked.map(|(mark, text)| (mark, text.trim())) {
                Some(("note", text)) => desk.note(who, when, text),
                Some(("public note", text)) => desk.public_note(who, when, text),
                Some(("auto", text)) => desk.auto_reply(Role::Agent, who, when, text),
                _ => match spoken(text) {
                    Some((end, text)) => desk.agent(who, when, text).until(end),
                    None => desk.agent(who, when, text),
                },
            }
        }
        "bot" => {
            let (who, text) = named();
            desk.bot(who, when, text.trim())
        }
        "rating" if rest == "offered" => desk.asked_to_rate(when),
        "rating" => {
            let (mark, who) = rest.split_once(" of ").unwrap_or((rest, ""));
            let (score, scale_max) = mark.split_once('/').unwrap_or((mark, "5"));
            desk.rated_on(scale_max.parse().ok()?, when, score.parse().ok()?, who)
        }
        "review" => {
            let (text, is_calibration) = match rest.strip_suffix(", calibration") {
                Some(text) => (text, true),
                None => (rest, false),
            };
            let (text, who) = text.split_once(" of ").unwrap_or((text, ""));
            let [reviewer, criterion, verdict] = *text.split_whitespace().collect::<Vec<_>>()
            else {
                return None;
            };
            let verdict = Outcome::from_word(verdict)?;
            let desk = desk.reviewed(when, reviewer, criterion, verdict).judging(who);
            if is_calibration { desk.as_calibration() } else { desk }
        }
        "call" => {
            let (waited, end) = rest.strip_prefix("waited ")?.split_once(", ")?;
            let (outcome, who) = end.split_once(" by ").unwrap_or((end, ""));
            desk.call(when, length(waited)?, CallOutcome::from_word(outcome)?, who)
        }
        "status" => desk.event(when, EventKind::StatusChanged, rest),
        _ => desk.event(when, EventKind::from_word(word)?, rest),
    })
}
