//! How long callers wait who do not wait for ever: Erlang A.

use super::erlang::Traffic;

/// What is this many times less likely than the likeliest wait (e^−45) counts for nothing.
const LEAST: f64 = 45.0;
/// Pieces into which the waits on each side of the likeliest one are cut.
const PIECES: u32 = 24;
/// Steps of a bisection; each halves.
const HALVINGS: u32 = 40;

/// Nodes and weights of Gauss & Legendre's rule of ten, for one half of -1..1.
const RULE: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// The queue M/M/N+M: callers give up after an exponential time, their patience, unless answered.
///
/// A caller with endless patience would wait for `V` seconds. It is 0 where an agent is free, and
/// its density is otherwise proportional to `exp(λ·(1 − e^(−θx))/θ − N·x/h)` (Baccelli & Hebuterne
/// 1981; Zeltyn & Mandelbaum 2005, Queueing Systems 51:361). All figures are integrals over it,
/// taken relative to its peak, so that they hold for loads of thousands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    traffic: Traffic,
    /// Calls that the agents end in a second.
    service: f64,
    /// Patience ends so many times in a second.
    hurry: f64,
    /// The waits that matter, and the likeliest of them.
    low: f64,
    peak: f64,
    high: f64,
    /// Integral of the density relative to its peak.
    whole: f64,
    waits: f64,
}

impl ErlangA {
    /// For a mean patience in seconds. `None` without agents, or where patience is not above 0.
    pub fn new(traffic: Traffic, agents: u32, patience: f64) -> Option<Self> {
        let is_patience = patience.is_normal() && patience > 0.0 && patience.recip() > 0.0;
        let before = agents.checked_sub(1).filter(|_| is_patience)?;
        let arrivals = traffic.arrivals_per_second();
        let (service, hurry) = (f64::from(agents) / traffic.handle_seconds(), patience.recip());
        let peak = (arrivals / service).ln().max(0.0) / hurry;
        let bare =
            Self { traffic, service, hurry, low: 0.0, peak, high: peak, whole: 0.0, waits: 0.0 };
        let ranged = Self { low: bare.low_end(), high: bare.high_end()?, ..bare };
        let whole = ranged.integral(ranged.low, ranged.high, |_| 1.0);
        // Pw = λJ / (1/B(N−1) + λJ), where J is the density's integral (Zeltyn & Mandelbaum).
        let waiting = arrivals.ln() + bare.height(peak) + whole.ln();
        let free = -traffic.blocked_share(before).ln();
        Some(Self { whole, waits: (1.0 + (free - waiting).exp()).recip(), ..ranged })
    }

    /// Share of calls that find all agents busy.
    pub fn waiting_share(&self) -> f64 {
        self.waits
    }

    /// Share of calls that are given up.
    pub fn abandoned_share(&self) -> f64 {
        self.given_up_within(f64::INFINITY)
    }

    /// Mean wait of all calls, answered or given up, in seconds.
    pub fn mean_wait(&self) -> f64 {
        self.abandoned_share() / self.hurry
    }

    /// Share of all calls that are answered within so many seconds.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        let stayed = |wait: f64| (-self.hurry * wait).exp();
        let share = 1.0 - self.waits + self.waits * self.expected(0.0, seconds, stayed);
        share.clamp(0.0, 1.0)
    }

    /// Share of all calls that are given up within so many seconds.
    pub fn given_up_within(&self, seconds: f64) -> f64 {
        let left = |wait: f64| -(-self.hurry * wait.min(seconds)).exp_m1();
        let soon = self.expected(0.0, seconds, left);
        let later = self.expected(seconds, f64::INFINITY, left);
        (self.waits * (soon + later)).clamp(0.0, 1.0)
    }

    /// Share answered within so many seconds of the calls without those given up within them.
    pub fn service_level(&self, within: f64) -> f64 {
        let answered = self.answered_within(within);
        let late = (1.0 - answered - self.given_up_within(within)).max(0.0);
        answered / (answered + late)
    }

    /// Logarithm of the density's shape; it bends down everywhere and has one peak.
    fn height(&self, wait: f64) -> f64 {
        let come = -(-self.hurry * wait).exp_m1() / self.hurry;
        self.traffic.arrivals_per_second() * come - self.service * wait
    }

    fn matters(&self, wait: f64) -> bool {
        self.height(wait) > self.height(self.peak) - LEAST
    }

    /// The shortest wait that matters.
    fn low_end(&self) -> f64 {
        if self.matters(0.0) { 0.0 } else { self.edge(0.0) }
    }

    /// The longest wait that matters; `None` where numbers do not reach so far.
    fn high_end(&self) -> Option<f64> {
        let steps = std::iter::successors(Some(self.service.recip()), |step| Some(step * 2.0));
        let ends = steps.map(|step| self.peak + step).take_while(|end| end.is_finite());
        let outside = ends.into_iter().find(|end| !self.matters(*end))?;
        Some(self.edge(outside))
    }

    /// Where waits between the peak and one that does not matter begin not to.
    fn edge(&self, outside: f64) -> f64 {
        let halve = |(inside, outside): (f64, f64), _| {
            let middle = f64::midpoint(inside, outside);
            if self.matters(middle) { (middle, outside) } else { (inside, middle) }
        };
        (0..HALVINGS).fold((self.peak, outside), halve).1
    }

    /// Mean of a number that goes with the wait, over those of the waiting with a wait in a range.
    fn expected(&self, from: f64, to: f64, number: impl Fn(f64) -> f64) -> f64 {
        let (from, to) = (from.max(self.low), to.min(self.high));
        self.integral(from, self.peak.min(to), &number).max(0.0) / self.whole
            + self.integral(self.peak.max(from), to, &number).max(0.0) / self.whole
    }

    /// Integral of a number times the density relative to its peak; 0 for an empty range. Patience
    /// may be far shorter than the waits that matter, so where none is left the range is cut.
    fn integral(&self, from: f64, to: f64, number: impl Fn(f64) -> f64) -> f64 {
        let gone = LEAST / self.hurry;
        self.in_pieces(from, to.min(gone), &number) + self.in_pieces(from.max(gone), to, &number)
    }

    /// The same by Gauss & Legendre's rule on equal pieces.
    fn in_pieces(&self, from: f64, to: f64, number: impl Fn(f64) -> f64) -> f64 {
        let half = (to - from) / f64::from(2 * PIECES);
        let top = self.height(self.peak);
        let at = |wait: f64| number(wait) * (self.height(wait) - top).exp();
        let piece = |piece: u32| {
            let middle = from + half * f64::from(2 * piece + 1);
            let both =
                |(node, weight)| weight * (at(middle - half * node) + at(middle + half * node));
            RULE.into_iter().map(both).sum::<f64>()
        };
        if half > 0.0 { half * (0..PIECES).map(piece).sum::<f64>() } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::erlang::ErlangC;
    use proptest::prelude::*;

    /// A hundred calls in half an hour of three minutes each; callers' mean patience two minutes.
    fn impatient(agents: u32) -> ErlangA {
        ErlangA::new(Traffic::new(100.0 / 1_800.0, 180.0).unwrap(), agents, 120.0).unwrap()
    }

    fn close(found: f64, expected: f64, within: f64, place: &str) {
        assert!((found - expected).abs() < within, "{place}: {found} for {expected}");
    }

    /// Oracle: the exact birth-and-death chain, summed state by state.
    #[test]
    fn erlang_a_agrees_with_its_chain() {
        for (agents, waits, abandoned) in [
            (8, 0.722_626_463_338_783_6, 0.257_982_381_287_758_6),
            (10, 0.496_852_747_630_142_6, 0.137_463_826_276_449_96),
            (11, 0.382_816_491_479_932_6, 0.094_155_034_237_456_72),
            (12, 0.279_807_018_645_444_55, 0.061_597_377_003_680_495),
        ] {
            let found = impatient(agents);
            close(found.waiting_share(), waits, 1e-12, &format!("{agents} waits"));
            close(found.abandoned_share(), abandoned, 1e-12, &format!("{agents} abandoned"));
            close(found.mean_wait(), 120.0 * abandoned, 1e-9, &format!("{agents} mean wait"));
        }
    }

    /// Oracle: scipy 1.17.1, the chain's state at arrival and `expm` of a tagged caller's queue.
    #[test]
    fn service_levels_agree_with_a_tagged_caller() {
        for (agents, answered, given_up) in [
            (8, 0.403_213_027_380_246_8, 0.100_955_970_755_760_73),
            (10, 0.639_941_307_035_987_5, 0.065_041_037_393_751_8),
            (11, 0.742_208_984_389_388_4, 0.048_325_467_087_510_87),
            (12, 0.825_582_644_361_764_1, 0.034_004_650_134_478_065),
        ] {
            let found = impatient(agents);
            close(found.answered_within(20.0), answered, 1e-12, &format!("{agents} answered"));
            close(found.given_up_within(20.0), given_up, 1e-12, &format!("{agents} given up"));
            let level = answered / (1.0 - given_up);
            close(found.service_level(20.0), level, 1e-12, &format!("{agents} level"));
        }
    }

    /// Oracle: the same, for large desks with as many agents as work, and with fewer.
    #[test]
    fn large_desks_agree_too() {
        for (calls, handle, patience, agents, within, waits, abandoned, answered) in [
            (
                3_000.0,
                300.0,
                180.0,
                250,
                20.0,
                0.446_025_573_062_484_9,
                0.028_423_825_464_048_23,
                0.899_985_530_996_905_7,
            ),
            (
                3_000.0,
                300.0,
                180.0,
                230,
                20.0,
                0.830_870_756_668_862_8,
                0.085_183_103_319_809_16,
                0.597_414_517_112_350_3,
            ),
            (
                20_000.0,
                240.0,
                120.0,
                1_300,
                20.0,
                0.706_890_742_280_709_1,
                0.029_391_617_848_139_092,
                0.970_428_805_960_679_7,
            ),
            (
                40.0,
                500.0,
                600.0,
                7,
                60.0,
                0.333_109_576_858_408_64,
                0.068_833_268_380_492_61,
                0.756_654_572_236_453_5,
            ),
        ] {
            let traffic = Traffic::new(calls / 3_600.0, handle).unwrap();
            let found = ErlangA::new(traffic, agents, patience).unwrap();
            let place = format!("{agents} agents");
            close(found.waiting_share(), waits, 1e-10, &place);
            close(found.abandoned_share(), abandoned, 1e-10, &place);
            close(found.answered_within(within), answered, 1e-10, &place);
        }
    }

    #[test]
    fn far_too_few_agents_lose_the_rest_of_the_calls() {
        let traffic = Traffic::new(1.0, 3_000.0).unwrap();
        let found = ErlangA::new(traffic, 1_000, 60.0).unwrap();
        close(found.abandoned_share(), 2.0 / 3.0, 1e-9, "abandoned");
        close(found.waiting_share(), 1.0, 1e-8, "waits");
    }

    /// Oracle: the exact chain in fractions; three agents for calls of 16 minutes, callers give up
    /// after 5 seconds.
    #[test]
    fn patience_may_be_far_shorter_than_calls() {
        let found = ErlangA::new(Traffic::new(0.011, 960.0).unwrap(), 3, 5.0).unwrap();
        close(found.waiting_share(), 0.754_769_831_656_831_1, 1e-12, "waits");
        close(found.abandoned_share(), 0.743_464_519_672_778_4, 1e-12, "abandoned");
        close(
            found.answered_within(f64::INFINITY),
            1.0 - 0.743_464_519_672_778_4,
            1e-12,
            "answered",
        );
    }

    #[test]
    fn without_agents_or_patience_there_is_no_queue() {
        let traffic = Traffic::new(0.1, 60.0).unwrap();
        assert_eq!(ErlangA::new(traffic, 0, 60.0), None);
        for patience in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(ErlangA::new(traffic, 5, patience), None, "{patience}");
        }
    }

    fn traffic() -> impl Strategy<Value = Traffic> {
        (0.01..4_000.0, 5.0..2_000.0).prop_map(|(erlangs, handle): (f64, f64)| {
            Traffic::new(erlangs / handle, handle).unwrap()
        })
    }

    proptest! {
        #[test]
        fn another_agent_never_makes_it_worse(
            traffic in traffic(), part in 0.2..2.0, patience in 5.0..3_000.0, within in 0.0..600.0,
        ) {
            let agents = (traffic.erlangs() * part) as u32 + 1;
            let few = ErlangA::new(traffic, agents, patience).unwrap();
            let more = ErlangA::new(traffic, agents + 1, patience).unwrap();
            let least = -1e-9;
            prop_assert!(few.waiting_share() - more.waiting_share() >= least);
            prop_assert!(few.abandoned_share() - more.abandoned_share() >= least);
            prop_assert!(more.service_level(within) - few.service_level(within) >= least);
            prop_assert!(more.answered_within(within) - few.answered_within(within) >= least);
        }

        #[test]
        fn every_call_is_answered_given_up_or_waiting_still(
            traffic in traffic(), part in 0.2..2.0, patience in 5.0..3_000.0,
            soon in 0.0..300.0, later in 0.0..300.0,
        ) {
            let agents = (traffic.erlangs() * part) as u32 + 1;
            let found = ErlangA::new(traffic, agents, patience).unwrap();
            let all = found.answered_within(f64::INFINITY) + found.abandoned_share();
            prop_assert!((all - 1.0).abs() < 1e-9, "{}", all);
            for of in [ErlangA::answered_within, ErlangA::given_up_within] {
                let (first, second) = (of(&found, soon), of(&found, soon + later));
                prop_assert!(0.0 <= first && first <= second + 1e-9 && second <= 1.0);
            }
            // What arrives and stays is what the agents end: λ(1 − Pab) = (busy agents)/h.
            let busy = traffic.erlangs() * (1.0 - found.abandoned_share());
            prop_assert!(busy <= f64::from(agents) * (1.0 + 1e-9));
        }

        #[test]
        fn endless_patience_is_erlang_c(
            erlangs in 0.1..2_000.0, handle in 5.0..2_000.0, spare in 1..40u32, within in 0.0..300.0,
        ) {
            let (erlangs, handle): (f64, f64) = (erlangs, handle);
            let traffic = Traffic::new(erlangs / handle, handle).unwrap();
            let agents = traffic.erlangs() as u32 + 1 + spare;
            let patient = ErlangA::new(traffic, agents, 1e14).unwrap();
            let endless = ErlangC::new(traffic, agents).unwrap();
            prop_assert!((patient.waiting_share() - endless.waiting_share()).abs() < 1e-6);
            prop_assert!((patient.service_level(within) - endless.service_level(within)).abs() < 1e-6);
            prop_assert!((patient.mean_wait() / endless.mean_wait() - 1.0).abs() < 1e-4);
        }
    }
}
