//! A page for each agent, in a folder beside the report.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;

use polars::prelude::PolarsResult;

use super::inputs::{Inputs, ReportError};
use super::{person, render};
use crate::charts::{Row, agents_by_name, by_text};

/// The folder of the pages, beside the report.
pub const FOLDER: &str = "agents";

/// From a page to the report.
const HOME: &str = "../index.html";

/// Letters of an id that are kept in the name of a file.
const MOST: usize = 40;

/// What Windows keeps for devices, whatever the ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name of an agent's file, by the id alone, so that it is the same in every run: an id of small
/// letters, digits, `-` and `_` as it is; what is left of any other in such letters, then `~` and
/// 16 digits of the id's hash, which keep apart what reads alike.
pub fn file(agent_id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let is_device =
        DEVICES.contains(&agent_id) || agent_id.starts_with("com") || agent_id.starts_with("lpt");
    let is_short = (1..=MOST).contains(&agent_id.len());
    if is_short && !is_device && agent_id.chars().all(is_plain) {
        return format!("{agent_id}.html");
    }
    let mut kept = String::new();
    for c in agent_id.chars().take(MOST) {
        match c.to_ascii_lowercase() {
            c if is_plain(c) => kept.push(c),
            _ if !kept.ends_with('-') => kept.push('-'),
            _ => {}
        }
    }
    let hash = blake3::hash(agent_id.as_bytes()).to_hex();
    format!("{}~{}.html", kept.trim_matches('-'), hash.get(..16).unwrap_or_default())
}

/// Renders the page of everybody in `agent_scorecard`, side by side on all cores, each handed on with the
/// name of its file; how many there are. Same inputs, same bytes.
pub fn agent_pages<E: From<ReportError> + Send>(
    inputs: &Inputs<'_>,
    finish: impl Fn(&str, String) -> Result<(), E> + Sync,
) -> Result<usize, E> {
    let people = people(inputs)?;
    let environment = render::environment(inputs.say, HOME)?;
    let style = render::style(&[include_str!("css/person.css")]);
    let render = |one: &Person<'_>| {
        let template = environment.get_template("person.html").map_err(ReportError::from)?;
        let page =
            template.render(person::content(inputs, one, &style)?).map_err(ReportError::from)?;
        finish(&file(&one.id), page)
    };
    // Threads of its own: one of rayon's that waits for polars would begin the next page on its stack.
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let part = people.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = people
            .chunks(part)
            .map(|part| scope.spawn(|| part.iter().try_for_each(render)))
            .collect();
        parts.into_iter().try_for_each(|part| match part.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })?;
    Ok(people.len())
}

/// An agent with all that the published tables tell.
pub(super) struct Person<'a> {
    pub id: String,
    /// Told apart from others of the same name.
    pub name: String,
    pub card: Row<'a>,
    /// Rows of this agent by table.
    rows: BTreeMap<&'static str, Vec<Row<'a>>>,
}

impl<'a> Person<'a> {
    /// The rows of a table of [`READ`], which may be none.
    pub fn rows(&self, table: &str) -> &[Row<'a>] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }
}

/// What an agent's page is made from, beside `agent_scorecard`.
pub(super) const READ: [&str; 8] = [
    "agent_dimensions",
    "agent_dimensions_weekly",
    "agent_feedback",
    "agent_funnel",
    "coaching_evidence",
    "coaching_needs",
    "criteria_by_agent",
    "criteria_missed",
];

fn people<'a>(inputs: &'a Inputs<'_>) -> Result<Vec<Person<'a>>, ReportError> {
    let mut tables = Vec::new();
    for name in READ {
        tables.push((name, by_text(inputs.table(name)?, "agent_id")?));
    }
    let agents = agents_by_name(inputs.table("agent_scorecard")?)?;
    let person = |(card, name): (Row<'a>, String)| -> PolarsResult<Person<'a>> {
        let id = card.text("agent_id")?.unwrap_or_default();
        let own = |(table, rows): &mut (&'static str, BTreeMap<String, Vec<Row<'a>>>)| {
            (*table, rows.remove(&id).unwrap_or_default())
        };
        let rows = tables.iter_mut().map(own).collect();
        Ok(Person { id, name, card, rows })
    };
    Ok(agents.into_iter().map(person).collect::<PolarsResult<_>>()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::file;
    use proptest::prelude::*;

    #[test]
    fn a_plain_id_is_the_name_and_any_other_is_kept_apart() {
        assert_eq!(file("a001"), "a001.html");
        let ids = [
            "A001",
            "a001 ",
            "../a001",
            "Анна",
            "анна",
            "王小明",
            "",
            "con",
            "com1",
            "a/b",
            "a\\b",
        ];
        let names: BTreeSet<String> = ids.into_iter().map(file).collect();
        assert_eq!(names.len(), ids.len(), "{names:?}");
        assert!(file("A001").starts_with("a001~"), "{}", file("A001"));
        assert!(file("\"><img onerror=x>").starts_with("img-onerror-x~"));
        assert!(file(&"a".repeat(300)).len() < 70);
    }

    proptest! {
        #[test]
        fn a_name_is_safe_whatever_the_id(id in any::<String>()) {
            let name = file(&id);
            prop_assert!(name.len() < 70 && name.ends_with(".html"));
            let stem = name.trim_end_matches(".html");
            let is_safe =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '~');
            prop_assert!(!stem.is_empty() && stem.chars().all(is_safe), "{}", name);
            prop_assert!(!super::DEVICES.contains(&stem), "{}", name);
            prop_assert_eq!(file(&id), name);
        }
    }
}
