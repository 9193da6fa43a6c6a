//! What the channels' page shows of calls, chats and the times of resolved conversations.

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::weeks::{find, of_week};
use crate::charts::{Row, label};
use crate::metrics::unit;
use crate::model::{Channel, Unit};
use crate::tables::ALL_CHANNELS;

/// Shares of calls: the measure, what is counted in its words, its columns' beginning, the whole.
const SHARES: [(&str, &str, &str, &str); 2] = [
    ("service_level", "Answered in time", "service_level", "service_level_call_count"),
    ("abandonment", "Given up", "abandonment", "queued_count"),
];

/// Times of calls: the measure, what it is, its columns' beginning.
const TIMES: [(&str, &str, &str); 8] = [
    ("speed_of_answer", "Wait for the answer", "speed_of_answer"),
    ("handle_time", "Talk", "talk"),
    ("handle_time", "On hold", "hold"),
    ("handle_time", "Work after the call", "after_call_work"),
    ("handle_time", "Handle time, all three", "handle"),
    ("speech", "Both speak at once", "overlap"),
    ("speech", "Nobody speaks", "silence"),
    ("speech", "Longest silence", "dead_air"),
];

/// Times of resolved conversations: the columns' beginning and the heading.
const WAITS: [(&str, &str); 4] = [
    ("requester_wait", "Customer waited"),
    ("agent_wait", "Waited for the customer"),
    ("agent_work", "New or open"),
    ("on_hold", "On hold"),
];

/// The week's row of the phone; `None` where nobody called.
fn calls<'i>(inputs: &'i Inputs<'_>) -> Result<Option<Row<'i>>, ReportError> {
    let weekly = of_week(inputs.table("channel_weekly")?, inputs.week)?;
    let Some(row) = find(&weekly, &[("channel", Channel::Phone.word())])? else { return Ok(None) };
    let is_called = row.number("queued_count")? > Some(0.0);
    Ok(Some(row).filter(|_| is_called))
}

/// Whether anybody called in the week.
pub(super) fn has_calls(inputs: &Inputs<'_>) -> Result<bool, ReportError> {
    Ok(calls(inputs)?.is_some())
}

/// How many calls were answered in time, and how many given up; `None` where nobody called.
pub(super) fn call_shares(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let Some(row) = calls(inputs)? else { return Ok(None) };
    let mut rows = Vec::new();
    for (measure, what, name, whole) in SHARES {
        let number = |column: &str| row.number(&format!("{name}_{column}"));
        let share = Cell::measured(number("share")?, Unit::Share, row.number(whole)?, "calls");
        let ends = number("low_share")?.zip(number("high_share")?);
        let chance = match ends {
            Some((low, high)) if !share.is_missing() => label::span(low, high, Unit::Share),
            _ => unit::MISSING.to_owned(),
        };
        let note = if measure == "service_level" { level(inputs, &row)? } else { String::new() };
        rows.push(vec![
            Cell::text(what).defined_by(measure).noted(note),
            share,
            Cell { is_number: true, ..Cell::text(chance) },
        ]);
    }
    Ok(Some(Grid {
        caption: "Calls in this week",
        columns: vec![("Calls", false), ("Share", true), ("95% interval", true)],
        rows,
        more: 0,
        is_sortable: false,
        nothing: "nobody called in this week",
        table: "channel_weekly",
    }))
}

/// What the service level of the week's calls counts: within 30 s, without_abandoned_in_time.
fn level(inputs: &Inputs<'_>, calls: &Row<'_>) -> Result<String, ReportError> {
    let mut within = Vec::new();
    for hour in of_week(inputs.table("staffing")?, inputs.week)? {
        within.push(hour.number("promised_seconds")?);
    }
    within.dedup();
    let within = match *within.as_slice() {
        [Some(seconds)] => format!("within {}", unit::text(seconds, Unit::Seconds)),
        _ => String::new(),
    };
    let variant = calls.text("service_level_variant")?.unwrap_or_default();
    let said = [within, variant].into_iter().filter(|part| !part.is_empty());
    Ok(said.collect::<Vec<_>>().join(", "))
}

/// How long calls took, as far as their logs and transcripts tell; `None` where they tell nothing.
pub(super) fn call_times(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let Some(row) = calls(inputs)? else { return Ok(None) };
    let mut rows = Vec::new();
    for (measure, what, name) in TIMES {
        let number = |column: &str| row.number(&format!("{name}_{column}"));
        let count = number("count")?.filter(|count| *count > 0.0);
        if count.is_none() {
            continue;
        }
        let time = |value| {
            let cell = Cell::measured(value, Unit::Seconds, count, "calls");
            if cell.is_missing() { cell } else { cell.noted("") }
        };
        rows.push(vec![
            Cell::text(what).defined_by(measure),
            time(number("median_seconds")?),
            time(number("p90_seconds")?),
            time(number("mean_seconds")?),
            Cell::count(count),
        ]);
    }
    Ok(Some(Grid {
        caption: "How long calls took",
        columns: vec![
            ("Time", false),
            ("Median", true),
            ("9 in 10", true),
            ("Mean", true),
            ("Calls", true),
        ],
        rows,
        more: 0,
        is_sortable: false,
        nothing: "nothing tells how long they took",
        table: "channel_weekly",
    })
    .filter(|grid| !grid.rows.is_empty()))
}

/// What chats took of the agents who replied in them; `None` where there were none.
pub(super) fn chats(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let (mut agents, mut chats, mut open, mut busy) = (0.0, 0.0, 0.0, 0.0);
    for row in of_week(inputs.table("chat_handling_weekly")?, inputs.week)? {
        agents += 1.0;
        chats += row.number("chat_count")?.unwrap_or(0.0);
        open += row.number("raw_handle_seconds")?.unwrap_or(0.0);
        busy += row.number("busy_seconds")?.unwrap_or(0.0);
    }
    if chats <= 0.0 {
        return Ok(None);
    }
    let mean =
        |seconds: f64| Cell::measured(Some(seconds / chats), Unit::Seconds, Some(chats), "chats");
    let at_once = (busy > 0.0).then(|| open / busy);
    Ok(Some(Grid {
        caption: "Chats that agents handled in this week",
        columns: vec![
            ("Chats", true),
            ("Open, mean", true),
            ("Handle time, mean", true),
            ("Open at once, while any was", true),
        ],
        rows: vec![vec![
            Cell::count(Some(chats))
                .noted(format!("of {} agents", unit::text(agents, Unit::Count))),
            mean(open),
            mean(busy),
            Cell::measured(at_once, Unit::None, Some(chats), "chats"),
        ]],
        more: 0,
        is_sortable: false,
        nothing: "no agent replied in a chat of this week",
        table: "chat_handling_weekly",
    }))
}

/// Where the time of resolved conversations went, by their status; `None` where no history tells.
pub(super) fn waits(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let mut cells = Vec::new();
    for row in of_week(inputs.table("channel_weekly")?, inputs.week)? {
        let channel = row.text("channel")?.unwrap_or_default();
        let mut times = Vec::new();
        let mut is_known = false;
        for (name, _) in WAITS {
            let number = |column: &str| row.number(&format!("{name}_{column}"));
            let count = number("count")?;
            is_known |= count > Some(0.0);
            let time = |value| Cell::measured(value, Unit::Seconds, count, "histories");
            let (median, p90) = (time(number("median_seconds")?), time(number("p90_seconds")?));
            times.push(match median.is_missing() {
                true => median,
                false => {
                    let note = format!("9 in 10 {}, {}", p90.text, median.note);
                    median.noted(note)
                }
            });
        }
        if is_known {
            let first = Cell::text(label::channel(&channel));
            let row = std::iter::once(first).chain(times).collect();
            cells.push((channel == ALL_CHANNELS, row));
        }
    }
    cells.sort_by_key(|(is_all, _)| *is_all);
    let columns = WAITS.map(|(_, heading)| (heading, true));
    Ok(Some(Grid {
        caption: "Where the time of resolved conversations went, median",
        columns: std::iter::once(("Channel", false)).chain(columns).collect(),
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        is_sortable: true,
        nothing: "no history of a status is known",
        table: "channel_weekly",
    })
    .filter(|grid| !grid.rows.is_empty()))
}

/// How many were resolved by one reply, and how many taken up again; `None` where nothing tells.
pub(super) fn again(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let mut cells = Vec::new();
    for row in of_week(inputs.table("channel_weekly")?, inputs.week)? {
        let channel = row.text("channel")?.unwrap_or_default();
        let (touched, known) =
            (row.number("touch_known_count")?, row.number("reopen_known_count")?);
        if touched <= Some(0.0) && known <= Some(0.0) {
            continue;
        }
        let share = |value, of, things| Cell::measured(value, Unit::Share, of, things);
        let times = |count: Option<f64>| match known {
            Some(known) if known > 0.0 => Cell::count(count),
            _ => Cell::missing("no histories"),
        };
        cells.push((
            channel == ALL_CHANNELS,
            vec![
                Cell::text(label::channel(&channel)),
                share(row.number("one_touch_share")?, touched, "written replies"),
                share(row.number("reopened_share")?, known, "histories"),
                times(row.number("reopen_by_customer_count")?),
                times(row.number("reopen_by_status_count")?),
            ],
        ));
    }
    cells.sort_by_key(|(is_all, _)| *is_all);
    Ok(Some(Grid {
        caption: "Resolved by one reply, and taken up again",
        columns: vec![
            ("Channel", false),
            ("One reply", true),
            ("Reopened", true),
            ("Times the customer wrote again", true),
            ("Times only the status was set back", true),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        is_sortable: true,
        nothing: "nothing of this week is resolved",
        table: "channel_weekly",
    })
    .filter(|grid| !grid.rows.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{SHARES, TIMES, WAITS};
    use crate::metrics;

    #[test]
    fn what_is_shown_is_measured() {
        let measures = SHARES.map(|(measure, ..)| measure).into_iter();
        let measures = measures.chain(TIMES.map(|(measure, ..)| measure));
        for measure in measures.chain(WAITS.map(|(name, _)| name)) {
            assert!(metrics::by_name(measure).is_some(), "{measure}");
        }
    }
}
