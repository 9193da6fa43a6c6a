//! The languages of the desk: how each says what customers, agents and bots say.

use serde::Deserialize;

use super::draw::Draw;
use super::phrase::Phrase;

/// The files of texts, in the order in which languages are numbered.
static FILES: &[&str] =
    &[include_str!("texts/ru.toml"), include_str!("texts/zh.toml"), include_str!("texts/en.toml")];

/// Everything that is said in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tongue {
    /// ISO 639-1.
    pub code: String,
    /// Share of customers.
    pub share: f64,
    /// What stands between two sentences.
    pub space: String,
    pub months: Vec<String>,
    pub date: Phrase,
    pub amount: Phrase,
    pub items: Vec<String>,
    pub cities: Vec<String>,
    /// What stands between the two names, and whether the family's comes first.
    pub name_space: String,
    pub is_family_first: bool,
    pub names: Vec<Names>,
    pub topics: Vec<TopicTexts>,
    pub customer: CustomerTexts,
    pub agent: AgentTexts,
    pub bot: BotTexts,
    pub note: NoteTexts,
    pub comment: CommentTexts,
}

/// Names that go together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// With their Latin spelling.
    pub given: Vec<[String; 2]>,
    pub family: Vec<String>,
}

/// What is said on one topic; they stand in the order of [`super::topic::TOPICS`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicTexts {
    /// Answers that solve nothing.
    pub vague: Vec<Phrase>,
    /// What the bot says to it.
    pub help: Vec<Phrase>,
    pub cases: Vec<Case>,
}

/// Defines a section of texts: several phrases for each occasion.
macro_rules! texts {
    ($($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $($(#[$doc])* pub $field: Vec<Phrase>),+ }

        #[cfg(test)]
        impl $name {
            fn all(&self) -> Vec<(&'static str, &[Phrase])> {
                vec![$((stringify!($field), self.$field.as_slice())),+]
            }
        }
    )+};
}

texts! {
    /// One question and all that belongs to it.
    Case {
        subject,
        question,
        /// What an agent asks.
        clarify,
        /// What a customer adds when asked.
        detail,
        /// What solves it.
        answer,
    }

    /// What customers say on any topic.
    CustomerTexts {
        greeting,
        /// After too long a wait.
        impatient,
        /// Of those who come back with the same question.
        again,
        /// When the answer was none.
        push,
        /// When asked once too often.
        more,
        thanks,
        /// When it turns out not to be solved.
        still,
        upset,
        contact,
        sign_off,
        /// On the phone, in between.
        yes,
        /// Openings of public comments.
        post,
        out_of_office,
    }

    /// What agents say on any topic.
    AgentTexts {
        greeting,
        call_greeting,
        empathy,
        check,
        /// When there is nothing left to ask.
        more,
        offer,
        farewell,
        transfer,
        /// The next agent's first words.
        resume,
        /// While a third party is waited for.
        third_party,
        hold,
        back,
        sign_off,
        /// Of a conversation that the desk begins.
        proactive,
        /// To a public comment.
        invite,
        /// What should never be written: blame, a card's number, a slot that nobody filled in.
        rude,
        exposed,
        unfilled,
    }

    /// What is sent by rules.
    BotTexts { greeting, handoff, solved, receipt, survey }

    /// What agents write for colleagues.
    NoteTexts { handover, fact, escalation, called_back }

    /// What customers write beside a mark.
    CommentTexts { praise, blame }
}

/// All languages.
///
/// Errors: a file of texts that is not as it should be, which a test rules out.
pub(super) fn all() -> Result<Vec<Tongue>, toml::de::Error> {
    FILES.iter().map(|file| toml::from_str(file)).collect()
}

impl Tongue {
    /// A given and a family name.
    pub fn full_name(&self, draw: &mut Draw) -> String {
        let Some(names) = draw.one(&self.names) else { return String::new() };
        let given = draw.one(&names.given).map_or("", |[given, _]| given);
        let family = draw.one(&names.family).map_or("", String::as_str);
        let names = if self.is_family_first { [family, given] } else { [given, family] };
        names.join(&self.name_space)
    }

    /// The given name in a full one.
    pub fn given_name<'n>(&self, full: &'n str) -> &'n str {
        if self.is_family_first { full } else { full.split(' ').next().unwrap_or(full) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::topic::TOPICS;

    #[test]
    fn every_language_has_words_for_every_occasion() {
        let tongues = all().unwrap();
        let codes: Vec<_> = tongues.iter().map(|tongue| tongue.code.as_str()).collect();
        assert_eq!(codes, ["ru", "zh", "en"]);
        let share: f64 = tongues.iter().map(|tongue| tongue.share).sum();
        assert!((share - 1.0).abs() < 1e-9);
        for tongue in &tongues {
            assert_eq!((tongue.months.len(), tongue.topics.len()), (12, TOPICS.len()));
            assert!(tongue.items.len() > 5 && tongue.cities.len() > 5);
            let cases = |tongue: &Tongue| -> Vec<usize> {
                tongue.topics.iter().map(|topic| topic.cases.len()).collect()
            };
            assert_eq!(cases(tongue), cases(&tongues[0]));
            for topic in &tongue.topics {
                assert!(topic.cases.len() > 2 && topic.vague.len() > 2 && topic.help.len() > 1);
            }
            let cases = tongue.topics.iter().flat_map(|topic| &topic.cases).map(Case::all);
            let (customer, agent) = (tongue.customer.all(), tongue.agent.all());
            let others =
                [customer, agent, tongue.bot.all(), tongue.note.all(), tongue.comment.all()];
            for (occasion, phrases) in cases.chain(others).flatten() {
                let least = if occasion == "subject" { 1 } else { 2 };
                assert!(phrases.len() >= least, "{} has too few for {occasion}", tongue.code);
            }
        }
    }

    #[test]
    fn names_are_put_in_order() {
        let tongues = all().unwrap();
        let mut draw = Draw::new(1, 0);
        let chinese = tongues[1].full_name(&mut draw);
        assert!((2..=4).contains(&chinese.chars().count()), "{chinese}");
        assert_eq!(tongues[2].given_name("Ann Lee"), "Ann");
    }
}
