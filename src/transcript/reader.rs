//! What reads the conversations of a run.

use std::sync::{Arc, LazyLock};

use super::{Effort, Line, Mood, Transcript};
use crate::model::{Conversation, Voice};
use crate::text::effort::{Signs, SignsError};
use crate::text::sentiment::Sentiment;
use crate::text::{
    Languages, Passage, PhraseError, PhraseList, Phrases, TopicLexicon, Topics, sentiment, topics,
    topics::Shown,
};

/// The lists of phrases cannot be looked up.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    #[error(transparent)]
    Phrase(#[from] PhraseError),
    #[error(transparent)]
    Sentiment(#[from] sentiment::LexiconError),
    #[error("the lexicon of topics, {0}")]
    Topics(#[from] topics::LexiconError),
    #[error(transparent)]
    Signs(#[from] SignsError),
}

/// Every list of phrases of a run, the topics, and the languages the desk answers in.
#[derive(Debug)]
pub struct Reader {
    phrases: Phrases,
    languages: Languages,
    topics: Topics,
    signs: Signs,
    pub sentiment: Sentiment,
}

impl Reader {
    /// A reader that also looks up the phrases that others have added to a list.
    ///
    /// # Errors
    /// If a phrase of a list is none, or a lexicon is not of its form.
    pub fn new(
        mut list: PhraseList,
        languages: Languages,
        topics: &TopicLexicon,
    ) -> Result<Self, ReaderError> {
        let topics = Topics::new(topics, &mut list)?;
        let sentiment = Sentiment::new(&mut list)?;
        let signs = Signs::new(&mut list)?;
        Ok(Self { phrases: list.build(), languages, topics, signs, sentiment })
    }

    /// A reader of Russian, Chinese and English with the lists that are built in.
    ///
    /// # Errors
    /// If a list that is built in cannot be looked up.
    pub fn built_in() -> Result<Arc<Self>, &'static ReaderError> {
        static BUILT_IN: LazyLock<Result<Arc<Reader>, ReaderError>> = LazyLock::new(|| {
            let topics = TopicLexicon::built_in()?;
            Reader::new(PhraseList::default(), Languages::default(), &topics).map(Arc::new)
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
            let sentiment = is_customer.then(|| self.sentiment.of(&passage)).flatten();
            Line { message, number, voice, passage, sentiment }
        };
        let lines: Vec<Line<'c>> = has_text.map(line).collect();
        let own = lines.iter().filter(|line| line.is_customer());
        let language = self.languages.of(own.map(|line| line.message.text.as_ref()));
        let shown: Vec<Shown> = lines.iter().map(|line| self.topics.shown(&line.passage)).collect();
        let own = lines.iter().zip(&shown).filter(|(line, _)| line.is_customer());
        let topics =
            self.topics.of_shown(own.map(|(line, shown)| (line.number, &line.passage, shown)));
        let line_topics = shown.iter().map(|shown| self.topics.families(shown)).collect();
        let mood = Mood::of(&lines);
        let effort = Effort::of(conversation, &lines, &self.signs);
        Transcript { conversation, lines, language, topics, line_topics, mood, effort }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Message, Role};

    #[test]
    fn topics_come_from_the_customers_own_words_under_the_conversations_numbers() {
        let reader = Reader::built_in().unwrap();
        let say = |author_role, text: &'static str| Message {
            author_role: Some(author_role),
            text: text.into(),
            ..Message::default()
        };
        let messages = vec![
            say(Role::Agent, "Forgot your password?"),
            say(Role::Customer, ""),
            say(Role::Bot, "Is it about an invoice?"),
            say(Role::Customer, "Где мой заказ?"),
        ];
        let conversation = Conversation { messages, ..Conversation::default() };
        let transcript = reader.read(&conversation);
        let [found] = transcript.topics.as_slice() else { panic!("{:?}", transcript.topics) };
        assert_eq!(found.topic.sub_topic.as_deref(), Some("tracking"));
        assert_eq!(
            (found.message, &conversation.messages[3].text[found.range.clone()]),
            (4, "Где мой заказ")
        );
    }
}
