//! Whose words a message holds.

use super::{Message, MessageKind, Role, Visibility};

/// Whose words a message holds, as measures and criteria tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// A customer's own words, not sent by a rule.
    Customer,
    /// A public reply by a person of the desk.
    Agent,
    /// A bot's words, or what a rule sent in anybody's name.
    Machine,
    /// A note that the customer does not see.
    Note,
    /// Neither side's words: the system's, or nobody knows.
    System,
}

impl Voice {
    pub fn of(message: &Message<'_>) -> Self {
        let is_own = matches!(message.kind, None | Some(MessageKind::Reply));
        let is_private = message.visibility == Some(Visibility::Private);
        match message.author_role {
            Some(Role::Customer) if is_own => Self::Customer,
            Some(Role::Agent) if is_own && !is_private => Self::Agent,
            Some(Role::Agent) if is_private || message.kind == Some(MessageKind::Note) => {
                Self::Note
            }
            Some(Role::Customer | Role::Agent | Role::Bot) => Self::Machine,
            Some(Role::System) | None => Self::System,
        }
    }
}

/// Whether a message is a public reply by a person: no bot, no rule, no note, no survey.
pub fn is_reply_by_person(message: &Message<'_>) -> bool {
    Voice::of(message) == Voice::Agent
}

/// Whether a message is a customer's own words, not sent by a rule.
pub fn is_by_customer(message: &Message<'_>) -> bool {
    Voice::of(message) == Voice::Customer
}
