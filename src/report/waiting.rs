//! What the channels' page shows of waits: with those still open, and for lack of people.

use super::cell::Cell;
use super::grid::Grid;
use super::handling;
use super::inputs::{Inputs, ReportError};
use super::weeks::of_week;
use crate::charts::{Row, label};
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Times to first response and resolution with those still open, beside the naive ones.
pub(super) fn survival(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let mut cells = Vec::new();
    for row in of_week(inputs.table("survival_weekly")?, inputs.week)? {
        let channel = row.text("channel")?.unwrap_or_default();
        let what = row.text("what")?.unwrap_or_default().replace('_', " ");
        let (all, done) = (row.number("km_count")?, row.number("naive_count")?);
        let with_all = |column| -> Result<Cell, ReportError> {
            let value = row.number(column)?;
            let cell = Cell::measured(value, Unit::Seconds, all, "conversations");
            let is_ahead = value.is_none() && cell.note == "not known";
            Ok(if is_ahead { cell.noted("not come to so many yet") } else { cell })
        };
        let naive = |column| -> Result<Cell, ReportError> {
            Ok(Cell::measured(row.number(column)?, Unit::Seconds, done, "that are over"))
        };
        cells.push((
            channel == ALL_CHANNELS,
            vec![
                Cell::text(label::channel(&channel)),
                Cell::text(what),
                with_all("km_median_seconds")?,
                naive("naive_median_seconds")?,
                with_all("km_p90_seconds")?,
                naive("naive_p90_seconds")?,
                Cell::count(row.number("censored_count")?),
            ],
        ));
    }
    cells.sort_by_key(|(is_all, _)| *is_all);
    Ok(Grid {
        caption: "Times with those that still wait, of what was opened in this week",
        columns: vec![
            ("Channel", false),
            ("Until", false),
            ("Median", true),
            ("without those waiting", true),
            ("9 in 10", true),
            ("without those waiting", true),
            ("Not come when last seen", true),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        is_sortable: true,
        nothing: "nothing was waited for in this week",
        table: "survival_weekly",
    })
}

/// What the hours of the week add up to.
#[derive(Default)]
struct Hours {
    hours: f64,
    short: f64,
    calls: f64,
    promised: f64,
    expected: f64,
    in_time: f64,
}

impl Hours {
    /// An hour counts where all that is added up is known of it.
    fn add(&mut self, row: &Row<'_>) -> Result<(), ReportError> {
        let calls = row.number("service_level_call_count")?;
        let (promised, expected) =
            (row.number("promised_in_time")?, row.number("expected_in_time")?);
        let agents = (row.number("seen_agent_count")?, row.number("needed_agent_count")?);
        let (Some(calls), Some(promised), Some(expected)) = (calls, promised, expected) else {
            return Ok(());
        };
        self.hours += 1.0;
        self.short += f64::from(matches!(agents, (Some(seen), Some(needed)) if seen < needed));
        self.calls += calls;
        self.promised += promised;
        self.expected += expected;
        self.in_time += row.number("service_level_met_count")?.unwrap_or(0.0);
        Ok(())
    }
}

/// How much of a missed service level on the phone came from too few people; `None` where nobody
/// called.
pub(super) fn staffing(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    if !handling::has_calls(inputs)? {
        return Ok(None);
    }
    let mut sum = Hours::default();
    for row in of_week(inputs.table("staffing")?, inputs.week)? {
        sum.add(&row)?;
    }
    let share = |calls: f64| {
        Cell::measured(Some(calls / sum.calls), Unit::Share, Some(sum.calls), "calls").noted("")
    };
    let missed = |calls: f64| match share(calls) {
        cell if cell.is_missing() => cell,
        cell => Cell { text: unit::change(calls / sum.calls, Unit::Share), ..cell },
    };
    let row = vec![
        Cell::count(Some(sum.calls)),
        share(sum.promised),
        share(sum.expected),
        share(sum.in_time),
        missed(sum.promised - sum.expected),
        missed(sum.expected - sum.in_time),
        Cell::count(Some(sum.short)).noted(format!("of {}", unit::text(sum.hours, Unit::Count))),
    ];
    Ok(Some(Grid {
        caption: "Service level on the phone in this week, and what the people seen there could give",
        columns: vec![
            ("Calls", true),
            ("Goal", true),
            ("Expected of those seen", true),
            ("In time", true),
            ("Missed for lack of people", true),
            ("for other causes", true),
            ("Hours with too few", true),
        ],
        rows: if sum.calls > 0.0 { vec![row] } else { Vec::new() },
        more: 0,
        is_sortable: false,
        nothing: "no hour of this week has calls, a promise with a goal, handle times and agents seen",
        table: "staffing",
    }))
}
