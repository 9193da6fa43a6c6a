//! The dimensions of a score and their weights.

/// One side of an agent's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The share resolved of the conversations in the agent's hands.
    Resolution,
    /// The share satisfied of the ratings given to the agent.
    Feedback,
    /// The mean share of the rubric's criteria that are met.
    Quality,
    /// How long customers wait for the agent's replies.
    Speed,
    /// How much work the agent spends on a conversation.
    Efficiency,
}

impl Dimension {
    pub const ALL: [Self; 5] =
        [Self::Resolution, Self::Feedback, Self::Quality, Self::Speed, Self::Efficiency];

    /// Its name in settings and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Resolution => "resolution",
            Self::Feedback => "feedback",
            Self::Quality => "quality",
            Self::Speed => "speed",
            Self::Efficiency => "efficiency",
        }
    }

    /// What one piece of evidence is.
    pub const fn evidence(self) -> &'static str {
        match self {
            Self::Resolution => "conversations in the agent's hands whose state is known",
            Self::Feedback => "ratings given to the agent",
            Self::Quality => "conversations of the agent that the rubric judged",
            Self::Speed => "conversations in which customers waited for the agent's reply",
            Self::Efficiency => "conversations whose handling is known",
        }
    }

    /// What its value says.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Resolution => "share of those conversations that are resolved",
            Self::Feedback => "share of those ratings in the top two fifths of their scale",
            Self::Quality => "mean share of the rubric's criteria that are met",
            Self::Speed => "time to reply within opening hours, in multiples of what is usual",
            Self::Efficiency => {
                "work spent on a conversation (handle time of calls, replies of what is written), in \
                 multiples of what is usual"
            }
        }
    }

    /// Whether each case either succeeds or does not, so that its cells count successes.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::Resolution | Self::Feedback)
    }

    /// Whether its cells sum logarithms and its values are told as ratios to what is usual, less being
    /// better; else values are from 0 to 1, more being better.
    pub const fn is_ratio(self) -> bool {
        matches!(self, Self::Speed | Self::Efficiency)
    }

    /// Whether it says what became of customers. A score needs at least one that does.
    pub const fn is_outcome(self) -> bool {
        matches!(self, Self::Resolution | Self::Feedback)
    }

    /// The most that it adds to a score, in standard deviations of the peers: efficiency is worth
    /// nothing beyond the peers' 75th percentile, for who hurries past it saves at the customer's cost.
    pub(super) const fn most(self) -> Option<f64> {
        match self {
            Self::Efficiency => Some(0.674_489_750_196_081_7),
            _ => None,
        }
    }

    /// 1 where more is better, −1 where less is.
    pub(super) const fn sign(self) -> f64 {
        if self.is_ratio() { -1.0 } else { 1.0 }
    }
}

/// How much each dimension weighs; only their ratio matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    pub resolution: f64,
    pub feedback: f64,
    pub quality: f64,
    pub speed: f64,
    pub efficiency: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { resolution: 0.30, feedback: 0.25, quality: 0.20, speed: 0.15, efficiency: 0.10 }
    }
}

impl Weights {
    /// The weight of a dimension.
    pub const fn of(&self, dimension: Dimension) -> f64 {
        match dimension {
            Dimension::Resolution => self.resolution,
            Dimension::Feedback => self.feedback,
            Dimension::Quality => self.quality,
            Dimension::Speed => self.speed,
            Dimension::Efficiency => self.efficiency,
        }
    }
}
