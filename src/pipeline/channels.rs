//! How each channel is kept, and which conversations have hours of their own.

use std::collections::BTreeMap;

use toml::Spanned;

use super::calendars::Calendars;
use super::error::ConfigError;
use super::opening::HoursAsWritten;
use super::script::Script;
use super::settings::{Counted, PromiseAsWritten, Settings};
use super::values::OneOrMany;
use crate::calendar::Hours;
use crate::facts::{ChannelRules, HoursRule, Target};
use crate::model::Channel;
use crate::tables::{ChannelPromises, Promise};

/// How each channel is kept.
pub struct Channels {
    named: BTreeMap<Channel, Kept>,
    /// Open around the clock, nothing promised.
    other: ChannelRules,
    /// Hours of conversations that are not their channel's.
    pub hours: Vec<HoursRule>,
}

/// A channel that the settings speak of.
struct Kept {
    rules: ChannelRules,
    promises: ChannelPromises,
}

impl Channels {
    /// Resolves the channels' hours and promises.
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
            let promise = |written: &Option<Spanned<PromiseAsWritten>>| match written {
                None => Ok(None),
                Some(written) => promise(script, written, calendar.hours()).map(Some),
            };
            let promises = ChannelPromises {
                channel: channel.0,
                first_response: promise(&written.first_response)?,
                resolution: promise(&written.resolution)?,
            };
            let rules = ChannelRules {
                calendar: calendar.clone(),
                first_response: promises.first_response.map(|promise| promise.target),
                resolution: promises.resolution.map(|promise| promise.target),
            };
            named.insert(channel.0, Kept { rules, promises });
        }
        let other = ChannelRules {
            calendar: calendars.always.clone(),
            first_response: None,
            resolution: None,
        };
        Ok(Self { named, other, hours: hours(script, settings, calendars)? })
    }

    /// The rules of a channel.
    pub fn of(&self, channel: Channel) -> &ChannelRules {
        self.named.get(&channel).map_or(&self.other, |kept| &kept.rules)
    }

    /// What is promised on the channels that the settings speak of.
    pub fn promises(&self) -> Vec<ChannelPromises> {
        self.named.values().map(|kept| kept.promises).collect()
    }
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
        let (teams, priorities) = (named(script, team)?, named(script, priority)?);
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

/// A promise in seconds; a day of business time is a working day.
fn promise(
    script: &Script,
    written: &Spanned<PromiseAsWritten>,
    hours: &Hours,
) -> Result<Promise, ConfigError> {
    let PromiseAsWritten { within, time, share } = written.get_ref();
    let seconds = match time {
        Counted::Elapsed => within.elapsed_seconds(),
        Counted::Business => within.business_seconds(hours).map_err(|error| {
            let text = error.to_string();
            let (what, cure) = text.split_once("; ").unwrap_or((&text, "write it in hours"));
            script.error(written.span(), what, cure)
        })?,
    };
    let target = Target { seconds, time: (*time).into() };
    Ok(Promise { target, share: share.map(|share| share.0) })
}
