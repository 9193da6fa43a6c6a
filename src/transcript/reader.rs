//! What reads the conversations of a run.

use std::sync::{Arc, LazyLock};

use super::{Effort, Line, Mood, Transcript};
use crate::model::{Conversation, Voice};
use crate::text::effort::{Signs, SignsError};
use crate::text::sentiment::{LexiconError, Sentiment};
use crate::text::{Languages, Negation, Passage, PhraseError, PhraseList, Phrases};

/// The lists of phrases cannot be looked up.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    #[error(transparent)]
    Phrase(#[from] PhraseError),
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    #[error(transparent)]
    Signs(#[from] SignsError),
    #[error("there are too many phrases to look up: {0}")]
    TooMany(#[from] aho_corasick::BuildError),
}

/// Every list of phrases of a run, and the languages the desk answers in.
#[derive(Debug)]
pub struct Reader {
    phrases: Phrases,
    languages: Languages,
    signs: Signs,
    pub sentiment: Sentiment,
    pub negation: Negation,
}

impl Reader {
    /// A reader that also looks up the phrases that others have added to a list.
    ///
    /// # Errors
    /// If a phrase of a list is none, or there are more than can be looked up.
    pub fn new(mut list: PhraseList, languages: Languages) -> Result<Self, ReaderError> {
        let negation = Negation::new(&mut list)?;
        let sentiment = Sentiment::new(&mut list)?;
        let signs = Signs::new(&mut list)?;
        Ok(Self { phrases: list.build()?, languages, signs, sentiment, negation })
    }

    /// A reader of Russian, Chinese and English with the lists that are built in.
    ///
    /// # Errors
    /// If a list that is built in cannot be looked up.
    pub fn built_in() -> Result<Arc<Self>, &'static ReaderError> {
        static BUILT_IN: LazyLock<Result<Arc<Reader>, ReaderError>> = LazyLock::new(|| {
            Reader::new(PhraseList::default(), Languages::default()).map(Arc::new)
        });
        BUILT_IN.as_ref().map(Arc::clone)
    }

    /// Reads what was said in a conversation.
    pub fn read<'c>(&self, conversation: &'c Conversation<'c>) -> Transcript<'c> {
        let numbered = conversation.messages.iter().zip(1..);
        let has_text = numbered.filter(|(message, _)| !message.text.is_empty());
        let line = |(message, number)| -> Line<'c> {
            let message: &'c crate::model::Message<'c> = message;
            let passage = Passage::read(&message.text, &self.phrases);
            let voice = Voice::of(message);
            let is_customer = voice == Voice::Customer;
            let sentiment =
                is_customer.then(|| self.sentiment.of(&passage, &self.negation)).flatten();
            Line { message, number, voice, passage, sentiment }
        };
        let lines: Vec<Line<'c>> = has_text.map(line).collect();
        let own = lines.iter().filter(|line| line.is_customer());
        let language = self.languages.of(own.map(|line| line.message.text.as_ref()));
        let mood = Mood::of(&lines);
        let effort = Effort::of(conversation, &lines, &self.signs);
        Transcript { conversation, lines, language, mood, effort }
    }
}
