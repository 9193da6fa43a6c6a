//! Recognises a Contact Lens file and reads what is known of its contact.

use std::io;

use super::start;
use super::talk::Talk;
use super::wire::{Characteristics, Metadata, Participant, Wire};
use crate::model::{Channel, RecordKind};
use crate::sources::json::{self, list, shape};
use crate::sources::out::Out;
use crate::sources::source::{
    Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source,
};

/// Amazon Connect Contact Lens.
pub struct ContactLens;

impl Source for ContactLens {
    fn name(&self) -> &'static str {
        "contact_lens"
    }

    fn page(&self) -> &'static str {
        include_str!("contact_lens.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let has = |mark: &str| memchr::memmem::find(head.bytes, mark.as_bytes()).is_some();
        let is_json = head.bytes.trim_ascii_start().starts_with(b"{");
        let fits = is_json && has("\"JobStatus\"") && has("\"ConversationCharacteristics\"");
        fits.then(|| Grounds {
            certainty: Certainty::Certain,
            because: "it has JobStatus and ConversationCharacteristics".into(),
        })
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        if !head.bytes.trim_ascii_start().starts_with(b"{") {
            return Err(ReadError::new(
                head.path,
                "it is not a JSON object",
                "take the files under `Analysis/` in Connect's bucket",
            ));
        }
        let name = head.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.get(..head.name.len()).unwrap_or(&name);
        let stem = stem.strip_suffix(".json").unwrap_or(stem);
        Ok(Box::new(Contact { stem: stem.to_owned(), options: options.clone() }))
    }
}

/// Reads the file of one contact.
struct Contact {
    /// The file's name without its ends; it holds the contact's id and when an agent answered it.
    stem: String,
    options: Options,
}

const STATE: RecordKind = RecordKind::Conversation;

impl Reader for Contact {
    fn unit(&self) -> &'static str {
        "item"
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.options.clock);
        let Some(text) = json::text(piece.bytes, STATE, &mut out) else {
            return Ok(());
        };
        match sonic_rs::from_str::<Wire<'_>>(&text) {
            Ok(wire) => self.contact(&wire, &mut out),
            Err(error) => return json::broken_off(&error, STATE, &mut out),
        }
        Ok(())
    }
}

impl Contact {
    fn contact(&self, wire: &Wire<'_>, out: &mut Out<'_>) {
        let metadata: Metadata<'_> = shape(&wire.customer_metadata).unwrap_or_default();
        let people = list(&wire.participants);
        let people: Vec<Participant<'_>> =
            people.into_iter().filter_map(|text| sonic_rs::from_str(text).ok()).collect();
        let id = match metadata.contact_id.0.as_ref() {
            "" => self.stem.split("_analysis").next().unwrap_or_default(),
            id => id,
        };
        let channel = match wire.channel.0.as_ref() {
            "CHAT" => Some(Channel::Chat),
            "VOICE" => Some(Channel::Phone),
            "EMAIL" => Some(Channel::Email),
            _ => self.options.channel,
        };
        let transcript = list(&wire.transcript);
        let talk = Talk { id, channel, people: &people, options: &self.options };
        if transcript.iter().any(|text| text.contains("\"BeginOffsetMillis\"")) {
            let start = start::answered(&self.stem);
            let start = start.or_else(|| start::recorded(&metadata.recording.0));
            let length: Characteristics<'_> =
                shape(&wire.conversation_characteristics).unwrap_or_default();
            let length = length.total_conversation_duration_millis.number();
            talk.call(&transcript, start, length, out);
        } else {
            talk.chat(&transcript, out);
        }
    }
}
