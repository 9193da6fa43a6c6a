//! The conversations that show best what an agent is weak or strong in.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use polars::prelude::{DataFrame, DataType, Expr, NULL, PolarsResult, col, lit};

use super::cases::Case;
use super::dimensions::{found, named};
use super::read::Evidence;
use crate::facts::{Facts, Promises, Verdicts};
use crate::model::{Channel, Instant, Outcome};
use crate::rubric::Certainty;
use crate::scores::{Dimension, Skill};

/// What conversations are wanted of.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted<'s> {
    pub skill: &'s Skill,
    /// Numbers of the agents.
    pub agents: Vec<usize>,
    /// Those that went well, else those that did not.
    pub is_good: bool,
}

/// A conversation that shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub conversation_id: String,
    pub opened_at: Instant,
    pub agent_id: String,
    /// The message that shows it, where one does.
    pub message_number: Option<i64>,
}

/// One that may be shown: how well it shows it, and when; the greater the better.
type Candidate = (Reverse<i64>, Reverse<i64>, u32, u32, Option<i64>);

impl Evidence {
    /// The best `most` conversations of each: of broken promises those most overdue, of criteria those
    /// judged most surely, else the newest.
    pub fn examples(
        &self,
        facts: &Facts,
        wanted: &[Wanted<'_>],
        most: usize,
    ) -> PolarsResult<Vec<Vec<Example>>> {
        let mut all: Vec<Vec<Candidate>> = vec![Vec::new(); wanted.len()];
        let places = Places::of(wanted);
        self.add_topics(&places, &mut all)?;
        let names = |of: fn(&Skill) -> Option<&str>| -> BTreeSet<&str> {
            wanted.iter().filter_map(|one| of(one.skill)).collect()
        };
        let criteria = names(|skill| match skill {
            Skill::Criterion(name) => Some(name),
            _ => None,
        });
        let rows = facts.scan::<Verdicts>()?.filter(is_one_of("criterion", &criteria));
        let mut read = named(&["conversation_id", "agent_id", "message_number"]);
        read.extend([
            col("criterion").alias("name"),
            col("verdict").eq(lit(Outcome::Met.word())).alias("is_good"),
            col("certainty").eq(lit(Certainty::Sure.word())).cast(DataType::Int64).alias("weight"),
        ]);
        self.add(
            &places,
            &rows.select(read).collect()?,
            |name| Skill::Criterion(name.to_owned()),
            &mut all,
        )?;
        let promises = names(|skill| match skill {
            Skill::Promise(name) => Some(name),
            _ => None,
        });
        let rows = facts.scan::<Promises>()?.filter(is_one_of("promise", &promises));
        let mut read = named(&["conversation_id", "agent_id"]);
        read.extend([
            col("promise").alias("name"),
            col("is_kept").alias("is_good"),
            col("over_seconds").cast(DataType::Int64).fill_null(lit(0i64)).alias("weight"),
            lit(NULL).cast(DataType::Int64).alias("message_number"),
        ]);
        self.add(
            &places,
            &rows.select(read).collect()?,
            |name| Skill::Promise(name.to_owned()),
            &mut all,
        )?;
        let shown = |mut found: Vec<Candidate>| {
            found.sort_by(|one, next| {
                let ids = || self.book.id(one.2 as usize).cmp(&self.book.id(next.2 as usize));
                (one.0, one.1).cmp(&(next.0, next.1)).then_with(ids)
            });
            found.dedup_by_key(|candidate| candidate.2);
            found.truncate(most);
            found.into_iter().filter_map(|candidate| self.example(candidate)).collect()
        };
        Ok(all.into_iter().map(shown).collect())
    }

    /// Every case of an agent in a dimension, by when its conversation was opened: its id, when that was,
    /// the outcome, and the pattern of circumstances.
    pub fn cases_of(
        &self,
        agent: usize,
        dimension: Dimension,
    ) -> Vec<(String, Instant, f64, usize)> {
        let place = Dimension::ALL.iter().position(|one| *one == dimension);
        let cases = place.and_then(|place| self.cases.get(place)).into_iter().flatten();
        let told = |case: &Case| {
            let number = case.conversation as usize;
            let at = Instant(self.book.opened().get(number).copied().flatten()?);
            let pattern = self.placed.pattern(case.conversation)? as usize;
            Some((self.book.id(number)?.to_owned(), at, case.outcome, pattern))
        };
        let own = cases.filter(|case| case.unit as usize == agent);
        let mut found: Vec<_> = own.filter_map(told).collect();
        found.sort_by(|one, next| (one.1, &one.0).cmp(&(next.1, &next.0)));
        found
    }

    fn example(&self, (_, _, conversation, unit, message_number): Candidate) -> Option<Example> {
        let number = conversation as usize;
        Some(Example {
            conversation_id: self.book.id(number)?.to_owned(),
            opened_at: Instant(self.book.opened().get(number).copied().flatten()?),
            agent_id: self.desk.agents.get(unit as usize)?.agent_id.clone(),
            message_number,
        })
    }

    fn candidate(
        &self,
        weight: i64,
        conversation: u32,
        unit: u32,
        message: Option<i64>,
    ) -> Candidate {
        let at = self.book.opened().get(conversation as usize).copied().flatten();
        (Reverse(weight), Reverse(at.unwrap_or(i64::MIN)), conversation, unit, message)
    }

    fn add_topics(&self, places: &Places<'_>, all: &mut [Vec<Candidate>]) -> PolarsResult<()> {
        let (families, channels) = (self.book.texts("topic_family")?, self.book.texts("channel")?);
        let mut wanted: HashMap<(&str, Channel), &Skill> = HashMap::new();
        for (skill, ..) in places.0.keys() {
            if let Skill::Topic { topic, channel } = skill {
                wanted.insert((topic, *channel), skill);
            }
        }
        for case in self.cases.first().into_iter().flatten().take_while(|_| !wanted.is_empty()) {
            let number = case.conversation as usize;
            let channel = channels.get(number).and_then(Channel::from_word);
            let skill = families.get(number).zip(channel).and_then(|key| wanted.get(&key));
            if let Some(skill) = skill {
                let candidate = self.candidate(0, case.conversation, case.unit, None);
                places.put(skill, case.unit, case.outcome > 0.5, candidate, all);
            }
        }
        Ok(())
    }

    fn add(
        &self,
        places: &Places<'_>,
        rows: &DataFrame,
        skill: impl Fn(&str) -> Skill,
        all: &mut [Vec<Candidate>],
    ) -> PolarsResult<()> {
        let found = found(&self.book, &self.people, rows)?;
        let told = rows.column("name")?.str()?.iter().zip(rows.column("is_good")?.bool()?.iter());
        let weights = rows.column("weight")?.i64()?.iter();
        let messages = rows.column("message_number")?.i64()?.iter();
        for ((found, (name, is_good)), (weight, message)) in
            found.zip(told).zip(weights.zip(messages))
        {
            let (Some((conversation, unit)), Some(name), Some(is_good)) = (found, name, is_good)
            else {
                continue;
            };
            if self.book.is_inside(conversation as usize) {
                let candidate = self.candidate(weight.unwrap_or(0), conversation, unit, message);
                places.put(&skill(name), unit, is_good, candidate, all);
            }
        }
        Ok(())
    }
}

/// Where what is wanted stands, by skill, agent and whether it went well.
struct Places<'s>(HashMap<(&'s Skill, u32, bool), Vec<usize>>);

impl<'s> Places<'s> {
    fn of(wanted: &[Wanted<'s>]) -> Self {
        let mut places: HashMap<(&Skill, u32, bool), Vec<usize>> = HashMap::new();
        for (place, one) in wanted.iter().enumerate() {
            for agent in &one.agents {
                places.entry((one.skill, *agent as u32, one.is_good)).or_default().push(place);
            }
        }
        Self(places)
    }

    fn put(
        &self,
        skill: &Skill,
        unit: u32,
        is_good: bool,
        candidate: Candidate,
        all: &mut [Vec<Candidate>],
    ) {
        for place in self.0.get(&(skill, unit, is_good)).into_iter().flatten() {
            if let Some(candidates) = all.get_mut(*place) {
                candidates.push(candidate);
            }
        }
    }
}

fn is_one_of(column: &str, names: &BTreeSet<&str>) -> Expr {
    names.iter().fold(lit(false), |is, name| is.or(col(column).eq(lit((*name).to_owned()))))
}
