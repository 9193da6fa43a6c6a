//! Which messages ask and which answer: a customer's own words, and replies by people.

use crate::model::{Message, MessageKind, Role, Visibility};

/// Whether a message is a public reply by a person: no bot, no rule, no note, no survey.
pub fn is_reply_by_person(message: &Message<'_>) -> bool {
    message.author_role == Some(Role::Agent)
        && message.visibility != Some(Visibility::Private)
        && matches!(message.kind, None | Some(MessageKind::Reply))
}

/// Whether a message is a customer's own words, not sent by a rule.
pub fn is_by_customer(message: &Message<'_>) -> bool {
    message.author_role == Some(Role::Customer)
        && matches!(message.kind, None | Some(MessageKind::Reply))
}
