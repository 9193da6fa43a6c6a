//! One conversation, whole: its newest state and everything said and done in it, in order.

use super::{
    Channel, ConversationState, Event, Instant, Message, Place, Rating, Review, Role,
    SurveyResponse,
};

/// All that the input says about one conversation.
#[derive(Clone, Debug, Default)]
pub struct Conversation<'a> {
    /// Name of the source, the first half of the key.
    pub source: &'a str,
    /// The newest state, older ones filling what it leaves empty; `conversation_id` is always set.
    pub state: ConversationState<'a>,
    /// By `sent_at`, then place. Every message has a `sent_at` and an `author_role`.
    pub messages: Vec<Message<'a>>,
    /// By `at`, then place. Every event has an `at` and a `kind`.
    pub events: Vec<Event<'a>>,
    /// By place; one per agent and time of rating.
    pub ratings: Vec<Rating<'a>>,
    /// Survey responses that name this conversation.
    pub surveys: Vec<SurveyResponse<'a>>,
    /// By criterion, then reviewer; one per both. Every review has both words and a verdict.
    pub reviews: Vec<Review<'a>>,
    /// Where it was first seen.
    pub place: Place,
}

impl Conversation<'_> {
    /// When the conversation began: as stated, else its earliest message, event or call instant.
    pub fn opened_at(&self) -> Option<Instant> {
        self.state.opened_at.or_else(|| {
            let message = self.messages.first().and_then(|message| message.sent_at);
            let event = self.events.first().and_then(|event| event.at);
            [message, event, self.state.queued_at, self.state.answered_at]
                .into_iter()
                .flatten()
                .min()
        })
    }

    /// Who began it: as stated, else whoever wrote first. Of a call only what is stated: whoever
    /// picks up speaks first.
    pub fn initiated_by(&self) -> Option<Role> {
        let first = || {
            let mut people = self.messages.iter().filter_map(|message| message.author_role);
            people.find(|role| matches!(role, Role::Customer | Role::Agent))
        };
        let is_call = self.state.channel == Some(Channel::Phone);
        self.state.initiated_by.or_else(|| first().filter(|_| !is_call))
    }
}
