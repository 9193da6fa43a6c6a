//! What was so before an agent did anything: the case mix of each conversation.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::PolarsResult;

use super::book::Book;
use crate::scores::{Circumstances, Factor};
use crate::stats::case_mix::Patterns;

/// What stands for a value that is not known.
const UNKNOWN: &str = "unknown";
/// Days before within which another contact of the customer makes a contact a repeated one.
const REPEAT_DAYS: i64 = 7;
const MICROS_A_DAY: i64 = 86_400_000_000;
/// A feeling between the two ends of this is neither good nor bad.
const NEUTRAL: f64 = 0.05;

/// The circumstances of a window, and which pattern of them each conversation has.
pub(super) struct Placed {
    pub circumstances: Circumstances,
    /// By conversation; `None` outside of the window.
    patterns: Vec<Option<u32>>,
}

impl Placed {
    /// The pattern of a conversation of the window.
    pub fn pattern(&self, conversation: u32) -> Option<u32> {
        self.patterns.get(conversation as usize).copied().flatten()
    }

    pub fn read(book: &Book) -> PolarsResult<Self> {
        let mut factors = Vec::new();
        let surfaces = book.texts("channel")?.iter().zip(book.texts("surface")?.iter());
        let surfaces: Vec<Option<String>> = surfaces.map(surface).collect();
        factors.push(Coded::of("channel", book, surfaces.iter().map(Option::as_deref)));
        for name in ["language", "priority"] {
            factors.push(Coded::of(name, book, book.texts(name)?.iter()));
        }
        let (families, topics) = (book.texts("topic_family")?, book.texts("topic")?);
        let topics: Vec<Option<String>> = families.iter().zip(topics.iter()).map(topic).collect();
        factors.push(Coded::of("topic", book, topics.iter().map(Option::as_deref)));
        let hours = book.counts("weekday")?.iter().zip(book.counts("hour")?.iter());
        factors.push(Coded::of("hour_band", book, hours.map(hour_band)));
        let moods = book.numbers("start_sentiment")?.iter().map(|mood| Some(feeling(mood?)));
        factors.push(Coded::of("opening_sentiment", book, moods));
        let contacts = contacts(book)?;
        factors.push(Coded::of("contact", book, contacts.into_iter()));
        Ok(Self::of(factors, book.len()))
    }

    fn of(factors: Vec<Coded>, conversations: usize) -> Self {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let pattern = |number: usize| {
            let levels: Option<Vec<u32>> =
                factors.iter().map(|factor| factor.codes.get(number).copied().flatten()).collect();
            let levels = levels?;
            let next = known.len() as u32;
            Some(*known.entry(levels).or_insert(next))
        };
        let mut patterns: Vec<Option<u32>> = (0..conversations).map(pattern).collect();
        let (rows, places) = in_order(known);
        for cell in patterns.iter_mut().flatten() {
            *cell = places.get(*cell as usize).copied().unwrap_or(*cell);
        }
        let levels: Vec<usize> = factors.iter().map(|factor| factor.factor.levels.len()).collect();
        let factors = factors.into_iter().map(|factor| factor.factor).collect();
        // Rows hold levels of their factors by the way they are made.
        let all = Patterns::new(&levels, rows.concat()).unwrap_or_default();
        Self { circumstances: Circumstances { factors, patterns: all }, patterns }
    }
}

/// What was numbered as it was seen in an order of its own, and the place of each number in that: what is
/// said does not hang on the order of rows.
fn in_order<T: Ord>(known: HashMap<T, u32>) -> (Vec<T>, Vec<u32>) {
    let sorted: BTreeMap<T, u32> = known.into_iter().collect();
    let mut places = vec![0; sorted.len()];
    for (place, number) in (0..).zip(sorted.values()) {
        if let Some(cell) = places.get_mut(*number as usize) {
            *cell = place;
        }
    }
    (sorted.into_keys().collect(), places)
}

/// A factor, and the level of each conversation of the window.
struct Coded {
    factor: Factor,
    codes: Vec<Option<u32>>,
}

impl Coded {
    /// Levels stand in the order of their names.
    fn of<'v>(
        name: &'static str,
        book: &Book,
        values: impl Iterator<Item = Option<&'v str>>,
    ) -> Self {
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let codes: Vec<Option<u32>> = values
            .enumerate()
            .map(|(number, value)| {
                let value = value.filter(|value| !value.is_empty()).unwrap_or(UNKNOWN);
                let next = seen.len() as u32;
                book.is_inside(number).then(|| *seen.entry(value).or_insert(next))
            })
            .collect();
        let (levels, places) = in_order(seen);
        let place = |code: Option<u32>| places.get(code? as usize).copied();
        Self {
            factor: Factor { name, levels: levels.into_iter().map(str::to_owned).collect() },
            codes: codes.into_iter().map(place).collect(),
        }
    }
}

/// The channel with where in it, as the source calls that: every surface is one of one channel.
fn surface((channel, surface): (Option<&str>, Option<&str>)) -> Option<String> {
    let channel = channel?;
    Some(surface.map_or_else(|| channel.to_owned(), |surface| format!("{channel} / {surface}")))
}

/// The main topic with its family, as one name.
fn topic((family, topic): (Option<&str>, Option<&str>)) -> Option<String> {
    let family = family?;
    Some(topic.map_or_else(|| family.to_owned(), |topic| format!("{family}/{topic}")))
}

/// The quarter of a working day, or the weekend.
fn hour_band((weekday, hour): (Option<i64>, Option<i64>)) -> Option<&'static str> {
    Some(match (weekday?, hour?) {
        (6.., _) => "weekend",
        (_, ..6) => "night",
        (_, ..12) => "morning",
        (_, ..18) => "afternoon",
        _ => "evening",
    })
}

const fn feeling(mood: f64) -> &'static str {
    if mood < -NEUTRAL {
        "negative"
    } else if mood > NEUTRAL {
        "positive"
    } else {
        "neutral"
    }
}

/// Whether the customer had been in contact in the week before.
fn contacts(book: &Book) -> PolarsResult<Vec<Option<&'static str>>> {
    let mut by_customer: HashMap<&str, Vec<(i64, usize)>> = HashMap::new();
    let customers = book.texts("customer_id")?;
    for (number, (customer, at)) in customers.iter().zip(book.opened()).enumerate() {
        if let (Some(customer), Some(at)) = (customer, at) {
            by_customer.entry(customer).or_default().push((*at, number));
        }
    }
    let mut contacts = vec![None; book.len()];
    for times in by_customer.values_mut() {
        times.sort_unstable();
        let befores = std::iter::once(None).chain(times.iter().map(|(at, _)| Some(*at)));
        for ((at, number), before) in times.iter().zip(befores) {
            let is_repeat = before.is_some_and(|before| at - before <= REPEAT_DAYS * MICROS_A_DAY);
            if let Some(contact) = contacts.get_mut(*number) {
                *contact = Some(if is_repeat { "repeat" } else { "new" });
            }
        }
    }
    Ok(contacts)
}
