//! What customers say: ratings by channel.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::weeks::of_week;
use crate::charts::label;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Ratings and how many customers gave one.
pub struct Feedback;

impl Page for Feedback {
    fn name(&self) -> &'static str {
        "feedback"
    }

    fn title(&self) -> &'static str {
        "What customers say"
    }

    fn template(&self) -> &'static str {
        include_str!("feedback.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let mut rows = Vec::new();
        for row in of_week(inputs.table("csat_weekly")?, inputs.week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let (given, offered) =
                (row.number("rating_count")?, row.number("rating_offered_count")?);
            let satisfied =
                Cell::measured(row.number("csat_share")?, Unit::Share, given, "ratings");
            let ends = (row.number("csat_low_share")?, row.number("csat_high_share")?);
            let satisfied = match ends {
                (Some(low), Some(high)) if !satisfied.is_missing() => {
                    satisfied.noted(label::span(low, high, Unit::Share))
                }
                _ => satisfied,
            };
            let response = match row.number("rating_response_share")? {
                None => Cell::missing("only given ratings are known"),
                share => Cell::measured(share, Unit::Share, offered, "ratings offered"),
            };
            rows.push((
                channel == ALL_CHANNELS,
                vec![
                    Cell::text(label::channel(&channel)),
                    Cell::count(offered),
                    Cell::count(given),
                    response,
                    Cell::count(row.number("satisfied_count")?),
                    satisfied,
                ],
            ));
        }
        rows.sort_by_key(|(is_all, _)| *is_all);
        let grid = Grid {
            is_sortable: true,
            caption: "Ratings given in this week",
            columns: vec![
                ("Channel", false),
                ("Offered", true),
                ("Given", true),
                ("Response rate", true),
                ("Top two fifths", true),
                ("Satisfied", true),
            ],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            more: 0,
            nothing: "no rating was given or offered in this week",
            table: "csat_weekly",
        };
        Ok(context! { figure => inputs.figure("satisfaction")?, grid => grid.value() })
    }
}
