//! Volume: how many conversations were opened, and how much was written in them.

use polars::prelude::len;

use super::column::Column;
use super::expr::total;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct Volume;

impl Metric for Volume {
    fn name(&self) -> &'static str {
        "volume"
    }

    fn page(&self) -> &'static str {
        include_str!("volume.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn credit(&self) -> Option<&'static str> {
        Some("last_agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let sum =
            |name: &str, about: &str| Measured::of_rows(Column::count(name, about), total(name));
        vec![
            Measured::of_rows(Column::count("conversation_count", "Conversations opened."), len()),
            sum("message_count", "Messages of any kind in them."),
            sum("customer_message_count", "Messages of customers in them."),
            sum("agent_reply_count", "Public replies by people in them."),
            sum("bot_message_count", "Messages of bots in them."),
            sum("transfer_count", "Hand-overs of them after the first assignment."),
        ]
    }
}
