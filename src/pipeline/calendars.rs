//! Opening hours by name, and the channels that keep them.

use std::collections::BTreeMap;

use super::error::ConfigError;
use super::script::Script;
use super::settings::Settings;
use crate::calendar::{Calendar, Hours};
use crate::facts::ChannelRules;
use crate::model::Channel;
use crate::sources::nearest;

/// The calendar that is always there.
const ALWAYS: &str = "always";

/// How each channel is kept.
pub struct Channels {
    named: BTreeMap<Channel, ChannelRules>,
    /// Open around the clock.
    other: ChannelRules,
}

impl Channels {
    /// The rules of a channel.
    pub fn of(&self, channel: Channel) -> &ChannelRules {
        self.named.get(&channel).unwrap_or(&self.other)
    }

    /// Whether the settings speak of a channel.
    pub fn has(&self, channel: Channel) -> bool {
        self.named.contains_key(&channel)
    }
}

/// Lays out all calendars, each for its channels.
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
        named.insert(channel.0, ChannelRules { calendar: calendar.clone() });
    }
    let other = ChannelRules { calendar: always };
    Ok(Channels { named, other })
}
