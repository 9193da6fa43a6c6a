//! The lexicons as they are written, and what an entry means.

use std::collections::HashMap;

use serde::Deserialize;

use crate::text::{Normal, PhraseError};

/// A lexicon that is built in is not of its form.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    #[error("the lexicon {0} is not of its form: {1}")]
    Form(&'static str, toml::de::Error),
    #[error(transparent)]
    Phrase(#[from] PhraseError),
}

const FILES: &[(&str, &str)] = &[
    ("en.toml", include_str!("lexicon/en.toml")),
    ("ru.toml", include_str!("lexicon/ru.toml")),
    ("zh.toml", include_str!("lexicon/zh.toml")),
    ("signs.toml", include_str!("lexicon/signs.toml")),
];

/// How much more a feeling weighs after a word such as "very".
const STRONGER: f64 = 1.5;
/// How much less after a word such as "a bit".
const WEAKER: f64 = 0.6;

/// What a phrase says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    /// From -3 to 3; 0 hides shorter phrases inside it.
    pub valence: Option<f64>,
    /// What it multiplies the valence right after it by.
    pub degree: Option<f64>,
    /// Whether what follows counts more than what went before.
    pub is_turn: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    valence: Valence,
    #[serde(default)]
    degree: Degree,
    #[serde(default)]
    turn: Turn,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Valence {
    very_good: Vec<String>,
    good: Vec<String>,
    mildly_good: Vec<String>,
    faintly_good: Vec<String>,
    nothing: Vec<String>,
    faintly_bad: Vec<String>,
    mildly_bad: Vec<String>,
    bad: Vec<String>,
    very_bad: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Degree {
    strong: Vec<String>,
    weak: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Turn {
    but: Vec<String>,
}

/// Every phrase of every lexicon with what it says, in the order of the files; one that stands in
/// several lists says all of it.
pub(super) fn entries() -> Result<Vec<(String, Entry)>, LexiconError> {
    let mut all: Vec<(String, Entry)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for &(name, text) in FILES {
        let file: File = toml::from_str(text).map_err(|cause| LexiconError::Form(name, cause))?;
        let valence = file.valence;
        let valences = [
            (valence.very_good, 3.0),
            (valence.good, 2.0),
            (valence.mildly_good, 1.0),
            (valence.faintly_good, 0.5),
            (valence.nothing, 0.0),
            (valence.faintly_bad, -0.5),
            (valence.mildly_bad, -1.0),
            (valence.bad, -2.0),
            (valence.very_bad, -3.0),
        ];
        let valences = valences.map(|(phrases, valence)| {
            (phrases, Entry { valence: Some(valence), ..Entry::default() })
        });
        let degrees = [(file.degree.strong, STRONGER), (file.degree.weak, WEAKER)];
        let degrees = degrees
            .map(|(phrases, degree)| (phrases, Entry { degree: Some(degree), ..Entry::default() }));
        let turns = [(file.turn.but, Entry { is_turn: true, ..Entry::default() })];
        for (phrases, says) in valences.into_iter().chain(degrees).chain(turns) {
            for phrase in phrases {
                let normal = Normal::of(&phrase).text().to_owned();
                let place = *places.entry(normal).or_insert(all.len());
                match all.get_mut(place) {
                    Some((_, entry)) => entry.add(says),
                    None => all.push((phrase, says)),
                }
            }
        }
    }
    Ok(all)
}

impl Entry {
    fn add(&mut self, more: Self) {
        self.valence = self.valence.or(more.valence);
        self.degree = self.degree.or(more.degree);
        self.is_turn |= more.is_turn;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_is_both_good_and_bad() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for &(name, text) in FILES {
            let file: toml::Table = toml::from_str(text).unwrap();
            for (level, phrases) in file["valence"].as_table().unwrap() {
                for phrase in phrases.as_array().unwrap() {
                    let phrase = Normal::of(phrase.as_str().unwrap()).text().to_owned();
                    let before = seen.insert(phrase.clone(), name);
                    assert_eq!(before, None, "{phrase} is in {level} of {name} and before");
                }
            }
        }
    }

    #[test]
    fn every_language_has_some_hundred_words_of_both_kinds() {
        for &(name, text) in &FILES[..3] {
            let file: File = toml::from_str(text).unwrap();
            let Valence { very_good, good, mildly_good, mildly_bad, bad, very_bad, .. } =
                file.valence;
            let good = very_good.len() + good.len() + mildly_good.len();
            let bad = very_bad.len() + bad.len() + mildly_bad.len();
            assert!(good >= 200 && bad >= 300, "{name}: {good} good, {bad} bad");
        }
    }
}
