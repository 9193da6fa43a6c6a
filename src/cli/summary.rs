//! What a run says at its end: the week beside the one before and its normal, the worst-kept promise,
//! coaching, what the ledger holds, where the report is.

use std::io::Write;

use super::columns::{self, Line};
use super::command::World;
use super::show;
use crate::charts::label::{FEW, channel, span, too_few};
use crate::charts::{Row, rows};
use crate::metrics::unit;
use crate::model::{IssueKind, Unit};
use crate::pipeline::{Made, Plan};
use crate::tables::{ALL_CHANNELS, Built};

/// The measures told of, by their name in the table `changes`.
const MEASURES: [(&str, &str); 6] = [
    ("volume", "conversations"),
    ("attainment", "first promise kept"),
    ("first_response", "first reply, median"),
    ("resolution", "resolved"),
    ("csat", "satisfied customers"),
    ("backlog", "open at the end"),
];

/// Writes it, in about ten lines as wide as the reader's terminal at most; only the path of the
/// result is never broken.
pub fn write(plan: &Plan, made: &Made, world: &World, out: &mut dyn Write) -> anyhow::Result<()> {
    let as_of = unit::instant(made.as_of, plan.zone);
    let not_over = if made.is_over { "" } else { "not over yet, " };
    let zone = plan.zone.name();
    let title = format!("{}, {} ({not_over}as of {as_of}, {zone})", plan.desk, made.week);
    let width = world.out_width();
    for line in columns::wrapped(&title, width) {
        writeln!(out, "{}", world.bold(&line))?;
    }
    for (is_heading, line) in columns::aligned(&measures(made)?, width) {
        writeln!(out, "{}", if is_heading { world.dim(&line) } else { line })?;
    }
    let told = [worst(made)?, coaching(made)?, ledger(made), pseudonyms(plan)];
    for text in told.into_iter().flatten() {
        for line in columns::wrapped(&text, width) {
            writeln!(out, "{line}")?;
        }
    }
    let page = made.folder.join("index.html");
    let result = if plan.report { page } else { made.folder.clone() };
    writeln!(out, "{}", show::tidy(&result).display())?;
    Ok(())
}

/// The rows of a table; none where it is not published.
fn rows_of<'a>(made: &'a Made, table: &str) -> impl Iterator<Item = Row<'a>> {
    let built: Option<&Built> = made.tables.iter().find(|built| built.table.name() == table);
    built.into_iter().flat_map(|built| rows(&built.frame))
}

/// The whole desk's measures beside the week before and what is normal, under a heading.
fn measures(made: &Made) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (measure, title) in MEASURES {
        for row in rows_of(made, "changes") {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            if is_desk && row.text("measure")?.as_deref() == Some(measure) {
                lines.push(compared(title, row)?);
            }
        }
    }
    if !lines.is_empty() {
        let week = made.week.to_string();
        let heading = ["", &week, "before", "normal", "normal range", ""];
        lines.insert(0, Line { cells: heading.map(str::to_owned), is_heading: true });
    }
    Ok(lines)
}

/// One measure as `changes` has it.
fn compared(title: &str, row: Row<'_>) -> anyhow::Result<Line> {
    let unit = row.text("unit")?.and_then(|unit| Unit::from_word(&unit)).unwrap_or(Unit::None);
    let number = |column: &str| row.number(column);
    let (value, count) = (number("value")?, number("observation_count")?.unwrap_or(0.0));
    let shown = match value {
        None if count > 0.0 && count < FEW => format!("{} ({})", unit::MISSING, too_few(count)),
        Some(value) if unit != Unit::Count => {
            format!("{} of {}", unit::text(value, unit), unit::text(count, Unit::Count))
        }
        value => unit::cell(value, unit),
    };
    let limits = number("normal_low")?.zip(number("normal_high")?);
    // A desk's mean number of things is told in whole ones.
    let whole = |value: f64| if unit == Unit::Count { value.round() } else { value };
    let normal = number("normal")?.map(whole);
    let mark = match (row.is("is_large")?, value.zip(limits)) {
        (true, Some((value, (_, high)))) if value > high => "above it",
        (true, Some((value, (low, _)))) if value < low => "below it",
        (true, _) if row.is("is_changed")? => "changed",
        _ => "",
    };
    let cells = [
        title.to_owned(),
        shown,
        unit::cell(number("previous")?, unit),
        unit::cell(normal, unit),
        limits.map_or_else(String::new, |(low, high)| span(whole(low), whole(high), unit)),
        mark.to_owned(),
    ];
    Ok(Line { cells, is_heading: false })
}

/// The promise that was kept furthest below its goal, of those that enough is known of.
fn worst(made: &Made) -> anyhow::Result<Option<String>> {
    let mut worst: Option<(f64, String)> = None;
    for row in rows_of(made, "sla_attainment") {
        let due = row.number("due_count")?.unwrap_or(0.0);
        let known = row.number("attainment_share")?.zip(row.number("promised_share")?);
        let Some((share, goal)) = known.filter(|_| due >= FEW) else { continue };
        let is_worse = worst.as_ref().is_none_or(|(least, _)| share - goal < *least);
        if row.is("is_report_week")? && is_worse {
            let promise = row.text("promise")?.unwrap_or_default().replace('_', " ");
            let on = channel(&row.text("channel")?.unwrap_or_default()).to_lowercase();
            let [share_, goal_] = [share, goal].map(|share| unit::text(share, Unit::Share));
            let due = unit::text(due, Unit::Count);
            let text =
                format!("worst kept: {promise} on {on}, {share_} of {due}; the goal is {goal_}");
            worst = Some((share - goal, text));
        }
    }
    Ok(worst.map(|(_, text)| text))
}

/// How many findings there are for whom.
fn coaching(made: &Made) -> anyhow::Result<Option<String>> {
    if !made.tables.iter().any(|built| built.table.name() == "coaching_needs") {
        return Ok(None);
    }
    let (mut needs, mut team, mut people) = (0, 0, std::collections::BTreeSet::new());
    for row in rows_of(made, "coaching_needs") {
        if row.text("side")?.as_deref() != Some("need") {
            continue;
        }
        match row.text("agent_id")? {
            Some(agent) => {
                needs += 1;
                people.insert(agent);
            }
            None => team += 1,
        }
    }
    if needs + team == 0 {
        return Ok(Some("coaching: no need is clear enough to be told".to_owned()));
    }
    let (needs, people) =
        (show::counted(needs, "need"), show::counted(people.len() as u64, "agent"));
    let whole = (team > 0).then(|| format!(", {} of a whole team", show::count(team)));
    Ok(Some(format!("coaching: {needs} of {people}{}", whole.unwrap_or_default())))
}

/// That all records are accounted for, and what was noticed of them.
fn ledger(made: &Made) -> Option<String> {
    let ledger = &made.ledger;
    let [seen, kept, dropped] = [ledger.seen, ledger.kept, ledger.dropped].map(show::count);
    let mut told = format!("records: {seen} read = {kept} kept + {dropped} only in the ledger");
    let entries = ledger.entries.iter().map(|(kind, count)| (*kind, *count));
    let (bad, noted): (Vec<_>, Vec<_>) = entries.partition(|(kind, _)| kind.is_bad());
    for (title, entries) in [("wrong", bad), ("noted", noted)] {
        if !entries.is_empty() {
            told += &format!("\n  {title}: {}", listed(&entries));
        }
    }
    Some(told)
}

fn listed(entries: &[(IssueKind, u64)]) -> String {
    let entry =
        |(kind, count): &(IssueKind, u64)| format!("{} {}", show::count(*count), kind.word());
    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
}

fn pseudonyms(plan: &Plan) -> Option<String> {
    let told = "customers: numbered anew in each run; set CASELOAD_KEY for pseudonyms that stay";
    plan.key.is_none().then(|| told.to_owned())
}
