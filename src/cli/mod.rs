//! The command line: one subcommand = one file with its arguments, its help and its effect.
//!
//! What a command has to say goes to standard output; progress and complaints go to standard error,
//! progress only where that is a terminal. Exit codes: 0 all well; 1 done, but something in the
//! input (or in `docs`) is not as it should be; 2 nothing was done, and the message says why.

mod cases;
mod check;
mod columns;
mod command;
mod commands;
mod completions;
mod criteria;
mod docs;
mod explain;
mod formats;
mod man;
mod metrics;
mod pages;
mod progress;
mod run;
mod sample;
mod show;
mod steps;
mod summary;
mod tables;
mod topics;
mod train_topics;

pub use command::{Command, Exit, World};
pub use commands::{Arguments, main};
