//! A partition's records, brought together conversation by conversation.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::merge::{self, Placed};
use super::pour::{Gathered, get_head};
use crate::model::{
    Channel, Conversation, ConversationState, Effect, Event, Issue, IssueKind, Message, Place,
    Rating, Record, RecordKind, Role, Str, SurveyResponse, Wire,
};

/// The packed records of one partition.
pub struct Partition {
    pub(super) chunks: Vec<Vec<u8>>,
}

/// What a partition's records say.
#[derive(Debug, Default)]
pub struct Whole<'p> {
    /// Sorted by source and id.
    pub conversations: Vec<Conversation<'p>>,
    /// Responses that name no conversation of the input, each with its source; sorted by both.
    pub surveys: Vec<(&'p str, SurveyResponse<'p>)>,
    pub issues: Vec<Issue>,
    /// Records kept from each file.
    pub kept: Vec<u64>,
}

/// Messages that a conversation has as a rule.
const USUAL: usize = 8;

/// A conversation's key: equal as text, hashed as it was when it was packed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key<'p> {
    source: &'p str,
    id: &'p str,
    hash: u64,
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Records of one key before they are merged.
#[derive(Default)]
struct Bundle<'p> {
    states: Placed<ConversationState<'p>>,
    messages: Placed<Message<'p>>,
    events: Placed<Event<'p>>,
    ratings: Placed<Rating<'p>>,
    surveys: Placed<SurveyResponse<'p>>,
}

impl Partition {
    /// Brings the partition's conversations together.
    pub fn whole<'p>(&'p self, gathered: &'p Gathered) -> Whole<'p> {
        let mut whole = Whole { kept: vec![0; gathered.sources.len()], ..Whole::default() };
        let mut bundles: Vec<(Key<'p>, Bundle<'p>)> = self.bundles(gathered).into_iter().collect();
        bundles.sort_unstable_by_key(|(key, _)| (key.source, key.id));
        for (key, bundle) in bundles {
            whole.add(key, bundle, gathered);
        }
        whole
    }

    fn bundles<'p>(&'p self, gathered: &'p Gathered) -> HashMap<Key<'p>, Bundle<'p>> {
        let mut bundles: HashMap<Key<'p>, Bundle<'p>> = HashMap::new();
        for chunk in &self.chunks {
            let mut rest = chunk.as_slice();
            while let Some((hash, place)) = get_head(&mut rest)
                && let Some(record) = Record::get(&mut rest)
            {
                let source = gathered.sources.get(place.file as usize).map_or("", String::as_str);
                let Str::Borrowed(id) = *record.belongs_to() else {
                    continue;
                };
                let bundle = bundles.entry(Key { source, id, hash }).or_default();
                match record {
                    Record::Conversation(state) => bundle.states.push((place, *state)),
                    Record::Message(message) => {
                        if bundle.messages.is_empty() {
                            bundle.messages.reserve_exact(USUAL);
                        }
                        bundle.messages.push((place, message));
                    }
                    Record::Event(event) => bundle.events.push((place, event)),
                    Record::Rating(rating) => bundle.ratings.push((place, rating)),
                    Record::Survey(survey) => bundle.surveys.push((place, survey)),
                    Record::Person(_) => {}
                }
            }
        }
        bundles
    }
}

impl<'p> Whole<'p> {
    fn add(&mut self, key: Key<'p>, mut bundle: Bundle<'p>, gathered: &'p Gathered) {
        let issues = &mut self.issues;
        merge::messages(&mut bundle.messages, issues);
        merge::events(&mut bundle.events, issues);
        merge::ratings(&mut bundle.ratings, issues);
        merge::surveys(&mut bundle.surveys, issues);
        let state = merge::newest(bundle.states, issues);
        if state.is_none() && bundle.messages.is_empty() && bundle.events.is_empty() {
            for (place, _) in bundle.ratings {
                let field = "conversation_id";
                let (kind, effect) = (IssueKind::Orphan, Effect::Dropped);
                let record = RecordKind::Rating;
                issues.push(Issue { place, record, field, kind, effect, seen: String::new() });
            }
            for survey in self.keep(bundle.surveys) {
                self.surveys.push((key.source, survey));
            }
            return;
        }
        let places = bundle.messages.iter().map(|(place, _)| *place);
        let places = places.chain(bundle.events.iter().map(|(place, _)| *place));
        let place = places.chain(state.iter().map(|(place, _)| *place)).min().unwrap_or_default();
        let mut state = self.keep(state.into_iter().collect()).pop().unwrap_or_default();
        state.conversation_id = key.id.into();
        let mut conversation = Conversation {
            source: key.source,
            state,
            messages: self.keep(bundle.messages),
            events: self.keep(bundle.events),
            ratings: self.keep(bundle.ratings),
            surveys: self.keep(bundle.surveys),
            place,
        };
        self.settle(&mut conversation, gathered);
        self.conversations.push(conversation);
    }

    /// Counts records as kept and takes them off their places.
    fn keep<T>(&mut self, records: Placed<T>) -> Vec<T> {
        let mut keep = |(place, record): (Place, T)| {
            if let Some(count) = self.kept.get_mut(place.file as usize) {
                *count += 1;
            }
            record
        };
        records.into_iter().map(&mut keep).collect()
    }

    /// Decides what the records left open: channel and roles; strikes out impossible times.
    fn settle(&mut self, conversation: &mut Conversation<'p>, gathered: &'p Gathered) {
        let place = conversation.place;
        let mut note = |record, field, kind, effect, seen: String| {
            self.issues.push(Issue { place, record, field, kind, effect, seen });
        };
        let stated = conversation.messages.iter().find_map(|message| message.channel);
        if conversation.state.channel.or(stated).is_none() {
            let (kind, effect) = (IssueKind::GuessedChannel, Effect::Kept);
            note(RecordKind::Conversation, "channel", kind, effect, String::new());
        }
        let channel = conversation.state.channel.or(stated).unwrap_or(Channel::Other);
        conversation.state.channel = Some(channel);
        let opened_at = conversation.opened_at();
        conversation.state.opened_at = opened_at;
        let state = &mut conversation.state;
        for (field, end) in [
            ("first_response_at", &mut state.first_response_at),
            ("resolved_at", &mut state.resolved_at),
            ("closed_at", &mut state.closed_at),
            ("ended_at", &mut state.ended_at),
        ] {
            if end.is_some() && *end < opened_at {
                let seen = end.map(|at| at.to_string()).unwrap_or_default();
                let (kind, effect) = (IssueKind::NegativeTime, Effect::Emptied);
                note(RecordKind::Conversation, field, kind, effect, seen);
                *end = None;
            }
        }
        let mut guessed = 0;
        for message in &mut conversation.messages {
            if message.author_role.is_none() {
                let (role, is_known) =
                    role(message, &conversation.state, conversation.source, gathered);
                message.author_role = Some(role);
                guessed += usize::from(!is_known);
            }
            if message.ended_at.is_some() && message.ended_at < message.sent_at {
                let (kind, effect) = (IssueKind::NegativeTime, Effect::Emptied);
                note(RecordKind::Message, "ended_at", kind, effect, String::new());
                message.ended_at = None;
            }
        }
        if guessed > 0 {
            let (kind, effect) = (IssueKind::GuessedRole, Effect::Kept);
            note(RecordKind::Message, "author_role", kind, effect, format!("{guessed} messages"));
        }
    }
}

/// The role of an author that the record left open, and whether it is more than a guess.
fn role(
    message: &Message<'_>,
    state: &ConversationState<'_>,
    source: &str,
    gathered: &Gathered,
) -> (Role, bool) {
    let author = &message.author_id;
    if !author.is_empty() {
        if *author == state.customer_id {
            return (Role::Customer, true);
        }
        if let Some(role) = gathered.people.get(source, author).and_then(|known| known.role) {
            return (role, true);
        }
        if *author == state.assignee_id {
            return (Role::Agent, true);
        }
    }
    (Role::Customer, false)
}
