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
    /// How wide the terminal is that shows standard output; `None` where that is none.
    pub out_columns: Option<usize>,
    /// Whether colours are welcome.
    pub has_color: bool,
}

/// How wide lines are where nobody says how wide they may be.
const USUAL_WIDTH: usize = 80;

impl World {
    /// How wide a line on standard output may be.
    pub fn out_width(&self) -> usize {
        self.out_columns.unwrap_or(USUAL_WIDTH)
    }

    /// A text that stands out, where colours are welcome.
    pub fn bold(&self, text: &str) -> String {
        self.styled("1", text)
    }

    /// A text that stands back.
    pub fn dim(&self, text: &str) -> String {
        self.styled("2", text)
    }

    fn styled(&self, code: &str, text: &str) -> String {
        match self.has_color && self.out_columns.is_some() {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Well = 0,
    /// It is done, but something is not as it should be.
    Flawed = 1,
    Refused = 2,
}
