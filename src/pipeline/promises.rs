//! What the settings promise: to the conversations of a rule, and to those of a channel.

use toml::Spanned;

use super::channels::Channels;
use super::duration::BusinessError;
use super::error::ConfigError;
use super::script::Script;
use super::settings::{Counted, PromiseAsWritten, RuleAsWritten, Settings};
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
            let target = target(script, promise, channels, when.channel)?;
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
            let target = target(script, promise, channels, when.channel)?;
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
    channels: &Channels,
    channel: Option<Channel>,
) -> Result<Target, ConfigError> {
    let PromiseAsWritten { within, time, pauses, .. } = written.get_ref();
    let refused = |what: &str, cure: &str| script.error(written.span(), what, cure);
    let differ = "a promise in days of business time, to conversations whose days differ";
    let seconds = match (time, channel) {
        (Counted::Elapsed, _) => within.elapsed_seconds(),
        (Counted::Business, None) => within
            .hours_and_less()
            .ok_or_else(|| refused(differ, "write it in hours, or give the rule its `channel`"))?,
        (Counted::Business, Some(channel)) => {
            let mut lasting =
                channels.hours_on(channel).map(|hours| within.business_seconds(hours));
            let seconds = lasting.next().unwrap_or(Err(BusinessError::NeverOpen));
            let seconds = seconds.map_err(|error| {
                let text = error.to_string();
                let (what, cure) = text.split_once("; ").unwrap_or((&text, "write it in hours"));
                refused(what, cure)
            })?;
            if lasting.any(|other| other.is_ok_and(|other| other != seconds)) {
                return Err(refused(differ, "write it in hours"));
            }
            seconds
        }
    };
    Ok(Target { seconds, time: (*time).into(), pauses: *pauses })
}
