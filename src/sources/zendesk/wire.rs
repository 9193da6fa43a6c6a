//! What an object of Zendesk's may hold, whichever kind it is.

use serde::Deserialize;
use sonic_rs::LazyValue;

use crate::sources::json::Scalar;

/// The fields of all kinds of objects that are read. Every scalar may be of any type.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wire<'a> {
    #[serde(borrow)]
    pub id: Scalar<'a>,
    pub ticket_id: Scalar<'a>,
    pub created_at: Scalar<'a>,
    pub updated_at: Scalar<'a>,
    /// Of a ticket event, in seconds since 1970.
    pub timestamp: Scalar<'a>,

    pub subject: Scalar<'a>,
    pub status: Scalar<'a>,
    pub priority: Scalar<'a>,
    pub requester_id: Scalar<'a>,
    pub assignee_id: Scalar<'a>,
    pub group_id: Scalar<'a>,
    pub tags: Option<LazyValue<'a>>,
    pub via: Option<LazyValue<'a>>,
    pub satisfaction_rating: Option<LazyValue<'a>>,
    pub metric_set: Option<LazyValue<'a>>,
    pub comments: Option<LazyValue<'a>>,
    pub audits: Option<LazyValue<'a>>,

    #[serde(rename = "type")]
    pub kind: Scalar<'a>,
    pub author_id: Scalar<'a>,
    pub updater_id: Scalar<'a>,
    pub public: Scalar<'a>,
    pub plain_body: Scalar<'a>,
    pub body: Scalar<'a>,
    pub html_body: Scalar<'a>,
    pub data: Option<LazyValue<'a>>,

    pub score: Scalar<'a>,
    pub comment: Scalar<'a>,

    pub role: Scalar<'a>,
    pub name: Scalar<'a>,
    pub email: Scalar<'a>,
    pub default_group_id: Scalar<'a>,

    pub reply_time_in_minutes: Option<LazyValue<'a>>,
    pub reply_time_in_seconds: Option<LazyValue<'a>>,
    pub solved_at: Scalar<'a>,

    pub events: Option<LazyValue<'a>>,
    pub child_events: Option<LazyValue<'a>>,

    /// Wrapped as a single object of the API is.
    pub ticket: Option<LazyValue<'a>>,
    pub user: Option<LazyValue<'a>>,
}

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ticket,
    Comment,
    Audit,
    Rating,
    Metrics,
    Person,
}

impl Wire<'_> {
    /// The kind as its list says, else as its fields do.
    pub(super) fn kind(&self, list: &str) -> Option<Kind> {
        let has_text = !self.body.is_empty() || !self.plain_body.is_empty();
        let has_text = has_text || !self.html_body.is_empty();
        match list {
            "tickets" => Some(Kind::Ticket),
            "comments" => Some(Kind::Comment),
            "audits" | "ticket_events" => Some(Kind::Audit),
            "users" => Some(Kind::Person),
            "satisfaction_ratings" => Some(Kind::Rating),
            "ticket_metrics" | "metric_sets" => Some(Kind::Metrics),
            _ if self.events.is_some() || self.child_events.is_some() => Some(Kind::Audit),
            _ if !self.requester_id.is_empty() && self.ticket_id.is_empty() => Some(Kind::Ticket),
            _ if !self.role.is_empty() => Some(Kind::Person),
            _ if !self.score.is_empty() && !self.ticket_id.is_empty() => Some(Kind::Rating),
            _ if !self.author_id.is_empty() || has_text => Some(Kind::Comment),
            _ if self.reply_time_in_minutes.is_some() && !self.ticket_id.is_empty() => {
                Some(Kind::Metrics)
            }
            _ if !self.status.is_empty() => Some(Kind::Ticket),
            _ => None,
        }
    }
}
