//! What the channels' view shows of chats and of the times of resolved conversations.

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::weeks::{self, ends, of_week};
use crate::charts::label;
use crate::metrics::unit;
use crate::model::{Channel, Unit};

/// Measures of the times of resolved conversations; each also begins its columns' names.
const WAITS: [&str; 4] = ["requester_wait", "agent_wait", "agent_work", "on_hold"];

/// What chats took of the agents who replied in them; `None` where there were none.
pub(super) fn chats(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let say = inputs.say;
    let weekly = of_week(inputs.table("chat_weekly")?, inputs.week)?;
    let Some(row) = weekly.first() else { return Ok(None) };
    let chats = row.number("chat_count")?;
    let measured = |column: &str, of: Unit| -> Result<Cell, ReportError> {
        Ok(Cell::measured(say, row.number(column)?, of, chats, "chats"))
    };
    let agents = row.number("agent_count")?.unwrap_or(0.0);
    let of = say.count("agents", agents, &unit::text(agents, Unit::Count));
    let cells = vec![
        Cell::count(say, chats).noted(say.fill("cell.of", &[("n", &of)])),
        measured("raw_handle_mean_seconds", Unit::Seconds)?,
        measured("handle_mean_seconds", Unit::Seconds)?,
        measured("concurrency", Unit::None)?,
    ];
    Ok(Some(Grid {
        id: "chats",
        heads: vec![
            numbers("chats", ""),
            numbers("open_mean", "handle_time"),
            numbers("handle_mean", "handle_time"),
            numbers("at_once", "handle_time"),
        ],
        lines: vec![Line { channel: Some(Channel::Chat.word().to_owned()), ..Line::new(cells) }],
        more: 0,
        is_sortable: false,
        table: "chat_weekly",
    }))
}

/// Where the time of resolved conversations went, by their status; `None` where no history tells.
pub(super) fn waits(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table("channel_weekly")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let mut cells = vec![Cell::text(label::channel(&channel))];
            let mut is_known = false;
            for name in WAITS {
                let number = |column: &str| row.number(&format!("{name}_{column}"));
                let count = number("count")?;
                is_known |= count > Some(0.0);
                let time = |value| Cell::measured(say, value, Unit::Seconds, count, "histories");
                let (median, p90) = (time(number("median_seconds")?), time(number("p90_seconds")?));
                cells.push(match median.is_missing() {
                    true => median,
                    false => {
                        let values = [("p90", p90.text.as_str()), ("of", &median.note)];
                        let note = say.fill("cell.p90_of", &values);
                        median.noted(note)
                    }
                });
            }
            if is_known {
                lines.push(Line::of_channel(channel, week, cells));
            }
        }
    }
    let heads = WAITS.map(|name| numbers(name, name));
    Ok(Some(
        Grid {
            id: "times",
            heads: std::iter::once(words("channel")).chain(heads).collect(),
            lines,
            more: 0,
            is_sortable: true,
            table: "channel_weekly",
        }
        .with_all_last(),
    )
    .filter(|grid| !grid.lines.is_empty()))
}

/// How many were resolved by one reply, and how many taken up again; `None` where nothing tells.
pub(super) fn again(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table("channel_weekly")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let (touched, known) =
                (row.number("touch_known_count")?, row.number("reopen_known_count")?);
            if touched <= Some(0.0) && known <= Some(0.0) {
                continue;
            }
            let times = |count: Option<f64>| match known {
                Some(known) if known > 0.0 => Cell::count(say, count),
                _ => Cell::missing(say.text("things.histories.none")),
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                Cell::share(say, ends(row, "one_touch")?, touched, "written", None),
                Cell::share(say, ends(row, "reopened")?, known, "histories", None),
                times(row.number("reopen_by_customer_count")?),
                times(row.number("reopen_by_status_count")?),
            ];
            lines.push(Line::of_channel(channel, week, cells));
        }
    }
    Ok(Some(
        Grid {
            id: "again",
            heads: vec![
                words("channel"),
                numbers("one_touch", "one_touch"),
                numbers("reopened", "reopens"),
                numbers("by_customer", "reopens"),
                numbers("by_status", "reopens"),
            ],
            lines,
            more: 0,
            is_sortable: true,
            table: "channel_weekly",
        }
        .with_all_last(),
    )
    .filter(|grid| !grid.lines.is_empty()))
}

/// How many needed no second contact, and how many customers came back; `None` where customers are
/// not known well enough to follow.
pub(super) fn contact(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table("channel_weekly")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let followed = row.number("followed_count")?;
            if followed.unwrap_or(0.0) <= 0.0 {
                continue;
            }
            let share = |name| -> Result<Cell, ReportError> {
                Ok(Cell::share(say, ends(row, name)?, followed, "followed", None))
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                share("first_contact_resolution")?,
                share("recontact")?,
            ];
            lines.push(Line::of_channel(channel, week, cells));
        }
    }
    Ok(Some(
        Grid {
            id: "contact",
            heads: vec![
                words("channel"),
                numbers("first_contact", "first_contact_resolution"),
                numbers("recontact", "first_contact_resolution"),
            ],
            lines,
            more: 0,
            is_sortable: true,
            table: "channel_weekly",
        }
        .with_all_last(),
    )
    .filter(|grid| !grid.lines.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::WAITS;
    use crate::metrics;

    #[test]
    fn what_is_shown_is_measured() {
        for measure in WAITS {
            assert!(metrics::by_name(measure).is_some(), "{measure}");
        }
    }
}
