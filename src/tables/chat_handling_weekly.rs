//! The table of what chats take of agents, each minute shared out over the chats open in it.

use std::collections::HashMap;

use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType, LazyFrame, NamedFrom, PolarsResult,
    Series, coalesce, col, len, lit, when,
};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::{Conversations, Dimension, Messages, Spans};
use crate::metrics::{Column, Kind};
use crate::model::{Channel, MessageKind, Role, Status, Unit, Visibility};
use crate::stats::apportioned;

/// The table.
pub struct ChatHandlingWeekly;

impl Table for ChatHandlingWeekly {
    fn name(&self) -> &'static str {
        "chat_handling_weekly"
    }

    fn about(&self) -> &'static str {
        "What the chats that began in one week took of one agent. A chat is open for an agent from \
         the first reply, or from being assigned if that is earlier, until its resolution, or its \
         last message where none is known; for an agent who handed it over, until the agent's own \
         last reply. While it was solved it is not open. Of time in which several chats were open \
         each has its part, so that an agent who answers three at once does not look three times \
         as slow. Agents who did not reply in a chat did not handle it. Bots have no rows."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = agent_columns().into_iter().chain(weekly::columns());
        first
            .chain([
                Column::count("chat_count", "Chats that the agent replied in."),
                Column::seconds("raw_handle_seconds", "Time in which they were open, added up."),
                Column::seconds(
                    "busy_seconds",
                    "The same with shared time shared out: that in which at least one was open.",
                ),
                Column::seconds("raw_handle_mean_seconds", "Mean time in which a chat was open."),
                Column::seconds(
                    "handle_mean_seconds",
                    "Mean handle time: its part of busy_seconds.",
                ),
                Column::number(
                    "concurrency",
                    Unit::None,
                    "Chats open at once while any was: raw_handle_seconds ÷ busy_seconds.",
                ),
            ])
            .collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let handled = handled(chats(scope)?, &solved(scope)?)?.lazy();
        let rows = handled.with_column(weekly::week_on("began_at", scope));
        let seconds = |name: &str| col(name).cast(DataType::Float64) / lit(1e6);
        let per_chat = |seconds: &str| col(seconds) / col("chat_count").cast(DataType::Float64);
        let is_busy = col("busy_seconds").gt(lit(0.0));
        let ratio = col("raw_handle_seconds") / col("busy_seconds");
        let rows = rows
            .filter(col("week_on").is_not_null())
            .group_by([col("agent_id"), col("week_on")])
            .agg([len().alias("chat_count"), col("raw").sum(), col("own").sum()])
            .with_columns([
                seconds("raw").alias("raw_handle_seconds"),
                seconds("own").alias("busy_seconds"),
            ])
            .with_columns([
                per_chat("raw_handle_seconds").alias("raw_handle_mean_seconds"),
                per_chat("busy_seconds").alias("handle_mean_seconds"),
                when(is_busy).then(ratio).otherwise(weekly::missing()).alias("concurrency"),
            ]);
        let rows = with_agents(rows, scope)?.with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn is(column: &str, word: &str) -> Expr {
    col(column).eq_missing(lit(word.to_owned()))
}

/// Each chat and agent who replied in it, with the beginning and the end of their work on it.
fn chats(scope: &Scope) -> PolarsResult<DataFrame> {
    let messages = scope.facts.scan::<Messages>()?.filter(is("channel", Channel::Chat.word()));
    let is_reply = col("kind").is_null().or(is("kind", MessageKind::Reply.word()));
    let is_public = is("visibility", Visibility::Private.word()).not();
    let is_persons = is("author_role", Role::Agent.word()).and(col("author_id").is_not_null());
    let replies = messages
        .clone()
        .filter(is_persons.and(is_public).and(is_reply))
        .group_by([col("conversation_id"), col("author_id").alias("agent_id")])
        .agg([
            col("sent_at").min().alias("first_reply_at"),
            col("sent_at").max().alias("last_reply_at"),
        ]);
    let last = messages
        .group_by([col("conversation_id")])
        .agg([col("sent_at").max().alias("last_message_at")]);
    let assigned = scope
        .facts
        .scan::<Spans>()?
        .filter(is("dimension", Dimension::Owner.word()).and(col("value").is_not_null()))
        .group_by([col("conversation_id"), col("value").alias("agent_id")])
        .agg([col("began_at").min().alias("assigned_at")]);
    let states = scope.facts.scan::<Conversations>()?.select([
        col("conversation_id"),
        col("last_agent_id"),
        col("resolved_at"),
    ]);
    let chat = [col("conversation_id")];
    let both = [col("conversation_id"), col("agent_id")];
    let left = || JoinType::Left.into();
    let rows = replies
        .join(last, chat.clone(), chat.clone(), left())
        .join(assigned, both.clone(), both, left())
        .join(states, chat.clone(), chat, left());
    let is_earlier = col("assigned_at").lt(col("first_reply_at"));
    let is_last = col("last_agent_id").eq_missing(col("agent_id"));
    let over = coalesce(&[col("resolved_at"), col("last_message_at")]);
    let is_later = is_last.and(over.clone().gt(col("last_reply_at")));
    rows.select([
        col("agent_id"),
        col("conversation_id"),
        when(is_earlier)
            .then(col("assigned_at"))
            .otherwise(col("first_reply_at"))
            .alias("began_at"),
        when(is_later).then(over).otherwise(col("last_reply_at")).alias("ended_at"),
    ])
    .collect()
}

/// Beginning and end of a stretch of time.
type Stretch = (i64, i64);

/// When chats were solved, in the order of time.
fn solved(scope: &Scope) -> PolarsResult<HashMap<String, Vec<Stretch>>> {
    let is_done = is("value", Status::Solved.word()).or(is("value", Status::Closed.word()));
    let is_status = is("dimension", Dimension::Status.word());
    let is_chat = is("channel", Channel::Chat.word());
    let spans = scope.facts.scan::<Spans>()?.filter(is_chat.and(is_status).and(is_done));
    let spans = spans.sort(["conversation_id", "began_at"], Default::default()).collect()?;
    let mut solved: HashMap<String, Vec<Stretch>> = HashMap::new();
    let began = instants(&spans, "began_at")?;
    let ended = instants(&spans, "ended_at")?;
    for (id, (began, ended)) in
        texts(&spans, "conversation_id")?.into_iter().zip(began.into_iter().zip(ended))
    {
        if let Some(began) = began {
            solved.entry(id).or_default().push((began, ended.unwrap_or(i64::MAX)));
        }
    }
    Ok(solved)
}

fn texts(frame: &DataFrame, name: &str) -> PolarsResult<Vec<String>> {
    let column = frame.column(name)?.str()?;
    Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

fn instants(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<i64>>> {
    Ok(frame.column(name)?.datetime()?.physical().iter().collect())
}

/// One agent's work on one chat.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Chat {
    agent: String,
    began: i64,
    ended: i64,
    id: String,
}

impl Chat {
    /// The stretches in which it was open.
    fn open(&self, solved: &[Stretch]) -> Vec<Stretch> {
        let mut open = Vec::new();
        let mut now = self.began;
        for (began, ended) in solved {
            if *began > now {
                open.push((now, (*began).min(self.ended)));
            }
            now = now.max(*ended);
        }
        open.push((now, self.ended));
        open.retain(|(began, ended)| began < ended);
        open
    }
}

/// For each chat and agent the microseconds in which it was open, and its own part of them, rounded
/// so that an agent's parts add up.
fn handled(chats: DataFrame, solved: &HashMap<String, Vec<Stretch>>) -> PolarsResult<DataFrame> {
    let began = instants(&chats, "began_at")?.into_iter().zip(instants(&chats, "ended_at")?);
    let names = texts(&chats, "agent_id")?.into_iter().zip(texts(&chats, "conversation_id")?);
    let mut chats: Vec<Chat> = names
        .zip(began)
        .filter_map(|((agent, id), (began, ended))| {
            Some(Chat { agent, began: began?, ended: ended?, id })
        })
        .collect();
    chats.sort_unstable();
    let (mut raws, mut owns) = (Vec::new(), Vec::new());
    for chats in chats.chunk_by(|one, next| one.agent == next.agent) {
        let first = chats.first().map_or(0, |chat| chat.began);
        let since = |at: i64| (at - first) as f64;
        let mut stretches = Vec::new();
        let mut counts = Vec::new();
        for chat in chats {
            let open = chat.open(solved.get(&chat.id).map_or(&[], Vec::as_slice));
            raws.push(open.iter().map(|(began, ended)| ended - began).sum::<i64>());
            counts.push(open.len());
            stretches.extend(open.into_iter().map(|(began, ended)| (since(began), since(ended))));
        }
        let mut own = apportioned(&stretches).into_iter();
        let (mut given, mut told) = (0.0, 0);
        owns.extend(counts.into_iter().map(|count| {
            given += own.by_ref().take(count).sum::<f64>();
            let before = std::mem::replace(&mut told, given.round() as i64);
            told - before
        }));
    }
    let agents = chats.iter().map(|chat| chat.agent.as_str()).collect::<Vec<_>>();
    let began = chats.iter().map(|chat| chat.began).collect::<Vec<_>>();
    let columns = vec![
        Series::new("agent_id".into(), agents).into_column(),
        Series::new("began_at".into(), began).cast(&Kind::Instant.data_type())?.into_column(),
        Series::new("raw".into(), raws).into_column(),
        Series::new("own".into(), owns).into_column(),
    ];
    DataFrame::new(chats.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Desk;
    use crate::model::EventKind;
    use crate::tables::build;
    use crate::tables::sample::scope;

    /// Agent, chats, raw and busy minutes, concurrency.
    type Row = (String, i64, f64, f64, Option<f64>);

    fn rows(desk: &Desk) -> Vec<Row> {
        let (_folder, scope) = scope(desk, 2);
        let frame = build(&ChatHandlingWeekly, &scope).unwrap();
        let cell =
            |name: &str, row: usize| frame.column(name).unwrap().get(row).unwrap().extract::<f64>();
        let agents = texts(&frame, "agent_id").unwrap();
        (0..frame.height())
            .map(|row| {
                let minutes = |name| cell(name, row).unwrap() / 60.0;
                let count = cell("chat_count", row).unwrap();
                assert_eq!(minutes("handle_mean_seconds"), minutes("busy_seconds") / count);
                (
                    agents[row].clone(),
                    count as i64,
                    minutes("raw_handle_seconds"),
                    minutes("busy_seconds"),
                    cell("concurrency", row),
                )
            })
            .collect()
    }

    fn chat(desk: Desk, name: &str, from: &str, to: &str) -> Desk {
        desk.conversation(name)
            .customer("09:00", "Where is my order?")
            .agent("ann", from, "One moment")
            .event(to, EventKind::Resolved, "")
    }

    #[test]
    fn time_is_shared_out_over_the_chats_that_are_open_in_it() {
        let desk = chat(Desk::new(), "a", "09:10", "09:20");
        let desk = chat(chat(desk, "b", "09:14", "09:22"), "c", "09:21", "09:25");
        let desk = desk.conversation("mail").channel(Channel::Email).agent("ann", "09:00", "Hello");
        let found = rows(&desk);
        assert_eq!(found, [("ann".to_owned(), 3, 22.0, 15.0, Some(22.0 / 15.0))]);
    }

    #[test]
    fn thirds_of_a_time_add_up_to_it() {
        let desk = chat(Desk::new(), "a", "09:10", "09:20");
        let desk = chat(chat(desk, "b", "09:10", "09:20"), "c", "09:10", "09:20");
        assert_eq!(rows(&desk), [("ann".to_owned(), 3, 30.0, 10.0, Some(3.0))]);
    }

    #[test]
    fn a_chat_that_is_handed_over_is_open_for_each_in_turn() {
        let desk = Desk::new()
            .customer("09:00", "Where is my order?")
            .event("09:01", EventKind::Assigned, "ann")
            .agent("ann", "09:03", "One moment")
            .agent("ann", "09:06", "My colleague knows")
            .event("09:06", EventKind::Transferred, "boris")
            .note("mei", "09:08", "It is lost")
            .agent("boris", "09:11", "It is lost")
            .customer("09:16", "Oh");
        let found = rows(&desk);
        assert_eq!(
            found,
            [
                ("ann".to_owned(), 1, 5.0, 5.0, Some(1.0)),
                ("boris".to_owned(), 1, 10.0, 10.0, Some(1.0)),
            ]
        );
    }

    #[test]
    fn nobody_handles_a_chat_while_it_is_solved() {
        let desk = chat(Desk::new(), "a", "09:10", "09:20")
            .customer("12:00", "Still not here")
            .event("12:00", EventKind::Reopened, "")
            .agent("ann", "12:05", "I have sent another")
            .event("12:10", EventKind::Resolved, "");
        assert_eq!(rows(&desk), [("ann".to_owned(), 1, 20.0, 20.0, Some(1.0))]);
    }

    #[test]
    fn one_reply_to_what_goes_on_without_it_takes_no_time() {
        let desk = Desk::new()
            .customer("09:00", "Where is my order?")
            .agent("ann", "09:03", "One moment")
            .agent("boris", "09:04", "It is mine")
            .agent("boris", "09:05", "It is at your door");
        let found = rows(&desk);
        assert_eq!(found[0], ("ann".to_owned(), 1, 0.0, 0.0, None));
    }
}
