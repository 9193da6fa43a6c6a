//! What the settings promise and when the desk is open, per channel.

use super::definitions::{self, Definition};
use crate::calendar::Calendar;
use crate::model::{Channel, Instant};

/// Which time a promise counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetTime {
    /// Only while the channel is open.
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

/// A promise to customers: something happens within so many seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub seconds: f64,
    pub time: TargetTime,
}

/// How one channel is kept.
#[derive(Clone, Debug)]
pub struct ChannelRules {
    pub calendar: Calendar,
    pub first_response: Option<Target>,
    pub resolution: Option<Target>,
}

/// Everything outside of a conversation that its figures depend on.
#[derive(Clone, Debug)]
pub struct Rules {
    channels: Vec<ChannelRules>,
    /// The instant at which the input's state was taken; what is open then is open.
    pub as_of: Instant,
    /// Whether the text of messages may stand in facts.
    pub keep_text: bool,
    /// Key of the customers' pseudonyms; without it customers stay nameless.
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
            as_of,
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

    /// Seconds between two instants that count under a channel's hours; never negative.
    pub fn business_seconds(&self, channel: Channel, from: Instant, to: Instant) -> f64 {
        let open =
            self.channel(channel).map_or(0, |rules| rules.calendar.open_micros(from.0, to.0));
        open.max(0) as f64 / 1e6
    }

    /// Seconds between two instants in the time that a target counts in.
    pub fn seconds(&self, channel: Channel, time: TargetTime, from: Instant, to: Instant) -> f64 {
        match time {
            TargetTime::Business => self.business_seconds(channel, from, to),
            TargetTime::Elapsed => to.seconds_since(from).max(0.0),
        }
    }

    /// Whether a promise was kept by something that began at `from` and ended at `to`, or has not
    /// ended yet. `None` while it may still be kept.
    pub fn is_kept(
        &self,
        channel: Channel,
        target: Target,
        from: Instant,
        to: Option<Instant>,
    ) -> Option<bool> {
        let spent = self.seconds(channel, target.time, from, to.unwrap_or(self.as_of));
        match to {
            _ if spent > target.seconds => Some(false),
            Some(_) => Some(true),
            None => None,
        }
    }
}
