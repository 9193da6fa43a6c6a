//! The families of topics, their sub-topics, and the phrases that show them.

use std::sync::Arc;

use super::written;

/// A family of topics, or one of its sub-topics.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// As `returns_exchanges`.
    pub family: String,
    /// As `refund_status`; `None` where only the family is known.
    pub sub_topic: Option<String>,
    /// Of equally strong topics the higher comes first.
    pub priority: i64,
    /// How much each of its phrases counts; 1 unless the file says otherwise, more than 0.
    pub weight: f64,
}

/// How a phrase bears on its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// Shows it by itself.
    Shows,
    /// Shows it unless it is denied.
    Affirms,
    /// Shows it together with another.
    Hints,
    /// Says what happened but not to what: shows the topic of a thing beside it, else its own.
    Unnamed,
    /// Keeps it from being meant in the same message.
    Forbids,
    /// A thing: takes over what is said unnamed beside it.
    Names,
}

impl Bearing {
    /// Whether it shows nothing by itself.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::Forbids | Self::Names)
    }
}

/// A phrase of a topic, by the topic's place in the lexicon.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub topic: usize,
    pub bearing: Bearing,
    pub phrase: String,
}

/// What customers may write about, and by which phrases that is seen.
#[derive(Clone, Debug)]
pub struct TopicLexicon {
    pub(super) topics: Vec<Arc<Topic>>,
    pub(super) entries: Vec<Entry>,
    /// Phrases that show nothing, and take away the shorter ones inside them.
    pub(super) ignored: Vec<String>,
}

/// A file of topics that cannot be used: where, why, and the cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}; {cure}")]
pub struct LexiconError {
    /// From 1.
    pub line: usize,
    pub what: String,
    pub cure: String,
}

impl TopicLexicon {
    /// The lexicon that comes with the program: orders and delivery, returns and exchanges, payments,
    /// account, promotions and membership, in English, Russian and Chinese.
    ///
    /// # Errors
    /// Never with the file that is built in, which a test reads.
    pub fn built_in() -> Result<Self, LexiconError> {
        Self::parse(BUILT_IN)
    }

    /// Reads a lexicon in TOML; the one that is built in says at its head what may stand in it.
    ///
    /// # Errors
    /// With the line, where the text is no TOML, a key or a value is none that is known, a phrase is
    /// none or stands for two topics, or no topic has a phrase that shows it.
    pub fn parse(text: &str) -> Result<Self, LexiconError> {
        written::read(text)
    }

    /// The text of the lexicon that is built in, to start one's own from.
    pub fn built_in_text() -> &'static str {
        BUILT_IN
    }

    /// All topics in the order of the file.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter().map(Arc::as_ref)
    }

    /// The names of the families in the order of the file.
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for topic in self.topics() {
            if !families.contains(&topic.family.as_str()) {
                families.push(&topic.family);
            }
        }
        families
    }
}

const BUILT_IN: &str = include_str!("lexicon.toml");
