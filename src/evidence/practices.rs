//! What each agent can be coached in, case by case.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, PolarsResult, col};
use rayon::prelude::*;

use super::book::Book;
use super::cases::{Case, cells};
use super::circumstances::Placed;
use super::dimensions::{found, named};
use super::people::People;
use crate::facts::{Facts, Promises};
use crate::model::Channel;
use crate::scores::{Practice, Skill};

/// Parts of the window in which a need has to show again.
const PARTS: usize = 3;

/// The cases of all skills: resolutions by topic and channel, promises kept, and criteria met that are
/// scored or critical; nobody is coached in what goes with nothing.
pub(super) fn practices(
    facts: &Facts,
    book: &Book,
    people: &People,
    placed: &Placed,
    resolutions: &[Case],
    verdicts: &DataFrame,
) -> PolarsResult<Vec<Practice>> {
    let mut cases = topics(book, resolutions)?;
    cases.extend(shares(book, people, verdicts, |name| Skill::Criterion(name.to_owned()))?);
    let rows = facts.scan::<Promises>()?.filter(col("is_kept").is_not_null());
    let mut read = named(&["conversation_id", "agent_id"]);
    read.extend([col("promise").alias("name"), col("is_kept").alias("is_good")]);
    cases.extend(shares(book, people, &rows.select(read).collect()?, |name| {
        Skill::Promise(name.to_owned())
    })?);
    let practice = |(skill, cases): (Skill, Vec<Case>)| {
        let mut parts: [Vec<Case>; PARTS] = Default::default();
        for case in cases {
            let part = book.part(case.conversation as usize, PARTS as i64);
            if let Some(part) = part.and_then(|part| parts.get_mut(part)) {
                part.push(case);
            }
        }
        Practice { skill, parts: parts.map(|cases| cells(&cases, placed)) }
    };
    Ok(cases.into_par_iter().map(practice).collect())
}

type BySkill = BTreeMap<Skill, Vec<Case>>;

/// Resolutions by the family of the main topic and the channel.
fn topics(book: &Book, resolutions: &[Case]) -> PolarsResult<BySkill> {
    let (families, channels) = (book.texts("topic_family")?, book.texts("channel")?);
    let mut by_topic: BTreeMap<(&str, Channel), Vec<Case>> = BTreeMap::new();
    for case in resolutions {
        let number = case.conversation as usize;
        let channel = channels.get(number).and_then(Channel::from_word);
        if let (Some(family), Some(channel)) = (families.get(number), channel) {
            by_topic.entry((family, channel)).or_default().push(*case);
        }
    }
    let skill = |((topic, channel), cases): ((&str, Channel), Vec<Case>)| {
        (Skill::Topic { topic: topic.to_owned(), channel }, cases)
    };
    Ok(by_topic.into_iter().map(skill).collect())
}

/// Rows with a `name` and whether it went well, by name.
fn shares(
    book: &Book,
    people: &People,
    rows: &DataFrame,
    skill: impl Fn(&str) -> Skill,
) -> PolarsResult<BySkill> {
    let found = found(book, people, rows)?;
    let names = rows.column("name")?.str()?;
    let rows = found.zip(names.iter()).zip(rows.column("is_good")?.bool()?.iter());
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cases: Vec<(&str, Vec<Case>)> = Vec::new();
    for ((found, name), is_good) in rows {
        let (Some((conversation, unit)), Some(name), Some(is_good)) = (found, name, is_good) else {
            continue;
        };
        if !book.is_inside(conversation as usize) {
            continue;
        }
        let next = cases.len();
        let number = *numbers.entry(name).or_insert(next);
        if number == next {
            cases.push((name, Vec::new()));
        }
        if let Some((_, cases)) = cases.get_mut(number) {
            cases.push(Case::share(conversation, unit, is_good));
        }
    }
    Ok(cases.into_iter().map(|(name, cases)| (skill(name), cases)).collect())
}
