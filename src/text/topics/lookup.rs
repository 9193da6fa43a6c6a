//! The topics of a lexicon, ready to be looked for.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::lexicon::{Bearing, Entry};
use super::score::{Evidence, LEAST, Scores};
use super::{Topic, TopicFound, TopicLexicon};
use crate::text::passage::longest;
use crate::text::words::is_ideograph;
use crate::text::{Hit, Normal, Passage, PhraseError, PhraseId, PhraseList, words};

/// What a hint counts beside a phrase that shows a topic by itself: too little alone, enough twice.
const HINT: f64 = 0.4;
/// Most that the phrases of one message count for a topic, times its weight: who says it in three ways
/// means it no more than who says it in two.
const MOST: f64 = 2.0;

/// Most words, or Chinese characters, between a thing and what is said of it.
const BESIDE: usize = 5;

/// What one message shows of each topic.
#[derive(Clone, Debug, Default)]
pub struct Shown(Vec<Evidence>);

/// The phrases of a lexicon in a list of phrases.
#[derive(Debug)]
pub struct Topics {
    topics: Vec<Arc<Topic>>,
    /// The place of each topic's family in the lexicon.
    families: Vec<u16>,
    /// Topic and bearing of each phrase from the first on; `None` for what is ignored.
    bearings: Vec<Option<(usize, Bearing)>>,
    /// Of the same phrases how much of each is fixed, in bytes.
    fixed: Vec<usize>,
    /// Of phrases that may be denied, their own words.
    affirmed: HashMap<PhraseId, String>,
    /// Phrases that show something or are ignored: of these the longest counts.
    shown: Range<PhraseId>,
    /// Phrases that keep a topic away, or name a thing.
    aside: Range<PhraseId>,
}

impl Topics {
    /// Adds the phrases of a lexicon to a list.
    ///
    /// # Errors
    /// Never with a lexicon that was parsed.
    pub fn new(lexicon: &TopicLexicon, list: &mut PhraseList) -> Result<Self, PhraseError> {
        list.add_denials()?;
        let start = list.next_id();
        let mut bearings = Vec::new();
        let mut fixed = Vec::new();
        for phrase in &lexicon.ignored {
            list.add(phrase)?;
            bearings.push(None);
            fixed.push(fixed_part(phrase));
        }
        let (aside, shows): (Vec<&Entry>, Vec<&Entry>) =
            lexicon.entries.iter().partition(|entry| entry.bearing.is_aside());
        let first_aside = start + (bearings.len() + shows.len()) as PhraseId;
        let mut affirmed = HashMap::new();
        for entry in shows.into_iter().chain(aside) {
            let phrase = list.add(&entry.phrase)?;
            if entry.bearing == Bearing::Affirms {
                affirmed.insert(phrase, Normal::of(&entry.phrase).text().to_owned());
            }
            bearings.push(Some((entry.topic, entry.bearing)));
            fixed.push(fixed_part(&entry.phrase));
        }
        let topics = lexicon.topics.clone();
        let names = lexicon.families();
        let family = |topic: &Arc<Topic>| names.iter().position(|name| *name == topic.family);
        let families =
            topics.iter().map(|topic| family(topic).unwrap_or_default() as u16).collect();
        let (shown, aside) = (start..first_aside, first_aside..list.next_id());
        Ok(Self { topics, families, bearings, fixed, affirmed, shown, aside })
    }

    /// What a conversation is about, by the customer's messages in their order, each with its number;
    /// the main topic first, nothing where nothing shows.
    ///
    /// The first message that shows any topic counts in full; whenever a topic shows later it counts
    /// half, a quarter, and so on. The first says why the customer wrote, the later ones mostly answer
    /// what the agent asked and proposed. A topic has to reach half of a phrase. What only names a
    /// family is given where no sub-topic is found. The stronger comes first, then that of the higher
    /// priority, then that which stands first in the lexicon.
    pub fn of<'p, 't: 'p>(
        &self,
        messages: impl IntoIterator<Item = (usize, &'p Passage<'t>)>,
    ) -> Vec<TopicFound> {
        let mut scores = Scores::new(&self.topics);
        for (number, passage) in messages {
            scores.add(number, passage, &self.shown(passage).0);
        }
        scores.found()
    }

    /// The same where it is known what each message shows.
    pub fn of_shown<'p, 't: 'p>(
        &self,
        messages: impl IntoIterator<Item = (usize, &'p Passage<'t>, &'p Shown)>,
    ) -> Vec<TopicFound> {
        let mut scores = Scores::new(&self.topics);
        for (number, passage, Shown(evidence)) in messages {
            scores.add(number, passage, evidence);
        }
        scores.found()
    }

    /// The families that one message shows strongly enough by itself, each by its place in the lexicon, in
    /// that order.
    pub fn families(&self, Shown(evidence): &Shown) -> Vec<u16> {
        let strong = evidence.iter().filter(|one| one.strength >= LEAST);
        let mut families: Vec<u16> =
            strong.filter_map(|one| self.families.get(one.topic).copied()).collect();
        families.sort_unstable();
        families.dedup();
        families
    }

    /// What one message shows, whoever wrote it.
    pub fn shown(&self, passage: &Passage<'_>) -> Shown {
        let mut forbidden = Vec::new();
        let mut things = Vec::new();
        for hit in passage.of(&self.aside) {
            match self.bearing(hit) {
                Some((topic, Bearing::Names)) => things.push((topic, *hit)),
                Some((topic, _)) if !forbidden.contains(&topic) => forbidden.push(topic),
                Some(_) => {}
                None => {}
            }
        }
        let is_meant = |hit: &&Hit| match self.bearing(hit) {
            Some((topic, _)) => !forbidden.contains(&topic),
            None => true,
        };
        let hits: Vec<Hit> = passage.of(&self.shown).filter(is_meant).copied().collect();
        if hits.is_empty() {
            return Shown::default();
        }
        let mut hits = self.plainest(longest(hits));
        let is_affirmed = |hit: &Hit| matches!(self.bearing(hit), Some((_, Bearing::Affirms)));
        hits.retain(|hit| {
            !is_affirmed(hit) || !(passage.is_denied(hit) || self.is_split(passage, hit))
        });
        hits.sort_by_key(|hit| (hit.phrase, hit.start));
        // Said twice in the same words is said once.
        hits.dedup_by_key(|hit| hit.phrase);
        let mut found: Vec<Evidence> = Vec::new();
        for hit in hits {
            let Some((mut topic, bearing)) = self.bearing(&hit) else { continue };
            if bearing == Bearing::Unnamed {
                topic = thing_beside(passage.text(), &hit, &things).unwrap_or(topic);
            }
            let counts = if bearing == Bearing::Hints { HINT } else { 1.0 };
            match found.iter_mut().find(|evidence| evidence.topic == topic) {
                Some(evidence) => evidence.add(counts, hit),
                None => found.push(Evidence { topic, strength: counts, best: (counts, hit) }),
            }
        }
        for evidence in &mut found {
            let weight = self.topics.get(evidence.topic).map_or(1.0, |topic| topic.weight);
            evidence.strength = weight * evidence.strength.min(MOST);
        }
        Shown(found)
    }

    /// Whether a denial that is no word of the phrase's own stands between its parts.
    fn is_split(&self, passage: &Passage<'_>, hit: &Hit) -> bool {
        let Some(phrase) = self.affirmed.get(&hit.phrase) else { return false };
        let first = passage.denials.partition_point(|denial| denial.start <= hit.start);
        let after = passage.denials.get(first..).unwrap_or_default().iter();
        after.take_while(|denial| denial.end <= hit.end).any(|denial| {
            let denial = passage.text().get(denial.range()).unwrap_or_default();
            !has_word(phrase, denial)
        })
    }

    /// Hits without those of one place that leave more open than another there.
    fn plainest(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        let fixed = |hit: &Hit| {
            let at = hit.phrase.checked_sub(self.shown.start);
            at.and_then(|at| self.fixed.get(at as usize)).copied().unwrap_or_default()
        };
        hits.sort_by_key(|hit| (hit.start, hit.end, std::cmp::Reverse(fixed(hit))));
        let mut best: Option<Hit> = None;
        hits.retain(|hit| match best.filter(|best| best.range() == hit.range()) {
            Some(best) => fixed(hit) == fixed(&best),
            None => {
                best = Some(*hit);
                true
            }
        });
        hits
    }

    /// Which topic a phrase is of; `None` for one that is ignored.
    fn bearing(&self, hit: &Hit) -> Option<(usize, Bearing)> {
        let at = hit.phrase.checked_sub(self.shown.start)?;
        *self.bearings.get(at as usize)?
    }
}

/// The topic of the thing that stands nearest to what is said of something, in its clause.
fn thing_beside(text: &str, said: &Hit, things: &[(usize, Hit)]) -> Option<usize> {
    let far = |thing: &Hit| {
        let (from, to) = if thing.end <= said.start {
            (thing.end, said.start)
        } else if said.end <= thing.start {
            (said.end, thing.start)
        } else {
            return Some(0);
        };
        let between = text.get(from as usize..to as usize)?;
        let far = words(between).take(BESIDE + 1).count();
        (far <= BESIDE && !ends_clause(between)).then_some(far)
    };
    let near = things.iter().filter_map(|(topic, thing)| Some((far(thing)?, *topic)));
    near.min_by_key(|(far, _)| *far).map(|(_, topic)| topic)
}

/// Whether a clause ends in a part of a normalised text; a point or comma inside a number ends none.
fn ends_clause(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.char_indices().any(|(at, c)| match c {
        '.' | ',' => !bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
        _ => matches!(c, '!' | '?' | ';' | '。' | '、'),
    })
}

/// How much of a phrase as written is fixed, in bytes.
fn fixed_part(phrase: &str) -> usize {
    phrase.bytes().filter(|byte| !matches!(byte, b'.' | b'*' | b' ')).count()
}

/// Whether a phrase has a word; Chinese words stand anywhere.
fn has_word(phrase: &str, word: &str) -> bool {
    phrase.split([' ', '.', '*']).any(|part| part == word)
        || (word.starts_with(is_ideograph) && phrase.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Phrases;

    /// A lexicon and what its phrases are looked up with.
    struct Desk {
        topics: Topics,
        phrases: Phrases,
    }

    impl Desk {
        fn new(lexicon: &TopicLexicon) -> Self {
            let mut list = PhraseList::default();
            list.add("a phrase of another list").unwrap();
            let topics = Topics::new(lexicon, &mut list).unwrap();
            Self { topics, phrases: list.build() }
        }

        fn built_in() -> Self {
            Self::new(&TopicLexicon::built_in().unwrap())
        }

        fn read(text: &str) -> Self {
            Self::new(&TopicLexicon::parse(text).unwrap())
        }

        fn of(&self, messages: &[&str]) -> Vec<TopicFound> {
            let read = |text| Passage::read(text, &self.phrases);
            let passages: Vec<_> = messages.iter().map(|text| read(text)).collect();
            self.topics.of((1..).zip(&passages))
        }

        /// What is found, as `family/sub_topic`.
        fn names(&self, messages: &[&str]) -> Vec<String> {
            let name = |found: &TopicFound| match &found.topic.sub_topic {
                Some(sub_topic) => format!("{}/{sub_topic}", found.topic.family),
                None => found.topic.family.clone(),
            };
            self.of(messages).iter().map(name).collect()
        }

        /// The main topic of a message; "" where there is none.
        fn main(&self, message: &str) -> String {
            self.names(&[message]).first().cloned().unwrap_or_default()
        }
    }

    #[test]
    fn the_main_topic_in_three_languages() {
        let desk = Desk::built_in();
        for (text, main) in [
            ("Hi! Where is my order?", "orders_delivery/tracking"),
            ("it says delivered but I haven't received anything", "orders_delivery/not_received"),
            ("I want to cancel my last order pls", "orders_delivery/cancel_order"),
            ("The box was crushed", "orders_delivery/damaged_in_transit"),
            ("how do i return these shoes", "returns_exchanges/return_how"),
            ("still waiting for my refund!!", "returns_exchanges/refund_status"),
            ("I was charged twice", "payments/double_charge"),
            ("could you send me the invoice", "payments/invoice"),
            ("forgot my pasword", "account/password"),
            ("my account has been hacked", "account/hacked"),
            ("the promo code does not work", "promotions/coupon"),
            ("cancel my premium subscription", "membership/cancel"),
            ("Где мой заказ???", "orders_delivery/tracking"),
            ("заказ так и не пришёл", "orders_delivery/not_received"),
            ("ВЕРНИТЕ ДЕНЬГИ", "returns_exchanges/refund_request"),
            ("размер не подошёл, хочу обменять", "returns_exchanges/exchange"),
            ("Не проходит оплата картой", "payments/payment_failed"),
            ("списали деньги дважды", "payments/double_charge"),
            ("не приходит код подтверждения", "account/verification"),
            ("не могу войти в личный кабинет", "account/login"),
            ("не применяется промокод", "promotions/coupon"),
            ("как отключить подписку", "membership/cancel"),
            ("我的快递到哪了？", "orders_delivery/tracking"),
            ("怎么还没发货", "orders_delivery/tracking"),
            ("我要退款", "returns_exchanges/refund_request"),
            ("退款什么时候到账", "returns_exchanges/refund_status"),
            ("付款失败", "payments/payment_failed"),
            ("开个发票", "payments/invoice"),
            ("收不到验证码", "account/verification"),
            ("优惠券用不了", "promotions/coupon"),
            ("怎么关闭自动续费", "membership/renewal"),
        ] {
            assert_eq!(desk.main(text), main, "{text}");
        }
        for unknown in ["", "Hi there!", "thanks, bye", "спасибо большое", "你好在吗", "😀"]
        {
            assert_eq!(desk.main(unknown), "", "{unknown}");
        }
    }

    #[test]
    fn the_longest_phrase_counts() {
        let desk = Desk::built_in();
        let names = desk.names(&["what is the status of my refund"]);
        assert_eq!(names, ["returns_exchanges/refund_status"]);
        // Neither a delivery nor a return is meant.
        assert!(desk.names(&["In order to get help I would like a return call"]).is_empty());
    }

    #[test]
    fn what_is_denied_or_kept_away_is_not_meant() {
        let desk = Desk::built_in();
        assert_eq!(desk.main("the item is damaged"), "returns_exchanges/damaged_item");
        assert_eq!(
            desk.main("one is not damaged. the other is damaged"),
            "returns_exchanges/damaged_item"
        );
        for text in ["it is not damaged", "коробка не помята", "товар не сломан", "东西没坏"]
        {
            assert!(!desk.main(text).contains("damaged"), "{text}");
        }
        // The phrase's own denial is a part of it.
        assert_eq!(desk.main("телефон не включается"), "returns_exchanges/defective");
        let names = desk.names(&["I don't want a refund, I want a replacement"]);
        assert_eq!(names, ["returns_exchanges/exchange"]);
        assert_eq!(
            desk.main("не хочу возврат денег, хочу замену товара"),
            "returns_exchanges/exchange"
        );
    }

    #[test]
    fn what_names_only_the_family_counts_where_nothing_else_does() {
        let desk = Desk::built_in();
        assert_eq!(desk.names(&["I have a question about my order"]), ["orders_delivery"]);
        assert_eq!(desk.names(&["I need an invoice for my order"]), ["payments/invoice"]);
    }

    const LETTERS: &str = "[x.one]\nphrases.en = [\"a\", \"aa\", \"aaa\", \"aaaa\"]\n\
         [x.two]\npriority = 1\nphrases.en = [\"b\"]\nhints.en = [\"h\", \"hh\"]\n\
         [y.three]\nphrases.en = [\"c\"]\n[y.four]\nweight = 0.4\nphrases.en = [\"d\"]\n";

    #[test]
    fn the_first_message_that_says_it_outweighs_the_later_ones() {
        let desk = Desk::read(LETTERS);
        let scores = |messages: &[&str]| -> Vec<(String, f64)> {
            let found = desk.of(messages);
            found.iter().map(|f| (f.topic.sub_topic.clone().unwrap(), f.score)).collect()
        };
        let is = |name: &str, score| (name.to_owned(), score);
        assert_eq!(scores(&["hi", "c", "b", "b", "b"]), [is("three", 1.0), is("two", 0.875)]);
        assert_eq!(scores(&["a", "a"]), [is("one", 1.5)]);
        // Twice in the same words is once; three ways to say it count as two.
        assert_eq!(scores(&["a a a"]), [is("one", 1.0)]);
        assert_eq!(scores(&["a aa aaa aaaa"]), [is("one", 2.0)]);
    }

    #[test]
    fn what_was_agreed_on_later_is_not_why_the_customer_wrote() {
        let desk = Desk::built_in();
        let messages = ["hi", "where is my order?", "yes, a refund", "when will the refund come?"];
        let found = desk.of(&messages);
        let scores: Vec<(usize, f64)> = found.iter().map(|f| (f.message, f.score)).collect();
        assert_eq!(scores, [(2, 1.0), (4, 0.5), (3, 0.5)]);
        assert_eq!(
            desk.names(&messages),
            [
                "orders_delivery/tracking",
                "returns_exchanges/refund_status",
                "returns_exchanges/refund_request"
            ]
        );
    }

    #[test]
    fn ties_go_by_priority_and_then_by_the_file() {
        let desk = Desk::read(LETTERS);
        assert_eq!(desk.names(&["c a b"]), ["x/two", "x/one", "y/three"]);
    }

    #[test]
    fn a_hint_needs_another_and_a_light_topic_more() {
        let desk = Desk::read(LETTERS);
        assert!(desk.names(&["h", "h"]).len() == 1 && desk.names(&["h hh"]).len() == 1);
        assert!(desk.names(&["h"]).is_empty() && desk.names(&["d"]).is_empty());
        assert_eq!(desk.names(&["d", "d"]), ["y/four"]);
    }

    #[test]
    fn the_place_is_where_it_shows_best_as_written() {
        let desk = Desk::built_in();
        let messages = ["Ещё вопрос, ＶＩＰ", "а ГДЕ  МОЙ ЗАКАЗ №5"];
        let found = desk.of(&messages);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].message, &messages[1][found[0].range.clone()]), (2, "ГДЕ  МОЙ ЗАКАЗ"));
    }

    #[test]
    fn no_message_shows_nothing() {
        let desk = Desk::built_in();
        assert!(desk.of(&[]).is_empty() && desk.of(&["", "", ""]).is_empty());
    }

    #[test]
    fn the_built_in_lexicon_holds_the_six_families() {
        let lexicon = TopicLexicon::built_in().unwrap();
        let families = [
            "orders_delivery",
            "returns_exchanges",
            "payments",
            "account",
            "promotions",
            "membership",
        ];
        assert_eq!(lexicon.families(), families);
        for family in families {
            let topics: Vec<_> = lexicon.topics().filter(|topic| topic.family == family).collect();
            assert!(topics.len() > 6 && topics.iter().any(|topic| topic.sub_topic.is_none()));
        }
    }

    #[test]
    fn what_is_ignored_would_be_taken_for_a_topic() {
        let lexicon = TopicLexicon::built_in().unwrap();
        let bare = TopicLexicon { ignored: Vec::new(), ..lexicon.clone() };
        let desk = Desk::new(&bare);
        for phrase in &lexicon.ignored {
            let text = phrase.replace("..", "my").replace('*', "");
            let passage = Passage::read(&text, &desk.phrases);
            assert!(passage.of(&desk.topics.shown).count() > 0, "`{phrase}` hides nothing");
        }
    }

    #[test]
    fn a_phrase_of_the_built_in_lexicon_shows_its_topic_or_a_longer_one_does() {
        let lexicon = TopicLexicon::built_in().unwrap();
        let desk = Desk::new(&lexicon);
        for entry in &lexicon.entries {
            let text = entry.phrase.replace("..", "").replace('*', "");
            let passage = Passage::read(&text, &desk.phrases);
            let shown = passage.of(&desk.topics.shown).filter_map(|hit| desk.topics.bearing(hit));
            let kept = passage.of(&desk.topics.aside).filter_map(|hit| desk.topics.bearing(hit));
            assert!(
                shown.chain(kept).any(|(topic, _)| topic == entry.topic),
                "{} is not found in its own words",
                entry.phrase
            );
        }
    }
}
