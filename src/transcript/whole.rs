//! A conversation as it was said.

use super::{Effort, Line, Mood};
use crate::model::Conversation;
use crate::text::{Spoken, TopicFound};

/// What was said in a conversation, and what that tells.
#[derive(Clone, Debug)]
pub struct Transcript<'c> {
    pub conversation: &'c Conversation<'c>,
    /// All messages with a text, in the order of time.
    pub lines: Vec<Line<'c>>,
    /// What the customer writes in.
    pub language: Spoken,
    /// What the customer writes about, the main topic first; empty where that is unknown.
    pub topics: Vec<TopicFound>,
    /// What each line is about, whoever wrote it: the families of topics by their places in the lexicon.
    pub line_topics: Vec<Vec<u16>>,
    /// How the customer felt.
    pub mood: Mood,
    /// What the matter cost the customer.
    pub effort: Effort,
}

impl<'c> Transcript<'c> {
    /// That of a conversation which nobody reads.
    pub fn unread(conversation: &'c Conversation<'c>) -> Self {
        Self {
            conversation,
            lines: Vec::new(),
            language: Spoken::Unknown,
            topics: Vec::new(),
            line_topics: Vec::new(),
            mood: Mood::default(),
            effort: Effort::default(),
        }
    }

    /// The customer's own messages.
    pub fn customer(&self) -> impl DoubleEndedIterator<Item = &Line<'c>> {
        self.lines.iter().filter(|line| line.is_customer())
    }

    /// The public replies by people.
    pub fn agent(&self) -> impl DoubleEndedIterator<Item = &Line<'c>> {
        self.lines.iter().filter(|line| line.is_agent())
    }
}
