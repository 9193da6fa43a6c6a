//! The ledger: what became of every record that was read.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::Grid;
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

    fn title(&self) -> &'static str {
        "Data quality"
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
            adds_up => records.seen == records.kept + records.ledger,
            files => files(inputs)?.cut().value(),
            issues => issues(inputs)?.cut().value(),
        })
    }
}

/// What became of all records together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Records {
    pub seen: f64,
    pub kept: f64,
    pub ledger: f64,
}

impl Records {
    pub fn of(inputs: &Inputs<'_>) -> Result<Self, ReportError> {
        let mut sum = Self::default();
        for row in rows(inputs.table("import_files")?) {
            sum.seen += row.number("seen_count")?.unwrap_or(0.0);
            sum.kept += row.number("kept_count")?.unwrap_or(0.0);
            sum.ledger += row.number("ledger_count")?.unwrap_or(0.0);
        }
        Ok(sum)
    }

    /// Share that is only in the ledger; `None` where nothing was read.
    pub fn ledger_share(self) -> Option<f64> {
        (self.seen > 0.0).then(|| self.ledger / self.seen)
    }
}

fn files(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let mut cells = Vec::new();
    for row in rows(inputs.table("import_files")?) {
        let source = row.text("source")?.unwrap_or_default();
        let (seen, ledger) = (row.number("seen_count")?, row.number("ledger_count")?);
        let share = match (ledger, seen) {
            (Some(ledger), Some(seen)) if seen > 0.0 => {
                Cell::known(Some(ledger / seen), Unit::Share)
            }
            _ => Cell::missing("no records"),
        };
        let worth = ledger.unwrap_or(0.0);
        cells.push((
            worth,
            vec![
                Cell::text(row.text("file")?.unwrap_or_default()).noted(source),
                Cell::text(row.text("format")?.unwrap_or_default()),
                Cell::known(row.number("size_bytes")?, Unit::Bytes),
                Cell::count(seen),
                Cell::count(row.number("kept_count")?),
                Cell::count(ledger),
                share,
                Cell::count(row.number("bad_count")?),
            ],
        ));
    }
    cells.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    Ok(Grid {
        is_sortable: true,
        caption: "Files of the input, those with most in the ledger first",
        columns: vec![
            ("File", false),
            ("Format", false),
            ("Size", true),
            ("Records", true),
            ("Kept", true),
            ("Left out, in the ledger", true),
            ("Share", true),
            ("Errors", true),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        nothing: "no file was read",
        table: "import_files",
    })
}

fn issues(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let mut cells = Vec::new();
    for row in rows(inputs.table("import_issues")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let place = match row.number("first_place")? {
            Some(place) => format!("{} {}", text("place_unit")?, unit::text(place, Unit::Count)),
            None => String::new(),
        };
        let record = text("record")?.replace('_', " ");
        let often = row.number("issue_count")?;
        cells.push((
            often.unwrap_or(0.0),
            vec![
                Cell::text(text("about")?).noted(text("kind")?.replace('_', " ")),
                Cell::text(text("file")?).noted(place),
                Cell::text(text("field")?).noted(record),
                Cell::text(text("effect")?),
                Cell { tone: if row.is("is_bad")? { "bad" } else { "" }, ..Cell::count(often) },
                Cell::text(text("first_seen")?),
            ],
        ));
    }
    cells.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    Ok(Grid {
        is_sortable: true,
        caption: "What was noticed, the most frequent first",
        columns: vec![
            ("What was noticed", false),
            ("File", false),
            ("Field", false),
            ("The record was", false),
            ("How often", true),
            ("First seen", false),
        ],
        rows: cells.into_iter().map(|(_, row)| row).collect(),
        more: 0,
        nothing: "nothing was dropped, mended or guessed at",
        table: "import_issues",
    })
}
