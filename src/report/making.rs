//! How the page was made: version, settings, input.

use minijinja::{Value, context};

use super::grid::MOST;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use crate::charts::rows;
use crate::metrics::unit;
use crate::model::Unit;

/// What it takes to make the same page again.
pub struct Making;

impl Page for Making {
    fn name(&self) -> &'static str {
        "making"
    }

    fn title(&self) -> &'static str {
        "How this page was made"
    }

    fn template(&self) -> &'static str {
        include_str!("making.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let mut files = Vec::new();
        let table = inputs.table("import_files")?;
        for row in rows(table).take(MOST) {
            files.push(context! {
                name => row.text("file")?,
                size => unit::cell(row.number("size_bytes")?, Unit::Bytes),
                hash => row.text("blake3")?,
            });
        }
        Ok(context! {
            version => inputs.version,
            settings => inputs.settings,
            rule => inputs.definition.title(),
            zone => inputs.zone.name(),
            as_of => unit::instant(inputs.as_of, inputs.zone),
            more => table.height().checked_sub(MOST).filter(|more| *more > 0).map(|more| {
                unit::text(more as f64, Unit::Count)
            }),
            hours => inputs.calendar_of.about(),
            files => files,
        })
    }
}
