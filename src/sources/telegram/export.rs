//! Takes an export apart: whose it is, its chats, and their messages as raw JSON.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sonic_rs::LazyValue;

use super::super::json::Scalar;
use crate::model::Str;

/// One chat.
#[derive(Debug, Default)]
pub(super) struct Chat<'a> {
    pub id: Str<'a>,
    pub name: Str<'a>,
    /// `personal_chat`, `private_group`, …; empty where only a part of the export is at hand.
    pub kind: Str<'a>,
    /// Raw JSON, in the export's order.
    pub messages: Vec<Str<'a>>,
}

/// A whole export.
#[derive(Debug, Default)]
pub(super) struct Export<'a> {
    /// The user who exported, where the export is of all chats.
    pub owner: Str<'a>,
    pub chats: Vec<Chat<'a>>,
}

impl<'a> Export<'a> {
    /// Everything up to where the JSON breaks, and the error where it does.
    pub(super) fn parse(json: &'a str) -> (Self, Option<sonic_rs::Error>) {
        let mut export = Self { chats: vec![Chat::default()], ..Self::default() };
        let mut from = sonic_rs::Deserializer::from_str(json);
        let end = Walk { level: Level::Chat, export: &mut export }.deserialize(&mut from);
        export.chats.retain(|chat| !chat.messages.is_empty());
        (export, end.err())
    }
}

/// Where in an export the walk has come to.
#[derive(Clone, Copy, Debug)]
enum Level {
    /// An object with a chat's fields; the whole export is one too, without or beside chats.
    Chat,
    Messages,
    Owner,
    /// An object whose `list` holds chats.
    Chats,
    List,
}

struct Walk<'w, 'a> {
    level: Level,
    export: &'w mut Export<'a>,
}

impl<'a> Walk<'_, 'a> {
    fn at(&mut self, level: Level) -> Walk<'_, 'a> {
        Walk { level, export: self.export }
    }

    fn set(&mut self, key: &str, value: Str<'a>) {
        if let Some(chat) = self.export.chats.last_mut() {
            match key {
                "id" => chat.id = value,
                "name" => chat.name = value,
                _ => chat.kind = value,
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Telegram export")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            match (self.level, key.as_str()) {
                (Level::Chat, "messages") => entries.next_value_seed(self.at(Level::Messages))?,
                (Level::Chat, "chats" | "left_chats") => {
                    entries.next_value_seed(self.at(Level::Chats))?;
                }
                (Level::Chat, "personal_information") => {
                    entries.next_value_seed(self.at(Level::Owner))?;
                }
                (Level::Chats, "list") => entries.next_value_seed(self.at(Level::List))?,
                (Level::Chat, "id" | "name" | "type") => {
                    let value = entries.next_value::<Scalar<'de>>()?;
                    self.set(&key, value.0);
                }
                (Level::Owner, "user_id") => {
                    self.export.owner = entries.next_value::<Scalar<'de>>()?.0;
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        match self.level {
            Level::Messages => {
                while let Some(message) = items.next_element::<LazyValue<'de>>()? {
                    if let Some(chat) = self.export.chats.last_mut() {
                        chat.messages.push(message.as_raw_cow());
                    }
                }
            }
            Level::List => loop {
                self.export.chats.push(Chat::default());
                if items.next_element_seed(self.at(Level::Chat))?.is_none() {
                    break;
                }
            },
            _ => while items.next_element::<IgnoredAny>()?.is_some() {},
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(json: &str) -> (String, Vec<String>, bool) {
        let (export, error) = Export::parse(json);
        let chat = |chat: &Chat<'_>| format!("{} {} {:?}", chat.kind, chat.id, chat.messages);
        (export.owner.into_owned(), export.chats.iter().map(chat).collect(), error.is_some())
    }

    #[test]
    fn one_chat_or_all() {
        let one = r#"{"name":"Olga","type":"personal_chat","id":7,"messages":[{"id":1},{"id":2}]}"#;
        let chats = [r#"personal_chat 7 ["{\"id\":1}", "{\"id\":2}"]"#.to_owned()];
        assert_eq!(shape(one), (String::new(), chats.to_vec(), false));
        let all = r#"{"about":"x","personal_information":{"user_id":9},"contacts":{"list":[{"id":3}]},
            "chats":{"about":"y","list":[{"id":1,"messages":[5]},{"id":2,"messages":null},{"id":3,"messages":[6]}]},
            "left_chats":{"list":[{"id":4,"messages":[7]}]}}"#;
        let chats = [" 1 [\"5\"]", " 3 [\"6\"]", " 4 [\"7\"]"].map(str::to_owned);
        assert_eq!(shape(all), ("9".to_owned(), chats.to_vec(), false));
    }

    #[test]
    fn what_stands_before_a_break_is_kept() {
        let (_, chats, is_broken) = shape(r#"{"id":7,"messages":[{"id":1},{"id":2},{"id"#);
        assert_eq!((chats.len(), is_broken), (1, true));
        assert!(chats[0].contains("2"));
        assert_eq!(shape("[1,2]"), (String::new(), vec![], false));
        assert!(shape("{").2);
    }
}
