//! Makes records and issues of the rows of a piece.

use std::collections::HashMap;

use super::cell::{Cell, Row};
use super::convert::Fault;
use super::needs::needs;
use super::plan::{FieldPlan, FilterPlan, From, KindPlan, Plan};
use crate::model::{Effect, IssueKind, Record, RecordKind, Role, Value};
use crate::sources::Sink;

/// Puts the rows of one piece into its sink.
pub(super) struct Emitter<'e> {
    plan: &'e Plan,
    piece: u32,
    sink: &'e mut dyn Sink,
    /// Whether it was told that the input's zone was taken.
    has_told_zone: bool,
    /// Roles by author, as the settings' patterns have them.
    roles: HashMap<String, Option<Role>>,
}

impl<'e> Emitter<'e> {
    pub fn new(plan: &'e Plan, piece: u32, sink: &'e mut dyn Sink) -> Self {
        let has_told_zone = plan.clock.is_stated;
        Self { plan, piece, sink, has_told_zone, roles: HashMap::new() }
    }

    /// A row that is not what its file's format says it should be.
    pub fn unreadable(&mut self, line: u32, seen: &str) {
        let kind = self.plan.first_kind();
        self.sink.issue(line, kind, "", IssueKind::Unreadable, Effect::Dropped, seen);
    }

    /// Bytes of a row were no text and have been replaced.
    pub fn mended(&mut self, line: u32) {
        let kind = self.plan.first_kind();
        self.sink.issue(line, kind, "", IssueKind::BadEncoding, Effect::Kept, "");
    }

    /// All records of a row. What is seen is at least one record, kept or dropped.
    pub fn row(&mut self, line: u32, row: &impl Row) {
        if let [kind] = self.plan.kinds.as_slice()
            && kind.filter.is_none()
        {
            return self.record(line, kind, row);
        }
        let (mut passed, mut is_taken) = (None, false);
        for kind in &self.plan.kinds {
            if kind.filter.as_ref().is_some_and(|filter| !filter.passes(row)) {
                continue;
            }
            passed = passed.or(Some(kind));
            if self.plan.kinds.len() == 1 || kind.is_in(row) {
                is_taken = true;
                self.record(line, kind, row);
            }
        }
        match passed {
            Some(kind) if !is_taken => {
                let field = kind.fields.first().map_or("", |field| field.name);
                self.dropped(line, kind.kind, field, IssueKind::MissingField, "");
            }
            Some(_) => (),
            None => self.dropped(line, self.plan.first_kind(), "", IssueKind::NotSupport, ""),
        }
    }

    fn dropped(
        &mut self,
        line: u32,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        seen: &str,
    ) {
        self.sink.issue(line, record, field, kind, Effect::Dropped, seen);
    }

    /// One record, unless something is missing or wrong that it needs.
    fn record(&mut self, line: u32, plan: &KindPlan, row: &impl Row) {
        let mut record = plan.kind.empty();
        let mut filled = 0_u32;
        for (index, field) in plan.fields.iter().enumerate() {
            if index == plan.needed && self.lacks(line, plan.kind, filled) {
                return;
            }
            let mut zoned = false;
            match (field.read(self.plan, row, &mut zoned), field.group) {
                (Ok(None), _) => continue,
                (Ok(Some(value)), group) => {
                    let fits = record.set_at(field.at, value);
                    debug_assert!(fits, "a rule yields what its field holds: {}", field.name);
                    filled |= group.map_or(0, |(group, _)| 1 << group);
                }
                (Err(fault), Some((_, true))) => {
                    return self.dropped(line, plan.kind, field.name, fault.kind, &fault.seen);
                }
                (Err(fault), _) => {
                    let effect = Effect::Emptied;
                    self.sink.issue(line, plan.kind, field.name, fault.kind, effect, &fault.seen);
                }
            }
            if zoned && !self.has_told_zone {
                self.has_told_zone = true;
                let zone = self.plan.clock.zone.name();
                self.sink.issue(line, plan.kind, field.name, IssueKind::NoZone, Effect::Kept, zone);
            }
        }
        if plan.fields.len() == plan.needed && self.lacks(line, plan.kind, filled) {
            return;
        }
        self.complete(line, &mut record);
        self.sink.record(line, record);
    }

    /// Whether a group that the record needs is empty; if so, it is told.
    fn lacks(&mut self, line: u32, kind: RecordKind, filled: u32) -> bool {
        let mut groups = needs(kind).groups.iter().enumerate();
        let Some((_, group)) = groups.find(|(index, _)| filled & (1 << index) == 0) else {
            return false;
        };
        let field = group.first().copied().unwrap_or_default();
        self.dropped(line, kind, field, IssueKind::MissingField, "");
        true
    }

    /// Fills in what the settings say of all records of the input.
    fn complete<'r>(&mut self, line: u32, record: &mut Record<'r>)
    where
        'e: 'r,
    {
        let plan = self.plan;
        match record {
            Record::Conversation(state) => {
                state.channel = state.channel.or(plan.channel);
                if state.surface.is_empty() {
                    state.surface = plan.surface.as_str().into();
                }
            }
            Record::Message(message) => {
                message.channel = message.channel.or(plan.channel);
                if message.author_role.is_none() && !plan.who.is_empty() {
                    message.author_role = self.role(&message.author_id);
                }
            }
            Record::Survey(response) if response.response_id.is_empty() => {
                response.response_id = format!("{}:{}:{line}", plan.file, self.piece).into();
            }
            Record::Person(person) if person.role.is_none() => {
                person.role = plan.who.role(&[&person.person_id, &person.name]);
            }
            _ => (),
        }
    }

    fn role(&mut self, author: &str) -> Option<Role> {
        if let Some(role) = self.roles.get(author) {
            return *role;
        }
        let role = self.plan.who.role(&[author]);
        self.roles.insert(author.to_owned(), role);
        role
    }
}

impl FieldPlan {
    #[inline]
    fn read<'r>(
        &'r self,
        plan: &Plan,
        row: &'r impl Row,
        used_input_zone: &mut bool,
    ) -> Result<Option<Value<'r>>, Fault> {
        match &self.from {
            From::Column(column, rule) => {
                rule.read(row.cell(*column), &plan.clock, used_input_zone)
            }
            From::Joined(columns, rule) => {
                let cells = columns.iter().map(|column| row.cell(*column)).collect();
                rule.read_joined(cells, &plan.clock, used_input_zone)
            }
            From::Fixed(fixed) => Ok(Some(fixed.value())),
        }
    }
}

impl KindPlan {
    /// Whether a row that may hold several records holds this one.
    fn is_in(&self, row: &impl Row) -> bool {
        let is_filled = |column: &usize| {
            let cell = row.cell(*column);
            !cell.is_blank() || self.is_word(*column, cell)
        };
        self.marks.is_empty() || self.marks.iter().any(is_filled)
    }

    /// Whether a word that exports write where there is nothing says something here.
    fn is_word(&self, column: usize, cell: Cell<'_>) -> bool {
        let is_empty = cell.into_text().is_none_or(|text| text.trim().is_empty());
        let says = |field: &FieldPlan| match &field.from {
            From::Column(own, rule) => *own == column && rule.word(cell).is_some(),
            From::Joined(..) | From::Fixed(_) => false,
        };
        !is_empty && self.fields.iter().any(says)
    }
}

impl FilterPlan {
    fn passes(&self, row: &impl Row) -> bool {
        let text = match row.cell(self.column) {
            Cell::Empty => String::new(),
            cell => cell.into_text().unwrap_or_default().trim().to_owned(),
        };
        self.words.iter().any(|word| word.eq_ignore_ascii_case(&text)) == self.keeps
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{options, read};
    use crate::model::Channel;
    use crate::sources::Who;

    const WIDE: &str = r#"
        [conversation]
        conversation_id = "id"
        opened_at = "created"
        [rating]
        conversation_id = "id"
        score = "csat"
        comment = "why"
        [[event]]
        conversation_id = "id"
        at = "solved"
        kind = { value = "resolved" }
    "#;

    #[test]
    fn a_wide_row_gives_each_kind_of_which_it_has_something() {
        let csv = "id,created,csat,why,solved\n\
                   7,2026-10-19 09:00,5,,2026-10-19 10:00\n\
                   8,2026-10-19 09:30,,,\n\
                   9,2026-10-19 09:45,,slow,yesterday\n\
                   ,2026-10-19 09:50,,,\n\
                   ,2026-10-19 09:55,4,,\n\
                   ,,3,,\n";
        assert_eq!(
            read("wide.csv", csv.as_bytes(), &options(WIDE)).unwrap(),
            [
                "1 conversation conversation_id=7 opened_at=2026-10-19T07:00:00Z",
                "1 event conversation_id=7 at=2026-10-19T08:00:00Z kind=resolved",
                "1 rating conversation_id=7 score=5",
                "2 conversation conversation_id=8 opened_at=2026-10-19T07:30:00Z",
                "3! event at bad_time dropped yesterday",
                "3 conversation conversation_id=9 opened_at=2026-10-19T07:45:00Z",
                "3 rating conversation_id=9 comment=slow",
                "4! conversation conversation_id missing_field dropped",
                "5! conversation conversation_id missing_field dropped",
                "5! rating conversation_id missing_field dropped",
                "6! rating conversation_id missing_field dropped",
            ]
        );
    }

    #[test]
    fn a_message_without_its_conversation_is_told_unless_replies_tie_it() {
        let csv = "conversation_id,message_id,sent_at\n,m1,2026-10-19T09:00:00Z\n";
        let read = |csv: &str| read("messages.csv", csv.as_bytes(), &options("")).unwrap();
        assert_eq!(read(csv), ["1! message conversation_id missing_field dropped"]);
        let threaded = csv.replace(",sent_at", ",sent_at,in_reply_to").replace("00Z\n", "00Z,\n");
        assert_eq!(read(&threaded), ["1 message message_id=m1 sent_at=2026-10-19T09:00:00Z"]);
    }

    #[test]
    fn a_row_gives_several_records_of_one_kind() {
        let mapping = r#"
            [[message]]
            message_id = "q"
            sent_at = "asked_at"
            text = "question"
            author_role = { value = "customer" }
            [[message]]
            in_reply_to = "q"
            sent_at = "answered_at"
            text = "answer"
            author_role = { value = "agent" }
        "#;
        let csv = "q,asked_at,question,answered_at,answer\n\
                   q1,2026-10-19T09:00:00Z,where?,2026-10-19T09:05:00Z,there\n\
                   q2,2026-10-19T10:00:00Z,when?,,\n";
        assert_eq!(
            read("faq.csv", csv.as_bytes(), &options(mapping)).unwrap(),
            [
                "1 message message_id=q1 text=where? sent_at=2026-10-19T09:00:00Z author_role=customer",
                "1 message in_reply_to=q1 text=there sent_at=2026-10-19T09:05:00Z author_role=agent",
                "2 message message_id=q2 text=when? sent_at=2026-10-19T10:00:00Z author_role=customer",
            ]
        );
    }

    #[test]
    fn a_filter_parts_rows_among_kinds_and_what_no_kind_takes_is_told() {
        let mapping = r#"
            [message]
            sent_at = "at"
            filter = { column = "part", keep = ["comment", "note"] }
            [event]
            kind = { value = "assigned" }
            filter = { column = "part", keep = "assignment" }
        "#;
        let csv = "conversation_id,at,part,text\n\
                   7,2026-10-19T09:00:00Z,comment,hi\n\
                   7,2026-10-19T09:01:00Z,assignment,\n\
                   7,2026-10-19T09:02:00Z,close,\n";
        assert_eq!(
            read("parts.csv", csv.as_bytes(), &options(mapping)).unwrap(),
            [
                "1 message conversation_id=7 text=hi sent_at=2026-10-19T09:00:00Z",
                "2 event conversation_id=7 at=2026-10-19T09:01:00Z kind=assigned",
                "3! message not_support dropped",
            ]
        );
    }

    #[test]
    fn what_a_record_needs_drops_it_and_anything_else_is_emptied() {
        let csv = "conversation_id,sent_at,author_role,text\n\
                   7,2026-10-19T09:00:00Z,boss,hi\n\
                   7,tomorrow,agent,hi\n\
                   7,,agent,hi\n\
                   ,2026-10-19T09:00:00Z,agent,hi\n";
        assert_eq!(
            read("messages.csv", csv.as_bytes(), &options("")).unwrap(),
            [
                "1! message author_role unknown_word emptied boss",
                "1 message conversation_id=7 text=hi sent_at=2026-10-19T09:00:00Z",
                "2! message sent_at bad_time dropped tomorrow",
                "3! message sent_at missing_field dropped",
                "4! message conversation_id missing_field dropped",
            ]
        );
    }

    #[test]
    fn a_zone_that_was_taken_is_told_once() {
        let mut options = options("");
        options.clock.is_stated = false;
        let csv = "conversation_id,sent_at\n7,2026-10-19T09:00:00Z\n7,2026-10-19 09:00\n7,2026-10-19 09:01\n";
        assert_eq!(
            read("messages.csv", csv.as_bytes(), &options).unwrap(),
            [
                "1 message conversation_id=7 sent_at=2026-10-19T09:00:00Z",
                "2! message sent_at no_zone kept Europe/Berlin",
                "2 message conversation_id=7 sent_at=2026-10-19T07:00:00Z",
                "3 message conversation_id=7 sent_at=2026-10-19T07:01:00Z",
            ]
        );
    }

    #[test]
    fn the_inputs_channel_surface_and_people_fill_what_rows_leave_out() {
        let mut options = options("");
        options.channel = Some(Channel::Social);
        options.surface = "vk".to_owned();
        options.who = Who { agents: vec!["anna".into()], bots: vec!["*_bot".into()] };
        let messages = "conversation_id,sent_at,author_id,channel\n\
                        7,2026-10-19T09:00:00Z,lavka_bot,\n\
                        7,2026-10-19T09:01:00Z,anna,chat\n\
                        7,2026-10-19T09:02:00Z,eve,\n";
        let at = "sent_at=2026-10-19T09:0";
        assert_eq!(
            read("messages.csv", messages.as_bytes(), &options).unwrap(),
            [
                format!(
                    "1 message conversation_id=7 author_id=lavka_bot channel=social {at}0:00Z author_role=bot"
                ),
                format!(
                    "2 message conversation_id=7 author_id=anna channel=chat {at}1:00Z author_role=agent"
                ),
                format!("3 message conversation_id=7 author_id=eve channel=social {at}2:00Z"),
            ]
        );
        let conversations = "conversation_id,surface\n7,\n8,web\n";
        assert_eq!(
            read("conversations.csv", conversations.as_bytes(), &options).unwrap(),
            [
                "1 conversation conversation_id=7 surface=vk channel=social",
                "2 conversation conversation_id=8 surface=web channel=social",
            ]
        );
        assert_eq!(
            read("people.csv", b"person_id,name\nu1,Anna\n", &options).unwrap(),
            ["1 person person_id=u1 name=Anna role=agent"]
        );
    }

    #[test]
    fn a_survey_response_without_a_key_is_named_by_its_place() {
        let csv = "answered_at,score\n2026-10-19T09:00:00Z,9\n";
        assert_eq!(
            read("survey.csv", csv.as_bytes(), &options("")).unwrap(),
            [
                "1 survey_response response_id=survey.csv:0:1 answered_at=2026-10-19T09:00:00Z score=9"
            ]
        );
    }
}
