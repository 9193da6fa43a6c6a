//! Service level: which calls are in it, and which of them met it, in each of the variants in use.

use super::promised::{Target, TargetTime};

/// How calls that were given up count in the service level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServiceLevelVariant {
    /// Answered or given up in time ÷ all.
    AbandonedAsAnswered,
    /// Answered in time ÷ answered.
    OfAnswered,
    /// Answered in time ÷ all.
    OfAll,
    /// Answered in time ÷ (all − given up in time).
    #[default]
    WithoutAbandonedInTime,
    /// (Answered in time + given up at once) ÷ all.
    ShortAbandonedAsAnswered,
    /// Answered in time ÷ (all − given up at once).
    WithoutShortAbandoned,
}

use ServiceLevelVariant::{
    AbandonedAsAnswered, OfAll, OfAnswered, ShortAbandonedAsAnswered, WithoutAbandonedInTime,
    WithoutShortAbandoned,
};

impl ServiceLevelVariant {
    pub const ALL: &'static [Self] = &[
        AbandonedAsAnswered,
        OfAnswered,
        OfAll,
        WithoutAbandonedInTime,
        ShortAbandonedAsAnswered,
        WithoutShortAbandoned,
    ];

    /// Its name in settings and tables.
    pub const fn word(self) -> &'static str {
        match self {
            AbandonedAsAnswered => "abandoned_as_answered",
            OfAnswered => "of_answered",
            OfAll => "of_all",
            WithoutAbandonedInTime => "without_abandoned_in_time",
            ShortAbandonedAsAnswered => "short_abandoned_as_answered",
            WithoutShortAbandoned => "without_short_abandoned",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variant| variant.word() == word)
    }

    /// Whether a call met the level; `None` where the variant leaves it out.
    pub const fn is_met(self, call: Fate) -> Option<bool> {
        match (self, call) {
            (_, Fate::Answered { in_time }) => Some(in_time),
            (OfAnswered, Fate::Abandoned { .. }) => None,
            (OfAll, Fate::Abandoned { .. }) => Some(false),
            (AbandonedAsAnswered, Fate::Abandoned { in_time, .. }) => Some(in_time),
            (WithoutAbandonedInTime, Fate::Abandoned { in_time: true, .. }) => None,
            (ShortAbandonedAsAnswered, Fate::Abandoned { is_short, .. }) => Some(is_short),
            (WithoutShortAbandoned, Fate::Abandoned { is_short: true, .. }) => None,
            (WithoutAbandonedInTime | WithoutShortAbandoned, Fate::Abandoned { .. }) => Some(false),
        }
    }
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Answered { in_time: bool },
    Abandoned { in_time: bool, is_short: bool },
}

/// Within which time calls are to be answered, and how those given up count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceLevel {
    pub seconds: f64,
    pub time: TargetTime,
    pub variant: ServiceLevelVariant,
    /// A caller who gives up within so many seconds did so at once.
    pub short_seconds: f64,
    /// The share of calls that is to meet it, where it has a goal of its own.
    pub share: Option<f64>,
}

impl ServiceLevel {
    /// Callers who give up within so many seconds have misdialled, unless the settings say else.
    pub const SHORT_SECONDS: f64 = 5.0;

    /// The level of a desk whose settings name none: the promised first response.
    pub fn of_promise(target: Target) -> Self {
        Self::within(target.seconds, target.time)
    }

    /// The usual variant, within so many seconds.
    pub fn within(seconds: f64, time: TargetTime) -> Self {
        let variant = ServiceLevelVariant::default();
        Self { seconds, time, variant, short_seconds: Self::SHORT_SECONDS, share: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,000 answered, 860 of them in time; 60 given up, 20 in time, of which 10 at once.
    fn calls() -> impl Iterator<Item = Fate> {
        let answered = (0..1_000).map(|n| Fate::Answered { in_time: n < 860 });
        let abandoned = (0..60).map(|n| Fate::Abandoned { in_time: n < 20, is_short: n < 10 });
        answered.chain(abandoned)
    }

    #[test]
    fn the_six_variants_are_those_of_the_books() {
        for (variant, expected) in [
            (AbandonedAsAnswered, 0.830_189),
            (OfAnswered, 0.86),
            (OfAll, 0.811_321),
            (WithoutAbandonedInTime, 0.826_923),
            (ShortAbandonedAsAnswered, 0.820_755),
            (WithoutShortAbandoned, 0.819_048),
        ] {
            let judged: Vec<bool> = calls().filter_map(|call| variant.is_met(call)).collect();
            let met = judged.iter().filter(|is_met| **is_met).count();
            let share = met as f64 / judged.len() as f64;
            assert!((share - expected).abs() < 5e-7, "{}: {share}", variant.word());
            assert_eq!(ServiceLevelVariant::from_word(variant.word()), Some(variant));
        }
        assert_eq!(ServiceLevelVariant::from_word("all"), None);
    }
}
