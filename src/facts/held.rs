//! The calendars that one conversation is under, stretch by stretch, as it goes from team to team.

use std::iter;

use super::rules::{CalendarOf, Rules};
use crate::calendar::Calendar;
use crate::gather::People;
use crate::model::{Channel, Conversation, Event, EventKind, Instant};

/// Which hours count for a conversation, and when.
#[derive(Clone, Debug)]
pub struct Held<'r> {
    /// From its opening on.
    first: Option<&'r Calendar>,
    /// From which instants on others do, in order; nearly always empty.
    later: Vec<(Instant, &'r Calendar)>,
}

impl<'r> Held<'r> {
    /// Follows a conversation from team to team.
    ///
    /// It begins with the team that it is first assigned to. One that is only ever transferred begins
    /// with a team nobody knows, one whose events tell of no team is with the team of its state. Its
    /// priority is the newest, for no event tells of another.
    pub fn of(conversation: &Conversation<'_>, rules: &'r Rules, people: &People) -> Self {
        let state = &conversation.state;
        let channel = state.channel.unwrap_or(Channel::Other);
        let under = |team: &str| rules.calendar(channel, team, &state.priority);
        if !rules.tells_teams_apart() {
            return Self { first: under(""), later: Vec::new() };
        }
        let mut changes = conversation.events.iter().filter_map(|event| {
            let team = team_of(event, conversation, rules, people)?;
            Some((event.kind?, event.at?, team))
        });
        let Some((kind, at, team)) = changes.next() else {
            return Self { first: under(&state.team), later: Vec::new() };
        };
        let is_first = kind == EventKind::Assigned;
        let first = under(if is_first { team } else { "" });
        let mut held = Self { first, later: Vec::new() };
        if rules.calendar_of == CalendarOf::Holder {
            held.hand_over(at, under(team));
            changes.for_each(|(_, at, team)| held.hand_over(at, under(team)));
        }
        held
    }

    /// Notes a change of hands, if it changes the calendar.
    fn hand_over(&mut self, at: Instant, to: Option<&'r Calendar>) {
        let now = self.later.last().map(|(_, calendar)| *calendar).or(self.first);
        if let Some(to) = to
            && now.is_none_or(|now| !std::ptr::eq(now, to))
        {
            self.later.push((at, to));
        }
    }

    /// The stretches between two instants, each with the calendar that it is under.
    pub fn stretches(
        &self,
        from: Instant,
        to: Instant,
    ) -> impl Iterator<Item = (Instant, Instant, Option<&'r Calendar>)> {
        let to = to.max(from);
        let begins = self.later.iter().map(move |(at, calendar)| (*at, Some(*calendar)));
        let mut begins = iter::once((from, self.first)).chain(begins).peekable();
        iter::from_fn(move || {
            let (begun, calendar) = begins.next()?;
            let ended = begins.peek().map_or(to, |(at, _)| *at);
            Some((begun.clamp(from, to), ended.clamp(from, to), calendar))
        })
    }

    /// Seconds between two instants that count under the hours of each stretch; never negative.
    pub fn business_seconds(&self, from: Instant, to: Instant) -> f64 {
        let open = self.stretches(from, to).map(|(from, to, calendar)| {
            calendar.map_or(0, |calendar| calendar.open_micros(from.0, to.0))
        });
        open.sum::<i64>() as f64 / 1e6
    }

    /// The instant at which so many microseconds have been open since another, under the hours of
    /// each stretch; `None` where they never come.
    pub fn after_open(&self, from: Instant, micros: i64) -> Option<Instant> {
        let (mut left, mut begun, mut calendar) = (micros, from, self.first);
        for (at, next) in &self.later {
            let at = (*at).max(begun);
            let open = open_micros(calendar, begun, at);
            if open >= left {
                break;
            }
            left -= open;
            (begun, calendar) = (at, Some(*next));
        }
        calendar?.add_open(begun.0, left).map(Instant)
    }
}

fn open_micros(calendar: Option<&Calendar>, from: Instant, to: Instant) -> i64 {
    calendar.map_or(0, |calendar| calendar.open_micros(from.0, to.0)).max(0)
}

/// The team that an event hands a conversation to: the one it names, or that of the person it names.
/// A name is a team if a rule, the conversation's state or a listed person says so; any other name
/// tells nothing.
fn team_of<'e>(
    event: &'e Event<'_>,
    conversation: &Conversation<'_>,
    rules: &Rules,
    people: &'e People,
) -> Option<&'e str> {
    let Some(EventKind::Assigned | EventKind::Transferred) = event.kind else {
        return None;
    };
    let name = event.value.as_ref();
    match people.get(conversation.source, name) {
        Some(person) => Some(person.team.as_str()).filter(|team| !team.is_empty()),
        None => {
            let is_team = !name.is_empty()
                && (name == conversation.state.team
                    || rules.names_team(name)
                    || people.has_team(conversation.source, name));
            is_team.then_some(name)
        }
    }
}
