//! What a support conversation is: the records a source may yield, the words they use, and the
//! whole conversation that comes of them.
//!
//! Every instant is UTC microseconds. A record borrows from the bytes it was read from; it is
//! packed into a partition's buffer by [`record`] and borrowed again from there, so text is copied
//! once. Column names end in what they hold: `_id`, `_at`, `_on`, `is_`/`has_`, `_seconds`,
//! `_share`, `_count`.

mod conversation;
mod field;
mod instant;
mod issue;
mod record;
mod unit;
mod voice;
mod words;

pub use conversation::Conversation;
pub use field::{Field, FieldType, Str, Value, Wire};
pub use instant::Instant;
pub use issue::{Effect, Issue, IssueKind, Place};
pub use record::{
    ConversationState, Event, Message, Person, Rating, Record, RecordKind, Review, SurveyResponse,
};
pub use unit::Unit;
pub use voice::{Voice, is_by_customer, is_reply_by_person};
pub use words::{
    CallOutcome, Channel, EventKind, Instrument, MessageKind, Outcome, PromiseKind, Role, Status,
    Visibility,
};
