//! How long callers wait for so many agents, and how many agents a promise needs: Erlang B and C.

use super::erlang_a::ErlangA;

/// No desk is larger; a promise that this many agents cannot keep is not kept by more.
const MOST_AGENTS: u32 = 1 << 20;

/// Calls that arrive at random, one independent of the other, and the mean time that each of them
/// keeps an agent busy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    arrivals_per_second: f64,
    handle_seconds: f64,
}

impl Traffic {
    /// `None` unless both are above 0, and they and their product are finite.
    pub fn new(arrivals_per_second: f64, handle_seconds: f64) -> Option<Self> {
        let erlangs = arrivals_per_second * handle_seconds;
        let is_some = |number: f64| number.is_normal() && number > 0.0;
        let are_some = [arrivals_per_second, handle_seconds, erlangs].into_iter().all(is_some);
        are_some.then_some(Self { arrivals_per_second, handle_seconds })
    }

    pub fn arrivals_per_second(self) -> f64 {
        self.arrivals_per_second
    }

    pub fn handle_seconds(self) -> f64 {
        self.handle_seconds
    }

    /// The offered load: agents that would be busy all the time if nobody ever waited.
    pub fn erlangs(self) -> f64 {
        self.arrivals_per_second * self.handle_seconds
    }

    /// Erlang B, 0..1: share of calls that find all agents busy where those leave at once. By the
    /// recursion `B(n) = A·B(n−1) / (n + A·B(n−1))` from `B(0) = 1`, whose steps cannot cancel.
    pub fn blocked_share(self, agents: u32) -> f64 {
        let load = self.erlangs();
        (1..=agents).fold(1.0, |blocked, agent| {
            let offered = load * blocked;
            offered / (f64::from(agent) + offered)
        })
    }

    /// The share of calls answered within so many seconds that so many agents give in the long run:
    /// Erlang A where callers' mean patience is known, of the calls without those given up within
    /// that time; else Erlang C. `None` where the queue would grow without end.
    pub fn service_level(self, agents: u32, patience: Option<f64>, within: f64) -> Option<f64> {
        match patience {
            Some(patience) => Some(ErlangA::new(self, agents, patience)?.service_level(within)),
            None => Some(ErlangC::new(self, agents)?.service_level(within)),
        }
    }

    /// The fewest agents whose service level is at least that share. `None` for a share that is not
    /// strictly between 0 and 1, or a time or patience that is none.
    pub fn agents_needed(self, patience: Option<f64>, within: f64, share: f64) -> Option<u32> {
        let is_asked = share > 0.0 && share < 1.0 && within >= 0.0;
        let suffices = |agents: u32| {
            let level = self.service_level(agents, patience, within);
            level.is_some_and(|level| level >= share)
        };
        let doubled = std::iter::successors(Some(1u32), |agents| agents.checked_mul(2));
        let mut doubled = doubled.take_while(|agents| *agents <= MOST_AGENTS);
        let mut enough = doubled.find(|agents| is_asked && suffices(*agents))?;
        let mut too_few = enough / 2;
        while enough - too_few > 1 {
            let middle = u32::midpoint(too_few, enough);
            if suffices(middle) {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        Some(enough)
    }
}

/// The queue M/M/N, whose callers wait as long as it takes (Erlang 1917).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    traffic: Traffic,
    waits: f64,
    /// Agents to spare, above 0.
    spare: f64,
}

impl ErlangC {
    /// `None` unless there are more agents than the load keeps busy: the queue would never end.
    pub fn new(traffic: Traffic, agents: u32) -> Option<Self> {
        let spare = f64::from(agents) - traffic.erlangs();
        let blocked = traffic.blocked_share(agents);
        let waits = f64::from(agents) * blocked / (spare + traffic.erlangs() * blocked);
        (spare > 0.0).then_some(Self { traffic, waits, spare })
    }

    /// Share of calls that wait at all: `N·B / (N − A(1 − B))`.
    pub fn waiting_share(self) -> f64 {
        self.waits
    }

    /// Mean wait of all calls, in seconds: `Pw·h / (N − A)`.
    pub fn mean_wait(self) -> f64 {
        self.waits * self.traffic.handle_seconds / self.spare
    }

    /// Share of calls answered within so many seconds: `1 − Pw·e^(−(N − A)T/h)`.
    pub fn service_level(self, within: f64) -> f64 {
        1.0 - self.waits * (-self.spare * within / self.traffic.handle_seconds).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A hundred calls in half an hour, of three minutes each.
    fn busy() -> Traffic {
        Traffic::new(100.0 / 1_800.0, 180.0).unwrap()
    }

    /// Oracle: the published tables of Erlang C.
    #[test]
    fn erlang_c_agrees_with_its_tables() {
        for (agents, waits, level) in [
            (11, 0.682_118_20, 0.389_613_81),
            (12, 0.449_388_22, 0.640_158_04),
            (13, 0.285_270_45, 0.795_594_79),
            (14, 0.174_131_93, 0.888_350_02),
        ] {
            let found = ErlangC::new(busy(), agents).unwrap();
            assert!((found.waiting_share() - waits).abs() < 5e-9, "{agents}: {found:?}");
            assert!((found.service_level(20.0) - level).abs() < 5e-9, "{agents}: {found:?}");
        }
        for (agents, seconds) in [(13, 17.116_227), (14, 7.835_937)] {
            let found = ErlangC::new(busy(), agents).unwrap().mean_wait();
            assert!((found - seconds).abs() < 5e-7, "{agents}: {found}");
        }
    }

    #[test]
    fn eighty_in_twenty_seconds_needs_fourteen() {
        assert_eq!(busy().agents_needed(None, 20.0, 0.8), Some(14));
        assert_eq!(busy().agents_needed(None, 20.0, 0.795), Some(13));
    }

    #[test]
    fn where_more_arrives_than_is_handled_the_queue_never_ends() {
        assert_eq!(ErlangC::new(busy(), 10), None);
        assert_eq!(ErlangC::new(busy(), 0), None);
        assert_eq!(busy().service_level(9, None, 20.0), None);
    }

    #[test]
    fn what_is_no_traffic_or_no_promise_is_refused() {
        for (arrivals, handle) in [(0.0, 180.0), (1.0, 0.0), (-1.0, 5.0), (f64::NAN, 5.0)] {
            assert_eq!(Traffic::new(arrivals, handle), None, "{arrivals} of {handle}");
        }
        assert_eq!(Traffic::new(f64::MAX, 180.0), None);
        for share in [0.0, 1.0, 1.5, -0.5, f64::NAN] {
            assert_eq!(busy().agents_needed(None, 20.0, share), None, "{share}");
        }
        assert_eq!(busy().agents_needed(None, f64::NAN, 0.8), None);
        assert_eq!(busy().agents_needed(Some(0.0), 20.0, 0.8), None);
    }

    /// Below the load of a lone agent Erlang C is M/M/1, whose figures are closed.
    #[test]
    fn one_agent_is_busy_as_often_as_calls_fill_the_time() {
        let traffic = Traffic::new(0.01, 60.0).unwrap();
        let found = ErlangC::new(traffic, 1).unwrap();
        assert!((found.waiting_share() - 0.6).abs() < 1e-12);
        assert!((found.mean_wait() - 90.0).abs() < 1e-9);
    }

    fn traffic(most: f64) -> impl Strategy<Value = Traffic> {
        (0.01..most, 5.0..2_000.0).prop_map(|(erlangs, handle): (f64, f64)| {
            Traffic::new(erlangs / handle, handle).unwrap()
        })
    }

    proptest! {
        #[test]
        fn another_agent_never_makes_it_worse(
            traffic in traffic(5_000.0), spare in 1..200u32, within in 0.0..600.0,
        ) {
            let agents = traffic.erlangs() as u32 + spare;
            let (few, more) = (ErlangC::new(traffic, agents), ErlangC::new(traffic, agents + 1));
            let (few, more) = (few.unwrap(), more.unwrap());
            prop_assert!(traffic.blocked_share(agents) >= traffic.blocked_share(agents + 1));
            prop_assert!((0.0..=1.0).contains(&few.waiting_share()));
            prop_assert!(more.waiting_share() <= few.waiting_share());
            prop_assert!(more.mean_wait() <= few.mean_wait());
            prop_assert!(more.service_level(within) >= few.service_level(within));
            prop_assert!((0.0..=1.0).contains(&few.service_level(within)));
        }

        #[test]
        fn the_agents_needed_are_the_fewest_that_suffice(
            traffic in traffic(3_000.0), within in 0.0..120.0, share in 0.01..0.99,
            patience in prop::option::of(5.0..900.0),
        ) {
            let needed = traffic.agents_needed(patience, within, share).unwrap();
            let level = |agents| traffic.service_level(agents, patience, within);
            prop_assert!(level(needed).unwrap() >= share);
            prop_assert!(needed == 1 || level(needed - 1).is_none_or(|level| level < share));
        }
    }
}
