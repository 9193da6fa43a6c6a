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
mod made;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let (first, desks) = (numbers[0], numbers[1]);
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
