//! One conversation as it went, and what of it is known at an instant.

use std::ops::Range;

use super::customer::Customer;
use super::period::{DAY, Second};
use super::review::Shown;
use super::scene::Contact;
use crate::model::{CallOutcome, EventKind, Instrument, MessageKind, Role, Status};

/// A solved conversation is closed after so long without a word.
const CLOSED_AFTER: Second = 4 * DAY;

/// Who says or does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    Customer,
    Agent(u32),
    Bot,
    System,
}

impl Author {
    pub fn role(self) -> Role {
        match self {
            Author::Customer => Role::Customer,
            Author::Agent(_) => Role::Agent,
            Author::Bot => Role::Bot,
            Author::System => Role::System,
        }
    }
}

/// Something said or written.
pub(super) struct Line {
    pub at: Second,
    /// End of speech.
    pub ended_at: Option<Second>,
    pub author: Author,
    pub kind: MessageKind,
    pub text: Range<usize>,
}

/// Something done.
pub(super) struct Happening {
    pub at: Second,
    pub kind: EventKind,
    pub value: Change,
    pub actor: Option<Author>,
}

/// What a happening changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    Holder(u32),
    Status(Status),
}

/// What is particular to a call.
pub(super) struct Call {
    pub outcome: CallOutcome,
    pub answered_at: Option<Second>,
    pub ended_at: Second,
    pub queue: Second,
    pub talk: Second,
    pub hold: Second,
    pub wrap_up: Second,
}

/// A mark that was asked for.
pub(super) struct Mark {
    pub agent: u32,
    pub offered_at: Second,
    /// When and what, if it was given.
    pub given: Option<(Second, u8)>,
    pub comment: Range<usize>,
}

/// An answered survey.
pub(super) struct Answer {
    pub instrument: Instrument,
    pub sent_at: Second,
    pub answered_at: Second,
    pub score: i64,
    pub comment: Range<usize>,
}

/// One conversation from its beginning to its end, whenever that is.
pub(super) struct Story {
    pub service: usize,
    pub topic: usize,
    pub customer: Customer,
    pub order: String,
    pub surface: &'static str,
    pub is_public: Option<bool>,
    pub is_urgent: bool,
    pub is_again: bool,
    pub is_labelled: bool,
    /// Whether the customer is known by the account, and not only by what the channel shows.
    pub is_known: bool,
    pub initiated_by: Role,
    pub opened_at: Second,
    pub subject: Range<usize>,
    pub lines: Vec<Line>,
    pub events: Vec<Happening>,
    pub call: Option<Call>,
    pub mark: Option<Mark>,
    pub answer: Option<Answer>,
    pub shown: Shown,
    /// Holds all texts.
    pub text: String,
}

/// The state of a conversation at an instant.
#[derive(Debug, Default, PartialEq)]
pub(super) struct State {
    pub holder: Option<u32>,
    pub status: Option<Status>,
    pub first_response_at: Option<Second>,
    pub resolved_at: Option<Second>,
    pub closed_at: Option<Second>,
    pub updated_at: Option<Second>,
}

impl Story {
    /// A conversation of which nothing is told yet.
    pub fn new(contact: &Contact) -> Self {
        Self {
            service: contact.service,
            topic: contact.topic,
            customer: Customer::default(),
            order: String::new(),
            surface: "",
            is_public: None,
            is_urgent: false,
            is_again: contact.earlier > 0,
            is_labelled: true,
            is_known: true,
            initiated_by: Role::Customer,
            opened_at: contact.at,
            subject: 0..0,
            lines: Vec::new(),
            events: Vec::new(),
            call: None,
            mark: None,
            answer: None,
            shown: Shown::default(),
            text: String::new(),
        }
    }

    pub fn text(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Puts lines and events into the order of time.
    pub fn sort(&mut self) {
        self.lines.sort_by_key(|line| line.at);
        self.events.sort_by_key(|event| event.at);
    }

    /// What was said before an instant; speech, if it had ended.
    pub fn lines_before(&self, end: Second) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.ended_at.unwrap_or(line.at) < end)
    }

    pub fn events_before(&self, end: Second) -> impl Iterator<Item = &Happening> {
        self.events.iter().filter(move |event| event.at < end)
    }

    /// The state at an instant after its beginning.
    pub fn state(&self, end: Second) -> State {
        let mut state = State { status: Some(Status::New), ..State::default() };
        let mut updated_at = self.opened_at;
        for event in self.events_before(end) {
            updated_at = updated_at.max(event.at);
            state.see(event);
        }
        let mut asked = self.call.is_some();
        for line in self.lines_before(end) {
            updated_at = updated_at.max(line.at);
            let is_reply = line.kind == MessageKind::Reply;
            asked |= is_reply && line.author == Author::Customer;
            if asked && is_reply && matches!(line.author, Author::Agent(_)) {
                state.first_response_at = state.first_response_at.or(Some(line.at));
            }
        }
        if let Some(call) = &self.call {
            state.first_response_at = call.answered_at;
            if call.outcome == CallOutcome::Abandoned {
                state.status = None;
            }
        }
        if state.status == Some(Status::Solved)
            && let Some(at) = Some(updated_at + CLOSED_AFTER).filter(|at| *at < end)
        {
            (state.status, state.closed_at) = (Some(Status::Closed), Some(at));
        }
        state.updated_at = Some(state.closed_at.map_or(updated_at, |at| at.max(updated_at)));
        state
    }
}

impl State {
    fn see(&mut self, event: &Happening) {
        match (event.kind, event.value) {
            (EventKind::Assigned, Change::Holder(agent)) => {
                self.holder = Some(agent);
                if self.status == Some(Status::New) {
                    self.status = Some(Status::Open);
                }
            }
            (EventKind::StatusChanged, Change::Status(status)) => self.status = Some(status),
            (EventKind::Resolved, _) => {
                self.status = Some(Status::Solved);
                self.resolved_at = Some(event.at);
            }
            (EventKind::Reopened, _) => {
                self.status = Some(Status::Open);
                self.resolved_at = None;
            }
            (EventKind::Abandoned, _) => {
                self.status = Some(Status::Closed);
                self.closed_at = Some(event.at);
            }
            _ => {}
        }
    }
}
