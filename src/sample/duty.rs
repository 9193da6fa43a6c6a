//! Who is on duty when, and how long queues are.

use super::ALL;
use super::arrivals::Arrivals;
use super::draw::{Draw, logistic};
use super::period::{HOUR, Period, Second, WEEK};
use super::roster::Agent;
use super::topic::{Topic, USUAL_EASE};

/// Chances that an agent takes a question that the own team knows best, and one of another team.
const KNOWS: f64 = 0.6;
const TAKES_OTHERS: f64 = 0.2;
/// How strongly a question that is hard to solve goes by who solves more, in log-odds of being taken for
/// each deviation and log-odd.
const ROUTED: f64 = 1.5;
/// How often a better-placed agent is looked for.
const TRIES: usize = 6;
/// Queues grow with this power of the load per agent, within these bounds.
const GROWS: f64 = 0.6;
const QUEUE: (f64, f64) = (0.55, 2.4);

/// Agents by channel, language and hour of the week.
pub(super) struct Duty {
    /// By [`Duty::place`]: agents with the sum of volumes up to each.
    lists: Vec<Vec<(f64, u32)>>,
    tongues: usize,
    /// By channel and hour of the week: how many times the usual wait.
    queues: Vec<f64>,
}

impl Duty {
    pub fn new(agents: &[Agent], tongues: usize, arrivals: &Arrivals) -> Self {
        let lists = vec![Vec::new(); ALL.len() * (tongues + 1) * WEEK];
        let mut duty = Self { lists, tongues, queues: Vec::new() };
        for (number, agent) in agents.iter().enumerate() {
            for (service, _) in
                ALL.iter().enumerate().filter(|(_, one)| agent.channels.contains(&one.channel()))
            {
                let hours = agent.works.iter().enumerate().filter(|(_, works)| **works);
                for (hour, _) in hours {
                    for tongue in agent.tongues.iter().copied().chain([tongues]) {
                        let place = duty.place(service, tongue, hour);
                        if let Some(list) = duty.lists.get_mut(place) {
                            let sum = list.last().map_or(0.0, |(sum, _)| *sum);
                            list.push((sum + agent.volume, number as u32));
                        }
                    }
                }
            }
        }
        duty.queues = duty.queues(arrivals);
        duty
    }

    /// `tongue` beyond the last language stands for any.
    fn place(&self, service: usize, tongue: usize, hour: usize) -> usize {
        (service * (self.tongues + 1) + tongue) * WEEK + hour
    }

    fn list(&self, service: usize, tongue: usize, hour: usize) -> &[(f64, u32)] {
        self.lists.get(self.place(service, tongue, hour)).map_or(&[], Vec::as_slice)
    }

    fn queues(&self, arrivals: &Arrivals) -> Vec<f64> {
        let mut queues = Vec::new();
        for (service, one) in ALL.iter().enumerate() {
            let staff = |hour| self.list(service, self.tongues, hour).len().max(1) as f64;
            let load = |hour| arrivals.load(service, hour);
            let usual = (0..WEEK).map(load).sum::<f64>() / (0..WEEK).map(staff).sum::<f64>();
            let queue = |hour| (load(hour) / staff(hour) / usual).powf(GROWS);
            queues.extend(
                (0..WEEK).map(
                    |hour| {
                        if one.queues() { queue(hour).clamp(QUEUE.0, QUEUE.1) } else { 1.0 }
                    },
                ),
            );
        }
        queues
    }

    /// How many times the usual wait there is in an hour of the week.
    pub fn queue(&self, service: usize, hour: usize) -> f64 {
        self.queues.get(service * WEEK + hour).copied().unwrap_or(1.0)
    }

    /// The first instant from `at` on at which anybody is on duty; `at` itself where that is within
    /// no week.
    pub fn next(&self, service: usize, at: Second, period: &Period) -> Second {
        let first = period.slot(at);
        let is_staffed =
            |slot: &usize| !self.list(service, self.tongues, period.hour_of_week(*slot)).is_empty();
        let slot = (first..first + WEEK).find(is_staffed).unwrap_or(first);
        at.max(period.start + slot as Second * HOUR)
    }

    /// One of the agents on duty in an hour of the week: by volume, rather one that speaks the language,
    /// whose team knows the topic, and for a hard topic one who solves more; never `but`.
    pub fn agent(&self, agents: &[Agent], wanted: &Wanted<'_>, draw: &mut Draw) -> Option<u32> {
        let speakers = self.list(wanted.service, wanted.tongue, wanted.hour);
        let is_enough = speakers.iter().any(|(_, agent)| Some(*agent) != wanted.but);
        let list =
            if is_enough { speakers } else { self.list(wanted.service, self.tongues, wanted.hour) };
        let (sum, _) = list.last()?;
        let mut found = None;
        for _ in 0..TRIES {
            let share = draw.unit() * sum;
            let place = list.partition_point(|(until, _)| *until <= share);
            let agent = list.get(place).map(|(_, agent)| *agent);
            if agent.is_none() || agent == wanted.but {
                continue;
            }
            found = agent;
            let one = agent.and_then(|agent| agents.get(agent as usize));
            let knows = one.is_some_and(|agent| agent.team == wanted.topic.team);
            let skill = one.map_or(0.0, |agent| agent.resolution);
            let hardness = USUAL_EASE - wanted.topic.ease;
            let takes = 2.0 * logistic(ROUTED * skill * hardness);
            if draw.chance(takes * if knows { KNOWS } else { TAKES_OTHERS }) {
                break;
            }
        }
        found
    }

    /// Whether an agent is on duty in an hour of the week.
    pub fn is_on(agent: &Agent, hour: usize) -> bool {
        agent.works.get(hour).copied().unwrap_or(false)
    }
}

/// What an agent is wanted for.
pub(super) struct Wanted<'w> {
    pub service: usize,
    pub tongue: usize,
    pub hour: usize,
    pub topic: &'w Topic,
    /// Who is not to be taken.
    pub but: Option<u32>,
}
