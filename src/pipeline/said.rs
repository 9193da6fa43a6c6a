//! How what was said is read: languages, lists of phrases, and which personal data is struck out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::error::{ConfigError, Spot};
use super::rubric::RubricAsWritten;
use super::script::Script;
use super::values::{LanguageCode, PersonalKind};
use crate::rubric::Rubric;
use crate::sources::ReadError;
use crate::sources::reason;
use crate::text::classifier::Classifier;
use crate::text::personal::{Kind, Redactor};
use crate::text::topics::LexiconError;
use crate::text::{Languages, PhraseList, TopicLexicon};
use crate::transcript::Reader;

/// The settings of text as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextAsWritten {
    /// Whether what was said is read; without it language, topics, sentiment, effort and verdicts are empty.
    read: bool,
    /// Languages that customers write in, by their two-letter codes; English, Russian and Chinese
    /// where missing.
    languages: Option<Vec<LanguageCode>>,
    /// What the desk's order numbers look like, as a regular expression.
    order_pattern: Option<Spanned<String>>,
    /// A file with the desk's own lexicon of topics, relative to the settings; the built-in one where
    /// missing.
    topics: Option<Spanned<PathBuf>>,
    /// The family of topics that each of the vendor's own categories means.
    topic_labels: BTreeMap<String, Spanned<String>>,
    /// A file that `caseload train-topics` made, relative to the settings.
    topic_model: Option<Spanned<PathBuf>>,
    /// Personal data to strike out; all kinds where missing.
    redact: Option<Vec<PersonalKind>>,
}

impl Default for TextAsWritten {
    fn default() -> Self {
        Self {
            read: true,
            languages: None,
            order_pattern: None,
            topics: None,
            topic_labels: BTreeMap::new(),
            topic_model: None,
            redact: None,
        }
    }
}

/// What reads a run's conversations, and what strikes personal data out of them.
pub struct Said {
    /// With the rubric, missing where the settings read nothing.
    pub reader: Option<Arc<Reader>>,
    pub rubric: Option<Arc<Rubric>>,
    /// What was learnt of the vendor's categories.
    pub classifier: Option<Arc<Classifier>>,
    pub redactor: Redactor,
    /// The family of topics that each of the vendor's own categories means.
    pub topic_labels: BTreeMap<String, String>,
}

impl Said {
    pub fn resolve(
        script: &Script,
        text: &TextAsWritten,
        written: Option<&Spanned<RubricAsWritten>>,
    ) -> Result<Self, ConfigError> {
        let languages = match &text.languages {
            Some(codes) => Languages::new(&codes.iter().map(|code| code.0).collect::<Vec<_>>()),
            None => Languages::default(),
        };
        let kinds = match &text.redact {
            Some(kinds) => kinds.iter().map(|kind| kind.0).collect(),
            None => Kind::ALL.to_vec(),
        };
        let pattern = text.order_pattern.as_ref();
        let redactor = Redactor::new(&kinds, pattern.map(|pattern| pattern.get_ref().as_str()));
        let redactor = redactor.map_err(|error| {
            let cure = "write one as in `order_pattern = '\\b\\d{8}\\b'`";
            let at = pattern.map_or(0..0, Spanned::span);
            script.error(at, error.to_string(), cure)
        })?;
        let lexicon = lexicon(script, text)?;
        let mut list = PhraseList::default();
        let order = pattern.map(|pattern| pattern.get_ref().as_str());
        let rules = written.map(|written| written.get_ref().rules(order));
        let rules = rules.unwrap_or_else(|| RubricAsWritten::default().rules(order));
        let rubric = Rubric::new(&rules, &mut list).map_err(|error| {
            let at = written.map_or(0..0, Spanned::span);
            let text = error.to_string();
            let (what, cure) = text.split_once("; ").unwrap_or((&text, "correct the rubric"));
            script.error(at, what, cure)
        })?;
        let reader = Reader::new(list, languages, &lexicon).map_err(|error| {
            ConfigError::of(&script.path, error.to_string(), "shorten the lists of phrases")
        })?;
        let classifier =
            text.topic_model.as_ref().map(|name| classifier(script, name)).transpose()?;
        let (reader, rubric) = (Arc::new(reader), Arc::new(rubric));
        Ok(Self {
            reader: text.read.then_some(reader),
            rubric: text.read.then_some(rubric),
            classifier: classifier.filter(|_| text.read),
            redactor,
            topic_labels: topic_labels(script, text, &lexicon)?,
        })
    }

    /// What is said of a file that could not be read, without personal data: a file may be called
    /// after a customer, and what is wrong may quote what stands in it.
    pub fn redacted(&self, error: ReadError) -> ReadError {
        let path = error.path.to_string_lossy();
        ReadError {
            path: PathBuf::from(self.redactor.redact_name(&path).into_owned()),
            what: self.redactor.redact(&error.what).text.into_owned(),
            cure: self.redactor.redact(&error.cure).text.into_owned(),
        }
    }
}

/// The desk's own lexicon of topics, else the built-in one.
fn lexicon(script: &Script, text: &TextAsWritten) -> Result<TopicLexicon, ConfigError> {
    let refused = |path: &Path, LexiconError { line, what, cure }| ConfigError {
        place: Spot { path: path.to_owned(), line: Some(line) },
        what,
        cure,
    };
    let Some(name) = &text.topics else {
        return TopicLexicon::built_in().map_err(|error| refused(Path::new("topics"), error));
    };
    let cure = "name a lexicon of topics (`caseload topics` prints the built-in one)";
    let own = script.beside(name, cure)?;
    TopicLexicon::parse(&own.text).map_err(|error| refused(&own.path, error))
}

/// What the vendor's categories mean, each a family of the lexicon.
fn topic_labels(
    script: &Script,
    text: &TextAsWritten,
    lexicon: &TopicLexicon,
) -> Result<BTreeMap<String, String>, ConfigError> {
    let families = lexicon.families();
    let known = |(label, family): (&String, &Spanned<String>)| {
        if families.contains(&family.get_ref().as_str()) {
            return Ok((label.clone(), family.get_ref().clone()));
        }
        let what = format!("the lexicon has no family `{}`", family.get_ref());
        let cure = format!("name one of {}", families.join(", "));
        Err(script.error(family.span(), what, cure))
    };
    text.topic_labels.iter().map(known).collect()
}

/// The model of a file that the settings name.
fn classifier(script: &Script, name: &Spanned<PathBuf>) -> Result<Arc<Classifier>, ConfigError> {
    let path = script.folder().join(name.get_ref());
    let cure = "name a file that `caseload train-topics` wrote";
    let refused = |what: String| {
        script.error(name.span(), format!("`{}`: {what}", name.get_ref().display()), cure)
    };
    let bytes = fs::read(&path).map_err(|error| refused(reason(&error)))?;
    let model = Classifier::from_bytes(&bytes).map_err(|error| refused(error.to_string()))?;
    Ok(Arc::new(model))
}
