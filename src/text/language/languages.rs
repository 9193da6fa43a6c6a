//! Which of the languages a desk is written to in a conversation is in.

use whatlang::Detector;

use super::known::{KNOWN, Language};
use super::script::Script;
use super::tally::{Tally, letters};

/// What a conversation is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spoken {
    /// One language, or one that the others are only scattered in.
    In(Language),
    /// Two allowed languages or more, each with a fifth of the words and three of them.
    Mixed,
    /// Nothing to tell by, or a language that the desk does not answer in.
    Unknown,
}

impl Spoken {
    /// The language's code, `mixed` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::In(language) => language.code(),
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

/// A lesser language counts from this share of the words on: below it are greetings, names of
/// products and quoted labels.
const LESSER_SHARE: f64 = 0.2;
/// And from so many words on: in two words ("ok thanks") nobody has changed the language.
const LESSER_WORDS: f64 = 3.0;
/// English is taken at its word from this share of common words on. Running English
/// has about half; a list of product names has none.
const COMMON_SHARE: f64 = 0.15;
/// Letters beyond the Russian alphabet per Cyrillic letter from which a text is not Russian. The `і`,
/// `ї` and `є` of Ukrainian are about one letter in fourteen, a foreign name in Russian none.
const FOREIGN_SHARE: f64 = 0.02;
/// Kana per Han or kana character from which a text is Japanese, half of which is kana; Chinese
/// has the odd decorative `の`.
const KANA_SHARE: f64 = 0.1;
/// More text than this does not make trigrams surer, only slower. In bytes.
const ENOUGH: usize = 600;

/// Less text than this, in bytes, tells trigrams of Latin letters nothing: two or three words.
const LITTLE: usize = 20;

/// The languages that a desk's settings allow.
#[derive(Debug)]
pub struct Languages {
    allowed: Vec<Language>,
    cyrillic: Detector,
    other: Detector,
    latin: Detector,
    any_latin: Detector,
}

/// What the words in one script say.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Known(Language),
    /// A language, but none of the allowed.
    Foreign,
    /// Too little to tell.
    Unclear,
}

impl Languages {
    /// Languages to choose from; the fewer, the surer the choice.
    pub fn new(allowed: &[Language]) -> Self {
        let of = |script: Script| {
            let list = allowed.iter().filter(|language| language.script() == script);
            Detector::with_allowlist(list.map(|language| language.0).collect())
        };
        let latin = KNOWN.iter().filter(|known| known.2 == Script::Latin).map(|known| known.1);
        Self {
            allowed: allowed.to_vec(),
            cyrillic: of(Script::Cyrillic),
            other: of(Script::Other),
            latin: of(Script::Latin),
            any_latin: Detector::with_allowlist(latin.collect()),
        }
    }

    /// The language of a conversation, from the customer's turns.
    ///
    /// The script decides first. Han is Chinese unless there is kana; Cyrillic is Russian unless its
    /// letters or another allowed language speak against it; Latin is English by its common words.
    /// What is left goes to trigrams (whatlang) over the turns put together, among the allowed languages
    /// of that script, and stands only if whatlang calls it reliable (confidence above 0.9).
    ///
    /// Numbers, codes, links, addresses and what a redaction left (`[email]`) say nothing. Latin words
    /// in a Russian or Chinese turn are names unless they outnumber it two to one. Of a long turn only
    /// the first 1,000 bytes are looked at.
    pub fn of<'t>(&self, turns: impl IntoIterator<Item = &'t str>) -> Spoken {
        let turns: Vec<&str> = turns.into_iter().collect();
        let mut tally = Tally::default();
        turns.iter().for_each(|turn| tally.add(turn));
        let total = tally.words();
        let Some((top, _)) = tally.by_script().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            return Spoken::Unknown;
        };
        let mut found: Vec<Language> = Vec::new();
        for (script, words) in tally.by_script() {
            let counts = words >= LESSER_WORDS && words >= LESSER_SHARE * total;
            if script != top && !counts {
                continue;
            }
            match self.part(script, &tally, &turns) {
                Part::Known(language) if !found.contains(&language) => found.push(language),
                Part::Foreign if script == top => return Spoken::Unknown,
                _ => {}
            }
        }
        match found.as_slice() {
            [] => Spoken::Unknown,
            [language] => Spoken::In(*language),
            _ => Spoken::Mixed,
        }
    }

    fn part(&self, script: Script, tally: &Tally, turns: &[&str]) -> Part {
        match script {
            Script::Han => self.if_allowed(match tally.kana_share() {
                share if share >= KANA_SHARE => Language::JAPANESE,
                _ => Language::CHINESE,
            }),
            Script::Cyrillic => self.cyrillic(tally, turns),
            Script::Latin => self.latin(tally, turns),
            Script::Other => self.trigrams(&self.other, &text(turns, script)),
        }
    }

    fn if_allowed(&self, language: Language) -> Part {
        if self.allowed.contains(&language) { Part::Known(language) } else { Part::Foreign }
    }

    fn allowed_in(&self, script: Script) -> impl Iterator<Item = Language> {
        self.allowed.iter().copied().filter(move |language| language.script() == script)
    }

    fn cyrillic(&self, tally: &Tally, turns: &[&str]) -> Part {
        let is_russian = tally.foreign_share() < FOREIGN_SHARE;
        let has_peers = self.allowed_in(Script::Cyrillic).any(|other| other != Language::RUSSIAN);
        if !has_peers {
            return if is_russian { self.if_allowed(Language::RUSSIAN) } else { Part::Foreign };
        }
        match self.trigrams(&self.cyrillic, &text(turns, Script::Cyrillic)) {
            Part::Known(Language::RUSSIAN) if !is_russian => Part::Unclear,
            part => part,
        }
    }

    fn latin(&self, tally: &Tally, turns: &[&str]) -> Part {
        if tally.common_share() >= COMMON_SHARE && self.allowed.contains(&Language::ENGLISH) {
            return Part::Known(Language::ENGLISH);
        }
        let text = &text(turns, Script::Latin);
        match self.allowed_in(Script::Latin).count() {
            0 => Part::Foreign,
            _ if text.len() < LITTLE => Part::Unclear,
            // With nothing to choose from, the one allowed has to win against all.
            1 => self.trigrams(&self.any_latin, text),
            _ => self.trigrams(&self.latin, text),
        }
    }

    fn trigrams(&self, detector: &Detector, text: &str) -> Part {
        match detector.detect(text) {
            Some(told) if told.is_reliable() => self.if_allowed(Language(told.lang())),
            _ => Part::Unclear,
        }
    }
}

/// The words in a script, as much of them as trigrams need.
fn text(turns: &[&str], script: Script) -> String {
    letters(turns.iter().copied(), script, ENOUGH)
}

impl Default for Languages {
    /// Russian, Chinese and English.
    fn default() -> Self {
        Self::new(&[Language::RUSSIAN, Language::CHINESE, Language::ENGLISH])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(turns: &[&str]) -> &'static str {
        Languages::default().of(turns.iter().copied()).word()
    }

    #[test]
    fn the_hard_sign_tells_bulgarian_from_russian() {
        for text in
            ["Къде е моята поръчка?", "Поръчката ми не е пристигнала", "ИСКАМ ДА ВЪРНА ПРАТКАТА"]
        {
            assert_eq!(told(&[text]), "unknown", "{text}");
        }
        for text in ["Объясните, кто подъехал", "ОБЪЁМ НЕ ТОТ", "Съезд отменили, въезд закрыт"]
        {
            assert_eq!(told(&[text]), "ru", "{text}");
        }
    }

    #[test]
    fn one_language() {
        for (turns, word) in [
            (&["Здравствуйте, где мой заказ 104233?"] as &[&str], "ru"),
            (&["не приходит код"], "ru"),
            (&["ок"], "ru"),
            (&["Мой iPhone 15 Pro Max не включается"], "ru"),
            (&["Order status?", "Ой, простите. Где мой заказ, он должен был прийти вчера"], "ru"),
            (&["我的订单什么时候可以退款"], "zh"),
            (&["好的"], "zh"),
            (&["请问 order 88213 到哪里了"], "zh"),
            (&["物流一直没更新，看https://t.cn/A6x谢谢"], "zh"),
            (&["Where is my order?"], "en"),
            (&["hi", "I still haven't received the refund for order #104233"], "en"),
            (&["My parcel never came, tracking RA123456789RU"], "en"),
        ] {
            assert_eq!(told(turns), word, "{turns:?}");
        }
    }

    #[test]
    fn nothing_to_tell_by() {
        for turn in [
            "",
            "104233",
            "😀👍",
            "+7 916 123-45-67",
            "https://example.com/where/is/my/order",
            "ivan@example.com",
            "[email] [phone]",
            "SF1002003004 iPhone15",
            "ok",
            "Samsung Galaxy",
        ] {
            assert_eq!(told(&[turn]), "unknown", "{turn}");
        }
    }

    #[test]
    fn a_language_the_desk_does_not_answer_in() {
        for turn in [
            "¿Dónde está mi pedido? Todavía no ha llegado y necesito el reembolso cuanto antes",
            "Wo bleibt meine Bestellung? Ich warte schon seit zwei Wochen auf das Paket",
            "Де моє замовлення? Я чекаю вже два тижні і ніхто не відповідає",
            "注文した商品がまだ届いていません。いつ届きますか",
            "주문한 상품이 아직 도착하지 않았어요",
        ] {
            assert_eq!(told(&[turn]), "unknown", "{turn}");
        }
    }

    #[test]
    fn two_languages() {
        assert_eq!(
            told(&["Где мой заказ? Жду неделю", "Sorry, I can also write this in English"]),
            "mixed"
        );
        assert_eq!(told(&["我的订单在哪里", "where is my order please", "谢谢你"]), "mixed");
        // A greeting changes nothing.
        assert_eq!(told(&["Hello", "Где мой заказ? Жду уже неделю, никто не отвечает"]), "ru");
    }

    #[test]
    fn the_settings_widen_the_choice() {
        let all: Vec<Language> =
            ["en", "de", "es", "ru", "uk"].into_iter().filter_map(Language::from_code).collect();
        let languages = Languages::new(&all);
        for (turn, code) in [
            ("¿Dónde está mi pedido? Todavía no ha llegado y necesito el reembolso", "es"),
            ("Wo bleibt meine Bestellung? Ich warte schon seit zwei Wochen auf das Paket", "de"),
            ("Де моє замовлення? Я чекаю вже два тижні і ніхто не відповідає", "uk"),
            ("Где моя посылка? Я жду уже две недели, и никто мне не отвечает", "ru"),
            ("I have been waiting for this parcel for two weeks", "en"),
        ] {
            assert_eq!(languages.of([turn]).word(), code, "{turn}");
        }
        assert_eq!(languages.of(["我的订单在哪里"]), Spoken::Unknown);
        assert_eq!(Languages::new(&[]).of(["Where is my order?"]), Spoken::Unknown);
    }

    proptest! {
        #[test]
        fn any_text_has_an_answer(turns in prop::collection::vec(any::<String>(), 0..4)) {
            Languages::default().of(turns.iter().map(String::as_str));
        }

        #[test]
        fn digits_change_nothing(digits in "[0-9 ]{0,30}") {
            prop_assert_eq!(told(&["где посылка", &digits]), "ru");
            prop_assert_eq!(told(&[&digits]), "unknown");
        }
    }
}
