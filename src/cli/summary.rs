//! What a run says at its end: the week's headlines, what the ledger holds, where the report is.

use std::io::Write;

use super::show;
use crate::charts::rows;
use crate::metrics::unit;
use crate::model::{IssueKind, Unit};
use crate::pipeline::{Made, Plan};
use crate::tables::ALL_CHANNELS;

/// One number of the week, over all channels.
struct Headline {
    title: &'static str,
    table: &'static str,
    column: &'static str,
    unit: Unit,
}

const fn headline(
    title: &'static str,
    table: &'static str,
    column: &'static str,
    unit: Unit,
) -> Headline {
    Headline { title, table, column, unit }
}

const HEADLINES: [Headline; 6] = [
    headline("conversations opened", "channel_weekly", "conversation_count", Unit::Count),
    headline(
        "first response, median",
        "channel_weekly",
        "first_response_median_seconds",
        Unit::Seconds,
    ),
    headline("first response, 90 %", "channel_weekly", "first_response_p90_seconds", Unit::Seconds),
    headline("resolved", "channel_weekly", "resolution_share", Unit::Share),
    headline("satisfied customers", "csat_weekly", "csat_share", Unit::Share),
    headline("open at the week's end", "channel_weekly", "backlog_count", Unit::Count),
];

/// Writes it, in about ten lines.
pub fn write(plan: &Plan, made: &Made, out: &mut dyn Write) -> anyhow::Result<()> {
    let as_of = unit::instant(made.as_of, plan.zone);
    writeln!(out, "{}, {} (as of {as_of}, {})", plan.desk, made.week, plan.zone.name())?;
    for headline in &HEADLINES {
        if let Some(value) = headline.value(made)? {
            writeln!(out, "  {:24} {}", headline.title, unit::cell(value, headline.unit))?;
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
    let page = made.folder.join("index.html");
    let result = if plan.report { page } else { made.folder.clone() };
    writeln!(out, "{}", show::tidy(&result).display())?;
    Ok(())
}

impl Headline {
    /// Its value in the reported week; `None` where the table is not published.
    fn value(&self, made: &Made) -> anyhow::Result<Option<Option<f64>>> {
        let Some(built) = made.tables.iter().find(|built| built.table.name() == self.table) else {
            return Ok(None);
        };
        for row in rows(&built.frame) {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            if is_desk && row.is("is_report_week")? {
                return Ok(Some(row.number(self.column)?));
            }
        }
        Ok(Some(None))
    }
}

fn listed(entries: &[(IssueKind, u64)]) -> String {
    let entry =
        |(kind, count): &(IssueKind, u64)| format!("{} {}", show::count(*count), kind.word());
    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
}
