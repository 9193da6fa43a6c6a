//! The lists of phrases that criteria go by: built in, and as settings change them.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::rules::{PhraseRule, RubricError};
use crate::text::{Normal, PhraseId, PhraseList, nearest};

/// Phrases by section, list and language, as `phrases.toml` has them.
type Written = BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<String>>>>;

/// In place of a language: phrases that hold one of the list without meaning it.
const UNLESS: &str = "unless";
/// The list of words that are looked for in brackets only, as section and name.
const SLOT: (&str, &str) = ("no_placeholder", "slot");

/// Defines the lists: each with its section and its name in `phrases.toml`.
macro_rules! lists {
    ($($(#[$doc:meta])* $list:ident = $section:literal . $name:literal),+ $(,)?) => {
        /// A list of phrases.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum List {
            $($(#[$doc])* $list),+,
            /// A list of a team's own criterion, by its number.
            Own(u16),
        }

        /// The numbers of the lists; a team's own have those from the last on.
        #[derive(Clone, Copy)]
        enum Number {
            $($list),+,
            Own,
        }

        impl List {
            /// Its number, from 0, in the order of definition.
            pub(super) const fn number(self) -> usize {
                match self {
                    $(Self::$list => Number::$list as usize),+,
                    Self::Own(number) => Number::Own as usize + number as usize,
                }
            }

            /// The built-in lists, each with its section and name.
            const ALL: &'static [(List, &'static str, &'static str)] =
                &[$((List::$list, $section, $name)),+];
        }
    };
}

lists! {
    Acknowledged = "acknowledgement"."said",
    /// What makes an apology a refusal.
    Refused = "acknowledgement"."refused",
    Rude = "courtesy"."rude",
    /// What may be rude or may not.
    Curt = "courtesy"."curt",
    Closed = "closing"."said",
    Settled = "customer"."settled",
    Thanked = "customer"."thanked",
    SmallTalk = "customer"."small_talk",
    /// What a customer says is wrong.
    Problem = "customer"."problem",
    Greeted = "greeting"."said",
    Introduced = "introduction"."said",
    /// What a name follows.
    BeforeName = "introduction"."before_name",
    /// What follows a name.
    AfterName = "introduction"."after_name",
    /// A request to go on elsewhere.
    Moved = "moved"."said",
    Step = "next_step"."said",
    /// What an own account or number is called.
    DeskOwn = "no_personal_data"."desk_own",
    Alone = "ownership"."alone",
    Together = "ownership"."together",
    Deflected = "ownership"."deflected",
    /// What sounds like an answer and says nothing.
    Empty = "on_topic"."empty",
    /// What a customer says of a reply that is no answer.
    Objected = "on_topic"."objected",
    AskedWhetherSolved = "solved_check"."asked",
    OfferedMore = "solved_check"."offered",
    /// Days and hours by name.
    When = "time"."named",
    /// What sends the customer away or says that nothing can be done.
    Evasive = "specificity"."evasive",
    /// What a number is counted in.
    Unit = "time"."unit",
    Month = "time"."month",
    /// A time that is none.
    Vague = "time"."vague",
    /// A request to wait while somebody looks.
    Wait = "wait"."said",
    Money = "thing"."money",
    /// What a number may be the number of.
    Numbered = "thing"."numbered",
}

/// Which list a phrase belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Belongs {
    pub list: List,
    /// Holds a phrase of the list without meaning it.
    pub is_unless: bool,
}

/// All lists of a rubric, looked up by a phrase's number.
#[derive(Debug, Default)]
pub(super) struct Lists {
    phrases: Range<PhraseId>,
    belongs: Vec<Belongs>,
    /// Languages of the built-in lists.
    languages: Vec<String>,
    /// What an unfilled slot is called, normalised; looked for in brackets only.
    slots: HashSet<String>,
}

impl Lists {
    /// Adds the built-in lists, as the rules change them, to a list of phrases.
    pub fn new(rules: &[PhraseRule], list: &mut PhraseList) -> Result<Self, RubricError> {
        let written: Written = toml::from_str(include_str!("phrases.toml"))?;
        let mut names: Vec<String> =
            List::ALL.iter().map(|(_, section, name)| format!("{section}.{name}")).collect();
        names.push(format!("{}.{}", SLOT.0, SLOT.1));
        for rule in rules {
            if !names.contains(&rule.list) {
                let cure = nearest(&rule.list, names.iter().map(String::as_str));
                return Err(RubricError::List { name: rule.list.clone(), cure });
            }
        }
        let mut lists = Self { phrases: list.next_id()..list.next_id(), ..Self::default() };
        for (which, section, name) in List::ALL {
            for (language, phrases) in changed(&written, (section, name), rules)? {
                let is_unless = language == UNLESS;
                if !is_unless && !lists.has_language(&language) {
                    lists.languages.push(language);
                }
                for phrase in phrases {
                    lists.add(Belongs { list: *which, is_unless }, &phrase, list)?;
                }
            }
        }
        let slots = changed(&written, SLOT, rules)?.into_values().flatten();
        lists.slots = slots.map(|slot| Normal::of(&slot).text().to_owned()).collect();
        Ok(lists)
    }

    /// Whether a normalised word, or a few, says what is to be filled in.
    pub fn is_slot(&self, text: &str) -> bool {
        self.slots.contains(text)
    }

    /// Adds a phrase right after those that were added before.
    pub fn add(
        &mut self,
        belongs: Belongs,
        phrase: &str,
        list: &mut PhraseList,
    ) -> Result<(), RubricError> {
        let number = list.add(phrase)?;
        self.phrases.end = number + 1;
        self.belongs.push(belongs);
        Ok(())
    }

    /// What a phrase is for; `None` where it is no phrase of a rubric.
    pub fn get(&self, phrase: PhraseId) -> Option<Belongs> {
        let place = phrase.checked_sub(self.phrases.start)?;
        self.belongs.get(place as usize).copied()
    }

    /// Whether there are phrases in a language, named by its code.
    pub fn has_language(&self, code: &str) -> bool {
        self.languages.iter().any(|known| known == code)
    }
}

/// A list's phrases by language, as the rules change them.
fn changed(
    written: &Written,
    (section, name): (&'static str, &'static str),
    rules: &[PhraseRule],
) -> Result<BTreeMap<String, Vec<String>>, RubricError> {
    let built_in = written.get(section).and_then(|section| section.get(name));
    let mut phrases = built_in.ok_or(RubricError::BuiltIn(name))?.clone();
    let own = format!("{section}.{name}");
    for rule in rules.iter().filter(|rule| rule.list == own) {
        let all = phrases.entry(rule.language.clone()).or_default();
        if rule.is_replacing {
            all.clear();
        }
        all.extend(rule.phrases.iter().cloned());
    }
    Ok(phrases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_stands_in_the_file_in_three_languages_and_nothing_else_does() {
        let written: Written = toml::from_str(include_str!("phrases.toml")).unwrap();
        let mut names: Vec<(&str, &str)> = Vec::new();
        for (section, lists) in &written {
            for (name, languages) in lists {
                names.push((section, name));
                for language in ["en", "ru", "zh"] {
                    let phrases = languages.get(language);
                    assert!(phrases.is_some_and(|all| !all.is_empty()), "{section}.{name}");
                }
                for (language, phrases) in languages {
                    assert!(["en", "ru", "zh", UNLESS].contains(&language.as_str()), "{language}");
                    let mut sorted = phrases.clone();
                    sorted.sort();
                    sorted.dedup();
                    assert_eq!(sorted.len(), phrases.len(), "{section}.{name}.{language}");
                }
            }
        }
        let mut known: Vec<_> =
            List::ALL.iter().map(|(_, section, name)| (*section, *name)).collect();
        known.push(SLOT);
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn every_exception_holds_a_phrase_of_its_list() {
        let mut idle = Vec::new();
        let written: Written = toml::from_str(include_str!("phrases.toml")).unwrap();
        for (section, lists) in &written {
            for (name, languages) in lists {
                let mut list = PhraseList::default();
                let phrases = languages.iter().filter(|(language, _)| *language != UNLESS);
                for phrase in phrases.flat_map(|(_, phrases)| phrases) {
                    list.add(phrase).unwrap();
                }
                let phrases = list.build();
                for exception in languages.get(UNLESS).into_iter().flatten() {
                    let text = exception.replace('*', "").replace("..", "");
                    if phrases.find(&text).is_empty() {
                        idle.push((section, name, exception));
                    }
                }
            }
        }
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn rules_add_phrases_and_put_others_in_their_place() {
        let rule = |list: &str, is_replacing| PhraseRule {
            list: list.to_owned(),
            language: "de".to_owned(),
            phrases: vec!["guten tag".to_owned()],
            is_replacing,
        };
        let count = |rules: &[PhraseRule]| {
            let mut list = PhraseList::default();
            let lists = Lists::new(rules, &mut list).unwrap();
            (lists.belongs.len(), lists.has_language("de"))
        };
        let (all, knows_german) = count(&[]);
        assert!(!knows_german);
        assert_eq!(count(&[rule("greeting.said", false)]), (all + 1, true));
        let english = PhraseRule { language: "en".to_owned(), ..rule("greeting.said", true) };
        assert!(count(&[english]).0 < all);
        let wrong = Lists::new(&[rule("greting.said", false)], &mut PhraseList::default());
        let message = wrong.unwrap_err().to_string();
        assert!(message.contains("did you mean `greeting.said`?"), "{message}");
    }
}
