//! When the desk is open, per channel, and what it promises.

use super::definitions::{self, Definition};
use super::promised::Promised;
use crate::calendar::Calendar;
use crate::model::{Channel, Instant};

/// How one channel is kept.
#[derive(Clone, Debug)]
pub struct ChannelRules {
    pub calendar: Calendar,
}

/// Everything outside of a conversation that its figures depend on.
#[derive(Clone, Debug)]
pub struct Rules {
    channels: Vec<ChannelRules>,
    /// What is promised; the first of a kind that fits a conversation counts.
    pub promises: Vec<Promised>,
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
            promises: Vec::new(),
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
}
