//! The settings of the rubric as written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::duration::Duration;
use super::values::{ChannelName, LanguageCode};
use crate::rubric::{OwnCriterion, PhraseRule, RubricRules, Where};

/// What a team changes of the rubric.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RubricAsWritten {
    /// Weights by criterion; 0 leaves one out of the score.
    weights: BTreeMap<String, f64>,
    /// Criteria that are not judged.
    off: Vec<String>,
    /// Whether criteria that go with no outcome on this desk count in agents' quality.
    count_descriptive: bool,
    /// Silence in a call from which it is long; 20 s where missing.
    dead_air: Option<Duration>,
    /// Speaking at once from which it is talking over; 2 s where missing.
    talk_over: Option<Duration>,
    phrases: Vec<PhrasesAsWritten>,
    own: Vec<OwnAsWritten>,
}

/// Phrases added to a list of a criterion, or put in place of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesAsWritten {
    /// As `greeting.said`.
    list: String,
    language: LanguageCode,
    phrases: Vec<String>,
    #[serde(default)]
    replace: bool,
}

/// A criterion of a team's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnAsWritten {
    name: String,
    #[serde(default)]
    about: String,
    weight: Option<f64>,
    #[serde(default)]
    critical: bool,
    #[serde(default)]
    channels: Vec<ChannelName>,
    #[serde(default)]
    place: Place,
    /// By the language's code.
    phrases: BTreeMap<String, Vec<String>>,
    /// Whether a phrase is a fault.
    #[serde(default)]
    forbidden: bool,
    /// Only where the customer says one of these.
    #[serde(default)]
    only_if: Vec<String>,
}

/// Where in the desk's replies a phrase is looked for.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Opening,
    #[default]
    Anywhere,
    End,
}

impl RubricAsWritten {
    pub fn counts_descriptive(&self) -> bool {
        self.count_descriptive
    }

    /// The rules as the rubric takes them; `order_pattern` is that of the text's settings.
    pub fn rules(&self, order_pattern: Option<&str>) -> RubricRules {
        let usual = RubricRules::default();
        RubricRules {
            weights: self.weights.clone(),
            off: self.off.clone(),
            phrases: self.phrases.iter().map(PhrasesAsWritten::rule).collect(),
            own: self.own.iter().map(OwnAsWritten::criterion).collect(),
            order_pattern: order_pattern.map(str::to_owned),
            dead_air_seconds: seconds(self.dead_air.as_ref(), usual.dead_air_seconds),
            talk_over_seconds: seconds(self.talk_over.as_ref(), usual.talk_over_seconds),
        }
    }
}

fn seconds(written: Option<&Duration>, usual: f64) -> f64 {
    written.map_or(usual, |written| written.elapsed_seconds())
}

impl PhrasesAsWritten {
    fn rule(&self) -> PhraseRule {
        PhraseRule {
            list: self.list.clone(),
            language: self.language.0.code().to_owned(),
            phrases: self.phrases.clone(),
            is_replacing: self.replace,
        }
    }
}

impl OwnAsWritten {
    fn criterion(&self) -> OwnCriterion {
        OwnCriterion {
            name: self.name.clone(),
            about: self.about.clone(),
            weight: self.weight,
            is_critical: self.critical,
            channels: self.channels.iter().map(|channel| channel.0).collect(),
            place: match self.place {
                Place::Opening => Where::Opening,
                Place::Anywhere => Where::Anywhere,
                Place::End => Where::End,
            },
            phrases: self.phrases.clone(),
            is_forbidden: self.forbidden,
            only_if: self.only_if.clone(),
        }
    }
}
