//! A sample read back by the model's own words, for tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sonic_rs::{JsonContainerTrait, JsonValueTrait};

use super::Format;
use super::folder::file_name;
use crate::model::{
    Channel, ConversationState, Event, FieldType, Instant, Message, Person, Rating, Record,
    RecordKind, Review, SurveyResponse, Value,
};

/// Everything that a sample says of one conversation.
#[derive(Default)]
pub(super) struct Told {
    pub state: ConversationState<'static>,
    pub messages: Vec<Message<'static>>,
    pub events: Vec<Event<'static>>,
    pub ratings: Vec<Rating<'static>>,
    pub reviews: Vec<Review<'static>>,
}

/// A sample, read back by the model's own words.
#[derive(Default)]
pub(super) struct Sample {
    pub conversations: BTreeMap<String, Told>,
    pub surveys: Vec<SurveyResponse<'static>>,
    pub people: Vec<Person<'static>>,
}

impl Sample {
    pub fn read(dir: &Path) -> Self {
        let mut sample = Self::default();
        for (table, kind) in [
            ("conversations", RecordKind::Conversation),
            ("messages", RecordKind::Message),
            ("events", RecordKind::Event),
            ("ratings", RecordKind::Rating),
            ("survey_responses", RecordKind::Survey),
            ("reviews", RecordKind::Review),
            ("people", RecordKind::Person),
        ] {
            let text = fs::read_to_string(dir.join(file_name(table, Format::Ndjson))).unwrap();
            text.lines().for_each(|line| sample.add(record(kind, line)));
        }
        sample
    }

    fn add(&mut self, record: Record<'static>) {
        let id = record.belongs_to().to_string();
        match record {
            Record::Conversation(state) => {
                let told = Told { state: *state, ..Told::default() };
                assert!(self.conversations.insert(id, told).is_none());
            }
            Record::Message(message) => self.told(&id).messages.push(message),
            Record::Event(event) => self.told(&id).events.push(event),
            Record::Rating(rating) => self.told(&id).ratings.push(rating),
            Record::Review(review) => self.told(&id).reviews.push(review),
            Record::Survey(survey) => self.surveys.push(survey),
            Record::Person(person) => self.people.push(person),
        }
    }

    fn told(&mut self, id: &str) -> &mut Told {
        self.conversations.get_mut(id).expect("its conversation stands in the table")
    }

    pub fn on(&self, channel: Channel) -> impl Iterator<Item = &Told> {
        self.conversations.values().filter(move |told| told.state.channel == Some(channel))
    }
}

/// One line as a record; every key must be a field and every value fit it.
fn record(kind: RecordKind, line: &str) -> Record<'static> {
    let object: sonic_rs::Value = sonic_rs::from_str(line).unwrap();
    let mut record = kind.empty();
    for (key, value) in object.as_object().expect("an object") {
        let (_, field) = kind.fields().iter().find(|(name, _)| *name == key).expect(key);
        let text = || value.as_str().unwrap().to_owned();
        let value = match field {
            FieldType::Text | FieldType::Word(_) => Value::Text(text().into()),
            FieldType::Instant => Value::Instant(Instant::from_rfc3339(&text()).unwrap()),
            FieldType::Number => Value::Number(value.as_f64().unwrap()),
            FieldType::Flag => Value::Flag(value.as_bool().unwrap()),
            FieldType::List => {
                let items = value.as_array().unwrap().iter();
                Value::List(items.map(|item| item.as_str().unwrap().to_owned().into()).collect())
            }
        };
        assert!(record.set(key, value), "{key} in {line}");
    }
    record
}
