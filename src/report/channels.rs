//! Each channel in the reported week, and the whole desk.

use minijinja::{Value, context};
use polars::prelude::{IntoLazy, col, lit};

use super::cell::Cell;
use super::grid::Grid;
use super::handling;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::waiting;
use super::weeks::{find, number, of_week};
use crate::charts::{label, rows};
use crate::metrics::unit;
use crate::model::{Instant, Unit};
use crate::tables::ALL_CHANNELS;

/// Channels side by side.
pub struct Channels;

impl Page for Channels {
    fn name(&self) -> &'static str {
        "channels"
    }

    fn title(&self) -> &'static str {
        "Channels and promises"
    }

    fn template(&self) -> &'static str {
        include_str!("channels.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        Ok(context! {
            grid => grid(inputs)?.value(),
            promises => promises(inputs)?.value(),
            broken => broken(inputs)?.value(),
            figure => inputs.figure("response_times")?,
            backlog => inputs.figure("backlog")?,
            waits => waiting::survival(inputs)?.value(),
            times => handling::waits(inputs)?.map(|grid| grid.value()),
            again => handling::again(inputs)?.map(|grid| grid.value()),
            calls => handling::call_shares(inputs)?.map(|grid| grid.value()),
            call_times => handling::call_times(inputs)?.map(|grid| grid.value()),
            staffing => waiting::staffing(inputs)?.map(|grid| grid.value()),
            chats => handling::chats(inputs)?.map(|grid| grid.value()),
        })
    }
}

fn grid(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let weekly = of_week(inputs.table("channel_weekly")?, inputs.week)?;
    let rated = of_week(inputs.table("csat_weekly")?, inputs.week)?;
    let mut cells = Vec::new();
    for row in weekly {
        let channel = row.text("channel")?.unwrap_or_default();
        let ratings = find(&rated, &[("channel", &channel)])?;
        let replies = row.number("first_response_count")?;
        let seconds = |value| Cell::measured(value, Unit::Seconds, replies, "replies");
        cells.push((
            channel == ALL_CHANNELS,
            vec![
                Cell::text(label::channel(&channel)),
                Cell::count(row.number("conversation_count")?),
                seconds(row.number("first_response_median_seconds")?),
                seconds(row.number("first_response_p90_seconds")?),
                Cell::measured(
                    row.number("resolution_share")?,
                    Unit::Share,
                    row.number("resolution_known_count")?,
                    "conversations",
                ),
                Cell::measured(
                    number(ratings, "csat_share")?,
                    Unit::Share,
                    number(ratings, "rating_count")?,
                    "ratings",
                ),
                Cell::count(row.number("backlog_count")?),
            ],
        ));
    }
    cells.sort_by_key(|(is_all, _)| *is_all);
    Ok(Grid {
        is_sortable: true,
        caption: "Each channel in this week",
        columns: vec![
            ("Channel", false),
            ("Opened", true),
            ("First response on the clock, median", true),
            ("90th percentile", true),
            ("Resolved", true),
            ("Satisfied", true),
            ("Open at the end", true),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        nothing: "nothing was opened, asked or left open in this week",
        table: "channel_weekly",
    })
}

/// A promise as the settings have it: within 8 h of opening time.
fn within(seconds: Option<f64>, time: Option<&str>) -> Cell {
    let Some(seconds) = seconds else { return Cell::text("several") };
    let (length, note) = match time {
        Some("business") => (unit::open_time(seconds), "in opening hours"),
        _ => (unit::text(seconds, Unit::Seconds), ""),
    };
    Cell { order: Some(seconds), ..Cell::text(format!("within {length}")).noted(note) }
}

fn promises(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let now = of_week(inputs.table("sla_attainment")?, inputs.week)?;
    let before = of_week(inputs.table("sla_attainment")?, inputs.week.minus(1))?;
    let mut cells = Vec::new();
    for row in now {
        let channel = row.text("channel")?.unwrap_or_default();
        let promise = row.text("promise")?.unwrap_or_default();
        let earlier = find(&before, &[("channel", &channel), ("promise", &promise)])?;
        let share = row.number("attainment_share")?;
        let kept = Cell::measured(share, Unit::Share, row.number("due_count")?, "promises due");
        let ends = (row.number("attainment_low_share")?, row.number("attainment_high_share")?);
        let kept = match ends {
            (Some(low), Some(high)) if !kept.is_missing() => {
                let note = format!("{}, {}", label::span(low, high, Unit::Share), kept.note);
                kept.noted(note)
            }
            _ => kept,
        };
        let goal = row.number("promised_share")?;
        let tone = match (ends, goal) {
            ((_, Some(high)), Some(goal)) if !kept.is_missing() && high < goal => "bad",
            ((Some(low), _), Some(goal)) if !kept.is_missing() && low >= goal => "good",
            _ => "",
        };
        let goal = match goal {
            Some(goal) => Cell::known(Some(goal), Unit::Share),
            None => Cell::missing("not set"),
        };
        let then = number(earlier, "due_count")?;
        cells.push((
            channel == ALL_CHANNELS,
            vec![
                Cell::text(label::channel(&channel)),
                Cell::text(promise.replace('_', " ")),
                within(row.number("promised_seconds")?, row.text("promised_time")?.as_deref()),
                Cell { tone, ..kept },
                goal,
                Cell::measured(
                    number(earlier, "attainment_share")?,
                    Unit::Share,
                    then,
                    "promises due",
                ),
                Cell::count(row.number("broken_count")?),
                Cell::count(row.number("pending_count")?),
            ],
        ));
    }
    cells.sort_by_key(|(is_all, _)| *is_all);
    Ok(Grid {
        is_sortable: true,
        caption: "Promises to customers",
        columns: vec![
            ("Channel", false),
            ("Promise", false),
            ("Promised", false),
            ("Kept", true),
            ("Goal", true),
            ("Week before", true),
            ("Broken", true),
            ("Not due yet", true),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        nothing: "no conversation of this week was under a promise",
        table: "sla_attainment",
    })
}

/// The conversations behind the week's broken promises, the longest overdue first.
fn broken(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let is_meant = col("state").eq(lit("broken")).and(col("week_on").eq(lit(inputs.week.monday())));
    let broken = inputs.table("promises")?.clone().lazy().filter(is_meant).collect()?;
    let mut cells = Vec::new();
    for row in rows(&broken) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let over = row.number("over_seconds")?;
        let late = match (over, text("promised_time")?.as_str()) {
            (Some(over), "business") => {
                let shown = Cell::known(Some(over), Unit::Seconds);
                Cell { text: unit::open_time(over), ..shown }.noted("of opening time")
            }
            _ => Cell::known(over, Unit::Seconds),
        };
        let when = |at: Option<Instant>, missing: &str| match at {
            Some(at) => Cell::text(unit::instant(at, inputs.zone)),
            None => Cell::text(missing),
        };
        cells.push(vec![
            Cell::text(text("conversation_id")?),
            Cell::text(label::channel(&text("channel")?)),
            Cell::text(text("promise")?.replace('_', " ")),
            when(row.instant("due_at")?, "not while the customer is asked"),
            when(row.instant("ended_at")?, "still open"),
            late,
        ]);
    }
    let over = |row: &Vec<Cell>| row.last().and_then(|cell| cell.order).unwrap_or(0.0);
    cells.sort_by(|a, b| over(b).total_cmp(&over(a)));
    let grid = Grid {
        is_sortable: true,
        caption: "Broken promises of this week, the longest overdue first",
        columns: vec![
            ("Conversation", false),
            ("Channel", false),
            ("Promise", false),
            ("Was due", false),
            ("Came", false),
            ("Late by", true),
        ],
        rows: cells,
        more: 0,
        nothing: "no promise of this week was broken",
        table: "promises",
    };
    Ok(grid.cut())
}
