//! What a run says at its end: the week's headlines, what the ledger holds, where the report is.

use std::io::Write;

use super::show;
use crate::charts::rows;
use crate::metrics::unit;
use crate::model::{IssueKind, Unit};
use crate::pipeline::{Made, Plan};
use crate::report::Cell;
use crate::tables::ALL_CHANNELS;
use crate::words::{Language, Words};

/// One number of the week, over all channels.
struct Headline {
    title: &'static str,
    table: &'static str,
    column: &'static str,
    unit: Unit,
    /// Column with the number of observations, and what they are; missing where the value is a
    /// number of things itself.
    of: Option<(&'static str, &'static str)>,
}

const fn headline(
    title: &'static str,
    [table, column]: [&'static str; 2],
    unit: Unit,
    of: Option<(&'static str, &'static str)>,
) -> Headline {
    Headline { title, table, column, unit, of }
}

const WEEKLY: &str = "channel_weekly";
const REPLIES: Option<(&str, &str)> = Some(("first_response_count", "replies"));
const KNOWN: Option<(&str, &str)> = Some(("resolution_known_count", "conversations"));
const RATINGS: Option<(&str, &str)> = Some(("rating_count", "ratings"));

const HEADLINES: [Headline; 6] = [
    headline("conversations opened", [WEEKLY, "conversation_count"], Unit::Count, None),
    headline(
        "first response, median",
        [WEEKLY, "first_response_median_seconds"],
        Unit::Seconds,
        REPLIES,
    ),
    headline(
        "first response, 90 %",
        [WEEKLY, "first_response_p90_seconds"],
        Unit::Seconds,
        REPLIES,
    ),
    headline("resolved", [WEEKLY, "resolution_share"], Unit::Share, KNOWN),
    headline("satisfied customers", ["csat_weekly", "csat_share"], Unit::Share, RATINGS),
    headline("open at the week's end", [WEEKLY, "backlog_count"], Unit::Count, None),
];

/// Writes it, in about ten lines.
pub fn write(plan: &Plan, made: &Made, out: &mut dyn Write) -> anyhow::Result<()> {
    let as_of = unit::instant(made.as_of, plan.zone);
    let not_over = if made.is_over { "" } else { "not over yet, " };
    let zone = plan.zone.name();
    writeln!(out, "{}, {} ({not_over}as of {as_of}, {zone})", plan.desk, made.week)?;
    for headline in &HEADLINES {
        if let Some(shown) = headline.shown(made)? {
            writeln!(out, "  {:24} {shown}", headline.title)?;
        }
    }
    let ledger = &made.ledger;
    let [seen, kept, dropped] = [ledger.seen, ledger.kept, ledger.dropped].map(show::count);
    writeln!(out, "records: {seen} read = {kept} kept + {dropped} only in the ledger")?;
    let entries = ledger.entries.iter().map(|(kind, count)| (*kind, *count));
    let (bad, noted): (Vec<_>, Vec<_>) = entries.partition(|(kind, _)| kind.is_bad());
    for (title, entries) in [("wrong", bad), ("noted", noted)] {
        if !entries.is_empty() {
            writeln!(out, "  {title}: {}", listed(&entries))?;
        }
    }
    if plan.key.is_none() {
        writeln!(
            out,
            "customers: numbered by first contact, anew in each run; set CASELOAD_KEY for pseudonyms that stay"
        )?;
    }
    let page = made.folder.join("index.html");
    let result = if plan.report { page } else { made.folder.clone() };
    writeln!(out, "{}", show::tidy(&result).display())?;
    Ok(())
}

impl Headline {
    /// Its value in the reported week, by the page's rules; `None` where the table is not published.
    fn shown(&self, made: &Made) -> anyhow::Result<Option<String>> {
        let Some(built) = made.tables.iter().find(|built| built.table.name() == self.table) else {
            return Ok(None);
        };
        let mut week = None;
        for row in rows(&built.frame) {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            if is_desk && row.is("is_report_week")? {
                week = Some(row);
            }
        }
        let number = |column| week.map_or(Ok(None), |row| row.number(column));
        let value = number(self.column)?;
        let Some((count, things)) = self.of else {
            return Ok(Some(unit::cell(value, self.unit)));
        };
        let say = Words::of(Language::default());
        let cell = Cell::measured(say, value, self.unit, number(count)?, things);
        let of = if cell.is_missing() { "" } else { things };
        Ok(Some(format!("{} ({} {of}", cell.text, cell.note).trim_end().to_owned() + ")"))
    }
}

fn listed(entries: &[(IssueKind, u64)]) -> String {
    let entry =
        |(kind, count): &(IssueKind, u64)| format!("{} {}", show::count(*count), kind.word());
    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
}
