//! The contract of a section: its anchor, its heading, its template and what stands in it.

use minijinja::Value;

use super::inputs::{Inputs, ReportError};

/// One section of the page.
pub trait Page: Sync {
    /// Its anchor, and the name of its two files.
    fn name(&self) -> &'static str;

    /// Its heading, as the list of contents has it too.
    fn title(&self) -> &'static str;

    /// Its template, in the language of Jinja.
    fn template(&self) -> &'static str;

    /// What the template is filled with.
    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError>;
}
