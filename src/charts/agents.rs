//! Agents against their peers: an estimate and its interval each, by name, never by rank.

use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, steps_between, ticks};
use super::row::{Row, rows};
use super::sheet::{MARGIN, Sheet, Side, Type, WIDTH};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::stats::Verdict;

/// Scores of agents with their intervals.
pub struct Agents;

/// Height of one agent, px.
const ROW: f64 = 30.0;
/// Air above the first agent, with the name of the middle, px.
const AIR: f64 = 26.0;
/// Where the peers' names begin, px.
const PEERS: f64 = 212.0;
/// Where the numbers of conversations end, px.
const COUNTS: f64 = 334.0;
/// Most agents that one picture holds.
const MOST: usize = 60;
/// Where the peers' middle lies on the scale of scores.
const MIDDLE: f64 = 50.0;

impl Chart for Agents {
    fn name(&self) -> &'static str {
        "agents"
    }

    fn title(&self) -> &'static str {
        "Which agents stand apart from their peers, and how sure that is"
    }

    fn about(&self) -> &'static str {
        "A dot is the best estimate of an agent's score, adjusted for how much evidence there is; \
         the bar is the span in which the true score lies with 80% probability. A bar that just \
         reaches across the line can still be likely above or below; one well across it cannot be \
         told from the peers. By name: it is no ranking."
    }

    fn table(&self) -> &'static str {
        "agent_scorecard"
    }

    fn nothing(&self) -> &'static str {
        "in these weeks no agent is known well enough, or the peers are too alike, for a score"
    }

    fn plot(&self, table: &DataFrame) -> Result<Option<Plot>, ChartError> {
        let agents = Agent::read(table)?;
        if agents.iter().all(|agent| agent.score.is_none()) {
            return Ok(None);
        }
        let (agents, who) = pick(agents);
        Ok(Some(Plot {
            subtitle: format!(
                "Score with its 80% interval; 50 is the average of the peers, 10 points are one \
                 standard deviation between them. {who}"
            ),
            height: AIR + agents.len() as f64 * ROW + 34.0,
            paint: Box::new(move |sheet| paint(sheet, &agents)),
        }))
    }
}

/// One agent.
struct Agent {
    name: String,
    peers: String,
    /// Estimate, lower and upper end.
    score: Option<(f64, f64, f64)>,
    verdict: Option<Verdict>,
    conversations: f64,
}

impl Agent {
    /// All agents by name.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Agent>> {
        let mut agents = Vec::new();
        for (row, name) in by_name(table)? {
            let score = (row.number("score")?, row.number("score_low")?, row.number("score_high")?);
            let verdict = row.text("verdict")?;
            agents.push(Agent {
                name,
                peers: row.text("peer_group")?.unwrap_or_default(),
                score: match score {
                    (Some(score), Some(low), Some(high)) => Some((score, low, high)),
                    _ => None,
                },
                verdict: verdict.as_deref().and_then(Verdict::named),
                conversations: row.number("resolution_count")?.unwrap_or(0.0),
            });
        }
        Ok(agents)
    }

    fn ink(&self) -> Ink {
        match self.verdict {
            Some(Verdict::ClearlyAbove | Verdict::LikelyAbove) => Ink::Above,
            Some(Verdict::ClearlyBelow | Verdict::LikelyBelow) => Ink::Short,
            _ => Ink::Peer,
        }
    }

    fn words(&self) -> &'static str {
        self.verdict.unwrap_or(Verdict::TooFewToSay).text()
    }
}

/// The rows of agents with their names, by name; those of one name are told apart.
pub fn by_name(table: &DataFrame) -> PolarsResult<Vec<(Row<'_>, String)>> {
    let mut people = Vec::new();
    for row in rows(table) {
        let id = row.text("agent_id")?.unwrap_or_default();
        let name = row.text("agent_name")?.unwrap_or_else(|| id.clone());
        people.push((id, name));
    }
    let mut agents: Vec<_> = rows(table).zip(label::told_apart(&people)).collect();
    agents.sort_by_cached_key(|(_, name)| name.to_lowercase());
    Ok(agents)
}

/// Those to show, and who they are: all with a score while they fit, else those who stand apart, as
/// far as they fit.
fn pick(mut agents: Vec<Agent>) -> (Vec<Agent>, String) {
    let count = |agents: usize| unit::text(agents as f64, Unit::Count);
    let all = agents.len();
    agents.retain(|agent| agent.score.is_some());
    let of = agents.len();
    let others = match all - of {
        0 => String::new(),
        1 => " 1 more has no score.".to_owned(),
        others => format!(" {} more have no score.", count(others)),
    };
    if of <= MOST {
        return (agents, format!("By name.{others}"));
    }
    agents.retain(|agent| agent.ink() != Ink::Peer);
    let apart = agents.len();
    agents.truncate(MOST);
    let who = match apart {
        0 => format!("None of the {} agents stands apart from the peers.", count(of)),
        _ if apart > MOST => format!(
            "The first {} by name of the {} who stand apart, out of {}.",
            count(MOST),
            count(apart),
            count(of)
        ),
        _ => format!("By name, the {} of {} who stand apart.", count(apart), count(of)),
    };
    (agents, who + &others)
}

fn paint(sheet: &Sheet<'_>, agents: &[Agent]) -> Result<(), ChartError> {
    let field = Field {
        left: 356.0,
        right: WIDTH - 226.0,
        top: AIR,
        bottom: AIR + agents.len() as f64 * ROW,
    };
    let scores = || agents.iter().filter_map(|agent| agent.score);
    let low = scores().map(|(_, low, _)| low).fold(MIDDLE - 10.0, f64::min);
    let high = scores().map(|(_, _, high)| high).fold(MIDDLE + 10.0, f64::max);
    let marks = ticks(&steps_between(low, high, 5), Unit::Score);
    let from = marks.first().map_or(low, |(at, _)| at.min(low));
    let to = marks.last().map_or(high, |(at, _)| at.max(high));
    let panel: Panel<'_, '_, RangedCoordf64> = Panel::new(sheet, field, from..to, 0.0..1.0);
    panel.columns(&marks)?;
    panel.column_names(&marks)?;

    let middle = panel.x(MIDDLE);
    sheet.line([(middle, field.top - 4.0), (middle, field.bottom)], Ink::Text, 1.5)?;
    let said = Type::new(Ink::Text).side(Side::Middle);
    sheet.text((middle, field.top - 14.0), "peers' average", said)?;
    let soft = Type::new(Ink::Soft).size(11.0);
    sheet.text((PEERS, field.top - 14.0), "peers", soft)?;
    sheet.text((COUNTS, field.top - 14.0), "conversations", soft.side(Side::End))?;
    for (agent, row) in agents.iter().zip(0..) {
        let y = field.top + (f64::from(row) + 0.5) * ROW;
        one(sheet, &panel, agent, y)?;
    }
    Ok(())
}

fn one(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, RangedCoordf64>,
    agent: &Agent,
    y: f64,
) -> Result<(), ChartError> {
    let name = wrap::cut(&agent.name, 13.0, PEERS - MARGIN - 12.0);
    sheet.text((MARGIN, y), &name, Type::new(Ink::Text).size(13.0))?;
    let soft = Type::new(Ink::Soft);
    let peers = wrap::cut(&label::channel(&agent.peers), 12.0, 60.0);
    sheet.text((PEERS, y), &peers, soft)?;
    let count = unit::text(agent.conversations, Unit::Count);
    sheet.text((COUNTS, y), &count, soft.side(Side::End))?;
    let ink = agent.ink();
    if let Some((score, low, high)) = agent.score {
        sheet.line([(panel.x(low), y), (panel.x(high), y)], ink, 2.5)?;
        sheet.disc((panel.x(score), y), 5.0, ink)?;
        let span = label::span(low, high, Unit::Score);
        let told = format!("{}: {} ({span})", agent.name, unit::text(score, Unit::Score));
        sheet.tip((panel.field.left, y - 9.0), (panel.field.right, y + 9.0), &told);
    }
    let words = if ink == Ink::Peer { soft } else { Type::new(ink).bold() };
    sheet.text((panel.field.right + 20.0, y), agent.words(), words.size(12.5))
}

#[cfg(test)]
mod tests {
    use super::{Agent, MOST, pick};
    use crate::stats::Verdict;

    fn crowd(apart: usize, of: usize, others: usize) -> Vec<Agent> {
        let agent = |at: usize| Agent {
            name: format!("agent {at}"),
            peers: "chat".to_owned(),
            score: (at < of).then_some((50.0, 45.0, 55.0)),
            verdict: Some(if at < apart {
                Verdict::LikelyBelow
            } else {
                Verdict::NotDistinguishable
            }),
            conversations: 100.0,
        };
        (0..of + others).map(agent).collect()
    }

    #[test]
    fn of_many_agents_those_who_stand_apart_are_shown() {
        for (apart, of, others, shown, who) in [
            (3, 40, 0, 40, "By name."),
            (3, 40, 1, 40, "By name. 1 more has no score."),
            (3, 90, 0, 3, "By name, the 3 of 90 who stand apart."),
            (75, 90, 0, MOST, "The first 60 by name of the 75 who stand apart, out of 90."),
            (0, 90, 0, 0, "None of the 90 agents stands apart from the peers."),
        ] {
            let (agents, said) = pick(crowd(apart, of, others));
            assert_eq!((agents.len(), said.as_str()), (shown, who));
        }
    }
}
