//! A finding in a sentence.

use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::{Finding, Skill, Whose};

/// `resolves 61 % of payments on chat for good, where peers with the same cases would 74 %: 11 points lower
/// (6 to 16), 140 cases`. The gap is smaller than the difference of the two shares by what is put down to
/// chance.
pub fn told(finding: &Finding) -> String {
    let does = match &finding.skill {
        Skill::Topic { topic, channel } => {
            let (topic, channel) = (spaced(topic), channel.word());
            format!("resolves {} of {topic} on {channel} for good", percent(finding.own))
        }
        Skill::Criterion(name) => {
            format!("meets \"{}\" in {} of conversations", spaced(name), percent(finding.own))
        }
        Skill::Promise(name) => {
            format!("keeps {} of promises of {}", percent(finding.own), spaced(name))
        }
    };
    let others = match (&finding.whose, finding.is_against_team) {
        (Whose::Team(_), _) => "other teams",
        (Whose::Agent(_), true) => "the own team",
        (Whose::Agent(_), false) => "peers",
    };
    let way = if finding.gap < 0.0 { "lower" } else { "higher" };
    let whole = |gap: f64| unit::text((100.0 * gap).round(), Unit::Count);
    let points = |gap: f64| whole(gap.abs());
    // The end that is nearer to nothing stands first, unless the interval holds it.
    let (low, high) = (finding.interval.low, finding.interval.high);
    let span = match (low <= 0.0, high >= 0.0) {
        (true, true) => format!("{} to {}", whole(low), whole(high)),
        (true, false) => format!("{} to {}", points(high), points(low)),
        (false, _) => format!("{} to {}", points(low), points(high)),
    };
    format!(
        "{does}, where {others} with the same cases would {}: {} points {way} ({span}), {} cases",
        percent(finding.expected),
        points(finding.gap),
        unit::text(finding.count, Unit::Count)
    )
}

/// In whole percent, as for the mark of an axis.
fn percent(share: f64) -> String {
    unit::tick((100.0 * share).round() / 100.0, Unit::Share)
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::model::Channel;
    use crate::scores::{Finding, Side, Skill, Whose};
    use crate::stats::Interval;

    fn need() -> Finding {
        Finding {
            side: Side::Need,
            whose: Whose::Agent(0),
            skill: Skill::Topic { topic: "returns_exchanges".into(), channel: Channel::Chat },
            count: 140.0,
            own: 0.61,
            expected: 0.74,
            gap: -0.11,
            interval: Interval { low: -0.16, high: -0.06 },
            probability: 0.97,
            reliability: 0.8,
            parts: (3, 3),
            is_against_team: false,
            mentor: None,
        }
    }

    #[test]
    fn a_need_is_told_with_its_interval_from_near_to_far() {
        assert_eq!(
            told(&need()),
            "resolves 61\u{a0}% of returns exchanges on chat for good, where peers with the same cases would \
             74\u{a0}%: 11 points lower (6 to 16), 140 cases"
        );
    }

    #[test]
    fn a_strength_of_a_team_is_held_against_other_teams() {
        let strength = Finding {
            side: Side::Strength,
            whose: Whose::Team("Orders".into()),
            skill: Skill::Promise("first_response".into()),
            own: 0.9,
            expected: 0.8,
            gap: 0.08,
            interval: Interval { low: -0.01, high: 0.15 },
            ..need()
        };
        assert_eq!(
            told(&strength),
            "keeps 90\u{a0}% of promises of first response, where other teams with the same cases would 80\u{a0}%: \
             8 points higher (−1 to 15), 140 cases"
        );
    }
}
