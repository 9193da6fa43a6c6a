//! Recognises Zendesk's JSON and chooses between one document and one object per line.

use super::read::Zen;
use crate::sources::cut::Cut;
use crate::sources::source::{Certainty, Grounds, Head, Options, ReadError, Reader, Source};

/// Zendesk Support, as JSON.
pub struct Zendesk;

impl Source for Zendesk {
    fn name(&self) -> &'static str {
        "zendesk"
    }

    fn page(&self) -> &'static str {
        include_str!("zendesk.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let has = |mark: &str| memchr::memmem::find(head.bytes, mark.as_bytes()).is_some();
        if !matches!(head.bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return None;
        }
        let (certainty, because) = if has(".zendesk.com/api/v2/") {
            (Certainty::Certain, "it holds addresses of Zendesk's API")
        } else if has("\"requester_id\"") && has("\"submitter_id\"") {
            (Certainty::Certain, "its tickets have a requester_id and a submitter_id")
        } else if has("\"ticket_id\"") && (has("\"author_id\"") || has("\"child_events\"")) {
            (Certainty::Likely, "its objects have a ticket_id and an author_id")
        } else if has("\"ticket_id\"") && has("\"assignee_id\"") && has("\"score\"") {
            (Certainty::Likely, "its ratings have a ticket_id, an assignee_id and a score")
        } else if has("\"end-user\"") && has("\"role\"") {
            (Certainty::Likely, "its users have the role end-user")
        } else {
            return None;
        };
        Some(Grounds { certainty, because: because.into() })
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        if !matches!(head.bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return Err(ReadError::new(
                head.path,
                "it is not JSON",
                "export the tickets as JSON, or read a CSV of them with `format = \"table\"`",
            ));
        }
        let cut = if is_lines(head.bytes) { Cut::Lines } else { Cut::Whole };
        Ok(Box::new(Zen { cut, options: options.clone() }))
    }
}

/// Whether each line is an object of its own: the first one ends where its line does, and another
/// follows. A file of one such line may as well be one document.
pub(super) fn is_lines(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let mut next = || lines.find(|line| !line.is_empty()).unwrap_or_default();
    let (first, second) = (next(), next());
    first.starts_with(b"{") && first.ends_with(b"}") && second.starts_with(b"{")
}
