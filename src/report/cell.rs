//! One value as the page shows it: text, a note beneath, and why where there is nothing to show.

use minijinja::{Value, context};

use crate::charts::label::{FEW, too_few};
use crate::metrics::unit;
use crate::model::Unit;

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
    /// The measure whose page it leads to, or empty.
    pub measure: &'static str,
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
    pub fn count(count: Option<f64>) -> Self {
        Self::known(count, Unit::Count)
    }

    /// A number whose observations need no count.
    pub fn known(value: Option<f64>, of: Unit) -> Self {
        match value {
            Some(value) => Self {
                text: unit::text(value, of),
                order: Some(value),
                is_number: true,
                ..Self::default()
            },
            None => Self::missing("not known"),
        }
    }

    /// A number that was measured on `count` `things`: missing without any of them, and not shown
    /// where they are too few.
    pub fn measured(value: Option<f64>, of: Unit, count: Option<f64>, things: &str) -> Self {
        let count = count.unwrap_or(0.0);
        match value {
            _ if count <= 0.0 => Self::missing(format!("no {things}")),
            _ if count < FEW => Self::missing(too_few(count)),
            None => Self::missing("not known"),
            value => Self {
                note: format!("of {}", unit::text(count, Unit::Count)),
                ..Self::known(value, of)
            },
        }
    }

    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// The same as a link to a measure's page.
    pub fn defined_by(self, measure: &'static str) -> Self {
        Self { measure, ..self }
    }

    /// Whether it has no value to show.
    pub fn is_missing(&self) -> bool {
        self.text == unit::MISSING
    }

    pub fn value(&self) -> Value {
        context! {
            text => &self.text,
            note => &self.note,
            order => self.order,
            is_number => self.is_number,
            is_missing => self.is_missing(),
            tone => self.tone,
            measure => self.measure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use crate::model::Unit;

    #[test]
    fn what_is_missing_says_why_and_is_never_0() {
        let shown = |value, count| {
            let cell = Cell::measured(value, Unit::Share, count, "ratings");
            (cell.text, cell.note)
        };
        let is = |text: &str, note: &str| (text.to_owned(), note.to_owned());
        assert_eq!(shown(None, None), is("—", "no ratings"));
        assert_eq!(shown(None, Some(0.0)), is("—", "no ratings"));
        assert_eq!(shown(Some(1.0), Some(3.0)), is("—", "too few: 3"));
        assert_eq!(shown(None, Some(9.0)), is("—", "not known"));
        assert_eq!(shown(Some(0.0), Some(9.0)), is("0.0\u{a0}%", "of 9"));
    }
}
