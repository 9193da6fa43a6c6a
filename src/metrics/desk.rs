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
    self, ChannelRules, Facts, FileNote, Promised, Rules, ServiceLevel, StoreError, Target, When,
};
use crate::gather::{Gather, Gathered, Limits};
use crate::model::{
    Channel, ConversationState, Instant, Message, PromiseKind, Rating, Record, Review, Role, Status,
};
use crate::rubric;

/// A desk and what happened there. Times are told on its own clock as `09:04`, on the day last told
/// of; as `Mon 09:04`, on the first such day from there on; or as `2026-10-25 09:04`. The first day
/// is Monday, 9 November 2026, and so it is again in each new conversation.
///
/// What cannot be read is kept until [`Desk::facts`] says so.
#[derive(Clone, Debug)]
pub struct Desk {
    hours: Hours,
    promises: Vec<Promised>,
    service_level: Option<ServiceLevel>,
    definition: &'static dyn Definition,
    /// In place of its hours and promises.
    rules: Option<Rules>,
    pub(crate) records: Vec<Record<'static>>,
    pub(super) state: ConversationState<'static>,
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
            service_level: None,
            definition: definitions::ours(),
            rules: None,
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

    /// Is kept under these rules, whatever hours and promises were told of.
    pub fn under(mut self, rules: Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Counts by another rule than ours.
    pub fn counted_by(mut self, definition: &'static dyn Definition) -> Self {
        self.definition = definition;
        self
    }

    /// Has a service level of its own, and not just the promised first response.
    pub fn answers_within(mut self, level: ServiceLevel) -> Self {
        self.service_level = Some(level);
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

    /// The team that holds it last, as the ticket's row has it.
    pub fn team(mut self, team: &str) -> Self {
        self.state.team = team.to_owned().into();
        self
    }

    pub fn priority(mut self, priority: &str) -> Self {
        self.state.priority = priority.to_owned().into();
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

    /// Who asks.
    pub fn customer_id(mut self, id: &str) -> Self {
        self.state.customer_id = id.to_owned().into();
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
        let gathered = self.gathered(folder, partitions)?;
        let file = FileNote { name: Self::SOURCE.to_owned(), unit: "record", lines: Vec::new() };
        facts::write(&gathered, &self.rules(), &[file], folder, &|| ())?;
        Ok(Facts::in_folder(folder))
    }

    /// Gathers the records.
    pub fn gathered(&self, spill_in: &Path, partitions: usize) -> Result<Gathered, DeskError> {
        let mut desk = self.clone();
        desk.keep_state();
        if let Some(wrong) = desk.wrong {
            return Err(DeskError::Story(wrong));
        }
        let limits = Limits {
            memory: 1 << 26,
            spill_in: spill_in.to_owned(),
            partitions,
            numbers_customers: true,
        };
        let gather = Gather::new(vec![Self::SOURCE.to_owned()], limits);
        let mut sink = gather.sink(0, 0);
        for (line, record) in (0..).zip(desk.records) {
            sink.record(line, record);
        }
        drop(sink);
        Ok(gather.finish()?)
    }

    /// The rules it is kept under: its hours and promises, on every channel, unless others are told.
    pub fn rules(&self) -> Rules {
        if let Some(rules) = &self.rules {
            return rules.clone();
        }
        let calendar = Calendar::new(self.hours.clone());
        let channel = ChannelRules { calendar, service_level: self.service_level };
        let mut rules = Rules::new(|_| channel.clone(), self.taken_at());
        rules.promises.clone_from(&self.promises);
        rules.definition = self.definition;
        if let Some((reader, rubric)) = rubric::built_in() {
            (rules.reader, rules.rubric) = (Some(reader), Some(rubric));
        }
        rules
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

    pub(super) fn message(
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

    pub(super) fn rating(mut self, rating: Rating<'static>) -> Self {
        let conversation_id = self.state.conversation_id.clone();
        self.records.push(Rating { conversation_id, ..rating }.into());
        self
    }

    pub(super) fn review(mut self, review: Review<'static>) -> Self {
        let conversation_id = self.state.conversation_id.clone();
        self.records.push(Review { conversation_id, ..review }.into());
        self
    }

    fn is_wrong(&mut self, what: String) {
        self.wrong.get_or_insert(what);
    }

    /// Reads a time and remembers its day.
    pub(super) fn at(&mut self, when: &str) -> Option<Instant> {
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
