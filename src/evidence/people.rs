//! Who is scored: people at work, numbered by id.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{PolarsResult, StringChunked, col, lit};

use super::cases::Case;
use crate::facts::{Agents, Facts};
use crate::model::{Channel, Role};
use crate::scores::Agent;

/// Agents in the order of their ids; bots are none.
pub(super) struct People {
    agents: Vec<Agent>,
    numbers: HashMap<String, u32>,
}

impl People {
    pub fn read(facts: &Facts) -> PolarsResult<Self> {
        let rows = facts.scan::<Agents>()?.filter(col("role").eq(lit(Role::Agent.word())));
        let names = ["agent_id", "team", "support_tier"];
        let rows = rows.select(names.map(col)).sort(["agent_id"], Default::default()).collect()?;
        let filled = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        let teams =
            rows.column("team")?.str()?.iter().zip(rows.column("support_tier")?.str()?.iter());
        let mut agents: Vec<Agent> = Vec::new();
        for (id, (team, tier)) in rows.column("agent_id")?.str()?.iter().zip(teams) {
            if let Some(id) = id {
                let (agent_id, team, tier) = (id.to_owned(), filled(team), filled(tier));
                agents.push(Agent { agent_id, team, channel: None, tier });
            }
        }
        let numbers =
            agents.iter().zip(0..).map(|(agent, number)| (agent.agent_id.clone(), number));
        let numbers = numbers.collect();
        Ok(Self { agents, numbers })
    }

    /// The number of each row's agent; `None` for bots and for nobody.
    pub fn numbers_of<'a>(
        &'a self,
        ids: &'a StringChunked,
    ) -> impl Iterator<Item = Option<u32>> + 'a {
        let mut last: (&str, Option<u32>) = ("", None);
        ids.iter().map(move |id| {
            let id = id?;
            if id != last.0 {
                last = (id, self.numbers.get(id).copied());
            }
            last.1
        })
    }

    /// In the order of their numbers.
    pub fn agents(&self) -> &[Agent] {
        &self.agents
    }

    /// Puts each agent on the channel of most of their cases; of several the first.
    pub fn put_on_channels<'c>(
        &mut self,
        cases: impl Iterator<Item = &'c Case>,
        channels: &StringChunked,
    ) {
        let mut counts: Vec<BTreeMap<Channel, usize>> = vec![BTreeMap::new(); self.agents.len()];
        for case in cases {
            let channel = channels.get(case.conversation as usize).and_then(Channel::from_word);
            if let (Some(counts), Some(channel)) = (counts.get_mut(case.unit as usize), channel) {
                *counts.entry(channel).or_default() += 1;
            }
        }
        for (agent, counts) in self.agents.iter_mut().zip(counts) {
            let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
            agent.channel = most.map(|(channel, _)| channel);
        }
    }
}
