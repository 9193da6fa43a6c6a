//! The agents, their shifts and the skills planted in them.

use super::draw::Draw;
use super::gap::Gaps;
use super::period::WEEK;
use super::tongue::Tongue;
use super::topic::TEAMS;
use crate::model::Channel::{self, Chat, Email, Phone, Social};

/// How much one deviation of a skill does.
pub(super) mod effect {
    /// To the logarithm of a response time.
    pub const SPEED: f64 = -0.30;
    /// To the log-odds that a question is solved.
    pub const RESOLUTION: f64 = 0.50;
    /// To a rating, in deviations of what ratings hang on.
    pub const FRIENDLINESS: f64 = 0.45;
}

/// Somebody who answers.
pub(super) struct Agent {
    pub id: String,
    pub name: String,
    pub given_name: String,
    /// Place of the team in [`TEAMS`].
    pub team: usize,
    pub channels: &'static [Channel],
    pub shift: Shift,
    /// Places of the languages in [`super::tongue`]'s list.
    pub tongues: Vec<usize>,
    /// Which hours of the week are worked.
    pub works: [bool; WEEK],
    /// Deviations from the middle of all agents; more is better.
    pub speed: f64,
    pub resolution: f64,
    pub friendliness: f64,
    pub gaps: Gaps,
    /// Work taken, against an average agent on the same shift.
    pub volume: f64,
}

impl Agent {
    /// What it multiplies response times by.
    pub fn pace(&self) -> f64 {
        (effect::SPEED * self.speed).exp()
    }

    pub fn team(&self) -> &'static str {
        TEAMS.get(self.team).copied().unwrap_or_default()
    }
}

/// Hours worked on a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Early,
    Late,
    Night,
    Office,
}

impl Shift {
    /// First hour and length.
    const fn hours(self) -> (usize, usize) {
        match self {
            Shift::Early => (7, 8),
            Shift::Late => (15, 8),
            Shift::Night => (23, 8),
            Shift::Office => (9, 9),
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Shift::Early => "07-15",
            Shift::Late => "15-23",
            Shift::Night => "23-07",
            Shift::Office => "09-18",
        }
    }

    /// The hours of the week of the `place`th agent on this shift: five days in a row, Monday to
    /// Friday in the office, else spread over the week.
    fn works(self, place: usize) -> [bool; WEEK] {
        let first = if self == Shift::Office { 0 } else { place * 3 % 7 };
        let (start, length) = self.hours();
        let mut works = [false; WEEK];
        for day in first..first + 5 {
            for hour in start..start + length {
                if let Some(is_worked) = works.get_mut((day % 7 * 24 + hour) % WEEK) {
                    *is_worked = true;
                }
            }
        }
        works
    }
}

/// What each agent of twenty does; a smaller desk has the first of them.
static ROLES: &[(&[Channel], Shift)] = &[
    (&[Chat], Shift::Early),
    (&[Phone], Shift::Office),
    (&[Email], Shift::Office),
    (&[Chat, Social], Shift::Late),
    (&[Social, Chat], Shift::Early),
    (&[Chat], Shift::Night),
    (&[Chat], Shift::Late),
    (&[Phone, Email], Shift::Office),
    (&[Chat], Shift::Early),
    (&[Phone], Shift::Office),
    (&[Chat], Shift::Late),
    (&[Email], Shift::Office),
    (&[Chat], Shift::Early),
    (&[Social, Chat], Shift::Late),
    (&[Phone], Shift::Office),
    (&[Chat], Shift::Night),
    (&[Chat, Social], Shift::Early),
    (&[Email], Shift::Office),
    (&[Chat], Shift::Late),
    (&[Phone], Shift::Office),
];

/// Below this many agents everybody does everything, in office hours.
const SPECIALISED: usize = 6;

/// First languages of ten agents: Russian, Chinese, English.
const TONGUES: [usize; 10] = [0, 2, 1, 0, 0, 2, 0, 1, 0, 2];
const ENGLISH: usize = 2;

/// Draws the agents of a desk.
pub(super) fn roster(count: u32, tongues: &[Tongue], draw: &mut Draw) -> Vec<Agent> {
    let count = count as usize;
    let mut on_shift = [0; 4];
    let mut agent = |number: usize| {
        let (mut channels, mut shift) =
            ROLES.get(number % ROLES.len()).copied().unwrap_or((&[], Shift::Office));
        if count < SPECIALISED {
            (channels, shift) = (Channel::ALL, Shift::Office);
        }
        let place = on_shift.get_mut(shift as usize).map_or(0, |place| {
            *place += 1;
            *place - 1
        });
        let first = TONGUES.get((number * 3 + number / 20) % 10).copied().unwrap_or(ENGLISH);
        let mut speaks = vec![first];
        if first != ENGLISH && draw.chance(0.6) {
            speaks.push(ENGLISH);
        }
        let mut skill = || draw.normal().clamp(-2.5, 2.5);
        let (speed, resolution) = (skill(), skill());
        let friendliness = 0.3 * resolution + (1.0_f64 - 0.09).sqrt() * skill();
        let (name, given_name) = tongues.get(first).map_or_else(Default::default, |tongue| {
            let name = tongue.full_name(draw);
            let given = tongue.given_name(&name).to_owned();
            (name, given)
        });
        let team = draw.weighted([0.4, 0.35, 0.25].into_iter());
        Agent {
            id: format!("a{:03}", number + 1),
            name,
            given_name,
            team,
            channels,
            shift,
            tongues: speaks,
            works: shift.works(place),
            speed,
            resolution,
            friendliness,
            volume: draw.around((1.0, 0.35)),
            gaps: Gaps::draw(team, draw),
        }
    };
    (0..count).map(&mut agent).collect()
}

/// The planted skills as a CSV file.
pub(super) fn truth(agents: &[Agent]) -> String {
    let mut rows = format!("{TRUTH},{}\n", Gaps::COLUMNS);
    for agent in agents {
        let channels: Vec<_> = agent.channels.iter().map(|channel| channel.word()).collect();
        rows += &format!(
            "{},{},{},{},{:.4},{:.4},{:.4},{:.4},{:.4},{:.4},{:.4},{}\n",
            agent.id,
            agent.team(),
            channels.join(" "),
            agent.shift.word(),
            agent.volume,
            agent.speed,
            agent.resolution,
            agent.friendliness,
            effect::SPEED * agent.speed,
            effect::RESOLUTION * agent.resolution,
            effect::FRIENDLINESS * agent.friendliness,
            agent.gaps.cells(),
        );
    }
    rows
}

/// The first columns of the planted truths: deviations from the middle of all agents, and what these do to
/// the logarithm of a response time, to the log-odds of solving and to the deviations of a rating.
pub(super) const TRUTH: &str = "agent_id,team,channels,shift,volume,speed,resolution,friendliness,\
    response_time_log_effect,resolution_log_odds_effect,rating_effect";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::tongue;

    #[test]
    fn every_hour_of_the_week_has_somebody_on_the_chat() {
        let tongues = tongue::all().unwrap();
        let agents = roster(40, &tongues, &mut Draw::new(1, 0));
        for hour in 0..WEEK {
            let on = |agent: &&Agent| agent.channels.contains(&Chat) && agent.works[hour];
            assert!(agents.iter().any(|agent| on(&agent)), "{hour}");
        }
    }

    #[test]
    fn shifts_are_five_days_and_the_office_rests_at_weekends() {
        for shift in [Shift::Early, Shift::Late, Shift::Night, Shift::Office] {
            for place in 0..7 {
                let works = shift.works(place);
                let hours = works.iter().filter(|works| **works).count();
                assert_eq!(hours, 5 * shift.hours().1);
                if shift == Shift::Office {
                    assert!(works.iter().skip(5 * 24).all(|works| !works));
                }
            }
        }
    }

    #[test]
    fn small_desks_answer_every_channel() {
        let tongues = tongue::all().unwrap();
        for count in 1..12 {
            let agents = roster(count, &tongues, &mut Draw::new(1, 0));
            for channel in [Chat, Email, Phone, Social] {
                assert!(agents.iter().any(|agent| agent.channels.contains(&channel)), "{count}");
            }
        }
    }

    #[test]
    fn truth_names_every_agent() {
        let tongues = tongue::all().unwrap();
        let truth = truth(&roster(30, &tongues, &mut Draw::new(1, 0)));
        let mut rows = csv::Reader::from_reader(truth.as_bytes());
        let columns = TRUTH.split(',').chain(Gaps::COLUMNS.split(','));
        assert!(rows.headers().unwrap().iter().eq(columns));
        assert_eq!(rows.records().map(Result::unwrap).count(), 30);
    }
}
