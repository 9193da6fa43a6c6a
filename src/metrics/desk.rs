//! A small support desk told in prose, for worked cases and tests: records that are gathered and
//! written as facts just as those of real files are.

use std::io;
use std::path::Path;

use chrono::{
    Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

use crate::calendar::{Calendar, Day, Hours, Shift};
use crate::facts::definitions::{self, Definition};
use crate::facts::{
    self, ChannelRules, Facts, FileNote, Promised, Rules, StoreError, Target, When,
};
use crate::gather::{Gather, Limits};
use crate::model::{
    CallOutcome, Channel, ConversationState, Event, EventKind, Instant, Message, MessageKind,
    Person, PromiseKind, Rating, Record, Role, Status, Visibility,
};

/// A desk and what happened there. Times are told on its own clock as `09:04`, on the day last told
/// of; as `Mon 09:04`, on the first such day from there on; or as `2026-10-25 09:04`. The first day
/// is Monday, 9 November 2026, and so it is again in each new conversation.
///
/// What cannot be read is kept until [`Desk::facts`] says so.
#[derive(Clone, Debug)]
pub struct Desk {
    hours: Hours,
    promises: Vec<Promised>,
    definition: &'static dyn Definition,
    records: Vec<Record<'static>>,
    state: ConversationState<'static>,
    day: NaiveDate,
    latest: Option<Instant>,
    as_of: Option<Instant>,
    wrong: Option<String>,
}

/// Why a desk has no facts.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("the desk's story cannot be read: {0}")]
    Story(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// Name of its only source: conversation `1` is `desk/1` in facts.
    pub const SOURCE: &'static str = "desk";

    /// Open around the clock in UTC, without promises, with one chat conversation named `1`.
    pub fn new() -> Self {
        let day: Day = Shift::new(0, 24 * 60).into_iter().collect();
        let desk = Self {
            hours: Hours::weekly(Tz::UTC, std::array::from_fn(|_| day.clone())),
            promises: Vec::new(),
            definition: definitions::ours(),
            records: Vec::new(),
            state: ConversationState::default(),
            day: NaiveDate::default(),
            latest: None,
            as_of: None,
            wrong: None,
        };
        desk.begin("1")
    }

    /// Opening hours, such as `Mon-Fri 09:00-18:00`, and the zone of its clock.
    pub fn hours(mut self, week: &str, zone: &str) -> Self {
        match Hours::parse(week, zone) {
            Ok(hours) => self.hours = hours,
            Err(error) => self.is_wrong(error.to_string()),
        }
        self
    }

    /// Promises something on every channel.
    pub fn promises(mut self, kind: PromiseKind, target: Target) -> Self {
        let (rule, when) = ("all".to_owned(), When::default());
        self.promises.push(Promised { rule, when, kind, target, share: None });
        self
    }

    /// Counts by another rule than ours.
    pub fn counted_by(mut self, definition: &'static dyn Definition) -> Self {
        self.definition = definition;
        self
    }

    /// The instant at which the state was taken; the latest that is told of, unless this is said.
    pub fn as_of(mut self, when: &str) -> Self {
        self.as_of = self.at(when);
        self
    }

    /// Ends the conversation told of, and begins another of that name.
    pub fn conversation(mut self, name: &str) -> Self {
        self.keep_state();
        self.begin(name)
    }

    pub fn channel(mut self, channel: Channel) -> Self {
        self.state.channel = Some(channel);
        self
    }

    pub fn topic(mut self, topic: &str) -> Self {
        self.state.topic_label = topic.to_owned().into();
        self
    }

    /// The team that holds it.
    pub fn team(mut self, team: &str) -> Self {
        self.state.team = team.to_owned().into();
        self
    }

    /// The newest status, as the ticket's row has it.
    pub fn status(mut self, status: Status) -> Self {
        self.state.status = Some(status);
        self
    }

    /// Who began it, where that is not whoever wrote first.
    pub fn started_by(mut self, role: Role) -> Self {
        self.state.initiated_by = Some(role);
        self
    }

    /// Who holds it now.
    pub fn held_by(mut self, agent: &str) -> Self {
        self.state.assignee_id = agent.to_owned().into();
        self
    }

    /// When it was opened, where that is not when somebody first wrote.
    pub fn opened(mut self, when: &str) -> Self {
        self.state.opened_at = self.at(when);
        self
    }

    pub fn customer(self, when: &str, text: &str) -> Self {
        self.message(when, Role::Customer, "customer", |message| {
            message.text = text.to_owned().into();
        })
    }

    /// A public reply by a person.
    pub fn agent(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| message.text = text.to_owned().into())
    }

    /// A note that only colleagues see.
    pub fn note(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| {
            message.visibility = Some(Visibility::Private);
            message.kind = Some(MessageKind::Note);
            message.text = text.to_owned().into();
        })
    }

    /// A note that the customer can read.
    pub fn public_note(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Agent, who, |message| {
            message.visibility = Some(Visibility::Public);
            message.kind = Some(MessageKind::Note);
            message.text = text.to_owned().into();
        })
    }

    pub fn bot(self, who: &str, when: &str, text: &str) -> Self {
        self.message(when, Role::Bot, who, |message| message.text = text.to_owned().into())
    }

    /// Something that a rule sends in somebody's name.
    pub fn auto_reply(self, role: Role, who: &str, when: &str, text: &str) -> Self {
        self.message(when, role, who, |message| {
            message.kind = Some(MessageKind::AutoReply);
            message.text = text.to_owned().into();
        })
    }

    /// Something that happened, with its new holder or status.
    pub fn event(mut self, when: &str, kind: EventKind, value: &str) -> Self {
        let event = Event {
            conversation_id: self.state.conversation_id.clone(),
            at: self.at(when),
            kind: Some(kind),
            value: value.to_owned().into(),
            ..Event::default()
        };
        self.records.push(event.into());
        self
    }

    /// A call that waited so many seconds, and who answered it.
    pub fn call(mut self, when: &str, queue_seconds: f64, outcome: CallOutcome, who: &str) -> Self {
        self.state.channel = Some(Channel::Phone);
        self.state.queued_at = self.at(when);
        self.state.queue_seconds = Some(queue_seconds);
        self.state.outcome = Some(outcome);
        self.held_by(who)
    }

    /// How long an answered call kept its agent: talk, hold and the work after it.
    pub fn handled(mut self, talk: f64, hold: f64, wrap_up: f64) -> Self {
        self.state.talk_seconds = Some(talk);
        self.state.hold_seconds = Some(hold);
        self.state.wrap_up_seconds = Some(wrap_up);
        self
    }

    /// A rating of 1 to 5, of that agent where the name is not empty.
    pub fn rated(self, when: &str, score: f64, who: &str) -> Self {
        self.rated_on(5.0, when, score, who)
    }

    /// The same on a scale from 1 to another end.
    pub fn rated_on(mut self, scale_max: f64, when: &str, score: f64, who: &str) -> Self {
        let rated_at = self.at(when);
        self.rating(Rating {
            agent_id: who.to_owned().into(),
            rated_at,
            score: Some(score),
            scale_min: Some(1.0),
            scale_max: Some(scale_max),
            ..Rating::default()
        })
    }

    /// A rating that was offered and not given.
    pub fn asked_to_rate(mut self, when: &str) -> Self {
        let offered_at = self.at(when);
        self.rating(Rating { offered_at, ..Rating::default() })
    }

    /// Somebody whom the list of users names.
    pub fn person(mut self, id: &str, role: Role, name: &str, team: &str) -> Self {
        let person = Person {
            person_id: id.to_owned().into(),
            role: Some(role),
            name: name.to_owned().into(),
            team: team.to_owned().into(),
        };
        self.records.push(person.into());
        self
    }

    /// The zone of its clock.
    pub fn zone(&self) -> Tz {
        self.hours.zone
    }

    /// The instant at which the state was taken.
    pub fn taken_at(&self) -> Instant {
        self.as_of.or(self.latest).unwrap_or(Instant(0))
    }

    /// Gathers the records and writes the facts into a folder, which is made.
    pub fn facts(&self, folder: &Path) -> Result<Facts, DeskError> {
        self.facts_in(folder, 1)
    }

    /// The same in several partitions, which changes the order of rows in facts.
    pub fn facts_in(&self, folder: &Path, partitions: usize) -> Result<Facts, DeskError> {
        let mut desk = self.clone();
        desk.keep_state();
        if let Some(wrong) = desk.wrong {
            return Err(DeskError::Story(wrong));
        }
        let limits = Limits { memory: 1 << 26, spill_in: folder.to_owned(), partitions };
        let gather = Gather::new(vec![Self::SOURCE.to_owned()], limits);
        let mut sink = gather.sink(0, 0);
        for (line, record) in (0..).zip(desk.records) {
            sink.record(line, record);
        }
        drop(sink);
        let channel = ChannelRules { calendar: Calendar::new(self.hours.clone()) };
        let mut rules = Rules::new(|_| channel.clone(), self.taken_at());
        rules.promises = desk.promises;
        rules.definition = self.definition;
        let file = FileNote { name: Self::SOURCE.to_owned(), unit: "record", lines: Vec::new() };
        facts::write(&gather.finish()?, &rules, &[file], folder, &|| ())?;
        Ok(Facts::in_folder(folder))
    }

    fn begin(mut self, name: &str) -> Self {
        self.state = ConversationState {
            conversation_id: name.to_owned().into(),
            channel: Some(Channel::Chat),
            ..ConversationState::default()
        };
        self.day = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap_or_default();
        self
    }

    /// Adds the state of the conversation told of, if anything was.
    fn keep_state(&mut self) {
        let is_told = self.records.iter().any(|record| {
            *record.belongs_to() == self.state.conversation_id
                && !matches!(record, Record::Person(_))
        });
        if is_told || self.state.opened_at.is_some() || self.state.queued_at.is_some() {
            self.records.push(self.state.clone().into());
        }
    }

    fn message(
        mut self,
        when: &str,
        role: Role,
        who: &str,
        tell: impl FnOnce(&mut Message<'static>),
    ) -> Self {
        let number = self.records.len();
        let mut message = Message {
            conversation_id: self.state.conversation_id.clone(),
            message_id: number.to_string().into(),
            sent_at: self.at(when),
            author_role: Some(role),
            author_id: who.to_owned().into(),
            ..Message::default()
        };
        tell(&mut message);
        self.records.push(message.into());
        self
    }

    fn rating(mut self, rating: Rating<'static>) -> Self {
        let conversation_id = self.state.conversation_id.clone();
        self.records.push(Rating { conversation_id, ..rating }.into());
        self
    }

    fn is_wrong(&mut self, what: String) {
        self.wrong.get_or_insert(what);
    }

    /// Reads a time and remembers its day.
    fn at(&mut self, when: &str) -> Option<Instant> {
        let read = self.read(when);
        match read {
            Some(at) => self.latest = self.latest.max(Some(at)),
            None => self.is_wrong(format!("`{when}` is no time of the desk's clock")),
        }
        read
    }

    fn read(&mut self, when: &str) -> Option<Instant> {
        let (day, time) = match when.trim().rsplit_once(' ') {
            None => (self.day, when.trim()),
            Some((day, time)) => match day.parse::<Weekday>() {
                Ok(weekday) => (next(self.day, weekday)?, time),
                Err(_) => (day.parse().ok()?, time),
            },
        };
        self.day = day;
        let read = |format| NaiveTime::parse_from_str(time, format);
        let time = read("%H:%M").or_else(|_| read("%H:%M:%S%.f")).ok()?;
        match self.hours.zone.from_local_datetime(&NaiveDateTime::new(day, time)) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                Some(at.with_timezone(&Utc).into())
            }
            LocalResult::None => None,
        }
    }
}

/// The first such day of the week from a date on.
fn next(from: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = weekday.num_days_from_monday() + 7 - from.weekday().num_days_from_monday();
    from.checked_add_days(Days::new(u64::from(ahead % 7)))
}
