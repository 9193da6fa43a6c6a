//! The table of how far the mix of topics has moved, week over week.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{
    Column as Values, DataFrame, DataType, IntoColumn, IntoLazy, LazyFrame, NamedFrom,
    PolarsResult, Series, col, len, lit,
};

use super::scope::Scope;
use super::table::Table;
use super::topics_weekly::{UNKNOWN, told};
use super::weekly;
use crate::metrics::Column;
use crate::model::Unit;
use crate::stats::Stability;

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
        let rows = moved(&counts)?.lazy().with_column(col("week_on").cast(DataType::Date));
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
    let mut rows = Vec::new();
    for ((channel, week), after) in &mix {
        let before = mix.get(&(channel.clone(), week - WEEK));
        let Some(before) = before else { continue };
        let (before, after) = (listed(before), listed(after));
        rows.push((
            channel.as_str(),
            *week,
            before.clone(),
            after.clone(),
            Stability::of(&before, &after),
        ));
    }
    let sum = |counts: &[u64]| counts.iter().sum::<u64>() as i64;
    let columns: Vec<Values> = vec![
        Series::new("channel".into(), rows.iter().map(|row| row.0).collect::<Vec<_>>())
            .into_column(),
        Series::new("week_on".into(), rows.iter().map(|row| row.1).collect::<Vec<_>>())
            .into_column(),
        Series::new("told_count".into(), rows.iter().map(|row| sum(&row.3)).collect::<Vec<_>>())
            .into_column(),
        Series::new(
            "previous_told_count".into(),
            rows.iter().map(|row| sum(&row.2)).collect::<Vec<_>>(),
        )
        .into_column(),
        Series::new(
            "stability_index".into(),
            rows.iter().map(|row| row.4.map(|moved| moved.index)).collect::<Vec<_>>(),
        )
        .into_column(),
        Series::new(
            "stability_by_chance".into(),
            rows.iter().map(|row| row.4.map(|moved| moved.by_chance)).collect::<Vec<_>>(),
        )
        .into_column(),
        Series::new(
            "is_moved".into(),
            rows.iter().map(|row| row.4.map(Stability::has_moved)).collect::<Vec<_>>(),
        )
        .into_column(),
    ];
    DataFrame::new(rows.len(), columns)
}
