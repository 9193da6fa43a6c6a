//! The contract of a criterion: what it is called, what it weighs, whom it is for, how it judges.

use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::Channel;

/// What a criterion goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Lists of phrases in the languages that have them: in others it says nothing.
    Phrases,
    /// Numbers, forms and the words that both sides share: the same in every language.
    Forms,
    /// When speech began and ended.
    Times,
}

/// One criterion, with its page.
///
/// It is asked only about conversations in which a person of the desk replied, on channels that it is
/// for.
pub trait Criterion: Sync {
    /// Its name: lower case, underscores; the name of its two files.
    fn name(&self) -> &'static str;

    /// Definition, how it is judged, worked cases, references.
    fn page(&self) -> &'static str;

    fn basis(&self) -> Basis;

    /// Whether one miss is a failure by itself, whatever else was met.
    fn is_critical(&self) -> bool {
        false
    }

    /// What it weighs in the score where the settings do not say.
    fn weight(&self) -> f64 {
        1.0
    }

    /// Whether it is for conversations on that channel; `None` where the channel is unknown.
    fn is_for(&self, channel: Option<Channel>) -> bool {
        let _ = channel;
        true
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c>;

    /// The page's heading.
    fn title(&self) -> &'static str {
        let heading = self.page().lines().find_map(|line| line.strip_prefix("# "));
        heading.map_or(self.name(), str::trim)
    }

    /// The page's first paragraph: the definition.
    fn definition(&self) -> &'static str {
        let mut lines = self.page().lines().map(str::trim);
        lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("")
    }
}
