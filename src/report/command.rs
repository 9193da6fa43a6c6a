//! Commands that a reader may copy, as a shell takes them.

use super::inputs::Inputs;
use crate::scores::Dimension;

/// The command that lists the conversations behind an agent's number.
pub(super) fn cases(inputs: &Inputs<'_>, agent: &str, dimension: &str) -> String {
    let week = inputs.week.to_string();
    ["caseload", "cases", inputs.settings, agent, dimension, "--week", &week].map(quoted).join(" ")
}

/// An argument as a POSIX shell and PowerShell take it.
fn quoted(argument: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "._/:@+-".contains(letter);
    match !argument.is_empty() && argument.chars().all(is_plain) {
        true => argument.to_owned(),
        false => format!("'{}'", argument.replace('\'', r"'\''")),
    }
}

/// The measure that defines what a dimension counts.
pub(super) const fn measure(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Resolution => "resolution",
        Dimension::Feedback => "csat",
        Dimension::Quality => "quality",
        Dimension::Speed => "next_response",
        Dimension::Efficiency => "handle_time",
    }
}

#[cfg(test)]
mod tests {
    use super::{measure, quoted};
    use crate::metrics;
    use crate::scores::Dimension;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        for (given, expected) in [
            ("a001", "a001"),
            ("pipelines/weekly.toml", "pipelines/weekly.toml"),
            ("Анна", "Анна"),
            ("de Luca", "'de Luca'"),
            ("$(rm -r)", "'$(rm -r)'"),
            ("O'Hara", r"'O'\''Hara'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(given), expected);
        }
    }

    #[test]
    fn every_dimension_is_defined_by_a_measure() {
        for dimension in Dimension::ALL {
            assert!(metrics::by_name(measure(dimension)).is_some(), "{dimension:?}");
        }
    }
}
