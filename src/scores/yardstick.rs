//! What one standard deviation of the peers' true skill is.

use super::field::{Field, Place};
use super::peers::PeerGroup;
use crate::stats::Estimate;
use crate::stats::hierarchy::NormalHierarchy;

/// The spread of true skill in one dimension around the peers' means, from all groups of the desk: of
/// eight peers alone the spread is known to a quarter of itself, and a score in it would be no surer.
pub(super) struct Yardstick {
    /// τ, on the scale of the skill.
    pub sd: f64,
    /// How far the scale itself may be off, as a variance of 1/τ in units of its mean squared.
    pub doubt: f64,
    hierarchy: NormalHierarchy,
}

impl Yardstick {
    /// From the groups' fields, each agent in the own group, its mean taken off; as the means are those
    /// of the same agents, the variance is raised by `(K − 1)/(K − groups)`. `None` where fewer than four
    /// agents are in groups that tell their agents apart.
    pub fn of<'a>(
        fields: impl IntoIterator<Item = (&'a PeerGroup, Option<&'a Field>)>,
    ) -> Option<Self> {
        let (mut centred, mut groups) = (Vec::new(), 0.0);
        for (group, field) in fields {
            let Some(field) = field.filter(|field| field.is_telling) else { continue };
            let own = field.places.iter().filter(|place| group.own.contains(&place.agent));
            let before = centred.len();
            centred.extend(own.filter_map(|place| {
                Estimate::new(place.own.value() - field.mean, place.own.variance())
            }));
            groups += if centred.len() > before { 1.0 } else { 0.0 };
        }
        let hierarchy = NormalHierarchy::fit(&centred)?;
        let count = centred.len() as f64;
        let (divisor, doubt) = hierarchy.divisor();
        let sd = divisor * ((count - 1.0) / (count - groups).max(1.0)).sqrt();
        (sd > 0.0 && sd.is_finite()).then_some(Self { sd, doubt, hierarchy })
    }

    /// An agent's own skill, over the peers' mean, in standard deviations.
    pub fn own(&self, field: &Field, place: &Place) -> Option<Estimate> {
        let value = (place.own.value() - field.mean) / self.sd;
        Estimate::new(value, place.own.variance() / (self.sd * self.sd))
    }

    /// By how much more is not known of a skill than empirical Bayes says, which takes τ as known.
    pub fn inflation(&self, field: &Field, place: &Place) -> f64 {
        let (between, error) = (self.sd * self.sd, place.own.variance());
        let plain = between * error / (between + error);
        let centred = Estimate::new(place.own.value() - field.mean, error);
        let belief = centred.and_then(|own| self.hierarchy.belief(own));
        belief.map_or(1.0, |belief| (belief.sd() / plain.sqrt()).max(1.0))
    }
}
