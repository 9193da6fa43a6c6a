//! When customers come.

use minijinja::{Value, context};

use super::inputs::{Inputs, ReportError};
use super::page::Page;

/// Arrivals by weekday and hour.
pub struct Load;

impl Page for Load {
    fn name(&self) -> &'static str {
        "load"
    }

    fn title(&self) -> &'static str {
        "When customers come"
    }

    fn template(&self) -> &'static str {
        include_str!("load.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        Ok(context! { figure => inputs.figure("load")?, zone => inputs.zone.name() })
    }
}
