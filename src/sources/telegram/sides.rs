//! Who in a chat is the desk and who the customer.

use super::super::who::Who;
use super::export::{Chat, Export};
use crate::model::Role;

/// How the sides of a chat are told apart.
#[derive(Debug)]
pub(super) enum Sides<'a> {
    /// The settings name the desk's people.
    Stated(&'a Who),
    /// Whoever exported is the desk.
    Owner(String),
    /// A chat of two is named after the other one, the customer.
    Partner { id: String, name: String },
    /// Whoever wrote first is the customer.
    First(String),
}

impl<'a> Sides<'a> {
    /// `first` is the author of the chat's first message.
    pub(super) fn of(who: &'a Who, export: &Export<'_>, chat: &Chat<'_>, first: &str) -> Self {
        if !who.is_empty() {
            Sides::Stated(who)
        } else if !export.owner.is_empty() {
            Sides::Owner(format!("user{}", export.owner))
        } else if chat.kind == "personal_chat" {
            Sides::Partner { id: format!("user{}", chat.id), name: chat.name.to_string() }
        } else {
            Sides::First(first.to_owned())
        }
    }

    pub(super) fn role(&self, author: &str, name: &str) -> Role {
        let is_customer = match self {
            Sides::Stated(who) => return who.role(&[author, name]).unwrap_or(Role::Customer),
            Sides::Owner(owner) => author != owner,
            Sides::Partner { id, name } => author == id || author == name || author.is_empty(),
            Sides::First(first) => author == first,
        };
        if is_customer { Role::Customer } else { Role::Agent }
    }

    /// Whether the roles are no more than a guess in a chat of that kind.
    pub(super) fn is_guess(&self, kind: &str) -> bool {
        match self {
            Sides::Stated(_) | Sides::Partner { .. } => false,
            Sides::Owner(_) => kind != "personal_chat",
            Sides::First(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(who: &Who, owner: &str, kind: &str, author: &str, name: &str) -> (Role, bool) {
        let export = Export { owner: owner.into(), chats: vec![] };
        let chat =
            Chat { id: "7".into(), name: "Olga".into(), kind: kind.into(), messages: vec![] };
        let sides = Sides::of(who, &export, &chat, "user5");
        (sides.role(author, name), sides.is_guess(kind))
    }

    #[test]
    fn the_surest_sign_decides() {
        use Role::*;
        let none = Who::default();
        let stated = Who { agents: vec!["Anna*".into()], bots: vec!["user99".into()] };
        for (who, owner, kind, author, name, expected) in [
            (&stated, "9", "personal_chat", "user1", "Anna W.", (Agent, false)),
            (&stated, "9", "personal_chat", "user99", "Bot", (Bot, false)),
            (&stated, "9", "private_group", "user3", "Kim", (Customer, false)),
            (&none, "9", "personal_chat", "user9", "", (Agent, false)),
            (&none, "9", "private_group", "user7", "", (Customer, true)),
            (&none, "", "personal_chat", "user7", "Olga", (Customer, false)),
            (&none, "", "personal_chat", "Olga", "Olga", (Customer, false)),
            (&none, "", "personal_chat", "", "", (Customer, false)),
            (&none, "", "personal_chat", "user1", "Anna", (Agent, false)),
            (&none, "", "", "user5", "", (Customer, true)),
            (&none, "", "", "user6", "", (Agent, true)),
        ] {
            assert_eq!(role(who, owner, kind, author, name), expected, "{kind} {author} {name}");
        }
    }
}
