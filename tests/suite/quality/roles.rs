//! Signs of effort against who wrote a message in JD's customer service (JDDC).

use std::collections::BTreeMap;
use std::fs;

use caseload::model::{Conversation, Message, Role};
use caseload::text::effort::{Identifiers, Signs};
use caseload::text::{Passage, PhraseList};
use caseload::transcript::Reader;

use super::figure::Figure;
use crate::support::shared_data;

const SIGNAL: &str = "Signs of effort, by who wrote them";

/// Whether a conversation is of the half that was looked at: those whose id's letters sum up to an even
/// number.
fn is_seen(session: &str) -> bool {
    session.bytes().map(usize::from).sum::<usize>().is_multiple_of(2)
}

/// The data say who wrote each message and nothing of effort, so this is all that they can show: that
/// signs which belong to one side are found on that side, by words alone. The shares of
/// conversations have no label to agree with; they are there to be looked at.
pub fn measure() -> Vec<Figure> {
    let Some(path) = shared_data("jddc_sample/chat_0.1per.txt") else { return Vec::new() };
    let text = fs::read_to_string(path).unwrap();
    let mut sessions: BTreeMap<&str, Vec<Message<'_>>> = BTreeMap::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.splitn(7, '\t').collect();
        let &[session, _, is_agent, _, _, _, said] = columns.as_slice() else { continue };
        if is_seen(session) {
            continue;
        }
        let author_role = Some(if is_agent == "1" { Role::Agent } else { Role::Customer });
        let message = Message { author_role, text: said.into(), ..Message::default() };
        sessions.entry(session).or_default().push(message);
    }
    let mut list = PhraseList::default();
    let signs = Signs::new(&mut list).unwrap();
    let phrases = list.build();
    let mut tallies = [Tally::default(); 3];
    let mut all = Tally::default();
    for message in sessions.values().flatten() {
        let by_customer = message.author_role == Some(Role::Customer);
        let passage = Passage::read(&message.text, &phrases);
        let has = [
            signs.asked_for(&passage) != Identifiers::default(),
            signs.again(&passage).is_some(),
            !signs.questions(&passage).is_empty(),
        ];
        all.add(by_customer);
        for (tally, _) in tallies.iter_mut().zip(has).filter(|(_, has)| *has) {
            tally.add(by_customer);
        }
    }
    let reader = Reader::built_in().unwrap();
    let (mut repeated, mut reasked, mut unanswered) = (0, 0, 0);
    let count = sessions.len();
    for messages in sessions.into_values() {
        let conversation = Conversation { messages, ..Conversation::default() };
        let effort = reader.read(&conversation).effort;
        repeated += usize::from(!effort.repeats.is_empty());
        reasked += usize::from(!effort.reasked.is_empty());
        unanswered += usize::from(!effort.unanswered.is_empty());
    }
    let figure = |measure, value, texts, at_least| Figure {
        signal: SIGNAL,
        data: "jddc_sample, half of the conversations".to_owned(),
        measure,
        value,
        at_least,
        texts,
        seen: "the other half",
    };
    let of = |part: usize| part as f64 / count as f64;
    let [asked, again, question] = tallies;
    vec![
        figure("all messages: share by customers", all.share(), all.count(), None),
        figure(
            "asks for an identifier: share by agents",
            1.0 - asked.share(),
            asked.count(),
            Some(0.80),
        ),
        figure("says again or still: share by customers", again.share(), again.count(), None),
        figure("asks anything: share by customers", question.share(), question.count(), None),
        figure("conversations with a repeat (no label)", of(repeated), count, None),
        figure("with an identifier asked for again (no label)", of(reasked), count, None),
        figure("with a question left open (no label)", of(unanswered), count, None),
    ]
}

/// Messages with a sign, by side.
#[derive(Clone, Copy, Default)]
struct Tally {
    customer: usize,
    agent: usize,
}

impl Tally {
    fn add(&mut self, by_customer: bool) {
        let side = if by_customer { &mut self.customer } else { &mut self.agent };
        *side += 1;
    }

    fn count(self) -> usize {
        self.customer + self.agent
    }

    fn share(self) -> f64 {
        self.customer as f64 / self.count() as f64
    }
}
