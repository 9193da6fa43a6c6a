//! The headline numbers, each against the week before.

use minijinja::{Value, context};
use polars::prelude::PolarsResult;

use super::cell::Cell;
use super::inputs::{Inputs, ReportError};
use super::weeks::{self, find, number, of_week};
use crate::charts::{Row, label, spark};
use crate::metrics::unit;
use crate::model::Unit;
use crate::stats::{Interval, share_difference};
use crate::tables::{ALL_CHANNELS, Week};

/// One number at the head of the page.
pub(super) struct Headline {
    /// Its title in the catalogue, below `headline`.
    key: &'static str,
    /// The measure that defines it.
    metric: &'static str,
    table: &'static str,
    /// Words that tell its row from the week's others, besides the whole desk.
    only: &'static [(&'static str, &'static str)],
    value: &'static str,
    unit: Unit,
    /// Column with the number of observations, and what they are in the catalogue; missing where the value is a
    /// number of things itself.
    of: Option<(&'static str, &'static str)>,
    /// Columns with the ends of its interval.
    ends: Option<[&'static str; 2]>,
    /// Whether it grows as a week gets older: then weeks are compared as they stood when they closed.
    ripens: bool,
}

pub(super) const HEADLINES: [Headline; 8] = [
    Headline {
        key: "opened",
        metric: "volume",
        table: "channel_weekly",
        only: &[],
        value: "conversation_count",
        unit: Unit::Count,
        of: None,
        ends: None,
        ripens: false,
    },
    Headline {
        key: "kept",
        metric: "attainment",
        table: "sla_attainment",
        only: &[("promise", "first_response")],
        value: "attainment_share",
        unit: Unit::Share,
        of: Some(("due_count", "promises")),
        ends: Some(["attainment_low_share", "attainment_high_share"]),
        ripens: true,
    },
    Headline {
        key: "first_response",
        metric: "first_response",
        table: "channel_weekly",
        only: &[],
        value: "first_response_median_seconds",
        unit: Unit::Seconds,
        of: Some(("first_response_count", "replies")),
        ends: None,
        ripens: true,
    },
    Headline {
        key: "first_response_p90",
        metric: "first_response",
        table: "channel_weekly",
        only: &[],
        value: "first_response_p90_seconds",
        unit: Unit::Seconds,
        of: Some(("first_response_count", "replies")),
        ends: None,
        ripens: true,
    },
    Headline {
        key: "resolved",
        metric: "resolution",
        table: "channel_weekly",
        only: &[],
        value: "resolution_share",
        unit: Unit::Share,
        of: Some(("resolution_known_count", "conversations")),
        ends: Some(["resolution_low_share", "resolution_high_share"]),
        ripens: true,
    },
    Headline {
        key: "resolve",
        metric: "time_to_resolve",
        table: "channel_weekly",
        only: &[],
        value: "resolve_median_seconds",
        unit: Unit::Seconds,
        of: Some(("resolve_count", "resolutions")),
        ends: None,
        ripens: true,
    },
    Headline {
        key: "satisfied",
        metric: "csat",
        table: "csat_weekly",
        only: &[],
        value: "csat_share",
        unit: Unit::Share,
        of: Some(("rating_count", "ratings")),
        ends: Some(["csat_low_share", "csat_high_share"]),
        ripens: false,
    },
    Headline {
        key: "open",
        metric: "backlog",
        table: "channel_weekly",
        only: &[],
        value: "backlog_count",
        unit: Unit::Count,
        of: None,
        ends: None,
        ripens: false,
    },
];

impl Headline {
    /// The card of the page.
    pub fn card(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let now = self.row(inputs, inputs.week)?;
        let cell = self.cell(inputs, now)?;
        let ends = self.ends(now)?.filter(|_| !cell.is_missing());
        let week = |back| self.row_to_compare(inputs, inputs.week.minus(back));
        let change = self.change(inputs, week(0)?, week(1)?)?;
        Ok(context! {
            title => inputs.say.text(&format!("headline.{}", self.key)),
            metric => self.metric,
            table => self.table,
            cell => cell.value(),
            span => ends.map(|[_, low, high]| label::span(low, high, self.unit)),
            change => change,
            spark => Value::from_safe_string(spark(&self.past(inputs)?, None)),
        })
    }

    /// The whole desk's row of a week.
    fn row<'a>(&self, inputs: &'a Inputs<'_>, week: Week) -> Result<Option<Row<'a>>, ReportError> {
        let mut words = vec![("channel", ALL_CHANNELS)];
        words.extend(self.only);
        Ok(find(&of_week(inputs.table(self.table)?, week)?, &words)?)
    }

    /// The same, of a table in which weeks are of equal age.
    fn row_to_compare<'a>(
        &self,
        inputs: &'a Inputs<'_>,
        week: Week,
    ) -> Result<Option<Row<'a>>, ReportError> {
        if !self.ripens {
            return self.row(inputs, week);
        }
        let weeks = of_week(inputs.table("weekly_at_close")?, week)?;
        Ok(find(&weeks, &[("channel", ALL_CHANNELS)])?)
    }

    /// Its values in the weeks up to the reported one, as far as they may be shown.
    fn past(&self, inputs: &Inputs<'_>) -> Result<Vec<Option<f64>>, ReportError> {
        let mut past = Vec::new();
        for back in (0..weeks::WEEKS).rev() {
            let row = self.row_to_compare(inputs, inputs.week.minus(back))?;
            past.push(self.cell(inputs, row)?.order);
        }
        Ok(past)
    }

    fn cell(&self, inputs: &Inputs<'_>, row: Option<Row<'_>>) -> PolarsResult<Cell> {
        let say = inputs.say;
        let value = number(row, self.value)?;
        Ok(match self.of {
            None => match value {
                Some(_) => Cell::count(say, value),
                None => Cell::missing(say.text("cell.quiet")),
            },
            Some((column, things)) => {
                let count = number(row, column)?;
                let cell = Cell::measured(say, value, self.unit, count, things);
                match cell.is_missing() {
                    true => cell,
                    false => {
                        let count = count.unwrap_or(0.0);
                        cell.noted(say.count(things, count, &unit::text(count, Unit::Count)))
                    }
                }
            }
        })
    }

    /// The value and the ends of its interval.
    fn ends(&self, row: Option<Row<'_>>) -> PolarsResult<Option<[f64; 3]>> {
        let Some([low, high]) = self.ends else { return Ok(None) };
        let ends = (number(row, self.value)?, number(row, low)?, number(row, high)?);
        Ok(match ends {
            (Some(value), Some(low), Some(high)) => Some([value, low, high]),
            _ => None,
        })
    }

    /// What became of it since the week before, in words; missing where either is.
    fn change(
        &self,
        inputs: &Inputs<'_>,
        now: Option<Row<'_>>,
        before: Option<Row<'_>>,
    ) -> PolarsResult<Option<Value>> {
        if self.cell(inputs, now)?.is_missing() || self.cell(inputs, before)?.is_missing() {
            return Ok(None);
        }
        let values = (number(now, self.value)?, number(before, self.value)?);
        let (Some(value), Some(earlier)) = values else { return Ok(None) };
        let is_chance = match (self.ends(now)?, self.ends(before)?) {
            (Some(now), Some(before)) => {
                let ends = |[share, low, high]: [f64; 3]| (share, Interval { low, high });
                let change = share_difference(ends(now), ends(before));
                Some(change.low <= 0.0 && change.high >= 0.0)
            }
            _ => None,
        };
        let change = unit::change(value - earlier, self.unit);
        Ok(Some(context! {
            is_none => !change.contains(|letter: char| ('1'..='9').contains(&letter)),
            text => change,
            earlier => unit::text(earlier, self.unit),
            is_chance,
        }))
    }
}
