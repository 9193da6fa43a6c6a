//! What counts in each dimension, and to whose credit.

use polars::prelude::{DataFrame, Expr, PolarsResult, col, lit};

use super::book::Book;
use super::cases::{Case, means};
use super::people::People;
use crate::facts::{Facts, Ratings, Turns, Verdicts};
use crate::metrics::Subject;
use crate::model::{Channel, Instant, Outcome};

/// Conversations that are resolved for good, of those whose state is known, to the credit of who sent the
/// last reply: not reopened by the customer, and of a known customer also without another contact on the
/// same topic within a week. Where that week is not over, the conversation does not count yet.
pub(super) fn resolution(
    facts: &Facts,
    book: &Book,
    people: &People,
    end: Instant,
) -> PolarsResult<Vec<Case>> {
    let returned = returned(facts, book, end)?;
    let mut cases = Vec::new();
    let agents = people.numbers_of(book.texts("last_agent_id")?);
    let reopened = book.counts("reopen_by_customer_count")?;
    let states = book.flags("is_resolved")?.iter().zip(reopened.iter());
    let rows = agents.zip(states).zip(returned).enumerate();
    for (number, ((unit, (is_resolved, reopened)), returned)) in rows {
        let (Some(unit), Some(is_resolved)) = (unit, is_resolved) else { continue };
        let stays = match returned {
            Returned::NotYetKnown if is_resolved => continue,
            returned => returned != Returned::Yes && reopened.unwrap_or(0) == 0,
        };
        cases.push(Case::share(number as u32, unit, is_resolved && stays));
    }
    cases.retain(inside(book));
    Ok(cases)
}

/// Whether a customer came back on the same topic within a week of a resolution.
#[derive(Clone, Copy, PartialEq)]
enum Returned {
    Yes,
    No,
    NotYetKnown,
    /// Nobody knows who the customer was, or nothing was resolved.
    Untold,
}

fn returned(facts: &Facts, book: &Book, end: Instant) -> PolarsResult<Vec<Returned>> {
    let mut found = vec![Returned::Untold; book.len()];
    let rows = Subject::Resolved.rows(facts, &[end])?;
    let rows = rows.select(named(&["conversation_id", "is_returned"])).collect()?;
    let numbers = book.ids().numbers_of(rows.column("conversation_id")?.str()?);
    for (number, is_returned) in numbers.zip(rows.column("is_returned")?.bool()?.iter()) {
        if let Some(cell) = number.and_then(|number| found.get_mut(number)) {
            *cell = match is_returned {
                Some(true) => Returned::Yes,
                Some(false) => Returned::No,
                None => Returned::NotYetKnown,
            };
        }
    }
    Ok(found)
}

/// Log of the work spent on a conversation that one agent resolved alone: handle time of a call, replies
/// elsewhere.
pub(super) fn efficiency(book: &Book, people: &People) -> PolarsResult<Vec<Case>> {
    let mut cases = Vec::new();
    let agents = people.numbers_of(book.texts("last_agent_id")?);
    let alone = book.counts("agent_count")?.iter().zip(book.flags("is_resolved")?.iter());
    let work = book.counts("agent_reply_count")?.iter().zip(book.numbers("handle_seconds")?.iter());
    let channels = book.texts("channel")?.iter();
    let rows = agents.zip(alone).zip(work).zip(channels).enumerate();
    for (number, (((unit, (count, is_resolved)), (replies, handled)), channel)) in rows {
        let (Some(unit), Some(1), Some(true)) = (unit, count, is_resolved) else { continue };
        let is_call = channel == Some(Channel::Phone.word());
        let work = if is_call { handled } else { replies.map(|replies| replies as f64) };
        if let Some(work) = work.filter(|work| *work > 0.0) {
            cases.push(Case::new(number as u32, unit, work.ln()));
        }
    }
    cases.retain(inside(book));
    Ok(cases)
}

/// Satisfied ratings, to the credit of who is rated.
pub(super) fn feedback(facts: &Facts, book: &Book, people: &People) -> PolarsResult<Vec<Case>> {
    let rows = facts.scan::<Ratings>()?.filter(col("is_satisfied").is_not_null());
    let rows = rows.select(named(&["conversation_id", "agent_id", "is_satisfied"])).collect()?;
    let satisfied = rows.column("is_satisfied")?.bool()?;
    let found = found(book, people, &rows)?;
    let case = |(found, is_satisfied): (Found, Option<bool>)| {
        let (conversation, unit) = found?;
        Some(Case::share(conversation, unit, is_satisfied?))
    };
    Ok(found.zip(satisfied.iter()).filter_map(case).filter(inside(book)).collect())
}

/// Verdicts on criteria that are scored or critical: whose, which (`name`), whether met (`is_good`), its
/// `weight`, and whether it `counts` in quality.
pub(super) fn verdicts(facts: &Facts, is_scored: Expr) -> PolarsResult<DataFrame> {
    let is_met = col("verdict").eq(lit(Outcome::Met.word()));
    let counts = col("is_critical").not().and(is_scored.clone());
    let mut read = named(&["conversation_id", "agent_id", "weight"]);
    read.extend([col("criterion").alias("name"), is_met.alias("is_good"), counts.alias("counts")]);
    facts.scan::<Verdicts>()?.filter(is_scored.or(col("is_critical"))).select(read).collect()
}

/// Weight of the scored criteria met in a conversation, of those judged, to whose they are.
pub(super) fn quality(
    verdicts: &DataFrame,
    book: &Book,
    people: &People,
) -> PolarsResult<Vec<Case>> {
    let counts = verdicts.column("counts")?.bool()?.iter();
    let judged = verdicts.column("is_good")?.bool()?.iter();
    let judged = judged.zip(verdicts.column("weight")?.f64()?.iter()).zip(counts);
    let part = |(found, ((is_met, weight), counts)): (Found, (Judged, Option<bool>))| {
        let (conversation, unit) = found.filter(|_| counts == Some(true))?;
        Some((Case::share(conversation, unit, is_met?), weight?))
    };
    let found = found(book, people, verdicts)?;
    let parts = found.zip(judged).filter_map(part).filter(|(case, _)| inside(book)(case));
    Ok(means(parts.collect()))
}

/// Mean log of an agent's times to reply in a conversation, `ln(1 + business seconds)`.
pub(super) fn speed(facts: &Facts, book: &Book, people: &People) -> PolarsResult<Vec<Case>> {
    let seconds = "response_business_seconds";
    let rows = facts.scan::<Turns>()?.filter(col(seconds).is_not_null());
    let rows = rows.select(named(&["conversation_id", "agent_id", seconds])).collect()?;
    let times = rows.column(seconds)?.f64()?;
    let found = found(book, people, &rows)?;
    let part = |(found, seconds): (Found, Option<f64>)| {
        let (conversation, unit) = found?;
        Some((Case::new(conversation, unit, seconds?.ln_1p()), 1.0))
    };
    let parts = found.zip(times.iter()).filter_map(part).filter(|(case, _)| inside(book)(case));
    Ok(means(parts.collect()))
}

/// Conversation and agent of a row, by their numbers.
pub(super) type Found = Option<(u32, u32)>;

/// Whether a criterion was met, and its weight.
type Judged = (Option<bool>, Option<f64>);

/// Those of each row that has a `conversation_id` and an `agent_id`.
pub(super) fn found<'a>(
    book: &'a Book,
    people: &'a People,
    rows: &'a DataFrame,
) -> PolarsResult<impl Iterator<Item = Found> + 'a> {
    let conversations = book.ids().numbers_of(rows.column("conversation_id")?.str()?);
    let agents = people.numbers_of(rows.column("agent_id")?.str()?);
    let pair =
        |(number, unit): (Option<usize>, Option<u32>)| Some((u32::try_from(number?).ok()?, unit?));
    Ok(conversations.zip(agents).map(pair))
}

/// Columns by their names.
pub(super) fn named(names: &[&str]) -> Vec<Expr> {
    names.iter().map(|name| col(*name)).collect()
}

/// Whether a case's conversation was opened in the window.
pub(super) fn inside(book: &Book) -> impl Fn(&Case) -> bool + '_ {
    |case| book.is_inside(case.conversation as usize)
}
