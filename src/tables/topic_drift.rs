//! The table of how far the mix of topics has moved, week over week.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, DataType, IntoLazy, LazyFrame, PolarsResult, col, len, lit};

use super::rows::Rows;
use super::scope::Scope;
use super::table::Table;
use super::topics_weekly::{UNKNOWN, told};
use super::weekly;
use crate::metrics::Column;
use crate::model::Unit;
use crate::stats::{Stability, stability_parts};

/// The table.
pub struct TopicDrift;

/// Days in a week.
const WEEK: i32 = 7;

impl Table for TopicDrift {
    fn name(&self) -> &'static str {
        "topic_drift"
    }

    fn about(&self) -> &'static str {
        "How far the shares of the families of topics on one channel (or all of them) have moved from the \
         week before, `unknown` counted as a family. A week whose week before has no conversation in which \
         the customer wrote has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let own = [
            Column::count("told_count", "Conversations in which the customer wrote something."),
            Column::count("previous_told_count", "The same in the week before."),
            Column::number(
                "stability_index",
                Unit::None,
                "Population stability index: Σ (a − b)·ln(a ÷ b) over the shares after and before, half a \
                 conversation added to each.",
            ),
            Column::number(
                "stability_by_chance",
                Unit::None,
                "What it exceeds in one of twenty weeks in which nothing moves, with so few conversations.",
            ),
            Column::flag("is_moved", "Whether more has moved than chance moves."),
            Column::text("most_moved_family", "The family that adds most to the index."),
            Column::share("most_moved_share", "Its share of the conversations."),
            Column::share("most_moved_previous_share", "The same in the week before."),
        ];
        weekly::channel_columns().chain(own).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = weekly::filed_under("opened_at", told(scope)?, scope);
        let rows = rows.with_column(col("topic_family").fill_null(lit(UNKNOWN)));
        let group = |rows: LazyFrame, keys: &[&str]| {
            let keys: Vec<_> = keys.iter().map(|key| col(*key)).collect();
            rows.group_by(keys).agg([len().cast(DataType::Int64).alias("count")])
        };
        let counts = weekly::with_all_channels(rows, &["week_on", "topic_family"], group)?;
        let counts = counts.with_column(col("week_on").cast(DataType::Int32)).collect()?;
        let rows = moved(&counts)?.lazy();
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

/// Counts of the families by channel and Monday, in days.
type Mix = BTreeMap<(String, i32), BTreeMap<String, u64>>;

fn moved(counts: &DataFrame) -> PolarsResult<DataFrame> {
    let text = |name: &str| PolarsResult::Ok(counts.column(name)?.str()?.clone());
    let (channels, families) = (text("channel")?, text("topic_family")?);
    let (weeks, numbers) = (counts.column("week_on")?.i32()?, counts.column("count")?.i64()?);
    let mut mix = Mix::new();
    for ((channel, family), (week, count)) in
        channels.iter().zip(families.iter()).zip(weeks.iter().zip(numbers.iter()))
    {
        if let (Some(channel), Some(family), Some(week), Some(count)) =
            (channel, family, week, count)
        {
            let of_week = mix.entry((channel.to_owned(), week)).or_default();
            of_week.insert(family.to_owned(), count.unsigned_abs());
        }
    }
    let families: BTreeSet<&String> = mix.values().flat_map(BTreeMap::keys).collect();
    let listed = |of: &BTreeMap<String, u64>| -> Vec<u64> {
        families.iter().map(|family| of.get(*family).copied().unwrap_or(0)).collect()
    };
    let rows = mix.iter().filter_map(|((channel, week), after)| {
        let before = mix.get(&(channel.clone(), week - WEEK))?;
        Some(Moved { channel, week: *week, before: listed(before), after: listed(after) })
    });
    let rows: Vec<Moved<'_>> = rows.collect();
    let most = |row: &Moved<'_>| row.most(&families);
    Rows::of(&rows)
        .text("channel", |row| Some(row.channel))
        .day("week_on", |row| Some(row.week))?
        .count("told_count", |row| Some(sum(&row.after)))
        .count("previous_told_count", |row| Some(sum(&row.before)))
        .number("stability_index", |row| Some(row.stability()?.index))
        .number("stability_by_chance", |row| Some(row.stability()?.by_chance))
        .flag("is_moved", |row| row.stability().map(Stability::has_moved))
        .text("most_moved_family", |row| most(row).map(|(family, ..)| family))
        .number("most_moved_share", |row| most(row).map(|(_, _, after)| after))
        .number("most_moved_previous_share", |row| most(row).map(|(_, before, _)| before))
        .frame()
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

/// The counts of all families on one channel in one week, and in the week before.
struct Moved<'m> {
    channel: &'m str,
    week: i32,
    before: Vec<u64>,
    after: Vec<u64>,
}

impl Moved<'_> {
    fn stability(&self) -> Option<Stability> {
        Stability::of(&self.before, &self.after)
    }

    /// The family that adds most to the index, its share before and after; `None` where nothing moved.
    fn most<'f>(&self, families: &BTreeSet<&'f String>) -> Option<(&'f str, f64, f64)> {
        let parts = stability_parts(&self.before, &self.after)?;
        let counts = families.iter().zip(self.before.iter().zip(&self.after));
        let (_, (family, (before, after))) = parts
            .into_iter()
            .zip(counts)
            .filter(|(part, _)| *part > 0.0)
            .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        let share = |count: u64, of: &[u64]| count as f64 / sum(of) as f64;
        Some((family, share(*before, &self.before), share(*after, &self.after)))
    }
}
