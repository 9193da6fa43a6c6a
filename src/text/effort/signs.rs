//! The lists, and what they find in one message.

use std::ops::Range;

use serde::Deserialize;

use super::identifier::{Identifier, Identifiers, forms};
use crate::text::{self, Hit, Passage, PhraseError, PhraseId, PhraseList, sentences, words};

/// No more of a sentence is looked at on either side of a name in it, in bytes.
const SENTENCE: usize = 1_000;
/// Words that may stand before one that opens a question: "and where …".
const OPENING: usize = 1;

/// A list that is built in is not of its form.
#[derive(Debug, thiserror::Error)]
pub enum SignsError {
    #[error("the list {0} is not of its form: {1}")]
    Form(&'static str, toml::de::Error),
    #[error(transparent)]
    Phrase(#[from] PhraseError),
}

const FILES: [(&str, &str); 3] = [
    ("en.toml", include_str!("lists/en.toml")),
    ("ru.toml", include_str!("lists/ru.toml")),
    ("zh.toml", include_str!("lists/zh.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    again: Vec<String>,
    not_again: Vec<String>,
    question: Vec<String>,
    question_first: Vec<String>,
    no_answer: Vec<String>,
    asking: Vec<String>,
    order: Vec<String>,
    phone: Vec<String>,
    email: Vec<String>,
    order_given: Vec<String>,
}

/// The lists, as phrases of one list.
#[derive(Clone, Debug)]
pub struct Signs {
    again: Range<PhraseId>,
    /// Those that say so and those that only look like it.
    around_again: Range<PhraseId>,
    question: Range<PhraseId>,
    /// Words that ask where they open a sentence.
    question_first: Range<PhraseId>,
    /// What has the form of a question and wants no answer.
    no_answer: Range<PhraseId>,
    asking: Range<PhraseId>,
    /// What each identifier is called, in their order.
    names: [Range<PhraseId>; Identifier::ALL.len()],
    order_given: Range<PhraseId>,
}

impl Signs {
    /// Adds the phrases of the lists to a list.
    ///
    /// # Errors
    /// Never with the lists that are built in.
    pub fn new(list: &mut PhraseList) -> Result<Self, SignsError> {
        let mut files = Vec::new();
        for (name, text) in FILES {
            let file = toml::from_str(text).map_err(|cause| SignsError::Form(name, cause))?;
            files.push(file);
        }
        let mut add = |which: fn(&File) -> &Vec<String>| {
            let start = list.next_id();
            files.iter().flat_map(which).try_for_each(|phrase| list.add(phrase).map(drop))?;
            Ok::<_, PhraseError>(start..list.next_id())
        };
        let again = add(|file| &file.again)?;
        let not_again = add(|file| &file.not_again)?;
        let question = add(|file| &file.question)?;
        let question_first = add(|file| &file.question_first)?;
        let no_answer = add(|file| &file.no_answer)?;
        let asking = add(|file| &file.asking)?;
        let order = add(|file| &file.order)?;
        let phone = add(|file| &file.phone)?;
        let email = add(|file| &file.email)?;
        let order_given = add(|file| &file.order_given)?;
        Ok(Self {
            around_again: again.start..not_again.end,
            names: [order, phone, email],
            again,
            question,
            question_first,
            no_answer,
            asking,
            order_given,
        })
    }

    /// Whether a message says that it is not the first time, or that it goes on: the words that do.
    pub fn again(&self, passage: &Passage<'_>) -> Option<Hit> {
        passage.of(&self.again).next()?;
        let found = passage.longest(&self.around_again);
        found.into_iter().find(|hit| self.again.contains(&hit.phrase))
    }

    /// The sentences that ask, in bytes of the normalised text: they end in a question mark, hold a phrase
    /// that asks without one, or open with a word that does. Those that want no answer are left out, as
    /// are signs without a word.
    pub fn questions(&self, passage: &Passage<'_>) -> Vec<Range<usize>> {
        let text = passage.text();
        let asks = |list: &Range<PhraseId>| passage.of(list).next().is_some();
        let has_mark = passage.normal.signs().has(text::Signs::QUESTION);
        if !has_mark && !asks(&self.question) && !asks(&self.question_first) {
            return Vec::new();
        }
        let mut found: Vec<Range<usize>> =
            sentences(text).into_iter().flat_map(|part| apart(text, part)).collect();
        found.retain(|part| {
            let said = text.get(part.clone()).unwrap_or_default();
            let holds = |list| passage.within(list, part).next().is_some();
            let opens = |hit: &Hit| {
                let before = text.get(part.start..hit.start as usize);
                before.is_some_and(|before| words(before).take(OPENING + 1).count() <= OPENING)
            };
            let is_asked = is_marked(said)
                || holds(&self.question)
                || passage.within(&self.question_first, part).any(opens);
            is_asked && words(said).next().is_some() && !holds(&self.no_answer)
        });
        found
    }

    /// What a message asks for: an identifier is named in a sentence that asks and gives none.
    pub fn asked_for(&self, passage: &Passage<'_>) -> Identifiers {
        let mut asked = Identifiers::default();
        for (identifier, names) in Identifier::ALL.into_iter().zip(&self.names) {
            let asks = |name: &Hit| {
                let sentence = sentence_around(passage.text(), &name.range());
                let said = passage.text().get(sentence.clone()).unwrap_or_default();
                let rest = passage.text().get(sentence.end..).unwrap_or_default();
                let is_asked = || passage.within(&self.asking, &sentence).next().is_some();
                !forms(said).has(identifier) && (rest.starts_with('?') || is_asked())
            };
            if passage.of(names).any(asks) {
                asked.add(identifier);
            }
        }
        asked
    }

    /// What a message gives: what it names and holds in one sentence, an address of mail in any, and
    /// what was `awaited` if it holds anything of that form.
    pub fn given(&self, passage: &Passage<'_>, awaited: Identifiers) -> Identifiers {
        let text = passage.text();
        let holds = forms(text);
        let mut given = Identifiers::default();
        for (identifier, names) in Identifier::ALL.into_iter().zip(&self.names) {
            if !holds.has(identifier) {
                continue;
            }
            let has_both = |name: &Hit| {
                let sentence = sentence_around(text, &name.range());
                text.get(sentence).is_some_and(|said| forms(said).has(identifier))
            };
            let other = passage.of(&self.order_given).filter(|_| identifier == Identifier::Order);
            let is_address = identifier == Identifier::Email && text.contains('@');
            if awaited.has(identifier) || is_address || passage.of(names).chain(other).any(has_both)
            {
                given.add(identifier);
            }
        }
        given
    }
}

/// A sentence cut after marks that a Chinese character follows: the normalised text has none of their own.
fn apart(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let said = text.get(part.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut from = part.start;
    for (at, mark) in said.match_indices(['?', '!']) {
        let end = part.start + at + mark.len();
        let next = text.get(end..part.end).and_then(|rest| rest.chars().next());
        if next.is_some_and(|next| next >= '\u{3000}') {
            found.push(from..end);
            from = end;
        }
    }
    found.push(from..part.end);
    found
}

/// Whether a question mark stands in a sentence, but not inside a link.
fn is_marked(sentence: &str) -> bool {
    let bytes = sentence.as_bytes();
    let is_in_link = |at: usize| bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    memchr::memchr_iter(b'?', bytes).any(|at| !is_in_link(at))
}

/// Where the sentence ends that goes on at `from`: before its sign, or at the end of the text.
fn sentence_end(text: &str, from: usize) -> usize {
    let last = text.floor_char_boundary(from + SENTENCE);
    let rest = text.get(from..last).unwrap_or_default();
    let mut ends = rest.char_indices().filter(|(_, c)| is_end(*c));
    let end = ends.find(|(at, c)| {
        // A point inside a number or an address ends nothing.
        let next = rest.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        *c != '.' || next.is_none_or(char::is_whitespace)
    });
    end.map_or(last, |(at, _)| from + at)
}

/// The sentence around a place, without the sign at its end.
fn sentence_around(text: &str, place: &Range<usize>) -> Range<usize> {
    let first = text.ceil_char_boundary(place.start.saturating_sub(SENTENCE));
    let before = text.get(first..place.start).unwrap_or_default();
    let mut ends = before.char_indices().rev().filter(|(_, c)| is_end(*c));
    let end = ends.find(|(at, c)| {
        let next = before.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        *c != '.' || next.is_some_and(char::is_whitespace)
    });
    let start = first + end.map_or(0, |(at, c)| at + c.len_utf8());
    start..sentence_end(text, place.end)
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ';' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Phrases;

    fn signs() -> (Signs, Phrases) {
        let mut list = PhraseList::default();
        list.add("order").unwrap();
        let signs = Signs::new(&mut list).unwrap();
        (signs, list.build())
    }

    #[test]
    fn again_and_still_in_three_languages() {
        let (signs, phrases) = signs();
        for (text, says) in [
            ("I am still waiting", true),
            ("This is the third time I write", true),
            ("As I said, it is broken", true),
            ("Thanks again!", false),
            ("Can I still return it?", false),
            ("I will try again", false),
            ("Пишу в третий раз", true),
            ("До сих пор не пришёл", true),
            ("Я уже писала вам об этом", true),
            ("Ещё раз спасибо", false),
            ("My last ticket got closed: the request was closed and nothing changed", true),
            ("The same problem as in May", true),
            ("Прошлую заявку закрыли", true),
            ("В прошлый раз мне обещали, ничего не сдвинулось", true),
            ("上次反映的问题依旧", true),
            ("我都说了好几遍了", true),
            ("怎么还没发货", true),
            ("我还没下单", false),
            ("再次感谢", false),
            ("", false),
        ] {
            let passage = Passage::read(text, &phrases);
            assert_eq!(signs.again(&passage).is_some(), says, "{text}");
        }
    }

    #[test]
    fn questions_are_counted_by_sentence() {
        let (signs, phrases) = signs();
        for (text, count) in [
            ("Where is my order? And the refund?! Thanks.", 2),
            ("where is my order", 1),
            ("can you tell me where it is and when it comes. can you hurry", 2),
            ("https://shop.example/a?b=1 is the link", 0),
            ("Really???", 0),
            ("???", 0),
            ("I know when it came. Now where is it?", 1),
            ("When I opened it, it was empty.", 0),
            ("Я знаю, когда его привезли", 0),
            ("А когда привезут?", 1),
            ("Вы издеваетесь?", 0),
            ("你们搞什么？", 0),
            ("Подскажите, когда придёт заказ", 1),
            ("什么时候发货", 1),
            ("什么时候发货？能不能快点", 2),
            ("ok", 0),
            ("", 0),
        ] {
            assert_eq!(signs.questions(&Passage::read(text, &phrases)).len(), count, "{text}");
        }
    }

    #[test]
    fn what_is_asked_for() {
        let (signs, phrases) = signs();
        let asked = |text: &'static str| {
            let found = signs.asked_for(&Passage::read(text, &phrases));
            found.iter().map(Identifier::word).collect::<Vec<_>>()
        };
        assert_eq!(asked("Could you tell me your order number, please?"), ["order"]);
        assert_eq!(asked("Please provide your order number and your e-mail."), ["order", "email"]);
        assert_eq!(asked("Уточните, пожалуйста, номер заказа"), ["order"]);
        assert_eq!(asked("Какой у вас номер телефона?"), ["phone"]);
        assert_eq!(asked("请提供一下订单号"), ["order"]);
        assert_eq!(asked("您的手机号是多少"), ["phone"]);
        for none in [
            "Your order number is 104233.",
            "Is your order number 104233?",
            "The order number is in your account. Can I help further?",
            "We have sent it to your email.",
            "您可以通过订单号查询",
            "",
        ] {
            assert_eq!(asked(none), Vec::<&str>::new(), "{none}");
        }
    }

    #[test]
    fn what_is_given() {
        let (signs, phrases) = signs();
        let mut order = Identifiers::default();
        order.add(Identifier::Order);
        let given = |text: &'static str, awaited| {
            let found = signs.given(&Passage::read(text, &phrases), awaited);
            found.iter().map(Identifier::word).collect::<Vec<_>>()
        };
        let none = Identifiers::default();
        assert_eq!(given("my order 104233 is late", none), ["order"]);
        assert_eq!(given("заказ №104233", none), ["order"]);
        assert_eq!(given("[订单编号:[订单x]，订单金额:[金额x]]", none), ["order"]);
        assert_eq!(given("it is ann@example.com", none), ["email"]);
        assert_eq!(given("my phone is +7 916 123-45-67", none), ["phone"]);
        assert_eq!(given("104233", none), Vec::<&str>::new());
        assert_eq!(given("104233", order), ["order"]);
        assert_eq!(given("i don't have it", order), Vec::<&str>::new());
    }
}
