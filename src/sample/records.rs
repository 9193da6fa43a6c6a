//! Conversations as rows of the interchange tables, as far as they have come by the end.

use std::fmt::Write;

use super::ALL;
use super::columns::{CONVERSATIONS, EVENTS, MESSAGES, PEOPLE, RATINGS, REVIEWS, SURVEY_RESPONSES};
use super::format::{Cell, Format, Sheet};
use super::review::Review;
use super::roster::Agent;
use super::story::{Author, Change, Happening, Line, Story};
use super::topic::TOPICS;
use super::world::World;
use crate::model::{EventKind, Instrument, MessageKind, Role, Status, Visibility};

/// Id of the bot.
const BOT: &str = "lavka_bot";
/// Number of the first conversation.
const FIRST: u64 = 1_000_001;

/// The rows of one chunk.
pub(super) struct Rows {
    pub conversations: Sheet<30>,
    pub messages: Sheet<9>,
    pub events: Sheet<5>,
    pub ratings: Sheet<8>,
    pub survey_responses: Sheet<10>,
    pub reviews: Sheet<7>,
}

impl Rows {
    /// The rows of a chunk's conversations.
    pub fn of(world: &World, chunk: u64, format: Format) -> Self {
        let mut rows = Self {
            conversations: Sheet::new(&CONVERSATIONS, format),
            messages: Sheet::new(&MESSAGES, format),
            events: Sheet::new(&EVENTS, format),
            ratings: Sheet::new(&RATINGS, format),
            survey_responses: Sheet::new(&SURVEY_RESPONSES, format),
            reviews: Sheet::new(&REVIEWS, format),
        };
        let mut id = String::new();
        for (number, story) in world.numbers(chunk).zip(world.stories(chunk)) {
            id.clear();
            let _ = write!(id, "{}", FIRST + number);
            rows.conversation(world, &id, &story);
            rows.said_and_done(world, &id, &story);
            rows.rating(world, &id, &story);
            rows.survey_response(world, &id, &story);
            Review::of(world, number, &story).iter().for_each(|one| rows.review(world, &id, one));
        }
        rows
    }

    fn conversation(&mut self, world: &World, id: &str, story: &Story) {
        let state = story.state(world.period.end);
        let (customer, call) = (&story.customer, story.call.as_ref());
        let service = ALL.get(story.service);
        let topic = TOPICS.get(story.topic);
        let holder = state.holder.and_then(|agent| world.agent(agent));
        let channel = service.map_or("", |service| service.channel().word());
        let tags = [
            topic.map_or("", |topic| topic.tag),
            if story.is_again { "repeat" } else { "" },
            if story.is_urgent { "urgent" } else { "" },
        ];
        let mut kept = [""; 3];
        let tags = tags.into_iter().filter(|tag| !tag.is_empty());
        let count = kept.iter_mut().zip(tags).map(|(slot, tag)| *slot = tag).count();
        let only = |is_shown: bool, text| if is_shown { Cell::Text(text) } else { Cell::Text("") };
        let seconds = |of: fn(&super::story::Call) -> i64| Cell::Number(call.map(of));
        self.conversations.row([
            Cell::Text(id),
            Cell::Text(channel),
            Cell::Text(story.surface),
            Cell::Flag(story.is_public),
            Cell::Text(story.text(&story.subject)),
            only(story.is_known, &customer.id),
            only(matches!(channel, "chat" | "email"), &customer.email),
            only(channel == "phone", &customer.phone),
            only(channel == "social", &customer.handle),
            Cell::Text(&story.order),
            Cell::Text(holder.map_or("", |agent| &agent.id)),
            Cell::Text(holder.map_or("", Agent::team)),
            Cell::Text(if story.is_urgent { "high" } else { "normal" }),
            Cell::List(kept.get(..count).unwrap_or_default()),
            Cell::Text(topic.filter(|_| story.is_labelled).map_or("", |topic| topic.label)),
            Cell::Text(story.initiated_by.word()),
            Cell::At(Some(story.opened_at)),
            Cell::At(state.first_response_at),
            Cell::At(state.resolved_at),
            Cell::At(state.closed_at),
            Cell::Text(state.status.map_or("", |status| status.word())),
            Cell::At(state.updated_at),
            Cell::Text(call.map_or("", |call| call.outcome.word())),
            Cell::At(call.map(|_| story.opened_at)),
            Cell::At(call.and_then(|call| call.answered_at)),
            Cell::At(call.map(|call| call.ended_at)),
            seconds(|call| call.queue),
            seconds(|call| call.talk),
            seconds(|call| call.hold),
            seconds(|call| call.wrap_up),
        ]);
    }

    fn said_and_done(&mut self, world: &World, id: &str, story: &Story) {
        let mut message_id = String::new();
        for (number, line) in story.lines_before(world.period.end).enumerate() {
            message_id.clear();
            let _ = write!(message_id, "{id}-{}", number + 1);
            self.message(world, id, &message_id, story, line);
        }
        for event in story.events_before(world.period.end) {
            self.event(world, id, event);
        }
    }

    fn message(&mut self, world: &World, id: &str, message_id: &str, story: &Story, line: &Line) {
        let is_note = line.kind == MessageKind::Note;
        let visibility = if is_note { Visibility::Private } else { Visibility::Public };
        let author = match line.author {
            Author::Customer if story.is_known => &story.customer.id,
            author => author_id(world, author),
        };
        self.messages.row([
            Cell::Text(id),
            Cell::Text(message_id),
            Cell::At(Some(line.at)),
            Cell::At(line.ended_at),
            Cell::Text(line.author.role().word()),
            Cell::Text(author),
            Cell::Text(visibility.word()),
            Cell::Text(line.kind.word()),
            Cell::Text(story.text(&line.text)),
        ]);
    }

    fn event(&mut self, world: &World, id: &str, event: &Happening) {
        let value = match event.value {
            Change::Nothing => "",
            Change::Holder(agent) => author_id(world, Author::Agent(agent)),
            Change::Status(status) => status.word(),
        };
        let value = match event.kind {
            EventKind::Transferred | EventKind::Assigned | EventKind::StatusChanged => value,
            EventKind::Resolved => Status::Solved.word(),
            EventKind::Reopened => Status::Open.word(),
            _ => "",
        };
        self.events.row([
            Cell::Text(id),
            Cell::At(Some(event.at)),
            Cell::Text(event.kind.word()),
            Cell::Text(value),
            Cell::Text(event.actor.map_or("", |actor| author_id(world, actor))),
        ]);
    }

    fn rating(&mut self, world: &World, id: &str, story: &Story) {
        let end = world.period.end;
        let Some(mark) = story.mark.as_ref().filter(|mark| mark.offered_at < end) else { return };
        let given = mark.given.filter(|(at, _)| *at < end);
        let comment = if given.is_some() { story.text(&mark.comment) } else { "" };
        self.ratings.row([
            Cell::Text(id),
            Cell::Text(author_id(world, Author::Agent(mark.agent))),
            Cell::At(Some(mark.offered_at)),
            Cell::At(given.map(|(at, _)| at)),
            Cell::Number(given.map(|(_, score)| i64::from(score))),
            Cell::Number(Some(1)),
            Cell::Number(Some(5)),
            Cell::Text(comment),
        ]);
    }

    fn survey_response(&mut self, world: &World, id: &str, story: &Story) {
        let end = world.period.end;
        let Some(answer) = story.answer.as_ref().filter(|answer| answer.answered_at < end) else {
            return;
        };
        let is_nps = answer.instrument == Instrument::Nps;
        let (min, max) = if is_nps { (0, 10) } else { (1, 7) };
        self.survey_responses.row([
            Cell::Text(&format!("s{id}")),
            Cell::Text(if is_nps { "" } else { id }),
            Cell::Text(&story.customer.id),
            Cell::At(Some(answer.sent_at)),
            Cell::At(Some(answer.answered_at)),
            Cell::Text(answer.instrument.word()),
            Cell::Number(Some(answer.score)),
            Cell::Number(Some(min)),
            Cell::Number(Some(max)),
            Cell::Text(story.text(&answer.comment)),
        ]);
    }

    fn review(&mut self, world: &World, id: &str, review: &Review) {
        self.reviews.row([
            Cell::Text(id),
            Cell::Text(review.reviewer.id),
            Cell::Text(author_id(world, Author::Agent(review.agent))),
            Cell::Text(review.criterion),
            Cell::Text(review.verdict.word()),
            Cell::Flag(Some(review.is_calibration)),
            Cell::At(Some(review.reviewed_at)),
        ]);
    }
}

fn author_id(world: &World, author: Author) -> &str {
    match author {
        Author::Agent(agent) => world.agent(agent).map_or("", |agent| &agent.id),
        Author::Bot => BOT,
        Author::Customer | Author::System => "",
    }
}

/// The list of agents and bots.
pub(super) fn people(world: &World, format: Format) -> Sheet<4> {
    let mut people = Sheet::new(&PEOPLE, format);
    for agent in &world.agents {
        let (role, team) = (Role::Agent.word(), agent.team());
        people.row([
            Cell::Text(&agent.id),
            Cell::Text(role),
            Cell::Text(&agent.name),
            Cell::Text(team),
        ]);
    }
    people.row([
        Cell::Text(BOT),
        Cell::Text(Role::Bot.word()),
        Cell::Text("Lavka bot"),
        Cell::Text(""),
    ]);
    people
}
