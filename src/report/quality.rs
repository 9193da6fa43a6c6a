//! The ledger: what became of every record that was read, and how the page was made.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::{Grid, Line, MOST, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use crate::charts::rows;
use crate::metrics::unit;
use crate::model::Unit;

/// Files and what was noticed in them.
pub struct Quality;

impl Page for Quality {
    fn name(&self) -> &'static str {
        "quality"
    }

    fn template(&self) -> &'static str {
        include_str!("quality.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let records = Records::of(inputs)?;
        Ok(context! {
            seen => unit::text(records.seen, Unit::Count),
            kept => unit::text(records.kept, Unit::Count),
            ledger => unit::text(records.ledger, Unit::Count),
            adds_up => records.adds_up,
            files => files(inputs)?.cut().value(inputs),
            issues => issues(inputs)?.cut().value(inputs),
            version => inputs.version,
            settings => inputs.settings,
            rule => inputs.definition.title(),
            zone => inputs.zone.name(),
            as_of => unit::instant(inputs.as_of, inputs.zone),
            hours => inputs.calendar_of.about(),
            hashes => hashes(inputs)?,
        })
    }
}

/// What became of all records together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Records {
    pub seen: f64,
    pub kept: f64,
    pub ledger: f64,
    /// Share that is only in the ledger; `None` where nothing was read.
    pub ledger_share: Option<f64>,
    adds_up: bool,
}

impl Records {
    pub fn of(inputs: &Inputs<'_>) -> Result<Self, ReportError> {
        let Some(row) = rows(inputs.table("import_totals")?).next() else {
            return Ok(Self { adds_up: true, ..Self::default() });
        };
        let count = |column| row.number(column).map(Option::unwrap_or_default);
        Ok(Self {
            seen: count("seen_count")?,
            kept: count("kept_count")?,
            ledger: count("ledger_count")?,
            ledger_share: row.number("ledger_share")?,
            adds_up: row.is("is_complete")?,
        })
    }
}

/// The first files with their hashes.
fn hashes(inputs: &Inputs<'_>) -> Result<Vec<Value>, ReportError> {
    let mut files = Vec::new();
    for row in rows(inputs.table("import_files")?).take(MOST) {
        files.push(context! { name => row.text("file")?, hash => row.text("blake3")? });
    }
    Ok(files)
}

fn files(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("import_files")?) {
        let source = row.text("source")?.unwrap_or_default();
        let (seen, ledger) = (row.number("seen_count")?, row.number("ledger_count")?);
        let share = match (ledger, seen) {
            (Some(ledger), Some(seen)) if seen > 0.0 => {
                Cell::known(say, Some(ledger / seen), Unit::Share)
            }
            _ => Cell::missing(say.text("things.records.none")),
        };
        let cells = vec![
            Cell::text(row.text("file")?.unwrap_or_default()).noted(source),
            Cell::text(row.text("format")?.unwrap_or_default()),
            Cell::known(say, row.number("size_bytes")?, Unit::Bytes),
            Cell::count(say, seen),
            Cell::count(say, row.number("kept_count")?),
            Cell::count(say, ledger),
            share,
            Cell::count(say, row.number("bad_count")?),
        ];
        lines.push(Line { order: ledger.unwrap_or(0.0), ..Line::new(cells) });
    }
    lines.sort_by(|a, b| b.order.total_cmp(&a.order));
    Ok(Grid {
        id: "files",
        is_sortable: true,
        heads: vec![
            words("file"),
            words("format"),
            numbers("size", ""),
            numbers("records", ""),
            numbers("kept", ""),
            numbers("left_out", ""),
            numbers("share", ""),
            numbers("errors", ""),
        ],
        lines,
        more: 0,
        table: "import_files",
    })
}

fn issues(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("import_issues")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let place = match row.number("first_place")? {
            Some(place) => format!("{} {}", text("place_unit")?, unit::text(place, Unit::Count)),
            None => String::new(),
        };
        let record = text("record")?.replace('_', " ");
        let often = row.number("issue_count")?;
        let cells = vec![
            Cell::text(text("about")?).noted(text("kind")?.replace('_', " ")),
            Cell::text(text("file")?).noted(place),
            Cell::text(text("field")?).noted(record),
            Cell::text(text("effect")?),
            Cell::count(say, often).toned(if row.is("is_bad")? { "bad" } else { "" }),
            Cell::text(text("first_seen")?),
        ];
        lines.push(Line { order: often.unwrap_or(0.0), ..Line::new(cells) });
    }
    lines.sort_by(|a, b| b.order.total_cmp(&a.order));
    Ok(Grid {
        id: "issues",
        is_sortable: true,
        heads: vec![
            words("noticed"),
            words("file"),
            words("field"),
            words("effect"),
            numbers("often", ""),
            words("first_seen"),
        ],
        lines,
        more: 0,
        table: "import_issues",
    })
}
