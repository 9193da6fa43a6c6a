//! Parts a chat that has no end into conversations.
//!
//! A conversation ends where the desk wrote last and nobody wrote for a day. A question that the
//! desk left open stays open until the desk writes, but a customer who wrote last (often thanks)
//! and writes again after a week has come with something else. In a group each customer has
//! conversations of their own.

use std::collections::HashMap;

use crate::model::Instant;

/// Silence after the desk's word that ends a conversation, in microseconds.
const AFTER_DESK: i64 = 24 * 3_600_000_000;
/// Silence after a customer's word that ends it where the customer breaks it.
const AFTER_CUSTOMER: i64 = 7 * AFTER_DESK;

/// What the split needs to know of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub at: Instant,
    pub author: &'a str,
    pub is_desk: bool,
    pub id: &'a str,
    pub reply_to: &'a str,
}

/// For each message, in the order of time, the index of the first message of its conversation.
pub(super) fn firsts(said: &[Said<'_>], is_group: bool) -> Vec<usize> {
    let mut customer_of: HashMap<&str, &str> = HashMap::new();
    let mut last_customer = "";
    let mut open: HashMap<&str, (usize, Instant, bool)> = HashMap::new();
    let mut firsts = Vec::with_capacity(said.len());
    for (at, one) in said.iter().enumerate() {
        if !one.is_desk {
            last_customer = one.author;
        }
        let answered = customer_of.get(one.reply_to).copied().filter(|_| one.is_desk);
        let customer = answered.unwrap_or(last_customer);
        let key = if is_group { customer } else { "" };
        if !one.id.is_empty() {
            customer_of.insert(one.id, customer);
        }
        let first = match open.get(key) {
            Some((first, last, was_desk)) if !ends(one, *last, *was_desk) => *first,
            _ => at,
        };
        open.insert(key, (first, one.at, one.is_desk));
        firsts.push(first);
    }
    firsts
}

/// Whether a message stands beyond the end of a conversation whose last word was at `last`.
fn ends(next: &Said<'_>, last: Instant, was_desk: bool) -> bool {
    let silence = next.at.0.saturating_sub(last.0);
    match (was_desk, next.is_desk) {
        (true, _) => silence >= AFTER_DESK,
        (false, true) => false,
        (false, false) => silence >= AFTER_CUSTOMER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages as `hour author [reply_to]`, their ids being their numbers; `a…` is the desk.
    fn parted(lines: &str, is_group: bool) -> Vec<usize> {
        let ids: Vec<String> = (0..20).map(|id| id.to_string()).collect();
        let said = ids.iter().zip(lines.split(", ")).map(|(id, line)| {
            let words: Vec<&str> = line.split(' ').collect();
            Said {
                at: Instant(words[0].parse::<i64>().unwrap() * 3_600_000_000),
                author: words[1],
                is_desk: words[1].starts_with('a'),
                id,
                reply_to: words.get(2).copied().unwrap_or_default(),
            }
        });
        let all: Vec<Said<'_>> = said.collect();
        firsts(&all, is_group)
    }

    #[test]
    fn a_day_without_a_word_ends_what_the_desk_has_answered() {
        assert_eq!(parted("0 c, 1 anna, 24 c, 25 anna", false), [0, 0, 0, 0]);
        assert_eq!(parted("0 c, 1 anna, 25 c, 26 anna", false), [0, 0, 2, 2]);
        assert_eq!(parted("0 c, 1 anna, 25 anna, 26 c", false), [0, 0, 2, 2]);
    }

    #[test]
    fn an_open_question_waits_across_the_weekend() {
        assert_eq!(parted("0 c, 64 c, 65 anna", false), [0, 0, 0]);
        assert_eq!(parted("0 c, 900 anna", false), [0, 0]);
    }

    #[test]
    fn thanks_are_no_question_a_week_later() {
        assert_eq!(parted("0 c, 1 anna, 2 c, 169 c", false), [0, 0, 0, 0]);
        assert_eq!(parted("0 c, 1 anna, 2 c, 170 c", false), [0, 0, 0, 3]);
    }

    #[test]
    fn customers_of_a_group_are_kept_apart() {
        let group = "0 c, 1 d, 2 anna 0, 3 anna, 4 d, 5 anna 2, 6 e";
        assert_eq!(parted(group, true), [0, 1, 0, 1, 1, 0, 6]);
        assert_eq!(parted("0 anna, 1 c, 2 anna", true), [0, 1, 1]);
    }
}
