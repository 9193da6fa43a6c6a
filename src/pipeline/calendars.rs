//! Opening hours by name, and how each channel is kept under them.

use std::collections::BTreeMap;

use toml::Spanned;

use super::error::ConfigError;
use super::nearest::nearest;
use super::script::Script;
use super::settings::{ChannelAsWritten, Counted, PromiseAsWritten, Settings};
use crate::calendar::{Calendar, Hours};
use crate::facts::{ChannelRules, ServiceLevel, ServiceLevelVariant, Target, TargetTime};
use crate::model::Channel;
use crate::tables::{ChannelPromises, Promise};

/// The calendar that is always there.
const ALWAYS: &str = "always";

/// How each channel is kept.
pub struct Channels {
    named: BTreeMap<Channel, Kept>,
    /// Open around the clock, nothing promised.
    other: ChannelRules,
}

/// A channel that the settings speak of.
struct Kept {
    rules: ChannelRules,
    promises: ChannelPromises,
}

impl Channels {
    /// The rules of a channel.
    pub fn of(&self, channel: Channel) -> &ChannelRules {
        self.named.get(&channel).map_or(&self.other, |kept| &kept.rules)
    }

    /// The variant of the service level of calls, where there is one.
    pub fn service_level(&self) -> Option<ServiceLevelVariant> {
        Some(self.of(Channel::Phone).service_level()?.variant)
    }

    /// What is promised on the channels that the settings speak of.
    pub fn promises(&self) -> Vec<ChannelPromises> {
        self.named.values().map(|kept| kept.promises).collect()
    }
}

/// Lays out all calendars and resolves the channels' promises.
pub fn resolve(script: &Script, settings: &Settings) -> Result<Channels, ConfigError> {
    let mut calendars = BTreeMap::new();
    for (name, written) in &settings.calendars {
        let at = written.hours.span();
        if name == ALWAYS {
            let what = format!("the calendar `{ALWAYS}` is built in, open around the clock");
            return Err(script.error(at, what, "give this one another name"));
        }
        let zone = written.time_zone.as_ref().unwrap_or(&settings.desk.time_zone).0;
        let mut hours = Hours::parse(written.hours.get_ref(), zone.name()).map_err(|error| {
            let text = error.to_string();
            let (what, cure) = text.split_once(": ").unwrap_or((&text, "see `docs`"));
            script.error(at, what, cure)
        })?;
        hours.holidays = written.holidays.iter().map(|date| date.0).collect();
        let exceptions = written.exceptions.iter();
        hours.exceptions = exceptions.map(|(date, day)| (date.0, day.0.clone())).collect();
        calendars.insert(name.as_str(), Calendar::new(hours));
    }
    let zone = settings.desk.time_zone.0;
    let always = Hours::parse("24/7", zone.name()).map(Calendar::new).map_err(|error| {
        ConfigError::of(&script.path, error.to_string(), "correct `desk.time_zone`")
    })?;
    calendars.insert(ALWAYS, always.clone());

    let mut named = BTreeMap::new();
    for (channel, written) in &settings.channels {
        let calendar = match &written.calendar {
            None => &always,
            Some(name) => calendars.get(name.get_ref().as_str()).ok_or_else(|| {
                let cure = nearest(name.get_ref(), calendars.keys().copied());
                script.error(
                    name.span(),
                    format!("there is no calendar `{}`", name.get_ref()),
                    cure,
                )
            })?,
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
            service_level: service_level(script, channel.0, written)?,
        };
        named.insert(channel.0, Kept { rules, promises });
    }
    let other = ChannelRules {
        calendar: always,
        first_response: None,
        resolution: None,
        service_level: None,
    };
    Ok(Channels { named, other })
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
    let seconds = level.within.elapsed_seconds();
    let promised = ServiceLevel::of_promise(Target { seconds, time: TargetTime::Elapsed });
    let short = level.short_abandon.as_ref().map(|short| short.elapsed_seconds());
    Ok(Some(ServiceLevel {
        variant: level.variant.as_ref().map_or(promised.variant, |variant| variant.0),
        short_seconds: short.unwrap_or(promised.short_seconds),
        ..promised
    }))
}

/// A promise in seconds; a day of business time is a working day.
fn promise(
    script: &Script,
    written: &Spanned<PromiseAsWritten>,
    hours: &Hours,
) -> Result<Promise, ConfigError> {
    let PromiseAsWritten { within, time, share } = written.get_ref();
    let seconds = match time {
        Counted::Elapsed => Some(within.elapsed_seconds()),
        Counted::Business => within.business_seconds(hours),
    };
    let seconds = seconds.ok_or_else(|| {
        let what = "a promise in business time on a calendar that never opens";
        script.error(written.span(), what, "give the calendar hours, or write `time = \"elapsed\"`")
    })?;
    let target = Target { seconds, time: (*time).into() };
    Ok(Promise { target, share: share.map(|share| share.0) })
}
