//! Who spoke when in a call: both at once, and nobody.

use crate::model::{Channel, Conversation, EventKind, Instant, Role};

/// Seconds of a transcribed call, from the first word to the last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Speech {
    /// Customer and desk spoke at once.
    pub overlap: f64,
    /// Nobody spoke, and the caller was not on hold.
    pub silence: f64,
    /// The longest of these silences.
    pub dead_air: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Customer,
    Desk,
    Hold,
}

/// What was to be heard in a stretch of a call, beside one side speaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Both,
    Nobody,
}

/// Follows a call's transcript; `None` where it is no call or no speech in it says when it ended.
pub fn speech(conversation: &Conversation<'_>) -> Option<Speech> {
    let mut speech = Speech::default();
    listen(conversation, |heard, from, to| {
        let seconds = to.seconds_since(from);
        match heard {
            Heard::Both => speech.overlap += seconds,
            Heard::Nobody => {
                speech.silence += seconds;
                speech.dead_air = speech.dead_air.max(seconds);
            }
        }
    })?;
    Some(speech)
}

/// Tells of the stretches of a call in which both sides spoke, or nobody did, in the order of time;
/// `None` where it is no call or no speech in it says when it ended.
pub fn listen(
    conversation: &Conversation<'_>,
    mut hear: impl FnMut(Heard, Instant, Instant),
) -> Option<()> {
    if conversation.state.channel != Some(Channel::Phone) {
        return None;
    }
    let mut stretches = spoken(conversation);
    let (&(first, _, _), words) = (stretches.first()?, stretches.len());
    let last = stretches.iter().map(|(_, ended, _)| *ended).max()?;
    let mut held_from = None;
    for event in &conversation.events {
        match event.kind {
            Some(EventKind::HoldStarted) => held_from = event.at,
            Some(EventKind::HoldEnded) => {
                let held = held_from.take().zip(event.at);
                stretches.extend(held.map(|(from, to)| (from, to, Side::Hold)));
            }
            _ => {}
        }
    }
    if stretches.len() > words {
        stretches.sort_by_key(|(began, _, _)| *began);
    }
    let mut hear = |heard, from: Instant, to: Instant| {
        if from < to {
            hear(heard, from, to);
        }
    };
    let (mut customer, mut desk, mut covered) = (first, first, first);
    for (began, ended, side) in stretches {
        hear(Heard::Nobody, covered, began.min(last));
        let (own, other) = match side {
            Side::Customer => (&mut customer, desk),
            Side::Desk => (&mut desk, customer),
            Side::Hold => (&mut covered, first),
        };
        if side != Side::Hold {
            hear(Heard::Both, began.max(*own), ended.min(other));
        }
        *own = ended.max(*own);
        covered = ended.max(covered);
    }
    Some(())
}

/// The stretches of speech in the order of their beginnings.
fn spoken(conversation: &Conversation<'_>) -> Vec<(Instant, Instant, Side)> {
    let stretch = |message: &crate::model::Message<'_>| {
        let side = match message.author_role? {
            Role::Customer => Side::Customer,
            Role::Agent | Role::Bot => Side::Desk,
            Role::System => return None,
        };
        Some((message.sent_at?, message.ended_at?, side))
    };
    conversation.messages.iter().filter_map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationState, Event, Message};
    use proptest::prelude::*;

    fn at(second: i64) -> Option<Instant> {
        Some(Instant(second * 1_000_000))
    }

    fn call(spoken: &[(i64, i64, Role)], held: &[(i64, i64)]) -> Option<Speech> {
        let message = |&(from, to, role): &(i64, i64, Role)| Message {
            sent_at: at(from),
            ended_at: at(to),
            author_role: Some(role),
            ..Message::default()
        };
        let mut messages: Vec<_> = spoken.iter().map(message).collect();
        messages.sort_by_key(|message| message.sent_at);
        let event = |second, kind| Event { at: at(second), kind: Some(kind), ..Event::default() };
        let events = held.iter().flat_map(|(from, to)| {
            [event(*from, EventKind::HoldStarted), event(*to, EventKind::HoldEnded)]
        });
        let events = events.collect();
        let channel = Some(Channel::Phone);
        let state = ConversationState { channel, ..ConversationState::default() };
        speech(&Conversation { state, messages, events, ..Conversation::default() })
    }

    #[test]
    fn one_side_alone_is_no_overlap() {
        use Role::{Agent, Customer};
        let said = [(0, 5, Customer), (4, 10, Agent), (8, 9, Agent), (20, 22, Customer)];
        let expected = Speech { overlap: 1.0, silence: 10.0, dead_air: 10.0 };
        assert_eq!(call(&said, &[]), Some(expected));
        let held = Speech { overlap: 1.0, silence: 3.0, dead_air: 2.0 };
        assert_eq!(call(&said, &[(11, 18), (30, 40)]), Some(held));
        assert_eq!(call(&[], &[(0, 5)]), None);
    }

    proptest! {
        /// Counted second by second.
        #[test]
        fn every_second_is_spoken_in_silent_or_held(
            said in prop::collection::vec((0..60i64, 1..15i64, any::<bool>()), 1..12),
            held in prop::option::of((0..60i64, 1..15i64)),
        ) {
            let role = |is_desk| if is_desk { Role::Agent } else { Role::Customer };
            let said: Vec<_> =
                said.into_iter().map(|(from, long, desk)| (from, from + long, role(desk))).collect();
            let held: Vec<_> = held.into_iter().map(|(from, long)| (from, from + long)).collect();
            let by = |second: i64, role: Role| {
                said.iter().any(|one| one.2 == role && (one.0..one.1).contains(&second))
            };
            let (mut overlap, mut silence, mut longest, mut now) = (0.0, 0.0, 0.0_f64, 0.0);
            let first = said.iter().map(|one| one.0).min().unwrap();
            let last = said.iter().map(|one| one.1).max().unwrap();
            for second in first..last {
                let (customer, desk) = (by(second, Role::Customer), by(second, Role::Agent));
                let on_hold = held.iter().any(|one| (one.0..one.1).contains(&second));
                overlap += f64::from(u8::from(customer && desk));
                now = if customer || desk || on_hold { 0.0 } else { now + 1.0 };
                silence += f64::from(u8::from(now > 0.0));
                longest = longest.max(now);
            }
            let expected = Speech { overlap, silence, dead_air: longest };
            prop_assert_eq!(call(&said, &held), Some(expected));
        }
    }
}
