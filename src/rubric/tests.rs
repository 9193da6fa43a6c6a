//! What settings change of the rubric, and what holds for any conversation.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cases::{tell, under};
use super::{Certainty, Judged, OwnCriterion, PhraseRule, Rubric, RubricRules, Verdict, Where};
use crate::model::{Channel, Conversation, Outcome};
use crate::text::PhraseList;

/// Judges a conversation and hands the verdicts to a test.
fn judged<T>(
    rules: &RubricRules,
    conversation: &Conversation<'static>,
    test: impl FnOnce(Judged<'_, '_>) -> T,
) -> T {
    let (reader, rubric) = under(rules).unwrap();
    let transcript = reader.read(conversation);
    test(rubric.judge(&transcript))
}

/// The verdict of one criterion on a transcript as cases tell it: outcome, message, words.
fn verdict(rules: &RubricRules, told: &str, name: &str) -> (Outcome, Option<usize>, String) {
    let conversation = tell(told).unwrap().conversation;
    judged(rules, &conversation, |judged| {
        let (_, verdict) = judged.verdicts.iter().find(|one| one.0 == name).unwrap();
        let message = verdict.message.map(|number| &conversation.messages[number - 1]);
        let shown = verdict.shown.clone().zip(message);
        let shown = shown.map_or("", |(range, message)| &message.text[range]);
        (verdict.outcome, verdict.message, shown.to_owned())
    })
}

fn refused(rules: &RubricRules) -> String {
    Rubric::new(rules, &mut PhraseList::default()).unwrap_err().to_string()
}

fn phrases(language: &str, phrases: &[&str]) -> BTreeMap<String, Vec<String>> {
    let phrases = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
    BTreeMap::from([(language.to_owned(), phrases)])
}

#[test]
fn rules_that_name_nothing_are_refused_with_the_nearest_name() {
    let weights = BTreeMap::from([("greting".to_owned(), 1.0)]);
    let rules = RubricRules { weights, ..RubricRules::default() };
    assert_eq!(refused(&rules), "`greting` is no criterion; did you mean `greeting`?");
    let rules = RubricRules { off: vec!["clossing".to_owned()], ..RubricRules::default() };
    assert_eq!(refused(&rules), "`clossing` is no criterion; did you mean `closing`?");
    let rule = PhraseRule { list: "closing.sad".to_owned(), ..PhraseRule::default() };
    let rules = RubricRules { phrases: vec![rule], ..RubricRules::default() };
    assert_eq!(
        refused(&rules),
        "`closing.sad` is no list of phrases; did you mean `closing.said`?"
    );
    let rule = PhraseRule {
        list: "closing.said".to_owned(),
        language: "en".to_owned(),
        phrases: vec!["*".to_owned()],
        is_replacing: false,
    };
    let rules = RubricRules { phrases: vec![rule], ..RubricRules::default() };
    assert!(refused(&rules).starts_with("`*` is no phrase"));
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let weights = BTreeMap::from([("greeting".to_owned(), weight)]);
        let rules = RubricRules { weights, ..RubricRules::default() };
        assert!(refused(&rules).starts_with("the weight of `greeting` is"), "{weight}");
    }
    let rules = RubricRules { dead_air_seconds: 0.0, ..RubricRules::default() };
    assert!(refused(&rules).starts_with("`dead_air_seconds` is 0"));
    let rules = RubricRules { order_pattern: Some("(".to_owned()), ..RubricRules::default() };
    assert!(refused(&rules).contains("is not a regular expression"));
    for pattern in [".*", r"\d*", ""] {
        let order_pattern = Some(pattern.to_owned());
        let rules = RubricRules { order_pattern, ..RubricRules::default() };
        assert!(refused(&rules).contains("also fits an empty text"), "{pattern}");
    }
}

#[test]
fn own_criteria_need_a_name_of_their_own_and_phrases() {
    let own = |name: &str, own: BTreeMap<String, Vec<String>>| RubricRules {
        own: vec![OwnCriterion { name: name.to_owned(), phrases: own, ..OwnCriterion::default() }],
        ..RubricRules::default()
    };
    assert!(refused(&own("greeting", phrases("en", &["x"]))).contains("is there already"));
    assert!(refused(&own(" ", phrases("en", &["x"]))).contains("needs a name"));
    assert!(refused(&own("upsell", BTreeMap::new())).contains("has no phrases"));
    assert!(refused(&own("upsell", phrases("en", &[]))).contains("has no phrases"));
    let unknown = refused(&own("upsell", phrases("xx", &["x"])));
    assert!(
        unknown.starts_with("the criterion `upsell` has phrases in `xx`, which is no"),
        "{unknown}"
    );
    let mut twice = own("upsell", phrases("en", &["x"]));
    twice.own.extend(twice.own.clone());
    assert!(refused(&twice).contains("is there already"));
}

#[test]
fn weights_and_what_is_off_change_the_score() {
    let told = "09:00 customer  Where is my order?\n09:01 agent ann Hello, it leaves on Friday.";
    let conversation = tell(told).unwrap().conversation;
    let count = |rules: &RubricRules| {
        judged(rules, &conversation, |judged| {
            let has = judged.verdicts.iter().any(|(name, _)| *name == "greeting");
            (judged.verdicts.len(), has, judged.score)
        })
    };
    let (all, has_greeting, usual) = count(&RubricRules::default());
    assert!(has_greeting && all == super::ALL.len());
    let off = RubricRules { off: vec!["greeting".to_owned()], ..RubricRules::default() };
    let (rest, has_greeting, without) = count(&off);
    assert!(!has_greeting && rest == all - 1 && without.met == usual.met - 1);
    let weights = BTreeMap::from([("greeting".to_owned(), 0.0)]);
    let (whole, has_greeting, weightless) =
        count(&RubricRules { weights, ..RubricRules::default() });
    assert!(has_greeting && whole == all);
    assert_eq!(weightless, without);
}

#[test]
fn a_teams_own_criterion_is_judged_like_the_others() {
    let own = OwnCriterion {
        name: "loyalty".to_owned(),
        about: "Offers the club to who asks for a discount.".to_owned(),
        phrases: phrases("en", &["our club", "bonus card*"]),
        only_if: vec!["discount*".to_owned()],
        place: Where::End,
        ..OwnCriterion::default()
    };
    let rules = |own: OwnCriterion| RubricRules { own: vec![own], ..RubricRules::default() };
    let loyal = rules(own.clone());
    let judge = |rules: &RubricRules, told: &str| verdict(rules, told, "loyalty");
    let asked = "09:00 customer  Do you give any discount on this?\n";
    let told = |reply: &str| format!("{asked}09:01 agent ann {reply}");
    use Outcome::{Met, Missed, NotApplicable};
    assert_eq!(
        judge(&loyal, &told("Yes, with our bonus cards you save 5%.")),
        (Met, Some(2), "bonus card".to_owned())
    );
    assert_eq!(judge(&loyal, &told("No.")), (Missed, Some(2), String::new()));
    assert_eq!(judge(&loyal, &told("We do not have our club here.")).0, Missed);
    assert_eq!(
        judge(&loyal, "09:00 customer  Where is my parcel?\n09:01 agent ann Here.").0,
        NotApplicable
    );
    // Without phrases in the customer's language there is nothing to judge by.
    let russian = "09:00 customer  А скидка будет? discount\n09:01 agent ann Нет, к сожалению.";
    assert_eq!(judge(&loyal, russian).0, NotApplicable);
    // After the customer's last message.
    let early = told("Our club has it.") + "\n09:02 customer  Fine\n09:03 agent ann Bye.";
    assert_eq!(judge(&loyal, &early), (Missed, Some(4), String::new()));
    let anywhere = rules(OwnCriterion { place: Where::Anywhere, ..own.clone() });
    assert_eq!(judge(&anywhere, &early), (Met, Some(2), "Our club".to_owned()));
    // Forbidden, and on one channel only.
    let forbidden = rules(OwnCriterion { is_forbidden: true, ..own.clone() });
    assert_eq!(
        judge(&forbidden, &told("Join our club!")),
        (Missed, Some(2), "our club".to_owned())
    );
    assert_eq!(judge(&forbidden, &told("No.")), (Met, None, String::new()));
    let by_email = rules(OwnCriterion { channels: vec![Channel::Email], ..own });
    assert_eq!(judge(&by_email, &told("Join our club!")).0, NotApplicable);
}

#[test]
fn a_failed_gate_takes_nothing_from_the_share() {
    let own = |is_critical| RubricRules {
        own: vec![OwnCriterion {
            name: "no_promise".to_owned(),
            phrases: phrases("en", &["guarantee*"]),
            is_forbidden: true,
            is_critical,
            ..OwnCriterion::default()
        }],
        ..RubricRules::default()
    };
    let told = "09:00 customer  Will it work?\n09:01 agent ann I guarantee it.";
    let conversation = tell(told).unwrap().conversation;
    let score = |rules: &RubricRules| judged(rules, &conversation, |judged| judged.score);
    let (gate, plain) = (score(&own(true)), score(&own(false)));
    let usual = score(&RubricRules::default());
    assert_eq!((gate.failed_critical, gate.share), (1, usual.share));
    assert_eq!((plain.failed_critical, plain.judged), (0, usual.judged + 1));
}

#[test]
fn added_phrases_count_and_replaced_ones_do_not() {
    let rule = |is_replacing| RubricRules {
        phrases: vec![PhraseRule {
            list: "greeting.said".to_owned(),
            language: "en".to_owned(),
            phrases: vec!["ahoy".to_owned()],
            is_replacing,
        }],
        ..RubricRules::default()
    };
    let judge = |rules: &RubricRules, hello: &str| {
        let told =
            format!("09:00 customer  Where is my order?\n09:01 agent ann {hello}, one moment");
        verdict(rules, &told, "greeting").0
    };
    assert_eq!(judge(&RubricRules::default(), "Ahoy"), Outcome::Missed);
    assert_eq!(judge(&rule(false), "Ahoy"), Outcome::Met);
    assert_eq!(judge(&rule(false), "Hello"), Outcome::Met);
    assert_eq!(judge(&rule(true), "Hello"), Outcome::Missed);
}

#[test]
fn a_giant_reply_is_judged_by_its_beginning_and_searched_for_personal_data_to_its_end() {
    let judge = |sentences: usize, name: &str| {
        let reply = "It is on its way. ".repeat(sentences) + "4539 1488 0343 6467. Goodbye.";
        let told = format!("09:00 customer  Where is my order?\n09:01 agent ann {reply}");
        verdict(&RubricRules::default(), &told, name).0
    };
    assert_eq!(judge(3, "closing"), Outcome::Met);
    assert_eq!(judge(3_000, "closing"), Outcome::Missed);
    assert_eq!(judge(3_000, "no_personal_data"), Outcome::Missed);
}

#[test]
fn criteria_are_listed_with_what_they_ask_for() {
    let own = OwnCriterion {
        name: "loyalty".to_owned(),
        about: "Offers the club.".to_owned(),
        weight: Some(3.0),
        phrases: phrases("en", &["our club"]),
        ..OwnCriterion::default()
    };
    let rules = RubricRules { own: vec![own], ..RubricRules::default() };
    let rubric = Rubric::new(&rules, &mut PhraseList::default()).unwrap();
    let listed: Vec<_> = rubric.criteria().collect();
    assert_eq!(listed.len(), super::ALL.len() + 1);
    let last = listed.last().unwrap();
    assert_eq!(
        (last.name, last.about, last.weight, last.is_own),
        ("loyalty", "Offers the club.", 3.0, true)
    );
    assert_eq!(listed[0].about, "The desk's first reply greets the customer.");
    assert_eq!(listed.iter().filter(|one| one.is_critical).count(), 2);
}

/// Lines of anybody, with what criteria look for in them.
fn any_line() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec!["customer ", "agent ann ", "agent boris ", "bot b "]);
    let parts = prop::sample::select(vec![
        "Hello",
        "I'm Ann",
        "sorry",
        "but",
        "we",
        "I will",
        "by Friday",
        "?",
        ". ",
        " ",
        "soon",
        "anything else",
        "bye",
        "{name}",
        "[",
        "]",
        "XXX",
        "「",
        "」",
        "\"",
        "\\n> ",
        "4539 1488 0343 6467",
        "不",
        "退款",
        "吗",
        "稍等",
        "не",
        "понимаю",
        "сами виноваты",
        "12.11",
        "€5",
        "____",
        "Ё",
        "\u{301}",
        "%",
        "%A%",
        "`",
        "[订单x]",
        "DE89370400440532013000",
        "-----Original Message-----",
        "😀",
        "谢谢",
        "ʼ",
    ]);
    let text = prop_oneof![
        prop::collection::vec(parts, 0..14).prop_map(|parts| parts.concat()),
        any::<String>().prop_map(|text| text.replace(['\n', '\r'], " ")),
    ];
    (who, text).prop_map(|(who, text)| format!("{who} .{text}"))
}

fn is_explained(verdict: &Verdict<'_>, conversation: &Conversation<'_>) -> bool {
    let message = verdict.message.map(|number| conversation.messages.get(number - 1));
    let message = match message {
        None => return verdict.shown.is_none() && verdict.outcome != Outcome::Missed,
        Some(None) => return false,
        Some(Some(message)) => message,
    };
    let shown = verdict.shown.clone();
    let is_cut = shown.is_none_or(|part| !part.is_empty() && message.text.get(part).is_some());
    is_cut && verdict.outcome != Outcome::NotApplicable
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_verdict_is_explained_and_every_score_adds_up(
        lines in prop::collection::vec(any_line(), 0..9),
        is_call in any::<bool>(),
    ) {
        let mut told = String::from(if is_call { "channel phone\n" } else { "" });
        for (second, line) in lines.iter().enumerate() {
            told.push_str(&format!("09:00:{second:02} {line}\n"));
        }
        let Ok(told) = tell(&told) else { return Ok(()) };
        let conversation = told.conversation;
        judged(&RubricRules::default(), &conversation, |judged| {
            for (name, verdict) in &judged.verdicts {
                prop_assert!(is_explained(verdict, &conversation), "{name} {verdict:?}");
                // A gate is not closed on a suspicion.
                let is_gate = matches!(*name, "courtesy" | "no_personal_data");
                let is_suspicion = verdict.certainty == Certainty::Unsure;
                prop_assert!(!(is_gate && is_suspicion && verdict.outcome == Outcome::Missed));
            }
            let score = judged.score;
            prop_assert!(score.met <= score.judged);
            prop_assert_eq!(score.share.is_some(), score.judged > 0);
            prop_assert!(score.share.is_none_or(|share| (0.0..=1.0).contains(&share)));
            let has_reply = conversation.messages.iter().any(crate::model::is_reply_by_person);
            prop_assert!(has_reply || score.judged + score.failed_critical == 0);
            Ok(())
        })?;
    }
}
