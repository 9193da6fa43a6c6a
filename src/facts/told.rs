//! A conversation with everything that was worked out from it.

use std::borrow::Cow;

use super::course::{Course, course, last_hand};
use super::definitions::{Counted, count};
use super::held::Held;
use super::life::{Dimension, REQUESTER_WAITS, Stretch, UNKNOWN, stretches};
use super::promise::{Promise, promises};
use super::promised::{Promised, TargetTime, promise_to};
use super::rules::Rules;
use super::service_level::Fate;
use super::shown::{customer_ids, key};
use super::spans::Span;
use super::waits::{Wait, WaitEnd, waits};
use crate::calendar::Calendar;
use crate::gather::{Customers, Gathered, People};
use crate::model::{
    CallOutcome, Channel, Conversation, Instant, Message, Outcome, PromiseKind, Rating, Review,
    Role, Status, is_reply_by_person,
};
use crate::rubric::{Judged, Listed, Verdict};
use crate::text::Spoken;
use crate::transcript::{Effort, Speech, Transcript, speech};

/// A conversation and its figures.
pub struct Told<'a> {
    pub conversation: &'a Conversation<'a>,
    pub rules: &'a Rules,
    /// Whom the lists of users name.
    pub people: &'a People,
    /// The numbers of customers, for a run without a key.
    pub(super) customers: &'a Customers,
    /// The ids by which its customers go, the one with the pseudonym first.
    pub(super) customer_ids: Vec<&'a str>,
    /// What was said in it.
    pub transcript: Transcript<'a>,
    /// How that was judged.
    pub judged: Judged<'a, 'a>,
    /// Its key in all facts: `source/id`, as [`super::shown_key`] has it.
    pub key: String,
    pub waits: Vec<Wait<'a>>,
    pub course: Course<'a>,
    pub promises: Vec<Promise<'a>>,
    /// What the run's rule says of it.
    pub counted: Counted<'a>,
    /// The stretches of its life, dimension by dimension.
    pub spans: Vec<Span<'a>>,
    /// Of a call with a transcript that has times.
    pub speech: Option<Speech>,
    /// The calendars it is under.
    held: Held<'a>,
}

impl<'a> Told<'a> {
    pub fn new(
        conversation: &'a Conversation<'a>,
        rules: &'a Rules,
        gathered: &'a Gathered,
    ) -> Self {
        let people = &gathered.people;
        let customer_ids = customer_ids(conversation);
        let key = key(conversation, &customer_ids, rules, gathered);
        let course = course(conversation);
        let waits = waits(conversation, &course);
        let stretches = stretches(conversation, &course, &waits, rules.as_of);
        let transcript = match &rules.reader {
            Some(reader) => reader.read(conversation),
            None => Transcript::unread(conversation),
        };
        let judged = match &rules.rubric {
            Some(rubric) => rubric.judge_named(&transcript, &|id| {
                people.get(conversation.source, id).map(|known| known.name.clone())
            }),
            None => Judged::default(),
        };
        let mut told = Self {
            conversation,
            rules,
            people,
            customers: &gathered.customers,
            customer_ids,
            transcript,
            judged,
            key,
            waits,
            course,
            promises: Vec::new(),
            counted: Counted::default(),
            spans: Vec::new(),
            speech: speech(conversation),
            held: Held::of(conversation, rules, people),
        };
        let span = |stretch: Stretch<'a>| {
            let seconds = told.both_seconds(stretch.began_at, stretch.ended_at);
            Span { stretch, seconds }
        };
        told.spans = stretches.into_iter().map(span).collect();
        told.promises = promises(&told);
        told.counted = count(rules.definition, &told);
        told
    }

    pub fn channel(&self) -> Channel {
        self.conversation.state.channel.unwrap_or(Channel::Other)
    }

    /// The wait that a first response ended or will end; a call's wait in the queue.
    pub fn first_wait(&self) -> Option<&Wait<'a>> {
        self.waits.first()
    }

    /// The same, if a person replied and the instant is known.
    pub fn first_reply(&self) -> Option<(&Wait<'a>, Instant)> {
        let wait = self.first_wait().filter(|wait| wait.end == WaitEnd::Replied)?;
        Some((wait, wait.ended_at?))
    }

    /// Seconds by the clock between two instants of this conversation, and within its hours.
    pub fn both_seconds(&self, from: Instant, to: Instant) -> (f64, f64) {
        (self.seconds(TargetTime::Elapsed, from, to), self.seconds(TargetTime::Business, from, to))
    }

    /// Seconds between two instants in the time that a target counts in; never negative.
    pub fn seconds(&self, time: TargetTime, from: Instant, to: Instant) -> f64 {
        match time {
            TargetTime::Business => self.held.business_seconds(from, to),
            TargetTime::Elapsed => to.seconds_since(from).max(0.0),
        }
    }

    /// To the first response under the run's rule.
    pub fn first_response_seconds(&self, time: TargetTime) -> Option<f64> {
        let span = self.counted.response?.span;
        Some(self.seconds(time, span.from, span.to))
    }

    /// To the last resolution under the run's rule.
    pub fn resolve_seconds(&self, time: TargetTime) -> Option<f64> {
        let span = self.counted.resolution?;
        Some(self.seconds(time, span.from, span.to))
    }

    /// To the first resolution under the run's rule.
    pub fn first_resolve_seconds(&self, time: TargetTime) -> Option<f64> {
        let (from, to) = (self.counted.resolution_began_at?, self.course.first_resolved_at?);
        (from <= to).then(|| self.seconds(time, from, to))
    }

    /// The instant at which the conversation has had so many microseconds of open time since
    /// another; `None` where its hours never come again.
    pub fn after_open(&self, from: Instant, micros: i64) -> Option<Instant> {
        self.held.after_open(from, micros)
    }

    /// Elapsed and business seconds in any of some statuses, so far where it is not resolved. `None`
    /// where the history of its status is not known from end to end.
    pub fn status_seconds(&self, of: &[Status]) -> Option<(f64, f64)> {
        let is_status = |span: &&Span<'_>| span.stretch.dimension == Dimension::Status;
        let mut spans = self.spans.iter().filter(is_status).peekable();
        spans.peek()?;
        spans.try_fold((0.0, 0.0), |(elapsed, business), span| match span.stretch.value {
            UNKNOWN => None,
            value if of.iter().any(|status| status.word() == value) => {
                Some((elapsed + span.seconds.0, business + span.seconds.1))
            }
            _ => Some((elapsed, business)),
        })
    }

    /// The stretches between two instants, each with the calendar that it is under.
    pub fn hours(
        &self,
        from: Instant,
        to: Instant,
    ) -> impl Iterator<Item = (Instant, Instant, Option<&'a Calendar>)> {
        self.held.stretches(from, to)
    }

    /// The first promise of a kind.
    pub fn promise(&self, kind: PromiseKind) -> Option<&Promise<'a>> {
        self.promises.iter().find(|promise| promise.promised.kind == kind)
    }

    /// What is promised to it, of a kind.
    pub fn promised(&self, kind: PromiseKind) -> Option<&'a Promised> {
        promise_to(&self.rules.promises, kind, &self.conversation.state)
    }

    /// Seconds that are promised for something.
    pub fn promised_seconds(&self, kind: PromiseKind) -> Option<f64> {
        self.promised(kind).map(|promised| promised.target.seconds)
    }

    /// Whether a call met the service level. `None` where there is none, where its variant leaves
    /// the call out, and where nothing says how the call ended or how long it waited.
    pub fn is_service_level_met(&self) -> Option<bool> {
        let level = self.rules.service_level(&self.conversation.state)?;
        let outcome = self.conversation.state.outcome?;
        let wait = self.first_wait()?;
        let ended_at = wait.ended_at?;
        let waited = |time| self.seconds(time, wait.asked_at, ended_at);
        let in_time = waited(level.time) <= level.seconds;
        let is_short = waited(TargetTime::Elapsed) <= level.short_seconds;
        level.variant.is_met(match outcome {
            CallOutcome::Answered => Fate::Answered { in_time },
            CallOutcome::Abandoned => Fate::Abandoned { in_time, is_short },
            CallOutcome::Voicemail | CallOutcome::Callback => return None,
        })
    }

    /// Talk, hold and the work after a call together, where it was answered and all three are known.
    pub fn handle_seconds(&self) -> Option<f64> {
        let state = &self.conversation.state;
        if !matches!(state.outcome, None | Some(CallOutcome::Answered)) {
            return None;
        }
        Some(state.talk_seconds? + state.hold_seconds? + state.wrap_up_seconds?)
    }

    /// Stretches in any of some statuses, the last of which may not have ended. `None` where the
    /// history of its status is not known from end to end.
    pub fn in_status(&self, of: &[Status]) -> Option<Vec<(Instant, Option<Instant>)>> {
        let is_status = |span: &&Span<'_>| span.stretch.dimension == Dimension::Status;
        let mut stretches = self.spans.iter().filter(is_status).map(|span| span.stretch).peekable();
        stretches.peek()?;
        let mut found = Vec::new();
        for stretch in stretches {
            let is_meant = |status: &Status| status.word() == stretch.value;
            match stretch.value {
                UNKNOWN => return None,
                _ if of.iter().any(is_meant) => {
                    let ended_at = Some(stretch.ended_at).filter(|_| !stretch.is_open);
                    found.push((stretch.began_at, ended_at));
                }
                _ => {}
            }
        }
        Some(found)
    }

    /// Stretches in which the customer waits for the desk, the last of which may not have ended: by
    /// the history of the status, else by whose turn it is.
    pub fn requester_waits(&self) -> Vec<(Instant, Option<Instant>)> {
        // Of what came after the resolution, and nobody took up, nothing was waited for.
        let is_wait = |wait: &&Wait<'_>| wait.end != WaitEnd::Closed || wait.ended_at.is_some();
        let waits = || self.waits.iter().filter(is_wait);
        let by_turn = || waits().map(|wait| (wait.asked_at, wait.ended_at)).collect();
        self.in_status(REQUESTER_WAITS).unwrap_or_else(by_turn)
    }

    /// Whether it is still to be resolved; a call that was given up waits for nothing. `None` where
    /// nothing says.
    pub fn is_open(&self) -> Option<bool> {
        let is_given_up = self.conversation.state.outcome == Some(CallOutcome::Abandoned);
        Some(!self.course.is_resolved? && !is_given_up)
    }

    /// Messages of a role.
    pub fn count(&self, role: Role) -> i64 {
        let by = |message: &&Message<'_>| message.author_role == Some(role);
        self.conversation.messages.iter().filter(by).count() as i64
    }

    /// Public replies by people.
    pub fn replies(&self) -> impl Iterator<Item = &'a Message<'a>> {
        self.conversation.messages.iter().filter(|message| is_reply_by_person(message))
    }

    /// Different people who replied in public; `None` without messages.
    pub fn agent_count(&self) -> Option<i64> {
        if self.conversation.messages.is_empty() {
            return None;
        }
        let mut agents: Vec<&str> = Vec::new();
        for reply in self.replies() {
            if !agents.contains(&reply.author_id.as_ref()) {
                agents.push(&reply.author_id);
            }
        }
        Some(agents.len() as i64)
    }

    /// Seconds of speech of a role; `None` where no message says when it ended.
    pub fn speech_seconds(&self, role: Role) -> Option<f64> {
        let spoken = self.conversation.messages.iter().filter(|m| m.author_role == Some(role));
        let seconds = spoken.filter_map(|m| Some(m.ended_at?.seconds_since(m.sent_at?)));
        seconds.fold(None, |sum, one| Some(sum.unwrap_or(0.0) + one))
    }

    /// The earliest and the latest of its messages and events.
    pub fn activity(&self) -> Option<(Instant, Instant)> {
        let messages = &self.conversation.messages;
        let events = &self.conversation.events;
        let ends = messages.first().into_iter().chain(messages.last()).filter_map(|m| m.sent_at);
        let ends = ends.chain(events.first().into_iter().chain(events.last()).filter_map(|e| e.at));
        ends.fold(None, |span, at| match span {
            None => Some((at, at)),
            Some((from, to)) => Some((from.min(at), to.max(at))),
        })
    }

    /// Who is credited with a rating: whom it names, else in whose hands the conversation was at
    /// the time; empty where nobody knows.
    pub fn rated_agent<'r>(&'r self, rating: &'r Rating<'_>) -> &'r str {
        if rating.agent_id.is_empty() {
            last_hand(self.conversation, rating.rated_at)
        } else {
            &rating.agent_id
        }
    }

    /// Who was judged by a review: whom it names, else in whose hands the conversation was at the
    /// time; empty where nobody knows.
    pub fn reviewed_agent<'r>(&'r self, review: &'r Review<'_>) -> &'r str {
        if review.agent_id.is_empty() {
            last_hand(self.conversation, review.reviewed_at)
        } else {
            &review.agent_id
        }
    }

    /// What the customer writes in; `None` where the customer wrote nothing, or nobody read it.
    pub fn language(&self) -> Option<Spoken> {
        self.transcript.customer().next().map(|_| self.transcript.language)
    }

    /// The criteria that were met or missed, each with its verdict.
    pub fn verdicts(&self) -> impl Iterator<Item = (Listed<'a>, &Verdict<'a>)> {
        let listed = self.rules.rubric.iter().flat_map(|rubric| rubric.criteria());
        let all = listed.zip(self.judged.verdicts.iter().map(|(_, verdict)| verdict));
        all.filter(|(_, verdict)| verdict.outcome != Outcome::NotApplicable)
    }

    /// The vendor's category as a model tells it from the customer's opening words, and how probable it
    /// is; `None` without a model, without words, and where it is not sure.
    pub fn learnt_topic(&self) -> Option<(&'a str, f64)> {
        let model = self.rules.classifier.as_deref()?;
        let text = opening(&self.transcript)?;
        let guess = model.classify(&self.rules.redactor.redact(&text).text)?;
        Some((guess.label, f64::from(guess.probability)))
    }

    /// What it cost the customer, as far as the words show; `None` as for the language.
    pub fn effort(&self) -> Option<&Effort> {
        self.language().map(|_| &self.transcript.effort)
    }
}

/// What the customer wrote before the first reply by a person, without personal data struck out; `None`
/// for nothing.
pub fn opening<'c>(transcript: &Transcript<'c>) -> Option<Cow<'c, str>> {
    let before = transcript.lines.iter().take_while(|line| !line.is_agent());
    let mut texts = before.filter(|line| line.is_customer()).map(|line| line.message.text.as_ref());
    let first = texts.next()?;
    let more: Vec<&str> = texts.collect();
    if more.is_empty() {
        return Some(Cow::Borrowed(first));
    }
    Some(Cow::Owned(format!("{first}\n{}", more.join("\n"))))
}
