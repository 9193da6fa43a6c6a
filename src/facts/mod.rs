//! One row per thing that happened: what analysts build on, and everything above is made of.
//!
//! [`write()`] takes gathered records partition by partition, follows each conversation ([`Told`]),
//! and writes one Parquet file per fact with arrow; [`Facts`] scans them with polars. No value
//! crosses between the two in memory. Rows stand by partition, then conversation, then time.

mod agents;
mod conversations;
mod course;
pub mod definitions;
mod fact;
mod held;
mod issues;
#[cfg(test)]
mod laws;
mod life;
mod messages;
mod pen;
mod promise;
mod promised;
mod promises;
mod ratings;
mod reviews;
mod roster;
mod rules;
mod service_level;
mod sheet;
mod shown;
mod spans;
mod store;
mod survey_responses;
mod told;
mod topics;
mod turns;
mod verdicts;
mod waits;
mod write;

pub use crate::transcript::{Heard, Speech, listen};

pub use agents::{AgentRow, Agents};
pub use conversations::Conversations;
pub use course::{Course, Reopening, last_hand, transfers};
pub use definitions::{Compared, ComparedRow, Definition, compare};
pub use fact::{Column, Described, DescribedColumn, Fact, Get, describe};
pub use issues::{IssueRow, Issues};
pub use life::{AGENT_WAITS, AGENT_WORKS, Dimension, ON_HOLD, REQUESTER_WAITS, Stretch};
pub use messages::{MessageRow, Messages};
pub use pen::StoreError;
pub use promise::{Promise, PromiseState};
pub use promised::{Promised, Target, TargetTime, When};
pub use promises::{PromiseRow, Promises};
pub use ratings::{RatingRow, Ratings};
pub use reviews::{ReviewRow, Reviews};
pub use rules::{CalendarOf, ChannelRules, HoursRule, Rules};
pub use service_level::{Fate, ServiceLevel, ServiceLevelVariant};
pub use shown::shown_key;
pub use spans::{Span, SpanRow, Spans};
pub use store::Facts;
pub use survey_responses::{SurveyResponses, SurveyRow};
pub use told::{Told, opening};
pub use topics::{TopicRow, Topics};
pub use turns::{TurnRow, Turns};
pub use verdicts::{VerdictRow, Verdicts};
pub use waits::{Wait, WaitEnd};
pub use write::{FileNote, Written, write};

/// Every fact, as listings show it.
pub fn all() -> Vec<Described> {
    vec![
        describe::<Conversations>(),
        describe::<Messages>(),
        describe::<Turns>(),
        describe::<Promises>(),
        describe::<Spans>(),
        describe::<Compared>(),
        describe::<Topics>(),
        describe::<Verdicts>(),
        describe::<Ratings>(),
        describe::<SurveyResponses>(),
        describe::<Reviews>(),
        describe::<Agents>(),
        describe::<Issues>(),
    ]
}
