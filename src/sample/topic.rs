//! The six families of questions and how they differ.

/// A family of questions.
pub(super) struct Topic {
    /// The vendor's own category.
    pub label: &'static str,
    /// Share of all contacts.
    pub share: f64,
    /// Log-odds that an average agent solves it.
    pub ease: f64,
    /// How much longer it takes than the average.
    pub effort: f64,
    /// What it does to a rating, in deviations.
    pub mood: f64,
    /// Whether it is about an order.
    pub has_order: bool,
    /// The team that knows it best.
    pub team: usize,
    pub tag: &'static str,
}

/// Teams of agents, each with the topics it knows best.
pub(super) static TEAMS: &[&str] = &["Orders", "Returns and payments", "Account and loyalty"];

/// [`Topic::ease`] of the average contact.
pub(super) const USUAL_EASE: f64 = 1.6;

/// In the order of [`super::tongue::Tongue`]'s texts.
pub(super) static TOPICS: &[Topic] = &[
    Topic {
        label: "orders and delivery",
        share: 0.34,
        ease: 1.9,
        effort: 1.0,
        mood: 0.0,
        has_order: true,
        team: 0,
        tag: "delivery",
    },
    Topic {
        label: "returns and exchanges",
        share: 0.20,
        ease: 1.1,
        effort: 1.3,
        mood: -0.2,
        has_order: true,
        team: 1,
        tag: "return",
    },
    Topic {
        label: "payments",
        share: 0.15,
        ease: 0.9,
        effort: 1.2,
        mood: -0.25,
        has_order: true,
        team: 1,
        tag: "payment",
    },
    Topic {
        label: "account",
        share: 0.11,
        ease: 2.1,
        effort: 0.9,
        mood: 0.1,
        has_order: false,
        team: 2,
        tag: "account",
    },
    Topic {
        label: "promotions",
        share: 0.12,
        ease: 1.7,
        effort: 0.8,
        mood: -0.05,
        has_order: false,
        team: 2,
        tag: "promo",
    },
    Topic {
        label: "membership",
        share: 0.08,
        ease: 2.0,
        effort: 0.85,
        mood: 0.1,
        has_order: false,
        team: 2,
        tag: "membership",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ease_is_the_mean_over_contacts() {
        let mean: f64 = TOPICS.iter().map(|topic| topic.share * topic.ease).sum();
        assert!((mean - USUAL_EASE).abs() < 0.05, "{mean}");
    }
}
