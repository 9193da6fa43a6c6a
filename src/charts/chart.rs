//! The contract of a chart: one picture of one published table.

use polars::prelude::{DataFrame, PolarsError};

use super::sheet::{self, Room, Sheet};

/// A picture in SVG.
pub trait Chart: Sync {
    /// Name of its file, without the ending.
    fn name(&self) -> &'static str;

    /// What is shown, as it stands above the picture.
    fn title(&self) -> &'static str;

    /// How it is read, in a sentence or two for those who see it for the first time.
    fn about(&self) -> &'static str;

    /// The one published table it is drawn from.
    fn table(&self) -> &'static str;

    /// Completes "Nothing to show: …" where the table has no row to draw.
    fn nothing(&self) -> &'static str;

    /// Draws the table for so much room; `Ok(None)` where it has nothing to draw.
    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError>;

    /// The picture as SVG: text stays text, same table, same bytes.
    fn draw(&self, table: &DataFrame, room: Room) -> Result<String, ChartError> {
        let plot = match self.plot(table, room)? {
            Some(plot) => plot,
            None => sheet::nothing(self.nothing()),
        };
        sheet::render(self.title(), plot, room)
    }
}

/// What a chart puts beneath its title.
pub struct Plot {
    /// Unit, span and number of observations.
    pub subtitle: String,
    /// Height of the drawing, px, without the title.
    pub height: f64,
    /// Draws it, from y = 0 below the subtitle.
    pub paint: Box<Paint>,
}

/// Draws on a sheet.
pub type Paint = dyn FnOnce(&Sheet<'_>) -> Result<(), ChartError>;

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    #[error("the table is not as published: {0}")]
    Table(#[from] PolarsError),
    #[error("drawing failed: {0}")]
    Drawing(String),
}
