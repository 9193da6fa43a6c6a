//! The rubric of a run: which criteria are judged, by which phrases, and what they weigh.

use super::lists::Lists;
use super::own::Own;
use super::rules::{RubricError, RubricRules};
use super::score::Score;
use super::talk::{Names, Talk, Ways};
use super::verdict::Verdict;
use super::{ALL, Basis, Criterion};
use crate::text::personal::{Kind, Redactor};
use crate::text::{PhraseList, nearest};
use crate::transcript::Transcript;

/// Personal data that an agent has no reason to write out, and what a public reply must not hold.
const KINDS: &[Kind] = &[
    Kind::Email,
    Kind::Card,
    Kind::Iban,
    Kind::ChineseIdentity,
    Kind::ChineseTax,
    Kind::RussianTax,
    Kind::RussianInsurance,
    Kind::RussianPassport,
    Kind::ChinesePassport,
    Kind::Phone,
    Kind::Order,
];

/// A criterion as this run judges it.
#[derive(Debug)]
struct Entry {
    judge: Judge,
    weight: f64,
}

enum Judge {
    BuiltIn(&'static dyn Criterion),
    Own(Own),
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Judge {
    fn name(&self) -> &str {
        match self {
            Self::BuiltIn(criterion) => criterion.name(),
            Self::Own(own) => &own.name,
        }
    }

    fn is_critical(&self) -> bool {
        match self {
            Self::BuiltIn(criterion) => criterion.is_critical(),
            Self::Own(own) => own.is_critical,
        }
    }

    /// Whether it is for a conversation's channel, and can say anything of its language.
    fn is_for(&self, talk: &Talk<'_, '_>, is_known_language: bool) -> bool {
        match self {
            Self::BuiltIn(criterion) => {
                let is_read = is_known_language || criterion.basis() != Basis::Phrases;
                is_read && criterion.is_for(talk.channel())
            }
            Self::Own(own) => own.is_for(talk.channel()),
        }
    }

    fn ask<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        match self {
            Self::BuiltIn(criterion) => criterion.judge(talk),
            Self::Own(own) => own.judge(talk),
        }
    }
}

/// A criterion as listings show it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<'r> {
    pub name: &'r str,
    pub title: &'r str,
    /// What it asks for.
    pub about: &'r str,
    pub weight: f64,
    pub is_critical: bool,
    /// Whether it is a team's own, which has no page.
    pub is_own: bool,
}

/// A conversation's verdicts, in the rubric's order, and what they come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged<'r, 'c> {
    /// Each criterion's name and verdict.
    pub verdicts: Vec<(&'r str, Verdict<'c>)>,
    pub score: Score,
}

/// The criteria of a run.
#[derive(Debug)]
pub struct Rubric {
    entries: Vec<Entry>,
    ways: Ways,
}

impl Rubric {
    /// The built-in criteria as the rules change them, then a team's own. Adds every phrase to a list
    /// that transcripts are to be read with.
    ///
    /// # Errors
    /// If the rules name no criterion or list that there is, or hold a weight, a phrase or a pattern
    /// that is none.
    pub fn new(rules: &RubricRules, list: &mut PhraseList) -> Result<Self, RubricError> {
        list.add_denials()?;
        let mut lists = Lists::new(&rules.phrases, list)?;
        let mut entries: Vec<Entry> = Vec::new();
        for criterion in ALL {
            entries.push(Entry { judge: Judge::BuiltIn(*criterion), weight: criterion.weight() });
        }
        for (number, own) in (0..).zip(&rules.own) {
            if entries.iter().any(|entry| entry.judge.name() == own.name) {
                return Err(RubricError::Twice(own.name.clone()));
            }
            let weight = own.weight.unwrap_or(1.0);
            let judge = Judge::Own(Own::new(own, number, &mut lists, list)?);
            entries.push(Entry { judge, weight });
        }
        let names: Vec<String> =
            entries.iter().map(|entry| entry.judge.name().to_owned()).collect();
        let unknown = |name: &str| RubricError::Criterion {
            name: name.to_owned(),
            cure: nearest(name, names.iter().map(String::as_str)),
        };
        for (name, weight) in &rules.weights {
            let entry = entries.iter_mut().find(|entry| entry.judge.name() == name);
            entry.ok_or_else(|| unknown(name))?.weight = *weight;
        }
        let wrong = entries.iter().find(|entry| !entry.weight.is_finite() || entry.weight < 0.0);
        if let Some(Entry { judge, weight }) = wrong {
            return Err(RubricError::Weight { name: judge.name().to_owned(), weight: *weight });
        }
        if let Some(name) = rules.off.iter().find(|name| !names.contains(name)) {
            return Err(unknown(name));
        }
        for (name, seconds) in [
            ("dead_air_seconds", rules.dead_air_seconds),
            ("talk_over_seconds", rules.talk_over_seconds),
        ] {
            if !seconds.is_finite() || seconds <= 0.0 {
                return Err(RubricError::Seconds { name, seconds });
            }
        }
        entries.retain(|entry| !rules.off.iter().any(|name| name == entry.judge.name()));
        let ways = Ways {
            lists,
            redactor: Redactor::new(KINDS, rules.order_pattern.as_deref())?,
            dead_air_seconds: rules.dead_air_seconds,
            talk_over_seconds: rules.talk_over_seconds,
        };
        Ok(Self { entries, ways })
    }

    /// The criteria in the order of the verdicts.
    pub fn criteria(&self) -> impl Iterator<Item = Listed<'_>> {
        self.entries.iter().map(|Entry { judge, weight }| {
            let (title, about, is_own) = match judge {
                Judge::BuiltIn(criterion) => (criterion.title(), criterion.definition(), false),
                Judge::Own(own) => (own.name.as_str(), own.about.as_str(), true),
            };
            let (name, is_critical) = (judge.name(), judge.is_critical());
            Listed { name, title, about, weight: *weight, is_critical, is_own }
        })
    }

    /// Judges a conversation. The transcript has to be read with the list that the rubric's phrases were
    /// added to.
    pub fn judge<'r, 'c>(&'r self, transcript: &Transcript<'c>) -> Judged<'r, 'c> {
        self.judge_named(transcript, &|_| None)
    }

    /// The same where it is known what people of the desk are called.
    pub fn judge_named<'r, 'c>(
        &'r self,
        transcript: &Transcript<'c>,
        names: Names<'_>,
    ) -> Judged<'r, 'c> {
        self.judge_with(transcript, &transcript.line_topics, names)
    }

    /// Judges a conversation whose lines' topics are known: one list of them per line of the transcript,
    /// in its order, each topic by a number of the caller's; an empty list where a line has none.
    pub fn judge_with<'r, 'c>(
        &'r self,
        transcript: &Transcript<'c>,
        topics: &[Vec<u16>],
        names: Names<'_>,
    ) -> Judged<'r, 'c> {
        let talk = Talk::new(transcript, &self.ways, topics, names);
        let has_reply = talk.replies().next().is_some();
        let is_known = has_reply && talk.is_in_a_known_language();
        let ask = |judge: &Judge| match has_reply && judge.is_for(&talk, is_known) {
            true => judge.ask(&talk),
            false => Verdict::not_applicable(),
        };
        let verdicts = self.entries.iter();
        let verdicts: Vec<_> =
            verdicts.map(|entry| (entry.judge.name(), ask(&entry.judge))).collect();
        let weighed = self
            .entries
            .iter()
            .zip(&verdicts)
            .map(|(entry, (_, verdict))| (verdict, entry.weight, entry.judge.is_critical()));
        let score = Score::of(weighed);
        Judged { verdicts, score }
    }
}
