//! Whether scores and coaching hold what they say, on made-up desks whose truth is known.
//!
//! `cargo bench --bench calibration` writes `docs/calibration.md`; with numbers, such as
//! `-- 0 40`, it tells what it finds on so many desks from that seed, and writes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot begin has nothing to measure"
)]

mod chance;
mod covers;
mod gaps;
mod made;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let (first, desks) = (numbers[0], numbers[1]);
    if numbers.len() > 2 {
        coaching(first, desks, numbers[2] as f64);
        return;
    }
    let clock = std::time::Instant::now();
    let found = covers::covers(first, desks);
    for (name, levels) in ["resolution", "feedback", "quality", "speed", "efficiency", "composite"]
        .iter()
        .zip(&found.levels)
    {
        for by in levels {
            let told: Vec<String> = by.0.iter().map(|held| held.told()).collect();
            println!("{name:12} {}", told.join(" | "));
        }
    }
    for at in 0..4 {
        let all: Vec<f64> = found.orders.iter().map(|order| order[at]).collect();
        println!("order {at} {:?}", chance::with_error(&all));
    }
    println!("clear {} scored {}", found.clear.told(), found.scored.told());
    println!("{:?}", clock.elapsed());
}

fn coaching(first: u64, desks: u64, volume: f64) {
    for (name, plan) in [
        ("planted", gaps::Gaps { planted: 0.03, others: 0.1, teams: 0, volume }),
        ("teams", gaps::Gaps { planted: 0.02, others: 0.1, teams: 4, volume }),
        ("none", gaps::Gaps { planted: 0.0, others: 0.1, teams: 0, volume }),
        ("alike", gaps::Gaps { planted: 0.0, others: 0.0, teams: 0, volume }),
    ] {
        let clock = std::time::Instant::now();
        let found = gaps::found(first, desks, plan);
        println!(
            "{name}: weak {} / {}; unplanted {} / {}; desks {}",
            found.weak[0].told(),
            found.weak[1].told(),
            found.unplanted[0].told(),
            found.unplanted[1].told(),
            found.desks.told()
        );
        println!(
            "  needs told {}, n {} {} {}",
            found.told[0].iter().map(|h| h.told()).collect::<Vec<_>>().join(" | "),
            found.told[0][0].count(),
            found.told[0][1].count(),
            found.told[0][2].count()
        );
        println!(
            "  strengths told {}",
            found.told[1].iter().map(|h| h.told()).collect::<Vec<_>>().join(" | ")
        );
        println!(
            "  teams {} members {} false teams {} of {} mentors {} expected {:?} {:?}",
            found.teams.told(),
            found.members.told(),
            found.false_teams.told(),
            found.false_teams.count(),
            found.mentors.told(),
            chance::mean(&found.expected),
            clock.elapsed()
        );
    }
}
