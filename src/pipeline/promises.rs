//! What the settings promise: to the conversations of a rule, and to those of a channel.

use toml::Spanned;

use super::calendars::Channels;
use super::error::ConfigError;
use super::script::Script;
use super::settings::{Counted, PromiseAsWritten, RuleAsWritten, Settings};
use crate::calendar::Hours;
use crate::facts::{Promised, Target, When};
use crate::model::Channel;

/// All promises in the order in which they are tried: rules as they are written, then channels.
pub fn resolve(
    script: &Script,
    settings: &Settings,
    channels: &Channels,
) -> Result<Vec<Promised>, ConfigError> {
    let mut all = Vec::new();
    for written in &settings.promises {
        let rule = written.get_ref();
        let when = When {
            channel: rule.channel.as_ref().map(|channel| channel.0),
            priority: rule.priority.clone(),
            team: rule.team.clone(),
            tier: rule.tier.clone(),
            tag: rule.tag.clone(),
        };
        let before = all.len();
        for (kind, promise) in rule.promises() {
            let Some(promise) = promise else { continue };
            let hours = when.channel.map(|channel| channels.of(channel).calendar.hours());
            let target = target(script, promise, hours)?;
            let share = promise.get_ref().share.map(|share| share.0);
            all.push(Promised { rule: name(rule), when: when.clone(), kind, target, share });
        }
        if all.len() == before {
            let what = "this rule promises nothing";
            let cure = "write what, as in `first_response = { within = \"1 h\" }`";
            return Err(script.error(written.span(), what, cure));
        }
    }
    for (channel, written) in &settings.channels {
        let when = When { channel: Some(channel.0), ..When::default() };
        for (kind, promise) in written.promises() {
            let Some(promise) = promise else { continue };
            let hours = channels.of(channel.0).calendar.hours();
            let target = target(script, promise, Some(hours))?;
            let share = promise.get_ref().share.map(|share| share.0);
            let rule = channel.0.word().to_owned();
            all.push(Promised { rule, when: when.clone(), kind, target, share });
        }
    }
    Ok(all)
}

/// A rule's name: its own, else what it asks of conversations.
fn name(rule: &RuleAsWritten) -> String {
    let asked = [
        rule.channel.as_ref().map(|channel| Channel::word(channel.0)),
        rule.priority.as_deref(),
        rule.team.as_deref(),
        rule.tier.as_deref(),
        rule.tag.as_deref(),
    ];
    let asked = asked.into_iter().flatten().collect::<Vec<_>>();
    let made = if asked.is_empty() { "all".to_owned() } else { asked.join(", ") };
    rule.name.clone().unwrap_or(made)
}

/// A promise in seconds; a day of business time is a working day of the channel.
fn target(
    script: &Script,
    written: &Spanned<PromiseAsWritten>,
    hours: Option<&Hours>,
) -> Result<Target, ConfigError> {
    let PromiseAsWritten { within, time, pauses, .. } = written.get_ref();
    let seconds = match (time, hours) {
        (Counted::Elapsed, _) => Some(within.elapsed_seconds()),
        (Counted::Business, Some(hours)) => within.business_seconds(hours),
        (Counted::Business, None) => {
            let seconds = within.hours_and_less();
            let what = "a promise in days of business time, on channels whose days differ";
            let cure = "write it in hours, or give the rule its `channel`";
            Some(seconds.ok_or_else(|| script.error(written.span(), what, cure))?)
        }
    };
    let seconds = seconds.ok_or_else(|| {
        let what = "a promise in business time on a calendar that never opens";
        script.error(written.span(), what, "give the calendar hours, or write `time = \"elapsed\"`")
    })?;
    Ok(Target { seconds, time: (*time).into(), pauses: *pauses })
}
