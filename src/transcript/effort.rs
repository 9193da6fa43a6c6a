//! What a matter cost the customer, as far as the conversation shows it.

use std::ops::Range;

use super::Line;
use crate::model::{Conversation, Voice};
use crate::stats::{Shingles, Sketch};
use crate::text::effort::{Identifier, Identifiers, Signs};
use crate::text::{Passage, short_hash};

/// From this Jaccard index on two messages of one customer say the same.
const ALIKE: f64 = 0.5;
/// A message is held against so many before it of the same customer.
const MEMORY: usize = 50;
/// Shingles that a message has at least to be repeated, unless it asks, those of four terms: "no thank
/// you" said twice is no effort, "where is it?" is.
const LONG: usize = 2;

/// What a conversation asked of the customer; numbers are those of its messages, from 1.
///
/// There is no total: nothing says how many repeats weigh as much as one unanswered question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Own messages that say what an earlier own one said.
    pub repeats: Vec<Repeat>,
    /// Own messages that say it is not the first time, or that it still goes on.
    pub again: Vec<usize>,
    /// Replies that ask for what was given or was asked for before.
    pub reasked: Vec<Reasked>,
    /// Own messages with a question after which no reply by a person came, as far as the data go.
    pub unanswered: Vec<usize>,
    /// Sentences of the customer's that ask.
    pub questions: Vec<Question>,
}

/// A sentence that asks and wants an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Of its message.
    pub number: usize,
    /// In bytes of the message's normalised text.
    pub range: Range<usize>,
}

/// A message that says what an earlier one said: at least half of the three-term shingles of both are
/// shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    pub number: usize,
    /// The nearest earlier message that it repeats.
    pub of: usize,
}

/// A reply that asks for an identifier once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasked {
    pub number: usize,
    pub identifier: Identifier,
    pub before: Before,
}

/// Why a question for an identifier was not the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// The customer had given it, in this message.
    Given(usize),
    /// It had been asked for in this message; the customer had written since and not given it.
    Asked(usize),
}

impl Effort {
    pub(super) fn of(conversation: &Conversation<'_>, lines: &[Line<'_>], signs: &Signs) -> Self {
        let own = || lines.iter().filter(|line| line.is_customer());
        let asked: Vec<(&Line<'_>, Vec<Range<usize>>)> =
            own().map(|line| (line, signs.questions(&line.passage))).collect();
        let questions: Vec<(&Line<'_>, usize)> =
            asked.iter().map(|(line, parts)| (*line, parts.len())).collect();
        let last_reply = last_reply(conversation);
        let is_open = |line: &Line<'_>| last_reply.is_none_or(|reply| line.number > reply);
        let unanswered = questions.iter().filter(|(line, count)| *count > 0 && is_open(line));
        let says_again = |line: &&Line<'_>| signs.again(&line.passage).is_some();
        Self {
            repeats: repeats(&questions),
            again: own().filter(says_again).map(|line| line.number).collect(),
            reasked: reasked(lines, signs),
            unanswered: unanswered.map(|(line, _)| line.number).collect(),
            questions: asked
                .into_iter()
                .flat_map(|(line, parts)| {
                    parts.into_iter().map(|range| Question { number: line.number, range })
                })
                .collect(),
        }
    }

    /// Whether any of it is there.
    pub fn is_any(&self) -> bool {
        !(self.repeats.is_empty()
            && self.again.is_empty()
            && self.reasked.is_empty()
            && self.unanswered.is_empty())
    }
}

/// The shingles of a passage's terms, to hold it against others.
pub fn shingles(passage: &Passage<'_>) -> Shingles {
    sketch(passage).shingles()
}

fn sketch(passage: &Passage<'_>) -> Sketch {
    Sketch::of(passage.terms().map(|term| short_hash(term.as_bytes())))
}

/// The number of the last public reply by a person, one without a text (a picture, a file) too.
fn last_reply(conversation: &Conversation<'_>) -> Option<usize> {
    let last = conversation.messages.iter().rposition(|message| Voice::of(message) == Voice::Agent);
    last.map(|place| place + 1)
}

/// The repeats among own messages, each with its count of questions.
fn repeats(own: &[(&Line<'_>, usize)]) -> Vec<Repeat> {
    if own.len() < 2 {
        return Vec::new();
    }
    let is_long = |sketch: &Sketch| sketch.len() >= LONG;
    let of = |&(line, questions): &(&Line<'_>, usize)| -> Sketch {
        let sketch = if is_card(line.passage.text()) { None } else { Some(sketch(&line.passage)) };
        sketch.filter(|sketch| questions > 0 || is_long(sketch)).unwrap_or_default()
    };
    let all: Vec<Sketch> = own.iter().map(of).collect();
    let mut found = Vec::new();
    for (place, (line, _)) in own.iter().enumerate() {
        let Some(sketch) = all.get(place) else { continue };
        let near = all.get(place.saturating_sub(MEMORY)..place).unwrap_or_default();
        let is_like = |other: &Sketch| {
            sketch.may_be_like(other, ALIKE) && sketch.shingles().are_like(&other.shingles(), ALIKE)
        };
        let same = near.iter().rposition(is_like);
        let earlier = same.and_then(|at| own.get(place - near.len() + at));
        found.extend(earlier.map(|(of, _)| Repeat { number: line.number, of: of.number }));
    }
    found
}

/// Whether a text is a card that an app put there and no sentence: all of it in square brackets.
fn is_card(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']')
}

/// The replies that ask once more.
fn reasked(lines: &[Line<'_>], signs: &Signs) -> Vec<Reasked> {
    #[derive(Clone, Copy, Default)]
    struct State {
        given: Option<usize>,
        asked: Option<usize>,
        /// Whether the customer has written since it was asked for.
        has_written: bool,
    }
    let asks = |line: &Line<'_>| signs.asked_for(&line.passage) != Identifiers::default();
    if !lines.iter().any(|line| line.is_agent() && asks(line)) {
        return Vec::new();
    }
    let mut states = [State::default(); Identifier::ALL.len()];
    let mut found = Vec::new();
    for line in lines {
        if line.is_customer() {
            let mut awaited = Identifiers::default();
            for (identifier, state) in Identifier::ALL.into_iter().zip(&states) {
                if state.asked.is_some() {
                    awaited.add(identifier);
                }
            }
            let given = signs.given(&line.passage, awaited);
            for (identifier, state) in Identifier::ALL.into_iter().zip(&mut states) {
                state.has_written = true;
                if given.has(identifier) {
                    state.given = state.given.or(Some(line.number));
                }
            }
        } else if line.is_agent() {
            let asked = signs.asked_for(&line.passage);
            for (identifier, state) in Identifier::ALL.into_iter().zip(&mut states) {
                if !asked.has(identifier) {
                    continue;
                }
                let asked = state.asked.filter(|_| state.has_written).map(Before::Asked);
                if let Some(before) = state.given.map(Before::Given).or(asked) {
                    found.push(Reasked { number: line.number, identifier, before });
                }
                (state.asked, state.has_written) = (Some(line.number), false);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::tests::{Talk, read};

    #[test]
    fn a_question_asked_again_and_never_answered() {
        let effort = read(
            Talk::new()
                .customer("Where is my parcel? It was due on Monday")
                .agent("Let me check that for you")
                .customer("Hello, where is my parcel? It was due on Monday, I am still waiting"),
        )
        .effort;
        assert_eq!(effort.repeats, [Repeat { number: 3, of: 1 }]);
        assert_eq!(
            (effort.again, effort.unanswered, effort.questions.len()),
            (vec![3], vec![3], 2)
        );
        assert_eq!(effort.reasked, []);
    }

    #[test]
    fn an_order_number_given_and_asked_for() {
        let effort = read(
            Talk::new()
                .customer("Мой заказ 104233 не пришёл")
                .agent("Здравствуйте! Уточните, пожалуйста, номер заказа")
                .customer("104233")
                .note("Перевожу на вторую линию")
                .agent("Добрый день, назовите номер заказа?"),
        )
        .effort;
        let again =
            |number| Reasked { number, identifier: Identifier::Order, before: Before::Given(1) };
        assert_eq!(effort.reasked, [again(2), again(5)]);
        assert!(effort.is_any());
    }

    #[test]
    fn an_email_address_asked_for_twice() {
        let talk = Talk::new()
            .customer("I cannot sign in")
            .agent("Please share your email address.")
            .agent("I need your email address, please.")
            .customer("I don't know which one")
            .agent("Could you tell me your email address?")
            .customer("ann@example.com");
        let before = Before::Asked(3);
        let once = Reasked { number: 5, identifier: Identifier::Email, before };
        assert_eq!(read(talk).effort.reasked, [once]);
    }

    #[test]
    fn thanks_and_cards_are_no_repeats() {
        let effort = read(
            Talk::new()
                .customer("[订单编号:[订单x]，订单金额:[金额x]]")
                .customer("好的谢谢")
                .agent("不客气")
                .customer("[订单编号:[订单x]，订单金额:[金额x]]")
                .customer("好的谢谢")
                .customer("No thank you")
                .customer("no, thank you"),
        )
        .effort;
        assert_eq!(effort, Effort::default());
        assert!(!effort.is_any());
    }

    #[test]
    fn chinese_is_compared_by_pairs_of_characters() {
        let effort = read(
            Talk::new()
                .customer("我的退款什么时候到账")
                .agent("请您稍等")
                .customer("你好，我的退款什么时候到账啊")
                .agent("马上为您查询"),
        )
        .effort;
        assert_eq!(effort.repeats, [Repeat { number: 3, of: 1 }]);
        assert_eq!((effort.unanswered, effort.questions.len()), (vec![], 2));
    }

    #[test]
    fn a_bots_answer_answers_nothing_and_a_picture_does() {
        let asked = || Talk::new().customer("When will it come?");
        assert_eq!(read(asked().machine("Soon!")).effort.unanswered, [1]);
        assert_eq!(read(asked().note("in May")).effort.unanswered, [1]);
        assert_eq!(read(asked().agent("")).effort.unanswered, Vec::<usize>::new());
    }

    #[test]
    fn nothing_said_is_no_effort() {
        assert_eq!(read(Talk::new()).effort, Effort::default());
        assert_eq!(read(Talk::new().customer("").agent("Hello?")).effort, Effort::default());
    }
}
