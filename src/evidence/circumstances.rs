//! What was so before an agent did anything: the case mix of each conversation.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::PolarsResult;
use rayon::prelude::*;

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

/// Room for a factor's level among those of all seven in one number; more levels than fit have no model.
const LEVEL_BITS: u32 = 18;

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
        let factors: [fn(&Book) -> PolarsResult<Coded>; 7] = [
            |book| Coded::of_pair("channel", book, "channel", "surface", " / "),
            |book| Ok(Coded::of("language", book, book.texts("language")?.iter())),
            |book| Ok(Coded::of("priority", book, book.texts("priority")?.iter())),
            |book| Coded::of_pair("topic", book, "topic_family", "topic", "/"),
            |book| {
                let hours = book.counts("weekday")?.iter().zip(book.counts("hour")?.iter());
                Ok(Coded::of("hour_band", book, hours.map(hour_band)))
            },
            |book| {
                let moods = book.numbers("start_sentiment")?.iter();
                Ok(Coded::of("opening_sentiment", book, moods.map(|mood| Some(feeling(mood?)))))
            },
            |book| Ok(Coded::of("contact", book, contacts(book)?.into_iter())),
        ];
        let factors = factors.into_par_iter().map(|read| read(book));
        Ok(Self::of(factors.collect::<PolarsResult<_>>()?, book.len()))
    }

    fn of(factors: Vec<Coded>, conversations: usize) -> Self {
        let mut known: HashMap<u128, u32> = HashMap::new();
        let pattern = |number: usize| {
            let levels = factors.iter().try_fold(0, |levels, factor| {
                let level = factor.codes.get(number).copied().flatten()?;
                Some(levels << LEVEL_BITS | u128::from(level))
            })?;
            let next = known.len() as u32;
            Some(*known.entry(levels).or_insert(next))
        };
        let mut patterns: Vec<Option<u32>> = (0..conversations).map(pattern).collect();
        let (keys, places) = in_order(known);
        for cell in patterns.iter_mut().flatten() {
            *cell = places.get(*cell as usize).copied().unwrap_or(*cell);
        }
        let levels: Vec<usize> = factors.iter().map(|factor| factor.factor.levels.len()).collect();
        let shifts: Vec<u32> = (0..levels.len() as u32).rev().map(|at| at * LEVEL_BITS).collect();
        let rows = keys.iter().flat_map(|key| {
            shifts.iter().map(move |shift| (key >> shift) as u32 & ((1 << LEVEL_BITS) - 1))
        });
        let all = Patterns::new(&levels, rows.collect()).unwrap_or_default();
        let factors = factors.into_iter().map(|coded| coded.factor).collect();
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
    /// Of two columns, the first with where in it the second says; unknown without the first.
    fn of_pair(
        name: &'static str,
        book: &Book,
        whole: &str,
        part: &str,
        between: &str,
    ) -> PolarsResult<Self> {
        let mut names: HashMap<(&str, Option<&str>), String> = HashMap::new();
        let pairs = || PolarsResult::Ok(book.texts(whole)?.iter().zip(book.texts(part)?.iter()));
        for (whole, part) in pairs()? {
            let Some(whole) = whole else { continue };
            names.entry((whole, part)).or_insert_with(|| {
                part.map_or_else(|| whole.to_owned(), |part| format!("{whole}{between}{part}"))
            });
        }
        let names = pairs()?.map(|(whole, part)| Some(names.get(&(whole?, part))?.as_str()));
        Ok(Self::of(name, book, names))
    }

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
