//! How each channel is kept, and which conversations have hours of their own.

use std::collections::BTreeMap;
use std::iter;

use toml::Spanned;

use super::calendars::Calendars;
use super::error::ConfigError;
use super::opening::HoursAsWritten;
use super::script::Script;
use super::settings::{ChannelAsWritten, Settings};
use super::values::OneOrMany;
use crate::calendar::Hours;
use crate::facts::{ChannelRules, HoursRule, ServiceLevel, TargetTime};
use crate::model::Channel;

/// How each channel is kept.
pub struct Channels {
    named: BTreeMap<Channel, ChannelRules>,
    /// Open around the clock.
    other: ChannelRules,
    /// Hours of conversations that are not their channel's.
    pub hours: Vec<HoursRule>,
}

impl Channels {
    /// Finds each channel's calendar, and those of the rules.
    pub fn resolve(
        script: &Script,
        settings: &Settings,
        calendars: &Calendars,
    ) -> Result<Self, ConfigError> {
        let mut named = BTreeMap::new();
        for (channel, written) in &settings.channels {
            let calendar = match &written.calendar {
                None => &calendars.always,
                Some(name) => calendars.get(script, name)?,
            };
            let service_level = service_level(script, channel.0, written)?;
            named.insert(channel.0, ChannelRules { calendar: calendar.clone(), service_level });
        }
        let other = ChannelRules { calendar: calendars.always.clone(), service_level: None };
        Ok(Self { named, other, hours: hours(script, settings, calendars)? })
    }

    /// The rules of a channel.
    pub fn of(&self, channel: Channel) -> &ChannelRules {
        self.named.get(&channel).unwrap_or(&self.other)
    }

    /// Whether the settings speak of a channel.
    pub fn has(&self, channel: Channel) -> bool {
        self.named.contains_key(&channel)
    }

    /// All hours that conversations of a channel may be under, its own first.
    pub fn hours_on(&self, channel: Channel) -> impl Iterator<Item = &Hours> {
        let rules = self.hours.iter().filter(move |rule| rule.may_be_for(channel));
        let calendars = rules.map(|rule| &rule.calendar);
        iter::once(&self.of(channel).calendar).chain(calendars).map(|calendar| calendar.hours())
    }
}

/// The service level of calls, where the settings have one.
fn service_level(
    script: &Script,
    channel: Channel,
    written: &ChannelAsWritten,
) -> Result<Option<ServiceLevel>, ConfigError> {
    let Some(written) = &written.service_level else { return Ok(None) };
    if channel != Channel::Phone {
        let what = format!("a service level on `{channel}`, where nobody calls");
        let cure = "write it under `[channels.phone]`, or promise a `first_response` here";
        return Err(script.error(written.span(), what, cure));
    }
    let level = written.get_ref();
    let usual = ServiceLevel::within(level.within.elapsed_seconds(), TargetTime::Elapsed);
    let short = level.short_abandon.as_ref().map(|short| short.elapsed_seconds());
    Ok(Some(ServiceLevel {
        variant: level.variant.as_ref().map_or(usual.variant, |variant| variant.0),
        short_seconds: short.unwrap_or(usual.short_seconds),
        share: level.share.as_ref().map(|share| share.0),
        ..usual
    }))
}

/// The rules that go before the channels' calendars.
fn hours(
    script: &Script,
    settings: &Settings,
    calendars: &Calendars,
) -> Result<Vec<HoursRule>, ConfigError> {
    let mut rules = Vec::new();
    for (left, written) in (0..settings.hours.len()).rev().zip(&settings.hours) {
        let HoursAsWritten { calendar, channel, team, priority } = written.get_ref();
        if left > 0 && channel.is_none() && team.is_none() && priority.is_none() {
            let what = "these hours are for all conversations, so that none below are ever used";
            let cure = "add a `channel`, `team` or `priority`, or move them to the end";
            return Err(script.error(written.span(), what, cure));
        }
        let channels = named(script, channel)?.iter().map(|channel| channel.0).collect();
        let calendar = calendars.get(script, calendar)?.clone();
        let (teams, priorities) =
            (named(script, team)?.to_vec(), named(script, priority)?.to_vec());
        rules.push(HoursRule::new(calendar, channels, teams, priorities));
    }
    Ok(rules)
}

/// The names that a condition lists; none where it is left out.
fn named<'w, T>(
    script: &Script,
    condition: &'w Option<Spanned<OneOrMany<T>>>,
) -> Result<&'w [T], ConfigError> {
    let Some(written) = condition else { return Ok(&[]) };
    let names = written.get_ref().all();
    if names.is_empty() {
        let what = "a condition that no conversation meets";
        return Err(script.error(written.span(), what, "name something, or take it out"));
    }
    Ok(names)
}
