//! How first response, resolution and satisfaction are counted: by us, and by the rules that help
//! desks publish. One rule = one file with a page of the same name.
//!
//! A [`Definition`] is asked of a conversation that was followed ([`Told`]). It answers with
//! instants; how long lies between them is left to the conversation's calendar. The run's own rule
//! stands in [`super::Rules::definition`]; what all of them say of one conversation, side by side,
//! is the fact [`Compared`].

mod compared;
mod freshdesk;
mod gorgias;
mod intercom;
mod ours;
mod zendesk;

use std::borrow::Cow;
use std::fmt;

use super::promised::TargetTime;
use super::ratings::points;
use super::told::Told;
use crate::model::{Channel, Instant, Message, Rating, Role, is_reply_by_person};

pub use compared::{Compared, ComparedRow, compare};

/// Every rule, ours first.
pub static ALL: &[&dyn Definition] = &[
    &ours::Ours,
    &zendesk::Zendesk,
    &intercom::Intercom,
    &gorgias::Gorgias,
    &freshdesk::Freshdesk,
];

/// The rule of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Definition> {
    ALL.iter().copied().find(|definition| definition.name() == name)
}

/// The rule of a run that names none.
pub fn ours() -> &'static dyn Definition {
    &ours::Ours
}

/// One rule.
pub trait Definition: Sync {
    /// Its word in settings and tables.
    fn name(&self) -> &'static str;

    /// Whose rule it is, as a page may say.
    fn title(&self) -> &'static str;

    /// What it says, what was read of it and what was assumed, with worked cases.
    fn page(&self) -> &'static str;

    /// Which time it shows unless told otherwise.
    fn time(&self) -> TargetTime;

    /// The date under which it files a time.
    fn filed(&self) -> Filed;

    /// Whether it counts a conversation at all.
    fn is_counted(&self, _: &Told<'_>) -> bool {
        true
    }

    /// The first response; `None` where there is none under this rule.
    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>>;

    /// Where the clock of a first response that has not come yet starts; `None` where none is
    /// waited for.
    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant>;

    /// Where the clock of the resolution starts; `None` where it has no time.
    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant>;

    /// Whether a rating is a satisfied one; `None` where it is not counted.
    fn is_satisfied(&self, told: &Told<'_>, rating: &Rating<'_>) -> Option<bool>;
}

impl fmt::Debug for dyn Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The date under which a time is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    /// When the conversation was opened.
    Opened,
    /// When the response was given, or the conversation resolved.
    Ended,
}

impl Filed {
    pub const fn word(self) -> &'static str {
        match self {
            Filed::Opened => "opened",
            Filed::Ended => "ended",
        }
    }
}

/// A stretch of time; its end is never before its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Instant,
    pub to: Instant,
}

impl Period {
    /// `None` where it would end before it begins.
    fn new(from: Instant, to: Instant) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }
}

/// A first response and who gave it; empty where nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response<'a> {
    pub span: Period,
    pub agent_id: &'a str,
}

/// What a rule says of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted<'a> {
    pub is_counted: bool,
    /// Where the clock of the first response started, whether or not one has come.
    pub response_began_at: Option<Instant>,
    pub response: Option<Response<'a>>,
    /// `None` where nothing says, or where the rule leaves the conversation out.
    pub is_resolved: Option<bool>,
    pub resolution_began_at: Option<Instant>,
    /// To the last resolution, where it stayed resolved.
    pub resolution: Option<Period>,
}

/// The names of the rules that hold, joined by commas; `None` where none does.
pub(super) fn named(holds: impl Fn(&dyn Definition) -> bool) -> Option<Cow<'static, str>> {
    let bit = |(place, rule): (usize, &&dyn Definition)| usize::from(holds(*rule)) << place;
    compared::names(ALL.iter().enumerate().map(bit).sum())
}

/// A conversation under a rule.
pub(super) fn count<'a>(definition: &dyn Definition, told: &Told<'a>) -> Counted<'a> {
    if !definition.is_counted(told) {
        return Counted::default();
    }
    let response = definition.first_response(told);
    let began_at = response.map(|response| response.span.from);
    let resolution_began_at = definition.resolution_began_at(told);
    let resolution = resolution_began_at.zip(told.course.resolved_at);
    Counted {
        is_counted: true,
        response_began_at: began_at.or_else(|| definition.response_began_at(told)),
        response,
        is_resolved: told.course.is_resolved,
        resolution_began_at,
        resolution: resolution.and_then(|(from, to)| Period::new(from, to)),
    }
}

/// The pages of help desks speak of tickets; a call's speed of answer is another measure there.
fn is_call(told: &Told<'_>) -> bool {
    told.channel() == Channel::Phone
}

/// From the customer's first message to the first public reply by a person after it.
fn from_first_message<'a>(told: &Told<'a>) -> Option<Response<'a>> {
    let (wait, to) = told.first_reply()?;
    Some(Response { span: Period::new(wait.asked_at, to)?, agent_id: wait.agent_id })
}

/// From creation to the first response after it. What an agent opened the ticket with is the
/// ticket's description, and the next response counts. Without messages it is as stated.
fn from_creation<'a>(
    told: &Told<'a>,
    is_response: impl Fn(&Message<'_>) -> bool,
) -> Option<Response<'a>> {
    let conversation = told.conversation;
    let from = conversation.state.opened_at?;
    if conversation.messages.is_empty() {
        let span = Period::new(from, conversation.state.first_response_at?)?;
        return Some(Response { span, agent_id: "" });
    }
    let by_people = |m: &&Message<'_>| matches!(m.author_role, Some(Role::Customer | Role::Agent));
    let opening = conversation.messages.iter().find(by_people);
    let is_opened_by_agent = conversation.initiated_by() == Some(Role::Agent);
    let description = opening.filter(|message| is_opened_by_agent && is_response(message));
    let mut responses = conversation.messages.iter().filter(|message| is_response(message));
    let first = responses.find(|message| {
        message.sent_at >= Some(from) && description.is_none_or(|d| !std::ptr::eq(d, *message))
    })?;
    Some(Response { span: Period::new(from, first.sent_at?)?, agent_id: &first.author_id })
}

/// When a customer who waits for a first response wrote.
fn asked_at(told: &Told<'_>) -> Option<Instant> {
    told.first_wait().map(|wait| wait.asked_at)
}

/// When a conversation was created in which a customer waits for a first response.
fn created_at(told: &Told<'_>) -> Option<Instant> {
    told.first_wait().and(told.conversation.state.opened_at)
}

/// The customer's first message, or what stands for it: a ticket without messages began with one
/// unless an agent opened it; a call began in the queue.
fn first_message_at(told: &Told<'_>) -> Option<Instant> {
    let state = &told.conversation.state;
    let is_bare = told.conversation.messages.is_empty() || is_call(told);
    let opened_at = state.opened_at.filter(|_| is_bare && state.initiated_by != Some(Role::Agent));
    asked_at(told).or(opened_at)
}

/// Whether a mark lies in the top two fifths of its scale.
fn is_in_top_two(rating: &Rating<'_>) -> Option<bool> {
    points(rating).map(|points| points >= 4.0)
}

/// The newest mark that a conversation was given, by its own time; of equals the last.
fn newest_mark<'a>(told: &Told<'a>) -> Option<&'a Rating<'a>> {
    let marks = told.conversation.ratings.iter().filter(|rating| points(rating).is_some());
    marks.max_by_key(|rating| rating.rated_at)
}

/// Whether a person replied in public; true where the messages are not in the input.
fn has_reply(told: &Told<'_>) -> bool {
    let messages = &told.conversation.messages;
    messages.is_empty() || messages.iter().any(is_reply_by_person)
}
