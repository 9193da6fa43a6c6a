//! The contract of a view: its name, its template, what it may be filtered by and what stands in it.

use minijinja::Value;

use super::inputs::{Inputs, ReportError};

/// One view of the page. Its heading is `NAME.title` of the catalogue, its name in the navigation
/// `NAME.short`, and the sentence beneath the heading `NAME.lead`.
pub trait Page: Sync {
    /// Its anchor, and the name of its two files.
    fn name(&self) -> &'static str;

    /// Its template, in the language of Jinja.
    fn template(&self) -> &'static str;

    /// What its tables may be filtered by: some of `channel`, `team`, `topic`, `dimension` and `week`.
    fn filters(&self) -> &'static [&'static str] {
        &[]
    }

    /// What the template is filled with.
    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError>;
}
