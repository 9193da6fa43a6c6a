//! The ways in which a value comes about, each with the parts that it is made of.

use crate::facts::{TargetTime, Told};
use crate::model::Instant;

/// A stretch of time that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub from: Instant,
    pub to: Instant,
    /// The calendar under which the desk was open; `None` where time counts around the clock.
    pub calendar: Option<String>,
}

impl Piece {
    pub fn seconds(&self) -> f64 {
        self.to.seconds_since(self.from)
    }
}

/// How a value comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// As the export has it.
    Stated,
    /// The time of an entry of the timeline, or who is behind it.
    Entry(usize),
    /// The lengths of these pieces, added up.
    Time(TargetTime, Vec<Piece>),
    /// The longest of these pieces.
    Longest(Vec<Piece>),
    /// So many entries of the timeline.
    Entries(Vec<usize>),
    /// Values of the export added up, each by its column.
    Sum(Vec<(&'static str, f64)>),
    /// One number less another.
    Over { spent: f64, limit: f64 },
    /// Whether a number is at most another.
    Within { spent: f64, limit: f64 },
    /// A rule of the settings, or what of the conversation decides.
    Because(String),
    /// Why there is none.
    Missing(String),
}

impl How {
    /// Time between two instants of a conversation.
    pub fn time(told: &Told<'_>, time: TargetTime, from: Instant, to: Instant) -> How {
        How::Time(time, pieces(told, time, from, to))
    }

    /// Time of several stretches of a conversation.
    pub fn times(told: &Told<'_>, time: TargetTime, stretches: &[(Instant, Instant)]) -> How {
        let pieces = stretches.iter().flat_map(|(from, to)| pieces(told, time, *from, *to));
        How::Time(time, pieces.collect())
    }

    pub fn because(reason: impl Into<String>) -> How {
        How::Because(reason.into())
    }

    pub fn missing(reason: impl Into<String>) -> How {
        How::Missing(reason.into())
    }

    /// The number that its parts make; `None` where it has no parts.
    pub fn number(&self) -> Option<f64> {
        match self {
            How::Time(_, pieces) => {
                let micros: i64 = pieces.iter().map(|piece| piece.to.0 - piece.from.0).sum();
                Some(micros as f64 / 1e6)
            }
            How::Longest(pieces) => Some(pieces.iter().map(Piece::seconds).fold(0.0, f64::max)),
            How::Entries(entries) => Some(entries.len() as f64),
            How::Sum(parts) => Some(parts.iter().map(|(_, value)| value).sum()),
            How::Over { spent, limit } => Some(spent - limit),
            How::Within { spent, limit } => Some(f64::from(u8::from(spent <= limit))),
            How::Stated | How::Entry(_) | How::Because(_) | How::Missing(_) => None,
        }
    }
}

/// The pieces of time between two instants that count.
fn pieces(told: &Told<'_>, time: TargetTime, from: Instant, to: Instant) -> Vec<Piece> {
    match time {
        TargetTime::Elapsed if from < to => vec![Piece { from, to, calendar: None }],
        TargetTime::Elapsed => Vec::new(),
        TargetTime::Business => {
            let hours = told.hours(from, to);
            let open = hours.filter_map(|(from, to, calendar)| Some((from, to, calendar?)));
            open.flat_map(|(from, to, calendar)| {
                calendar.open_between(from.0, to.0).map(|(from, to)| Piece {
                    from: Instant(from),
                    to: Instant(to),
                    calendar: Some(calendar.name().to_owned()),
                })
            })
            .collect()
        }
    }
}
