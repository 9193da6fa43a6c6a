//! The table of funnels.

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::skill::Named;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{FunnelPoint, ShareFunnel};

/// The table.
pub struct AgentFunnel;

impl Table for AgentFunnel {
    fn name(&self) -> &'static str {
        "agent_funnel"
    }

    fn about(&self) -> &'static str {
        "One agent in the funnel of one share: what was observed against what the case mix lets expect, and \
         the limits within which an agent like all others with as many cases is to be predicted. The limits \
         allow for how agents differ anyway (over-dispersion, Spiegelhalter 2005); beyond 99.8% an agent is \
         unlike the others, which is a question and no verdict."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["measure_kind", "measure", "measure_channel", "agent_id"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        let mut columns = vec![
            Column::text("measure_kind", "dimension, topic, criterion or promise."),
            Column::text("measure", "Name of the dimension, topic, criterion or promise."),
            Column::text("measure_channel", "Of a topic, the channel; else `all`."),
        ];
        columns.extend(agent_columns());
        columns.extend([
            Column::count("case_count", "Cases of the agent."),
            Column::count("observed_count", "Of these, those that succeeded."),
            number(
                "expected_successes",
                "Successes to be expected of the average agent with the same cases.",
            ),
            Column::share(
                "adjusted_share",
                "Observed by expected, times the share of all cases; at most 1.",
            ),
            Column::share("target_share", "Share of all agents' cases that succeeded."),
            number(
                "effective_cases",
                "Cases of everybody's mix that would tell as much: the place on the funnel.",
            ),
            number("z", "Distance from the average agent in standard errors of chance alone."),
            number(
                "distance",
                "The same in standard deviations of chance and of how agents differ.",
            ),
            Column::share("low_share", "Lower 95% limit of prediction."),
            Column::share("high_share", "Upper 95% limit of prediction."),
            Column::share("low_998_share", "Lower 99.8% limit."),
            Column::share("high_998_share", "Upper 99.8% limit."),
            number(
                "dispersion",
                "How much more agents differ than chance makes them: 1 for not at all.",
            ),
            number(
                "between_deviation",
                "Standard deviation by which agents differ beyond chance, on the arcsine scale of the limits: \
                 the limits of n cases are sin² of asin √target ± z·√(1/4n + its square), z 1.96 or 3.09.",
            ),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let funnels = assessed.as_deref().map_or(&[][..], |assessed| &assessed.funnels);
        let points: Vec<(&ShareFunnel, &FunnelPoint)> = funnels
            .iter()
            .flat_map(|funnel| funnel.points.iter().map(move |point| (funnel, point)))
            .collect();
        let rows = Rows::of(&points)
            .text("measure_kind", |(funnel, _)| Some(Named::funnelled(&funnel.of).kind))
            .text("measure", |(funnel, _)| Some(Named::funnelled(&funnel.of).name))
            .text("measure_channel", |(funnel, _)| {
                Some(Named::funnelled(&funnel.of).channel.unwrap_or(weekly::ALL_CHANNELS))
            })
            .text("agent_id", |(_, point)| assessed.as_deref()?.agent_id(point.agent))
            .count("case_count", |(_, point)| Some(point.count as i64))
            .count("observed_count", |(_, point)| Some(point.observed as i64))
            .number("expected_successes", |(_, point)| Some(point.expected))
            .number("adjusted_share", |(_, point)| Some(point.share))
            .number("target_share", |(funnel, _)| Some(funnel.target))
            .number("effective_cases", |(_, point)| Some(point.effective))
            .number("z", |(_, point)| Some(point.z))
            .number("distance", |(_, point)| Some(point.distance))
            .number("low_share", |(_, point)| Some(point.limits_95.low))
            .number("high_share", |(_, point)| Some(point.limits_95.high))
            .number("low_998_share", |(_, point)| Some(point.limits_998.low))
            .number("high_998_share", |(_, point)| Some(point.limits_998.high))
            .number("dispersion", |(funnel, _)| Some(funnel.dispersion))
            .number("between_deviation", |(funnel, _)| Some(funnel.between.sqrt()));
        let rows = with_agents(rows.frame()?.lazy(), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}
