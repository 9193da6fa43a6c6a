//! What a source may tell us: seven kinds of record, each field listed once.

use super::Instant;
use super::field::{Field, FieldType, Str, Value, Wire};
use super::words::{
    CallOutcome, Channel, EventKind, Instrument, MessageKind, Outcome, Role, Status, Visibility,
};

/// Defines a record: its struct, the list of its fields, how one is set by its number and how the
/// whole is packed.
macro_rules! record {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name<'a> { $($(#[$doc])* pub $field: $type),+ }

        impl<'a> $name<'a> {
            /// Name and type of each field, in the order of definition.
            pub const FIELDS: &'static [(&'static str, FieldType)] =
                &[$((stringify!($field), <$type as Field<'a>>::TYPE)),+];

            /// Sets the field of that name; false where there is none or the value does not fit.
            pub fn set(&mut self, field: &str, value: Value<'a>) -> bool {
                let mut names = Self::FIELDS.iter();
                let at = names.position(|(name, _)| *name == field);
                at.is_some_and(|at| self.set_at(at, value))
            }

            /// The same by the field's place in [`Self::FIELDS`].
            #[inline]
            pub fn set_at(&mut self, field: usize, value: Value<'a>) -> bool {
                let mut at = 0..;
                $(if at.next() == Some(field) {
                    return match Field::from_value(value) {
                        Some(value) => { self.$field = value; true }
                        None => false,
                    };
                })+
                false
            }
        }

        impl<'a> $name<'a> {
            fn latest(&self) -> Option<Instant> {
                let mut latest = None;
                $(latest = latest.max(self.$field.instant());)+
                latest
            }

            /// Takes over what is empty here and not there.
            pub fn fill_from(&mut self, other: Self) {
                $(if self.$field == <$type>::default() { self.$field = other.$field; })+
            }
        }

        impl<'a> Wire<'a> for $name<'a> {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)+
            }
            fn get(bytes: &mut &'a [u8]) -> Option<Self> {
                Some(Self { $($field: Wire::get(bytes)?),+ })
            }
        }
    };
}

record! {
    /// The state of a conversation when it was exported: a ticket's row, a call's log line.
    ConversationState {
        /// Unique within the source.
        conversation_id: Str<'a>,
        channel: Option<Channel>,
        /// Where within the channel: web, app, telegram, …
        surface: Str<'a>,
        /// A comment that everybody can read, as against a direct message.
        is_public: Option<bool>,
        subject: Str<'a>,
        customer_id: Str<'a>,
        customer_email: Str<'a>,
        customer_phone: Str<'a>,
        customer_handle: Str<'a>,
        /// How the desk ranks the customer: gold, business, …
        tier: Str<'a>,
        order_id: Str<'a>,
        assignee_id: Str<'a>,
        team: Str<'a>,
        priority: Str<'a>,
        tags: Vec<Str<'a>>,
        /// The vendor's own category.
        topic_label: Str<'a>,
        initiated_by: Option<Role>,
        opened_at: Option<Instant>,
        /// As the vendor computed it; used where the messages are not in the export.
        first_response_at: Option<Instant>,
        resolved_at: Option<Instant>,
        closed_at: Option<Instant>,
        status: Option<Status>,
        /// Which of two states is the newer.
        updated_at: Option<Instant>,
        outcome: Option<CallOutcome>,
        queued_at: Option<Instant>,
        answered_at: Option<Instant>,
        ended_at: Option<Instant>,
        queue_seconds: Option<f64>,
        talk_seconds: Option<f64>,
        hold_seconds: Option<f64>,
        wrap_up_seconds: Option<f64>,
    }
}

record! {
    /// Something said or written.
    Message {
        /// Empty where the format threads by reply alone; then `in_reply_to` says where it belongs.
        conversation_id: Str<'a>,
        message_id: Str<'a>,
        channel: Option<Channel>,
        sent_at: Option<Instant>,
        /// End of speech.
        ended_at: Option<Instant>,
        author_role: Option<Role>,
        author_id: Str<'a>,
        visibility: Option<Visibility>,
        kind: Option<MessageKind>,
        text: Str<'a>,
        /// Ids of the messages this one answers, separated by spaces.
        in_reply_to: Str<'a>,
    }
}

record! {
    /// Something that happened to a conversation.
    Event {
        conversation_id: Str<'a>,
        at: Option<Instant>,
        kind: Option<EventKind>,
        /// The new assignee, team or status.
        value: Str<'a>,
        actor_id: Str<'a>,
    }
}

record! {
    /// A customer's mark for one conversation.
    Rating {
        conversation_id: Str<'a>,
        /// Who was rated; empty where the source does not say.
        agent_id: Str<'a>,
        offered_at: Option<Instant>,
        rated_at: Option<Instant>,
        /// Missing where a rating was offered and not given.
        score: Option<f64>,
        /// Ends of the scale; 1 and 5 where both are missing.
        scale_min: Option<f64>,
        scale_max: Option<f64>,
        comment: Str<'a>,
    }
}

record! {
    /// An answer to a survey that may or may not name its conversation.
    SurveyResponse {
        conversation_id: Str<'a>,
        response_id: Str<'a>,
        customer_id: Str<'a>,
        customer_email: Str<'a>,
        sent_at: Option<Instant>,
        answered_at: Option<Instant>,
        instrument: Option<Instrument>,
        score: Option<f64>,
        scale_min: Option<f64>,
        scale_max: Option<f64>,
        comment: Str<'a>,
    }
}

record! {
    /// What a reviewer found one criterion of a scorecard to be in one conversation.
    Review {
        conversation_id: Str<'a>,
        /// Empty where the source does not say.
        reviewer_id: Str<'a>,
        /// As the scorecard names it.
        criterion: Str<'a>,
        verdict: Option<Outcome>,
        /// Whether several reviewers judged it to compare each other, and not the agent; not where missing.
        is_calibration: Option<bool>,
        reviewed_at: Option<Instant>,
        /// Who was judged; empty where the source does not say.
        agent_id: Str<'a>,
        /// Marks given for the criterion, where the scorecard has such, on its own scale.
        score: Option<f64>,
        comment: Str<'a>,
    }
}

record! {
    /// Somebody who writes or answers, as a source's list of users has them.
    Person {
        person_id: Str<'a>,
        role: Option<Role>,
        name: Str<'a>,
        team: Str<'a>,
        support_tier: Str<'a>,
    }
}

/// Defines [`Record`] and [`RecordKind`] from the list of kinds: what each is and how a record holds
/// it. A conversation's state is boxed, so that the many messages are not moved at its size.
macro_rules! kinds {
    ($($variant:ident($type:ident as $held:ty) = $word:literal),+ $(,)?) => {
        /// One record as a source yields it.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record<'a> { $($variant($held)),+ }

        /// Which of the records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind { $($variant),+ }

        impl RecordKind {
            pub const ALL: &'static [RecordKind] = &[$(RecordKind::$variant),+];

            /// Its name in settings and in the ledger.
            pub const fn word(self) -> &'static str {
                match self { $(RecordKind::$variant => $word),+ }
            }

            /// Name and type of each of its fields.
            pub const fn fields(self) -> &'static [(&'static str, FieldType)] {
                match self { $(RecordKind::$variant => $type::FIELDS),+ }
            }

            /// An empty record of this kind.
            pub fn empty<'a>(self) -> Record<'a> {
                match self { $(RecordKind::$variant => Record::$variant(<$held>::default())),+ }
            }
        }

        impl<'a> Record<'a> {
            /// The id that decides where the record belongs: its conversation's, else its own.
            pub fn belongs_to(&self) -> &Str<'a> {
                match self {
                    Record::Conversation(state) => &state.conversation_id,
                    Record::Message(message) => &message.conversation_id,
                    Record::Event(event) => &event.conversation_id,
                    Record::Rating(rating) => &rating.conversation_id,
                    Record::Survey(survey) if survey.conversation_id.is_empty() => &survey.response_id,
                    Record::Survey(survey) => &survey.conversation_id,
                    Record::Review(review) => &review.conversation_id,
                    Record::Person(person) => &person.person_id,
                }
            }

            /// The same of a packed record, which stays so: its first text or, where that is empty,
            /// its second.
            pub fn packed_belongs_to(packed: &'a [u8]) -> Option<&'a str> {
                let (_, mut rest) = Self::packed_kind(packed)?;
                let mut text = || match Str::get(&mut rest)? {
                    Str::Borrowed(text) => Some(text),
                    Str::Owned(_) => None,
                };
                Some(text()?).filter(|id| !id.is_empty()).or_else(text)
            }

            /// The kind of a packed record, and what is packed of it.
            pub fn packed_kind(packed: &[u8]) -> Option<(RecordKind, &[u8])> {
                let (&tag, rest) = packed.split_first()?;
                Some((*RecordKind::ALL.get(usize::from(tag))?, rest))
            }

            /// The latest instant that it tells of.
            pub fn latest(&self) -> Option<Instant> {
                match self { $(Record::$variant(record) => record.latest()),+ }
            }

            pub fn kind(&self) -> RecordKind {
                match self { $(Record::$variant(_) => RecordKind::$variant),+ }
            }

            /// Sets the field of that name; false where there is none or the value does not fit.
            pub fn set(&mut self, field: &str, value: Value<'a>) -> bool {
                match self { $(Record::$variant(record) => record.set(field, value)),+ }
            }

            /// The same by the field's place in [`RecordKind::fields`].
            #[inline]
            pub fn set_at(&mut self, field: usize, value: Value<'a>) -> bool {
                match self { $(Record::$variant(record) => record.set_at(field, value)),+ }
            }
        }

        $(impl<'a> From<$type<'a>> for Record<'a> {
            fn from(record: $type<'a>) -> Self {
                Record::$variant(record.into())
            }
        })+

        impl<'a> Wire<'a> for Record<'a> {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(self.kind() as u8);
                match self { $(Record::$variant(record) => record.put(out)),+ }
            }
            fn get(bytes: &mut &'a [u8]) -> Option<Self> {
                let (kind, rest) = Self::packed_kind(bytes)?;
                *bytes = rest;
                match kind {
                    $(RecordKind::$variant => Some(Record::$variant($type::get(bytes)?.into()))),+
                }
            }
        }
    };
}

kinds! {
    Conversation(ConversationState as Box<ConversationState<'a>>) = "conversation",
    Message(Message as Message<'a>) = "message",
    Event(Event as Event<'a>) = "event",
    Rating(Rating as Rating<'a>) = "rating",
    Survey(SurveyResponse as SurveyResponse<'a>) = "survey_response",
    Review(Review as Review<'a>) = "review",
    Person(Person as Person<'a>) = "person",
}
