//! One value as the page shows it: text, a note beneath, its interval as a drawing, and why where
//! there is nothing to show.

use minijinja::{Value, context};

use crate::charts::label::{FEW, span};
use crate::metrics::unit;
use crate::model::Unit;
use crate::words::Words;

/// A value for readers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    /// Small beneath it: number of observations, interval, reason.
    pub note: String,
    /// What it is sorted by; by its text where there is none.
    pub order: Option<f64>,
    pub is_number: bool,
    /// `good`, `bad`, or empty.
    pub tone: &'static str,
    /// The anchor of the report that it leads to, or empty.
    pub anchor: String,
    /// The file of the agent's page that it leads to, or empty.
    pub page: String,
    /// Value and ends of its interval as parts of a scale, and the goal on it.
    pub whisker: Option<Whisker>,
}

/// An interval with its value and goal, each from 0 to 1 of the scale it is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Whisker {
    pub low: f64,
    pub value: f64,
    pub high: f64,
    pub goal: Option<f64>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Nothing, and why.
    pub fn missing(because: impl Into<String>) -> Self {
        Self {
            text: unit::MISSING.to_owned(),
            note: because.into(),
            is_number: true,
            ..Self::default()
        }
    }

    /// A number that says itself how many there are.
    pub fn count(say: &Words, count: Option<f64>) -> Self {
        Self::known(say, count, Unit::Count)
    }

    /// A number whose observations need no count.
    pub fn known(say: &Words, value: Option<f64>, of: Unit) -> Self {
        match value {
            Some(value) => Self {
                text: unit::text(value, of),
                order: Some(value),
                is_number: true,
                ..Self::default()
            },
            None => Self::missing(say.text("cell.not_known")),
        }
    }

    /// A number that was measured on `count` `things` (a key of the catalogue): missing without any
    /// of them, and not shown where they are too few.
    pub fn measured(
        say: &Words,
        value: Option<f64>,
        of: Unit,
        count: Option<f64>,
        things: &str,
    ) -> Self {
        let count = count.unwrap_or(0.0);
        let shown = unit::text(count, Unit::Count);
        match value {
            _ if count <= 0.0 => Self::missing(say.text(&format!("things.{things}.none"))),
            _ if count < FEW => Self::missing(say.fill("cell.too_few", &[("n", &shown)])),
            None => Self::missing(say.text("cell.not_known")),
            value => Self::known(say, value, of).noted(say.fill("cell.of", &[("n", &shown)])),
        }
    }

    /// A share with its interval, drawn on a scale from 0 to 1, and the goal where there is one.
    pub fn share(
        say: &Words,
        [value, low, high]: [Option<f64>; 3],
        count: Option<f64>,
        things: &str,
        goal: Option<f64>,
    ) -> Self {
        let cell = Self::measured(say, value, Unit::Share, count, things);
        match (value, low, high) {
            (Some(value), Some(low), Some(high)) if !cell.is_missing() => {
                let note = format!("{}, {}", span(low, high, Unit::Share), cell.note);
                let whisker = Some(Whisker { low, value, high, goal });
                Self { whisker, ..cell.noted(note) }
            }
            _ => cell,
        }
    }

    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    pub fn toned(self, tone: &'static str) -> Self {
        Self { tone, ..self }
    }

    /// The same as a link to a measure's page.
    pub fn defined_by(self, measure: &str) -> Self {
        self.leading_to(format!("measure-{measure}"))
    }

    /// The same as a link to a place of the page.
    pub fn leading_to(self, anchor: impl Into<String>) -> Self {
        Self { anchor: anchor.into(), ..self }
    }

    /// The same as a link to an agent's page, by the name of its file.
    pub fn opening(self, page: impl Into<String>) -> Self {
        Self { page: page.into(), ..self }
    }

    /// Whether it has no value to show.
    pub fn is_missing(&self) -> bool {
        self.text == unit::MISSING
    }

    pub fn value(&self) -> Value {
        let whisker = self.whisker.map(|drawn| {
            let part = |at: f64| short((at.clamp(0.0, 1.0) * 1_000.0).round() / 1_000.0);
            context! {
                low => part(drawn.low),
                high => part(drawn.high),
                value => part(drawn.value),
                goal => drawn.goal.map(part),
            }
        });
        context! {
            text => &self.text,
            note => &self.note,
            order => self.order.map(short),
            is_number => self.is_number,
            is_missing => self.is_missing(),
            tone => self.tone,
            anchor => &self.anchor,
            page => &self.page,
            whisker,
        }
    }
}

/// A number to sort or place by, with what of it can be seen: seven digits at most.
fn short(value: f64) -> String {
    let places = 6 - value.abs().max(1.0).log10().floor() as i32;
    let scale = 10_f64.powi(places);
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { format!("{rounded}") } else { format!("{value}") }
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use crate::model::Unit;
    use crate::words::{Language, Words};

    #[test]
    fn what_is_missing_says_why_and_is_never_0() {
        let say = Words::of(Language::English);
        let shown = |value, count| {
            let cell = Cell::measured(say, value, Unit::Share, count, "ratings");
            (cell.text, cell.note)
        };
        let is = |text: &str, note: &str| (text.to_owned(), note.to_owned());
        assert_eq!(shown(None, None), is("—", "no ratings"));
        assert_eq!(shown(None, Some(0.0)), is("—", "no ratings"));
        assert_eq!(shown(Some(1.0), Some(3.0)), is("—", "too few: 3"));
        assert_eq!(shown(None, Some(9.0)), is("—", "not known"));
        assert_eq!(shown(Some(0.0), Some(9.0)), is("0.0\u{a0}%", "of 9"));
    }

    #[test]
    fn what_is_sorted_by_is_short() {
        let shown = [0.7644787644787645, 86_399.123456, 1_234_567_890.0, -0.0000001, 80.0];
        assert_eq!(shown.map(super::short), ["0.764479", "86399.12", "1234568000", "-0", "80"]);
    }

    #[test]
    fn an_interval_is_drawn_only_of_what_is_shown() {
        let say = Words::of(Language::English);
        let ends = [Some(0.5), Some(0.4), Some(0.6)];
        let cell = |count| Cell::share(say, ends, Some(count), "ratings", Some(0.9));
        assert_eq!(cell(100.0).whisker.map(|drawn| drawn.goal), Some(Some(0.9)));
        assert_eq!(cell(100.0).note, "40.0–60.0\u{a0}%, of 100");
        assert_eq!(cell(3.0).whisker, None);
    }
}
