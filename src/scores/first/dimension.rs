//! The dimensions of a score and their weights.

/// One side of an agent's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The share resolved of the conversations in the agent's hands.
    Resolution,
    /// The share satisfied of the ratings given to the agent.
    Feedback,
    /// How many times the channel's usual time the agent takes to reply.
    Speed,
}

impl Dimension {
    pub const ALL: [Dimension; 3] = [Dimension::Resolution, Dimension::Feedback, Dimension::Speed];

    /// Its name in settings and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Dimension::Resolution => "resolution",
            Dimension::Feedback => "feedback",
            Dimension::Speed => "speed",
        }
    }

    /// What one piece of evidence is.
    pub const fn evidence(self) -> &'static str {
        match self {
            Dimension::Resolution => "conversations in the agent's hands whose state is known",
            Dimension::Feedback => "ratings given to the agent",
            Dimension::Speed => "waits of customers that the agent's reply ended",
        }
    }

    /// What its value says.
    pub const fn value(self) -> &'static str {
        match self {
            Dimension::Resolution => "share of those conversations that are resolved",
            Dimension::Feedback => "share of those ratings in the top two fifths of their scale",
            Dimension::Speed => "time to reply within opening hours, in multiples of the channel's",
        }
    }

    /// Whether its value is a share, from 0 to 1; else it is a ratio to what is usual.
    pub const fn is_share(self) -> bool {
        !matches!(self, Dimension::Speed)
    }

    /// Whether it says what became of customers. A score needs at least one that does.
    pub const fn is_outcome(self) -> bool {
        !matches!(self, Dimension::Speed)
    }
}

/// How much each dimension weighs; only their ratio matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    pub resolution: f64,
    pub feedback: f64,
    pub speed: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { resolution: 0.5, feedback: 0.3, speed: 0.2 }
    }
}

impl Weights {
    /// The weight of a dimension.
    pub fn of(&self, dimension: Dimension) -> f64 {
        match dimension {
            Dimension::Resolution => self.resolution,
            Dimension::Feedback => self.feedback,
            Dimension::Speed => self.speed,
        }
    }
}
