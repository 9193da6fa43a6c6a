//! What facts show of ids, names and free text: people of the desk by their ids, customers by their
//! pseudonyms.

use std::borrow::Cow;
use std::ops::Range;

use blake3::Hasher;

use super::fact::text;
use super::rules::Rules;
use super::told::Told;
use crate::gather::{Customers, Gathered, customer_of};
use crate::model::{Channel, Conversation, Role};

/// What stands in a text for a word by which its conversation's customer goes.
const CUSTOMER: &str = "[customer]";
/// What an id begins with that stands for one with personal data in it.
const HIDDEN: &str = "hidden-";

/// All ids by which the customers of a conversation go, the one with the pseudonym first.
pub(super) fn customer_ids<'a>(conversation: &'a Conversation<'_>) -> Vec<&'a str> {
    let state = &conversation.state;
    let mut ids: Vec<&str> = vec![customer_of(state)];
    let stated = [&state.customer_id, &state.customer_email, &state.customer_phone];
    let stated = stated.into_iter().chain([&state.customer_handle]);
    let wrote = conversation.messages.iter().filter(|m| m.author_role == Some(Role::Customer));
    for id in stated.chain(wrote.map(|message| &message.author_id)) {
        if !ids.contains(&id.as_ref()) {
            ids.push(id);
        }
    }
    ids.retain(|id| !id.is_empty());
    ids
}

/// The key of a conversation in all facts: its source and the vendor's id, parted by a slash.
///
/// In the id a customer's own id becomes the pseudonym. Where there is other personal data in it, such
/// as an address, a keyed hash takes its place; without a key the place where the conversation first
/// stands in the input does. What is nothing but digits is taken for a number that the vendor counts,
/// except on the telephone.
pub fn shown_key(conversation: &Conversation<'_>, rules: &Rules, gathered: &Gathered) -> String {
    key(conversation, &customer_ids(conversation), rules, gathered)
}

/// The same where its customers' ids are known.
pub(super) fn key(
    conversation: &Conversation<'_>,
    customers: &[&str],
    rules: &Rules,
    gathered: &Gathered,
) -> String {
    let id = conversation.state.conversation_id.as_ref();
    let is_call = conversation.state.channel == Some(Channel::Phone);
    let place = conversation.place;
    let shown = shown_id(id, customers, is_call, rules, &gathered.customers)
        .unwrap_or_else(|| format!("{HIDDEN}{}-{}-{}", place.file, place.piece, place.line).into());
    format!("{}/{shown}", conversation.source)
}

/// An id without what could name a customer; `None` for one that is to be hidden in a run without a
/// key.
pub(super) fn shown_id<'i>(
    id: &'i str,
    customers: &[&str],
    is_call: bool,
    rules: &Rules,
    numbers: &Customers,
) -> Option<Cow<'i, str>> {
    let hidden = || {
        let key = rules.pseudonym_key.as_ref()?;
        Some(format!("{HIDDEN}{}", digest(key, id)).into())
    };
    let is_serial =
        |id: &str| !is_call && id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/');
    let named = customers.iter().copied().find(|name| !words(id, name).is_empty());
    let Some(name) = named else {
        let is_plain = is_serial(id) || rules.redactor.find_in_name(id).is_empty();
        return if is_plain { Some(Cow::Borrowed(id)) } else { hidden() };
    };
    let rest = with(id, name, "customer");
    let is_plain = is_serial(&with(id, name, "")) || rules.redactor.find_in_name(&rest).is_empty();
    let is_plain = is_plain && customers.iter().all(|other| words(&rest, other).is_empty());
    match pseudonym(name, rules, numbers).filter(|_| is_plain) {
        Some(pseudonym) => Some(with(id, name, &pseudonym).into()),
        None => hidden(),
    }
}

/// The pseudonym of a customer's id: under the run's key, else a number in the order of first
/// contact; `None` for somebody whom no record was known to be a customer's.
fn pseudonym(id: &str, rules: &Rules, numbers: &Customers) -> Option<String> {
    match &rules.pseudonym_key {
        Some(key) => Some(format!("customer-{}", digest(key, id))),
        None => numbers.number(id).map(|number| format!("customer-{number}")),
    }
}

fn digest(key: &[u8; 32], id: &str) -> String {
    let hash = Hasher::new_keyed(key).update(id.as_bytes()).finalize();
    hash.to_hex().chars().take(16).collect()
}

/// Where a name stands in a text as a word of its own, in any case of its Latin letters. Short ones
/// are found nowhere, as they may be anything.
fn words(text: &str, name: &str) -> Vec<Range<usize>> {
    let name = name.trim_start_matches(['+', '@']);
    let fewest = if name.bytes().all(|byte| byte.is_ascii_digit()) { 6 } else { 4 };
    if name.len() < fewest || text.len() < name.len() {
        return Vec::new();
    }
    let is_glue = |c: Option<char>| {
        // Chinese is written without spaces.
        c.is_some_and(|c| c.is_alphanumeric() && !('\u{3040}'..='\u{9FFF}').contains(&c))
    };
    let is_word = |range: &Range<usize>| {
        let is_name = text.get(range.clone()).is_some_and(|part| part.eq_ignore_ascii_case(name));
        is_name
            && !is_glue(text.get(..range.start).and_then(|left| left.chars().next_back()))
            && !is_glue(text.get(range.end..).and_then(|right| right.chars().next()))
    };
    let (place, rare) = rarest(name);
    let (lower, upper) = (rare.to_ascii_lowercase(), rare.to_ascii_uppercase());
    let places = memchr::memchr2_iter(lower, upper, text.as_bytes());
    let starts = places.filter_map(|at| at.checked_sub(place));
    starts.map(|at| at..at + name.len()).filter(is_word).collect()
}

/// The byte of a name that a text has least of, with its place: a sign, else a digit, else the first.
fn rarest(name: &str) -> (usize, u8) {
    let bytes = || name.bytes().enumerate();
    let sign = bytes().find(|(_, byte)| byte.is_ascii_punctuation());
    let rare = sign.or_else(|| bytes().find(|(_, byte)| byte.is_ascii_digit()));
    rare.or_else(|| bytes().next()).unwrap_or_default()
}

/// A text with something else in the place of a name.
fn with(text: &str, name: &str, other: &str) -> String {
    let mut text = text.to_owned();
    for range in words(&text, name).into_iter().rev() {
        text.replace_range(range, other);
    }
    text
}

impl Told<'_> {
    /// A text without its personal data and without the ids by which its customer goes; `None` for
    /// an empty one.
    pub fn redacted<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        if text.is_empty() {
            return None;
        }
        let mut left = self.rules.redactor.redact(text).text;
        for name in &self.customer_ids {
            if !words(&left, name).is_empty() {
                left = with(&left, name, CUSTOMER).into();
            }
        }
        Some(left)
    }

    /// The id of an agent, bot or team of the desk as it is; empty for a customer's.
    ///
    /// A customer's is one that a list of users calls so, or that the conversation's customer goes
    /// by, unless who has it answers there.
    pub fn of_desk<'i>(&self, id: &'i str) -> &'i str {
        let is_staff = |role: Option<Role>| matches!(role, Some(Role::Agent | Role::Bot));
        let listed = self.people.get(self.conversation.source, id).and_then(|known| known.role);
        let is_own = || self.customer_ids.contains(&id);
        let may_be_customers = match listed {
            Some(Role::Agent | Role::Bot) => false,
            Some(Role::Customer) => true,
            Some(Role::System) | None => is_own(),
        };
        let messages = &self.conversation.messages;
        let answers = || messages.iter().any(|m| is_staff(m.author_role) && m.author_id == id);
        if may_be_customers && !answers() { "" } else { id }
    }

    /// Whether the input or the settings know that somebody of the desk, or a team, goes by an id.
    pub fn is_of_desk(&self, id: &str) -> bool {
        let Conversation { source, state, messages, .. } = self.conversation;
        let is_staff = |role: Option<Role>| matches!(role, Some(Role::Agent | Role::Bot));
        match self.people.get(source, id) {
            Some(person) => is_staff(person.role),
            None => {
                id == state.team
                    || id == state.assignee_id
                    || self.rules.names_team(id)
                    || self.people.has_team(source, id)
                    || messages.iter().any(|m| is_staff(m.author_role) && m.author_id == id)
            }
        }
    }

    /// Who or which team held it; `None` where nobody of the desk did. The name of a team, and of
    /// whom nothing but an event names, is without personal data.
    pub fn owner<'i>(&self, id: &'i str) -> Option<Cow<'i, str>> {
        let id = self.of_desk(id);
        let Conversation { source, state, .. } = self.conversation;
        let is_team = id == state.team || self.people.has_team(source, id);
        if is_team || !self.is_of_desk(id) { self.redacted(id) } else { text(id) }
    }

    /// A vendor's id without what could name a customer; `None` for an empty one, and for one that is
    /// to be hidden in a run without a key.
    pub fn shown_id<'i>(&self, id: &'i str) -> Option<Cow<'i, str>> {
        let is_call = self.channel() == Channel::Phone;
        let shown = shown_id(id, &self.customer_ids, is_call, self.rules, self.customers);
        shown.filter(|id| !id.is_empty())
    }

    /// The customer's pseudonym: under the run's key, else a number in the order of first contact.
    /// `None` where nothing names a customer.
    pub fn customer_id(&self) -> Option<String> {
        pseudonym(self.customer_ids.first()?, self.rules, self.customers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        let replaced = |text, name| with(text, name, "*");
        assert_eq!(replaced("@Dana_Reads Sorry, dana_reads!", "dana_reads"), "@* Sorry, *!");
        assert_eq!(replaced("call-493023125003.vtt", "+493023125003"), "call-*.vtt");
        assert_eq!(replaced("dana_readsmore", "dana_reads"), "dana_readsmore");
        assert_eq!(replaced("您好王芳女士", "王芳"), "您好*女士");
        assert_eq!(replaced("pay 3001 to ann", "3001"), "pay 3001 to ann");
        assert_eq!(replaced("pay 3001 to ann", "ann"), "pay 3001 to ann");
        assert_eq!(replaced("", "olga"), "");
    }
}
