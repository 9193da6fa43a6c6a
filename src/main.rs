//! The program: what it knows of the world is read here, and nowhere else.

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use caseload::cli::{self, World};
use terminal_size::{Width, terminal_size_of};

fn main() -> ExitCode {
    let is_dumb = env::var_os("TERM").is_some_and(|name| name == "dumb");
    let world = World {
        key: env::var_os("CASELOAD_KEY"),
        is_terminal: io::stderr().is_terminal() && !is_dumb,
        out_columns: terminal_size_of(io::stdout()).map(|(Width(columns), _)| columns.into()),
        has_color: env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb,
    };
    ExitCode::from(cli::main(env::args_os(), &world) as u8)
}
