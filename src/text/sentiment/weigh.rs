//! Weighing the phrases of feeling that stand in a passage.

use std::ops::Range;

use super::lexicon::{Entry, LexiconError, entries};
use crate::text::{Hit, Passage, PhraseId, PhraseList, Signs};

/// A denied good word is somewhat bad, a denied bad one hardly good: "not good" says more than "not
/// bad" does (as in Taboada, Brooke, Tofiloski, Voll and Stede 2011, a denial does not simply turn a
/// feeling over).
const DENIED_GOOD: f64 = -0.5;
const DENIED_BAD: f64 = -0.25;
/// What stands before and after a "but" in its sentence (Hutto and Gilbert 2014).
const BEFORE_BUT: f64 = 0.5;
const AFTER_BUT: f64 = 1.5;
/// A word in capitals.
const CAPITALS: f64 = 1.3;
/// What each of the first exclamation marks adds to what a text says anyway.
const EXCLAMATION: f64 = 0.2;
const EXCLAMATIONS: usize = 3;
/// How soon a sum of valences becomes a strong feeling: `sum / √(sum² + 8)`, so that one word of
/// valence 2 gives 0.58 (the form of Hutto and Gilbert 2014, whose valences go to 4 and whose 15 is the
/// same to them).
const SOFTNESS: f64 = 8.0;
/// Politeness, and what a text is about, have valences of this size, and all of them together weigh no
/// more: a long polite mail is no happier than a short one.
const FAINT: f64 = 0.5;
/// No more words than this stand between a word of degree and what it goes for.
const REACH: usize = 1;

/// From this value up, and from its opposite down, a text says clearly how somebody feels: one plain
/// word of the lexicons does (`1 / √(1 + 8)`), politeness alone does not.
pub const CLEAR: f64 = 0.3;

/// The lexicons, as phrases of a list.
#[derive(Clone, Debug)]
pub struct Sentiment {
    list: Range<PhraseId>,
    entries: Vec<Entry>,
}

/// A phrase that says how somebody feels, and how much of it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feeling {
    /// Where it stands in the normalised text; of a word with any ending the part that the lexicon names.
    pub hit: Hit,
    /// By the lexicon, from -3 to 3.
    pub valence: f64,
    /// What counts in the end.
    pub weight: f64,
    pub is_denied: bool,
}

impl Sentiment {
    /// Adds the phrases of the lexicons to a list.
    ///
    /// # Errors
    /// Never with the lexicons that are built in.
    pub fn new(list: &mut PhraseList) -> Result<Self, LexiconError> {
        list.add_denials()?;
        let start = list.next_id();
        let mut all = Vec::new();
        for (phrase, entry) in entries()? {
            list.add(&phrase)?;
            all.push(entry);
        }
        Ok(Self { list: start..list.next_id(), entries: all })
    }

    /// How somebody feels who writes this, from -1 to 1; `None` if no word says anything of it.
    pub fn of(&self, passage: &Passage<'_>) -> Option<f64> {
        let feelings = self.feelings(passage);
        if feelings.is_empty() {
            return None;
        }
        let (mut sum, mut faint) = (0.0, 0.0);
        for feeling in &feelings {
            let all = if feeling.valence.abs() > FAINT { &mut sum } else { &mut faint };
            *all += feeling.weight;
        }
        sum += f64::clamp(faint, -FAINT, FAINT);
        let has_marks = passage.normal.signs().has(Signs::EXCLAMATION);
        let marks = || passage.text().bytes().filter(|byte| *byte == b'!').count();
        let marks = if has_marks { marks() } else { 0 };
        let loud = if sum == 0.0 { 0.0 } else { EXCLAMATION * sum.signum() };
        sum += loud * marks.min(EXCLAMATIONS) as f64;
        Some(sum / (sum * sum + SOFTNESS).sqrt())
    }

    /// The phrases that say so, in the order of the text.
    pub fn feelings(&self, passage: &Passage<'_>) -> Vec<Feeling> {
        let says_anything = |hit: &Hit| self.valence(hit).is_some_and(|valence| valence != 0.0);
        if !passage.of(&self.list).any(says_anything) {
            return Vec::new();
        }
        let found = apart(passage.of(&self.list));
        let mut denials = passage.denials.clone();
        // A denial that is a part of a phrase goes for nothing else.
        denials.retain(|denial| {
            let first = found.partition_point(|hit| hit.end < denial.end);
            let holds = |hit: &&Hit| hit.start <= denial.start && self.valence(hit).is_some();
            found.get(first).filter(holds).is_none()
        });
        let mut feelings: Vec<Feeling> = Vec::new();
        // Of the sentence: its first feeling, and the first after its last "but".
        let (mut first, mut turned) = (0, None);
        let mut last_end = 0;
        for (place, hit) in found.iter().enumerate() {
            if ends_sentence(passage.text(), last_end, hit.start as usize) {
                turn(&mut feelings, first, turned.take());
                first = feelings.len();
            }
            last_end = hit.end as usize;
            let Some(entry) = self.entry(hit) else { continue };
            if entry.is_turn {
                turned = Some(feelings.len());
            }
            let next = found.get(place + 1).filter(|next| self.goes_for(passage, hit, next));
            let valence = entry.valence.filter(|valence| *valence != 0.0 && next.is_none());
            let Some(valence) = valence else { continue };
            let before = place.checked_sub(1).and_then(|place| found.get(place));
            let before = before.filter(|before| self.goes_for(passage, before, hit));
            let degree = before.and_then(|before| self.entry(before)?.degree).unwrap_or(1.0);
            let is_denied = passage.is_denied_by(&denials, hit);
            let denied = match (is_denied, valence > 0.0) {
                (false, _) => 1.0,
                (true, true) => DENIED_GOOD,
                (true, false) => DENIED_BAD,
            };
            let loud = if is_in_capitals(passage, hit) { CAPITALS } else { 1.0 };
            let weight = valence * degree * denied * loud;
            feelings.push(Feeling { hit: *hit, valence, weight, is_denied });
        }
        turn(&mut feelings, first, turned);
        feelings
    }

    fn entry(&self, hit: &Hit) -> Option<&Entry> {
        self.entries.get(hit.phrase.checked_sub(self.list.start)? as usize)
    }

    fn valence(&self, hit: &Hit) -> Option<f64> {
        self.entry(hit)?.valence
    }

    /// Whether a hit is a word of degree that goes for the next one.
    fn goes_for(&self, passage: &Passage<'_>, hit: &Hit, next: &Hit) -> bool {
        let has = |hit, what: fn(&Entry) -> Option<f64>| self.entry(hit).and_then(what);
        let (from, to) = (hit.end as usize, next.start as usize);
        let is_next = || from == to || passage.text().get(from..to) == Some(" ");
        let is_near = || passage.is_near(from, to, REACH);
        has(hit, |entry| entry.degree).is_some()
            && has(next, |entry| entry.valence).is_some_and(|valence| valence != 0.0)
            && (is_next() || is_near())
    }
}

/// The hits that do not overlap: of two the longer if it holds the other, else the earlier.
fn apart<'h>(hits: impl Iterator<Item = &'h Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let inside = kept.iter().rev().take_while(|other| other.start >= hit.start).count();
        let left = kept.len() - inside;
        let before = left.checked_sub(1).and_then(|last| kept.get(last));
        let is_same = kept.get(left).is_some_and(|other| other.range() == hit.range());
        if !is_same && before.is_none_or(|before| before.end <= hit.start) {
            kept.truncate(left);
            kept.push(*hit);
        }
    }
    kept
}

/// Lets what a sentence says after its "but" count more than what it says before.
fn turn(feelings: &mut [Feeling], first: usize, turned: Option<usize>) {
    let Some(turned) = turned else { return };
    for (place, feeling) in feelings.iter_mut().enumerate().skip(first) {
        feeling.weight *= if place < turned { BEFORE_BUT } else { AFTER_BUT };
    }
}

fn ends_sentence(text: &str, from: usize, to: usize) -> bool {
    let ends = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b';');
    text.get(from..to)
        .is_some_and(|between| between.as_bytes().iter().any(ends) || between.contains('。'))
}

/// Whether it is written in capitals, two letters at least.
fn is_in_capitals(passage: &Passage<'_>, hit: &Hit) -> bool {
    // Chinese has no capitals, and is most of what has many hits.
    let has_capitals = |first: &u8| first.is_ascii_alphabetic() || matches!(first, 0xC3..=0xD4);
    if !passage.text().as_bytes().get(hit.start as usize).is_some_and(has_capitals) {
        return false;
    }
    let written = passage.written.get(passage.normal.origin(hit.range())).unwrap_or_default();
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let count = letters.clone().count();
    count >= 2 && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Phrases;
    use proptest::prelude::*;

    struct Eye {
        sentiment: Sentiment,
        phrases: Phrases,
    }

    impl Eye {
        fn new() -> Self {
            let mut list = PhraseList::default();
            list.add("order").unwrap();
            let sentiment = Sentiment::new(&mut list).unwrap();
            Self { sentiment, phrases: list.build() }
        }

        fn of(&self, text: &str) -> Option<f64> {
            self.sentiment.of(&Passage::read(text, &self.phrases))
        }

        /// Each phrase with its weight.
        fn why(&self, text: &str) -> Vec<(String, f64)> {
            let passage = Passage::read(text, &self.phrases);
            let feelings = self.sentiment.feelings(&passage);
            let name = |feeling: &Feeling| passage.text()[feeling.hit.range()].to_owned();
            feelings.iter().map(|feeling| (name(feeling), feeling.weight)).collect()
        }
    }

    #[test]
    fn what_is_clearly_felt() {
        let eye = Eye::new();
        for (text, is_good) in [
            ("This is the worst service ever!", false),
            ("Still waiting for my refund, third time I am writing. Ridiculous.", false),
            ("Your agent was rude and never answered", false),
            ("Thank you so much, you solved my problem, great service!", true),
            ("Ничего не работает, кошмар!", false),
            ("Жду уже две недели, никто не отвечает", false),
            ("Вы издеваетесь? Кормите завтраками", false),
            ("Спасибо большое, всё отлично, очень быстро помогли", true),
            ("Ужасно рад, что вы помогли", true),
            ("你们的服务太差了，我非常失望！", false),
            ("等了一个星期还没收到，气死我了", false),
            ("谢谢你的帮助，非常满意", true),
            ("😡😡 where is it", false),
        ] {
            let value = eye.of(text).unwrap();
            assert!(if is_good { value >= CLEAR } else { value <= -CLEAR }, "{text}: {value}");
        }
    }

    #[test]
    fn what_it_is_about_is_hardly_a_feeling_and_politeness_a_weak_one() {
        let eye = Eye::new();
        for text in [
            "Hello, I have a problem with my refund. Please help. Please, please. Thank you",
            "Please cancel my order",
            "Здравствуйте, у меня проблема с возвратом. Помогите, пожалуйста.",
            "Хорошо, спасибо",
            "Где мои бонусы?",
            "你好，请问我的退款什么时候到？谢谢",
            "不好意思，麻烦您帮我查一下订单",
            "Would be great if you could check. Good morning",
        ] {
            let value = eye.of(text).unwrap_or_default();
            assert!(value.abs() < CLEAR, "{text}: {value}");
        }
        for text in ["", "Where is order 17?", "Как вернуть товар?", "好的", "贵公司能否开发票"]
        {
            assert_eq!(eye.of(text), None, "{text}");
        }
    }

    #[test]
    fn words_around_a_phrase_change_its_weight() {
        let eye = Eye::new();
        let why = |text| eye.why(text);
        let one = |phrase: &str, weight| vec![(phrase.to_owned(), weight)];
        assert_eq!(why("it is helpful"), one("helpful", 2.0));
        assert_eq!(why("it is truly helpful"), one("helpful", 3.0));
        assert_eq!(why("it is somewhat helpful"), one("helpful", 1.2));
        assert_eq!(why("it is HELPFUL"), one("helpful", 2.6));
        assert_eq!(why("it is not helpful"), one("not helpful", -1.0));
        assert_eq!(why("she wasn't kind"), one("kind", -1.0));
        assert_eq!(why("it was not rude"), one("rude", 0.5));
        assert_eq!(why("УЖАСНО"), one("ужасно", -2.6));
        assert_eq!(why("ужасно удобно"), one("удобн", 3.0));
        assert_eq!(why("услуга не оперативная"), one("оперативн", -1.0));
        // A denial that is a part of a phrase goes for nothing else.
        let both = [("не работа".to_owned(), -1.0), ("кошмар".to_owned(), -2.0)];
        assert_eq!(why("не работает кошмар"), both);
    }

    #[test]
    fn a_but_turns_its_sentence_only() {
        let eye = Eye::new();
        let weights =
            |text| eye.why(text).into_iter().map(|(_, weight)| weight).collect::<Vec<_>>();
        assert_eq!(weights("It is nice but she was rude"), [1.0, -3.0]);
        assert_eq!(weights("She was rude but it is nice"), [-1.0, 3.0]);
        assert_eq!(weights("It is nice. She was rude, but kind"), [2.0, -1.0, 3.0]);
        assert_eq!(weights("质量不错，但是态度恶劣"), [1.0, -3.0]);
    }

    #[test]
    fn the_value_is_the_softened_sum() {
        let eye = Eye::new();
        let soft = |sum: f64| Some(sum / (sum * sum + 8.0).sqrt());
        assert_eq!(eye.of("helpful"), soft(2.0));
        assert_eq!(eye.of("rude!!!!!"), soft(-2.0 - 0.2 * 3.0));
        assert_eq!(eye.of("please, please, please"), soft(0.5));
        assert_eq!(eye.of("helpful, please, thanks"), soft(2.5));
        assert_eq!(eye.of("helpful and rude!"), Some(0.0));
        // One plain word is clear, faint ones never are.
        assert!(eye.of("useful").unwrap() >= CLEAR && eye.of("thanks").unwrap() < CLEAR);
    }

    #[test]
    fn the_longer_of_two_phrases_goes() {
        let hit = |start, end| Hit { phrase: 0, start, end };
        let kept = |hits: &[Hit]| apart(hits.iter());
        assert_eq!(kept(&[hit(0, 2), hit(3, 5), hit(0, 6)]), [hit(0, 6)]);
        assert_eq!(kept(&[hit(0, 3), hit(1, 3), hit(4, 6)]), [hit(0, 3), hit(4, 6)]);
        assert_eq!(kept(&[hit(0, 3), hit(2, 5), hit(5, 6)]), [hit(0, 3), hit(5, 6)]);
        assert_eq!(kept(&[hit(0, 3), hit(3, 5), hit(2, 6)]), [hit(0, 3), hit(3, 5)]);
        assert_eq!(kept(&[]), []);
    }

    fn any_text() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "not ",
            "very ",
            "good ",
            "but ",
            "rude",
            "! ",
            ". ",
            "не ",
            "ужасно ",
            "рад ",
            "很",
            "好",
            "不",
            "差",
            "😡",
            "PLEASE ",
            ", ",
            "ё",
            "\u{301}",
            "(((",
        ]);
        prop_oneof![
            any::<String>(),
            prop::collection::vec(parts, 0..30).prop_map(|parts| parts.concat()),
        ]
    }

    #[test]
    fn any_text_has_a_value_within_bounds_or_none() {
        let eye = Eye::new();
        proptest!(ProptestConfig::with_cases(500), |(text in any_text())| {
            if let Some(value) = eye.of(&text) {
                prop_assert!(value.abs() <= 1.0, "{}", value);
            }
            let mut last = 0;
            let passage = Passage::read(&text, &eye.phrases);
            for feeling in eye.sentiment.feelings(&passage) {
                prop_assert!(feeling.hit.start >= last && feeling.weight.is_finite());
                last = feeling.hit.end;
            }
        });
    }
}
