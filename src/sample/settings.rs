//! The pipeline that reads a sample.

use super::folder::{TABLES, file_name};
use super::format::Format;
use super::world::{World, ZONE};

const TEMPLATE: &str = include_str!("weekly.toml");

/// The settings, ready to run.
pub(super) fn settings(world: &World, format: Format) -> String {
    let calendars: String = world
        .openings()
        .map(|opening| format!("[calendars.{}]\nhours = \"{}\"\n\n", opening.name, opening.hours))
        .collect();
    let files: String =
        TABLES.iter().map(|table| format!("    \"{}\",\n", file_name(table, format))).collect();
    TEMPLATE
        .replace("{time_zone}", ZONE.name())
        .replace("{as_of}", &world.period.end_as_written())
        .replace("{calendars}", calendars.trim_end())
        .replace("{files}", files.trim_end())
}
