//! Conversations for tests, told line by line.

use super::{Effort, Mood, Reader};
use crate::model::{Conversation, Message, MessageKind, Role, Visibility};

/// A conversation in the telling.
#[derive(Default)]
pub(super) struct Talk(Vec<Message<'static>>);

impl Talk {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn customer(self, text: &'static str) -> Self {
        self.says(Role::Customer, text)
    }

    pub fn agent(self, text: &'static str) -> Self {
        self.says(Role::Agent, text)
    }

    pub fn machine(self, text: &'static str) -> Self {
        self.says(Role::Bot, text)
    }

    pub fn note(mut self, text: &'static str) -> Self {
        self = self.says(Role::Agent, text);
        if let Some(note) = self.0.last_mut() {
            (note.kind, note.visibility) = (Some(MessageKind::Note), Some(Visibility::Private));
        }
        self
    }

    fn says(mut self, author_role: Role, text: &'static str) -> Self {
        let author_role = Some(author_role);
        self.0.push(Message { author_role, text: text.into(), ..Message::default() });
        self
    }
}

/// What is read from a conversation.
pub(super) struct Told {
    pub mood: Mood,
    pub effort: Effort,
}

/// Reads a conversation with the lists that are built in.
pub(super) fn read(talk: Talk) -> Told {
    let reader = Reader::built_in().unwrap();
    let conversation = Conversation { messages: talk.0, ..Conversation::default() };
    let transcript = reader.read(&conversation);
    Told { mood: transcript.mood, effort: transcript.effort }
}
