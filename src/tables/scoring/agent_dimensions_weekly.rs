//! The table of agents' dimensions week by week.

use chrono::NaiveDate;
use polars::prelude::{DataType, IntoLazy, LazyFrame, PolarsResult, col};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use crate::evidence::WeekCases;
use crate::metrics::{Column, FOLLOWED_DAYS};
use crate::model::Unit;
use crate::scores::{Dimension, Stretch};

/// The table.
pub struct AgentDimensionsWeekly;

/// One agent in one dimension and week.
type Row<'a> = (&'a WeekCases, Option<Stretch>);

impl Table for AgentDimensionsWeekly {
    fn name(&self) -> &'static str {
        "agent_dimensions_weekly"
    }

    fn about(&self) -> &'static str {
        "One dimension of one agent in the conversations opened in one week of the trailing window: the own \
         value, what the average agent would be expected to have of the same cases, and what the own value \
         comes to on everybody's mix of cases, as adjusted_value of agent_dimensions has it of the whole \
         window. Nothing is shrunk: the intervals say how much is chance. A week without cases has no row, \
         and resolution has none until customers had seven days to come back: before, only what failed is \
         known."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "dimension", "week"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let value = |name: &str, about: &str| Column::number(name, Unit::None, about);
        let mut columns = agent_columns();
        columns.extend([
            Column::text("dimension", "resolution, feedback, quality, speed or efficiency."),
            Column::text("value_kind", "What values are: share, or ratio to what is usual."),
        ]);
        columns.extend(weekly::columns());
        columns.extend([
            Column::count("case_count", "Cases of the agent."),
            value("own_value", "Their own value."),
            value(
                "expected_value",
                "What the average agent would be expected to have of the same cases.",
            ),
            value(
                "adjusted_value",
                "The own value on everybody's mix of cases: shares keep their odds ratio to the expected \
                 value, means their difference, ratios their ratio.",
            ),
            value("low_value", "Lower end of its 80% interval, by chance alone."),
            value("high_value", "Upper end of its 80% interval, by chance alone."),
            value("window_value", "The shrunk value of the whole window, as in agent_dimensions."),
            value("window_low_value", "Lower end of its 80% interval."),
            value("window_high_value", "Upper end of its 80% interval."),
            value("peers_value", "What the peers have, over the whole window."),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), |assessed| stretches(assessed, scope));
        let first = scope.window_from();
        let days = |week: usize| {
            let monday = first.plus(u32::try_from(week).ok()?).monday();
            Some(monday.signed_duration_since(NaiveDate::default()).num_days())
        };
        let whole = |week: &WeekCases| {
            let card = assessed.as_deref()?.assessment.cards.get(week.agent)?;
            card.standing(week.dimension).ok()
        };
        let rows = Rows::of(&found)
            .text("agent_id", |(week, _)| assessed.as_deref()?.agent_id(week.agent))
            .text("dimension", |(week, _)| Some(week.dimension.word()))
            .text("value_kind", |(week, _)| {
                Some(if week.dimension.is_ratio() { "ratio" } else { "share" })
            })
            .count("week_on", |(week, _)| days(week.week))
            .count("case_count", |(week, _)| Some(week.count as i64))
            .number("own_value", |(_, stretch)| Some(stretch.as_ref()?.own))
            .number("expected_value", |(_, stretch)| Some(stretch.as_ref()?.expected))
            .number("adjusted_value", |(_, stretch)| Some(stretch.as_ref()?.adjusted))
            .number("low_value", |(_, stretch)| Some(stretch.as_ref()?.interval?.low))
            .number("high_value", |(_, stretch)| Some(stretch.as_ref()?.interval?.high))
            .number("window_value", |(week, _)| Some(whole(week)?.shrunk))
            .number("window_low_value", |(week, _)| Some(whole(week)?.interval_80.low))
            .number("window_high_value", |(week, _)| Some(whole(week)?.interval_80.high))
            .number("peers_value", |(week, _)| Some(whole(week)?.peers));
        let rows = rows.frame()?.lazy();
        let rows = rows.with_column(col("week_on").cast(DataType::Int32).cast(DataType::Date));
        let rows = with_agents(rows, scope)?.with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn stretches<'a>(assessed: &'a Assessed, scope: &Scope) -> Vec<Row<'a>> {
    let is_known = |week: &&WeekCases| {
        week.dimension != Dimension::Resolution || is_followed(week.week, scope)
    };
    let told = |week: &WeekCases| {
        assessed.model(week.dimension)?.stretch(week.count, week.mean, week.expected)
    };
    assessed.weeks.iter().filter(is_known).map(|week| (week, told(week))).collect()
}

/// Whether everybody whose conversation was opened and resolved in a week had the time to come back.
fn is_followed(week: usize, scope: &Scope) -> bool {
    let week = u32::try_from(week).ok().map(|week| scope.window_from().plus(week));
    let ends = week.and_then(|week| week.ends(scope.zone));
    ends.is_some_and(|ends| ends.0 + FOLLOWED_DAYS * MICROS_A_DAY <= scope.as_of.0)
}

const MICROS_A_DAY: i64 = 86_400_000_000;
