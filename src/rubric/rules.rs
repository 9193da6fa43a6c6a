//! How a team's settings change the rubric, as plain values.

use std::collections::BTreeMap;

use crate::model::Channel;
use crate::text::PhraseError;
use crate::text::personal::OrderPatternError;

/// What a team changes of the rubric. The default changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct RubricRules {
    /// Weights in place of the usual ones, by criterion; 0 leaves it out of the score.
    pub weights: BTreeMap<String, f64>,
    /// Criteria that are not judged.
    pub off: Vec<String>,
    pub phrases: Vec<PhraseRule>,
    pub own: Vec<OwnCriterion>,
    /// What the desk's order numbers look like, as a regular expression: no such number is taken for that of
    /// a card.
    pub order_pattern: Option<String>,
    /// Seconds from which a silence in a call is long.
    pub dead_air_seconds: f64,
    /// Seconds from which speaking at once is talking over.
    pub talk_over_seconds: f64,
}

impl Default for RubricRules {
    fn default() -> Self {
        Self {
            weights: BTreeMap::new(),
            off: Vec::new(),
            phrases: Vec::new(),
            own: Vec::new(),
            order_pattern: None,
            dead_air_seconds: 20.0,
            talk_over_seconds: 2.0,
        }
    }
}

/// Phrases added to a list or put in place of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhraseRule {
    /// As `greeting.said`.
    pub list: String,
    /// Its code, or `unless` for phrases that hold one of the list without meaning it.
    pub language: String,
    pub phrases: Vec<String>,
    /// Whether those of the list in that language go.
    pub is_replacing: bool,
}

/// Which of a desk's replies have to hold a phrase, or must not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    /// What the desk writes before the customer's next message.
    Opening,
    #[default]
    Anywhere,
    /// What the desk writes after the customer's last message.
    End,
}

/// A criterion of a team's own: phrases that replies should hold, or should not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnCriterion {
    pub name: String,
    /// What it asks for, in a sentence.
    pub about: String,
    /// 1 where it is missing.
    pub weight: Option<f64>,
    pub is_critical: bool,
    /// All where it is empty.
    pub channels: Vec<Channel>,
    pub place: Where,
    /// By the language's code.
    pub phrases: BTreeMap<String, Vec<String>>,
    /// Whether a phrase is a fault, and not what is asked for.
    pub is_forbidden: bool,
    /// Only conversations in which the customer says one of these; all where it is empty.
    pub only_if: Vec<String>,
}

/// Rules that cannot be followed, with the cure.
#[derive(Debug, thiserror::Error)]
pub enum RubricError {
    #[error("`{name}` is no criterion; {cure}")]
    Criterion { name: String, cure: String },
    #[error("`{name}` is no list of phrases; {cure}")]
    List { name: String, cure: String },
    #[error("the criterion `{0}` is there already; give yours another name")]
    Twice(String),
    #[error("a criterion of your own needs a name")]
    Nameless,
    #[error("the criterion `{0}` has no phrases; without them there is nothing to look for")]
    NoPhrases(String),
    #[error(
        "the criterion `{name}` has phrases in `{code}`, which is no language that is told apart; {cure}"
    )]
    Language { name: String, code: String, cure: String },
    #[error("the weight of `{name}` is {weight}; it has to be a number from 0 on")]
    Weight { name: String, weight: f64 },
    #[error("`{name}` is {seconds}; it has to be a number of seconds above 0")]
    Seconds { name: &'static str, seconds: f64 },
    #[error(transparent)]
    Phrase(#[from] PhraseError),
    #[error(transparent)]
    Order(#[from] OrderPatternError),
    #[error("the built-in phrases cannot be read: {0}")]
    Phrases(#[from] toml::de::Error),
    #[error("the built-in list `{0}` is missing")]
    BuiltIn(&'static str),
}
