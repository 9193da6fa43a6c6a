//! Whether scores and coaching hold what they say, on made-up desks whose truth is known.
//!
//! `cargo bench --bench calibration` writes `docs/calibration.md`. With two numbers, such as `-- 0 20`,
//! it prints the page for so many desks from that seed and writes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "a bench that cannot begin has nothing to measure"
)]

mod chance;
mod covers;
mod gaps;
mod made;
mod others;
mod page;

use std::path::Path;
use std::time::Instant;

/// Seeds of desks that nothing was ever chosen on, and how many desks.
const FIRST: u64 = 1000;
const DESKS: u64 = 200;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let clock = Instant::now();
    if let [first, desks] = numbers[..] {
        print!("{}", page::page(first, desks));
    } else {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/calibration.md");
        std::fs::write(path, page::page(FIRST, DESKS)).expect("docs/calibration.md");
    }
    eprintln!("{:.0} s", clock.elapsed().as_secs_f64());
}
