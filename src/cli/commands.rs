//! All subcommands, and the way from arguments to an exit code.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};

use clap::{Parser, Subcommand};

use super::command::{Command, Exit, World};

/// Defines the subcommands: each is a type with its arguments in the module of its name.
macro_rules! commands {
    ($($module:ident::$name:ident),+ $(,)?) => {
        #[derive(Subcommand)]
        enum Commands { $($name(super::$module::$name)),+ }

        impl Commands {
            fn command(&self) -> &dyn Command {
                match self { $(Commands::$name(command) => command),+ }
            }
        }
    };
}

commands! {
    run::Run,
    check::Check,
    explain::Explain,
    cases::Cases,
    sample::Sample,
    formats::Formats,
    metrics::Metrics,
    criteria::Criteria,
    tables::Tables,
    topics::Topics,
    train_topics::TrainTopics,
    docs::Docs,
    completions::Completions,
    man::Man,
}

/// Support analytics and quality scoring from the exports of every channel.
#[derive(Parser)]
#[command(name = "caseload", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Commands,
}

/// Runs the program on its arguments, the first being its own name.
pub fn main(arguments: impl IntoIterator<Item = OsString>, world: &World) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Refused } else { Exit::Well };
        }
    };
    let mut out = io::stdout().lock();
    let done = arguments.command.command().run(world, &mut out);
    match done.and_then(|exit| Ok(out.flush().map(|()| exit)?)) {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Well,
        Err(error) => {
            let _ = writeln!(io::stderr(), "caseload: {error:#}");
            Exit::Refused
        }
    }
}

/// Whether whoever read the output has heard enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_argument_says_what_it_does() {
        let all = Arguments::command();
        all.clone().debug_assert();
        for command in all.get_subcommands() {
            let about = command.get_about().map(|about| about.to_string()).unwrap_or_default();
            assert!(about.len() > 20 && !about.ends_with('.'), "{}: {about}", command.get_name());
            for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
        }
    }
}
