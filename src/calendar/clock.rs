//! Open time between instants, by looking up sums made once.

use std::ops::Range;
use std::sync::Arc;

use super::hours::Hours;
use super::spans::{LATEST, Micros};

/// 1970-01-01T00:00Z to 2050-01-01T00:00Z.
const COVERED: Range<Micros> = 0..2_524_608_000_000_000;
const DAY: Micros = 86_400_000_000;

/// Opening hours as a function of the instant.
///
/// From 1970 to 2050 the open spans and their running sum are laid out once, and looked up by the
/// day; other instants are worked out from the hours each time, with the same answer. Before 1900
/// and from 2300 on every calendar is closed; from 2100 on no zone is known to change its clocks. A
/// clone shares what is laid out.
#[derive(Clone, Debug)]
pub struct Calendar {
    name: Arc<str>,
    hours: Hours,
    covered: Range<Micros>,
    spans: Arc<[Span]>,
    /// How many spans start before the end of each day of the covered range.
    by_day: Arc<[usize]>,
}

/// A stretch of open time and all the open time that came `before` it in the covered range.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: Micros,
    end: Micros,
    before: Micros,
}

impl Span {
    /// The open time up to an instant, where this is the last span to start before it.
    fn sum(&self, at: Micros) -> Micros {
        self.before + at.min(self.end) - self.start
    }

    /// The open time up to the end of this span.
    fn total(&self) -> Micros {
        self.sum(self.end)
    }
}

impl Calendar {
    /// Lays the hours out, which takes some milliseconds.
    pub fn new(hours: Hours) -> Calendar {
        Calendar::covering(hours, COVERED)
    }

    /// Lays out another range, which changes how fast questions are answered, and no answer.
    pub(super) fn covering(hours: Hours, covered: Range<Micros>) -> Calendar {
        let mut spans: Vec<Span> = Vec::new();
        for (start, end) in hours.spans(covered.start, covered.end) {
            match spans.last_mut() {
                Some(last) if last.end == start => last.end = end,
                last => {
                    let before = last.map_or(0, |last| last.total());
                    spans.push(Span { start, end, before });
                }
            }
        }
        let by_day = (covered.start..=covered.end)
            .step_by(DAY as usize)
            .map(|day| spans.partition_point(|span| span.start < day + DAY))
            .collect();
        Calendar { name: "".into(), hours, covered, spans: spans.into(), by_day }
    }

    /// The hours it was made of.
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// The open time between two instants, in elapsed microseconds; negative where `to` is earlier.
    pub fn open_micros(&self, from: Micros, to: Micros) -> Micros {
        if to < from {
            -self.open_micros(to, from)
        } else if self.covers(from) && self.covers(to) {
            self.sum(to) - self.sum(from)
        } else {
            let spans = self.hours.spans(from, to);
            spans.map(|(start, end)| end - start).sum()
        }
    }

    /// The stretches between two instants in which the desk is open, in the order of time. They are
    /// made from the hours anew, so that they say the same as [`Calendar::open_micros`] by another
    /// way.
    pub fn open_between(&self, from: Micros, to: Micros) -> impl Iterator<Item = (Micros, Micros)> {
        self.hours.spans(from, to)
    }

    /// The name that people know it by; empty where it was given none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same under a name.
    pub fn named(self, name: &str) -> Calendar {
        Calendar { name: name.into(), ..self }
    }

    /// Whether the desk is open at an instant; it is at the start of a shift, and not at its end.
    pub fn is_open(&self, at: Micros) -> bool {
        self.open_micros(at, at.saturating_add(1)) > 0
    }

    /// The first instant from `at` on at which the desk is open, `at` itself if it is then.
    ///
    /// `None` where it never opens again.
    pub fn next_open(&self, at: Micros) -> Option<Micros> {
        let ended = self.spans.partition_point(|span| span.end <= at);
        match self.spans.get(ended) {
            Some(span) if self.covers(at) => Some(span.start.max(at)),
            _ => self.hours.spans(at, LATEST).next().map(|(start, _)| start),
        }
    }

    /// The first instant by which the desk has been open for `open` microseconds since `from`: when
    /// a promise is due.
    ///
    /// A promise that fills a shift is due as it closes, one that is not positive is due at once.
    /// `None` where the desk is never open for so long again.
    pub fn add_open(&self, from: Micros, open: Micros) -> Option<Micros> {
        if open <= 0 {
            return Some(from);
        }
        if self.covers(from) {
            let due = self.sum(from).saturating_add(open);
            let short = self.spans.partition_point(|span| span.total() < due);
            if let Some(span) = self.spans.get(short) {
                return Some(span.start + due - span.before);
            }
        }
        let mut left = open;
        self.hours.spans(from, LATEST).find_map(|(start, end)| {
            let due = (left <= end - start).then(|| start + left);
            left -= end - start;
            due
        })
    }

    fn covers(&self, at: Micros) -> bool {
        self.covered.start <= at && at <= self.covered.end
    }

    /// The open time from the start of the covered range to an instant in it.
    fn sum(&self, at: Micros) -> Micros {
        let day = (at - self.covered.start) / DAY;
        let started = self.by_day.get(day as usize).copied().unwrap_or(0);
        let started = self.spans.get(..started).unwrap_or_default();
        let last = started.iter().rfind(|span| span.start < at);
        last.map_or(0, |span| span.sum(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Micros = 3_600_000_000;
    const THURSDAY: Micros = 0;
    const FRIDAY: Micros = THURSDAY + DAY;
    const MONDAY: Micros = FRIDAY + 3 * DAY;

    fn calendar(week: &str) -> Calendar {
        Calendar::new(Hours::parse(week, "UTC").unwrap())
    }

    #[test]
    fn a_shift_is_open_from_its_start_to_before_its_end() {
        let office = calendar("Mon-Fri 09:00-17:00");
        for (at, is_open) in
            [(9 * HOUR - 1, false), (9 * HOUR, true), (17 * HOUR - 1, true), (17 * HOUR, false)]
        {
            assert_eq!(office.is_open(FRIDAY + at), is_open, "{at}");
        }
        let [noon, evening] = [FRIDAY + 12 * HOUR, FRIDAY + 17 * HOUR];
        assert_eq!(office.next_open(noon), Some(noon));
        assert_eq!(office.next_open(evening), Some(MONDAY + 9 * HOUR));
    }

    #[test]
    fn a_promise_that_fills_a_shift_is_due_as_it_closes() {
        let office = calendar("Mon-Fri 09:00-17:00");
        let [three, closing] = [FRIDAY + 15 * HOUR, FRIDAY + 17 * HOUR];
        let reopening = MONDAY + 9 * HOUR;
        assert_eq!(office.add_open(three, 2 * HOUR), Some(closing));
        assert_eq!(office.add_open(three, 2 * HOUR + 1), Some(reopening + 1));
        let night = FRIDAY + 20 * HOUR;
        assert_eq!(office.add_open(night, 0), Some(night));
        assert_eq!(office.add_open(night, -HOUR), Some(night));
    }

    #[test]
    fn what_never_opens_answers_none() {
        let mut hours = Hours::parse("daily closed", "UTC").unwrap();
        let monday = "1970-01-05".parse().unwrap();
        hours.exceptions.extend([(monday, "09:00-10:00".parse().unwrap())]);
        let once = Calendar::new(hours);
        assert_eq!(once.add_open(THURSDAY, HOUR), Some(MONDAY + 10 * HOUR));
        assert_eq!(once.add_open(THURSDAY, HOUR + 1), None);
        assert_eq!(once.next_open(MONDAY + 10 * HOUR), None);
        assert_eq!(once.open_micros(THURSDAY, COVERED.end + 9 * DAY), HOUR);
    }

    #[test]
    fn no_instant_is_too_far() {
        let always = calendar("24/7");
        let open = always.open_micros(Micros::MIN, Micros::MAX);
        assert_eq!(open, 146_097 * DAY, "from 1900 to 2300 are 400 years");
        assert_eq!(always.open_micros(Micros::MAX, Micros::MIN), -open);
        assert!(!always.is_open(Micros::MIN) && !always.is_open(Micros::MAX));
        assert_eq!(always.next_open(Micros::MAX), None);
        assert_eq!(always.add_open(Micros::MIN, open), Some(LATEST));
        assert_eq!(always.add_open(Micros::MIN, open + 1), None);
        assert_eq!(always.add_open(FRIDAY, Micros::MAX), None);
    }
}
