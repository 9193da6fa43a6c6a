//! Topics against the intents of Bitext's customer service sample and the topics of labelled tweets.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use caseload::stats::Confusion;
use caseload::text::classifier::{Classifier, Training};
use caseload::text::{Passage, PhraseList, Phrases, TopicLexicon, Topics};

use super::figure::Figure;
use crate::support::shared_data;

const BITEXT: &str = "bitext_intents";
const TWEETS: &str = "twcs_labelled_ericsson";
/// The rows of odd number (the first is 1) of the training file were read while the lexicon was
/// written; no row of the testing file was.
const HALF: &str = "every other row of the training file";
const NOTHING: &str = "none";
/// The conversations of odd number were read while the Chinese phrases were written.
const CHATS: &str = "jddc_sample";
const CHATS_HALF: &str = "every other conversation, which has no labels";
/// The model learns from the whole training file, and nothing of the testing file.
const TRAINING: &str = "the training file";

/// Bitext's categories that the lexicon has topics for. Orders and deliveries are one family here, so
/// its sub-topics are shared out between the two.
const CATEGORIES: [&str; 5] = ["ORDER", "DELIVERY", "REFUND", "PAYMENT", "ACCOUNT"];

/// All figures; none where the data is not there.
pub fn measure() -> Vec<Figure> {
    let mut figures = Vec::new();
    if let Some(folder) = shared_data(BITEXT) {
        let file = |name| {
            bitext(&folder.join(format!("Bitext_Sample_Customer_Service_{name}_Dataset.csv")))
        };
        let (training, testing) = (file("Training"), file("Testing"));
        figures.extend(lexicon_on_bitext(&testing));
        figures.extend(model_on_bitext(&training, &testing));
        if let Some(folder) = shared_data(TWEETS) {
            let model = families_of_bitext(&training);
            for (company, columns) in TWEETED {
                let tweets = tweets(&folder, company, columns);
                figures.extend(lexicon_on_tweets(company, &tweets));
                figures.extend(model_on_tweets(company, &model, &tweets));
                figures.extend(own_model_on_tweets(company, &tweets));
            }
        }
    }
    if let Some(folder) = shared_data(CHATS) {
        figures.push(lexicon_on_chats(&folder));
    }
    figures.sort_by_key(|figure| figure.signal);
    figures
}

/// An utterance with its intent and category.
struct Utterance {
    text: String,
    intent: String,
    category: String,
}

fn bitext(path: &Path) -> Vec<Utterance> {
    let mut rows = csv::Reader::from_path(path).unwrap();
    let of = |row: csv::StringRecord| Utterance {
        text: row[0].to_owned(),
        intent: row[1].to_owned(),
        category: row[6].to_owned(),
    };
    rows.records().map(|row| of(row.unwrap())).collect()
}

/// The built-in lexicon as it is looked up.
struct Lexicon {
    topics: Topics,
    phrases: Phrases,
}

impl Lexicon {
    fn new() -> Self {
        let mut list = PhraseList::default();
        let topics = Topics::new(&TopicLexicon::built_in().unwrap(), &mut list).unwrap();
        Self { topics, phrases: list.build() }
    }

    /// Family and sub-topic of each topic of a text, the main one first.
    fn of(&self, text: &str) -> Vec<(String, Option<String>)> {
        let passage = Passage::read(text, &self.phrases);
        let found = self.topics.of([(1, &passage)]);
        found
            .iter()
            .map(|found| (found.topic.family.clone(), found.topic.sub_topic.clone()))
            .collect()
    }
}

/// Which of Bitext's categories a topic answers to: a delivery's time, ways and price to DELIVERY, all
/// else of an order to ORDER. Its address is a category of its own with Bitext, as are invoices.
fn category((family, sub_topic): &(String, Option<String>)) -> Option<&'static str> {
    Some(match (family.as_str(), sub_topic.as_deref()) {
        ("orders_delivery", Some("delivery_time" | "delivery_options")) => "DELIVERY",
        ("orders_delivery", Some("wrong_address")) => return None,
        ("orders_delivery", _) => "ORDER",
        ("returns_exchanges", _) => "REFUND",
        ("payments", Some("invoice")) => return None,
        ("payments", _) => "PAYMENT",
        ("account", _) => "ACCOUNT",
        _ => return None,
    })
}

/// The family of an intent; `None` where there is none for it.
fn family(utterance: &Utterance) -> Option<&'static str> {
    Some(match utterance.category.as_str() {
        "ORDER" | "DELIVERY" | "SHIPPING_ADDRESS" => "orders_delivery",
        "REFUND" => "returns_exchanges",
        "PAYMENT" | "INVOICE" => "payments",
        "ACCOUNT" => "account",
        "NEWSLETTER" => "promotions",
        "CANCELLATION_FEE" => "membership",
        // To talk to somebody, to complain, to leave a review.
        "CONTACT" | "FEEDBACK" => return None,
        other => panic!("{other} is no category that was known"),
    })
}

const FAMILIES: [&str; 6] =
    ["orders_delivery", "returns_exchanges", "payments", "account", "promotions", "membership"];

fn place(names: &[&str], name: Option<&str>) -> Option<usize> {
    name.and_then(|name| names.iter().position(|other| *other == name))
}

/// The figures of one confusion: how well it agrees and how much was given a label.
fn agreement(confusion: &Confusion, at_least: Option<f64>, figure: &Figure) -> [Figure; 2] {
    let texts = confusion.total() as usize;
    let of = |measure, value: Option<f64>, at_least| Figure {
        measure,
        value: value.unwrap_or_default(),
        at_least,
        texts,
        ..figure.clone()
    };
    [of("macro-F1", confusion.macro_f1(), at_least), of("coverage", confusion.coverage(), None)]
}

fn figure(signal: &'static str, data: String, seen: &'static str) -> Figure {
    Figure { signal, data, measure: "", value: 0.0, at_least: None, texts: 0, seen }
}

const LEXICON: &str = "Topics, lexicon";
const MODEL: &str = "Topics, model";

fn lexicon_on_bitext(testing: &[Utterance]) -> Vec<Figure> {
    let lexicon = Lexicon::new();
    let mut figures = Vec::new();
    let mapped = testing.iter().filter(|one| CATEGORIES.contains(&&*one.category));
    let pairs = mapped.map(|one| {
        let given = lexicon.of(&one.text).first().and_then(category);
        (place(&CATEGORIES, Some(&one.category)), place(&CATEGORIES, given))
    });
    let data = format!("{BITEXT}, testing: ORDER, DELIVERY, REFUND, PAYMENT, ACCOUNT");
    let five = Confusion::of(CATEGORIES.len(), pairs);
    figures.extend(agreement(&five, Some(0.75), &figure(LEXICON, data, HALF)));
    let pairs = testing.iter().map(|one| {
        let given = lexicon.of(&one.text).into_iter().next().map(|(family, _)| family);
        (place(&FAMILIES, family(one)), place(&FAMILIES, given.as_deref()))
    });
    let data = format!("{BITEXT}, testing: all, the six families");
    let all = Confusion::of(FAMILIES.len(), pairs);
    figures.extend(agreement(&all, None, &figure(LEXICON, data.clone(), HALF)));
    figures.push(silence(&all, figure(LEXICON, data, HALF)));
    figures
}

/// How much is left unknown of what is of no family.
fn silence(confusion: &Confusion, figure: Figure) -> Figure {
    let given: u64 = (0..FAMILIES.len()).map(|family| confusion.count(None, Some(family))).sum();
    let silent = confusion.count(None, None);
    let texts = (given + silent) as usize;
    let value = silent as f64 / texts as f64;
    Figure { measure: "left unknown of what is of no family", value, texts, ..figure }
}

/// Learns intents; their categories are what counts.
fn model_on_bitext(training: &[Utterance], testing: &[Utterance]) -> Vec<Figure> {
    let (texts, labels): (Vec<&str>, Vec<&str>) =
        training.iter().map(|one| (&*one.text, &*one.intent)).unzip();
    let model = Classifier::train(&texts, &labels, &Training::default()).unwrap().classifier;
    let model = Classifier::from_bytes(&model.to_bytes()).unwrap();
    let mut categories: Vec<&str> = training.iter().map(|one| &*one.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let intents: Vec<&str> = model.labels().iter().map(String::as_str).collect();
    let category =
        |intent: &str| training.iter().find(|one| one.intent == intent).map(|one| &*one.category);
    let given: Vec<Option<&str>> =
        testing.iter().map(|one| model.classify(&one.text).map(|guess| guess.label)).collect();
    let pairs = || testing.iter().zip(&given);
    let by_category = pairs().map(|(one, given)| {
        (place(&categories, Some(&one.category)), place(&categories, given.and_then(category)))
    });
    let by_category = Confusion::of(categories.len(), by_category);
    let by_intent =
        pairs().map(|(one, given)| (place(&intents, Some(&one.intent)), place(&intents, *given)));
    let by_intent = Confusion::of(intents.len(), by_intent);
    let data = |what: &str| figure(MODEL, format!("{BITEXT}, testing: {what}"), TRAINING);
    let categories = agreement(&by_category, Some(0.95), &data("11 categories"));
    categories.into_iter().chain(agreement(&by_intent, None, &data("27 intents"))).collect()
}

/// A tweet to a company and the families that its labels stand for.
struct Tweet {
    text: String,
    families: Vec<&'static str>,
}

/// Columns of labels and the family each stands for. Those of devices, songs and apps, and of the
/// advertisements that a free listener hears, are of no family.
const TWEETED: [(&str, &[(&str, &str)]); 2] = [
    ("AppleSupport", &[("Refund", "returns_exchanges"), ("Apple Pay", "payments")]),
    (
        "SpotifyCares",
        &[
            ("Premium", "membership"),
            ("Student Subscription", "membership"),
            ("Family Subscription", "membership"),
            ("Account", "account"),
            ("Billing/Payment", "payments"),
        ],
    ),
];

fn tweets(folder: &Path, company: &str, columns: &[(&'static str, &'static str)]) -> Vec<Tweet> {
    let path = folder.join(format!("twcs-{company}-200-inbound.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows = sheet.rows();
    let head: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let column = |name: &str| head.iter().position(|other| other == name).unwrap();
    let is_marked = |cell: &Data| matches!(cell.to_string().as_str(), "1" | "1.0" | "true");
    rows.map(|row| {
        let marked = columns.iter().filter(|(name, _)| is_marked(&row[column(name)]));
        Tweet {
            text: row[column("text")].to_string(),
            families: marked.map(|(_, family)| *family).collect(),
        }
    })
    .collect()
}

/// Each family by itself, as a tweet may be of several: the mean F1 of the families that the labels
/// stand for, and how many of the tweets that have one are given any topic.
fn several(
    signal: &'static str,
    data: String,
    seen: &'static str,
    tweets: &[Tweet],
    given: &[Vec<String>],
) -> [Figure; 2] {
    let labelled: Vec<&str> = FAMILIES
        .into_iter()
        .filter(|one| tweets.iter().any(|tweet| tweet.families.contains(one)))
        .collect();
    let f1 = |family: &str| {
        let pairs = tweets.iter().zip(given).map(|(tweet, given)| {
            let has = |is: bool| is.then_some(0);
            (has(tweet.families.contains(&family)), has(given.iter().any(|one| one == family)))
        });
        Confusion::of(1, pairs).macro_f1().unwrap_or_default()
    };
    let mean = labelled.iter().map(|family| f1(family)).sum::<f64>() / labelled.len() as f64;
    let with: Vec<_> =
        tweets.iter().zip(given).filter(|(tweet, _)| !tweet.families.is_empty()).collect();
    let covered = with.iter().filter(|(_, given)| !given.is_empty()).count();
    let blank = figure(signal, data, seen);
    [
        Figure { measure: "macro-F1", value: mean, texts: tweets.len(), ..blank.clone() },
        Figure {
            measure: "coverage of those with a label",
            value: covered as f64 / with.len() as f64,
            texts: with.len(),
            ..blank
        },
    ]
}

fn lexicon_on_tweets(company: &str, tweets: &[Tweet]) -> Vec<Figure> {
    let lexicon = Lexicon::new();
    let families =
        |tweet: &Tweet| lexicon.of(&tweet.text).into_iter().map(|(family, _)| family).collect();
    let given: Vec<Vec<String>> = tweets.iter().map(families).collect();
    several(LEXICON, format!("{TWEETS}, {company}"), NOTHING, tweets, &given).into()
}

/// A model that learnt the families of Bitext's utterances.
fn families_of_bitext(training: &[Utterance]) -> Classifier {
    let (texts, labels): (Vec<&str>, Vec<&str>) =
        training.iter().map(|one| (&*one.text, family(one).unwrap_or(OTHER))).unzip();
    Classifier::train(&texts, &labels, &Training::default()).unwrap().classifier
}

/// The label of what is of no family.
const OTHER: &str = "other";

/// What a model is worth on texts of another kind than it learnt from.
fn model_on_tweets(company: &str, model: &Classifier, tweets: &[Tweet]) -> Vec<Figure> {
    let families = |tweet: &Tweet| {
        let label = model.classify(&tweet.text).map(|guess| guess.label);
        label.filter(|label| *label != OTHER).map(str::to_owned).into_iter().collect()
    };
    let given: Vec<Vec<String>> = tweets.iter().map(families).collect();
    let data = format!("{TWEETS}, {company}, learnt on {BITEXT}");
    several(MODEL, data, NOTHING, tweets, &given).into()
}

/// What a model is worth that learns from two thirds of 200 tweets and judges the others; each tweet
/// has the first of its labels.
fn own_model_on_tweets(company: &str, tweets: &[Tweet]) -> Vec<Figure> {
    let (texts, labels): (Vec<&str>, Vec<&str>) = tweets
        .iter()
        .map(|one| (&*one.text, one.families.first().copied().unwrap_or(OTHER)))
        .unzip();
    // Too few of a label are no ground to learn from.
    let Ok(trained) = Classifier::train(&texts, &labels, &Training::default()) else {
        return Vec::new();
    };
    let pairs = trained.held_out.iter().map(|one| (one.actual, one.given));
    let confusion = Confusion::of(trained.classifier.labels().len(), pairs);
    let data = format!("{TWEETS}, {company}, learnt on its other two thirds");
    agreement(&confusion, None, &figure(MODEL, data, "the other two thirds")).into()
}

/// How many conversations with a Chinese shop are given a sub-topic; its messages quote orders, which
/// shows that family everywhere.
fn lexicon_on_chats(folder: &Path) -> Figure {
    let lexicon = Lexicon::new();
    let text = fs::read_to_string(folder.join("chat_0.1per.txt")).unwrap();
    let mut chats: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [chat, _, is_agent, .., said] = fields[..] else { continue };
        if chats.last().is_none_or(|(last, _)| *last != chat) {
            chats.push((chat, Vec::new()));
        }
        if is_agent == "0" {
            chats.last_mut().unwrap().1.push(said);
        }
    }
    let unread: Vec<_> = chats.iter().skip(1).step_by(2).collect();
    let has_sub_topic = |chat: &&&(&str, Vec<&str>)| {
        let passages: Vec<_> =
            chat.1.iter().map(|said| Passage::read(said, &lexicon.phrases)).collect();
        let found = lexicon.topics.of((1..).zip(&passages));
        found.iter().any(|found| found.topic.sub_topic.is_some())
    };
    let covered = unread.iter().filter(has_sub_topic).count();
    Figure {
        measure: "coverage of conversations, by sub-topics",
        value: covered as f64 / unread.len() as f64,
        texts: unread.len(),
        ..figure(LEXICON, CHATS.to_owned(), CHATS_HALF)
    }
}
