//! The week at a glance: promises, what changed, where to look, and the headline numbers.

use minijinja::{Value, context};

use super::cell::Cell;
use super::headlines::HEADLINES;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::promised;
use super::quality::Records;
use super::topics;
use super::weeks::{WEEKS, ends, find, of_week};
use crate::charts::{Row, label, rows, spark};
use crate::metrics::{self, unit};
use crate::model::Unit;
use crate::stats::Verdict;
use crate::tables::ALL_CHANNELS;

/// The week at a glance.
pub struct Overview;

impl Page for Overview {
    fn name(&self) -> &'static str {
        "overview"
    }

    fn template(&self) -> &'static str {
        include_str!("overview.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let headlines = HEADLINES.iter().map(|headline| headline.card(inputs));
        let promises = Promise::all(inputs)?;
        Ok(context! {
            verdict => verdict(inputs, &promises),
            worst => promises.first().map(|worst| worst.value(inputs)).transpose()?,
            kept => inputs.figure("promises")?,
            changes => changes(inputs)?,
            watched => inputs.table("changes")?.height(),
            look => look(inputs)?,
            headlines => headlines.collect::<Result<Vec<Value>, ReportError>>()?,
            trend => inputs.figure("weekly_trend")?,
        })
    }
}

/// A promise with a goal on one channel in the reported week.
struct Promise<'a> {
    row: Row<'a>,
    channel: String,
    promise: String,
    goal: f64,
    share: f64,
    tone: &'static str,
}

impl<'a> Promise<'a> {
    /// Those of which enough is known, the furthest below its goal first.
    fn all(inputs: &'a Inputs<'_>) -> Result<Vec<Self>, ReportError> {
        let mut found = Vec::new();
        for row in of_week(inputs.table("sla_attainment")?, inputs.week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let goal = row.number("promised_share")?;
            let kept = promised::kept(inputs, row, goal)?;
            let (Some(goal), Some(share)) = (goal, kept.order) else { continue };
            if channel == ALL_CHANNELS {
                continue;
            }
            let promise = row.text("promise")?.unwrap_or_default();
            found.push(Self { row, channel, promise, goal, share, tone: kept.tone });
        }
        let rank = |one: &Self| usize::from(one.tone != "bad");
        found.sort_by(|a, b| {
            let below = |one: &Self| one.share - one.goal;
            rank(a).cmp(&rank(b)).then(below(a).total_cmp(&below(b)))
        });
        Ok(found)
    }

    fn value(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let [_, low, high] = ends(self.row, "attainment")?;
        let span = low.zip(high).map(|(low, high)| label::span(low, high, Unit::Share));
        let due = self.row.number("due_count")?.unwrap_or(0.0);
        let of = unit::text(due, Unit::Count);
        let within = promised::within(inputs, self.row)?;
        let normal = rows_of_change(inputs, "attainment", &self.channel)?;
        let is_first = self.promise == "first_response";
        Ok(context! {
            tone => self.tone,
            channel => label::channel(&self.channel),
            word => &self.channel,
            is_phone => self.channel == "phone",
            promise => promised::name(inputs, &self.promise),
            within => within.text,
            time => within.note,
            share => unit::text(self.share, Unit::Share),
            span,
            due => inputs.say.count("promises", due, &of),
            goal => unit::text(self.goal, Unit::Share),
            broken => unit::cell(self.row.number("broken_count")?, Unit::Count),
            normal => normal.filter(|_| is_first).map(|row| told(inputs, row)).transpose()?,
        })
    }
}

/// How many promises surely missed their goals, surely reached them, and could have done either.
fn verdict(inputs: &Inputs<'_>, promises: &[Promise<'_>]) -> String {
    let count = |tone| promises.iter().filter(|one| one.tone == tone).count() as f64;
    let (missed, kept, open) = (count("bad"), count("good"), count(""));
    let text = |count| unit::text(count, Unit::Count);
    let key = match (promises.is_empty(), missed) {
        (true, _) => "overview.no_goals",
        (_, 0.0) => "overview.none_missed",
        _ => "overview.some_missed",
    };
    let all = text(missed + kept + open);
    let values =
        [("missed", &*text(missed)), ("kept", &text(kept)), ("open", &text(open)), ("all", &all)];
    inputs.say.fill(key, &values)
}

/// The row of `changes` for a measure on a channel.
fn rows_of_change<'i>(
    inputs: &'i Inputs<'_>,
    measure: &str,
    channel: &str,
) -> Result<Option<Row<'i>>, ReportError> {
    let found: Vec<Row<'i>> = rows(inputs.table("changes")?).collect();
    Ok(find(&found, &[("measure", measure), ("channel", channel)])?)
}

fn unit_of(row: Row<'_>) -> Result<Unit, ReportError> {
    Ok(match row.text("unit")?.as_deref() {
        Some("share") => Unit::Share,
        Some("seconds") => Unit::Seconds,
        _ => Unit::Count,
    })
}

/// A row of `changes` in words: what it is, was, and does by itself.
fn told(inputs: &Inputs<'_>, row: Row<'_>) -> Result<Value, ReportError> {
    let (say, unit) = (inputs.say, unit_of(row)?);
    let number = |column: &str| row.number(column);
    let channel = row.text("channel")?.unwrap_or_default();
    let measure = row.text("measure")?.unwrap_or_default();
    let value = number("value")?;
    let previous = number("previous")?;
    let limits = number("normal_low")?.zip(number("normal_high")?);
    let side = match (value, number("normal")?.or(previous)) {
        (Some(value), Some(from)) if value < from => "below",
        _ => "above",
    };
    let change = value.zip(previous).map(|(now, before)| unit::change(now - before, unit));
    let weeks = number("normal_week_count")?.unwrap_or(0.0);
    let about = match row.is("is_special")? {
        true => say.text(&format!("overview.special_{side}")),
        false => say.text("overview.within"),
    };
    Ok(context! {
        measure => &measure,
        title => metrics::by_name(&measure).map(|metric| metric.title()),
        channel => label::channel(&channel),
        word => &channel,
        side,
        is_special => row.is("is_special")?,
        is_changed => row.is("is_changed")?,
        about,
        value => unit::cell(value, unit),
        count => number("observation_count")?
            .filter(|_| unit != Unit::Count)
            .map(|count| unit::text(count, Unit::Count)),
        change,
        previous => previous.map(|value| unit::text(value, unit)),
        normal => number("normal")?.map(|value| unit::text(value, unit)),
        limits => limits.map(|(low, high)| label::span(low, high, unit)),
        weeks => unit::text(weeks, Unit::Count),
        spark => Value::from_safe_string(line(inputs, &measure, &channel, limits)?),
    })
}

/// Where the weeks of a watched measure stand: table and column.
fn source(measure: &str) -> Option<(&'static str, &'static str)> {
    Some(match measure {
        "attainment" => ("weekly_at_close", "attainment_share"),
        "first_response" => ("weekly_at_close", "first_response_median_seconds"),
        "resolution" => ("weekly_at_close", "resolution_share"),
        "time_to_resolve" => ("weekly_at_close", "resolve_median_seconds"),
        "volume" => ("weekly_at_close", "conversation_count"),
        "csat" => ("csat_weekly", "csat_share"),
        "backlog" => ("channel_weekly", "backlog_count"),
        _ => return None,
    })
}

/// The weeks of a watched measure as a line on what it does by itself.
fn line(
    inputs: &Inputs<'_>,
    measure: &str,
    channel: &str,
    limits: Option<(f64, f64)>,
) -> Result<String, ReportError> {
    let Some((table, column)) = source(measure) else { return Ok(String::new()) };
    let table = inputs.table(table)?;
    let mut values = Vec::new();
    for back in (0..WEEKS).rev() {
        let week = of_week(table, inputs.week.minus(back))?;
        let row = find(&week, &[("channel", channel)])?;
        values.push(row.map_or(Ok(None), |row| row.number(column))?);
    }
    Ok(spark(&values, limits))
}

/// What changed by more than chance and by much, the whole desk first.
fn changes(inputs: &Inputs<'_>) -> Result<Vec<Value>, ReportError> {
    let mut found = Vec::new();
    for row in rows(inputs.table("changes")?) {
        if row.is("is_large")? && (row.is("is_special")? || row.is("is_changed")?) {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            found.push((!is_desk, !row.is("is_special")?, told(inputs, row)?));
        }
    }
    found.sort_by_key(|(part, calm, _)| (*part, *calm));
    Ok(found.into_iter().map(|(_, _, told)| told).collect())
}

/// Places of the page that are worth a look this week, each with its anchor.
fn look(inputs: &Inputs<'_>) -> Result<Vec<Value>, ReportError> {
    let say = inputs.say;
    let mut found = Vec::new();
    let mut add = |anchor: &str, key: &str, values: &[(&str, &str)]| {
        let text = say.fill(&format!("look.{key}"), values);
        found.push(context! { anchor, text });
    };
    let scores = inputs.table("agent_scorecard")?;
    for (verdict, key) in [(Verdict::ClearlyBelow, "below"), (Verdict::ClearlyAbove, "above")] {
        let mut names = Vec::new();
        for row in rows(scores) {
            if row.text("verdict")?.as_deref() == Some(verdict.text()) {
                names.extend(row.text("agent_name")?);
            }
        }
        names.sort();
        if !names.is_empty() {
            let count = names.len() as f64;
            let who = say.count("agents", count, &unit::text(count, Unit::Count));
            add("grid-scores", key, &[("agents", &who), ("names", &names.join(", "))]);
        }
    }
    let drift = of_week(inputs.table("topic_drift")?, inputs.week)?;
    if let Some(row) = find(&drift, &[("channel", ALL_CHANNELS)])?
        && row.is("is_moved")?
    {
        add("grid-families", "topics", &[("topic", &grown(inputs)?)]);
    }
    let (mut planned, mut read) = (0.0, 0.0);
    for row in rows(inputs.table("sampling_plan")?) {
        planned += 1.0;
        read += f64::from(row.is("is_reviewed")?);
    }
    if planned > 0.0 {
        let [planned, read] = [planned, read].map(|count| unit::text(count, Unit::Count));
        add("grid-reading", "reading", &[("planned", &planned), ("read", &read)]);
    }
    let records = Records::of(inputs)?;
    let key = if records.ledger > 0.0 { "ledger" } else { "ledger_empty" };
    let share = Cell::known(say, records.ledger_share, Unit::Share).text;
    let left_out = unit::text(records.ledger, Unit::Count);
    add("quality", key, &[("share", &share), ("n", &left_out)]);
    Ok(found)
}

/// The family of topics that gained most of the share in the reported week.
fn grown(inputs: &Inputs<'_>) -> Result<String, ReportError> {
    let table = inputs.table("topics_weekly")?;
    let before = of_week(table, inputs.week.minus(1))?;
    let mut most = (f64::MIN, String::new());
    for row in of_week(table, inputs.week)? {
        let family = row.text("family")?.unwrap_or_default();
        let keys = [("channel", ALL_CHANNELS), ("family", &family), ("sub_topic", "all")];
        let is_meant = row.text("channel")?.as_deref() == Some(ALL_CHANNELS)
            && row.text("sub_topic")?.as_deref() == Some("all");
        let earlier = match find(&before, &keys)? {
            Some(row) => row.number("topic_share")?,
            None => None,
        };
        let Some(share) = row.number("topic_share")?.filter(|_| is_meant) else { continue };
        let gain = share - earlier.unwrap_or(0.0);
        if gain > most.0 {
            most = (gain, topics::name(inputs, &family));
        }
    }
    Ok(most.1)
}
