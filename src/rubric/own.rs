//! A team's own criteria: phrases that replies should hold, or should not.

use super::found::Found;
use super::lists::{Belongs, List, Lists};
use super::rules::{OwnCriterion, RubricError, Where};
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::Channel;
use crate::text::{Language, PhraseList, Spoken, nearest};
use crate::transcript::Line;

/// A team's own criterion, ready to judge.
#[derive(Debug)]
pub(super) struct Own {
    pub name: String,
    pub about: String,
    pub is_critical: bool,
    channels: Vec<Channel>,
    place: Where,
    /// Whose phrases there are, by their code.
    languages: Vec<String>,
    is_forbidden: bool,
    said: List,
    only_if: Option<List>,
}

impl Own {
    /// Adds its phrases to a list of all; `number` tells its lists from those of others.
    pub fn new(
        own: &OwnCriterion,
        number: u16,
        lists: &mut Lists,
        list: &mut PhraseList,
    ) -> Result<Self, RubricError> {
        if own.name.trim().is_empty() {
            return Err(RubricError::Nameless);
        }
        let unknown = own.phrases.keys().find(|code| Language::from_code(code).is_none());
        if let Some(code) = unknown {
            let (name, code) = (own.name.clone(), code.clone());
            let cure = nearest(&code, Language::codes());
            return Err(RubricError::Language { name, code, cure });
        }
        let (said, only_if) = (List::Own(2 * number), List::Own(2 * number + 1));
        for phrase in own.phrases.values().flatten() {
            lists.add(Belongs { list: said, is_unless: false }, phrase, list)?;
        }
        for phrase in &own.only_if {
            lists.add(Belongs { list: only_if, is_unless: false }, phrase, list)?;
        }
        let languages = own.phrases.iter().filter(|(_, all)| !all.is_empty());
        let languages: Vec<String> = languages.map(|(code, _)| code.clone()).collect();
        if languages.is_empty() {
            return Err(RubricError::NoPhrases(own.name.clone()));
        }
        Ok(Self {
            name: own.name.clone(),
            about: own.about.clone(),
            is_critical: own.is_critical,
            channels: own.channels.clone(),
            place: own.place,
            languages,
            is_forbidden: own.is_forbidden,
            said,
            only_if: (!own.only_if.is_empty()).then_some(only_if),
        })
    }

    pub fn is_for(&self, channel: Option<Channel>) -> bool {
        self.channels.is_empty() || channel.is_some_and(|channel| self.channels.contains(&channel))
    }

    pub fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let stands = |(line, found): &(&Line<'c>, Found)| !talk.is_denied(line, *found);
        let is_asked = |list| talk.by_customer(list).any(|one| stands(&one));
        if !self.is_in(talk) || !self.only_if.is_none_or(is_asked) {
            return Verdict::not_applicable();
        }
        let turn = match self.place {
            Where::Opening => talk.opening(),
            Where::End => talk.ending().filter(|_| !talk.goes_on()),
            Where::Anywhere => None,
        };
        if turn.is_none() && self.place != Where::Anywhere {
            return Verdict::not_applicable();
        }
        let is_there = |(_, found): &(&Line<'c>, Found)| {
            turn.is_none_or(|turn| turn.lines.contains(&found.line))
        };
        let said = talk.by_desk(self.said).filter(is_there).find(stands);
        let replies =
            || talk.replies().filter(|(at, _)| turn.is_none_or(|turn| turn.lines.contains(at)));
        let due = match self.place {
            Where::Opening => replies().next(),
            Where::Anywhere | Where::End => replies().next_back(),
        };
        match (said, due) {
            (Some((line, found)), _) if self.is_forbidden => {
                Verdict::missed(line).at(line, found.range())
            }
            (Some((line, found)), _) => Verdict::met(line).at(line, found.range()),
            (None, Some((_, line))) if self.is_forbidden => Verdict::clean(line),
            (None, Some((_, line))) => Verdict::missed(line),
            (None, None) => Verdict::not_applicable(),
        }
    }

    /// Whether it has phrases for what the customer writes in.
    fn is_in(&self, talk: &Talk<'_, '_>) -> bool {
        match talk.transcript.language {
            Spoken::In(language) => self.languages.iter().any(|code| code == language.code()),
            Spoken::Mixed => true,
            Spoken::Unknown => talk.asked().next().is_none(),
        }
    }
}
