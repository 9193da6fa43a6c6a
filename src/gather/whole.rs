//! A partition's records, brought together conversation by conversation.

use super::index::Index;
use super::merge::{self, Placed};
use super::pour::Gathered;
use crate::model::{
    Channel, Conversation, ConversationState, Effect, Event, EventKind, Issue, IssueKind, Message,
    MessageKind, Place, Rating, Record, RecordKind, Review, Role, SurveyResponse, Wire,
};

/// The packed records of one partition.
pub struct Partition {
    pub(super) chunks: Vec<Vec<u8>>,
}

/// What a partition's records say beside its conversations.
#[derive(Debug, Default)]
pub struct Rest<'p> {
    /// Responses that name no conversation of the input, each with its source; sorted by both.
    pub surveys: Vec<(&'p str, SurveyResponse<'p>)>,
    pub issues: Vec<Issue>,
    /// Records kept from each file.
    pub kept: Vec<u64>,
}

/// Records of one key before they are merged; its memory serves one key after the other.
#[derive(Default)]
struct Bundle<'p> {
    states: Placed<ConversationState<'p>>,
    messages: Placed<Message<'p>>,
    events: Placed<Event<'p>>,
    ratings: Placed<Rating<'p>>,
    surveys: Placed<SurveyResponse<'p>>,
    reviews: Placed<Review<'p>>,
}

impl<'p> Bundle<'p> {
    /// Unpacks a record; `None` where the bytes are not one.
    fn add(&mut self, place: Place, packed: &'p [u8]) -> Option<()> {
        let (kind, mut rest) = Record::packed_kind(packed)?;
        let from = &mut rest;
        match kind {
            RecordKind::Conversation => self.states.push((place, Wire::get(from)?)),
            RecordKind::Message => self.messages.push((place, Wire::get(from)?)),
            RecordKind::Event => self.events.push((place, Wire::get(from)?)),
            RecordKind::Rating => self.ratings.push((place, Wire::get(from)?)),
            RecordKind::Survey => self.surveys.push((place, Wire::get(from)?)),
            RecordKind::Review => self.reviews.push((place, Wire::get(from)?)),
            RecordKind::Person => {}
        }
        Some(())
    }
}

impl Partition {
    /// Brings the partition's conversations together, sorted by source and id. Each is unpacked
    /// when its turn comes and shown to `visit`, so that what is worked on stays small.
    pub fn whole<'p>(
        &'p self,
        gathered: &'p Gathered,
        mut visit: impl FnMut(&Conversation<'p>),
    ) -> Rest<'p> {
        let mut rest = Rest { kept: vec![0; gathered.sources.len()], ..Rest::default() };
        let mut bundle = Bundle::default();
        let mut conversation = Conversation::default();
        let index = Index::of(&self.chunks, &gathered.sources);
        for (key, records) in index.keys() {
            for (place, packed) in records {
                let is_sound = bundle.add(place, packed).is_some();
                debug_assert!(is_sound, "what was packed can be unpacked");
            }
            if rest.bring(key.source, &mut bundle, &mut conversation) {
                conversation.state.conversation_id = key.id.into();
                rest.settle(&mut conversation, gathered);
                visit(&conversation);
            }
        }
        rest
    }
}

impl<'p> Rest<'p> {
    /// Empties a bundle into a conversation; false where its records make none.
    fn bring(
        &mut self,
        source: &'p str,
        bundle: &mut Bundle<'p>,
        conversation: &mut Conversation<'p>,
    ) -> bool {
        let issues = &mut self.issues;
        merge::messages(&mut bundle.messages, issues);
        merge::events(&mut bundle.events, issues);
        merge::ratings(&mut bundle.ratings, issues);
        merge::surveys(&mut bundle.surveys, issues);
        merge::reviews(&mut bundle.reviews, issues);
        let state = merge::newest(&mut bundle.states, issues);
        if state.is_none() && bundle.messages.is_empty() && bundle.events.is_empty() {
            let ratings = bundle.ratings.drain(..).map(|(place, _)| (place, RecordKind::Rating));
            let reviews = bundle.reviews.drain(..).map(|(place, _)| (place, RecordKind::Review));
            for (place, record) in ratings.chain(reviews) {
                let field = "conversation_id";
                let (kind, effect) = (IssueKind::Orphan, Effect::Dropped);
                issues.push(Issue { place, record, field, kind, effect, seen: String::new() });
            }
            let mut surveys = Vec::new();
            self.keep(&mut bundle.surveys, &mut surveys);
            self.surveys.extend(surveys.into_iter().map(|survey| (source, survey)));
            return false;
        }
        let places = bundle.messages.iter().map(|(place, _)| *place);
        let places = places.chain(bundle.events.iter().map(|(place, _)| *place));
        let place = places.chain(state.iter().map(|(place, _)| *place)).min().unwrap_or_default();
        conversation.source = source;
        conversation.place = place;
        conversation.state = match state {
            Some((place, state)) => {
                self.count(place);
                state
            }
            None => ConversationState::default(),
        };
        self.keep(&mut bundle.messages, &mut conversation.messages);
        self.keep(&mut bundle.events, &mut conversation.events);
        self.keep(&mut bundle.ratings, &mut conversation.ratings);
        self.keep(&mut bundle.surveys, &mut conversation.surveys);
        self.keep(&mut bundle.reviews, &mut conversation.reviews);
        true
    }

    fn count(&mut self, place: Place) {
        if let Some(count) = self.kept.get_mut(place.file as usize) {
            *count += 1;
        }
    }

    /// Counts records as kept and takes them off their places, instead of what was kept before.
    fn keep<T>(&mut self, records: &mut Placed<T>, kept: &mut Vec<T>) {
        kept.clear();
        kept.extend(records.drain(..).map(|(place, record)| {
            self.count(place);
            record
        }));
    }

    /// Decides what the records left open: channel and roles; strikes out impossible times. What is
    /// said at the instant of a merge is the notice of it, which a rule sends.
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
        let merged = conversation.events.iter().filter(|e| e.kind == Some(EventKind::Merged));
        for at in merged.map(|event| event.at) {
            let is_notice = |m: &&mut Message<'_>| {
                m.sent_at == at
                    && m.author_role == Some(Role::Agent)
                    && matches!(m.kind, None | Some(MessageKind::Reply))
            };
            for notice in conversation.messages.iter_mut().filter(is_notice) {
                notice.kind = Some(MessageKind::AutoReply);
                let (kind, effect) = (IssueKind::NotSupport, Effect::Kept);
                note(RecordKind::Message, "kind", kind, effect, "merged".to_owned());
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
