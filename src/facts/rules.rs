//! When the desk is open, for which conversation, and what it promises.

use std::fmt;
use std::sync::Arc;

use super::definitions::{self, Definition};
use super::promised::{Promised, promise_to};
use super::service_level::ServiceLevel;
use crate::calendar::Calendar;
use crate::model::{Channel, ConversationState, Instant, PromiseKind};
use crate::rubric::Rubric;
use crate::text::classifier::Classifier;
use crate::text::personal::Redactor;
use crate::transcript::Reader;

/// How one channel is kept.
#[derive(Clone, Debug)]
pub struct ChannelRules {
    pub calendar: Calendar,
    /// Of its calls; the promised first response where the settings name none.
    pub service_level: Option<ServiceLevel>,
}

/// A calendar and the conversations that are under it, whatever their channel's; a condition that
/// names nothing lets all through.
#[derive(Clone, Debug)]
pub struct HoursRule {
    pub calendar: Calendar,
    channels: Vec<Channel>,
    teams: Vec<String>,
    priorities: Vec<String>,
}

impl HoursRule {
    /// Teams and priorities are named as the export does, in any case.
    pub fn new(
        calendar: Calendar,
        channels: Vec<Channel>,
        teams: Vec<String>,
        priorities: Vec<String>,
    ) -> Self {
        Self { calendar, channels, teams, priorities }
    }

    /// Whether one of its teams is called so.
    fn names_team(&self, team: &str) -> bool {
        self.teams.iter().any(|name| is_same_name(name, team))
    }

    /// Whether conversations of a channel may be under it.
    pub fn may_be_for(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    fn is_for(&self, channel: Channel, team: &str, priority: &str) -> bool {
        let is_priority = || self.priorities.iter().any(|name| is_same_name(name, priority));
        self.may_be_for(channel)
            && (self.teams.is_empty() || self.names_team(team))
            && (self.priorities.is_empty() || is_priority())
    }
}

impl fmt::Display for HoursRule {
    /// Its conditions, as in `phone, team Nights, priority urgent`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channels = self.channels.iter().map(|channel| channel.word().to_owned());
        let teams = self.teams.iter().map(|name| format!("team {name}"));
        let priorities = self.priorities.iter().map(|name| format!("priority {name}"));
        let all: Vec<String> = channels.chain(teams).chain(priorities).collect();
        if all.is_empty() { f.write_str("all") } else { f.write_str(&all.join(", ")) }
    }
}

/// Whether two names of a team, priority, tier or tag are the same, in any case of letters.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!one.is_ascii() && one.to_lowercase() == other.to_lowercase())
}

/// Whose calendar holds for a conversation that goes from one team to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalendarOf {
    /// That of the team it was opened with, for its whole life.
    Opening,
    /// That of the team that held it at the time; the stretches add up.
    #[default]
    Holder,
}

impl CalendarOf {
    /// The rule as a sentence without its full stop.
    pub const fn about(self) -> &'static str {
        match self {
            CalendarOf::Opening => {
                "A conversation counts under the calendar of the team it was opened with, for its \
                 whole life"
            }
            CalendarOf::Holder => {
                "Each stretch of a conversation counts under the calendar of the team that held it \
                 then"
            }
        }
    }
}

/// Everything outside of a conversation that its figures depend on.
#[derive(Clone, Debug)]
pub struct Rules {
    channels: Vec<ChannelRules>,
    /// The first that is for a conversation gives its calendar, else its channel does.
    pub hours: Vec<HoursRule>,
    pub calendar_of: CalendarOf,
    /// What is promised; the first of a kind that fits a conversation counts.
    pub promises: Vec<Promised>,
    /// The instant at which the input's state was taken; what is open then is open.
    pub as_of: Instant,
    /// What reads the conversations; without it nothing that was said counts.
    pub reader: Option<Arc<Reader>>,
    /// What judges what the desk said, by phrases that the reader looks up; without it nothing is judged.
    pub rubric: Option<Arc<Rubric>>,
    /// What was learnt of the vendor's categories; without it no category is told from words.
    pub classifier: Option<Arc<Classifier>>,
    /// What strikes personal data out of text.
    pub redactor: Redactor,
    /// Whether the text of messages, redacted, may stand in facts.
    pub keep_text: bool,
    /// Key of the customers' pseudonyms; without it they are numbered.
    pub pseudonym_key: Option<[u8; 32]>,
    /// The rule by which first response, resolution and satisfaction are counted.
    pub definition: &'static dyn Definition,
    /// Whether all rules are compared, conversation by conversation.
    pub compares_definitions: bool,
}

impl Rules {
    /// `of` gives the rules of each channel.
    pub fn new(of: impl Fn(Channel) -> ChannelRules, as_of: Instant) -> Self {
        let channels = Channel::ALL.iter().map(|channel| of(*channel)).collect();
        Self {
            channels,
            hours: Vec::new(),
            calendar_of: CalendarOf::default(),
            promises: Vec::new(),
            as_of,
            reader: None,
            rubric: None,
            classifier: None,
            redactor: Redactor::default(),
            keep_text: false,
            pseudonym_key: None,
            definition: definitions::ours(),
            compares_definitions: true,
        }
    }

    /// The rules of a channel.
    pub fn channel(&self, channel: Channel) -> Option<&ChannelRules> {
        self.channels.get(channel as usize)
    }

    /// The service level of a call: as the settings have it, else the promised first response.
    pub fn service_level(&self, state: &ConversationState<'_>) -> Option<ServiceLevel> {
        let own = self.channel(state.channel.unwrap_or(Channel::Other))?.service_level;
        let promised = || promise_to(&self.promises, PromiseKind::FirstResponse, state);
        own.or_else(|| promised().map(|promised| ServiceLevel::of_promise(promised.target)))
    }

    /// The calendar of conversations of a channel, team and priority.
    pub fn calendar(&self, channel: Channel, team: &str, priority: &str) -> Option<&Calendar> {
        let mut hours = self.hours.iter();
        let rule = hours.find(|rule| rule.is_for(channel, team, priority));
        let of_channel = || self.channel(channel).map(|rules| &rules.calendar);
        rule.map(|rule| &rule.calendar).or_else(of_channel)
    }

    /// The rule that a calendar comes from; `None` where it is a channel's.
    pub fn rule_of(&self, calendar: &Calendar) -> Option<&HoursRule> {
        self.hours.iter().find(|rule| std::ptr::eq(&raw const rule.calendar, calendar))
    }

    /// Whether any calendar depends on the team.
    pub fn tells_teams_apart(&self) -> bool {
        self.hours.iter().any(|rule| !rule.teams.is_empty())
    }

    /// Whether a rule has a team of that name.
    pub fn names_team(&self, team: &str) -> bool {
        self.hours.iter().any(|rule| rule.names_team(team))
    }
}
