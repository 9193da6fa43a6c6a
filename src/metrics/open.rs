//! The stretches of time in which each conversation was open.

use std::collections::HashMap;

use polars::prelude::{
    DataFrame, IdxCa, IntoColumn, IntoLazy, JoinType, LazyFrame, NamedFrom, PolarsResult, Series,
    col, lit,
};

use super::column::Kind;
use super::subject::is_abandoned;
use crate::facts::{Conversations, Dimension, Facts, Spans};
use crate::model::Status;

/// A solved stretch between two changes of the status, microseconds.
type Break = (i64, i64);

/// One row per stretch in which a conversation was open, with `channel`, `opened_at` (the
/// conversation's), `from_at` and `until_at`, which is missing while it lasts. A conversation has
/// one, from its opening to its last resolution, and one more for each time that its status went
/// from solved or closed back to another. Those that nothing says the state or the resolution's
/// time of have none, nor have given-up calls.
pub fn stretches(facts: &Facts) -> PolarsResult<DataFrame> {
    let can_say = col("is_open").or(col("resolved_at").is_not_null());
    let known = facts.scan::<Conversations>()?.filter(can_say.and(is_abandoned().not()));
    let known = known.filter(col("opened_at").is_not_null());
    let is_reopened = || col("reopen_count").fill_null(lit(0i64)).gt(lit(0i64));
    let plain = known.clone().filter(is_reopened().not()).select([
        col("channel"),
        col("opened_at"),
        col("opened_at").alias("from_at"),
        col("resolved_at").alias("until_at"),
    ]);
    let mut all = plain.collect()?;
    let reopened = known.filter(is_reopened()).select([
        col("conversation_id"),
        col("channel"),
        col("opened_at"),
        col("resolved_at"),
    ]);
    all.vstack_mut(&parted(&reopened.collect()?, facts)?)?;
    Ok(all)
}

/// The stretches of conversations that were taken up again.
fn parted(reopened: &DataFrame, facts: &Facts) -> PolarsResult<DataFrame> {
    let breaks = breaks(reopened, facts)?;
    let opened = reopened.column("opened_at")?.datetime()?.physical();
    let resolved = reopened.column("resolved_at")?.datetime()?.physical();
    let ids = reopened.column("conversation_id")?.str()?;
    let (mut rows, mut from, mut until) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (id, (opened, resolved))) in
        (0..).zip(ids.iter().zip(opened.iter().zip(resolved.iter())))
    {
        let (Some(id), Some(mut began)) = (id, opened) else { continue };
        let is_over = |at: i64| resolved.is_some_and(|resolved| at >= resolved);
        for (solved, again) in breaks.get(id).into_iter().flatten() {
            if *solved < began || is_over(*again) {
                continue;
            }
            rows.push(row);
            from.push(began);
            until.push(Some(*solved));
            began = *again;
        }
        rows.push(row);
        from.push(began);
        until.push(resolved);
    }
    let instants = |name: &str, values: Series| -> PolarsResult<_> {
        Ok(values.with_name(name.into()).cast(&Kind::Instant.data_type())?.into_column())
    };
    let mut parted =
        reopened.select(["channel", "opened_at"])?.take(&IdxCa::from_vec("".into(), rows))?;
    parted.with_column(instants("from_at", Series::new("".into(), from))?)?;
    parted.with_column(instants("until_at", Series::new("".into(), until))?)?;
    Ok(parted)
}

/// When each of the conversations was solved and its status set back later, in the order of time.
fn breaks(reopened: &DataFrame, facts: &Facts) -> PolarsResult<HashMap<String, Vec<Break>>> {
    let mut breaks: HashMap<String, Vec<Break>> = HashMap::new();
    if reopened.height() == 0 {
        return Ok(breaks);
    }
    let ids = reopened.select(["conversation_id"])?.lazy();
    let is = |column: &str, word: &str| col(column).eq_missing(lit(word.to_owned()));
    let is_done = is("value", Status::Solved.word()).or(is("value", Status::Closed.word()));
    let solved =
        facts.scan::<Spans>()?.filter(is("dimension", Dimension::Status.word()).and(is_done));
    let key = [col("conversation_id")];
    let solved: LazyFrame = solved.join(ids, key.clone(), key, JoinType::Semi.into());
    let solved = solved.sort(["conversation_id", "began_at"], Default::default()).collect()?;
    let ids = solved.column("conversation_id")?.str()?;
    let began = solved.column("began_at")?.datetime()?.physical();
    let ended = solved.column("ended_at")?.datetime()?.physical();
    for (id, (began, ended)) in ids.iter().zip(began.iter().zip(ended.iter())) {
        let (Some(id), Some(began)) = (id, began) else { continue };
        let ended = ended.unwrap_or(i64::MAX);
        let of_one = breaks.entry(id.to_owned()).or_default();
        match of_one.last_mut() {
            // Closing what was solved is no change.
            Some(last) if last.1 == began => last.1 = ended,
            _ => of_one.push((began, ended)),
        }
    }
    for of_one in breaks.values_mut() {
        of_one.retain(|(_, ended)| *ended < i64::MAX);
    }
    Ok(breaks)
}
