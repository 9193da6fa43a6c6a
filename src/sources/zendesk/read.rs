//! Goes through pages or lines and hands each object to what reads its kind.

use std::io;

use super::source::is_lines;
use super::wire::{Kind, Wire};
use super::{audit, comment, person, rating, ticket};
use crate::model::{IssueKind, RecordKind, Str};
use crate::sources::cut::Cut;
use crate::sources::json::{self, items, list, position};
use crate::sources::out::Out;
use crate::sources::source::{Options, Piece, Reader, Sink};

/// Reads one file of Zendesk's.
pub(super) struct Zen {
    pub(super) cut: Cut,
    pub(super) options: Options,
}

/// What lists of records are called in pages.
const LISTS: &[&str] = &[
    "tickets",
    "comments",
    "users",
    "satisfaction_ratings",
    "audits",
    "ticket_events",
    "ticket_metrics",
    "metric_sets",
];

impl Reader for Zen {
    fn cut(&self) -> Cut {
        self.cut
    }

    fn unit(&self) -> &'static str {
        if self.cut == Cut::Lines { "line" } else { "object" }
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.options.clock);
        // The first line of a file of lines may be longer than its head.
        if self.cut == Cut::Whole && !is_lines(piece.bytes) {
            return match json::text(piece.bytes, RecordKind::Conversation, &mut out) {
                Some(text) => self.document(&text, &mut out),
                None => Ok(()),
            };
        }
        for (number, line) in piece.bytes.split(|&b| b == b'\n').enumerate() {
            let line = line.trim_ascii();
            if !line.is_empty() {
                out.line = u32::try_from(number).unwrap_or(u32::MAX);
                if let Some(text) = json::text(line, RecordKind::Conversation, &mut out) {
                    self.object("", &text, &mut out);
                }
            }
        }
        Ok(())
    }
}

impl Zen {
    /// A whole file: a page, or a single object.
    fn document(&self, text: &str, out: &mut Out<'_>) -> io::Result<()> {
        match self.page(text, out, 1) {
            Ok(true) => {}
            Ok(false) => self.object("", text, out),
            Err(error) => return json::broken_off(&error, RecordKind::Conversation, out),
        }
        Ok(())
    }

    /// A page (`{"tickets":[…],"next_page":…}`) or a bare list; its objects stand `step` lines
    /// apart. False where it is neither.
    fn page(&self, text: &str, out: &mut Out<'_>, step: u32) -> Result<bool, sonic_rs::Error> {
        let each = |list: &str, item: Str<'_>| {
            let list = if list.is_empty() { "results" } else { list };
            self.object(list, &item, out);
            out.line = out.line.saturating_add(step);
        };
        items(text, |key| LISTS.contains(&key), each)
    }

    /// One object; `list` names the list it stands in and is empty where it stands by itself.
    fn object(&self, list: &str, text: &str, out: &mut Out<'_>) {
        let wire: Wire<'_> = match sonic_rs::from_str(text) {
            Ok(wire) => wire,
            Err(error) => return unreadable(list, &position(&error), out),
        };
        let kind = wire.kind(list);
        if kind.is_none() && list.is_empty() {
            if let Some(ticket) = &wire.ticket {
                return self.object("tickets", ticket.as_raw_str(), out);
            }
            if let Some(user) = &wire.user {
                return self.object("users", user.as_raw_str(), out);
            }
            match self.page(text, out, 0) {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => return unreadable(list, &position(&error), out),
            }
        }
        match kind {
            Some(Kind::Ticket) => self.ticket(wire, out),
            Some(Kind::Comment) => comment::read(wire, &self.options, out),
            Some(Kind::Audit) => audit::read(wire, &self.options, out),
            Some(Kind::Rating) => rating::read(wire, out),
            Some(Kind::Metrics) => ticket::metrics(wire, out),
            Some(Kind::Person) => person::read(wire, &self.options, out),
            None => unreadable(list, "an object of no kind that is known", out),
        }
    }

    /// A ticket, and the comments and audits that stand in it and need not name it.
    fn ticket(&self, mut wire: Wire<'_>, out: &mut Out<'_>) {
        let inner = [("comments", list(&wire.comments)), ("audits", list(&wire.audits))];
        let ticket = wire.id.clone();
        wire.id = ticket.clone();
        if !ticket::read(wire, &self.options, out) {
            return;
        }
        for (list, text) in
            inner.iter().flat_map(|(list, all)| all.iter().map(|text| (*list, text)))
        {
            match sonic_rs::from_str::<Wire<'_>>(text) {
                Ok(mut wire) => {
                    wire.ticket_id = ticket.clone();
                    match list {
                        "audits" => audit::read(wire, &self.options, out),
                        _ => comment::read(wire, &self.options, out),
                    }
                }
                Err(error) => unreadable(list, &position(&error), out),
            }
        }
    }
}

/// Leaves out what can't be read, as the kind of record that its list holds.
fn unreadable(list: &str, seen: &str, out: &mut Out<'_>) {
    let kind = match list {
        "comments" => RecordKind::Message,
        "users" => RecordKind::Person,
        "satisfaction_ratings" => RecordKind::Rating,
        "audits" | "ticket_events" => RecordKind::Event,
        _ => RecordKind::Conversation,
    };
    out.drop(kind, "", IssueKind::Unreadable, seen);
}
