//! Which kinds of record a file holds, by its columns.

use super::header::Header;
use super::mapping::{FieldMapping, Filter, KindMapping, Mapping, Origin};
use super::needs::{needs, one};
use crate::model::RecordKind;
use crate::sources::{Head, ReadError};
use crate::text::{likeness, nearest};

/// A column that the mapping names and the file has not.
struct Missing<'m> {
    field: &'m str,
    column: &'m str,
}

/// What the mapping says of the records that the file holds.
pub(super) fn kinds(
    head: &Head<'_>,
    header: &Header,
    mapping: &Mapping,
) -> Result<Vec<KindMapping>, ReadError> {
    if mapping.kinds.is_empty() {
        return Ok(vec![KindMapping::by_names(kind_by_name(head, header)?)]);
    }
    Ok(kinds_held(head, header, &mapping.kinds)?.into_iter().cloned().collect())
}

/// The kind of a file whose columns are named as fields are.
fn kind_by_name(head: &Head<'_>, header: &Header) -> Result<RecordKind, ReadError> {
    const CURE: &str = "say in the input's `table` settings which column is which field \
                        (see `caseload formats table`)";
    let Some(kind) = header.kind(head.name) else {
        return Err(ReadError::new(head.path, "its columns are those of no known record", CURE));
    };
    match header.lacks(kind).and_then(|group| group.first()) {
        None => Ok(kind),
        Some(field) => {
            let what = format!(
                "it has no column `{field}`, which {} needs ({})",
                one(kind),
                nearest(field, header.seen())
            );
            Err(ReadError::new(head.path, what, CURE))
        }
    }
}

/// The mapped kinds that a file holds: those all of whose columns it has.
///
/// A kind that lacks some is passed over, as one input may list files of several kinds; but where
/// the file has columns that only this kind reads, or where nothing is left, a name is wrong.
fn kinds_held<'m>(
    head: &Head<'_>,
    header: &Header,
    kinds: &'m [KindMapping],
) -> Result<Vec<&'m KindMapping>, ReadError> {
    let wrong = |kind: &KindMapping, missing: &[Missing<'_>]| {
        let (field, column) = missing.first().map_or(("", ""), |m| (m.field, m.column));
        let what = format!("it has no column `{column}` for `{}.{field}`", kind.kind.word());
        ReadError::new(head.path, what, nearest(column, header.seen()))
    };
    let is_threaded = is_threaded(kinds, header);
    let (held, lacking): (Vec<_>, Vec<_>) = kinds
        .iter()
        .map(|kind| (kind, missing(kind, header, is_threaded)))
        .partition(|(_, missing)| missing.is_empty());
    let held: Vec<_> = held.into_iter().map(|(kind, _)| kind).collect();
    let is_read = |column: &str| held.iter().any(|kind| columns(kind).any(|other| other == column));
    for (kind, missing) in &lacking {
        let is_meant = columns(kind).any(|column| header.has(column) && !is_read(column));
        let is_torn =
            kind.scorecard.is_some() && held.iter().any(|other| other.scorecard == kind.scorecard);
        if (is_meant || is_torn) && !held.is_empty() && !kind.is_optional {
            return Err(wrong(kind, missing));
        }
    }
    if !held.is_empty() {
        return Ok(with_their_own(held, header));
    }
    let nearness = |kind: &KindMapping, missing: &[Missing<'_>]| {
        let present = columns(kind).filter(|column| header.has(column)).count();
        let column = missing.first().map_or("", |missing| missing.column);
        let likeness = header.seen().map(|name| likeness(column, name)).fold(0.0, f64::max);
        present as f64 - missing.len() as f64 + likeness
    };
    let nearest = lacking.iter().max_by(|(one, ones), (other, others)| {
        nearness(one, ones).total_cmp(&nearness(other, others))
    });
    match nearest {
        Some((kind, missing)) => Err(wrong(kind, missing)),
        None => Ok(held),
    }
}

/// Of kinds that an open header may hold, those that are surely there: with all their columns, or with
/// a column, or what marks them, that no such kind reads. So a file of messages does not tell of
/// conversations because it names them.
fn with_their_own<'m>(held: Vec<&'m KindMapping>, header: &Header) -> Vec<&'m KindMapping> {
    let is_whole = |kind: &KindMapping| columns(kind).all(|column| header.has(column));
    let whole: Vec<_> = held.iter().copied().filter(|kind| is_whole(kind)).collect();
    let is_read =
        |column: &str| whole.iter().any(|kind| columns(kind).any(|other| other == column));
    let has_own = |kind: &KindMapping| {
        let marks = needs(kind.kind).marks.iter().filter_map(|mark| kind.field(mark));
        let mut marks = marks.flat_map(FieldMapping::columns).map(String::as_str);
        columns(kind).any(|column| header.has(column) && !is_read(column))
            || marks.any(|column| !is_read(column))
    };
    let is_there = |kind: &&KindMapping| {
        !header.is_open() || whole.is_empty() || is_whole(kind) || has_own(kind)
    };
    held.into_iter().filter(is_there).collect()
}

/// Whether messages say which one they answer, so that an id alone ties a message to others.
pub(super) fn is_threaded(kinds: &[KindMapping], header: &Header) -> bool {
    const REPLY: &str = "in_reply_to";
    let mut messages = kinds.iter().filter(|kind| kind.kind == RecordKind::Message);
    messages.any(|kind| kind.field(REPLY).is_some() || header.has_field(REPLY))
}

/// Every column that a kind's mapping names.
pub(super) fn columns(kind: &KindMapping) -> impl Iterator<Item = &str> {
    let filter = kind.filter.iter().map(|filter| filter.column.as_str());
    kind.fields.iter().flat_map(FieldMapping::columns).map(String::as_str).chain(filter)
}

fn missing<'m>(kind: &'m KindMapping, header: &Header, is_threaded: bool) -> Vec<Missing<'m>> {
    let mut missing = Vec::new();
    for field in &kind.fields {
        if let Origin::Columns { names, is_optional: false, .. } = &field.origin
            && !header.is_open()
        {
            let absent = names.iter().filter(|name| !header.has(name));
            missing.extend(absent.map(|column| Missing { field: field.name, column }));
        }
    }
    if let Some(Filter { column, .. }) = &kind.filter
        && !header.has(column)
    {
        missing.push(Missing { field: "filter", column });
    }
    let needs = needs(kind.kind);
    let groups = if is_threaded { needs.groups } else { needs.columns };
    for group in groups {
        let is_there = |field: &&&str| match kind.field(field) {
            Some(mapped) => mapped.columns().iter().all(|column| header.has(column)),
            None => header.has_field(field),
        };
        if missing.is_empty() && !group.iter().any(|field| is_there(&field)) {
            let mapped = group.iter().find_map(|field| kind.field(field));
            let column = mapped.and_then(|field| field.columns().first()).map(String::as_str);
            let field = mapped.map_or_else(|| group.first().copied(), |field| Some(field.name));
            let field = field.unwrap_or_default();
            missing.push(Missing { field, column: column.unwrap_or(field) });
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn held(mapping: &str, file: &str, header: &Header) -> Result<Vec<RecordKind>, String> {
        let head = Head { path: Path::new(file), name: file, bytes: b"", is_whole: true };
        let kinds = kinds(&head, header, &toml::from_str(mapping).unwrap());
        kinds
            .map(|kinds| kinds.iter().map(|kind| kind.kind).collect())
            .map_err(|error| error.to_string())
    }

    fn closed(mapping: &str, names: &[&str]) -> Result<Vec<RecordKind>, String> {
        held(mapping, "x.csv", &Header::closed(names.iter().map(|&name| name.to_owned()).collect()))
    }

    const DESK: &str = r#"
        [conversation]
        conversation_id = "id"
        opened_at = "created_at"
        [message]
        conversation_id = "ticket_id"
        sent_at = "created_at"
        text = "body"
        [rating]
        conversation_id = "id"
        score = "csat"
    "#;

    #[test]
    fn each_file_of_an_input_takes_the_kinds_whose_columns_it_has() {
        let (conversation, rating) = (RecordKind::Conversation, RecordKind::Rating);
        assert_eq!(closed(DESK, &["id", "created_at", "subject"]), Ok(vec![conversation]));
        let comments = closed(DESK, &["ticket_id", "created_at", "body"]);
        assert_eq!(comments, Ok(vec![RecordKind::Message]));
        assert_eq!(closed(DESK, &["id", "created_at", "csat"]), Ok(vec![conversation, rating]));
    }

    #[test]
    fn a_column_that_is_missing_is_named_with_the_nearest() {
        assert_eq!(
            closed(DESK, &["ticket_id", "createdat", "body"]).unwrap_err(),
            "x.csv: it has no column `created_at` for `message.sent_at`; did you mean `createdat`?"
        );
        let unmapped = closed("[message]\ntext = \"body\"", &["conversation_id", "sentat", "body"]);
        assert_eq!(
            unmapped.unwrap_err(),
            "x.csv: it has no column `sent_at` for `message.sent_at`; did you mean `sentat`?"
        );
        let filtered = "[rating]\nfilter = { column = \"is_deleted\", drop = \"true\" }";
        assert_eq!(
            closed(filtered, &["conversation_id", "score", "deleted"]).unwrap_err(),
            "x.csv: it has no column `is_deleted` for `rating.filter`; did you mean `deleted`?"
        );
    }

    #[test]
    fn a_kind_is_not_lost_to_a_slip_of_the_pen() {
        let names = ["id", "created_at", "ticket", "body"];
        assert_eq!(
            closed(DESK, &names).unwrap_err(),
            "x.csv: it has no column `ticket_id` for `message.conversation_id`; \
             did you mean `ticket`?"
        );
        let optional = DESK.replace("[message]", "[message]\noptional = true");
        assert_eq!(closed(&optional, &names), Ok(vec![RecordKind::Conversation]));
    }

    #[test]
    fn a_column_may_be_optional() {
        let optional = DESK.replace("\"body\"", "{ column = \"body\", optional = true }");
        let names = ["ticket_id", "created_at"];
        assert_eq!(closed(&optional, &names), Ok(vec![RecordKind::Message]));
        assert!(closed(DESK, &names).is_err());
    }

    #[test]
    fn json_may_leave_out_what_a_record_does_not_need() {
        let seen = |names: [&str; 2]| Header::open(names.map(str::to_owned).to_vec());
        let comments = held(DESK, "x.ndjson", &seen(["ticket_id", "created_at"]));
        assert_eq!(comments, Ok(vec![RecordKind::Message]));
        let wrong = held(DESK, "x.ndjson", &seen(["ticket", "created_at"])).unwrap_err();
        assert!(wrong.contains("`ticket_id` for `message.conversation_id`"), "{wrong}");
    }

    #[test]
    fn json_of_messages_tells_of_no_conversations_by_naming_them() {
        let mapping = r#"
            [conversation]
            conversation_id = "conversation_id"
            topic_label = "topic"
            [message]
            conversation_id = "conversation_id"
            sent_at = "sent_at"
            [rating]
            conversation_id = "conversation_id"
            score = "csat"
        "#;
        let seen = |names: &[&str]| {
            let header = Header::open(names.iter().map(|&name| name.to_owned()).collect());
            held(mapping, "x.ndjson", &header).unwrap()
        };
        let (conversation, message) = (RecordKind::Conversation, RecordKind::Message);
        assert_eq!(seen(&["conversation_id", "sent_at"]), [message, RecordKind::Rating]);
        assert_eq!(seen(&["conversation_id", "topic"]), [conversation, RecordKind::Rating]);
        let wide = seen(&["conversation_id", "topic", "sent_at"]);
        assert_eq!(wide, [conversation, message, RecordKind::Rating]);
    }

    #[test]
    fn an_id_ties_messages_only_where_one_answers_another() {
        let by_name = ["message_id", "sent_at", "text"];
        let refused = held("", "messages.csv", &Header::closed(by_name.map(str::to_owned).into()));
        let refused = refused.unwrap_err();
        assert!(refused.contains("no column `conversation_id`, which a message"), "{refused}");
        let mapped = "[message]\nmessage_id = \"id\"\nsent_at = \"at\"";
        assert_eq!(
            closed(mapped, &["id", "at", "conversation"]).unwrap_err(),
            "x.csv: it has no column `conversation_id` for `message.conversation_id`; \
             did you mean `conversation`?"
        );
        let message = Ok(vec![RecordKind::Message]);
        assert_eq!(closed(mapped, &["id", "at", "in_reply_to"]), message);
        let mail = format!("{mapped}\nin_reply_to = {{ column = \"re\", optional = true }}");
        assert_eq!(closed(&mail, &["id", "at"]), message);
        assert_eq!(closed("", &["message_id", "sent_at", "In-Reply-To"]), message);
    }

    #[test]
    fn an_event_is_named_in_english() {
        let header = Header::closed(["conversation_id", "kind"].map(str::to_owned).into());
        let lacking = held("", "events.csv", &header).unwrap_err();
        assert!(lacking.contains("no column `at`, which an event needs"), "{lacking}");
    }

    #[test]
    fn without_a_mapping_the_cure_is_one() {
        let unknown = closed("", &["id", "body"]).unwrap_err();
        assert!(unknown.contains("no known record") && unknown.contains("`table`"), "{unknown}");
        let header = Header::closed(vec!["conversation_id".into(), "sent".into()]);
        let lacking = held("", "messages.csv", &header).unwrap_err();
        assert!(lacking.contains("`sent_at`, which a message needs (did you mean `sent`?)"));
    }
}
