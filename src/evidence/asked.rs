//! Whom an agent's customers were asked for a rating, and who answered.

use polars::prelude::{PolarsResult, col};

use super::book::Book;
use super::cases::Case;
use super::dimensions::{found, named};
use super::people::People;
use crate::facts::{Facts, Ratings};
use crate::stats::association::Table;

/// How one agent's customers were asked, and answered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// Requests for a rating of the agent.
    pub asked: u32,
    /// Of these, answered, and the satisfied answers.
    pub answered: u32,
    pub satisfied: u32,
    /// Conversations in the agent's hands: asked for a rating (the marker) by resolved for good (the outcome).
    pub asked_by_outcome: Table,
    /// Of those asked: answered (the marker) by resolved for good.
    pub answered_by_outcome: Table,
    /// Ratings given to somebody else for conversations in which the agent sent the last reply, and the
    /// satisfied ones.
    pub elsewhere: u32,
    pub elsewhere_satisfied: u32,
}

/// What is known of the requests for one conversation.
#[derive(Clone, Copy, Default)]
struct Request {
    is_asked: bool,
    is_answered: bool,
}

/// By agent, over the conversations of the book's window; `resolutions` tell how these ended.
pub(super) fn asked(
    facts: &Facts,
    book: &Book,
    people: &People,
    resolutions: &[Case],
) -> PolarsResult<Vec<Asked>> {
    let mut all = vec![Asked::default(); people.agents().len()];
    let mut requests = vec![Request::default(); book.len()];
    let mut read = named(&["conversation_id", "agent_id", "is_satisfied"]);
    read.push(col("points").is_not_null().alias("is_answered"));
    let rows = facts.scan::<Ratings>()?.select(read).collect()?;
    let told = rows.column("is_answered")?.bool()?.iter();
    let told = told.zip(rows.column("is_satisfied")?.bool()?.iter());
    let last: Vec<Option<u32>> = people.numbers_of(book.texts("last_agent_id")?).collect();
    for (found, (is_answered, is_satisfied)) in found(book, people, &rows)?.zip(told) {
        let Some((conversation, unit)) = found else { continue };
        let number = conversation as usize;
        if !book.is_inside(number) {
            continue;
        }
        let is_answered = is_answered.unwrap_or(false);
        let is_satisfied = u32::from(is_answered && is_satisfied.unwrap_or(false));
        if let Some(request) = requests.get_mut(number) {
            request.is_asked = true;
            request.is_answered |= is_answered;
        }
        if let Some(own) = all.get_mut(unit as usize) {
            own.asked += 1;
            own.answered += u32::from(is_answered);
            own.satisfied += is_satisfied;
        }
        let other = last.get(number).copied().flatten().filter(|last| *last != unit);
        let other = other.and_then(|other| all.get_mut(other as usize));
        if let (Some(other), true) = (other, is_answered) {
            other.elsewhere += 1;
            other.elsewhere_satisfied += is_satisfied;
        }
    }
    for case in resolutions {
        let request = requests.get(case.conversation as usize).copied().unwrap_or_default();
        if let Some(own) = all.get_mut(case.unit as usize) {
            let is_good = case.outcome > 0.5;
            own.asked_by_outcome.add(request.is_asked, is_good);
            if request.is_asked {
                own.answered_by_outcome.add(request.is_answered, is_good);
            }
        }
    }
    Ok(all)
}
