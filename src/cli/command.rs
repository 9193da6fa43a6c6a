//! The contract of a subcommand, and what it may know of the world.

use std::ffi::OsString;
use std::io::Write;

/// One subcommand with its arguments.
pub trait Command {
    /// Does it, saying on `out` what it has to say. An error means that nothing was done.
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit>;
}

/// What the program knows of where it runs; read once, in `main`.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// `CASELOAD_KEY`: the key of customers' pseudonyms.
    pub key: Option<OsString>,
    /// Whether somebody looks at standard error.
    pub is_terminal: bool,
    /// Whether colours are welcome there.
    pub has_color: bool,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Well = 0,
    /// It is done, but something is not as it should be.
    Flawed = 1,
    Refused = 2,
}
