//! The run: settings as written become a plan as resolved, the plan becomes outputs.
//!
//! [`Plan::resolve`] answers every question before a file of the input is opened; what cannot be
//! followed is a [`ConfigError`] with its line and the cure. [`run`] then reads, gathers, derives,
//! measures, draws and renders; a bad record goes to the ledger, a bad file is told and passed over,
//! and the outputs appear whole or not at all. The same settings and files make the same bytes.

mod answers;
mod calendars;
mod cases;
mod channels;
mod check;
mod disk;
mod duration;
mod error;
mod explain;
mod files;
mod holidays;
#[cfg(test)]
mod hours_tests;
mod inputs;
mod ledger;
mod manifest;
mod memory;
mod opening;
mod outputs;
mod plan;
mod promises;
mod rails_zones;
mod reading;
mod rubric;
mod run;
mod said;
mod schedules;
mod script;
mod settings;
mod train;
mod values;
mod watch;

pub use cases::{Case, Cases, cases};
pub use check::{Checked, FileCheck, check, cure};
pub use error::{ConfigError, RunError, Spot};
pub use explain::{Found, explain};
pub use inputs::{Input, InputFile};
pub use ledger::{Ledger, Spotted};
pub use plan::{Plan, Request};
pub use run::{Made, VERSION, run};
pub use script::Script;
pub use settings::{InputAsWritten, Settings};
pub use train::{LearnError, Learnt, train};
pub use watch::{Stage, Unwatched, Watch};
