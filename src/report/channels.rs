//! Each channel and the whole desk: promises, times, backlog, load and people.

use minijinja::{Value, context};

use super::calls;
use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::handling;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::promised;
use super::waiting;
use super::weeks::{self, ends, find, number, of_week};
use crate::charts::label;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Channels side by side.
pub struct Channels;

impl Page for Channels {
    fn name(&self) -> &'static str {
        "channels"
    }

    fn template(&self) -> &'static str {
        include_str!("channels.html")
    }

    fn filters(&self) -> &'static [&'static str] {
        &["channel", "team", "week"]
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let some = |grid: Option<Grid>| grid.map(|grid| grid.value(inputs));
        Ok(context! {
            grid => grid(inputs)?.value(inputs),
            promises => promised::grid(inputs)?.value(inputs),
            by_team => promised::by_whom(inputs, false)?.value(inputs),
            broken => promised::broken(inputs)?.value(inputs),
            figure => inputs.figure("response_times")?,
            backlog => inputs.figure("backlog")?,
            load => inputs.figure("load")?,
            zone => inputs.zone.name(),
            waits => waiting::survival(inputs)?.value(inputs),
            times => some(handling::waits(inputs)?),
            again => some(handling::again(inputs)?),
            contact => some(handling::contact(inputs)?),
            calls => some(calls::shares(inputs)?),
            call_times => some(calls::times(inputs)?),
            staffing => some(waiting::staffing(inputs)?),
            staffing_hours => some(waiting::hours(inputs)?),
            chats => some(handling::chats(inputs)?),
        })
    }
}

fn grid(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        let rated = of_week(inputs.table("csat_weekly")?, week)?;
        for row in of_week(inputs.table("channel_weekly")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let ratings = find(&rated, &[("channel", &channel)])?;
            let replies = row.number("first_response_count")?;
            let seconds = |value| Cell::measured(say, value, Unit::Seconds, replies, "replies");
            let resolved = row.number("resolution_known_count")?;
            let csat = match ratings {
                Some(row) => ends(row, "csat")?,
                None => [None; 3],
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                Cell::count(say, row.number("conversation_count")?),
                seconds(row.number("first_response_median_seconds")?),
                seconds(row.number("first_response_p90_seconds")?),
                Cell::share(say, ends(row, "resolution")?, resolved, "conversations", None),
                Cell::share(say, csat, number(ratings, "rating_count")?, "ratings", None),
                Cell::count(say, row.number("backlog_count")?),
            ];
            lines.push(Line {
                is_all: channel == ALL_CHANNELS,
                channel: Some(channel),
                week: Some(week.monday()),
                ..Line::new(cells)
            });
        }
    }
    Ok(Grid {
        id: "channels",
        is_sortable: true,
        heads: vec![
            words("channel"),
            numbers("opened", "volume"),
            numbers("first_response", "first_response"),
            numbers("p90", "first_response"),
            numbers("resolved", "resolution"),
            numbers("satisfied", "csat"),
            numbers("open_at_end", "backlog"),
        ],
        lines,
        more: 0,
        table: "channel_weekly",
    }
    .with_all_last())
}
