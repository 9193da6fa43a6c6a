//! What each kind of record needs, what shows that a row holds one, and what its files are called.

use crate::model::RecordKind;

/// What is known of a kind of record beyond the list of its fields.
pub(super) struct Needs {
    /// Of each group one field must be filled, or the record says nothing.
    pub groups: &'static [&'static [&'static str]],
    /// Of each group a file must have a column, or none of its rows says anything. That of
    /// messages is narrower: ids alone, without replies to them, would make each message a
    /// conversation of its own.
    pub columns: &'static [&'static [&'static str]],
    /// Any of these, where filled, shows that a row of a wide file holds such a record.
    pub marks: &'static [&'static str],
    /// Words in the name of a file that holds nothing else.
    pub stems: &'static [&'static str],
}

pub(super) const fn needs(kind: RecordKind) -> Needs {
    match kind {
        RecordKind::Conversation => Needs {
            groups: &[&["conversation_id"]],
            columns: &[&["conversation_id"]],
            marks: &["conversation_id"],
            stems: &["conversation", "conversations", "ticket", "tickets", "call", "calls"],
        },
        RecordKind::Message => Needs {
            groups: &[&["sent_at"], &["conversation_id", "in_reply_to", "message_id"]],
            columns: &[&["sent_at"], &["conversation_id", "in_reply_to"]],
            marks: &["sent_at", "text"],
            stems: &["message", "messages", "comment", "comments"],
        },
        RecordKind::Event => Needs {
            groups: &[&["conversation_id"], &["at"], &["kind"]],
            columns: &[&["conversation_id"], &["at"], &["kind"]],
            marks: &["at"],
            stems: &["event", "events"],
        },
        RecordKind::Rating => Needs {
            groups: &[&["conversation_id"]],
            columns: &[&["conversation_id"]],
            marks: &["score", "offered_at", "rated_at", "comment"],
            stems: &["rating", "ratings"],
        },
        RecordKind::Survey => Needs {
            groups: &[&["answered_at"]],
            columns: &[&["answered_at"]],
            marks: &["answered_at", "score", "comment"],
            stems: &["survey", "surveys", "response", "responses"],
        },
        RecordKind::Review => Needs {
            groups: &[&["conversation_id"], &["criterion"], &["verdict"]],
            columns: &[&["conversation_id"], &["criterion"], &["verdict"]],
            marks: &["verdict"],
            stems: &["review", "reviews", "scorecard", "scorecards"],
        },
        RecordKind::Person => Needs {
            groups: &[&["person_id"]],
            columns: &[&["person_id"]],
            marks: &["person_id"],
            stems: &["person", "people", "user", "users", "agent", "agents"],
        },
    }
}

/// A kind of record as a sentence names one: `an event`.
pub(super) fn one(kind: RecordKind) -> String {
    let word = kind.word().replace('_', " ");
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

impl Needs {
    /// The group that a field belongs to, if any.
    pub fn group_of(&self, field: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.contains(&field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_in_english() {
        assert_eq!(one(RecordKind::Event), "an event");
        assert_eq!(one(RecordKind::Survey), "a survey response");
    }

    #[test]
    fn every_name_is_a_field_of_its_kind() {
        for &kind in RecordKind::ALL {
            let needs = needs(kind);
            let groups = needs.groups.iter().chain(needs.columns).copied().flatten();
            for name in groups.chain(needs.marks) {
                assert!(kind.fields().iter().any(|(field, _)| field == name), "{kind:?} {name}");
            }
        }
    }
}
