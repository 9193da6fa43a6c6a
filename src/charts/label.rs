//! What values are called on axes and in margins.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::panel::Tick;
use crate::metrics::unit;
use crate::model::Unit;

/// Times that people think in, seconds.
const TIMES: [f64; 10] =
    [1.0, 10.0, 60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 259_200.0, 864_000.0, 2_592_000.0];

/// The times that people think in, within a span of seconds.
pub(super) fn times(span: &Range<f64>) -> Vec<Tick> {
    let within = TIMES.into_iter().filter(|time| *time >= span.start && *time <= span.end);
    within.map(|time| (time, unit::text(time, Unit::Seconds))).collect()
}

/// Below so many observations a number is not shown, but how many there are.
pub const FEW: f64 = 5.0;

/// What stands where there are fewer.
pub fn too_few(count: f64) -> String {
    format!("too few: {}", unit::text(count, Unit::Count))
}

/// From one value to another; a share names its unit once.
pub fn span(low: f64, high: f64, of: Unit) -> String {
    let (from, to) = (unit::text(low, of), unit::text(high, of));
    let from = if of == Unit::Share { from.trim_end_matches(['%', '\u{a0}']) } else { &from };
    format!("{from}–{to}")
}

/// From one text to another, where either may begin with a sign.
pub fn between(low: &str, high: &str) -> String {
    format!("{low} – {high}")
}

/// A channel as a heading has it; `all` is the whole desk.
pub fn channel(word: &str) -> String {
    if word == "all" {
        return "All channels".to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Names of people by their ids, each as it is but for those that several have. One of them may stand more
/// than once.
pub fn told_apart(people: &[(String, String)]) -> Vec<String> {
    let mut bearers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (id, name) in people {
        bearers.entry(name).or_default().insert(id);
    }
    let is_shared = |name: &str| bearers.get(name).is_some_and(|bearers| bearers.len() > 1);
    let told = |(id, name): &(String, String)| match is_shared(name) {
        true => format!("{name} ({id})"),
        false => name.clone(),
    };
    people.iter().map(told).collect()
}

/// A day as people write it: 9 Nov.
pub fn day(date: NaiveDate) -> String {
    format!("{} {}", date.day(), date.format("%b"))
}

#[cfg(test)]
mod tests {
    use super::{channel, span, told_apart};
    use crate::model::Unit;

    #[test]
    fn people_of_one_name_are_told_apart_by_their_ids() {
        let people = [("7", "Мария"), ("8", "Anna"), ("9", "Мария"), ("8", "Anna")];
        let people = people.map(|(id, name)| (id.to_owned(), name.to_owned()));
        assert_eq!(told_apart(&people), ["Мария (7)", "Anna", "Мария (9)", "Anna"]);
    }

    #[test]
    fn a_span_of_shares_names_its_unit_once() {
        assert_eq!(span(0.812, 0.889, Unit::Share), "81.2–88.9\u{a0}%");
        assert_eq!(span(60.0, 3_600.0, Unit::Seconds), "1\u{a0}min–1\u{a0}h");
    }

    #[test]
    fn channels_are_written_as_headings() {
        assert_eq!(
            (channel("chat"), channel("all")),
            ("Chat".to_owned(), "All channels".to_owned())
        );
    }
}
