//! How well a conversation was led: one criterion = one file and one page of words with the same name.
//!
//! A [`Criterion`] looks at a [`Talk`], which is a transcript with the rubric's phrases found in it, and
//! gives a [`Verdict`]: met, missed or not applicable, how certain, whose it is, and the message and words
//! that show it. A [`Rubric`] holds the criteria of a run with their weights and a team's own ones;
//! [`Score`] is what the verdicts of a conversation come to. Its page is a criterion's definition and its
//! test: each of its worked cases is a transcript that is told and judged.

mod acknowledgement;
mod built_in;
#[cfg(test)]
mod cases;
mod closing;
mod content;
mod courtesy;
mod criterion;
mod facts;
mod found;
#[cfg(test)]
mod fresh;
mod greeting;
mod hold_announced;
mod introduction;
mod judge;
mod known;
mod lists;
mod next_step;
mod no_dead_air;
mod no_personal_data;
mod no_placeholder;
mod no_talking_over;
mod on_topic;
mod own;
mod ownership;
#[cfg(test)]
mod pages;
mod questions_answered;
mod quoted;
mod rules;
mod score;
mod script;
mod slot;
mod solved_check;
mod specificity;
mod talk;
#[cfg(test)]
mod tests;
mod verdict;

pub use built_in::built_in;
pub use criterion::{Basis, Criterion};
pub use found::Found;
pub use judge::{Judged, Listed, Rubric};
pub use lists::List;
pub use rules::{OwnCriterion, PhraseRule, RubricError, RubricRules, Where};
pub use score::Score;
pub use script::Script;
pub use talk::{Names, Talk, Turn};
pub use verdict::{Certainty, Verdict};

/// Every criterion, in the order of a conversation.
pub static ALL: &[&dyn Criterion] = &[
    &greeting::Greeting,
    &introduction::Introduction,
    &acknowledgement::Acknowledgement,
    &ownership::Ownership,
    &specificity::Specificity,
    &next_step::NextStep,
    &questions_answered::QuestionsAnswered,
    &on_topic::OnTopic,
    &no_placeholder::NoPlaceholder,
    &solved_check::SolvedCheck,
    &closing::Closing,
    &hold_announced::HoldAnnounced,
    &no_dead_air::NoDeadAir,
    &no_talking_over::NoTalkingOver,
    &courtesy::Courtesy,
    &no_personal_data::NoPersonalData,
];
