//! What the desk promises, and to which conversations.

use super::rules::is_same_name;
use crate::model::{Channel, ConversationState, PromiseKind};

/// Which time a promise counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetTime {
    /// Only while the desk is open.
    Business,
    /// Around the clock.
    Elapsed,
}

impl TargetTime {
    pub const fn word(self) -> &'static str {
        match self {
            TargetTime::Business => "business",
            TargetTime::Elapsed => "elapsed",
        }
    }
}

/// Within how long something is promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub seconds: f64,
    pub time: TargetTime,
    /// Whether the clock stands still while it is the customer's turn.
    pub pauses: bool,
}

/// The conversations that a promise is made to; what is left open fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    pub channel: Option<Channel>,
    pub priority: Option<String>,
    pub team: Option<String>,
    pub tier: Option<String>,
    pub tag: Option<String>,
}

impl When {
    fn fits(&self, state: &ConversationState<'_>) -> bool {
        let is = |asked: &Option<String>, value: &str| {
            asked.as_ref().is_none_or(|asked| is_same_name(asked, value))
        };
        self.may_fit(state.channel.unwrap_or(Channel::Other))
            && is(&self.priority, &state.priority)
            && is(&self.team, &state.team)
            && is(&self.tier, &state.tier)
            && self.tag.as_ref().is_none_or(|_| state.tags.iter().any(|tag| is(&self.tag, tag)))
    }

    /// Whether it may fit conversations of a channel.
    pub fn may_fit(&self, channel: Channel) -> bool {
        self.channel.is_none_or(|asked| asked == channel)
    }

    /// The channel, where nothing else is asked.
    pub fn only_channel(&self) -> Option<Channel> {
        let only = Self { channel: self.channel, ..Self::default() };
        self.channel.filter(|_| *self == only)
    }
}

/// One promise of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    /// The name of the rule that makes it.
    pub rule: String,
    pub when: When,
    pub kind: PromiseKind,
    pub target: Target,
    /// Share of conversations, 0..1, for which it is meant to be kept; `None` if that is not said.
    pub share: Option<f64>,
}

impl Promised {
    /// Whether its clock runs only while the customer waits.
    pub fn pauses(&self) -> bool {
        self.target.pauses || self.kind == PromiseKind::RequesterWait
    }
}

/// The promise of that kind to a conversation: the first of the list that fits it.
pub fn promise_to<'r>(
    all: &'r [Promised],
    kind: PromiseKind,
    state: &ConversationState<'_>,
) -> Option<&'r Promised> {
    all.iter().find(|promised| promised.kind == kind && promised.when.fits(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_fits_counts() {
        let made = |rule: &str, when| Promised {
            rule: rule.to_owned(),
            when,
            kind: PromiseKind::Resolution,
            target: Target { seconds: 1.0, time: TargetTime::Elapsed, pauses: false },
            share: None,
        };
        let some = |word: &str| Some(word.to_owned());
        let all = [
            made(
                "vip",
                When { tag: some("VIP"), channel: Some(Channel::Email), ..When::default() },
            ),
            made("urgent", When { priority: some("urgent"), ..When::default() }),
            made("gold", When { tier: some("gold"), team: some("north"), ..When::default() }),
            made("email", When { channel: Some(Channel::Email), ..When::default() }),
        ];
        let state = |channel, priority: &'static str, tier: &'static str, tag: &'static str| {
            ConversationState {
                channel: Some(channel),
                priority: priority.into(),
                tier: tier.into(),
                team: "north".into(),
                tags: vec!["new".into(), tag.into()],
                ..ConversationState::default()
            }
        };
        let rule = |state: ConversationState<'_>| {
            promise_to(&all, PromiseKind::Resolution, &state).map(|found| found.rule.clone())
        };
        assert_eq!(rule(state(Channel::Email, "urgent", "", "vip")), some("vip"));
        assert_eq!(rule(state(Channel::Chat, "Urgent", "", "vip")), some("urgent"));
        assert_eq!(rule(state(Channel::Chat, "", "gold", "")), some("gold"));
        assert_eq!(rule(state(Channel::Email, "", "", "")), some("email"));
        assert_eq!(rule(state(Channel::Chat, "", "", "")), None);
        let first = PromiseKind::FirstResponse;
        assert_eq!(promise_to(&all, first, &state(Channel::Email, "", "", "")), None);
    }
}
