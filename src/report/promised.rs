//! Promises to customers: how many were kept on each channel, by whom, and which were broken.

use polars::prelude::{IntoLazy, col, lit};

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::weeks::{self, ends, find, number, of_week};
use crate::charts::{Row, label, rows};
use crate::metrics::unit;
use crate::model::{Instant, Unit};

/// The word for a promise in the reader's language.
pub(super) fn name(inputs: &Inputs<'_>, promise: &str) -> String {
    let known = inputs.say.find(&format!("promise.{promise}"));
    known.map_or_else(|| promise.replace('_', " "), str::to_owned)
}

/// A promise as the settings have it: within 8 h, in opening hours.
pub(super) fn within(inputs: &Inputs<'_>, row: Row<'_>) -> Result<Cell, ReportError> {
    let say = inputs.say;
    let Some(seconds) = row.number("promised_seconds")? else {
        return Ok(Cell::text(say.text("promise.several")));
    };
    let (length, note) = match row.text("promised_time")?.as_deref() {
        Some("business") => (unit::open_time(seconds), say.text("promise.in_hours")),
        _ => (unit::text(seconds, Unit::Seconds), String::new()),
    };
    let text = say.fill("promise.within", &[("time", &length)]);
    Ok(Cell { order: Some(seconds), ..Cell::text(text).noted(note) })
}

/// Whether a share kept surely reaches its goal (`good`), surely misses it (`bad`), or could do
/// either by chance.
pub(super) fn tone([_, low, high]: [Option<f64>; 3], goal: Option<f64>) -> &'static str {
    match (low, high, goal) {
        (_, Some(high), Some(goal)) if high < goal => "bad",
        (Some(low), _, Some(goal)) if low >= goal => "good",
        _ => "",
    }
}

/// The share kept, with its interval and the goal.
pub(super) fn kept(
    inputs: &Inputs<'_>,
    row: Row<'_>,
    goal: Option<f64>,
) -> Result<Cell, ReportError> {
    let share = ends(row, "attainment")?;
    let cell = Cell::share(inputs.say, share, row.number("due_count")?, "promises", goal);
    Ok(if cell.is_missing() { cell } else { cell.toned(tone(share, goal)) })
}

/// Every promise on every channel, in the weeks that a reader may choose from.
pub(super) fn grid(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let (say, table) = (inputs.say, inputs.table("sla_attainment")?);
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        let before = of_week(table, week.minus(1))?;
        for row in of_week(table, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let promise = row.text("promise")?.unwrap_or_default();
            let earlier = find(&before, &[("channel", &channel), ("promise", &promise)])?;
            let goal = row.number("promised_share")?;
            let shown = match goal {
                Some(goal) => Cell::known(say, Some(goal), Unit::Share),
                None => Cell::missing(say.text("promise.no_goal")),
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                Cell::text(name(inputs, &promise)),
                within(inputs, row)?,
                kept(inputs, row, goal)?,
                shown,
                Cell::measured(
                    say,
                    number(earlier, "attainment_share")?,
                    Unit::Share,
                    number(earlier, "due_count")?,
                    "promises",
                ),
                Cell::count(say, row.number("broken_count")?),
                Cell::count(say, row.number("pending_count")?),
            ];
            lines.push(Line::of_channel(channel, week, cells));
        }
    }
    Ok(Grid {
        id: "promises",
        is_sortable: true,
        heads: vec![
            words("channel"),
            words("promise"),
            words("promised"),
            numbers("kept", "attainment"),
            numbers("goal", ""),
            numbers("before", "attainment"),
            numbers("broken", "attainment"),
            numbers("pending", "attainment"),
        ],
        lines,
        more: 0,
        table: "sla_attainment",
    }
    .with_all_last())
}

/// Promises kept by each agent, or by each team.
pub(super) fn by_whom(inputs: &Inputs<'_>, is_agents: bool) -> Result<Grid, ReportError> {
    let (id, table) =
        if is_agents { ("kept_by_agent", "sla_by_agent") } else { ("kept_by_team", "sla_by_team") };
    let say = inputs.say;
    let mut lines = Vec::new();
    let weeks = weeks::all(inputs.week).take(if is_agents { 1 } else { 13 });
    for week in weeks {
        for row in of_week(inputs.table(table)?, week)? {
            let team = row.text("team")?.unwrap_or_default();
            let who =
                if is_agents { row.text("agent_name")?.unwrap_or_default() } else { team.clone() };
            let promise = name(inputs, &row.text("promise")?.unwrap_or_default());
            let mut cells = vec![Cell::text(who)];
            if is_agents {
                cells.push(Cell::text(team.clone()));
            }
            cells.extend([
                Cell::text(promise),
                kept(inputs, row, None)?,
                Cell::count(say, row.number("broken_count")?),
                Cell::count(say, row.number("pending_count")?),
            ]);
            lines.push(Line {
                team: Some(team).filter(|team| !team.is_empty()),
                week: (!is_agents).then(|| week.monday()),
                ..Line::new(cells)
            });
        }
    }
    let first = if is_agents { vec![words("agent"), words("team")] } else { vec![words("team")] };
    let rest = [
        words("promise"),
        numbers("kept", "attainment"),
        numbers("broken", "attainment"),
        numbers("pending", "attainment"),
    ];
    Ok(Grid {
        id,
        is_sortable: true,
        heads: first.into_iter().chain(rest).collect(),
        lines,
        more: 0,
        table,
    })
}

/// The conversations behind the week's broken promises, the longest overdue first.
pub(super) fn broken(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let is_meant = col("state").eq(lit("broken")).and(col("week_on").eq(lit(inputs.week.monday())));
    let broken = inputs.table("promises")?.clone().lazy().filter(is_meant).collect()?;
    let mut lines = Vec::new();
    for row in rows(&broken) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let over = row.number("over_seconds")?;
        let late = match (over, text("promised_time")?.as_str()) {
            (Some(over), "business") => {
                let shown = Cell::known(say, Some(over), Unit::Seconds);
                Cell { text: unit::open_time(over), ..shown }.noted(say.text("promise.in_hours"))
            }
            _ => Cell::known(say, over, Unit::Seconds),
        };
        let when = |at: Option<Instant>, missing: &str| match at {
            Some(at) => Cell::text(unit::instant(at, inputs.zone)),
            None => Cell::text(say.text(missing)),
        };
        let channel = text("channel")?;
        let team = text("team")?;
        let cells = vec![
            Cell::text(text("conversation_id")?),
            Cell::text(label::channel(&channel)),
            Cell::text(name(inputs, &text("promise")?)),
            Cell::text(team.clone()),
            when(row.instant("due_at")?, "promise.on_customer"),
            when(row.instant("ended_at")?, "promise.open"),
            late,
        ];
        lines.push(Line {
            channel: Some(channel),
            team: Some(team).filter(|team| !team.is_empty()),
            ..Line::new(cells)
        });
    }
    let over = |line: &Line| line.cells.last().and_then(|cell| cell.order).unwrap_or(0.0);
    lines.sort_by(|a, b| over(b).total_cmp(&over(a)));
    let mut grid = Grid {
        id: "broken",
        is_sortable: true,
        heads: vec![
            words("conversation"),
            words("channel"),
            words("promise"),
            words("team"),
            words("due"),
            words("came"),
            numbers("late", "attainment"),
        ],
        lines,
        more: 0,
        table: "promises",
    };
    grid.more = grid.lines.len().saturating_sub(MOST_BROKEN);
    grid.lines.truncate(MOST_BROKEN);
    Ok(grid)
}

/// Most broken promises on the page; the table has them all.
const MOST_BROKEN: usize = 300;
