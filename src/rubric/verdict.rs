//! What a criterion says of one conversation.

use std::ops::Range;

use crate::model::Outcome;
use crate::transcript::Line;

/// How far words, forms or times decide a verdict. It ranks verdicts for whoever checks them; it is no
/// probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A person should look.
    Unsure,
    /// What was found usually means it.
    Likely,
    /// What was found can hardly mean anything else.
    Sure,
}

impl Certainty {
    /// Its name in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A criterion's verdict on one conversation, with what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'c> {
    pub outcome: Outcome,
    pub certainty: Certainty,
    /// Whose it is: who wrote the message that shows it, or should have; empty where nobody is named.
    pub agent: &'c str,
    /// Number of the message that shows it, from 1: for a miss the one that should have been otherwise.
    pub message: Option<usize>,
    /// The words that decided, in bytes of that message as written; `None` where all of it counts.
    pub shown: Option<Range<usize>>,
}

impl<'c> Verdict<'c> {
    fn of(outcome: Outcome, line: &Line<'c>) -> Self {
        Self {
            outcome,
            certainty: Certainty::Likely,
            agent: if line.is_agent() { &line.message.author_id } else { "" },
            message: Some(line.number),
            shown: None,
        }
    }

    /// Met, as this message shows.
    pub fn met(line: &Line<'c>) -> Self {
        Self::of(Outcome::Met, line)
    }

    /// Missed: this message should have been otherwise.
    pub fn missed(line: &Line<'c>) -> Self {
        Self::of(Outcome::Missed, line)
    }

    /// Met because nothing speaks against it; credited with it is who wrote this message.
    pub fn clean(line: &Line<'c>) -> Self {
        Self { message: None, ..Self::met(line) }
    }

    /// Nothing to judge.
    pub fn not_applicable() -> Self {
        Self {
            outcome: Outcome::NotApplicable,
            certainty: Certainty::Likely,
            agent: "",
            message: None,
            shown: None,
        }
    }

    /// Shown by a part of its message's normalised text.
    pub fn at(mut self, line: &Line<'c>, part: Range<usize>) -> Self {
        self.message = Some(line.number);
        self.shown = Some(line.passage.normal.origin(part));
        self
    }

    /// Shown by a part of its message as written.
    pub fn at_written(mut self, part: Range<usize>) -> Self {
        self.shown = Some(part);
        self
    }

    pub fn unsure(self) -> Self {
        self.as_certain(Certainty::Unsure)
    }

    pub fn sure(self) -> Self {
        self.as_certain(Certainty::Sure)
    }

    pub fn as_certain(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }
}
