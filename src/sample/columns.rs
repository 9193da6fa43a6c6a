//! The interchange tables and their columns: the model's names, so that no mapping is needed.

/// A table's name, which is also its file's, and the names of its columns.
pub(super) struct Columns<const N: usize> {
    pub table: &'static str,
    pub names: [&'static str; N],
}

pub(super) static CONVERSATIONS: Columns<30> = Columns {
    table: "conversations",
    names: [
        "conversation_id",
        "channel",
        "surface",
        "is_public",
        "subject",
        "customer_id",
        "customer_email",
        "customer_phone",
        "customer_handle",
        "order_id",
        "assignee_id",
        "team",
        "priority",
        "tags",
        "topic_label",
        "initiated_by",
        "opened_at",
        "first_response_at",
        "resolved_at",
        "closed_at",
        "status",
        "updated_at",
        "outcome",
        "queued_at",
        "answered_at",
        "ended_at",
        "queue_seconds",
        "talk_seconds",
        "hold_seconds",
        "wrap_up_seconds",
    ],
};

pub(super) static MESSAGES: Columns<9> = Columns {
    table: "messages",
    names: [
        "conversation_id",
        "message_id",
        "sent_at",
        "ended_at",
        "author_role",
        "author_id",
        "visibility",
        "kind",
        "text",
    ],
};

pub(super) static EVENTS: Columns<5> =
    Columns { table: "events", names: ["conversation_id", "at", "kind", "value", "actor_id"] };

pub(super) static RATINGS: Columns<8> = Columns {
    table: "ratings",
    names: [
        "conversation_id",
        "agent_id",
        "offered_at",
        "rated_at",
        "score",
        "scale_min",
        "scale_max",
        "comment",
    ],
};

pub(super) static SURVEY_RESPONSES: Columns<10> = Columns {
    table: "survey_responses",
    names: [
        "response_id",
        "conversation_id",
        "customer_id",
        "sent_at",
        "answered_at",
        "instrument",
        "score",
        "scale_min",
        "scale_max",
        "comment",
    ],
};

pub(super) static REVIEWS: Columns<7> = Columns {
    table: "reviews",
    names: [
        "conversation_id",
        "reviewer_id",
        "agent_id",
        "criterion",
        "verdict",
        "is_calibration",
        "reviewed_at",
    ],
};

pub(super) static PEOPLE: Columns<4> =
    Columns { table: "people", names: ["person_id", "role", "name", "team"] };
