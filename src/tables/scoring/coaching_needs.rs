//! The table of what to coach, and who could.

use polars::prelude::{IntoLazy, JoinType, LazyFrame, PolarsResult, coalesce, col, cols};

use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::skill::{Named, skill_columns};
use super::words::told;
use crate::facts::Agents;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{Finding, Side, Whose};

/// The table.
pub struct CoachingNeeds;

impl Table for CoachingNeeds {
    fn name(&self) -> &'static str {
        "coaching_needs"
    }

    fn about(&self) -> &'static str {
        "One skill in which an agent, or a whole team, is clearly weaker (a need) or stronger (a strength) \
         than the peers over the trailing window, on the same mix of cases: enough cases, a large gap, seen \
         in at least two of three parts of the window, and at most one in ten of all rows expected to be \
         false. What a whole team lacks is a matter of training or of the product, and its agents have a row \
         only where they are off their own team as well. coaching_evidence has conversations of each."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["finding"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::whole(
                "finding",
                "Its number, from 1: needs first, teams first, the surest first.",
            ),
            Column::text("side", "need or strength."),
            Column::text("whose", "agent or team."),
            Column::text("agent_id", "The agent; empty for a team."),
            Column::text("agent_name", "Name for readers."),
            Column::text("team", "The team, or the agent's."),
        ];
        columns.extend(skill_columns());
        columns.extend([
            Column::text("words", "The finding in a sentence."),
            Column::count("case_count", "Cases in which the skill showed."),
            Column::share("own_share", "Share of them that succeeded."),
            Column::share("expected_share", "What those compared with would be expected to have of the same cases."),
            Column::number("gap", Unit::None, "How far the true share is believed to be off the expected one, -1 to 1; less than the difference of the two by what is put down to chance."),
            Column::number("gap_low", Unit::None, "Lower end of its 80% interval."),
            Column::number("gap_high", Unit::None, "Upper end of its 80% interval."),
            Column::share("probability_share", "Probability that the true gap is beyond half a large one."),
            Column::share("reliability_share", "How much of the gap is the own evidence."),
            Column::count("part_count", "Parts of the window in which the own share is on that side."),
            Column::count("part_known_count", "Parts of the window with cases, of three."),
            Column::flag("is_against_team", "Whether it is against the agent's own team, as the whole team is on that side."),
            Column::text("mentor_id", "For an agent's need, a peer who is clearly strong in exactly this, of the same team where there is one; empty where nobody is."),
            Column::text("mentor_name", "Name for readers."),
            Column::share("expected_false_share", "Share of all rows of this table that are expected to be false."),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let findings = assessed.as_deref().map_or(&[][..], |one| &one.coaching.findings);
        let numbered: Vec<(usize, &Finding)> = (1..).zip(findings).collect();
        let agent = |number: usize| assessed.as_deref()?.desk.agents.get(number);
        let rows = Rows::of(&numbered)
            .count("finding", |(number, _)| Some(*number))
            .text("side", |(_, one)| Some(side(one.side)))
            .text("whose", |(_, one)| {
                Some(if matches!(one.whose, Whose::Team(_)) { "team" } else { "agent" })
            })
            .text("agent_id", |(_, one)| match &one.whose {
                Whose::Agent(number) => Some(&agent(*number)?.agent_id),
                Whose::Team(_) => None,
            })
            .text("team", |(_, one)| match &one.whose {
                Whose::Agent(number) => agent(*number)?.team.as_ref(),
                Whose::Team(team) => Some(team),
            })
            .text("skill_kind", |(_, one)| Some(Named::skill(&one.skill).kind))
            .text("skill", |(_, one)| Some(Named::skill(&one.skill).name))
            .text("skill_channel", |(_, one)| Named::skill(&one.skill).channel)
            .text("words", |(_, one)| Some(told(one)))
            .count("case_count", |(_, one)| Some(one.count as i64))
            .number("own_share", |(_, one)| Some(one.own))
            .number("expected_share", |(_, one)| Some(one.expected))
            .number("gap", |(_, one)| Some(one.gap))
            .number("gap_low", |(_, one)| Some(one.interval.low))
            .number("gap_high", |(_, one)| Some(one.interval.high))
            .number("probability_share", |(_, one)| Some(one.probability))
            .number("reliability_share", |(_, one)| Some(one.reliability))
            .count("part_count", |(_, one)| Some(one.parts.0))
            .count("part_known_count", |(_, one)| Some(one.parts.1))
            .flag("is_against_team", |(_, one)| Some(one.is_against_team))
            .text("mentor_id", |(_, one)| Some(&agent(one.mentor?)?.agent_id))
            .number("expected_false_share", |_| Some(assessed.as_deref()?.coaching.expected_false));
        let rows = named(rows.frame()?.lazy(), scope, "agent_id", "agent_name")?;
        let rows = named(rows, scope, "mentor_id", "mentor_name")?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// The word of a side.
pub(super) const fn side(side: Side) -> &'static str {
    match side {
        Side::Need => "need",
        Side::Strength => "strength",
    }
}

/// Rows with the name of the agent whose id stands in a column.
fn named(rows: LazyFrame, scope: &Scope, id: &str, name: &str) -> PolarsResult<LazyFrame> {
    let agents = scope.facts.scan::<Agents>()?;
    let agents = agents.select([col("agent_id").alias("of_agent"), col("name").alias("its_name")]);
    let rows = rows.join(agents, [col(id)], [col("of_agent")], JoinType::Left.into());
    Ok(rows.with_column(coalesce(&[col("its_name"), col(id)]).alias(name)).drop(cols(["its_name"])))
}
