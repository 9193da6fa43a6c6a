//! What agents are worse at than at everything else, what whole teams are, and how agents change.

use super::draw::Draw;
use super::topic::{TEAMS, TOPICS};

/// Share of agents who are worse at one topic than at all the rest.
const GAPS: f64 = 0.25;
/// What such a gap does to the log-odds that a question is solved.
const GAP: f64 = -1.8;
/// The same for the topic at which a whole team is worse.
const TEAM_GAP: f64 = -1.5;
/// How far skills move in a quarter of a year, in deviations.
const DRIFT: f64 = 0.25;

/// An agent's own ways off the planted skill of resolution.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Gaps {
    /// Place of a topic in [`TOPICS`], where the agent is worse at one.
    pub topic: Option<usize>,
    /// Place of the topic at which the agent's team is worse.
    pub team_topic: Option<usize>,
    /// Deviations of resolution from the first to the last day.
    pub drift: f64,
}

impl Gaps {
    /// Drawn for an agent of a team. Teams without a topic of their own have no gap.
    pub fn draw(team: usize, draw: &mut Draw) -> Self {
        let topic = draw.chance(GAPS).then(|| draw.below(TOPICS.len()));
        Self { topic, team_topic: team_topic(team), drift: DRIFT * draw.normal().clamp(-2.5, 2.5) }
    }

    /// What the gaps do to the log-odds that a question about a topic is solved.
    pub fn effect(&self, topic: usize) -> f64 {
        let own = if self.topic == Some(topic) { GAP } else { 0.0 };
        own + if self.team_topic == Some(topic) { TEAM_GAP } else { 0.0 }
    }

    /// How far from the planted skill an agent is, `elapsed` (0 to 1) of the weeks having passed: nothing
    /// in the middle.
    pub fn drifted(&self, elapsed: f64) -> f64 {
        self.drift * (elapsed.clamp(0.0, 1.0) - 0.5)
    }

    /// The columns of the planted truths.
    pub const COLUMNS: &'static str = "topic_gap,topic_gap_log_odds_effect,team_topic_gap,\
        team_topic_gap_log_odds_effect,resolution_drift";

    /// Their cells; empty and 0 where there is no gap.
    pub fn cells(&self) -> String {
        let cell = |topic: Option<usize>, effect: f64| {
            let label = topic.and_then(|topic| TOPICS.get(topic)).map_or("", |topic| topic.label);
            format!("{label},{:.4}", if label.is_empty() { 0.0 } else { effect })
        };
        format!("{},{},{:.4}", cell(self.topic, GAP), cell(self.team_topic, TEAM_GAP), self.drift)
    }
}

/// The last team was never taught one topic that another team knows best.
fn team_topic(team: usize) -> Option<usize> {
    let is_other = |topic: &usize| TOPICS.get(*topic).is_some_and(|topic| topic.team != team);
    (team + 1 == TEAMS.len()).then(|| (0..TOPICS.len()).find(is_other)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_agents_and_teams_add_up() {
        let gaps = Gaps { topic: Some(0), team_topic: Some(0), drift: 1.0 };
        assert_eq!(gaps.effect(0), GAP + TEAM_GAP);
        assert_eq!(gaps.effect(1), 0.0);
        assert_eq!((gaps.drifted(0.0), gaps.drifted(0.5), gaps.drifted(2.0)), (-0.5, 0.0, 0.5));
        assert_eq!(Gaps::COLUMNS.split(',').count(), gaps.cells().split(',').count());
    }

    #[test]
    fn a_quarter_of_agents_have_a_gap_and_one_team_has() {
        let mut draw = Draw::new(3, 0);
        let gaps: Vec<Gaps> = (0..2_000).map(|one| Gaps::draw(one % 3, &mut draw)).collect();
        let count = gaps.iter().filter(|gaps| gaps.topic.is_some()).count();
        assert!((430..570).contains(&count), "{count}");
        assert!(
            gaps.iter().enumerate().all(|(one, gaps)| gaps.team_topic.is_some() == (one % 3 == 2))
        );
    }
}
