//! What customers asked about in the reported week.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::weeks::{find, number, of_week};
use crate::metrics::unit;
use crate::model::Unit;

/// Topics by volume.
pub struct Topics;

impl Page for Topics {
    fn name(&self) -> &'static str {
        "topics"
    }

    fn title(&self) -> &'static str {
        "What it was about"
    }

    fn template(&self) -> &'static str {
        include_str!("topics.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let table = inputs.table("topic_weekly")?;
        let before = of_week(table, inputs.week.minus(1))?;
        let mut rows = Vec::new();
        for row in of_week(table, inputs.week)? {
            let topic = row.text("topic")?.unwrap_or_default();
            let opened = row.number("conversation_count")?;
            let earlier = number(find(&before, &[("topic", &topic)])?, "conversation_count")?;
            let change = match (opened, earlier) {
                (Some(opened), Some(earlier)) => Cell {
                    text: unit::change(opened - earlier, Unit::Count),
                    order: Some(opened - earlier),
                    is_number: true,
                    ..Cell::default()
                },
                _ => Cell::missing("not there the week before"),
            };
            let share = |value, count, things| Cell::measured(value, Unit::Share, count, things);
            rows.push((
                opened.unwrap_or(0.0),
                vec![
                    Cell::text(topic),
                    Cell::count(opened),
                    change,
                    Cell::measured(
                        row.number("first_response_median_seconds")?,
                        Unit::Seconds,
                        row.number("first_response_count")?,
                        "replies",
                    ),
                    share(
                        row.number("resolution_share")?,
                        row.number("resolution_known_count")?,
                        "conversations",
                    ),
                    share(row.number("csat_share")?, row.number("rating_count")?, "ratings"),
                ],
            ));
        }
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let grid = Grid {
            is_sortable: true,
            caption: "Topics in this week, the most frequent first",
            columns: vec![
                ("Topic", false),
                ("Opened", true),
                ("Change", true),
                ("First response, median", true),
                ("Resolved", true),
                ("Satisfied", true),
            ],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            more: 0,
            nothing: "no conversation was opened in this week",
            table: "topic_weekly",
        };
        Ok(context! { grid => grid.cut().value() })
    }
}
