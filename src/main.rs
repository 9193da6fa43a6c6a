//! The program: what it knows of the world is read here, and nowhere else.

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use caseload::cli::{self, World};

fn main() -> ExitCode {
    let world = World {
        key: env::var_os("CASELOAD_KEY"),
        is_terminal: io::stderr().is_terminal(),
        has_color: env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    ExitCode::from(cli::main(env::args_os(), &world) as u8)
}
