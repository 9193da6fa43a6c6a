//! What is taken from text, in MB of UTF-8 a second on one core: each stage by itself and all together.
//!
//! The sample is a third English, a third Russian and a third Chinese by bytes, made of the demo desk's
//! sentences. `read` is what a run reads (one spelling, phrases, language, topics, sentiment, effort), `all`
//! adds the rubric's verdicts and what is redacted.
//! `cargo bench --bench text words language` times only the stages that are named.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot begin has nothing to measure"
)]

use std::borrow::Cow;
use std::hint::black_box;
use std::time::{Duration, Instant};

use caseload::model::{self, Conversation, Message, Role};
use caseload::rubric::{self, Rubric, RubricRules};
use caseload::text::effort::Signs;
use caseload::text::personal::{Kind, Redactor};
use caseload::text::{
    Languages, Normal, PhraseList, Phrases, Sentiment, TopicLexicon, Topics, sentences, words,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Bytes of text in each language.
const SIZE: usize = 1 << 20;
const PASSES: usize = 25;
/// Conversations that are timed together.
const BLOCK: usize = 50;
/// Messages of a conversation.
const TURNS: usize = 4;

/// The messages of a conversation.
type Texts = Vec<String>;

const TEXTS: [&str; 3] = [
    include_str!("../src/sample/texts/en.toml"),
    include_str!("../src/sample/texts/ru.toml"),
    include_str!("../src/sample/texts/zh.toml"),
];

/// Every text of a file that is long enough to be said.
fn said(value: &toml::Value, all: &mut Vec<String>) {
    match value {
        toml::Value::String(text) if text.len() > 24 => all.push(text.clone()),
        toml::Value::Array(values) => values.iter().for_each(|value| said(value, all)),
        toml::Value::Table(table) => table.values().for_each(|value| said(value, all)),
        _ => {}
    }
}

/// What stands for a thing, a place, a person and a day in each language.
const WORDS: [[&str; 4]; 3] = [
    ["desk lamp", "Hamburg", "Anna", "12 May"],
    ["настольная лампа", "Гамбург", "Анна", "12 мая"],
    ["台灯", "汉堡", "安娜", "5月12日"],
];

/// A sentence with its slots filled.
fn filled(sentence: &str, language: usize, chance: &mut ChaCha8Rng) -> String {
    let mut text = String::new();
    for (place, part) in sentence.split('{').enumerate() {
        let (slot, after) = part.split_once('}').unwrap_or(("", part));
        let [item, city, person, day] = WORDS[language];
        let number: u32 = chance.random_range(100_000..1_000_000);
        match slot {
            _ if place == 0 => {}
            "order" | "code" => text.push_str(&format!("{}-{number}", number % 90 + 10)),
            "amount" => text.push_str(&format!("{}.{}", number % 300, number % 90 + 10)),
            "number" | "day" => text.push_str(&(number % 29).to_string()),
            "email" => text.push_str(&format!("user{number}@example.com")),
            "phone" => text.push_str(&format!("+7 916 1{number}")),
            "city" => text.push_str(city),
            "agent" | "customer" => text.push_str(person),
            "before" | "after" | "month" => text.push_str(day),
            _ => text.push_str(item),
        }
        text.push_str(after);
    }
    text
}

/// Conversations of a language.
fn sample(language: usize) -> Vec<Texts> {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let mut all = Vec::new();
    said(&TEXTS[language].parse::<toml::Table>().unwrap().into(), &mut all);
    let mut conversations = Vec::new();
    let mut size = 0;
    while size < SIZE {
        let mut message = || -> String {
            let sentences = chance.random_range(1..4);
            let mut sentence = || {
                let place = chance.random_range(0..all.len());
                filled(&all[place], language, &mut chance)
            };
            (0..sentences).map(|_| sentence()).collect::<Vec<_>>().join(" ")
        };
        let conversation: Texts = (0..TURNS).map(|_| message()).collect();
        size += conversation.iter().map(String::len).sum::<usize>();
        conversations.push(conversation);
    }
    conversations
}

/// Every phrase that a run looks up: of the rubric, topics, sentiment and effort.
fn phrases() -> Phrases {
    let mut list = PhraseList::default();
    Rubric::new(&RubricRules::default(), &mut list).unwrap();
    Topics::new(&TopicLexicon::built_in().unwrap(), &mut list).unwrap();
    Sentiment::new(&mut list).unwrap();
    Signs::new(&mut list).unwrap();
    let (count, from) = (list.next_id(), Instant::now());
    let phrases = list.build();
    println!("{count} phrases built in {:.1} ms", from.elapsed().as_secs_f64() * 1e3);
    phrases
}

/// A conversation as a source gives it: customer and agent in turn.
fn told(texts: &Texts) -> Conversation<'_> {
    let message = |(place, text): (usize, &'_ String)| Message {
        author_role: Some(if place % 2 == 0 { Role::Customer } else { Role::Agent }),
        author_id: "ann".into(),
        sent_at: Some(model::Instant(60_000_000 * place as i64)),
        text: Cow::Owned(text.clone()),
        ..Message::default()
    };
    let messages = texts.iter().enumerate().map(message).collect();
    Conversation { messages, ..Conversation::default() }
}

/// A block of the sample, with what the later stages need of the earlier ones.
struct Block<'t> {
    language: usize,
    conversations: &'t [Texts],
    told: Vec<Conversation<'t>>,
    texts: Vec<&'t str>,
    normals: Vec<Normal<'t>>,
}

impl<'t> Block<'t> {
    fn new(language: usize, conversations: &'t [Texts]) -> Self {
        let texts: Vec<&str> = conversations.iter().flatten().map(String::as_str).collect();
        let normals = texts.iter().map(|text| Normal::of(text)).collect();
        let told = conversations.iter().map(told).collect();
        Self { language, conversations, told, texts, normals }
    }

    fn size(&self) -> usize {
        self.texts.iter().map(|text| text.len()).sum()
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// How long a stage takes in each language: each block's shortest time of all passes, added up, so that
/// other work on the machine counts as little as can be.
fn time(blocks: &[Block<'_>], stage: &dyn Fn(&Block<'_>) -> usize) -> [Duration; 3] {
    let mut shortest = vec![Duration::MAX; blocks.len()];
    for _ in 0..PASSES {
        for (block, shortest) in blocks.iter().zip(&mut shortest) {
            let from = Instant::now();
            black_box(stage(black_box(block)));
            *shortest = from.elapsed().min(*shortest);
        }
    }
    let mut times = [Duration::ZERO; 3];
    for (block, shortest) in blocks.iter().zip(shortest) {
        times[block.language] += shortest;
    }
    times
}

fn main() {
    let samples = [0, 1, 2].map(sample);
    let phrases = phrases();
    let languages = Languages::default();
    let (reader, rubric) = rubric::built_in().unwrap();
    let redactor = Redactor::new(&Kind::ALL, Some(r"\b\d{2}-\d{6}\b")).unwrap();
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for (language, conversations) in samples.iter().enumerate() {
        blocks.extend(conversations.chunks(BLOCK).map(|some| Block::new(language, some)));
    }
    let mut sizes = [0; 3];
    blocks.iter().for_each(|block| sizes[block.language] += block.size());
    let of = |conversation: &Texts| languages.of(conversation.iter().map(String::as_str));

    let normalise = |block: &Block<'_>| -> usize {
        block.texts.iter().map(|text| Normal::of(text).text().len()).sum()
    };
    let look_up = |block: &Block<'_>| -> usize {
        block.normals.iter().map(|normal| phrases.find(normal.text()).len()).sum()
    };
    let language =
        |block: &Block<'_>| block.conversations.iter().map(|one| of(one).word().len()).sum();
    let split = |block: &Block<'_>| block.texts.iter().map(|text| sentences(text).len()).sum();
    let count =
        |block: &Block<'_>| block.normals.iter().map(|normal| words(normal.text()).count()).sum();
    let redact = |block: &Block<'_>| {
        let all = block.normals.iter().zip(&block.texts);
        all.map(|(normal, text)| redactor.redact_in(normal, text).text.len()).sum()
    };
    let read = |block: &Block<'_>| block.told.iter().map(|one| reader.read(one).lines.len()).sum();
    let all = |block: &Block<'_>| {
        let mut total = 0;
        for conversation in &block.told {
            let transcript = reader.read(conversation);
            total += rubric.judge(&transcript).verdicts.len();
            for line in &transcript.lines {
                total += redactor.redact_in(&line.passage.normal, &line.message.text).text.len();
            }
        }
        total
    };

    println!(
        "{:.1} MB, {} messages, {} phrases found, {} sentences, {} words, {} messages with a digit",
        sizes.iter().sum::<usize>() as f64 / 1e6,
        blocks.iter().map(|block| block.texts.len()).sum::<usize>(),
        blocks.iter().map(look_up).sum::<usize>(),
        blocks.iter().map(split).sum::<usize>(),
        blocks.iter().map(count).sum::<usize>(),
        blocks.iter().flat_map(|block| &block.texts).filter(|text| has_digit(text)).count(),
    );
    println!("{:<12}{:>8} {:>8} {:>8} {:>8} MB/s", "", "all", "en", "ru", "zh");
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let run = |name: &str, stage: &dyn Fn(&Block<'_>) -> usize| {
        if !asked.is_empty() && !asked.iter().any(|asked| asked == name) {
            return 0.0;
        }
        let times = time(&blocks, stage);
        let whole: Duration = times.iter().sum();
        let rate = |size: usize, time: Duration| size as f64 / 1e6 / time.as_secs_f64();
        let [en, ru, zh] = [0, 1, 2].map(|language| rate(sizes[language], times[language]));
        let all = rate(sizes.iter().sum(), whole);
        println!("{name:<12}{all:>8.1} {en:>8.1} {ru:>8.1} {zh:>8.1}");
        whole.as_secs_f64()
    };
    run("normalise", &normalise);
    run("phrases", &look_up);
    let of_language = run("language", &language);
    run("sentences", &split);
    run("words", &count);
    run("redaction", &redact);
    run("read", &read);
    let of_all = run("all", &all);
    if of_all > 0.0 {
        println!("language is {:.0} % of all", 100.0 * of_language / of_all);
    }
}
